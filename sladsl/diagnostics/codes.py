"""Every code of a finding, from the pages that explain them."""

from __future__ import annotations

from functools import cache

from sladsl.resources import explanations_dir


@cache
def known_codes() -> frozenset[str]:
    """The codes that findings have; a test holds that each has its page and each page its code."""
    return frozenset(page.stem for page in explanations_dir().glob("SLA*.md"))


@cache
def title_of(code: str) -> str | None:
    """What a page calls its finding ("sign of another kind"); None for a code without a page."""
    if code not in known_codes():
        return None
    with (explanations_dir() / f"{code}.md").open(encoding="utf-8") as page:
        return page.readline().partition(": ")[2].strip()
