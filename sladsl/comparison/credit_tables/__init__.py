"""Credits of levels compared, value by value, and amounts by what they come to."""
