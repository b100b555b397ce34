"""Tables of bands: no gap, no overlap, no row in vain, none against the targets, none that pays less for worse.

What a table gives changes only at its thresholds and at the limits of the targets. So it is tried at each of these
values and at one value between any two of them, from the best measured value to the worst.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.bands import Stretch, days_of_change, is_high, on, rows_for, stretch
from sladsl.semantics.checks.credits import threshold_findings
from sladsl.semantics.choices import unknown_value
from sladsl.semantics.findings import error, warning
from sladsl.semantics.meaning import Analysis, CreditNode, Level, Line, Promise, Terms
from sladsl.semantics.single_limits import level_for
from sladsl.semantics.types import Kind
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the credit tables of each level."""
    for each in analysis.levels:
        clause = clause_of(each.node)
        for line in () if each.node.is_kpi else each.lines.credit_versions:
            table, level = line.node, level_for(each, line.node)
            if not isinstance(table, ast.CreditTable) or level.is_open:
                continue
            wrong = [*_heads(table, level, clause), *_thresholds(table, level, clause)]
            wrong += _dimensions(table, level, clause)
            yield from wrong
            if not wrong and not _is_unread(level, line):
                yield from _once(_values(table, level, clause))


def _is_unread(level: Level, line: Line[CreditNode]) -> bool:
    """Whether a syntax error lies in the table, or in what it is held against."""
    lines = level.lines
    against = (*lines.targets, lines.tiers, line)
    return any(each is not None and each.module.is_damaged(each.node) for each in against)


def _heads(table: ast.CreditTable, level: Level, clause: str) -> Iterator[Diagnostic]:
    limits = [terms.minimum for terms in level.terms if terms.minimum is not None]
    for word in sorted({limit.word for limit in limits if not limit.is_reversed}):
        if table.head != "when" and table.head not in _EDGES[word]:
            fitting = " or ".join(f"`{edge}`" for edge in _EDGES[word])
            yield error(
                "SLA197",
                table.span,
                f"rows headed `{table.head}` are not of misses: the level misses on the other side of its `{word}`",
                clause=clause,
                write=f"head the column {fitting}",
                labels=[Label(limits[0].node.span, f"the {word}")],
            )


_EDGES = {"minimum": ("when below", "at or below"), "required": ("when above", "at or above")}


def _thresholds(table: ast.CreditTable, level: Level, clause: str) -> Iterator[Diagnostic]:
    for row in table.rows:
        for edge in row.edges:
            yield from threshold_findings(edge.threshold, level, clause)


def _dimensions(table: ast.CreditTable, level: Level, clause: str) -> Iterator[Diagnostic]:
    """The values of leading columns are declared ones, and each value that is measured has a row."""
    by_name = {dimension.name: dimension for dimension in level.dimensions}
    for number, path in enumerate(table.dimensions):
        dimension = by_name.get(path.text)
        if dimension is None:
            continue
        if dimension.is_open:
            yield error(
                "SLA201",
                path.span,
                f"the values of `{path.text}` are those of the records, and only declared values have rows",
                clause=clause,
                write="leave the column out, or declare the values of the field: `one of { … }`",
            )
            continue
        for row in table.rows:
            cell = row.key[number]
            for node, value in _named(cell):
                if value not in dimension.values:
                    yield unknown_value(node.span, value, dimension.path.type, clause)


def _named(cell: ast.AnyValue | ast.ValueList) -> Iterator[tuple[ast.Node, str]]:
    if isinstance(cell, ast.ValueList):
        yield from zip(cell.values, cell.texts, strict=True)


# --- what the rows give --------------------------------------------------------------------------------------------


@frozen(eq=False)
class _Table:
    """A table for one tuple of dimension values, on a day: its rows, best value first, and what it is held against."""

    table: ast.CreditTable
    stretches: tuple[Stretch, ...]
    terms: Terms
    day: dt.date
    clause: str
    is_high: bool
    unit: Kind
    is_only: bool
    raised_by: ast.Baseline | ast.Ratchet | None


@frozen(eq=False)
class _Point:
    """A measured value that is tried: its verdict, the rows that hold it, and the row that applies."""

    value: Fraction
    verdict: str
    rows: tuple[Stretch, ...]
    applies: Stretch | None


