"""The made-up records of the agreements are what their generator writes, byte for byte."""

import runpy
from pathlib import Path

AGREEMENTS = Path(__file__).parent.parent / "agreements"


def test_the_generator_writes_the_records_that_are_there(tmp_path):
    runpy.run_path(str(AGREEMENTS / "generate.py"))["main"]([str(tmp_path)])
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    assert sorted(str(path) for path in written) == [
        "accounts-payable/data/invoice.csv",
        "accounts-payable/data/supplier_query.csv",
        "service-desk/data/ticket.csv",
    ]
    assert written == {path: (AGREEMENTS / path).read_bytes() for path in written}
