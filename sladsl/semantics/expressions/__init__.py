"""Expressions: their types, the fields that they read, and whether these are sure to have a value."""
