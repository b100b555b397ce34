"""Amounts, steps of credits and limits as invoices and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from sladsl.syntax.first_mistakes.declared import charges_of, currency_of
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known, place_of


def _currency(where: Where) -> Iterator[Known]:
    """A currency by its sign or its name."""
    found = re.match(
        r"([£€$])|(?i:(pounds?|sterling|euros?|(?:us )?dollars?)(?:\s+sterling)?(?!\w))", where.ahead
    )
    if found and where.kinds == ["_CURRENCY"]:
        code = _SIGNS.get(found[1]) or next(code for name, code in _NAMES.items() if name in found[2].lower())
        yield known(
            where,
            "SLA025",
            found,
            f"`{found[0]}` does not name a currency by its code",
            f"write `{code}`",
            code,
        )


_NAMES = {"pound": "GBP", "sterling": "GBP", "euro": "EUR", "dollar": "USD"}


def _no_currency(where: Where) -> Iterator[Known]:
    """A charge of a bare number."""
    found = re.match(r"(\d[\d,]*(?:\.\d+)?)(?=\s*(?:$|per\b(?!\s?cent)|monthly|a\s|/|#))", where.ahead)
    if found and "PRICE" in where.offered and where.line and where.line[0].type in _OF_MONEY:
        number = f"{int(found[1]):,}" if found[1].isdigit() else found[1]
        meant = f"{currency_of(where.text)} {number}"
        yield known(where, "SLA025", found, f"`{found[1]}` names no currency", f"write `{meant}`", meant)


_OF_MONEY = frozenset({"_LIMIT", "_CHARGE", "_IGNORE", "_RAISE", "_ROUND"})


def _thousands(where: Where) -> Iterator[Known]:
    """Thousands that are parted by blanks or apostrophes, or said by a letter."""
    spaced = re.match(r"\d{3}(?:[^\S\n]\d{3})*(?![\w%])", where.ahead)
    found = spaced or re.match(r"(?:['’]?\d{3})+(?![\w%])", where.ahead)
    if found and where.last == "PRICE" and re.fullmatch(r"[A-Z]{3}\s+\d{1,3}", where.line[-1]):
        price = where.line[-1]
        parts = re.findall(r"\d{3}", found[0])
        meant = f"{price[:3]} {','.join([price[3:].strip(), *parts])}"
        message = f"`{where.text[price.start_pos : where.start]}{found[0]}` is not how thousands are written"
        yield Known("SLA023", message, f"write `{meant}`", *where.since(price, found.end()), meant)
    under = re.match(r"([A-Z]{3}|[£€$])\s?(\d{1,3}(?:_\d{3})+)(?!\w)", where.ahead)
    if under and "PRICE" in where.offered:
        meant = f"{_SIGNS.get(under[1], under[1])} {under[2].replace('_', ',')}"
        message = f"`{under[0]}` is not how thousands are written"
        yield known(where, "SLA023", under, message, f"write `{meant}`", meant)
    short = re.match(r"([A-Z]{3}|[£€$]) ?(\d+(?:\.\d+)?)\s?([kKmM])(?:io\.?|n)?(?!\w)", where.ahead)
    if short and "PRICE" in where.offered:
        amount = Decimal(short[2]) * (1_000 if short[3] in "kK" else 1_000_000)
        meant = f"{_SIGNS.get(short[1], short[1])} {amount.normalize():,f}"
        yield known(
            where, "SLA023", short, f"`{short[0]}` is not how amounts are written", f"write `{meant}`", meant
        )


_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}


def _tax(where: Where) -> Iterator[Known]:
    """What is said of taxes behind a charge."""
    found = re.match(
        r"(?i:,?\s*(?:plus|excl(?:uding|\.)?|incl(?:uding|\.)?|net of|\+|zzgl\.?|exclusive of|inclusive of|net)"
        r"(?:\s+(?:vat|tax(?:es)?|mwst\.?|ust\.?|gst))?)(?!\w)",
        where.ahead,
    )
    if found and where.line and where.line[0].type == "_CHARGE" and "PRICE" in where.kinds:
        message = f"`{found[0]}` has no place behind a charge"
        write = 'take it out, and say it in a clause, as in `clause Tax """Charges are exclusive of VAT."""`'
        yield known(where, "SLA014", found, message, write, "")


def _other_per(where: Where) -> Iterator[Known]:
    """`par mois`, `pro Monat`: the period of a charge in another language."""
    found = re.match(
        r"(?i:(?:par|pro|je|im)\s+(mois|monat|trimestre|quartal|an|jahr|année))(?!\w)", where.ahead
    )
    if found and where.last == "PRICE" and where.line[0].type == "_CHARGE":
        meant = f"per {_PERIODS[found[1].lower()]}"
        message = f"`{found[0]}` is not how a period is written"
        yield known(where, "SLA011", found, message, f"write `{meant}`", meant)


_PERIODS = {
    **dict.fromkeys(("mois", "monat"), "month"),
    **dict.fromkeys(("trimestre", "quartal"), "quarter"),
    **dict.fromkeys(("an", "année", "jahr"), "year"),
}
_POINT = r"(?:1\s*%|one\s+per\s?cent|%|per\s?cent(?:age)?|pp)(?:[\s-]*points?)?"


def _per_point(where: Where) -> Iterator[Known]:
    """Steps of a credit that do not say whether a part of one counts."""
    if "_CREDIT" not in where.kinds and where.kinds != ["_FOR_EACH", "NAME"]:
        return
    each = re.match(rf"(?:for\s+)?(?:each|every)\s+({_POINT})(?!\w)", where.ahead)
    if each and "_PER" in where.offered:
        yield known(where, "SLA011", each, f"`{each[0]}` {_PART}", _STARTED, "per started percentage point")
    per = re.match(rf"(?:each\s+)?({_POINT})(?!\w)", where.ahead)
    if per and where.last == "_PER":
        yield Known(
            "SLA011",
            f"`per {per[0]}` {_PART}",
            _STARTED,
            *where.since(where.line[-1], per.end()),
            "per started percentage point",
        )
    point = re.match(r"points?(?!\w)|(?=(?:above|below|over|under)\s)", where.ahead)
    counted = {"percentage"} if point and point[0] else {"percent", "percentage", "point"}
    if point and where.kinds == ["_FOR_EACH", "NAME"] and str(where.line[-1]) in counted:
        message = f"`for each {where.line[-1]}{f' {point[0]}' if point[0] else ''}` {_PART}"
        yield Known(
            "SLA011",
            message,
            _STARTED,
            *where.since(where.line[0], point.end()),
            "per started percentage point",
        )


def _per_time(where: Where) -> Iterator[Known]:
    """A credit for each day, which does not say of what."""
    found = re.match(r"(?:of|that|by which|late)(?!\w).*", where.ahead)
    if found is None or where.kinds != ["_FOR_EACH", "NAME"] or str(where.line[-1]) not in _TIMES:
        return
    start = where.line[0].start_pos or 0
    if where.text[where.text.rfind("\n", 0, start) + 1 : start].strip():
        time = _TIMES[str(where.line[-1])]
        message = f"`for each {where.line[-1]}` {_PART}"
        write = f"write `per started {time} of clock` if it does, `per full {time} of clock` if not, or `of downtime`"
        said = found[0].partition("#")[0].rstrip()
        yield Known("SLA011", message, write, start, where.start + len(said), f"per started {time} of clock")


_TIMES = {"day": "24 h", "hour": "1 h", "week": "168 h", "minute": "1 min"}
_PART = "does not say whether a part of one counts"
_STARTED = "write `per started percentage point` if it does, `per full percentage point` if not"


def _credit_if(where: Where) -> Iterator[Known]:
    """`credit 2% of Fee if below 99%`."""
    found = re.match(r"(?:if|when|where|in case)\s+(?:it is\s+)?(?=(?:below|above)\s)", where.ahead)
    if found and where.line and where.line[0].type == "_CREDIT" and "_BELOW" in where.offered:
        message = f"`{found[0].strip()}` does not stand before a threshold"
        yield known(where, "SLA014", found, message, "take it out", "")


def _target_named(where: Where) -> Iterator[Known]:
    """`credit GBP 120 below expected`, as a table has it."""
    found = re.match(r"(?:minimum|required|expected)(?!\w)", where.ahead)
    if found and where.last in _BEYOND and where.line[0].type == "_CREDIT" and "_THE" in where.offered:
        side = _BEYOND[where.last]
        message = f"`{side} {found[0]}` has `the` in between, outside a table"
        yield known(where, "SLA010", found, message, f"write `{side} the {found[0]}`", f"the {found[0]}")


_BEYOND = {"_BELOW": "below", "_ABOVE": "above"}


def _up_to(where: Where) -> Iterator[Known]:
    """The limit of a credit without its comma."""
    found = re.match(
        r"(?:up\s+to|max(?:imum)?(?:\s+of)?|capped\s+at|but\s+(?:no|not)\s+more\s+than)(?!\w)", where.ahead
    )
    if found and where.line and where.line[0].type == "_CREDIT" and "_COMMA" in where.offered:
        message = f"`{found[0]}` is not how a credit is limited"
        yield known(where, "SLA010", found, message, "write `, up to`, with a comma", ", up to")


_AMOUNT = r"(\d[\d.]*\s*%\s+of\s+\w+|[A-Z]{3} \d[\d,.]*)"


def _lesser(where: Where) -> Iterator[Known]:
    """The lesser of two amounts, which are two limits."""
    found = re.match(
        rf"(?:the\s+)?(?:lesser|lower|smaller|minimum)\s+of\s+{_AMOUNT}\s+(?:and|or)\s+{_AMOUNT}", where.ahead
    )
    if found and where.kinds == ["_CREDIT"]:
        meant = f"{found[1]}, up to {found[2]}"
        message = "the lesser of two amounts is one, and the other the most of it"
        yield known(where, "SLA011", found, message, f"write `{meant}`", meant)
    if found and where.last == "_TO" and where.line[0].type == "_LIMIT":
        message = "the lesser of two limits is two limits, each in a line of its own"
        write = f"write `{found[1]}`, and a second line with `{found[2]}`"
        yield known(where, "SLA011", found, message, write, found[1])


def _dated(where: Where) -> Iterator[Known]:
    """A charge that changes, with its amount before the date."""
    found = re.match(
        r"(?:(?:rising|increasing|increased|falling|changing|then|and)\s+)*(?:to\s+)?([A-Z]{3} \d[\d,.]*)"
        r"(?:\s+per\s+\w+)?\s+(?:with effect\s+)?(?:from|as of|effective)\s+(\d{4}-\d\d-\d\d)",
        where.ahead,
    )
    if found and where.last == "_COMMA" and where.line[0].type == "_CHARGE":
        unit = next(
            (str(token) for token in where.line if token.type in {"MONTH", "QUARTER", "YEAR"}), "month"
        )
        meant = f", from {found[2]} {found[1]} per {unit}"
        message = "the date from which a charge is another stands before it"
        yield Known("SLA011", message, f"write `{meant}`", *where.since(where.line[-1], found.end()), meant)


def _limit(where: Where) -> Iterator[Known]:
    """What a step limits."""
    all_credits = re.match(
        r"(?:the\s+)?(?:total|sum|aggregate)(?:\s+of)?(?:\s+(?:all|the))?\s+credits(?!\w)", where.ahead
    )
    if all_credits and where.last == "_LIMIT":
        message = f"`{all_credits[0]}` is not how all credits are named"
        yield known(where, "SLA011", all_credits, message, "write `all credits`", "all credits")
    each = re.match(r"each\s+\w+(?=\s+to\b)", where.ahead)
    if each and where.last == "_LIMIT":
        message = f"`{each[0]}` does not say what of it is limited"
        yield known(where, "SLA010", each, message, f"write `credits of {each[0]}`", f"credits of {each[0]}")
    found = re.match(r"to(?!\w)", where.ahead)
    if found and where.kinds == ["_LIMIT", "_CREDITS"]:
        credits_ = where.line[-1]
        message = "`limit credits` does not say which"
        write = "write `limit all credits to`, or `limit credits of LEVEL to`"
        yield Known("SLA010", message, write, *place_of(credits_), "all credits")
    if found and where.kinds == ["_LIMIT"]:
        message = "`limit to` does not say what is limited"
        write = "write `limit all credits to`, or `limit credits of LEVEL to`"
        yield known(where, "SLA010", found, message, write, "all credits to")


def _horizon(where: Where) -> Iterator[Known]:
    """`per month` in a step of a settlement."""
    found = re.match(r"(month|quarter|year|week)(?!\w)", where.ahead)
    is_limit = where.kind == "step" or (where.line and where.line[0].type == "_EXCLUDE")
    if found and where.last == "_PER" and is_limit:
        message = f"`per {found[0]}` does not say which {found[0]}s are meant"
        write = f"write `per calendar {found[0]}`, or `per contract {found[0]}` to count from the first day of the term"
        yield known(where, "SLA010", found, message, write, f"calendar {found[0]}")


def _decimals(where: Where) -> Iterator[Known]:
    """What a settlement rounds to."""
    found = re.match(
        r"(half-up\s+|half-even\s+)?to\s+(?:the\s+)?(?:nearest\s+)?(\d|two|penny|cent|pence)(?:\s+decimals?(?:\s+places?)?|\s+\w+)?",
        where.ahead,
    )
    if found and where.kinds == ["_ROUND"]:
        unit = {"0": "1", "1": "0.1"}.get(found[2], "0.01")
        meant = f"round half-up to {currency_of(where.text)} {unit}"
        message = f"`round {found[0]}` does not say to which amount, and how"
        place = where.since(where.line[-1], found.end())
        yield Known("SLA011", message, f"write `{meant}`", *place, meant)


def _before_table(where: Where) -> Iterator[Known]:
    """Words between a credit and the table of its steps."""
    found = re.match(
        r"(?:as follows|as below|as set out below|according to|by the table|per table)?\s*:?(?=\s*(?:#.*)?$)",
        where.ahead,
    )
    if found and found[0] and "ROW" in where.offered:
        message = f"`{found[0]}` has no place before a table"
        yield known(where, "SLA014", found, message, "take it out", "")


def _charge_named(where: Where) -> Iterator[Known]:
    """The charge of a credit in words, by its title or with `the`, where it has a name."""
    if not where.line or where.line[0].type not in {"_CREDIT", "_LIMIT", "_RISK"}:
        return
    kinds = where.kinds
    of = next((n for n in range(len(kinds) - 1, -1, -1) if kinds[n] == "_OF"), None)
    if of is None or kinds[of + 1 :] not in ([], ["_THE"], ["NAME"], ["_THE", "NAME"]):
        return
    start = (where.line[of + 1].start_pos or 0) if len(kinds) > of + 1 else where.start
    declared = charges_of(where.text)
    said = where.text[start : start + 100].partition("\n")[0]
    found = _titled(said, declared) or _in_words(said)
    if found is None or start + len(found) <= where.start or found in declared:
        return
    meant = _meant(found, declared)
    message = f"`{found}` is not the name of a charge"
    if found.removeprefix("the").strip() in declared:
        message = "a charge is named without `the`"
    listed = " or ".join(f"`{name}`" for name in list(declared)[:3])
    write = (
        f"write `{meant}`"
        if meant
        else f"write {listed}"
        if declared
        else "declare a charge, and write its name"
    )
    write += ", as the charge is named" if declared else ""
    yield Known("SLA014", message, write, start, start + len(found), meant)


def _titled(said: str, declared: Mapping[str, str]) -> str | None:
    """What says a charge by its title, or by its name behind `the`."""
    known_as = (re.escape(each) for pair in declared.items() for each in pair if each)
    found = (
        re.match(rf'(?:the\s+)?"?(?i:{"|".join(sorted(known_as, key=len, reverse=True))})"?(?![\w"])', said)
        if declared
        else None
    )
    return None if found is None else found[0]


def _in_words(said: str) -> str | None:
    found = re.match(
        r"(?:the\s+)?(?:[A-Za-z]+\s+)*?(?i:charges?|fees?|price|payments?|amounts?|bill|invoices?|value)(?!\w)",
        said,
    )
    return None if found is None or found[0] == "the charge" else found[0]


def _meant(said: str, declared: Mapping[str, str]) -> str | None:
    """The one charge that is meant: the only one, or that of which the title or the name is said."""
    plain = re.sub(r"^the\s+", "", said).strip('"').lower()
    named = [name for name, title in declared.items() if plain in {name.lower(), title.lower()}]
    named = named or list(declared)
    return named[0] if len(named) == 1 else None


AMOUNTS: tuple[Rule, ...] = (
    _currency,
    _no_currency,
    _thousands,
    _tax,
    _other_per,
    _per_point,
    _per_time,
    _credit_if,
    _target_named,
    _up_to,
    _lesser,
    _dated,
    _limit,
    _horizon,
    _decimals,
    _before_table,
    _charge_named,
)
