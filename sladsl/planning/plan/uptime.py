"""Up and down time: the evidence it is read from and how it is counted."""

from __future__ import annotations

from enum import StrEnum

from sladsl.planning.plan.expressions import Expression, Field
from sladsl.planning.plan.facts import Comparator, Fact, Quantity, ValueType
from sladsl.planning.plan.measures import IntervalMean, LevelMean, Measure, OpenRecords, Ratio
from sladsl.values import frozen


class Up(StrEnum):
    """What is measured of the time in which a service is up or down."""

    AVAILABILITY = "availability"
    DOWNTIME = "downtime"
    LONGEST = "longest outage"
    OUTAGES = "number of outages"


@frozen
class Uptime(Fact):
    """Time up over agreed time, time down (µs), the longest outage (µs) or how many there are.

    Agreed time is that of the window, or the open time of `calendar` in it, in both cases less what is absent. With
    `whole_minutes`, what an outage has beyond whole minutes is dropped. `affected` and `total` weigh each outage by
    affected / total of its record.
    """

    type: ValueType
    statistic: Up
    calendar: str | None = None
    whole_minutes: bool = False
    affected: Field | None = None
    total: Field | None = None


class Missing(StrEnum):
    """What the time of a slot without a sample, or of an interval without rows, counts as."""

    UP = "up"
    DOWN = "down"
    ABSENT = "absent"


class SlotRule(StrEnum):
    """How many of the samples of one slot must be bad for the slot to be down."""

    ANY = "any"
    ALL = "all"


class Across(StrEnum):
    """How several entities are measured as one: their times added up, or down when any, or when all, of them are."""

    POOLED = "pooled"
    ANY_DOWN = "any down"
    ALL_DOWN = "all down"


@frozen
class Outages:
    """The records last from `starts` to `ends`: down while one does for which `condition` holds, or any where None."""

    starts: Field
    ends: Field
    condition: Expression | None = None


@frozen
class Samples:
    """The records are samples, each of which stands for the whole slot of `every` µs in which its instant `at` lies.

    Slots count from the start of the term. One with a sample for which `condition` holds is down; `missing` is what one
    without a sample counts as. A second sample in a slot is an error in the data unless `one_slot` says which of them
    decide.
    """

    every: int
    at: Field
    condition: Expression
    missing: Missing
    one_slot: SlotRule | None = None


@frozen
class Rates:
    """The records are summed over intervals of `every` µs, counted from the start of the term, by their instant `at`.

    An interval is down when the sum of `over`, divided by that of `under`, stands to `limit` as `comparator` says;
    `empty` is what one without rows, or with nothing to divide by, counts as.
    """

    every: int
    at: Field
    over: Expression
    under: Expression
    comparator: Comparator
    limit: Quantity
    empty: Missing


DownEvidence = Outages | Samples | Rates


@frozen
class Beside(Fact):
    """Records of another set, for which `where` holds, used as intervals that are united where they overlap or touch.

    `alike` names the dimensions, and the field of the entities, that these records have as well: those of one value are
    about the same value of the level. Records without such a field are about all of it.
    """

    records: str
    where: Expression | None
    alike: tuple[str, ...]


@frozen
class DownWhile(Fact):
    """When the service is down: by the evidence of the level's own records, and while any record `during` lasts.

    A run of down time shorter than `least` µs does not count. Runs are judged on the whole time line of the term, after
    exclusions, whatever the windows.
    """

    evidence: DownEvidence
    least: int = 0
    during: tuple[Beside, ...] = ()


@frozen
class Entities(Fact):
    """What the evidence of one series is about: a line of time for each value of `field`, measured together by `rule`.

    The values are those declared of a choice, the keys of the records that a ref refers to, and of a text those that
    samples or rates hold.
    """

    field: Field
    rule: Across


Measured = Measure | Ratio | IntervalMean | OpenRecords | Uptime | LevelMean
