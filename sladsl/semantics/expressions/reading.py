"""Which fields the expressions of a level read, and whether these are sure to have a value where they stand.

A field that may be missing can be read only where the condition has made sure that it exists: to the right of `and`
after `X exists`, to the right of `or` after `not X exists`, and in a whole level whose `for each … where` says so.
"""

from __future__ import annotations

from enum import Enum, auto

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.expressions.fields import Reader, read_field
from sladsl.semantics.expressions.guards import Known
from sladsl.semantics.expressions.literals import words
from sladsl.semantics.findings import by_type, error, perhaps_by_type
from sladsl.semantics.meaning import FieldPath, Reading
from sladsl.semantics.types import Type, ValueKind
from sladsl.syntax import ast
from sladsl.values import frozen


class ExpressionPlace(Enum):
    """Where an expression stands, which says whether it may speak of the clock."""

    POPULATION = auto()
    CONDITION = auto()
    MEASURE = auto()


@frozen(eq=False)
class Setting:
    """What the words of an expression mean where it stands.

    `is_unsure` says that `for each … where` cannot be understood, so that it may make sure of any field.
    """

    reader: Reader
    place: ExpressionPlace
    has_clock: bool
    is_unsure: bool
    currency: str | None
    notes: Notes

    def words(self, node: ast.Node) -> str:
        return words(node, self.reader.module.source)


@frozen(eq=False)
class Notes:
    """What is found out about the expressions of a level."""

    types: dict[ast.Node, Type]
    readings: dict[ast.Node, Reading]
    found: list[Diagnostic]


@frozen
class RequiredKind:
    """The kinds of field that a place takes, the code of a finding of another one, why it is one, what to write."""

    kinds: tuple[ValueKind, ...]
    code: str
    why: str
    write: str


INSTANT = RequiredKind(
    (ValueKind.TIME,),
    "SLA171",
    "an instant is needed here",
    "name a field that is declared as `time`, with date and time of day",
)
MOMENT = RequiredKind(
    (ValueKind.TIME, ValueKind.DATE),
    "SLA171",
    "an instant or a date is needed here",
    "name a field that is declared as `time` or `date`",
)
_LENGTH = RequiredKind(
    (ValueKind.DURATION,),
    "SLA264",
    "a clock is limited by a duration",
    "name a field that is declared as `duration`",
)


def field_alone(node: ast.Reading, setting: Setting) -> FieldPath | None:
    """The field that stands alone as a condition; it is noted, so that one which may be missing counts as asked for."""
    reading = read_field(node.path, setting.reader)
    if not isinstance(reading, FieldPath):
        return None
    setting.notes.readings[node] = reading
    return reading


def read(path: ast.Path, setting: Setting, known: Known) -> FieldPath | None:
    """The field that a path names, which must be sure to have a value."""
    reading = read_anyway(path, setting)
    if reading is not None:
        _must_exist(reading, path, setting, known)
    return reading


def read_anyway(path: ast.Path, setting: Setting) -> FieldPath | None:
    """The field that a path names, whether or not it has a value."""
    reading = read_field(path, setting.reader)
    if isinstance(reading, Diagnostic):
        setting.notes.found.append(reading)
        return None
    if reading is not None:
        setting.notes.readings[path] = reading
    return reading


def _must_exist(reading: FieldPath, path: ast.Path, setting: Setting, known: Known) -> None:
    gap = next((gap for gap in reading.gaps if gap not in known), None)
    if gap is None or setting.is_unsure:
        return
    missing = ".".join(gap)
    report(
        setting,
        "SLA164",
        path,
        f"`{missing}` may be missing here",
        f"say first that it exists: `{missing} exists and …`, or `where {missing} exists` after `for each`",
        *((reading,) if gap == reading.names else ()),
    )


def must_be(wanted: RequiredKind, path: ast.Path, reading: FieldPath | None, setting: Setting) -> None:
    """Find a field that is of none of the kinds that its place takes."""
    if reading is not None and reading.type.kind not in wanted.kinds:
        report(
            setting,
            wanted.code,
            path,
            f"`{path.text}` is {reading.type}, and {wanted.why}",
            wanted.write,
            reading,
        )


def read_limit(limit: ast.TimeLimit, setting: Setting, known: Known) -> None:
    """Read the field that says how long a clock may run, where the limit is one."""
    if isinstance(limit, ast.Path):
        must_be(_LENGTH, limit, read(limit, setting, known), setting)


def report(setting: Setting, code: str, node: ast.Node, message: str, write: str, *of: FieldPath) -> None:
    """Note a finding about a part of an expression, which may rest on how a field is declared."""
    found = error(code, node.span, message, clause=setting.reader.clause, write=write)
    declared = [field.declared for field in of]
    setting.notes.found.append(
        by_type(found, declared[0]) if len(declared) == 1 else perhaps_by_type(found, declared)
    )
