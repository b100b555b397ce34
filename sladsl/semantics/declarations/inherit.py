"""What an item declared `like` another one takes over from it.

A line of its own replaces the inherited lines of the same kind, with their dates. In a calendar the kinds are weekly
hours, holidays and single dates; in a record set each field is a kind of its own, in a severity scheme each tier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.files.modules import Declared
from sladsl.semantics.files.names import ALWAYS_ON, Unresolved, resolve
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import CreditNode, LevelLines, Line
from sladsl.semantics.targets.attainment import targets_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

N = TypeVar("N", bound=ast.Node)
R = TypeVar("R", ast.Baseline, ast.Ratchet)
Named = TypeVar("Named", ast.Field, ast.SeverityTier)

Chain = tuple[Declared, ...]
"""An item, what it is like, what that is like, and so on."""


def chain_of(declared: Declared, found: list[Diagnostic]) -> Chain:
    """Follow `like` from an item to the one that stands alone."""
    chain = [declared]
    while (like := like_of(chain[-1].node)) is not None:
        base = _base(chain[-1], like, found)
        if base is None:
            break
        if any(base.node is each.node for each in chain):
            found.append(_circle(chain, base))
            break
        chain.append(base)
    return tuple(chain)


def like_of(node: ast.Node) -> ast.Path | None:
    """The path after `like`, if the item has one."""
    match node:
        case ast.Calendar() | ast.Records() | ast.SeverityScheme() | ast.ServiceLevel() | ast.Clause():
            return node.like
    return None


def is_open(chain: Chain) -> bool:
    """Whether a chain ends in something that could not be found, or a syntax error may have cost a part of it."""
    return like_of(chain[-1].node) is not None or any(_may_have_lost(declared) for declared in chain)


def _may_have_lost(declared: Declared) -> bool:
    node, module = declared.node, declared.module
    match node:
        case ast.Records():
            return module.may_hide_parts(node, node.fields) or any(
                not field.name.text for field in node.fields
            )
        case ast.SeverityScheme():
            return module.may_hide_parts(node, node.tiers) or any(not tier.name.text for tier in node.tiers)
        case ast.ServiceLevel():
            # What is wrong in a table, or in the window, shows elsewhere.
            spread = (ast.Tiers, ast.CreditTable, ast.WindowLine)
            return module.may_hide_parts(node, node.items) or any(
                (isinstance(item, spread) or (isinstance(item, ast.Target) and item.test is not None))
                and module.is_damaged(item)
                for item in node.items
            )
    return module.is_damaged(node)


def title_of(chain: Chain) -> str:
    """The nearest title, the item's own name where none is written."""
    for declared in chain:
        if not isinstance(declared.node, ast.Party) and declared.node.title is not None:
            return declared.node.title.value
    assert chain[0].node.name is not None
    return chain[0].node.name.text


def nearest_lines(chain: Chain, kind: type[N]) -> tuple[Line[N], ...]:
    """The lines of a kind of the nearest item in the chain that has any."""
    for declared in chain:
        lines = tuple(Line(node, declared.module) for node in _items(declared) if isinstance(node, kind))
        if lines:
            return lines
    return ()


def level_lines(chain: Chain) -> LevelLines:
    """The lines of a service level, own before inherited."""
    targets = targets_of(chain)
    return LevelLines(
        population=_line(chain, ast.Population),
        counted=_line(chain, ast.Counted),
        clock=_clock(chain),
        update_clock=_line(chain, ast.UpdateClock),
        taken=_line(chain, ast.SeverityTaken),
        missing_end=_line(chain, ast.MissingEnd),
        good=_line(chain, ast.GoodWhen),
        measure=_line(chain, ast.Measure),
        window=_window(chain),
        sampling=_line(chain, ast.Sampling),
        down=_line(chain, ast.Down),
        missing_samples=_line(chain, ast.MissingSamples),
        empty_intervals=_line(chain, ast.EmptyIntervals),
        one_slot=_line(chain, ast.OneSlot),
        across=_line(chain, ast.Across),
        outside_term=_line(chain, ast.OutsideTerm),
        exclusions=nearest_lines(chain, ast.Exclusion),
        grace=_line(chain, ast.Grace),
        low_volume=_line(chain, ast.LowVolume),
        no_records=_line(chain, ast.NoRecords),
        promoted=_line(chain, ast.Promoted),
        baseline=_of_target(chain, ast.Baseline),
        ratchet=_of_target(chain, ast.Ratchet),
        expected=targets.expected,
        minimum=targets.limit,
        further=targets.further,
        needs=_line(chain, ast.Needs),
        credits=_credits(chain),
        choice=_choice(chain),
        weight=_line(chain, ast.Weight),
        tiers=_line(chain, ast.Tiers),
        excuses=nearest_lines(chain, ast.Excuses),
        reliance=_line(chain, ast.Reliance),
    )