def _values(table: ast.CreditTable, level: Level, clause: str) -> Iterator[Diagnostic]:
    for terms in level.terms:
        if terms.minimum is None or terms.minimum.is_reversed:
            continue
        rows = rows_for(table, level.dimensions, terms)
        for day in days_of_change(terms):
            stretches = [stretch(row, terms, day) for row in rows]
            known = tuple(each for each in stretches if each is not None)
            if len(known) == len(rows) and (
                level.measured.kind is not Kind.PERCENT or all(map(_can_be, known))
            ):
                yield from _findings(
                    _Table(
                        table,
                        known,
                        terms,
                        day,
                        clause,
                        is_high(terms),
                        level.measured.kind,
                        len(terms.credits) == 1,
                        _raised_by(level, terms.minimum.word),
                    )
                )


def _raised_by(level: Level, word: str) -> ast.Baseline | ast.Ratchet | None:
    lines = (level.lines.baseline, level.lines.ratchet)
    return next((line.node for line in lines if line is not None and line.node.word == word), None)


def _can_be(each: Stretch) -> bool:
    """Whether a percentage can lie on either side of the ends of a row; where none can, that is the finding."""
    lower, upper = each.lower, each.upper
    from_below = (
        lower is None
        or 0 <= lower < 1
        or (lower == 1 and each.row.lower is not None and each.row.lower.includes)
    )
    from_above = (
        upper is None
        or 0 < upper <= 1
        or (upper == 0 and each.row.upper is not None and each.row.upper.includes)
    )
    return from_below and from_above


def _findings(given: _Table) -> Iterator[Diagnostic]:
    empty = [each for each in given.stretches if each.is_empty]
    for each in empty:
        yield error(
            "SLA701",
            each.row.span,
            "no value lies in this range: it ends before it begins",
            clause=given.clause,
            write="write the lower value first, as in `98% to under 99%`",
        )
    if empty:
        return
    points = [_point(given, value) for value in _tried(given)]
    overlaps = list(_overlaps(given, points))
    yield from overlaps
    yield from _although_met(given, points)
    yield from _gaps(given, points)
    if not overlaps:
        yield from _in_vain(given, points)
    yield from _less_for_worse(given, points)


def _tried(given: _Table) -> list[Fraction]:
    """The values at which something may change, and one beside and between each, best first."""
    inside = sorted(_marks(given))
    between = [(low + high) / 2 for low, high in pairwise(inside)]
    beyond = [inside[0] - 1, inside[-1] + 1]
    if given.unit is Kind.PERCENT:
        beyond = [inside[0] / 2, (inside[-1] + 1) / 2]
    values = sorted({*inside, *between, *beyond}, reverse=given.is_high)
    return [value for value in values if given.unit is not Kind.PERCENT or 0 <= value <= 1]


def _promises(terms: Terms) -> Iterator[Promise]:
    yield from (promise for promise in (terms.expected, terms.minimum) if promise is not None)


def _point(given: _Table, value: Fraction) -> _Point:
    rows = tuple(each for each in given.stretches if each.holds(value))
    applies = max(rows, key=lambda each: _depth(each, is_high=given.is_high), default=None)
    return _Point(value, _verdict(given, value), rows, applies)


def _depth(each: Stretch, *, is_high: bool) -> tuple[bool, Fraction, bool]:
    """How far into failure a row begins."""
    end, edge = (each.upper, each.row.upper) if is_high else (each.lower, each.row.lower)
    if end is None or edge is None:
        return False, Fraction(0), False
    return True, -end if is_high else end, not edge.includes


def _verdict(given: _Table, value: Fraction) -> str:
    assert given.terms.minimum is not None
    if not _keeps(given.terms.minimum, value, given.day):
        return "missed"
    expected = given.terms.expected
    return "met" if expected is None or _keeps(expected, value, given.day) else "below expected"


def _keeps(promise: Promise, value: Fraction, day: dt.date) -> bool:
    bound = on(promise, day)
    limit = Fraction(bound.value.value)
    match bound.comparator:
        case "at least":
            return value >= limit
        case "above":
            return value > limit
        case "at most":
            return value <= limit
        case _:
            return value < limit


# --- findings ------------------------------------------------------------------------------------------------------


