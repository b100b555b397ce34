"""A second opinion, written only for tests: slow, obvious, and sharing no code with the package.

It walks minute by minute, counts record by record and adds up day by day, with the standard library alone.
"""
