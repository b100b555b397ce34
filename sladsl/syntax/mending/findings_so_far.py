"""What has been told of the mistakes in a text, each with the places where it stands again."""

from __future__ import annotations

import re

from attrs import Factory

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.values import evolve, frozen

MOST_MISTAKES = 50
"""After so many the rest of a file is not read."""


@frozen(eq=False)
class FindingsSoFar:
    """What has been told so far: findings, labels that they get by their number, names that were split.

    `habits` has the number of the finding that has told each.
    """

    found: list[Diagnostic] = Factory(list)
    labels: dict[int, list[Label]] = Factory(dict)
    names: dict[str, str] = Factory(dict)
    habits: dict[str, int] = Factory(dict)

    @property
    def times(self) -> int:
        """How many mistakes have been mended, the same ones counted again."""
        return len(self.found) + sum(len(labels) for labels in self.labels.values())


def with_labels(told: FindingsSoFar) -> list[Diagnostic]:
    """The findings, each with where it stands again."""
    return [
        evolve(each, labels=(*each.labels, *told.labels.get(number, ())))
        for number, each in enumerate(told.found)
    ]


def with_heads_joined(findings: list[Diagnostic]) -> list[Diagnostic]:
    """The findings, those of the heads of one table as one: who writes a field in words writes the others so."""
    joined: list[Diagnostic] = []
    for each in findings:
        before = joined[-1] if joined else None
        if before is None or not (_is_head(before) and _is_head(each) and _line(before) == _line(each)):
            joined.append(each)
        elif each.span is not None:
            label = Label(each.span, f"and here: {each.help}")
            joined[-1] = evolve(before, labels=(*before.labels, label))
    return joined


def _is_head(finding: Diagnostic) -> bool:
    return finding.code == "SLA032" and finding.message.endswith("is not the name of a field")


def _line(finding: Diagnostic) -> int | None:
    return None if finding.span is None else finding.span.line


def named_again(findings: list[Diagnostic], told: FindingsSoFar, judged: Diagnostic, text: str) -> bool:
    """Whether a finding about a cell or a text is about a name that has been told: it is a label then.

    Of a name that is split the cell may say more than the name; one that is a word of the language it says alone.
    """
    span = judged.span
    assert span is not None
    written = " ".join(text[span.start : span.end].split())
    split = (each for each in told.names if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", written))
    is_reserved = any(each.code == "SLA013" and each.message.startswith(f"`{written}`") for each in findings)
    name = next(split, written if is_reserved else None)
    number = next(
        (n for n, each in enumerate(findings) if name is not None and f"`{name}`" in each.message), None
    )
    if number is None:
        return False
    findings[number] = evolve(findings[number], labels=(*findings[number].labels, Label(span, "and here")))
    return True
