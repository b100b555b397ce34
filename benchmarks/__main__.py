"""Compare measuring with other ways to the same numbers: `python -m benchmarks tickets --rows 1000000`."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from benchmarks.contest import OURS
from benchmarks.records import records_of
from benchmarks.results import Outcome, table, write_results
from benchmarks.workload import Workload
from benchmarks.workloads import WORKLOADS


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(WORKLOADS)))
@click.option(
    "--rows", type=int, multiple=True, default=[1_000_000], help="How many rows; repeat it for several sizes."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("build/benchmarks"), help="Where records go."
)
@click.option("--repeats", default=3, help="How often each contestant measures; the best time counts.")
@click.option("--only", multiple=True, help="Run only these contestants.")
@click.option("--write", is_flag=True, help="Write the tables into benchmarks/RESULTS.md.")
def main(
    names: tuple[str, ...],
    rows: tuple[int, ...],
    folder: Path,
    repeats: int,
    only: tuple[str, ...],
    *,
    write: bool,
) -> None:
    """Print a table of ratios for each workload and size, from one run on this machine."""
    tables = []
    for name in names or tuple(WORKLOADS):
        for count in rows:
            workload = WORKLOADS[name]
            place = records_of(name, workload, count, folder)
            outcomes = [
                _outcome(name, contestant, place, repeats)
                for contestant in _contestants(workload)
                if not only or contestant in only
            ]
            tables.append(table(workload, count, outcomes))
            print(tables[-1], flush=True)
    if write:
        write_results(tables)


def _contestants(workload: Workload) -> list[str]:
    spark = [f"{OURS} spark"] if find_spec("pyspark") else []
    return [*workload.contestants, OURS, f"{OURS} 400MB", *spark, *workload.samples]


def _outcome(name: str, contestant: str, folder: Path, repeats: int) -> Outcome:
    print(f"{name}: {contestant}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.contest", name, contestant, str(folder), str(repeats)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stderr.splitlines()[-1], file=sys.stderr)
        return Outcome(contestant, None)
    return Outcome(contestant, json.loads(run.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
