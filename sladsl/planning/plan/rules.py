"""The rules beside a target: credits, needs, grace, low volume, promotions."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction

from sladsl.planning.plan.credits import Band, CreditAmount, Steps
from sladsl.planning.plan.expressions import Expression
from sladsl.planning.plan.facts import Fact, Quantity
from sladsl.planning.plan.histories import HistoryMet, Lately, Mark
from sladsl.planning.plan.measures import Rounding
from sladsl.values import frozen


@frozen
class EachRecord:
    """A credit that is owed for each record for which `where` holds, for all when None, whatever the verdict.

    With steps it is owed as often as the record's clock has steps beyond the rule's mark; of a share of a field, only
    for amounts above zero. `most` is what one record comes to at most, an amount of the same kind.
    """

    where: Expression | None = None
    most: CreditAmount | None = None


@frozen
class CreditRule(Fact):
    """One credit of a level: an amount, or bands of which the most severe matching row applies.

    An amount with a `mark` is owed only beyond it, and one with `steps` as often as there are steps beyond it. `most`
    is what the credit of one window comes to at most; `history` what must have happened in the windows up to it.
    Of the rules of a level that have an `option`, which counts from 1, one is owed, as the customer chooses. It is for
    windows that start on the local day `since` or later, and before the day `until`, always where they are None.
    """

    amount: CreditAmount | None = None
    bands: tuple[Band, ...] = ()
    mark: Mark | None = None
    steps: Steps | None = None
    most: CreditAmount | None = None
    history: HistoryMet | None = None
    each: EachRecord | None = None
    option: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class Needs(Fact):
    """The least number of decided records that a verdict needs."""

    records: int


@frozen
class Grace(Fact):
    """Windows that start before the local day `until` are measured and shown, and neither missed nor credited.

    A rolling window counts by the settlement period that it ends with.
    """

    until: dt.date


@frozen
class Promotion(Fact):
    """A window below expected that is one too many of them counts as missed."""

    lately: Lately


@frozen
class Ratchet(Fact):
    """The target `word` becomes stricter: the midpoint of itself and the mean of the values of `windows` windows.

    A baseline does so once, after the first of them; others each time that the last of them, none used before, were
    all better than the target in force there. It moves at most by the share `most` of the gap to `to`, is rounded last,
    binds from the next window on, and is never less strict than before or than what is written.
    """

    word: str
    windows: int
    rounded: Rounding
    is_baseline: bool = False
    most: Fraction | None = None
    to: Quantity | None = None


class Volume(StrEnum):
    """What few records do: so many misses are allowed, or so many are taken out of the value."""

    ALLOW = "allow"
    REMOVE = "remove"


@frozen
class LowVolume(Fact):
    """`misses` records that are not good are forgiven in a window with fewer than `below` decided records."""

    rule: Volume
    misses: int
    below: int


@frozen
class NoRecords(Fact):
    """A window without any record has this value and is missed."""

    value: Quantity


@frozen
class Excuse(Fact):
    """The level whose windows are excused where they overlap one in which an obligation is missed."""

    level: str
