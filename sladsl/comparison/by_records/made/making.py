"""Records made up so that conditions hold for them: what a level or a pause asks of its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise, product

from sladsl.comparison.by_records.made.record_groups import OWN, Held, Path, Row, Rows, is_own
from sladsl.comparison.logic.atoms import OTHER, Value, Variable, mark_of, values_of
from sladsl.comparison.logic.factors import by_subject, declared
from sladsl.comparison.logic.times_compared import Apart, Scale, on_scale
from sladsl.comparison.logic.truth import truth
from sladsl.measurement.scanning.reads import declaration, record_set
from sladsl.planning.buckets import DAY, HOUR
from sladsl.planning.plan import Compare, Expression, Field, FieldDecl, Plan, ValueType
from sladsl.values import evolve, frozen

_MOST = 5_000
"""So many combinations of values are looked at for one that conditions hold for."""


@frozen
class Wanted:
    """A record to make: its set, its key, what fields hold on the way through refs, and what shall hold for it.

    `at` is the time, in µs, that times have which nothing says.
    """

    records: str
    held: Mapping[Path, Held]
    conditions: tuple[Expression, ...]
    at: int
    of: str = ""
    key: str = OWN


def made(plan: Plan, wanted: Wanted) -> Rows | None:
    """The record that is wanted, and those that it refers to; None where there is none that the conditions hold for."""
    chosen = _chosen(plan, wanted)
    if chosen is None:
        return None
    held = {**chosen, **wanted.held}
    first, *others = _rows(plan, wanted, held)
    told = [path for path in held if not is_own(held[path])]
    return (evolve(first, told={path: held[path] for path in told}), *others)


def _chosen(plan: Plan, wanted: Wanted) -> dict[Path, Held] | None:
    """What fields hold beside what is given, so that all conditions hold as far as fields decide it."""
    found = by_subject(wanted.conditions)
    apart = {each: times for each, atoms in found.items() if (times := _times_in(atoms[0])) is not None}
    subjects = {
        each: _distances(atoms, apart[each])
        if each in apart
        else _values(wanted, each, values_of(each, atoms, declared(plan, wanted.records, each.field)))
        for each, atoms in found.items()
    }
    for values in islice(product(*subjects.values()), _MOST):
        held = dict(zip(subjects, values, strict=True))
        if all(truth(each, held) for each in wanted.conditions):
            chosen = dict(
                _held(plan, wanted, each.field, value)
                for each, value in held.items()
                if each.field is not None and each.field.path not in wanted.held
            )
            return {**chosen, **_placed(wanted, [(times, held[each]) for each, times in apart.items()])}
    return None


def _times_in(atom: Expression) -> Apart | None:
    """Two instants of a record that are compared; dates are left as they are."""
    times = on_scale(atom) if isinstance(atom, Compare) else None
    return times if times is not None and times.scale in _UNITS else None


_UNITS = {Scale.TIME: 1, Scale.LOCAL_DAYS: DAY}


def _distances(about: Sequence[Expression], times: Apart) -> Sequence[Value]:
    """How much later one of two instants may be: just as the conditions say, or an hour or a day less or more."""
    marks = sorted(mark for each in about if isinstance(mark := mark_of(each), Fraction))
    step = HOUR if times.scale is Scale.TIME else 1
    between = ((low + high) / 2 for low, high in pairwise(marks))
    return [*dict.fromkeys([*marks, *between, marks[0] - step, marks[-1] + step])]


def _placed(wanted: Wanted, chosen: Sequence[tuple[Apart, Value]]) -> dict[Path, Held]:
    """The instants of a record that lie so far from others; those that are given stay where they are."""
    placed: dict[Path, Held] = dict(wanted.held)
    for times, value in chosen:
        end, start = times.end.path, times.start.path
        assert isinstance(value, Fraction), "a distance is so many units"
        distance = int(value * _UNITS[times.scale])
        known = placed.get(end) if end in placed else placed.setdefault(start, wanted.at)
        if isinstance(known, int):
            placed.setdefault(*((start, known - distance) if end in placed else (end, known + distance)))
    return {path: at for path, at in placed.items() if path not in wanted.held}


def _held(plan: Plan, wanted: Wanted, field: Field, value: Value) -> tuple[Path, Held]:
    """What a field holds or, of a ref to any other record, what that one does."""
    if value != OTHER:
        return field.path, value
    target = declaration(record_set(plan, wanted.records), field.path[0]).target
    if target is None or len(field.path) > 1:
        return field.path, "other"
    return (*field.path, next(each.name for each in record_set(plan, target).fields if each.key)), wanted.key


def _values(wanted: Wanted, subject: Variable, values: Sequence[Value]) -> Sequence[Value]:
    if subject.field is None or subject.field.path not in wanted.held:
        return values
    held = wanted.held[subject.field.path]
    return (held if isinstance(held, bool | str | None) else Fraction(held),)


def _rows(
    plan: Plan, wanted: Wanted, held: Mapping[Path, Held], within: tuple[str, ...] = ()
) -> Iterator[Row]:
    """A record, then those that it refers to, but no further one of a set that it is `within`."""
    own = {path[0]: value for path, value in held.items() if len(path) == 1}
    inside = (*within, wanted.records)
    latest = max([wanted.at, *_instants(plan, wanted.records, own)])
    others: list[Row] = []
    for each in record_set(plan, wanted.records).fields:
        beyond = {path[1:]: value for path, value in held.items() if path[0] == each.name and len(path) > 1}
        if each.key or (each.target in inside and not each.optional):
            own.setdefault(each.name, wanted.key)
        elif (
            each.target is not None
            and each.name in own
            and (own[each.name] is None or is_own(own[each.name]))
        ):
            continue
        elif each.target is not None and (beyond or not each.optional or each.name in own):
            key = own.setdefault(each.name, wanted.key)
            referred = Wanted(each.target, {}, (), wanted.at, key=wanted.key)
            others += _rows(plan, referred, _keyed(plan, each.target, key, beyond), inside)
        elif not each.optional and each.name not in own:
            own[each.name] = _plain(plan, each, latest)
    yield Row(wanted.records, own, of=wanted.of)
    yield from others


def _instants(plan: Plan, records: str, held: Mapping[str, Held]) -> Iterator[int]:
    """The instants that a record holds: no other time of it is before them, so that no clock runs backwards."""
    for each in record_set(plan, records).fields:
        at = held.get(each.name)
        if each.type is ValueType.TIME and isinstance(at, int):
            yield at


def _keyed(plan: Plan, records: str, key: Held, held: Mapping[Path, Held]) -> dict[Path, Held]:
    """What a record holds that others refer to by its key."""
    keys = (each.name for each in record_set(plan, records).fields if each.key)
    return {**dict.fromkeys(((name,) for name in keys), key), **held}


def _plain(plan: Plan, field: FieldDecl, at: int) -> Held:
    """What a field holds of which nothing is asked."""
    match field.type:
        case ValueType.FLAG:
            return False
        case ValueType.TIME:
            return at
        case ValueType.DATE:
            return at // DAY
        case ValueType.CHOICE:
            return field.choices[0]
        case ValueType.SEVERITY:
            return plan.severities[0].name
        case ValueType.TEXT | ValueType.REF:
            return "A"
        case ValueType.DURATION | ValueType.TIME_OF_DAY:
            return HOUR
        case _:
            return 1
