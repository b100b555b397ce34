"""What values in files mean, whatever kind of file holds them."""

import hashlib
import json
from fractions import Fraction

import duckdb
import pytest

from sladsl.measurement.measure import measure as run
from sladsl.planning.plan import Arithmetic, Compare, Exists, ValueType
from tests.measurement.build import (
    HOUR,
    MINUTE,
    const,
    field,
    files_of,
    level,
    measure,
    micros,
    only,
    plan,
    record_set,
    rows_of,
    series,
    severity,
    table,
    told,
)

pytestmark = pytest.mark.usefixtures("each_engine")

COUNT = series(measure=measure("number of", "number"))


def highest(type_, value, **options):
    """The highest value of a column with this one value in it."""
    rules = plan(
        record_set("r", "at : time", f"x : {type_}"),
        level("L", "r", "at", series(measure=measure("highest", type_, field("x", type_)))),
        **options,
    )
    measured = run(rules, {"r": table("r", f"at | x\n2026-12-02 09:00 | {value}")})
    assert told(measured) == []
    return only(measured).value.amount


@pytest.mark.parametrize(
    ("type_", "written", "amount"),
    [
        ("number", "1250.5", Fraction(2501, 2)),
        ("number", "1,250.5", Fraction(2501, 2)),  # as an agreement writes it; only in its own tables
        ("number", "-0.000", 0),
        ("number", "+.5", Fraction(1, 2)),
        ("number", "1.25E-3", Fraction(1, 800)),
        ("number", "12.5e1", 125),
        ("number", "0.123456789012345678901234567890", Fraction(123456789012345678901234567890, 10**30)),
        ("number", "99999999999999999999.999999999999999999", Fraction(10**38 - 1, 10**18)),
        ("number", "9007199254740993", 2**53 + 1),
        ("percent", "99.95%", Fraction(1999, 2000)),
        ("percent", "100 %", 1),
        ("money", "85", 85),
        ("money", "GBP 85.005", Fraction(17001, 200)),
        ("money", "GBP -1,250.00", -1250),
        ("duration", "1 h 30 min", 90 * MINUTE),
        ("duration", "1:30:00", 90 * MINUTE),
        ("duration", "0.5 h", 30 * MINUTE),
        ("duration", "2.5 ms", 2500),
        ("days", "5", 5),
        ("days", "1 day", 1),
        ("time of day", "09:30:00.25", 9 * HOUR + 30 * MINUTE + 250_000),
        ("date", "1970-01-31", 30),
        ("time", "2026-03-02T09:00:00Z", micros("2026-03-02T09:00:00+00:00")),
        ("time", "2026-07-02 09:00", micros("2026-07-02T08:00:00+00:00")),
        ("time", "2026-07-02T09:00:00.000001+0530", micros("2026-07-02T03:30:00.000001+00:00")),
        ("time", "2026-07-02 09:00:00.100000000-03", micros("2026-07-02T12:00:00.1+00:00")),
    ],
)
def test_a_value_as_people_write_it(type_, written, amount):
    assert highest(type_, written) == amount


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/London", "2026-03-29 00:59:59.999999", "2026-03-29T00:59:59.999999+00:00"),
        ("Europe/London", "2026-03-29 01:00", "2026-03-29T01:00:00+00:00"),
        ("Europe/London", "2026-03-29 01:30", "2026-03-29T01:00:00+00:00"),
        ("Europe/London", "2026-03-29 02:00", "2026-03-29T01:00:00+00:00"),
        ("Europe/London", "2026-10-25 01:30", "2026-10-25T00:30:00+00:00"),
        ("Europe/London", "2026-10-25 02:00", "2026-10-25T02:00:00+00:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00+00:00"),
        ("Asia/Kolkata", "2026-01-01 00:00", "2025-12-31T18:30:00+00:00"),
    ],
)
def test_a_local_time_is_in_the_zone_of_the_agreement(zone, local, instant):
    assert highest("time", local, zone=zone, term=("2025-01-01", None)) == micros(instant)


KINDS = plan(
    *severity("P1", "P2"),
    record_set(
        "r",
        "id : text key",
        "at : time",
        "x : number",
        "ok : flag",
        "p : severity?",
        "parent : ref r?",
        "share : percent?",
    ),
    level("Sum", "r", "at", series(measure=measure("sum", "number", field("x", "number")))),
    level("Good", "r", "at", series(good=field("ok", "flag"), measure=measure("percent good"))),
    level(
        "Known",
        "r",
        "at",
        COUNT,
        where=Compare("=", field("parent", "ref", optional=True), const("ref", "1.10")),
    ),
    level("Rated", "r", "at", COUNT, where=Exists(field("share", "percent", optional=True))),
    level("Urgent", "r", "at", COUNT, where=Compare("!=", field("p", "severity"), const("severity", "P2"))),
    term=("2026-01-01", "2026-12-31"),
)
ROWS = [
    {
        "id": "1.10",
        "at": "2026-03-02T09:00:00Z",
        "x": "1.50",
        "ok": "yes",
        "p": "P1",
        "parent": None,
        "share": "1%",
    },
    {
        "id": 'b,\n"c"',
        "at": "2026-03-02T10:00:00Z",
        "x": "50.163999999999994",
        "ok": "no",
        "p": "P2",
        "parent": "1.10",
    },
    {
        "id": "ü",
        "at": "2026-03-02T11:00:00Z",
        "x": "1e2",
        "ok": "TRUE",
        "p": None,
        "parent": " 1.10 ",
        "share": "",
    },
]
FIELDS = ("id", "at", "x", "ok", "p", "parent", "share")


