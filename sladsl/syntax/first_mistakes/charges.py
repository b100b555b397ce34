"""Credits, charges, settlement and opening hours as contracts say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sladsl.syntax.first_mistakes.where import Known, Where, known


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


def _the_charge(where: Where) -> Iterator[Known]:
    found = re.match(r"([A-Z]\w*)", where.ahead)
    if found and [token.type for token in where.line[-2:]] == ["_OF", "_THE"]:
        start = where.line[-1].start_pos or 0
        message = "a charge is named without `the`"
        yield Known("SLA014", message, f"write `of {found[1]}`", start, where.start + len(found[0]))


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
    cap = re.match(r"(?:cap|ceiling|maximum|max)(?:\s+(?:of|on))?(?=\s)", where.ahead)
    if cap and where.kind == "step":
        message = f"`{cap[0]}` does not begin a line of a settlement"
        write = "write it as in `limit all credits to 15% of MonthlyCharges per calendar month`"
        yield known(where, "SLA015", cap, message, write)


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
            write = f"write `settlement per calendar {unit}, 14 days after its end {{`"
            yield known(where, "SLA011", found, message, write)


def _whose_days(where: Where) -> Iterator[Known]:
    found = re.match(r"after(?!\w)", where.ahead)
    if found and where.last == "BUSINESS_DAYS" and "_OF" in where.offered:
        days = where.line[-1]
        write = f"write `{days} of` and the name of a calendar, then `after`"
        message = f"`{days}` does not say whose days are meant"
        yield Known("SLA010", message, write, days.start_pos or 0, days.end_pos or 0)


def _opening(where: Where) -> Iterator[Known]:
    """Lines and ends of lines of a calendar."""
    if where.kind != "calendar":
        return
    holidays = re.match(r"(?i:(?:bank|public|national|statutory)\s+holidays?)(?!\w)", where.ahead)
    if holidays and not where.line:
        message = f"`{holidays[0]}` does not begin a line of a calendar"
        yield known(
            where, "SLA015", holidays, message, "write `holidays` and the region, as in `holidays GB-ENG`"
        )
    closed = re.match(r"closed\s+(?:on\s+)?(\d{4}-\d\d-\d\d)", where.ahead)
    if closed and not where.line:
        message = "`closed` does not begin a line of a calendar"
        yield known(where, "SLA015", closed, message, f"write `on {closed[1]} closed`")
    always = re.match(r"24\s*(?:x|/|×|by|hours)\s*7?|always(?:\s+open)?|round the clock", where.ahead)
    if always and not where.line:
        write = "write `Mon..Sun 00:00-24:00`, or name the calendar `AlwaysOn`, which the language has"
        message = f"`{always[0].strip()}` is not how hours are written"
        yield known(where, "SLA015", always, message, write)
    dates = re.match(r"(\d{4}-\d\d-\d\d)", where.ahead)
    if dates and where.last == "_HOLIDAYS":
        message = "`holidays` names a region, and a single day is another line"
        yield known(where, "SLA011", dates, message, f"write `holiday {dates[1]}`, in a line for each")


def _breaks(where: Where) -> Iterator[Known]:
    """What is left out of opening hours, behind them."""
    if where.kind != "calendar" or not where.line:
        return
    found = re.match(r"(?:except|excluding|excl\.?|but\s+not|without|less)\s+(?:for\s+)?(.*)", where.ahead)
    if found is None:
        return
    message = f"`{found[0].split()[0]}` has no place in opening hours"
    if re.match(r"(?:\w+\s+)?holidays?(?!\w)", found[1]):
        write = "leave it out, and add a line such as `holidays GB-ENG`"
    else:
        write = "write what is open, as in `Mon..Fri 09:00-12:30, 13:30-17:30`"
    yield known(where, "SLA014", found, message, write)


CHARGES: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _no_currency,
    _the_charge,
    _credit,
    _period,
    _whose_days,
    _opening,
    _breaks,
)
