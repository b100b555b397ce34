"""Conditions, bounds and rounding compared by what they hold for."""
