"""From the meaning of an agreement to its plan and its contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.amending import amendment_fact, over_time
from sladsl.planning.contract import Contract
from sladsl.planning.from_calendars import calendar_facts
from sladsl.planning.from_clauses import clauses, examples, order
from sladsl.planning.from_levels import charge_level, level_facts
from sladsl.planning.from_reliance import with_reliance
from sladsl.planning.from_remedies import remedy_facts
from sladsl.planning.from_settlement import says_when_final, settlement_facts
from sladsl.planning.periods import check_term
from sladsl.planning.plan import (
    Charge,
    ChargePart,
    ChargeShare,
    Dated,
    FieldDecl,
    History,
    PartTime,
    Party,
    Plan,
    Rate,
    RecordSet,
    Service,
    SeverityTier,
    Term,
    Unit,
    ValueType,
)
from sladsl.planning.reliance_findings import uncovered
from sladsl.planning.zones import check_zone, load_zone, tzdata_version
from sladsl.semantics.declarations.currencies import MINOR_DIGITS
from sladsl.semantics.declarations.services import charges_of, levels_of_service, services_of
from sladsl.semantics.levels.severities_taken import severity_field
from sladsl.semantics.meaning import Analysis, Field, Severities, Worded
from sladsl.semantics.meaning import RecordSet as RecordsMeant
from sladsl.semantics.references.reliance import suppliers_in
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import evolve


def plan(analysis: Analysis) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan of an agreement, and what only planning finds: unknown zones, regions and years.

    There is no plan of a module, or where the agreement, its modules or these findings have an error.
    """
    findings = tuple(planning_findings(analysis))
    is_sound = not analysis.has_errors and _is_sound(findings)
    return (_with_others(analysis) if analysis.is_agreement and is_sound else None), findings


def _with_others(analysis: Analysis) -> Plan:
    """The plan of a sound agreement, with what its levels rely on."""
    return with_reliance(_plan(analysis), analysis, _others(analysis)[0])


def _others(analysis: Analysis) -> tuple[dict[ast.Supplied, Sequence[Plan]], list[Diagnostic]]:
    """The plans of the agreements that levels rely on, without what these rely on themselves."""
    plans: dict[ast.Supplied, Sequence[Plan]] = {}
    found: list[Diagnostic] = []
    relied_on = ((level, *pair) for level in analysis.levels for pair in suppliers_in(level, analysis))
    for level, supplied, relied in relied_on:
        eras = _eras(relied.wordings)
        if eras is None:
            found.append(_unplanned(supplied, clause_of(level.node)))
        else:
            plans[supplied] = eras
    return plans, found


def _eras(wordings: Sequence[Worded]) -> Sequence[Plan] | None:
    """The plans of an agreement's wordings, each of the days from its date on; None where there is an error in any."""
    if not all(_is_sound(_own_findings(each.analysis)) for each in wordings):
        return None
    plans = [_plan(each.analysis) for each in wordings]
    steps = [tuple(amendment_fact(*amending) for amending in each.amendments) for each in wordings[1:]]
    if not _is_sound(over_time(steps, plans)):
        return None
    starts = [each.since for each in wordings]
    return [
        evolve(plan, term=plans[-1].term, since=since, until=until)
        for plan, since, until in zip(plans, starts, [*starts[1:], None], strict=True)
    ]


def _is_sound(findings: Iterable[Diagnostic]) -> bool:
    return all(each.severity is not Severity.ERROR for each in findings)


def _unplanned(supplied: ast.Supplied, clause: str) -> Diagnostic:
    file = supplied.file.value
    return Diagnostic(
        "SLA746",
        Severity.ERROR,
        f"`{file}` has errors of its own, so that nobody can say what it promises",
        supplied.file.span,
        help=f"mend what `sladsl check {file}` finds",
        clause=clause,
    )


def contract(analysis: Analysis) -> Contract:
    """The prose and the examples of an agreement that has a plan."""
    assert analysis.header.zone is not None
    zone = load_zone(analysis.header.zone.name)
    assert zone is not None
    return Contract(clauses(analysis), examples(analysis, zone), order(analysis), says_when_final(analysis))


def planning_findings(analysis: Analysis) -> Iterator[Diagnostic]:
    """What only planning finds, whether or not there is a plan."""
    unplanned = _others(analysis)[1]
    findings = (*_own_findings(analysis), *unplanned)
    yield from findings
    if analysis.relied and not analysis.has_errors and _is_sound(findings):
        yield from uncovered(_with_others(analysis))


def _own_findings(analysis: Analysis) -> Iterator[Diagnostic]:
    zone, term = analysis.header.zone, analysis.header.term
    if zone is not None and (finding := check_zone(zone.name, zone.name_span)) is not None:
        yield finding
    beyond = None if term is None else check_term(_term(term))
    if beyond is not None:
        yield beyond
    for calendar_ in analysis.calendars.values():
        for line in calendar_.zones:
            if (finding := check_zone(line.node.name, line.node.name_span)) is not None:
                yield finding
    with_holidays = [each for each in calendar_facts(analysis) if each.regions or each.removed]
    if with_holidays:
        # The package of holidays is slow to load, and most files have none.
        from sladsl.planning.holidays import check_regions, check_removed, check_whole  # noqa: PLC0415 - see above

        # Holidays of years that no term has are not missed.
        first, last = _days_of_term(None if beyond is not None else term)
        for calendar in with_holidays:
            yield from check_regions(calendar, first, last, Severity.WARNING)
            yield from check_removed(calendar)
            yield from check_whole(calendar, first.year)


