"""One mistake, one finding: what is the same mistake once more is a label of the finding that has told it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.source import Span
from sladsl.syntax.mending.findings_so_far import FindingsSoFar
from sladsl.syntax.mending.split_names import SplitName
from sladsl.values import frozen

_LITERALS = frozenset({"SLA023", "SLA025", "SLA026"})


@frozen(eq=False)
class Sameness:
    """What a mistake has in common with an earlier one: a name that is split, the brace of its block, or a habit."""

    name: SplitName | None = None
    brace: Token | None = None
    habit: str = ""
    renamed: tuple[str, str] = ("", "")


def tell(told: FindingsSoFar, mistake: Diagnostic, same: Sameness) -> None:
    """Add a finding, or a label to the one that has told the same."""
    assert mistake.span is not None
    if same.name is not None:
        told.names[same.name.written] = same.name.meant
    earlier = _earlier(told, mistake, same)
    if same.renamed[0]:
        told.names[same.renamed[0]] = same.renamed[1]
        told.habits[_renamed(same.renamed[0])] = len(told.found) if earlier is None else earlier
    if earlier is None:
        if same.habit:
            told.habits[same.habit] = len(told.found)
        told.found.append(mistake)
        return
    told.labels.setdefault(earlier, []).append(
        Label(mistake.span, _in_short(told.found[earlier], mistake, same))
    )


def _renamed(written: str) -> str:
    return f"the name {written}"


def _earlier(told: FindingsSoFar, mistake: Diagnostic, same: Sameness) -> int | None:
    for habit in (same.habit, "" if same.name is None else _renamed(same.name.written)):
        if habit in told.habits:
            return told.habits[habit]
    for number, before in enumerate(told.found):
        is_name = mistake.code == "SLA013" or same.name is not None
        if is_name and (before.code, before.message) == (mistake.code, mistake.message):
            return number
        if mistake.code == before.code == "SLA605":
            return number
        if same.brace is not None and _is_at(before.span, same.brace):
            return number
    last = len(told.found) - 1
    if last < 0:
        return None
    if _is_parted_table(told.found[last], mistake):
        return last
    if mistake.code == "SLA034":
        return last if _is_row_below(told.labels.get(last, []), told.found[last], mistake) else None
    return last if _is_same_slip(told.found[last], mistake) else None


def _is_parted_table(before: Diagnostic, mistake: Diagnostic) -> bool:
    """Whether of two findings one is about a table that is missing and the other about rows without a place."""
    messages = (before.message, mistake.message)
    return any(_NO_TABLE.match(one) and _ROWS_ALONE.match(other) for one, other in (messages, messages[::-1]))


_NO_TABLE = re.compile("a table is missing after")
_ROWS_ALONE = re.compile(r"`\|.* does not begin a line of")


def _is_row_below(places: Sequence[Label], before: Diagnostic, mistake: Diagnostic) -> bool:
    """Whether a row without bars is the next one of the table that an earlier finding is about."""
    above = places[-1].span if places else before.span
    assert above is not None
    assert mistake.span is not None
    return before.message == mistake.message and mistake.span.line == above.line + 1


def _is_at(span: Span | None, brace: Token) -> bool:
    return span is not None and span.start == brace.start_pos


def _is_same_slip(before: Diagnostic, mistake: Diagnostic) -> bool:
    """Whether a literal or a sign is written in the same wrong way as another on its line."""
    assert before.span is not None
    assert mistake.span is not None
    if before.code != mistake.code or before.span.line != mistake.span.line:
        return False
    if mistake.code in _LITERALS:
        return _form(before.message) == _form(mistake.message)
    return mistake.code in {"SLA022", "SLA024"} and before.message == mistake.message


def _form(message: str) -> str:
    return re.sub(r"`[^`]*`", "", message)


def _in_short(before: Diagnostic, mistake: Diagnostic, same: Sameness) -> str:
    if same.brace is not None:
        return "its block ends here"
    if _is_parted_table(before, mistake):
        return "the rows stand here" if _NO_TABLE.match(before.message) else "the line that they belong to"
    is_same = mistake.help == before.help or same.name or mistake.code == "SLA605"
    return "and here" if is_same else f"and here: {mistake.help}"
