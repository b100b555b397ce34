"""Credits of levels that fail again and again are multiplied."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.planning.plan import Multiply
from sladsl.planning.wording import write_number
from sladsl.settlement.explanation import Change, Line, Result
from sladsl.settlement.history import through, too_many
from sladsl.settlement.scene import Done, Scene


def multiplied(scene: Scene, step: Multiply, lines: Sequence[Line]) -> Done:
    """Multiply the credits of windows that are one too many, each once however many there were before it."""
    after: list[Line] = []
    changes: list[Change] = []
    for line in lines:
        failed = _failed(scene, step, line)
        grown = line.worth(line.amount * step.factor) if failed else line
        after.append(grown)
        if failed:
            changes.append(Change(line, grown, _reason(step, failed)))
    return Done(tuple(after), tuple(changes))


def _failed(scene: Scene, step: Multiply, line: Line) -> tuple[Result, ...]:
    """The windows that make a line's own one too many; that one has a verdict that counts, or is passed over itself."""
    if step.levels is not None and line.level not in step.levels:
        return ()
    past = through(scene.histories, (line.level, line.key), line.place)
    if not past or past[-1].measurement.window.place != line.place:
        return ()
    return too_many(scene.plan, step.lately, step.failing, past)


def _reason(step: Multiply, failed: Sequence[Result]) -> str:
    windows = ", ".join(each.measurement.window.label for each in failed)
    return f"times {write_number(step.factor)}, {step.failing} in {len(failed)} windows: {windows}"
