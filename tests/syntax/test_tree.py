"""Every phrase of the language, and the tree it becomes."""

import pytest

from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.parser import parse
from sladsl.syntax.walk import walk

ITEMS = [
    ('version "1.0"', "Version(Text('1.0'))"),
    ('provider P "Provider Ltd"', "Party('provider', Name('P'), Text('Provider Ltd'))"),
    ('customer C "Customer plc"', "Party('customer', Name('C'), Text('Customer plc'))"),
    ("term 2026-01-01 to 2028-12-31", "Term(Date(2026-01-01), Date(2028-12-31))"),
    ("term 2026-01-01 to open", "Term(Date(2026-01-01), None)"),
    ("timezone America/Port-au-Prince", "Zone('America/Port-au-Prince')"),
    ("timezone Etc/GMT+1", "Zone('Etc/GMT+1')"),
    ("currency GBP", "Currency('GBP')"),
    ('law "England"', "Law(Text('England'))"),
    (
        "charge C GBP 85,000 per month",
        "Charge(Name('C'), None, [DatedRate(None, Rate(Money('GBP', 85000), 'month'))])",
    ),
    (
        'charge C "Charges" GBP 1.50 per quarter, from 2027-01-01 GBP 2 per year',
        (
            "Charge(Name('C'), Text('Charges'), [DatedRate(None, Rate(Money('GBP', 3/2), 'quarter')), "
            "DatedRate(Date(2027-01-01), Rate(Money('GBP', 2), 'year'))])"
        ),
    ),
    (
        'calendar O "Office" { Mon..Fri, Sun 09:00-12:30, 22:00-06:00 }',
        (
            "Calendar(Name('O'), Text('Office'), None, [WeekHours([DayRange(0, 4), DayRange(6, 6)], "
            "[Hours(TimeOfDay(32400), TimeOfDay(45000)), Hours(TimeOfDay(79200), TimeOfDay(21600))])])"
        ),
    ),
    (
        "calendar O like calendars.uk.Office { holidays GB-ENG on 2026-12-24 09:00-24:00 }",
        (
            "Calendar(Name('O'), None, Path([Name('calendars'), Name('uk'), Name('Office')]), [Holidays('GB-ENG'), "
            "OnDate(Date(2026-12-24), None, [Hours(TimeOfDay(32400), TimeOfDay(86400))])])"
        ),
    ),
    (
        "calendar O { on 2026-12-24 to 2026-12-26 closed }",
        "Calendar(Name('O'), None, None, [OnDate(Date(2026-12-24), Date(2026-12-26), [])])",
    ),
    ("calendar O like m.O", "Calendar(Name('O'), None, Path([Name('m'), Name('O')]), [])"),
    (
        'records r "Rs" lasting s to b { s : time key b : time? "when it ended" }',
        (
            "Records(Name('r'), Text('Rs'), None, Lasting(Name('s'), Name('b')), "
            "[Field(Name('s'), FieldType('time', [], None), False, True, None), "
            "Field(Name('b'), FieldType('time', [], None), True, False, Text('when it ended'))])"
        ),
    ),
    (
        "records r { s : one of { x, y } b : ref m.q c : time of day }",
        (
            "Records(Name('r'), None, None, None, "
            "[Field(Name('s'), FieldType('choice', [Name('x'), Name('y')], None), False, False, None), "
            "Field(Name('b'), FieldType('ref', [], Path([Name('m'), Name('q')])), False, False, None), "
            "Field(Name('c'), FieldType('time of day', [], None), False, False, None)])"
        ),
    ),
    ("records r like m.r", "Records(Name('r'), None, Path([Name('m'), Name('r')]), None, [])"),
    (
        "records r like m.r lasting s to b",
        "Records(Name('r'), None, Path([Name('m'), Name('r')]), Lasting(Name('s'), Name('b')), [])",
    ),
    (
        'severity { P1 "Critical" """Down.""" P2 }',
        (
            "SeverityScheme(None, None, None, [SeverityTier(Name('P1'), Text('Critical'), Prose([Text('Down.')])), "
            "SeverityTier(Name('P2'), None, None)])"
        ),
    ),
    ("severity like m.S", "SeverityScheme(None, None, Path([Name('m'), Name('S')]), [])"),
    (
        'severity S "Scheme" { P1 }',
        "SeverityScheme(Name('S'), Text('Scheme'), None, [SeverityTier(Name('P1'), None, None)])",
    ),
    ('service level L "Level" { }', "ServiceLevel(Name('L'), Text('Level'), False, [], None, [])"),
    (
        "kpi K by site, severity like m.K",
        (
            "ServiceLevel(Name('K'), None, True, [Path([Name('site')]), Path([Name('severity')])], "
            "Path([Name('m'), Name('K')]), [])"
        ),
    ),
    ("settlement per calendar month { }", "Settlement('month', None, [])"),
    (
        "settlement per calendar quarter, 14 days after its end { limit all credits to 15% of C per contract year }",
        (
            "Settlement('quarter', Days(14), [Limit(CreditScope(None), ShareOf(Percent(3/20), Path([Name('C')])), "
            "'contract', 'year')])"
        ),
    ),
    (
        "settlement per calendar month { limit credits of A and m.B to GBP 5,000 per calendar month }",
        (
            "Settlement('month', None, [Limit(CreditScope([Path([Name('A')]), Path([Name('m'), Name('B')])]), "
            "Money('GBP', 5000), 'calendar', 'month')])"
        ),
    ),
    (
        (
            "settlement per calendar month { ignore credits below GBP 10, from 2027-01-01 GBP 20, "
            "from 2028-01-01 GBP 30 raise credits below GBP 1 to GBP 1, from 2027-01-01 below GBP 2 to GBP 2 }"
        ),
        (
            "Settlement('month', None, [Ignore(False, None, Money('GBP', 10), [DatedValue(Date(2027-01-01), "
            "Money('GBP', 20)), DatedValue(Date(2028-01-01), Money('GBP', 30))]), Raise(False, None, Money('GBP', 1), "
            "Money('GBP', 1), [DatedRaise(Date(2027-01-01), Money('GBP', 2), Money('GBP', 2))])])"
        ),
    ),
    (
        (
            "settlement per calendar month { ignore credits below GBP 10 ignore each credit below GBP 1 "
            "round half-even to GBP 0.01 }"
        ),
        (
            "Settlement('month', None, [Ignore(False, None, Money('GBP', 10)), Ignore(True, None, Money('GBP', 1)), "
            "Round('half-even', Money('GBP', 1/100))])"
        ),
    ),
    (
        'clause C "Reviews" """We meet."""',
        "Clause(Name('C'), Text('Reviews'), None, Prose([Text('We meet.')]))",
    ),
    ("clause C like m.C", "Clause(Name('C'), None, Path([Name('m'), Name('C')]), None)"),
    (
        'clause C like m.C """Ours."""',
        "Clause(Name('C'), None, Path([Name('m'), Name('C')]), Prose([Text('Ours.')]))",
    ),
    (
        'example "E" { as of 2026-03-20   09:00 }',
        "Example(Text('E'), [AsOf(Instant(2026-03-20 09:00:00, None))])",
    ),
    (
        'example "E" { given A in 2026-03 is 96.9% given A for P1, P2 / north in 2026 is 4 h }',
        (
            "Example(Text('E'), [GivenResult(LevelAt(Path([Name('A')]), []), Period('2026-03'), Percent(969/1000)), "
            "GivenResult(LevelAt(Path([Name('A')]), "
            "[ValueList([Name('P1'), Name('P2')]), ValueList([Name('north')])]), "
            "Period('2026'), Duration(14400000000))])"
        ),
    ),
    (
        (
            'example "E" { expect A in 2026-Q1 is 50%, below expected expect A in 2026-W14 is unmeasured '
            "expect A in 2026-03-14 is 3 }"
        ),
        (
            "Example(Text('E'), [ExpectResult(LevelAt(Path([Name('A')]), []), Period('2026-Q1'), Percent(1/2), "
            "'below expected'), ExpectResult(LevelAt(Path([Name('A')]), []), Period('2026-W14'), None, 'unmeasured'), "
            "ExpectResult(LevelAt(Path([Name('A')]), []), Period('2026-03-14'), Number(3), None)])"
        ),
    ),
    (
        'example "E" { expect credit for A for P1 in 2026 is GBP 8,500.00 expect all credits in 2026 is GBP 0 }',
        (
            "Example(Text('E'), [ExpectCredit(LevelAt(Path([Name('A')]), [ValueList([Name('P1')])]), Period('2026'), "
            "Money('GBP', 8500)), ExpectCredit(None, Period('2026'), Money('GBP', 0))])"
        ),
    ),
    (
        'example "E" { given r\n | id | note |\n | 1 | "a | b \\"c\\" # d" |   # a comment\n |  | x y |\n }',
        (
            "Example(Text('E'), [GivenRecords(Path([Name('r')]), [Name('id'), Name('note')], "
            "[GivenRow([GivenCell('1'), GivenCell('a | b \"c\" # d')]), GivenRow([GivenCell(''), GivenCell('x y')])])])"
        ),
    ),
]

