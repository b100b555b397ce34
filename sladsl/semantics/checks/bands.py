"""Tables of bands: no gap, no overlap, no row in vain, none against the targets, none that pays less for worse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.credits import threshold_findings
from sladsl.semantics.checks.percentages import is_within_reach
from sladsl.semantics.checks.tried_values import (
    TriedTable,
    TriedValue,
    points_of,
    runs,
    written_range,
    written_value,
)
from sladsl.semantics.expressions.choices import unknown_value
from sladsl.semantics.findings import error, warning
from sladsl.semantics.meaning import Analysis, CreditNode, Level, Line, Terms
from sladsl.semantics.targets.bands import BandRange, days_of_change, is_high, rows_for, stretch
from sladsl.semantics.targets.single_limits import is_of_expected, level_for
from sladsl.semantics.types import ValueKind
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the credit tables of each level, each as it is from the start and from its dates on."""
    for level in analysis.levels:
        for line in () if level.node.is_kpi else level.lines.all_credits:
            seen = level_for(level, line.node)
            is_held = not seen.is_open and not is_of_expected(level, line.node)
            if isinstance(line.node, ast.CreditTable) and is_held:
                yield from _of_versions(line.node, seen, is_unread=_is_unread(seen, line))


def _of_versions(written: ast.CreditTable, level: Level, *, is_unread: bool) -> Iterator[Diagnostic]:
    """What is found of a table, each place once though several of its versions show it."""
    tables = written.versions
    found: dict[tuple[str, Span | None], Diagnostic] = {}
    for table, until in zip(tables, [*(each.since for each in tables[1:]), None], strict=True):
        clause = clause_of(level.node)
        wrong = [*_heads(table, level, clause), *_thresholds(table, level, clause)]
        wrong += _dimensions(table, level, clause)
        if not wrong and not is_unread:
            wrong += _once(_values(table, until, level, clause))
        for each in wrong:
            found.setdefault((each.code, each.span), each)
    yield from found.values()


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


def _days(table: ast.CreditTable, until: ast.Date | None, terms: Terms) -> list[dt.date]:
    """The first day on which a table is in force, and those after it on which a target changes."""
    first = dt.date.min if table.since is None else table.since.value
    days = {max(day, first) for day in days_of_change(terms)}
    return sorted(day for day in days if until is None or day < until.value)


def _values(
    table: ast.CreditTable, until: ast.Date | None, level: Level, clause: str
) -> Iterator[Diagnostic]:
    for terms in level.terms:
        if terms.minimum is None or terms.minimum.is_reversed or not is_within_reach(level, terms.minimum):
            continue
        rows = rows_for(table, level.dimensions, terms)
        for day in _days(table, until, terms):
            stretches = [stretch(row, terms, day) for row in rows]
            known = tuple(each for each in stretches if each is not None)
            if len(known) == len(rows) and (
                level.measured.kind is not ValueKind.PERCENT or all(map(_can_be, known))
            ):
                yield from _findings(
                    TriedTable(
                        table,
                        known,
                        terms,
                        day,
                        clause,
                        is_high(terms),
                        level.measured.kind,
                        len(terms.credits) == 1,
                        _raised_by(level, terms.minimum.word),
                        None if level.lines.promoted is None else level.lines.promoted.node,
                    )
                )


def _raised_by(level: Level, word: str) -> ast.Baseline | ast.Ratchet | None:
    lines = (level.lines.baseline, level.lines.ratchet)
    return next((line.node for line in lines if line is not None and line.node.word == word), None)


def _can_be(each: BandRange) -> bool:
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


def _findings(given: TriedTable) -> Iterator[Diagnostic]:
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
    points = points_of(given)
    overlaps = list(_overlaps(given, points))
    yield from overlaps
    yield from _although_met(given, points)
    yield from _gaps(given, points)
    if not overlaps:
        yield from _in_vain(given, points)
    yield from _less_for_worse(given, points)


# --- findings ------------------------------------------------------------------------------------------------------


