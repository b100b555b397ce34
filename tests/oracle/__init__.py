"""A second opinion, written only for tests: slow, obvious, and sharing no code with the package.

It reads every minute off a clock on the wall, asks of every day which month it is in, counts record by record, adds up
day by day and cuts credits one window end after the other, with the standard library alone. What it takes from
outside are facts: the rules of the time zones, and the dates of public holidays that a test hands it.
"""
