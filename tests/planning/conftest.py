"""A plan that has every kind of value."""

import datetime as dt
from fractions import Fraction

import pytest

from sladsl.planning import plan as p
from sladsl.source import Span
from sladsl.values import evolve


def at(line):
    return Span("harbour.sla", line * 100, line * 100 + 10, line, 3, line, 13)


def dated(line, value, since=None):
    return p.Dated(since, value, at(line))


def percent(text):
    return p.Quantity(p.ValueType.PERCENT, Fraction(text) / 100)


def target(line, word, comparator, *values):
    return p.Target(f"{word}:{line}", at(line), word, comparator, values)


RECEIVED = p.Field(p.ValueType.TIME, ("received_at",), optional=False)
POSTED = p.Field(p.ValueType.TIME, ("posted_at",), optional=True)
ERROR = p.Field(p.ValueType.FLAG, ("error",), optional=False)
AMOUNT = p.Field(p.ValueType.MONEY, ("invoice", "amount"), optional=False)
HOUR = 3_600_000_000

OFFICE = p.Calendar(
    id="calendar:Office",
    span=at(12),
    name="Office",
    title="Business Hours",
    zone="Europe/London",
    week=(
        *[(p.Shift(9 * 3600, 12 * 3600 + 1800), p.Shift(13 * 3600 + 1800, 17 * 3600 + 1800))] * 4,
        (p.Shift(9 * 3600, 16 * 3600),),
        (p.Shift(22 * 3600, 30 * 3600),),
        (),
    ),
    regions=(dated(14, "GB-ENG"), dated(14, "GB-SCT", dt.date(2027, 1, 1))),
    dates=(
        p.DateHours(dt.date(2026, 12, 24), dt.date(2026, 12, 24), (p.Shift(32_400, 45_000),), at(15)),
        p.DateHours(dt.date(2026, 12, 27), dt.date(2026, 12, 31), (), at(16)),
    ),
)

INVOICE = p.RecordSet(
    id="records:invoice",
    span=at(20),
    name="invoice",
    title="Invoice",
    fields=(
        p.FieldDecl(
            "field:invoice.id", at(21), "id", p.ValueType.TEXT, optional=False, key=True, description=""
        ),
        p.FieldDecl(
            "field:invoice.posted_at",
            at(22),
            "posted_at",
            p.ValueType.TIME,
            optional=True,
            key=False,
            description="x",
        ),
        p.FieldDecl(
            "field:invoice.channel",
            at(23),
            "channel",
            p.ValueType.CHOICE,
            optional=False,
            key=False,
            description="",
            choices=("post", "portal"),
        ),
        p.FieldDecl(
            "field:invoice.of",
            at(24),
            "of",
            p.ValueType.REF,
            optional=True,
            key=False,
            description="",
            target="order",
        ),
    ),
    lasting=("received_at", "posted_at"),
)

