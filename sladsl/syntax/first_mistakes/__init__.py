"""Mistakes that first authors make most, each in words of its own: what was meant, and how it is written here."""
