"""Every kind of rule in words."""

import datetime as dt
from fractions import Fraction

import pytest

from sladsl.documents.calendars import calendar_blocks, shift_words
from sladsl.documents.credit_rows import credit_table
from sladsl.documents.credits import credit_words, credits_brief
from sladsl.documents.definitions import definitions
from sladsl.documents.figures import constant_words, duration_words, period_words, quantity_words
from sladsl.documents.from_plan import agreement_view
from sladsl.documents.limits import target_brief, target_words
from sladsl.documents.measures import measure_words
from sladsl.documents.outline import outline
from sladsl.documents.prose import ordinal, plain, plural, with_article
from sladsl.documents.rules import measurement_rules
from sladsl.documents.schedules import records_blocks
from sladsl.documents.settling import cut_off_words, settlement_blocks
from sladsl.documents.terms import Terms, calendar_name
from sladsl.documents.verbalise import SentenceSubject, condition, value
from sladsl.documents.view import Paragraph, Table
from sladsl.planning.contract import Contract
from sladsl.planning.plan import (
    AddedHoliday,
    Anchor,
    Arithmetic,
    BusinessDay,
    Clock,
    ClockTime,
    ClockWithin,
    Comparator,
    Compare,
    Constant,
    Dated,
    DateHours,
    DayRule,
    Elapsed,
    Exists,
    Gap,
    LocalDate,
    Logical,
    Money,
    Not,
    PeriodWindow,
    Quantity,
    RecordSet,
    RemovedHoliday,
    Round,
    RoundingMode,
    Shift,
    Statistic,
    Steps,
    Term,
    Unit,
    ValueType,
)
from sladsl.values import evolve
from tests.documents.agreements import OFFICE, accounts_payable, service_desk
from tests.documents.build import (
    HASH,
    HOUR,
    PERCENT_GOOD,
    SPAN,
    agreement,
    at_least,
    at_most,
    bands,
    calendar,
    charge,
    decl,
    field,
    flat,
    level,
    limit,
    measure,
    percent,
    rate_of,
    series,
    settlement,
    share_of,
    target,
)

NUMBER, MONEY, FLAG, TIME = ValueType.NUMBER, ValueType.MONEY, ValueType.FLAG, ValueType.TIME
INVOICE = RecordSet(
    "records:invoice",
    SPAN,
    "invoice",
    "Invoice",
    (
        decl("id", ValueType.TEXT, key=True),
        decl("received_at", TIME, "received by post"),
        decl("paid_at", TIME, "the payment was sent", optional=True),
        decl("due_on", ValueType.DATE, "agreed with the supplier"),
        decl("amount", MONEY, "the total, VAT included"),
        decl("lines", NUMBER),
        decl("share", ValueType.PERCENT, "paid up front"),
        decl("error", FLAG, "found to be wrong"),
        decl("urgent", FLAG),
        decl("priority", FLAG, "high priority"),
        decl("reason", ValueType.CHOICE, choices=("approval", "query")),
    ),
)
HOLD = RecordSet(
    "records:hold",
    SPAN,
    "hold",
    "Hold",
    (
        decl("invoice", ValueType.REF, target="invoice"),
        decl("started_at", TIME, "put on hold"),
        decl("ended_at", TIME, optional=True),
    ),
    ("started_at", "ended_at"),
)
BARE = agreement(
    "A",
    "An Agreement",
    provider=accounts_payable()[0].provider,
    customer=accounts_payable()[0].customer,
    charges=(charge("Fees", "Fees", (None, 100, Unit.MONTH)),),
    calendars=(OFFICE,),
    records=(INVOICE, HOLD),
    severities=service_desk()[0].severities,
)
EMPTY = Contract((), (), ())


def terms_of(plan):
    return Terms(plan, outline(plan, EMPTY))


TERMS = terms_of(BARE)


def money(amount):
    return Constant(MONEY, Fraction(amount))


def flag(name):
    return field(name, FLAG)


