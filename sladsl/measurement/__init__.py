"""From a plan and records to exact counts and values, on an engine."""
