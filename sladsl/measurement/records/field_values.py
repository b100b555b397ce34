"""What a value in a file means, as SQL: from the text as written to integers, flags and texts.

Every function takes a piece of SQL that gives the text (never empty, without blanks around it) and gives one that is
NULL where the text is not a value of the type. Blanks around a value are not part of it and a value of nothing but
blanks is missing: spreadsheets add and remove them unseen. Dates lie in the years 1900 to 2199, which zones and
holidays cover.

Numbers become integers scaled by a power of ten that is found from the data (`NumberShape`), so that nothing is
rounded. A number has at most 20 digits before the point and 30 after it, and a column at most 38 in all.
"""

from __future__ import annotations

from sladsl.measurement.sql.pieces import (
    DIVIDE,
    MATCHES,
    MICROSECONDS,
    NULL,
    WIDE,
    Sql,
    integer,
    joined,
    listed,
    parameter,
    sql,
)
from sladsl.planning.buckets import DAY
from sladsl.values import frozen

DIGITS_BEFORE = 20
DIGITS_AFTER = 30
DIGITS = 38
NARROW_DIGITS = 18

_FIRST_INSTANT, _LAST_INSTANT = -2_208_988_800_000_000, 7_258_118_400_000_000  # 1900-01-01 to 2200-01-01
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6}0*)?)?"
_TIME = rf"(19|20|21)[0-9]{{2}}-(0[1-9]|1[0-2])-[0-9]{{2}}[T ]{_CLOCK}(Z|[+-][01][0-9](:?[0-5][0-9])?)?"
_DURATION = (
    r"(?:([0-9]{1,6}(?:\.[0-9]{1,6})?) ?h)?(?: ?([0-9]{1,8}(?:\.[0-9]{1,6})?) ?min)?"
    r"(?: ?([0-9]{1,10}(?:\.[0-9]{1,6})?) ?s)?(?: ?([0-9]{1,12}(?:\.[0-9]{1,3})?) ?ms)?"
)
_HOURS_MINUTES_SECONDS = r"[0-9]{1,6}:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6}0*)?"
_UNITS = (3_600_000_000, 60_000_000, 1_000_000, 1_000)
_BIGINT = Sql(("BIGINT",))
_FEW = 9  # digits, up to which it makes no difference whether zeros are counted


@frozen
class NumberShape:
    """How the numbers of a column are held: times 10**scale, below 10**digits.

    `holds_all` says that no number of the column is longer than that.
    """

    scale: int
    digits: int
    holds_all: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the integers need more than 64 bits."""
        return self.digits > NARROW_DIGITS


WHOLE = NumberShape(0, NARROW_DIGITS)


def shape_of(before: int, after: int) -> NumberShape:
    """Find the shape of a column with so many digits before and after the point at most.

    Where both are many, places after the point give way, and the values that need them are errors.
    """
    most = min(before, DIGITS_BEFORE)
    scale = min(after, DIGITS_AFTER, DIGITS - most)
    return NumberShape(scale, most + scale, holds_all=(most, scale) == (before, after))


def matches(text: Sql, pattern: str) -> Sql:
    """Whether the whole text matches a regular expression."""
    return sql("{}({}, {})", MATCHES, text, parameter(rf"\A(?:{pattern})\z"))


def present(raw: Sql) -> Sql:
    """Take the blanks off a text; NULL when nothing is left."""
    # Nearly no text has blanks around it, and looking at its ends costs a fifth of trimming it.
    trimmed = sql("nullif(trim(BOTH {} FROM {}), '')", parameter(" \t\r\n"), raw)
    return sql(
        "CASE WHEN left({}, 1) <= ' ' OR right({}, 1) <= ' ' THEN {} ELSE {} END", raw, raw, trimmed, raw
    )


# --- numbers -------------------------------------------------------------------------------------------------------


def number_text(text: Sql, digits: Sql, point: Sql) -> Sql:
    """Write a number without an exponent, by its `significand` and `point`; NULL for what is not a number."""
    plain = matches(text, r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
    scientific = matches(text, r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}")
    moved = sql(
        "CASE WHEN left({}, 1) = '-' THEN '-' ELSE '' END || CASE"
        " WHEN {} <= 0 THEN '0.' || repeat('0', -{}) || {}"
        " WHEN {} >= length({}) THEN {} || repeat('0', {} - length({}))"
        " ELSE left({}, {}) || '.' || substr({}, {} + 1) END",
        *(text, point, point, digits),
        *(point, digits, digits, point, digits, digits, point, digits, point),
    )
    return sql("CASE WHEN {} THEN {} WHEN {} THEN {} END", plain, text, scientific, moved)


def significand(text: Sql) -> Sql:
    """The digits of a number that is written with an exponent, without its sign and point."""
    return sql("replace({}, '.', '')", _mantissa(text))


def point(text: Sql) -> Sql:
    """How many of those digits come before the point once the exponent is carried out; NULL without an exponent."""
    return sql(
        "length(split_part({}, '.', 1)) + try_cast(split_part(lower({}), 'e', 2) AS INTEGER)",
        *(_mantissa(text), text),
    )


def percent_text(text: Sql) -> Sql:
    """Take the sign off a percentage; NULL for what has none."""
    return sql("CASE WHEN right({}, 1) = '%' THEN trim(TRAILING ' %' FROM {}) END", text, text)


def money_text(text: Sql, currency: str) -> Sql:
    """Take the agreement's currency off an amount that has it."""
    length = integer(len(currency))
    return sql(
        "CASE WHEN left({}, {}) = {} THEN trim(LEADING ' ' FROM substr({}, {} + 1)) ELSE {} END",
        *(text, length, parameter(currency), text, length, text),
    )


