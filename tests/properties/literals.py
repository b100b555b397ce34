"""Numbers, money and durations as the language writes them."""

from __future__ import annotations

from fractions import Fraction

_UNITS = ((3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"))


def decimal(value: Fraction) -> str:
    """A number with as many decimals as it has."""
    digits = next(digits for digits in range(13) if (value * 10**digits).denominator == 1)
    whole = int(value * 10**digits)
    text = str(abs(whole)).rjust(digits + 1, "0")
    sign = "-" if whole < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def amount(value: Fraction, kind: str, currency: str) -> str:
    """A value of a type as the language writes it."""
    match kind:
        case "percent":
            return f"{decimal(value * 100)}%"
        case "money":
            return f"{currency} {grouped(decimal(value))}"
        case "duration":
            return duration(value)
        case "days":
            return f"{value} {'day' if value == 1 else 'days'}"
    return grouped(decimal(value))


def duration(value: Fraction) -> str:
    """`1 h 30 min`."""
    left, words = int(value), []
    for size, name in _UNITS:
        whole, left = divmod(left, size)
        if whole:
            words.append(f"{whole} {name}")
    assert not left
    return " ".join(words) or "0 min"


def grouped(text: str) -> str:
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}"
