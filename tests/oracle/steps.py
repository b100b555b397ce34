"""The steps of a settlement, period after period (docs/settlement.md)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.oracle.agreement import (
    Agreement,
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPerValue,
    HighestPerWindow,
    Ignore,
    Limit,
    Multiply,
    Raise,
    Round,
    Service,
    Step,
    step_on,
)
from tests.oracle.earning import charged
from tests.oracle.eras import bound, on
from tests.oracle.measures import REACHES
from tests.oracle.outcomes import Outcome, counting, series_of_one, too_often, unit_holding
from tests.oracle.periods import Span, after, calendar_unit, windows
from tests.oracle.rounding import to_quanta
from tests.oracle.wall import DAY, starts

ZERO = Fraction(0)
Memory = tuple[object, ...]
"""What tells a step that remembers earlier periods from others."""


@dataclass(frozen=True)
class Claimed:
    """A claim: the name of a level, the label of a window, and when it was made."""

    level: str
    window: str
    at: dt.datetime


@dataclass(frozen=True)
class Chosen(Claimed):
    """A choice: the number of an option, too."""

    option: int


@dataclass(frozen=True)
class Line:
    """A credit on its way through the steps. `number` is which credit of its level; `kind` credit, carried or back."""

    level: str
    key: tuple[str, ...]
    span: Span
    number: int
    amount: Fraction
    unit: str = "money"
    kind: str = "credit"
    lands: dt.datetime | None = None

    @property
    def window(self) -> str:
        """The label of its window."""
        return self.span.label

    @property
    def last(self) -> dt.date:
        """The last day of its window."""
        return self.span.until - DAY

    @property
    def name(self) -> tuple[object, ...]:
        """What it is whatever it comes to."""
        return self.kind, self.level, self.key, self.span.label, self.span.end, self.number


@dataclass(frozen=True)
class Settled:
    """A settlement period: its credits before the steps and after each, and the total with what is booked for others.

    `adjusted` is what has become of lines of earlier periods: the period, the line, and both amounts.
    """

    span: Span
    calculated: list[Line]
    steps: list[list[Line]]
    total: Fraction
    adjusted: list[tuple[str, Line, Fraction, Fraction]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """The credits after all steps."""
        return self.steps[-1]


@dataclass
class Course:
    """A settlement under way: what steps remember, by their place, of the periods before."""

    agreement: Agreement
    outcomes: Sequence[Outcome]
    claims: Sequence[Claimed] | None
    period: Span
    as_of: dt.datetime
    choices: Sequence[Chosen] = ()
    used: dict[tuple[Memory, dt.date, str], Fraction] = field(default_factory=dict)
    waiting: dict[Memory, list[tuple[Line, int | None]]] = field(default_factory=dict)
    open: dict[Memory, list[Line]] = field(default_factory=dict)
    balances: dict[tuple[Memory, str], Fraction] = field(default_factory=dict)
    highest: dict[tuple[Memory, str], Fraction] = field(default_factory=dict)

    @property
    def is_last(self) -> bool:
        """Whether no later period follows."""
        return self.agreement.term.last is not None and self.period.until > self.agreement.term.last


def settle(
    agreement: Agreement,
    found: Sequence[Outcome],
    claims: Sequence[Claimed] | None = None,
    as_of: Callable[[int, Span], dt.datetime] | None = None,
    through: Span | None = None,
    *,
    choices: Sequence[Chosen] = (),
    given: Sequence[Line] = (),
) -> list[Settled]:
    """Settle every period through one, or the one in which the last window ends; `as_of` says as of when each is."""
    if agreement.settlement is None or (not found and through is None):
        return []
    term = agreement.term
    until = max(each.window.until for each in found) if through is None else through.until
    course: Course | None = None
    settled = []
    for number, period in enumerate(windows(term, agreement.settlement.per, until)):
        at = period.end if as_of is None else as_of(number, period)
        if course is None:
            course = Course(agreement, found, claims, period, at, choices)
        course.period, course.as_of = period, at
        lines = [
            Line(each.level, each.key, each.window, credit.number, credit.amount, credit.unit)
            for each in found
            if period.start < each.window.end <= period.end
            for credit in each.earned
        ]
        lines += [line for line in given if period.start < line.span.end <= period.end]
        steps: list[list[Line]] = []
        named = _in_force(agreement, period)
        _forget(course, [place for place, _ in named])
        for place, step in named:
            steps.append(_seen(course, step, place, steps[-1] if steps else lines))
        _keep_final(course, steps[-1])
        settled.append(Settled(period, lines, steps, total(steps[-1])))
    return settled


def _in_force(agreement: Agreement, period: Span) -> list[tuple[Memory, Step]]:
    """The steps that hold when a period starts; how the customer chooses may be said by those before alone."""
    versions = [agreement, *(each for since, each in agreement.later if since <= period.first)]
    named = _named(versions[-1])
    choosing = [each for version in versions for each in _named(version) if isinstance(each[1], Choose)]
    if choosing and not any(isinstance(step, Choose) for _, step in named):
        named.insert(0, choosing[-1])
    return named


def all_steps(agreement: Agreement) -> tuple[Step, ...]:
    """The written steps, one for each service where one says so; and rounding half-up unless the last one rounds."""
    return tuple(step for _, step in _named(agreement))


def _named(agreement: Agreement) -> list[tuple[Memory, Step]]:
    """The steps, each with the name under which it goes on with what it remembers where steps are replaced."""
    assert agreement.settlement is not None
    steps = [each for step in agreement.settlement.steps for each in _for_services(agreement, step)]
    if not steps or not isinstance(steps[-1][1], Round):
        steps.append((None, Round("half-up", Fraction(1, 10**agreement.digits))))
    named: list[tuple[Memory, Step]] = []
    for service, step in steps:
        name = _same(service, step)
        named.append(((*name, sum(other[:-1] == name for other, _ in named)), step))
    return named


def _same(service: str | None, step: Step) -> Memory:
    """What makes a step the same one, whatever its amount: of a limit its scope and its period."""
    match step:
        case Limit():
            levels = None if service is not None or step.levels is None else frozenset(step.levels)
            return "limit", service, levels, step.apart, step.anchor, step.per
        case FreePoints():
            return "free", step.anchor, step.per
        case EarnBack():
            return "back", step.levels
        case HighestPerValue():
            return "highest", step.dimension
    return (type(step).__name__,)


def _for_services(agreement: Agreement, step: Step) -> Iterable[tuple[str | None, Step]]:
    if not isinstance(step, Limit | Ignore | Raise) or step.apart != "service":
        return ((None, step),)
    indicators = {level.name for level in agreement.levels if level.is_kpi}
    return [
        (service.name, _for_service(step, service, levels))
        for service in agreement.services
        if (levels := tuple(name for name in service.levels if name not in indicators))
    ]


def _for_service(step: Limit | Ignore | Raise, service: Service, levels: tuple[str, ...]) -> Step:
    later: list[tuple[dt.date, Step]] = []
    for since, each in step.later:
        assert isinstance(each, Limit | Ignore | Raise)
        later.append((since, _for_service(each, service, levels)))
    if isinstance(step, Limit) and step.charge == "":
        step = replace(step, charge=service.charges[0])
    return replace(step, levels=levels, apart=None, later=tuple(later))


def _forget(course: Course, places: Sequence[Memory]) -> None:
    """What no step takes up any more lapses."""
    course.used = {key: each for key, each in course.used.items() if key[0] in places}
    course.balances = {key: each for key, each in course.balances.items() if key[0] in places}
    course.highest = {key: each for key, each in course.highest.items() if key[0] in places}
    course.waiting = {place: each for place, each in course.waiting.items() if place in places}
    course.open = {place: each for place, each in course.open.items() if place in places}


def standing(agreement: Agreement, settled: Settled) -> list[Line]:
    """The credits of a period before the steps, without the options that do not stand."""
    (first, *_) = all_steps(on(agreement, settled.span.first))
    return settled.steps[0] if isinstance(first, Choose) else settled.calculated


def before_money(agreement: Agreement, settled: Settled) -> list[Line]:
    """The points of a period before any step makes money of them."""
    steps = all_steps(on(agreement, settled.span.first))
    place = next(
        (at for at, step in enumerate(steps) if isinstance(step, Convert | ConvertTable)), len(steps)
    )
    lines = settled.steps[place - 1] if place else settled.calculated
    return [line for line in lines if line.unit == "points"]


def total(lines: Sequence[Line]) -> Fraction:
    """What lines come to in money."""
    return sum((line.amount for line in lines if line.unit == "money"), ZERO)


def _seen(course: Course, step: Step, place: Memory, lines: list[Line]) -> list[Line]:
    """Take a step over the lines that it sees; the others stay, and what it adds comes last."""
    if not isinstance(step, Limit | FreePoints):
        step = step_on(step, course.period.first)
    kinds = {"money"}
    if isinstance(step, Multiply | Convert | Claim | Choose):
        kinds = {"money", "points", "days of service"}
    elif isinstance(step, FreePoints | ConvertTable):
        kinds = {"points"}
    seen = [line for line in lines if line.unit in kinds]
    done = _taken(course, step, place, seen)
    now = iter(done)
    kept = [next(now) if line.unit in kinds else line for line in lines]
    return [*kept, *now]


def _taken(course: Course, step: Step, place: Memory, lines: list[Line]) -> list[Line]:
    match step:
        case Multiply():
            return _multiplied(course, step, lines)
        case HighestPerWindow():
            return _highest_of_windows(lines)
        case HighestPerValue():
            return _highest_of_values(course, step, place, lines)
        case HighestOf():
            return _highest_sums(step, lines)
        case Limit():
            return _limited(course, step, place, lines)
        case Ignore() | Raise():
            return _small(course, step, lines)
        case Convert():
            each = _in_period(course, step.charge, step.amount)
            return [
                replace(line, amount=line.amount * each, unit="money") if line.unit == "points" else line
                for line in lines
            ]
        case ConvertTable():
            return _by_table(course, step, lines)
        case FreePoints():
            return _freed(course, step, place, lines)
        case CarryOver():
            return _carried(course, step, place, lines)
        case Choose():
            return [
                line if _stands(course, step, line, lines) else replace(line, amount=ZERO) for line in lines
            ]
        case Claim():
            return [line if _is_claimed(course, step, line) else replace(line, amount=ZERO) for line in lines]
        case EarnBack():
            return _earned_back(course, step, place, lines)
        case Round():
            return rounded(step, lines)


def _in_period(course: Course, charge: str | None, amount: Fraction) -> Fraction:
    """Money, or a share of what is charged in the settlement period."""
    if charge is None:
        return amount
    return amount * charged(course.agreement, charge, course.period.first, course.period.until)


# --- steps that look at windows -------------------------------------------------------------------------------------


def _multiplied(course: Course, step: Multiply, lines: list[Line]) -> list[Line]:
    return [
        replace(line, amount=line.amount * step.factor)
        if (step.levels is None or line.level in step.levels) and _is_too_often(course, step, line)
        else line
        for line in lines
    ]


def _is_too_often(course: Course, step: Multiply, line: Line) -> bool:
    if line.kind == "remedy":
        return False
    own = _own(course, line)
    past = series_of_one(course.outcomes, own)
    return own in past and too_often(course.agreement, step.often, past)


def _own(course: Course, line: Line) -> Outcome:
    return next(
        each
        for each in course.outcomes
        if (each.level, each.key, each.window) == (line.level, line.key, line.span)
    )


def _highest_of_windows(lines: list[Line]) -> list[Line]:
    best: dict[Span, Line] = {}
    for line in lines:
        if line.kind == "credit" and (line.span not in best or line.amount > best[line.span].amount):
            best[line.span] = line
    return [
        replace(line, amount=ZERO) if line.kind == "credit" and line is not best[line.span] else line
        for line in lines
    ]


def _highest_of_values(course: Course, step: HighestPerValue, place: Memory, lines: list[Line]) -> list[Line]:
    """Of the credits of a value the first that is highest, as far as it exceeds what was kept in earlier periods."""
    after = list(lines)
    values: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.kind == "credit" and (value := _value(course, step.dimension, line)) is not None:
            values.setdefault(value, []).append(at)
    for value, own in values.items():
        best = max(own, key=lambda at: lines[at].amount)
        before = course.highest.get((place, value), ZERO)
        for at in own:
            kept = max(lines[at].amount - before, ZERO) if at == best else ZERO
            after[at] = replace(lines[at], amount=kept)
        course.highest[place, value] = max(before, lines[best].amount)
    return after


def _highest_sums(step: HighestOf, lines: list[Line]) -> list[Line]:
    sums: dict[tuple[Span, tuple[str, ...]], dict[int, Fraction]] = {}
    for line in lines:
        for number, names in enumerate(step.sums):
            if line.level in names:
                mine = sums.setdefault((line.span, line.key), {})
                mine[number] = mine.get(number, ZERO) + line.amount
    return [
        replace(line, amount=ZERO) if _loses(step, sums.get((line.span, line.key), {}), line) else line
        for line in lines
    ]


def _loses(step: HighestOf, rivals: dict[int, Fraction], line: Line) -> bool:
    """Whether another sum is higher, or as high and written before."""
    mine = [at for at, names in enumerate(step.sums) if line.level in names]
    return any(
        other > rivals[own] or (other == rivals[own] and at < own)
        for own in mine
        for at, other in rivals.items()
    )


def _earned_back(course: Course, step: EarnBack, place: Memory, lines: list[Line]) -> list[Line]:
    if step.offset:
        lines = _offset(course, place, lines)
    own = [
        line
        for line in lines
        if line.kind not in {"back", "remedy"}
        and line.amount > 0
        and (step.levels is None or line.level in step.levels)
    ]
    back: list[Line] = []
    still: list[Line] = []
    for line in (*course.open.get(place, []), *own):
        follow = [
            each
            for each in counting(course.outcomes, line.level, line.key)
            if line.span.end < each.window.end <= course.period.end
        ][: step.windows]
        if not all(_is_good_enough(step, each) for each in follow):
            continue
        if len(follow) == step.windows:
            gone = replace(line, amount=-step.share * line.amount, kind="back", lands=follow[-1].window.end)
            same = next((at for at, each in enumerate(back) if each.name == gone.name), None)
            if same is None:
                back.append(gone)
            else:
                back[same] = replace(gone, amount=back[same].amount + gone.amount)
        elif not course.is_last:
            still.append(line)
    course.open[place] = still
    if not step.offset:
        return [*lines, *back]
    for line in back:
        service = _service_of(course, line)
        if service is not None:
            course.balances[place, service] = course.balances.get((place, service), ZERO) - line.amount
    return lines


def _offset(course: Course, place: Memory, lines: list[Line]) -> list[Line]:
    """Credits less the balances of their services, window end by window end; those that end together share."""
    after = list(lines)
    for service in on(course.agreement, course.period.first).services:
        left = course.balances.get((place, service.name), ZERO)
        mine = [at for at, line in enumerate(lines) if line.amount > 0 and line.level in service.levels]
        for end in sorted({lines[at].span.end for at in mine}):
            together = [at for at in mine if lines[at].span.end == end]
            owed = total([lines[at] for at in together])
            part = min(Fraction(1), left / owed)
            for at in together:
                after[at] = replace(lines[at], amount=lines[at].amount * (1 - part))
            left -= owed * part
        course.balances[place, service.name] = left
    return after


def _service_of(course: Course, line: Line) -> str | None:
    services = on(course.agreement, line.span.first).services
    return next((each.name for each in services if line.level in each.levels), None)


def _is_good_enough(step: EarnBack, outcome: Outcome) -> bool:
    """Whether a window meets or exceeds the target that is named, or the other where it has only that."""
    if outcome.verdict == "missed":
        return False
    named = [each for each in outcome.held if (each.word == "expected") is (step.target == "expected")]
    return all(each.exceeded if step.exceeded else each.kept for each in named or outcome.held)


def _keep_final(course: Course, lines: Sequence[Line]) -> None:
    """What may be earned back of a period's credits is a share of what they finally came to."""
    final = {line.name: line for line in lines}
    for place, waiting in course.open.items():
        course.open[place] = [now for line in waiting if (now := final.get(line.name, line)).amount > 0]


