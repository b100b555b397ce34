"""Small plans and measurements to settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from sladsl.measurement.results import Counts, DataFile, Measurement, Measurements
from sladsl.planning.periods import read_period
from sladsl.planning.plan import (
    Amount,
    Anchor,
    Apart,
    Band,
    Base,
    Charge,
    Comparator,
    CreditAmount,
    CreditRule,
    Dated,
    Dimension,
    Edge,
    Field,
    Ignore,
    Interval,
    Limit,
    Measure,
    Money,
    Needs,
    Party,
    PercentOf,
    PeriodWindow,
    Plan,
    Quantity,
    Rate,
    Round,
    RoundingMode,
    Series,
    ServiceLevel,
    Settlement,
    ShareOf,
    Sharing,
    Statistic,
    Step,
    Target,
    TargetWord,
    Term,
    Unit,
    ValueType,
)
from sladsl.planning.windows import Window, windows, zone_of
from sladsl.settlement.statement import HashedFile, Origin
from sladsl.source import Span
from sladsl.values import evolve

PENNY = Fraction(1, 100)


def span(line: int) -> Span:
    return Span("agreement.sla", 0, 1, line, 1, line, 2)


def percent(text: str) -> Quantity:
    return Quantity(ValueType.PERCENT, Fraction(text) / 100)


def charge(name: str = "Monthly", *rates: tuple[str | None, int | str, Unit]) -> Charge:
    dated = tuple(
        Dated(None if since is None else dt.date.fromisoformat(since), Rate(Fraction(amount), per), span(5))
        for since, amount, per in rates or ((None, 85_000, Unit.MONTH),)
    )
    return Charge(f"charge:{name}", span(5), name, f"{name} Charges", dated)


def target(word: str, comparator: Comparator, *values: tuple[str | None, Quantity]) -> Target:
    dated = tuple(
        Dated(None if since is None else dt.date.fromisoformat(since), value, span(20))
        for since, value in values
    )
    return Target(f"target:{word}", span(20), word, comparator, dated)


def at_least(word: str, text: str) -> Target:
    return target(word, Comparator.AT_LEAST, (None, percent(text)))


def share(text: str, of: str = "Monthly") -> PercentOf:
    return PercentOf(Fraction(text) / 100, of)


def rate(
    text: str, *of: str, interval: Interval | None = None, sharing: Sharing = Sharing.IN_FULL
) -> ShareOf:
    """A share of a charge, in percent; of the monthly charge unless another is named."""
    return ShareOf(Fraction(text) / 100, Base(of or ("Monthly",), interval, sharing))


def below_at(threshold: Quantity | str, *, includes: bool = False) -> tuple[None, Edge]:
    """The ends of a row that is below a threshold."""
    return None, edge(threshold, includes=includes)


def above_at(threshold: Quantity | str, *, includes: bool = False) -> tuple[Edge, None]:
    """The ends of a row that is above a threshold."""
    return edge(threshold, includes=includes), None


def edge(threshold: Quantity | str, *, includes: bool = False) -> Edge:
    return Edge(TargetWord(threshold) if isinstance(threshold, str) else threshold, includes)


def bands(*rows: tuple[tuple[Edge | None, Edge | None], CreditAmount]) -> CreditRule:
    made = tuple(
        Band(f"band:{at}", span(30 + at), lower, upper, credit)
        for at, ((lower, upper), credit) in enumerate(rows)
    )
    return CreditRule("credit", span(29), None, made)


def below(*rows: tuple[str, str]) -> CreditRule:
    """Bands `when below`: a threshold in percent or a word, and a share of the monthly charge in percent."""
    return bands(*((below_at(percent(at) if at[0].isdigit() else at), rate(credit)) for at, credit in rows))


def flat(amount: CreditAmount) -> CreditRule:
    return CreditRule("credit", span(29), amount)


TIERS = below(("minimum", "5"), ("97", "10"), ("95", "20"))
MINIMUM = at_least("minimum", "98")


def series(
    *key: str,
    expected: Target | None = None,
    minimum: Target | None = MINIMUM,
    needs: int | None = None,
    credit: CreditRule | tuple[CreditRule, ...] | None = TIERS,
    measured: ValueType = ValueType.PERCENT,
) -> Series:
    statistic = Statistic.PERCENT_GOOD if measured is ValueType.PERCENT else Statistic.MEAN
    return Series(
        id=f"series:{key}",
        span=span(18),
        key=key,
        members=tuple((value,) for value in key),
        clock=None,
        good=None,
        measure=Measure("measure", span(19), statistic, measured),
        expected=expected,
        minimum=minimum,
        needs=None if needs is None else Needs("needs", span(24), needs),
        credits=credit if isinstance(credit, tuple) else () if credit is None else (credit,),
    )


def level(
    name: str = "Accuracy",
    *lines: Series,
    window: Unit = Unit.MONTH,
    untiered: tuple[str, ...] = (),
    is_kpi: bool = False,
) -> ServiceLevel:
    severity = Field(ValueType.SEVERITY, ("severity",), optional=False)
    dimension = Dimension(f"dimension:{name}", span(16), severity, "severity", untiered)
    lines = lines or (series(),)
    return ServiceLevel(
        id=f"level:{name}",
        span=span(15),
        name=name,
        title=f"Invoice {name.lower()}",
        is_kpi=is_kpi,
        records="invoice",
        where=None,
        counted=Field(ValueType.TIME, ("posted_at",), optional=False),
        window=PeriodWindow(Anchor.CALENDAR, window),
        dimensions=(dimension,) if lines[0].key else (),
        series=lines,
    )


def limit(
    amount: Amount,
    per: Unit | None = Unit.YEAR,
    anchor: Anchor = Anchor.CALENDAR,
    levels: tuple[str, ...] | None = None,
    apart: Apart | None = None,
    dimension: str | None = None,
) -> Limit:
    id_ = f"limit:{amount}/{anchor} {per}/{levels}"
    return Limit(id_, span(40), levels, amount, anchor, per, apart, dimension)


def ignore(amount: int | str, *, each: bool = False) -> Ignore:
    return Ignore("ignore", span(41), each, Fraction(amount))


def rounding(mode: RoundingMode = RoundingMode.HALF_UP, quantum: Fraction = PENNY) -> Round:
    return Round("round", span(42), mode, quantum)


def plan(
    *levels: ServiceLevel,
    steps: Sequence[Step] | None = (rounding(),),
    per: Unit = Unit.MONTH,
    term: tuple[str, str | None] = ("2026-01-01", "2028-12-31"),
    charges: tuple[Charge, ...] = (charge(),),
    zone: str = "Europe/London",
) -> Plan:
    first, last = term
    return Plan(
        id="agreement:HarbourAP",
        span=span(1),
        name="HarbourAP",
        title="Accounts Payable Services Agreement",
        version="1.0",
        provider=Party("party:Meridian", span(2), "Meridian", "Meridian Business Services Ltd"),
        customer=Party("party:Harbour", span(3), "Harbour", "Harbour Foods plc"),
        term=Term(
            "term",
            span(4),
            dt.date.fromisoformat(first),
            None if last is None else dt.date.fromisoformat(last),
        ),
        zone=zone,
        currency="GBP",
        minor_digits=2,
        law="England and Wales",
        charges=charges,
        calendars=(),
        records=(),
        severities=(),
        levels=levels or (level(),),
        settlement=None if steps is None else Settlement("settlement", span(39), per, 10, tuple(steps)),
        tools=(("tzdata", "2025.1"),),
    )


def window(agreement: Plan, label: str) -> Window:
    """The window of a label, as of its settlement."""
    period = read_period(zone_of(agreement), label)
    assert period is not None, label
    found = windows(agreement, PeriodWindow(Anchor.CALENDAR, period.unit), period.end)
    return next(each for each in found if each.label == label)


def good_of(agreement: Plan, name: str, label: str, good: int, records: int, *key: str) -> Measurement:
    """A percent good of the window of a label, all records decided."""
    return good_in(window(agreement, label), name, good, records, *key)


def good_in(at: Window, name: str, good: int, records: int, *key: str) -> Measurement:
    """A percent good of a window, all records decided."""
    value = Quantity(ValueType.PERCENT, Fraction(good, records)) if records else None
    counts = Counts(records, records, good, records - good, 0, 0, 0)
    return Measurement(name, key, at, counts, value)


def valued(agreement: Plan, label: str, value: Quantity, name: str = "Accuracy", *key: str) -> Measurement:
    """A value over 1,000 decided records."""
    counts = Counts(1000, 1000, None, None, 0, 0, 0)
    return Measurement(name, key, window(agreement, label), counts, value)


def counting(measurement: Measurement, **counts: int) -> Measurement:
    return evolve(measurement, counts=evolve(measurement.counts, **counts))


def measurements(*rows: Measurement) -> Measurements:
    file = DataFile("invoice", "invoices.csv", "ab" * 32, 1200, 2, ("comment",))
    return Measurements(rows, (file,))


def money(amount: int | str) -> Money:
    return Money(Fraction(amount))


ORIGIN = Origin(
    sources=(HashedFile("agreement.sla", "01" * 32), HashedFile("calendars.sla", "23" * 32)),
    plan="45" * 32,
    measurements="67" * 32,
    tools=(("sladsl", "0.1.0"), ("duckdb", "1.5.0"), ("tzdata", "2025.1")),
)
