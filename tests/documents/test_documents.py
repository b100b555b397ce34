"""Whole documents against their expected text, and what holds for every document."""

import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sladsl.documents.from_plan import agreement_view
from sladsl.documents.render import render_html, render_markdown
from sladsl.documents.view import Definitions, Heading, Paragraph, Table
from sladsl.planning.contract import Clause, Contract
from sladsl.values import evolve
from tests.documents.agreements import accounts_payable, service_desk
from tests.documents.build import HASH, SPAN
from tests.tries import tries

EXPECTED = Path(__file__).parent / "expected"
AGREEMENTS = {"accounts_payable": accounts_payable, "service_desk": service_desk}


def view_of(make):
    plan, contract, worked = make()
    return agreement_view(plan, contract, worked, HASH)


class Page(HTMLParser):
    """The text of a page, its ids and local links, and whether every element that opens also closes."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page):
        super().__init__()
        self.open, self.ids, self.links, self.tags, self.attributes, self.words = [], [], [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self.ids.extend(value for name, value in attrs if name == "id")
        self.links.extend(value for name, value in attrs if name in {"href", "src"})
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self):
        return tidy("".join(self.words))


def tidy(text):
    return re.sub(r"\s+", " ", text).strip()


def said(blocks):
    """Every text of a view's blocks, as it should appear in a rendering."""
    for block in blocks:
        match block:
            case Paragraph(label=label, text=text, children=children):
                yield label
                yield "".join(run.text for run in text)
                yield from said(children)
            case Table(columns=columns, rows=rows):
                yield from (column.title for column in columns)
                yield from ("".join(run.text for run in cell) for row in rows for cell in row.cells)
            case Definitions(entries=entries):
                for entry in entries:
                    yield f"{entry.term} means {''.join(run.text for run in entry.meaning)}"
            case Heading(number=number, title=title):
                yield from (number, title)


def everything(view):
    yield from (view.title, *(party.title for party in view.parties), *(party.name for party in view.parties))
    for section in (*view.sections, *view.schedules):
        yield from (section.number, section.title, *said(section.blocks))
    yield from (text for fact in (*view.front, *view.provenance.facts) for text in fact)


def markdown_text(text):
    """The words of Markdown as a reader of it sees them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = (token for token in tokens if token.type == "inline")
    return tidy(
        " ".join(
            "".join(c.content for c in token.children or () if c.type in {"text", "code_inline"})
            for token in inline
        )
    )


@pytest.mark.parametrize("name", AGREEMENTS)
def test_the_whole_document_is_as_expected(name, request):
    path = EXPECTED / f"{name}.md"
    actual = render_markdown(view_of(AGREEMENTS[name]))
    if request.config.getoption("--update"):
        path.write_text(actual, encoding="utf-8")
    assert actual == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", AGREEMENTS)
def test_html_says_everything_the_view_says(name):
    view = view_of(AGREEMENTS[name])
    text = Page(render_html(view)).text
    assert [part for part in everything(view) if tidy(part) not in text] == []


@pytest.mark.parametrize("name", AGREEMENTS)
def test_markdown_says_everything_the_view_says(name):
    view = view_of(AGREEMENTS[name])
    text = markdown_text(render_markdown(view))
    assert [part for part in everything(view) if tidy(part) not in text] == []


@pytest.mark.parametrize("name", AGREEMENTS)
def test_html_is_well_formed_self_contained_and_its_references_lead_somewhere(name):
    page = Page(render_html(view_of(AGREEMENTS[name])))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link.removeprefix("#") not in page.ids} == set()
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert ("lang", "en") in page.attributes
    assert page.tags.count("main") == page.tags.count("h1") == 1


@pytest.mark.parametrize("name", AGREEMENTS)
def test_markdown_references_lead_somewhere(name):
    text = render_markdown(view_of(AGREEMENTS[name]))
    anchors = set(re.findall(r'<a id="([^"]+)">', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_every_header_cell_says_what_it_heads():
    page = render_html(view_of(accounts_payable))
    assert re.findall(r"<th\b(?! scope=)", page) == []


def renamed(text):
    """A document with this text wherever an author may write freely."""
    plan, _, worked = service_desk()
    ticket, tiers, levels = plan.records[0], plan.severities, plan.levels
    fields = (ticket.fields[0], evolve(ticket.fields[1], description=text), *ticket.fields[2:])
    plan = evolve(
        plan,
        title=text,
        law=text,
        provider=evolve(plan.provider, title=text),
        charges=(evolve(plan.charges[0], title=text),),
        records=(evolve(ticket, fields=fields),),
        severities=(evolve(tiers[0], title=text, description=text), *tiers[1:]),
        levels=(*levels[:-1], evolve(levels[-1], title=text)),
    )
    clause = Clause("clause:Own", SPAN, "Own", text, (text,))
    return agreement_view(plan, Contract((clause,), (), ()), worked, HASH)


PLAIN = renamed("Plain text")
HOSTILE = (
    "A <b>&amp;</b> | *x* __y__ [z](http://e.com) `c` ``d`` $1 ~~e~~ \\ # 1. - + > {{ f }}",
    "<script>alert(1)</script> </style>",
    "# heading",
    "1. item",
    "- item",
    "***",
    "|a|",
    "`",
    "\\",
    "a\nb",
    "<!-- -->",
)
AUTHORED = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


def block_structure(text):
    """How often each kind of block occurs; terms stand in the order of the alphabet, so their places may change."""
    return Counter((token.type, token.tag) for token in MarkdownIt("commonmark").enable("table").parse(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_of_a_document(text):
    view = renamed(text)
    page = Page(render_html(view))
    assert Counter(page.tags) == Counter(Page(render_html(PLAIN)).tags)
    assert tidy(text) in page.text
    markdown = render_markdown(view)
    assert block_structure(markdown) == block_structure(render_markdown(PLAIN))
    assert tidy(text) in markdown_text(markdown)


@given(AUTHORED)
@example("#")
@example("C#")
@example("a ##")
@tries(8)
def test_whatever_the_author_writes_is_what_a_reader_sees(text):
    view = evolve(PLAIN, title=text)
    assert text in Page(render_html(view)).text
    assert markdown_text(render_markdown(view)).startswith(text)


def test_a_title_cannot_end_the_style_sheet():
    page = render_html(evolve(PLAIN, title='"; } </style><b>'))
    style = page[page.index("<style>") : page.index("</style>")]
    assert "\\22 \\3b \\20 \\7d \\20 \\3c \\2f style\\3e \\3c b\\3e " in style


def test_the_same_agreement_gives_the_same_bytes_anywhere():
    program = (
        "from tests.documents.agreements import accounts_payable as make;"
        "from tests.documents.build import HASH;"
        "from sladsl.documents.from_plan import agreement_view;"
        "from sladsl.documents.render import render_html, render_markdown;"
        "plan, contract, worked = make();"
        "view = agreement_view(plan, contract, worked, HASH);"
        "print(hashlib.sha256((render_html(view) + render_markdown(view)).encode()).hexdigest())"
    )
    places = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        {"PYTHONHASHSEED": "2", "TZ": "UTC", "LANG": "de_DE.UTF-8"},
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", "import hashlib;" + program],
            env={**os.environ, **place},
            capture_output=True,
            check=True,
        )
        for place in places
    ]
    assert runs[0].stdout == runs[1].stdout


def test_only_rendering_loads_the_template_engine():
    program = "import sys, sladsl.documents.from_plan; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"