LINES = [
    ("for each m.r", "Population(Path([Name('m'), Name('r')]), None)"),
    ("for each r where s", "Population(Path([Name('r')]), Reading(Path([Name('s')])))"),
    ("counted in the window of s.b", "Counted(Path([Name('s'), Name('b')]))"),
    ("clock from s to b", "Clock(Path([Name('s')]), Path([Name('b')]), None)"),
    (
        "clock from from to to in calendars.uk.Office",
        "Clock(Path([Name('from')]), Path([Name('to')]), Path([Name('calendars'), Name('uk'), Name('Office')]))",
    ),
    ("good when clock within 1 h 30 min", "GoodWhen(ClockWithin(Duration(5400000000)))"),
    ("good when clock within 2 days", "GoodWhen(ClockWithin(Days(2)))"),
    ("measure percent good", "Measure(PercentGood(False))"),
    ("measure percent not good", "Measure(PercentGood(True))"),
    ("measure number of r", "Measure(NumberOf(Path([Name('r')]), None))"),
    ("measure number of r where (s)", "Measure(NumberOf(Path([Name('r')]), Reading(Path([Name('s')]))))"),
    ("measure percentile 99.9 of clock", "Measure(Aggregate('percentile', Number(999/10), ClockTime()))"),
    *(
        (f"measure {word} of s", f"Measure(Aggregate('{word}', None, Reading(Path([Name('s')]))))")
        for word in ("sum", "mean", "median", "lowest", "highest")
    ),
    *(
        (f"window calendar {unit}", f"MeasurementWindow('{unit}')")
        for unit in ("day", "week", "month", "quarter", "year")
    ),
    ("expected above 99.5%", "Target('expected', [DatedBound(None, Bound('above', Percent(199/200)))])"),
    ("required under GBP 5", "Target('required', [DatedBound(None, Bound('under', Money('GBP', 5)))])"),
    (
        "minimum at least 98%, from 2027-01-01 at least 4 days",
        (
            "Target('minimum', [DatedBound(None, Bound('at least', Percent(49/50))), "
            "DatedBound(Date(2027-01-01), Bound('at least', Days(4)))])"
        ),
    ),
    ("needs at least 1,200 records", "Needs(Number(1200))"),
    (
        (
            "tiers\n| severity | good within | in | expected | minimum | needs | credit of C |\n"
            "| P1, P2 | 15 min | m.O | at least 99% | above 95% | at least 3 records | 10% |\n"
            "| any | 2 days | AlwaysOn | | | | |\n"
        ),
        (
            "Tiers([TierColumn('dimension', Path([Name('severity')])), TierColumn('good within', None), "
            "TierColumn('in', None), TierColumn('expected', None), TierColumn('minimum', None), "
            "TierColumn('needs', None), "
            "TierColumn('credit', None, Base([Path([Name('C')])]))], "
            "[TierRow([ValueList([Name('P1'), Name('P2')]), Duration(900000000), Path([Name('m'), Name('O')]), "
            "Bound('at least', Percent(99/100)), Bound('above', Percent(19/20)), Needs(Number(3)), Percent(1/10)]), "
            "TierRow([AnyValue(), Days(2), Path([Name('AlwaysOn')]), "
            "EmptyCell(), EmptyCell(), EmptyCell(), EmptyCell()])])"
        ),
    ),
    (
        "tiers\n| severity | required | credit |\n| P1 | at most 5% | GBP 20 |\n",
        (
            "Tiers([TierColumn('dimension', Path([Name('severity')])), TierColumn('required', None), "
            "TierColumn('credit', None)], [TierRow([ValueList([Name('P1')]), Bound('at most', Percent(1/20)), "
            "Money('GBP', 20)])])"
        ),
    ),
]

