"""From stretches of each entity to the states of each line of time that is measured, before and after exclusions.

A state is a stretch with five numbers that are 0 or 1: `down` and `gone` as exclusions leave it, `gross_down` and
`gross_gone` without them, and `excluded`. Time in no state is up and agreed.
"""

from __future__ import annotations

from sladsl.measurement.sql.pieces import Sql, integer, name, sql
from sladsl.measurement.uptime.exclusions import ABSENT
from sladsl.measurement.uptime.intervals import swept
from sladsl.planning.plan import Across, Entities

STATES = ("down", "gone", "gross_down", "gross_gone", "excluded")


def states(entities: Entities | None, stretches: Sql, lines: str) -> Sql:
    """The states of the lines of time that are measured: of each entity, or of all entities of a series as one."""
    own = sql(
        "SELECT series, entity, begins, ends,"
        " CASE WHEN down > 0 AND taken = 0 THEN 1 ELSE 0 END AS down,"
        " CASE WHEN gone > 0 OR taken = {} THEN 1 ELSE 0 END AS gone,"
        " CASE WHEN down > 0 THEN 1 ELSE 0 END AS gross_down,"
        " CASE WHEN gone > 0 THEN 1 ELSE 0 END AS gross_gone,"
        " CASE WHEN taken > 0 AND gone = 0 THEN 1 ELSE 0 END AS excluded FROM ({}) AS s",
        integer(ABSENT),
        stretches,
    )
    if entities is None or entities.rule is Across.POOLED:
        return own
    return _together(entities.rule, own, lines)


def _together(rule: Across, own: Sql, lines: str) -> Sql:
    """The states of a series whose entities are up and down together.

    Entities that are gone do not count: it is gone when all are, and excluded when all that are there are.
    """
    held = {
        state: sql("SELECT series, '' AS entity, begins, ends FROM own WHERE {} = 1", name(state))
        for state in STATES
    }
    known, known_gross = sql("(entities - gone)"), sql("(entities - gross_gone)")
    if rule is Across.ANY_DOWN:
        down, gross_down = sql("down > 0"), sql("gross_down > 0")
    else:
        down = sql("down > 0 AND down = {}", known)
        gross_down = sql("gross_down > 0 AND gross_down = {}", known_gross)
    return sql(
        "WITH own AS ({}), together AS ({})"
        " SELECT t.series, t.entity, begins, ends, CASE WHEN {} THEN 1 ELSE 0 END AS down,"
        " CASE WHEN {} = 0 THEN 1 ELSE 0 END AS gone, CASE WHEN {} THEN 1 ELSE 0 END AS gross_down,"
        " CASE WHEN {} = 0 THEN 1 ELSE 0 END AS gross_gone,"
        " CASE WHEN excluded > 0 AND excluded = {} THEN 1 ELSE 0 END AS excluded"
        " FROM together AS t JOIN (SELECT series, count(*) AS entities FROM {} GROUP BY series) AS n"
        " ON n.series = t.series",
        *(own, swept(held), down, known, gross_down, known_gross, known_gross, name(lines)),
    )