# --- steps of amounts -----------------------------------------------------------------------------------------------


def _limited(course: Course, step: Limit, place: Memory, lines: list[Line]) -> list[Line]:
    """Window end by window end, what is left of the horizon that the window ends in; those that end together share."""
    after = list(lines)
    for end in sorted({line.span.end for line in lines}):
        ending = [at for at, line in enumerate(lines) if line.span.end == end]
        for group, together in _shared(course, step, lines, ending).items():
            first, until = unit_holding(course.agreement, step.anchor, step.per, lines[together[0]].last)
            # What a limit lets through may already be more than it is amended to.
            left = max(ZERO, _most(course, step, first, until) - course.used.get((place, first, group), ZERO))
            asked = sum((lines[at].amount for at in together), ZERO)
            through = min(asked, left)
            course.used[place, first, group] = course.used.get((place, first, group), ZERO) + through
            for at in together:
                if asked > left:
                    after[at] = replace(lines[at], amount=lines[at].amount * through / asked)
    return after


def _shared(
    course: Course, step: Limit | Ignore | Raise, lines: Sequence[Line], among: Iterable[int]
) -> dict[str, list[int]]:
    """The places of lines that a step looks at together, and what holds them together."""
    shared: dict[str, list[int]] = {}
    for at in among:
        group = _group(course, step, lines[at])
        if group is not None:
            shared.setdefault(group, []).append(at)
    return shared


