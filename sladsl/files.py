"""Agreement files on disk: reads and parses each once, and finds the modules that they use."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from attrs import Factory

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.resources import stdlib_dir
from sladsl.semantics.files.modules import Files, Loader, unknown_module
from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.limits import decode, shown
from sladsl.syntax.parser import parse
from sladsl.values import frozen

SUFFIX = ".sla"


@frozen(eq=False)
class Library:
    """The files read so far, by their real path, so that a module that many agreements use is parsed once.

    `names` are what files are called in findings; `digests` the SHA-256 of their bytes, by that name. `buffers` are
    texts that stand in the place of files, which need not be there, `given` bytes that do, such as those of standard
    input, and `parse` is what parses a file.
    """

    parsed: dict[Path, ast.Parsed] = Factory(dict)
    names: dict[Path, str] = Factory(dict)
    digests: dict[str, str] = Factory(dict)
    sources: dict[str, Source] = Factory(dict)
    buffers: Mapping[Path, str] = Factory(dict)
    given: Mapping[Path, bytes] = Factory(dict)
    parse: Callable[[Path, Source], ast.Parsed] = lambda _path, source: parse(source)

    def has(self, path: Path) -> bool:
        """Whether there is such a file, or a text in its place."""
        return path.resolve() in self.buffers or path.is_file()


def agreement_files(paths: Iterable[Path], buffers: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The .sla files that paths name: files as they are, folders with all such files below them, in order of name.

    Hidden folders are passed over. `buffers` are the real paths of texts that may not be saved yet.
    """
    unsaved = tuple(buffers)
    return tuple(dict.fromkeys(file for path in paths for file in _files(path, unsaved)))


def _files(path: Path, buffers: Sequence[Path]) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    real = path.resolve()
    below = (path / each.relative_to(real) for each in buffers if each.is_relative_to(real))
    found = sorted({*path.rglob(f"*{SUFFIX}"), *(each for each in below if each.suffix == SUFFIX)})
    return [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]


def register(library: Library, files: Iterable[Path]) -> None:
    """Call files what the user calls them, from wherever they are reached."""
    for file in files:
        library.names.setdefault(file.resolve(), str(file))


def read(library: Library, path: Path) -> ast.Parsed:
    """The parsed file; raises OSError where it cannot be read."""
    real = path.resolve()
    if real not in library.parsed:
        buffer = library.buffers.get(real)
        data = _bytes(library, real) if buffer is None else buffer.encode("utf-8", "replace")
        name = library.names.setdefault(real, str(path))
        library.digests[name] = hashlib.sha256(data).hexdigest()
        parsed = _parsed(library, real, decode(name, data) if buffer is None else Source(name, buffer), data)
        library.sources[name] = parsed.document.source
        library.parsed[real] = parsed
    return library.parsed[real]


def _bytes(library: Library, real: Path) -> bytes:
    return library.given[real] if real in library.given else real.read_bytes()


def _parsed(library: Library, real: Path, source: Source | Diagnostic, data: bytes) -> ast.Parsed:
    if isinstance(source, Source):
        return library.parse(real, source)
    seen = shown(source, data)
    return ast.Parsed(ast.Document(seen.span(0, 0), seen, (), (), ()), (source,))


def used_documents(library: Library, files: Iterable[Path]) -> tuple[ast.Document, ...]:
    """Files, and those that they use, directly or not; what they only rely on is not among them."""
    load = loader(library)
    waiting = [read(library, file).document for file in files]
    found: dict[str, ast.Document] = {}
    while waiting:
        document = waiting.pop()
        if document.source.name not in found:
            found[document.source.name] = document
            loaded = (load(document, use) for use in document.uses)
            waiting += [each.document for each in loaded if isinstance(each, ast.Parsed)]
    return tuple(found.values())


def loader(library: Library) -> Loader:
    """How semantics gets the modules that a file uses: from the standard library, or relative to that file."""

    def load(document: ast.Document, use: ast.Use) -> ast.Parsed | Diagnostic:
        if isinstance(use.path, ast.Text):
            return _load_file(library, document, use, use.path.value)
        return _load_standard(library, use, use.path.text)

    return load


def file_reader(library: Library) -> Files:
    """How semantics gets the calendar files that an agreement names, relative to that agreement's file."""

    def read_beside(document: ast.Document, path: ast.Text) -> tuple[str, bytes] | None:
        real, shown = _beside(library, document, path.value)
        if not real.is_file():
            return None
        data = real.read_bytes()
        name = library.names.setdefault(real.resolve(), shown)
        library.digests[name] = hashlib.sha256(data).hexdigest()
        return name, data

    return read_beside


def _beside(library: Library, document: ast.Document, written: str) -> tuple[Path, str]:
    """The path of a file relative to an agreement's, and its name in the folder that one is shown in."""
    own = next(path for path, name in library.names.items() if name == document.source.name)
    return own.parent / written, os.path.normpath(Path(document.source.name).parent / written)


def _load_standard(library: Library, use: ast.Use, name: str) -> ast.Parsed | Diagnostic:
    root = stdlib_dir()
    relative = Path(f"{name.replace('.', '/')}{SUFFIX}")
    path = root / relative
    if not path.is_file():
        known = (".".join(file.relative_to(root).with_suffix("").parts) for file in root.rglob(f"*{SUFFIX}"))
        return unknown_module(use, sorted(known))
    library.names.setdefault(path.resolve(), str("stdlib" / relative))
    return read(library, path)


def _load_file(
    library: Library, document: ast.Document, use: ast.Use, written: str
) -> ast.Parsed | Diagnostic:
    """A file beside the one that uses it; the name shown keeps the folder that one is shown in."""
    path, shown = _beside(library, document, written)
    if not library.has(path):
        folder = next(real for real, name in library.names.items() if name == document.source.name).parent
        beside = sorted(os.path.relpath(file, folder) for file in folder.glob(f"*{SUFFIX}"))
        return unknown_module(use, beside)
    library.names.setdefault(path.resolve(), shown)
    return read(library, path)
