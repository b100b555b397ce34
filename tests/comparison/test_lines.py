"""One line of an agreement replaced by another one, and what that means for the provider."""

import pytest

import sladsl

HEAD = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-01 to 2027-12-31
  timezone Europe/London
  currency GBP
  law      "England and Wales"
  charge Fee "Fee" GBP 1,000 per month
  charge Other "Other" GBP 500 per month
  severity { P1 "High" P2 "Low" }
  calendar Office "Office" {
    Mon..Fri 09:00-17:00
    business days end at close
  }
  records job "Job" {
    id         : text key
    made_at    : time
    started_at : time
    done_at    : time?
    allowed    : duration
    urgent     : flag
    kind       : one of { fault, order, question }
    priority   : severity
    lines      : number
    errors     : number
    price      : money
  }
  records visit "Visit" like job
  records hold "Hold" lasting held_from to held_until {
    job        : ref job
    held_from  : time
    held_until : time?
    urgent     : flag
  }
  records outage "Outage" lasting since to until {
    since  : time
    until  : time?
    site   : text
    urgent : flag
    some   : number
    most   : number
    total  : number
  }
  records monitor "Monitor" lasting since to until {
    since : time
    until : time?
    major : flag
  }
  records claim "Claim" {
    made_at       : time
    service_level : text
    window        : text
  }
"""
LEVEL = {
    "for each": "for each job",
    "counted": "counted in the window of made_at",
    "clock": "clock from made_at to done_at in Office",
    "good": "good when clock within 8 h",
    "measure": "measure percent good",
    "window": "window calendar month",
    "minimum": "minimum at least 90%",
    "credit": "credit 5% of Fee",
}
OTHER = """\
  kpi Other2 "Other" {
    for each job
    counted in the window of made_at
    measure mean of lines
    window calendar month
    expected at least 1
  }
