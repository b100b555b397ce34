"""Scans: the records that levels count, in their windows, with what is looked up beside them."""
