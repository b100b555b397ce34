"""Measurements: what the records of each window come to, exactly."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

from attrs import astuple

from sladsl.planning.plan import ChoiceMade, ClaimMade, Quantity
from sladsl.planning.windows import Window
from sladsl.planning.wording import write_whole
from sladsl.planning.zones import Transition
from sladsl.values import frozen


@frozen
class Counts:
    """How many records of a window were what.

    `records` is the population in the window. `decided` entered the measure; `undecided` have a running clock that
    is not past its deadline, or lie in a slot that is not over; `excluded` were taken out by an exclusion;
    `quarantined` are bad rows set aside that would have been counted here (not part of `records`). `good` and `bad` are
    None for a level without `good when`.
    """

    records: int
    decided: int
    good: int | None
    bad: int | None
    undecided: int
    excluded: int
    quarantined: int


@frozen
class Times:
    """What the time of a window comes to, in µs.

    `agreed` and `down` are net of exclusions and of what is absent, `gross_agreed` and `gross_down` before exclusions;
    `excluded` is the time that exclusions took out or counted as good. `outages` is how many runs of down there were,
    each in the window where it begins, `longest` the longest part of one that lies in the window. Of the level's own
    outages, `from_before` have begun before the window and reach into it: they are not among its records.
    """

    agreed: int
    down: int
    excluded: int
    gross_agreed: int
    gross_down: int
    outages: int
    longest: int
    from_before: int = 0


WEIGHTED = "weighted down time"
"""The part of a measure of time that is what its time down weighs."""


@frozen
class ValuePart:
    """A figure that a value is made from, named in the words of the language; None where it has no value."""

    name: str
    value: Quantity | None


@frozen
class Share:
    """The records that pass a test, of those decided by it; `value` is None when none is."""

    passed: int
    decided: int
    undecided: int
    value: Quantity | None


@frozen
class RecordTally:
    """What the records of a window come to for a credit that is owed for each: how many it is owed for, their units.

    The units of those that come to more than is owed for one record are not part of `units`; `cut` is how many those
    are, and `cut_units` what they count then: the field that the credit is a share of, or 1 each.
    """

    records: int
    units: Fraction
    cut: int = 0
    cut_units: Fraction = Fraction(0)


@frozen
class BudgetUse:
    """How much of the limit of an exclusion is used in a period of it by the end of a window, in µs or in times."""

    period: str
    used: int
    limit: int


@frozen
class Excluded:
    """How many records of a window an exclusion takes, and what it has used of its limit in the periods it lies in."""

    records: int
    uses: tuple[BudgetUse, ...] = ()


@frozen
class SnapshotCounts:
    """How many snapshots were taken of the open records, and when was the first of those that show the value.

    `at` is None for a mean, which is of all of them, and where no record was open.
    """

    snapshots: int
    at: int | None


@frozen
class Measurement:
    """The measured value of one series in one window; `value` is None when no record decides it.

    `key` holds the dimension values, those found in the records where the series is for each of them. `gross` is the
    value before exclusions, where the level has some, and `gross_counts` the counts of its records; `exclusions` are in
    the order written. `times` is what a measure of time is made from, `parts` are the
    figures that a measure of several is made from, `shares` those of records that the series' further targets are on.
    `looks` is when open records were looked at; the records counted of those are the ones that are open at one snapshot
    or more. `each` is what the records come to for the credits of the series that are owed for each of them, in their
    order; None where no records were measured.
    """

    level: str
    key: tuple[str, ...]
    window: Window
    counts: Counts
    value: Quantity | None
    gross: Quantity | None = None
    times: Times | None = None
    parts: tuple[ValuePart, ...] = ()
    shares: tuple[Share, ...] = ()
    looks: SnapshotCounts | None = None
    each: tuple[RecordTally, ...] | None = None
    gross_counts: Counts | None = None
    exclusions: tuple[Excluded, ...] = ()


@frozen
class RecordWindows:
    """The windows of single records of one series that lie in a settlement period, as of one settlement.

    `met` of them keep every target. Those that do not have measurements of their own.
    """

    level: str
    key: tuple[str, ...]
    window: Window
    counts: Counts
    met: int


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
class RowsOutsideTerm:
    """How many rows of a record set lie outside the term by the field that they are counted by, so in no window."""

    records: str
    field: str
    rows: int


@frozen
class UnclearTimes:
    """How many times of a field are without an offset in a stretch that a change of the clocks shows twice, or skips.

    Those shown twice are read as the first showing, which ends with the change; those skipped as its instant.
    """

    records: str
    field: str
    change: Transition
    times: int

    @property
    def is_skipped(self) -> bool:
        """Whether the clocks never show them."""
        return self.change.after > self.change.before

    @property
    def length(self) -> int:
        """How long the stretch is, in µs."""
        return abs(self.change.after - self.change.before)


@frozen
class DayCharge:
    """What records say that a charge comes to on a local day (`2026-03-14`), for one tuple of dimension values."""

    charge: str
    key: tuple[str, ...]
    day: str
    amount: Fraction


@frozen
class Unplaced:
    """Rows set aside in a window that no value counts.

    Those of a level belong to no value that it is measured for; those of a charge are all that would say on a day what
    it comes to. A charge is read anew as of each settlement: the window is that of the last.
    """

    name: str
    window: Window
    rows: int
    is_charge: bool = False


@frozen
class LongPauses:
    """How many pauses, which are `records`, begin before the clock that they stop, or go on after it, in a window.

    Only what lies between the start and the stop of the clock counts of them.
    """

    level: str
    window: Window
    records: str
    pauses: int


@frozen
class OutagesUntil:
    """The last instant in the records that say when a level's service is down, None where there are none.

    Time after it counts as up, whatever has happened in it.
    """

    level: str
    records: str
    last: int | None


@frozen
class Measurements:
    """All measurements of a run, sorted by the plan's order of levels, then window, then the plan's order of series.

    Every series has a row for every window it is asked for, records or not. Where each record is a window, those have
    rows that do not keep a target; how many there are of all is in `records`.
    """

    rows: tuple[Measurement, ...]
    files: tuple[DataFile, ...]
    outside: tuple[RowsOutsideTerm, ...] = ()
    records: tuple[RecordWindows, ...] = ()
    charges: tuple[DayCharge, ...] = ()
    outages: tuple[OutagesUntil, ...] = ()
    claims: tuple[ClaimMade, ...] | None = None
    unplaced: tuple[Unplaced, ...] = ()
    unclear: tuple[UnclearTimes, ...] = ()
    choices: tuple[ChoiceMade, ...] = ()
    long_pauses: tuple[LongPauses, ...] = ()


def measurements_json(measurements: Measurements) -> str:
    """Write the measured rows as canonical JSON: keys sorted, no blanks, values as exact fractions.

    Files are left out, so that how records are spread over files and in which order makes no difference.
    """
    rows: list[object] = [_plain(row) for row in measurements.rows]
    rows += [_plain_records(each) for each in measurements.records]
    rows += [[day.charge, list(day.key), day.day, str(day.amount)] for day in measurements.charges]
    rows += [["claim", each.level, each.window, each.at] for each in measurements.claims or ()]
    rows += [["choice", each.level, each.window, str(each.option), each.at] for each in measurements.choices]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def measurements_hash(measurements: Measurements) -> str:
    """The SHA-256 of the canonical JSON."""
    return hashlib.sha256(measurements_json(measurements).encode()).hexdigest()


def _plain_records(each: RecordWindows) -> dict[str, object]:
    return {**_place(each), "met": each.met}


def _place(row: Measurement | RecordWindows) -> dict[str, object]:
    window, counts = row.window, row.counts
    return {
        "level": row.level,
        "key": list(row.key),
        "window": [window.unit.value, window.label, window.start, window.end, window.partial, window.as_of],
        "counts": [
            counts.records,
            counts.decided,
            counts.good,
            counts.bad,
            counts.undecided,
            counts.excluded,
            counts.quarantined,
        ],
    }


def _plain(row: Measurement) -> dict[str, object]:
    times = row.times
    more = {
        **({} if row.gross is None else {"gross": _written(row.gross)}),
        **({} if times is None else {"times": _plain_times(times)}),
        **({"parts": [_part(part) for part in row.parts]} if row.parts else {}),
        **(
            {"shares": [[each.passed, each.decided, each.undecided] for each in row.shares]}
            if row.shares
            else {}
        ),
        **({} if row.looks is None else {"looks": list(astuple(row.looks))}),
        **({"each": [_tally(each) for each in row.each]} if row.each else {}),
        **({} if row.gross_counts is None else {"gross_counts": list(astuple(row.gross_counts))}),
        **({"exclusions": [list(astuple(each)) for each in row.exclusions]} if row.exclusions else {}),
    }
    return {
        **_place(row),
        "value": None if row.value is None else _written(row.value),
        **more,
    }


def _plain_times(times: Times) -> list[int]:
    *amounts, from_before = astuple(times)
    return [*amounts, from_before] if from_before else amounts


def _tally(tally: RecordTally) -> list[object]:
    return [tally.records, str(tally.units), tally.cut, str(tally.cut_units)]


def _part(part: ValuePart) -> list[object]:
    return [part.name, None if part.value is None else _written(part.value)]


def _written(value: Quantity) -> list[str]:
    amount = value.amount
    return [value.type.value, f"{write_whole(amount.numerator)}/{write_whole(amount.denominator)}"]
