"""The levels of other agreements that a level relies on, each in the file that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level, Line, Relied
from sladsl.semantics.modules import Loader
from sladsl.semantics.nearest import did_you_mean
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen

Step = tuple[str, str]
"""A file and a level of it."""


@frozen(eq=False)
class Others:
    """How other agreements are had: their files, and the meaning of each, which is found once (`known`, by file)."""

    loader: Loader
    meaning: Callable[[ast.Parsed], Analysis]
    known: dict[str, Analysis]

    def analysis(self, supplied: ast.Supplied, document: ast.Document) -> Analysis | Diagnostic:
        """The agreement in the file that is named in a document, or why there is none."""
        loaded = self.loader(document, ast.Use(supplied.file.span, supplied.file, None))
        if isinstance(loaded, Diagnostic):
            return loaded
        name = loaded.document.source.name
        if name not in self.known:
            self.known[name] = self.meaning(loaded)
        return self.known[name]


def relied_on(
    analysis: Analysis, others: Others
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
    supplied: ast.Supplied, line: Line[ast.Reliance], clause: str, others: Others
) -> Relied | Diagnostic:
    analysis = others.analysis(supplied, line.module.document)
    if isinstance(analysis, Diagnostic):
        return analysis
    file, wanted = supplied.file.value, supplied.level.text
    if analysis.module.document.amendments and not analysis.is_agreement:
        return _none(
            supplied.file,
            f"`{file}` holds amendments, and what is promised is read from the agreement alone",
            "name the file of the agreement; what its amendments promise is not looked at",
            clause,
        )
    if not analysis.is_agreement:
        return _none(
            supplied.file,
            f"`{file}` is a module, and only an agreement promises anything",
            "name a file that holds an agreement",
            clause,
        )
    if analysis.has_errors:
        return _none(
            supplied.file,
            f"`{file}` has errors of its own, so that nobody can say what it promises",
            f"mend what `sladsl check {file}` finds",
            clause,
        )
    level = next((each for each in analysis.levels if each.name == wanted), None)
    if level is None:
        names = [each.name for each in analysis.levels]
        return _none(
            supplied.level,
            f"the agreement in `{file}` has no level `{wanted}`",
            did_you_mean(wanted, names) or f"it has {', '.join(f'`{name}`' for name in names) or 'none'}",
            clause,
        )
    return Relied(analysis, level)


def _none(node: ast.Node, message: str, write: str, clause: str) -> Diagnostic:
    return error("SLA746", node.span, message, clause=clause, write=write)


def _circle(relied: Relied, trail: tuple[Step, ...], others: Others) -> tuple[Step, ...] | None:
    """The steps of a circle in which a level relies on itself; None where it stands on others alone."""
    step = (relied.analysis.module.source.name, relied.level.name)
    if step in trail:
        return (*trail[trail.index(step) :], step)
    line = relied.level.lines.reliance
    for supplied in () if line is None else line.node.suppliers:
        assert line is not None
        named = _named(supplied, line, "", others)
        around = None if isinstance(named, Diagnostic) else _circle(named, (*trail, step), others)
        if around is not None:
            return around
    return None


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
