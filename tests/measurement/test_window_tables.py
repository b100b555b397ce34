"""What the engine need not be asked of windows."""

from itertools import pairwise

from attrs import evolve

from sladsl.measurement.scanning.scan_tables import UnitWindows
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import Unit
from sladsl.planning.windows import Window, window_segments

EDGES = (0, 10 * DAY, 25 * DAY, 40 * DAY)
WINDOWS = tuple(
    Window(Unit.MONTH, str(start), start, end, partial=False, as_of=end) for start, end in pairwise(EDGES)
)


def follow_closely(*windows):
    return UnitWindows(windows, window_segments(windows)).follow_closely


def test_windows_that_follow_one_another_need_no_condition_on_what_the_join_finds():
    """Such a condition costs more than the join."""
    assert follow_closely(*WINDOWS)
    assert not follow_closely(WINDOWS[0], WINDOWS[2])  # with a gap between them
    assert not follow_closely(*WINDOWS[:2], evolve(WINDOWS[2], as_of=39 * DAY))  # read before its end
    assert not follow_closely(*WINDOWS, evolve(WINDOWS[0], end=40 * DAY, as_of=40 * DAY))  # overlapping
    assert not follow_closely()
