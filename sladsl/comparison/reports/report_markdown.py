"""What has changed, as Markdown for a merge request."""

from __future__ import annotations

from sladsl.comparison.reports.report import Difference
from sladsl.comparison.reports.report_view import view_of
from sladsl.documents.render import markdown_environment


def report_markdown(report: Difference) -> str:
    """Write all changes clause by clause, as GitHub and CommonMark with tables read them."""
    return (
        markdown_environment("sladsl.comparison.reports")
        .get_template("difference.md")
        .render(view=view_of(report))
    )
