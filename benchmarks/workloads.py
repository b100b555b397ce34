"""The workloads by name."""

from __future__ import annotations

from benchmarks.tickets import TICKETS
from benchmarks.workload import Workload

WORKLOADS: dict[str, Workload] = {"tickets": TICKETS}
