"""What is at hand while a level is read."""

from __future__ import annotations

from sladsl.semantics.fields import Reader
from sladsl.semantics.meaning import LevelLines, RecordSet
from sladsl.semantics.modules import Module
from sladsl.semantics.reading import Notes, Place, Setting
from sladsl.semantics.workshop import Workshop
from sladsl.values import frozen


@frozen(eq=False)
class Desk:
    """What is at hand while the fields and conditions of one level are read."""

    clause: str
    lines: LevelLines
    records: RecordSet
    shop: Workshop
    notes: Notes
    is_open: bool
    is_unsure: bool = False

    def setting(self, module: Module, place: Place) -> Setting:
        reader = Reader(module, self.records, self.shop.records, self.clause)
        has_clock = self.lines.clock is not None or self.is_open
        return Setting(reader, place, has_clock, self.is_unsure, self.shop.currency, self.notes)
