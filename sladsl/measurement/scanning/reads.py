"""Which record sets and fields of theirs a plan's levels read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.planning.exclusions import is_by_time, row_condition
from sladsl.planning.plan import (
    Arithmetic,
    Beside,
    Choose,
    Claim,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    DoneBy,
    DownEvidence,
    Evidence,
    Exclusion,
    Exists,
    Expression,
    Extreme,
    Field,
    FieldDecl,
    FieldLimit,
    LocalDate,
    Logical,
    Not,
    OpenRecords,
    Outages,
    Plan,
    Rates,
    RecordSet,
    Samples,
    Series,
    ServiceLevel,
    ValueType,
)
from sladsl.planning.record_units import units_in
from sladsl.planning.series import operands, weights_of


def record_set(plan: Plan, name: str) -> RecordSet:
    """The record set of a name."""
    return next(records for records in plan.records if records.name == name)


def declaration(records: RecordSet, name: str) -> FieldDecl:
    """The declaration of a field."""
    return next(field for field in records.fields if field.name == name)


def fields_read(plan: Plan) -> frozenset[tuple[str, str]]:
    """Every record set and field that some level reads, and those of the refs on the way there."""
    return frozenset((*claim_fields(plan), *choice_fields(plan))) | frozenset(
        step
        for level in plan.levels
        for records, field in (
            *((level.records, field) for field in _level_fields(level)),
            *_pause_fields(plan, level),
            *_history_fields(plan, level),
            *_down_fields(plan, level),
            *_exclusion_fields(plan, level),
        )
        for step in steps_of(plan, records, field)
    )


def claim_fields(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every field by which credits are claimed."""
    for step in () if plan.settlement is None else plan.settlement.steps:
        if isinstance(step, Claim):
            yield from ((step.records, name) for name in ("service_level", "window", step.at.path[0]))


