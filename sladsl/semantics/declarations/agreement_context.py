"""Record sets, calendars and severities as the agreement has them, built where something first asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.inherit import Chain, chain_of, is_open, merged, nearest_lines, title_of
from sladsl.semantics.files.holiday_files import UnreadableError, named_days
from sladsl.semantics.files.modules import Declared, Files, Item, Module
from sladsl.semantics.files.names import ALWAYS_ON, Unresolved, resolve
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Calendar, Field, HolidayFile, Line, RecordSet, Severities
from sladsl.semantics.types import UNKNOWN, Type, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen


@frozen(eq=False)
class AgreementContext:
    """What is known while the meaning of an agreement is put together; the tables and the findings grow.

    `stand_ins` are the agreement's own items that take the place of those they are like, in all that is inherited.
    """

    root: Module
    files: Files
    term: ast.Term | None
    currency: str | None
    severities: Severities | None
    stand_ins: Mapping[ast.Node, Declared]
    chains: dict[ast.Node, Chain]
    calendars: dict[str, Calendar]
    records: dict[str, RecordSet]
    named: dict[ast.Path, Declared]
    found: list[Diagnostic]


def find(
    path: ast.Path, module: Module, wanted: type[Item], clause: str, agreement: AgreementContext
) -> Declared | None:
    """The item that a path in a file stands for in this agreement; a path to none gets its finding."""
    named = resolve(path, module, wanted, clause)
    if isinstance(named, Unresolved):
        agreement.found.extend([] if named.finding is None else [named.finding])
        return None
    stand_in = named if module is agreement.root else agreement.stand_ins.get(named.node, named)
    agreement.named[path] = stand_in
    return stand_in


def find_records(
    path: ast.Path, module: Module, clause: str, agreement: AgreementContext
) -> RecordSet | None:
    """The record set that a path stands for."""
    declared = find(path, module, ast.Records, clause, agreement)
    return None if declared is None else record_set(declared, agreement)


def find_calendar(path: ast.Path, module: Module, clause: str, agreement: AgreementContext) -> None:
    """Put the calendar that a path stands for into the tables; nothing for the one that never closes."""
    if path.text != ALWAYS_ON:
        declared = find(path, module, ast.Calendar, clause, agreement)
        if declared is not None:
            calendar(declared, agreement)


def chain(declared: Declared, agreement: AgreementContext) -> Chain:
    """The item and what it is like; its findings are given once."""
    if declared.node not in agreement.chains:
        agreement.chains[declared.node] = chain_of(declared, agreement.found)
    return agreement.chains[declared.node]


def record_set(declared: Declared, agreement: AgreementContext) -> RecordSet:
    """A record set, and with it those that its refs lead to."""
    if declared.path in agreement.records:
        return agreement.records[declared.path]
    items = chain(declared, agreement)
    assert isinstance(declared.node, ast.Records)
    lines = merged(items, _fields)
    targets = {line.node: _target(line.node, line.module, declared, agreement) for line in lines}
    made = RecordSet(
        declared.path,
        title_of(items),
        declared.node,
        {
            line.node.name.text: Field(
                line.node.name.text, _type(line.node.type, line.module, targets[line.node], agreement), line
            )
            for line in lines
        },
        _lasting(items),
        is_open(items),
        _history(items),
    )
    agreement.records[declared.path] = made
    for target in targets.values():
        if target is not None:
            record_set(target, agreement)
    _with_histories(declared, agreement)
    return made


def _with_histories(declared: Declared, agreement: AgreementContext) -> None:
    """Put the histories of records that a module declares beside them into the tables."""
    for other in () if declared.module is agreement.root else declared.module.declared.values():
        if isinstance(other.node, ast.Records) and other.node.history is not None:
            of = next(
                (each for each in other.node.fields if each.name.text == other.node.history.of.text), None
            )
            path = None if of is None else of.type.target
            own = declared.node.name
            if path is not None and own is not None and path.text == own.text:
                record_set(other, agreement)


def calendar(declared: Declared, agreement: AgreementContext) -> Calendar:
    """A calendar with what it inherits."""
    if declared.path not in agreement.calendars:
        assert isinstance(declared.node, ast.Calendar)
        items = chain(declared, agreement)
        agreement.calendars[declared.path] = Calendar(
            declared.path,
            title_of(items),
            declared.node,
            nearest_lines(items, ast.WeekHours),
            nearest_lines(items, ast.Holidays),
            tuple(
                _holiday_file(line, clause_of(declared.node), agreement)
                for line in nearest_lines(items, ast.ImportedHolidays)
            ),
            nearest_lines(items, ast.AddedHoliday),
            nearest_lines(items, ast.RemovedHoliday),
            nearest_lines(items, ast.OnDate),
            nearest_lines(items, ast.BusinessDayRule),
            nearest_lines(items, ast.Zone),
            is_open(items),
        )
    return agreement.calendars[declared.path]


def _holiday_file(line: Line[ast.ImportedHolidays], clause: str, agreement: AgreementContext) -> HolidayFile:
    path = line.node.file
    read = agreement.files(line.module.document, path)
    if read is None:
        agreement.found.append(
            error(
                "SLA109",
                path.span,
                f"there is no file `{path.value}`",
                clause=clause,
                write="write the path of a calendar file (.ics) relative to this agreement",
            )
        )
        return HolidayFile(line, path.value, ())
    name, data = read
    try:
        return HolidayFile(line, name, named_days(data, agreement.term))
    except UnreadableError as problem:
        agreement.found.append(
            error(
                "SLA120",
                path.span,
                f"holidays cannot be read from `{name}`: {problem}",
                clause=clause,
                write="give a calendar file (.ics) of events that last whole days",
            )
        )
        return HolidayFile(line, name, ())


def severities(root: Module, chains: dict[ast.Node, Chain], found: list[Diagnostic]) -> Severities | None:
    """The agreement's scheme; in a module the one it declares, if it is one."""
    schemes = [item for item in root.items if isinstance(item, ast.SeverityScheme)]
    if not schemes or (len(schemes) > 1 and not root.is_agreement):
        return None
    declared = Declared(schemes[0], root)
    if schemes[0] not in chains:
        chains[schemes[0]] = chain_of(declared, found)
    return Severities(schemes[0], merged(chains[schemes[0]], _tiers), is_open(chains[schemes[0]]))


