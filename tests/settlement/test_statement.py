import csv
import json
from fractions import Fraction
from importlib.resources import files
from io import StringIO

import pytest
from jsonschema import Draft202012Validator, ValidationError

from sladsl.planning.plan import Anchor, Comparator, PeriodWindow, Quantity, Unit, ValueType
from sladsl.planning.windows import windows
from sladsl.settlement import statement_csv as statement_csv_module
from sladsl.settlement.settle import settle
from sladsl.settlement.statement import Statement
from sladsl.settlement.statement_csv import COLUMNS, statement_csv
from sladsl.settlement.statement_json import statement_json, statement_value
from sladsl.settlement.statement_text import statement_text
from sladsl.values import evolve
from tests.settlement.build import (
    ORIGIN,
    at_least,
    below,
    counting,
    flat,
    good_in,
    good_of,
    ignore,
    level,
    limit,
    measurements,
    money,
    plan,
    rate,
    rounding,
    series,
    share,
    target,
    valued,
    window,
)

FOUR_HOURS = Quantity(ValueType.DURATION, Fraction(4 * 3600 * 10**6))
AGREEMENT = plan(
    level("Accuracy", series(expected=at_least("expected", "99.5"), needs=200)),
    level(
        "Response",
        series("P1, P2", credit=flat(rate("10"))),
        series("P3", credit=flat(money(30))),
        untiered=("P4",),
    ),
    level(
        "Age",
        series(
            credit=None,
            minimum=None,
            expected=target("expected", Comparator.AT_MOST, (None, FOUR_HOURS)),
            measured=ValueType.DURATION,
        ),
        is_kpi=True,
    ),
    steps=(limit(share("15"), Unit.MONTH), ignore(10), evolve(rounding(), id="round/default")),
    term=("2026-01-16", "2028-12-31"),
)
ROWS = measurements(
    good_of(AGREEMENT, "Accuracy", "2026-01", 24_499, 25_000),
    good_of(AGREEMENT, "Accuracy", "2026-02", 190, 199),
    good_of(AGREEMENT, "Response", "2026-01", 95, 100, "P1, P2"),
    counting(good_of(AGREEMENT, "Response", "2026-01", 9, 10, "P3"), records=13, undecided=3, quarantined=1),
    valued(AGREEMENT, "2026-01", Quantity(ValueType.DURATION, FOUR_HOURS.amount + 250_000), "Age"),
)
STATEMENT = Statement(AGREEMENT, settle(AGREEMENT, ROWS), ROWS.files, ORIGIN)


def shown(label):
    period = window(AGREEMENT, label)
    return evolve(STATEMENT, shown=(period.start, period.end))


