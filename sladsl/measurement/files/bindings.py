"""Where the records of an agreement are found: files by record set, or rows held in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from sladsl.values import frozen


@frozen
class RecordTable:
    """Records held in memory, such as an example's: cells as text in the order of the columns, None where empty.

    Columns that no level reads may be left out. A row's number is its position, from 1.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the cells, written as JSON."""
        text = json.dumps([self.columns, self.rows], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


Binding = Sequence[str | Path] | RecordTable
Bindings = Mapping[str, Binding]
