"""SQL as a value, and the one printer that turns it into text.

A piece of SQL is made from a template of ours and from other pieces: quoted names, bound parameters and integers.
Text from an agreement or from data can only become a `name` or a `parameter`; no function here takes it for SQL.

The plan's queries keep to what engines share: integers, equality joins, group by, ordered windows. What engines spell
differently is a `DialectWord`, spelled by the dialect when it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import LiteralString

from sladsl.values import frozen


class DialectWord(Enum):
    """What engines spell differently."""

    DIVIDE = auto()  # division of 64-bit integers that rounds towards zero
    DIVIDE_EXACTLY = auto()  # division of integers of any width that leaves no rest
    WIDE = auto()  # the integer type of 38 digits
    TABLE = auto()  # makes a table that goes with the session
    MATCHES = auto()  # the function that finds a regular expression in a text
    MICROSECONDS = auto()  # the function that gives the µs since the epoch of a TIMESTAMP, in UTC
    INLINE = auto()  # stands before a common table that is made anew for each use
    LIST = auto()  # the function that makes a list of values
    HASH = auto()  # the function that makes a 64-bit number from values of any type
    EACH = auto()  # opens the integers from a first to a last one, a row for each; two parentheses close it
    BIT = auto()  # opens the integer whose one bit has a number from 0 to 62; two parentheses close it
    SHIFT = auto()  # opens a 64-bit integer divided by a power of two, rounded down
    BY = auto()  # stands before the exponent of that
    TOTAL = auto()  # opens the sum of 64-bit integers, which may be longer; `TOTALLED` closes it
    TOTALLED = auto()
    FEW = auto()  # stands first in a SELECT that joins a table of few rows, called `few`
    TRY = auto()  # stands before a calculation in parentheses that may need too many digits


@frozen
class Identifier:
    """An identifier."""

    text: str


@frozen
class Parameter:
    """A value that is handed to the engine beside the text."""

    value: str


Part = str | Identifier | Parameter | DialectWord


@frozen
class Sql:
    """A piece of SQL."""

    parts: tuple[Part, ...]


@frozen
class Dialect:
    """How an engine spells: `words`, the quotation mark around names, and `placeholder` before a parameter's number."""

    words: Mapping[DialectWord, str]
    quote: str
    placeholder: str


DUCKDB = Dialect(
    {
        DialectWord.DIVIDE: "//",
        DialectWord.DIVIDE_EXACTLY: "//",
        DialectWord.WIDE: "HUGEINT",
        DialectWord.TABLE: "CREATE TEMPORARY TABLE",
        DialectWord.MATCHES: "regexp_matches",
        DialectWord.MICROSECONDS: "epoch_us",
        DialectWord.INLINE: "NOT MATERIALIZED",
        DialectWord.LIST: "list_value",
        DialectWord.HASH: "hash",
        DialectWord.EACH: "unnest(generate_series(",
        DialectWord.BIT: "(CAST(1 AS BIGINT) << (",
        DialectWord.SHIFT: "((",
        DialectWord.BY: ") >> ",
        DialectWord.TOTAL: "sum(",
        DialectWord.TOTALLED: ")",
        DialectWord.FEW: "",
        DialectWord.TRY: "TRY",
    },
    quote='"',
    placeholder="$",
)
# Spark's `div` gives 64 bits of a longer quotient, without an error; its `/` of two decimals of no places has 32
# digits before the point.
SPARK = Dialect(
    {
        DialectWord.DIVIDE: "div",
        DialectWord.DIVIDE_EXACTLY: "/",
        DialectWord.WIDE: "DECIMAL(38, 0)",
        DialectWord.TABLE: "CACHE TABLE",
        DialectWord.MATCHES: "regexp_like",
        DialectWord.MICROSECONDS: "unix_micros",
        DialectWord.INLINE: "",
        DialectWord.LIST: "array",
        DialectWord.HASH: "xxhash64",
        DialectWord.EACH: "explode(sequence(",
        DialectWord.BIT: "shiftleft(CAST(1 AS BIGINT), INT(",
        DialectWord.SHIFT: "shiftright(",
        DialectWord.BY: ", ",
        DialectWord.TOTAL: "sum(CAST(",
        DialectWord.TOTALLED: " AS DECIMAL(38, 0)))",
        DialectWord.FEW: "/*+ BROADCAST(few) */ ",
        DialectWord.TRY: "",
    },
    quote="`",
    placeholder=":p",
)

