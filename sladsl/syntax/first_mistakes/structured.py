"""Structure as data files have it: lists of steps, objects in braces, blocks by their indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.blocks import closing, less_indented, name_of
from sladsl.syntax.first_mistakes.declared import currency_of
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, place_of


def _steps(where: Where) -> Iterator[Known]:
    """The steps of a credit as a list."""
    found = re.match(
        r"[^\S\n]*:?[^\S\n]*\n[^\S\n]*-[^\S\n]+\w+\s*:",
        where.text[where.line[-1].end_pos :] if where.line else "",
    )
    if found and where.kinds in (["_CREDIT"], ["_CREDIT", "_OF", "NAME"]):
        credit = where.line[0]
        end = less_indented(where.text, credit.end_pos or 0, credit.start_pos or 0)
        message = "the steps of a credit are a table, and no list"
        write = (
            "write `credit of CHARGE`, and below it the rows `| when below | credit |` and `| 99.5% | 10% |`"
        )
        meant = f"credit {currency_of(where.text)} 1"
        yield Known("SLA011", message, write, *place_of(credit), meant, end)


def _party(where: Where) -> Iterator[Known]:
    """A party as an object with a name and a title."""
    found = re.match(r":?\s*\{(.*)\}", where.ahead)
    if found is None or where.kinds not in (["PROVIDER"], ["CUSTOMER"]):
        return
    values = re.findall(r"[:=]\s*(?:\"([^\"]+)\"|([\w.&-]+(?: [\w.&-]+)*))", found[1])
    texts = [quoted or bare for quoted, bare in values]
    if texts:
        title = max(texts, key=len)
        name = next((text for text in texts if text.isidentifier()), name_of(title))
        meant = f'{name} "{title}"'
        message = "a party is a name and a title, and stands without braces"
        yield Known("SLA011", message, f"write `{meant}`", where.start, where.start + found.end(), meant)


def _charge(where: Where) -> Iterator[Known]:
    """A charge as a block."""
    read = " ".join(where.kinds)
    if not where.ahead.startswith("{") or not re.fullmatch("_CHARGE NAME( QUOTED)?", read):
        return
    end = closing(where.text, where.start)
    inside = where.text[where.start : end]
    amount, unit = re.search(r"\d[\d,]{0,20}(?:\.\d+)?", inside), re.search("month|quarter|year", inside)
    number = f"{int(amount[0].replace(',', '')):,}" if amount and "." not in amount[0] else "500"
    meant = f"{currency_of(where.text)} {number} per {unit[0] if unit else 'month'}"
    message = "a charge is said in one line, without braces"
    yield Known("SLA011", message, f"write `{meant}`", where.start, where.start + 1, meant, end)


def _settlement(where: Where) -> Iterator[Known]:
    """A settlement whose heading is in its block."""
    found = re.match(
        r"\{\s*per\s*:?\s*(?:calendar\s+)?(month|quarter|year)(?:\s*[,;]?\s*after\s*:?\s*(\d+) days?)?\s*(\}?)",
        where.text[where.start :],
    )
    if found and where.kinds == ["_SETTLEMENT"]:
        after = f", {found[2]} days after its end" if found[2] else ""
        meant = f"per calendar {found[1]}{after} {{"
        message = "when a settlement is made stands in its heading, before the brace"
        write = f"write `settlement {meant}`, and the steps in the braces"
        end = where.start + found.end()
        yield Known(
            "SLA010", message, write, where.start, where.start + 1, f"{meant}{' }' if found[3] else ''}", end
        )


_NESTED = {
    "line": (
        r"indicator|indicators|sli|objectives?|slo|ratio|ratioMetric|thresholdMetric|spec|metadata|timeWindow"
        r"|budgetingMethod|total|alertPolicies|source|metricSource|query|thresholds?|target|labels|annotations"
    ),
    "item": r"apiVersion|kind|metadata|spec|services|slos|objectives|parties|datasources?|definitions|info|plans|terms",
}


def _nested(where: Where) -> Iterator[Known]:
    """A block by its indentation, behind a word and a colon."""
    found = re.match(rf"(?:-\s*)?({_NESTED.get(where.kind, '(?!)')})\s*:[^\S\n]*(.*)", where.ahead)
    if found is None or where.line or not re.fullmatch(r"[\[{|>]?.?", found[2].strip()):
        return
    end = less_indented(where.text, where.start, where.start)
    of, example = _OF[where.kind]
    message = f"`{found[1]}` does not begin a line of {of}, which has no lists and no levels of indentation"
    yield Known("SLA015", message, example, where.start, where.start + len(found[1]), "", end, habit="nested")


_OF = {
    "line": (
        "a service level",
        (
            "write `for each probe`, then what is good, as in `good when status < 500`, and below it"
            " `measure percent good`, `window rolling 30 days` and `minimum at least 99.9%`"
        ),
    ),
    "item": (
        "an agreement",
        "write each item by its own word: `provider`, `customer`, `term`, `records`, `service level`, `settlement`",
    ),
}


STRUCTURED: tuple[Rule, ...] = (_steps, _party, _charge, _settlement, _nested)
