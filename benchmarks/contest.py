"""One contestant in a process of its own: `python -m benchmarks.contest WORKLOAD CONTESTANT FOLDER REPEATS`.

It writes one line of JSON: the seconds of its best repeat, those of all processors together, the peak of its memory in
bytes, and the hash of its answer. The project itself, called `sladsl`, also tells how long it read, checked and
counted. `sladsl 400MB` has so much memory, `sladsl spark` measures on Spark, whose Java starts with the first repeat.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.workload import Answer, Workload
from benchmarks.workloads import WORKLOADS

if TYPE_CHECKING:
    from sladsl.measurement.how import Engine

OURS = "sladsl"
_AGREEMENTS = Path(__file__).parent / "agreements"
_KIB = 1024


def main(workload: str, contestant: str, folder: str, repeats: str) -> None:
    """Run a contestant and tell what it took."""
    runs = []
    run = _prepared(WORKLOADS[workload], contestant, Path(folder))
    answer: Answer = []
    for _ in range(int(repeats)):
        started, worked = _now()
        answer, parts = run()
        ended, done = _now()
        runs.append({"seconds": ended - started, "processors": done - worked, **parts})
    digest = hashlib.sha256(json.dumps(answer).encode()).hexdigest()[:12] if answer else None
    best = min(runs, key=lambda each: each["processors"])
    print(json.dumps({**best, "peak": _peak(), "answer": digest, "rows": len(answer)}))


def _peak() -> int:
    """The most memory that this process has held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux `ru_maxrss` begins with what the process that started this one has held
        return _KIB * int(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else _KIB)


def _prepared(
    workload: Workload, contestant: str, folder: Path
) -> Callable[[], tuple[Answer, dict[str, float]]]:
    name, *limit = contestant.split()
    if name == OURS:
        return _ours(workload, folder, _engine(limit[0] if limit else None))
    prepare = workload.contestants.get(contestant) or workload.samples[contestant][1]
    measure = prepare(folder)
    return lambda: (measure(), {})


def _engine(told: str | None) -> Engine:
    from sladsl.measurement.how import Engine, EngineName

    return Engine(EngineName.SPARK) if told == EngineName.SPARK else Engine(memory_limit=told)


def _ours(workload: Workload, folder: Path, engine: Engine) -> Callable[[], tuple[Answer, dict[str, float]]]:
    from sladsl.measurement.how import How
    from sladsl.measurement.measure import measure
    from sladsl.pipeline import check

    checked = check([_AGREEMENTS / workload.agreement])
    plan = checked.agreements[0].plan
    bindings = {records: [folder / file] for records, file in workload.records.items()}

    def run() -> tuple[Answer, dict[str, float]]:
        steps = [("reading", *_now())]

        def progress(text: str) -> None:
            steps.append((text.split(maxsplit=1)[0], *_now()))

        measured = measure(plan, bindings, how=How(engine, report=progress))
        steps.append(("", *_now()))
        assert measured.measurements is not None, measured.diagnostics
        parts: dict[str, float] = {}
        for (step, began, worked), (_, ended, done) in pairwise(steps):
            parts[step] = parts.get(step, 0.0) + ended - began
            parts[f"{step} processors"] = parts.get(f"{step} processors", 0.0) + done - worked
        return workload.answer(measured.measurements.rows), parts

    return run


def _now() -> tuple[float, float]:
    """The time on the wall, and that of all processors so far, of the processes that this one has started, too."""
    ticks = os.sysconf("SC_CLK_TCK")
    return time.perf_counter(), time.process_time() + sum(_ticks(child) for child in _children()) / ticks


def _children() -> list[str]:
    listed = Path("/proc/self/task").glob("*/children")
    return [child for file in listed for child in file.read_text(encoding="ascii").split()]


def _ticks(process: str) -> int:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main(*sys.argv[1:])
