"""Targets that become stricter with what is reached: a walk over the windows of a series (docs/over-time.md)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.oracle.agreement import Level, Raising, Target, Terms
from tests.oracle.earning import in_force
from tests.oracle.measures import mean
from tests.oracle.outcomes import Measured
from tests.oracle.periods import Span
from tests.oracle.rounding import to_decimals

Seen = tuple[Fraction, bool]
"""A value, and whether it is better than the target that was in force."""


class Course:
    """A series on its way through its windows: what its target has reached, and the windows that count next."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.reached: Fraction | None = None
        self.row: list[Seen] = []
        self.waits = level.baseline is not None

    def binding(self, terms: Terms, window: Span) -> Terms:
        """The terms with the values of the targets that bind a window."""
        return replace(
            terms,
            expected=self._bound(terms.expected, window),
            minimum=self._bound(terms.minimum, window),
        )

    def _bound(self, target: Target | None, window: Span) -> Target | None:
        if target is None:
            return None
        value = in_force(target, window)
        if self.reached is not None and target.word == self._word:
            value = _stricter(target, value, self.reached)
        return replace(target, values=((None, value),))

    @property
    def _word(self) -> str | None:
        rule = self.level.baseline or self.level.ratchet
        return None if rule is None else rule.word

    def see(self, found: Measured, verdict: str) -> None:
        """Go past a window whose terms are those that bind it."""
        rule = self.level.baseline if self.waits else self.level.ratchet
        value = found.tally.value
        if rule is None or value is None or verdict in {"unmeasured", "excused"}:
            return
        is_measured = found.tally.decided >= (found.terms.needs or 0)
        if verdict == "grace" and not (self.waits and is_measured):
            return
        target = next(
            each for each in (found.terms.expected, found.terms.minimum) if each and each.word == rule.word
        )
        ((_, limit),) = target.values
        self.row.append((value, value > limit if _rises(target) else value < limit))
        last = self.row[-rule.windows :]
        if len(last) < rule.windows:
            return
        if self.waits or all(better for _, better in last):
            after = _raised(self.level, rule, target, limit, [value for value, _ in last])
            if after != limit:
                self.reached = after
            if after != limit or self.waits:
                self.row = []
            self.waits = False


def _rises(target: Target) -> bool:
    return target.comparator in {"at least", "above"}


def _stricter(target: Target, one: Fraction, other: Fraction) -> Fraction:
    return max(one, other) if _rises(target) else min(one, other)


def _raised(level: Level, rule: Raising, target: Target, limit: Fraction, values: list[Fraction]) -> Fraction:
    """The midpoint of a target and the mean of values, or as far towards the best there is, rounded; never looser."""
    after = (limit + mean(values)) / 2
    if rule.most is not None:
        best = Fraction(1) if _rises(target) else Fraction(0)
        furthest = limit + rule.most * (best - limit)
        after = min(after, furthest) if _rises(target) else max(after, furthest)
    return _stricter(target, limit, to_decimals(rule.rounded, level.measure.kind, after))
