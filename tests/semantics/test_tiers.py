"""However a table of tiers is written, each combination of values is measured by one row at most."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.semantics.analysing import HEADER, analysis_of

AGREEMENT = """
agreement Demo {{
  {header}
  records thing {{
    at    : time
    size  : one of {{ s, m, l }}
    place : one of {{ x, y }}
  }}
  kpi Number by size, place {{
    for each  thing
    counted   in the window of at
    measure   number of thing
    window    calendar month
    tiers
      | size | place | expected |
{rows}
  }}
}}
"""
SIZES, PLACES = ("s", "m", "l"), ("x", "y")


def cells(values):
    return st.just("any") | st.lists(st.sampled_from(values), min_size=1, unique=True).map(", ".join)


tables = st.lists(st.tuples(cells(SIZES), cells(PLACES)), min_size=1, max_size=5)


def analysed(table):
    rows = "\n".join(
        f"      | {size} | {place} | above {number} |" for number, (size, place) in enumerate(table)
    )
    return analysis_of(AGREEMENT.format(header=HEADER, rows=rows))


def named(cell, values):
    return set(values) if cell == "any" else set(cell.split(", "))


def test_rows_without_a_wildcard_pool_what_they_name():
    level = analysed([("s, m", "x"), ("l", "x, y")]).levels[0]
    assert [terms.key for terms in level.terms] == [("s, m", "x"), ("l", "x, y")]
    assert level.untiered == ((), ())


def test_a_wildcard_measures_each_value_that_is_left_on_its_own():
    level = analysed([("any", "any"), ("s", "x"), ("l", "any")]).levels[0]
    first = min(terms.row.span.line for terms in level.terms)
    assert [(terms.key, terms.row.span.line - first) for terms in level.terms] == [
        (("s", "y"), 0),
        (("m", "x"), 0),
        (("m", "y"), 0),
        (("s", "x"), 1),
        (("l", "x"), 2),
        (("l", "y"), 2),
    ]


@given(tables)
def test_no_combination_is_measured_twice(table):
    analysis = analysed(table)
    measured = [pair for terms in analysis.levels[0].terms for pair in product(*terms.members)]
    assert len(measured) == len(set(measured))


@given(tables)
def test_without_a_finding_every_combination_that_a_row_names_is_measured(table):
    analysis = analysed(table)
    if analysis.diagnostics:
        assert {finding.code for finding in analysis.diagnostics} <= {"SLA215", "SLA219"}
        return
    measured = {pair for terms in analysis.levels[0].terms for pair in product(*terms.members)}
    assert measured == {
        pair for size, place in table for pair in product(named(size, SIZES), named(place, PLACES))
    }