def as_csv(rows, end="\n"):
    def cell(value):
        return "" if value is None else '"' + value.replace('"', '""') + '"'

    lines = [",".join(FIELDS), *(",".join(cell(row.get(name)) for name in FIELDS) for row in rows)]
    return end.join(lines) + end


def as_json_lines(rows):
    texts = [json.dumps(row) for row in rows]
    # A number keeps its text, whatever a binary number would make of it.
    return "\n".join(texts).replace('"1.50"', "1.50").replace('"1e2"', "1e2").replace('"yes"', "true") + "\n"


def as_parquet(path, rows):
    path.with_suffix(".csv").write_text(as_csv(rows), encoding="utf-8")
    source = duckdb.read_csv(str(path.with_suffix(".csv")), all_varchar=True)
    chosen = (
        "id, \"at\"::TIMESTAMPTZ AS \"at\", x::DOUBLE AS x, ok IN ('yes', 'TRUE') AS ok, p, parent, share"
    )
    source.project(chosen).write_parquet(str(path))


def figures(measured):
    assert told(measured) == []
    return [(row.level, row.value.amount) for row in rows_of(measured) if row.counts.records]


MORE = {
    "nested": '"more": {"a": [1.0, {"b": "}"}], "c": {}}',
    "deep": f'"more": {"[" * 50}{"]" * 50}',
    "escapes": '"more": "{}"'.format(r"\n" * 20_000),
    "wide": ", ".join(f'"k{number}": {number}' for number in range(5_000)),
}
EXPECTED = [
    ("Sum", Fraction("151.663999999999994")),
    ("Good", Fraction(2, 3)),
    ("Known", 2),
    ("Rated", 1),
    ("Urgent", 1),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.csv", as_csv(ROWS)),
        ("r.csv", as_csv(ROWS, "\r\n")),
        ("r.csv", "\ufeff" + as_csv(ROWS)),
        ("r.csv", as_csv(ROWS) + "\n\n"),
        ("r.csv", as_csv(ROWS).replace("\n", "\r\n", 1)),
        ("r.jsonl", as_json_lines(ROWS)),
        ("r.jsonl", as_json_lines(ROWS).replace("\n", "\r\n")),
        ("r.jsonl", "\ufeff" + as_json_lines(ROWS)),
        ("r.jsonl", "\n" + as_json_lines(ROWS).replace("\n", "\n\n")),
        *(
            pytest.param("r.jsonl", as_json_lines(ROWS).replace('{"id"', f'{{{more}, "id"'), id=called)
            for called, more in MORE.items()
        ),
    ],
)
def test_every_kind_of_text_file_reads_alike(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    assert figures(run(KINDS, {"r": [tmp_path / name]})) == EXPECTED


def test_a_cell_may_have_many_quotation_marks(tmp_path):
    (tmp_path / "r.csv").write_text('at,note\n2026-03-02 09:00,"' + '""' * 20_000 + '"\n')
    rules = plan(record_set("r", "at : time"), level("L", "r", "at", COUNT))
    assert figures(run(rules, {"r": [tmp_path / "r.csv"]})) == [("L", 1)]


def test_parquet_reads_like_text(tmp_path):
    as_parquet(tmp_path / "r.parquet", ROWS)
    assert figures(run(KINDS, {"r": [tmp_path / "r.parquet"]})) == EXPECTED


def test_files_of_several_kinds_make_one_record_set(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv(ROWS[:1]), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(as_json_lines(ROWS[1:2]), encoding="utf-8")
    as_parquet(tmp_path / "c.parquet", ROWS[2:])
    (tmp_path / "whole.csv").write_text(as_csv(ROWS), encoding="utf-8")
    parts = run(KINDS, {"r": [tmp_path / "a.csv", tmp_path / "b.jsonl", tmp_path / "c.parquet"]})
    whole = run(KINDS, {"r": [tmp_path / "whole.csv"]})
    assert figures(parts) == EXPECTED
    assert rows_of(parts) == rows_of(whole)


def test_parquet_times_without_a_zone_are_local(tmp_path):
    duckdb.execute(f"COPY (SELECT TIMESTAMP '2026-06-30 23:30:00' AS at) TO '{tmp_path / 'r.parquet'}'")
    rules = plan(record_set("r", "at : time"), level("L", "r", "at", COUNT))
    assert only(run(rules, {"r": [tmp_path / "r.parquet"]})).window.label == "2026-06"


def test_parquet_decimals_and_integers_are_exact(tmp_path):
    duckdb.execute(
        "COPY (SELECT '2026-03-02 09:00' AS at, 9007199254740993::BIGINT AS n,"
        f" 0.1234567890123456789::DECIMAL(38, 19) AS d) TO '{tmp_path / 'r.parquet'}'"
    )
    rules = plan(
        record_set("r", "at : time", "n : number", "d : number"),
        level("N", "r", "at", series(measure=measure("sum", "number", field("n", "number")))),
        level("D", "r", "at", series(measure=measure("sum", "number", field("d", "number")))),
    )
    assert figures(run(rules, {"r": [tmp_path / "r.parquet"]})) == [
        ("N", 2**53 + 1),
        ("D", Fraction("0.1234567890123456789")),
    ]


def test_a_file_tells_its_columns_rows_and_hash(tmp_path):
    (tmp_path / "r.csv").write_text("at,note,x\n2026-03-02 09:00,,\n2026-03-02 09:00,,\n")
    rules = plan(record_set("r", "at : time"), level("L", "r", "at", COUNT))
    (file,) = files_of(run(rules, {"r": [str(tmp_path / "r.csv")]}))
    assert (file.name, file.rows, file.quarantined) == (str(tmp_path / "r.csv"), 2, 0)
    assert file.ignored_columns == ("note", "x")
    assert file.sha256 == hashlib.sha256((tmp_path / "r.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["a*[1]?.csv", "year=2024.csv", 'it\'s "it".csv', "semi;colon.csv"])
def test_a_file_may_have_any_name(tmp_path, name):
    folder = tmp_path / "month=03"
    folder.mkdir()
    (folder / name).write_text("at\n2026-03-02 09:00\n")
    rules = plan(record_set("r", "at : time"), level("L", "r", "at", COUNT))
    assert only(run(rules, {"r": [folder / name]})).counts.records == 1


def test_names_of_fields_may_be_words_of_the_engine():
    words = ("select", "good", "w", "place", "cell", "number", "split", "after", "row", "file")
    rules = plan(
        record_set("table", "at : time", *(f"{word} : number" for word in words)),
        level("L", "table", "at", *[series(measure=measure("sum", "number", field("good", "number")))]),
        level(
            "M",
            "table",
            "at",
            series(measure=measure("median", "number", field("cell", "number"))),
            where=Compare("=", field("after", "number"), field("split", "number")),
        ),
    )
    data = table("table", "at | " + " | ".join(words) + "\n2026-03-02 09:00" + " | 7" * len(words))
    assert figures(run(rules, {"table": data})) == [("L", 7), ("M", 7)]


def test_times_move_by_local_days_over_a_clock_change():
    rules = plan(
        record_set("job", "id : text key", "at : time", "told_at : time"),
        level(
            "L",
            "job",
            "at",
            COUNT,
            where=Compare(
                "<=",
                field("told_at", "time"),
                Arithmetic(ValueType.TIME, "-", field("at", "time"), const("days", 5)),
            ),
        ),
    )
    rows = "1 | 2026-03-31 12:00 | 2026-03-26 12:00\n2 | 2026-03-31 12:00 | 2026-03-26 12:00:00.000001"
    measured = run(rules, {"job": table("job", f"id | at | told_at\n{rows}")})
    assert only(measured).counts.records == 1


def test_a_record_is_counted_on_a_date():
    rules = plan(
        record_set("line", "billed_on : date"),
        level("L", "line", field("billed_on", "date"), COUNT),
    )
    rows = rows_of(run(rules, {"line": table("line", "billed_on\n2026-03-31\n2026-04-01")}))
    assert [(row.window.label, row.counts.records) for row in rows if row.counts.records] == [
        ("2026-03", 1),
        ("2026-04", 1),
    ]


def test_a_field_is_reached_through_refs():
    rules = plan(
        record_set("supplier", "name : text key", "grade : number"),
        record_set("invoice", "id : number key", "supplier : ref supplier", "due_at : time"),
        record_set("hold", "invoice : ref invoice", "at : time"),
        level(
            "L",
            "hold",
            "at",
            series(measure=measure("sum", "number", field("invoice.supplier.grade", "number"))),
            where=Compare("<", field("at", "time"), field("invoice.due_at", "time")),
        ),
    )
    data = {
        "supplier": table("supplier", "name | grade\nA | 3.5\nB | 4"),
        "invoice": table(
            "invoice", "id | supplier | due_at\n1 | A | 2026-03-05 09:00\n2 | B | 2026-03-05 09:00"
        ),
        "hold": table(
            "hold", "invoice | at\n1.0 | 2026-03-02 09:00\n01 | 2026-03-02 09:00\n2 | 2026-03-05 09:00"
        ),
    }
    assert figures(run(rules, data)) == [("L", 7)]


def test_columns_that_no_level_reads_may_be_left_out_of_a_table():
    data = table("r", "at | x | ok | p | parent | share\n2026-03-02 09:00 | 1 | no | P1 |  | ")
    assert figures(run(KINDS, {"r": data}))[0] == ("Sum", 1)
