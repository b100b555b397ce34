"""What an agreement means: names, types, units, what is inherited, and every finding before any data."""
