"""The names of an agreement as the defined terms of its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sladsl.documents.outline import Outline, reference
from sladsl.documents.prose import listed, plain, plural, prose
from sladsl.documents.view import Prose
from sladsl.planning.contract import Clause
from sladsl.planning.plan import (
    Calendar,
    Charge,
    Dimension,
    FieldDecl,
    Plan,
    RecordSet,
    Remedy,
    Series,
    ServiceLevel,
    SeverityTier,
    ValueType,
)
from sladsl.planning.series import series_at
from sladsl.values import frozen

Named = TypeVar("Named", Charge, Calendar, RecordSet, ServiceLevel, SeverityTier, Remedy, Clause)


@frozen
class Terms:
    """An agreement and the layout of its document: what it takes to name a thing and to say where it is set out."""

    plan: Plan
    outline: Outline


def find(items: Iterable[Named], name: str) -> Named:
    """The item of that name."""
    return next(item for item in items if item.name == name)


def title(item: Charge | Calendar | RecordSet | ServiceLevel | SeverityTier | Remedy | Clause) -> str:
    """What the document calls an item: its title, or its name where it has none."""
    return " ".join(item.title.split()) or item.name.rsplit(".", maxsplit=1)[-1]


def one_record(terms: Terms, records: str) -> str:
    """The noun for one record of a set: "Invoice"."""
    return title(find(terms.plan.records, records))


def many_records(terms: Terms, records: str) -> str:
    """The noun for several records of a set: "Invoices"."""
    return plural(one_record(terms, records))


def charge_name(terms: Terms, name: str) -> str:
    """The defined term of a charge."""
    return title(find(terms.plan.charges, name))


def calendar_name(terms: Terms, name: str) -> str:
    """The defined term of a calendar; calendars of one title are told apart by their names."""
    calendar = find(terms.plan.calendars, name)
    alike = [other for other in terms.plan.calendars if title(other) == title(calendar)]
    return title(calendar) if len(alike) == 1 else f"{title(calendar)} ({calendar.name})"


def severity_name(terms: Terms, name: str) -> str:
    """A severity: "P1 (Critical)", or "Critical" where it is named `critical`."""
    for tier in terms.plan.severities:
        if tier.name == name:
            alike = title(tier).casefold() == name.casefold()
            return title(tier) if alike else f"{name} ({title(tier)})"
    return name


def level_reference(terms: Terms, name: str) -> Prose:
    """A service level by its title and clause: "Invoice accuracy (clause 5)"."""
    level = find(terms.plan.levels, name)
    return prose(title(level), " (", reference(terms.outline, level.id), ")")


def field_decl(terms: Terms, records: str, path: tuple[str, ...]) -> FieldDecl:
    """The declaration of a field, reached from a record set through refs."""
    decl = next(each for each in find(terms.plan.records, records).fields if each.name == path[0])
    if len(path) == 1:
        return decl
    assert decl.target is not None
    return field_decl(terms, decl.target, path[1:])


def series_values(terms: Terms, level: ServiceLevel, series: Series) -> str:
    """The dimension values of a series: "P1 (Critical)", "P1 (Critical) and P2 (High), together", "each other site"."""
    shown = zip(level.dimensions, series.members, series.key, strict=True)
    return _together(
        [
            f"{words} {dimension_words(dimension)}"
            if members is None
            else plain(listed([value_words(terms, dimension, one) for one in members]))
            for dimension, members, words in shown
        ],
        series,
    )


def key_words(terms: Terms, level: ServiceLevel, key: tuple[str, ...]) -> str:
    """The dimension values of a measurement, of which the records may hold some."""
    series = series_at(level, key)
    shown = zip(level.dimensions, series.members, key, strict=True)
    return _together(
        [
            plain(listed([value_words(terms, dimension, one) for one in members or (value,)]))
            for dimension, members, value in shown
        ],
        series,
    )


def value_words(terms: Terms, dimension: Dimension, value: str) -> str:
    """A value of a dimension: "P1 (Critical)", "Leeds"."""
    return severity_name(terms, value) if dimension.field.type is ValueType.SEVERITY else value


def dimension_words(dimension: Dimension) -> str:
    """What a level is measured by: "severity", "region of supplier"."""
    return " of ".join(reversed(dimension.name.split(".")))


def _together(parts: Sequence[str], series: Series) -> str:
    pooled = any(len(members or ()) > 1 for members in series.members)
    return ", ".join(parts) + (", together" if pooled else "")
