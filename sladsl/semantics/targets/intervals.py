"""What an interval without a quotient counts as, in a mean over intervals."""

from __future__ import annotations

from fractions import Fraction

from sladsl.semantics.meaning import Level
from sladsl.semantics.targets.directions import wants_more
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast


def counts_as(level: Level) -> Fraction | None:
    """The quotient that `empty intervals count as good` gives to an interval, None where it is left out.

    That is 100% where high values are good and 0% where low ones are; of `100% - MEAN` it is the other way round.
    """
    if not is_good(level) or level.measured.kind is not ValueKind.PERCENT:
        return None
    directions = high_is_good(level)
    if len(directions) != 1:
        return None
    assert level.lines.measure is not None, "what is measured has a measure"
    is_complement = isinstance(level.lines.measure.node.what, ast.Complement)
    return Fraction((True in directions) is not is_complement)


def is_good(level: Level) -> bool:
    """Whether a level says that empty intervals are good."""
    line = level.lines.empty_intervals
    return line is not None and line.node.word == "good"


def high_is_good(level: Level) -> frozenset[bool]:
    """The directions in which the targets of a level call a value good."""
    promises = (promise for terms in level.terms for promise in (terms.expected, terms.minimum))
    return frozenset(wants_more(promise.bounds[0][1]) for promise in promises if promise is not None)
