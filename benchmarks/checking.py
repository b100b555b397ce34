"""What checking takes, and checking again after a change: `python -m benchmarks.checking`.

Large agreements are made of copies of one part: a calendar, two record sets, a charge and two service levels.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from sladsl import pipeline
from sladsl.source import Source
from sladsl.syntax.parser import parse
from sladsl.workspace import Workspace

_HEAD = """agreement Large "A large agreement" {
  version   "1.0"
  provider  Meridian "Meridian Business Services Ltd"
  customer  Harbour  "Harbour Foods plc"
  term      2026-01-01 to 2028-12-31
  timezone  Europe/London
  currency  GBP
  law       "England and Wales"
"""

_PART = """
  charge Fee@ "Monthly Charges @" GBP 85,000 per month, from 2027-01-01 GBP 88,000 per month

  calendar Office@ "Business Hours @" {
    Mon..Fri 09:00-12:30, 13:30-17:30
    on 2026-12-24 09:00-12:30
    business days end at close
  }

  records invoice@ "Invoice @" {
    id          : text key
    received_at : time    "received in the mailbox"
    posted_at   : time?   "posted to the ledger"
    error       : flag    "found to have been posted incorrectly"
  }

  records hold@ "Hold @" lasting started_at to ended_at {
    invoice    : ref invoice@
    started_at : time
    ended_at   : time?
    reason     : one of { approval, query, supplier }
  }

  service level Accuracy@ "Invoice accuracy @" {
    for each  invoice@ where posted_at exists
    counted   in the window of posted_at
    good when not error
    measure   percent good
    window    calendar month
    expected  at least 99.5%
    minimum   at least 98%, from 2027-01-01 at least 98.5%
    needs     at least 200 records
    credit of Fee@
      | when below | credit |
      | minimum    | 5%     |
      | 97%        | 10%    |
      | 95%        | 20%    |
  }

  service level Turnaround@ "Invoice turnaround @" {
    for each  invoice@
    counted   in the window of received_at
    clock     from received_at to posted_at in Office@, paused during hold@ where reason is approval
    good when clock within 2 business days
    measure   percent good
    window    calendar month
    minimum   at least 95%
    credit    1% of Fee@ per started percentage point below the minimum, up to 10%
  }
"""

_TAIL = """
  settlement per calendar month, 14 days after its end {
    limit all credits to 30% of Fee0 per calendar month
    round half-up to GBP 0.01
  }
}
"""


def large(lines: int) -> str:
    """An agreement of at least so many lines, without mistakes."""
    text = _HEAD
    number = 0
    while text.count("\n") + _TAIL.count("\n") < lines:
        text += _PART.replace("@", str(number))
        number += 1
    return text + _TAIL


def broken(lines: int) -> str:
    """The same with one syntax error, in a level of its first third."""
    text = large(lines)
    at = text.index("needs     at least", len(text) // 3)
    return f"{text[:at]}needs     at leest{text[at + len('needs     at least') :]}"


def amended(lines: int) -> str:
    """The same with an amendment, so that there are two versions of it."""
    return large(lines) + _AMENDMENT


_AMENDMENT = """
amendment First "First Amendment" of Large effective 2027-02-01 {
  replace charge Fee0 "Monthly Charges 0" GBP 90,000 per month
}
"""


_KINDS = {"sound": large, "with a syntax error": broken, "amended once": amended}


@click.command()
@click.option(
    "--lines",
    type=int,
    multiple=True,
    default=[100, 1_000, 10_000],
    show_default=True,
    help="How many lines; repeat it for several sizes. An amended agreement of 10,000 takes some minutes.",
)
@click.option(
    "--agreement",
    "kinds",
    type=click.Choice(list(_KINDS)),
    multiple=True,
    default=list(_KINDS),
    help="Only such agreements.",
)
def main(lines: tuple[int, ...], kinds: tuple[str, ...]) -> None:
    """Print a table of ratios to the time that parsing a sound agreement takes."""
    print(
        "| lines | parse, ms | agreement | check | check again: a level | a calendar | a charge | the term |"
    )
    print("|---:|---:|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.sla"
        for count in lines:
            parsed = _least(partial(parse, Source("large.sla", large(count))))
            for kind in kinds:
                print(_row(_KINDS[kind](count), kind, parsed, path), flush=True)


def _row(text: str, kind: str, parsed: float, path: Path) -> str:
    path.write_text(text, encoding="utf-8")
    checked = _least(lambda: pipeline.check([path]))
    again = [_again(path, text, old, new) for old, new in _EDITS]
    ratios = " | ".join(f"{each / parsed:.2f}" for each in (checked, *again))
    return f"| {text.count(chr(10)):,} | {parsed * 1_000:.0f} | {kind} | {ratios} |"


_EDITS = (
    ("minimum   at least 95%", "minimum   at least 94%"),
    ("Mon..Fri 09:00-12:30", "Mon..Fri 09:00-12:00"),
    ("GBP 88,000 per month", "GBP 89,000 per month"),
    ("to 2028-12-31", "to 2029-12-31"),
)


def _again(path: Path, text: str, old: str, new: str) -> float:
    """The least time of a check after a change of one line in the middle of the text, or back."""
    at = text.find(old, len(text) // 2)
    at = text.index(old) if at < 0 else at
    texts = (text[:at] + new + text[at + len(old) :], text)
    workspace = Workspace([path]).with_text(path, text)
    workspace.check()
    taken: list[float] = []
    for number in range(6):
        workspace = workspace.with_text(path, texts[number % 2])
        taken.append(_time(workspace.check))
    return min(taken[2:])


def _least(work: Callable[[], object]) -> float:
    return min(_time(work) for _ in range(3))


def _time(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
