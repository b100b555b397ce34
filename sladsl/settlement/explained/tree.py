"""The tree that an explanation is: what is so, why, and where the agreement says it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import Factory

from sladsl.planning.plan import Fact
from sladsl.values import frozen


class Kind(StrEnum):
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
class Clause:
    """Where the agreement says something: the title of what says it, the part of that, id, file and line.

    The part is empty where it is the whole of it.
    """

    title: str
    part: str
    id: str
    file: str
    line: int


@frozen
class Node:
    """A sentence, the clause that it rests on, what it says exactly, and the sentences that say why.

    `exact` has numbers as text that loses nothing, by what they are: an amount in major units, a percent as a ratio,
    time in µs.
    """

    kind: Kind
    text: str
    clause: Clause | None = None
    parts: tuple[Node, ...] = ()
    exact: Mapping[str, str] = Factory(dict)


@frozen
class Explanation:
    """What is explained, and the trees that explain it."""

    agreement: str
    title: str
    trees: tuple[Node, ...]


def clause_of(fact: Fact, title: str, part: str = "") -> Clause:
    """Where a fact stands, under the title of what it belongs to."""
    return Clause(title, part, fact.id, fact.span.file, fact.span.line)
