"""The statement of a run: what the explanation says at its top, for the periods that were asked for."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.measurement.results import (
    DataFile,
    LongPauses,
    OutagesUntil,
    RowsOutsideTerm,
    UnclearTimes,
    Unplaced,
)
from sladsl.planning.plan import Plan
from sladsl.settlement.explanation import Credit, LineKind, Result, Settled, SettledPeriod, SettlementLine
from sladsl.settlement.record_windows import is_listed, record_levels
from sladsl.values import frozen


@frozen
class HashedFile:
    """An agreement file that was read: the name its spans show, and the SHA-256 of its bytes."""

    name: str
    sha256: str


@frozen
class Origin:
    """What a statement was made from and with, so that the other party can make it again.

    `sources` are the agreement's own file, then the modules it uses; `tools` are names and versions, sladsl's
    included.
    """

    sources: tuple[HashedFile, ...]
    plan: str
    measurements: str
    tools: tuple[tuple[str, str], ...]


@frozen
class Statement:
    """A statement: the agreement, what it came to, and from what.

    `shown` is the stretch [start, end) in µs that was asked for, None for all. Settlement periods and windows
    belong to it by their last instant, as credits do.
    """

    plan: Plan
    settled: Settled
    files: tuple[DataFile, ...]
    origin: Origin
    shown: tuple[int, int] | None = None
    outside: tuple[RowsOutsideTerm, ...] = ()
    outages: tuple[OutagesUntil, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    unclear: tuple[UnclearTimes, ...] = ()
    long_pauses: tuple[LongPauses, ...] = ()


def shown_results(statement: Statement) -> tuple[Result, ...]:
    """Give the results of the shown periods, and of other windows that end in what was asked for."""
    settled = {id(result) for period in shown_periods(statement) for result in period.results}
    of_records = record_levels(statement.plan)
    return tuple(
        each
        for each in statement.settled.results
        if (id(each) in settled or _is_shown(statement, each.measurement.window.end))
        and is_listed(each, of_records)
    )


def shown_periods(statement: Statement) -> tuple[SettledPeriod, ...]:
    """Give the settlement periods that end in what was asked for."""
    return tuple(each for each in statement.settled.periods if _is_shown(statement, each.end))


def results_by_period(statement: Statement) -> tuple[tuple[SettledPeriod | None, tuple[Result, ...]], ...]:
    """Give the shown periods with their results, then under None the shown results outside them."""
    periods = shown_periods(statement)
    settled = {id(result) for period in periods for result in period.results}
    loose = tuple(each for each in shown_results(statement) if id(each) not in settled)
    of_records = record_levels(statement.plan)
    listed = (tuple(each for each in period.results if is_listed(each, of_records)) for period in periods)
    return (*zip(periods, listed, strict=True), *(((None, loose),) if loose else ()))


LineKey = tuple[str, tuple[str, ...], tuple[int, int, str], str]
Credited = Mapping[LineKey, tuple[SettledPeriod, SettlementLine]]


def credited(statement: Statement) -> Credited:
    """Give what each credit came to after all steps and the period that settled it; see `line_key`."""
    return {
        (line.level, line.key, line.place, line.credit): (period, line)
        for period in statement.settled.periods
        for line in period.lines
        if line.kind is LineKind.CREDIT
    }


def line_key(result: Result, credit: Credit) -> LineKey:
    """Give the level, series, window and rule by which a credit is found."""
    measured = result.measurement
    return measured.level, measured.key, measured.window.place, credit.rule.id


def _is_shown(statement: Statement, end: int) -> bool:
    return statement.shown is None or statement.shown[0] < end <= statement.shown[1]
