"""Changes shown by records: a few that both versions measure, and measure differently."""
