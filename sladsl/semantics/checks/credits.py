"""Credits: for a miss of a limit, settled somewhere, of something that they can be taken of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import another_kind, measure_of
from sladsl.semantics.checks.unsettled import by_absence, is_unsettled
from sladsl.semantics.declarations.charges import tells_apart
from sladsl.semantics.files.names import with_article
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, CellCredit, CreditNode, Level, Terms
from sladsl.semantics.targets.good import said_in_vain
from sladsl.semantics.targets.tiers import column_of
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of, word_of

_OF_A_CHARGE = {
    ast.Percent: "a percentage",
    ast.Part: "a fraction",
    ast.Days: "a number of days",
    ast.Duration: "a number of hours",
}
_ALONE = {
    ast.Money: "an amount of money",
    ast.Points: "a number of points",
    ast.ServiceDays: "a number of days of service",
}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the credits of each level."""
    with_credit = [(level, credit) for level in analysis.levels if (credit := credit_of(level)) is not None]
    for level, credit in with_credit:
        clause = clause_of(level.node)
        if level.node.is_kpi:
            if not analysis.module.is_damaged(level.node):  # what it is may be misread
                yield _of_a_kpi(credit, level, clause)
            continue
        yield from _kinds(level, clause)
        yield from _sharing(level, clause)
        yield from _without_limit(level, clause, analysis)
        for line in level.lines.credit_versions:
            if isinstance(line.node, ast.CreditLine):
                yield from _most(line.node, clause)
    owed = [(level, credit) for level, credit in with_credit if not level.node.is_kpi]
    if owed and analysis.is_agreement and is_unsettled(analysis):
        unsettled = _unsettled(owed[0][1], clause_of(owed[0][0].node))
        yield by_absence(unsettled, analysis)


def credit_of(level: Level) -> ast.Node | None:
    """Where a level first says what a miss costs: a credit or a weight, as a line or as a column of its tiers."""
    if level.lines.all_credits:
        return level.lines.all_credits[0].node
    if level.lines.weight is not None:
        return level.lines.weight.node
    tiers = level.lines.tiers
    if tiers is None:
        return None
    return column_of(tiers.node, "credit") or column_of(tiers.node, "weight")


def _of_a_kpi(credit: ast.Node, level: Level, clause: str) -> Diagnostic:
    return error(
        "SLA194",
        credit.span,
        f"{with_article(word_of(level.node))} earns no credit",
        clause=clause,
        write="write `service level` for what is owed, or leave the credit out",
    )


def _unsettled(credit: ast.Node, clause: str) -> Diagnostic:
    return error(
        "SLA196",
        credit.span,
        "there is a credit, and the agreement does not say when credits are settled",
        clause=clause,
        write="add `settlement per calendar month, 14 days after its end { }`",
    )


