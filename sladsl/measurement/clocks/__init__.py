"""Clocks: the time on them, what pauses take off it, and deadlines."""
