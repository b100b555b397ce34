"""What a settlement makes of lines that earlier ones have stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.planning.plan import Choose
from sladsl.settlement.explanation import Adjustment, Result, SettlementLine
from sladsl.settlement.period_context import SettledStage


def adjustments(before: Sequence[SettledStage], now: Sequence[SettledStage]) -> tuple[Adjustment, ...]:
    """The lines of the periods settled before that are another amount now, in the order of periods and lines."""
    pairs = zip(before, now, strict=False)
    return tuple(each for old, new in pairs if old is not new for each in _adjusted(old, new))


def _adjusted(old: SettledStage, new: SettledStage) -> Iterator[Adjustment]:
    stated = {line.subject: line for line in old.lines}
    current = {line.subject: line for line in new.lines}
    for subject, line in {**stated, **current}.items():
        was = stated[subject].amount if subject in stated else Fraction(0)
        now = current[subject].amount if subject in current else Fraction(0)
        if was != now:
            yield Adjustment(old.period.label, line, was, now, _reason(old, new, line))


def _reason(old: SettledStage, new: SettledStage, line: SettlementLine) -> str:
    """Why a line has changed: it is chosen, or its window is judged otherwise, or what else is settled has changed.

    A window of a single record may come into a series and leave it, as the record's severity does.
    """
    choice = _choice(new, line)
    if choice is not None and choice != _choice(old, line):
        return choice
    was, now = (_result(stage, line) for stage in (old, new))
    if was is None and now is not None:
        return f"not counted there before, now {now.verdict}: {now.reason}"
    if was is not None and now is None:
        return f"{was.verdict} before, now not counted there"
    if was is None or now is None or was == now:
        return "what else is settled has changed"
    if was.verdict is now.verdict:
        return f"{now.verdict}, {now.reason}"
    return f"{was.verdict} before, now {now.verdict}: {now.reason}"


def _choice(stage: SettledStage, line: SettlementLine) -> str | None:
    """What the customer has chosen for a window, where a credit of it is one of several options."""
    if line.option is None:
        return None
    taken = (each for each in stage.steps if isinstance(each.step, Choose))
    changes = (change for each in taken for change in each.changes)
    window = (line.level, line.key, line.place)
    of = (each for each in changes if (each.after.level, each.after.key, each.after.place) == window)
    return next((each.reason for each in of), None)


def _result(stage: SettledStage, line: SettlementLine) -> Result | None:
    for each in stage.results:
        if each.place == (line.level, line.key, line.place):
            return each
    return None
