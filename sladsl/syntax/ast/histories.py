"""When a level has failed over several windows."""

from __future__ import annotations

from sladsl.syntax.ast.literals import Months, Number
from sladsl.syntax.ast.node import Node
from sladsl.values import frozen


@frozen(eq=False)
class Consecutive(Node):
    """`in 2 or more consecutive windows`."""

    times: Number


@frozen(eq=False)
class OfAny(Node):
    """`in 3 or more of any 6 windows`."""

    times: Number
    windows: Number


@frozen(eq=False)
class TimesIn(Node):
    """`4 or more times in a contract year`; or, where `months` are written, `in any 12 months`."""

    times: Number
    anchor: str | None
    unit: str | None
    months: Months | None


Lately = Consecutive | OfAny | TimesIn
