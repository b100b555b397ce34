"""The rules that an agreement is held to, one file each, in the order in which they look."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.meaning import Analysis

Rule = Callable[[Analysis], Iterator[Diagnostic]]
"""Finds what is wrong in an agreement, or in a module as far as that can be said of it alone."""

RULES: tuple[Rule, ...] = ()
