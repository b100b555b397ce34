"""What two versions of a level make of the same records, and what that means."""
