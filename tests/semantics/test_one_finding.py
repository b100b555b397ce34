"""One mistake of meaning, one finding, at a place that has to do with it, that says what to write.

A run of the tests makes some of the mistakes of each kind in the shipped agreements and modules, `make laws` twenty
times as many.
"""

from pathlib import Path

import pytest

from sladsl.pipeline import check
from tests.semantics.mistaken import mistaken
from tests.tries import TIMES

ROOT = Path(__file__).parents[2]
SHIPPED = [*ROOT.glob("agreements/*/agreement.sla"), *ROOT.glob("stdlib/*/*.sla")]
SOUND = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED)]

NOTICED = {
    "a name is misspelt where it is used": 1,
    "a name is misspelt where it is declared": 1,
    "a field is of another type": 0.5,
    "a field may be missing, or not": 0.4,
    "a level lacks a line": 0.6,
    "a level has a line twice": 0.9,
    "a level measures something else": 0.7,
    "a declaration is left out": 1,
    "an item stands twice": 1,
    "an amount is of another unit": 0.9,
    "a table is without its head, or has it twice": 0.9,
}
"""The kinds of mistake, and the share of them that cannot be meant: the others leave another sound agreement behind."""


FOLLOWING = 0.01
"""The share of mistakes of a kind that may have a second finding, of what else follows from them."""


def spoilt(kind):
    """The texts with a mistake of a kind, of which a run of the tests takes twelve, spread over all."""
    texts = [each for text in SOUND for each in mistaken(text)[kind] if each.text != text]
    return texts[:: -(-len(texts) // (12 * TIMES))]


def places(finding):
    assert finding.span is not None
    return {finding.span.line, *(label.span.line for label in finding.labels)}


@pytest.mark.parametrize("kind", NOTICED)
def test_a_mistake_has_one_finding_that_says_what_to_write(kind, tmp_path):
    file = tmp_path / "agreement.sla"
    texts, noticed, several = spoilt(kind), 0, []
    assert len(texts) > 8
    for each in texts:
        file.write_text(each.text, encoding="utf-8")
        found = check([file]).diagnostics
        told = [f"{finding.code} at {finding.span}: {finding.message}" for finding in found]
        assert all(finding.help is not None for finding in found), told
        assert not found or any(places(finding) & each.lines for finding in found), (told, each.lines)
        noticed += bool(found)
        several += [told] if len(found) > 1 else []
    assert len(several) <= FOLLOWING * len(texts), several
    assert noticed >= NOTICED[kind] * len(texts), (noticed, len(texts))
