"""Every fact of a plan changed by itself, whatever it is: `mutations` walks over a plan as the values that it is."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction

import attrs

from sladsl.planning.plan import PLACES
from sladsl.values import evolve

SAID = {"amendments", "eras"}
"""What an amended plan says; what stands beside its eras follows from them."""


def mutations(value, path=()):
    """Each plan that differs from this one in one fact: the class and the field that differ, and the plan."""
    of_eras = bool(getattr(value, "eras", ()))
    for field in attrs.fields(type(value)):
        if field.name not in PLACES | {"id"} and (field.name in SAID or not of_eras):
            held = getattr(value, field.name)
            where = (*path, (type(value).__name__, field.name))
            for place, changed in changes_of(held, where):
                yield place, evolve(value, **{field.alias: changed})


def changes_of(held, where):
    if attrs.has(type(held)):
        yield from mutations(held, where)
    if isinstance(held, tuple):
        for number, each in enumerate(held):
            for place, changed in changes_of(each, where):
                yield place, (*held[:number], changed, *held[number + 1 :])
        if where[-1] not in FIXED and (len(held) > 1 or (held and where[-1] not in NEVER_EMPTY)):
            yield where, held[:-1]
    for changed in changed_leaf(held, where[-1]):
        yield where, changed


FIXED = {
    ("Charge", "by"),
    ("ChargeShare", "key"),
    ("Calendar", "week"),
    ("Series", "members"),
    ("Series", "key"),
    ("RecordSet", "lasting"),
    ("Plan", "tools"),
}
"""Tuples of a length that has a reason."""

NEVER_EMPTY = {
    ("Charge", "rates"),
    ("Target", "values"),
    ("CreditRule", "bands"),
    ("Field", "path"),
    ("Base", "charges"),
    ("Extreme", "fields"),
    ("AtRisk", "weights"),
    ("ServiceLevel", "series"),
    ("HighestOf", "sums"),
}


def changed_leaf(held, where):
    if where in NAMES:
        return
    if isinstance(held, str) and not isinstance(held, StrEnum) and where in OTHERS:
        yield OTHERS[where].get(held, next(iter(OTHERS[where].values())))
        return
    match held:
        case bool():
            yield not held
        case StrEnum():
            others = [each for each in type(held) if each is not held]
            yield from others[:1]
        case str():
            yield f"{held}x"
        case int():
            yield held + 1
        case Fraction():
            yield held - Fraction(1, 1000)
        case dt.date():
            yield held + dt.timedelta(days=1)
    if where in OPTIONAL and held is not None:
        yield None


NAMES = {(kind, "name") for kind in ("Charge", "Calendar", "RecordSet", "ServiceLevel")}
"""What others refer to: a name of its own changed makes no plan; renaming has its own test."""

OTHERS = {
    ("Logical", "operator"): {"and": "or", "or": "and"},
    ("Compare", "operator"): {"<": ">=", ">=": "<", "<=": ">", ">": "<=", "=": "!=", "!=": "="},
    ("Calendar", "zone"): {"UTC": "Europe/Berlin", "": "UTC"},
    ("Dated", "value"): {"GB-ENG": "GB-SCT", "": "GB-ENG"},
    ("EarnBack", "target"): {"expected": "minimum", "minimum": "expected"},
    ("TargetWord", "word"): {"minimum": "expected", "": "minimum"},
    ("Beyond", "edge"): {"below": "at or below", "above": "at or above", "": "below"},
    ("Consequence", "role"): {"provider": "customer", "customer": "provider"},
    ("ServiceLevel", "party"): {"provider": "customer", "customer": "provider"},
}
"""Other values of fields that are not free text."""

OPTIONAL = {
    ("Term", "last"),
    ("Calendar", "business_day"),
    ("Charge", "part"),
    ("RecordSet", "lasting"),
    ("RecordSet", "history"),
    ("Clock", "calendar"),
    ("Clock", "each"),
    ("Series", "clock"),
    ("Series", "good"),
    ("Series", "expected"),
    ("Series", "minimum"),
    ("Series", "needs"),
    ("Series", "rounded"),
    ("Evidence", "where"),
    ("ServiceLevel", "where"),
    ("ServiceLevel", "grace"),
    ("ServiceLevel", "low_volume"),
    ("ServiceLevel", "no_records"),
    ("ServiceLevel", "down"),
    ("ServiceLevel", "entities"),
    ("ServiceLevel", "promotion"),
    ("Exclusion", "where"),
    ("Exclusion", "budget"),
    ("Beside", "where"),
    ("CreditRule", "most"),
    ("CreditRule", "history"),
    ("Settlement", "calendar"),
    ("Settlement", "final_after"),
    ("Plan", "settlement"),
    ("Remedy", "credit"),
    ("Consequence", "days"),
    ("Samples", "one_slot"),
    ("IntervalMean", "empty"),
}