def canonical_number(number: Sql) -> Sql:
    """Write a number in the one shortest way, so that texts of equal numbers are equal."""
    fraction = sql("trim(TRAILING '0' FROM split_part({}, '.', 2))", number)
    return sql(
        "CASE WHEN left({}, 1) = '-' THEN '-' ELSE '' END"
        " || coalesce(nullif(trim(LEADING '+-0' FROM split_part({}, '.', 1)), ''), '0')"
        " || CASE WHEN {} = '' THEN '' ELSE '.' || {} END",
        *(number, number, fraction, fraction),
    )


def digits_before(number: Sql) -> Sql:
    """Bound the digits of a number before its point; leading zeros are left out where that matters."""
    point = sql("instr({}, '.')", number)
    written = sql("CASE WHEN {} = 0 THEN length({}) ELSE {} - 1 END", point, number, point)
    counted = sql("length(trim(LEADING '+-0' FROM split_part({}, '.', 1)))", number)
    return sql("CASE WHEN {} <= {} THEN {} ELSE {} END", written, integer(_FEW), written, counted)


def digits_after(number: Sql) -> Sql:
    """Bound the digits of a number after its point; trailing zeros are left out where that matters."""
    point = sql("instr({}, '.')", number)
    written = sql("CASE WHEN {} = 0 THEN 0 ELSE length({}) - {} END", point, number, point)
    counted = sql("length(trim(TRAILING '0' FROM split_part({}, '.', 2)))", number)
    return sql("CASE WHEN {} <= {} THEN {} ELSE {} END", written, integer(_FEW), written, counted)


def scaled(number: Sql, shape: NumberShape) -> Sql:
    """Scale the text of a number to an integer; NULL where it has more digits than the shape."""
    if shape.holds_all and not shape.is_wide:
        scale = integer(shape.scale)
        decimal = sql("try_cast({} AS DECIMAL({}, {}))", number, integer(NARROW_DIGITS), scale)
        # Multiplied as it is, a decimal of 18 digits keeps to 18.
        wide = sql("CAST({} AS DECIMAL({}, {}))", decimal, integer(DIGITS), scale)
        return sql("CAST({} * {} AS BIGINT)", wide, integer(10**shape.scale))
    fraction = sql("trim(TRAILING '0' FROM split_part({}, '.', 2))", number)
    written = sql(
        "split_part({}, '.', 1) || {} || repeat('0', {} - length({}))",
        *(number, fraction, integer(shape.scale), fraction),
    )
    fits = sql(
        "{} <= {} AND {} <= {}",
        *(digits_after(number), integer(shape.scale)),
        *(digits_before(number), integer(shape.digits - shape.scale)),
    )
    kind = WIDE if shape.is_wide else _BIGINT
    # Nothing but a sign is left of `-.0`: that is zero.
    return sql("CASE WHEN {} THEN coalesce(try_cast({} AS {}), 0) END", fits, written, kind)


def _mantissa(text: Sql) -> Sql:
    return sql("split_part(lower(trim(LEADING '+-' FROM {})), 'e', 1)", text)


# --- time ----------------------------------------------------------------------------------------------------------


