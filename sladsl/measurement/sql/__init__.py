"""SQL as a value: its pieces, expressions and exact arithmetic, and a plan's queries as text."""