def _without_limit(level: Level, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    """A credit is owed for a miss, and only a minimum or required can be missed."""
    if not analysis.is_agreement or level.is_open or _has_target_twice(level):
        return
    for terms in level.terms:
        credits_ = [each for each in terms.credits if not _is_per_record(each)]
        credit = credits_[0] if credits_ else terms.weight
        # What has no target at all is told as that.
        if credit is not None and terms.minimum is None and terms.expected is not None:
            yield error(
                "SLA195",
                (credit.node if isinstance(credit, CellCredit) else credit).span,
                "a credit is owed for a miss, and there is no limit to miss",
                clause=clause,
                write="add `minimum at least 98%`, or `required at most 5%` where low values are good",
                labels=_row(terms),
            )


def _has_target_twice(level: Level) -> bool:
    """Whether a target stands twice, so that the second may have been meant as the other one."""
    items = level.node.items
    words = [item.word for item in items if isinstance(item, ast.Target) and item.test is None]
    return len(words) > len(set(words))


def _is_per_record(credit: ast.CreditLine | ast.CreditTable | CellCredit) -> bool:
    """Whether a credit is owed for each record, whatever the verdict."""
    return isinstance(credit, ast.CreditLine) and credit.per_record is not None


def _row(terms: Terms) -> Sequence[Label]:
    return () if terms.row is None else [Label(terms.row.span, "no minimum or required in this row")]


# --- amounts -------------------------------------------------------------------------------------------------------


def _kinds(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A share is of a charge; money, points and days of service stand alone."""
    for amount, base in _cells(level):
        kind = type(amount)
        if kind in _OF_A_CHARGE and base is None:
            yield error(
                "SLA200",
                amount.span,
                f"this is {_OF_A_CHARGE[kind]}, and the table does not say of what",
                clause=clause,
                write="write `credit of CHARGE` above it, or an amount such as `GBP 500`",
            )
        elif kind in _ALONE and base is not None:
            yield error(
                "SLA200",
                amount.span,
                f"this is {_ALONE[kind]}, and the table takes percentages of {_base(base)}",
                clause=clause,
                write="write a percentage, or `credit` without `of` above it",
            )


def _base(base: ast.Base) -> str:
    return " and ".join(f"`{charge.text}`" for charge in base.charges) or "`the charge`"


def _cells(level: Level) -> Iterator[tuple[ast.CreditAmount, ast.Base | None]]:
    for line in level.lines.credit_versions:
        if isinstance(line.node, ast.CreditTable):
            yield from ((row.credit, line.node.base) for row in line.node.rows)
    tiers = level.lines.tiers
    for row in () if tiers is None else tiers.node.rows:
        assert tiers is not None
        for column, cell in zip(tiers.node.columns, row.cells, strict=False):
            if column.kind == "credit" and isinstance(cell, ast.FixedAmount):
                yield cell, column.base


def _most(line: ast.CreditLine, clause: str) -> Iterator[Diagnostic]:
    """The most that a credit comes to is counted as the credit is."""
    if line.most is None or _counted_in(line.most, line.base) == _counted_in(line.amount, line.base):
        return
    kinds = _OF_A_CHARGE | _ALONE
    yield error(
        "SLA708",
        line.most.span,
        f"the credit is {kinds.get(type(line.amount), 'money')}, and its limit {kinds[type(line.most)]}",
        clause=clause,
        write="count both alike: as shares or money, as points, or as days of service",
    )


def _counted_in(amount: ast.CreditAmount, base: ast.Base | None) -> str:
    match amount:
        case ast.Points():
            return "points"
        case ast.ServiceDays():
            return "days"
        case ast.Percent() | ast.Part() | ast.Duration() if base is None:
            return "nothing"
        case ast.Days() if base is None:
            return "days"
        case _:
            return "money"


# --- values of dimensions ------------------------------------------------------------------------------------------


def _sharing(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A share of one charge that is owed for each of several values must say so: docs/credits.md."""
    for line in level.lines.credit_versions:
        base = line.node.base
        if base is not None and not _names_each_value(line.node) and not _is_per_record(line.node):
            yield from _of_base(level, line.node, base, clause)
    weight = level.lines.weight
    if weight is not None:
        yield from _shared(level, (weight.node, weight.node), weight.node.sharing, "the weight", clause)


def _of_base(level: Level, node: CreditNode, base: ast.Base, clause: str) -> Iterator[Diagnostic]:
    """Of a charge that is apart for each value, nothing is shared."""
    if not level.by or not tells_apart(level, base):
        yield from _shared(level, (node, base), base.sharing, _base(base), clause)
    elif base.sharing is not None:
        yield error(
            "SLA849",
            base.span,
            f"{_base(base)} is a charge for each value already, and `{base.sharing}` would have nothing to share",
            clause=clause,
            write="leave these words out: each value takes its own charge",
        )


def _shared(
    level: Level, said: tuple[ast.Node, ast.Node], sharing: str | None, what: str, clause: str
) -> Iterator[Diagnostic]:
    """What a line says of sharing is missing, or has nothing to share among."""
    line, base = said
    if not level.by and sharing is not None:
        yield error(
            "SLA707",
            base.span,
            f"`{sharing}`, and the level is measured as a whole",
            clause=clause,
            write="leave it out, or write `by` and a field after the level's name",
        )
    elif level.by and sharing is None and all(name.text for name in level.by):
        by = " and ".join(f"`{name.text}`" for name in level.by)
        yield error(
            "SLA203",
            line.span,
            f"this percentage would be owed for each value of {by}, and the level does not say so",
            clause=clause,
            write=f"write {what} with `in full for each value` or `shared equally` after it, or a column "
            "that says what is owed for each value",
        )


def _names_each_value(node: CreditNode) -> bool:
    return isinstance(node, ast.CreditTable) and node.dimensions != ()


# --- from where a credit counts --------------------------------------------------------------------------------------


def wrong_side(place: Span, *, is_below: bool, level: Level, clause: str) -> Iterator[Diagnostic]:
    """Find credits that are owed on the side of a limit on which nothing is missed."""
    limits = [terms.minimum for terms in level.terms if terms.minimum is not None]
    fitting = {"minimum": True, "required": False}
    for limit in limits:
        if not limit.is_reversed and fitting[limit.word] is not is_below:
            word, other = ("below", "above") if is_below else ("above", "below")
            yield error(
                "SLA197",
                place,
                f"what is {word} a value is no miss: the level misses on the other side of its `{limit.word}`",
                clause=clause,
                write=f"write `{other}`",
                labels=[Label(limit.node.span, f"the {limit.word}")],
            )
            return


def threshold_findings(threshold: ast.Threshold, level: Level, clause: str) -> Iterator[Diagnostic]:
    """Find thresholds that name a target that there is not, or have another unit than the measure."""
    match threshold:
        case ast.Name():
            yield from _word(threshold, level, clause)
        case ast.Relative():
            yield from _word(threshold.word, level, clause)
            yield from _relative(threshold, level, clause)
        case _:
            yield from _unit(threshold, level, clause)


def _word(threshold: ast.Name, level: Level, clause: str) -> Iterator[Diagnostic]:
    limits = [terms.minimum for terms in level.terms if terms.minimum is not None]
    if any(limit.is_reversed for limit in limits):
        return  # the other word is what was meant
    words = {limit.word for limit in limits}
    expected = {"expected"} if all(terms.expected is not None for terms in level.terms) else set[str]()
    if level.terms and words and threshold.text not in words | expected:
        yield error(
            "SLA199",
            threshold.span,
            f"the level has no `{threshold.text}`",
            clause=clause,
            write=f"write `{min(words)}`, or a value",
        )


def _relative(threshold: ast.Relative, level: Level, clause: str) -> Iterator[Diagnostic]:
    """So much over a percentage could be points or a share of it."""
    if level.measured.kind == "percent":
        yield error(
            "SLA709",
            threshold.span,
            "a percentage over a percentage could mean percentage points, or a share of it",
            clause=clause,
            write="write the value itself, such as `5.5%`",
        )


def _unit(threshold: ast.TargetLiteral, level: Level, clause: str) -> Iterator[Diagnostic]:
    found = another_kind("SLA198", threshold, level, clause, measure_of(level))
    if found is not None and said_in_vain(level) is None:
        yield found