def zone_length(text: Sql) -> Sql:
    """How many characters at the end of an ISO 8601 time are its zone; none where it is local to the agreement."""
    signed = (
        sql(
            "WHEN substr({}, length({}) - {}, 1) IN ('+', '-') THEN {}",
            *(text, text, integer(length - 1), integer(length)),
        )
        for length in (6, 5, 3)
    )
    return sql("CASE WHEN right({}, 1) = 'Z' THEN 1 {} ELSE 0 END", text, joined(" ", signed))


def instant(text: Sql, zone: Sql) -> Sql:
    """The µs of an ISO 8601 time with a zone of so many characters.

    They are those of the instant where there is a zone, else of the clock on the wall.
    """
    wall = sql("{}(try_cast(left({}, length({}) - {}) AS TIMESTAMP))", MICROSECONDS, text, text, zone)
    offset = sql("CASE WHEN {} < 3 THEN 0 ELSE {} END", zone, _offset(sql("right({}, {})", text, zone)))
    return sql("CASE WHEN {} THEN {} - {} END", matches(text, _TIME), wall, offset)


def in_years_covered(microseconds: Sql) -> Sql:
    """Whether µs since the epoch lie in the years 1900 to 2199."""
    return sql(
        "{} >= {} AND {} < {}",
        microseconds,
        integer(_FIRST_INSTANT),
        microseconds,
        integer(_LAST_INSTANT),
    )


def date_days(text: Sql) -> Sql:
    """The days of a date since 1970-01-01."""
    midnight = sql("{}(try_cast({} || ' 00:00:00' AS TIMESTAMP))", MICROSECONDS, text)
    shape = matches(text, "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
    return sql("CASE WHEN {} THEN {} {} {} END", shape, midnight, DIVIDE, integer(DAY))


def time_of_day(text: Sql) -> Sql:
    """The µs of a time of day since midnight."""
    return sql("CASE WHEN {} THEN {} END", matches(text, _CLOCK), _clock_microseconds(text))


def duration(text: Sql) -> Sql:
    """The µs of a duration, as `1 h 30 min` or as `1:30:00`."""
    units = joined(
        " + ",
        (
            sql("coalesce({} * {}, 0)", _decimal(_group(text, _DURATION, number)), integer(size))
            for number, size in enumerate(_UNITS, 1)
        ),
    )
    return sql(
        "CASE WHEN {} THEN {} WHEN {} THEN CAST({} AS BIGINT) END",
        *(matches(text, _HOURS_MINUTES_SECONDS), _clock_microseconds(text)),
        *(matches(text, _DURATION), units),
    )


def days(text: Sql) -> Sql:
    """A number of days: an integer, with or without the word."""
    shape = matches(text, "[+-]?[0-9]{1,9}( ?days?)?")
    return sql("CASE WHEN {} THEN CAST(trim(TRAILING ' days' FROM {}) AS BIGINT) END", shape, text)


def flag(text: Sql) -> Sql:
    """A yes or a no."""
    return sql(
        "CASE WHEN lower({}) IN ('yes', 'true') THEN TRUE WHEN lower({}) IN ('no', 'false') THEN FALSE END",
        text,
        text,
    )


def one_of(text: Sql, values: tuple[str, ...]) -> Sql:
    """A text that is one of the declared values."""
    declared = listed(parameter(value) for value in values)
    return sql("CASE WHEN {} IN ({}) THEN {} END", text, declared, text) if values else NULL


def _offset(zone: Sql) -> Sql:
    """The offset from UTC in µs, from `+01:00`, `+0100` or `+01`."""
    digits = sql("rpad(replace({}, ':', ''), 5, '0')", zone)
    return sql(
        "try_cast(left({}, 3) AS BIGINT) * 3600000000 + try_cast(left({}, 1) || right({}, 2) AS BIGINT) * 60000000",
        *(digits, zone, digits),
    )


def _clock_microseconds(text: Sql) -> Sql:
    """The µs of hours, minutes and maybe seconds between colons."""
    return sql(
        "CAST(try_cast(split_part({}, ':', 1) AS BIGINT) * 3600000000"
        " + try_cast(split_part({}, ':', 2) AS BIGINT) * 60000000"
        " + coalesce({} * 1000000, 0) AS BIGINT)",
        *(text, text, _decimal(sql("nullif(split_part({}, ':', 3), '')", text))),
    )


def _group(text: Sql, pattern: str, number: int) -> Sql:
    anchored = parameter(rf"\A(?:{pattern})\z")
    return sql("nullif(regexp_extract({}, {}, {}), '')", text, anchored, integer(number))


def _decimal(text: Sql) -> Sql:
    return sql("try_cast({} AS DECIMAL(18, 6))", text)
