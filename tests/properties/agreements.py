"""Agreements made up from a seed: every measure, target, credit and step that decides verdicts and money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random

import holidays

from tests.oracle.agreement import (
    Agreement,
    Charge,
    Credit,
    Further,
    Level,
    Measure,
    Row,
    Rules,
    Settlement,
    Target,
    Terms,
    Words,
)
from tests.oracle.clock import Hours, Shift
from tests.oracle.periods import Term
from tests.oracle.reading import series_of
from tests.properties.payments import earns, in_services, owing, settlement, weighing
from tests.properties.phrases import LIMITS, both, calculation, condition, exists, within
from tests.properties.text import CHANNELS, SEVERITIES
from tests.properties.widening import choosing, remedying, widened

DAY = dt.timedelta(days=1)
CHANGES = (
    ("Europe/London", dt.date(2026, 3, 29)),
    ("Europe/London", dt.date(2026, 10, 25)),
    ("America/New_York", dt.date(2026, 3, 8)),
    ("America/New_York", dt.date(2026, 11, 1)),
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
    ("Australia/Lord_Howe", dt.date(2026, 10, 4)),
    ("Asia/Kolkata", dt.date(2024, 2, 29)),
    ("Pacific/Apia", dt.date(2021, 4, 4)),
    ("Pacific/Apia", dt.date(2011, 12, 30)),
    ("UTC", dt.date(2025, 12, 31)),
    ("Africa/Cairo", dt.date(2026, 4, 24)),
    ("America/Havana", dt.date(2025, 11, 2)),
)
"""Zones, each with a day at or near which something happens to its clocks, or to the calendar."""

CURRENCIES = (("GBP", 2), ("USD", 2), ("INR", 2), ("JPY", 0), ("KWD", 3))
GRIDS: dict[str, tuple[Fraction, ...]] = {
    "percent": tuple(
        Fraction(each, 10_000) for each in (2500, 3333, 5000, 6000, 6667, 7500, 8000, 9000, 9500, 9999)
    ),
    "number": tuple(Fraction(each, 2) for each in (0, 1, 2, 3, 4, 5, 6, 8, 10, 20)),
    "money": tuple(Fraction(each, 4) for each in (1, 25, 50, 75, 100, 150, 200, 300, 400, 900)),
    "duration": LIMITS,
    "days": tuple(Fraction(each) for each in (0, 1, 2, 3, 4, 5, 6, 7, 10, 20)),
}
"""What targets and rows of credit tables are drawn from: values that small samples of tickets often come to exactly."""

_OFFICE = ((540, 750), (810, 1050)), ((540, 1020),), ((480, 1080),)


def agreement(
    seed: int,
    levels: Sequence[int],
    steps: Sequence[int],
    within: Term | None = None,
    *,
    claims: bool = False,
    wide: bool = False,
) -> Agreement:
    """An agreement, with a level and a settlement step for each seed, over a term if one is given.

    A `wide` one may have targets that rise, duties that excuse, and credits of which the customer chooses one.
    """
    random = Random(seed)
    zone, change = random.choice(CHANGES)
    term = within or _term(random, zone, change)
    currency, digits = random.choice(CURRENCIES)
    bare = Agreement(
        term, currency, digits, _charges(random, term), _calendars(random, term, change), (), None
    )
    made = tuple(
        _owing(Random(each), bare, change, _level(Random(each), bare, change, f"Level{number}"))
        for number, each in enumerate(levels, 1)
    )
    if wide:
        made = widened(random, made)
    whole = replace(bare, levels=weighing(random, bare, made))
    whole = replace(whole, services=in_services(random, whole))
    settles = _settlement(random, whole, steps, claims=claims)
    if settles is not None and wide:
        settles = choosing(random, whole, settles)
    whole = replace(whole, settlement=settles)
    return replace(whole, remedies=remedying(random, whole)) if wide else whole


def _term(random: Random, zone: str, change: dt.date) -> Term:
    first = change - random.randint(3, 70) * DAY
    if random.random() < 0.5:
        first = first.replace(day=random.choice([1, 1, 16, 28]))
    last = change + random.choice([2, 10, 25, 40, 40, 60, 90, 90, 90, 400]) * DAY + random.randint(0, 9) * DAY
    return Term(zone, first, None if random.random() < 0.15 else max(last, first + 5 * DAY))


def _inside(random: Random, term: Term) -> dt.date:
    """A day of the term after its first, often one on which a month or a week begins."""
    days = 150 if term.last is None else (term.last - term.first).days
    day = term.first + random.randint(1, days) * DAY
    begins = random.choice([day, day, day.replace(day=1), day.replace(day=1), day - day.weekday() * DAY])
    return begins if begins > term.first else day


# --- charges and calendars -----------------------------------------------------------------------------------------


def _charges(random: Random, term: Term) -> tuple[Charge, ...]:
    return tuple(
        _charge(random, term, name) for name in ("Fee", "Support", "Licence")[: random.randint(1, 3)]
    )


def _charge(random: Random, term: Term, name: str) -> Charge:
    changes = sorted({_inside(random, term) for _ in range(random.choice([0, 0, 1, 2]))})
    return Charge(
        name,
        tuple(
            (
                since,
                Fraction(random.choice([100, 1234, 85_000, 12_345.5])),
                random.choice(["month", "quarter", "year"]),
            )
            for since in (None, *changes)
        ),
    )


def _calendars(random: Random, term: Term, change: dt.date) -> dict[str, Hours]:
    return {name: _hours(random, term, change) for name in ("Office", "Desk")[: random.randint(1, 2)]}


def _hours(random: Random, term: Term, change: dt.date) -> Hours:
    week: dict[int, list[Shift]] = {}
    free_from = 0
    for weekday in range(7):
        week[weekday] = _shifts(random, free_from, weekend=weekday > 4)
        free_from = max([0, *(end - 1440 for _, end in week[weekday])])
    # What runs over from Sunday must not meet Monday.
    starts = [start for start, _ in week[0]]
    if starts and free_from > starts[0]:
        week[6] = [(start, min(end, 1440)) for start, end in week[6]]
    if not any(week.values()):
        week[2] = [(600, 900)]
    region = "GB-ENG" if random.random() < 0.4 else None
    closed = _holidays(term.first.year) if region else frozenset()
    days = {change, *(_inside(random, term) for _ in range(random.randint(0, 3)))}
    days |= {day for day in sorted(closed) if random.random() < 0.3}
    special = {
        day: _shifts(random, 0, weekend=random.random() < 0.4)
        for day in sorted(days)
        if term.holds(day) and random.random() < 0.6
    }
    return Hours(term.zone, week, closed, special, region)


def _shifts(random: Random, free_from: int, *, weekend: bool) -> list[Shift]:
    """Up to three stretches of a day, the last of which may run into the next."""
    kind = random.random()
    if kind < (0.5 if weekend else 0.1):
        return []
    if kind < 0.6:
        made = list(random.choice(_OFFICE))
    elif kind < 0.75:
        evening = random.choice([1080, 1320, 1380])
        made = [(evening, evening + random.choice([60, 180, 480, 600, 1440]))]
    else:
        edges = sorted(random.sample(range(289), random.choice([2, 4, 6])))
        made = [(5 * start, 5 * end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
        if random.random() < 0.3:
            made[0] = random.choice([(60, 150), (90, 105), (0, 1440), (0, 180), (30, 90)])
            made = [made[0], *(shift for shift in made[1:] if shift[0] >= made[0][1])]
    return [shift for shift in made if shift[0] >= free_from]


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(year - 1, year + 5)))


# --- levels --------------------------------------------------------------------------------------------------------


def _level(random: Random, bare: Agreement, change: dt.date, name: str) -> Level:
    clock = random.choice(
        [("opened_at", "responded_at"), ("opened_at", "resolved_at"), ("responded_at", "resolved_at"), None]
    )
    counted = random.choice(["opened_at", "opened_at", "opened_at", "responded_at", "resolved_at"])
    measure, needed = _measure(random, bare, change, clocked=clock is not None)
    by = _dimensions(random)
    terms = _terms(random, bare, measure, change, name, clocked=clock is not None)
    rows = _rows(random, bare, measure, by, terms, clocked=clock is not None)
    level = Level(
        name=name,
        is_kpi=random.random() < 0.2,
        where=_population(random, bare, change, [counted, *(clock or ())[:1], needed]),
        counted=counted,
        clock=clock,
        measure=measure,
        window=_window(random, bare.term, series=len(rows)),
        by=by,
        rows=rows,
    )
    return _ruled(random, bare, _promising(_crediting_misses(_without_empty_rows(level))))


def _owing(random: Random, bare: Agreement, change: dt.date, level: Level) -> Level:
    """A level with lines of credits beside its table or flat amount, some of them owed for each record."""
    if level.is_kpi:
        return level
    clocked = level.clock is not None

    def some(random: Random) -> Words:
        return _condition(random, bare, change, clocked=clocked)

    return owing(random, bare, level, GRIDS[level.measure.kind], some)


def _ruled(random: Random, bare: Agreement, level: Level) -> Level:
    """A level with some of what decides beside its targets."""
    measure = level.measure
    is_good = measure.statistic in {"percent good", "percent not good"}
    rules = Rules(
        complement=measure.kind == "percent"
        and measure.per is None
        and (is_good or measure.under is not None)
        and random.random() < 0.2,
        rounded=_rounding(random) if measure.kind != "duration" and random.random() < 0.25 else None,
        low=_low(random) if is_good and random.random() < 0.3 else None,
        none=_none(level) if measure.kind == "percent" and random.random() < 0.3 else None,
        grace=_grace(random, bare) if random.random() < 0.2 else None,
        further=_further(random, level) if is_good and level.clock is not None else (),
    )
    if rules.complement and is_good:
        rules = replace(rules, further=())
    return replace(level, rules=rules)


def _rounding(random: Random) -> tuple[str, int]:
    return random.choice(["half-up", "half-up", "half-even", "up", "down"]), random.choice([0, 0, 1, 2])


def _low(random: Random) -> tuple[str, int, int]:
    misses = random.randint(1, 2)
    return random.choice(["allow", "remove"]), misses, random.randint(misses + 1, 7)


def _none(level: Level) -> Fraction | None:
    """A percentage that misses the limits of every row, where every row has one."""
    limits = [row.terms.minimum for row in level.rows]
    words = {limit.word for limit in limits if limit is not None}
    if None in limits or len(words) != 1:
        return None
    return Fraction(0) if words == {"minimum"} else Fraction(1)


def _grace(random: Random, bare: Agreement) -> tuple[str, int | str]:
    if _skips_a_day(bare.term):
        return "months", random.randint(1, 2)
    choices: list[tuple[str, int | str]] = [
        ("days", random.choice([1, 7, 31])),
        ("months", random.randint(1, 3)),
        ("calendar", random.choice(["week", "month", "quarter"])),
        ("contract", random.choice(["week", "month", "quarter"])),
    ]
    return random.choice(choices)


def _further(random: Random, level: Level) -> tuple[Further, ...]:
    """Up to two targets on shares of their own, of different times."""
    times = random.sample(LIMITS, random.choice([0, 0, 0, 1, 2]))
    made = []
    for limit in times:
        over = random.random() < 0.4
        word = random.choice(["expected", "required" if over else "minimum"])
        comparator = random.choice(["at most", "under"] if over else ["at least", "above"])
        made.append(Further(word, comparator, random.choice(GRIDS["percent"]), within(limit), over))
    return tuple(made)


def _window(random: Random, term: Term, *, series: int) -> str:
    """A unit; days only where they are few, since there are tickets for few windows."""
    is_short = series < 3 and _is_short(term) and not _skips_a_day(term)
    return random.choice(
        [*["day"] * is_short * 3, *["week"] * 3, *["month"] * 7, "quarter", "quarter", "year"]
    )


def _is_short(term: Term) -> bool:
    return term.last is not None and term.last - term.first < 50 * DAY


def _skips_a_day(term: Term) -> bool:
    """Samoa had no 30 December in 2011. Where its charge falls is not said, so nothing with a charge begins there."""
    return term.holds(dt.date(2011, 12, 30))


def _measure(
    random: Random, bare: Agreement, change: dt.date, *, clocked: bool
) -> tuple[Measure, str | None]:
    """A measure, and the field that it needs to exist."""
    statistic = random.choice(
        ["percent good"] * 4
        + ["percent not good", "number of", "sum", "mean", "median", "lowest", "highest", "percentile"]
    )
    if statistic.startswith("percent ") and statistic.endswith("good"):
        return Measure(statistic, "percent"), None
    if statistic == "number of":
        operand = _condition(random, bare, change, clocked=clocked) if random.random() < 0.8 else None
        return Measure(statistic, "number", operand), None
    words, kind, needed = calculation(random, bare.currency, clocked=clocked and random.random() < 0.7)
    if random.random() < 0.2:
        return _ratio(random, Measure("sum", kind, words)), needed
    rank = Fraction(random.choice(["1", "25", "50", "90", "95", "99.9", "100"]))
    return Measure(statistic, kind, words, rank if statistic == "percentile" else None), needed


def _ratio(random: Random, over: Measure) -> Measure:
    """A sum divided by how many records there are, or by another sum of the same kind; maybe per so many."""
    per = random.choice([None, None, Fraction(10), Fraction(1000)])
    if over.kind in {"number", "days"} or random.random() < 0.6:
        under = Measure("number of", "number")
        kind = "percent" if over.kind == "number" and per is None else over.kind
    else:
        under = replace(over, statistic="highest")
        kind = "number" if per is not None else "percent"
    if over.kind == "days":
        return over
    return replace(over, kind=kind, under=under, per=per)


def _condition(random: Random, bare: Agreement, change: dt.date, *, clocked: bool) -> Words:
    return condition(random, bare.term.zone, bare.currency, change, clocked=clocked)


def _population(
    random: Random, bare: Agreement, change: dt.date, needed: Iterable[str | None]
) -> Words | None:
    parts = [exists(field) for field in dict.fromkeys(needed) if field not in {None, "opened_at"} and field]
    if random.random() < 0.25:
        parts.append(_condition(random, bare, change, clocked=False))
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = both(whole, part)
    return whole


def _dimensions(random: Random) -> tuple[tuple[str, tuple[str, ...]], ...]:
    severity, channel = ("severity", SEVERITIES), ("channel", CHANNELS)
    return random.choice([(), (), (), (), (), (severity,), (severity,), (channel,), (severity, channel)])


def _terms(
    random: Random, bare: Agreement, measure: Measure, change: dt.date, name: str, *, clocked: bool
) -> Terms:
    """Terms that stand in lines of the level."""
    grid, high = GRIDS[measure.kind], random.random() < (0.8 if measure.statistic == "percent good" else 0.4)
    weak, strong = _split(random, grid, high=high)
    which = random.choice(["minimum", "both", "both", "expected"])
    expected = _target(random, bare.term, "expected", strong, high=high) if which != "minimum" else None
    word = "minimum" if high else "required"
    minimum = _target(random, bare.term, word, weak, high=high) if which != "expected" else None
    return Terms(
        good=_good(random, bare, change, clocked=clocked) if measure.statistic.endswith("good") else None,
        calendar=random.choice([None, *bare.hours]) if clocked else None,
        expected=expected,
        minimum=minimum,
        needs=random.choice([None, None, None, 1, 2, 3]),
        credit=_credit(random, bare, grid, expected, minimum) if minimum is not None else None,
    )


def _good(random: Random, bare: Agreement, change: dt.date, *, clocked: bool) -> Words:
    if clocked and random.random() < 0.7:
        return within(random.choice(LIMITS))
    return _condition(random, bare, change, clocked=clocked)


def _split(
    random: Random, grid: Sequence[Fraction], *, high: bool
) -> tuple[Sequence[Fraction], Sequence[Fraction]]:
    """Values for the minimum, and stronger ones for what is expected."""
    place = random.randint(2, len(grid) - 2)
    return (grid[:place], grid[place:]) if high else (grid[place:], grid[:place])


def _target(random: Random, term: Term, word: str, values: Sequence[Fraction], *, high: bool) -> Target:
    changes = sorted({_inside(random, term) for _ in range(random.choice([0, 0, 1, 2]))})
    comparator = random.choice(["at least", "above"] if high else ["at most", "under"])
    return Target(word, comparator, tuple((since, random.choice(values)) for since in (None, *changes)))


def _credit(
    random: Random, bare: Agreement, grid: Sequence[Fraction], expected: Target | None, minimum: Target
) -> Credit | None:
    if random.random() < 0.15:
        return None
    charge = random.choice([None, *(each.name for each in bare.charges)])
    if random.random() < 0.5:
        return Credit(charge, _rate(random, charge))
    targets = [target for target in (expected, minimum) if target is not None]
    taken = {value for target in targets for _, value in target.values}
    free = [value for value in grid if value not in taken]
    thresholds: list[Fraction | str] = [*random.sample(free, min(len(free), random.randint(1, 4)))]
    thresholds += [target.word for target in targets if random.random() < 0.6]
    random.shuffle(thresholds)
    high = minimum.word == "minimum"
    edge = random.choice(["when below", "at or below"] if high else ["when above", "at or above"])
    return Credit(charge, None, edge, tuple((each, _rate(random, charge)) for each in thresholds))


def _rate(random: Random, charge: str | None) -> Fraction:
    if charge is None:
        return Fraction(random.choice([1, 33, 500, 12_345]), random.choice([1, 1, 4]))
    return Fraction(random.choice([1, 5, 10, 33, 125, 200]), 1000)


# --- tiers ---------------------------------------------------------------------------------------------------------


def _rows(
    random: Random,
    bare: Agreement,
    measure: Measure,
    by: tuple[tuple[str, tuple[str, ...]], ...],
    terms: Terms,
    *,
    clocked: bool,
) -> tuple[Row, ...]:
    """One row for a level without dimensions; else rows that take up the values, pooled or not, and maybe `any`."""
    if not by:
        return (Row((), terms),)
    if terms.credit is not None and terms.credit.charge is not None and terms.credit.flat is None:
        terms = replace(terms, credit=None)  # a percentage is owed for each value only where a row says so
    cells = _cells(random, by)
    varied = {name for name in ("good", "targets", "needs", "credit") if random.random() < 0.6}
    limits = clocked and measure.statistic.endswith("good") and "good" in varied
    return tuple(
        Row(each, _varied(random, bare, measure, terms, varied, limits=limits, clocked=clocked))
        for each in cells
    )


def _cells(
    random: Random, by: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[tuple[tuple[str, ...] | None, ...]]:
    if len(by) == 1:
        rows: list[tuple[tuple[str, ...] | None, ...]] = [(group,) for group in _groups(random, by[0][1])]
    else:
        rows = []
        for group in _groups(random, by[0][1]):
            rows += [(group, other) for other in _groups(random, by[1][1])]
            if random.random() < 0.5 and len(group) == 1:
                rows.append((group, None))
    if random.random() < 0.5:
        rows.append((None,) * len(by))
    random.shuffle(rows)
    return rows


def _groups(random: Random, values: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Some of the values, each on its own or with others."""
    groups: list[list[str]] = []
    for value in values:
        choice = random.random()
        if choice < 0.25 and groups:
            random.choice(groups).append(value)
        elif choice < 0.8 or not groups:
            groups.append([value])
    return [tuple(group) for group in groups]


