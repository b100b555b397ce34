"""Settlement and its steps, from Lark's tree to the syntax tree, in the grammar's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lark import Token, Tree

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, only, tokens, trees
from sladsl.syntax.credits import credit_table
from sladsl.syntax.histories import failing, lately
from sladsl.syntax.literals import business_days, date, day_count, month_count, numeral, percentage, price
from sladsl.syntax.names import Branch, name, path
from sladsl.syntax.piece import Piece
from sladsl.values import evolve


def settlement(tree: Branch, at: Piece) -> ast.Settlement:
    """`settlement per calendar month, 14 days after its end { … }`."""
    _, unit, after, *steps = tree.children
    days, calendar = (None, None) if after is None else _settled_after(after, at)
    return ast.Settlement(
        at.span(tree.meta),
        str(unit),
        days,
        tuple(_step(step, at) for step in trees(steps)),
        calendar,
    )


def _step(tree: Branch, at: Piece) -> ast.Step:
    """A step, and what its value is from each of its dates on."""
    dated = [child for child in trees(tree.children) if child.data.startswith("dated_")]
    rest = [child for child in tree.children if child not in dated]
    step = _STEPS[tree.data](Tree(tree.data, rest, tree.meta), at)
    later = tuple(_dated(each, at) for each in dated)
    return evolve(step, later=later) if later else step  # type: ignore[arg-type] # only steps with `later` have dates


def _dated(tree: Branch, at: Piece) -> ast.DatedValue | ast.DatedRaise:
    since, first, *last = tokens(tree.children)
    span = at.span(tree.meta)
    if last:
        return ast.DatedRaise(span, date(since, at), price(first, at), price(last[0], at))
    return ast.DatedValue(span, date(since, at), _value(first, trees(tree.children), at))


def _value(
    token: Token, of: Sequence[Branch], at: Piece
) -> ast.ShareOf | ast.ShareOfService | ast.Money | ast.Percent | ast.Number | ast.Days | ast.Months:
    match token.type:
        case "PERCENTAGE":
            return _limited_to(token, of, at) if of else percentage(token, at)
        case "NUMERAL":
            return numeral(token, at)
        case "DAY_COUNT":
            return day_count(token, at)
        case "MONTH_COUNT":
            return month_count(token, at)
    return price(token, at)


def _settled_after(tree: Branch, at: Piece) -> tuple[ast.Days | ast.BusinessDays, ast.Path | None]:
    days, *calendar = tree.children
    if days.type == "DAY_COUNT":
        return day_count(days, at), None
    return business_days(days, at), path(calendar[0], at)


def _multiply(tree: Branch, at: Piece) -> ast.Multiply:
    *levels, word, times = trees(tree.children)
    factor = next(iter(tokens(tree.children)), None)
    return ast.Multiply(
        at.span(tree.meta),
        tuple(path(level, at) for level in levels) or None,
        failing(word),
        lately(times, at),
        maybe(numeral, factor, at),
    )


def _limit(tree: Branch, at: Piece) -> ast.Limit:
    scope, *share_of = trees(tree.children)
    amount, *horizon = tokens(tree.children)
    anchor, unit = map(str, horizon) if horizon else (None, None)
    return ast.Limit(at.span(tree.meta), _scope(scope, at), _limited_to(amount, share_of, at), anchor, unit)


def _limited_to(
    amount: Token, of: Sequence[Branch], at: Piece
) -> ast.ShareOf | ast.ShareOfService | ast.Money:
    if of and of[0].data == "the_charge":
        return ast.ShareOfService(at.between(amount, of[0].meta), percentage(amount, at))
    return _share_or_money(amount, of, at)


def _scope(tree: Branch, at: Piece) -> ast.CreditScope:
    span = at.span(tree.meta)
    if tree.data == "each_level":
        return ast.CreditScope(span, None, each_level=True)
    if tree.data == "each_service":
        return ast.CreditScope(span, None, each_service=True)
    if tree.data == "each_value":
        return ast.CreditScope(span, None, dimension=name(tokens(tree.children)[-1], at))
    return ast.CreditScope(span, tuple(path(level, at) for level in trees(tree.children)) or None)


def _highest_per(tree: Branch, at: Piece) -> ast.HighestPer:
    dimension = next(iter(tokens(tree.children)), None)
    return ast.HighestPer(at.span(tree.meta), maybe(name, dimension, at))


def _highest_of(tree: Branch, at: Piece) -> ast.HighestOf:
    return ast.HighestOf(at.span(tree.meta), tuple(_rival(rival, at) for rival in tree.children))


def _rival(tree: Branch, at: Piece) -> ast.Rival:
    added = trees(tree.children) if tree.data == "added" else [tree]
    return ast.Rival(at.span(tree.meta), tuple(path(level, at) for level in added))


def _ignore(tree: Branch, at: Piece) -> ast.Ignore:
    *each, below = tokens(tree.children)
    return ast.Ignore(at.span(tree.meta), bool(each), _some(tree, at), price(below, at))


def _raise(tree: Branch, at: Piece) -> ast.Raise:
    *each, below, to = tokens(tree.children)
    return ast.Raise(at.span(tree.meta), bool(each), _some(tree, at), price(below, at), price(to, at))


def _some(tree: Branch, at: Piece) -> ast.CreditScope | None:
    """Which credits are small or not; None where it is those of all levels."""
    return maybe(_scope, next(iter(trees(tree.children)), None), at)


def _earn_back(tree: Branch, at: Piece) -> ast.EarnBack:
    as_offset = bool(trees(tree.children, "as_offset"))
    *levels, following = (each for each in trees(tree.children) if each.data != "as_offset")
    share, target, verb = tokens(tree.children)
    windows = next((each for each in tokens(following.children) if each.type == "NUMERAL"), None)
    return ast.EarnBack(
        at.span(tree.meta),
        percentage(share, at),
        tuple(path(level, at) for level in levels) or None,
        str(target),
        verb.type == "EXCEEDED",
        maybe(numeral, windows, at),
        as_offset,
    )


def _convert(tree: Branch, at: Piece) -> ast.Convert:
    amount, *of = tree.children
    return ast.Convert(at.span(tree.meta), _share_or_money(amount, of, at))


def _convert_table(tree: Branch, at: Piece) -> ast.ConvertTable:
    table = credit_table(tree, (), at)
    if table.dates:
        at.report(
            "SLA602",
            table.dates[0].span,
            "nothing changes on a date here",
            "replace the settlement as it is from then on by an amendment: "
            "`amendment First of AGREEMENT effective DATE { replace settlement … }`",
        )
    return ast.ConvertTable(at.span(tree.meta), evolve(table, dates=()))


def _claim(tree: Branch, at: Piece) -> ast.Claim:
    records, last = _made_at(tree, at)
    first, *rest = tokens(tree.children)
    span = at.span(tree.meta)
    if tree.data == "claim_by_end":
        return ast.Claim(span, None, int(first.rstrip("dhnrst")), str(rest[-1]), records, last)
    within = month_count(first, at) if first.type == "MONTH_COUNT" else day_count(first, at)
    return ast.Claim(span, within, None, None, records, last)


def _choose(tree: Branch, at: Piece) -> ast.Choose:
    records, last = _made_at(tree, at)
    first = only(tree)
    within = month_count(first, at) if first.type == "MONTH_COUNT" else day_count(first, at)
    return ast.Choose(at.span(tree.meta), within, records, last)


def _made_at(tree: Branch, at: Piece) -> tuple[ast.Path, ast.Name]:
    """The records, and their field, of `claim.made_at`."""
    written = trees(tree.children)[0]
    *front, last = path(written, at).names
    return ast.Path(at.span(written.meta), tuple(front) or (last,)), last


def _free_points(tree: Branch, at: Piece) -> ast.FreePoints:
    points, anchor, unit = tokens(tree.children)
    return ast.FreePoints(at.span(tree.meta), numeral(points, at), str(anchor), str(unit))


def _carry_over(tree: Branch, at: Piece) -> ast.CarryOver:
    *amount, then = tokens(tree.children)
    until = trees(tree.children, "periods_later")
    of = [each for each in trees(tree.children) if each.data not in {"periods_later", "term_end"}]
    return ast.CarryOver(
        at.span(tree.meta),
        _share_or_money(amount[0], of, at) if amount else _THE[of[0].data](at.span(of[0].meta)),
        numeral(only(until[0]), at) if until else None,
        trees(tree.children, "term_end") != [],
        str(then),
    )


_THE: dict[str, type[ast.TheCharge | ast.TheLimit]] = {"the_charge": ast.TheCharge, "the_limit": ast.TheLimit}


def _risk(tree: Branch, at: Piece) -> ast.Risk:
    amount, anchor, unit = tokens(tree.children)
    return ast.Risk(
        at.span(tree.meta), _share_or_money(amount, trees(tree.children), at), str(anchor), str(unit)
    )


def _pool(tree: Branch, at: Piece) -> ast.Pool:
    levels = tuple(path(level, at) for level in trees(tree.children)) or None
    return ast.Pool(at.span(tree.meta), percentage(only(tree), at), levels)


def _share_or_money(amount: Token, of: Sequence[Branch], at: Piece) -> ast.ShareOf | ast.Money:
    """`15% of C`, or an amount of money."""
    if not of:
        return price(amount, at)
    return ast.ShareOf(at.between(amount, of[0].meta), percentage(amount, at), path(of[0], at))


def _final(tree: Branch, at: Piece) -> ast.Final:
    number = next(iter(tokens(tree.children)), None)
    return ast.Final(at.span(tree.meta), maybe(numeral, number, at))


def _round(tree: Branch, at: Piece) -> ast.Round:
    mode, quantum = tokens(tree.children)
    return ast.Round(at.span(tree.meta), str(mode), price(quantum, at))


_STEPS: dict[str, Callable[[Branch, Piece], ast.Step]] = {
    "multiply": _multiply,
    "highest_per_window": _highest_per,
    "highest_per_value": _highest_per,
    "highest_of": _highest_of,
    "limit": _limit,
    "ignore": _ignore,
    "raise": _raise,
    "earn_back": _earn_back,
    "round": _round,
    "convert": _convert,
    "convert_table": _convert_table,
    "claim_within": _claim,
    "claim_by_end": _claim,
    "choose": _choose,
    "free_points": _free_points,
    "carry_over": _carry_over,
    "risk": _risk,
    "pool": _pool,
    "final_after": _final,
    "never_final": _final,
}
