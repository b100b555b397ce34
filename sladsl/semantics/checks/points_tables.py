"""Tables of what points come to: no gap, no overlap, no row in vain, none that gives less for more points.

What a table gives changes only where a row begins or ends. So it is tried at each of these numbers and at one between
any two of them; where every number of points is whole, at the whole ones beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.bands import is_less
from sladsl.semantics.checks.tried_values import shown_number
from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.findings import error, warning
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.targets.bands import BandRange
from sladsl.syntax import ast
from sladsl.syntax.walk import walk
from sladsl.values import frozen

_CLAUSE = "settlement"
_DOWNWARD = {"when below", "at or below"}


@frozen(eq=False)
class _Tried:
    """A number of points: the rows that hold it, and the one that applies; one that is no edge is for those around."""

    points: Fraction
    is_edge: bool
    rows: tuple[BandRange, ...]
    applies: BandRange | None


def check(step: ast.ConvertTable, settlement: ast.Settlement, analysis: Analysis) -> Iterator[Diagnostic]:
    """Try a sound table at all numbers of points at which it changes."""
    table = step.table
    if table.head in _DOWNWARD:
        yield error(
            "SLA816",
            table.span,
            f"rows headed `{table.head}` would credit few points, and points are of misses: many are worse",
            clause=_CLAUSE,
            write="head the column `at or above`, `when above`, or `when` for ranges",
        )
        return
    stretches = tuple(BandRange(row, _number(row.lower), _number(row.upper)) for row in table.rows)
    empty = [each for each in stretches if each.is_empty]
    for each in empty:
        yield error(
            "SLA701",
            each.row.span,
            "no value lies in this range: it ends before it begins",
            clause=_CLAUSE,
            write="write the lower number first, as in `5 to under 10`",
        )
    if not empty:
        yield from _findings(table, _tries(stretches, is_whole=_are_whole(analysis, settlement)), stretches)


def _number(edge: ast.BandEdge | None) -> Fraction | None:
    if edge is None:
        return None
    assert isinstance(edge.threshold, ast.Number), "other thresholds are refused before"
    return edge.threshold.value


def _are_whole(analysis: Analysis, settlement: ast.Settlement) -> bool:
    """Whether the points of a period can only be a whole number."""
    steps = [version for step in settlement.steps for _, version in step_versions(step)]
    factors = [
        each.factor.value for each in steps if isinstance(each, ast.Multiply) and each.factor is not None
    ]
    free = [each.points.value for each in steps if isinstance(each, ast.FreePoints)]
    given = [node.value for line in _lines(analysis) for node in walk(line) if isinstance(node, ast.Points)]
    return all(each.denominator == 1 for each in (*factors, *free, *given))


def _lines(analysis: Analysis) -> Iterator[ast.Node]:
    """Where levels and remedies say how many points are given."""
    yield from analysis.remedies
    for level in analysis.levels:
        yield from (line.node for line in level.lines.all_credits)
        if level.lines.tiers is not None:
            yield level.lines.tiers.node


def _tries(stretches: Sequence[BandRange], *, is_whole: bool) -> list[_Tried]:
    """The numbers of points that are tried, in order, from none on."""
    ends = {end for each in stretches for end in (each.lower, each.upper) if end is not None}
    if is_whole:
        edges = {Fraction(0), *(Fraction(number) for end in ends for number in _whole_beside(end))}
        numbers = sorted(edges)
    else:
        edges = {Fraction(0), *ends}
        inside = sorted(edges)
        between = [(low + high) / 2 for low, high in pairwise(inside)]
        numbers = sorted([*inside, *between, inside[-1] + 1])
    return [_tried(stretches, number, is_edge=number in edges) for number in numbers]


def _whole_beside(end: Fraction) -> Iterator[int]:
    yield from (number for number in range(floor(end) - 1, ceil(end) + 2) if number >= 0)


def _tried(stretches: Sequence[BandRange], number: Fraction, *, is_edge: bool) -> _Tried:
    rows = tuple(each for each in stretches if each.holds(number))
    return _Tried(number, is_edge, rows, max(rows, key=_start, default=None))


def _start(each: BandRange) -> tuple[Fraction, bool]:
    if each.lower is None or each.row.lower is None:
        return Fraction(-1), False
    return each.lower, not each.row.lower.includes


# --- findings ------------------------------------------------------------------------------------------------------


def _findings(
    table: ast.CreditTable, tried: Sequence[_Tried], stretches: Sequence[BandRange]
) -> Iterator[Diagnostic]:
    overlaps = list(_overlaps(table, tried))
    yield from overlaps
    yield from _gaps(tried)
    if not overlaps:
        yield from _in_vain(tried, stretches)
    yield from _less_for_more(tried)


def _overlaps(table: ast.CreditTable, tried: Sequence[_Tried]) -> Iterator[Diagnostic]:
    if table.head != "when":
        return
    for run in _runs(tried, lambda each: len(each.rows) > 1):
        first, second = run[0].rows[:2]
        yield error(
            "SLA702",
            second.row.span,
            f"{_range(tried, run)} are in two rows",
            clause=_CLAUSE,
            write="write `under` before the end of one of them, or `over` before its beginning",
            labels=[Label(first.row.span, "the other row")],
        )


def _gaps(tried: Sequence[_Tried]) -> Iterator[Diagnostic]:
    """Few points may come to nothing; more than those that come to something come to something, too."""
    begins = next((at for at, each in enumerate(tried) if each.rows), len(tried))
    for run in _runs(tried[begins:], lambda each: not each.rows):
        before = tried[tried.index(run[0]) - 1]
        assert before.applies is not None, "a gap comes after a row"
        yield warning(
            "SLA817",
            before.applies.row.span,
            f"{_range(tried, run)} would come to nothing, and fewer points come to something",
            clause=_CLAUSE,
            write="let each row begin where the one before it ends, and the last have no end",
        )


def _in_vain(tried: Sequence[_Tried], stretches: Sequence[BandRange]) -> Iterator[Diagnostic]:
    used = {id(each.applies) for each in tried}
    for each in stretches:
        if id(each) not in used:
            yield warning(
                "SLA706",
                each.row.span,
                "this row applies to no number of points: another one begins higher wherever it holds",
                clause=_CLAUSE,
                write="take the row out, or give it a number of its own",
            )


def _less_for_more(tried: Sequence[_Tried]) -> Iterator[Diagnostic]:
    for fewer, more in pairwise(tried):
        if fewer.applies is None or more.applies is None:
            continue
        if is_less(more.applies.row.credit, fewer.applies.row.credit):
            yield warning(
                "SLA818",
                more.applies.row.span,
                f"{_points(more)} come to less than {_points(fewer)}",
                clause=_CLAUSE,
                write="let more points come to at least as much",
            )


def _runs(tried: Sequence[_Tried], wanted: Callable[[_Tried], bool]) -> Iterator[list[_Tried]]:
    for is_wanted, run in groupby(tried, key=wanted):
        if is_wanted:
            yield list(run)


def _range(tried: Sequence[_Tried], run: Sequence[_Tried]) -> str:
    """Numbers of points as a range of the language: `5 to 9 points`, `over 4 to under 5 points`, `over 10 points`."""
    first, last = run[0], run[-1]
    begins = first if first.is_edge else tried[tried.index(first) - 1]
    low = shown_number(begins.points)
    if last is tried[-1]:
        return f"{low} points or more" if first.is_edge else f"over {low} points"
    if first is last and first.is_edge:
        return _points(first)
    ends = last if last.is_edge else tried[tried.index(last) + 1]
    high = f"{'' if last.is_edge else 'under '}{shown_number(ends.points)}"
    return f"{'' if first.is_edge else 'over '}{low} to {high} points"


def _points(each: _Tried) -> str:
    return f"{shown_number(each.points)} {'point' if each.points == 1 else 'points'}"
