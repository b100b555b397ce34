"""Service levels compared: clocks, calendars, measures, time down and targets."""
