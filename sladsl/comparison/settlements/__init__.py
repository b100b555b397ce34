"""Settlements compared, step by step, by credits that are settled both ways."""
