"""The tree that an explanation is: what is so, why, and where the agreement says it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import Factory

from sladsl.planning.plan import Fact
from sladsl.values import frozen


class SentenceKind(StrEnum):
    """What a sentence of an explanation is about."""

    TOTAL = "total"
    STEP = "step"
    CHANGE = "change"
    ADJUSTMENT = "adjustment"
    CREDIT = "credit"
    ARITHMETIC = "arithmetic"
    BASE = "base"
    ROW = "row"
    RESULT = "result"
    TARGET = "target"
    VALUE = "value"
    COUNTS = "counts"
    NEAR = "what would have changed it"
    RECORDS = "records"
    RECORD = "record"
    STRETCH = "stretch of time"
    REMEDY = "remedy"
    CONDITION = "condition"
    CLOCK = "clock"
    PAUSE = "pause"
    DAY = "day"
    NOTE = "note"


@frozen
class ClausePlace:
    """Where the agreement says something: the title of what says it, the part of that, id, file and line.

    The part is empty where it is the whole of it.
    """

    title: str
    part: str
    id: str
    file: str
    line: int


@frozen
class ExplanationNode:
    """A sentence, the clause that it rests on, what it says exactly, and the sentences that say why.

    `exact` has numbers as text that loses nothing, by what they are: an amount in major units, a percent as a ratio,
    time in µs.
    """

    kind: SentenceKind
    text: str
    clause: ClausePlace | None = None
    parts: tuple[ExplanationNode, ...] = ()
    exact: Mapping[str, str] = Factory(dict)


@frozen
class Explanation:
    """What is explained, and the trees that explain it."""

    agreement: str
    title: str
    trees: tuple[ExplanationNode, ...]


def clause_of(fact: Fact, title: str, part: str = "") -> ClausePlace:
    """Where a fact stands, under the title of what it belongs to."""
    return ClausePlace(title, part, fact.id, fact.span.file, fact.span.line)
