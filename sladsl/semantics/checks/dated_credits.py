"""Credits that change on a date: each of them says all that is credited."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at what the credits of each level say before and from their dates on.

    `credit 1% of C per started percentage point below the minimum, from 2027-01-01 2% of C` could be read with and
    without the steps.
    """
    for level in analysis.levels:
        for line in level.lines.all_credits:
            if isinstance(line.node, ast.CreditLine) and not line.module.is_damaged(line.node):
                yield from _unlike(line.node, clause_of(level.node))


def _unlike(credit: ast.CreditLine, clause: str) -> Iterator[Diagnostic]:
    """The first part of each credit from a date on that only it has, or that only the credit before has."""
    for later in credit.later:
        assert later.since is not None
        before, after = _parts(credit), _parts(later)
        lost = [part for words, part in before.items() if words not in after]
        added = [part for words, part in after.items() if words not in before]
        if lost or added:
            words = next(words for words in (*before, *after) if words not in before or words not in after)
            which = f"from {later.since.value} on" if lost else f"before {later.since.value}"
            yield error(
                "SLA601",
                later.span if lost else credit.amount.span,
                f"the credit {which} does not say `{words}`, and could be read with it or without",
                clause=clause,
                write="say it there as well, since what follows a date says all that is credited; a credit of another "
                "kind takes an amendment",
                labels=[Label((lost or added)[0].span, "said here")],
            )


def _parts(credit: ast.CreditLine) -> dict[str, ast.Node]:
    """What stands behind the amount of a credit, by the words that begin it."""
    parts = {
        "per full" if credit.steps is not None and credit.steps.is_full else "per started": credit.steps,
        "" if credit.side is None else credit.side.word: credit.side,
        "per record": credit.per_record,
        "when": credit.history,
        "up to": credit.most,
        "up to … per record": credit.most_each,
    }
    return {words: part for words, part in parts.items() if part is not None}