AMOUNT = field("amount", MONEY)
SMALL, LATE = (
    Compare("<", AMOUNT, money(10)),
    Compare(">", field("received_at"), field("paid_at", optional=True)),
)
ERROR, URGENT, PRIORITY = flag("error"), flag("urgent"), flag("priority")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (ERROR, "it was found to be wrong (error)"),
        (Not(ERROR), "it was not found to be wrong (error)"),
        (Not(Not(ERROR)), "it was found to be wrong (error)"),
        (URGENT, "it is marked urgent"),
        (Not(PRIORITY), "it is not marked “high priority” (priority)"),
        (Compare("=", ERROR, Constant(FLAG, value=True)), "it was found to be wrong (error)"),
        (Compare("!=", ERROR, Constant(FLAG, value=True)), "it was not found to be wrong (error)"),
        (Compare("=", ERROR, Constant(FLAG, value=False)), "it was not found to be wrong (error)"),
        (Exists(field("paid_at")), "the time given as paid_at (“the payment was sent”) is recorded"),
        (
            Not(Exists(field("received_at"))),
            "the time at which it was received by post (received_at) is not recorded",
        ),
        (SMALL, "the total, VAT included (amount) is less than GBP 10.00"),
        (Not(SMALL), "the total, VAT included (amount) is not less than GBP 10.00"),
        (
            Compare("<=", field("lines", NUMBER), Constant(NUMBER, Fraction(1200))),
            "its lines is not more than 1,200",
        ),
        (
            Compare(">", field("lines", NUMBER), Constant(NUMBER, Fraction(3, 2))),
            "its lines is more than 1.5",
        ),
        (
            Compare("=", field("share", ValueType.PERCENT), Constant(ValueType.PERCENT, Fraction(1, 2))),
            "its share (“paid up front”) is 50%",
        ),
        (
            LATE,
            (
                "the time at which it was received by post (received_at) is later than the time given as "
                "paid_at (“the payment was sent”)"
            ),
        ),
        (
            Compare("<=", field("due_on", ValueType.DATE), Constant(ValueType.DATE, 20_454)),
            "the date on which it was agreed with the supplier (due_on) is not later than 1 January 2026",
        ),
        (
            Compare("<", LocalDate(field("received_at")), field("due_on", ValueType.DATE)),
            (
                "the date of the time at which it was received by post (received_at) is before the date on which it "
                "was agreed with the supplier (due_on)"
            ),
        ),
        (
            Compare("!=", field("reason", ValueType.CHOICE), Constant(ValueType.CHOICE, "query")),
            "its reason is not “query”",
        ),
        (Logical("and", ERROR, URGENT), "it was found to be wrong (error) and it is marked urgent"),
        (
            Not(Logical("and", ERROR, URGENT)),
            "it was not found to be wrong (error) or it is not marked urgent",
        ),
        (
            Logical("and", Logical("or", ERROR, URGENT), PRIORITY),
            "(it was found to be wrong (error) or it is marked urgent) and it is marked “high priority” (priority)",
        ),
        (
            Logical("and", Not(Logical("and", ERROR, URGENT)), URGENT),
            "(it was not found to be wrong (error) or it is not marked urgent) and it is marked urgent",
        ),
        (
            Logical("and", Exists(field("paid_at")), LATE),
            (
                "the time given as paid_at (“the payment was sent”) is recorded and the time at which it was "
                "received by post (received_at) is later than its paid_at"
            ),
        ),
        (
            Logical("or", SMALL, Logical("and", ERROR, Not(SMALL))),
            (
                "the total, VAT included (amount) is less than GBP 10.00 or (it was found to be wrong (error) and its "
                "amount is not less than GBP 10.00)"
            ),
        ),
        (Constant(FLAG, value=True), "in every case"),
        (Not(Constant(FLAG, value=True)), "in no case"),
        (ClockWithin(Elapsed(4 * HOUR)), "its clock stops within 4 hours of Business Hours"),
        (Not(ClockWithin(Elapsed(HOUR // 2))), "its clock does not stop within 30 minutes of Business Hours"),
        (
            Compare("<", ClockTime(), Constant(ValueType.DURATION, HOUR)),
            "the time on its clock is less than 1 hour",
        ),
    ],
)
def test_a_condition_is_a_clause_about_the_record(expression, words):
    assert plain(condition(SentenceSubject(TERMS, "invoice", "Office"), expression)) == words


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (AMOUNT, "the total, VAT included (amount)"),
        (field("lines", NUMBER), "its lines"),
        (Constant(ValueType.SEVERITY, "P1"), "P1 (Critical)"),
        (Constant(ValueType.TEXT, "a b"), "“a b”"),
        (Constant(ValueType.DAYS, 5), "5 calendar days"),
        (Constant(ValueType.TIME_OF_DAY, 34_200_000_000), "09:30"),
        (Constant(TIME, 1_782_896_400_000_000), "10:00 on 1 July 2026"),
        (
            Arithmetic(ValueType.DURATION, "-", field("paid_at"), field("received_at")),
            (
                "the time from the time at which it was received by post (received_at) to the time given as "
                "paid_at (“the payment was sent”)"
            ),
        ),
        (
            Arithmetic(TIME, "-", field("received_at"), Constant(ValueType.DAYS, 5)),
            "5 calendar days before the time at which it was received by post (received_at)",
        ),
        (
            Arithmetic(MONEY, "*", Arithmetic(MONEY, "+", AMOUNT, money(1)), Constant(NUMBER, Fraction(2))),
            "(the total, VAT included (amount) plus GBP 1.00) multiplied by 2",
        ),
        (Not(ERROR), "whether it was not found to be wrong (error)"),
    ],
)
def test_a_value_is_a_noun_phrase(expression, words):
    assert plain(value(SentenceSubject(TERMS, "invoice"), expression)) == words


