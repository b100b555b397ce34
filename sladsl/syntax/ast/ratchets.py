"""Targets that become stricter as a level does better: ratchets and baselines."""

from __future__ import annotations

from sladsl.syntax.ast.literals import Number, Percent
from sladsl.syntax.ast.measures import Rounded
from sladsl.syntax.ast.node import Node
from sladsl.syntax.ast.windows import TargetLiteral
from sladsl.values import frozen


@frozen(eq=False)
class Gap(Node):
    """`by at most 10% of the gap to 100%`."""

    share: Percent
    to: TargetLiteral


@frozen(eq=False)
class Ratchet(Node):
    """`ratchet to the midpoint of the minimum and the mean of the last 12 windows when better in each, rounded …`.

    `word` is expected, minimum or required.
    """

    word: str
    windows: Number
    most: Gap | None
    rounded: Rounded


@frozen(eq=False)
class Baseline(Node):
    """`baseline of the first 3 windows, then the midpoint of the minimum and their mean, rounded …`."""

    word: str
    windows: Number
    rounded: Rounded
