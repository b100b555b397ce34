"""What names in clauses, remedies, obligations and steps of a settlement stand for, and levels of other agreements."""
