"""The workloads by name."""

from __future__ import annotations

from benchmarks.attainment import ATTAINMENT
from benchmarks.invoices import INVOICES
from benchmarks.levels import THREE_LEVELS
from benchmarks.paused import PAUSED_TICKETS
from benchmarks.probes import PROBES
from benchmarks.tickets import TICKETS
from benchmarks.workload import Workload

WORKLOADS: dict[str, Workload] = {
    "tickets": TICKETS,
    "attainment": ATTAINMENT,
    "levels": THREE_LEVELS,
    "paused": PAUSED_TICKETS,
    "invoices": INVOICES,
    "probes": PROBES,
}