TEXT = """\
Accounts Payable Services Agreement
===================================
Agreement  HarbourAP, version 1.0
Provider   Meridian Business Services Ltd (Meridian)
Customer   Harbour Foods plc (Harbour)
Term       2026-01-16 to 2028-12-31, Europe/London, GBP
  - Invoice response is not measured for severity P4.

Settlement of 2026-01, partial, as of 2026-02-11 00:00
------------------------------------------------------
Service level              Window       Value  Target                   Verdict         Records    Good  Bad
-------------------------  -------  ---------  -----------------------  --------------  -------  ------  ---
Invoice accuracy           2026-01    97.996%  minimum at least 98%     missed           25,000  24,499  501
                                               expected at least 99.5%
Invoice response (P1, P2)  2026-01     95.00%  minimum at least 98%     missed              100      95    5
Invoice response (P3)      2026-01     90.00%  minimum at least 98%     missed               13       9    1
Invoice age                2026-01  4 h 0.3 s  expected at most 4 h     below expected    1,000       -    -

Credits of 2026-01
  Invoice accuracy, 2026-01: missed
    row `below minimum (98%)` (agreement.sla:30): 5% of Monthly Charges GBP 43,870.97 = GBP 2,193.55
  Invoice response (P1, P2), 2026-01: missed
    credit (agreement.sla:29): 10% of Monthly Charges GBP 43,870.97 = GBP 4,387.10
  Invoice response (P3), 2026-01: missed
    credit (agreement.sla:29): GBP 30.00

Settlement steps
  1. Limit all credits to 15% of Monthly Charges per calendar month (agreement.sla:40)
     2026-01: limit GBP 6,580.645161…, used before GBP 0.00, left GBP 6,580.645161…
     Invoice accuracy, 2026-01: GBP 2,193.548387… becomes GBP 2,183.593768…: cut in proportion
     Invoice response (P1, P2), 2026-01: GBP 4,387.096774… becomes GBP 4,367.187536…: cut in
     proportion
     Invoice response (P3), 2026-01: GBP 30.00 becomes GBP 29.863855…: cut in proportion
     GBP 6,610.645161… before, GBP 6,580.645161… after
  2. Ignore the credits of a period whose total is below GBP 10.00 (agreement.sla:41)
     GBP 6,580.645161… before, unchanged
  3. Round the total half-up to GBP 0.01, its lines by largest remainder (default)
     GBP 6,580.645161… before, GBP 6,580.65 after

  Credit                     Window          Calculated      Credited
  -------------------------  -------  -----------------  ------------
  Invoice accuracy           2026-01  GBP 2,193.548387…  GBP 2,183.59
  Invoice response (P1, P2)  2026-01  GBP 4,387.096774…  GBP 4,367.19
  Invoice response (P3)      2026-01          GBP 30.00     GBP 29.87
  Total of 2026-01                    GBP 6,610.645161…  GBP 6,580.65

Notes
  - 2026-01 is partial: only 2026-01-16 00:00 to 2026-02-01 00:00 lies in the term.
  - Invoice response (P3), 2026-01: 3 records undecided as of 2026-02-11 00:00, left out of the
    value: what decides them is not known yet.
  - Invoice response (P3), 2026-01: 1 row of this window set aside as bad data.

Settlement of 2026-02, as of 2026-03-11 00:00
---------------------------------------------
Service level     Window    Value  Target                   Verdict     Records  Good  Bad
----------------  -------  ------  -----------------------  ----------  -------  ----  ---
Invoice accuracy  2026-02  95.48%  minimum at least 98%     unmeasured      199   190    9
                                   expected at least 99.5%

No credits in 2026-02.

Notes
  - Invoice accuracy, 2026-02: unmeasured, 199 records decided, fewer than the 200 needed.

Made from
---------
  invoices.csv (invoice): 1,200 rows, 2 quarantined
    columns that the agreement does not declare, not read: `comment`
  SHA-256
  0101010101010101010101010101010101010101010101010101010101010101  agreement.sla
  2323232323232323232323232323232323232323232323232323232323232323  calendars.sla
  abababababababababababababababababababababababababababababababab  invoices.csv
  4545454545454545454545454545454545454545454545454545454545454545  plan
  6767676767676767676767676767676767676767676767676767676767676767  measurements
  With sladsl 0.1.0, duckdb 1.5.0, tzdata 2025.1
"""


def test_the_text_is_what_a_contract_manager_reads():
    assert statement_text(STATEMENT) == TEXT


def test_only_what_was_asked_for_is_shown():
    text = statement_text(shown("2026-02"))
    assert "Settlement of 2026-02" in text
    assert "Settlement of 2026-01" not in text
    assert [each["label"] for each in statement_value(shown("2026-02"))["periods"]] == ["2026-02"]


def test_a_period_in_which_no_window_ends_says_so():
    assert "No measurement window ends in the period asked for." in statement_text(shown("2026-02-10"))


def test_results_without_a_settlement_are_listed():
    agreement = evolve(AGREEMENT, settlement=None)
    text = statement_text(evolve(STATEMENT, plan=agreement, settled=settle(agreement, ROWS)))
    assert text.count("\nResults\n-------\n") == 1
    assert "Settlement" not in text


def test_a_quarterly_settlement_asked_for_by_month_shows_windows_it_does_not_settle():
    agreement = plan(per=Unit.QUARTER)
    rows = measurements(good_of(agreement, "Accuracy", "2026-02", 96, 100))
    february = window(agreement, "2026-02")
    statement = Statement(
        agreement, settle(agreement, rows), rows.files, ORIGIN, (february.start, february.end)
    )
    value = statement_value(statement)
    assert value["periods"] == []
    assert [each["credits"][0]["settled"]["period"] for each in value["results"]] == ["2026-Q1"]
    assert "Results whose settlement period is not shown" in statement_text(statement)


def test_a_running_window_is_marked_everywhere():
    as_of = window(AGREEMENT, "2026-02-11").start
    running = windows(
        AGREEMENT, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), window(AGREEMENT, "2026-02").end, as_of
    )
    rows = measurements(*(good_in(each, "Accuracy", 240, 250) for each in running))
    statement = Statement(AGREEMENT, settle(AGREEMENT, rows, as_of), rows.files, ORIGIN)
    text = statement_text(statement)
    assert "Settlement of 2026-02, as of 2026-02-11 00:00, provisional: the period has not ended" in text
    assert "missed so far" in text
    assert "2026-02 ends 2026-03-01 00:00: it is measured as of 2026-02-11 00:00." in text
    assert [each["provisional"] for each in statement_value(statement)["periods"]] == [False, True]


