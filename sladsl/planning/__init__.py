"""From the meaning of an agreement to the plan that measures and settles it."""
