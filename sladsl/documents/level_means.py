"""Means of the values of another level, in words."""

from __future__ import annotations

from sladsl.documents.figures import window_words
from sladsl.documents.prose import counted, listed, plain, prose
from sladsl.documents.terms import Terms, dimension_words, find, level_reference, title
from sladsl.documents.view import Prose
from sladsl.planning.plan import LevelMean


def mean_words(terms: Terms, mean: LevelMean) -> Prose:
    """How the measured value is calculated, as sentences."""
    read = find(terms.plan.levels, mean.level)
    alike = ""
    if read.dimensions:
        names = plain(listed([dimension_words(each) for each in read.dimensions]))
        alike = f" for the same {names}"
    return prose(
        "the arithmetic mean of the Measured Values of ",
        level_reference(terms, mean.level),
        f"{alike} over its last {counted(mean.windows, 'Measurement Window')}, each a {window_words(read.window)}, to "
        "end by the end of the Measurement Window at issue. Each value counts alike, whatever the number of records "
        "behind it. Measurement Windows that are met, below expected or missed enter; those that are unmeasured, in "
        f"grace or excused are passed over as if they were not there. While fewer than {mean.windows} have ended, it "
        "is the mean of those that have; while none has, there is no Measured Value.",
    )


def mean_brief(terms: Terms, mean: LevelMean) -> str:
    """The measure in a few words: "mean of Invoice accuracy over the last 3 windows"."""
    named = title(find(terms.plan.levels, mean.level))
    return f"mean of {named} over the last {counted(mean.windows, 'window')}"
