"""What says when a service is down: outages, samples or rates, each with the lines it takes."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.measured_kind import by_measure
from sladsl.semantics.expressions.literals import literal_type, words
from sladsl.semantics.findings import error, hint
from sladsl.semantics.levels.uptime import meant_as_rate, rate_of, uptime_of
from sladsl.semantics.meaning import Analysis, FieldPath, Level, Line, RecordSet, node_of
from sladsl.semantics.targets.good import said_in_vain
from sladsl.semantics.types import UNKNOWN, WRITTEN, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk

_OUTAGES, _SAMPLES, _RATES = "outages", "samples", "rates"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the evidence of each level that measures time up or down."""
    for level in analysis.levels:
        if uptime_of(level.lines) is None or level.is_open:
            continue
        clause = clause_of(level.node)
        yield from _lengths(level, clause)
        if (rate := _unbounded(level)) is not None:
            yield from _compared_otherwise(rate, level, clause)
            continue
        yield from _strangers(level, clause)
        yield from _one_is_enough(level, clause)
        match _kind(level):
            case "outages":
                yield from _outages(level, clause)
            case "samples" if analysis.is_agreement:
                yield from _samples(level, clause)
            case "rates" if analysis.is_agreement:
                yield from _rates(level, clause)


def _kind(level: Level) -> str:
    down = level.lines.down
    if level.lines.sampling is None:
        return _OUTAGES
    return _SAMPLES if down is None or down.node.bound is None else _RATES


def _unbounded(level: Level) -> ast.Arithmetic | None:
    """A quotient where samples have their condition, unless it makes one: of a percentage."""
    down = level.lines.down
    if down is None or level.lines.sampling is None:
        return None
    rate = meant_as_rate(down.node)
    is_compared = rate is not None and rate is not down.node.condition
    if rate is not None and is_compared and level.types.get(rate, UNKNOWN).kind is ValueKind.PERCENT:
        return None
    return rate


def _compared_otherwise(rate: ast.Arithmetic, level: Level, clause: str) -> Iterator[Diagnostic]:
    down = level.lines.down
    assert down is not None
    if down.node.condition is None or level.types.get(rate, UNKNOWN) is UNKNOWN:
        return  # what is wrong with the quotient is a finding of its own
    compared, limit = down.node.condition, "5%"
    if isinstance(compared, ast.Compare):
        limit = words(compared.right, down.module.source)
    yield error(
        "SLA279",
        compared.span,
        "a quotient of the sums in each interval is compared by a word, and not in a condition",
        clause=clause,
        write=f"write `down when {words(rate, down.module.source)} above {limit}`, or `at least`, `under`, `at most`",
    )


def _lengths(level: Level, clause: str) -> Iterator[Diagnostic]:
    down, sampling = level.lines.down, level.lines.sampling
    lengths = (
        None if sampling is None else sampling.node.every,
        None if down is None else down.node.least,
    )
    for length in lengths:
        if length is not None and length.value <= 0:
            yield error(
                "SLA280",
                length.span,
                "this is no time at all",
                clause=clause,
                write="write for instance `1 min`",
            )


