"""Several processes append to one ledger at once, and some fail on the way: its chains stay whole."""

import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from sladsl.ledger.appending import MissingEntries
from sladsl.ledger.entry import EntryKind
from sladsl.ledger.store import append, read

CASE = Path(__file__).parent.parent / "cases" / "ledger" / "kept"
TIMES = 20


def next_month(ledger):
    """Whatever is there, one entry more: lost if two processes had read the same end of the chain."""
    return MissingEntries(((EntryKind.SETTLED, body(len(ledger.periods) + 1)),))


def body(number):
    return {"period": str(number), "end": "", "bookings": [], "results": [], "process": os.getpid()}


def append_often(path, agreement, barrier):
    barrier.wait()
    for _ in range(TIMES):
        append(path, agreement, next_month)


def test_two_processes_append_to_the_same_chain_and_to_another(tmp_path):
    context, path = get_context("spawn"), tmp_path / "ledger.db"
    barrier = context.Barrier(3)
    processes = [
        context.Process(target=append_often, args=(path, agreement, barrier))
        for agreement in ("Desk", "Desk", "Other")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    entries, findings = read(path)
    assert findings == ()
    desk = [entry for entry in entries if entry.agreement == "Desk"]
    assert [entry.body["period"] for entry in desk] == [str(number) for number in range(1, 2 * TIMES + 1)]
    assert len({entry.body["process"] for entry in desk}) == 2
    assert len(entries) == 3 * TIMES


def test_two_runs_at_once_record_a_period_once(tmp_path):
    command = [sys.executable, "-m", "sladsl", "run", str(CASE / "agreement.sla"), "--records"]
    command += [f"invoice={CASE / 'january.csv'}", "--period", "2026-01", "--ledger", str(tmp_path / "l.db")]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    told = [run.communicate(timeout=120)[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert sorted("nothing new" in text for text in told) == [False, True]
    entries, findings = read(tmp_path / "l.db")
    assert (len(entries), findings) == (2, ())


def test_a_process_that_fails_leaves_the_ledger_as_it_was(tmp_path):
    path = tmp_path / "ledger.db"
    append(path, "Desk", next_month)
    before = path.read_bytes()

    def fails(ledger):
        raise RuntimeError(f"after {len(ledger.entries)} entries")

    with pytest.raises(RuntimeError, match="after 1 entries"):
        append(path, "Desk", fails)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.db"]
