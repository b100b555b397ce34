"""The two agreements that whole documents are rendered from: accounts payable, and a service desk with severities."""

import datetime as dt
from fractions import Fraction

from sladsl.measurement.results import Counts, Measurement
from sladsl.planning.contract import (
    Clause,
    ClauseReference,
    Contract,
    CreditExpected,
    Example,
    GivenTable,
    GivenValue,
    ResultExpected,
    ValueReference,
)
from sladsl.planning.plan import (
    Anchor,
    Clock,
    ClockTime,
    ClockWithin,
    Comparator,
    Compare,
    Constant,
    CreditUnit,
    Dated,
    DateHours,
    Dimension,
    Elapsed,
    Exists,
    Ignore,
    Money,
    Needs,
    Not,
    Party,
    Quantity,
    RecordSet,
    SeverityTier,
    Shift,
    Statistic,
    Term,
    Unit,
    ValueType,
)
from sladsl.settlement.examples import CreditOutcome, ResultOutcome, TotalOutcome, WorkedExample
from sladsl.settlement.explanation import (
    Assessment,
    ChargeBase,
    Credit,
    LimitUse,
    ResolvedBand,
    Result,
    SettledPeriod,
    SettlementLine,
    StepTaken,
    TargetComparison,
    Verdict,
)
from tests.documents.build import (
    HOUR,
    PERCENT_GOOD,
    SPAN,
    agreement,
    at_least,
    bands,
    calendar,
    charge,
    decl,
    duration,
    field,
    flat,
    level,
    limit,
    measure,
    percent,
    rate_of,
    rounding,
    series,
    settlement,
    share_of,
    target,
    window,
)

OFFICE = calendar(
    "Office",
    "Business Hours",
    [(9 * 60, 12 * 60 + 30), (13 * 60 + 30, 17 * 60 + 30)],
    regions=(Dated(None, "GB-ENG", SPAN),),
    dates=(DateHours(dt.date(2026, 12, 24), dt.date(2026, 12, 24), (Shift(9 * 3600, 45_000),), SPAN),),
)
INVOICE = RecordSet(
    "records:invoice",
    SPAN,
    "invoice",
    "Invoice",
    (
        decl("id", ValueType.TEXT, key=True),
        decl("received_at", ValueType.TIME, "received in the accounts-payable mailbox"),
        decl("posted_at", ValueType.TIME, "posted to the ledger", optional=True),
        decl("amount", ValueType.MONEY, "the total of the invoice, VAT included"),
        decl("error", ValueType.FLAG, "found to have been posted incorrectly"),
    ),
)
MINIMUM = at_least("minimum", percent("98"), (dt.date(2027, 1, 1), percent("98.5")))
ACCURACY_CREDIT = bands("below", "MonthlyCharges", ("minimum", 5), (percent(97), 10), (percent(95), 20))
ACCURACY = level(
    "Accuracy",
    "Invoice accuracy",
    "invoice",
    "posted_at",
    series(
        "Accuracy",
        PERCENT_GOOD,
        good=Not(field("error", ValueType.FLAG)),
        expected=at_least("expected", percent("99.5")),
        minimum=MINIMUM,
        needs=Needs("level:Accuracy/needs", SPAN, 200),
        credits=(ACCURACY_CREDIT,),
    ),
    where=Exists(field("posted_at", optional=True)),
)
TURNAROUND_CLOCK = Clock(
    "level:Turnaround/clock", SPAN, field("received_at"), field("posted_at", optional=True), "Office"
)
TURNAROUND = level(
    "Turnaround",
    "Invoice turnaround",
    "invoice",
    "received_at",
    series(
        "Turnaround",
        PERCENT_GOOD,
        clock=TURNAROUND_CLOCK,
        good=ClockWithin(Elapsed(15 * HOUR)),
        minimum=at_least("minimum", percent(95)),
        credits=(flat(rate_of("MonthlyCharges", 2)),),
    ),
)
SLOWEST = level(
    "Slowest",
    "Turnaround of nineteen invoices in twenty",
    "invoice",
    "received_at",
    series(
        "Slowest",
        measure(Statistic.PERCENTILE, ValueType.DURATION, ClockTime(), Fraction(95)),
        clock=TURNAROUND_CLOCK,
        expected=target("expected", Comparator.AT_MOST, duration(15 * HOUR)),
    ),
    is_kpi=True,
)
STEPS = (
    limit(1, share_of("MonthlyCharges", 15), Anchor.CALENDAR, Unit.MONTH),
    limit(2, share_of("MonthlyCharges", 10), Anchor.CONTRACT, Unit.YEAR),
    Ignore("settlement/step:3", SPAN, each=False, below=Fraction(10)),
    rounding("settlement/step:4"),
)


