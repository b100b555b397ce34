"""From measurements to verdicts, credits and their explanation: pure, exact, no I/O."""