def _group(course: Course, step: Limit | Ignore | Raise, line: Line) -> str | None:
    """What a step holds a credit together with others by: all, a level, a value of a dimension; None for nothing."""
    if step.apart is None:
        return "all" if step.levels is None or line.level in step.levels else None
    if line.kind == "remedy":
        return None
    return f"level {line.level}" if step.apart == "level" else _value(course, step.apart, line)


def _value(course: Course, dimension: str, line: Line) -> str | None:
    """The value of a dimension that a credit is for, if it is for one."""
    if line.kind == "remedy":
        return None
    level = bound(course.agreement, line.level, line.span)
    names = [name for name, _ in level.by]
    return line.key[names.index(dimension)] if dimension in names else None


def _most(course: Course, written: Limit, first: dt.date, until: dt.date) -> Fraction:
    step = step_on(written, first)
    assert isinstance(step, Limit)
    if step.charge is None:
        return step.amount
    return step.amount * charged(course.agreement, step.charge, first, until)


def _small(course: Course, step: Ignore | Raise, lines: list[Line]) -> list[Line]:
    """Drop or raise what is too small: each credit by itself, or what those held together come to."""
    after = list(lines)
    for together in _shared(course, step, lines, range(len(lines))).values():
        for group in [[at] for at in together] if step.each else [together]:
            whole = total([lines[at] for at in group])
            for at in group:
                after[at] = replace(lines[at], amount=lines[at].amount * _times_kept(step, whole))
    return after


