"""Files as they were at a revision of a git repository: `HEAD~1:agreement.sla`, with all that lies beside them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from sladsl.values import frozen

_READ = {".sla", ".ics", ".ical", ".icalendar", ".ifb"}
"""The endings of files that an agreement may read: modules and calendars."""

_REGULAR = {"100644", "100755"}


class RevisionError(Exception):
    """What is asked for is not there; the text says what is missing and what to write."""


@frozen
class Checkout:
    """What stands at a path of a revision, written into a folder.

    `shown` is what the path is called, `names` what the files are called in findings.
    """

    path: Path
    shown: str
    names: Mapping[Path, str]


@frozen
class _Entry:
    blob: str
    path: str


def is_revision(argument: str) -> bool:
    """Whether an argument names a path at a revision, and not a file or folder."""
    return ":" in argument and not Path(argument).exists()


def check_out(argument: str, folder: Path) -> Checkout:
    """Write the agreements and calendar files of a revision into a folder, and find the path asked for.

    As in git, a path counts from the root of the repository, and one that begins with `./` from the current folder.
    Raises RevisionError where there is no repository, no such revision, or no such path in it.
    """
    revision, _, written = argument.partition(":")
    if not revision:
        raise RevisionError(
            f"`{argument}` names no revision: write one before the colon, such as `HEAD:{written}`"
        )
    _git(
        ["rev-parse", "--show-toplevel"],
        "this folder is in no git repository, so `{0}` cannot be read",
        argument,
    )
    commit = _git(
        ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}"],
        "the repository has no revision `{0}`",
        revision,
    ).strip()
    entries = tuple(_entries(commit.decode()))
    path = _from_root(written)
    if not any(_is_below(entry.path, path) for entry in entries):
        raise RevisionError(_missing(revision, written, path, entries))
    return Checkout(folder / path, f"{revision}:{path}", dict(_written(revision, entries, folder)))


def _from_root(written: str) -> str:
    """A path from the root of the repository, without `.` and `..`."""
    parts = written.split("/")
    if parts[0] in {".", ".."}:
        parts = [*_prefix().split("/"), *parts]
    kept: list[str] = []
    for part in parts:
        if part == "..":
            kept = kept[:-1]
        elif part not in {"", "."}:
            kept.append(part)
    return "/".join(kept)


def _prefix() -> str:
    return _git(["rev-parse", "--show-prefix"], "this folder is in no git repository").decode().strip()


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _missing(revision: str, written: str, path: str, entries: Sequence[_Entry]) -> str:
    """That a path is not there, and whether it is in the current folder, or under another one."""
    problem = f"there is no `{path}` in revision `{revision}`"
    if any(_is_below(entry.path, _from_root(f"./{written}")) for entry in entries):
        return f"{problem}; a path counts from the root of the repository: write `{revision}:./{written}`"
    name = PurePosixPath(path).name
    named = [entry.path for entry in entries if PurePosixPath(entry.path).name == name]
    return f"{problem}; did you mean `{revision}:{named[0]}`?" if named else problem


def _entries(tree: str) -> Iterator[_Entry]:
    listed = _git(["ls-tree", "-r", "-z", "--full-tree", tree], "the revision cannot be read")
    for line in listed.decode(errors="surrogateescape").split("\0"):
        head, _, path = line.partition("\t")
        if path and head.split()[0] in _REGULAR:
            yield _Entry(head.split()[2], path)


def _written(revision: str, entries: Sequence[_Entry], folder: Path) -> Iterator[tuple[Path, str]]:
    """Write the files that an agreement may read, and tell what each is called."""
    wanted = [entry for entry in entries if PurePosixPath(entry.path).suffix.lower() in _READ]
    for entry, data in zip(wanted, _blobs([entry.blob for entry in wanted]), strict=True):
        file = folder / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        yield file.resolve(), f"{revision}:{entry.path}"


def _blobs(names: Sequence[str]) -> Iterator[bytes]:
    """The content of blobs, in the order asked for."""
    asked = "".join(f"{name}\n" for name in names).encode()
    told = _git(["cat-file", "--batch"], "the revision cannot be read", given=asked)
    for _ in names:
        head, _, told = told.partition(b"\n")
        size = int(head.split()[2])
        yield told[:size]
        told = told[size + 1 :]


def _git(arguments: Sequence[str], problem: str, *named: str, given: bytes = b"") -> bytes:
    """What git prints; raises RevisionError with the problem where it fails."""
    try:
        ran = subprocess.run(["git", *arguments], input=given, capture_output=True, check=False)  # noqa: S603, S607 - git by its name, arguments as a list
    except FileNotFoundError as error:
        raise RevisionError("git is not installed, so no revision can be read") from error
    if ran.returncode:
        raise RevisionError(problem.format(*named))
    return ran.stdout