def accounts_payable():
    """Plan, contract and worked examples of an accounts-payable service."""
    plan = agreement(
        "HarbourAP",
        "Accounts Payable Services Agreement",
        provider=Party("provider", SPAN, "Meridian", "Meridian Business Services Ltd"),
        customer=Party("customer", SPAN, "Harbour", "Harbour Foods plc"),
        charges=(
            charge(
                "MonthlyCharges",
                "Monthly Charges",
                (None, 85_000, Unit.MONTH),
                (dt.date(2027, 1, 1), 88_000, Unit.MONTH),
            ),
        ),
        calendars=(OFFICE,),
        records=(INVOICE,),
        levels=(ACCURACY, TURNAROUND, SLOWEST),
        settlement=settlement(14, *STEPS),
    )
    purpose = Clause(
        "clause:Purpose",
        SPAN,
        "Purpose",
        "Purpose",
        (
            ValueReference("provider", "provider", SPAN),
            " processes the supplier invoices of ",
            ValueReference("customer", "customer", SPAN),
            " from their receipt to\ntheir posting in the ledger.\n",
        ),
    )
    review = Clause(
        "clause:Review",
        SPAN,
        "Review",
        "Service level reviews",
        (
            "The parties meet each month to review performance. An accuracy result below ",
            ValueReference("Accuracy.minimum", "level:Accuracy/minimum", SPAN),
            "\nentitles the Customer to the credits in ",
            ClauseReference("Accuracy", "level:Accuracy", SPAN),
            ".\n\nA month with fewer than ",
            ValueReference("Accuracy.needs", "level:Accuracy/needs", SPAN),
            " is reported and not judged.\n",
        ),
    )
    worked = (_bad_week(), _limit_of_a_month())
    order = (
        "clause:Purpose", "charge:MonthlyCharges", "calendar:Office", "records:invoice", "level:Accuracy",
        "level:Turnaround", "level:Slowest", "settlement", "clause:Review", "example:1", "example:2",
    )  # fmt: skip
    return plan, Contract((purpose, review), tuple(each.example for each in worked), order), worked


def _bad_week():
    rows = (
        ("1", "2026-03-02 09:00", "2026-03-03 10:00", "no"),
        ("2", "2026-03-02 16:30", "2026-03-05 09:30", "yes"),
    )
    given = GivenTable("invoice", ("id", "received_at", "posted_at", "error"), rows, SPAN)
    accuracy = ResultExpected("Accuracy", (), "2026-03", percent(50), Fraction(1, 100), "unmeasured", SPAN)
    turnaround = ResultExpected("Turnaround", (), "2026-03", percent(50), Fraction(1, 100), "missed", SPAN)
    credit = CreditExpected("Turnaround", (), "2026-03", Fraction(1700), SPAN)
    example = Example(
        "example:1", SPAN, "A bad week in March", None, (given,), (), (accuracy, turnaround, credit)
    )
    counts = Counts(2, 2, 1, 1, 0, 0, 0)
    unmeasured = Result(
        "Invoice accuracy",
        Measurement("Accuracy", (), window("2026-03"), counts, percent(50)),
        (),
        Verdict.UNMEASURED,
        "2 records decided, fewer than the 200 needed",
    )
    promised = TURNAROUND.series[0]
    missed = Result(
        "Invoice turnaround",
        Measurement("Turnaround", (), window("2026-03"), counts, percent(50)),
        (TargetComparison(promised.minimum, percent(95), satisfied=False),),
        Verdict.MISSED,
        "",
        (_assessed(promised.credits[0], None, Fraction(1700)),),
    )
    outcomes = (
        ResultOutcome(accuracy, unmeasured, holds=True),
        ResultOutcome(turnaround, missed, holds=True),
        CreditOutcome(credit, missed, holds=True),
    )
    return WorkedExample(example, outcomes)


