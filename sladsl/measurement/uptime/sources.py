"""The records that time up and down is measured by, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.reads import beside_fields, evidence_fields, fields_in
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import shapes_of
from sladsl.measurement.sql.expressions import Scope, column_name, columns_of_moves, truth
from sladsl.measurement.sql.pieces import FALSE, TRUE, Sql, integer, listed, name, sql
from sladsl.planning.plan import (
    Beside,
    DownWhile,
    Exclusion,
    Expression,
    Field,
    Outages,
    Plan,
    Rates,
    Samples,
    ServiceLevel,
    Uptime,
    ValueType,
)
from sladsl.planning.series import weights_of
from sladsl.values import frozen

SHOWS = "#shows"


@frozen
class EvidenceSource:
    """Records read as evidence: those for which `where` holds, each known from the instant `since` on.

    `until` is where one ends that lasts. Those for which `shows` holds, or all where it is None, show the service down.
    `fields` are read beside these and those of the conditions.
    """

    records: str
    since: Field
    until: Field | None
    where: Expression | None
    shows: Expression | None
    fields: tuple[Field, ...]

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """Its conditions, as many as it has."""
        return tuple(each for each in (self.where, self.shows) if each is not None)

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Every field that is read, once by its column."""
        wanted = (
            self.since,
            *(() if self.until is None else (self.until,)),
            *self.fields,
            *(field for condition in self.conditions for field in fields_in(condition)),
        )
        return tuple({column_name(field): field for field in wanted}.values())

    @property
    def changes(self) -> bool:
        """Whether its conditions read times that may not be known yet when a record is."""
        read = (field for condition in self.conditions for field in fields_in(condition))
        return any(field.type is ValueType.TIME and field.path != self.since.path for field in read)


def down_of(level: ServiceLevel) -> DownWhile:
    """When the service of a level of time is down."""
    assert level.down is not None, "only levels of time say when they are down"
    return level.down


def measure_of(level: ServiceLevel) -> Uptime:
    """What is measured of the time, which is the same in every series."""
    measure = level.series[0].measure
    assert isinstance(measure, Uptime), "a level that says when it is down measures that"
    return measure


def own(level: ServiceLevel) -> EvidenceSource:
    """The level's own records: all that count, with what tells which of them show the service down."""
    evidence = down_of(level).evidence
    fields = (*_told_apart(level), *(weights_of(level) or ()), *evidence_fields(evidence))
    match evidence:
        case Outages(starts, ends, condition):
            return EvidenceSource(level.records, starts, ends, level.where, condition, fields)
        case Samples(at=at, condition=condition):
            return EvidenceSource(level.records, at, None, level.where, condition, fields)
        case Rates(at=at):
            return EvidenceSource(level.records, at, None, level.where, None, fields)
    assert_never(evidence)


def beside(plan: Plan, records: Beside | Exclusion) -> EvidenceSource:
    """Records beside the level's own: those after `or during`, and those of an exclusion."""
    starts, ends, *others = beside_fields(plan, records)
    return EvidenceSource(records.records, starts, ends, records.where, None, tuple(others))


def sources(plan: Plan, level: ServiceLevel) -> Iterator[EvidenceSource]:
    """Everything that a level of time reads."""
    yield own(level)
    yield from (beside(plan, each) for each in down_of(level).during)
    yield from (beside(plan, each) for each in level.exclusions)


def _told_apart(level: ServiceLevel) -> tuple[Field, ...]:
    """The fields that tell apart the series of a level and the entities of each."""
    entities = () if level.entities is None else (level.entities.field,)
    return (*(dimension.field for dimension in level.dimensions), *entities)


def scope_of(plan: Plan, source: EvidenceSource, shapes: Mapping[tuple[str, str], NumberShape]) -> Scope:
    """What the conditions over a source are read in."""
    return Scope(
        shapes_of(plan, source.records, source.all_fields, shapes),
        columns_of_moves(source.conditions),
    )


def rows(  # noqa: PLR0913 - of what, read in what, by which tables, as of when, and which view of it
    plan: Plan,
    source: EvidenceSource,
    scope: Scope,
    tables: Tables,
    as_of: int | None,
    *,
    view: str | None = None,
    unknown: Sql = FALSE,
) -> Sql:
    """The rows of a source as of an instant, or as of any where that is None, with `#row`, `#file` and `#shows`.

    A row for which `where` is not known counts as `unknown`; one for which `shows` is not known shows nothing.
    """
    known = with_refs(plan, source.records, view or source.records, source.all_fields)
    if as_of is not None:
        known = _as_of(source, known, as_of)
    moved = with_moves(scope, known, tables)
    shows = TRUE if source.shows is None else sql("coalesce({}, FALSE)", truth(source.shows, scope))
    kept = TRUE if source.where is None else sql("coalesce({}, {})", truth(source.where, scope), unknown)
    return sql("SELECT *, {} AS {} FROM ({}) WHERE {}", shows, name(SHOWS), moved, kept)


def _as_of(source: EvidenceSource, known: Sql, as_of: int) -> Sql:
    """Rows that are known by then, in which a later time is missing."""
    columns = (
        sql(
            "CASE WHEN {} <= {} THEN {} END AS {}",
            *(name(column_name(field)), integer(as_of), *[name(column_name(field))] * 2),
        )
        if field.type is ValueType.TIME
        else name(column_name(field))
        for field in source.all_fields
    )
    return sql(
        "SELECT {} FROM ({}) WHERE {} <= {}",
        *(listed([name(ROW), name(FILE), *columns]), known, name(column_name(source.since)), integer(as_of)),
    )
