"""What has changed, as one self-contained HTML page."""

from __future__ import annotations

from sladsl.comparison.reports.report import Difference
from sladsl.comparison.reports.report_view import view_of
from sladsl.documents.render import template_environment


def report_html(report: Difference) -> str:
    """Write all changes clause by clause, to read on a screen of any width and to print."""
    return (
        template_environment("sladsl.comparison.reports")
        .get_template("difference.html")
        .render(view=view_of(report))
    )
