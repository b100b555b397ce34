"""From trees to meaning: every name, type and term of an agreement, and every finding before any data."""

from __future__ import annotations

from typing import TypeVar

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.semantics.checks import LAST_RULES
from sladsl.semantics.consequences import independent
from sladsl.semantics.declarations.agreement_context import AgreementContext, calendar, record_set, severities
from sladsl.semantics.declarations.inherit import Chain, chain_of, like_of
from sladsl.semantics.declarations.subjects import subjects_of
from sladsl.semantics.files.modules import Declared, Files, Loader, Module, link, no_files
from sladsl.semantics.level_cache import LevelCache, checked
from sladsl.semantics.levels.means import levels_of
from sladsl.semantics.levels.measured_charges import measured_charges
from sladsl.semantics.meaning import Analysis, Header, Level
from sladsl.semantics.references.obligations import name_in_obligations
from sladsl.semantics.references.prose import clause
from sladsl.semantics.references.reliance import OtherAgreements, relied_on
from sladsl.semantics.references.remedies import name_in_remedies
from sladsl.semantics.references.settling import name_in_settlement
from sladsl.semantics.repeated import once
from sladsl.syntax import ast
from sladsl.values import evolve

N = TypeVar("N", bound=ast.Node)

__all__ = ["Analysis", "Loader", "analyse"]


def analyse(
    parsed: ast.Parsed, loader: Loader, files: Files = no_files, cache: LevelCache | None = None
) -> Analysis:
    """Give a file its meaning, with the findings about it and the modules it uses, in order of their places.

    The syntax errors of the file itself are not among the findings, since the caller has them in `parsed`; those of its
    modules are. A finding in a module is the same value in every analysis that comes upon it. `files` reads the
    calendar files that the agreement names. `cache` is of earlier analyses of the same file: it spares looking
    again at what has not changed since, and makes no other difference.
    """
    others = OtherAgreements(loader, lambda supplier: _analysed(supplier, loader, files, None, None), {})
    return _analysed(parsed, loader, files, cache, others)


def _analysed(
    parsed: ast.Parsed, loader: Loader, files: Files, cache: LevelCache | None, others: OtherAgreements | None
) -> Analysis:
    """The meaning of a file; what its levels rely on is looked for only where `others` can be had."""
    module, linked = link(parsed, loader)
    alone, built = _meaning(module, files)
    relied, unmet = ({}, ()) if others is None else relied_on(alone, others)
    analysis = evolve(alone, relied=relied)
    found = tuple(dict.fromkeys((*linked, *built, *unmet, *checked(analysis, cache))))
    is_sound = not any(finding.severity is Severity.ERROR for finding in (*parsed.diagnostics, *found))
    last = (finding for rule in LAST_RULES for finding in rule(analysis)) if is_sound else ()
    findings = independent(parsed, (*found, *last))
    return evolve(analysis, diagnostics=once(sorted(findings, key=_place)))


def _place(finding: Diagnostic) -> tuple[str, int, str]:
    assert finding.span is not None
    return finding.span.file, finding.span.start, finding.code


def _meaning(module: Module, files: Files) -> tuple[Analysis, list[Diagnostic]]:
    header = _header(module)
    agreement = _workshop(module, header, files)
    own = [item for item in module.declared.values() if not isinstance(item.node, ast.SeverityScheme)]
    for item in own:
        if isinstance(item.node, ast.Calendar):
            calendar(item, agreement)
        elif isinstance(item.node, ast.Records):
            record_set(item, agreement)
    levels = levels_of([item for item in own if isinstance(item.node, ast.ServiceLevel)], agreement)
    settlement = next((item for item in module.items if isinstance(item, ast.Settlement)), None)
    name_in_settlement(settlement, agreement)
    name_in_obligations(levels, agreement)
    examples = tuple(item for item in module.items if isinstance(item, ast.Example))
    by_node: dict[ast.Node, Level] = {each.node: each for each in levels}
    remedies = tuple(item.node for item in own if isinstance(item.node, ast.Remedy))
    subjects = {**name_in_remedies(remedies, by_node, agreement), **subjects_of(examples, by_node, agreement)}
    clauses = tuple(clause(item, by_node, agreement) for item in own if isinstance(item.node, ast.Clause))
    return (
        Analysis(
            module=module,
            header=header,
            charges=tuple(item.node for item in own if isinstance(item.node, ast.Charge)),
            severities=agreement.severities,
            calendars=agreement.calendars,
            records=agreement.records,
            levels=tuple(levels),
            settlement=settlement,
            remedies=remedies,
            clauses=clauses,
            examples=examples,
            subjects=subjects,
            named=agreement.named,
            measured_charges=measured_charges([*own, *agreement.named.values()], agreement),
            diagnostics=(),
        ),
        agreement.found,
    )


def _header(module: Module) -> Header:
    return Header(
        version=_first(module, ast.Version),
        provider=_party(module, "provider"),
        customer=_party(module, "customer"),
        term=_first(module, ast.Term),
        zone=_first(module, ast.Zone),
        currency=_first(module, ast.Currency),
        law=_first(module, ast.Law),
    )


def _first(module: Module, kind: type[N]) -> N | None:
    """The first item of a kind; None where it cannot be read, since what stands for it is not what was meant."""
    first = next((item for item in module.items if isinstance(item, kind)), None)
    return None if first is None or module.is_damaged(first) else first


def _party(module: Module, role: str) -> ast.Party | None:
    return next((item for item in module.items if isinstance(item, ast.Party) and item.role == role), None)


def _workshop(module: Module, header: Header, files: Files) -> AgreementContext:
    found: list[Diagnostic] = []
    chains: dict[ast.Node, Chain] = {
        item.node: chain_of(item, found)
        for item in module.declared.values()
        if like_of(item.node) is not None
    }
    return AgreementContext(
        root=module,
        files=files,
        term=header.days,
        currency=None if header.currency is None else header.currency.code,
        severities=severities(module, chains, found),
        stand_ins=_stand_ins(chains),
        chains=chains,
        calendars={},
        records={},
        named={},
        found=found,
    )


def _stand_ins(chains: dict[ast.Node, Chain]) -> dict[ast.Node, Declared]:
    """Which items of the agreement take the place of those of the same name that they are `like`."""
    return {
        base.node: items[0]
        for items in chains.values()
        for base in items[1:]
        if base.node.name is not None
        and items[0].node.name is not None
        and base.node.name.text == items[0].node.name.text
    }
