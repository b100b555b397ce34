"""Two agreements as plans, with prose and settled examples, and the pieces to make others."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from sladsl.planning.plan import (
    Anchor,
    Band,
    Base,
    Calendar,
    Charge,
    Comparator,
    CreditRule,
    Dated,
    Edge,
    Field,
    FieldDecl,
    Limit,
    Measure,
    PercentOf,
    PeriodWindow,
    Plan,
    Quantity,
    Rate,
    Round,
    RoundingMode,
    Series,
    ServiceLevel,
    Settlement,
    ShareOf,
    Shift,
    Statistic,
    Target,
    TargetWord,
    Term,
    Unit,
    ValueType,
)
from sladsl.planning.windows import Window
from sladsl.source import Span
from sladsl.values import evolve

SPAN = Span("agreement.sla", 0, 1, 1, 1, 1, 2)
HOUR = 3_600_000_000
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def percent(text):
    return Quantity(ValueType.PERCENT, Fraction(text) / 100)


def duration(microseconds):
    return Quantity(ValueType.DURATION, Fraction(microseconds))


def field(name, kind=ValueType.TIME, *, optional=False):
    return Field(kind, tuple(name.split(".")), optional)


def decl(name, kind, description="", *, optional=False, key=False, choices=(), target=None):
    return FieldDecl(f"records:x/{name}", SPAN, name, kind, optional, key, description, choices, target)


def target(word, comparator, *values):
    changes = [(None, value) if isinstance(value, Quantity) else value for value in values]
    dated = [Dated(since, value, SPAN) for since, value in changes]
    return Target(f"level:x/{word}", SPAN, word, comparator, tuple(dated))


def at_least(word, *values):
    return target(word, Comparator.AT_LEAST, *values)


def at_most(word, *values):
    return target(word, Comparator.AT_MOST, *values)


def series(level, measure, **terms):
    parts = {"key": (), "members": (), "clock": None, "good": None, "expected": None, "minimum": None}
    given = {**parts, "needs": None, "credits": (), **terms}
    tier = f"/tier:{', '.join(given['key'])}" if given["key"] else ""
    for word in ("expected", "minimum", "needs"):
        if given[word] is not None:
            given[word] = evolve(given[word], id=f"level:{level}{tier}/{word}")
    given["credits"] = tuple(evolve(rule, id=f"level:{level}{tier}/credit") for rule in given["credits"])
    return Series(f"level:{level}{tier or '/all'}", SPAN, measure=measure, **given)


def measure(statistic, kind=ValueType.PERCENT, operand=None, rank=None):
    return Measure("level:x/measure", SPAN, statistic, kind, operand, rank)


PERCENT_GOOD = measure(Statistic.PERCENT_GOOD)


def level(name, title, records, counted, *lines, where=None, window=Unit.MONTH, is_kpi=False, dimensions=()):
    return ServiceLevel(
        f"level:{name}",
        SPAN,
        name,
        title,
        is_kpi,
        records,
        where,
        field(counted),
        PeriodWindow(Anchor.CALENDAR, window),
        dimensions,
        lines,
    )


def bands(head, charge, *rows):
    """A table headed by an edge ("below", "at or above"), shares of a charge in percent."""
    made = (
        _band(number, ends(head, threshold), rate_of(charge, share))
        for number, (threshold, share) in enumerate(rows, 1)
    )
    return CreditRule("level:x/credit", SPAN, bands=tuple(made))


def _band(number, where, amount):
    lower, upper = where
    return Band(f"level:x/credit/row:{number}", SPAN, lower, upper, amount)


def ends(head, threshold):
    """The ends of a row under an edge."""
    edge = Edge(
        TargetWord(threshold) if isinstance(threshold, str) else threshold, includes=head.startswith("at or")
    )
    return (None, edge) if head.endswith("below") else (edge, None)


def flat(amount):
    return CreditRule("level:x/credit", SPAN, amount)


def rate_of(charge, text):
    return ShareOf(Fraction(text) / 100, Base((charge,)))


def share_of(charge, text):
    return PercentOf(Fraction(text) / 100, charge)


def calendar(name, title, hours, **parts):
    shifts = tuple(Shift(start * 60, end * 60) for start, end in hours)
    week = (shifts,) * 5 + ((),) * 2
    given = {"regions": (), "dates": (), **parts}
    return Calendar(f"calendar:{name}", SPAN, name, title, "Europe/London", week, **given)


def charge(name, title, *rates):
    dated = tuple(Dated(since, Rate(Fraction(amount), per), SPAN) for since, amount, per in rates)
    return Charge(f"charge:{name}", SPAN, name, title, dated)


def settlement(days, *steps):
    return Settlement("settlement", SPAN, Unit.MONTH, days, steps)


def limit(number, amount, anchor, per, levels=None):
    return Limit(f"settlement/step:{number}", SPAN, levels, amount, anchor, per)


def rounding(step_id="settlement/step:round/default"):
    return Round(step_id, SPAN, RoundingMode.HALF_UP, Fraction(1, 100))


def agreement(name, title, **parts):
    given = {
        "version": "1.0",
        "term": Term("term", SPAN, dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
        "zone": "Europe/London",
        "currency": "GBP",
        "minor_digits": 2,
        "law": "England and Wales",
        "charges": (),
        "calendars": (),
        "records": (),
        "severities": (),
        "levels": (),
        "settlement": None,
        "tools": (("holidays", "0.109"), ("tzdata", "2025.3")),
        **parts,
    }
    return Plan("agreement", SPAN, name, title, **given)


def window(label, unit=Unit.MONTH):
    return Window(unit, label, 0, 1, partial=False, as_of=2)