def _times_kept(step: Ignore | Raise, whole: Fraction) -> Fraction:
    if isinstance(step, Ignore):
        return Fraction(0 if whole < step.below else 1)
    return step.to / whole if 0 < whole < step.to else Fraction(1)


def rounded(step: Round, lines: list[Line]) -> list[Line]:
    """The total in whole quanta; each line keeps its own, and those missing go to the largest remainders.

    Of equal remainders the first line comes first.
    """
    quanta = [line.amount / step.quantum for line in lines]
    whole = [math.floor(each) for each in quanta]
    missing = int(to_quanta(step.mode, sum(quanta, ZERO), Fraction(1))) - sum(whole)
    remainders = sorted(range(len(lines)), key=lambda at: (whole[at] - quanta[at], at))
    for at in remainders[:missing]:
        whole[at] += 1
    return [replace(line, amount=each * step.quantum) for line, each in zip(lines, whole, strict=True)]


# --- points ---------------------------------------------------------------------------------------------------------


def _freed(course: Course, step: FreePoints, place: Memory, lines: list[Line]) -> list[Line]:
    after = list(lines)
    for end in sorted({line.span.end for line in lines}):
        together = [at for at, line in enumerate(lines) if line.span.end == end]
        first, _ = unit_holding(course.agreement, step.anchor, step.per, lines[together[0]].last)
        free = step_on(step, first)
        assert isinstance(free, FreePoints)
        left = max(ZERO, free.points - course.used.get((place, first, "free"), ZERO))
        there = sum((lines[at].amount for at in together), ZERO)
        gone = min(left, there)
        course.used[place, first, "free"] = course.used.get((place, first, "free"), ZERO) + gone
        for at in together:
            if gone:
                after[at] = replace(lines[at], amount=lines[at].amount - lines[at].amount * gone / there)
    return after


