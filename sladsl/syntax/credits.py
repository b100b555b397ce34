"""Credits, from Lark's tree to the syntax tree: single lines, and tables of bands with every cell by its column."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.branches import Child, maybe, only, tokens, trees
from sladsl.syntax.cells import (
    CREDIT,
    VALUES,
    CellForm,
    heads_as_meant,
    parsed,
    report_cell,
    report_head,
    report_no_rows,
    report_repeated,
    value_of,
)
from sladsl.syntax.cells_meant import is_range
from sladsl.syntax.expressions import expression
from sladsl.syntax.histories import failing, lately
from sladsl.syntax.literals import date, day_count, literal, numeral, percentage, points
from sladsl.syntax.measures import rounded
from sladsl.syntax.names import Branch, name, path
from sladsl.syntax.one_table import table
from sladsl.syntax.piece import Piece
from sladsl.syntax.rows import Cell, TableRow, fits, of_one_width
from sladsl.syntax.targets import COMPARATORS
from sladsl.values import evolve, frozen

EDGES = ("when below", "at or below", "when above", "at or above")
RANGES = "when"

_THRESHOLD = CellForm(
    "threshold_cell", "a threshold", "write a value such as `97%`, or `minimum`, `required` or `expected`"
)
_RANGE = CellForm(
    "range_cell", "a range", "write for instance `98% to under 99%`, `over 98% to 99%` or `under 95%`"
)


# --- lines ---------------------------------------------------------------------------------------------------------


def credit_line(tree: Branch, at: Piece) -> ast.CreditLine:
    """`credit 1% of C per started percentage point below the minimum, up to 10%, from 2027-01-01 2% of C ...`."""
    first, *later = trees(tree.children)
    line = _owed(first, at)
    return evolve(line, span=at.span(tree.meta), later=tuple(_from_date(each, at) for each in later))


def _from_date(tree: Branch, at: Piece) -> ast.CreditLine:
    since, owed = tree.children
    return evolve(_owed(owed, at), since=date(since, at))


def _owed(tree: Branch, at: Piece) -> ast.CreditLine:
    paid, steps, side, per_record, history, *limits = tree.children
    amount, base = _paid(paid, at)
    return ast.CreditLine(
        at.span(tree.meta),
        amount,
        base,
        maybe(_steps, steps, at),
        maybe(_side, side, at),
        maybe(_per_record, per_record, at),
        maybe(_history, history, at),
        tuple(_most(limit, at) for limit in limits),
    )


def _most(tree: Branch, at: Piece) -> ast.CreditLimit:
    amount, each = tree.children
    return ast.CreditLimit(at.span(tree.meta), amount_of(amount, at), each is not None)


def _paid(tree: Branch, at: Piece) -> tuple[ast.CreditAmount, ast.Base | None]:
    match tree.data, tree.children:
        case "paid_of", [amount, of]:
            return amount_of(amount, at), base(of, at)
        case "paid_times", [times, of, for_downtime]:
            return ast.Multiple(at.span(times), numeral(times, at), for_downtime is not None), base(of, at)
        case "paid_shortfall", [decimals, of]:
            return ast.Shortfall(at.span(tree.meta), maybe(rounded, decimals, at)), maybe(base, of, at)
        case "service_days", _:
            return amount_of(tree, at), None
        case "paid_alone", [amount]:
            return amount_of(amount, at), None
    raise AssertionError(tree.data)


def amount_of(child: Child, at: Piece) -> ast.FixedAmount:
    """An amount without what it is of: a literal, a fraction, or days of service."""
    if isinstance(child, Token):
        if child.type == "POINT_COUNT":
            return points(child, at)
        value = literal(child, at)
        assert isinstance(value, ast.FixedAmount)
        return value
    span = at.span(child.meta)
    if child.data == "service_days":
        return ast.ServiceDays(span, day_count(only(child), at).value)
    over, _, under = child.children
    above, below = numeral(over, at).value, numeral(under, at).value
    if below == 0:
        if under.start_pos != under.end_pos:
            at.report("SLA028", span, "nothing can be divided by zero", "write a fraction such as `1/30`")
        return ast.Part(span, above)
    return ast.Part(span, above / below)


def base(tree: Branch, at: Piece) -> ast.Base:
    """`C of the previous calendar month in full for each value`."""
    *charges, neighbour, affected, sharing = tree.children
    return ast.Base(
        at.span(tree.meta),
        tuple(path(charge, at) for charge in charges),
        maybe(_neighbour, neighbour, at),
        maybe(_affected, affected, at),
        None if sharing is None else _SHARING[sharing.data],
    )


_SHARING = {"in_full": "in full for each value", "shared_equally": "shared equally"}


def _neighbour(tree: Branch, at: Piece) -> ast.Neighbour:
    which, anchor, unit = tree.children
    return ast.Neighbour(at.span(tree.meta), maybe(_word, which, at), str(anchor), str(unit))


def _word(token: Token, _at: Piece) -> str:
    return str(token)


def _affected(tree: Branch, at: Piece) -> ast.Affected:
    affected, total = tree.children
    return ast.Affected(at.span(tree.meta), path(affected, at), path(total, at))


def _steps(tree: Branch, at: Piece) -> ast.CreditSteps:
    size, of = tree.children
    span = at.span(tree.meta)
    word = None if of is None else of.data.removeprefix("in_")
    if size.type == "PERCENTAGE_POINT":
        return ast.CreditSteps(span, tree.data == "full_steps", ast.PercentagePoint(at.span(size)), word)
    return ast.CreditSteps(span, tree.data == "full_steps", _quantity(size, at), word)


def _side(tree: Branch, at: Piece) -> ast.CreditSide:
    word = tree.data.removeprefix("side_")
    return ast.CreditSide(at.span(tree.meta), word, _plain_threshold(tokens(tree.children)[-1], at))


def _per_record(tree: Branch, at: Piece) -> ast.PerRecord:
    return ast.PerRecord(at.span(tree.meta), maybe(expression, tree.children[0], at))


def _history(tree: Branch, at: Piece) -> ast.HistoryMet:
    span = at.span(tree.meta)
    if tree.data == "every_nth":
        return ast.EveryNth(span, int(only(tree).rstrip("dhnrst")))
    word, times = tree.children
    return ast.FailedLately(span, failing(word), lately(times, at))


def weighting(tree: Branch, at: Piece) -> ast.Weight:
    """`weight 40% shared equally, from 2027-01-01 30%`."""
    share, sharing, *later = tree.children
    first = percentage(share, at)
    shares = [ast.DatedShare(first.span, None, first)]
    for dated in trees(later):
        since, value = dated.children
        shares.append(ast.DatedShare(at.span(dated.meta), date(since, at), percentage(value, at)))
    said = None if sharing is None else _SHARING[sharing.data]
    return ast.Weight(at.span(tree.meta), tuple(shares), said)


def promoted(tree: Branch, at: Piece) -> ast.Promoted:
    """`count as missed when below expected in 4 or more of any 12 windows`."""
    return ast.Promoted(at.span(tree.meta), lately(tree.children[-1], at))


def _quantity(token: Token, at: Piece) -> ast.TargetLiteral:
    value = literal(token, at)
    assert isinstance(value, ast.TargetLiteral)
    return value


def _plain_threshold(token: Token, at: Piece) -> ast.TargetLiteral | ast.Name:
    return name(token, at) if token.type in {"MINIMUM", "REQUIRED", "EXPECTED"} else _quantity(token, at)


# --- tables --------------------------------------------------------------------------------------------------------


@frozen
class _Columns:
    """Where the columns of a table stand: those of dimensions, the measured values, the credit, and behind it others.

    `dated_heads` are the heads of these, `from 2027-01-01`.
    """

    dimensions: tuple[int, ...]
    values: int
    credit: int
    head: str
    dated_heads: tuple[str, ...] = ()


def credit_table(tree: Branch, dimensions: Sequence[str], at: Piece) -> ast.CreditTable:
    """`credit [of BASE]` with its bands, in a level `by` some dimensions."""
    span = at.span(tree.meta)
    of = next(iter(trees(tree.children, "base")), None)
    taken = maybe(base, of, at)
    with table(tree, at) as written:
        if not written or not fits(written, at):
            return ast.CreditTable(span, taken, (), EDGES[0], ())
        edges = (RANGES,) if any(map(is_range, written[1].cells if written[1:] else ())) else (*EDGES, RANGES)
        head = heads_as_meant(written[0], (*dimensions, *edges, "credit"), at)
        rows = (head, *written[1:])
        heads = [_head(cell, dimensions, at) for cell in rows[0].cells]
        columns = _columns(heads, rows[0], at)
        if columns is None:
            edge = next((head for head in heads if head in EDGES), EDGES[0])
            return ast.CreditTable(span, taken, (), edge, ())
        report_no_rows(rows, at)
        if columns.head == RANGES and _has_no_range(rows, columns):
            report_head(rows[0].cells[columns.values], EDGES, at)
            return ast.CreditTable(span, taken, (), EDGES[0], ())
        bands = [_band(row, columns, at) for row in of_one_width(rows, at)]
        first = columns.credit + 1
        return ast.CreditTable(
            span,
            taken,
            tuple(_path(rows[0].cells[number], at) for number in columns.dimensions),
            columns.head,
            tuple(band for band in bands if band is not None),
            tuple(_date(cell, at) for cell in rows[0].cells[first : first + len(columns.dated_heads)]),
        )


def _head(cell: Cell, dimensions: Sequence[str], at: Piece) -> str | None:
    """The head of a column: an edge, `when`, `credit`, `from DATE`, or the name of a dimension."""
    tree = parsed("band_head", cell)
    if tree is not None and tree.data == "from_date":
        return f"from {only(tree)}"
    if tree is not None and tree.data != "dimension_head":
        return str(tree.data).replace("_", " ")
    if tree is not None and cell.text in dimensions:
        return f"by {cell.text}"
    report_head(cell, (*dimensions, *EDGES, RANGES, "credit"), at)
    return None


def _columns(heads: Sequence[str | None], row: TableRow, at: Piece) -> _Columns | None:
    if None in heads:
        return None
    edges = [number for number, head in enumerate(heads) if head in EDGES or head == RANGES]
    by = tuple(number for number, head in enumerate(heads) if head is not None and head.startswith("by "))
    repeated = len(set(heads)) < len(heads)
    if len(edges) == 1 and heads.count("credit") == 1 and not repeated:
        head, credit = heads[edges[0]], heads.index("credit")
        assert head is not None
        dates = tuple(
            number for number, each in enumerate(heads) if each is not None and each.startswith("from ")
        )
        if dates != tuple(range(credit + 1, credit + 1 + len(dates))):
            at.report(
                "SLA036",
                row.cells[dates[0]].span,
                "a column of what is credited from a date on does not stand behind `credit`",
                "write such columns next to `credit`, in the order of their dates",
            )
            return None
        return _Columns(by, edges[0], credit, head, tuple(str(heads[number]) for number in dates))
    if len(edges) == 1 and heads.count("credit") == 1:
        report_repeated(row, heads, at)
    else:
        at.report(
            "SLA036",
            row.span,
            "a credit table has two columns, a threshold and the credit",
            "head them for instance `| when below | credit |`",
        )
    return None


def _has_no_range(rows: Sequence[TableRow], columns: _Columns) -> bool:
    """Whether all cells of a column of ranges are single values, so that its head lacks a word."""
    cells = [row.cells[columns.values] for row in rows[1:] if columns.values < len(row.cells)]
    return cells != [] and all(parsed(_THRESHOLD.start, cell) is not None for cell in cells)


def _path(cell: Cell, at: Piece) -> ast.Path:
    tree = parsed("path_cell", cell)
    assert tree is not None
    return path(tree.children[0], at.within(cell.span))


def _date(cell: Cell, at: Piece) -> ast.Date:
    tree = parsed("band_head", cell)
    assert tree is not None
    return evolve(date(only(tree), at.within(cell.span)), span=cell.span)


def _band(row: TableRow, columns: _Columns, at: Piece) -> ast.BandRow | None:
    values = row.cells[columns.values]
    key = [_key(row.cells[number], at) for number in columns.dimensions]
    edges = _edges(values, columns.head, at)
    heads = ["credit", *columns.dated_heads]
    paid = [_credited(row.cells[columns.credit + n], head, at) for n, head in enumerate(heads)]
    first, *later = (amount for amount in paid if amount is not None) if None not in paid else (None,)
    if edges is None or first is None:
        return None
    told = tuple(value for value in key if value is not None)
    if len(told) < len(key):
        return None
    return ast.BandRow(row.span, told, *edges, first, tuple(later))


def _credited(cell: Cell, head: str, at: Piece) -> ast.FixedAmount | None:
    amount = parsed(CREDIT.start, cell)
    if amount is None:
        report_cell(cell, head, CREDIT, at)
        return None
    paid = amount if amount.data == "service_days" else amount.children[0]
    return amount_of(paid, at.within(cell.span))


def _key(cell: Cell, at: Piece) -> ast.AnyValue | ast.ValueList | None:
    tree = parsed(VALUES.start, cell)
    if tree is None:
        report_cell(cell, "dimension", VALUES, at)
        return None
    if tree.data == "any_value":
        return ast.AnyValue(cell.span)
    inside = at.within(cell.span)
    return ast.ValueList(cell.span, tuple(value_of(value, inside) for value in tokens(tree.children)))


_Edges = tuple[ast.BandEdge | None, ast.BandEdge | None]


def _edges(cell: Cell, head: str, at: Piece) -> _Edges | None:
    form = _RANGE if head == RANGES else _THRESHOLD
    tree = parsed(form.start, cell)
    if tree is None:
        report_cell(cell, head, form, at)
        return None
    inside = at.within(cell.span)
    if head != RANGES:
        edge = ast.BandEdge(cell.span, _threshold(tree.children[0], inside), head.startswith("at or"))
        return (None, edge) if head.endswith("below") else (edge, None)
    match tree.data, tree.children:
        case "half_range", [comparator, threshold]:
            word = COMPARATORS[only(comparator).type]
            edge = ast.BandEdge(cell.span, _threshold(threshold, inside), word.startswith("at "))
            return (None, edge) if word in {"at most", "under"} else (edge, None)
        case _, [start, end]:
            return _edge(start, inside), _edge(end, inside)
    raise AssertionError(tree.data)


def _edge(tree: Branch, at: Piece) -> ast.BandEdge:
    excludes = tree.data in {"range_over", "range_under"}
    return ast.BandEdge(at.span(tree.meta), _threshold(tree.children[-1], at), not excludes)


def _threshold(child: Child, at: Piece) -> ast.Threshold:
    if isinstance(child, Token):
        return _plain_threshold(child, at)
    by, *_, word = tokens(child.children)
    return ast.Relative(
        at.span(child.meta), percentage(by, at), child.data == "relative_over", name(word, at)
    )
