"""The levels of other agreements that a level relies on, each in the file that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.semantics.files.amended_files import amended_file
from sladsl.semantics.files.modules import Loader
from sladsl.semantics.files.wordings import wordings
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level, Line, Relied, Worded
from sladsl.semantics.nearest import did_you_mean
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.amending import Consolidated, items_by_key, without
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen

Step = tuple[str, str]
"""A file and a level of it."""


@frozen(eq=False)
class OtherAgreements:
    """How other agreements are had: their files, and the meaning of each, which is found once (`known`, by file)."""

    loader: Loader
    meaning: Callable[[ast.Parsed], Analysis]
    known: dict[str, Sequence[Worded]]

    def wordings(self, supplied: ast.Supplied, document: ast.Document) -> Sequence[Worded] | Diagnostic:
        """The agreement in the file that is named in a document, as amended there, or why the file cannot be had.

        None of an agreement whose amendments do not fit it.
        """
        loaded = self.loader(document, ast.Use(supplied.file.span, supplied.file, None))
        if isinstance(loaded, Diagnostic):
            return loaded
        name = loaded.document.source.name
        if name not in self.known:
            self.known[name] = _worded(loaded, self)
        return self.known[name]


def _worded(parsed: ast.Parsed, others: OtherAgreements) -> Sequence[Worded]:
    """An agreement or module in each of its wordings; examples are of periods, and say nothing of what is promised."""
    if not parsed.document.amendments:
        return (Worded(None, others.meaning(parsed)),)
    file = amended_file(parsed, others.loader)
    if parsed.diagnostics or file.agreement is None:
        return ()
    found, problems = wordings(file)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return ()
    texts = [without(each.text, _examples(each.text)) for each in found]
    return tuple(
        Worded(each.since, others.meaning(text.parsed), each.amendments)
        for each, text in zip(found, texts, strict=True)
    )


def _examples(text: Consolidated) -> list[Span]:
    items = items_by_key(text.parsed.document).values()
    return [item.span for item in items if isinstance(item, ast.Example)]


def relied_on(
    analysis: Analysis, others: OtherAgreements
) -> tuple[Mapping[ast.Supplied, Relied], tuple[Diagnostic, ...]]:
    """What each level that others supply stands for; the findings are of those that cannot be had."""
    relied: dict[ast.Supplied, Relied] = {}
    found: list[Diagnostic] = []
    for level in analysis.levels:
        line = level.lines.reliance
        for supplied in () if line is None else line.node.suppliers:
            assert line is not None
            named = _named(supplied, line, clause_of(level.node), others)
            if isinstance(named, Diagnostic):
                found.append(named)
                continue
            start = (analysis.module.source.name, level.name)
            around = _circle(named, (start,), others)
            if around is None:
                relied[supplied] = named
            else:
                found.append(_goes_round(supplied, around, clause_of(level.node)))
    return relied, tuple(found)


def _named(
    supplied: ast.Supplied, line: Line[ast.Reliance], clause: str, others: OtherAgreements
) -> Relied | Diagnostic:
    worded = others.wordings(supplied, line.module.document)
    if isinstance(worded, Diagnostic):
        return worded
    file, wanted = supplied.file.value, supplied.level.text
    if not worded or any(each.analysis.has_errors for each in worded if each.analysis.is_agreement):
        return _none(
            supplied.file,
            f"`{file}` has errors of its own, so that nobody can say what it promises",
            f"mend what `sladsl check {file}` finds",
            clause,
        )
    if not worded[0].analysis.is_agreement:
        return _none(
            supplied.file,
            f"`{file}` is a module, and only an agreement promises anything",
            "name a file that holds an agreement",
            clause,
        )
    names = [level.name for each in worded for level in each.analysis.levels]
    if wanted not in names:
        return _none(
            supplied.level,
            f"the agreement in `{file}` has no level `{wanted}`",
            did_you_mean(wanted, names)
            or f"it has {', '.join(f'`{name}`' for name in dict.fromkeys(names)) or 'none'}",
            clause,
        )
    return Relied(wanted, worded)


def _none(node: ast.Node, message: str, write: str, clause: str) -> Diagnostic:
    return error("SLA746", node.span, message, clause=clause, write=write)


def _circle(relied: Relied, trail: tuple[Step, ...], others: OtherAgreements) -> tuple[Step, ...] | None:
    """The steps of a circle in which a level relies on itself; None where it stands on others alone."""
    for worded in relied.wordings:
        step = (worded.analysis.module.source.name, relied.name)
        if step in trail:
            return (*trail[trail.index(step) :], step)
        for named in _named_by(worded.analysis, relied.name, others):
            around = _circle(named, (*trail, step), others)
            if around is not None:
                return around
    return None


def _named_by(analysis: Analysis, name: str, others: OtherAgreements) -> Iterator[Relied]:
    """What a level of an agreement relies on, as far as that can be had."""
    for level in analysis.levels:
        line = level.lines.reliance
        for supplied in () if line is None or level.name != name else line.node.suppliers:
            assert line is not None
            named = _named(supplied, line, "", others)
            if isinstance(named, Relied):
                yield named


def _goes_round(supplied: ast.Supplied, around: tuple[Step, ...], clause: str) -> Diagnostic:
    shown = " → ".join(f"`{name}` of `{file}`" for file, name in around)
    return error(
        "SLA747",
        supplied.span,
        f"a promise cannot stand on itself: {shown}",
        clause=clause,
        write="let one of them rely on nothing, or on another agreement",
    )


def suppliers_in(level: Level, analysis: Analysis) -> Iterator[tuple[ast.Supplied, Relied]]:
    """The levels that a level relies on, in written order."""
    line = level.lines.reliance
    for supplied in () if line is None else line.node.suppliers:
        if supplied in analysis.relied:
            yield supplied, analysis.relied[supplied]
