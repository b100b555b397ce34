"""Time zones that keep one offset from UTC all year, under names that people read as the time of a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_PLACES = {
    "EST": "America/New_York",
    "MST": "America/Denver",
    **dict.fromkeys(("GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"), "Europe/London"),
}
"""The place whose winter time a name is, and whose clocks go forward in summer."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the zone of the agreement and at those that its calendars keep."""
    zone = analysis.header.zone
    if zone is not None:
        yield from _fixed(zone, None)
    for calendar in analysis.calendars.values():
        for line in calendar.zones:
            if line.module is analysis.module:
                yield from _fixed(line.node, clause_of(calendar.node))


def _fixed(zone: ast.Zone, clause: str | None) -> Iterator[Diagnostic]:
    place = _PLACES.get(zone.name)
    if place is not None:
        yield warning(
            "SLA795",
            zone.name_span,
            f"`{zone.name}` has no summer time: for half of the year it is an hour behind the clocks of {_city(place)}",
            clause=clause,
            write=f"write `{place}`, or keep it if no summer time is meant",
        )
    counted = re.fullmatch(r"Etc/GMT([+-])([1-9][0-9]?)", zone.name)
    if counted:
        side = "behind" if counted[1] == "+" else "ahead of"
        yield warning(
            "SLA795",
            zone.name_span,
            f"`{zone.name}` is {counted[2]} h {side} UTC, all year: the sign of these names is turned round",
            clause=clause,
            write="write a zone as a region and a city, such as `Europe/London`",
        )


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
