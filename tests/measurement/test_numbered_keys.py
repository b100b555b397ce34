"""Whether keys repeat is told exactly, and of numbered ones in the pass that looks at all else."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.measurement.engines.duckdb import open_session
from sladsl.measurement.engines.engine import query
from sladsl.measurement.records.facts import FactsQuery, facts_of
from sladsl.measurement.records.numbered_keys import numbered_keys
from sladsl.measurement.sql.pieces import Sql, listed, parameter, sql

PLAIN = Sql(("0",))


@pytest.fixture(scope="module")
def session():
    with open_session() as opened:
        yield opened


def kept(session, keys, type_="STRING"):
    rows = listed(sql("(CAST({} AS {}))", parameter(str(key)), Sql((type_,))) for key in keys)
    text = "SELECT * FROM (VALUES {}) AS v(id)" if keys else "SELECT CAST(NULL AS {}) AS id WHERE FALSE"
    bound = sql(text, rows if keys else Sql((type_,)))
    query(session, sql("CREATE OR REPLACE TEMPORARY TABLE k AS {}", bound))


def in_one_pass(session, keys, type_="STRING"):
    """How many keys that pass finds, None where they are not numbered."""
    kept(session, keys, type_)
    counted = numbered_keys(session, "k", ("id",), len(keys))
    return None if counted is None else query(session, sql("SELECT {} FROM k", counted))[0][0]


texts = st.tuples(
    st.sampled_from(["", "T", "INC", "I-2026-", "é", "0"]),
    st.sampled_from(["", "0", "000", " ", "+", "1e", "-"]),
    st.integers(0, 40),
    st.sampled_from(["", "", "", ".0", "x"]),
).map(lambda parts: "".join(map(str, parts)))
alike = st.integers(0, 60).map(lambda number: f"INC{number:05}")


@settings(max_examples=80)
@given(st.lists(texts, max_size=8) | st.lists(alike, min_size=2, max_size=30))
def test_repeats_are_those_of_the_texts(session, keys):
    kept(session, keys)
    found = facts_of(session, "k", FactsQuery(("id",), (), ()), PLAIN, len(keys))
    assert found.repeats == len(keys) - len(set(keys))


@settings(max_examples=30)
@given(st.lists(st.integers(-30, 30) | st.just(2**62), max_size=20))
def test_repeats_are_those_of_the_numbers(session, keys):
    kept(session, keys, "BIGINT")
    found = facts_of(session, "k", FactsQuery(("id",), (), ()), PLAIN, len(keys))
    assert found.repeats == len(keys) - len(set(keys))


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ([f"INC{number:07}" for number in (5, 3, 4)], 3),
        ([f"INC{number:07}" for number in (5, 3, 5)], 2),
        (["8", "9", "10", "11"], 4),
        (["A1", "A01", "A2"], 2),  # looked into then: two keys have one number
        (["A1", "A9000000000"], 1),  # too far apart, which is looked into
        (["A1000000000", "A9000000000"], None),
        (["A1", "A99999999999999999999"], None),  # no integer
        (["x1", "y2"], None),
        ([str(UUID(int=number)) for number in (1, 2**100)], None),
        (["same", "same"], None),
        ([], None),
    ],
)
def test_which_keys_are_counted_in_the_one_pass(session, keys, found):
    assert in_one_pass(session, keys) == found


def test_numbers_are_counted_in_the_one_pass(session):
    assert in_one_pass(session, [7, -2, 5, 5], "BIGINT") == 3
    assert in_one_pass(session, [0, 2**40], "BIGINT") is None


def test_keys_of_two_fields_are_not_numbered(session):
    kept(session, ["1", "2"])
    assert numbered_keys(session, "k", ("id", "id"), 2) is None
