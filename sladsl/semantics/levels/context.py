"""What is at hand while a level is read."""

from __future__ import annotations

from sladsl.semantics.declarations.agreement_context import AgreementContext
from sladsl.semantics.expressions.fields import Reader
from sladsl.semantics.expressions.reading import ExpressionPlace, Notes, Setting
from sladsl.semantics.files.modules import Module
from sladsl.semantics.meaning import LevelLines, RecordSet
from sladsl.values import frozen


@frozen(eq=False)
class LevelContext:
    """What is at hand while the fields and conditions of one level are read."""

    clause: str
    lines: LevelLines
    records: RecordSet
    agreement: AgreementContext
    notes: Notes
    is_open: bool
    is_unsure: bool = False

    def setting(self, module: Module, place: ExpressionPlace) -> Setting:
        reader = Reader(module, self.records, self.agreement.records, self.clause)
        has_clock = self.lines.clock is not None or self.is_open
        return Setting(reader, place, has_clock, self.is_unsure, self.agreement.currency, self.notes)