def _by_table(course: Course, step: ConvertTable, lines: list[Line]) -> list[Line]:
    points = sum((line.amount for line in lines), ZERO)
    reached = [(start, paid) for start, paid in step.rows if REACHES[step.edge](points, start)]
    worth = _in_period(course, step.charge, max(reached)[1]) if reached else ZERO
    return [
        replace(line, amount=worth * line.amount / points if points else ZERO, unit="money") for line in lines
    ]


# --- what goes to later periods, and what is claimed ----------------------------------------------------------------


def _carried(course: Course, step: CarryOver, place: Memory, lines: list[Line]) -> list[Line]:
    come = [
        (replace(line, lands=course.period.end), periods) for line, periods in course.waiting.get(place, [])
    ]
    all_ = [*come, *((line, step.periods) for line in lines if line.amount > 0)]
    left = _in_period(course, step.charge, step.amount)
    passed = [ZERO] * len(all_)
    for end in sorted({line.span.end for line, _ in all_}):
        together = [at for at, (line, _) in enumerate(all_) if line.span.end == end]
        asked = sum((all_[at][0].amount for at in together), ZERO)
        for at in together:
            passed[at] = all_[at][0].amount * min(Fraction(1), left / asked)
        left -= min(left, asked)
    later: list[tuple[Line, int | None]] = []
    for at, (line, periods) in enumerate(all_):
        rest = line.amount - passed[at]
        if not rest:
            continue
        if course.is_last or periods == 0:
            passed[at] = line.amount if step.paid else passed[at]
        else:
            kind = "remedy" if line.kind == "remedy" else "carried"
            later.append((replace(line, amount=rest, kind=kind), None if periods is None else periods - 1))
    course.waiting[place] = later
    own = iter(passed[len(come) :])
    stayed = [replace(line, amount=next(own)) if line.amount > 0 else line for line in lines]
    return [*stayed, *(replace(line, amount=passed[at]) for at, (line, _) in enumerate(come))]


