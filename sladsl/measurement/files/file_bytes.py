"""The bytes of a data file: their SHA-256, and whether they are text in the form that an engine reads by itself."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

from sladsl.values import frozen

_CHUNK = 1 << 20


@frozen
class FileBytes:
    """What one pass over a file's bytes says.

    `is_utf8` and what follows are about text, and not looked at of a file that is none: whether there is an empty line,
    a carriage return without a line feed, or a line that ends with a comma.
    """

    sha256: str
    size: int
    is_utf8: bool
    has_empty_lines: bool
    has_lone_returns: bool
    has_last_commas: bool


def inspect_bytes(path: Path) -> FileBytes:
    """Read a binary file once, in pieces.

    Raises OSError when it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return FileBytes(
            digest.hexdigest(),
            file.tell(),
            is_utf8=False,
            has_empty_lines=False,
            has_lone_returns=False,
            has_last_commas=False,
        )


def inspect_text(path: Path) -> FileBytes:
    """Read a text file once, in pieces; raises as `inspect_bytes` does."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = returns = line_ends = 0
    is_utf8, has_empty_lines, has_last_commas, tail = True, False, False, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk, final=False)
            seam = tail + chunk
            has_empty_lines = has_empty_lines or b"\n\n" in seam or b"\n\r\n" in seam
            has_last_commas = has_last_commas or b",\n" in seam or b",\r\n" in seam
            returns += chunk.count(b"\r")
            line_ends += (tail[-1:] + chunk).count(b"\r\n")
            tail = seam[-2:]
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    has_last_commas = has_last_commas or tail.endswith(b",")
    return FileBytes(digest.hexdigest(), size, is_utf8, has_empty_lines, returns > line_ends, has_last_commas)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final=final)
    except UnicodeDecodeError:
        return False
    return True
