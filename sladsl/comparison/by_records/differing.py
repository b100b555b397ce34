"""What two versions make of the same records, and which of the differences are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sladsl.comparison.by_records.scene import Scene, at, in_words
from sladsl.measurement.deciding import DecidingRecord, RecordStanding
from sladsl.planning.plan import Plan
from sladsl.planning.wording import write_duration
from sladsl.values import frozen

_NOT_GOOD = {RecordStanding.BAD: 0, RecordStanding.UNDECIDED: 1, RecordStanding.GOOD: 2}


@frozen
class Differing:
    """Records of which the first counts for something else after a change than before it."""

    scene: Scene
    as_of: int | None
    before: DecidingRecord
    after: DecidingRecord

    @property
    def is_harder(self) -> bool:
        """Whether the record is good before and not after, or else longer on the clock."""
        old, new = self.before, self.after
        if old.standing is not new.standing:
            return _NOT_GOOD.get(new.standing, 3) < _NOT_GOOD.get(old.standing, 3)
        return _elapsed(new) > _elapsed(old)

    @property
    def rank(self) -> tuple[bool, int]:
        """What is told first: another verdict, then the simplest records."""
        return self.before.standing is self.after.standing, self.scene.size


def _elapsed(record: DecidingRecord) -> int:
    return 0 if record.timing is None else record.timing.elapsed or 0


def differing(
    scenes: Sequence[Scene],
    as_of: int | None,
    before: Mapping[int, DecidingRecord],
    after: Mapping[int, DecidingRecord],
) -> Iterator[Differing]:
    """The scenes whose first record two versions count, and count for something else."""
    for number, scene in enumerate(scenes):
        old, new = before.get(number), after.get(number)
        if old is not None and new is not None and _counts_for(old) != _counts_for(new):
            yield Differing(scene, as_of, old, new)


def _counts_for(record: DecidingRecord) -> tuple[RecordStanding, int]:
    return record.standing, _elapsed(record)


def told(plan: Plan, each: Differing) -> str:
    """A difference in words: the records, then what they come to before and after."""
    read = "" if each.as_of is None else f", read as of {at(plan, each.as_of)}"
    return f"{in_words(plan, each.scene)}{read}: {'; '.join(_parts(each))}"


def _parts(each: Differing) -> Iterator[str]:
    elapsed = _elapsed(each.before), _elapsed(each.after)
    if elapsed[0] != elapsed[1]:
        yield f"{write_duration(elapsed[0])} on the clock before, {write_duration(elapsed[1])} after"
    standing = each.before.standing, each.after.standing
    if standing[0] is not standing[1]:
        after = "not" if standing == (RecordStanding.GOOD, RecordStanding.BAD) else _WORDS[standing[1]]
        yield f"{_WORDS[standing[0]]} before, {after} after"


_WORDS = {each: str(each) for each in RecordStanding} | {RecordStanding.BAD: "not good"}
