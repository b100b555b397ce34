"""When each record is due."""
