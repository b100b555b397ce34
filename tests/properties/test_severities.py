"""Which severity counts of those that a record has had, against a list of what was in force at every minute."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

import sladsl
from tests.tries import tries

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LAST = 30
AGREEMENT = """agreement Desk "Desk" {
  version "1" provider P "P" customer C "C" currency EUR law "none" timezone UTC term 2026-03-01 to 2026-12-31
  severity { S1 "One" S2 "Two" S3 "Three" }
  records ticket { id : text key  severity : severity  opened : time  closed : time? }
  records change history of ticket at changed { ticket : ref ticket  changed : time  severity : severity }
  records update { id : text key  ticket : ref ticket  made : time }
LEVELS
}
"""
LEVEL = """
  kpi NAME by id, severity {
    for each ticket counted in the window of opened clock from opened to closed TAKEN
    measure number of ticket window calendar year expected at most 9
  }
"""
OTHERS = """
  kpi Counted by id, severity {
    for each ticket counted in the window of opened
    measure number of ticket window calendar year expected at most 9
  }
  kpi Severe by id {
    for each ticket where severity is S1 counted in the window of opened clock from opened to closed severity highest
    measure number of ticket window calendar year expected at most 9
  }
  kpi OfUpdate by id {
    for each update where ticket.severity is S1 counted in the window of made
    measure number of update window calendar year expected at most 9
  }
"""
TAKEN = {"AtStart": "", "AtEnd": "severity at end", "Highest": "severity highest"}

minutes = st.integers(0, LAST)
severities = st.sampled_from(("S1", "S2", "S3"))


@st.composite
def tickets(draw):
    opened = draw(minutes)
    closed = draw(st.none() | st.integers(opened, LAST))
    return (
        draw(severities),
        opened,
        closed,
        draw(st.dictionaries(minutes, severities, max_size=5)),
        draw(minutes),
    )


@tries(2)
@given(st.lists(tickets(), min_size=1, max_size=8), minutes)
def test_the_severity_that_counts_is_the_one_that_was_in_force(tmp_path_factory, given_tickets, as_of):
    found = results(tmp_path_factory.mktemp("desk"), given_tickets, as_of)
    expected: dict[tuple[str, str], tuple[str, ...]] = {}
    for number, (own, opened, closed, changes, made) in enumerate(given_tickets):
        force = in_force(own, changes)
        if made <= as_of and force[made] == "S1":
            expected["OfUpdate", f"U{number}"] = ()
        if opened > as_of:
            continue
        stop = as_of if closed is None or closed > as_of else closed
        highest = min(force[opened : stop + 1])
        taken = {"AtStart": force[opened], "AtEnd": force[stop], "Highest": highest, "Counted": force[opened]}
        expected |= {(name, f"T{number}"): (severity,) for name, severity in taken.items()}
        if highest == "S1":
            expected["Severe", f"T{number}"] = ()
    assert found == expected


def in_force(own, changes):
    """The severity at each minute; one that changes at a minute holds from it on."""
    force = []
    for minute in range(LAST + 1):
        own = changes.get(minute, own)
        force.append(own)
    return force


def results(folder, given_tickets, as_of):
    levels = "".join(LEVEL.replace("NAME", name).replace("TAKEN", words) for name, words in TAKEN.items())
    (folder / "desk.sla").write_text(AGREEMENT.replace("LEVELS", levels + OTHERS), encoding="utf-8")
    listed = list(enumerate(given_tickets))
    rows = {
        "ticket": [
            "id,severity,opened,closed",
            *(f"T{n},{s},{at(o)},{at(c)}" for n, (s, o, c, _, _) in listed),
        ],
        "change": [
            "ticket,changed,severity",
            *(
                f"T{n},{at(minute)},{severity}"
                for n, ticket in listed
                for minute, severity in ticket[3].items()
            ),
        ],
        "update": ["id,ticket,made", *(f"U{n},T{n},{at(ticket[4])}" for n, ticket in listed)],
    }
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    statement = sladsl.run(
        sladsl.load(folder / "desk.sla"),
        {name: folder / f"{name}.csv" for name in rows},
        as_of=at(as_of),
    )
    measured = (result.measurement for result in statement.settled.results)
    return {(row.level, row.key[0]): row.key[1:] for row in measured if row.counts.records}


def at(minute):
    return "" if minute is None else (START + minute * MINUTE).isoformat()
