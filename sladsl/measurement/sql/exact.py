"""Exact arithmetic in SQL: numbers are integers with a scale and, after a division, a denominator.

A comparison multiplies crosswise, so nothing is ever rounded. Each number knows how many digits it may have: what may
need more than 64 bits is calculated in the widest integers, and what outgrows those is an error, never a wrap.
"""

from __future__ import annotations

from fractions import Fraction
from typing import LiteralString

from sladsl.measurement.records.field_values import DIGITS, NARROW_DIGITS
from sladsl.measurement.sql.pieces import DIVIDE, DIVIDE_EXACTLY, WIDE, Sql, integer, sql
from sladsl.values import evolve, frozen


@frozen
class SqlInteger:
    """An integer in SQL whose size is below 10**digits."""

    sql: Sql
    digits: int


@frozen
class Exact:
    """The number numerator / (10**scale * denominator).

    The denominator is None for 1, else positive or NULL, NULL being what a division by zero leaves.
    """

    numerator: SqlInteger
    scale: int = 0
    denominator: SqlInteger | None = None


def literal(value: int) -> SqlInteger:
    """Write an integer of 64 bits or more; engines take a short one for 32."""
    digits = len(str(abs(value)))
    written = sql("CAST({} AS BIGINT)", integer(value)) if digits <= NARROW_DIGITS else integer(value)
    return SqlInteger(written, digits)


def constant(value: Fraction | int) -> Exact:
    """Write a number; that of a literal is decimal."""
    fraction = Fraction(value)
    scale = next((digits for digits in range(30) if (fraction * 10**digits).denominator == 1), None)
    if scale is None:
        return Exact(literal(fraction.numerator), 0, literal(fraction.denominator))
    return Exact(literal(int(fraction * 10**scale)), scale)


def plus(left: Exact, right: Exact) -> Exact:
    """Add."""
    return _combined("{} + {}", left, right)


def minus(left: Exact, right: Exact) -> Exact:
    """Subtract."""
    return _combined("{} - {}", left, right)


def times(left: Exact, right: Exact) -> Exact:
    """Multiply."""
    return Exact(
        product(left.numerator, right.numerator),
        left.scale + right.scale,
        _product_of(left.denominator, right.denominator),
    )


def over(left: Exact, right: Exact) -> Exact:
    """Divide; NULL where the right one is zero."""
    sign = SqlInteger(sql("CASE WHEN {} < 0 THEN -1 ELSE 1 END", right.numerator.sql), 0)
    size = SqlInteger(sql("nullif(abs({}), 0)", right.numerator.sql), right.numerator.digits)
    upper = product(_product_of(left.numerator, right.denominator) or left.numerator, sign)
    result = Exact(upper, left.scale - right.scale, _product_of(size, left.denominator))
    return result if result.scale >= 0 else evolve(_scaled_by(result, -result.scale), scale=0)


def comparison(operator: LiteralString, left: Exact, right: Exact) -> Sql:
    """Compare; unknown where either is."""
    a, b = _aligned(left, right)
    return sql("({} " + operator + " {})", a.sql, b.sql)


def product(left: SqlInteger, right: SqlInteger) -> SqlInteger:
    """Multiply integers, in the widest ones where it takes them."""
    digits = left.digits + right.digits
    if digits > NARROW_DIGITS:
        return SqlInteger(sql("(CAST({} AS {}) * {})", left.sql, WIDE, right.sql), digits)
    return SqlInteger(sql("({} * {})", left.sql, right.sql), digits)


def quotient(left: SqlInteger, right: SqlInteger) -> SqlInteger:
    """Divide integers, rounding towards zero; NULL where the right one is. A long quotient has 32 digits at most."""
    if max(left.digits, right.digits) <= NARROW_DIGITS:
        return SqlInteger(sql("({} {} {})", left.sql, DIVIDE, right.sql), left.digits)
    return SqlInteger(
        sql(
            "CAST(({} - {} % {}) {} {} AS {})",
            *(left.sql, left.sql, right.sql, DIVIDE_EXACTLY, right.sql, WIDE),
        ),
        left.digits,
    )


def _combined(template: LiteralString, left: Exact, right: Exact) -> Exact:
    a, b = _aligned(left, right)
    digits = max(a.digits, b.digits) + 1
    first = sql("CAST({} AS {})", a.sql, WIDE) if digits > NARROW_DIGITS else a.sql
    return Exact(
        SqlInteger(sql("(" + template + ")", first, b.sql), digits),
        max(left.scale, right.scale),
        _product_of(left.denominator, right.denominator),
    )


def _aligned(left: Exact, right: Exact) -> tuple[SqlInteger, SqlInteger]:
    """The numerators of two numbers over their common denominator."""
    scale = max(left.scale, right.scale)
    a = _scaled_by(left, scale - left.scale).numerator
    b = _scaled_by(right, scale - right.scale).numerator
    return _product_of(a, right.denominator) or a, _product_of(b, left.denominator) or b


def _scaled_by(number: Exact, exponent: int) -> Exact:
    if not exponent:
        return number
    # No integer is longer than 38 digits, but zero times as many powers of ten as it takes is still zero.
    step = min(exponent, DIGITS - 1)
    scaled = product(number.numerator, SqlInteger(integer(10**step), step))
    return _scaled_by(evolve(number, numerator=scaled, scale=number.scale + step), exponent - step)


def _product_of(left: SqlInteger | None, right: SqlInteger | None) -> SqlInteger | None:
    if left is None or right is None:
        return left or right
    return product(left, right)
