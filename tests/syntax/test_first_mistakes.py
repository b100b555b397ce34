"""Mistakes of first authors that are known: one finding each, and what it says to write is sound where it says so."""

import re
from pathlib import Path

import pytest

from sladsl.source import Source
from sladsl.syntax.parser import parse

EVERY_LINE = Path(__file__).with_name("every_line.sla").read_text(encoding="utf-8")
SLIPS = [
    # heads and first words
    ("agreement Harbour", "contract Harbour"),
    ("agreement Harbour", "Vertrag Harbour"),
    ("  currency  GBP", "  Währung GBP"),
    ("  provider  ", "  supplier "),
    ("service level Accuracy", "SERVICE LEVEL Accuracy"),
    ("    measure   percent good", "    Measure   percent good"),
    ("  service level Accuracy", "  3.1 service level Accuracy"),
    ("    id          : text key", "    - id : text key"),
    ("    window    calendar month", "    window calendar month;"),
    ('service level Accuracy "Invoice accuracy" {', 'service level "Invoice accuracy" {'),
    ('service level Accuracy "Invoice accuracy" {', 'service level "Invoice accuracy" Accuracy {'),
    ('provider  Meridian "Meridian Business Services Ltd"', "provider Meridian Services Ltd"),
    ("timezone  Europe/London", "timezone UK time"),
    ("term      2026-01-01 to 2028-12-31", "term 2026-01-01 - 2028-12-31"),
    # charges and amounts
    ("GBP 85,000 per month", "85,000 per month"),
    ("GBP 85,000 per month", "GBP 85 000 per month"),
    ("GBP 85,000 per month", "GBP 85'000 per month"),
    ("GBP 85,000 per month", "GBP 85k per month"),
    ("GBP 85,000 per month", "£85.000,00 per month"),
    ("GBP 85,000 per month", "GBP 85,000 pro Monat"),
    # calendars and records
    ("Mon..Fri 09:00", "Mo..Fr 09:00"),
    ("Mon..Fri 09:00-12:30, 13:30-17:30", "Mon..Fri 9-17 Uhr"),
    ("Mon..Fri 09:00-12:30, 13:30-17:30", "Mon..Fri 09:00-12:30; 13:30-17:30"),
    ("received_at : time ", 'received_at : "time" '),
    ("id          : text key", "id : text primary key"),
    ("one of { approval, query, supplier }", "approval, query, supplier"),
    # levels
    ("within 2 business days", "within two (2) Business Days"),
    ("within 2 business days", "within 2 Werktage"),
    ("measure   percent good", "measure % good"),
    ("measure   percent good", "measure percent of invoices good"),
    ("window    calendar month", "window 30 days rolling"),
    ("window    calendar month", "window rolling month"),
    ("minimum   at least 95%", "at least 95% minimum"),
    ("minimum   at least 95%", "minimum 95% or more"),
    ("minimum   at least 95%", "minimum mindestens 95%"),
    ("minimum   at least 95%", 'minimum at least "95%"'),
    ("minimum   at least 95%", "minimum at least ninety-five per cent (95%)"),
    ("minimum   at least 95%", "expected at least 96%, minimum at least 95%"),
    ("per started percentage point", "for each percentage point"),
    ("per started percentage point", "per percentage point"),
    ("shared equally, up to 10%", "shared equally up to 10%"),
    ("reason is approval\n", "reason in (approval, query)\n"),
    # settlements and remedies
    ("limit all credits to", "limit credits to"),
    ("limit all credits to", "limit the total credits to"),
    ("MonthlyCharges per calendar month", "MonthlyCharges per month"),
    ("round half-up to GBP 0.01", "round to 2 decimals"),
    ("missed in 3 consecutive windows", "missed in 3 consecutive months"),
    ("in 2026-03 is 50%, missed", "in March 2026 is 50%, missed"),
    # sentences
    ("term      2026-01-01 to 2028-12-31", "term from 2026-01-01 for 3 years"),
    ("term      2026-01-01 to 2028-12-31", "term commencing on 2026-01-01 and ending on 2028-12-31"),
    ("term      2026-01-01 to 2028-12-31", "term 2026-01-01 to 2028-12-31 (both days inclusive)"),
    ("GBP 85,000 per month", "GBP 85,000 (eighty-five thousand pounds) per month"),
    ("clock within 2 business days", "clock is no more than two (2) business days"),
    ("clock within 2 business days", "clock within the next business day"),
    ("minimum   at least 95%", "minimum 95%"),
    ("minimum   at least 95%", "no less than ninety-five percent"),
    ("minimum   at least 95%", "minimum no less than ninety-five percent"),
    ("minimum   at least 95%", "minimum at least 95% each month"),
    ("window    calendar month", "window each calendar month"),
    ("limit all credits to", "cap all credits at"),
    ("limit all credits to", "the total credits shall not exceed"),
    ("limit all credits to", "limit all credits to an aggregate of"),
    ("ignore credits below", "no credits below"),
    ("after its end", "after the end of each month"),
    (", 14 days after its end", ", 14 days"),
    (", 14 days after its end", ", by the 14th of the following month"),
    ("limit all credits to", "total credits are capped at"),
    # data files and spreadsheets
    ("id          : text key", "id : string key"),
    ("id          : text key", "id = text key"),
    ("posted_at   : time?", "posted_at : time (optional)"),
    ("error       : flag", "error : yes/no"),
    ('records invoice "Invoice"', 'invoice "Invoice"'),
    ("every 5 min at checked_at", "5 min at checked_at"),
    ("ref ticket\n", "ref\n"),
    ("error       : flag", "error : 1-5"),
    ("measure   percent good", "measure success rate"),
    ("measure   percent good", "measure average of clock"),
    ("measure   percent good", "measure SUM(amount) / COUNT(invoice)"),
    ("currency  GBP", "currency £"),
    ("currency  GBP", "currency GBP (pounds sterling)"),
    ("posted_at   : time?", "posted_at : date and time"),
    ("good when not error", "good if not error"),
    ("measure   percent good", "measure number of invoice where error"),
    ("minimum   at least 95%", "minimum at least three nines"),
    ("round half-up to GBP 0.01", "round half-up to the nearest GBP 0.01"),
    ("currency  GBP", "currency GBP, EUR"),
]


def syntax_of(text):
    return parse(Source("test.sla", text)).diagnostics


@pytest.mark.parametrize(("written", "slip"), SLIPS)
def test_a_known_mistake_has_one_finding_and_is_mended_by_what_it_says(written, slip, harbour):
    sound = next(text for text in (harbour.text, EVERY_LINE) if written in text)
    text = sound.replace(written, slip, 1)
    (finding,) = syntax_of(text)
    start = text.index(slip)
    assert start <= finding.span.start < start + len(slip)
    assert finding.help is not None
    mended = re.match(r"write `([^`]+)`$|(take it out)", finding.help)
    if mended is not None:
        rest = text[finding.span.end :]
        assert syntax_of(f"{text[: finding.span.start]}{mended[1] or ''}{rest}") == ()


@pytest.mark.parametrize("written", ["at least 95 %", ">= 95 %", "no less than 95,0 %"])
def test_a_limit_by_a_sign_keeps_its_percent(written, harbour):
    findings = syntax_of(harbour.text.replace("minimum   at least 95%", f"minimum {written}", 1))
    told = [finding.help for finding in findings]
    assert told in ([], ["write `minimum at least 95%`"], ["write `minimum at least 95.0%`"])
    assert (told == []) is written.startswith("at least")
