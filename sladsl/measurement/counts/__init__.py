"""Counts: what the records of each window and series come to."""
