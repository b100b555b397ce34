"""Lines aligned (labels, fields, tables, comments behind lines), and lines that are too long broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sladsl.diagnostics.render import width
from sladsl.syntax.layout.lines import HANG, LABEL_WIDTH, LayoutLine, label_size
from sladsl.syntax.layout.spacing import Atom, atoms_of, written_cell
from sladsl.syntax.layout.words import LayoutWord
from sladsl.syntax.rows import parts_of
from sladsl.values import evolve, frozen

LONGEST = 120
"""Terminal columns after which a line is broken, where it can be."""
WIDEST_NAME = 40
WIDEST_CELL = 24
"""Wider cells, such as a long choice, stand out of their column instead of widening it for all."""
WIDEST_REMARKED = 90
"""A comment behind a wider line is aligned with no other."""

_COLUMNS = {
    ("field", "NAME"): ("field", ("_COLON", "QUOTED")),
    ("tier", "NAME"): ("tier", ("QUOTED", "PROSE")),
    ("item", "PROVIDER"): ("party", ("QUOTED",)),
    ("item", "CUSTOMER"): ("party", ("QUOTED",)),
    ("calendar", "DAY_NAME"): ("hours", ("CLOCK_TIME",)),
    ("calendar", "_HOLIDAY"): ("holiday", ("CALENDAR_DATE", "QUOTED")),
    ("calendar", "_NO_HOLIDAY"): ("holiday", ("CALENDAR_DATE", "QUOTED")),
}
"""Which lines stand in columns with their neighbours, by their list and first terminal: what such lines are called, and
the terminals with which their second column and those after it begin."""
_BREAKS = (",", "where", "or", "and")
"""Where a line that is too long is broken, in this order: after a comma, before one of these words."""
_TABLE = "table"
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.([0-9]+))?")


@frozen(eq=False)
class _Cut:
    """A line in its cells; `group` says with which neighbours these are aligned, and is empty where with none."""

    line: LayoutLine
    cells: tuple[str, ...]
    group: str = ""


def laid_out(lines: Sequence[LayoutLine]) -> str:
    """The whole text."""
    cuts = [*_cuts(lines)]
    texts = [" ".join(cut.cells) for cut in cuts]
    for run in _runs(cuts):
        align = _table if cuts[run[0]].group == _TABLE else _columns
        for number, text in zip(run, align([cuts[number].cells for number in run]), strict=True):
            texts[number] = text
    blanks = _blanks_before_comments(lines, texts)
    return "".join(map(_finished, lines, texts, blanks))


# --- cells ---------------------------------------------------------------------------------------------------------


def _cuts(lines: Sequence[LayoutLine]) -> Iterator[_Cut]:
    head = ""
    for number, line in enumerate(lines):
        if not line.words:
            yield _Cut(line, ())
        elif line.is_row:
            cells, _ = parts_of(line.words[0].text)  # lines_of has the comment
            yield _Cut(line, cells if head == "_GIVEN" else tuple(map(written_cell, cells)), _TABLE)
        else:
            head = line.words[0].terminal if line.words[0].begins else head
            heads_table = number + 1 < len(lines) and lines[number + 1].is_row
            yield _cut(line, 0 if heads_table else label_size(line.words))


def _cut(line: LayoutLine, label: int) -> _Cut:
    atoms = _labelled(atoms_of(line.words), label)
    text = _joined(atoms).rstrip()
    if "\n" in text:
        return _Cut(line, (text,))
    if line.indent + width(text) > LONGEST:
        return _Cut(line, (_broken(atoms, line.indent, LABEL_WIDTH if label else HANG),))
    first = line.words[0]
    group, starts = _COLUMNS.get((first.begins or "", first.terminal), ("", ()))
    return _Cut(line, tuple(_cells(line.words, starts, label)) if group else (text,), group)


def _cells(words: Sequence[LayoutWord], starts: Sequence[str], label: int) -> Iterator[str]:
    """A cell up to the first of some terminals, and one from each of them on, empty where it does not stand there."""
    terminals = [word.terminal for word in words]
    begins = [0, *(terminals.index(start) if start in terminals else None for start in starts)]
    for number, begin in enumerate(begins):
        end = next((later for later in begins[number + 1 :] if later is not None), None)
        part = [] if begin is None else atoms_of(words[begin:end])
        yield _joined(part if number else _labelled(part, label))


def _labelled(atoms: Sequence[Atom], label: int) -> Sequence[Atom]:
    """The atoms with the first of them, which are the label, made one that reaches to the second column."""
    if not label:
        return atoms
    first = _joined(atoms[:label]).ljust(LABEL_WIDTH)
    return [
        Atom(first, ""),
        *(evolve(atom, before="") for atom in atoms[label : label + 1]),
        *atoms[label + 1 :],
    ]


def _joined(atoms: Sequence[Atom]) -> str:
    return "".join(part for atom in atoms for part in (atom.before, atom.text))


# --- lines that are too long ---------------------------------------------------------------------------------------


def _broken(atoms: Sequence[Atom], indent: int, hang: int) -> str:
    """A line broken where it says least to break it: after commas, else before what joins conditions, loosest first."""
    room = LONGEST - indent - hang
    return f"\n{'':{indent + hang}}".join(_filled(atoms, room + hang, room, _BREAKS))


def _filled(atoms: Sequence[Atom], first_room: int, room: int, breaks: Sequence[str]) -> list[str]:
    """The parts between breaks of one kind, as many on a line as it holds; a part too long is broken again."""
    lines: list[str] = []
    was_broken = False
    for part in _split(atoms, breaks[0]):
        text = _joined(part).strip()
        here, next_ = (first_room if len(lines) < 2 else room), (room if lines else first_room)
        if lines and not was_broken and width(lines[-1]) + 1 + width(text) <= here:
            lines[-1] += f" {text}"
            continue
        was_broken = width(text) > next_ and len(breaks) > 1
        lines += _filled(part, next_, room, breaks[1:]) if was_broken else [text]
    return lines


def _split(atoms: Sequence[Atom], kind: str) -> list[list[Atom]]:
    parts: list[list[Atom]] = [[]]
    for atom in atoms:
        if atom.breaks == kind and parts[-1]:
            parts.append([])
        parts[-1].append(atom)
    return parts


# --- columns -------------------------------------------------------------------------------------------------------


def _runs(cuts: Sequence[_Cut]) -> Iterator[list[int]]:
    """The lines that are aligned with each other: neighbours of one group, no empty line between them but in tables."""
    run: list[int] = []
    for number, cut in enumerate(cuts):
        last = cuts[run[-1]] if run else None
        parted = cut.line.follows_blank and cut.group != _TABLE and not (last and last.group == _TABLE)
        is_same = last is not None and cut.group == last.group and cut.line.indent == last.line.indent
        if last is not None and (parted or (cut.line.words and not is_same)):
            yield run
            run = []
        if cut.group:
            run.append(number)
    if run:
        yield run


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with their cells below each other; a cell that is too wide stands out of its column."""
    limits = (WIDEST_NAME, *(WIDEST_CELL for _ in rows[0][1:]))
    widths = [
        max((width(cell) for cell in column if width(cell) <= limit), default=0)
        for column, limit in zip(zip(*rows, strict=True), limits, strict=True)
    ]
    for row in rows:
        cells = [_padded(cell, room) for cell, room in zip(row, widths, strict=True) if room or cell]
        yield " ".join(cells).rstrip()


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table, with bars below bars and decimal points below decimal points."""
    columns = [_decimals_aligned(column) for column in zip_longest(*rows, fillvalue="")]
    widths = [max(map(width, column)) for column in columns]
    for number, row in enumerate(rows):
        cells = [_padded(columns[place][number], widths[place]) for place in range(len(row))]
        yield f"| {' | '.join(cells)} |"


def _decimals_aligned(column: Sequence[str]) -> Sequence[str]:
    """A column with its numbers below each other where all below the head are numbers with as many decimals."""
    head, *cells = column
    numbers = [_NUMBER.fullmatch(cell) for cell in cells if cell]
    if not all(numbers) or len({len(found[1] or "") for found in numbers if found}) != 1:
        return column
    widest = max(map(len, cells))
    return [head, *(cell.rjust(widest) if cell else cell for cell in cells)]


def _padded(cell: str, room: int) -> str:
    return cell + " " * (room - width(cell))


# --- comments ------------------------------------------------------------------------------------------------------


def _finished(line: LayoutLine, text: str, blanks: int) -> str:
    parting = "\n" if line.follows_blank else ""
    comment = f"{'':{blanks}}{line.comment}" if text and line.comment else line.comment
    return f"{parting}{'':{line.indent}}{text}{comment}\n"


def _blanks_before_comments(lines: Sequence[LayoutLine], texts: Sequence[str]) -> list[int]:
    """How many blanks stand between each line and the comment behind it."""
    ends = [_end(line, text) for line, text in zip(lines, texts, strict=True)]
    blanks = [2] * len(lines)
    for run in _remarked(lines, ends):
        furthest = max(ends[number] for number in run)
        for number in run:
            blanks[number] += furthest - ends[number]
    return blanks


def _end(line: LayoutLine, text: str) -> int:
    """How many columns the line takes, or the last of those that it is broken into; 0 where only a comment stands."""
    before, is_broken, last = text.rpartition("\n")
    del before
    return width(last) if is_broken or not text else line.indent + width(last)


def _remarked(lines: Sequence[LayoutLine], ends: Sequence[int]) -> Iterator[list[int]]:
    """The lines whose comments are aligned: of one block, with no empty line and no other block between them."""
    run: list[int] = []
    for number, (line, end) in enumerate(zip(lines, ends, strict=True)):
        if run and (line.follows_blank or (line.words and line.indent != lines[run[-1]].indent)):
            yield run
            run = []
        stands_alone = bool(line.words) and (line.opens or line.words[0].closes)
        if line.words and line.comment and end <= WIDEST_REMARKED and not stands_alone:
            run.append(number)
    if run:
        yield run
