"""Credits, charges and their periods as contracts say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known


def _no_currency(where: Where) -> Iterator[Known]:
    """A credit of a bare number, which could only be so many times the charge for something."""
    found = re.match(r"(?:[A-Z]{3}|[€£$]|pounds|euros|dollars)?(?!\w)", where.ahead)
    if (
        found
        and [token.type for token in where.line] == ["_CREDIT", "NUMERAL"]
        and not re.match(r"times|points?|days?|\.|h\b", where.ahead)
    ):
        number = where.line[1]
        message = f"`{number}` is a number, and a credit is an amount"
        write = f"write `GBP {number}` with the agreement's currency, a percentage of a charge, or `{number} points`"
        yield Known("SLA011", message, write, number.start_pos or 0, where.start + len(found[0]))


def _credit(where: Where) -> Iterator[Known]:
    if where.line:
        return
    found = re.match(
        r"(?i:(?:service\s+)?(?:credits?|penalty|penalties|rebate|deduction|refund|liquidated\s+damages))(?:\s+of)?(?=\s)",
        where.ahead,
    )
    if found and where.kind == "line":
        yield known(
            where, "SLA015", found, f"`{found[0]}` does not begin a line of a service level", "write `credit`"
        )
    cap = re.match(
        r"(?:cap|ceiling|maximum|max)(?:\s+(?:of|on))?(?:\s+(?:all(?:\s+the)?|the|total))?(?:\s+(?:service\s+)?credits)?"
        r"(?:\s+(?:at|to|of))?(?=\s)|"
        r"credits\s+(?:are\s+)?(?:capped|limited)\s+(?:at|to)(?=\s)",
        where.ahead,
    )
    if cap and where.kind == "step":
        message = f"`{cap[0]}` does not begin a line of a settlement"
        yield known(where, "SLA015", cap, message, "write `limit all credits to`", "limit all credits to")


_PERIODS = (
    (r"per\s+annum|p\.?a\.?|annum|annually|yearly|(?:a|each|every)\s+year|/\s*(?:year|yr)", "year"),
    (r"monthly|(?:a|each|every)\s+month|pcm|/\s*(?:month|mo)", "month"),
    (r"quarterly|(?:a|each|every)\s+quarter|/\s*quarter", "quarter"),
)


def _period(where: Where) -> Iterator[Known]:
    """How often something is charged or settled, in other words than `per month`."""
    begins = where.line[0].type if where.line else ""
    for form, unit in _PERIODS:
        found = re.match(rf"(?i:{form})(?!\w)", where.ahead)
        if found is None:
            continue
        message = f"`{found[0]}` is not how a period is written"
        if begins == "_CHARGE" and where.last in {"PRICE", "_PER"}:
            write = f"write `per {unit}`" if where.last == "PRICE" else f"write `{unit}`"
            yield known(where, "SLA011", found, message, write)
        if begins == "_SETTLEMENT" and len(where.line) == 1:
            meant = f"per calendar {unit}"
            yield known(where, "SLA011", found, message, f"write `{meant}`", meant)


CHARGES: tuple[Rule, ...] = (
    _no_currency,
    _credit,
    _period,
)