"""
SETTLEMENT = "settlement per calendar month, 5 days after its end {\n@\n}"


def loaded(file, level, steps, rest):
    lines = "\n".join(each for each in level.values() if each)
    settlement = SETTLEMENT.replace("@", steps)
    file.write_text(
        f'{HEAD}service level Level "Level" {{\n{lines}\n}}\n{OTHER}{settlement}\n{rest}\n}}\n',
        encoding="utf-8",
    )
    return sladsl.load(file)


def told(folder, old, new):
    """The effects of what has changed, each with its part."""
    versions = [loaded(folder / f"{number}.sla", *each) for number, each in enumerate((old, new))]
    return [(each.part, each.effect.value) for each in sladsl.compare(*versions).changes]


BOTH_WAYS = {"stricter": "weaker", "weaker": "stricter"}


def check(folder, versions, effects):
    """That the effects are those, and the opposite ones the other way round."""
    old, new = versions
    assert [effect for _, effect in told(folder, old, new)] == effects
    assert [effect for _, effect in told(folder, new, old)] == [BOTH_WAYS.get(each, each) for each in effects]


UNCLOCKED = {"clock": "", "good": ""}
TESTED = {"good": "", "clock": "clock from made_at to done_at in Office"}
COUNTED = {**UNCLOCKED, "measure": "measure mean of lines", "minimum": "minimum at least 9"}
FEW = {**UNCLOCKED, "measure": "measure mean of lines", "minimum": "required at most 9"}
OPEN = {
    **UNCLOCKED,
    "for each": "",
    "counted": "",
    "minimum": "required at most 9",
    "credit": "credit GBP 10",
}
UP = {
    **UNCLOCKED,
    "for each": "for each outage",
    "counted": "",
    "good": "down for at least 1 min",
    "measure": "measure availability",
    "minimum": "minimum at least 99%",
}
DOWN = {**UP, "measure": "measure downtime", "minimum": "required at most 30 min", "credit": "credit GBP 5"}
MANY = " or ".join(
    f"{field} > {number}"
    for field in ("lines", "errors", "lines + errors", "lines - errors", "lines * 2")
    for number in (1, 2, 3, 4)
)


def lines(*pairs, **level):
    return [(old, new, effects, level) for old, new, *effects in pairs]


LINES = [
    *lines(
        ("minimum at least 90% within 2 h", "minimum at least 90% within 90 min", "stricter", "stricter"),
        (
            "minimum at least 90% within 2 business days",
            "minimum at least 90% within 8 h",
            "stricter",
            "stricter",
        ),
        (
            "minimum at least 90% within 2 business days",
            "minimum at least 90% within 1 business day",
            "stricter",
            "stricter",
        ),
        **TESTED,
    ),
    *lines(
        (
            "minimum at least 90%\nminimum all within 8 h",
            "minimum at least 90%\nminimum all within 6 h",
            "stricter",
        ),
        (
            "minimum at least 90%\nminimum all within allowed",
            "minimum at least 90%\nminimum all within 6 h",
            "incomparable",
        ),
        (
            "minimum at least 90%\nminimum all within allowed",
            "minimum at least 90%\nminimum at least 99% within allowed",
            "weaker",
        ),
        (
            "minimum at least 90%\nrequired at most 5% over 2 h",
            "minimum at least 90%\nrequired at most 5% over 3 h",
            "weaker",
        ),
        (
            "minimum at least 90%\nminimum all within 2 business days",
            "minimum at least 90%\nminimum all within 3 business days",
            "weaker",
        ),
    ),
    *lines(
        ("good when urgent", "good when not urgent", "incomparable"),
        ("good when kind is fault", "good when kind is fault or kind is order", "weaker"),
        ("good when lines > 2", "good when 3 < lines", "stricter"),
        ("good when lines > errors", "good when errors < lines and urgent", "stricter"),
        ("good when lines > errors", "good when errors >= lines", "incomparable"),
        ("good when lines + errors > 2", "good when lines + errors > 3", "stricter"),
        ("good when 1 < 2 and urgent", "good when 2 < 1 or urgent"),
        ("good when 1 < 2 and urgent", "good when 2 < 1", "stricter"),
        ("good when priority is P1", "good when priority is P1 or priority is P2", "weaker"),
        clock="",
    ),
    *lines(
        ("clock from made_at to done_at", "clock from started_at to done_at", "incomparable"),
        (
            "clock from later of made_at and started_at to done_at",
            "clock from made_at to done_at",
            "stricter",
        ),
        (
            "clock from earlier of made_at and started_at to done_at",
            "clock from made_at to done_at",
            "weaker",
        ),
        (
            "clock from earlier of made_at and started_at to done_at",
            "clock from later of made_at and started_at to done_at",
            "incomparable",
        ),
        ("clock from made_at to done_at", "clock from made_at to done_at in Office", "weaker"),
    ),
    *lines(
        ("measure mean of lines", "measure highest of lines", "weaker"),
        ("measure mean of lines", "measure median of lines", "incomparable"),
        ("measure percentile 90 of lines", "measure percentile 95 of lines", "weaker"),
        ("measure mean of lines", "measure mean of errors", "incomparable"),
        ("measure sum of errors / sum of lines", "measure sum of errors per 10 sum of lines", "weaker"),
        **COUNTED,
    ),
    *lines(
        ("measure mean of lines", "measure highest of lines", "stricter"),
        ("credit 5% of Fee", "credit 6% of Fee", "stricter"),
        ("credit 5% of Fee", "credit 4% of Other", "weaker"),
        ("credit 5% of Fee", "credit 6% of the greater of Fee and Other", "stricter"),
        ("credit 5% of the greater of Fee and Other", "credit 4% of Fee", "weaker"),
        ("credit GBP 5", "credit GBP 5 when missed in 2 consecutive windows", "weaker"),
        ("credit GBP 5 when every 2nd miss", "credit GBP 5 when every 4th miss", "weaker"),
        ("credit GBP 5 when every 2nd miss", "credit GBP 5 when every 3rd miss", "incomparable"),
        (
            "credit GBP 5 when every 2nd miss",
            "credit GBP 5 when missed in 2 consecutive windows",
            "incomparable",
        ),
        (
            "credit GBP 5 when missed in 2 consecutive windows",
            "credit GBP 5 when missed in 2 of any 3 windows",
            "stricter",
        ),
        (
            "credit GBP 5 when missed 2 times in a calendar year",
            "credit GBP 5 when missed 3 times in a calendar year",
            "weaker",
        ),
        (
            "credit GBP 5 when missed 2 times in any 4 months",
            "credit GBP 5 when missed 3 times in any 4 months",
            "weaker",
        ),
        **FEW,
    ),
    *lines(
        (
            "measure most open job from made_at to done_at, at 12:00 on each day",
            "measure mean open job from made_at to done_at, at 12:00 on each day",
            "weaker",
        ),
        (
            "measure most open job from made_at to done_at, at 12:00 on each day",
            "measure most open job from made_at to done_at, at 13:00 on each day",
            "incomparable",
        ),
        **OPEN,
    ),
    *lines(
        ("credit GBP 5 per record where urgent", "credit GBP 6 per record where urgent", "stricter"),
        ("credit GBP 5 per record where urgent", "credit GBP 5 per record", "stricter"),
        (
            "credit GBP 5 per record where urgent",
            "credit GBP 5 per record where urgent, up to GBP 50",
            "weaker",
        ),
        (
            "credit GBP 5 per record where urgent, up to GBP 50",
            "credit GBP 5 per record where urgent, up to GBP 60",
            "stricter",
        ),
        (
            "credit GBP 5 per record where urgent",
            "credit 5% of price per record where urgent",
            "incomparable",
        ),
        (
            "credit GBP 5 per started 1 h of clock above 8 h per record",
            "credit GBP 5 per started 2 h of clock above 8 h per record",
            "weaker",
        ),
        (
            "credit GBP 5 per started 1 h of clock above 8 h per record",
            "credit GBP 5 per full 1 h of clock above 8 h per record",
            "weaker",
        ),
        (
            "credit GBP 5 per started 1 h of clock above 8 h per record",
            "credit GBP 5 per started 1 h of clock above 6 h per record",
            "stricter",
        ),
    ),
]


LINES += [
    *lines(
        (
            "credit 1% of Fee per started 1% below the minimum, up to 10%",
            "credit 2% of Fee per started 1% below the minimum, up to 10%",
            "stricter",
        ),
        (
            "credit 1% of Fee per started 1% below the minimum",
            "credit 1% of Fee per full 1% below the minimum",
            "weaker",
        ),
        ("credit the shortfall of Fee", "credit 5% of Fee", "incomparable"),
        ("credit the shortfall of Fee", "credit the shortfall of Fee, up to 5%", "weaker"),
        ("credit GBP 5 per record", "", "weaker"),
        (
            "credit GBP 5 per started 1 h of clock above 8 h per record",
            "credit GBP 5 per record",
            "incomparable",
        ),
        ("for each job where urgent", "for each visit", "incomparable", "incomparable"),
    ),
    *lines(
        ("good when urgent", f"good when {MANY}", "incomparable"),
        clock="",
    ),
    *lines(
        (
            "clock from made_at to done_at in Office",
            "clock from made_at to done_at in Office, paused during hold",
            "weaker",
        ),
        (
            "clock from made_at to done_at in Office, paused during hold where urgent",
            "clock from made_at to done_at in Office, paused during hold",
            "weaker",
        ),
        (
            "clock from made_at to done_at in Office, paused during hold where urgent",
            "clock from made_at to done_at in Office, paused during hold where urgent or not urgent",
            "weaker",
        ),
        (
            "clock from made_at to done_at in Office, paused during hold where urgent",
            "clock from made_at to done_at in Office, paused during hold, paused during hold where not urgent",
            "incomparable",
        ),
    ),
    *lines(
        ("minimum at least 9", "required at most 9", "incomparable"),
        ("measure mean of lines", "measure mean of lines rounded to 2 decimals", "weaker"),
        **{**COUNTED, "credit": "credit GBP 5"},
    ),
    *lines(
        (
            "measure number of job where (urgent)",
            "measure number of job where (urgent or lines > 2)",
            "weaker",
        ),
        (
            "measure number of job where (urgent)",
            "measure number of job where (lines > 2)",
            "incomparable",
        ),
        ("credit GBP 5", "credit GBP 6", "stricter"),
        ("minimum at least 5", "minimum above 4", "neutral"),
        ("minimum at least 5", "minimum above 5", "stricter"),
        **{**UNCLOCKED, "measure": "measure number of job where (urgent)", "minimum": "minimum at least 5"},
    ),
    *lines(
        ("measure availability", "measure availability weighted by some of total", "weaker"),
        (
            "measure availability weighted by some of total",
            "measure availability weighted by most of total",
            "incomparable",
        ),
        ("measure availability", "measure availability in whole minutes", "weaker"),
        ("measure availability", "measure availability in Office", "incomparable"),
        ("down for at least 1 min", "down for at least 2 min", "weaker"),
        **UP,
    ),
    *lines(
        ("measure downtime", "measure downtime in whole minutes", "weaker"),
        ("measure downtime", "measure longest outage", "weaker"),
        **DOWN,
    ),
]


@pytest.mark.parametrize(("old", "new", "effects", "level"), LINES)
def test_a_line_of_a_level_is_judged(old, new, effects, level, tmp_path):
    word = {"for": "for each", "down": "good", "required": "minimum"}.get(old.split()[0], old.split()[0])
    sides = [({**LEVEL, **level, word: line}, "", "") for line in (old, new)]
    check(tmp_path, sides, effects)


NEEDS = [
    ("", "weaker"),
    ("credit|credit 5% of Fee when every 3rd miss", "incomparable"),
    ("credit|credit 5% of Fee when missed in 2 consecutive windows", "incomparable"),
    ("credit|credit 5% of Fee when missed 2 times in a calendar year", "weaker"),
    (
        (
            "ratchet|ratchet to the midpoint of the minimum and the mean of the last 12 windows when better in each, "
            "rounded to 2 decimals"
        ),
        "incomparable",
    ),
    (
        "count|expected at least 95%\ncount as missed when below expected in 2 of any 3 windows",
        "incomparable",
    ),
    ("steps|double credits of Level missed in 2 or more consecutive windows", "incomparable"),
    ("steps|double credits of a level missed in 2 or more consecutive windows", "incomparable"),
    ("steps|earn back 50% when minimum is met in each of the 2 following windows", "incomparable"),
    ("steps|ignore credits below GBP 5", "weaker"),
    (
        (
            'rest|kpi Mean "Mean" {\nmeasure mean of Level over the last 3 windows\nwindow calendar month\n'
            "expected at least 90%\n}"
        ),
        "incomparable",
    ),
    (
        'rest|remedy Plan "Plan" {\nwhen Other2 below expected in 2 consecutive windows\nthe provider shall "mend"\n}',
        "weaker",
    ),
    (
        'rest|remedy Plan "Plan" {\nwhen Level missed and Other2 below expected\nthe provider shall "mend"\n}',
        "weaker",
    ),
    (
        (
            'rest|remedy Plan "Plan" {\nwhen Level missed in 2 of any 3 windows or 2 or more levels missed in '
            'one window\nthe provider shall "mend"\n}'
        ),
        "incomparable",
    ),
    (
        'rest|remedy Plan "Plan" {\nwhen any level missed\nthe provider shall "mend"\ncredit GBP 100\n}',
        "incomparable",
    ),
]


@pytest.mark.parametrize(("beside", "effect"), NEEDS)
def test_more_records_needed_are_judged_by_what_reads_the_windows(beside, effect, tmp_path):
    word, _, line = beside.partition("|")
    level = LEVEL if word in {"", "steps", "rest"} else {**LEVEL, word: line}
    more = (line if word == "steps" else "", line if word == "rest" else "")
    sides = [({**level, "needs": f"needs at least {number} records"}, *more) for number in (20, 30)]
    check(tmp_path, sides, [effect])


EARNED = "earn back 50% when minimum is met in the following window"
STEPS = [
    ("only the highest credit per window", "", "stricter"),
    ("only the highest of Level, Other3", "", "stricter"),
    ("claim within 30 days in claim.made_at", "claim within 40 days in claim.made_at", "stricter"),
    ("claim within 30 days in claim.made_at", "claim within 2 months in claim.made_at", "stricter"),
    ("claim within 60 days in claim.made_at", "claim within 2 months in claim.made_at", "incomparable"),
    (
        "claim within 93 days in claim.made_at",
        "claim by the end of the 1st calendar month after the window in claim.made_at",
        "weaker",
    ),
    (
        "claim within 90 days in claim.made_at",
        "claim by the end of the 2nd calendar month after the window in claim.made_at",
        "weaker",
    ),
    ("claim within 30 days in claim.made_at", "", "stricter"),
    ("round half-up to GBP 0.01", "round up to GBP 0.01", "stricter"),
    ("round half-up to GBP 0.01", "round half-up to GBP 1", "incomparable"),
    ("double credits of Level missed in 2 or more consecutive windows", "", "weaker"),
    (
        "double credits of Level missed in 2 or more consecutive windows",
        "multiply credits of Level missed in 2 or more consecutive windows by 3",
        "stricter",
    ),
    (
        "double credits of Level missed in 2 or more consecutive windows",
        "double credits of a level missed in 2 or more consecutive windows",
        "stricter",
    ),
    (
        "limit all credits to 10% of Fee per calendar month",
        "limit all credits to 10% of Other per calendar month",
        "weaker",
    ),
    (
        "limit all credits to 10% of Fee per calendar month",
        "limit all credits to 10% of Fee per calendar year",
        "stricter",
    ),
    (
        "limit all credits to GBP 10 per calendar month",
        "limit credits of each level to GBP 10 per calendar month",
        "stricter",
    ),
    (
        "limit credits of Level to GBP 10 per calendar month",
        "limit credits of each level to GBP 10 per calendar month",
        "incomparable",
    ),
    (
        "limit credits of Level to GBP 10 per calendar month",
        "limit credits of Other3 to GBP 10 per calendar month",
        "incomparable",
    ),
    ("carry over what exceeds GBP 10, then paid", "", "stricter"),
    ("carry over what exceeds GBP 10, then lost", "carry over what exceeds GBP 10, then paid", "stricter"),
    (
        "carry over what exceeds GBP 10, then lost",
        "carry over what exceeds GBP 10 until 2 periods later, then lost",
        "stricter",
    ),
    (
        "carry over what exceeds GBP 10, then paid",
        "carry over what exceeds GBP 10 until 2 periods later, then paid",
        "weaker",
    ),
    ("carry over what exceeds GBP 10, then lost", "carry over what exceeds GBP 20, then lost", "stricter"),
    (
        "carry over what exceeds GBP 10, then lost",
        "carry over what exceeds 5% of Fee, then lost",
        "stricter",
    ),
    (
        "carry over what exceeds GBP 10, then lost\nignore credits below GBP 5",
        "ignore credits below GBP 5",
        "incomparable",
    ),
    ("ignore credits below GBP 5", "ignore each credit below GBP 5", "weaker"),
    ("ignore credits below GBP 5", "ignore credits of each level below GBP 6", "weaker"),
    ("ignore credits of each level below GBP 5", "ignore credits of each level below GBP 6", "weaker"),
    ("ignore credits of Level below GBP 5", "ignore credits of Other3 below GBP 5", "incomparable"),
    ("ignore each credit of Level below GBP 5", "ignore each credit below GBP 5", "weaker"),
    ("raise each credit of Level below GBP 5 to GBP 5", "raise credits below GBP 5 to GBP 5", "incomparable"),
    (EARNED, "earn back 50% when expected is met in the following window", "neutral"),
    (
        "double credits of a level missed in 2 or more consecutive windows",
        "double credits of a level below expected in 2 or more consecutive windows",
        "neutral",
    ),
    (
        "double credits of a level missed in 2 or more consecutive windows",
        "double credits of a level below expected in 3 or more consecutive windows",
        "weaker",
    ),
    ("raise credits below GBP 5 to GBP 5", "raise credits below GBP 6 to GBP 6", "stricter"),
]
THIRD = """\
  service level Other3 "Third" {
    for each job
    counted in the window of made_at
    measure mean of lines
    window calendar month
    minimum at least 1
    credit 5% of Fee
  }
