"""The promises of others that a service level relies on, and whether they cover it."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.figures import percent_words
from sladsl.documents.prose import date_words, listed, opened, plain, prose
from sladsl.documents.terms import Terms, series_values
from sladsl.documents.uptime import ended
from sladsl.documents.view import Paragraph
from sladsl.planning.covering import Cover, covers, promise_of
from sladsl.planning.plan import Reliance, Series, ServiceLevel, SupplierPromise


def reliance(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """Which promises of suppliers stand behind the level; they change nothing that is measured or credited."""
    if level.reliance is None:
        return None
    covered = [*_not_comparable(level.reliance), *_covered(terms, level, level.reliance)]
    return opened(
        "Reliance",
        "The Provider relies on what others promise to it, which changes nothing in what is measured, promised or "
        "credited here: ",
        listed([_promise(terms, each) for each in level.reliance.promises], "and"),
        f". {_how(level.reliance)}",
        children=tuple(ended([prose(each) for each in covered])),
    )


def _promise(terms: Terms, promise: SupplierPromise) -> str:
    whose = f"“{promise.title}” of {promise.provider} in the “{promise.agreement}”"
    return whose + ", and".join(_wording(terms, each) for each in promise.wordings)


def _wording(terms: Terms, promise: SupplierPromise) -> str:
    """What is promised, and the days on which that binds."""
    values = [
        f"{promise.comparator} {percent_words(terms.plan, each.value.amount)}"
        + ("" if each.since is None else f" in Measurement Windows from {date_words(each.since)} on")
        for each in promise.values
    ]
    said = f" is {plain(listed(values))}" if values else ""
    until = "" if promise.until is None else f" to {date_words(promise.until)}"
    return f"{said}, binding from {date_words(promise.since)}{until}"


def _how(reliance: Reliance) -> str:
    """What of the service is up, and how what is covered is calculated."""
    wordings = [each for promise in reliance.promises for each in promise.wordings]
    if any(each.obstacles for each in wordings):
        return "What that covers is not stated:"
    rounded = any(each.rounded is not None for each in wordings)
    least = " A value that is rounded there counts as the least that is rounded to it." if rounded else ""
    if len(reliance.promises) == 1:
        return f"The service is up only while that is.{least} What is covered of this Service Level:"
    estimate = (
        " The estimate holds if outages are random and independent of each other, which nobody warrants."
    )
    how = (
        "The service is up only while all of these are. If each is kept, it is up at least 100% less the sum of their "
        "shortfalls from 100%; the estimate is their product."
        if reliance.in_series
        else "The service is up while any of these is. If each is kept, it is up at least as much as the highest of "
        "them says; the estimate is 100% less the product of their shortfalls from 100%."
    )
    return f"{how}{estimate}{least} What is covered of this Service Level:"


def _not_comparable(reliance: Reliance) -> Iterator[str]:
    for promise in reliance.promises:
        wrong = next((each for each in promise.wordings if each.obstacles), None)
        if wrong is not None:
            until = "" if wrong.until is None else f" to {date_words(wrong.until)}"
            days = f", as it binds from {date_words(wrong.since)}{until}," if promise.earlier else ""
            why = plain(listed(wrong.obstacles))
            yield f"“{promise.title}”{days} cannot be compared with this Service Level, since {why}"


def _covered(terms: Terms, level: ServiceLevel, reliance: Reliance) -> Iterator[str]:
    for series in level.series:
        which = f", for {series_values(terms, level, series)}" if series.key else ""
        for cover in covers(terms.plan, level, series):
            until = "" if cover.until is None else f" to {date_words(cover.until)}"
            days = f"from {date_words(cover.since)}{until or ' on'}"
            yield f"{days}{which}, {_cover(terms, reliance, series, cover)}"


def _cover(terms: Terms, reliance: Reliance, series: Series, cover: Cover) -> str:
    """What is covered of a promise, and the estimate beside it."""
    target = promise_of(series)
    assert target is not None
    word = "the expected level" if target.word == "expected" else f"the {target.word}"
    promised = f"{word} of {percent_words(terms.plan, cover.promised)}"
    if not cover.covered:
        lapsed = plain(listed([f"“{each.title}”" for each in cover.lapsed]))
        return (
            f"nothing of {promised}, since {lapsed} {'is' if len(cover.lapsed) == 1 else 'are'} not in force"
        )
    less = f"{percent_words(terms.plan, cover.missing)[:-1]} percentage points less than {promised}"
    enough = f"which is enough for {promised}" if cover.is_enough else f"which is {less}"
    is_one = len(reliance.promises) == 1
    estimate = "" if is_one else f" (estimate {percent_words(terms.plan, cover.estimate)})"
    return f"{percent_words(terms.plan, cover.covered)}{estimate}, {enough}"
