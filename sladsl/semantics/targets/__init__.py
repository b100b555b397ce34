"""Targets as a level's lines say them: by tiers, by credits of their own, by bands, and which way they point."""