def _assessed(rule, row, amount):
    rate = rule.amount if row is None else row.band.credit
    credit = Credit(rule, CreditUnit.MONEY, row, rate, _march(), (), amount, None, amount)
    return Assessment(rule, () if row is None else (row,), None, credit, "")


def _march():
    return ChargeBase("MonthlyCharges", 0, 1, Fraction(85_000))


def _limit_of_a_month():
    given = GivenValue("Accuracy", (), "2026-06", percent("94.2"), SPAN)
    total = CreditExpected(None, (), "2026-06", Fraction(12_750), SPAN)
    of_accuracy = CreditExpected("Accuracy", (), "2026-06", Fraction(17_000), SPAN)
    example = Example("example:2", SPAN, "The limit of a month", None, (), (given,), (of_accuracy, total))
    band = ACCURACY_CREDIT.bands[2]
    result = Result(
        "Invoice accuracy",
        Measurement(
            "Accuracy", (), window("2026-06"), Counts(200, 200, None, None, 0, 0, 0), percent("94.2")
        ),
        (
            TargetComparison(ACCURACY.series[0].expected, percent("99.5"), satisfied=False),
            TargetComparison(MINIMUM, percent("98"), satisfied=False),
        ),
        Verdict.MISSED,
        "",
        (_assessed(ACCURACY_CREDIT, ResolvedBand(band, None, percent(95), holds=True), Fraction(17_000)),),
    )
    full, cut = (
        SettlementLine("Accuracy", (), "2026-06", 0, 1, Fraction(amount)) for amount in (17_000, 12_750)
    )
    use = LimitUse("2026-06", 0, 1, Fraction(12_750), Fraction(0), Fraction(12_750), Fraction(12_750))
    year = LimitUse(
        "contract year 1", 0, 1, Fraction(102_000), Fraction(4_000), Fraction(98_000), Fraction(12_750)
    )
    taken = (
        StepTaken(STEPS[0], Fraction(17_000), Fraction(12_750), (full,), (cut,), (use,)),
        StepTaken(STEPS[1], Fraction(12_750), Fraction(12_750), (cut,), (cut,), (year,)),
        StepTaken(STEPS[2], Fraction(12_750), Fraction(12_750), (cut,), (cut,), ()),
        StepTaken(STEPS[3], Fraction(12_750), Fraction(12_750), (cut,), (cut,), ()),
    )
    period = SettledPeriod(
        "2026-06",
        0,
        1,
        2,
        partial=False,
        results=(result,),
        calculated=(full,),
        steps=taken,
        total=Fraction(12_750),
    )
    outcomes = (CreditOutcome(of_accuracy, result, holds=True), TotalOutcome(total, period, holds=True))
    return WorkedExample(example, outcomes)


# --- the service desk ----------------------------------------------------------------------------------------------

TICKET = RecordSet(
    "records:ticket",
    SPAN,
    "ticket",
    "Ticket",
    (
        decl("id", ValueType.TEXT, key=True),
        decl("severity", ValueType.SEVERITY, "as agreed when the ticket was logged"),
        decl("channel", ValueType.CHOICE, choices=("phone", "portal", "email")),
        decl("opened_at", ValueType.TIME, "logged by the user or by monitoring"),
        decl("responded_at", ValueType.TIME, "a member of the desk has replied", optional=True),
        decl("resolved_at", ValueType.TIME, "restored or fulfilled", optional=True),
        decl("reopened", ValueType.FLAG, "opened again by the user after it was resolved"),
        decl("score", ValueType.NUMBER, "the user's rating from 1 to 5", optional=True),
    ),
)
SEVERITIES = tuple(
    SeverityTier(f"severity:{name}", SPAN, name, title, words)
    for name, title, words in (
        ("P1", "Critical", "Production use is stopped, or so impaired that work cannot reasonably continue."),
        ("P2", "High", "An important function is unavailable and there is no reasonable way around it."),
        ("P3", "Normal", "A function is impaired, and there is a way around it."),
        ("P4", "Low", "A question or a request."),
        ("P5", "Planning", "Work that is planned with the Customer."),
    )
)


