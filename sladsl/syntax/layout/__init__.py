"""A text in its one form, from the tokens of one without mistakes."""