def test_a_field_of_a_record_referred_to_names_that_record():
    words = plain(value(SentenceSubject(TERMS, "hold"), field("invoice.received_at")))
    assert (
        words == "the time at which the Invoice to which it refers was received by post (invoice.received_at)"
    )
    words = plain(value(SentenceSubject(TERMS, "hold"), field("invoice.lines", NUMBER)))
    assert words == "the invoice.lines of the Invoice to which it refers"
    words = plain(condition(SentenceSubject(TERMS, "hold"), flag("invoice.error")))
    assert words == "the Invoice to which it refers was found to be wrong (invoice.error)"
    assert plain(value(SentenceSubject(TERMS, "hold"), field("ended_at"))) == "its ended_at"


VALUES = "the values of the Invoices counted in the Measurement Window. The value of an Invoice is its lines."


@pytest.mark.parametrize(
    ("statistic", "words"),
    [
        (Statistic.SUM, f"the sum of {VALUES}"),
        (Statistic.MEAN, f"the arithmetic mean (the sum divided by the number) of {VALUES}"),
        (Statistic.MEDIAN, f"the median of {VALUES}"),
        (Statistic.LOWEST, f"the lowest of {VALUES}"),
        (Statistic.HIGHEST, f"the highest of {VALUES}"),
        (Statistic.PERCENTILE, f"the 95th percentile, by nearest rank, of {VALUES}"),
    ],
)
def test_a_statistic_of_values_says_what_the_value_of_a_record_is(statistic, words):
    made = series("A", measure(statistic, NUMBER, field("lines", NUMBER), Fraction(95)))
    assert plain(measure_words(SentenceSubject(TERMS, "invoice"), made)) == f"The Measured Value is {words}"


def test_a_number_counts_what_satisfies_its_condition():
    every = series("A", measure(Statistic.NUMBER, NUMBER))
    some = series("A", measure(Statistic.NUMBER, NUMBER, ERROR))
    start = "The Measured Value is the number of the Invoices counted in the Measurement Window"
    assert plain(measure_words(SentenceSubject(TERMS, "invoice"), every)) == f"{start}."
    words = plain(measure_words(SentenceSubject(TERMS, "invoice"), some))
    assert words == f"{start} for which the following holds: it was found to be wrong (error)."


