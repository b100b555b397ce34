"""What is wrong with records: each problem with its file, row and field, all of them in one run."""

from typing import Any, cast

import pytest

from sladsl.measurement.engines.duckdb import DuckDB, open_session
from sladsl.measurement.engines.engine import query
from sladsl.measurement.measure import measure as run
from sladsl.measurement.sql.pieces import sql
from sladsl.planning.plan import Arithmetic, Compare, Logical, ValueType
from tests.measurement.build import (
    clock,
    codes,
    const,
    field,
    level,
    measure,
    only,
    place_of,
    plan,
    record_set,
    series,
    severity,
    table,
    told,
)

pytestmark = pytest.mark.usefixtures("each_engine")

COUNT = series(measure=measure("number of", "number"))
RULES = plan(
    *severity("P1", "P2"),
    record_set(
        "invoice",
        "id : text key",
        "at : time",
        "paid_at : time?",
        "amount : money?",
        "kind : choice goods service?",
        "severity : severity?",
    ),
    level("L", "invoice", "at", COUNT),
)
HEADER = "id,at,paid_at,amount,kind,severity\n"


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Writes one file and measures it; gives what is wrong."""
    monkeypatch.chdir(tmp_path)

    def check_(content, name="i.csv", rules=RULES):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
        return told(run(rules, {"invoice": [name]}))

    return check_


def test_a_file_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert told(run(RULES, {"invoice": ["no.csv"]})) == [
        ("SLA400", "no.csv", None, None, "the file `no.csv` cannot be read: there is no such file")
    ]


def test_a_folder_in_place_of_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    assert told(run(RULES, {"invoice": ["folder.csv"]})) == [
        ("SLA400", "folder.csv", None, None, "the file `folder.csv` cannot be read: is a directory")
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("i.csv", "", "the file `i.csv` is empty"),
        ("i.csv", "\n", "the file `i.csv` has no header"),
        ("i.jsonl", "", "the file `i.jsonl` is empty"),
        ("i.jsonl", "\n \n", "the file `i.jsonl` has no records"),
        ("i.parquet", "", "the file `i.parquet` is empty"),
    ],
)
def test_an_empty_file(check, name, content, message):
    assert check(content, name) == [("SLA401", name, None, None, message)]


def test_a_header_alone_is_no_records(check):
    assert check(HEADER) == []


def test_a_kind_of_file_that_is_not_read(check):
    assert check("x", "i.xlsx") == [
        ("SLA402", "i.xlsx", None, None, "the file `i.xlsx` is of no kind that records are read from")
    ]


def test_missing_columns(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "i.csv").write_text("Id,at ,paid_at,total,kind,severity\n")
    assert [(f.code, place_of(f)[2], f.help) for f in run(RULES, {"invoice": ["i.csv"]}).diagnostics] == [
        ("SLA403", "id", "did you mean the column `Id`? rename it to `id`; names match exactly"),
        ("SLA403", "at", "did you mean the column `at `? rename it to `at`; names match exactly"),
        ("SLA403", "amount", "add a column `amount`; where a value may be missing, its cells may be empty"),
    ]


def test_a_column_twice(check):
    assert check("id,at,paid_at,amount,kind,severity,at\n") == [
        ("SLA404", "i.csv", None, "at", "the file `i.csv` has the column `at` 2 times")
    ]


def test_rows_with_cells_too_few_or_too_many(check):
    rows = "1,2026-03-02 09:00,,,,\n2,2026-03-02 09:00\n3,2026-03-02 09:00,,1,000.00,,\n4,2026-03-02 09:00,,,,,\n"
    assert check(HEADER + rows) == [
        ("SLA405", "i.csv", 3, None, "the row has 2 cells where the header has 6"),
        ("SLA405", "i.csv", 4, None, "the row has 7 cells where the header has 6"),
        ("SLA405", "i.csv", 5, None, "the row has 7 cells where the header has 6"),
    ]


def test_a_quote_that_is_never_closed(check):
    assert check(HEADER + '1,2026-03-02 09:00,,,,\n2,"2026-03-02 09:00,,,,\n3,,,,,\n') == [
        ("SLA406", "i.csv", 3, None, "a quote opened in row 3 is never closed")
    ]


def test_text_after_a_closing_quote(check):
    assert check(HEADER + '1,"2026-03-02" 09:00,,,,\n') == [
        ("SLA406", "i.csv", 2, None, "the row has text after a closing quote")
    ]


def test_bytes_that_are_not_utf_8(check):
    rows = "1,2026-03-02 09:00,,,,\ncaf\xe9,2026-03-02 09:00,,,,\nx,bad,,,,\n"
    assert check((HEADER + rows).encode("latin-1")) == [
        ("SLA407", "i.csv", 3, "id", "the value `caf\ufffd` has bytes that are not UTF-8"),
        ("SLA411", "i.csv", 4, "at", "`bad` is not a time"),
    ]


def test_a_file_that_is_not_parquet(check):
    assert check(HEADER, "i.parquet") == [
        ("SLA408", "i.parquet", None, None, "the file `i.parquet` is not Parquet")
    ]


def test_lines_that_are_not_json_objects(check):
    good = '{"id": "1", "at": "2026-03-02 09:00"}'
    lines = [
        good,
        "",
        "{",
        "[1]",
        '{"id": "2", "at": "2026-03-02 09:00", "id": "3"}',
        '{"id": ["4"], "at": "x"}',
    ]
    assert check("\n".join(lines), "i.jsonl") == [
        (
            "SLA409",
            "i.jsonl",
            3,
            None,
            "the line is not JSON: expecting property name enclosed in double quotes at character 2",
        ),
        ("SLA409", "i.jsonl", 4, None, "the line is not an object"),
        ("SLA409", "i.jsonl", 5, None, "the object has a key twice"),
        ("SLA411", "i.jsonl", 6, "id", "`id` is a list or an object, not a single value"),
    ]


def test_a_json_list_in_place_of_lines(check):
    assert check('[\n{"id": "1"}\n]', "i.jsonl") == [
        ("SLA409", "i.jsonl", None, None, "the file `i.jsonl` is one JSON list, not JSON Lines")
    ]


def test_json_lines_that_are_not_utf_8(check):
    lines = b'{"id": "1", "at": "2026-03-02 09:00"}\n{"id": "caf\xe9", "at": "2026-03-02 09:00"}\n'
    assert check(lines, "i.jsonl") == [
        ("SLA407", "i.jsonl", 2, None, "the line has bytes that are not UTF-8")
    ]


def test_a_json_key_that_no_line_has(check):
    assert check('{"id": "1"}\n', "i.jsonl") == [
        ("SLA403", "i.jsonl", None, "at", "the file `i.jsonl` has no column `at`")
    ]


def test_missing_values(check):
    assert check(HEADER + ",2026-03-02 09:00,,,,\n2, ,,,,\n") == [
        ("SLA410", "i.csv", 2, "id", "the value of `id` is missing"),
        ("SLA410", "i.csv", 3, "at", "the value of `at` is missing"),
    ]


@pytest.mark.parametrize(
    ("type_", "value", "message"),
    [
        ("time", "2026-02-30 09:00", "`2026-02-30 09:00` is not a time"),
        ("time", "02/03/2026 09:00", "`02/03/2026 09:00` is not a time"),
        ("time", "2026-03-02", "`2026-03-02` is not a time"),
        ("time", "2026-03-02 24:00", "`2026-03-02 24:00` is not a time"),
        ("time", "2026-03-02 09:00:00.0000001", "`2026-03-02 09:00:00.0000001` is not a time"),
        ("time", "9999-12-31 00:00", "`9999-12-31 00:00` is not a time"),
        ("date", "2026-02-29", "`2026-02-29` is not a date"),
        ("date", "2026-2-1", "`2026-2-1` is not a date"),
        ("time of day", "9:00", "`9:00` is not a time of day"),
        ("duration", "90", "`90` is not a duration"),
        ("duration", "30 min 1 h", "`30 min 1 h` is not a duration"),
        ("days", "1.5", "`1.5` is not a number of days"),
        ("flag", "1", "`1` is not yes or no"),
        ("number", "1 000", "`1 000` is not a number"),
        ("number", '"1,5"', "`1,5` is not a number"),
        ("number", "nan", "`nan` is not a number"),
        ("percent", "99.5", "`99.5` is not a percent"),
        ("money", "EUR 5.00", "`EUR 5.00` is not an amount of money"),
        (
            "number",
            "123456789012345678901",
            "the number `123456789012345678901` has too many digits to be held exactly",
        ),
        ("number", "1e-31", "the number `1e-31` has too many digits to be held exactly"),
    ],
)
def test_values_that_are_not_of_their_type(check, type_, value, message):
    rules = plan(record_set("invoice", "at : time", f"x : {type_}"), level("L", "invoice", "at", COUNT))
    code = "SLA417" if "digits" in message else "SLA411"
    assert check(f"at,x\n2026-03-02 09:00,{value}\n", rules=rules) == [(code, "i.csv", 2, "x", message)]


def test_unknown_values_of_a_choice_and_a_severity(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "1,2026-03-02 09:00,,,Goods,P1\n2,2026-03-02 09:00,,,zzz,p2\n3,2026-03-02 09:00,,,goods,high\n"
    (tmp_path / "i.csv").write_text(HEADER + rows)
    found = run(RULES, {"invoice": ["i.csv"]}).diagnostics
    assert [(f.code, *place_of(f)[1:], f.message, f.help) for f in found] == [
        ("SLA412", 2, "kind", "`Goods` is not one of the values of `kind`", "did you mean `goods`?"),
        (
            "SLA412",
            3,
            "kind",
            "`zzz` is not one of the values of `kind`",
            "the values are `goods`, `service`",
        ),
        ("SLA412", 3, "severity", "`p2` is not a declared severity", "did you mean `P2`?"),
        ("SLA412", 4, "severity", "`high` is not a declared severity", "the values are `P1`, `P2`"),
    ]


def test_a_key_twice_points_at_the_first_row(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(HEADER + "1,2026-03-02 09:00,,,,\n2,2026-03-02 09:00,,,,\n")
    (tmp_path / "b.csv").write_text(
        HEADER + "3,2026-03-02 09:00,,,,\n2,2026-03-02 09:00,,,,\n 1 ,2026-03-02 09:00,,,,\n"
    )
    assert told(run(RULES, {"invoice": ["a.csv", "b.csv"]})) == [
        ("SLA413", "b.csv", 3, "id", "the key `2` is also that of row 3 of `a.csv`"),
        ("SLA413", "b.csv", 4, "id", "the key `1` is also that of row 2 of `a.csv`"),
    ]


LINKED = plan(
    record_set("invoice", "id : number key", "at : time"),
    record_set("hold", "invoice : ref invoice", "from : time", "to : time?", lasting=("from", "to")),
    level("L", "invoice", "at", COUNT),
)


def test_a_ref_to_nothing():
    invoices = table("invoice", "id | at\n7 | 2026-03-02 09:00\n8.0 | 2026-03-02 09:00")
    holds = table("hold", "invoice | from\n07 | 2026-03-02 09:00\n8 | 2026-03-02 09:00\n9 | 2026-03-02 09:00")
    assert told(run(LINKED, {"invoice": invoices, "hold": holds})) == [
        ("SLA414", "hold", 3, "invoice", "`9` is the key of no `invoice`")
    ]


def test_a_ref_to_a_bad_row_is_not_broken():
    invoices = table("invoice", "id | at\n7 | yesterday")
    holds = table("hold", "invoice | from\n7 | 2026-03-02 09:00")
    assert codes(run(LINKED, {"invoice": invoices, "hold": holds})) == ["SLA411"]


def test_an_interval_that_ends_before_it_starts():
    invoices = table("invoice", "id | at\n7 | 2026-03-02 09:00")
    times = "7 | 2026-03-02 09:00 | 2026-03-02 08:59\n7 | 2026-03-02 09:00 | 2026-03-02 09:00"
    holds = table("hold", f"invoice | from | to\n{times}")
    assert told(run(LINKED, {"invoice": invoices, "hold": holds})) == [
        (
            "SLA415",
            "hold",
            1,
            "to",
            "`to` at 2026-03-02 08:59:00 is before `from` at 2026-03-02 09:00:00, in the time of Europe/London",
        )
    ]


def test_a_clock_that_ends_before_it_starts():
    timed = series(clock=clock("at", "paid_at"), measure=measure("number of", "number"))
    goods = Compare("=", field("kind", "choice"), const("choice", "goods"))
    rules = plan(*RULES.severities, *RULES.records, level("L", "invoice", "at", timed, where=goods))
    invoices = table(
        "invoice",
        """id | at | paid_at | kind
        1 | 2026-03-02 09:00 | 2026-03-02 08:00 | goods
        2 | 2026-03-02 09:00 | 2026-03-02 08:00 | service""",
    )
    assert told(run(rules, {"invoice": invoices})) == [
        (
            "SLA416",
            "invoice",
            1,
            "paid_at",
            "`paid_at` at 2026-03-02 08:00:00 is before `at` at 2026-03-02 09:00:00, in the time of Europe/London",
        )
    ]


def ratio(good):
    return plan(
        record_set("m", "at : time", "errors : number", "requests : number"),
        level("L", "m", "at", series(good=good, measure=measure("percent good"))),
    )


RATIO = Arithmetic(ValueType.NUMBER, "/", field("errors", "number"), field("requests", "number"))
LOW = Compare("<", RATIO, const("percent", "1/20"))
MINUTES = table("m", "at | errors | requests\n2026-03-02 09:00 | 1 | 100\n2026-03-02 09:01 | 0 | 0")


def test_a_division_by_zero_names_its_row():
    assert told(run(ratio(LOW), {"m": MINUTES})) == [
        ("SLA418", "m", 2, None, "a calculation with `errors` and `requests` divides by zero")
    ]


def test_a_division_that_a_condition_guards_is_none():
    some = Compare(">", field("requests", "number"), const("number", 0))
    counts = only(run(ratio(Logical("and", some, LOW)), {"m": MINUTES})).counts
    assert (counts.good, counts.bad, counts.undecided) == (1, 1, 0)


def test_a_calculation_that_is_too_long_names_its_row():
    square = Arithmetic(ValueType.NUMBER, "*", field("errors", "number"), field("errors", "number"))
    rules = ratio(Compare("<", square, const("number", 2)))
    rows = "2026-03-02 09:00 | 1.0000000000000000000000001 | 1"
    assert told(run(rules, {"m": table("m", f"at | errors | requests\n{rows}")})) == [
        ("SLA423", "m", 1, None, "a calculation with `errors` needs more than 38 digits")
    ]


def test_a_parquet_column_that_has_no_text(tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    duckdb.execute(
        "COPY (SELECT '1' AS id, [1] AS at, NULL AS paid_at, NULL AS amount, NULL AS kind, NULL AS severity)"
        " TO 'i.parquet'"
    )
    assert told(run(RULES, {"invoice": ["i.parquet"]})) == [
        ("SLA419", "i.parquet", None, "at", "the column `at` holds lists, not single values")
    ]


def test_bindings_that_are_missing_or_of_nothing():
    assert [(f.code, f.message, f.help) for f in run(RULES, {"invoices": ["x.csv"]}).diagnostics] == [
        ("SLA421", "the agreement has no records `invoices`", "did you mean `invoice`?")
    ]
    assert [(f.code, f.message, f.help) for f in run(RULES, {"other": ["x.csv"]}).diagnostics] == [
        ("SLA421", "the agreement has no records `other`", "it declares `invoice`"),
        (
            "SLA420",
            "nothing is given for the records `invoice`, which the agreement reads",
            "give them as `--records invoice=FILE`",
        ),
    ]


def test_records_that_no_level_reads_need_no_file():
    assert told(run(LINKED, {"invoice": table("invoice", "id | at\n7 | 2026-03-02 09:00")})) == []


def test_twenty_rows_are_shown_and_all_are_counted(check):
    found = check(HEADER + "".join(f"{n},never,,,,\n" for n in range(1234)))
    assert [row for _, _, row, _, _ in found] == [*range(2, 22), None]
    assert found[-1] == (
        "SLA411",
        "i.csv",
        None,
        "at",
        "1,234 rows have this problem in the field `at`; the first 20 are shown",
    )


def test_independent_problems_are_all_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(HEADER + "1,2026-03-02 09:00,,,odd,\n1,x,,y,,\n\n2,\n")
    (tmp_path / "b.csv").write_text("id\n")
    assert [
        (code, file, row, name)
        for code, file, row, name, _ in told(run(RULES, {"invoice": ["a.csv", "b.csv"]}))
    ] == [
        ("SLA412", "a.csv", 2, "kind"),
        ("SLA413", "a.csv", 3, "id"),
        ("SLA411", "a.csv", 3, "at"),
        ("SLA411", "a.csv", 3, "amount"),
        ("SLA405", "a.csv", 5, None),
        ("SLA403", "b.csv", None, "at"),
        ("SLA403", "b.csv", None, "paid_at"),
        ("SLA403", "b.csv", None, "amount"),
        ("SLA403", "b.csv", None, "kind"),
        ("SLA403", "b.csv", None, "severity"),
    ]


@pytest.mark.parametrize("column", ["id", "at", "kind"])
def test_a_parquet_file_with_a_damaged_page(tmp_path, monkeypatch, column):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    duckdb.execute(
        "COPY (SELECT 'id' || i AS id, '2026-03-02 09:00' AS at, NULL AS paid_at, 1 AS amount,"
        " if(i % 2 = 0, 'goods', 'service') AS kind, NULL AS severity FROM range(300) AS t(i)) TO 'i.parquet'"
    )
    (pages,) = duckdb.execute(
        "SELECT coalesce(dictionary_page_offset, data_page_offset), total_compressed_size"
        " FROM parquet_metadata('i.parquet') WHERE path_in_schema = ?",
        [column],
    ).fetchall()
    content = bytearray((tmp_path / "i.parquet").read_bytes())
    content[pages[0] : pages[0] + pages[1]] = b"\xff" * pages[1]
    (tmp_path / "i.parquet").write_bytes(content)
    assert told(run(RULES, {"invoice": ["i.parquet"]})) == [
        ("SLA408", "i.parquet", None, None, "the Parquet file `i.parquet` is damaged")
    ]


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 200_000 + "]" * 200_000], ids=["digits", "lists"])
def test_a_faulty_json_line_that_python_cannot_read(check, value):
    lines = ['{"id": "1", "at": "2026-03-02 09:00"}', f'{{"id": "2", "id": "3", "at": {value}}}']
    assert check("\n".join(lines), "i.jsonl") == [
        (
            "SLA409",
            "i.jsonl",
            2,
            None,
            "the line has a number of too many digits, or lists too deep, to be read",
        )
    ]


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        ("IOException", "reading the records or writing temporary files failed: No space left on device"),
        (
            "OutOfMemoryException",
            "the records need more memory and temporary space than there is: No space left on device",
        ),
    ],
)
def test_a_full_disk_is_an_error_of_the_outside_world(raised, message, tmp_path):
    duckdb = pytest.importorskip("duckdb")

    class Full:
        def execute(self, *_):
            raise getattr(duckdb, raised)("IO Error: No space left on device\n\nLINE 1: SELECT")

    with pytest.raises(OSError, match=message):
        query(DuckDB(cast("Any", Full()), tmp_path), sql("SELECT 1"))


def test_memory_that_runs_out_is_an_error_of_the_outside_world():
    with open_session("1MB") as session, pytest.raises(OSError, match="need more memory"):
        query(session, sql("SELECT list(i) FROM range(10000000) AS t(i)"))


def helps(tmp_path, content):
    (tmp_path / "i.csv").write_text(content)
    return [(f.code, f.help) for f in run(RULES, {"invoice": [str(tmp_path / "i.csv")]}).diagnostics]


def test_a_row_too_short_is_not_told_about_commas(tmp_path):
    assert helps(tmp_path, HEADER + "1,2026-03-02 09:00\n2,2026-03-02 09:00,,1,000.00,,\n") == [
        ("SLA405", "add the missing cells, empty ones where there is no value"),
        (
            "SLA405",
            "put quotes around values that contain a comma, and write numbers without thousands commas",
        ),
    ]


def test_an_amount_with_thousands_commas(tmp_path):
    assert helps(tmp_path, HEADER + '1,2026-03-02 09:00,,"GBP 1,250,000.00",,\n') == [
        ("SLA411", "write it without commas: `GBP 1250000.00`")
    ]


@pytest.mark.parametrize(("mark", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_columns_that_are_not_separated_by_commas(check, mark, called):
    message = f"the columns of the file `i.csv` are separated by {called}, not by commas"
    assert check(HEADER.replace(",", mark)) == [("SLA403", "i.csv", None, None, message)]


def test_a_file_without_its_header_or_of_other_records(check):
    message = "the file `i.csv` has none of the columns of `invoice`"
    assert check("1,2026-03-02 09:00,,1.00,goods,\n") == [("SLA403", "i.csv", None, None, message)]


def test_a_column_twice_hides_that_another_is_missing(check):
    assert check("id,at,at,amount,kind,severity\n") == [
        ("SLA404", "i.csv", None, "at", "the file `i.csv` has the column `at` 2 times")
    ]


def test_files_are_told_of_in_the_order_given_and_counts_after_their_rows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.csv").write_text(HEADER + "".join(f"{n},never,,,odd,\n" for n in range(21)))
    (tmp_path / "a.csv").write_text(HEADER + "100,never,,,,\n")
    expected: list[tuple[str, int | None, str]] = [
        ("z.csv", row, name) for row in range(2, 22) for name in ("at", "kind")
    ]
    expected += [("z.csv", None, "at"), ("z.csv", None, "kind"), ("a.csv", 2, "at")]
    assert [place_of(f) for f in run(RULES, {"invoice": ["z.csv", "a.csv"]}).diagnostics] == expected
