"""What severities that are added, taken away or put in another order mean."""

import pytest

import sladsl

AGREEMENT = """\
agreement Desk "Desk" {{
  provider  Meridian "Meridian"
  customer  Harbour  "Harbour"
  term      2026-01-01 to 2026-12-31
  timezone  UTC
  currency  GBP
  severity {{
{severities}  }}
  records ticket "Ticket" {{
    id        : text key
    opened_at : time
    closed_at : time
    urgency   : severity
    late      : flag
  }}
  records step "Step" history of ticket at changed_at {{
    ticket     : ref ticket
    changed_at : time
    urgency    : severity
  }}
  {kind} Kept "Kept"{by} {{
    for each  ticket
    counted   in the window of opened_at
    {rest}
    good when {good}
    measure   percent good
    window    calendar month
    minimum   at least 90%
  }}
}}
"""
PLAIN = {"kind": "service level", "by": "", "good": "not late", "rest": ""}
EACH = {**PLAIN, "by": " by urgency"}
MISSED_NOW = "calendar month at 89.99%: nothing before, missed after"
MISSED_THEN = "calendar month at 89.99%: missed before, nothing after"
HIGHEST = {
    **PLAIN,
    "good": "urgency is P2 or clock within 8 h",
    "rest": "clock from opened_at to closed_at\n    severity highest",
}


def changes(tmp_path, level, old, new):
    sides = []
    for name, severities in (("old", old), ("new", new)):
        lines = "".join(f'    {each} "{each}"\n' for each in severities.split())
        file = tmp_path / f"{name}.sla"
        file.write_text(AGREEMENT.format(severities=lines, **level), encoding="utf-8")
        sides.append(sladsl.load(file))
    return [
        (each.part, each.effect.value, each.why, each.witnesses) for each in sladsl.compare(*sides).changes
    ]


@pytest.mark.parametrize(
    ("level", "old", "new", "told"),
    [
        (
            PLAIN,
            "P1 P2",
            "P1 P2 P3",
            ("severity P3", "neutral", "what is promised of it is told by itself", ()),
        ),
        (
            EACH,
            "P1 P2",
            "P1 P2 P3",
            ("for P3: measured", "stricter", "", (MISSED_NOW,)),
        ),
        (
            EACH,
            "P1 P2 P3",
            "P1 P2",
            ("for P3: measured", "weaker", "", (MISSED_THEN,)),
        ),
        (
            PLAIN,
            "P1 P2",
            "P2 P1",
            ("severities, most severe first", "neutral", "no level takes the highest severity", ()),
        ),
        (
            HIGHEST,
            "P1 P2 P3",
            "P1 P3 P2",
            (
                "severities, most severe first",
                "incomparable",
                "read by Kept",
                ("the highest of P2 and P3: P2 before, P3 after",),
            ),
        ),
    ],
)
def test_severities_are_judged_by_what_is_promised_of_them(tmp_path, level, old, new, told):
    assert told in changes(tmp_path, level, old, new)
