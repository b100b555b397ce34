"""Two plans compared: what an agreement says differently in effect, and for whom that is stricter."""
