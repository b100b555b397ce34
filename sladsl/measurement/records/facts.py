"""What one pass over a record set tells, so that most of what could be wrong with its rows need not be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import Factory

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.records.numbered_keys import numbered_keys
from sladsl.measurement.scanning.reads import clock_fields, evidence_instants
from sladsl.measurement.scanning.scans import scans
from sladsl.measurement.sql.pieces import HASH, Sql, all_of, how_many, integer, listed, name, shifted, sql
from sladsl.planning.plan import Field, Plan, RecordSet, ValueType
from sladsl.values import frozen

_SLICE = 5_000_000
_MOST_SLICES = 4

Pair = tuple[str, str]


@frozen
class FactsQuery:
    """What is asked about a record set: of its key, of fields that must not come before others, of ends of ranges.

    The ends of `instants` are asked for only where a file tells them without being read. Of `delayed` pairs it is asked
    how long the second comes after the first.
    """

    keys: tuple[str, ...]
    pairs: tuple[Pair, ...]
    ranges: tuple[str, ...]
    instants: tuple[str, ...] = ()
    delayed: tuple[Pair, ...] = ()


@frozen
class Facts:
    """What is known of the rows of a record set, the bad ones included.

    `faults` counts what `facts_of` was given to count. `repeats` is zero where no two rows have one key. `backwards`
    counts, for each pair of fields, the rows in which the second comes before the first. `ranges` has the least and the
    greatest value of a field, None where it has none. `delays` has how many µs the second of two fields comes at most
    after the first, None where a row has no second.
    """

    faults: int
    repeats: int
    backwards: Mapping[Pair, int]
    ranges: Mapping[str, tuple[int | None, int | None]]
    delays: Mapping[Pair, int | None] = Factory(dict)

    def goes_backwards(self, pair: Pair) -> bool:
        """Whether some row may have the second of two fields before the first; so it may where nobody has looked."""
        return self.backwards.get(pair, 1) > 0


NO_FACTS = Facts(0, 0, {}, {})


def wanted(plan: Plan, records: RecordSet) -> FactsQuery:
    """What is asked about a record set of a plan."""
    keys = tuple(field.name for field in records.fields if field.key)
    lasting = () if records.lasting is None else (records.lasting,)
    clocks = [clock for scan in scans(plan) if scan.key.records == records.name and (clock := scan.key.clock)]
    pairs = (pair for clock in clocks for pair in own_pairs(*clock_fields(clock.start, clock.end)))
    starts = (field for clock in clocks for field in clock_fields(clock.start, clock.end)[:-1])
    counted = (scan.key.counted for scan in scans(plan) if scan.key.records == records.name)
    ranges = dict.fromkeys(field.path[0] for field in (*counted, *starts) if len(field.path) == 1)
    downs = (level.down for level in plan.levels if level.records == records.name)
    evidence = (field for down in downs if down is not None for field in evidence_instants(down.evidence))
    instants = (field.path[0] for field in evidence if len(field.path) == 1 and field.path[0] not in ranges)
    pairs_ = tuple(dict.fromkeys((*lasting, *pairs)))
    delayed = (
        pair
        for scan in scans(plan)
        if scan.key.records == records.name and scan.key.clock is not None and scan.key.at is None
        for pair in own_pairs(scan.key.counted, scan.key.clock.end)
    )
    return FactsQuery(
        keys, pairs_, tuple(ranges), tuple(dict.fromkeys(instants)), tuple(dict.fromkeys(delayed))
    )


def own_pairs(*fields: Field) -> Iterator[Pair]:
    """The starts of a clock, each with its end, where all are instants of the record itself; the end comes last."""
    if all(len(field.path) == 1 and field.type is ValueType.TIME for field in fields):
        yield from ((start.path[0], fields[-1].path[0]) for start in fields[:-1])


def facts_of(session: Session, rows: str, asked: FactsQuery, faults: Sql, size: int) -> Facts:
    """Go over a view of `size` rows once, and again where its keys take more; `faults` is an aggregate.

    Numbered keys are told apart in that one pass. Others are by a number that is made from them: where two keys share
    one they pass for repeated, which is then looked into.
    """
    numbered = numbered_keys(session, rows, asked.keys, size)
    aggregates = [
        faults,
        sql("count(CASE WHEN {} THEN 1 END)", _has_key(asked)) if asked.keys else integer(0),
        integer(0) if numbered is None else numbered,
        *(how_many(sql("{} < {}", name(end), name(start))) for start, end in asked.pairs),
        *(sql("{}({})", side, name(field)) for field in asked.ranges for side in _SIDES),
        *(_half_delay(first, second) for first, second in asked.delayed),
    ]
    found, keyed, distinct, *rest = query(session, sql("SELECT {} FROM {}", listed(aggregates), name(rows)))[
        0
    ]
    if distinct < keyed:
        slices = min(_MOST_SLICES, -(-size // _SLICE))
        distinct = sum(_distinct(session, rows, asked, slices, number) for number in range(slices))
    backwards, ends = rest[: len(asked.pairs)], iter(rest[len(asked.pairs) :])
    return Facts(
        found,
        keyed - distinct,
        dict(zip(asked.pairs, backwards, strict=True)),
        {field: (next(ends), next(ends)) for field in asked.ranges},
        {pair: None if (half := next(ends)) is None else 2 * half + 1 for pair in asked.delayed},
    )


def _half_delay(first: str, second: str) -> Sql:
    """The greatest difference of halves of two fields, which no value makes too long; NULL where a second is none."""
    return sql(
        "CASE WHEN count({}) = count(*) THEN max({} - {}) END",
        *(name(second), shifted(name(second), 1), shifted(name(first), 1)),
    )


_SIDES = (Sql(("min",)), Sql(("max",)))


def _has_key(asked: FactsQuery) -> Sql:
    return all_of(sql("{} IS NOT NULL", name(key)) for key in asked.keys)


def _distinct(session: Session, rows: str, asked: FactsQuery, slices: int, number: int) -> int:
    """How many keys there are in a slice; one slice at a time, they take little memory."""
    # Rows that a condition leaves out beforehand cost less than values that are left out as NULL.
    counted = sql("SELECT count(DISTINCT {}) FROM {}", _told_apart(asked), name(rows))
    found: int = query(session, sql("{} WHERE {}", counted, _in_slice(asked, slices, number)))[0][0]
    return found


def _in_slice(asked: FactsQuery, slices: int, number: int) -> Sql:
    chosen = sql("abs({} % {}) = {}", _told_apart(asked), integer(slices), integer(number))
    return all_of([_has_key(asked), *([chosen] if slices > 1 else [])])


def _told_apart(asked: FactsQuery) -> Sql:
    return sql("{}({})", HASH, listed(name(key) for key in asked.keys))
