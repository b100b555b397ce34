"""Bad rows set aside: what is left is measured, and nothing disappears."""

import pytest

from sladsl.measurement.how import How
from sladsl.measurement.measure import measure as run
from sladsl.measurement.records.quarantine import quarantine_csv
from sladsl.planning.plan import Compare
from tests.measurement.build import (
    codes,
    const,
    dimension,
    field,
    files_of,
    level,
    measure,
    only,
    plan,
    record_set,
    rows_of,
    series,
    table,
)

SET_ASIDE = How(quarantine=True)
pytestmark = pytest.mark.usefixtures("each_engine")

RULES = plan(
    record_set("order", "id : text key", "region : choice n s", "at : time", "amount : money"),
    record_set("line", "order : ref order", "at : time", "ok : flag"),
    level(
        "Amount",
        "order",
        "at",
        *(
            series((region,), ((region,),), measure=measure("sum", "money", field("amount", "money")))
            for region in ("n", "s")
        ),
        dimensions=(dimension("region", "choice"),),
    ),
    level(
        "Lines",
        "line",
        "at",
        series(good=field("ok", "flag"), measure=measure("percent good")),
        where=Compare("=", field("order.region", "choice"), const("choice", "n")),
    ),
)
ORDERS = """id | region | at | amount
    1 | n | 2026-03-02 09:00 | 10
    2 | n | 2026-03-02 09:00 | ten
    3 | x | 2026-03-02 09:00 | 30
    4 | s | soon | 40
    5 | s | 2026-03-02 09:00 | 50
    5 | s | 2026-03-02 09:00 | 50.00
    6 | s | 2026-03-02 09:00 | 60
    6 | s | 2026-03-02 09:00 | 61"""
LINES = """order | at | ok
    1 | 2026-03-02 09:00 | yes
    2 | 2026-03-02 09:00 | yes
    9 | 2026-03-02 09:00 | yes
    1 | 2026-03-02 09:00 | maybe
    6 | 2026-03-02 09:00 | no"""
DATA = {"order": table("order", ORDERS), "line": table("line", LINES)}


def test_bad_rows_are_listed_and_the_rest_is_measured():
    measured = run(RULES, DATA, how=SET_ASIDE)
    march = [row for row in rows_of(measured) if row.window.label == "2026-03"]
    assert [
        (row.level, row.key, row.counts.records, row.counts.quarantined, row.value.amount) for row in march
    ] == [
        ("Amount", ("n",), 1, 1, 10),
        ("Amount", ("s",), 1, 3, 50),
        ("Lines", (), 1, 4, 1),
    ]
    assert quarantine_csv(measured.quarantined).splitlines() == [
        "records,file,row,field,code,value,reason",
        "line,line,2,order,SLA422,2,`2` refers to a row set aside of `order`",
        "line,line,3,order,SLA414,9,`9` is the key of no `order`",
        "line,line,4,ok,SLA411,maybe,`maybe` is not yes or no",
        "line,line,5,order,SLA422,6,`6` refers to a row set aside of `order`",
        "order,order,2,amount,SLA411,ten,`ten` is not an amount of money",
        "order,order,3,region,SLA412,x,`x` is not one of the values of `region`",
        "order,order,4,at,SLA411,soon,`soon` is not a time",
        "order,order,6,id,SLA413,5,the key `5` is also that of row 5 of `order`",
        "order,order,7,id,SLA413,6,the key `6` is also that of row 8 of `order`",
        "order,order,8,id,SLA413,6,the key `6` is also that of row 7 of `order`",
    ]
    assert [(file.name, file.rows, file.quarantined) for file in files_of(measured)] == [
        ("order", 8, 6),
        ("line", 5, 4),
    ]


def test_good_records_measure_alike_with_and_without_quarantine():
    good = {
        "order": table("order", "id | region | at | amount\n1 | n | 2026-03-02 09:00 | 10"),
        "line": table("line", "order | at | ok\n1 | 2026-03-02 09:00 | no"),
    }
    assert rows_of(run(RULES, good, how=SET_ASIDE)) == rows_of(run(RULES, good))


def test_a_file_that_cannot_be_read_stays_an_error(tmp_path):
    (tmp_path / "order.csv").write_text("id,at,amount\n")
    measured = run(RULES, {**DATA, "order": [tmp_path / "order.csv"]}, how=SET_ASIDE)
    assert codes(measured) == ["SLA403"]
    assert measured.measurements is None


def test_rows_that_are_no_records_are_set_aside_by_file(tmp_path):
    rules = plan(
        record_set("r", "at : time"), level("L", "r", "at", series(measure=measure("number of", "number")))
    )
    (tmp_path / "r.csv").write_bytes(b'at\n2026-03-02 09:00\n"a"b\n\xff\n2026-03-02 09:00,1\n')
    measured = run(rules, {"r": [tmp_path / "r.csv"]}, how=SET_ASIDE)
    assert only(measured).counts.records == 1
    assert [(row.row, row.code) for row in measured.quarantined] == [
        (3, "SLA406"),
        (4, "SLA407"),
        (5, "SLA405"),
    ]
    assert [(file.rows, file.quarantined) for file in files_of(measured)] == [(4, 3)]


def test_the_order_of_rows_does_not_decide_which_of_a_key_are_set_aside():
    header, *rows = ORDERS.splitlines()
    turned = {**DATA, "order": table("order", "\n".join([header, *reversed(rows)]))}
    assert rows_of(run(RULES, DATA, how=SET_ASIDE)) == rows_of(run(RULES, turned, how=SET_ASIDE))
