"""Means of the values of another level: what those are of stands there, and nothing of it in lines of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.no_place import low_volume_word, no_place, written
from sladsl.semantics.findings import error
from sladsl.semantics.levels.means import reads_alike
from sladsl.semantics.levels.measured import mean_of
from sladsl.semantics.meaning import Analysis, Level, Terms
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the levels that average the values of another."""
    for level in analysis.levels:
        what = mean_of(level.lines)
        if what is None:
            continue
        yield from _how_many(what, level)
        yield from _out_of_place(level)
        if level.read is not None and not level.read.is_open and not level.is_open:
            yield from _measured_alike(what, level, level.read)
            yield from _of_single_records(what, level, level.read)
    yield from _excused_by_itself(analysis)


def _how_many(what: ast.LevelMean, level: Level) -> Iterator[Diagnostic]:
    if what.windows.value.denominator != 1 or what.windows.value < 1:
        yield error(
            "SLA784",
            what.windows.span,
            "a mean is taken of a whole number of windows, at least 1",
            clause=clause_of(level.node),
            write="write for instance `over the last 3 windows`",
        )


def _of_single_records(what: ast.LevelMean, level: Level, read: Level) -> Iterator[Diagnostic]:
    of_another = "measure a `mean of` a field or `clock` over the records of a calendar month"
    of_its_own = f"write the window of `{read.name}`, such as `window calendar month`"
    for place, one, write in ((what.level.span, read, of_another), (level.node.name.span, level, of_its_own)):
        window = one.lines.window
        if window is not None and isinstance(window.node, ast.RecordWindow):
            yield error(
                "SLA784",
                place,
                f"each record is a window of `{one.name}`, and these have no last ones",
                clause=clause_of(level.node),
                write=write,
                labels=[Label(window.node.span, "each record")],
            )


def _out_of_place(level: Level) -> Iterator[Diagnostic]:
    said = "; which records count is said in the level that is read"
    where = "in a mean of the values of a level"
    return no_place("SLA782", _lines(level), where, said, clause_of(level.node))


def _lines(level: Level) -> Iterator[tuple[str, ast.Node]]:
    """The lines that speak of records, where there are only the values of windows."""
    lines = level.lines
    of_records = {
        "for each": lines.population,
        "counted": lines.counted,
        "clock": lines.clock or lines.update_clock,
        "missing end": lines.missing_end,
        "severity": lines.taken,
        "needs": lines.needs,
        low_volume_word(lines): lines.low_volume,
        "no records": lines.no_records,
        "exclude": next(iter(lines.exclusions), None),
    }
    return written(lines, of_records, ("in", "needs"))


def _measured_alike(what: ast.LevelMean, level: Level, read: Level) -> Iterator[Diagnostic]:
    """The values are those for which the level that is read is measured."""
    clause = clause_of(level.node)
    if len(read.dimensions) != len(read.by):
        return
    if not reads_alike(level, read):
        names = ", ".join(dimension.name for dimension in read.dimensions)
        by = f" by {names}" if names else ""
        yield error(
            "SLA783",
            level.by[0].span if level.by else level.node.name.span,
            f"`{read.name}` is measured {f'by `{names}`' if names else 'by no field'}, and this mean of it is not",
            clause=clause,
            write=f"write `{clause}{by} {{ … }}`",
            labels=[Label(what.level.span, "the level that is read")],
        )
        return
    for terms in level.terms:
        if terms.row is not None and not any(_is_among(terms, other) for other in read.terms):
            known = ", ".join(f"`{' / '.join(other.key)}`" for other in read.terms)
            yield error(
                "SLA783",
                terms.row.span,
                f"`{read.name}` is not measured for `{' / '.join(terms.key)}`",
                clause=clause,
                write=f"it is measured for {known}",
                labels=[Label(what.level.span, "the level that is read")],
            )


def _is_among(terms: Terms, other: Terms) -> bool:
    """Whether what a row takes is measured by the terms of the level that is read, as one or one by one."""
    return all(
        theirs is None or (mine is not None and set(mine) == set(theirs))
        for mine, theirs in zip(terms.members, other.members, strict=True)
    ) and all(mine is None or theirs is not None or len(mine) == 1 for mine, theirs in _places(terms, other))


def _places(terms: Terms, other: Terms) -> Iterator[tuple[tuple[str, ...] | None, tuple[str, ...] | None]]:
    return zip(terms.members, other.members, strict=True)


# --- excuses -------------------------------------------------------------------------------------------------------


def _excused_by_itself(analysis: Analysis) -> Iterator[Diagnostic]:
    """An obligation that averages a level must not excuse what its own value is made from."""
    if not any(level.read for level in analysis.levels):
        return
    excusing = _excusing(analysis)
    for excused, lines in excusing.items():
        for level, path in lines:
            if excused in _sources(level, excusing, set()):
                yield error(
                    "SLA781",
                    path.span,
                    f"`{level.name}` is made from the values of `{excused.name}`, which it would excuse",
                    clause=clause_of(level.node),
                    write="excuse another level, or measure the obligation from records of its own",
                )


_Excusing = Mapping[Level, Sequence[tuple[Level, ast.Path]]]


def _excusing(analysis: Analysis) -> _Excusing:
    """The obligations that excuse each level, with where they say so."""
    by_node: Mapping[ast.Node, Level] = {level.node: level for level in analysis.levels}
    found: dict[Level, list[tuple[Level, ast.Path]]] = defaultdict(list)
    for level in analysis.levels:
        for line in level.lines.excuses:
            named = analysis.named.get(line.node.level)
            excused = None if named is None else by_node.get(named.node)
            if excused is not None:
                found[excused].append((level, line.node.level))
    return found


def _sources(level: Level, excusing: _Excusing, seen: set[Level]) -> set[Level]:
    """The levels that decide which values a level is made from: those it reads, and what excuses these."""
    excused_by = (other for other, _ in excusing.get(level, ()))
    for source in (level.read, *excused_by):
        if source is not None and source not in seen:
            seen.add(source)
            _sources(source, excusing, seen)
    return seen
