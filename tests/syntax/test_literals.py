"""Literals have exact values; what has no value is reported and stands as the nearest there is."""

import pytest

VALUES = [
    ("0", "Number(0)"),
    ("1,234,567.250", "Number(4938269/4)"),
    ("99.95%", "Percent(1999/2000)"),
    ("95 %", "Percent(19/20)"),
    ("0.1%", "Percent(1/1000)"),
    ("GBP 0.10", "Money('GBP', 1/10)"),
    ("JPY\t1,000", "Money('JPY', 1000)"),
    ("GBP\u00a01,000", "Money('GBP', 1000)"),
    ("1\u202fh 30\u00a0min", "Duration(5400000000)"),
    ("90 s", "Duration(90000000)"),
    ("0.000001 s", "Duration(1)"),
    ("2.5 h", "Duration(9000000000)"),
    ("1 h 30 min 15 s", "Duration(5415000000)"),
    ("1 h 15 s", "Duration(3615000000)"),
    ("1,000 min", "Duration(60000000000)"),
    ("1 day", "Days(1)"),
    ("5 days", "Days(5)"),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_a_literal_has_an_exact_value(text, value, line):
    assert (
        line(f"minimum at least {text}")
        == f"Target('minimum', [DatedBound(None, Bound('at least', {value}))])"
    )


INSTANTS = [
    ("2026-03-02 09:00", "Instant(2026-03-02 09:00:00, None)"),
    ("2026-03-02T09:00:30", "Instant(2026-03-02 09:00:30, None)"),
    ("2026-03-02     09:00:30.250", "Instant(2026-03-02 09:00:30.250000, None)"),
    ("2026-03-02 09:00:00.1234560", "Instant(2026-03-02 09:00:00.123456, None)"),
    ("2026-03-02 09:00Z", "Instant(2026-03-02 09:00:00, 0:00:00)"),
    ("2026-03-02 09:00+05:30", "Instant(2026-03-02 09:00:00, 5:30:00)"),
    ("2026-03-02 09:00-01:00", "Instant(2026-03-02 09:00:00, -1 day, 23:00:00)"),
]


@pytest.mark.parametrize(("text", "value"), INSTANTS, ids=[text for text, _ in INSTANTS])
def test_an_instant_keeps_its_local_time_and_offset(text, value, item):
    assert item(f'example "E" {{ as of {text} }}') == f"Example(Text('E'), [AsOf({value})])"


IMPOSSIBLE = [
    ("on 2026-02-30 closed", "SLA027 there is no date `2026-02-30`"),
    ("on 2026-13-01 closed", "SLA027 there is no date `2026-13-01`"),
    ("on 0000-00-00 closed", "SLA027 there is no date `0000-00-00`"),
    ("Mon 09:60-17:00", "SLA027 there is no time `09:60`"),
    ("Mon 09:00-24:01", "SLA027 there is no time `24:01`"),
    ("Mon 09:00-99:00:00", "SLA027 there is no time `99:00:00`"),
]


@pytest.mark.parametrize(("text", "message"), IMPOSSIBLE, ids=[text for text, _ in IMPOSSIBLE])
def test_a_date_or_time_that_there_is_not_is_reported(text, message, messages):
    assert messages(f"module m {{ calendar C {{ {text} }} }}") == [message]


def level(text):
    return f'module m "M" {{ service level L "L" {{\n{text}\n}} }}'


SIGNED = [
    ("£99.9%", "a percentage has none", "write `99.9%`"),
    ("€99,9 %", "a percentage has none", "write `99.9%`"),
    ("£5 days", "a number of days has none", "write `5 days`"),
    ("$4 h", "a duration has none", "write `4 h`"),
    ("¥2 weeks", "a time has none", "write `14 days`"),
]


@pytest.mark.parametrize(("text", "reason", "write"), SIGNED, ids=[text for text, *_ in SIGNED])
def test_what_has_no_currency_is_told_by_what_it_is(text, reason, write, read):
    (found,) = read(level(f"minimum at least {text}")).diagnostics
    assert found.message == f"`{text}` has a currency, and {reason}"
    assert found.help.startswith(write)


@pytest.mark.parametrize("sign", ["£", "$", "€", "¥", "GBP ", "GBP", ""])
@pytest.mark.parametrize("number", ["5", "99.9", "1.5", "98,5", "20.000,00", "1,00", "007", "9:30"])
def test_no_number_with_a_sign_and_a_unit_stops_the_check(sign, number, read):
    for unit in (
        "%",
        " %",
        "%%",
        " d",
        " days",
        " business days",
        " working days",
        "h",
        " mins",
        " weeks",
        "m",
        "k",
    ):
        assert len(read(level(f"minimum at least {sign}{number}{unit}")).diagnostics) <= 1


def test_a_number_of_any_length_is_read_or_refused(messages):
    assert messages("module m { service level L { minimum at least 9" + "9" * 100_000 + " } }") == [
        "SLA028 a number has at most 40 digits, and this one has more"
    ]


def test_a_number_and_its_unit_stand_on_one_line(messages):
    assert messages("module m { service level L { minimum at least 4\nh } }") == [
        "SLA015 `h` does not begin a line of a service level"
    ]


def test_a_text_is_told_without_its_escapes(item):
    assert item(r'law "say \"England\" \\ Wales"') == r"""Law(Text('say "England" \\ Wales'))"""


def test_digits_of_other_scripts_are_not_read_as_numbers(messages):
    assert messages("module m { service level L { minimum at least ٩٥% } }") == [
        "SLA023 `٩٥%` is not a number"
    ]