def _is_claimed(course: Course, step: Claim, line: Line) -> bool:
    if course.claims is None or line.kind in {"back", "remedy"}:
        return True
    until = starts(course.agreement.term.zone, _claimed_until(step, line.last))
    return any(
        each.level == line.level
        and each.window == line.window
        and each.at < until
        and each.at <= course.as_of
        for each in course.claims
    )


def _stands(course: Course, step: Choose, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is no option, or the one of its window that is chosen first, or else the first."""
    if line.kind == "remedy":
        return True
    level = bound(course.agreement, line.level, line.span)
    first = len(level.owed) - level.options + 2
    if not level.options or line.number < first:
        return True
    own = [
        each.number - first + 1
        for each in lines
        if (each.level, each.key, each.span) == (line.level, line.key, line.span) and each.number >= first
    ]
    until = starts(course.agreement.term.zone, _claimed_until(step, line.last))
    made = [
        each
        for each in course.choices
        if (each.level, each.window) == (line.level, line.window)
        and each.at < until
        and each.at <= course.as_of
        and each.option in own
    ]
    chosen = min(made, key=lambda each: each.at).option if made else min(own)
    return line.number - first + 1 == chosen


def _claimed_until(step: Claim | Choose, last: dt.date) -> dt.date:
    """The day before which a window that ends with a day must have been claimed."""
    if step.days is not None:
        return last + (step.days + 1) * DAY
    if step.months is not None:
        return after(last, "month", step.months) + DAY
    assert isinstance(step, Claim)
    assert step.unit is not None
    nth, unit = step.unit
    until = calendar_unit(unit, last)[1]
    for _ in range(nth):
        until = calendar_unit(unit, until)[1]
    return until
