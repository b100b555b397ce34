"""Backlogs: how many records are open at each snapshot, and for how long."""