A, B, C, D = (f"Reading(Path([Name('{name}')]))" for name in "bcde")
CONDITIONS = [
    ("b or c and d", f"Logical('or', {A}, Logical('and', {B}, {C}))"),
    ("(b or c) and d", f"Logical('and', Logical('or', {A}, {B}), {C})"),
    ("not b and c", f"Logical('and', Not({A}), {B})"),
    ("not b is c", f"Not(Compare('is', {A}, {B}))"),
    ("b is not c", f"Compare('is not', {A}, {B})"),
    ("not b exists or c", f"Logical('or', Not(Exists({A})), {B})"),
    ("b + c * d <= e", f"Compare('<=', Arithmetic('+', {A}, Arithmetic('*', {B}, {C})), {D})"),
    ("b - c - d > e", f"Compare('>', Arithmetic('-', Arithmetic('-', {A}, {B}), {C}), {D})"),
    ("-b / c < 4", f"Compare('<', Arithmetic('/', Negative({A}), {B}), Number(4))"),
    ("b >= clock", f"Compare('>=', {A}, ClockTime())"),
    (
        "clock within 4 h or clock > 1 s",
        "Logical('or', ClockWithin(Duration(14400000000)), Compare('>', ClockTime(), Duration(1000000)))",
    ),
    ("b is yes", f"Compare('is', {A}, Flag(True))"),
    ("b is no", f"Compare('is', {A}, Flag(False))"),
    ('b is "x"', f"Compare('is', {A}, Text('x'))"),
    ("b < 2026-01-01", f"Compare('<', {A}, Date(2026-01-01))"),
    ("b < 2026-01-01 09:30Z", f"Compare('<', {A}, Instant(2026-01-01 09:30:00, 0:00:00))"),
    ("b < 09:30:15", f"Compare('<', {A}, TimeOfDay(34215))"),
    ("b > GBP 1,000", f"Compare('>', {A}, Money('GBP', 1000))"),
    ("b > 5 days", f"Compare('>', {A}, Days(5))"),
    ("b > 5%", f"Compare('>', {A}, Percent(1/20))"),
    ("b.c.d exists", "Exists(Reading(Path([Name('b'), Name('c'), Name('d')])))"),
]


