"""Exclusions of records in the words of the document, with the defaults that apply to them."""

from pathlib import Path

import sladsl
from sladsl import in_force

CASE = Path(__file__).parent.parent / "cases" / "exclusions" / "answers" / "agreement.sla"


def paragraphs(lead):
    """The words of each paragraph of the document that has a heading of its own, with its list."""
    lines = in_force.render(sladsl.load(CASE), "md").splitlines()
    starts = [number for number, line in enumerate(lines) if f"**{lead}.**" in line]
    texts = (" ".join(_until_another(lines[start:])) for start in starts)
    return [text.partition(".** ")[2].split() for text in texts]


def _until_another(lines):
    following = (number for number, line in enumerate(lines) if number and "**" in line)
    return [line for line in lines[: next(following, len(lines))] if line]


ANSWERS = """
The following Tickets are excluded. A Ticket is taken by the first of them that applies. Limits are used as
[clause 3](#clause-3) states.
(a) each Ticket of which it is true that it is marked `by_customer`: it is left out of the Measured Value;
(b) each Ticket to which a Waiver refers of which it is true that it is marked `granted`: it counts as good;
(c) each Ticket counted while a Maintenance lasts of which it is true that its `announced_at` is not later than
2 calendar days before its `started_at`, up to 2 hours per calendar month: it is left out of the Measured Value;
and
(d) each Ticket that refers to an Outage (`outage`) of which it is true that its `cause` is “customer”, up to 1
time per calendar year: it is left out of the Measured Value.
"""
DELAY = """
The following Tickets are excluded. A Ticket is taken by the first of them that applies. Limits are used as
[clause 3](#clause-3) states.
(a) each Ticket counted while a Works lasts for the same site, up to 1 time per calendar month: it is left out
of the Measured Value; and
(b) each Ticket of which it is true that it is marked `duplicate`, up to 1 time per calendar month: it is left
out of the Measured Value.
"""
EXCLUDED = """
A record that is excluded is left out before anything is calculated, and does not count towards a number of
records that is needed; one that counts as good does so whatever else is true of it. A record is counted while
another one lasts if the time by which it falls into a Measurement Window is not before the other one begins and
is before that one ends; one without an end, or whose end is later than the Cut-off Time, still lasts at the
Cut-off Time. The statement gives the Measured Value with exclusions and without, how many records each
exclusion takes and how much of its limit is used.
"""
LIMITS = """
A limit of time is used in the order of time from the start of the Term, whether or not a record is counted in
it, and time is divided where the limit is reached; records counted after that are not excluded. Where a limit
says how many times, records that overlap or touch are one time, which uses the limit of the period in which it
begins and is excluded whole, whether or not a record is counted in it. Time that one exclusion has taken uses
no limit of another one. What is told apart in the records that last has limits of its own. A limit on records
that are excluded one by one is used in the order of the times by which they fall into Measurement Windows, then
of their keys, then in the order in which they are recorded; a record that another exclusion has taken uses
none. What records of earlier Measurement Windows use is read as of the same Cut-off Time. Records that refer to
the same record use the limit of a period once. Whatever is measured separately has limits of its own.
"""


def test_what_is_excluded_is_a_list_in_the_order_in_which_it_applies():
    assert paragraphs("Exclusions") == [ANSWERS.split(), DELAY.split()]


def test_the_defaults_of_exclusions_are_printed():
    assert paragraphs("Excluded records") == [EXCLUDED.split()]
    assert paragraphs("Limits of excluded records") == [LIMITS.split()]
