"""What credits come to at most, in how many windows, and from which dates on."""
