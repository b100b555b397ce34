"""What is wrong with an agreement or its data, as values that any output can show."""
