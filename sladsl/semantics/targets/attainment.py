"""Which targets are on a level's value, and which on the share of records that pass a test of their own.

Where neither `good when` nor a column of tiers says what is good, the test of the first `minimum` or `required` does,
or that of the first `expected` where there is none. Targets without a test, or with the same, are on the value.
"""

from __future__ import annotations

from sladsl.semantics.files.modules import Declared
from sladsl.semantics.meaning import Line, has_good_column
from sladsl.syntax import ast
from sladsl.values import frozen

_WORDS = {"expected": frozenset({"expected"}), "limit": frozenset({"minimum", "required"})}


@frozen(eq=False)
class Targets:
    """The targets on the value, and the others in the order written."""

    expected: Line[ast.Target] | None
    limit: Line[ast.Target] | None
    further: tuple[Line[ast.Target], ...]


def targets_of(chain: tuple[Declared, ...]) -> Targets:
    """Sort the targets of a level and of what it is like; own targets replace the inherited ones of their kind."""
    expected, limits = (_nearest(chain, words) for words in _WORDS.values())
    if _is_good_said(chain):
        of_value = [_without_test(expected), _without_test(limits)]
    else:
        first = next(iter(limits), None) or next(iter(expected), None)
        test = None if first is None else first.node.test
        of_value = [_with_test(expected, test), _with_test(limits, test)]
    on_value, on_limit = of_value
    further = tuple(line for line in (*expected, *limits) if line not in of_value)
    return Targets(on_value, on_limit, further)


def same_test(one: ast.TargetTest, other: ast.TargetTest) -> bool:
    """Whether two tests are of the same time, and of the same side of it."""
    first, second = one.limit, other.limit
    alike = type(first) is type(second) and (
        first.text == second.text
        if isinstance(first, ast.Path) and isinstance(second, ast.Path)
        else not isinstance(first, ast.Path)
        and not isinstance(second, ast.Path)
        and first.value == second.value
    )
    return alike and one.is_over == other.is_over


def _nearest(chain: tuple[Declared, ...], words: frozenset[str]) -> list[Line[ast.Target]]:
    for declared in chain:
        assert isinstance(declared.node, ast.ServiceLevel), "only levels have targets"
        lines = [
            Line(item, declared.module)
            for item in declared.node.items
            if isinstance(item, ast.Target) and item.word in words
        ]
        if lines:
            return lines
    return []


def _is_good_said(chain: tuple[Declared, ...]) -> bool:
    return any(
        isinstance(item, ast.GoodWhen) or (isinstance(item, ast.Tiers) and has_good_column(item))
        for declared in chain
        if isinstance(declared.node, ast.ServiceLevel)
        for item in declared.node.items
    )


def _without_test(lines: list[Line[ast.Target]]) -> Line[ast.Target] | None:
    return next((line for line in lines if line.node.test is None), None)


def _with_test(lines: list[Line[ast.Target]], test: ast.TargetTest | None) -> Line[ast.Target] | None:
    """The first line without a test, or with the one that says what is good."""
    return next(
        (
            line
            for line in lines
            if line.node.test is None or (test is not None and same_test(line.node.test, test))
        ),
        None,
    )
