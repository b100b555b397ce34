"""Why each figure is what it is: the tree that a statement is read from.

Nothing is computed twice: a settled period holds its steps, a step the lines before and after it, a line the
credit that made it, a credit its row and base, a verdict the targets it was compared with. Amounts are exact
`Fraction` of major units.
"""

from sladsl.settlement.explanation.comparisons import TargetComparison
from sladsl.settlement.explanation.credits import (
    AFFECTED,
    Assessment,
    ChargeBase,
    Credit,
    Factor,
    PartOfTime,
    RecordsCounted,
    ResolvedBand,
    SharedAmong,
    ShareTaken,
    Shortage,
    StepCount,
    thresholds_of,
)
from sladsl.settlement.explanation.lines import (
    Balance,
    EarnBackState,
    LimitUse,
    LineChange,
    LineKind,
    Prospect,
    SettlementLine,
    StepTaken,
    total_of,
)
from sladsl.settlement.explanation.periods import (
    Adjustment,
    DatedConsequence,
    Firing,
    RecordCount,
    RemedyCreditAmount,
    Settled,
    SettledPeriod,
    Sum,
)
from sladsl.settlement.explanation.results import RaisedTarget, Result, Verdict

__all__ = [
    "AFFECTED",
    "Adjustment",
    "Assessment",
    "Balance",
    "ChargeBase",
    "Credit",
    "DatedConsequence",
    "EarnBackState",
    "Factor",
    "Firing",
    "LimitUse",
    "LineChange",
    "LineKind",
    "PartOfTime",
    "Prospect",
    "RaisedTarget",
    "RecordCount",
    "RecordsCounted",
    "RemedyCreditAmount",
    "ResolvedBand",
    "Result",
    "Settled",
    "SettledPeriod",
    "SettlementLine",
    "ShareTaken",
    "SharedAmong",
    "Shortage",
    "StepCount",
    "StepTaken",
    "Sum",
    "TargetComparison",
    "Verdict",
    "thresholds_of",
    "total_of",
]
