"""Phrases that are nearly the language's: by what has been read of a line, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known
from sladsl.values import evolve, frozen


@frozen
class _Phrase:
    """What has been read of a line, as a pattern of its terminals; what follows; what is said of it, and was meant.

    In `message` and `meant`, `{}` is what was found and `{1}` the first group of it. Where `meant` is None, nothing is
    read in its place; where it is empty, it is taken out.
    """

    read: str
    ahead: str
    message: str
    meant: str | None
    write: str | None = None
    habit: str = ""


_TAKE_OUT = "take it out"
_PHRASES = (
    # headings
    _Phrase(
        r"(_SERVICE _LEVEL|_KPI) NAME( QUOTED)?",
        r"per(?!\w)",
        "`{}` does not say what a level is measured by",
        "by",
    ),
    _Phrase(
        r"(_SERVICE _LEVEL|_KPI|REMEDY) NAME( QUOTED)?",
        r"(?:when|if|for each|measure)\s[^{}\n]*[^{}\s](?=[^\S\n]*\{)",
        "`{}` is no part of a heading",
        "",
        "write it on a line of its own, below the heading",
    ),
    _Phrase(
        r"(PROVIDER|CUSTOMER) NAME QUOTED", r"\([^)]*\)", "`{}` has no place behind a party", "", _TAKE_OUT
    ),
    _Phrase(
        r"_RECORDS NAME( QUOTED)?",
        r"from(?!\w)",
        "`{}` is not how the interval of a record is said",
        "lasting",
    ),
    _Phrase(r"_VERSION", r"[\d.]+(?!\w)", "a version is a text, and stands in quotes", '"{}"'),
    _Phrase(
        r"_CURRENCY CURRENCY_CODE",
        r"(?:,|and|or|/|&)\s*[A-Z]{3}(?!\w)",
        "`{}` is a second currency, and an agreement has one",
        "",
        "take it out; what is paid in another currency is an agreement of its own",
    ),
    _Phrase(
        r"_CURRENCY CURRENCY_CODE|_LAW QUOTED|_TIMEZONE ZONE_NAME|_VERSION QUOTED|_CHARGE .*(MONTH|QUARTER|YEAR)",
        r"\(([^)]*)\)",
        "what stands in brackets has no place here",
        "",
        "take it out; what people alone shall read is a comment behind `#`, or a clause",
    ),
    _Phrase(r"_CURRENCY", r'"([A-Z]{3})"', "a currency stands without quotation marks", "{1}"),
    _Phrase(r"_TIMEZONE", r'"([\w/+-]+)"', "a time zone stands without quotation marks", "{1}"),
    _Phrase(
        r"_USE NAME",
        r"/(\w+)",
        "the name of a module is not divided by `/`",
        ".{1}",
        "write `.`, as in `calendars.uk`",
    ),
    _Phrase(
        r"_TERM CALENDAR_DATE _TO CALENDAR_DATE",
        r"\([^)]*\)|(?:both\s+)?inclusive",
        "`{}` goes without saying: the first and the last day are of the term",
        "",
        _TAKE_OUT,
    ),
    _Phrase(
        r"_CHARGE .*PRICE", r"\([^)]*\)", "an amount stands in figures alone, without `{}`", "", _TAKE_OUT
    ),
    _Phrase(
        r"_CHARGE NAME( QUOTED)?", r"[:=](?=\s*[A-Z£$€\d])", "no `{}` stands before an amount", "", _TAKE_OUT
    ),
    _Phrase(
        r"_CHARGE .*PRICE _PER",
        r"(?!month|quarter|year|calendar|annum|week|fortnight|day|hour|quarterly|monthly)([a-z]\w*)(?=\s*(?:#|$))",
        "`per {}` is no period: a charge by what happens is worked out from records",
        "month",
        'write it as in `charge Usage "Usage" from {1}.price counted in the window of billed_on`',
    ),
    # calendars
    _Phrase(
        r"_BUSINESS_DAYS_END _AT _CLOSE",
        r"of (?:business|play|the day)",
        "`{}` has no place behind `close`",
        "",
        _TAKE_OUT,
    ),
    _Phrase(r".*DAY_NAME", r"and(?!\w)", "days are not joined by `and`", ","),
    _Phrase(r".*CLOCK_TIME DASH CLOCK_TIME", r"and(?!\w)|;(?=\s*\d)", "hours are not joined by `{}`", ","),
    _Phrase(
        r"DAY_NAME",
        r"closed(?!\w)",
        "a day without hours is closed, and is not said to be",
        None,
        "take the line out",
        habit="days that are closed",
    ),
    _Phrase(
        r".*DAY_NAME",
        r"(\d\d)(\d\d)-(\d\d)(\d\d)(?!\w)",
        "`{}` is not how hours are written",
        "{1}:{2}-{3}:{4}",
    ),
    _Phrase(r".*DAY_NAME CLOCK_TIME", r"(?:to|until|till|bis)(?=\s*\d)", "hours are not joined by `{}`", "-"),
    # severities and fields
    _Phrase(
        r"NAME QUOTED",
        r'"([^"\n]+)"',
        "what a severity means stands between three quotes",
        '"""{1}"""',
        habit="meanings of severities",
    ),
    _Phrase(
        r"NAME",
        r"[=:-](?=\s*\")",
        "no `{}` stands between a severity and its title",
        "",
        habit="signs before titles",
    ),
    _Phrase(
        r"NAME _COLON \w+( QUESTION)?", r"not\s+null(?!\w)", "`{}` has no place behind a type", "", _TAKE_OUT
    ),
    _Phrase(r"NAME _COLON \w+", r",\s*key\s*:\s*(?:true|yes)(?!\w)", "`{}` is not how a key is said", "key"),
    _Phrase(
        r"NAME _COLON",
        r"(?:reference|foreign key|link)(?:\s+(?:to|of))?(?=\s+\w)",
        "`{}` is not how a reference is said",
        "ref",
    ),
    # levels
    _Phrase(
        r"_MISSING _SAMPLES",
        r"(?:(?:are|is|will be|shall be)\s+)?(?:ignored|excluded|disregarded|not counted|discarded)",
        "`{}` does not say what missing samples count as",
        "count as absent",
    ),
    _Phrase(
        r"_MISSING _SAMPLES",
        r"(?:are\s+)?(?:treated|counted|considered|regarded|seen|taken)\s+as",
        "`{}` is not what missing samples do",
        "count as",
    ),
    _Phrase(
        r"_MEASURE PERCENT",
        r"(?!good|not)([a-z]\w*)(?=\s*(?:#|$))",
        "a share is of good records, and not of `{}`",
        None,
        "write `measure percent good`, and above it what is good, as in `good when not {}`",
    ),
    _Phrase(
        r"_MEASURE (SUM|MEAN|MEDIAN|LOWEST|HIGHEST|PERCENTILE) .*NAME",
        r"where(?=\s).*",
        "`{}` does not stand behind a measure: `for each` says which records are counted",
        "",
        "take it out, and write the condition as in `for each invoice where posted_at exists`",
    ),
    _Phrase(r"_WEIGHT", r"0?\.(\d)(?!\d)", "`{}` is a fraction, and a weight is a percentage", "{1}0%"),
    _Phrase(r"_WEIGHT", r"0?\.(\d\d)(?!\d)", "`{}` is a fraction, and a weight is a percentage", "{1}%"),
    _Phrase(
        r"_WINDOW", r"(?i:ytd|year[- ]to[- ]date)", "`{}` is not how a window is written", "calendar year"
    ),
    _Phrase(
        r"_WINDOW", r"(?i:mtd|month[- ]to[- ]date)", "`{}` is not how a window is written", "calendar month"
    ),
    _Phrase(r"_NEEDS", r"(\d+)(?=\s+\w)", "`needs {1}` does not say on which side", "at least {1}"),
    _Phrase(r"_NEEDS _AT LEAST NUMERAL", r"\w+", "what is counted is called `records` here", "records"),
    _Phrase(
        r"_MEASURE .*",
        r"(?:by|per) (\w+)(?!\w|\s+of(?!\w))",
        "what a level is measured by stands in its heading",
        "",
        'take it out, and write the heading as in `service level Accuracy "Invoice accuracy" by {1} {{`',
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM|REQUIRED) .*(PERCENTAGE|NUMERAL|LENGTH|DAY_COUNT)",
        r"(?:(?:per|each|every|in (?:each|any|every)|in a|a)\s+(?:calendar\s+)?(?:day|week|month|quarter|year)"
        r"|daily|weekly|monthly|quarterly|annually|yearly)(?!\w)",
        "`{}` has no place behind a target: `window` says over what it is measured",
        "",
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM|REQUIRED) \w+ \w+ PERCENTAGE",
        r"of (?:all )?\w+",
        "`{}` has no place behind a target",
        "",
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM|REQUIRED)",
        r"(?:of|is|(?:must|shall|should|to) be|must not be)(?=\s+(?:at|above|under)\s)",
        "`{}` has no place before a limit",
        "",
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM)",
        r"(?:of|is|(?:must|shall|should|to) be)\s+(\d[\d.]*%)(?=\s*(?:#|$))",
        "`{}` is not how a limit is written",
        "at least {1}",
    ),
    _Phrase(r"(_GOOD|DOWN) _WHEN.*", r"!(?=\s*\w)", "`{}` is not a sign of the language", "not"),
    _Phrase(r"_GOOD", r"if(?=\s)|where(?=\s)", "`{}` is not how a condition begins here", "when"),
    _Phrase(r"_GOOD", r"within(?=\s)", "`within` is said of the level's clock", "when clock within"),
    _Phrase(
        r".*NO",
        r"[a-z]\w*(?=\s*(?:#|$)|\s+(?:and|or)\s)",
        "`no` is a value, and what does not hold is said by `not`",
        None,
        "write `not {}`",
    ),
    _Phrase(r"_CLOCK .*_IN", r"24\s*[x/]\s*7", "`{}` is not the name of a calendar", "AlwaysOn"),
    _Phrase(
        r"_COUNTED _IN _THE",
        r"(?:day|week|month|quarter|year|period)(?=\s+(?:of|in)\s)",
        "`{}` is not what records are counted in: the line of `window` says how long that is",
        "window",
    ),
    _Phrase(
        r"DOWN (_WHEN .* )?_FOR",
        r"(?:more|longer) than|over|>=?(?=\s*\d)",
        "`{}` is not how long an outage lasts",
        "at least",
    ),
    _Phrase(
        r"DOWN _WHEN .*_FOR",
        r"(\d+)\s+(?:consecutive\s+)?(?:checks|probes|samples|times|failures|polls)(?!\w)",
        "`{}` does not say for how long, and an outage is so long at least",
        None,
        "write the time of so many, as in `for at least 3 min` of three samples that are taken every minute",
    ),
    # credits
    _Phrase(
        r"_CREDIT .*NAME",
        r"(?:if|when)\s+(?:it is\s+)?missed(?!\w)",
        "`{}` goes without saying: credits follow a miss",
        "",
        _TAKE_OUT,
    ),
    _Phrase(
        r"_CHARGE .*_PER",
        r"calendar(?=\s+(?:month|quarter|year))",
        "`{}` goes without saying: a charge is of calendar months, quarters or years",
        "",
        _TAKE_OUT,
    ),
    _Phrase(
        r"_CHARGE .*PRICE _PER",
        r"(?!month|quarter|year)(\w+)\s+per(?=\s+\w)",
        "`per {1}` is not said in the line of a charge",
        "",
        "write the amount of all together, or `charge … by {1}` with a table of amounts below",
    ),
    _Phrase(
        r"_CREDIT .*_PER",
        r"(hour|minute)(?=\s+of\s+(?:clock|downtime|shortfall))",
        "`per {}` does not say whether a part of one counts",
        None,
        "write `per started 1 h` if it does, `per full 1 h` if not (or `1 min`)",
    ),
    _Phrase(
        r"_CREDIT .*NAME",
        r"(?:if|when)\s+(\d+|two|three)\s+or\s+more\s.*",
        "`{}` is not how it is said that misses must come together",
        None,
        "write it as in `credit 5% of MonthlyCharges when missed in 2 consecutive windows`",
    ),
    _Phrase(
        r"_EARN_BACK PERCENTAGE",
        r"if|where|provided(?: that)?|in case",
        "`{}` is not how a condition begins here",
        "when",
    ),
    _Phrase(
        r"_CREDIT .*_COMMA",
        r"(?:but\s+)?(?:max(?:imum)?(?: of)?|capped at|at most|(?:no|not) more than)(?=\s+\d)",
        "`{}` is not how a credit is limited",
        "up to",
    ),
    _Phrase(r"_CREDIT", r"(?:is|equals|equal to|amounts to)(?=\s)", "`{}` has no place behind `credit`", ""),
    _Phrase(
        r"_CREDIT .*_PER",
        r"(day|hour|week|minute)(?!\w)",
        "`per {}` does not say of what",
        None,
        "write for instance `per started 1 h of clock`, or `of downtime`",
    ),
    _Phrase(
        r"_CREDIT .*_PER",
        r"(?!record|full|started|month|quarter|year|hour|day|week|minute)([a-z]\w*) ([a-z]\w*)(?=\s*(?:#|$))",
        "`per {}` does not say which records it is for: each is called `record` here",
        "record",
        "write `record`, and behind it which ones, as in `record where not ok`",
    ),
    _Phrase(
        r"_CREDIT .*_PER",
        r"(?!record|full|started|month|quarter|year)[a-z]\w*(?=\s*(?:#|$|where))",
        "a record is called `record` here",
        "record",
    ),
    _Phrase(
        r"_ROUND (UP|DOWN|HALF_UP|HALF_EVEN) _TO",
        r"(?:the\s+)?nearest|the(?=\s+[A-Z]{3})",
        "`{}` has no place before an amount",
        "",
        _TAKE_OUT,
    ),
    _Phrase(
        r"_WHEN .*(MISSED|EXPECTED) _IN NUMERAL",
        r"(?:out of|in|from)(?:\s+any)?\s+(\d+)\s+(?:consecutive\s+)?(?:months?|quarters?|windows?|periods?|weeks?)",
        "`{}` does not say of which windows",
        "of any {1} windows",
    ),
    _Phrase(
        r"_LIMIT .*(NAME|PRICE)",
        r"in\s+(?:any|each|every|one|a)(?=\s+(?:calendar|contract)\s)",
        "`{}` is not how the time of a limit is said",
        "per",
    ),
    # remedies and examples
    _Phrase(
        r"_WHEN .*NAME",
        r"(?:falls|drops|goes|comes|is|was|stays|rises)(?=\s+(?:below|above|under)\s)",
        "`{}` has no place before a threshold",
        "",
        _TAKE_OUT,
    ),
    _Phrase(
        r"_THE (PROVIDER|CUSTOMER)", r"can(?!\w)|is entitled to(?!\w)", "`{}` does not give a right", "may"
    ),
    _Phrase(
        r"_THE (PROVIDER|CUSTOMER)",
        r"must(?!\w)|will(?!\w)|has to(?!\w)",
        "`{}` does not give a duty",
        "shall",
    ),
    _Phrase(r"_EXPECT .*", r"(?:to be|should be|equals|=)(?=\s)", "`{}` is not how a result is said", "is"),
)


def _nearly(where: Where) -> Iterator[Known]:
    is_below = bool(where.line) and "\n" in where.text[where.line[-1].end_pos or 0 : where.start]
    read = "" if is_below else " ".join(where.kinds)
    for phrase in _PHRASES if read else ():
        if not re.fullmatch(phrase.read, read):
            continue
        found = re.match(phrase.ahead, where.ahead)
        if found is None or not _may_follow(phrase, where):
            continue
        groups = (found[0].strip(), *found.groups(""))
        meant = None if phrase.meant is None else phrase.meant.format(*groups)
        write = (
            phrase.write.format(*groups)
            if phrase.write is not None
            else f"write `{meant}`"
            if meant
            else _TAKE_OUT
        )
        message = phrase.message.format(*groups)
        yield evolve(known(where, "SLA011", found, message, write, meant), habit=phrase.habit)


_NEEDED = {"is": "_IS", "by": "_BY", "lasting": "_LASTING"}


def _may_follow(phrase: _Phrase, where: Where) -> bool:
    needed = _NEEDED.get(phrase.meant or "")
    is_tier = phrase.read not in {"NAME", "NAME QUOTED"} or where.kind == "tier"
    return is_tier and (needed is None or needed in where.offered)


_NUMBERS = ("two", "three", "four", "five", "six")


def _times(where: Where) -> Iterator[Known]:
    """How often something happens, in words, or as more than a number."""
    found = re.match(
        rf"(?:more than (\d+)|({'|'.join(_NUMBERS)}))(?=\s+(?:times|consecutive|of any))", where.ahead
    )
    if found and "NUMERAL" in where.offered:
        number = int(found[1]) + 1 if found[1] else _NUMBERS.index(found[2]) + 2
        message = f"`{found[0]}` is not how a number is written"
        yield known(where, "SLA011", found, message, f"write `{number}`", str(number))


PHRASES: tuple[Rule, ...] = (_nearly, _times)