@pytest.mark.parametrize(
    ("comparator", "words"),
    [
        (Comparator.AT_LEAST, "at least 98%"),
        (Comparator.ABOVE, "above 98%"),
        (Comparator.AT_MOST, "at most 98%"),
        (Comparator.UNDER, "under 98%"),
    ],
)
def test_a_limit_keeps_its_comparator(comparator, words):
    assert target_words(BARE, target("minimum", comparator, percent(98))) == words
    assert target_brief(BARE, target("minimum", comparator, percent(98))) == words


def test_a_limit_that_changes_twice_says_which_windows_each_value_binds():
    changing = at_least(
        "minimum", percent(97), (dt.date(2027, 1, 1), percent(98)), (dt.date(2028, 1, 1), percent(99))
    )
    assert target_words(BARE, changing) == (
        "at least 97% for Measurement Windows that start before 1 January 2027, at least 98% for those "
        "that start on or after 1 January 2027 and before 1 January 2028 and at least 99% for those that "
        "start on or after 1 January 2028"
    )
    assert target_brief(BARE, changing) == (
        "at least 97%; from 1 January 2027 at least 98%; from 1 January 2028 at least 99%"
    )


EARLY = "The same is credited for a Measurement Window that is below expected"


@pytest.mark.parametrize(
    ("edge", "rows", "worst", "early"),
    [
        ("below", (("minimum", 5), (percent(97), 10)), "lowest", False),
        ("at or below", ((percent(99), 1), ("minimum", 5)), "lowest", True),
        ("below", (("expected", 1), ("minimum", 5)), "lowest", True),
        ("at or below", (("minimum", 5), (percent(97), 10)), "lowest", True),
        ("above", (("required", 5), (percent(9), 10)), "highest", False),
        ("at or above", (("required", 5), (percent(9), 10)), "highest", True),
        ("above", ((percent(4), 5), (percent(9), 10)), "highest", True),
    ],
)
def test_a_credit_table_says_which_row_applies_and_when_one_applies_early(edge, rows, worst, early):
    rule = bands(edge, "Fees", *rows)
    targets = (
        {"minimum": at_least("minimum", percent(98)), "expected": at_least("expected", percent("99.5"))}
        if edge.endswith("below")
        else {"minimum": at_most("required", percent(5)), "expected": at_most("expected", percent(2))}
    )
    judged = series("A", PERCENT_GOOD, **targets)
    words = plain(credit_words(TERMS, judged, rule))
    assert f"only the row with the {worst} threshold applies" in words
    assert (EARLY in words) is early
    head = plain(credit_table(TERMS, judged, rule).rows[0].cells[0])
    assert head.startswith(f"{edge} ")


def in_a_few_words(rules):
    return credits_brief(TERMS, series("A", PERCENT_GOOD, credits=rules))


def test_credits_in_a_few_words():
    assert in_a_few_words(()) == "–"
    assert in_a_few_words((flat(Money(Fraction(500))),)) == "GBP 500.00"
    assert in_a_few_words((flat(rate_of("Fees", "2.5")),)) == "2.5% of the Fees"
    table = bands("below", "Fees", ("minimum", 5), (percent(97), 10))
    assert in_a_few_words((table,)) == "5% or 10% of the Fees"
    assert in_a_few_words((table, flat(Money(Fraction(500))))) == "5% or 10% of the Fees; and GBP 500.00"
    stepped = evolve(
        flat(Money(Fraction(50))),
        steps=Steps(is_full=False, size=percent(1), of=Gap.SHORTFALL),
        most=Money(Fraction(300)),
    )
    assert (
        in_a_few_words((stepped,))
        == "GBP 50.00 for each started step of 1 percentage point, at most GBP 300.00"
    )


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (RoundingMode.HALF_UP, "to the nearest multiple of GBP 0.05, half a multiple away from zero"),
        (
            RoundingMode.HALF_EVEN,
            "to the nearest multiple of GBP 0.05, half a multiple to the nearest even one",
        ),
        (RoundingMode.UP, "up to a multiple of GBP 0.05"),
        (RoundingMode.DOWN, "down to a multiple of GBP 0.05"),
    ],
)
def test_every_rounding_is_spelled_out(mode, words):
    step = Round("settlement/step:1", SPAN, mode, Fraction(1, 20))
    plan = evolve(BARE, settlement=settlement(0, step))
    steps = settlement_blocks(terms_of(plan), plan.settlement)[1].children
    assert said(steps) == [f"The total of the Service Credits of the Settlement Period is rounded {words}."]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "the end of the Settlement Period that holds"),
        (1, "the end of the calendar day after the last day of the Settlement Period that holds"),
        (10, "the end of the 10th calendar day after the last day of the Settlement Period that holds"),
    ],
)
def test_the_cut_off_follows_the_settlement_period(days, words):
    plan = evolve(BARE, settlement=settlement(days))
    assert cut_off_words(plan) == f"{words} the last instant of the Measurement Window concerned"
    assert cut_off_words(BARE) == "the end of the period for which Measured Values are stated"


