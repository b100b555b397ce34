"""Evidence of time up and down that cannot be taken as it is: found, reported, and marked to be set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, assert_never

from sladsl.measurement.engines.engine import query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.faults import overlong_values, zero_divisions
from sladsl.measurement.records.inspection import Inspection, violations
from sladsl.measurement.records.loading import Loaded
from sladsl.measurement.records.problems import BadRow, Finding
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.scanning.reads import parts_of
from sladsl.measurement.sql.exact import comparison, constant
from sladsl.measurement.sql.expressions import column_name, number
from sladsl.measurement.sql.pieces import DIVIDE, Sql, any_of, integer, listed, name, sql
from sladsl.measurement.uptime.alike import evidence_of, first_of_each
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.cells import slots_of_a_cell
from sladsl.measurement.uptime.found import found_values, with_values
from sladsl.measurement.uptime.frames import term_start
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import in_series, pools_values, table
from sladsl.measurement.uptime.rates import RAW_RATES, make_raw_rates, summed
from sladsl.measurement.uptime.samples import cells_of_lines, make_raw_cells, raw_cells
from sladsl.measurement.uptime.slots import in_slots
from sladsl.measurement.uptime.sources import SHOWS, EvidenceSource, down_of, own, rows, sources
from sladsl.planning.plan import Arithmetic, Outages, Plan, Rates, Samples, ServiceLevel
from sladsl.planning.series import weights_of
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import write_duration
from sladsl.planning.zones import is_lived_twice, to_local
from sladsl.values import evolve

_PLACE = (FILE, ROW)
_CROWDED = sql("samples > bit_count(slots)")


def evidence_faults(inspection: Inspection, context: MeasurementContext) -> Iterator[Finding]:
    """Find conditions that divide by zero, samples that collide, shares that are none, and sums that tell no rate.

    The tables of cells that are made on the way serve to measure, too, as long as nothing is found.
    """
    zeros = {source: None for level in time_levels(context.plan) for source in sources(context.plan, level)}
    for source in zeros:
        yield from _zeros(inspection, context, source)
    for level in time_levels(context.plan):
        yield from _no_shares(inspection, context, level)
    for level in first_of_each(time_levels(context.plan)):
        evidence = down_of(level).evidence
        match evidence:
            case Outages():
                pass
            case Samples():
                yield from _collisions(inspection, context, level, evidence)
            case Rates():
                yield from _no_rates(inspection, context, level, evidence)
            case _:
                assert_never(evidence)


def checked_cells(plan: Plan) -> dict[str, str]:
    """Of levels by name, the tables of cells that checking their samples made."""
    made = {evidence_of(level): raw_cells(level) for level in first_of_each(time_levels(plan))}
    return {
        level.name: made[evidence_of(level)]
        for level in time_levels(plan)
        if isinstance(down_of(level).evidence, Samples)
    }


def overlong_evidence(inspection: Inspection, context: MeasurementContext) -> Iterator[Finding]:
    """Find records in which a condition needs more digits than the widest integer has."""
    for level in time_levels(context.plan):
        for source in sources(context.plan, level):
            for condition in source.conditions:
                if any(isinstance(part, Arithmetic) for part in parts_of(condition)):
                    every = _unconditional(context, source)
                    yield from overlong_values(inspection, context.scope(source), condition, every)


def _zeros(inspection: Inspection, context: MeasurementContext, source: EvidenceSource) -> Iterator[Finding]:
    scope = context.scope(source)
    if source.where is not None:
        yield from zero_divisions(inspection, scope, source.where, _unconditional(context, source))
    if source.shows is not None:
        yield from zero_divisions(inspection, scope, source.shows, context.rows(source, None))


def _unconditional(context: MeasurementContext, source: EvidenceSource) -> Sql:
    """All rows of a source with what its conditions read."""
    bare = evolve(source, where=None, shows=None, fields=source.all_fields)
    return rows(context.plan, bare, context.scope(source), context.tables, None)


# --- shares --------------------------------------------------------------------------------------------------------


def _no_shares(inspection: Inspection, context: MeasurementContext, level: ServiceLevel) -> Iterator[Finding]:
    """Outages of more users than there are, or of a part of none."""
    source, weights = own(level), weights_of(level)
    if weights is None:
        return
    scope = context.scope(source)
    affected, total, zero = number(weights[0], scope), number(weights[1], scope), constant(0)
    wrong = any_of(
        (
            comparison("<", affected, zero),
            comparison("<=", total, zero),
            comparison(">", affected, total),
        )
    )
    found = sql(
        "SELECT {} FROM ({}) AS r WHERE {} AND ({})",
        listed(name(each) for each in _PLACE),
        *(context.rows(source, None), name(SHOWS), wrong),
    )
    names = column_name(weights[0]), column_name(weights[1])

    def explain(row: int, _found: tuple[Any, ...]) -> BadRow:
        reason = f"`{names[0]}` of `{names[1]}` is no share: it is below 0, above the whole, or of nothing"
        return BadRow(row, names[0], None, reason, "correct one of the two")

    yield from violations(inspection, "SLA430", found, explain)


# --- samples -------------------------------------------------------------------------------------------------------


def _collisions(
    inspection: Inspection, context: MeasurementContext, level: ServiceLevel, samples: Samples
) -> Iterator[Finding]:
    """Samples of one thing at one instant, or in one slot where nothing says what that means."""
    raw = make_raw_cells(context, level, samples, None)
    cells = sql("SELECT * FROM {}", name(raw))
    if not pools_values(level) and not _is_any(context, sql("{} WHERE {}", cells, _CROWDED)):
        return
    level = with_values(level, found_values(context.session, context.plan, level, cells))
    if not level.series:
        return
    crowded = sql("SELECT series, entity, cell FROM ({}) AS u WHERE {}", cells_of_lines(level, raw), _CROWDED)
    if not _is_any(context, crowded):
        return
    explain = _colliding(inspection.loaded, level, "is of the same instant")
    at_once = _repeated(context, level, samples, crowded, sql("k, instant"))
    yield from violations(inspection, "SLA428", at_once, explain)
    if samples.one_slot is None:
        explain = _colliding(
            inspection.loaded, level, f"lies in the same slot of {write_duration(samples.every)}"
        )
        in_one_slot = _repeated(context, level, samples, crowded, sql("k"))
        yield from violations(inspection, "SLA429", in_one_slot, explain)


def _is_any(context: MeasurementContext, rows: Sql) -> bool:
    return bool(query(context.session, sql("SELECT 1 FROM ({}) AS c LIMIT 1", rows)))


def _repeated(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, crowded: Sql, alike: Sql
) -> Sql:
    """The samples of crowded cells that share their slot, or their instant, with another: where both are, and when."""
    place = [name(each) for each in _PLACE]
    instant = sql("{} AS instant", name(column_name(own(level).since)))
    raw = in_slots(context, level, samples.every, None, [*place, instant])
    kept = [*(sql("r.{}", each) for each in place), sql("r.k"), sql("r.instant")]
    located = in_series(level, raw, kept)
    size = integer(slots_of_a_cell(samples.every))
    crowd = sql(
        "SELECT s.* FROM ({}) AS s JOIN ({}) AS c ON c.series = s.series AND c.entity = s.entity"
        " AND c.cell = s.k {} {}",
        *(located, crowded, DIVIDE, size),
    )
    beside = listed(
        sql("coalesce(lag({}) OVER alike, lead({}) OVER alike) AS {}", each, each, name(f"other {part}"))
        for each, part in zip(place, ("file", "row"), strict=True)
    )
    return sql(
        "SELECT {}, instant, {}, {} FROM (SELECT *, {}, count(*) OVER (PARTITION BY series, entity, {}) AS held"
        " FROM ({}) AS x WINDOW alike AS (PARTITION BY series, entity, {} ORDER BY instant, {})) AS y WHERE held > 1",
        *(listed(place), name("other file"), name("other row"), beside, alike, crowd, alike, listed(place)),
    )


def _colliding(loaded: Loaded, level: ServiceLevel, where: str) -> Callable[[int, tuple[Any, ...]], BadRow]:
    zone, field = zone_of(loaded.plan), column_name(own(level).since)

    def explain(row: int, found: tuple[Any, ...]) -> BadRow:
        instant, file, other = found
        shown = to_local(zone, instant).isoformat(" ")
        reason = f"the sample in row {other} of `{loaded.files[file].raw.name}` {where}"
        return BadRow(row, field, shown, reason, _advice(loaded.plan, instant, where))

    return explain


def _advice(plan: Plan, instant: int, where: str) -> str:
    if is_lived_twice(zone_of(plan), instant):
        return (
            "a time without an offset that the clocks show twice is read as the first of the two, and one that they"
            " skip as the end of the gap: write the offset, as in `2026-10-25T01:30+00:00`"
        )
    if where.startswith("lies"):
        return "say which decide, with `samples of one slot need any` or `all`; samples of several things need `across`"
    return "keep one of them; samples of several things need `across`, or a level `by` what tells them apart"


# --- rates ---------------------------------------------------------------------------------------------------------


def _no_rates(
    inspection: Inspection, context: MeasurementContext, level: ServiceLevel, rates: Rates
) -> Iterator[Finding]:
    """Records of intervals in which something is divided by nothing, or by less than nothing."""
    make_raw_rates(context, level, rates, None)
    raw = sql("SELECT * FROM {}", name(table(level, RAW_RATES)))
    level = with_values(level, found_values(context.session, context.plan, level, raw))
    if not level.series:
        return
    wrong = sql(
        "SELECT series, entity, k FROM ({}) AS s WHERE bottom < 0 OR (bottom = 0 AND top <> 0)", summed(level)
    )
    place = [name(each) for each in _PLACE]
    records = in_series(
        level,
        in_slots(context, level, rates.every, None, place),
        [*(sql("r.{}", each) for each in place), sql("r.k")],
    )
    found = sql(
        "SELECT {}, r.k FROM ({}) AS r JOIN ({}) AS w ON w.series = r.series AND w.entity = r.entity AND w.k = r.k",
        *(listed(sql("r.{}", each) for each in place), records, wrong),
    )
    zone, start, field = zone_of(context.plan), term_start(context.plan), column_name(own(level).since)

    def explain(row: int, found: tuple[Any, ...]) -> BadRow:
        begins = to_local(zone, start + found[0] * rates.every).isoformat(" ")
        reason = f"in the interval from {begins}, what is divided by comes to nothing or less, and not what is divided"
        return BadRow(row, field, None, reason, "correct the numbers of the interval")

    yield from violations(inspection, "SLA431", found, explain)