def _varied(
    random: Random,
    bare: Agreement,
    measure: Measure,
    terms: Terms,
    varied: set[str],
    *,
    limits: bool,
    clocked: bool,
) -> Terms:
    """The terms of one row: what stands in the level, or cells of its own."""
    calendar = random.choice([None, *bare.hours]) if clocked else None
    row = replace(terms, calendar=calendar)
    if limits:
        row = replace(row, good=within(random.choice(LIMITS)))
    if "needs" in varied:
        row = replace(row, needs=random.choice([None, 1, 2]))
    if "targets" in varied and _has_cells(terms):
        row = _with_cell_targets(random, measure, row)
    if "credit" in varied and terms.credit is not None and terms.credit.flat is not None:
        charge = terms.credit.charge
        row = replace(row, credit=Credit(charge, _rate(random, charge)) if random.random() < 0.8 else None)
    return row


def _has_cells(terms: Terms) -> bool:
    """Whether targets can stand in cells, which have no dates."""
    return all(target is None or len(target.values) == 1 for target in (terms.expected, terms.minimum))


def _with_cell_targets(random: Random, measure: Measure, terms: Terms) -> Terms:
    target = terms.minimum or terms.expected
    assert target is not None
    weak, strong = _split(random, GRIDS[measure.kind], high=target.comparator in {"at least", "above"})
    return replace(
        terms,
        expected=terms.expected and replace(terms.expected, values=((None, random.choice(strong)),)),
        minimum=terms.minimum and replace(terms.minimum, values=((None, random.choice(weak)),)),
    )