def openings(blocks):
    return [block.text[0].text.strip(". ") for block in blocks if isinstance(block, Paragraph)]


ALWAYS = [
    "Service Levels",
    "Evidence",
    "Records in error",
    "Dates and times",
    "Boundaries",
    "Exact figures",
    "Verdicts",
]


def rules_of(*lines, window=Unit.MONTH, **parts):
    plan = evolve(BARE, levels=(level("A", "A", "invoice", "received_at", *lines, window=window),), **parts)
    return measurement_rules(terms_of(plan))


def test_only_the_defaults_that_matter_are_printed():
    assert openings(rules_of(series("A", PERCENT_GOOD, good=ERROR))) == ALWAYS


ROUND_THE_CLOCK = Clock("level:A/clock", SPAN, field("received_at"), field("paid_at", optional=True), None)
IN_HOURS = evolve(ROUND_THE_CLOCK, calendar="Office")
FROM_PERCENT = Arithmetic(
    ValueType.PERCENT, "+", field("share", ValueType.PERCENT), Constant(ValueType.PERCENT, Fraction(1, 100))
)
FIVE_DAYS = Arithmetic(TIME, "+", field("received_at"), Constant(ValueType.DAYS, 5))


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (
            series("A", PERCENT_GOOD, clock=ROUND_THE_CLOCK, good=ClockWithin(Elapsed(HOUR))),
            {"Deadlines", "Clocks still running"},
        ),
        (
            series("A", PERCENT_GOOD, clock=IN_HOURS, good=ClockWithin(Elapsed(HOUR))),
            {"Time on a clock", "Deadlines", "Clocks still running"},
        ),
        (
            series("A", measure(Statistic.MEDIAN, ValueType.DURATION, ClockTime()), clock=ROUND_THE_CLOCK),
            {"Time so far", "Median"},
        ),
        (
            series("A", measure(Statistic.PERCENTILE, NUMBER, field("lines", NUMBER), Fraction(9))),
            {"Percentiles"},
        ),
        (series("A", measure(Statistic.MEAN, ValueType.PERCENT, FROM_PERCENT)), {"Percentage points"}),
        (series("A", PERCENT_GOOD, good=Compare("<", field("received_at"), FIVE_DAYS)), {"Hours and days"}),
    ],
)
def test_a_default_is_printed_where_it_matters(line, printed):
    assert set(openings(rules_of(line))) - set(ALWAYS) == printed


@pytest.mark.parametrize(
    ("first", "last", "window", "cut"),
    [
        ("2026-01-01", "2026-12-31", Unit.MONTH, False),
        ("2026-01-16", None, Unit.MONTH, True),
        ("2026-01-01", "2026-12-30", Unit.QUARTER, True),
        ("2026-01-01", "2026-12-31", Unit.WEEK, True),
        ("2026-01-05", "2026-12-27", Unit.WEEK, False),
        ("2026-01-16", "2026-02-03", Unit.DAY, False),
    ],
)
def test_partial_windows_are_mentioned_where_the_term_makes_some(first, last, window, cut):
    term = Term("term", SPAN, dt.date.fromisoformat(first), dt.date.fromisoformat(last) if last else None)
    rules = openings(rules_of(series("A", PERCENT_GOOD, good=ERROR), window=window, term=term))
    assert ("Partial windows" in rules) is cut


