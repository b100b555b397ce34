"""Records that are left out of a level, or count as good in it, because an exclusion takes them."""
