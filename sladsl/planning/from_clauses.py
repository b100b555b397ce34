"""From the meaning of clauses and examples to the contract."""

from __future__ import annotations

import re
from fractions import Fraction
from zoneinfo import ZoneInfo

from sladsl.planning.contract import (
    Clause,
    ClauseReference,
    CreditExpected,
    EarnedBackExpected,
    Example,
    Expected,
    GivenTable,
    GivenValue,
    RemedyExpected,
    ResultExpected,
    ValueReference,
)
from sladsl.planning.from_expressions import instant, quantity
from sladsl.planning.from_levels import part_id
from sladsl.planning.plan import CreditUnit
from sladsl.semantics.files.modules import Declared
from sladsl.semantics.meaning import Analysis, Level, Quoted
from sladsl.semantics.meaning import Clause as ClauseMeant
from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.literals import MICROSECONDS

_PREFIXES: dict[type, str] = {
    ast.Charge: "charge",
    ast.Calendar: "calendar",
    ast.Records: "records",
    ast.ServiceLevel: "level",
    ast.Remedy: "remedy",
    ast.Clause: "clause",
}
_CREDIT_UNITS: dict[type, CreditUnit] = {
    ast.Money: CreditUnit.MONEY,
    ast.Points: CreditUnit.POINTS,
    ast.ServiceDays: CreditUnit.SERVICE_DAYS,
}


def clauses(analysis: Analysis) -> tuple[Clause, ...]:
    """The prose clauses, their references as ids of facts."""
    levels = {level.node: level for level in analysis.levels}
    return tuple(_clause(each, levels) for each in analysis.clauses)


def examples(analysis: Analysis, zone: ZoneInfo) -> tuple[Example, ...]:
    """The worked examples, their local instants in the agreement's zone."""
    return tuple(_example(node, number, analysis, zone) for number, node in enumerate(analysis.examples, 1))


def order(analysis: Analysis) -> tuple[str, ...]:
    """The ids of the items, as written."""
    numbers = {node: number for number, node in enumerate(analysis.examples, 1)}
    ids = (_item_id(item, numbers) for item in analysis.module.items)
    return tuple(id_ for id_ in ids if id_ is not None)


def _item_id(item: ast.Item, numbers: dict[ast.Example, int]) -> str | None:
    match item:
        case ast.Party():
            return item.role
        case ast.Term():
            return "term"
        case ast.Settlement():
            return "settlement"
        case ast.SeverityScheme():
            return "severity"
        case ast.Example():
            return f"example:{numbers[item]}"
        case ast.Charge() | ast.Calendar() | ast.Records() | ast.ServiceLevel() | ast.Remedy() | ast.Clause():
            return f"{_PREFIXES[type(item)]}:{item.name.text}"
    return None


def _clause(clause: ClauseMeant, levels: dict[ast.ServiceLevel, Level]) -> Clause:
    assert clause.prose is not None
    pieces = tuple(
        piece.value if isinstance(piece, ast.Text) else _reference(piece, clause.references[piece], levels)
        for piece in clause.prose.node.pieces
    )
    return Clause(f"clause:{clause.name}", clause.node.span, clause.name, clause.title, pieces)


def _reference(
    node: ast.Reference, quoted: Quoted, levels: dict[ast.ServiceLevel, Level]
) -> ValueReference | ClauseReference:
    item = quoted.item
    id_ = item if isinstance(item, str) else _declared_id(item)
    if node.is_clause:
        return ClauseReference(node.path.text, id_, node.span)
    if quoted.terms is not None and quoted.part is not None:
        assert isinstance(item, Declared)
        assert isinstance(item.node, ast.ServiceLevel)
        id_ = part_id(levels[item.node], quoted.terms, quoted.part)
    return ValueReference(node.path.text, id_, node.span)


def _declared_id(item: Declared) -> str:
    if isinstance(item.node, ast.Party):
        return item.node.role
    return f"{_PREFIXES[type(item.node)]}:{item.path}"


def _example(node: ast.Example, number: int, analysis: Analysis, zone: ZoneInfo) -> Example:
    as_of = next((item.instant for item in node.items if isinstance(item, ast.AsOf)), None)
    return Example(
        id=f"example:{number}",
        span=node.span,
        title=node.title.value,
        as_of=None if as_of is None else instant(as_of, zone),
        tables=tuple(_table(item, analysis) for item in node.items if isinstance(item, ast.GivenRecords)),
        values=tuple(_value(item, analysis) for item in node.items if isinstance(item, ast.GivenResult)),
        expected=tuple(
            _expected(item, analysis)
            for item in node.items
            if isinstance(item, ast.ExpectResult | ast.ExpectCredit | ast.ExpectEarnedBack | ast.ExpectRemedy)
        ),
    )


def _table(node: ast.GivenRecords, analysis: Analysis) -> GivenTable:
    return GivenTable(
        analysis.named[node.records].path,
        tuple(column.text for column in node.columns),
        tuple(
            tuple(cell.text if cell.text or cell.is_quoted else None for cell in row.cells)
            for row in node.rows
        ),
        node.span,
    )


def _value(node: ast.GivenResult, analysis: Analysis) -> GivenValue:
    return GivenValue(*_subject(node.subject, analysis), node.period.text, quantity(node.value), node.span)


def _expected(
    node: ast.ExpectResult | ast.ExpectCredit | ast.ExpectEarnedBack | ast.ExpectRemedy, analysis: Analysis
) -> Expected:
    if isinstance(node, ast.ExpectRemedy):
        return RemedyExpected(analysis.named[node.remedy].path, node.period.text, node.fires, node.span)
    if isinstance(node, ast.ExpectCredit):
        level, key = (None, ()) if node.subject is None else _subject(node.subject, analysis)
        counted_in = _CREDIT_UNITS[type(node.amount)]
        amount = Fraction(node.amount.value)
        return CreditExpected(level, key, node.period.text, amount, node.span, counted_in)
    level, key = _subject(node.subject, analysis)
    if isinstance(node, ast.ExpectEarnedBack):
        return EarnedBackExpected(level, key, node.period.text, node.amount.value, node.span)
    value = None if node.value is None else quantity(node.value)
    unit = None if node.value is None else _last_place(node.value, analysis.module.source)
    return ResultExpected(level, key, node.period.text, value, unit, node.verdict, node.span)


def _subject(at: ast.LevelAt, analysis: Analysis) -> tuple[str, tuple[str, ...]]:
    subject = analysis.subjects[at]
    assert subject.terms is not None
    written = at.key if subject.record is None else at.key[:-1]
    places = zip(subject.terms.key, subject.terms.members, written, strict=True)
    # Where a dimension takes each value of the records, the example says which.
    key = tuple(", ".join(values.texts) if members is None else shown for shown, members, values in places)
    return subject.level.name, key if subject.record is None else (*key, subject.record)


def _last_place(node: ast.TargetLiteral, source: Source) -> Fraction:
    """One step of the last place of a value as written: 1/10000 for `98.33%`, a minute for `1 h 30 min`."""
    text = source.text[node.span.start : node.span.end]
    amount, unit = re.findall(r"([\d,.]+)\s*([a-z%]*)", text)[-1]
    step = Fraction(1, 10 ** len(amount.partition(".")[2]))
    match node:
        case ast.Percent():
            return step / 100
        case ast.Duration():
            return step * MICROSECONDS[unit]
    return step
