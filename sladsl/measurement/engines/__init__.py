"""Engines: what measuring asks of one, and DuckDB and Spark as such."""
