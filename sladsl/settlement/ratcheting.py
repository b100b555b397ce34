"""Targets that become stricter as a level does better: the limits in force in each window, and windows judged by them.

Each series is walked window by window, in the order in which they end, so that a limit depends on earlier windows
alone. A window that is unmeasured, in grace or excused neither counts nor breaks, but a baseline counts windows that
are measured in grace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from sladsl.planning.eras import plan_at
from sladsl.planning.plan import Comparator, Dated, Plan, Quantity, Ratchet, Series, ServiceLevel, Target
from sladsl.planning.series import series_at
from sladsl.settlement.eras import level_of
from sladsl.settlement.excuses import Excuser, excuser
from sladsl.settlement.explanation import RaisedTarget, Result, Verdict
from sladsl.settlement.judging import OfLevel, measured_values, of_level, rejudged
from sladsl.settlement.rounding import rounded
from sladsl.settlement.values import quantum
from sladsl.settlement.verdicts import in_force, is_measured
from sladsl.values import evolve, frozen

_COUNTED = {Verdict.MET, Verdict.BELOW_EXPECTED, Verdict.MISSED}
_HIGH = {Comparator.AT_LEAST, Comparator.ABOVE}


@frozen
class _WrittenTarget:
    """A target and how it becomes stricter, as written."""

    rules: tuple[Ratchet, ...]
    target: Target


@frozen
class _TargetState:
    """How a target has come along: its last rise, and the windows counted since, with whether each was better.

    `rules` are those still to come, a baseline before the ratchet.
    """

    written: _WrittenTarget
    rules: tuple[Ratchet, ...]
    raised: RaisedTarget | None = None
    counted: tuple[tuple[Result, bool], ...] = ()


@frozen
class _WindowContext:
    """What binds a window: the plan, the level and its series, and what tells which windows are excused."""

    plan: Plan
    level: ServiceLevel
    series: Series
    excused: Excuser


def ratcheted(plan: Plan, results: Sequence[Result]) -> Sequence[Result]:
    """Judge windows by what ratchets and baselines have come to, those of obligations before what they may excuse."""
    levels = [level for of in (plan, *plan.eras) for level in of.levels if level.ratchets]
    values = measured_values(plan, (each.measurement for each in results))
    for name in dict.fromkeys(each.name for each in sorted(levels, key=lambda each: each.party is None)):
        excused = excuser(plan, results)
        judged = {
            each.place: each for own in _by_key(name, results) for each in _walked(plan, own, values, excused)
        }
        results = [judged.get(each.place, each) for each in results]
    return results


def is_high(target: Target) -> bool:
    """Whether more is better by a target."""
    return target.comparator in _HIGH


def _by_key(level: str, results: Sequence[Result]) -> Iterator[list[Result]]:
    found: dict[tuple[str, ...], list[Result]] = defaultdict(list)
    for each in results:
        if each.measurement.level == level:
            found[each.measurement.key].append(each)
    for own in found.values():
        yield sorted(own, key=lambda each: each.measurement.window.place)


def _walked(
    plan: Plan, own: Sequence[Result], values: Mapping[OfLevel, int], excused: Excuser
) -> Iterator[Result]:
    courses: Mapping[str, _TargetState] = {}
    for measured in own:
        of = _binding_terms(plan, measured, excused)
        courses = {word: _going_on(of, word, courses.get(word)) for word in _words(of.level)}
        binding = {word: raised for word, each in courses.items() if (raised := _binding(of, each, measured))}
        result = _bound(of, measured, binding, values) if binding and not measured.is_final else measured
        yield result
        judged = of.excused(result)
        courses = {word: _noted(of, each, judged) for word, each in courses.items()}


def _binding_terms(plan: Plan, result: Result, excused: Excuser) -> _WindowContext:
    """What binds a window: the terms of the era in which it starts."""
    measured = result.measurement
    level = level_of(plan, measured)
    return _WindowContext(
        plan_at(plan, measured.window.start), level, series_at(level, measured.key), excused
    )


def _words(level: ServiceLevel) -> Iterator[str]:
    return iter(dict.fromkeys(rule.word for rule in level.ratchets))


def _going_on(of: _WindowContext, word: str, course: _TargetState | None) -> _TargetState:
    """The course of a target, from the start where an amendment has written anew what it is or how it moves."""
    written = _WrittenTarget(
        tuple(rule for rule in of.level.ratchets if rule.word == word), _target(of.series, word)
    )
    return (
        course if course is not None and course.written == written else _TargetState(written, written.rules)
    )


def _bound(
    of: _WindowContext, result: Result, binding: Mapping[str, RaisedTarget], values: Mapping[OfLevel, int]
) -> Result:
    """A result judged by the limits that targets have been raised to."""
    terms = _with_limits(of.series, binding)
    again = rejudged(of.plan, of.level, terms, result, values[of_level(result.measurement)])
    return evolve(again, terms=terms, raised=tuple(binding.values()))


def _binding(of: _WindowContext, course: _TargetState, result: Result) -> RaisedTarget | None:
    """The rise that binds a window: none where what is written for it is as strict."""
    if course.raised is None:
        return None
    target = _target(of.series, course.raised.rule.word)
    written = in_force(of.plan, target.values, result.measurement.window)
    return course.raised if _is_better(target, course.raised.after, written) else None


def _with_limits(series: Series, binding: Mapping[str, RaisedTarget]) -> Series:
    for word, raised in binding.items():
        target = evolve(_target(series, word), values=(Dated(None, raised.after, raised.rule.span),))
        series = evolve(series, expected=target) if word == "expected" else evolve(series, minimum=target)
    return series


def _target(series: Series, word: str) -> Target:
    target = series.expected if word == "expected" else series.minimum
    assert target is not None, "a check asks for the target that a ratchet is of"
    return target


def _is_better(target: Target, one: Quantity, other: Quantity) -> bool:
    """Whether a value, or a limit, is strictly better than another by a target."""
    return one.amount > other.amount if is_high(target) else one.amount < other.amount


def _noted(of: _WindowContext, course: _TargetState, result: Result) -> _TargetState:
    """What has become of a target by the end of a window."""
    if not course.rules:
        return course
    rule, value = course.rules[0], result.measurement.value
    is_counted = result.verdict in _COUNTED or (
        rule.is_baseline and result.verdict is Verdict.GRACE and is_measured(of.series, result.measurement)
    )
    if value is None or not is_counted:
        return course
    target = _target(of.series, rule.word)
    limit = next(
        each.bound for each in result.comparisons if each.target.word == target.word and each.share is None
    )
    counted = (*course.counted, (result, _is_better(target, value, limit)))[-rule.windows :]
    if len(counted) < rule.windows or not (rule.is_baseline or all(better for _, better in counted)):
        return evolve(course, counted=counted)
    raised = _raised(rule, target, limit, [each for each, _ in counted])
    if rule.is_baseline:
        return _TargetState(course.written, course.rules[1:], raised)
    return evolve(course, raised=raised or course.raised, counted=() if raised else counted)


def _raised(rule: Ratchet, target: Target, limit: Quantity, windows: Sequence[Result]) -> RaisedTarget | None:
    """The limit that windows raise a target to; none where it would not be stricter."""
    values = [each.measurement.value.amount for each in windows if each.measurement.value is not None]
    mean = sum(values, Fraction(0)) / len(values)
    after = (limit.amount + mean) / 2
    if rule.most is not None and rule.to is not None:
        furthest = limit.amount + rule.most * (rule.to.amount - limit.amount)
        after = min(after, furthest) if is_high(target) else max(after, furthest)
    now = evolve(limit, amount=rounded(after, quantum(rule.rounded, limit.type), rule.rounded.mode))
    if not _is_better(target, now, limit):
        return None
    labels = tuple(each.measurement.window.label for each in windows)
    return RaisedTarget(rule, limit, evolve(limit, amount=mean), now, labels)
