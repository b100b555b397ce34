"""Conditions and calculations over tickets: as text, and as what they come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from random import Random

from tests.oracle.agreement import Reading, Value, Words
from tests.oracle.reading import clock_time, clock_within
from tests.oracle.wall import days_later, first_shown
from tests.properties.literals import amount, duration
from tests.properties.text import CHANNELS, SEVERITIES

MICROSECOND = dt.timedelta(microseconds=1)
MINUTE = 60_000_000
LIMITS = tuple(Fraction(minutes * MINUTE) for minutes in (1, 15, 60, 90, 210, 240, 450, 480, 900, 1440, 1800))
"""How long clocks may take, among them whole days of the opening hours drawn."""

Calculation = tuple[Words, str, str | None]
"""What is added up, its type, and the field that it needs to exist."""


def exists(field: str) -> Words:
    """`responded_at exists`."""
    return Words(f"{field} exists", lambda reading: reading.record[field] is not None)


def within(limit: Fraction) -> Words:
    """`clock within 4 h`."""
    length = int(limit) * MICROSECOND
    return Words(f"clock within {duration(limit)}", lambda reading: clock_within(reading, length))


def both(left: Words, right: Words) -> Words:
    """`A and B`: false where either is, whatever the other."""
    return Words(
        f"({left.text}) and ({right.text})", lambda reading: _all(left.of(reading), right.of(reading))
    )


def either(left: Words, right: Words) -> Words:
    """`A or B`: true where either is, whatever the other."""
    return Words(
        f"({left.text}) or ({right.text})",
        lambda reading: _not(_all(_not(left.of(reading)), _not(right.of(reading)))),
    )


def negated(condition: Words) -> Words:
    """`not A`."""
    return Words(f"not ({condition.text})", lambda reading: _not(condition.of(reading)))


def _all(left: Value, right: Value) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _not(value: Value) -> bool | None:
    return None if value is None else not value


# --- conditions ----------------------------------------------------------------------------------------------------


def condition(random: Random, zone: str, currency: str, day: dt.date, *, clocked: bool) -> Words:
    """Some condition; with `clocked` it may ask for the clock."""
    shape = random.random()
    if shape < 0.55:
        return _atom(random, zone, currency, day, clocked=clocked)
    parts = [_atom(random, zone, currency, day, clocked=clocked) for _ in range(2)]
    if shape < 0.75:
        return both(*parts)
    return either(*parts) if shape < 0.92 else negated(parts[0])


def _atom(random: Random, zone: str, currency: str, day: dt.date, *, clocked: bool) -> Words:
    if clocked and random.random() < 0.35:
        return within(random.choice(LIMITS))
    return random.choice(_ATOMS)(random, zone, currency, day)


def _flag(random: Random, *_: object) -> Words:
    match random.choice(["error", "account", "owner"]):
        case "error":
            return Words("error", lambda reading: reading.record["error"])
        case "account":
            return Words("account.vip", lambda reading: _record(reading.record["account"])["vip"])
    return Words(
        "owner exists and not owner.vip",
        lambda reading: (owner := reading.record["owner"]) is not None and not _record(owner)["vip"],
    )


def _text(random: Random, *_: object) -> Words:
    key = f"T{random.randint(0, 20)}{random.choice('abc')}"
    return Words(f'id is not "{key}"', lambda reading: reading.record["id"] != key)


def _cause(random: Random, *_: object) -> Words:
    return Words("cause exists and cause is vendor", lambda reading: reading.record["cause"] == "vendor")


def _date(random: Random, zone: str, currency: str, day: dt.date) -> Words:
    def of(reading: Reading) -> bool:
        logged = reading.record["logged_on"]
        assert isinstance(logged, dt.date)
        return logged >= day

    return Words(f"logged_on >= {day}", of)


def _time_of_day(random: Random, *_: object) -> Words:
    limit = dt.time(random.choice([0, 1, 9, 12, 17]), random.choice([0, 30]))

    def of(reading: Reading) -> bool:
        slot = reading.record["slot"]
        assert isinstance(slot, dt.time)
        return slot < limit

    return Words(f"slot < {limit:%H:%M}", of)


def _quotient(random: Random, zone: str, currency: str, *_: object) -> Words:
    value = Fraction(random.choice([0, 1, 5, 25]), 2)

    def of(reading: Reading) -> bool:
        score = reading.record["score"]
        return score is not None and _of(reading, "amount") / fraction(score) > value

    return Words(f"score exists and amount / score > {amount(value, 'money', currency)}", of)


def _grace(random: Random, zone: str, *_: object) -> Words:
    def of(reading: Reading) -> bool:
        end = reading.record["resolved_at"]
        days = int(_of(reading, "grace"))
        return end is not None and time(end) < days_later(zone, time(reading.record["opened_at"]), days)

    return Words("resolved_at exists and resolved_at < opened_at + grace", of)


def _record(value: Value) -> dict[str, Value]:
    assert isinstance(value, dict)
    return value


def _one_of(random: Random, *_: object) -> Words:
    field, values = random.choice([("severity", SEVERITIES), ("channel", CHANNELS)])
    value, word = random.choice(values), random.choice(["is", "is not"])
    return Words(
        f"{field} {word} {value}", lambda reading: (reading.record[field] == value) is (word == "is")
    )


_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "is": lambda left, right: left == right,
    "is not": lambda left, right: left != right,
}


def _compared(random: Random, field: str, value: Fraction, kind: str, currency: str) -> Words:
    operator = random.choice([*_COMPARE])
    return Words(
        f"{field} {operator} {amount(value, kind, currency)}",
        lambda reading: _COMPARE[operator](fraction(reading.record[field]), value),
    )


def fraction(value: Value) -> Fraction:
    """A number of a record."""
    assert isinstance(value, Fraction)
    return value


def time(value: Value) -> dt.datetime:
    """An instant of a record."""
    assert isinstance(value, dt.datetime)
    return value


def _amount(random: Random, zone: str, currency: str, *_: object) -> Words:
    return _compared(random, "amount", Fraction(random.choice([0, 1, 25, 50, 75]), 2), "money", currency)


def _share(random: Random, zone: str, currency: str, *_: object) -> Words:
    return _compared(random, "share", Fraction(random.choice([0, 25, 50, 75, 100]), 100), "percent", currency)


def _effort(random: Random, zone: str, currency: str, *_: object) -> Words:
    return _compared(random, "effort", random.choice(LIMITS), "duration", currency)


def _score(random: Random, zone: str, currency: str, *_: object) -> Words:
    compared = _compared(random, "score", Fraction(random.randint(2, 10), 2), "number", currency)
    missing = random.random() < 0.5
    text = f"not score exists or {compared.text}" if missing else f"score exists and {compared.text}"
    return Words(text, lambda reading: missing if reading.record["score"] is None else compared.of(reading))


def _instant(random: Random, zone: str, currency: str, day: dt.date) -> Words:
    local = dt.datetime.combine(day, dt.time(random.randint(0, 23), random.choice([0, 30])))
    at, operator = first_shown(zone, local), random.choice(["<", ">="])
    return Words(
        f"opened_at {operator} {local:%Y-%m-%d %H:%M}",
        lambda reading: (time(reading.record["opened_at"]) < at) is (operator == "<"),
    )


def _span(random: Random, *_: object) -> Words:
    limit = random.choice(LIMITS)

    def of(reading: Reading) -> bool:
        end = reading.record["responded_at"]
        return end is not None and _since_opening(reading, end) <= limit

    return Words(f"responded_at exists and responded_at - opened_at <= {duration(limit)}", of)


def _since_opening(reading: Reading, end: Value) -> Fraction:
    return Fraction((time(end) - time(reading.record["opened_at"])) // MICROSECOND)


def _promise(random: Random, zone: str, *_: object) -> Words:
    days = random.choice([0] * 9 + [1, 2, 30])

    def of(reading: Reading) -> bool:
        due, end = reading.record["due_at"], reading.record["resolved_at"]
        if due is None or end is None:
            return False
        return time(end) <= (days_later(zone, time(due), days) if days else time(due))

    later = f" + {days} {'day' if days == 1 else 'days'}" if days else ""
    return Words(f"due_at exists and resolved_at exists and resolved_at <= due_at{later}", of)


def _missing(random: Random, *_: object) -> Words:
    field = random.choice(["responded_at", "resolved_at", "due_at", "score"])
    return exists(field) if random.random() < 0.6 else negated(exists(field))


# Those that move by calendar days take the engine long, so there are few of them.
_ATOMS = (
    *(_flag, _one_of, _amount, _share, _effort, _score, _instant, _span, _missing) * 6,
    *(_text, _cause, _date, _time_of_day, _quotient) * 4,
    *(_promise, _promise, _grace),
)

# --- calculations --------------------------------------------------------------------------------------------------


def calculation(random: Random, currency: str, *, clocked: bool) -> Calculation:
    """Something to add up, its type, and the field that it needs to exist."""
    if clocked:
        return random.choice(
            [
                (Words("clock", clock_time), "duration", None),
                (Words("clock", clock_time), "duration", None),
                (_plus_effort(), "duration", None),
                (Words("clock / 1 h", lambda reading: clock_time(reading) / (60 * MINUTE)), "number", None),
            ]
        )
    return random.choice(random.choice([_money(currency), _numbers(currency), _times()]))


def _plus_effort() -> Words:
    return Words("clock + effort", lambda reading: clock_time(reading) + _of(reading, "effort"))


def _money(currency: str) -> list[Calculation]:
    return [
        (Words("amount", lambda reading: _of(reading, "amount")), "money", None),
        (Words("amount * 1.25", lambda reading: _of(reading, "amount") * Fraction(5, 4)), "money", None),
        (
            Words("amount * share", lambda reading: _of(reading, "amount") * _of(reading, "share")),
            "money",
            None,
        ),
        (
            Words("amount / score", lambda reading: _of(reading, "amount") / _of(reading, "score")),
            "money",
            "score",
        ),
        (
            Words(
                f"amount / 3 + {currency} 0.05", lambda reading: _of(reading, "amount") / 3 + Fraction(1, 20)
            ),
            "money",
            None,
        ),
    ]


def _numbers(currency: str) -> list[Calculation]:
    return [
        (Words("score", lambda reading: _of(reading, "score")), "number", "score"),
        (Words(f"amount / {currency} 7", lambda reading: _of(reading, "amount") / 7), "number", None),
        (Words("100% - share", lambda reading: 1 - _of(reading, "share")), "percent", None),
        (Words("share", lambda reading: _of(reading, "share")), "percent", None),
    ]


def _times() -> list[Calculation]:
    return [
        (Words("effort", lambda reading: _of(reading, "effort")), "duration", None),
        (Words("effort / 7", lambda reading: _of(reading, "effort") / 7), "duration", None),
        (Words("grace", lambda reading: _of(reading, "grace")), "days", None),
        (
            Words(
                "resolved_at - opened_at",
                lambda reading: _since_opening(reading, reading.record["resolved_at"]),
            ),
            "duration",
            "resolved_at",
        ),
    ]


def _of(reading: Reading, field: str) -> Fraction:
    return fraction(reading.record[field])
