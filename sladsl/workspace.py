"""Agreements that are being written: what is found in them after each change, at the price of the change.

A workspace is a value: the files to check, and the texts that stand in the place of some of them, as an editor has them
before they are saved. `with_text` gives another one. What both share is a memory of what has been parsed and found; it
makes no difference to the findings, which are those of `sladsl.check` with the texts saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import Factory, field

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.files import Library, agreement_files, file_reader, loader, read, register, used_documents
from sladsl.planning.from_analysis import planning_findings
from sladsl.semantics.analysis import analyse
from sladsl.semantics.consequences import independent, is_judged
from sladsl.semantics.files.modules import Files, Loader
from sladsl.semantics.level_cache import LevelCache
from sladsl.semantics.silence import Silence, Silenced, silence
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.again import ReadText, read_again
from sladsl.syntax.limits import decode
from sladsl.syntax.moving import moved_finding
from sladsl.values import evolve, frozen
from sladsl.versions import KeptEras, versions_of


@frozen(eq=False)
class Findings:
    """What is found in the files of a workspace, those that comments allow apart, and the texts it is found in."""

    diagnostics: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]
    sources: Mapping[str, Source]


@frozen(eq=False)
class _AnalysisInputs:
    """Everything that an analysis asked for, with the answers, and what it found."""

    parsed: ast.Parsed
    modules: tuple[tuple[ast.Document, ast.Use, ast.Parsed | Diagnostic], ...]
    files: tuple[tuple[ast.Document, ast.Text, tuple[str, bytes] | None], ...]
    found: tuple[Diagnostic, ...]


@frozen(eq=False)
class _Kept:
    """What workspaces remember of files, by their real paths."""

    files: dict[Path, ReadText] = Factory(dict)
    asked: dict[Path, _AnalysisInputs] = Factory(dict)
    levels: dict[Path, LevelCache] = Factory(dict)
    eras: dict[Path, KeptEras] = Factory(dict)


@frozen(eq=False)
class Workspace:
    """Agreements and modules, files or folders with all .sla files in them, as an editor has them.

    `texts` stand in the place of files, by their paths; such a file need not be there.
    """

    paths: Sequence[str | Path]
    texts: Mapping[Path, str] = Factory(dict)
    _kept: _Kept = field(factory=_Kept, repr=False)

    def with_text(self, path: str | Path, text: str) -> Workspace:
        """The workspace with a text in the place of a file."""
        return evolve(self, texts={**self.texts, Path(path).resolve(): text})

    def with_edit(
        self, path: str | Path, start: tuple[int, int], end: tuple[int, int], text: str
    ) -> Workspace:
        """The workspace with a text in the place of what stands between two places of a file.

        Places are lines and columns from 1, in code points, as spans have them; the end is just after the last
        character. Raises ValueError where the file is no text or has no such places, OSError where it cannot be read.
        """
        source = _source(self, Path(path))
        first, last = source.offset(*start), source.offset(*end)
        if last < first:
            raise ValueError(f"{path}: the end of an edit is before its start")
        return self.with_text(path, source.text[:first] + text + source.text[last:])

    def without_text(self, path: str | Path) -> Workspace:
        """The workspace with a file as it is saved."""
        gone = Path(path).resolve()
        return evolve(self, texts={each: text for each, text in self.texts.items() if each != gone})

    def check(self) -> Findings:
        """Find what is wrong. Files are read anew; raises OSError where one cannot be read."""
        return _check(self)


def _source(workspace: Workspace, path: Path) -> Source:
    """A file as the workspace has it."""
    text = workspace.texts.get(path.resolve())
    source = decode(str(path), path.read_bytes()) if text is None else Source(str(path), text)
    if isinstance(source, Diagnostic):
        raise ValueError(f"{path}: {source.message}")  # noqa: TRY004 - what is wrong is the value of the file
    return source


def _check(workspace: Workspace) -> Findings:
    kept = workspace._kept  # noqa: SLF001 - of its own module
    files = agreement_files((Path(path) for path in workspace.paths), workspace.texts)
    library = _library(workspace, files)
    findings: dict[Diagnostic, None] = {}
    for file in files:
        parsed = read(library, file)
        findings |= dict.fromkeys((*parsed.diagnostics, *_found(kept, library, file.resolve(), parsed)))
    told = silence(tuple(findings), used_documents(library, files))
    return _as_written(told, {name: kept.files.get(path) for path, name in library.names.items()}, library)


def _library(workspace: Workspace, files: Sequence[Path]) -> Library:
    kept = workspace._kept.files  # noqa: SLF001 - of its own module

    def parsed(path: Path, source: Source) -> ast.Parsed:
        before = kept.get(path)
        if before is not None and before.source.name != source.name:
            before = None
        kept[path] = read_again(before, source)
        return kept[path].parsed

    library = Library(buffers=workspace.texts, parse=parsed)
    register(library, files)
    return library


def _found(kept: _Kept, library: Library, path: Path, parsed: ast.Parsed) -> tuple[Diagnostic, ...]:
    """What is found in a file; as before where nothing that was asked for has another answer now."""
    load, read_file = loader(library), file_reader(library)
    before = kept.asked.get(path)
    if before is None or before.parsed is not parsed or not _same(before, load, read_file):
        memories = kept.levels.setdefault(path, LevelCache()), kept.eras.setdefault(path, KeptEras())
        kept.asked[path] = _asked(parsed, load, read_file, *memories)
    return kept.asked[path].found


def _same(before: _AnalysisInputs, load: Loader, read_file: Files) -> bool:
    return all(_equal(answer, load(document, use)) for document, use, answer in before.modules) and all(
        answer == read_file(document, path) for document, path, answer in before.files
    )


def _equal(one: ast.Parsed | Diagnostic, other: ast.Parsed | Diagnostic) -> bool:
    return one == other if isinstance(one, Diagnostic) else one is other


def _asked(
    parsed: ast.Parsed, load: Loader, read_file: Files, cache: LevelCache, eras: KeptEras
) -> _AnalysisInputs:
    modules: list[tuple[ast.Document, ast.Use, ast.Parsed | Diagnostic]] = []
    files: list[tuple[ast.Document, ast.Text, tuple[str, bytes] | None]] = []

    def loaded(document: ast.Document, use: ast.Use) -> ast.Parsed | Diagnostic:
        modules.append((document, use, load(document, use)))
        return modules[-1][2]

    def read_beside(document: ast.Document, path: ast.Text) -> tuple[str, bytes] | None:
        files.append((document, path, read_file(document, path)))
        return files[-1][2]

    found = _found_in(parsed, loaded, read_beside, cache, eras)
    return _AnalysisInputs(parsed, tuple(modules), tuple(files), found)


def _found_in(
    parsed: ast.Parsed, load: Loader, read_file: Files, cache: LevelCache, eras: KeptEras
) -> tuple[Diagnostic, ...]:
    document = parsed.document
    if document.amendments and not parsed.diagnostics:
        return versions_of(parsed, load, read_file, eras).diagnostics
    if not is_judged(parsed):
        return ()
    analysis = analyse(parsed, load, read_file, cache)
    return independent(parsed, (*analysis.diagnostics, *planning_findings(analysis)))


def _as_written(told: Silence, files: Mapping[str, ReadText | None], library: Library) -> Findings:
    """The findings at their places in the texts as the author has them."""
    copies = {name: file for name, file in files.items() if file is not None and file.is_copied}

    def real(span: Span) -> Span:
        copy = copies.get(span.file)
        return span if copy is None else copy.real(span)

    sources = {
        name: copies[name].source if name in copies else source for name, source in library.sources.items()
    }
    return Findings(
        tuple(moved_finding(each, real) for each in told.findings),
        tuple(
            Silenced(moved_finding(each.finding, real), each.reason, real(each.span))
            for each in told.silenced
        ),
        sources,
    )
