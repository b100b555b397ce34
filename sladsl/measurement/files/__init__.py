"""Data files as relations: every column as written, each row with the number that a person finds it by."""