def _days_of_term(term: ast.Term | None) -> tuple[dt.date, dt.date]:
    """The days whose holidays should be known: none in a module, the first where the term has no end."""
    if term is None:
        return dt.date(2000, 1, 1), dt.date(1999, 12, 31)
    return term.first.value, (term.last or term.first).value


def _plan(analysis: Analysis) -> Plan:
    header = analysis.header
    assert header.provider is not None
    assert header.customer is not None
    assert header.term is not None
    assert header.zone is not None
    assert header.currency is not None
    block = analysis.module.document.blocks[0]
    return Plan(
        id="agreement",
        span=block.name.span,
        name=block.name.text,
        title=block.name.text if block.title is None else block.title.value,
        version="" if header.version is None else header.version.text.value,
        provider=_party(header.provider),
        customer=_party(header.customer),
        term=_term(header.term),
        zone=header.zone.name,
        currency=header.currency.code,
        minor_digits=MINOR_DIGITS[header.currency.code],
        law="" if header.law is None else header.law.text.value,
        charges=tuple(_charge(analysis, name, node) for name, node in analysis.known_charges.items()),
        calendars=calendar_facts(analysis),
        records=tuple(_record_set(each) for each in analysis.records.values()),
        severities=_severities(analysis.severities),
        levels=level_facts(analysis),
        settlement=settlement_facts(analysis),
        tools=_tools(analysis),
        remedies=remedy_facts(analysis),
        services=tuple(_service(analysis, node) for node in services_of(analysis.module)),
    )


def _service(analysis: Analysis, node: ast.Service) -> Service:
    return Service(
        f"service:{node.name.text}",
        node.span,
        node.name.text,
        node.name.text if node.title is None else node.title.value,
        "" if node.text is None else _plain(node.text),
        tuple(item.path for item in levels_of_service(node, analysis.module)),
        tuple(item.path for item in charges_of(node, analysis.module)),
    )


def _party(node: ast.Party) -> Party:
    return Party(node.role, node.span, node.name.text, node.title.value)


def _term(node: ast.Term) -> Term:
    return Term("term", node.span, node.first.value, None if node.last is None else node.last.value)


def _charge(analysis: Analysis, name: str, node: ast.Charge) -> Charge:
    level = analysis.measured_charges.get(name)
    return Charge(
        f"charge:{name}",
        node.span,
        name,
        node.name.text if node.title is None else node.title.value,
        tuple(_dated_rate(rate) for rate in node.rates),
        _charge_part(name, node.part),
        tuple(path.names[-1].text for path in node.by),
        _charge_shares(node),
        None if level is None else charge_level(analysis, level, name),
        whole=node.whole,
    )


def _dated_rate(dated: ast.DatedRate) -> Dated[Rate]:
    since = None if dated.since is None else dated.since.value
    return Dated(since, Rate(dated.value.amount.value, Unit(dated.value.unit)), dated.span)


def _charge_shares(node: ast.Charge) -> tuple[ChargeShare, ...]:
    keys = dict.fromkeys(row.values for row in node.shares)
    return tuple(
        ChargeShare(key, tuple(_dated_rate(row.rate) for row in node.shares if row.values == key))
        for key in keys
    )


def _charge_part(name: str, node: ast.ChargePart | None) -> ChargePart | None:
    if node is None:
        return None
    of = None if node.of is None else Unit(node.of)
    return ChargePart(f"charge:{name}/part", node.span, PartTime(node.time), node.share, of)


def _record_set(records: RecordsMeant) -> RecordSet:
    lasting = None if records.lasting is None else records.lasting.node
    return RecordSet(
        f"records:{records.name}",
        records.node.span,
        records.name,
        records.title,
        tuple(_field(records, field) for field in records.fields.values()),
        None if lasting is None else (lasting.start.text, lasting.end.text),
        _history(records),
    )


def _history(records: RecordsMeant) -> History | None:
    if records.history is None:
        return None
    node = records.history.node
    return History(node.of.text, node.at.text, severity_field(records))


def _field(records: RecordsMeant, field: Field) -> FieldDecl:
    node = field.line.node
    return FieldDecl(
        id=f"records:{records.name}/{field.name}",
        span=node.span,
        name=field.name,
        type=ValueType(field.type.kind.value),
        optional=node.is_optional,
        key=node.is_key,
        description="" if node.description is None else node.description.value,
        choices=field.type.values or (),
        target=field.type.target,
    )


def _severities(severities: Severities | None) -> tuple[SeverityTier, ...]:
    nodes = () if severities is None else tuple(line.node for line in severities.tiers)
    return tuple(
        SeverityTier(
            f"severity:{node.name.text}",
            node.span,
            node.name.text,
            node.name.text if node.title is None else node.title.value,
            "" if node.description is None else _plain(node.description),
        )
        for node in nodes
    )


def _plain(prose: ast.Prose) -> str:
    return "".join(piece.value for piece in prose.pieces if isinstance(piece, ast.Text))


def _tools(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    tools = [("tzdata", tzdata_version())]
    if any(calendar.holidays for calendar in analysis.calendars.values()):
        from sladsl.planning.holidays import holidays_version  # noqa: PLC0415 - as in _findings

        tools.append(("holidays", holidays_version()))
    return tuple(tools)
