"""What an agreement says of itself compared: parties, term, time zone, currency, law, severities, records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged, plain
from sladsl.comparison.change import Change, Item
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Effect, Judgement, because
from sladsl.comparison.severities import severity_changes
from sladsl.planning.plan import (
    Amendment,
    Changed,
    Party,
    Plan,
    RecordSet,
    Term,
)
from sladsl.planning.wording import write_field_type

_WORDS = because(INCOMPARABLE, "what words mean is for people to judge")


def _agreement_item(plan: Plan) -> Item:
    """The agreement as documents name it."""
    return Item("agreement", "agreement", plan.name, plan.title)


def agreement_changes(pair: PlanPair) -> Iterator[Change]:
    """The changes of what stands at the head of an agreement."""
    place = ChangePlace(_agreement_item(pair.new), "", pair.old.span, pair.new.span)
    yield from differences(pair, place, _HEAD, pair.old, pair.new)
    yield from severity_changes(pair, place)


def amendment_changes(pair: PlanPair) -> Iterator[Change]:
    """The changes of which amendments there are; what they change is told by itself."""
    place = ChangePlace(_agreement_item(pair.new), "", pair.old.span, pair.new.span)
    yield from differences(pair, place, _AMENDED, pair.old, pair.new)


def _write_amendments(_plan: Plan, amendments: Sequence[Amendment]) -> str:
    return "; ".join(
        f'{each.name} "{each.title}", from {each.effective}: {", ".join(map(_write_changed, each.changes))}'
        for each in amendments
    )


def _write_changed(changed: Changed) -> str:
    title = f' "{changed.title}"' if changed.title else ""
    return f"{changed.does} {changed.clause}{title}"


def _judge_term(_pair: PlanPair, old: Term, new: Term) -> Judgement:
    """Judge a term by a day that only one of two has."""
    days = dict.fromkeys(
        day
        for term in (old, new)
        for day in (term.first, term.last, _after(old), _after(new))
        if day is not None
    )
    outside = [day for day in days if _holds(old, day) != _holds(new, day)]
    witnesses = tuple(f"{day}: {'only before' if _holds(old, day) else 'only after'}" for day in outside[:1])
    return Judgement(
        Effect.INCOMPARABLE, "both the promises and the charges hold for another time", witnesses
    )


def _after(term: Term) -> dt.date | None:
    return None if term.last is None else term.last + dt.timedelta(days=1)


def _holds(term: Term, day: dt.date) -> bool:
    return term.first <= day and (term.last is None or day <= term.last)


def _judge_tools(
    _pair: PlanPair, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> Judgement:
    """Judge by what data time zones and holidays are decided: another state of them may know other days."""
    versions = dict(old)
    if all(versions.get(name, version) == version for name, version in new):
        return because(NEUTRAL, "what is decided by it now, or no longer, is told by itself")
    return because(INCOMPARABLE, "another state of these data may know other days")


def _write_party(_plan: Plan, party: Party) -> str:
    return f'{party.name} "{party.title}"' if party.title else party.name


def _write_term(_plan: Plan, term: Term) -> str:
    return f"{term.first} to {term.last or 'open'}"


# --- records ---------------------------------------------------------------------------------------------------------


def records_item(records: RecordSet) -> Item:
    """A record set as documents name it."""
    return Item(records.id, "records", records.name, records.title)


def records_changes(pair: PlanPair, old: RecordSet, new: RecordSet) -> Iterator[Change]:
    """The changes of what the records hold."""
    place = ChangePlace(records_item(new), "", old.span, new.span)
    yield from differences(pair, place, _RECORDS, old, new)
    for name in dict.fromkeys(field.name for each in (new, old) for field in each.fields):
        before, after = (
            next((field for field in each.fields if field.name == name), None) for each in (old, new)
        )
        if before is None or after is None:
            written = (
                None if before is None else write_field_type(before),
                None if after is None else write_field_type(after),
            )
            yield change(place, f"field {name}", written, because(NEUTRAL, _DATA), (before, after))
        else:
            at = ChangePlace(place.item, f"field {name}: ", before.span, after.span)
            yield from differences(pair, at, _FIELD, before, after)


_DATA = "what records must hold; levels that read it are told by themselves"


_HEAD = (
    Aspect("name", "name", plain, judged(NEUTRAL)),
    Aspect("title", "title", plain, judged(NEUTRAL)),
    Aspect("version", "version", plain, judged(NEUTRAL)),
    Aspect("provider", "provider", _write_party, judged(NEUTRAL)),
    Aspect("customer", "customer", _write_party, judged(NEUTRAL)),
    Aspect("term", "term", _write_term, _judge_term),
    Aspect("zone", "time zone", plain, judged(because(INCOMPARABLE, "days begin and end at other instants"))),
    Aspect("currency", "currency", plain, judged(INCOMPARABLE)),
    Aspect("minor_digits", "decimals of the currency", plain, judged(INCOMPARABLE)),
    Aspect("law", "law", plain, judged(because(NEUTRAL, "no figure depends on it"))),
    Aspect(
        "tools",
        "decided by",
        lambda _plan, tools: ", ".join(" ".join(each) for each in tools),
        _judge_tools,
    ),
)
_AMENDED = (
    Aspect(
        "amendments",
        "amendments",
        _write_amendments,
        judged(because(NEUTRAL, "what they change is told by itself")),
        "none",
    ),
)


def _judge_missing(_pair: PlanPair, _old: bool, new: bool) -> Judgement:  # noqa: FBT001 - the values of a field
    """Judge whether a field may be missing: which records are taken, whatever levels make of them."""
    why = (
        "a record without it was taken before and is bad data after",
        "a record without it was bad data before",
    )
    return because(INCOMPARABLE, why[new])


_RECORDS = (
    Aspect("title", "title", plain, judged(NEUTRAL)),
    Aspect("lasting", "lasting", lambda _plan, ends: " to ".join(ends), judged(INCOMPARABLE)),
    Aspect(
        "history",
        "history",
        lambda _plan, history: (
            f"of {history.of} at {history.at}{f', severity {history.severity}' if history.severity else ''}"
        ),
        judged(INCOMPARABLE),
    ),
)
_FIELD = (
    Aspect("type", "type", plain, judged(INCOMPARABLE)),
    Aspect(
        "optional",
        "may be missing",
        lambda _plan, optional: "yes" if optional else "no",
        _judge_missing,
    ),
    Aspect(
        "key",
        "key",
        lambda _plan, key: "no two records are alike in it" if key else "several records may be alike in it",
        judged(INCOMPARABLE),
    ),
    Aspect("description", "description", plain, judged(_WORDS)),
    Aspect("choices", "values", lambda _plan, choices: ", ".join(choices), judged(because(NEUTRAL, _DATA))),
    Aspect("target", "refers to", plain, judged(INCOMPARABLE)),
)
