"""Which agreement the amendments of a file change: one of the same file, or of a file that it uses without a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.files.modules import Loader, local_name
from sladsl.semantics.findings import error
from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.amending import SourceStretch
from sladsl.values import evolve, frozen


@frozen(eq=False)
class Written:
    """An amendment, and the file that it stands in."""

    node: ast.Amendment
    source: Source


@frozen(eq=False)
class AmendedFile:
    """An agreement and its amendments, wherever they stand; `uses` are further lines by which these use modules.

    Without an agreement, the findings say why there is none.
    """

    agreement: ast.Document | None
    amendments: tuple[Written, ...]
    uses: tuple[SourceStretch, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def amended_file(parsed: ast.Parsed, load: Loader, chain: tuple[str, ...] = ()) -> AmendedFile:
    """The agreement that a file amends, with the amendments of the files on the way there before its own.

    `chain` are the files that lead to this one.
    """
    document = parsed.document
    own = tuple(Written(each, document.source) for each in document.amendments)
    if document.blocks:
        return AmendedFile(document, own)
    amended = [use for use in document.uses if isinstance(use.path, ast.Text) and use.alias is None]
    if len(amended) != 1:
        return AmendedFile(None, own, diagnostics=(_which(document, amended),))
    loaded = load(document, amended[0])
    if isinstance(loaded, Diagnostic):
        return AmendedFile(None, own, diagnostics=(loaded,))
    if loaded.diagnostics:
        return AmendedFile(None, own, diagnostics=loaded.diagnostics)
    here = document.source.name
    if loaded.document.source.name in {*chain, here}:
        return AmendedFile(None, own, diagnostics=(_circle(amended[0]),))
    if not loaded.document.blocks and not loaded.document.amendments:
        return AmendedFile(None, own, diagnostics=(_which(document, amended),))
    before = amended_file(loaded, load, (*chain, here))
    if before.agreement is None:
        return before
    others = [use for use in document.uses if use is not amended[0]]
    problems = tuple(_elsewhere(others, document, before.agreement))
    if problems:
        return AmendedFile(None, own, diagnostics=problems)
    return evolve(
        before,
        amendments=(*before.amendments, *own),
        uses=(*before.uses, *_lines(others, document, before)),
    )


def _lines(uses: Sequence[ast.Use], document: ast.Document, before: AmendedFile) -> Iterator[SourceStretch]:
    """The lines by which a file uses modules that the agreement does not use under the same name."""
    assert before.agreement is not None
    known = {local_name(use): _path(use) for use in before.agreement.uses}
    for use in uses:
        if known.get(local_name(use)) != _path(use):
            yield SourceStretch(document.source, use.span.start, use.span.end)


def _path(use: ast.Use) -> str:
    return use.path.text if isinstance(use.path, ast.Path) else use.path.value


def _elsewhere(
    uses: Sequence[ast.Use], document: ast.Document, agreement: ast.Document
) -> Iterator[Diagnostic]:
    """Find files that are used from another folder than the agreement's, to which paths are relative."""
    folders = [PurePath(each.source.name).parent for each in (document, agreement)]
    for use in uses:
        if isinstance(use.path, ast.Text) and folders[0] != folders[1]:
            yield error(
                "SLA809",
                use.path.span,
                f"`{use.path.value}` is used in another folder than that of the agreement",
                write="put the amendment beside the agreement, or use the file in the agreement itself",
            )


def _which(document: ast.Document, amended: Sequence[ast.Use]) -> Diagnostic:
    says = "says not" if not amended else "uses several files without a name, which says not"
    if len(amended) == 1:
        says = f"uses `{_path(amended[0])}`, which holds no agreement, and says not"
    return error(
        "SLA809",
        document.amendments[0].of.span,
        f"the file {says} where the agreement `{document.amendments[0].of.text}` is",
        write='begin it with the path of one file without a name, as in `use "agreement.sla"`',
        labels=[Label(use.span, "this is one") for use in amended],
    )


def _circle(use: ast.Use) -> Diagnostic:
    return error(
        "SLA809",
        use.span,
        f"`{_path(use)}` leads back to this file, and no agreement is found",
        write="use the file of the agreement, or of the amendment before",
    )
