"""Credits and steps with dates: with the same value nothing changes, with another they are the amendment."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sladsl import pipeline
from sladsl.values import evolve
from tests.properties.desk import HEADER
from tests.tries import tries

DAY = "2026-04-01"
"""The first day of a month and of a quarter, so that everything which the steps are for begins on it."""

LEVEL = """service level A "A" {
    for each query
    counted in the window of at
    good when took <= 4
    measure percent good
    window calendar month
    minimum at least 90%
    credit [1% of Fee] per started 10% below the minimum, up to [5%]
    credit [GBP 40] per record where took > [6], up to [GBP 300]
    credit 2 points
    credit of Fee
      | when below | credit |
      | 80%        | 1%     |
      | 40%        | [7%]   |
  }
"""
STEPS = """settlement per calendar month, 10 days after its end {
    free points {1} per calendar quarter
    convert each point to {GBP 9}
    multiply credits of a level missed in 2 or more consecutive windows by {1.5}
    raise credits {below GBP 12 to GBP 12}
    limit all credits to {GBP 700} per calendar month
    limit all credits to {GBP 1,500} per calendar quarter
    ignore each credit below {GBP 10}
    carry over what exceeds {GBP 600}, then paid
  }
"""


def credits_of(values):
    """The lines of the level with values in the places of those that stand in brackets."""
    share, most, money, hours, money_most = values
    written = {
        "[1% of Fee]": f"{share}% of Fee",
        "[5%]": f"{share + most}%",
        "[GBP 40]": f"GBP {money}",
        "[6]": str(hours),
        "[7%]": f"{share + hours}%",
        "[GBP 300]": f"GBP {money + money_most}",
    }
    text = LEVEL
    for place, value in written.items():
        text = text.replace(place, value)
    return text


def steps_of(values):
    """What stands in the places of the braces of the steps, and what a raise says."""
    free, point, factor, least, month, quarter, small, carried = values
    return [
        str(free),
        f"GBP {point}",
        f"{factor / 10 + 1}",
        f"below GBP {least} to GBP {least}",
        f"GBP {month}",
        f"GBP {quarter}",
        f"GBP {small}",
        f"GBP {carried}",
    ]


PLACES = ["1", "GBP 9", "1.5", "below GBP 12 to GBP 12", "GBP 700", "GBP 1,500", "GBP 10", "GBP 600"]


def settlement(values, later=None):
    text = STEPS
    for place, value in zip(PLACES, steps_of(values), strict=True):
        text = text.replace("{" + place + "}", value)
    if later is None:
        return text
    head, *lines, end = text.splitlines()
    dated = [f"{line}, from {DAY} {value}" for line, value in zip(lines, steps_of(later), strict=True)]
    return "\n".join([head, *dated, end]) + "\n"


def level(values, later=None, *, is_same_again=False):
    """The level; with a date behind each credit that is another later, or behind each of them."""
    text = credits_of(values)
    if later is None:
        return text
    pairs = zip(text.splitlines(), credits_of(later).splitlines(), strict=True)
    dated = [_dated(line, new, is_same_again=is_same_again) for line, new in pairs]
    return "\n".join(dated) + "\n"


def _dated(line, new, *, is_same_again):
    """A line of the level with what it is from the date on: behind it, or in a column of its own."""
    said = line.strip()
    if said.startswith("|"):
        return f"{line} {f'from {DAY}' if 'credit' in said else new.split('|')[2].strip()} |"
    if not said.startswith("credit ") or said == "credit of Fee" or (line == new and not is_same_again):
        return line
    return f"{line}, from {DAY} {new.strip().removeprefix('credit ')}"


def settled(text, queries):
    """What each period comes to step by step, and the credits of each window, without the places they come from."""
    rows = "".join(f"{n},2026-{month:02}-10 12:00,{took}\n" for n, (month, took) in enumerate(queries))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "query.csv").write_text(f"id,at,took\n{rows}", encoding="utf-8")
        (folder / "desk.sla").write_text(text, encoding="utf-8")
        (found,) = pipeline.check([folder / "desk.sla"]).agreements
        run = pipeline.run(found, {"query": [folder / "query.csv"]}, pipeline.request(found, "2026-06"))
    assert run.statement is not None
    periods = [
        [
            (each.label, each.total),
            *((type(taken.step), taken.before, taken.after) for taken in each.steps),
            *(evolve(line, credit="") for taken in each.steps for line in taken.lines),
        ]
        for each in run.statement.settled.periods
    ]
    results = [
        (each.measurement.window.label, each.verdict, [credit.amount for credit in each.credits])
        for each in run.statement.settled.results
    ]
    return periods, results


CREDITS = st.tuples(
    st.integers(1, 4), st.integers(0, 4), st.integers(1, 90), st.integers(3, 9), st.integers(0, 500)
)
VALUES = st.tuples(
    st.integers(1, 5),
    st.integers(1, 60),
    st.integers(1, 20),
    st.integers(1, 90),
    st.integers(200, 900),
    st.integers(300, 1500),
    st.integers(1, 90),
    st.integers(100, 700),
)
QUERIES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 12)), min_size=20, max_size=60)


@tries(2)
@given(st.tuples(CREDITS, CREDITS), st.tuples(VALUES, VALUES), QUERIES)
def test_dated_values_are_the_amendment_of_that_date(credits_, values, queries):
    dated = f"{HEADER}  {level(*credits_)}  {settlement(*values)}}}\n"
    amended = f"""{HEADER}  {level(credits_[0])}  {settlement(values[0])}}}
amendment First "First" of Desk effective {DAY} {{
  replace {level(credits_[1])}  replace {settlement(values[1])}}}
"""
    assert settled(dated, queries) == settled(amended, queries)


@tries(2)
@given(CREDITS, VALUES, QUERIES)
def test_the_same_value_from_a_date_on_changes_nothing(credits_, values, queries):
    plain = f"{HEADER}  {level(credits_)}  {settlement(values)}}}\n"
    dated = f"{HEADER}  {level(credits_, credits_, is_same_again=True)}  {settlement(values, values)}}}\n"
    assert settled(dated, queries) == settled(plain, queries)
