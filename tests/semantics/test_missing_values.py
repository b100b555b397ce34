"""What the checker lets pass never reads a value that is missing, whatever the records hold."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.semantics.analysing import HEADER, codes_of

FIELDS = ("p", "q", "r")

AGREEMENT = """
agreement Demo {{
  {header}
  records thing {{
    at : time
    p  : number?
    q  : number?
    r  : number
  }}
  service level Good {{
    for each  thing{where}
    counted   in the window of at
    good when {good}
    measure   percent good
    window    calendar month
    minimum   at least 95%
  }}
}}
"""


class MissingError(Exception):
    """A value was read that is not there."""


def atoms(asked=FIELDS):
    exists = st.sampled_from(asked).map(lambda name: ("exists", name))
    compared = st.tuples(st.just("above"), st.sampled_from(FIELDS), st.integers(0, 1))
    return exists | compared


conditions = st.recursive(
    atoms(),
    lambda inner: st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=6,
)


def text(condition):
    match condition:
        case ("exists", name):
            return f"{name} exists"
        case ("above", name, limit):
            return f"{name} > {limit}"
        case ("not", inner):
            return f"not ({text(inner)})"
        case (operator, left, right):
            return f"({text(left)}) {operator} ({text(right)})"


def holds(condition, record):
    """Evaluate from left to right, no further than needed, as a reader would."""
    match condition:
        case ("exists", name):
            return record[name] is not None
        case ("above", name, limit):
            if record[name] is None:
                raise MissingError
            return record[name] > limit
        case ("not", inner):
            return not holds(inner, record)
        case ("and", left, right):
            return holds(left, record) and holds(right, record)
        case ("or", left, right):
            return holds(left, record) or holds(right, record)


RECORDS = [{"p": p, "q": q, "r": r} for p, q, r in product((None, 0, 2), (None, 0, 2), (0, 2))]


def reads_missing(where, good):
    for record in RECORDS:
        try:
            if where is None or holds(where, record):
                holds(good, record)
        except MissingError:
            return True
    return False


@given(st.none() | conditions, conditions)
def test_an_accepted_condition_reads_no_missing_value(where, good):
    written = "" if where is None else f" where {text(where)}"
    codes = codes_of(AGREEMENT.format(header=HEADER, where=written, good=text(good)))
    assert set(codes) <= {"SLA164"}
    assert codes or not reads_missing(where, good)


@given(st.sampled_from(["and", "or"]), atoms(asked=("p", "q")), atoms(asked=("p", "q")))
def test_of_two_conditions_only_those_that_may_read_a_missing_value_are_refused(operator, left, right):
    condition = (operator, left, right)
    codes = codes_of(AGREEMENT.format(header=HEADER, where="", good=text(condition)))
    assert bool(codes) is reads_missing(None, condition)