def _one_is_enough(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A least run that one slot alone is longer than; it says something of records that last beside."""
    down, sampling = level.lines.down, level.lines.sampling
    if down is None or sampling is None or down.node.least is None or down.node.during:
        return
    least, every = down.node.least, sampling.node.every
    if 0 < least.value < every.value:
        one = "bad sample" if _kind(level) == _SAMPLES else "interval that is down"
        written = words(least, down.module.source)
        yield hint(
            "SLA299",
            least.span,
            f"one {one} counts as {words(every, sampling.module.source)}, which is longer than {written}",
            clause=clause,
            write=f"write a longer time for several in a row; where one is enough, leave `for at least {written}` out",
        )


def _strangers(level: Level, clause: str) -> Iterator[Diagnostic]:
    """Lines that belong to another kind of evidence."""
    lines, kind = level.lines, _kind(level)
    if kind == _RATES and lines.down is not None and rate_of(lines.down.node) is None:
        return  # what it compares is no rate, which is a finding of its own
    if kind == _OUTAGES and level.records is not None and _lasts_not(level.records):
        return  # no kind of evidence is plain, which is a finding of its own
    own = lines.empty_intervals if kind == _RATES else lines.missing_samples
    meant = "leave it out" if kind == _OUTAGES or own is not None else f"write {_ABSENT[kind]} instead"
    written: tuple[tuple[str, ast.Node | None, str], ...] = (
        ("missing samples", node_of(lines.missing_samples), _SAMPLES),
        ("samples of one slot", node_of(lines.one_slot), _SAMPLES),
        ("empty intervals", node_of(lines.empty_intervals), _RATES),
    )
    for word, node, wanted in written:
        if node is not None and kind != wanted:
            out = "leave it out" if node is node_of(lines.one_slot) else meant
            yield error(
                "SLA278",
                node.span,
                f"`{word}` is about {wanted}, and the level has {kind}",
                clause=clause,
                write=f"{out}, or {_WRITTEN[wanted]}",
            )


_WRITTEN = {
    _SAMPLES: "write `every 1 min at checked_at` and `down when not ok`",
    _RATES: "write `every 5 min at minute` and `down when errors / requests above 5%`",
}
_ABSENT = {
    _SAMPLES: "`missing samples count as up`, `as down` or `as absent`",
    _RATES: "`empty intervals count as good`, or `as absent`",
}


def _outages(level: Level, clause: str) -> Iterator[Diagnostic]:
    population, down = level.lines.population, level.lines.down
    if down is not None and down.node.bound is not None:
        yield error(
            "SLA275",
            down.node.span,
            "a rate is compared for each interval, and nothing says how long an interval is",
            clause=clause,
            write="add a line such as `every 5 min at minute`",
        )
    elif population is not None and level.records is not None and _lasts_not(level.records):
        records = "write `measure percent good` to measure records, or " if said_in_vain(level) else ""
        found = error(
            "SLA275",
            population.node.records.span,
            f"records `{level.records.name}` neither last nor are taken at intervals, so that nothing says for"
            " how long the service is down",
            clause=clause,
            write=f"{records}declare them as in `records outage lasting started_at to ended_at`, or add a line such as"
            " `every 1 min at checked_at`",
        )
        yield by_measure(found, level)
    yield from _unknown_entities(level, clause)


def _lasts_not(records: RecordSet) -> bool:
    return records.lasting is None and not records.is_open


def _unknown_entities(level: Level, clause: str) -> Iterator[Diagnostic]:
    across = level.lines.across
    if across is None:
        return
    reading = level.readings.get(across.node.field)
    if isinstance(reading, FieldPath) and reading.type.kind is ValueKind.TEXT:
        yield error(
            "SLA282",
            across.node.field.span,
            f"`{across.node.field.text}` is a text, so that nothing tells how many there are without an outage",
            clause=clause,
            write="declare the field as a `ref` to the records of all, or as `one of { … }`",
        )


def _samples(level: Level, clause: str) -> Iterator[Diagnostic]:
    lines, sampling = level.lines, level.lines.sampling
    assert sampling is not None
    if lines.down is None or lines.down.node.condition is None:
        yield error(
            "SLA276",
            sampling.node.span,
            "nothing says when a sample is bad",
            clause=clause,
            write="add a line such as `down when not ok for at least 5 min`",
        )
    elif lines.missing_samples is None and lines.empty_intervals is None:
        yield error(
            "SLA277",
            sampling.node.span,
            "nothing says what the time of a missing sample counts as",
            clause=clause,
            write=f"add a line: {_ABSENT[_SAMPLES]}",
        )


def _rates(level: Level, clause: str) -> Iterator[Diagnostic]:
    lines, down, sampling = level.lines, level.lines.down, level.lines.sampling
    assert down is not None
    assert sampling is not None
    problems = list(_quotient(level, down, clause))
    yield from problems
    if not problems and lines.empty_intervals is None and lines.missing_samples is None:
        yield error(
            "SLA277",
            sampling.node.span,
            "nothing says what an interval without records counts as",
            clause=clause,
            write=f"add a line: {_ABSENT[_RATES]}",
        )


def _of_one_sample(down: Line[ast.Down]) -> str:
    """A comparison with a limit as the condition on one sample that it may be meant as."""
    node, source = down.node, down.module.source
    assert node.condition is not None
    assert node.bound is not None
    sign = {"above": ">", "at least": ">=", "under": "<", "at most": "<="}[node.bound.comparator]
    return f"down when {words(node.condition, source)} {sign} {words(node.bound.value, source)}"


def _quotient(level: Level, line: Line[ast.Down], clause: str) -> Iterator[Diagnostic]:
    down, quotient = line.node, rate_of(line.node)
    assert down.bound is not None
    assert down.condition is not None
    if quotient is None:
        yield error(
            "SLA279",
            down.condition.span,
            "what is compared for each interval is a quotient of two sums",
            clause=clause,
            write=f"write for instance `down when errors / requests above 5%`; or, for a condition of one sample, "
            f"`{_of_one_sample(line)}`",
        )
        return
    inner = [part for side in (quotient.left, quotient.right) for part in walk(side)]
    divisions = [part for part in inner if isinstance(part, ast.Arithmetic) and part.operator == "/"]
    measured = level.types.get(quotient, UNKNOWN)
    written = literal_type(down.bound.value)
    if divisions:
        yield error(
            "SLA279",
            divisions[0].span,
            "the records of an interval are summed before they are divided, and this divides one by one",
            clause=clause,
            write="write one quotient, such as `errors / requests`",
        )
    elif measured is not UNKNOWN and written.kind not in _fitting(measured.kind):
        yield error(
            "SLA279",
            down.bound.value.span,
            f"this is {written}, and the quotient is {measured}",
            clause=clause,
            write=f"write for instance {WRITTEN[_fitting(measured.kind)[0]]}",
        )


def _fitting(kind: ValueKind) -> tuple[ValueKind, ...]:
    """The kinds of a limit: a share of two numbers is written as a percentage or as a number."""
    return (ValueKind.PERCENT, ValueKind.NUMBER) if kind is ValueKind.NUMBER else (kind,)
