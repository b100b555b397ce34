"""Targets that become stricter as a level does better, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.figures import quantity_words
from sladsl.documents.measures import rounding_words
from sladsl.documents.prose import opened
from sladsl.documents.terms import Terms
from sladsl.documents.view import Paragraph
from sladsl.planning.plan import Ratchet, ServiceLevel, ValueType
from sladsl.planning.wording import write_share


def ratchets(terms: Terms, level: ServiceLevel) -> Iterator[Paragraph]:
    """How the targets of a level become stricter: docs/over-time.md."""
    for ratchet in level.ratchets:
        yield opened("Baseline" if ratchet.is_baseline else "Ratchet", _sentences(terms, level, ratchet))


def _sentences(terms: Terms, level: ServiceLevel, ratchet: Ratchet) -> str:
    word, windows = f"{ratchet.word} level", f"{ratchet.windows} Measurement Windows"
    when = (
        f"Once the first {windows} have been measured, the {word} becomes"
        if ratchet.is_baseline
        else f"Each time {windows} in succession are better than the {word} in force in each of them, it becomes"
    )
    to = f"{when} the midpoint of the {word} in force and the arithmetic mean of their Measured Values"
    most = ""
    if ratchet.most is not None and ratchet.to is not None:
        gap = f"the gap between the {word} in force and {quantity_words(terms.plan, ratchet.to)}"
        most = f", but moves by no more than {write_share(ratchet.most)} of {gap}"
    grace = "" if level.grace is None or not ratchet.is_baseline else ", those in grace among them"
    passed = "unmeasured or excused" if ratchet.is_baseline else "unmeasured, in grace or excused"
    counted = "" if ratchet.is_baseline else " Each of them counts once."
    separately = " Each value that it is measured for is looked at by itself." if level.dimensions else ""
    return (
        f"{to}{grace}{most}, {rounding_words(ratchet.rounded, _kind(level))}. It binds from the next Measurement Window"
        f" on; it is never less strict than before, nor than what is written for the time.{counted} A Measurement"
        f" Window that is {passed} is passed over.{separately}"
    )


def _kind(level: ServiceLevel) -> ValueType:
    """What the targets of a level are measured in."""
    return level.series[0].measure.type
