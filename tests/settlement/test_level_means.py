"""Means of what another level has come to."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.measurement.counts.level_means import with_means
from sladsl.planning.level_means import means_in_order
from sladsl.planning.plan import Anchor, Excuse, LevelMean, PeriodWindow, Unit, ValueType
from sladsl.planning.windows import resettled, windows
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.settle import settle
from sladsl.values import evolve
from tests.settlement.build import at_least, good_in, level, measurements, plan, series, span

MONTH = PeriodWindow(Anchor.CALENDAR, Unit.MONTH)
MINIMUM = at_least("minimum", "90")


def averaging(name, read, last=3, *, window=Unit.MONTH):
    mean = LevelMean(f"{name}/measure", span(19), ValueType.PERCENT, read, last)
    line = evolve(series(minimum=MINIMUM, credit=None), measure=mean)
    return evolve(level(name, line, window=window), counted=None)


def settled(agreement, scores, final_after=1):
    """Settle months of which each settlement reads the next score; levels of records by name."""
    assert agreement.settlement is not None
    made = evolve(agreement, settlement=evolve(agreement.settlement, final_after=final_after))
    through = windows(made, MONTH, 1_900_000_000_000_000)[max(map(len, scores.values())) - 1].end
    months = windows(made, MONTH, through)
    rows = [
        good_in(each, name, score, 100) if score is not None else good_in(each, name, 0, 0)
        for name, listed in scores.items()
        for month, values in zip(months, listed, strict=True)
        for each, score in zip(resettled(made, [month], through), values, strict=False)
    ]
    rules = {
        mean.window: resettled(made, windows(made, mean.window, through), through)
        for mean in means_in_order(made)
    }
    return settle(made, measurements(*with_means(made, rows, rules)))


def values(results, name):
    return [
        None if each.measurement.value is None else each.measurement.value.amount
        for each in results
        if each.measurement.level == name
    ]


ACCURACY = level("Accuracy", series(minimum=MINIMUM, credit=None))
SCORES = st.lists(
    st.lists(st.sampled_from([None, 80, 90, 100]), min_size=5, max_size=5), min_size=5, max_size=5
)


@settings(max_examples=40)
@given(SCORES, st.sampled_from([1, 2, None]), st.integers(1, 4))
def test_a_mean_is_of_the_last_values_as_each_settlement_reads_them(scores, final_after, last):
    whole = settled(plan(ACCURACY, averaging("Steady", "Accuracy", last)), {"Accuracy": scores}, final_after)
    for now, period in enumerate(whole.periods):
        read = [scores[month][min(now - month, (final_after or 5) - 1)] for month in range(now + 1)]
        there = [score for score in read if score is not None][-last:]
        mean = Fraction(sum(there), 100 * len(there)) if there else None
        assert values(period.results, "Steady") == [mean]


def test_windows_that_an_obligation_excuses_do_not_enter():
    duty = evolve(level("Duty", series(minimum=MINIMUM, credit=None)), party="customer")
    duty = evolve(duty, excuses=(Excuse("excuse", span(50), "Accuracy"),))
    agreement = plan(averaging("Steady", "Accuracy"), ACCURACY, duty)
    scores = {"Accuracy": [[100], [50], [80]], "Duty": [[100], [0], [100]]}
    assert values(settled(agreement, scores).results, "Steady") == [1, 1, Fraction(9, 10)]


def test_means_of_means_are_taken_in_their_order_and_longer_windows_end_with_the_last_of_theirs():
    agreement = plan(
        averaging("Twice", "Steady", 2),
        averaging("Steady", "Accuracy", 2),
        ACCURACY,
        averaging("Quarter", "Accuracy", window=Unit.QUARTER),
    )
    whole = settled(agreement, {"Accuracy": [[100], [90], [50]]})
    steady = [Fraction(1), Fraction(19, 20), Fraction(7, 10)]
    assert values(whole.results, "Steady") == steady
    assert values(whole.results, "Twice") == [1, Fraction(39, 40), Fraction(33, 40)]
    assert values(whole.results, "Quarter") == [Fraction(4, 5)]
    assert [each.verdict for each in whole.results if each.measurement.level == "Quarter"] == [Verdict.MISSED]
