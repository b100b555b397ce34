"""The lines of a service level, from Lark's tree to the syntax tree, in the grammar's order."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, only, tokens
from sladsl.syntax.credits import credit_line, promoted, weighting
from sladsl.syntax.expressions import expression
from sladsl.syntax.literals import day_count, length, literal, month_count, numeral, quoted
from sladsl.syntax.measures import measure
from sladsl.syntax.names import Branch, name, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.ratchets import baseline, ratchet
from sladsl.syntax.targets import bound, low_volume, needs


def _population(tree: Branch, at: Piece) -> ast.Population:
    records, where = tree.children
    return ast.Population(at.span(tree.meta), path(records, at), maybe(expression, where, at))


def _counted(tree: Branch, at: Piece) -> ast.Counted:
    return ast.Counted(at.span(tree.meta), path(tree.children[0], at))


# --- clocks ---


def _clock(tree: Branch, at: Piece) -> ast.Clock:
    start, end, calendar, *pauses = tree.children
    begins = _extreme(start, at) if start.data == "extreme" else path(start, at)
    return ast.Clock(
        at.span(tree.meta), begins, path(end, at), maybe(path, calendar, at), _pauses(pauses, at)
    )


def _extreme(tree: Branch, at: Piece) -> ast.Extreme:
    word, *fields = tree.children
    return ast.Extreme(at.span(tree.meta), word.type == "LATER", tuple(path(field, at) for field in fields))


def _update_clock(tree: Branch, at: Piece) -> ast.UpdateClock:
    _, records, of, end, calendar, *pauses = tree.children
    named = (path(records, at), path(of, at), path(end, at))
    return ast.UpdateClock(at.span(tree.meta), *named, maybe(path, calendar, at), _pauses(pauses, at))


def _pauses(children: list[Branch], at: Piece) -> tuple[ast.Evidence, ...]:
    return tuple(_evidence(pause.children[0], at) for pause in children)


def _evidence(tree: Branch, at: Piece) -> ast.Evidence:
    records, where = tree.children
    return ast.Evidence(at.span(tree.meta), path(records, at), maybe(expression, where, at))


def _missing_end(tree: Branch, at: Piece) -> ast.MissingEnd:
    return ast.MissingEnd(at.span(tree.meta))


def _taken(tree: Branch, at: Piece) -> ast.SeverityTaken:
    return ast.SeverityTaken(at.span(tree.meta), tree.data.removeprefix("taken_").replace("_", " "))


def _good_when(tree: Branch, at: Piece) -> ast.GoodWhen:
    return ast.GoodWhen(at.span(tree.meta), expression(tree.children[0], at))


# --- time up and down ---


def _sampling(tree: Branch, at: Piece) -> ast.Sampling:
    every, instant = tree.children
    return ast.Sampling(at.span(tree.meta), length(every, at), path(instant, at))


def _down(tree: Branch, at: Piece) -> ast.Down:
    _, condition, limit, least, *during = tree.children
    return ast.Down(
        at.span(tree.meta),
        expression(condition, at),
        None if limit is None else bound(limit, "down", at),
        maybe(_least, least, at),
        _pauses(during, at),
    )


def _down_for(tree: Branch, at: Piece) -> ast.Down:
    _, least, *during = tree.children
    return ast.Down(at.span(tree.meta), None, None, _least(least, at), _pauses(during, at))


def _least(tree: Branch, at: Piece) -> ast.Duration:
    return length(tokens(tree.children)[-1], at)


def _missing_samples(tree: Branch, at: Piece) -> ast.MissingSamples:
    return ast.MissingSamples(at.span(tree.meta), str(only(tree)))


def _empty_intervals(tree: Branch, at: Piece) -> ast.EmptyIntervals:
    return ast.EmptyIntervals(at.span(tree.meta), str(only(tree)) if tree.children else "good")


def _one_slot(tree: Branch, at: Piece) -> ast.OneSlot:
    return ast.OneSlot(at.span(tree.meta), "all" if tree.children[-1].type == "ALL" else "any")


def _across(tree: Branch, at: Piece) -> ast.Across:
    rule = {"across_pooled": "pooled", "across_any": "any down", "across_all": "all down"}[tree.data]
    return ast.Across(at.span(tree.meta), path(tree.children[0], at), rule)


def _outside_term(tree: Branch, at: Piece) -> ast.OutsideTerm:
    return ast.OutsideTerm(at.span(tree.meta), str(tree.children[-1]))


def _exclusion(tree: Branch, at: Piece) -> ast.Exclusion:
    evidence, budget, counts_as = tree.children
    return ast.Exclusion(
        at.span(tree.meta),
        _evidence(evidence, at),
        maybe(_budget, budget, at),
        maybe(_counts_as, counts_as, at),
    )


def _counts_as(tree: Branch, _at: Piece) -> str:
    return str(only(tree)) if tree.children else "good"


def _budget(tree: Branch, at: Piece) -> ast.Budget:
    amount, anchor, unit = tokens(tree.children)
    value = length(amount, at) if amount.type == "LENGTH" else numeral(amount, at)
    return ast.Budget(at.span(tree.meta), value, str(anchor), str(unit))


# --- windows and verdicts ---


def _window(tree: Branch, at: Piece) -> ast.MeasurementWindow:
    anchor, unit = tokens(tree.children)
    return ast.MeasurementWindow(at.span(tree.meta), str(unit), str(anchor))


def _rolling_window(tree: Branch, at: Piece) -> ast.RollingWindow:
    return ast.RollingWindow(at.span(tree.meta), _days_or_months(only(tree), at))


def _days_or_months(token: Token, at: Piece) -> ast.Days | ast.Months:
    return month_count(token, at) if token.type == "MONTH_COUNT" else day_count(token, at)


def _record_window(tree: Branch, at: Piece) -> ast.RecordWindow:
    return ast.RecordWindow(at.span(tree.meta))


def _grace_length(tree: Branch, at: Piece) -> ast.Grace:
    return ast.Grace(at.span(tree.meta), _days_or_months(tokens(tree.children)[-1], at), None, None)


def _grace_unit(tree: Branch, at: Piece) -> ast.Grace:
    *_, anchor, unit = tokens(tree.children)
    return ast.Grace(at.span(tree.meta), None, str(anchor), str(unit))


def _no_records(tree: Branch, at: Piece) -> ast.NoRecords:
    value = literal(tokens(tree.children)[-1], at)
    assert isinstance(value, ast.TargetLiteral)
    return ast.NoRecords(at.span(tree.meta), value)


def _excuses(tree: Branch, at: Piece) -> ast.Excuses:
    return ast.Excuses(at.span(tree.meta), path(tree.children[0], at), tree.data == "excuses_records")


def _reliance(tree: Branch, at: Piece) -> ast.Reliance:
    *suppliers, arrangement = tree.children
    return ast.Reliance(
        at.span(tree.meta),
        tuple(_supplied(supplier, at) for supplier in suppliers),
        None if arrangement is None else arrangement.data.replace("_", " "),
    )


def _supplied(tree: Branch, at: Piece) -> ast.Supplied:
    file, level = tree.children
    return ast.Supplied(at.span(tree.meta), quoted(file, at), name(level, at))


LINES: dict[str, Callable[[Branch, Piece], ast.LevelItem]] = {
    "population": _population,
    "counted": _counted,
    "clock": _clock,
    "update_clock": _update_clock,
    "missing_end": _missing_end,
    "taken_at_start": _taken,
    "taken_at_end": _taken,
    "taken_highest": _taken,
    "good_when": _good_when,
    "sampling": _sampling,
    "down": _down,
    "down_for": _down_for,
    "missing_samples": _missing_samples,
    "empty_intervals": _empty_intervals,
    "one_slot": _one_slot,
    "across_pooled": _across,
    "across_any": _across,
    "across_all": _across,
    "outside_term": _outside_term,
    "exclusion": _exclusion,
    "measure": measure,
    "window": _window,
    "rolling_window": _rolling_window,
    "record_window": _record_window,
    "grace_length": _grace_length,
    "grace_unit": _grace_unit,
    "needs": needs,
    "low_volume": low_volume,
    "no_records": _no_records,
    "promoted": promoted,
    "ratchet": ratchet,
    "baseline": baseline,
    "credit_line": credit_line,
    "weighting": weighting,
    "excuses_level": _excuses,
    "excuses_records": _excuses,
    "reliance": _reliance,
}
"""The step from Lark's tree for each rule of a line, but for those with a table, which need the level's dimensions."""
