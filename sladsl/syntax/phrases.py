"""The words of the language as messages say them: what a terminal is called, and how each line is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from sladsl.syntax.grammar import parser

LINES = {
    "_USE": "use calendars.uk",
    "AGREEMENT": 'agreement HarbourAP "Accounts Payable Services Agreement" {',
    "MODULE": 'module uk "Business hours in the United Kingdom" {',
    "_VERSION": 'version "1.0"',
    "PROVIDER": 'provider Meridian "Meridian Business Services Ltd"',
    "CUSTOMER": 'customer Harbour "Harbour Foods plc"',
    "_TERM": "term 2026-01-01 to 2028-12-31",
    "_TIMEZONE": "timezone Europe/London",
    "_CURRENCY": "currency GBP",
    "_LAW": 'law "England and Wales"',
    "_CHARGE": 'charge MonthlyCharges "Monthly Charges" GBP 85,000 per month',
    "CALENDAR": 'calendar Office "Business Hours" {',
    "DAY_NAME": "Mon..Fri 09:00-12:30, 13:30-17:30",
    "_HOLIDAYS": "holidays GB-ENG",
    "_HOLIDAYS _FROM": 'holidays from "house.ics"',
    "_HOLIDAY": 'holiday 2026-07-03 "Founders\' Day"',
    "_NO_HOLIDAY": "no holiday 2026-08-31",
    "_BUSINESS_DAYS_END": "business days end at close",
    "_A_BUSINESS_DAY_IS": "a business day is 8 h",
    "_ON": "on 2026-12-24 09:00-12:30",
    "_RECORDS": 'records invoice "Invoice" {',
    "NAME": 'posted_at : time? "posted to the ledger"',
    "SEVERITY": "severity {",
    "_SERVICE NAME": 'service Payables "Accounts payable processing" {',
    "_SERVICE": 'service level Accuracy "Invoice accuracy" {',
    "_KPI": 'kpi Backlog "Open invoices" {',
    "_FOR_EACH": "for each invoice where posted_at exists",
    "_COUNTED": "counted in the window of posted_at",
    "_CLOCK _BETWEEN": "clock between each update of ticket until ticket.closed_at",
    "_CLOCK": "clock from received_at to posted_at in Office",
    "_MISSING": "missing samples count as absent",
    "_MISSING _END": "missing end is late",
    "_EVERY": "every 1 min at checked_at",
    "DOWN": "down when not ok for at least 5 min",
    "_EMPTY": "empty intervals count as good",
    "_SAMPLES": "samples of one slot need any",
    "_ACROSS": "across site any down",
    "TIME": "time outside the term counts as absent",
    "_EXCLUDE": "exclude maintenance where announced_at <= started_at - 5 days",
    "GRACE": "grace until 3 months after start",
    "ALLOW": "allow 2 misses below 40 records",
    "_AMENDMENT": 'amendment First "First amendment" of HarbourAP effective 2026-07-01 {',
    "_REPLACE": "replace service level Accuracy {",
    "_ADD": "add service level Accuracy {",
    "REMOVE _SERVICE": "remove service level Accuracy",
    "REMOVE": "remove 1 miss below 40 records",
    "NO": "no records count as missed at 0%",
    "_COUNT": "count as missed when below expected in 4 of any 12 windows",
    "_GOOD": "good when clock within 16 h",
    "_MEASURE": "measure percent good",
    "_MEASURE NUMBER": "measure number of invoice where (amount > GBP 1,000)",
    "_MEASURE PERCENTILE": "measure percentile 95 of clock",
    "_MEASURE SUM": "measure sum of errors / sum of lines",
    "_MEASURE MOST": "measure most open invoice from received_at to posted_at, at the end of each Office day",
    "_MEASURE LEAST": "measure least open invoice from received_at to posted_at, at the end of each Office day",
    "_MEASURE _AGE": "measure age of the oldest open invoice from received_at to posted_at, at 18:00 on each day",
    "_MEASURE MEAN": "measure mean of clock",
    "_MEASURE AVAILABILITY": "measure availability in whole minutes",
    "_MEASURE PERCENTAGE": "measure 100% - sum of errors / sum of lines",
    "_WINDOW": "window calendar month",
    "_WINDOW _ROLLING": "window rolling 30 days",
    "SEVERITY _AT": "severity at start",
    "EXPECTED": "expected at least 99.5%",
    "MINIMUM": "minimum at least 98%",
    "REQUIRED": "required at most 5%",
    "_RATCHET": "ratchet to the midpoint of the minimum and the mean of the last 12 windows when better in each,"
    " rounded to 2 decimals",
    "_BASELINE": "baseline of the first 3 windows, then the midpoint of the minimum and their mean,"
    " rounded to 2 decimals",
    "_NEEDS": "needs at least 200 records",
    "_CREDIT": "credit 5% of MonthlyCharges",
    "_CREDIT _OF": "credit of MonthlyCharges",
    "_CREDIT _THE": "credit the shortfall of MonthlyCharges",
    "_CUSTOMER_CHOOSES": "customer chooses one of {",
    "_WEIGHT": "weight 40%",
    "_TIERS": "tiers",
    "_SETTLEMENT": "settlement per calendar month, 14 days after its end {",
    "_DOUBLE": "double credits of a level missed in 2 or more consecutive windows",
    "_MULTIPLY": "multiply credits of a level missed in 3 or more of any 6 windows by 1.5",
    "_ONLY_THE_HIGHEST": "only the highest credit per window",
    "_LIMIT": "limit all credits to 15% of MonthlyCharges per calendar month",
    "_IGNORE": "ignore credits below GBP 10",
    "_IGNORE EACH": "ignore each credit below GBP 1",
    "_EARN_BACK": "earn back 50% when expected is met in each of the 3 following windows",
    "_FINAL_AFTER": "final after 2 settlements",
    "_NEVER_FINAL": "never final",
    "_CONVERT_EACH_POINT": "convert each point to 0.5% of MonthlyCharges",
    "_CONVERT_POINTS": "convert points of MonthlyCharges",
    "_CLAIM": "claim within 30 days in claim.made_at",
    "_CUSTOMER_CHOOSES _WITHIN": "customer chooses within 30 days in choice.made_at, else the first",
    "_FREE_POINTS": "free points 20 per calendar quarter",
    "_CARRY_OVER": "carry over what exceeds 100% of MonthlyCharges, then paid",
    "_RISK": "risk 15% of MonthlyCharges per calendar month",
    "_POOL": "pool 200%",
    "_RAISE": "raise credits below GBP 1 to GBP 1",
    "_ROUND": "round half-up to GBP 0.01",
    "_OBLIGATION": 'obligation Approvals "Timely approvals" of Harbour {',
    "_EXCUSES": "excuses Turnaround",
    "_RELIES_ON": 'relies on "../hosting.sla" HostUptime',
    "REMEDY": 'remedy RootCause "Root-cause analysis" {',
    "_WHEN": "when any level missed in 2 consecutive windows",
    "_THE": 'the provider shall "deliver a root-cause report" within 10 days',
    "_CLAUSE": 'clause Review "Service level reviews" """The parties meet each month."""',
    "_EXAMPLE": 'example "A bad week in March" {',
    "_GIVEN": "given Accuracy in 2026-03 is 96.9%",
    "_AS": "as of 2026-03-20 09:00",
    "_EXPECT": "expect Accuracy in 2026-03 is 50%, missed",
    "_EXPECT _CREDIT": "expect credit for Accuracy in 2026-03 is GBP 8,500.00",
    "_EXPECT _EARNED_BACK": "expect earned back for Accuracy in 2026-03 is GBP 4,250.00",
    "_EXPECT REMEDY": "expect remedy RootCause in 2026-03",
    "_EXPECT NO_REMEDY": "expect no remedy RootCause in 2026-03",
    "_EXPECT ALL": "expect all credits in 2026-03 is GBP 8,500.00",
}
"""An example of each line, by the terminal or the two terminals it begins with."""

TIER_LINE = 'P1 "Critical" """Production use is stopped."""'
"""A line of a severity scheme, which begins with a name as a field does."""

BLOCKS = {
    "file": "a file",
    "amending": "an amendment",
    "item": "an agreement or module",
    "calendar": "a calendar",
    "field": "a record set",
    "tier": "a severity scheme",
    "line": "a service level",
    "choice": "a choice of credits",
    "step": "a settlement",
    "remedy": "a remedy",
    "fact": "an example",
}
"""What each list of the grammar belongs to."""

_CALLED = {
    "NAME": "a name",
    "QUOTED": "a text in quotes",
    "PROSE": "a text in three quotes",
    "ROW": "a table",
    "NUMERAL": "a number",
    "PERCENTAGE": "a percentage such as `98%`",
    "ORDINAL": "a number such as `10th`",
    "PRICE": "an amount such as `GBP 500`",
    "LENGTH": "a duration such as `4 h`",
    "DAY_COUNT": "days such as `2 days`",
    "MONTH_COUNT": "months such as `3 months`",
    "POINT_COUNT": "points such as `3 points`",
    "BUSINESS_DAYS": "business days such as `2 business days`",
    "BUSINESS_HOURS": "business hours such as `8 business hours`",
    "CALENDAR_DATE": "a date such as `2026-01-31`",
    "CLOCK_TIME": "a time such as `09:00`",
    "INSTANT": "an instant such as `2026-03-02 09:00`",
    "PERIOD": "a period such as `2026-03`",
    "CURRENCY_CODE": "a currency such as `GBP`",
    "ZONE_NAME": "a time zone such as `Europe/London`",
    "REGION_CODE": "a region such as `GB-ENG`",
    "DAY_NAME": "a day such as `Mon`",
    "COMPARISON": "a comparison such as `<=`",
    "HALF_UP": "`half-up`",
    "HALF_EVEN": "`half-even`",
}
_SIGNS = {
    "_LBRACE": "{",
    "_RBRACE": "}",
    "_LPAR": "(",
    "_RPAR": ")",
    "_COLON": ":",
    "_COMMA": ",",
    "_DOT": ".",
    "_TO_DAY": "..",
    "DASH": "-",
    "QUESTION": "?",
    "PLUS": "+",
    "TIMES": "*",
    "SLASH": "/",
    "_COMMA_FROM": ", from",
    "_OVER_REDUCTION": "/",
}
_SUPPLIED = {
    "NAME": "",
    "QUOTED": '""',
    "PROSE": '""""""',
    "ROW": "",
    "NUMERAL": "0",
    "PERCENTAGE": "0%",
    "ORDINAL": "2nd",
    "PRICE": "XXX 0",
    "LENGTH": "0 s",
    "DAY_COUNT": "0 days",
    "MONTH_COUNT": "0 months",
    "POINT_COUNT": "0 points",
    "BUSINESS_DAYS": "0 business days",
    "BUSINESS_HOURS": "0 business hours",
    "CALENDAR_DATE": "2000-01-01",
    "CLOCK_TIME": "00:00",
    "INSTANT": "2000-01-01 00:00",
    "PERIOD": "2000",
    "CURRENCY_CODE": "XXX",
    "ZONE_NAME": "UTC",
    "REGION_CODE": "",
    "DAY_NAME": "Mon",
    "COMPARISON": "<",
    "HALF_UP": "half-up",
    "HALF_EVEN": "half-even",
}
_MAY_FOLLOW_ANYTHING = frozenset(
    {
        "_DOT",
        "_COMMA",
        "_COMMA_FROM",
        "PLUS",
        "DASH",
        "TIMES",
        "SLASH",
        "COMPARISON",
        "_IS",
        "_AND",
        "_OR",
        "_EXISTS",
    }
)
_AFTER_A_FIELD = frozenset({"_BY", "_ON"})
_AFTER_A_BASE = frozenset({"_OF", "_WEIGHTED", "_IN_FULL_FOR_EACH_VALUE", "_SHARED_EQUALLY"})
_CONDITION = frozenset({"NOT", "_LPAR", "NAME"})
_QUANTITY = frozenset({"NUMERAL", "PERCENTAGE", "PRICE", "LENGTH", "DAY_COUNT"})
TYPES = frozenset({"TEXT", "FLAG", "NUMBER", "TIME", "ONE", "REF"})
"""The terminals with some of the types of fields; where all of them can stand, a type is needed."""
_VALUE = frozenset({"_LPAR", "NAME", "DASH"})
_TIME_LIMITS = frozenset({"LENGTH", "BUSINESS_DAYS"})
_MEASURES = frozenset({"PERCENT", "SUM", "NUMBER", "PERCENTILE"})


@cache
def words() -> dict[str, str]:
    """The keyword, or the words that come only together, of each terminal that is one; of two numbers the plural."""
    return {
        terminal.name: found[1].replace("\\s+", " ") + (found[2] or "")
        for terminal in parser().terminals
        if (found := _WORD.fullmatch(terminal.pattern.value))
    }


_WORD = re.compile(r"([a-z]+(?:\\s\+[a-z]+)*)(?:\?|\(\?:([a-z]+)\)\?)?\(\?!\\w\)")


def word_of(terminal: str) -> str | None:
    """What a word or sign of the language looks like; None for terminals of many forms."""
    return words().get(terminal) or _SIGNS.get(terminal)


def supplied(terminal: str) -> str:
    """What stands for a terminal that the author left out."""
    word = word_of(terminal)
    return _SUPPLIED[terminal] if word is None else word


def day_of(word: str) -> str | None:
    """The day of the week that a longer or differently written name means."""
    start = word[:3].title()
    return start if start in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} else None


def called(terminal: str, line: str | None) -> str:
    """What a message calls a terminal, within a line that begins with some terminal."""
    if terminal == "_AT":
        return _AT_WORDS.get(line or "", "`at`")
    word = word_of(terminal)
    return _CALLED[terminal] if word is None else f"`{word}`"


def wanted(terminals: Sequence[str], line: str | None) -> str:
    """What a message says is missing, when any of some terminals would do."""
    offered = set(terminals)
    if offered >= _CONDITION:
        return "a condition"
    if offered >= _VALUE:
        return "a value"
    if offered >= _MEASURES:
        return "what is measured, such as `percent good` or `sum of …`,"
    if offered >= _TIME_LIMITS:
        return "a time such as `4 h` or `2 business days`, or a field,"
    if offered >= TYPES:
        return "a type such as `text`, `number` or `time`"
    if "_AT" in offered and "UNDER" in offered:
        return _COMPARATORS.get(line or "", "`at least`, `above`, `at most` or `under`")
    if line == "_CARRY_OVER" and "_COMMA" in offered:
        return "`, then paid` or `, then lost`"
    if offered == {"LEAST", "MOST"} and line in _COMPARATORS:
        return "`least`" if line == "MINIMUM" else "`most`"
    if offered <= _MAY_FOLLOW_ANYTHING and "_AND" in offered:
        return "`and`, `or`, `is` or a sign such as `<=`"
    passed_over = _MAY_FOLLOW_ANYTHING | (_AFTER_A_FIELD if "_EXISTS" in offered else frozenset())
    if "ROW" in offered:
        passed_over |= _AFTER_A_BASE
    telling = [terminal for terminal in terminals if terminal not in passed_over] or list(terminals)
    quantity = ["a value such as `98%` or `4 h`"] if offered >= _QUANTITY else []
    rest = [terminal for terminal in telling if not quantity or terminal not in _QUANTITY]
    return either(quantity + [called(terminal, line) for terminal in _in_reading_order(rest)])


_AT_WORDS = {
    "MINIMUM": "`at least`",
    "_NEEDS": "`at least`",
    "DOWN": "`at least`",
    "EXPECTED": "`at least` or `at most`",
    "REQUIRED": "`at most`",
    "ROW": "`at least` or `at most`",
}
_COMPARATORS = {"MINIMUM": "`at least` or `above`", "REQUIRED": "`at most` or `under`"}


def _in_reading_order(terminals: Iterable[str]) -> list[str]:
    """Values before words, words before signs; words as the grammar names them."""
    values = list(_CALLED)
    return sorted(
        terminals,
        key=lambda terminal: (
            values.index(terminal) if terminal in _CALLED else len(values),
            terminal in _SIGNS,
            *_unit_order(terminal),
        ),
    )


def _unit_order(terminal: str) -> tuple[int, str]:
    units = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
    return (units.index(terminal) if terminal in units else len(units), terminal.lstrip("_"))


def either(parts: Iterable[str]) -> str:
    """Parts listed as in a sentence, with `or` before the last."""
    *before, last = parts
    return f"{', '.join(before)} or {last}" if before else last
