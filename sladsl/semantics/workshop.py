"""Record sets, calendars and severities as the agreement has them, built where something first asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.holiday_files import UnreadableError, named_days
from sladsl.semantics.inherit import Chain, chain_of, is_open, merged, nearest_lines, title_of
from sladsl.semantics.meaning import Calendar, Field, HolidayFile, Line, RecordSet, Severities
from sladsl.semantics.modules import Declared, Files, Item, Module
from sladsl.semantics.names import ALWAYS_ON, Unresolved, resolve
from sladsl.semantics.types import UNKNOWN, Kind, Type
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen


@frozen(eq=False)
class Workshop:
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


def find(path: ast.Path, module: Module, wanted: type[Item], clause: str, shop: Workshop) -> Declared | None:
    """The item that a path in a file stands for in this agreement; a path to none gets its finding."""
    named = resolve(path, module, wanted, clause)
    if isinstance(named, Unresolved):
        shop.found.extend([] if named.finding is None else [named.finding])
        return None
    stand_in = named if module is shop.root else shop.stand_ins.get(named.node, named)
    shop.named[path] = stand_in
    return stand_in


def find_records(path: ast.Path, module: Module, clause: str, shop: Workshop) -> RecordSet | None:
    """The record set that a path stands for."""
    declared = find(path, module, ast.Records, clause, shop)
    return None if declared is None else record_set(declared, shop)


def find_calendar(path: ast.Path, module: Module, clause: str, shop: Workshop) -> None:
    """Put the calendar that a path stands for into the tables; nothing for the one that never closes."""
    if path.text != ALWAYS_ON:
        declared = find(path, module, ast.Calendar, clause, shop)
        if declared is not None:
            calendar(declared, shop)


def chain(declared: Declared, shop: Workshop) -> Chain:
    """The item and what it is like; its findings are given once."""
    if declared.node not in shop.chains:
        shop.chains[declared.node] = chain_of(declared, shop.found)
    return shop.chains[declared.node]


def record_set(declared: Declared, shop: Workshop) -> RecordSet:
    """A record set, and with it those that its refs lead to."""
    if declared.path in shop.records:
        return shop.records[declared.path]
    items = chain(declared, shop)
    assert isinstance(declared.node, ast.Records)
    lines = merged(items, _fields)
    targets = {line.node: _target(line.node, line.module, declared, shop) for line in lines}
    made = RecordSet(
        declared.path,
        title_of(items),
        declared.node,
        {
            line.node.name.text: Field(
                line.node.name.text, _type(line.node.type, line.module, targets[line.node], shop), line
            )
            for line in lines
        },
        _lasting(items),
        is_open(items),
        _history(items),
    )
    shop.records[declared.path] = made
    for target in targets.values():
        if target is not None:
            record_set(target, shop)
    _with_histories(declared, shop)
    return made


def _with_histories(declared: Declared, shop: Workshop) -> None:
    """Put the histories of records that a module declares beside them into the tables."""
    for other in () if declared.module is shop.root else declared.module.declared.values():
        if isinstance(other.node, ast.Records) and other.node.history is not None:
            of = next(
                (each for each in other.node.fields if each.name.text == other.node.history.of.text), None
            )
            path = None if of is None else of.type.target
            own = declared.node.name
            if path is not None and own is not None and path.text == own.text:
                record_set(other, shop)


def calendar(declared: Declared, shop: Workshop) -> Calendar:
    """A calendar with what it inherits."""
    if declared.path not in shop.calendars:
        assert isinstance(declared.node, ast.Calendar)
        items = chain(declared, shop)
        shop.calendars[declared.path] = Calendar(
            declared.path,
            title_of(items),
            declared.node,
            nearest_lines(items, ast.WeekHours),
            nearest_lines(items, ast.Holidays),
            tuple(
                _holiday_file(line, clause_of(declared.node), shop)
                for line in nearest_lines(items, ast.ImportedHolidays)
            ),
            nearest_lines(items, ast.AddedHoliday),
            nearest_lines(items, ast.RemovedHoliday),
            nearest_lines(items, ast.OnDate),
            nearest_lines(items, ast.BusinessDayRule),
            nearest_lines(items, ast.Zone),
            is_open(items),
        )
    return shop.calendars[declared.path]


def _holiday_file(line: Line[ast.ImportedHolidays], clause: str, shop: Workshop) -> HolidayFile:
    path = line.node.file
    read = shop.files(line.module.document, path)
    if read is None:
        shop.found.append(
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
        return HolidayFile(line, name, named_days(data, shop.term))
    except UnreadableError as problem:
        shop.found.append(
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


def _target(field: ast.Field, module: Module, declared: Declared, shop: Workshop) -> Declared | None:
    path = field.type.target
    return None if path is None else find(path, module, ast.Records, clause_of(declared.node), shop)


def _type(written: ast.FieldType, module: Module, target: Declared | None, shop: Workshop) -> Type:
    if module.is_damaged(written) or written.span.start == written.span.end:
        return UNKNOWN
    kind = Kind(written.word)
    match kind:
        case Kind.CHOICE:
            return Type(kind, values=tuple(dict.fromkeys(name.text for name in written.choices)))
        case Kind.SEVERITY:
            scheme = shop.severities
            return Type(kind, values=None if scheme is None or scheme.is_open else scheme.names)
        case Kind.REF:
            return UNKNOWN if target is None else Type(kind, target=target.path)
        case Kind.MONEY:
            return Type(kind, currency=shop.currency)
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
