"""Limits with a credit of their own: `minimum all within 8 h, credit 5% of Fee`.

Such a credit is for a miss of that limit alone and is held against it; the credits of the level are for its others.
"""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.semantics.meaning import CreditNode, Level, Promise, Terms
from sladsl.semantics.targets.tiers import line_promise
from sladsl.syntax import ast
from sladsl.values import evolve


def credit_of_limit(promise: Promise) -> CreditNode | None:
    """The credit of a limit's own; an expected target has none that counts."""
    node = promise.node
    return node.credit if isinstance(node, ast.Target) and node.word != "expected" else None


def limits_of(level: Level, terms: Terms) -> Iterator[Promise]:
    """What can be missed at one tuple of dimension values: the limit on the value, then those on shares."""
    if terms.minimum is not None:
        yield terms.minimum
    for line in level.lines.further:
        if line.node.word != "expected":
            yield line_promise(line.node)


def seen_by(terms: Terms, limit: Promise) -> Terms:
    """What a level promises as the credit of one of its limits sees it: that limit alone, and that credit."""
    credit = credit_of_limit(limit)
    return evolve(
        terms, expected=None, minimum=limit, credits=() if credit is None else (credit,), weight=None
    )


def level_for(level: Level, credit: CreditNode) -> Level:
    """A level as one of its credits sees it: with the limit that the credit is of alone, where it is of one."""
    target = _limit_of(level, credit)
    if target is None:
        return level
    return evolve(level, terms=tuple(seen_by(terms, line_promise(target)) for terms in level.terms))


def is_of_limit(level: Level, credit: CreditNode) -> bool:
    """Whether a credit, as it is at some time, is that of a target by itself."""
    return _limit_of(level, credit) is not None


def is_of_expected(level: Level, credit: CreditNode) -> bool:
    """Whether a credit is written behind an expected target, which is refused and has nothing to be held against."""
    target = _limit_of(level, credit)
    return target is not None and target.word == "expected"


def _limit_of(level: Level, credit: CreditNode) -> ast.Target | None:
    return next(
        (
            line.node
            for line in level.lines.targets
            if line.node.credit is not None and credit in line.node.credit.versions
        ),
        None,
    )