@pytest.mark.parametrize(
    ("anchor", "last", "cut"),
    [
        (Anchor.CONTRACT, "2029-01-15", False),
        (Anchor.CONTRACT, "2028-12-31", True),
        (Anchor.CALENDAR, "2029-01-15", True),
    ],
)
def test_a_limit_on_a_part_year_is_explained(anchor, last, cut):
    term = Term("term", SPAN, dt.date(2026, 1, 16), dt.date.fromisoformat(last))
    steps = settlement(5, limit(1, share_of("Fees", 10), anchor, Unit.YEAR))
    plan = evolve(BARE, term=term, settlement=steps)
    assert ("Limits in part periods" in openings(settlement_blocks(terms_of(plan), steps))) is cut


@pytest.mark.parametrize(("first", "short"), [("2026-02-16", False), ("2026-01-31", True)])
def test_a_unit_of_the_contract_is_defined_where_only_a_window_names_it(first, short):
    plan = accounts_payable()[0]
    quarterly = evolve(plan.levels[0], window=PeriodWindow(Anchor.CONTRACT, Unit.QUARTER))
    term = Term("term", SPAN, dt.date.fromisoformat(first), dt.date(2027, 12, 31))
    changed = evolve(plan, term=term, levels=(quarterly,), settlement=None)
    words = {each.term: plain(each.meaning) for each in definitions(terms_of(changed)).entries}
    assert "successive periods of three months of which the first starts on" in words["Contract Quarter"]
    assert ("the last day of a month" in words["Contract Quarter"]) is short


# --- calendars and records -----------------------------------------------------------------------------------------


def test_hours_of_a_day():
    assert shift_words(()) == "closed"
    assert shift_words((Shift(0, 86_400),)) == "00:00 to 24:00"
    assert shift_words((Shift(32_400, 45_000), Shift(48_600, 63_000))) == "09:00 to 12:30 and 13:30 to 17:30"
    assert shift_words((Shift(79_200, 108_000),)) == "22:00 to 06:00 on the next day"


def said(blocks):
    return [plain(block.text) for block in blocks if isinstance(block, Paragraph)]


def tables(blocks):
    return [block for block in blocks if isinstance(block, Table)]


def test_holidays_are_listed_for_three_years_and_a_long_term_says_where_later_ones_come_from():
    long = terms_of(evolve(BARE, term=Term("term", SPAN, dt.date(2026, 7, 1), None)))
    blocks = calendar_blocks(long, OFFICE)
    days = [plain(row.cells[0]) for row in tables(blocks)[1].rows]
    assert (days[0], days[-1]) == ("31 August 2026", "26 December 2028")
    assert (
        "The table lists those up to 31 December 2028; later ones follow from the same source."
        in said(blocks)[1]
    )
    assert "later ones" not in said(calendar_blocks(TERMS, OFFICE))[1]


def test_days_that_the_agreement_adds_are_all_listed_and_those_it_removes_are_named():
    long = terms_of(evolve(BARE, term=Term("term", SPAN, dt.date(2026, 7, 1), None)))
    added = (AddedHoliday(dt.date(2035, 3, 11), "Founders' Day", SPAN),)
    removed = (RemovedHoliday(dt.date(2026, 8, 31), SPAN),)
    blocks = calendar_blocks(long, evolve(OFFICE, added=added, removed=removed))
    days = [plain(row.cells[0]) for row in tables(blocks)[1].rows]
    assert "31 August 2026" not in days
    assert days[-1] == "11 March 2035"
    assert "except 31 August 2026, and the other days that the table lists" in said(blocks)[1]


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (DayRule.AT_CLOSE, "end at the last close of the last of them."),
        (
            DayRule.SAME_TIME,
            "end at the same time of day on the last of them; outside the hours, at the next opening",
        ),
    ],
)
def test_a_calendar_says_what_its_business_days_are(meaning, words):
    office = evolve(OFFICE, business_day=BusinessDay("b", SPAN, meaning))
    assert words in " ".join(said(calendar_blocks(TERMS, office)))