NOTHING = Sql(())
NULL = Sql(("NULL",))
UNKNOWN = Sql(("CAST(NULL AS BOOLEAN)",))
TRUE = Sql(("TRUE",))
FALSE = Sql(("FALSE",))
DIVIDE = Sql((DialectWord.DIVIDE,))
DIVIDE_EXACTLY = Sql((DialectWord.DIVIDE_EXACTLY,))
WIDE = Sql((DialectWord.WIDE,))
TABLE = Sql((DialectWord.TABLE,))
MATCHES = Sql((DialectWord.MATCHES,))
MICROSECONDS = Sql((DialectWord.MICROSECONDS,))
INLINE = Sql((DialectWord.INLINE,))
LIST = Sql((DialectWord.LIST,))
HASH = Sql((DialectWord.HASH,))
TRY = Sql((DialectWord.TRY,))
EACH = Sql((DialectWord.EACH,))
BIT = Sql((DialectWord.BIT,))
FEW = Sql((DialectWord.FEW,))


def sql(template: LiteralString, *pieces: Sql) -> Sql:
    """Put pieces into the places `{}` of a template of ours."""
    texts = template.split("{}")
    assert len(texts) == len(pieces) + 1, template
    parts: list[Part] = [texts[0]] if texts[0] else []
    for piece, text in zip(pieces, texts[1:], strict=True):
        parts += piece.parts
        if text:
            parts.append(text)
    return Sql(tuple(parts))


def name(text: str) -> Sql:
    """Quote an identifier."""
    return Sql((Identifier(text),))


def column(table: str, text: str) -> Sql:
    """Give a column of a table or alias."""
    return sql("{}.{}", name(table), name(text))


def parameter(value: str) -> Sql:
    """Bind a text."""
    return Sql((Parameter(value),))


def integer(value: int) -> Sql:
    """Write an integer of up to 38 digits; engines take longer ones for binary numbers."""
    assert abs(value) < 10**38, "no exact integer of an engine is as long"
    return Sql((str(int(value)) if value >= 0 else f"({int(value)})",))


def joined(separator: LiteralString, pieces: Iterable[Sql]) -> Sql:
    """Put a separator between pieces."""
    parts: list[Part] = []
    for position, piece in enumerate(pieces):
        parts += (separator, *piece.parts) if position else piece.parts
    return Sql(tuple(parts))


def listed(pieces: Iterable[Sql]) -> Sql:
    """Put commas between pieces."""
    return joined(", ", pieces)


def all_of(conditions: Iterable[Sql]) -> Sql:
    """Join conditions with AND; TRUE when there is none."""
    given = tuple(conditions)
    return joined(" AND ", (sql("({})", condition) for condition in given)) if given else TRUE


def any_of(conditions: Iterable[Sql]) -> Sql:
    """Join conditions with OR; FALSE when there is none."""
    given = tuple(conditions)
    return joined(" OR ", (sql("({})", condition) for condition in given)) if given else FALSE


def shifted(number: Sql, bits: int) -> Sql:
    """A 64-bit integer divided by two so often, rounded down: engines are quicker to move bits than to divide."""
    return sql("{}{}{}{})", Sql((DialectWord.SHIFT,)), number, Sql((DialectWord.BY,)), integer(bits))


def total(number: Sql) -> Sql:
    """The sum of 64-bit integers, exact however long it grows: an aggregate. It is NULL where there are none."""
    return sql("{}{}{}", Sql((DialectWord.TOTAL,)), number, Sql((DialectWord.TOTALLED,)))


def how_many(condition: Sql) -> Sql:
    """Count the rows for which a condition holds: an aggregate. That of engines may be NULL where it never does."""
    return sql("coalesce(count_if({}), 0)", condition)


def render(piece: Sql, dialect: Dialect) -> tuple[str, list[str]]:
    """Print SQL in a dialect: the text and its parameters in the order of their numbers."""
    parameters: list[str] = []
    texts: list[str] = []
    for part in piece.parts:
        match part:
            case str():
                texts.append(part)
            case Identifier(text):
                texts.append(quoted(text, dialect))
            case Parameter(value):
                if value not in parameters:
                    parameters.append(value)
                texts.append(f"{dialect.placeholder}{parameters.index(value) + 1}")
            case DialectWord():
                texts.append(dialect.words[part])
    return "".join(texts), parameters


def quoted(identifier: str, dialect: Dialect) -> str:
    """Quote an identifier; a quotation mark in it is doubled."""
    return f"{dialect.quote}{identifier.replace(dialect.quote, dialect.quote * 2)}{dialect.quote}"
