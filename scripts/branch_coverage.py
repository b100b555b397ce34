"""Pure branch coverage of each package, from the JSON of coverage: `branch_coverage.py FILE`.

Fails where fewer branches than wanted are run of the phases in which a wrong branch is a wrong verdict or amount. What
only Spark runs stands alone: `make coverage-spark` adds it.
"""

import json
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

WANTED = {"semantics": 95, "planning": 95, "measurement": 95, "settlement": 95}
SPARK = "measurement on Spark"


def package(file: str) -> str:
    """The folder of a module within `sladsl`, or the module itself where it has none."""
    parts = PurePosixPath(file.replace("\\", "/")).parts[1:]
    return SPARK if parts[-1].startswith("spark") and parts[0] == "measurement" else parts[0]


def shares(report: str) -> dict[str, tuple[int, int]]:
    """How many branches are run, and how many there are, by package."""
    run, there = Counter[str](), Counter[str]()
    for file, found in json.loads(report)["files"].items():
        run[package(file)] += found["summary"]["covered_branches"]
        there[package(file)] += found["summary"]["num_branches"]
    return {name: (run[name], there[name]) for name in sorted(there) if there[name]}


def main(report: Path) -> int:
    """Print a line for each package; 1 where one has too few."""
    short = []
    for name, (run, there) in shares(report.read_text(encoding="utf-8")).items():
        wanted = WANTED.get(name)
        print(f"{name:<22} {run:>5} of {there:>5} branches  {run / there:7.2%}", end="")
        print("" if wanted is None else f"  at least {wanted}%")
        if wanted is not None and run * 100 < there * wanted:
            short.append(name)
    if short:
        print(f"too few branches are run of: {', '.join(short)}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
