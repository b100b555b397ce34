"""Records that show a change."""

from __future__ import annotations

from sladsl.comparison.effect import Effect
from sladsl.values import frozen


@frozen
class Shown:
    """Records that show a change: `is_harder` says for whom, and `effect` what that means; None where it is unclear.

    What has the least `rank` is told first. `level` is whose windows show it, where a change is about several levels.
    """

    rank: tuple[bool, int]
    is_harder: bool | None
    effect: Effect | None
    words: str
    level: str = ""
