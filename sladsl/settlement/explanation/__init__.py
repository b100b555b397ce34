"""Why each figure is what it is: the tree that a statement is read from.

Nothing is computed twice: a settled period holds its steps, a step the lines before and after it, a line the
credit that made it, a credit its row and base, a verdict the targets it was compared with. Amounts are exact
`Fraction` of major units.
"""

from sladsl.settlement.explanation.comparisons import Comparison
from sladsl.settlement.explanation.credits import (
    AFFECTED,
    Assessment,
    Base,
    Credit,
    Factor,
    PartOfTime,
    RecordsCounted,
    Row,
    SharedAmong,
    ShareTaken,
    Shortage,
    StepCount,
    thresholds_of,
)
from sladsl.settlement.explanation.lines import (
    Balance,
    Change,
    LimitUse,
    Line,
    LineKind,
    Prospect,
    Standing,
    StepTaken,
    total_of,
)
from sladsl.settlement.explanation.periods import (
    Adjustment,
    Due,
    Firing,
    Given,
    RecordCount,
    Settled,
    SettledPeriod,
    Sum,
)
from sladsl.settlement.explanation.results import Raised, Result, Verdict

__all__ = [
    "AFFECTED",
    "Adjustment",
    "Assessment",
    "Balance",
    "Base",
    "Change",
    "Comparison",
    "Credit",
    "Due",
    "Factor",
    "Firing",
    "Given",
    "LimitUse",
    "Line",
    "LineKind",
    "PartOfTime",
    "Prospect",
    "Raised",
    "RecordCount",
    "RecordsCounted",
    "Result",
    "Row",
    "Settled",
    "SettledPeriod",
    "ShareTaken",
    "SharedAmong",
    "Shortage",
    "Standing",
    "StepCount",
    "StepTaken",
    "Sum",
    "Verdict",
    "thresholds_of",
    "total_of",
]
