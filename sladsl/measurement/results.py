"""Measurements: what the records of each window come to, exactly."""

from __future__ import annotations

from attrs import frozen

from sladsl.planning.plan import Quantity
from sladsl.planning.windows import Window


@frozen
class Counts:
    """How many records of a window were what.

    `records` is the population in the window. `decided` entered the measure; `undecided` have a running clock that
    is not past its deadline; `excluded` were taken out by an exclusion; `quarantined` are bad rows set aside that
    would have been counted here (not part of `records`). `good` and `bad` are None for a level without `good when`.
    """

    records: int
    decided: int
    good: int | None
    bad: int | None
    undecided: int
    excluded: int
    quarantined: int


@frozen
class Measurement:
    """The measured value of one series in one window; `value` is None when no record decides it."""

    level: str
    key: tuple[str, ...]
    window: Window
    counts: Counts
    value: Quantity | None


@frozen
class DataFile:
    """A file that was read: its name as given, its record set, SHA-256 of its bytes, and how its rows fared."""

    records: str
    name: str
    sha256: str
    rows: int
    quarantined: int
    ignored_columns: tuple[str, ...]


@frozen
class Measurements:
    """All measurements of a run, sorted by the plan's order of levels, then window, then the plan's order of series.

    Every series has a row for every window it is asked for, records or not.
    """

    rows: tuple[Measurement, ...]
    files: tuple[DataFile, ...]
