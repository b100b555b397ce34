"""Credits of single limits: of what can be missed, beside another limit, and of the window as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, CellCredit, Level, Promise, Terms
from sladsl.semantics.targets.single_limits import credit_of_limit, limits_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the credits that targets of each level have of their own."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        yield from _without_comma(level, clause)
        owning = [line for line in level.lines.targets if line.node.credit is not None]
        if level.node.is_kpi or level.is_open or not owning:
            continue
        found = [finding for line in owning for finding in _of_target(line.node, level, clause)]
        yield from found or _never_owed(level, clause)


def _without_comma(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A credit in the line of one of several limits that is not its own, but the level's, for want of a comma."""
    if len(level.lines.limits) < 2:
        return
    for before, item in pairwise(level.node.items):
        is_credit = isinstance(item, ast.CreditLine | ast.CreditTable)
        if is_credit and isinstance(before, ast.Target) and item.span.line == before.span.end_line:
            yield error(
                "SLA875",
                item.span,
                "this stands in the line of a limit, and without a comma it is the credit of the level",
                clause=clause,
                write="write a comma before it, or begin a line with it",
                labels=[Label(before.span, "the limit")],
            )


def _of_target(target: ast.Target, level: Level, clause: str) -> Iterator[Diagnostic]:
    credit = target.credit
    assert credit is not None
    if target.word == "expected":
        yield error(
            "SLA870",
            credit.span,
            "what is only expected cannot be missed, so it earns no credit of its own",
            clause=clause,
            write="leave the credit out, or write `minimum` or `required`",
        )
    elif all(len([*limits_of(level, terms)]) < 2 for terms in level.terms):
        yield error(
            "SLA871",
            credit.span,
            f"the level has no other limit than this `{target.word}`, so its credit is that of the level",
            clause=clause,
            write="write the credit as a line of its own",
        )
    elif isinstance(credit, ast.CreditLine) and (of_all := credit.per_record or credit.history) is not None:
        what = "each record" if credit.per_record is not None else "how several windows went"
        yield error(
            "SLA872",
            of_all.span,
            f"this is owed for {what}, and not for a miss of one limit",
            clause=clause,
            write="write the credit as a line of its own, or leave this out",
        )


def _never_owed(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A credit of the level is for its limits that have none of their own, and is not counted from one that has."""
    for terms in level.terms:
        own = [each for each in limits_of(level, terms) if credit_of_limit(each) is not None]
        is_of_none = len(own) == len([*limits_of(level, terms)]) and level.lines.promoted is None
        for credit in (*terms.credits, *([] if terms.weight is None else [terms.weight])):
            node = credit.node if isinstance(credit, CellCredit) else credit
            named = (
                _named(node, terms.minimum) if terms.minimum is not None and terms.minimum in own else None
            )
            if named is not None:
                yield _counted_from(named, own[0], clause)
            elif is_of_none and not _is_owed_anyway(node, terms):
                yield _in_vain(node, own, clause)
            else:
                continue
            return


def _is_owed_anyway(node: ast.Node, terms: Terms) -> bool:
    """Whether a credit is owed without a miss: for each record, after several windows, or for less than expected."""
    if isinstance(node, ast.CreditTable):
        return terms.expected is not None
    if not isinstance(node, ast.CreditLine):
        return False
    return (
        node.per_record is not None
        or node.history is not None
        or (node.side is not None and terms.expected is not None)
    )


def _named(node: ast.Node, limit: Promise) -> ast.Node | None:
    """Where a credit speaks of the limit on the value, or counts from it without a word."""
    if isinstance(node, ast.CreditLine) and node.side is None:
        is_counted = isinstance(node.amount, ast.Shortfall) or node.steps is not None
        return node if is_counted and node.per_record is None else None
    parts = (part for part in walk(node) if isinstance(part, ast.Name) and part.text == limit.word)
    return next(parts, None)


def _counted_from(named: ast.Node, limit: Promise, clause: str) -> Diagnostic:
    return error(
        "SLA873",
        named.span,
        f"this is counted from the `{limit.word}`, which has a credit of its own",
        clause=clause,
        write="leave out the credit after the limit, or write values here",
        labels=[Label(limit.node.span, "the limit with its credit")],
    )


def _in_vain(node: ast.Node, limits: Sequence[Promise], clause: str) -> Diagnostic:
    return error(
        "SLA873",
        node.span,
        "each limit of the level has a credit of its own, so this one is never owed",
        clause=clause,
        write="leave it out, or leave out the credit of the limit that it is for",
        labels=[Label(limit.node.span, "a limit with its credit") for limit in limits],
    )
