"""Remedies compared: their events, their times and what they credit."""