def test_a_business_day_may_be_an_amount_of_open_time():
    office = evolve(OFFICE, business_day=BusinessDay("b", SPAN, DayRule.LENGTH, 8 * HOUR))
    assert "A Business Day is 8 hours of these hours." in said(calendar_blocks(TERMS, office))


def test_a_night_shift_says_to_which_day_it_belongs():
    night = calendar("Night", "Night Hours", [(22 * 60, 30 * 60)], regions=(Dated(None, "US", SPAN),))
    words = " ".join(said(calendar_blocks(terms_of(evolve(BARE, calendars=(night,))), night)))
    assert "Hours that run past midnight belong to the day on which they start." in words
    assert "Hours that would start on a public holiday are dropped." in words


def test_dates_with_hours_of_their_own():
    closed = DateHours(dt.date(2026, 12, 25), dt.date(2026, 12, 31), (), SPAN)
    own = calendar("Own", "Own Hours", [(540, 1020)], dates=(closed,))
    table = tables(calendar_blocks(terms_of(evolve(BARE, calendars=(own,))), own))[-1]
    assert [plain(cell) for cell in table.rows[0].cells] == ["25 December 2026 to 31 December 2026", "closed"]


def test_calendars_of_one_title_are_told_apart():
    twice = terms_of(
        evolve(BARE, calendars=(OFFICE, evolve(OFFICE, name="uk.Office", id="calendar:uk.Office")))
    )
    assert calendar_name(twice, "uk.Office") == "Business Hours (uk.Office)"


def test_records_say_their_key_and_how_long_they_last():
    assert said(records_blocks(TERMS, INVOICE)) == [
        (
            "The records from which the Provider and the Customer take Invoices are named invoice. No two "
            "Invoices have the same id."
        )
    ]
    assert said(records_blocks(TERMS, HOLD)) == [
        (
            "The records from which the Provider and the Customer take Holds are named hold. All Holds count, "
            "alike or not. Each lasts from started_at to ended_at."
        )
    ]


# --- figures and grammar -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("microseconds", "words"),
    [
        (0, "0 seconds"),
        (1_500_000, "1.5 seconds"),
        (1_000_000, "1 second"),
        (HOUR, "1 hour"),
        (HOUR + HOUR // 2, "1 hour and 30 minutes"),
        (100 * HOUR + 61_000_000, "100 hours, 1 minute and 1 second"),
    ],
)
def test_durations_are_spelled_out(microseconds, words):
    assert duration_words(microseconds) == words
    assert quantity_words(BARE, Quantity(ValueType.DURATION, Fraction(microseconds))) == words


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2026", "2026"),
        ("2026-03", "March 2026"),
        ("2026-Q4", "the fourth quarter of 2026"),
        ("2026-W05", "week 5 of 2026"),
        ("2026-03-14", "14 March 2026"),
        ("contract year 2", "Contract Year 2"),
    ],
)
def test_periods_are_spelled_out(label, words):
    assert period_words(label) == words


def test_grammar():
    assert [plural(noun) for noun in ("Invoice", "Query", "Day", "Batch", "Address")] == [
        "Invoices", "Queries", "Days", "Batches", "Addresses",
    ]  # fmt: skip
    assert [with_article(noun) for noun in ("Invoice", "Ticket")] == ["an Invoice", "a Ticket"]
    assert [ordinal(text) for text in ("1", "2", "3", "11", "95", "99.9", "101")] == [
        "1st", "2nd", "3rd", "11th", "95th", "99.9th", "101st",
    ]  # fmt: skip


def test_a_flag_constant_is_yes_or_no():
    assert constant_words(BARE, Constant(FLAG, value=True)) == "yes"


def test_an_agreement_of_a_header_alone_is_a_document():
    bare = evolve(BARE, charges=(), calendars=(), records=(), severities=(), law="")
    view = agreement_view(bare, EMPTY, (), HASH)
    assert [section.title for section in view.sections] == ["Definitions", "Term"]
    assert view.schedules == ()
