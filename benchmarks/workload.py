"""What a workload is: its records, who measures them, and the answer that they must agree on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    import duckdb

    from sladsl.measurement.results import Measurement

Answer = list[tuple[Any, ...]]
"""Rows of texts and integers, in order."""

Prepare = Callable[[Path], Callable[[], Answer]]
"""Imports and opens what is needed for the records in a folder; what it gives measures them, and is timed."""

SCAN = "scan"


@frozen
class Workload:
    """Records to measure.

    `records` are the files of each record set. `generate` writes so many rows into a folder. `contestants` measure
    them and give the answer, but for the one called `scan`, which adds up the columns that are needed and no more.
    `samples` measure only so many of the rows. `answer` brings measurements into the form of the others' answers.
    """

    title: str
    agreement: str
    records: Mapping[str, str]
    generate: Callable[[duckdb.DuckDBPyConnection, Path, int], None]
    contestants: Mapping[str, Prepare]
    samples: Mapping[str, tuple[int, Prepare]]
    answer: Callable[[tuple[Measurement, ...]], Answer]
