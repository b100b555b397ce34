"""Tables of bands: which rows are for which dimension values, and which measured values each row is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from sladsl.semantics.meaning import Dimension, Promise, Terms
from sladsl.semantics.targets.directions import wants_more
from sladsl.syntax import ast
from sladsl.values import frozen


@frozen(eq=False)
class BandRange:
    """The measured values of a row on a day: from `lower` to `upper`, without an end where one is None."""

    row: ast.BandRow
    lower: Fraction | None
    upper: Fraction | None

    def holds(self, value: Fraction) -> bool:
        """Whether a value is in the row."""
        row = self.row
        if self.lower is not None and row.lower is not None:
            above = value >= self.lower if row.lower.includes else value > self.lower
            if not above:
                return False
        if self.upper is not None and row.upper is not None:
            return value <= self.upper if row.upper.includes else value < self.upper
        return True

    @property
    def is_empty(self) -> bool:
        """Whether no value is in the row."""
        if self.lower is None or self.upper is None:
            return False
        both = all(edge.includes for edge in self.row.edges)
        return self.lower > self.upper or (self.lower == self.upper and not both)


def rows_for(
    table: ast.CreditTable, dimensions: Sequence[Dimension], terms: Terms
) -> tuple[ast.BandRow, ...]:
    """The rows for one tuple of dimension values: those that name most of them, and `any` for the others."""
    if not table.dimensions:
        return table.rows
    place = {dimension.name: at for at, dimension in enumerate(dimensions)}
    members = [terms.members[place[path.text]] for path in table.dimensions if path.text in place]
    fitting = [row for row in table.rows if _fits(row, members)]
    least = min((_wildcards(row) for row in fitting), default=0)
    return tuple(row for row in fitting if _wildcards(row) == least)


def stretch(row: ast.BandRow, terms: Terms, day: dt.date) -> BandRange | None:
    """The measured values of a row on a day; None where it names a target that the level does not have."""
    ends = [None if edge is None else limit(edge.threshold, terms, day) for edge in (row.lower, row.upper)]
    missing = any(
        edge is not None and end is None for edge, end in zip((row.lower, row.upper), ends, strict=True)
    )
    return None if missing else BandRange(row, ends[0], ends[1])


def limit(threshold: ast.Threshold, terms: Terms, day: dt.date) -> Fraction | None:
    """What a threshold comes to on a day."""
    match threshold:
        case ast.Name(text=word):
            promise = terms.expected if word == "expected" else terms.minimum
            return None if promise is None else Fraction(on(promise, day).value.value)
        case ast.Relative(by=by, is_over=is_over, word=name):
            whole = limit(name, terms, day)
            return None if whole is None else whole * (1 + by.value if is_over else 1 - by.value)
        case _:
            return Fraction(threshold.value)


def on(promise: Promise, day: dt.date) -> ast.Bound:
    """The bound that holds on a day."""
    return [bound for since, bound in promise.bounds if since is None or since.value <= day][-1]


def days_of_change(terms: Terms) -> tuple[dt.date, ...]:
    """The days from which the targets differ, and one before them all."""
    promises = [promise for promise in (terms.expected, terms.minimum) if promise is not None]
    dates = {since.value for promise in promises for since, _ in promise.bounds if since is not None}
    return (dt.date.min, *sorted(dates))


def is_high(terms: Terms) -> bool:
    """Whether high values are good."""
    return terms.minimum is None or wants_more(terms.minimum.bounds[0][1])


def _fits(row: ast.BandRow, members: Sequence[tuple[str, ...] | None]) -> bool:
    return all(
        isinstance(cell, ast.AnyValue) or (values is not None and set(values) <= set(cell.texts))
        for cell, values in zip(row.key, members, strict=False)
    )


def _wildcards(row: ast.BandRow) -> int:
    return sum(isinstance(cell, ast.AnyValue) for cell in row.key)
