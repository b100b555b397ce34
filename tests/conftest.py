"""What every test runs under."""

import os

from hypothesis import settings

# What is shown does not depend on the terminal that the tests run in.
for variable in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
    os.environ.pop(variable, None)

# No deadline: how long one example takes says more about the machine than about the code.
settings.register_profile("local", deadline=None)
# The same examples in every run, so that a red build is the change's doing.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser):
    """`--update` writes the expected outputs of cases anew instead of comparing with them."""
    parser.addoption("--update", action="store_true", help="write the expected outputs of cases anew")