def service_desk():
    """Plan, contract and worked examples of a service desk with severities P1 to P5, of which P5 has no tier."""
    hours = calendar("ServiceHours", "Service Hours", [(8 * 60, 18 * 60)])
    plan = agreement(
        "NorthgateDesk",
        "IT Service Desk Agreement",
        version="2.1",
        term=Term("term", SPAN, dt.date(2026, 1, 16), None),
        provider=Party("provider", SPAN, "Castellan", "Castellan Managed IT Ltd"),
        customer=Party("customer", SPAN, "Northgate", "Northgate Housing Association"),
        charges=(charge("SupportCharges", "Support Charges", (None, 288_000, Unit.YEAR)),),
        calendars=(hours,),
        records=(TICKET,),
        severities=SEVERITIES,
        levels=(_response(), _reopened(), _satisfaction(), _volume()),
        settlement=settlement(
            10,
            Ignore("settlement/step:1", SPAN, each=True, below=Fraction(50)),
            limit(2, share_of("SupportCharges", 10), Anchor.CALENDAR, Unit.MONTH, ("Response", "Reopened")),
            limit(3, Money(Fraction(12_000)), Anchor.CONTRACT, Unit.YEAR),
            rounding(),
        ),
    )
    return plan, Contract((), (), ()), ()


def _tier(members, within, hours, minimum, needs, share):
    clock = Clock(
        "level:Response/clock", SPAN, field("opened_at"), field("responded_at", optional=True), hours
    )
    return series(
        "Response",
        PERCENT_GOOD,
        key=(", ".join(members),),
        members=(members,),
        clock=clock,
        good=ClockWithin(Elapsed(within)),
        minimum=at_least("minimum", percent(minimum)),
        needs=Needs("level:Response/needs", SPAN, needs) if needs else None,
        credits=(flat(rate_of("SupportCharges", share)),),
    )


def _response():
    return level(
        "Response",
        "Initial response",
        "ticket",
        "opened_at",
        _tier(("P1",), HOUR // 4, None, 95, 3, 4),
        _tier(("P2",), HOUR, None, 95, 5, 3),
        _tier(("P3", "P4"), 4 * HOUR, "ServiceHours", 90, None, 1),
        dimensions=(
            Dimension("level:Response/by", SPAN, field("severity", ValueType.SEVERITY), "severity", ("P5",)),
        ),
    )


def _reopened():
    return level(
        "Reopened",
        "Tickets reopened",
        "ticket",
        "resolved_at",
        series(
            "Reopened",
            measure(Statistic.PERCENT_NOT_GOOD),
            good=Not(field("reopened", ValueType.FLAG)),
            minimum=target("required", Comparator.AT_MOST, percent(5)),
            credits=(bands("above", "SupportCharges", ("required", 1), (percent(8), 3)),),
        ),
        where=Exists(field("resolved_at", optional=True)),
    )


def _satisfaction():
    return level(
        "Satisfaction",
        "User satisfaction",
        "ticket",
        "resolved_at",
        series(
            "Satisfaction",
            measure(Statistic.MEAN, ValueType.NUMBER, field("score", ValueType.NUMBER, optional=True)),
            expected=at_least("expected", Quantity(ValueType.NUMBER, Fraction("4.2"))),
            minimum=at_least("minimum", Quantity(ValueType.NUMBER, Fraction("3.9"))),
            needs=Needs("level:Satisfaction/needs", SPAN, 50),
            credits=(flat(Money(Fraction(1500))),),
        ),
        where=Exists(field("score", ValueType.NUMBER, optional=True)),
        window=Unit.QUARTER,
    )


def _volume():
    by_mail = Compare("=", field("channel", ValueType.CHOICE), Constant(ValueType.CHOICE, "email"))
    return level(
        "Volume",
        "Tickets logged by e-mail",
        "ticket",
        "opened_at",
        series(
            "Volume",
            measure(Statistic.NUMBER, ValueType.NUMBER, by_mail),
            expected=target("expected", Comparator.UNDER, Quantity(ValueType.NUMBER, Fraction(15))),
        ),
        window=Unit.WEEK,
        is_kpi=True,
    )
