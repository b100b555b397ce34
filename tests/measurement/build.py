"""Plans built by hand, without a parser: only what measurement reads is worth naming."""

import datetime as dt
from fractions import Fraction

from sladsl.measurement.files.bindings import RecordTable
from sladsl.planning.periods import read_period
from sladsl.planning.plan import (
    Anchor,
    Calendar,
    Clock,
    Constant,
    Dimension,
    Field,
    FieldDecl,
    Measure,
    Needs,
    Party,
    PeriodWindow,
    Plan,
    RecordSet,
    Series,
    ServiceLevel,
    Settlement,
    SeverityTier,
    Shift,
    Statistic,
    Term,
    Unit,
    ValueType,
)
from sladsl.planning.zones import load_zone
from sladsl.source import Span

SPAN = Span("test.sla", 0, 0, 1, 1, 1, 1)
TYPES = {type_.value: type_ for type_ in ValueType}


def plan(*items, term=("2026-01-01", "2026-12-31"), zone="Europe/London", settlement=None, currency="GBP"):
    def of(kind):
        return tuple(item for item in items if isinstance(item, kind))

    first = dt.date.fromisoformat(term[0])
    last = None if term[1] is None else dt.date.fromisoformat(term[1])
    party = Party("party:P", SPAN, "P", "P Ltd")
    return Plan(
        id="agreement",
        span=SPAN,
        name="A",
        title="A",
        version="1",
        provider=party,
        customer=party,
        term=Term("term", SPAN, first, last),
        zone=zone,
        currency=currency,
        minor_digits=2,
        law="England",
        charges=(),
        calendars=of(Calendar),
        records=of(RecordSet),
        severities=of(SeverityTier),
        levels=of(ServiceLevel),
        settlement=settlement,
        tools=(),
    )


def settlement(per=Unit.MONTH, days=0):
    return Settlement("settlement", SPAN, per, days, ())


def records(name, *fields, lasting=None):
    return RecordSet(f"records:{name}", SPAN, name, name, fields, lasting)


def decl(written):
    """`id : text key`, `posted_at : time?`, `kind : choice a b`, `invoice : ref invoice`."""
    name, _, rest = written.partition(" : ")
    key = rest.endswith(" key")
    rest = rest.removesuffix(" key")
    word, *more = rest.split(" ")
    if rest.rstrip("?") == "time of day":
        word, more = rest, []
    optional = rest.endswith("?")
    type_ = TYPES[word.rstrip("?")]
    choices = tuple(m.rstrip("?") for m in more) if type_ is ValueType.CHOICE else ()
    target = more[0].rstrip("?") if type_ is ValueType.REF else None
    return FieldDecl(f"field:{name}", SPAN, name, type_, optional, key, "", choices, target)


def record_set(name, *written, lasting=None):
    return records(name, *(decl(one) for one in written), lasting=lasting)


def field(path, type_, *, optional=False):
    return Field(TYPES[type_], tuple(path.split(".")), optional)


def const(type_, value):
    return Constant(TYPES[type_], Fraction(value) if type_ in ("number", "percent", "money") else value)


def clock(start, end, calendar=None):
    return Clock("clock", SPAN, field(start, "time"), field(end, "time", optional=True), calendar)


def measure(statistic, type_="percent", operand=None, rank=None):
    return Measure(
        "measure", SPAN, Statistic(statistic), TYPES[type_], operand, None if rank is None else Fraction(rank)
    )


def series(key=(), members=(), *, clock=None, good=None, measure, needs=None):
    return Series(
        "series",
        SPAN,
        key,
        members,
        clock,
        good,
        measure,
        None,
        None,
        None if needs is None else Needs("needs", SPAN, needs),
        (),
    )


def level(name, records, counted, *lines, where=None, window=Unit.MONTH, dimensions=()):
    return ServiceLevel(
        id=f"level:{name}",
        span=SPAN,
        name=name,
        title=name,
        is_kpi=False,
        records=records,
        where=where,
        counted=field(counted, "time") if isinstance(counted, str) else counted,
        window=PeriodWindow(Anchor.CALENDAR, window),
        dimensions=dimensions,
        series=lines,
    )


def dimension(path, type_):
    return Dimension("dimension", SPAN, field(path, type_), path, ())


def severity(*names):
    return tuple(SeverityTier(f"severity:{name}", SPAN, name, name, "") for name in names)


def calendar(name, week, zone="Europe/London", dates=()):
    """`week` is "09:00-17:30" for Monday to Friday, or one such text a day."""
    days = [week] * 5 + [""] * 2 if isinstance(week, str) else week
    return Calendar(f"calendar:{name}", SPAN, name, name, zone, tuple(map(shifts, days)), (), dates)


def shifts(written):
    return tuple(
        Shift(*(seconds(time) for time in shift.split("-"))) for shift in written.split(", ") if shift
    )


def seconds(written):
    hours, minutes = written.split(":")
    return int(hours) * 3600 + int(minutes) * 60


MINUTE = 60_000_000
HOUR = 60 * MINUTE


def micros(written):
    """The instant of an ISO time with an offset."""
    return int(
        (dt.datetime.fromisoformat(written) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
        / dt.timedelta(microseconds=1)
    )


def table(name, text):
    """Rows of an aligned table: `id | at`, then a line a record; empty cells are missing."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    rows = tuple(tuple(cell or None for cell in line) for line in lines[1:])
    return RecordTable(name, tuple(lines[0]), rows)


def month(label):
    """A period as the command line reads it."""
    zone = load_zone("Europe/London")
    assert zone is not None
    return read_period(zone, label)


def codes(measured):
    return [finding.code for finding in measured.diagnostics]


def rows_of(measured):
    """All measured rows, of a run without a finding."""
    assert told(measured) == []
    return measured.measurements.rows


def files_of(measured):
    """The files of a run without a finding."""
    assert told(measured) == []
    return measured.measurements.files


def only(measured):
    """The one measured row that has records."""
    (row,) = [row for row in rows_of(measured) if row.counts.records]
    return row


def told(measured):
    """Each finding as file, row, field, value and message."""
    return [(finding.code, *place_of(finding), finding.message) for finding in measured.diagnostics]


def place_of(finding):
    place = finding.place
    return (None, None, None) if place is None else (place.file, place.row, place.field)