def merged(chain: Chain, parts: Callable[[ast.Node], Sequence[Named]]) -> tuple[Line[Named], ...]:
    """Fields or tiers by name: those of the farthest item first, each replaced in place by a nearer one of its name."""
    lines: dict[str, Line[Named]] = {}
    for declared in reversed(chain):
        # Of two of one name in one item the first counts; that there are two is reported elsewhere.
        own = {part.name.text: Line(part, declared.module) for part in reversed(parts(declared.node))}
        lines.update({part.name.text: own[part.name.text] for part in parts(declared.node)})
    return tuple(lines.values())


def _base(declared: Declared, like: ast.Path, found: list[Diagnostic]) -> Declared | None:
    clause = clause_of(declared.node)
    if like.text == ALWAYS_ON:
        found.append(
            error(
                "SLA118",
                like.span,
                f"`{ALWAYS_ON}` is built in and has no lines to take over",
                clause=clause,
                write="write the hours, `Mon..Sun 00:00-24:00`, and what differs from them",
            )
        )
        return None
    base = resolve(like, declared.module, type(declared.node), clause)
    if isinstance(base, Unresolved):
        found += [] if base.finding is None else [base.finding]
        return None
    return base


def _circle(chain: Sequence[Declared], base: Declared) -> Diagnostic:
    start = next(index for index, each in enumerate(chain) if each.node is base.node)
    around = list(chain[start:])
    first = min(range(len(around)), key=lambda index: _place(around[index]))
    around = [*around[first:], *around[:first]]
    likes = [like for each in around if (like := like_of(each.node)) is not None]
    names = " → ".join(f"`{each.path}`" for each in (*around, around[0]))
    return error(
        "SLA117",
        likes[0].span,
        f"`like` goes round in a circle: {names}",
        clause=clause_of(around[0].node),
        write="let one of them stand alone, without `like`",
        labels=[Label(like.span, "and this leads on") for like in likes[1:]],
    )


def _place(declared: Declared) -> tuple[str, int]:
    return declared.node.span.file, declared.node.span.start


def _items(declared: Declared) -> Sequence[ast.Node]:
    match declared.node:
        case ast.ServiceLevel() | ast.Calendar():
            return declared.node.items
    return ()


def _line(chain: Chain, kind: type[N]) -> Line[N] | None:
    return next(iter(nearest_lines(chain, kind)), None)


def _window(chain: Chain) -> Line[ast.WindowLine] | None:
    for declared in chain:
        for item in _items(declared):
            if isinstance(item, ast.WindowLine):
                return Line(item, declared.module)
    return None


def _clock(chain: Chain) -> Line[ast.Clock | ast.UpdateClock] | None:
    for declared in chain:
        for item in _items(declared):
            if isinstance(item, ast.Clock | ast.UpdateClock):
                return Line(item, declared.module)
    return None


def _of_target(chain: Chain, kind: type[R]) -> Line[R] | None:
    """The nearest ratchet or baseline, unless a nearer item says itself what the target is that it is of."""
    nearer = set[str]()
    for declared in chain:
        for item in _items(declared):
            if isinstance(item, kind):
                return None if _place_of(item.word) in nearer else Line(item, declared.module)
        nearer.update(_targets_in(_items(declared)))
    return None


def _targets_in(items: Sequence[ast.Node]) -> Iterator[str]:
    for item in items:
        if isinstance(item, ast.Target):
            yield _place_of(item.word)
        elif isinstance(item, ast.Tiers):
            yield from (_place_of(column.kind) for column in item.columns)


def _place_of(word: str) -> str:
    """A `required` fills the place of a `minimum`."""
    return "minimum" if word == "required" else word


def _credits(chain: Chain) -> tuple[Line[CreditNode], ...]:
    """The credits of the nearest item that has any: a credit of its own replaces those that it would inherit."""
    for declared in chain:
        lines = tuple(Line(node, declared.module) for node in _credits_in(declared))
        if lines:
            return lines
    return ()


def _credits_in(declared: Declared) -> Iterator[CreditNode]:
    """The credits of an item in the order written, those that the customer chooses among too."""
    for item in _items(declared):
        if isinstance(item, CreditNode):
            yield item
        elif isinstance(item, ast.CustomerChooses):
            yield from item.credits


def _choice(chain: Chain) -> Line[ast.CustomerChooses] | None:
    """The choice that stands among the credits that count: those of the nearest item that has any."""
    for declared in chain:
        if any(_credits_in(declared)):
            items = _items(declared)
            chosen = (item for item in items if isinstance(item, ast.CustomerChooses))
            return next((Line(item, declared.module) for item in chosen), None)
    return None