ACCURACY = p.ServiceLevel(
    id="level:Accuracy",
    span=at(30),
    name="Accuracy",
    title="Invoice accuracy",
    is_kpi=False,
    records="invoice",
    where=p.Logical(
        "and",
        p.Exists(POSTED),
        p.Logical(
            "or", p.Not(ERROR), p.Compare(">=", AMOUNT, p.Constant(p.ValueType.MONEY, Fraction(2001, 2)))
        ),
    ),
    counted=POSTED,
    window=p.PeriodWindow(p.Anchor.CALENDAR, p.Unit.MONTH),
    dimensions=(),
    series=(
        p.Series(
            id="level:Accuracy/series",
            span=at(30),
            key=(),
            members=(),
            clock=None,
            good=p.Not(ERROR),
            measure=p.Measure(
                "level:Accuracy/measure", at(34), p.Statistic.PERCENT_GOOD, p.ValueType.PERCENT
            ),
            expected=target(36, "expected", p.Comparator.AT_LEAST, dated(36, percent("99.5"))),
            minimum=target(
                37,
                "minimum",
                p.Comparator.AT_LEAST,
                dated(37, percent("98")),
                dated(37, percent("98.5"), dt.date(2027, 1, 1)),
            ),
            needs=p.Needs("level:Accuracy/needs", at(38), 200),
            credits=(
                p.CreditRule(
                    "level:Accuracy/credit",
                    at(39),
                    None,
                    (
                        p.Band(
                            "band:1",
                            at(41),
                            None,
                            p.Edge(p.TargetWord("minimum"), includes=False),
                            p.ShareOf(Fraction(1, 20), p.Base(("MonthlyCharges",))),
                        ),
                        p.Band(
                            "band:2",
                            at(42),
                            None,
                            p.Edge(percent("97"), includes=True),
                            p.Money(Fraction(8500)),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

RESPONSE = p.ServiceLevel(
    id="level:Response",
    span=at(50),
    name="Response",
    title="",
    is_kpi=True,
    records="invoice",
    where=None,
    counted=RECEIVED,
    window=p.PeriodWindow(p.Anchor.CALENDAR, p.Unit.WEEK),
    dimensions=(
        p.Dimension(
            "level:Response/by",
            at(50),
            p.Field(p.ValueType.SEVERITY, ("severity",), optional=False),
            "severity",
            ("P4",),
        ),
    ),
    series=(
        p.Series(
            id="level:Response/P1, P2",
            span=at(57),
            key=("P1, P2",),
            members=(("P1", "P2"),),
            clock=p.Clock("level:Response/clock", at(53), RECEIVED, POSTED, "Office"),
            good=p.ClockWithin(p.Elapsed(HOUR + HOUR // 2)),
            measure=p.Measure(
                "level:Response/measure",
                at(54),
                p.Statistic.PERCENTILE,
                p.ValueType.DURATION,
                p.ClockTime(),
                Fraction(199, 2),
            ),
            expected=target(
                55,
                "expected",
                p.Comparator.UNDER,
                dated(55, p.Quantity(p.ValueType.DURATION, Fraction(HOUR))),
            ),
            minimum=None,
            needs=None,
            credits=(),
        ),
    ),
)


@pytest.fixture
def plan():
    return sample()


@pytest.fixture(scope="session")
def plan_factory():
    """The same plan for tests that draw examples, with a term, a zone and no settlement where they are given."""

    def factory(term=None, zone=None):
        return sample() if term is None else evolve(sample(), term=term, zone=zone, settlement=None)

    return factory


def sample():
    return p.Plan(
        id="agreement:Harbour",
        span=at(1),
        name="Harbour",
        title="Accounts Payable Services Agreement",
        version="1.0",
        provider=p.Party("provider", at(3), "Meridian", "Meridian Business Services Ltd"),
        customer=p.Party("customer", at(4), "Customer", ""),
        term=p.Term("term", at(5), dt.date(2026, 1, 1), dt.date(2027, 6, 15)),
        zone="Europe/London",
        currency="GBP",
        minor_digits=2,
        law="England and Wales",
        charges=(
            p.Charge(
                "charge:MonthlyCharges",
                at(10),
                "MonthlyCharges",
                "Monthly Charges",
                (
                    dated(10, p.Rate(Fraction(85_000), p.Unit.MONTH)),
                    dated(10, p.Rate(Fraction("88000.505"), p.Unit.MONTH), dt.date(2027, 1, 1)),
                ),
            ),
        ),
        calendars=(OFFICE,),
        records=(INVOICE,),
        severities=(
            p.SeverityTier("severity:P1", at(25), "P1", "Critical", "Production is stopped."),
            p.SeverityTier("severity:P2", at(26), "P2", "", ""),
        ),
        levels=(ACCURACY, RESPONSE),
        settlement=p.Settlement(
            "settlement",
            at(70),
            p.Unit.MONTH,
            10,
            (
                p.Limit(
                    "step:1",
                    at(71),
                    ("Accuracy", "Response"),
                    p.PercentOf(Fraction(3, 20), "MonthlyCharges"),
                    p.Anchor.CONTRACT,
                    p.Unit.YEAR,
                ),
                p.Ignore("step:2", at(72), each=True, below=Fraction(10)),
                p.Round("settlement/default", at(70), p.RoundingMode.HALF_UP, Fraction(1, 100)),
            ),
        ),
        tools=(("tzdata", "2026.6"), ("holidays", "0.109")),
    )
