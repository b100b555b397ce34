"""What the files of an agreement declare: names across them, calendar files, and amendments of their text."""
