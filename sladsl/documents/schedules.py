"""Severities, the fields of records, and all service levels as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sladsl.documents.credits import credits_brief
from sladsl.documents.figures import window_words
from sladsl.documents.limits import TARGET_TITLES, targets_brief
from sladsl.documents.measures import measure_brief
from sladsl.documents.outline import reference
from sladsl.documents.prose import field, link, listed, prose
from sladsl.documents.terms import (
    Terms,
    dimension_words,
    many_records,
    one_record,
    series_values,
    title,
    value_words,
)
from sladsl.documents.view import Block, Column, Paragraph, Prose, Row, Table
from sladsl.planning.plan import (
    FieldDecl,
    Plan,
    RecordSet,
    ServiceLevel,
    ValueType,
)
from sladsl.planning.service_groups import by_service

# --- severities and records ----------------------------------------------------------------------------------------


def severity_blocks(plan: Plan) -> tuple[Block, ...]:
    """The severities, most severe first."""
    rows = tuple(
        Row((prose(tier.name), prose(title(tier)), prose(" ".join(tier.description.split()) or "–")))
        for tier in plan.severities
    )
    columns = (Column("Severity"), Column("Name"), Column("Meaning"))
    return (
        Paragraph("", prose("Severities, the most severe first:")),
        Table("Severities", columns, rows, is_introduced=True),
    )


def records_blocks(terms: Terms, records: RecordSet) -> tuple[Block, ...]:
    """What the records of a set must have."""
    rows = tuple(_field_row(terms, decl) for decl in records.fields)
    columns = (Column("Field"), Column("Kind"), Column("Meaning"), Column("May be missing"))
    name = f"{one_record(terms, records.name)}: fields"
    return (Paragraph("", _records_words(terms, records)), Table(name, columns, rows))


def _records_words(terms: Terms, records: RecordSet) -> Prose:
    keys = [field(decl.name) for decl in records.fields if decl.key]
    many = many_records(terms, records.name)
    unique = (
        prose(f" No two {many} have the same ", listed(keys), ".")
        if keys
        else prose(f" All {many} count, alike or not.")
    )
    lasts = prose()
    if records.lasting:
        start, end = (field(name) for name in records.lasting)
        lasts = prose(" Each lasts from ", start, " to ", end, ".")
    if records.history:
        of, at = field(records.history.of), field(records.history.at)
        lasts = prose(" Each is a change, at ", at, ", of the record to which ", of, " refers.")
    intro = prose(
        f"The records from which the Provider and the Customer take {many} are named ",
        field(records.name),
        ".",
    )
    return prose(intro, unique, lasts)


def _field_row(terms: Terms, decl: FieldDecl) -> Row:
    meaning = " ".join(decl.description.split()) or "–"
    cells = (
        prose(field(decl.name)),
        _kind(terms, decl),
        prose(meaning),
        prose("yes" if decl.optional else "no"),
    )
    return Row(cells)


def _kind(terms: Terms, decl: FieldDecl) -> Prose:
    if decl.target:
        return prose(f"reference to {one_record(terms, decl.target)}")
    if decl.type is ValueType.CHOICE:
        return prose("one of ", listed([f"“{choice}”" for choice in decl.choices], "or"))
    return prose(_KINDS[decl.type])


_KINDS = {
    ValueType.TEXT: "text",
    ValueType.FLAG: "yes or no",
    ValueType.NUMBER: "number",
    ValueType.PERCENT: "percentage",
    ValueType.MONEY: "amount of money",
    ValueType.DURATION: "duration",
    ValueType.DAYS: "number of days",
    ValueType.DATE: "date",
    ValueType.TIME_OF_DAY: "time of day",
    ValueType.TIME: "date and time",
    ValueType.SEVERITY: "severity",
    ValueType.REF: "reference",
}


# --- service levels --------------------------------------------------------------------------------------------------


def levels_table(terms: Terms) -> Table:
    """All levels, a row for each series, with what a reader looks up."""
    heads = (
        "Service Level",
        "Clause",
        "Measured Value",
        "Window",
        "Expected level",
        _limit_heading(terms),
        "Service Credit",
    )
    rows = tuple(row for group in by_service(terms.plan) for row in _service_rows(terms, *group))
    return Table(
        "Schedule of Service Levels", tuple(Column(head) for head in heads), rows, is_introduced=True
    )


def _service_rows(terms: Terms, heading: str | None, levels: Sequence[ServiceLevel]) -> Iterator[Row]:
    """The rows of the levels of a service below its title."""
    if heading is not None:
        yield Row((prose(heading),), is_heading=True)
    for level in levels:
        yield from _level_rows(terms, level)


def _limit_heading(terms: Terms) -> str:
    words = {series.minimum.word for level in terms.plan.levels for series in level.series if series.minimum}
    if len(words) > 1:
        return "Minimum or required level"
    return TARGET_TITLES[words.pop() if words else "minimum"].capitalize()


def _level_rows(terms: Terms, level: ServiceLevel) -> Iterable[Row]:
    clause = reference(terms.outline, level.id)
    number = prose(link(clause.text.removeprefix("clause "), clause.target))
    for series in level.series:
        name = title(level) + (f": {series_values(terms, level, series)}" if series.key else "")
        expected = [target for target in series.further if target.word == "expected"]
        limits = [target for target in series.further if target.word != "expected"]
        cells = (
            measure_brief(terms, level, series),
            window_words(level.window).removeprefix("calendar "),
            targets_brief(terms, level, series.expected, expected),
            targets_brief(terms, level, series.minimum, limits),
            credits_brief(terms, series),
        )
        yield Row((prose(name), number, *(prose(cell) for cell in cells)))
    for dimension in level.dimensions:
        for untiered in dimension.untiered:
            yield _unmeasured(f"{title(level)}: {value_words(terms, dimension, untiered)}", number)
        if dimension.named_only:
            yield _unmeasured(f"{title(level)}: any other {dimension_words(dimension)}", number)


def _unmeasured(name: str, number: Prose) -> Row:
    return Row((prose(name), number, prose("not measured"), *(prose("–") for _ in range(4))))