def _target(
    field: ast.Field, module: Module, declared: Declared, agreement: AgreementContext
) -> Declared | None:
    path = field.type.target
    return None if path is None else find(path, module, ast.Records, clause_of(declared.node), agreement)


def _type(
    written: ast.FieldType, module: Module, target: Declared | None, agreement: AgreementContext
) -> Type:
    if module.is_damaged(written) or written.span.start == written.span.end:
        return UNKNOWN
    kind = ValueKind(written.word)
    match kind:
        case ValueKind.CHOICE:
            return Type(kind, values=tuple(dict.fromkeys(name.text for name in written.choices)))
        case ValueKind.SEVERITY:
            scheme = agreement.severities
            return Type(kind, values=None if scheme is None or scheme.is_open else scheme.names)
        case ValueKind.REF:
            return UNKNOWN if target is None else Type(kind, target=target.path)
        case ValueKind.MONEY:
            return Type(kind, currency=agreement.currency)
    return Type(kind)


def _lasting(items: Chain) -> Line[ast.Lasting] | None:
    for declared in items:
        assert isinstance(declared.node, ast.Records)
        if declared.node.lasting is not None:
            return Line(declared.node.lasting, declared.module)
    return None


def _history(items: Chain) -> Line[ast.History] | None:
    for declared in items:
        assert isinstance(declared.node, ast.Records)
        if declared.node.history is not None:
            return Line(declared.node.history, declared.module)
    return None


def _fields(node: ast.Node) -> Sequence[ast.Field]:
    assert isinstance(node, ast.Records)
    return node.fields


def _tiers(node: ast.Node) -> Sequence[ast.SeverityTier]:
    assert isinstance(node, ast.SeverityScheme)
    return node.tiers
