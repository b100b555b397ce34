"""The pages lead to each other: every link leads somewhere, and nobody is more than two steps away from any page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
PAGES = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "agreements" / "README.md",
    ROOT / "stdlib" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def said(page: Path) -> str:
    """What a page says, without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[tuple[Path, str]]:
    """The files and the headings in them that a page links to."""
    found = [link for link in LINK.findall(said(page)) if "://" not in link]
    return [
        ((page.parent / target).resolve() if target else page, heading)
        for target, _, heading in (link.partition("#") for link in found)
    ]


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub links to them."""
    titles = [re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(said(page))]
    return {title.strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    assert [target for target, _ in links(page) if not target.exists()] == []
    assert [(target.name, to) for target, to in links(page) if to and to not in anchors(target)] == []


def test_every_page_is_two_steps_from_the_readme():
    first = {target for target, _ in links(README)}
    near = first | {target for page in first if page.suffix == ".md" for target, _ in links(page)}
    pages = {page for page in PAGES if page.parent != ROOT / "docs" / "diagnostics"}
    assert pages - near - {README} == set()
    assert ROOT / "docs" / "diagnostics" in first
