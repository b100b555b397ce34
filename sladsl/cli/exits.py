"""What a command's exit code says."""

GOOD = 0
FINDINGS = 1
USAGE = 2
BAD_DATA = 3
BUG = 70
