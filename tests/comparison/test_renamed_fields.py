"""Every text of a plan is known to name a field or not to, and what does gets the new name."""

import pkgutil
from importlib import import_module
from inspect import get_annotations

import attrs

from sladsl.comparison.renamed_fields import with_field_names
from sladsl.planning import plan as plans

NAMES_OF_FIELDS = {
    ("Field", "path"),
    ("FieldDecl", "name"),
    ("RecordSet", "lasting"),
    *(("History", fact) for fact in ("of", "at", "severity")),
    ("Dimension", "name"),
    ("Charge", "by"),
    *((step, "dimension") for step in ("Limit", "HighestPer", "Ignore", "Raise")),
    *(("Exclusion", fact) for fact in ("alike", "link")),
    ("Evidence", "link"),
    ("Beside", "alike"),
}
OTHER_TEXTS = {
    *("id", "name", "title", "description", "text", "clause", "does", "file", "version", "law", "tools"),
    *("agreement", "provider", "party", "role", "zone", "regions", "currency", "calendar", "operator"),
    *("records", "target", "level", "levels", "sums", "missed", "window", "charge", "charges"),
    *("key", "members", "untiered", "choices", "value", "word", "edge"),
}
"""The names of facts that are words, names of other things, or values that records hold."""


def texts():
    """The class and the name of each fact that is a text, or is made of texts."""
    for module in pkgutil.iter_modules(plans.__path__, f"{plans.__name__}."):
        for each in vars(import_module(module.name)).values():
            if isinstance(each, type) and attrs.has(each):
                facts = get_annotations(each).items()
                yield from ((each.__name__, name) for name, kind in facts if "str" in kind)


def test_of_every_text_it_is_known_whether_it_names_a_field():
    found = set(texts())
    assert found >= NAMES_OF_FIELDS
    unknown = {(owner, fact) for owner, fact in found - NAMES_OF_FIELDS if fact not in OTHER_TEXTS}
    assert unknown == set()


def named(value):
    """Each name of a field in a part of a plan, in order, with where it stands."""
    if isinstance(value, tuple):
        for each in value:
            yield from named(each)
    elif attrs.has(type(value)):
        for fact in (each.name for each in attrs.fields(type(value))):
            held = getattr(value, fact)
            place = type(value).__name__, fact
            if place in NAMES_OF_FIELDS and held is not None:
                yield from ((place, name) for name in ((held,) if isinstance(held, str) else held))
            else:
                yield from named(held)


def test_every_name_of_a_field_becomes_the_new_one(all_plans):
    places = set()
    for plan in all_plans:
        renamed = with_field_names(plan, lambda _, field: f"{field}_")
        for (place, old), (_, new) in zip(named(plan), named(renamed), strict=True):
            assert new == ".".join(f"{name}_" for name in old.split(".")), (plan.name, place)
            places.add(place)
    assert places == NAMES_OF_FIELDS
