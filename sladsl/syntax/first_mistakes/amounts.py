"""Amounts, steps of credits and limits as invoices and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from sladsl.syntax.first_mistakes.where import Known, Where, known


def currency_of(text: str) -> str:
    """The currency that an agreement declares, GBP where it declares none."""
    found = re.search(r"^[^\S\n]*currency:?[^\S\n]+([A-Z]{3})\b", text, re.MULTILINE)
    return found[1] if found else "GBP"


def _no_currency(where: Where) -> Iterator[Known]:
    """A charge of a bare number."""
    found = re.match(r"(\d[\d,]*(?:\.\d+)?)(?=\s*(?:$|per\b|monthly|a\s|/|#))", where.ahead)
    if found and "PRICE" in where.offered and where.line and where.line[0].type in _OF_MONEY:
        meant = f"{currency_of(where.text)} {found[1]}"
        yield known(where, "SLA025", found, f"`{found[1]}` names no currency", f"write `{meant}`", meant)


_OF_MONEY = frozenset({"_CHARGE", "_IGNORE", "_RAISE", "_ROUND"})


def _thousands(where: Where) -> Iterator[Known]:
    """Thousands that are parted by blanks or apostrophes, or said by a letter."""
    rest = re.match(r"(?:['’]?\d{3})+(?![\w%])", where.ahead)
    spaced = re.match(r"\d{3}(?:[^\S\n]\d{3})*(?![\w%])", where.ahead)
    if (rest or spaced) and where.last == "PRICE" and re.fullmatch(r"[A-Z]{3}\s+\d{1,3}", where.line[-1]):
        found = spaced or rest
        assert found is not None
        price = where.line[-1]
        parts = re.findall(r"\d{3}", found[0])
        meant = f"{price[:3]} {','.join([price[3:].strip(), *parts])}"
        message = f"`{where.text[price.start_pos : where.start]}{found[0]}` is not how thousands are written"
        yield Known("SLA023", message, f"write `{meant}`", *where.since(price, found.end()), meant)
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
    point = re.match(r"points?(?!\w)", where.ahead)
    if point and where.kinds == ["_FOR_EACH", "NAME"] and str(where.line[-1]) == "percentage":
        message = f"`for each percentage {point[0]}` {_PART}"
        yield Known(
            "SLA011",
            message,
            _STARTED,
            *where.since(where.line[0], point.end()),
            "per started percentage point",
        )


_PART = "does not say whether a part of one counts"
_STARTED = "write `per started percentage point` if it does, `per full percentage point` if not"


def _credit_if(where: Where) -> Iterator[Known]:
    """`credit 2% of Fee if below 99%`."""
    found = re.match(r"(?:if|when|where|in case)\s+(?:it is\s+)?(?=(?:below|above)\s)", where.ahead)
    if found and where.line and where.line[0].type == "_CREDIT" and "_BELOW" in where.offered:
        message = f"`{found[0].strip()}` does not stand before a threshold"
        yield known(where, "SLA014", found, message, "take it out", "")


def _up_to(where: Where) -> Iterator[Known]:
    """The limit of a credit without its comma."""
    found = re.match(
        r"(?:up\s+to|max(?:imum)?(?:\s+of)?|capped\s+at|but\s+(?:no|not)\s+more\s+than)(?!\w)", where.ahead
    )
    if found and where.line and where.line[0].type == "_CREDIT" and "_COMMA" in where.offered:
        message = f"`{found[0]}` is not how a credit is limited"
        yield known(where, "SLA010", found, message, "write `, up to`, with a comma", ", up to")


def _limit(where: Where) -> Iterator[Known]:
    """What a step limits."""
    all_credits = re.match(
        r"(?:the\s+)?(?:total|sum|aggregate)(?:\s+of)?(?:\s+(?:all|the))?\s+credits(?!\w)", where.ahead
    )
    if all_credits and where.last == "_LIMIT":
        message = f"`{all_credits[0]}` is not how all credits are named"
        yield known(where, "SLA011", all_credits, message, "write `all credits`", "all credits")
    found = re.match(r"to(?!\w)", where.ahead)
    if found and where.kinds == ["_LIMIT", "_CREDITS"]:
        credits_ = where.line[-1]
        message = "`limit credits` does not say which"
        write = "write `limit all credits to`, or `limit credits of LEVEL to`"
        yield Known("SLA010", message, write, credits_.start_pos or 0, credits_.end_pos or 0, "all credits")
    if found and where.kinds == ["_LIMIT"]:
        message = "`limit to` does not say what is limited"
        write = "write `limit all credits to`, or `limit credits of LEVEL to`"
        yield known(where, "SLA010", found, message, write, "all credits to")


def _horizon(where: Where) -> Iterator[Known]:
    """`per month` in a step of a settlement."""
    found = re.match(r"(month|quarter|year|week)(?!\w)", where.ahead)
    if found and where.last == "_PER" and where.kind == "step":
        message = f"`per {found[0]}` does not say which {found[0]}s are meant"
        write = f"write `per calendar {found[0]}`, or `per contract {found[0]}` to count from the first day of the term"
        yield known(where, "SLA010", found, message, write, f"calendar {found[0]}")


def _decimals(where: Where) -> Iterator[Known]:
    """What a settlement rounds to."""
    found = re.match(
        r"(half-up\s+|half-even\s+)?to\s+(?:the\s+)?(?:nearest\s+)?(\d|two|penny|cent|pence)(?:\s+\w+)?",
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
    """The charge of a credit in words, where it has a name."""
    found = re.match(
        r"(?:[a-z]+\s+)*?(?:charges?|fees?|price|payments?|amounts?|bill|invoices?|value)(?!\w)", where.ahead
    )
    if (
        found is None
        or where.kinds[-2:] != ["_OF", "NAME"]
        or where.line[0].type not in {"_CREDIT", "_LIMIT", "_RISK"}
    ):
        return
    declared = re.findall(r"^[^\S\n]*charge[^\S\n]+(\w+)", where.text, re.MULTILINE)
    first = where.line[-1]
    words = where.text[first.start_pos : where.start] + found[0]
    message = f"`{words}` is not the name of a charge"
    listed = " or ".join(f"`{name}`" for name in declared[:3])
    write = f"write {listed}, as the charge is named" if declared else "declare a charge, and write its name"
    meant = declared[0] if declared and len(declared) == 1 else None
    yield Known("SLA014", message, write, *where.since(first, found.end()), meant)


AMOUNTS: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _no_currency,
    _thousands,
    _tax,
    _other_per,
    _per_point,
    _credit_if,
    _up_to,
    _limit,
    _horizon,
    _decimals,
    _before_table,
    _charge_named,
)