def _overlaps(given: _Table, points: Sequence[_Point]) -> Iterator[Diagnostic]:
    """Ranges say where each row ends, so a value in two of them is a slip; rows with one edge overlap on purpose."""
    if given.table.head != "when":
        return
    for run in _runs(points, lambda point: len(point.rows) > 1):
        first, second = run[0].rows[:2]
        yield error(
            "SLA702",
            second.row.span,
            f"{_range(given, points, run)} is in two rows",
            clause=given.clause,
            write="write `under` before the end of one of them, or `over` before its beginning",
            labels=[Label(first.row.span, "the other row")],
        )


def _although_met(given: _Table, points: Sequence[_Point]) -> Iterator[Diagnostic]:
    target = given.terms.expected or given.terms.minimum
    assert target is not None
    for run in _runs(points, lambda point: point.verdict == "met" and point.applies is not None):
        assert run[0].applies is not None
        yield error(
            "SLA704",
            run[0].applies.row.span,
            f"{_range(given, points, run)} keeps the `{target.word}`, and this row would credit it",
            clause=given.clause,
            write="let the row begin where the level fails, for instance at the word of the target",
            labels=[Label(target.node.span, f"the {target.word}")],
        )


def _gaps(given: _Table, points: Sequence[_Point]) -> Iterator[Diagnostic]:
    if given.is_only and given.stretches:
        for run in _runs(points, lambda point: point.verdict == "missed" and not point.rows):
            row = _beside(given, run).row
            yield warning(
                "SLA703",
                row.span,
                f"{_range(given, points, run)} is missed{_since(given)}, and no row is for it",
                clause=given.clause,
                write="let one row begin where the one before it ends",
                labels=[*_around(given, points, run, row)],
            )
        yield from _gap_of_a_raised_target(given, points)


def _gap_of_a_raised_target(given: _Table, points: Sequence[_Point]) -> Iterator[Diagnostic]:
    """What a target misses once it is stricter than written, where the row of the best misses ends at a number."""
    missed = next((point for point in points if point.verdict == "missed"), None)
    if given.raised_by is None or missed is None or missed.applies is None:
        return
    assert given.terms.minimum is not None
    word = given.terms.minimum.word
    ends = [each.row.upper if given.is_high else each.row.lower for each in missed.rows]
    if any(
        end is None or (isinstance(end.threshold, ast.Name) and end.threshold.text == word) for end in ends
    ):
        return
    yield warning(
        "SLA703",
        missed.applies.row.span,
        f"the `{word}` becomes stricter, and what misses it only then is in no row",
        clause=given.clause,
        write=f"let the row of the best misses end at the word `{word}`, which stands for the target in force",
        labels=[Label(given.raised_by.span, f"what makes the {word} stricter")],
    )


def _around(
    given: _Table, points: Sequence[_Point], run: Sequence[_Point], row: ast.BandRow
) -> Iterator[Label]:
    """What else lies next to a gap: a row, or the limit that is missed."""
    assert given.terms.minimum is not None
    for at in (points.index(run[0]) - 1, points.index(run[-1]) + 1):
        beside = points[at] if 0 <= at < len(points) else None
        if beside is not None and beside.applies is None:
            yield Label(given.terms.minimum.node.span, f"the {given.terms.minimum.word}")
        elif beside is not None and beside.applies is not None and beside.applies.row is not row:
            yield Label(beside.applies.row.span, "the other row")


def _since(given: _Table) -> str:
    return "" if given.day == dt.date.min else f" from {given.day} on"


def _beside(given: _Table, run: Sequence[_Point]) -> Stretch:
    """The row that lies next to a gap, on its worse side where there is one."""
    last = run[-1].value

    def distance(each: Stretch) -> Fraction:
        ends = [end for end in (each.lower, each.upper) if end is not None]
        return min((abs(end - last) for end in ends), default=Fraction(0))

    return min(given.stretches, key=distance)


def _in_vain(given: _Table, points: Sequence[_Point]) -> Iterator[Diagnostic]:
    used = {id(point.applies) for point in points if point.applies is not None}
    for each in given.stretches:
        if id(each) not in used:
            yield warning(
                "SLA706",
                each.row.span,
                "this row applies to no value: another one is more severe wherever it holds",
                clause=given.clause,
                write="take the row out, or give it a threshold of its own",
            )


