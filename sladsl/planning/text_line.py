"""Lines of the plan as text, and how they begin."""

from __future__ import annotations

from sladsl.planning.plan import Dated, Quantity, Rate
from sladsl.source import Span
from sladsl.values import frozen


@frozen
class PlanLine:
    """A line of text, how far it is set in, and where the agreement says it."""

    text: str
    depth: int = 0
    span: Span | None = None

    @property
    def shown(self) -> str:
        return "  " * self.depth + self.text


def heading(kind: str, name: str, title: str) -> str:
    """Write what an item is, and is called: `charge Fee "Monthly Fee"`."""
    return f"{kind} {titled(name, title)}"


def titled(name: str, title: str) -> str:
    """Write a name with its title where it has one."""
    return f'{name} "{title}"' if title else name


def from_when(dated: Dated[Quantity] | Dated[Rate] | Dated[str]) -> str:
    """Write from when on a value holds; nothing where it does from the start."""
    return "" if dated.since is None else f"from {dated.since} "