def _overlaps(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
    """Ranges say where each row ends, so a value in two of them is a slip; rows with one edge overlap on purpose."""
    if given.table.head != "when":
        return
    for run in runs(points, lambda point: len(point.rows) > 1):
        first, second = run[0].rows[:2]
        yield error(
            "SLA702",
            second.row.span,
            f"{written_range(given, points, run)} is in two rows",
            clause=given.clause,
            write="write `under` before the end of one of them, or `over` before its beginning",
            labels=[Label(first.row.span, "the other row")],
        )


def _although_met(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
    target = given.terms.expected or given.terms.minimum
    assert target is not None
    for run in runs(points, lambda point: point.verdict == "met" and point.applies is not None):
        assert run[0].applies is not None
        yield error(
            "SLA704",
            run[0].applies.row.span,
            f"{written_range(given, points, run)} keeps the `{target.word}`{_since(given)}, and this row would "
            "credit it",
            clause=given.clause,
            write="let the row begin where the level fails, for instance at the word of the target",
            labels=[Label(target.node.span, f"the {target.word}")],
        )


def _gaps(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
    if given.is_only and given.stretches:
        for run in runs(points, lambda point: point.verdict == "missed" and not point.rows):
            row = _beside(given, run).row
            yield warning(
                "SLA703",
                row.span,
                f"{written_range(given, points, run)} is missed{_since(given)}, and no row is for it",
                clause=given.clause,
                write="let one row begin where the one before it ends",
                labels=[*_around(given, points, run, row)],
            )
        yield from _gap_of_a_raised_target(given, points)
        yield from _gap_of_counted_misses(given, points)


def _gap_of_a_raised_target(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
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


def _gap_of_counted_misses(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
    """What counts as missed though only the expected value is failed, where no row begins there."""
    if given.promoted is None:
        return
    for run in runs(points, lambda point: point.verdict == "below expected" and not point.rows):
        yield warning(
            "SLA703",
            _beside(given, run).row.span,
            f"{written_range(given, points, run)} may count as missed{_since(given)}, and no row is for it",
            clause=given.clause,
            write="write beside the table `credit … when below expected …` as often as it counts as missed, or let a "
            "row begin at `expected`, which credits each value below it",
            labels=[Label(given.promoted.span, "what counts as missed")],
        )


def _around(
    given: TriedTable, points: Sequence[TriedValue], run: Sequence[TriedValue], row: ast.BandRow
) -> Iterator[Label]:
    """What else lies next to a gap: a row, or the limit that is missed."""
    assert given.terms.minimum is not None
    for at in (points.index(run[0]) - 1, points.index(run[-1]) + 1):
        beside = points[at] if 0 <= at < len(points) else None
        if beside is not None and beside.applies is None:
            yield Label(given.terms.minimum.node.span, f"the {given.terms.minimum.word}")
        elif beside is not None and beside.applies is not None and beside.applies.row is not row:
            yield Label(beside.applies.row.span, "the other row")


def _since(given: TriedTable) -> str:
    return "" if given.day == dt.date.min else f" from {given.day} on"


def _beside(given: TriedTable, run: Sequence[TriedValue]) -> BandRange:
    """The row that lies next to a gap, on its worse side where there is one."""
    last = run[-1].value

    def distance(each: BandRange) -> Fraction:
        ends = [end for end in (each.lower, each.upper) if end is not None]
        return min((abs(end - last) for end in ends), default=Fraction(0))

    return min(given.stretches, key=distance)


def _in_vain(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
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


def _less_for_worse(given: TriedTable, points: Sequence[TriedValue]) -> Iterator[Diagnostic]:
    failing = [point for point in points if point.verdict != "met"]
    for better, worse in pairwise(failing):
        if better.applies is None or (worse.applies is None and worse.verdict == "missed"):
            continue
        if worse.applies is None or is_less(worse.applies.row.credit, better.applies.row.credit):
            yield warning(
                "SLA705",
                (worse.applies or better.applies).row.span,
                f"{written_value(given, worse.value)} costs less{_since(given)} than "
                f"{written_value(given, better.value)}, which is better",
                clause=given.clause,
                write="let worse values cost at least as much",
            )


def is_less(credit: ast.FixedAmount, than: ast.FixedAmount) -> bool:
    """Whether an amount is less than one of the same kind."""
    shares = (ast.Percent, ast.Part)
    alike = type(credit) is type(than) or (isinstance(credit, shares) and isinstance(than, shares))
    return alike and credit.value < than.value


def _once(findings: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    """The first finding of each kind about each row: dates and dimension values may show the same one again."""
    seen: set[tuple[str, Span | None]] = set()
    for finding in findings:
        if (finding.code, finding.span) not in seen:
            seen.add((finding.code, finding.span))
            yield finding