def _less_for_worse(given: _Table, points: Sequence[_Point]) -> Iterator[Diagnostic]:
    failing = [point for point in points if point.verdict != "met"]
    for better, worse in pairwise(failing):
        if better.applies is None or (worse.applies is None and worse.verdict == "missed"):
            continue
        if worse.applies is None or is_less(worse.applies.row.credit, better.applies.row.credit):
            yield warning(
                "SLA705",
                (worse.applies or better.applies).row.span,
                f"{_shown(given, worse.value)} costs less than {_shown(given, better.value)}, which is better",
                clause=given.clause,
                write="let worse values cost at least as much",
            )


def is_less(credit: ast.FixedAmount, than: ast.FixedAmount) -> bool:
    """Whether an amount is less than one of the same kind."""
    shares = (ast.Percent, ast.Part)
    alike = type(credit) is type(than) or (isinstance(credit, shares) and isinstance(than, shares))
    return alike and credit.value < than.value


# --- stretches of values in words ------------------------------------------------------------------------------------


def _runs(points: Sequence[_Point], wanted: Callable[[_Point], bool]) -> Iterator[list[_Point]]:
    """The longest stretches of neighbouring values that all are of a kind."""
    for is_wanted, run in groupby(points, key=wanted):
        if is_wanted:
            yield list(run)


def _range(given: _Table, points: Sequence[_Point], run: Sequence[_Point]) -> str:
    """A stretch of values as a range of the language: `97% to under 98%`, `exactly 99%`."""
    marks = _marks(given)
    first, last = points.index(run[0]), points.index(run[-1])
    best, worst = (first, run[0]), (last, run[-1])
    ends = [
        (point.value, True)
        if point.value in marks
        else (points[at + step].value, False)
        if 0 <= at + step < len(points)
        else None
        for (at, point), step in ((best, -1), (worst, 1))
    ]
    lower, upper = reversed(ends) if given.is_high else ends
    if lower == upper and lower is not None:
        return f"exactly {_shown(given, lower[0])}"
    if lower is None and upper is not None:
        return f"{'at most' if upper[1] else 'a value under'} {_shown(given, upper[0])}"
    if upper is None and lower is not None:
        return f"{'at least' if lower[1] else 'a value above'} {_shown(given, lower[0])}"
    assert lower is not None, "the limit of the target divides all values"
    assert upper is not None, "the limit of the target divides all values"
    start = f"{'' if lower[1] else 'over '}{_shown(given, lower[0])}"
    return f"{start} to {'' if upper[1] else 'under '}{_shown(given, upper[0])}"


def _marks(given: _Table) -> set[Fraction]:
    """The values at which a row or a target begins or ends."""
    ends = {end for each in given.stretches for end in (each.lower, each.upper) if end is not None}
    return ends | {Fraction(on(promise, given.day).value.value) for promise in _promises(given.terms)}


def _shown(given: _Table, value: Fraction) -> str:
    """A value as the agreement would write it; one between two thresholds with as many digits as it takes."""
    match given.unit:
        case Kind.PERCENT:
            return f"{shown_number(value * 100)}%"
        case Kind.DURATION:
            minutes = value / 60_000_000
            whole = minutes.denominator == 1
            return f"{shown_number(minutes)} min" if whole else f"{shown_number(value / 1_000_000)} s"
        case Kind.DAYS:
            return f"{shown_number(value)} days"
        case Kind.MONEY:
            return f"{_currency(given)} {shown_number(value)}".strip()
        case _:
            return shown_number(value)


def _currency(given: _Table) -> str:
    values = [on(promise, given.day).value for promise in _promises(given.terms)]
    return next((value.currency for value in values if isinstance(value, ast.Money)), "")


def shown_number(value: Fraction) -> str:
    """A number with the decimals that it has, up to twelve."""
    digits = next((number for number in range(12) if (value * 10**number).denominator == 1), None)
    if not digits:
        return str(value)
    whole, part = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{digits}}"


def _once(findings: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    """The first finding of each kind about each row: dates and dimension values may show the same one again."""
    seen: set[tuple[str, Span | None]] = set()
    for finding in findings:
        if (finding.code, finding.span) not in seen:
            seen.add((finding.code, finding.span))
            yield finding
