"""A ledger for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.ledger.entry import Entry, EntryKind, Json
from sladsl.ledger.stated import read_ledger
from sladsl.planning.wording import counted
from sladsl.settlement.display import plain_number
from sladsl.settlement.table import TextColumn, table
from sladsl.settlement.text_lines import wrapped

SCHEMA = "sladsl.ledger/1"

_COLUMNS = (
    TextColumn("No.", right=True),
    TextColumn("Entry"),
    TextColumn("Period"),
    TextColumn("As of"),
    TextColumn("Credits", right=True),
    TextColumn("Hash"),
)
_HEAD = (
    *("agreement", "number", "entry", "hash", "period", "booked_for", "kind", "level", "key", "window"),
    *("window_start", "credit", "unit", "amount"),
)
_SHORT = 12


def ledger_text(entries: Sequence[Entry]) -> str:
    """Write the chain of each agreement: its entries, what adjustments changed, and the hash of its head."""
    chains = dict.fromkeys(entry.agreement for entry in entries)
    blocks = [_chain([each for each in entries if each.agreement == agreement]) for agreement in chains]
    return "\n\n".join("\n".join(block) for block in blocks or [["The ledger is empty."]]) + "\n"


def _chain(chain: Sequence[Entry]) -> list[str]:
    ledger = read_ledger(chain)
    of = ledger.opened["agreement"]
    heading = f"{of['title']} ({of['name']})"
    told = f"{counted(len(chain), 'entry', 'entries')}, {counted(len(ledger.periods), 'period')} settled"
    return [
        heading,
        "=" * len(heading),
        *table(_COLUMNS, [_row(each) for each in chain]),
        *(line for number, each in enumerate(chain) for line in _changes(each, chain[:number])),
        "",
        f"{told}; head {chain[-1].hash}",
    ]


def _row(entry: Entry) -> tuple[str, ...]:
    body = entry.body
    return (
        str(entry.number),
        str(entry.kind),
        body.get("period", ""),
        body.get("as_of", ""),
        body.get("shown", ""),
        entry.hash[:_SHORT],
    )


def _changes(entry: Entry, before: Sequence[Entry]) -> Iterator[str]:
    """What an entry says beyond its row."""
    body, start = entry.body, f"  {entry.number}. "
    match entry.kind:
        case EntryKind.PLAN:
            version = f", version {body['version']}" if body["version"] else ""
            yield from wrapped(f"the plan is {body['plan']}{version}", start)
            for text in _of_plan(body, before):
                yield from wrapped(text, " " * len(start))
        case EntryKind.ADJUSTED:
            yield from wrapped(f"adjusts entry {body['adjusts']}, settled with {body['settled_with']}", start)
            for each in body["results"]:
                yield from wrapped(_result(each), " " * len(start))
            for each in body["bookings"]:
                yield from wrapped(f"{_whose(each)}: {each['shown']}", " " * len(start))
        case EntryKind.SETTLED:
            earlier = [each for each in body["bookings"] if each["period"] != body["period"]]
            for each in earlier:
                text = f"books {each['shown']} for {_whose(each)}, settled in {each['period']}"
                yield from wrapped(text, start)
        case EntryKind.OPENED:
            pass


def _of_plan(body: Json, before: Sequence[Entry]) -> Iterator[str]:
    """What a plan says otherwise than the one before it, and by which tools its dates are decided otherwise."""
    if "changes" not in body:
        yield "this ledger does not keep what the plan before said, so what has changed is not known here"
        return
    for each in body["changes"]:
        what = f"{each['clause']}, {each['part']}" if each["part"] else each["clause"]
        was, now = ("nothing" if each[name] is None else each[name] for name in ("before", "now"))
        yield f"{what}: {was} before, {now} now ({each['effect']})"
    named = [each.body["tools"] for each in before if each.kind in {EntryKind.OPENED, EntryKind.PLAN}]
    for tool, now in body["tools"].items():
        was = named[-1].get(tool)
        if was != now:
            yield f"{tool}: {was or 'not used'} before, {now} now"


def _whose(booking: Json) -> str:
    return f"{' / '.join([booking['level'], *booking['key']])}, {booking['window']}"


def _result(change: Json) -> str:
    told = [
        "none" if each is None else f"{each['shown'] or 'no value'}, {each['verdict']}"
        for each in (change["before"], change["now"])
    ]
    held = change["now"] or change["before"]
    return f"{held['level']}, {held['window']}: {told[0]} before, {told[1]} now"


def ledger_json(entries: Sequence[Entry]) -> str:
    """Write all entries with their hashes, as `ledger.schema.json` says."""
    body = {
        "schema": SCHEMA,
        "entries": [{**json.loads(entry.text), "hash": entry.hash} for entry in entries],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def ledger_csv(entries: Sequence[Entry]) -> str:
    """Write a row for each booking; an adjustment books the difference, so amounts add up to what is credited."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEAD, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        for booking in entry.body.get("bookings", ()):
            writer.writerow(
                {
                    "agreement": entry.agreement,
                    "number": entry.number,
                    "entry": str(entry.kind),
                    "hash": entry.hash,
                    "period": entry.body["period"],
                    "booked_for": booking["period"],
                    **{
                        name: booking[name]
                        for name in ("kind", "level", "window", "window_start", "credit", "unit")
                    },
                    "key": " / ".join(booking["key"]),
                    "amount": plain_number(Fraction(booking["amount"])),
                }
            )
    return out.getvalue()
