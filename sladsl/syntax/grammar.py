"""The parser that Lark makes of the grammar files, built once and its tables kept in the user's own cache directory.

Building takes about a second, loading a fortieth of it. What is kept is the parser as it stands: what Lark itself would
save has to be put together again, which takes four times as long. The cache is a convenience that is never needed:
whatever is wrong with it, the parser is built from the grammar. It is a pickle, which can run code when it is loaded,
so it is read only from a file and folder that belong to the user and that nobody else can write to.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import pickle
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sladsl.resources import grammar_dir
from sladsl.syntax.scanning import look_words_up

if TYPE_CHECKING:
    from lark import Lark

FILE = "start"
CELLS = (
    "dimension_cell",
    "limit_cell",
    "path_cell",
    "bound_cell",
    "needs_cell",
    "credit_cell",
    "weight_cell",
    "rate_cell",
    "date_cell",
    "charge_head",
    "threshold_cell",
    "range_cell",
    "tiers_head",
    "band_head",
)
"""The start symbols: of a file, and of the cells of rule tables."""


@cache
def parser() -> Lark:
    """The parser of the language, with its tables from the cache where there is a sound one."""
    texts = [path.read_bytes() for path in sorted(grammar_dir().glob("*.lark"))]
    file = _cache_file(texts)
    made = None if file is None else _read(file)
    if made is None:
        made = build()
        if file is not None:
            _write(file, made)
    look_words_up(made)
    return made


def build(*, strict: bool = False) -> Lark:
    """The parser, made from the grammar files; `strict` refuses conflicts and colliding terminals."""
    from lark import Lark  # noqa: PLC0415 - as below

    return Lark.open(
        str(grammar_dir() / "sla.lark"),
        parser="lalr",
        start=[FILE, *CELLS],
        propagate_positions=True,
        strict=strict,
    )


def cache_folder() -> Path | None:
    """Where this user's programs keep what they can make again; None where there is no home directory."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "sladsl" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "sladsl"
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else home / ".cache") / "sladsl"


def _cache_file(texts: list[bytes]) -> Path | None:
    import lark  # noqa: PLC0415 - whoever needs no parser does not load one

    folder = cache_folder()
    if folder is None:
        return None
    made_of = [*texts, lark.__version__.encode(), sys.version.encode(), " ".join(CELLS).encode()]
    digest = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in made_of))
    return folder / f"parser-{digest.hexdigest()[:32]}"


def _read(file: Path) -> Lark | None:
    """The parser kept in a file, after its hash; None unless it is all there and only ours."""
    from lark import Lark  # noqa: PLC0415 - as above

    try:
        if not _is_private(file.parent.stat()):
            return None
        with file.open("rb") as opened:
            if not _is_private(os.fstat(opened.fileno())):
                return None
            content = opened.read()
        digest, kept = content[:32], content[32:]
        if hashlib.sha256(kept).digest() != digest:
            return None
        read = pickle.loads(kept)  # noqa: S301 - only what this user has written
    except Exception:  # noqa: BLE001 - the outside world: any fault of a cache means building anew
        return None
    return read if isinstance(read, Lark) else None


def _is_private(status: os.stat_result) -> bool:
    """Whether a file is the user's own and nobody else writes to it; Windows sees to that for profile folders."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(file: Path, built: Lark) -> None:
    """Keep the parser: written beside and moved into place, so that nobody ever reads half of it."""
    kept = _pickled(built)
    content = hashlib.sha256(kept).digest() + kept
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix="parser-", delete=False) as opened:
            try:
                opened.write(content)
                opened.close()
                Path(opened.name).replace(file)
            except OSError:
                Path(opened.name).unlink(missing_ok=True)
                raise
    except OSError:  # a full or read-only disk: the next run builds again
        return


def _pickled(built: Lark) -> bytes:
    """The parser without what only building it takes, and with actions that are equal as one."""
    from lark.parsers.lalr_analysis import Reduce, Shift  # noqa: PLC0415 - as above

    class Pickler(pickle.Pickler):
        """Knows what there is but one of: modules, and the two actions of the parser."""

        def reducer_override(self, value: Any) -> Any:  # noqa: ANN401 - anything is pickled
            if isinstance(value, ModuleType):
                return importlib.import_module, (value.__name__,)
            return value.name if value is Shift or value is Reduce else NotImplemented

    for name in ("grammar", "source_grammar", "_parse_tree_builder"):
        vars(built).pop(name, None)
    actions: dict[tuple[Any, Any], tuple[Any, Any]] = {}
    for row in built.parser.parser._parse_table.states.values():  # noqa: SLF001 - Lark has no other access to its tables
        row.update((symbol, actions.setdefault(action, action)) for symbol, action in row.items())
    kept = io.BytesIO()
    Pickler(kept, pickle.HIGHEST_PROTOCOL).dump(built)
    return kept.getvalue()
