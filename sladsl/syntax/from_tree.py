"""From Lark's tree to the syntax tree: one function for each rule of the grammar, in the grammar's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lark import Token, Tree

from sladsl.syntax import ast
from sladsl.syntax.branches import Child, maybe, only, tokens, trees
from sladsl.syntax.charges import charge, charge_table, measured_charge
from sladsl.syntax.credits import amount_of, credit_line, credit_table
from sladsl.syntax.level_lines import LINES
from sladsl.syntax.literals import (
    date,
    instant,
    length,
    literal,
    period,
    price,
    quoted,
    time_of_day,
)
from sladsl.syntax.names import Branch, name, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.prose import prose
from sladsl.syntax.remedy_lines import remedy
from sladsl.syntax.settlement_lines import settlement
from sladsl.syntax.subjects import level_at
from sladsl.syntax.tables import given_records, tiers

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def document(tree: Branch, comments: tuple[ast.Comment, ...], at: Piece) -> ast.Document:
    """The tree of a whole file."""
    uses = tuple(_use(child, at) for child in tree.children if _is(child, "use"))
    blocks = tuple(_block(child, at) for child in tree.children if _is(child, "block"))
    amendments = tuple(_amendment(child, at) for child in tree.children if _is(child, "amendment"))
    whole = at.source.span(0, len(at.source.text))
    return ast.Document(whole, at.source, uses, blocks, comments, amendments)


def _is(child: Child, rule: str) -> bool:
    return isinstance(child, Tree) and child.data == rule


def _use(tree: Branch, at: Piece) -> ast.Use:
    what, alias = tree.children
    used = quoted(what, at) if isinstance(what, Token) else path(what, at)
    return ast.Use(at.span(tree.meta), used, maybe(name, alias, at))


def _block(tree: Branch, at: Piece) -> ast.Block:
    kind, word, title, *items = tree.children
    return ast.Block(
        at.span(tree.meta),
        str(kind),
        name(word, at),
        maybe(quoted, title, at),
        tuple(_items(items, at)),
    )


def _items(children: Iterable[Child], at: Piece) -> Iterator[ast.Item]:
    """Items one after the other; those within a service stand before it."""
    for item in trees(children):
        if item.data == "service_block":
            yield from _items(item.children[3:], at)
            yield _service(item, at)
        else:
            yield _ITEMS[item.data](item, at)


def _service(tree: Branch, at: Piece) -> ast.Service:
    word, title, text, *_ = tree.children
    return ast.Service(at.span(tree.meta), name(word, at), maybe(quoted, title, at), maybe(prose, text, at))


# --- amendments ---


def _amendment(tree: Branch, at: Piece) -> ast.Amendment:
    word, title, of, since, *changes = tree.children
    return ast.Amendment(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        name(of, at),
        date(since, at),
        tuple(_CHANGES[change.data](change, at) for change in trees(changes)),
    )


def _replaced(tree: Branch, at: Piece) -> ast.Replaced:
    *within, item = _items(tree.children, at)
    return ast.Replaced(at.span(tree.meta), item, tuple(within))


def _added(tree: Branch, at: Piece) -> ast.Added:
    service, item = tree.children
    *within, last = _items([item], at)
    return ast.Added(at.span(tree.meta), maybe(name, service, at), last, tuple(within))


def _removed(tree: Branch, at: Piece) -> ast.Removed:
    named = tree.children[-1]
    word = _REMOVED[named.data]
    written = [token for token in tokens(named.children) if token.type in {"NAME", "QUOTED"}]
    read = quoted if word == "example" else name
    return ast.Removed(at.span(tree.meta), word, read(written[0], at) if written else None)


# --- the header ---


def _version(tree: Branch, at: Piece) -> ast.Version:
    return ast.Version(at.span(tree.meta), quoted(only(tree), at))


def _party(tree: Branch, at: Piece) -> ast.Party:
    role, word, title = tree.children
    return ast.Party(at.span(tree.meta), str(role), name(word, at), quoted(title, at))


def _term(tree: Branch, at: Piece) -> ast.Term:
    first, last = tokens(tree.children)
    return ast.Term(at.span(tree.meta), date(first, at), None if last.type == "OPEN" else date(last, at))


def _timezone(tree: Branch, at: Piece) -> ast.Zone:
    return ast.Zone(at.span(tree.meta), str(only(tree)), at.span(only(tree)))


def _currency(tree: Branch, at: Piece) -> ast.Currency:
    return ast.Currency(at.span(tree.meta), str(only(tree)), at.span(only(tree)))


def _law(tree: Branch, at: Piece) -> ast.Law:
    return ast.Law(at.span(tree.meta), quoted(only(tree), at))


# --- calendars ---


def _calendar(tree: Branch, at: Piece) -> ast.Calendar:
    _, word, title, like, *block = tree.children
    return ast.Calendar(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        _like(like, at),
        tuple(_CALENDAR_ITEMS[item.data](item, at) for item in _inside(block)),
    )


def _week_hours(tree: Branch, at: Piece) -> ast.WeekHours:
    days = tuple(_day_range(day, at) for day in trees(tree.children, "day_range"))
    return ast.WeekHours(at.span(tree.meta), days, _hours(tree, at))


def _day_range(tree: Branch, at: Piece) -> ast.DayRange:
    days = [DAYS.index(day) for day in tokens(tree.children)]
    return ast.DayRange(at.span(tree.meta), days[0], days[-1])


def _hours(tree: Branch, at: Piece) -> tuple[ast.Hours, ...]:
    return tuple(_opening(hours, at) for hours in trees(tree.children, "hours"))


def _opening(tree: Branch, at: Piece) -> ast.Hours:
    start, _, end = tokens(tree.children)
    return ast.Hours(at.span(tree.meta), time_of_day(start, at), time_of_day(end, at))


def _holidays(tree: Branch, at: Piece) -> ast.Holidays:
    return ast.Holidays(at.span(tree.meta), str(only(tree)), at.span(only(tree)))


def _imported_holidays(tree: Branch, at: Piece) -> ast.ImportedHolidays:
    return ast.ImportedHolidays(at.span(tree.meta), quoted(only(tree), at))


def _added_holiday(tree: Branch, at: Piece) -> ast.AddedHoliday:
    day, title = tree.children
    return ast.AddedHoliday(at.span(tree.meta), date(day, at), maybe(quoted, title, at))


def _removed_holiday(tree: Branch, at: Piece) -> ast.RemovedHoliday:
    return ast.RemovedHoliday(at.span(tree.meta), date(only(tree), at))


def _business_day(tree: Branch, at: Piece) -> ast.BusinessDayRule:
    rule = {
        "day_ends_at_close": "end at close",
        "day_ends_at_same_time": "end at the same time",
        "day_of_length": "a business day is",
    }[tree.data]
    written = length(only(tree), at) if tree.data == "day_of_length" else None
    return ast.BusinessDayRule(at.span(tree.meta), rule, written)


def _on_date(tree: Branch, at: Piece) -> ast.OnDate:
    first, last, *_ = tree.children
    return ast.OnDate(at.span(tree.meta), date(first, at), maybe(date, last, at), _hours(tree, at))


# --- records and severities ---


def _records(tree: Branch, at: Piece) -> ast.Records:
    word, title, like, lasting, *block = tree.children
    is_history = lasting is not None and lasting.data == "history"
    return ast.Records(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        _like(like, at),
        None if lasting is None or is_history else _lasting(lasting, at),
        tuple(_field(field, at) for field in _inside(block)),
        _history(lasting, at) if is_history else None,
    )


def _history(tree: Branch, at: Piece) -> ast.History:
    of, instant = tokens(tree.children)
    return ast.History(at.span(tree.meta), name(of, at), name(instant, at))


def _lasting(tree: Branch, at: Piece) -> ast.Lasting:
    start, end = tokens(tree.children)
    return ast.Lasting(at.span(tree.meta), name(start, at), name(end, at))


def _field(tree: Branch, at: Piece) -> ast.Field:
    word, type_, optional, key, description = tree.children
    return ast.Field(
        at.span(tree.meta),
        name(word, at),
        _field_type(type_, at),
        optional is not None,
        key is not None,
        maybe(quoted, description, at),
    )


def _field_type(tree: Branch, at: Piece) -> ast.FieldType:
    span = at.span(tree.meta)
    match tree.data, tree.children:
        case "time_of_day_type", _:
            return ast.FieldType(span, "time of day", (), None)
        case "choice_type", [_, *choices]:
            return ast.FieldType(span, "choice", tuple(name(choice, at) for choice in tokens(choices)), None)
        case "ref_type", [_, target_]:
            return ast.FieldType(span, "ref", (), path(target_, at))
        case _:
            return ast.FieldType(span, str(only(tree)), (), None)


def _severity(tree: Branch, at: Piece) -> ast.SeverityScheme:
    _, word, title, like, *block = tree.children
    return ast.SeverityScheme(
        at.span(tree.meta),
        maybe(name, word, at),
        maybe(quoted, title, at),
        _like(like, at),
        tuple(_severity_tier(tier, at) for tier in _inside(block)),
    )


def _severity_tier(tree: Branch, at: Piece) -> ast.SeverityTier:
    word, title, description = tree.children
    return ast.SeverityTier(
        at.span(tree.meta), name(word, at), maybe(quoted, title, at), maybe(prose, description, at)
    )


# --- service levels ---


def _service_level(tree: Branch, at: Piece) -> ast.ServiceLevel:
    word, title, by, like, *block = tree.children
    dimensions = () if by is None else tuple(path(field, at) for field in trees(by.children))
    return ast.ServiceLevel(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        tree.data == "kpi",
        dimensions,
        _like(like, at),
        tuple(_line(line, dimensions, at) for line in _inside(block)),
    )


def _obligation(tree: Branch, at: Piece) -> ast.ServiceLevel:
    word, title, of, by, *block = tree.children
    dimensions = () if by is None else tuple(path(field, at) for field in trees(by.children))
    return ast.ServiceLevel(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        is_kpi=True,
        by=dimensions,
        like=None,
        items=tuple(_line(line, dimensions, at) for line in _inside(block)),
        of=path(of, at),
    )


def _line(tree: Branch, dimensions: Iterable[ast.Path], at: Piece) -> ast.LevelItem:
    named = [dimension.text for dimension in dimensions]
    if tree.data == "tiers":
        return tiers(tree, named if all(named) else (), at)
    if tree.data == "credit_table":
        return credit_table(tree, named, at)
    if tree.data == "choice":
        return ast.CustomerChooses(
            at.span(tree.meta), tuple(_credit(credit, named, at) for credit in trees(tree.children))
        )
    return LINES[tree.data](tree, at)


def _credit(tree: Branch, dimensions: Sequence[str], at: Piece) -> ast.CreditLine | ast.CreditTable:
    return credit_table(tree, dimensions, at) if tree.data == "credit_table" else credit_line(tree, at)


# --- clauses and examples ---


def _clause(tree: Branch, at: Piece) -> ast.Clause:
    word, title, *rest = tree.children
    written = next((child for child in rest if isinstance(child, Token)), None)
    like = next(iter(trees(rest)), None)
    return ast.Clause(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        _like(like, at),
        maybe(prose, written, at),
    )


def _example(tree: Branch, at: Piece) -> ast.Example:
    title, *items = tree.children
    return ast.Example(
        at.span(tree.meta),
        quoted(title, at),
        tuple(_FACTS[item.data](item, at) for item in trees(items)),
    )


def _given_records(tree: Branch, at: Piece) -> ast.GivenRecords:
    return given_records(tree, path(tree.children[0], at), at)


def _given_result(tree: Branch, at: Piece) -> ast.GivenResult:
    subject, window, value = tree.children
    return ast.GivenResult(
        at.span(tree.meta), level_at(subject, at), period(window, at), _quantity(value, at)
    )


def _as_of(tree: Branch, at: Piece) -> ast.AsOf:
    return ast.AsOf(at.span(tree.meta), instant(only(tree), at))


def _expect_result(tree: Branch, at: Piece) -> ast.ExpectResult:
    subject, window, *said = tree.children
    verdict = next(iter(trees(said)), None)
    value = next((child for child in said if isinstance(child, Token)), None)
    return ast.ExpectResult(
        at.span(tree.meta),
        level_at(subject, at),
        period(window, at),
        maybe(_quantity, value, at),
        None if verdict is None else _verdict(verdict),
    )


def _verdict(tree: Branch) -> str:
    token = only(tree)
    return "below expected" if token.type == "EXPECTED" else str(token)


def _expect_credit(tree: Branch, at: Piece) -> ast.ExpectCredit:
    subject = next(iter(trees(tree.children, "level_at")), None)
    written = {token.type: token for token in tokens(tree.children)}
    paid, minus = amount_of(tree.children[-1], at), written.get("DASH")
    assert isinstance(paid, ast.Money | ast.Points | ast.ServiceDays)
    if minus is not None and isinstance(paid, ast.Money):
        paid = ast.Money(at.between(minus, written["PRICE"]), paid.currency, -paid.value)
    window = period(written.get("PERIOD") or next(iter(trees(tree.children, "contract_period"))), at)
    return ast.ExpectCredit(at.span(tree.meta), maybe(level_at, subject, at), window, paid)


def _expect_earned_back(tree: Branch, at: Piece) -> ast.ExpectEarnedBack:
    subject, window, amount = tree.children
    span = at.span(tree.meta)
    return ast.ExpectEarnedBack(span, level_at(subject, at), period(window, at), price(amount, at))


def _expect_remedy(tree: Branch, at: Piece) -> ast.ExpectRemedy:
    which, named, window = tree.children
    fires = which.type == "REMEDY"
    return ast.ExpectRemedy(at.span(tree.meta), path(named, at), period(window, at), fires)


def _quantity(child: Child, at: Piece) -> ast.TargetLiteral:
    value = literal(child, at)
    assert isinstance(value, ast.TargetLiteral)
    return value


# --- parts of items ---


def _like(child: Child, at: Piece) -> ast.Path | None:
    return None if child is None else path(child.children[0], at)


def _inside(block: Iterable[Child]) -> list[Branch]:
    """The items of a block, if there is one."""
    return [item for tree in trees(block) for item in trees(tree.children)]


_ITEMS: dict[str, Callable[[Branch, Piece], ast.Item]] = {
    "version": _version,
    "party": _party,
    "term": _term,
    "timezone": _timezone,
    "currency": _currency,
    "law": _law,
    "charge": charge,
    "charge_table": charge_table,
    "measured_charge": measured_charge,
    "calendar": _calendar,
    "records": _records,
    "severity": _severity,
    "service_level": _service_level,
    "kpi": _service_level,
    "obligation": _obligation,
    "settlement": settlement,
    "remedy": remedy,
    "clause": _clause,
    "example": _example,
}
_CHANGES: dict[str, Callable[[Branch, Piece], ast.Change]] = {
    "replaced": _replaced,
    "added_item": _added,
    "removed": _removed,
}
_REMOVED = {
    "law_named": "law",
    "charge_named": "charge",
    "calendar_named": "calendar",
    "records_named": "records",
    "severity_named": "severity",
    "service_named": "service",
    "level_named": "service level",
    "kpi_named": "kpi",
    "obligation_named": "obligation",
    "remedy_named": "remedy",
    "clause_named": "clause",
    "example_named": "example",
}
_CALENDAR_ITEMS: dict[str, Callable[[Branch, Piece], ast.CalendarItem]] = {
    "week_hours": _week_hours,
    "holidays": _holidays,
    "imported_holidays": _imported_holidays,
    "added_holiday": _added_holiday,
    "removed_holiday": _removed_holiday,
    "day_ends_at_close": _business_day,
    "day_ends_at_same_time": _business_day,
    "day_of_length": _business_day,
    "timezone": _timezone,
    "on_date": _on_date,
}
_FACTS: dict[str, Callable[[Branch, Piece], ast.ExampleItem]] = {
    "given_records": _given_records,
    "given_result": _given_result,
    "as_of": _as_of,
    "expect_result": _expect_result,
    "expect_credit": _expect_credit,
    "expect_earned_back": _expect_earned_back,
    "expect_remedy": _expect_remedy,
}
