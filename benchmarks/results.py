"""What the contestants took, as a table of ratios."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from attrs import frozen

from benchmarks.contest import OURS
from benchmarks.workload import SCAN, Workload

_RESULTS = Path(__file__).parent / "RESULTS.md"
_LIBRARIES = ("sladsl", "duckdb", "numpy", "pandas", "pyarrow", "businesstimedelta", "pyspark")
_STEPS = ("reading", "checking", "counting")
_MB = 1_000_000


@frozen
class Outcome:
    """What a contestant took, as `benchmarks.contest` tells it; None where it failed."""

    contestant: str
    took: Mapping[str, float | str | None] | None


def table(workload: Workload, rows: int, outcomes: Sequence[Outcome]) -> str:
    """The outcomes in Markdown; of our own time, counting is told apart from reading and checking the records."""
    worked = {each.contestant: _scaled(workload, rows, each, "processors") for each in outcomes}
    answers = {each.took["answer"] for each in outcomes if each.took and each.took["answer"]}
    lines = [
        f"### {rows:,} {workload.title}",
        "",
        "| | s | CPU s | × scan | × hand-written SQL | peak MB | answer |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for each in outcomes:
        if each.took is None:
            lines.append(f"| {each.contestant} | failed | | | | | |")
            continue
        sample = " (from a sample)" if each.contestant in workload.samples else ""
        times = _times(_scaled(workload, rows, each, "seconds"), worked[each.contestant], worked)
        peak = f"{float(each.took['peak'] or 0) / _MB:,.0f}"
        lines.append(f"| {each.contestant}{sample} | {times} | {peak} | {each.took['answer'] or ''} |")
        if each.contestant.startswith(OURS):
            lines += [f"| {each.contestant}: {step} | {_step(each, step, worked)} | | |" for step in _STEPS]
    lines.append("")
    lines.append(
        "All answers are equal." if len(answers) == 1 else f"ANSWERS DIFFER: {sorted(map(str, answers))}"
    )
    return "\n".join([*lines, ""])


def write_results(tables: Sequence[str]) -> None:
    """Write the tables with the machine and the versions they are from."""
    _RESULTS.write_text("\n".join([_HEAD.format(machine=_machine()), *tables]))


_HEAD = """\
# Results

Made by `make benchmark`; not run by any test. Times are those of the best repeat in one process, on a warm page cache.
`s` is what a clock on the wall shows, which other work on the machine multiplies; `CPU s` is the time of all processors
together, and the ratios are of that. `counting` is what measuring takes once the records are read and checked;
`checking` is to be held against one more scan with a count of the keys.

{machine}
"""


def _scaled(workload: Workload, rows: int, outcome: Outcome, what: str) -> float | None:
    if outcome.took is None:
        return None
    sampled, _ = workload.samples.get(outcome.contestant, (rows, None))
    return float(outcome.took[what] or 0) * rows / min(rows, sampled)


def _step(outcome: Outcome, step: str, worked: Mapping[str, float | None]) -> str:
    assert outcome.took is not None, "what failed has no steps"
    seconds, processors = (float(outcome.took.get(what) or 0) for what in (step, f"{step} processors"))
    return _times(seconds, processors, worked)


def _times(seconds: float | None, processors: float | None, worked: Mapping[str, float | None]) -> str:
    """The seconds, those of all processors, and how many times these are those of a scan, and of SQL."""

    def ratio(to: str) -> str:
        other = worked.get(to)
        return "" if processors is None or other is None else f"{processors / other:.2f}"

    return f"{seconds or 0:.3f} | {processors or 0:.3f} | {ratio(SCAN)} | {ratio('hand-written SQL')}"


def _machine() -> str:
    versions = ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))
    return f"{_processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, {versions}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
