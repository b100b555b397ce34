"""A view of a document as HTML or Markdown.

Templates run in Jinja's sandbox and see the view alone. Whatever they print is escaped for the format, unless the
template itself wrote it; a name that the view does not have is an error. The same view gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from jinja2 import PackageLoader, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sladsl.documents.view import DocumentView

# Every character that can begin markup within a line of CommonMark, GitHub's tables and its formulas, and "#", which
# closes a heading. What begins a block at the start of a line needs none: the templates start every line with words of
# their own.
_MARKS = re.compile(r"[\\`*_\[\]<>|&~$#]")


def render_html(view: DocumentView) -> str:
    """The document as one self-contained HTML page, to read on a screen of any width and to print on A4."""
    environment = template_environment("sladsl.documents")
    environment.filters["css_text"] = _css_text
    return environment.get_template("agreement.html").render(view=view)


def render_markdown(view: DocumentView) -> str:
    """The document as Markdown, as GitHub and CommonMark with tables read it."""
    environment = markdown_environment("sladsl.documents")
    return environment.get_template("agreement.md").render(view=view)


def markdown_environment(package: str) -> SandboxedEnvironment:
    """What renders the Markdown templates of a package: text is escaped, and `code` puts it between backticks."""
    environment = template_environment(package, finalize=_markdown)
    environment.filters["code"] = _code
    return environment


def template_environment(
    package: str, finalize: Callable[[object], object] | None = None
) -> SandboxedEnvironment:
    """What renders the templates of a package, in the sandbox and with all text escaped."""
    return SandboxedEnvironment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _markdown(value: object) -> object:
    """Escape text for Markdown; what a macro or a filter of ours gave stays as it is."""
    if isinstance(value, Markup | Undefined):
        return value
    return Markup(_MARKS.sub(lambda mark: "\\" + mark[0], _one_line(str(value))))  # noqa: S704 - escaped for Markdown


def _code(text: str) -> Markup:
    """Text between backticks, where nothing else is markup; longer ones where it has some itself."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    cell = _one_line(text).replace("|", "\\|")
    return Markup(f"{fence}{cell}{fence}")  # noqa: S704 - nothing is markup between backticks


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text)


def _css_text(text: str) -> Markup:
    """Text as a CSS string, which HTML's own escapes would not protect within a style sheet."""
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{escaped}"')  # noqa: S704 - nothing but ASCII letters, digits and escapes is left
