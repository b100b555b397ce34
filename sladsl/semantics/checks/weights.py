"""Weights: shares of the amount at risk that a settlement states, which make up a pool and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.credits.pools import pool_of, pools_of, share_on
from sladsl.semantics.findings import error, first_at, warning
from sladsl.semantics.meaning import Analysis, Level, Terms
from sladsl.semantics.nearest import one_of
from sladsl.semantics.targets.tiers import column_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_CLAUSE = "settlement"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the weights of levels and at the amount at risk and the pools of the settlement."""
    if not analysis.is_agreement:
        return
    weighted = [level for level in analysis.levels if weight_of(level) is not None]
    settlement = analysis.settlement
    if settlement is None:
        return
    risks = [step for step in settlement.steps if isinstance(step, ast.Risk)]
    pools = [step for step in settlement.steps if isinstance(step, ast.Pool)]
    yield from _risks(risks, pools, weighted, analysis)
    yield from _pools(pools, weighted, analysis)
    for pool in pools_of(settlement):
        levels = [level for level in weighted if pool_of(level, settlement, analysis) is pool]
        if levels and not any(level.is_open for level in levels):
            yield from _sums(pool, levels)


def weight_of(level: Level) -> ast.Node | None:
    """Where a level says its weight: a line, or a column of its tiers."""
    if level.lines.weight is not None:
        return level.lines.weight.node
    tiers = level.lines.tiers
    return None if tiers is None else column_of(tiers.node, "weight")


def _risks(
    risks: Sequence[ast.Risk], pools: Sequence[ast.Pool], weighted: Sequence[Level], analysis: Analysis
) -> Iterator[Diagnostic]:
    for repeated in risks[1:]:
        yield error(
            "SLA831",
            repeated.span,
            "it is said twice what is at risk",
            clause=_CLAUSE,
            write="leave one of the lines out; what credits are limited to beside it is a `limit`",
            labels=first_at(risks[0].span),
        )
    if weighted and not risks:
        node = weight_of(weighted[0])
        assert node is not None
        yield error(
            "SLA832",
            node.span,
            "a weight is a share of what is at risk, and the settlement does not say what that is",
            clause=clause_of(weighted[0].node),
            write="add for instance `risk 15% of MonthlyCharges per calendar month` to the settlement",
        )
    useless = [*risks, *pools][:1] if not weighted and not analysis.module.may_hide_items else []
    for step in useless:
        yield error(
            "SLA833",
            step.span,
            "no level has a weight, so nothing is a share of this",
            clause=_CLAUSE,
            write="write `weight 40%` in the levels concerned, or `limit all credits to …` for a limit alone",
        )


def _pools(pools: Sequence[ast.Pool], weighted: Sequence[Level], analysis: Analysis) -> Iterator[Diagnostic]:
    """Each level with a weight is in one pool, and each level of a pool has a weight."""
    first: dict[str, ast.Node] = {}
    names = {level.name: level for level in weighted}
    for pool in pools:
        if pool.levels is None and len(pools) > 1:
            yield error(
                "SLA834",
                pool.span,
                "there are several pools, and this one does not say for which levels it is",
                clause=_CLAUSE,
                write=f"write for instance `pool 50% for {min(names, default='Accuracy')}`",
            )
            return
        for path in pool.levels or ():
            named = analysis.named.get(path)
            if named is None:
                continue
            if weighted and named.path not in names:
                yield error(
                    "SLA835",
                    path.span,
                    f"`{path.text}` has no weight in this pool",
                    clause=_CLAUSE,
                    write=f"write `weight 40%` in `{path.text}`, or leave it out here",
                )
            elif first.setdefault(named.path, path) is not path:
                yield error(
                    "SLA836",
                    path.span,
                    f"`{path.text}` stands in a pool already",
                    clause=_CLAUSE,
                    write="name each level in one pool",
                    labels=first_at(first[named.path].span),
                )
    without = [name for name in names if name not in first]
    if pools and pools[0].levels is not None and without:
        yield error(
            "SLA837",
            pools[-1].span,
            f"{one_of(without, 'and')} {'has a weight' if len(without) == 1 else 'have weights'}, and no pool",
            clause=_CLAUSE,
            write=f"add for instance `pool 50% for {without[0]}`",
        )


def _sums(pool: ast.Pool | None, levels: Sequence[Level]) -> Iterator[Diagnostic]:
    """Warn on the first day on which the weights in a pool are more or less than the whole of it."""
    terms = [(level, each) for level in levels for each in level.terms]
    for day in _days(levels):
        total = sum((_at_stake(level, each, day) for level, each in terms), Fraction(0))
        if total != 1:
            node = weight_of(levels[-1])
            assert node is not None
            since = "" if day == dt.date.min else f" from {day} on"
            whole = "the amount at risk" if pool is None else "the pool"
            yield warning(
                "SLA830",
                node.span,
                f"the weights of {_names(levels)} add up to {_percent(total)} of {whole}{since}, and not to 100%",
                clause=clause_of(levels[-1].node),
                write=_advice(pool, total),
            )
            return


def _names(levels: Sequence[Level]) -> str:
    return one_of([level.name for level in levels], "and")


def _advice(pool: ast.Pool | None, total: Fraction) -> str:
    if pool is not None and total == pool.share.value:
        return "a weight is a share of the pool: divide each by it, so that they add up to 100%"
    return "let them add up to 100%"


def _percent(value: Fraction) -> str:
    return f"{Decimal(value.numerator) * 100 / Decimal(value.denominator):f}%"


def _days(levels: Sequence[Level]) -> tuple[dt.date, ...]:
    lines = [level.lines.weight.node for level in levels if level.lines.weight is not None]
    dates = {share.since.value for line in lines for share in line.shares if share.since is not None}
    return (dt.date.min, *sorted(dates))


def _at_stake(level: Level, terms: Terms, day: dt.date) -> Fraction:
    """What of the pool one tuple of dimension values can cost; values that only the records tell count once."""
    if terms.weight is None:
        return Fraction(0)
    if isinstance(terms.weight, ast.Percent):
        return terms.weight.value
    parts = len(level.terms) if terms.weight.sharing == "shared equally" else 1
    return share_on(terms.weight, day) / parts