def _without_empty_rows(level: Level) -> Level:
    """An `any` that other rows leave nothing to is an error, so its row goes."""
    measured = [id(terms) for _, terms in series_of(level)]
    return replace(level, rows=tuple(row for row in level.rows if id(row.terms) in measured))


def _crediting_misses(level: Level) -> Level:
    """A row that would credit a value that keeps its target is an error, so it goes from the table of all."""
    credited = {id(row.terms): row.terms for row in level.rows if row.terms.credit is not None}
    kept = {
        threshold
        for terms in credited.values()
        if terms.credit is not None
        for threshold, _ in terms.credit.rows
        if all(_credits_misses(each, threshold) for each in credited.values())
    }
    return replace(level, rows=tuple(replace(row, terms=_with_rows(row.terms, kept)) for row in level.rows))


def _credits_misses(terms: Terms, threshold: Fraction | str) -> bool:
    """Whether a row reaches only values beyond the target that is best, on every day."""
    credit, best = terms.credit, terms.expected or terms.minimum
    assert credit is not None
    assert best is not None
    both = [target for target in (terms.expected, terms.minimum) if target is not None]
    days = {since for target in both for since, _ in target.values}
    includes = credit.edge.startswith("at or") and best.comparator in {"at least", "at most"}
    for day in days:
        mark = _in_force(best, day)
        reached = threshold
        if isinstance(threshold, str):
            reached = _in_force(next(each for each in both if each.word == threshold), day)
        assert isinstance(reached, Fraction)
        beyond = mark - reached if credit.edge.endswith("below") else reached - mark
        if beyond < 0 or (beyond == 0 and includes):
            return False
    return True


