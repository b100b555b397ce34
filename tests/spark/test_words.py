"""What engines spell differently comes to the same, and a table that is handed over is of 64-bit integers."""

import pytest

from sladsl.measurement.engines import duckdb, spark
from sladsl.measurement.engines.engine import insert, query
from sladsl.measurement.sql.pieces import (
    BIT,
    DIVIDE,
    DIVIDE_EXACTLY,
    EACH,
    FALSE,
    HASH,
    INLINE,
    LIST,
    MATCHES,
    MICROSECONDS,
    NULL,
    WIDE,
    how_many,
    integer,
    listed,
    name,
    parameter,
    shifted,
    sql,
    total,
)

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]

LETTERS = sql("{}({})", LIST, listed(map(parameter, "abc")))
WORDS = {
    "division rounds towards zero": (sql("-7 {} 2", DIVIDE), -3),
    "division is no binary number's": (sql("{} {} 1", integer(2**53 + 1), DIVIDE), 2**53 + 1),
    "a wide quotient, of 32 digits at most": (
        sql("CAST({} AS {}) {} {}", integer(3 * 10**31), WIDE, DIVIDE_EXACTLY, integer(3)),
        10**31,
    ),
    "a whole text": (sql("{}({}, {})", MATCHES, parameter("a1\n"), parameter(r"\A[a-z][0-9]\z")), False),
    "before the epoch": (
        sql("{}(CAST('1969-12-31 23:59:59.999999' AS TIMESTAMP))", MICROSECONDS),
        -1,
    ),
    "a place in a list": (sql("array_position({}, {})", LETTERS, parameter("c")), 3),
    "no place in a list": (sql("nullif(array_position({}, {}), 0)", LETTERS, parameter("z")), None),
    "the place of nothing": (sql("array_position({}, CAST({} AS STRING))", LETTERS, NULL), None),
    "none of none": (sql("(SELECT {} FROM (SELECT 1 AS n WHERE {}) AS t)", how_many(NULL), FALSE), 0),
    "nothing is known": (sql("(SELECT {} FROM (SELECT 1 AS n) AS t)", how_many(NULL)), 0),
    "the highest bit": (sql("{}62))", BIT), 2**62),
    "each from first to last": (sql("(SELECT sum(n) FROM (SELECT {}-1, 3)) AS n) AS t)", EACH), 5),
    "half of an odd number": (shifted(integer(7), 1), 3),
    "half of what is less than zero": (shifted(integer(-1), 1), -1),
    "the highest of many bits": (shifted(integer(2**62), 61), 2),
    "a sum of more than 64 bits": (
        sql("(SELECT {} FROM (SELECT {}1, 4)) AS n) AS t)", total(sql("n - n + {}", integer(2**62))), EACH),
        2**64,
    ),
    "one number for one value": (sql("{}('a', 1) = {}('a', 1)", HASH, HASH), True),
    "a table made anew": (
        sql("(WITH t AS {} (SELECT 2 AS n) SELECT sum(t.n * u.n) FROM t, t AS u)", INLINE),
        4,
    ),
}


@pytest.mark.parametrize("called", list(WORDS))
def test_a_word_means_the_same(called):
    asked, expected = WORDS[called]
    with duckdb.open_session() as one, spark.open_session() as other:
        for session in (one, other):
            assert query(session, sql("SELECT {}", asked)) == [(expected,)]


@pytest.mark.parametrize("length", [0, 1, 1_000])
def test_a_table_handed_over_is_of_64_bit_integers(length):
    rows = [(100_000 + number, -number) for number in range(length)]
    column, table = name("a `b`"), "t #1"
    asked = sql(
        "SELECT count(*), count(DISTINCT {}), sum({} * {}) FROM {}", name("c"), column, column, name(table)
    )
    with duckdb.open_session() as one, spark.open_session() as other:
        for session in (one, other):
            insert(session, table, rows, ("a `b`", "c"))
            assert query(session, asked) == [(length, length, sum(a * a for a, _ in rows) if rows else None)]