"""


@pytest.mark.parametrize(("old", "new", "effect"), STEPS)
def test_a_step_is_judged(old, new, effect, tmp_path):
    check(tmp_path, [(LEVEL, step, THIRD) for step in (old, new)], [effect])


EVENTS = [
    ("when Level missed 2 times in any 4 months", "when Level missed 3 times in any 4 months", "weaker"),
    ("when Level missed 2 times in any 4 months", "when Level missed 2 times in any 6 months", "stricter"),
    (
        "when Level missed 2 times in a contract year",
        "when Level missed 3 times in a contract year",
        "weaker",
    ),
    ("when every 2nd miss of Level", "when every 4th miss of Level", "weaker"),
    ("when every 2nd miss of Level", "when every 3rd miss of Level", "incomparable"),
    ("when every 2nd miss of Level", "when Level missed 2 times in any 4 months", "incomparable"),
    ("when Level missed in 2 consecutive windows", "when Level missed in 3 of any 4 windows", "incomparable"),
    ("when 2 or more levels missed in one window", "when 3 or more levels missed in one window", "weaker"),
    (
        "when Level missed and Other2 below expected",
        "when Level missed and Other2 below expected and credits paid above GBP 5 in a contract year",
        "weaker",
    ),
    ("when Level missed", "when Level missed or Other2 below expected", "stricter"),
    ("when Level missed", "when Level missed and Other2 below expected", "weaker"),
    ("when Level missed or Other2 below expected", "when Other2 below expected", "weaker"),
    ("when Level missed", "when any level missed", "stricter"),
    ("when 2 or more levels missed in one window", "when any level missed", "stricter"),
    ("when Level below 95% in 3 of any 6 windows", "when Level below 95% in 2 of any 6 windows", "stricter"),
    ("when Level below 95% in 3 of any 6 windows", "when Level below 90% in 3 of any 6 windows", "weaker"),
    (
        "when Level below 95% in 3 of any 6 windows",
        "when Level at or below 95% in 3 of any 6 windows",
        "stricter",
    ),
    (
        "when Level below 95% in 3 of any 6 windows",
        "when Level above 95% in 3 of any 6 windows",
        "incomparable",
    ),
    ("when Level below 95% in 3 of any 6 windows", "when Level missed in 3 of any 6 windows", "incomparable"),
    ("when 2 or more levels missed in one window", "when Level missed", "incomparable"),
    (
        "when credits paid above GBP 60 in a contract year",
        "when credits paid above GBP 50 in a contract year",
        "stricter",
    ),
    (
        "when credits paid above GBP 60 in a contract year",
        "when credits calculated above GBP 60 in a contract year",
        "incomparable",
    ),
    ("when Level missed in 2 consecutive windows", "when Level missed in 2 of any 3 windows", "stricter"),
    ("when Level missed in 2 consecutive windows", "when Level missed in 2 of any 2 windows", "neutral"),
]


@pytest.mark.parametrize(("old", "new", "effects"), [(old, new, effects) for old, new, *effects in EVENTS])
def test_what_a_remedy_follows_from_is_judged(old, new, effects, tmp_path):
    remedies = (f'remedy Plan "Plan" {{\n{each}\nthe provider shall "mend it"\n}}' for each in (old, new))
    check(tmp_path, [(LEVEL, "", remedy) for remedy in remedies], effects)


TIMES = [
    ('the provider shall "mend it" within 1 month', 'the provider shall "mend it" within 2 months', "weaker"),
    ('the provider shall "mend it" within 5 days', 'the provider shall "mend it" within 6 days', "weaker"),
    (
        'the provider shall "mend it" within 5 days',
        'the provider shall "mend it" within 1 month',
        "weaker",
    ),
    ('the provider shall "mend it" within 5 days', 'the provider shall "mend it"', "weaker"),
    ('the customer may "leave" within 5 days', 'the customer may "leave" within 6 days', "stricter"),
    (
        'the provider shall "mend it" within 5 days',
        'the provider shall "mend it" within 5 business days of Office',
        "incomparable",
    ),
    ('the provider shall "mend it"\ncredit GBP 5', 'the provider shall "mend it"\ncredit GBP 6', "stricter"),
    ('the provider shall "mend it"\ncredit GBP 5', 'the provider shall "mend it"', "weaker"),
]


@pytest.mark.parametrize(("old", "new", "effect"), TIMES)
def test_what_follows_is_judged(old, new, effect, tmp_path):
    remedies = (f'remedy Plan "Plan" {{\nwhen Level missed\n{each}\n}}' for each in (old, new))
    check(tmp_path, [(LEVEL, "", remedy) for remedy in remedies], [effect])


def test_a_clause_with_another_title_keeps_its_words(tmp_path):
    clauses = [
        f'clause Notes "{title}" """Above {{Level.minimum}}, see {{ref Level}}."""'
        for title in ("One", "Two")
    ]
    assert told(tmp_path, *[(LEVEL, "", clause) for clause in clauses]) == [("title", "neutral")]
    other = clauses[0].replace("Above", "Below")
    assert told(tmp_path, (LEVEL, "", clauses[0]), (LEVEL, "", other)) == [("text", "incomparable")]


def test_whether_a_field_may_be_missing_is_told_of_its_records_alone(tmp_path):
    """The clock of the level ends at it, and the level itself says the same."""
    may_miss = loaded(tmp_path / "old.sla", LEVEL, "", "")
    text = (tmp_path / "old.sla").read_text(encoding="utf-8")
    (tmp_path / "new.sla").write_text(
        text.replace("done_at    : time?", "done_at    : time"), encoding="utf-8"
    )
    must_stand = sladsl.load(tmp_path / "new.sla")
    for old, new in ((may_miss, must_stand), (must_stand, may_miss)):
        changes = sladsl.compare(old, new).changes
        assert {(each.part, each.effect.value) for each in changes} == {
            ("field done_at: may be missing", "incomparable")
        }
        assert [each.item.name for each in changes] == ["job", "visit"]
        assert all("bad data" in each.why for each in changes)
