"""Clocks: between fields that differ, from instants or from dates and not from either, or between records of a kind."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, FieldPath, Level
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the fields of each level's clock."""
    for level in analysis.levels:
        match level.lines.clock and level.lines.clock.node:
            case ast.Clock() as clock:
                yield from _field_twice(clock, level)
                yield from _mixed(clock, level)
            case ast.UpdateClock() as clock:
                yield from _of_others(clock, level, analysis)
                yield from _of_no_ref(clock, level)
                yield from _depends_on_time(level)
            case _:
                pass


def _field_twice(clock: ast.Clock, level: Level) -> Iterator[Diagnostic]:
    first: dict[tuple[str, ...], ast.Path] = {}
    starts = clock.start.fields if isinstance(clock.start, ast.Extreme) else (clock.start,)
    for path in (*starts, clock.end):
        read = level.readings.get(path)
        before = path if not isinstance(read, FieldPath) else first.setdefault(read.names, path)
        if before is not path:
            yield error(
                "SLA265",
                path.span,
                f"`{path.text}` stands twice in this clock",
                clause=clause_of(level.node),
                write="name another field, or leave it out of `later of` or `earlier of`",
                labels=first_at(before.span),
            )


def _mixed(clock: ast.Clock, level: Level) -> Iterator[Diagnostic]:
    if not isinstance(clock.start, ast.Extreme):
        return
    reads = [level.readings.get(path) for path in clock.start.fields]
    kinds = {read.type.kind for read in reads if isinstance(read, FieldPath)}
    if {ValueKind.TIME, ValueKind.DATE} <= kinds:
        word = "later" if clock.start.is_later else "earlier"
        yield error(
            "SLA266",
            clock.start.span,
            f"the {word} of an instant and a date is not known before the day of the date has ended",
            clause=clause_of(level.node),
            write="name two fields that are declared as `time`, or two that are declared as `date`",
        )


def _of_others(clock: ast.UpdateClock, level: Level, analysis: Analysis) -> Iterator[Diagnostic]:
    named, population = analysis.named.get(clock.records), level.lines.population
    if named is None or population is None or level.records is None or named.path == level.records.name:
        return
    yield error(
        "SLA270",
        clock.records.span,
        f"the level is about each `{level.records.name}`, and its clock runs between each `{named.path}`",
        clause=clause_of(level.node),
        write=f"write `for each {clock.records.text}`",
        labels=[Label(population.node.records.span, "the records of the level")],
    )


def _of_no_ref(clock: ast.UpdateClock, level: Level) -> Iterator[Diagnostic]:
    read = level.readings.get(clock.of)
    if isinstance(read, FieldPath) and (read.type.kind is not ValueKind.REF or len(read.names) > 1):
        yield error(
            "SLA270",
            clock.of.span,
            f"`{clock.of.text}` is {read.type}, and the records between which a clock runs have a reference in common"
            if read.type.kind is not ValueKind.REF
            else f"`{clock.of.text}` is a reference of another record",
            clause=clause_of(level.node),
            write="name the field of these records that refers to what they are about, such as `ticket : ref ticket`",
        )


def _depends_on_time(level: Level) -> Iterator[Diagnostic]:
    """Which record is the next must not change with the instant as of which records are read."""
    population, counted = level.lines.population, level.lines.counted
    if population is None or population.node.where is None:
        return
    own = None if counted is None else level.readings.get(counted.node.field)
    changing = {read.path.names for read in level.severities}
    for node in walk(population.node.where):
        read = level.readings.get(node)
        if not isinstance(node, ast.Reading) or not isinstance(read, FieldPath):
            continue
        is_other_time = read.type.kind is ValueKind.TIME and not (
            isinstance(own, FieldPath) and own.names == read.names
        )
        if is_other_time or read.names in changing:
            yield error(
                "SLA271",
                node.span,
                f"which record is the next one cannot depend on `{node.path.text}`, which is not known at first",
                clause=clause_of(level.node),
                write="ask for something that does not change, such as a kind of record",
            )
