"""Every JSON document that a case expects is one of its published schema."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

HERE = Path(__file__).parent
PUBLISHED = {
    (schema := json.loads(path.read_text(encoding="utf-8")))["properties"]["schema"][
        "const"
    ]: Draft202012Validator(schema)
    for path in (HERE.parent / "sladsl").rglob("*.schema.json")
}
DOCUMENT = re.compile(r'^\{\n  "schema": "(?P<schema>[^"]+)".*?^\}$', re.MULTILINE | re.DOTALL)


def documents():
    for path in sorted((HERE / "cases").rglob("*.txt")):
        for number, found in enumerate(DOCUMENT.finditer(path.read_text(encoding="utf-8")), 1):
            if found["schema"] in PUBLISHED:
                yield pytest.param(
                    found[0], found["schema"], id=f"{path.relative_to(HERE / 'cases')} {number}"
                )


@pytest.mark.parametrize(("text", "schema"), list(documents()))
def test_what_a_case_expects_keeps_its_schema(text, schema):
    PUBLISHED[schema].validate(json.loads(text))


def test_cases_show_what_each_schema_is_for():
    assert {each.values[1] for each in documents()} >= {
        "sladsl.difference/1",
        "sladsl.due/1",
        "sladsl.explanation/1",
        "sladsl.statement/1",
    }