def choice_fields(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every field by which the customer chooses among credits."""
    for step in () if plan.settlement is None else plan.settlement.steps:
        if isinstance(step, Choose):
            names = ("service_level", "window", "option", step.at.path[0])
            yield from ((step.records, name) for name in names)


def _pause_fields(plan: Plan, level: ServiceLevel) -> Iterator[tuple[str, Field]]:
    """Every field that the pauses of a level's clocks are read by, with its record set."""
    for series in level.series:
        for pause in () if series.clock is None else series.clock.pauses:
            for field in fields_of_pause(plan, pause):
                yield pause.records, field
            # A clock between records is paused by what refers to the same record as they do.
            yield from (
                (level.records, Field(key.type, (key.name,), optional=False))
                for key in record_set(plan, level.records).fields
                if key.key
            )


def _history_fields(plan: Plan, level: ServiceLevel) -> Iterator[tuple[str, Field]]:
    """Every field that the severities of a level are taken by, with its record set."""
    for taken in level.severities:
        history = record_set(plan, taken.records).history
        assert history is not None, "a severity is taken from a history"
        for field in record_set(plan, taken.records).fields:
            if field.name in {history.of, history.at, history.severity}:
                yield taken.records, Field(field.type, (field.name,), optional=field.optional)
        yield from (
            (level.records, Field(key.type, (key.name,), optional=False))
            for key in record_set(plan, level.records).fields
            if key.key
        )


def fields_of_pause(plan: Plan, pause: Evidence) -> tuple[Field, ...]:
    """The fields that a pause is read by: its instants, its link, and what its condition reads."""
    records = record_set(plan, pause.records)
    assert records.lasting is not None, "a check refuses pauses that do not last"
    starts, ends = records.lasting
    wanted = [
        Field(ValueType.TIME, (starts,), optional=False),
        Field(ValueType.TIME, (ends,), optional=True),
        Field(ValueType.REF, (pause.link,), optional=False),
        *(() if pause.where is None else fields_in(pause.where)),
    ]
    return tuple({field.path: field for field in wanted}.values())


def _down_fields(plan: Plan, level: ServiceLevel) -> Iterator[tuple[str, Field]]:
    """Every field that says when a service is down, of what, and what of the time is left out, with its record set."""
    if level.down is None:
        return
    told = [dimension.field for dimension in level.dimensions]
    told += [] if level.entities is None else [level.entities.field]
    told += weights_of(level) or ()
    for field in (*evidence_fields(level.down.evidence), *told):
        yield level.records, field
    for field in told:
        if field.type is ValueType.REF:
            yield from _keys_referred_to(plan, level.records, field)
    others: tuple[Beside | Exclusion, ...] = (*level.down.during, *level.exclusions)
    for records in others:
        for field in beside_fields(plan, records):
            yield records.records, field


def _exclusion_fields(plan: Plan, level: ServiceLevel) -> Iterator[tuple[str, Field]]:
    """Every field by which a level of records excludes some, with its record set."""
    for exclusion in () if level.down is not None else level.exclusions:
        condition = row_condition(level.records, exclusion)
        if condition is not None:
            yield from ((level.records, field) for field in fields_in(condition))
        elif exclusion.ref is not None:
            yield level.records, exclusion.ref
            yield from _own_keys(plan, exclusion.records)
        elif exclusion.link is not None:
            yield from ((exclusion.records, field) for field in link_fields(plan, exclusion))
        elif is_by_time(level.records, exclusion):
            yield from ((exclusion.records, field) for field in beside_fields(plan, exclusion))
        if condition is not None or exclusion.link is not None:
            yield from _own_keys(plan, level.records)


def link_fields(plan: Plan, exclusion: Exclusion) -> tuple[Field, ...]:
    """The fields that records are read by which refer to those of a level: their ref, and what the condition reads."""
    assert exclusion.link is not None, "they refer to the level's records"
    wanted = [declared(plan, exclusion.records, exclusion.link)]
    wanted += [] if exclusion.where is None else fields_in(exclusion.where)
    return tuple({field.path: field for field in wanted}.values())


def _own_keys(plan: Plan, records: str) -> Iterator[tuple[str, Field]]:
    """The key of a record set, by which its records are told apart and put in order."""
    for key in record_set(plan, records).fields:
        if key.key:
            yield records, Field(key.type, (key.name,), optional=False)


def evidence_fields(evidence: DownEvidence) -> Iterator[Field]:
    """The fields that a level's own records show by when the service is down."""
    yield from evidence_instants(evidence)
    match evidence:
        case Outages(condition=condition):
            conditions: tuple[Expression, ...] = () if condition is None else (condition,)
        case Samples(condition=condition):
            conditions = (condition,)
        case Rates(over=over, under=under):
            conditions = (over, under)
        case _:
            assert_never(evidence)
    yield from (field for condition in conditions for field in fields_in(condition))


def evidence_instants(evidence: DownEvidence) -> tuple[Field, ...]:
    """The instants at which a level's own records are, or begin and end."""
    match evidence:
        case Outages(starts, ends):
            return starts, ends
        case Samples(at=at) | Rates(at=at):
            return (at,)
    assert_never(evidence)


def beside_fields(plan: Plan, records: Beside | Exclusion) -> tuple[Field, ...]:
    """The fields that records beside a level's own are read by: their instants, what they share, their condition's."""
    lasting = record_set(plan, records.records).lasting
    assert lasting is not None, "a check refuses evidence that does not last"
    wanted = [
        *(declared(plan, records.records, name) for name in (*lasting, *records.alike)),
        *(() if records.where is None else fields_in(records.where)),
    ]
    return tuple({field.path: field for field in wanted}.values())


def declared(plan: Plan, records: str, name: str) -> Field:
    """A field of a record set by its name."""
    field = declaration(record_set(plan, records), name)
    return Field(field.type, (name,), field.optional)


def _keys_referred_to(plan: Plan, records: str, field: Field) -> Iterator[tuple[str, Field]]:
    """The key of the records that a ref leads to, since all of them count."""
    holder, name = list(steps_of(plan, records, field))[-1]
    target = declaration(record_set(plan, holder), name).target
    assert target is not None, "only a ref leads to another record set"
    for key in record_set(plan, target).fields:
        if key.key:
            yield target, Field(key.type, (key.name,), optional=False)


def records_read(plan: Plan) -> tuple[str, ...]:
    """The record sets that some level reads, in the order of the plan."""
    names = {level.records for level in plan.levels} | {records for records, _ in fields_read(plan)}
    return tuple(records.name for records in plan.records if records.name in names)


def steps_of(plan: Plan, records: str, field: Field) -> Iterator[tuple[str, str]]:
    """The record set and field of each step of a path; after a ref, the key of its target."""
    for position, step in enumerate(field.path):
        yield records, step
        if position < len(field.path) - 1:
            target = declaration(record_set(plan, records), step).target
            assert target is not None, "only a ref leads to another record set"
            records = target
            yield from ((records, key.name) for key in record_set(plan, records).fields if key.key)


def _level_fields(level: ServiceLevel) -> Iterator[Field]:
    """Every field that a level reads."""
    if level.counted is not None:
        yield level.counted
    yield from (dimension.field for dimension in level.dimensions)
    if level.where is not None:
        yield from fields_in(level.where)
    for series in level.series:
        yield from _series_fields(series)


def _series_fields(series: Series) -> Iterator[Field]:
    """Every field that a series reads."""
    if series.clock is not None:
        yield from clock_fields(series.clock.start, series.clock.end)
        if series.clock.each is not None:
            yield series.clock.each
    if isinstance(series.measure, OpenRecords):
        yield from (series.measure.start, series.measure.end)
    for expression in (series.good, *operands(series.measure), *credited_expressions(series)):
        if expression is not None:
            yield from fields_in(expression)


def credited_expressions(series: Series) -> Iterator[Expression]:
    """The conditions and values that credits owed for each record read."""
    for units in units_in(series):
        if units.where is not None:
            yield units.where
        if units.field is not None:
            yield units.field
        if units.steps is not None:
            yield ClockTime()


def clock_fields(start: Field | Extreme, end: Field) -> tuple[Field, ...]:
    """The fields that a clock starts at, and the one it ends at."""
    return (*(start.fields if isinstance(start, Extreme) else (start,)), end)


def fields_in(expression: Expression) -> Iterator[Field]:
    """Every field in an expression."""
    for part in parts_of(expression):
        if isinstance(part, Field):
            yield part
        elif isinstance(part, ClockWithin) and isinstance(part.limit, FieldLimit):
            yield part.limit.field
        elif isinstance(part, DoneBy):
            yield from (part.field, part.after)


def parts_of(expression: Expression) -> Iterator[Expression]:
    """An expression and all within it, outermost first."""
    yield expression
    match expression:
        case Constant() | Field() | ClockTime() | ClockWithin() | DoneBy():
            return
        case Not(operand) | LocalDate(operand) | Exists(operand):
            yield from parts_of(operand)
        case Logical() | Compare() | Arithmetic():
            yield from parts_of(expression.left)
            yield from parts_of(expression.right)
        case _:
            assert_never(expression)