def _in_force(target: Target, day: dt.date | None) -> Fraction:
    """The value on a day, None for the days before any change."""
    holding = [value for since, value in target.values if since is None or (day is not None and since <= day)]
    return holding[-1]


def _with_rows(terms: Terms, kept: set[Fraction | str]) -> Terms:
    if terms.credit is None or terms.credit.flat is not None:
        return terms
    rows = tuple(row for row in terms.credit.rows if row[0] in kept)
    return replace(terms, credit=replace(terms.credit, rows=rows) if rows else None)


def _promising(level: Level) -> Level:
    """A KPI earns no credit."""
    if not level.is_kpi:
        return level
    return replace(
        level, rows=tuple(replace(row, terms=replace(row.terms, credit=None)) for row in level.rows)
    )


# --- settlement ----------------------------------------------------------------------------------------------------


def _settlement(random: Random, whole: Agreement, steps: Sequence[int], *, claims: bool) -> Settlement | None:
    if not any(earns(level) for level in whole.levels) and random.random() < 0.5:
        return None
    per = random.choice(
        ["month"] * 6 + ["quarter", "quarter", "week", "year"] + ["day"] * _is_short(whole.term)
    )
    return settlement(random, whole, per, random.choice([0, 1, 5, 10, 31]), steps, claims=claims)
