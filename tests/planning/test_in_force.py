"""An agreement shown as of a date says what the dated one says on that date, and is in its one form."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sladsl import in_force, pipeline
from sladsl.planning.plan import AtRisk, Dated
from sladsl.planning.serialise import plan_hash
from sladsl.source import Source
from sladsl.syntax.layout.formatting import formatted
from sladsl.values import evolve
from tests.tries import tries

TERM = (dt.date(2026, 1, 1), dt.date(2028, 12, 31))
DAYS = st.dates(*TERM)
BODY = """\
agreement Desk "Desk" {{
  version  "1.0"  provider A "A Ltd"  customer B "B plc"
  term 2026-01-01 to 2028-12-31  timezone Europe/London  currency GBP  law "England"
  charge Fee "Fee" GBP 1,000 per month{rates}
  records ticket "Ticket" {{ id : text key  opened_at : time  closed_at : time? }}
  service level Closing "Closing" {{
    for each ticket  counted in the window of opened_at  window calendar month
    clock from opened_at to closed_at  good when clock within 24 h  measure percent good  # as agreed
    {targets}
    weight 40%{weights}  # of what is at risk
  }}
  settlement per calendar month, 10 days after its end {{ risk 15% of Fee per calendar month }}
}}
"""


@st.composite
def dated(draw, write):
    """Some later values, each from its date, in the order of dates."""
    dates = sorted(draw(st.lists(st.dates(dt.date(2026, 1, 2), TERM[1]), max_size=3, unique=True)))
    return "".join(f", from {day} {write(draw)}" for day in dates)


def bound(draw):
    return f"at least {draw(st.sampled_from(['90%', '95%', '97.5%', '99%']))}"


def higher(draw):
    return f"at least {draw(st.sampled_from(['99.2%', '99.7%', '99.9%']))}"


def weight(draw):
    return f"{draw(st.integers(1, 99))}%"


def rate(draw):
    return f"GBP {draw(st.integers(900, 999))} per month"


@st.composite
def agreements(draw):
    first = f"minimum at least 80%{draw(dated(bound))}"
    further = draw(st.sampled_from(["", "minimum at least 85% within 8 h", "minimum all within 48 h"]))
    lines = [first, f"{further}{draw(dated(bound))}" if further else ""]
    if draw(st.booleans()):
        lines.append(f"expected at least 99.5%{draw(dated(higher))}")
    return BODY.format(
        rates=draw(dated(rate)),
        weights=draw(dated(weight)),
        targets="\n    ".join(line for line in lines if line),
    )


def held(values, on):
    """The value in force, without a date."""
    last = [each for each in values if each.since is None or each.since <= on][-1]
    return (Dated(None, last.value, last.span),)


def on_date(plan, on):
    """The plan with every dated value as on a date."""
    charges = tuple(evolve(each, rates=held(each.rates, on)) for each in plan.charges)
    return evolve(plan, charges=charges, levels=tuple(_level(level, on) for level in plan.levels))


def _level(level, on):
    def target(each):
        return None if each is None else evolve(each, values=held(each.values, on))

    return evolve(
        level,
        series=tuple(
            evolve(
                each,
                expected=target(each.expected),
                minimum=target(each.minimum),
                further=tuple(target(one) for one in each.further),
                credits=tuple(_weighed(rule, on) for rule in each.credits),
            )
            for each in level.series
        ),
    )


def _weighed(rule, on):
    if isinstance(rule.amount, AtRisk):
        return evolve(rule, amount=evolve(rule.amount, weights=held(rule.amount.weights, on)))
    return rule


@tries(4)
@given(text=agreements(), on=DAYS)
def test_it_says_what_the_dated_one_says_on_that_date(tmp_path_factory, text, on):
    folder = tmp_path_factory.mktemp("shown")
    (folder / "dated.sla").write_text(text, encoding="utf-8")
    (agreement,) = pipeline.check([folder / "dated.sla"]).agreements
    shown = in_force.consolidate(agreement, on)
    assert shown.text is not None
    assert formatted(Source("shown.sla", shown.text)).text == shown.text
    assert "# as agreed" in shown.text
    assert ", from 20" not in shown.text
    (folder / "shown.sla").write_text(shown.text, encoding="utf-8")
    (again,) = pipeline.check([folder / "shown.sla"]).agreements
    assert plan_hash(again.plan) == plan_hash(on_date(agreement.plan, on))
