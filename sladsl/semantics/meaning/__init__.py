"""The meaning of an agreement: values beside the tree, with inherited lines in place and names resolved.

Nodes stay the tree's own; tables are keyed by their identity. A line inherited from a module keeps its node there, so
its span points into that file.
"""

from sladsl.semantics.meaning.declared import (
    Calendar,
    ChoiceValue,
    Field,
    FieldPath,
    Header,
    HolidayFile,
    Line,
    N,
    Reading,
    RecordSet,
    Severities,
    node_of,
)
from sladsl.semantics.meaning.levels import (
    Beside,
    CellCredit,
    CreditNode,
    Dimension,
    Excluding,
    Level,
    LevelLines,
    Linked,
    Promise,
    SeverityRead,
    Terms,
    has_good_column,
    is_of_records,
)
from sladsl.semantics.meaning.whole import Analysis, Clause, ExampleSubject, Quoted, Relied, Worded

__all__ = [
    "Analysis",
    "Beside",
    "Calendar",
    "CellCredit",
    "ChoiceValue",
    "Clause",
    "CreditNode",
    "Dimension",
    "ExampleSubject",
    "Excluding",
    "Field",
    "FieldPath",
    "Header",
    "HolidayFile",
    "Level",
    "LevelLines",
    "Line",
    "Linked",
    "N",
    "Promise",
    "Quoted",
    "Reading",
    "RecordSet",
    "Relied",
    "Severities",
    "SeverityRead",
    "Terms",
    "Worded",
    "has_good_column",
    "is_of_records",
    "node_of",
]
