"""Time up and down: from samples, outages and rates to the agreed time of each window and what of it was down."""
