"""The wordings of an agreement: its text as amended, from each date on which an amendment takes effect.

Amendments take effect in the order of their dates, those of one date in the order in which they are written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.semantics.files.amended_files import AmendedFile
from sladsl.semantics.files.amendments import misfits, named_twice
from sladsl.syntax import ast
from sladsl.syntax.again import read
from sladsl.syntax.amending import Consolidated, Reading, amended, unamended, using
from sladsl.values import frozen

Amending = tuple[ast.Amendment, ast.Document]
"""An amendment, and the agreement as it was before it."""


@frozen(eq=False)
class Wording:
    """The text of an agreement from a date on, or from its start, and the amendments that have made it."""

    since: dt.date | None
    text: Consolidated
    amendments: Sequence[Amending]


def wordings(file: AmendedFile, reading: Reading = read) -> tuple[list[Wording], list[Diagnostic]]:
    """All wordings of an agreement, as far as its amendments fit it, and what is wrong with those that do not.

    `reading` is what reads their texts.
    """
    assert file.agreement is not None
    problems = list(named_twice([each.node for each in file.amendments]))
    found = [Wording(None, unamended(file.agreement, reading), ())]
    uses = list(file.uses)
    in_order = sorted(file.amendments, key=lambda each: each.node.effective.value)
    for day, group in groupby(in_order, key=lambda each: each.node.effective.value):
        text = found[-1].text
        amending: list[Amending] = []
        for each in group:
            text = using(text, [use for use in uses if use.source is each.source])
            uses = [use for use in uses if use.source is not each.source]
            before = text.parsed.document
            wrong = list(misfits(before, each.node, text.written))
            problems = [*problems, *wrong]
            if _has_error(wrong):
                return found, problems
            amending.append((each.node, before))
            text = amended(text, each.node, each.source)
        found.append(Wording(day, text, amending))
    return found, problems


def _has_error(findings: Sequence[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
