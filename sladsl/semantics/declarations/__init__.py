"""Declarations of an agreement: what each inherits and belongs to, and what a name in a line stands for."""
