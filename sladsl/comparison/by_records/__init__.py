"""Changes shown by records: a few that both versions measure, and measure differently.

`tried` chooses records by what is not the same, `made` makes them up, and `differing` has them measured and tells it.
"""