def test_a_miss_that_no_row_covers_is_noted():
    rows = measurements(good_of(GAP, "Accuracy", "2026-01", 97, 100))
    text = statement_text(Statement(GAP, settle(GAP, rows), rows.files, ORIGIN))
    why = "missed, and no credit is due (agreement.sla:29): no row of the credit table covers the value."
    assert f"  - Invoice accuracy, 2026-01: {why}" in " ".join(text.split("\n    "))


GAP = plan(level("Accuracy", series(credit=below(("90", "10")))))


# --- JSON ----------------------------------------------------------------------------------------------------------


def schema():
    return json.loads(files("sladsl.settlement").joinpath("statement.schema.json").read_text("utf-8"))


def inside(node):
    """Every object of a JSON value."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from inside(child)


def test_the_json_keeps_its_schema():
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(json.loads(statement_json(STATEMENT)))
    Draft202012Validator(schema()).validate(json.loads(statement_json(shown("2026-02-10"))))


def test_the_schema_is_strict():
    for node in inside(schema()):
        if node.get("type") == "object" and "properties" in node:
            assert node["additionalProperties"] is False
            assert node["required"] == [
                name for name, each in node["properties"].items() if not is_optional(each)
            ]


def is_optional(node):
    """Whether a property says of itself when it is left out."""
    return "left out where" in node.get("description", "")


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("results", 0, "value", "exact"), "97.996"),
        (("results", 0, "value", "exact"), 0.97996),
        (("results", 0, "verdict"), "failed"),
        (("periods", 0, "total", "type"), "percent"),
        (("made_from", "plan_sha256"), "45"),
        (("schema",), "sladsl.statement/2"),
    ],
)
def test_the_schema_refuses(path, wrong):
    value = json.loads(statement_json(STATEMENT))
    *parents, last = path
    node = value
    for step in parents:
        node = node[step]
    node[last] = wrong
    with pytest.raises(ValidationError):
        Draft202012Validator(schema()).validate(value)


def test_every_figure_of_the_json_reads_back_exactly():
    value = json.loads(statement_json(STATEMENT))
    first = STATEMENT.settled.periods[0]
    assert Fraction(value["periods"][0]["total"]["exact"]) == first.total
    assert [
        (Fraction(step["before"]["exact"]), Fraction(step["after"]["exact"]))
        for step in value["periods"][0]["steps"]
    ] == [(taken.before, taken.after) for taken in first.steps]
    assert [each["value"]["exact"] for each in value["results"] if each["value"]["type"] == "percent"] == [
        str(result.measurement.value.amount)
        for result in STATEMENT.settled.results
        if result.measurement.value is not None and result.measurement.value.type is ValueType.PERCENT
    ]


def test_a_credit_in_json_names_the_line_of_its_row():
    (accuracy, *_) = statement_value(STATEMENT)["results"]
    (credit,) = accuracy["credits"]
    assert credit["row"]["clause"] == {"id": "band:0", "file": "agreement.sla", "line": 30}
    assert [(row["words"], row["holds"]) for row in credit["rows"]] == [
        ("below minimum (98%)", True),
        ("below 97%", False),
        ("below 95%", False),
    ]
    assert credit["arithmetic"] == "5% of Monthly Charges GBP 43,870.97 = GBP 2,193.55"


def test_json_tells_a_step_the_agreement_does_not_write():
    steps = statement_value(STATEMENT)["periods"][0]["steps"]
    assert [step["default"] for step in steps] == [False, False, True]


# --- CSV -----------------------------------------------------------------------------------------------------------


def test_the_csv_has_a_row_per_result_and_a_total_per_period():
    rows = list(csv.DictReader(StringIO(statement_csv(STATEMENT))))
    assert [(row["kind"], row["settlement_period"], row["level"], row["series"]) for row in rows] == [
        ("result", "2026-01", "Accuracy", ""),
        ("result", "2026-01", "Response", "P1, P2"),
        ("result", "2026-01", "Response", "P3"),
        ("result", "2026-01", "Age", ""),
        ("total", "2026-01", "", ""),
        ("result", "2026-02", "Accuracy", ""),
        ("total", "2026-02", "", ""),
    ]
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["credit_row"], rows[0]["credit_clause"]) == ("below minimum (98%)", "agreement.sla:30")
    assert sum(Fraction(row["credit_settled"]) for row in rows[:4] if row["credit_settled"]) == Fraction(
        rows[4]["credit_settled"]
    )


def test_the_csv_documents_every_column():
    documented = statement_csv_module.__doc__ or ""
    assert [name for name in COLUMNS if f"`{name}`" not in documented] == []
