"""What another calendar means for the deadlines in it, both ways."""

import pytest

import sladsl
from sladsl.comparison.compare import Agreed, compare

AGREEMENT = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
  calendar Office "Office" {
    CALENDAR
  }
  records job "Job" {
    id      : text key
    made_at : time
    made_on : date
    sent_on : date
    done_at : time?
    allowed : duration
  }
  records hold "Hold" lasting held_from to held_until {
    job        : ref job
    held_from  : time
    held_until : time?
  }
  service level Level "Level" {
    for each  job
    counted   in the window of made_at
    LINES
    window    calendar month
  }
}
"""
LONG, SHORT = "Mon..Fri 09:00-17:00", "Mon..Thu 09:00-17:00\n    Fri 09:00-15:00"
CLOSE, SAME, LENGTH = (
    "business days end at close",
    "business days end at the same time",
    "a business day is 8 h",
)
HOLIDAY = 'holiday 2026-07-08 "Outing"'
CLOCK = "clock from made_at to done_at in Office"
GOOD = "measure percent good\n    minimum at least 90%"
DAYS = f"{CLOCK}\n    good when clock within 2 business days\n    {GOOD}"
PAUSED = DAYS.replace("in Office", "in Office, paused during hold")
BY = f"good when done_at by close on business day 1 after made_on in Office\n    {GOOD}"


def level(good, clock=CLOCK):
    return f"{clock}\n    good when {good}\n    {GOOD}"


@pytest.mark.parametrize(
    ("old", "new", "lines", "effect"),
    [
        ((LONG, CLOSE), (LONG, HOLIDAY, CLOSE), DAYS, "weaker"),
        ((LONG, CLOSE), (SHORT, CLOSE), DAYS, "incomparable"),
        ((LONG, CLOSE), (SHORT, CLOSE), BY, "stricter"),
        ((LONG, CLOSE), (SHORT, CLOSE), level("clock within 8 h"), "weaker"),
        ((LONG, CLOSE), (SHORT, CLOSE), level("clock within allowed"), "weaker"),
        ((LONG, CLOSE), ("Mon..Fri 08:00-16:00", CLOSE), level("clock within 8 h"), "incomparable"),
        ((LONG, CLOSE), ("Mon..Fri 08:00-16:00", CLOSE), level("clock within allowed"), "incomparable"),
        ((LONG, CLOSE), (LONG, HOLIDAY, CLOSE), PAUSED, "weaker"),
        ((SHORT, CLOSE), (SHORT, HOLIDAY, CLOSE), PAUSED, "incomparable"),
        ((LONG, CLOSE), (LONG, SAME), DAYS, "stricter"),
        ((LONG, CLOSE), (LONG, LENGTH), DAYS, "stricter"),
        ((LONG, CLOSE), (LONG, SAME), BY, "neutral"),
        (
            (LONG, CLOSE),
            (LONG, HOLIDAY, CLOSE),
            DAYS.replace("made_at", "later of made_on and sent_on"),
            "weaker",
        ),
        (
            (LONG, CLOSE),
            (LONG, HOLIDAY, CLOSE),
            DAYS.replace("made_at", "earlier of made_on and sent_on"),
            "weaker",
        ),
        (
            (LONG, CLOSE),
            (SHORT, CLOSE),
            f"{CLOCK}\n    measure mean of clock\n    required at most 8 h",
            "weaker",
        ),
        (
            ("Mon..Thu 22:00-06:00", CLOSE),
            ("Mon..Thu 22:00-24:00\n    Tue..Fri 00:00-06:00", CLOSE),
            BY,
            "stricter",
        ),
    ],
)
def test_a_calendar_is_judged_by_the_deadlines_in_it(tmp_path, old, new, lines, effect):
    versions = []
    for calendar in (old, new):
        file = tmp_path / "a.sla"
        text = AGREEMENT.replace("CALENDAR", "\n    ".join(calendar)).replace("LINES", lines)
        file.write_text(text, encoding="utf-8")
        agreement = sladsl.load(file)
        versions.append(Agreed(agreement.plan, agreement.contract))
    opposite = {"weaker": "stricter", "stricter": "weaker"}
    for pair, expected in ((versions, effect), (versions[::-1], opposite.get(effect, effect))):
        assert [each.effect.value for each in compare(*pair).changes] == [expected]


def test_dates_that_start_clocks_are_told_as_dates(tmp_path):
    lines = f"{CLOCK.replace('made_at', 'later of made_on and sent_on')}\n    good when clock within 8 h\n    {GOOD}"
    versions = []
    for name, text in (("old.sla", lines), ("new.sla", lines.replace("later", "earlier"))):
        agreement = AGREEMENT.replace("CALENDAR", f"{LONG}\n    {CLOSE}").replace("LINES", text)
        (tmp_path / name).write_text(agreement, encoding="utf-8")
        versions.append(sladsl.load(tmp_path / name))
    (change,) = sladsl.compare(*versions).changes
    (witness,) = change.witnesses
    assert witness == (
        "a job (made_on 2026-01-06, sent_on 2026-01-05) with made_at Fri 2026-01-02 09:00 and "
        "done_at Wed 2026-01-07 09:00: 0 s on the clock before, 8 h after; good before, not after"
    )
