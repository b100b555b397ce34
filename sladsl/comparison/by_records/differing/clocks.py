"""What the clocks of two versions make of the same records, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.comparison.by_records.differing.measuring import Counted, TrialRun
from sladsl.comparison.by_records.differing.shown import Shown, effect_of
from sladsl.comparison.by_records.made.group_words import in_words
from sladsl.comparison.by_records.made.record_groups import RecordGroup
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.effect import INCOMPARABLE, Effect, turned
from sladsl.comparison.logic.atoms import atoms
from sladsl.comparison.moments import write_moment
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.service_levels.series import more_good
from sladsl.comparison.service_levels.targets import is_high
from sladsl.measurement.lookups.deciding import DecidingRecord, RecordStanding
from sladsl.planning.plan import Calendar, ClockWithin, FieldLimit, Measure, Plan, Statistic
from sladsl.planning.wording import write_duration

_NOT_GOOD = {RecordStanding.BAD: 0, RecordStanding.UNDECIDED: 1, RecordStanding.GOOD: 2}


def shown_by_clocks(
    versions: Versions, old: TrialRun, new: TrialRun, counted: Mapping[TrialRun, Counted]
) -> Iterator[Shown]:
    """The records of a run that two versions count, and whose first counts for something else."""
    for number, group in enumerate(old.groups):
        before, after = counted[old].get(number), counted[new].get(number)
        if before is not None and after is not None and _counts_for(before) != _counts_for(after):
            is_harder = _is_harder(before, after)
            is_alike = before.standing is after.standing
            yield Shown(
                (is_alike, group.size),
                is_harder,
                _effect(versions, is_harder=is_harder, is_alike=is_alike),
                _told(versions.after, group, old.as_of, (before, after)),
                versions.new[0].name if isinstance(versions.whole.now, Calendar) else "",
                is_beside=_is_by_records(versions),
            )


def _is_by_records(versions: Versions) -> bool:
    """Whether what hours mean is found by records alone: the deadlines of a clock that may pause hang on its pauses."""
    clock, good = versions.new[1].clock, versions.new[1].good
    limits = (each.limit for each in ([] if good is None else atoms(good)) if isinstance(each, ClockWithin))
    return clock is not None and (bool(clock.pauses) or any(isinstance(each, FieldLimit) for each in limits))


def _is_harder(old: DecidingRecord, new: DecidingRecord) -> bool:
    """Whether a record is good before and not after, or else longer on the clock."""
    if old.standing is not new.standing:
        return _NOT_GOOD.get(new.standing, 3) < _NOT_GOOD.get(old.standing, 3)
    return _elapsed(new) > _elapsed(old)


def _effect(versions: Versions, *, is_harder: bool, is_alike: bool) -> Effect | None:
    """What it means that a record is harder to get right, or longer on the clock, or else easier."""
    old, new = versions.old[1], versions.new[1]
    statistics = {each.measure.statistic for each in (old, new) if isinstance(each.measure, Measure)}
    if statistics <= {Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD}:
        harder = INCOMPARABLE.effect if is_alike else turned(more_good(old, new)).effect
    elif Statistic.NUMBER not in statistics and {is_high(each) for each in targets_of(old, new)} == {False}:
        harder = Effect.STRICTER
    else:
        return None
    found = effect_of(versions, harder, is_harder=is_harder)
    return None if found is Effect.INCOMPARABLE else found


def _elapsed(record: DecidingRecord) -> int:
    return 0 if record.timing is None else record.timing.elapsed or 0


def _counts_for(record: DecidingRecord) -> tuple[RecordStanding, int]:
    return record.standing, _elapsed(record)


def _told(
    plan: Plan, group: RecordGroup, as_of: int | None, records: tuple[DecidingRecord, DecidingRecord]
) -> str:
    """A difference in words: the records, then what they come to before and after."""
    read = "" if as_of is None else f", read as of {write_moment(plan, as_of)}"
    return f"{in_words(plan, group)}{read}: {'; '.join(_parts(*records))}"


def _parts(old: DecidingRecord, new: DecidingRecord) -> Iterator[str]:
    elapsed = _elapsed(old), _elapsed(new)
    if elapsed[0] != elapsed[1]:
        yield f"{write_duration(elapsed[0])} on the clock before, {write_duration(elapsed[1])} after"
    if old.standing is not new.standing:
        after = (
            "not"
            if (old.standing, new.standing) == (RecordStanding.GOOD, RecordStanding.BAD)
            else _WORDS[new.standing]
        )
        yield f"{_WORDS[old.standing]} before, {after} after"


_WORDS = {each: str(each) for each in RecordStanding} | {RecordStanding.BAD: "not good"}
