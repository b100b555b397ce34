"""How often a property is tried: few times in every run of the tests, many more in `make laws`."""

import os

from hypothesis import Phase, settings

TIMES = int(os.environ.get("SLADSL_LAWS", "1"))


USUALLY = 40 * TIMES
"""How often a property is tried that does not say so: most make and settle a small agreement each time."""


def tries(examples: int) -> settings:
    """Try a property on so many random examples, which `make laws` multiplies.

    What is random is mostly a seed: to explain which part of it matters says nothing.
    """
    return settings(max_examples=examples * TIMES, phases=set(Phase) - {Phase.explain})