@pytest.mark.parametrize(("text", "tree"), ITEMS, ids=[text for text, _ in ITEMS])
def test_an_item_becomes_a_tree(text, tree, item):
    assert item(text) == tree


@pytest.mark.parametrize(("text", "tree"), LINES, ids=[text for text, _ in LINES])
def test_a_line_of_a_level_becomes_a_tree(text, tree, line):
    assert line(text) == tree


@pytest.mark.parametrize(("text", "tree"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_a_condition_becomes_a_tree(text, tree, line):
    assert line(f"good when {text}") == f"GoodWhen({tree})"


def test_a_file_has_its_uses_its_block_and_its_comments(read):
    parsed = read(
        "# first\n"
        "use calendars.uk\n"
        'use "../house.sla" as house   # second\n'
        'module m "A module" { clause C """A # is no comment here.""" }\n'
    )
    document = parsed.document
    assert parsed.diagnostics == ()
    assert [(type(use.path).__name__, use.alias and use.alias.text) for use in document.uses] == [
        ("Path", None),
        ("Text", "house"),
    ]
    assert [(block.kind, block.name.text, block.title.value) for block in document.blocks] == [
        ("module", "m", "A module")
    ]
    assert [(comment.text, comment.span.line, comment.span.column) for comment in document.comments] == [
        ("# first", 1, 1),
        ("# second", 3, 31),
    ]


def test_a_whole_agreement_keeps_the_order_of_its_items(harbour):
    kinds = [type(item).__name__ for item in parse(harbour).document.blocks[0].items]
    assert kinds == [
        *("Version", "Party", "Party", "Term", "Zone", "Currency", "Law", "Charge", "Charge", "Calendar"),
        *("Records", "Records", "Records", "SeverityScheme", "ServiceLevel", "ServiceLevel", "ServiceLevel"),
        *("ServiceLevel", "Settlement", "Clause", "Example", "Example"),
    ]


def test_every_part_lies_within_the_part_that_holds_it(harbour):
    document = parse(harbour).document
    outside = [
        (type(node).__name__, child)
        for block in document.blocks
        for node in walk(block)
        for child in list(walk(node))[1:]
        if not node.span.start <= child.span.start <= child.span.end <= node.span.end
    ]
    assert outside == []


def test_a_place_is_where_the_words_stand(harbour):
    for node in walk(parse(harbour).document):
        span = node.span
        assert span == harbour.span(span.start, span.end)
        written = harbour.text[span.start : span.end]
        assert written == written.strip() or isinstance(node, ast.Document | ast.Text)
        if isinstance(node, ast.Name):
            assert written == node.text


def test_lines_may_end_as_on_any_system(harbour):
    other = Source("crlf.sla", harbour.text.replace("\n", "\r\n"))
    parsed = parse(other)
    assert parsed.diagnostics == ()
    assert [type(node) for node in walk(parsed.document)] == [
        type(node) for node in walk(parse(harbour).document)
    ]
