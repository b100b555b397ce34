"""Slips in agreements that are sound: what a lawyer who reads them would notice, the checker says.

Each is a change of one figure, word or row of a shipped agreement, and the finding that must come of it.
"""

import inspect
import re
from pathlib import Path

import pytest

from sladsl.pipeline import check
from sladsl.semantics.checks import LAST_CODES, LAST_RULES

AGREEMENTS = Path(__file__).parents[2] / "agreements"
PAYABLE, DESK = "accounts-payable", "service-desk"

SLIPS = [
    (
        PAYABLE,
        "| 97%        | 10%    |",
        "| 97%        | 20%    |\n      | 95%        | 10%    |",
        {"SLA706", "SLA705"},
    ),
    (PAYABLE, "| minimum    | 5%     |\n", "", {"SLA703"}),
    # Nothing is cut by the limit then, and what allows that is in vain.
    (PAYABLE, "| 95%        | 20%    |", "| 95%        | 2%     |", {"SLA705", "SLA057"}),
    # That it is zero is not told once more; the limit is not reached then, either.
    (PAYABLE, "| 95%        | 20%    |", "| 95%        | 0%     |", {"SLA705", "SLA057"}),
    (PAYABLE, "minimum   at least 95%", "minimum   at least 0%", {"SLA791"}),
    (PAYABLE, "minimum   at least 98%,", "minimum   at least 99.8%,", {"SLA191"}),
    (PAYABLE, "expected  at least 99.5%", "expected  at least 995%", {"SLA204"}),
    (PAYABLE, "minimum   at least 98%", "minimum   at least 980%", {"SLA204"}),
    (PAYABLE, "from 2027-01-01 at least 98.5%", "from 2029-01-01 at least 98.5%", {"SLA135"}),
    (PAYABLE, "on 2026-12-24 09:00-12:30", "on 2025-12-24 09:00-12:30", {"SLA145"}),
    (PAYABLE, "term      2026-01-01 to 2028-12-31", "term      2028-12-31 to 2026-01-01", {"SLA133"}),
    (PAYABLE, "Mon..Fri 09:00-12:30, 13:30-17:30", "Mon..Fri 09:00-13:30, 12:30-17:30", {"SLA141"}),
    (PAYABLE, "GBP 85,000 per month", "EUR 85,000 per month", {"SLA136"}),
    (PAYABLE, "expected  at most GBP 10,000", "expected  at most 10,000", {"SLA190"}),
    (PAYABLE, "good when clock within 15 h", "good when clock within 15%", {"SLA011"}),
    (PAYABLE, "window    calendar month\n    expected  at most 15 h", "expected  at most 15 h", {"SLA180"}),
    (
        PAYABLE,
        "limit all credits to 15% of MonthlyCharges",
        "limit all credits to 0% of MonthlyCharges",
        {"SLA231"},
    ),
    (PAYABLE, "ignore credits below GBP 10\n", "ignore credits below EUR 10\n", {"SLA136"}),
    (PAYABLE, "round half-up to GBP 0.01", "round half-up to GBP 0.001", {"SLA232"}),
    (PAYABLE, "good when not error", "good when not errror", {"SLA114"}),
    (DESK, "| P1       | 15 min ", "| P1       | 15 h   ", {"SLA749"}),
    (DESK, "| 4%                       |", "| 1%                       |", {"SLA749"}),
    (DESK, "| 4%                       |", "| 0%                       |", {"SLA749"}),
    (DESK, "| P2       | 1 h         |", "| P1       | 1 h         |", {"SLA215", "SLA255"}),
    (DESK, "required  at most 5%", "minimum   at most 5%", {"SLA050"}),
    (DESK, "| required   | 1%     |", "| 5.5%       | 1%     |", {"SLA703"}),
    (DESK, "expected  at least 4.2", "expected  at least 3.2", {"SLA191"}),
    (DESK, "credit    GBP 1,500", "credit    EUR 1,500", {"SLA136"}),
    (DESK, "to GBP 12,000 per contract year", "to USD 12,000 per contract year", {"SLA136"}),
]


def codes(text, folder):
    file = folder / "agreement.sla"
    file.write_text(text, encoding="utf-8")
    return {finding.code for finding in check([file]).diagnostics}


@pytest.mark.parametrize(("agreement", "before", "after", "expected"), SLIPS)
def test_a_slip_is_noticed(agreement, before, after, expected, tmp_path):
    text = (AGREEMENTS / agreement / "agreement.sla").read_text(encoding="utf-8")
    assert before in text
    assert codes(text, tmp_path) == set()
    assert codes(text.replace(before, after, 1), tmp_path) == expected


def test_allowances_know_what_is_looked_for_in_sound_agreements_alone():
    modules = [Path(inspect.getfile(rule)) for rule in LAST_RULES]
    found = {code for path in modules for code in re.findall(r"SLA\d{3}", path.read_text(encoding="utf-8"))}
    assert found | {"SLA828", "SLA829"} == LAST_CODES
