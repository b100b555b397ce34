"""One record of a level of time explained: what of it is down time, or takes time out, and in which windows."""

from __future__ import annotations

from sladsl.measurement.uptime.one_record import EvidenceTrace
from sladsl.measurement.uptime.stretches import StretchKind, TimeStretch
from sladsl.planning.plan import Plan
from sladsl.planning.windows import Window
from sladsl.planning.wording import write_duration
from sladsl.settlement.display import show_instant
from sladsl.settlement.explained.one_record import condition_node
from sladsl.settlement.explained.records import record_name
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind, clause_of
from sladsl.settlement.sentences import level_title


def outage_node(plan: Plan, trace: EvidenceTrace) -> ExplanationNode:
    """What a level of time makes of a record."""
    title = level_title(trace.level)
    name = f"{trace.records} {record_name(trace.record, trace.file, trace.row)}"
    ends = "still lasting" if trace.ends is None else show_instant(plan, trace.ends)
    lasts = "" if trace.begins is None else f", {show_instant(plan, trace.begins)} to {ends}"
    shown = tuple(_shown(plan, trace, *each) for each in trace.shown)
    conditions = tuple(condition_node(plan, trace.level, each) for each in trace.conditions)
    return ExplanationNode(
        SentenceKind.RECORD,
        f"{title}: {name}{lasts}{'' if shown else f', {_why_not(trace)}'}",
        clause_of(trace.level, title),
        (*conditions, *shown),
    )


def _why_not(trace: EvidenceTrace) -> str:
    """Why a record shows nothing."""
    if not all(each.holds for each in trace.conditions):
        return "does not count"
    return "takes no time out" if trace.excludes else "is no down time that counts"


def _shown(
    plan: Plan, trace: EvidenceTrace, window: Window, key: tuple[str, ...], stretch: TimeStretch
) -> ExplanationNode:
    whose = f" for {' / '.join(key)}" if key else ""
    entity = f", {stretch.entity}" if stretch.entity else ""
    what = "excluded" if stretch.state is StretchKind.EXCLUDED else "down"
    span = f"{show_instant(plan, stretch.begins)} to {show_instant(plan, stretch.ends)}"
    others = [
        f"{each.records} {record_name(each.record, each.file, each.row)}"
        for each in stretch.shown_by
        if (each.records, each.file, each.row) != (trace.records, trace.file, trace.row)
    ]
    beside = f", with {', '.join(others)}" if others else ""
    return ExplanationNode(
        SentenceKind.STRETCH,
        f"In {window.label}{whose}{entity}: {write_duration(stretch.time)} {what}, of {span}{beside}",
        exact={"time_us": str(stretch.time)},
    )
