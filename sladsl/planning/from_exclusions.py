"""From the meaning of exclusions to their facts."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.from_uptime import Reading
from sladsl.planning.plan import Anchor, Budget, Exclusion, Field, Unit, ValueType
from sladsl.semantics.levels.uptime import uptime_of
from sladsl.semantics.meaning import Analysis, Excluding, Level
from sladsl.semantics.references.obligations import lines_excusing_records, ways_to_excuse
from sladsl.syntax import ast


def exclusions(analysis: Analysis, level: Level, id_: str, reading: Reading) -> tuple[Exclusion, ...]:
    """The time, or the records, that a level leaves out: in the order written, then what obligations take out."""
    of = _of_time if uptime_of(level.lines) is not None else _of_records
    own = (
        of(line.node, level, f"{id_}/exclude:{number}", reading)
        for number, line in enumerate(level.lines.exclusions, 1)
    )
    return (*own, *_excused(analysis, level))


def _excused(analysis: Analysis, level: Level) -> Iterator[Exclusion]:
    """The records that missed obligations take out of a level."""
    for obligation, line in lines_excusing_records(analysis, level):
        (way,) = ways_to_excuse(level, obligation)
        number = obligation.lines.excuses.index(line) + 1
        yield Exclusion(
            f"level:{obligation.name}/excuses:{number}",
            line.node.span,
            way.records.name,
            None,
            ref=_ref(way, level),
            link=way.link,
            missed=obligation.name,
        )


def _of_time(node: ast.Exclusion, level: Level, id_: str, reading: Reading) -> Exclusion:
    beside = level.beside[node.evidence]
    return Exclusion(
        id_,
        node.span,
        beside.records.name,
        None if node.evidence.where is None else reading(node.evidence.where),
        budget=_budget(node.budget, f"{id_}/budget"),
        as_uptime=node.counts_as == "uptime",
        alike=beside.alike,
    )


def _of_records(node: ast.Exclusion, level: Level, id_: str, reading: Reading) -> Exclusion:
    excluding = level.excluding[node.evidence]
    return Exclusion(
        id_,
        node.span,
        excluding.records.name,
        None if node.evidence.where is None else reading(node.evidence.where),
        ref=_ref(excluding, level),
        budget=_budget(node.budget, f"{id_}/budget"),
        as_uptime=node.counts_as == "good",
        alike=excluding.alike,
        link=excluding.link,
    )


def _ref(excluding: Excluding, level: Level) -> Field | None:
    if excluding.ref is None:
        return None
    assert level.records is not None, "an exclusion is of a level with records"
    optional = level.records.fields[excluding.ref].line.node.is_optional
    return Field(ValueType.REF, (excluding.ref,), optional)


def _budget(node: ast.Budget | None, id_: str) -> Budget | None:
    """What an exclusion may take."""
    if node is None:
        return None
    amount = node.amount
    time, times = (amount.value, None) if isinstance(amount, ast.Duration) else (None, int(amount.value))
    return Budget(id_, node.span, time, times, Anchor(node.anchor), Unit(node.unit))
