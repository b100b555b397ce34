"""Credits become trees: each part of a line, and tables of every kind."""

import pytest

C = "Base([Path([Name('C')])])"

LINES = {
    "credit 5% of C": f"CreditLine(Percent(1/20), {C})",
    "credit GBP 500": "CreditLine(Money('GBP', 500))",
    "credit 3 points": "CreditLine(Points(3))",
    "credit 3 days of service": "CreditLine(ServiceDays(3))",
    "credit 1/30 of the charge": "CreditLine(Part(1/30), Base([]))",
    "credit 3.5 h of C of the previous calendar month, up to 7 days": (
        "CreditLine(Duration(12600000000), Base([Path([Name('C')])], Neighbour('previous', 'calendar', 'month')), "
        "[CreditLimit(Days(7), False)])"
    ),
    "credit 5% of C of the contract year": (
        "CreditLine(Percent(1/20), Base([Path([Name('C')])], Neighbour(None, 'contract', 'year')))"
    ),
    "credit 5% of the greater of A and B weighted by x of r.y in full for each value": (
        "CreditLine(Percent(1/20), Base([Path([Name('A')]), Path([Name('B')])], "
        "Affected(Path([Name('x')]), Path([Name('r'), Name('y')])), 'in full for each value'))"
    ),
    "credit 10 times C shared equally for the downtime below the minimum": (
        "CreditLine(Multiple(Number(10), True), Base([Path([Name('C')])], 'shared equally'), "
        "CreditSide('below', Name('minimum')))"
    ),
    "credit 2 times amount per record": (
        "CreditLine(Multiple(Number(2), False), Base([Path([Name('amount')])]), PerRecord(None))"
    ),
    "credit the shortfall rounded to 2 decimals of C below 100%": (
        f"CreditLine(Shortfall(Rounded(None, Number(2))), {C}, CreditSide('below', Percent(1)))"
    ),
    "credit 1% of C per started percentage point below the minimum, up to 10%": (
        f"CreditLine(Percent(1/100), {C}, CreditSteps(False, PercentagePoint(), None), "
        "CreditSide('below', Name('minimum')), [CreditLimit(Percent(1/10), False)])"
    ),
    "credit GBP 5 per full 1 h of clock above 4 h per record where up": (
        "CreditLine(Money('GBP', 5), CreditSteps(True, Duration(3600000000), 'clock'), "
        "CreditSide('above', Duration(14400000000)), PerRecord(Reading(Path([Name('up')]))))"
    ),
    "credit GBP 5 when missed in 2 consecutive windows": (
        "CreditLine(Money('GBP', 5), FailedLately('missed', Consecutive(Number(2))))"
    ),
    "credit 5% of C when below expected in 3 of any 6 windows": (
        f"CreditLine(Percent(1/20), {C}, FailedLately('below expected', OfAny(Number(3), Number(6))))"
    ),
    "credit 5% of C when every 10th miss": f"CreditLine(Percent(1/20), {C}, EveryNth(10))",
    "customer chooses one of {\n credit GBP 5\n credit 3 points\n}": (
        "CustomerChooses([CreditLine(Money('GBP', 5)), CreditLine(Points(3))])"
    ),
    "count as missed when below expected in 4 of any 12 windows": "Promoted(OfAny(Number(4), Number(12)))",
}
TABLES = {
    "credit of C\n| at or below | credit |\n| minimum | 5% |\n| 95 % | 10% |\n": (
        f"CreditTable({C}, [], 'at or below', [BandRow([], None, BandEdge(Name('minimum'), True), Percent(1/20)), "
        "BandRow([], None, BandEdge(Percent(19/20), True), Percent(1/10))])"
    ),
    "credit\n| credit | when above |\n| GBP 5 | 4 h |\n": (
        "CreditTable(None, [], 'when above', [BandRow([], BandEdge(Duration(14400000000), False), None, "
        "Money('GBP', 5))])"
    ),
    "credit of C\n| when | credit |\n| 98% to under 99% | 3 days |\n| over 97% to minimum | 1/3 |\n": (
        f"CreditTable({C}, [], 'when', [BandRow([], BandEdge(Percent(49/50), True), BandEdge(Percent(99/100), False), "
        "Days(3)), BandRow([], BandEdge(Percent(97/100), False), BandEdge(Name('minimum'), True), Part(1/3))])"
    ),
    "credit\n| severity | when | credit |\n| P1, P2 | above 4 h | 2 points|\n| any | 5% under minimum to 3 | 1 h |\n": (
        "CreditTable(None, [Path([Name('severity')])], 'when', [BandRow([ValueList([Name('P1'), Name('P2')])], "
        "BandEdge(Duration(14400000000), False), None, Points(2)), BandRow([AnyValue()], "
        "BandEdge(Relative(Percent(1/20), False, Name('minimum')), True), BandEdge(Number(3), True), "
        "Duration(3600000000))])"
    ),
}


@pytest.mark.parametrize(("text", "tree"), (LINES | TABLES).items())
def test_a_credit_becomes_a_tree(text, tree, line):
    assert line(text) == tree
