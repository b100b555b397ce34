"""Levels: what each is about, measures, pauses for and leaves out."""
