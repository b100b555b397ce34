"""Which way a target points: whether more of what is measured is better by it, or less."""

from __future__ import annotations

from sladsl.syntax import ast


def wants_more(bound: ast.Bound) -> bool:
    """Whether more is better by a bound: `at least` and `above`, not `at most` and `under`."""
    return bound.comparator in {"at least", "above"}
