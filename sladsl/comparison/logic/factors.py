"""What the truth of conditions hangs on, each thing with all the ways that it may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sladsl.comparison.logic.atoms import Value, Variable, atoms, subject_of, values_of
from sladsl.comparison.logic.timed import Run, Timed, timed_in
from sladsl.planning.plan import Clock, Expression, Field, Plan, ValueType
from sladsl.values import frozen


@frozen(eq=False)
class Way:
    """A way that something may be: its values and, where it hangs on times, a record by these."""

    values: Mapping[Variable, Value]
    run: Run | None = None


@frozen(eq=False)
class Factor:
    """A field or something else that has one value in a record, or what hangs on two times of it, with all its ways.

    `about` are the parts of conditions that are about it.
    """

    about: Sequence[Expression]
    ways: tuple[Way, ...]
    subject: Variable | None = None
    timed: Timed | None = None


def factors_of(
    plan: Plan, records: str, conditions: Sequence[Expression | None], clock: Clock | None
) -> Sequence[Factor]:
    """All that the truth of some conditions hangs on, each independent of the others."""
    together = timed_in(plan, conditions, clock)
    taken = {atom for timed in together for atom in timed.about}
    found = by_subject(conditions, taken)
    return [
        *(Factor(of, _ways(plan, records, each, of), subject=each) for each, of in found.items()),
        *(
            Factor(each.about, tuple(Way(run.values, run) for run in each.runs), timed=each)
            for each in together
        ),
    ]


def _ways(plan: Plan, records: str, subject: Variable, about: Sequence[Expression]) -> tuple[Way, ...]:
    values = values_of(subject, about, declared(plan, records, subject.field))
    return tuple(Way({subject: value}) for value in values)


def by_subject(
    conditions: Sequence[Expression | None], but: Collection[Expression] = ()
) -> dict[Variable, list[Expression]]:
    """What some conditions are about, each with the atoms that are about it, but for some atoms."""
    found: dict[Variable, list[Expression]] = {}
    for condition in conditions:
        for atom in () if condition is None else atoms(condition):
            subject = subject_of(atom)
            if subject is not None and atom not in but and atom not in found.setdefault(subject, []):
                found[subject].append(atom)
    return found


def declared(plan: Plan, records: str, field: Field | None) -> tuple[str, ...]:
    """The values that a field may have by its declaration; none where it may have any."""
    if field is None:
        return ()
    if field.type is ValueType.SEVERITY:
        return tuple(tier.name for tier in plan.severities)
    for name in field.path:
        decl = next(
            (each for one in plan.records if one.name == records for each in one.fields if each.name == name),
            None,
        )
        if decl is None:
            return ()
        if name == field.path[-1]:
            return decl.choices
        records = decl.target or ""
    return ()
