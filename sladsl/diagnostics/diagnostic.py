"""A finding about an agreement or about records, as a plain value."""

from __future__ import annotations

from enum import StrEnum

from sladsl.source import Span
from sladsl.values import frozen


class Severity(StrEnum):
    """How much a finding weighs; only errors stop an agreement from being compiled."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@frozen
class Label:
    """A second place that a finding points at, with what to see there."""

    span: Span
    text: str


@frozen
class DataPlace:
    """Where in the records a finding is: file, row as a spreadsheet counts it (the header is row 1), field."""

    file: str
    row: int | None = None
    field: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        field = "" if self.field is None else f", field `{self.field}`"
        return f"{self.file}{row}{field}"


@frozen
class Diagnostic:
    """One finding.

    `message` is one lower-case sentence without a period that stands alone; user text is in backticks.
    `help` says what to write instead. `span` is the place in an agreement, `place` the place in records.
    `clause` names the item the finding is in, as documents do ("service level Accuracy").
    `subject` is what it rests on elsewhere, such as the type of a field or the measure of a level: several findings
    that rest on one are one mistake. `perhaps` is what it may rest on: it is that mistake if another finding rests
    on it. `about` names the item that it speaks of where that is another than its own.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    place: DataPlace | None = None
    labels: tuple[Label, ...] = ()
    help: str | None = None
    clause: str | None = None
    subject: Label | None = None
    perhaps: tuple[Label, ...] = ()
    about: str | None = None
