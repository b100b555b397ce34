"""What tests of this folder share."""

import pytest

from tests.comparison.plans import agreements


@pytest.fixture(scope="session")
def all_plans(tmp_path_factory):
    """The plan of every agreement and snippet, which no test changes."""
    return [each.plan for each in agreements(tmp_path_factory.mktemp("snippets"))]
