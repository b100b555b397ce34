"""Service level agreements as code."""
