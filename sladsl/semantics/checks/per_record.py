"""Credits that are owed for each record: of what a record has, and of levels that count records."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.charges import field_path, of_field
from sladsl.semantics.expressions.literals import literal_type
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.targets.single_limits import is_of_limit
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_SHARES = (ast.Percent, ast.Part, ast.Multiple)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the credits per record of each level, and at limits per record."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        for line in () if level.node.is_kpi else level.lines.credit_versions:
            node = line.node
            if isinstance(node, ast.CreditLine) and not line.module.is_damaged(node):
                yield from _twice(node, clause)
                if node.per_record is not None and is_of_limit(level, node):
                    continue  # limit_credits tells that it is for no single limit
                if node.per_record is not None:
                    yield from _per_record(node, node.per_record, level, clause, analysis)
                elif node.most_each is not None:
                    yield _limit_of_one(node.most_each, clause)


def _per_record(
    node: ast.CreditLine, per_record: ast.PerRecord, level: Level, clause: str, analysis: Analysis
) -> Iterator[Diagnostic]:
    found = list(_counting(per_record, level, clause)) or list(_of_a_window(node, clause))
    found = found or [
        *_beyond(node, clause),
        *_clock(node, level, clause),
        *_field(node, level, clause, analysis),
    ]
    yield from found or _limits(node, level, clause)


def _counting(per_record: ast.PerRecord, level: Level, clause: str) -> Iterator[Diagnostic]:
    """Only a measure of records leaves records to credit."""
    measure = level.lines.measure
    if measure is None or level.is_open:
        return
    what = measure.node.what
    what = what.of if isinstance(what, ast.Complement) else what
    if isinstance(what, ast.Uptime | ast.OpenRecords | ast.IntervalMean | ast.LevelMean):
        yield error(
            "SLA840",
            per_record.span,
            "this level does not count records one by one, so nothing is owed for each of them",
            clause=clause,
            write="count the records in a level of their own, with `counted in the window of …`",
        )


def _of_a_window(node: ast.CreditLine, clause: str) -> Iterator[Diagnostic]:
    """A shortfall and the time down are of a whole window."""
    what: ast.Node | None = None
    if isinstance(node.amount, ast.Shortfall) or (
        isinstance(node.amount, ast.Multiple) and node.amount.for_downtime
    ):
        what = node.amount
    elif node.steps is not None and node.steps.of != "clock":
        what = node.steps
    if what is not None:
        yield error(
            "SLA841",
            what.span,
            "this is counted for a whole window, and the credit is owed for each record",
            clause=clause,
            write="leave `per record` out, or count steps `of clock`, such as `per started 1 h of clock above 4 h`",
        )


def _beyond(node: ast.CreditLine, clause: str) -> Iterator[Diagnostic]:
    """A record has a clock to be above a duration, and no value to be below one."""
    side = node.side
    if side is None:
        return
    if node.steps is None or node.steps.of != "clock":
        yield error(
            "SLA842",
            side.span,
            "a record has no value of the measure to be above or below",
            clause=clause,
            write="say which records after `where`, such as `per record where not clock within 4 h`",
        )
    elif (
        side.word != "above"
        or isinstance(side.threshold, ast.Name)
        or literal_type(side.threshold).kind is not ValueKind.DURATION
    ):
        yield error(
            "SLA842",
            side.span,
            "the steps of a clock count above a duration",
            clause=clause,
            write="write for instance `per started 1 h of clock above 4 h`",
        )


def _clock(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    if (
        node.steps is not None
        and node.steps.of == "clock"
        and level.lines.clock is None
        and not level.is_open
    ):
        yield error(
            "SLA165",
            node.steps.span,
            "this level has no clock",
            clause=clause,
            write="add for instance `clock from opened_at to closed_at`",
        )


def _field(node: ast.CreditLine, level: Level, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    """A share of what a record has is a share of money, and of nothing else that has the name."""
    reading, path = of_field(level, node), field_path(node)
    if reading is None or path is None or node.base is None:
        return
    if reading.type.kind is not ValueKind.MONEY:
        yield error(
            "SLA843",
            path.span,
            f"`{path.text}` is {reading.type}, and a credit is a share of an amount of money",
            clause=clause,
            write="name a field that is declared as `money`, or credit an amount such as `GBP 50 per record`",
        )
    elif not isinstance(node.amount, _SHARES):
        yield error(
            "SLA843",
            node.amount.span,
            f"`{path.text}` is a field of the record, which has no days and no hours",
            clause=clause,
            write=f"write a percentage or a multiple, such as `10% of {path.text}`",
        )
    elif path.text in analysis.known_charges:
        yield error(
            "SLA844",
            path.span,
            f"`{path.text}` is both a charge and a field of the record",
            clause=clause,
            write="give one of them another name",
        )
    elif node.base.sharing is not None or node.base.neighbour is not None:
        yield error(
            "SLA843",
            node.base.span,
            f"`{path.text}` is a field of the record, and no charge of a period that is shared",
            clause=clause,
            write=f"write `{path.text}` alone",
        )


def _limits(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    """What one record comes to at most is counted as the credit is; all records of a window are limited to money."""
    is_share_of_field = of_field(level, node) is not None
    each = node.most_each
    alike = type(each) is type(node.amount) or (
        isinstance(node.amount, _SHARES) and isinstance(each, _SHARES)
    )
    if each is not None and not alike and not (is_share_of_field and isinstance(each, ast.Money)):
        yield error(
            "SLA845",
            each.span,
            "the limit for one record is counted in something else than its credit",
            clause=clause,
            write="count both alike: as shares of the same, as money, as points, as hours or as days",
        )
    elif each is not None and 0 in {_number(each), _number(node.amount)}:
        yield error(
            "SLA845",
            each.span,
            "nothing is left of the credit: it or its limit for one record is zero",
            clause=clause,
            write="write amounts above zero, or leave the credit out",
        )
    if is_share_of_field and node.most is not None and not isinstance(node.most, ast.Money):
        yield error(
            "SLA845",
            node.most.span,
            "this is a share of a field of one record, and the limit is for all records of a window",
            clause=clause,
            write="write an amount such as `up to GBP 5,000`, or `per record` after the limit",
        )


def _number(amount: ast.CreditAmount) -> Fraction:
    assert not isinstance(amount, ast.Shortfall), "a shortfall is of a window, and owed for no record"
    return Fraction(amount.value.value if isinstance(amount, ast.Multiple) else amount.value)


def _limit_of_one(most: ast.FixedAmount, clause: str) -> Diagnostic:
    return error(
        "SLA845",
        most.span,
        "the limit is for one record, and the credit is one for the whole window",
        clause=clause,
        write="leave `per record` out here, or write it for the credit, too",
    )


def _twice(node: ast.CreditLine, clause: str) -> Iterator[Diagnostic]:
    for number, limit in enumerate(node.limits):
        if any(before.each is limit.each for before in node.limits[:number]):
            yield error(
                "SLA846",
                limit.span,
                f"it is said twice what one {'record' if limit.each else 'window'} comes to at most",
                clause=clause,
                write="leave one of the limits out, or say `per record` after one of them",
            )
