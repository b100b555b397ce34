"""Groups of records that are measured at once come to what each of them comes to by itself.

Of levels by each record they do, too, but for the keys that windows are named after.
"""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import sladsl
from sladsl.comparison.by_records.differing.settling import Asked, settled
from sladsl.comparison.by_records.made.record_groups import RecordGroup
from sladsl.comparison.by_records.tried.other_windows import records_across_windows
from sladsl.comparison.by_records.tried.windows import records_for_windows
from sladsl.comparison.by_records.versions import versions_of
from sladsl.comparison.compare import Agreed, compare
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.how import Engine
from sladsl.planning.plan import RecordWindow
from sladsl.planning.zones import day_start
from sladsl.values import evolve
from tests.tries import TIMES

CASES = Path(__file__).parent.parent / "cases" / "diff"
THROUGH = day_start(ZoneInfo("Europe/London"), dt.date(2026, 10, 15))
SOME = 1 if TIMES > 1 else 7
"""Every group is looked at by itself, or every so many."""


def tried(case):
    """What is tried of each level in two versions, through an instant behind all records."""
    loaded = (sladsl.load(CASES / case / side) for side in ("old.sla", "new.sla"))
    for change in compare(*(Agreed(each.plan, each.contract) for each in loaded)).changes:
        for versions in (each for without in change.without for each in versions_of(without)):
            tried = records_across_windows if case == "windows" else records_for_windows
            if not isinstance(versions.new[0].window, RecordWindow):
                yield Asked(versions.plans, [each.group for each in tried(versions)], THROUGH)


@pytest.mark.parametrize("case", ["figures", "left_out", "windows"])
def test_a_group_beside_others_comes_to_what_it_does_alone(case):
    asked = [each for each in tried(case) if each.groups]
    with open_session(Engine()) as session:
        told = [each for results in settled(session, asked) for each in results]
        groups = [(each.plans, group) for each in asked for group in each.groups]
        some = [*zip(groups, told, strict=True)][::SOME]
        alone = [settled(session, [Asked(plans, [group], THROUGH)]) for (plans, group), _ in some]
    assert [each for _, each in some] == [each for ((each,),) in alone]
    assert all(results for _, both in some for results in both)


def test_records_that_are_refused_leave_the_others_as_they_are():
    one = next(each for each in tried("windows") if len(each.groups) > 1)
    first, second = one.groups[:2]
    row = first.rows[0]
    alike = [evolve(row, held={**row.held, "id": "A", "late": late}) for late in (True, False)]
    with open_session(Engine()) as session:
        alone = [settled(session, [Asked(one.plans, [each], THROUGH)])[0][0] for each in (first, second)]
        groups = [first, RecordGroup(tuple(alike), 2), second]
        assert settled(session, [Asked(one.plans, groups, THROUGH)]) == [[alone[0], ((), ()), alone[1]]]
