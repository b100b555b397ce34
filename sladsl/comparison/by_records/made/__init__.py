"""Records made up: one that conditions hold for, many that are alike, time down; and all of them as tables."""
