"""What has changed, for people at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from sladsl.comparison.change import Change
from sladsl.comparison.effect import Effect
from sladsl.comparison.reports.money_words import money_rows, rows_aside, verdict_rows
from sladsl.comparison.reports.report import (
    ComparedAgreement,
    Difference,
    OneSidedAgreement,
    by_item,
    counts_in_words,
)
from sladsl.diagnostics.render import NARROWEST, Palette
from sladsl.settlement.table import TextColumn, table
from sladsl.source import Span

_MONEY = (TextColumn("Period"), *(TextColumn(head, right=True) for head in ("Before", "After", "Difference")))
_VERDICTS = (TextColumn("Level"), TextColumn("Window"), TextColumn("Before"), TextColumn("After"))


def report_text(report: Difference, palette: Palette) -> str:
    """Write all changes clause by clause, each with what stood there, what stands there now, and what it means."""
    blocks = [
        *(_agreement(each, palette) for each in report.compared if each.comparison.changes or each.money),
        *(_whole(each, "added", palette) for each in report.added),
        *(_whole(each, "removed", palette) for each in report.removed),
    ]
    if report.is_empty:
        blocks.insert(0, [f"{report.old} -> {report.new}: no change in effect"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _whole(agreement: OneSidedAgreement, what: str, palette: Palette) -> list[str]:
    title = f'agreement {agreement.name} "{agreement.title}" {what}'
    return [f"{palette.strong}{title}{palette.end}", f"  {agreement.file}"]


def _agreement(each: ComparedAgreement, palette: Palette) -> list[str]:
    comparison = each.comparison
    heading = f"{comparison.title or comparison.name}: what has changed in effect"
    lines = [
        f"{palette.strong}{heading}{palette.end}",
        "=" * len(heading),
        f"{each.old_file} -> {each.new_file}",
    ]
    for item, changes in by_item(comparison):
        lines += ["", f"{palette.strong}{item.heading}{palette.end}"]
        for change in changes:
            lines += _change(change, palette)
    lines += ["", counts_in_words(comparison)]
    return [*lines, *_money(each)]


def _change(change: Change, palette: Palette) -> Iterator[str]:
    colour = _colour(change.effect, palette)
    yield f"  {colour}{change.effect}{palette.end}{f'  {change.part}' if change.part else ''}"
    for word, text, span in (("before", change.before, change.old), ("after", change.after, change.new)):
        if text is not None or span is not None:
            yield from _wrapped(
                f"    {word:<6}  {text or '-'}", palette, f"  ({place(span)})" if span else ""
            )
    for detail in change.details:
        yield from _wrapped(f"            {detail}", palette)
    for witness in change.shown:
        yield from _wrapped(f"    {witness}", palette)
    if change.why:
        yield from _wrapped(f"    {change.why}", palette)


def _colour(effect: Effect, palette: Palette) -> str:
    return {
        Effect.STRICTER: palette.hint,
        Effect.WEAKER: palette.warning,
        Effect.INCOMPARABLE: palette.error,
        Effect.NEUTRAL: palette.quiet,
    }[effect]


def place(span: Span) -> str:
    """Where something stands: its file and line."""
    return f"{span.file}:{span.line}"


def _wrapped(text: str, palette: Palette, behind: str = "") -> Sequence[str]:
    """A text in lines that the terminal holds, those after the first further in."""
    if palette.columns is None:
        return [f"{text}{behind}"]
    indent = len(text) - len(text.lstrip())
    hang = " " * (indent + (8 if text.lstrip().startswith(("before", "after")) else 2))
    width = max(palette.columns, NARROWEST)
    return textwrap.wrap(
        f"{text}{behind}", width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )


def _money(each: ComparedAgreement) -> list[str]:
    if each.money is None:
        return []
    lines = [
        "",
        "Credits under both versions",
        "---------------------------",
        *table(_MONEY, money_rows(each.money)),
    ]
    verdicts = verdict_rows(each.money)
    if verdicts:
        lines += ["", "Verdicts that differ", "--------------------", *table(_VERDICTS, verdicts)]
    else:
        lines += ["", "No verdict differs."]
    aside = rows_aside(each.money)
    return [*lines, "", aside] if aside else lines
