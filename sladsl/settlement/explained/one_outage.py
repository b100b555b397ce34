"""One record of a level of time explained: what of it is down time, or takes time out, and in which windows."""

from __future__ import annotations

from sladsl.measurement.uptime.one_record import TimeStory
from sladsl.measurement.uptime.stretches import StretchKind, TimeStretch
from sladsl.planning.plan import Plan
from sladsl.planning.windows import Window
from sladsl.planning.wording import write_duration
from sladsl.settlement.display import show_instant
from sladsl.settlement.explained.one_record import condition_node
from sladsl.settlement.explained.records import record_name
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind, clause_of
from sladsl.settlement.sentences import level_title


def outage_node(plan: Plan, story: TimeStory) -> ExplanationNode:
    """What a level of time makes of a record."""
    title = level_title(story.level)
    name = f"{story.records} {record_name(story.record, story.file, story.row)}"
    ends = "still lasting" if story.ends is None else show_instant(plan, story.ends)
    lasts = "" if story.begins is None else f", {show_instant(plan, story.begins)} to {ends}"
    shown = tuple(_shown(plan, story, *each) for each in story.shown)
    conditions = tuple(condition_node(plan, story.level, each) for each in story.conditions)
    return ExplanationNode(
        SentenceKind.RECORD,
        f"{title}: {name}{lasts}{'' if shown else f', {_why_not(story)}'}",
        clause_of(story.level, title),
        (*conditions, *shown),
    )


def _why_not(story: TimeStory) -> str:
    """Why a record shows nothing."""
    if not all(each.holds for each in story.conditions):
        return "does not count"
    return "takes no time out" if story.excludes else "is no down time that counts"


def _shown(
    plan: Plan, story: TimeStory, window: Window, key: tuple[str, ...], stretch: TimeStretch
) -> ExplanationNode:
    whose = f" for {' / '.join(key)}" if key else ""
    entity = f", {stretch.entity}" if stretch.entity else ""
    what = "excluded" if stretch.state is StretchKind.EXCLUDED else "down"
    span = f"{show_instant(plan, stretch.begins)} to {show_instant(plan, stretch.ends)}"
    others = [
        f"{each.records} {record_name(each.record, each.file, each.row)}"
        for each in stretch.shown_by
        if (each.records, each.file, each.row) != (story.records, story.file, story.row)
    ]
    beside = f", with {', '.join(others)}" if others else ""
    return ExplanationNode(
        SentenceKind.STRETCH,
        f"In {window.label}{whose}{entity}: {write_duration(stretch.time)} {what}, of {span}{beside}",
        exact={"time_us": str(stretch.time)},
    )
