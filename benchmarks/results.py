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
_LIBRARIES = ("sladsl", "duckdb", "numpy", "pandas", "pyarrow", "businesstimedelta")
_STEPS = ("reading", "checking", "counting")
_MB = 1_000_000


@frozen
class Outcome:
    """What a contestant took, as `benchmarks.contest` tells it; None where it failed."""

    contestant: str
    took: Mapping[str, float | str | None] | None


def table(workload: Workload, rows: int, outcomes: Sequence[Outcome]) -> str:
    """The outcomes in Markdown; of our own time, counting is told apart from reading and checking the records."""
    times = {each.contestant: _seconds(workload, rows, each) for each in outcomes}
    answers = {each.took["answer"] for each in outcomes if each.took and each.took["answer"]}
    lines = [
        f"### {rows:,} {workload.title}",
        "",
        "| | s | × scan | × hand-written SQL | peak MB | answer |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for each in outcomes:
        if each.took is None:
            lines.append(f"| {each.contestant} | failed | | | | |")
            continue
        sample = " (from a sample)" if each.contestant in workload.samples else ""
        peak = f"{float(each.took['peak'] or 0) / _MB:,.0f}"
        answer = each.took["answer"] or ""
        lines.append(
            f"| {each.contestant}{sample} | {_times(times[each.contestant], times)} | {peak} | {answer} |"
        )
        if each.contestant.startswith(OURS):
            lines += [
                f"| {each.contestant}: {step} | {_times(float(each.took.get(step) or 0), times)} | | |"
                for step in _STEPS
            ]
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

Made by `make benchmark`; not run by any test. Times are the best of several within one process, on a warm page cache;
other work on the machine makes them vary by 10 to 25 %, so the ratios of one run are what to read. `counting` is what
measuring takes once the records are read and checked.

{machine}
"""


def _seconds(workload: Workload, rows: int, outcome: Outcome) -> float | None:
    if outcome.took is None:
        return None
    seconds = float(outcome.took["seconds"] or 0)
    sampled, _ = workload.samples.get(outcome.contestant, (rows, None))
    return seconds * rows / min(rows, sampled)


def _times(seconds: float | None, times: Mapping[str, float | None]) -> str:
    def ratio(to: str) -> str:
        other = times.get(to)
        return "" if seconds is None or other is None else f"{seconds / other:.2f}"

    return f"{seconds or 0:.3f} | {ratio(SCAN)} | {ratio('hand-written SQL')}"


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
