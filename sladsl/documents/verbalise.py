"""Conditions and values of rules in words.

A sentence speaks of one record as "it". Field descriptions are the agreement's own words: one that reads as what
was done to the record ("posted to the ledger") completes "was", one with an article ("the total of the invoice")
names a value, and any other is quoted.
"""

from __future__ import annotations

from typing import assert_never

from sladsl.documents.figures import constant_words, duration_words, time_words
from sladsl.documents.outline import reference
from sladsl.documents.prose import counted, field, ordinal, prose
from sladsl.documents.terms import Terms, calendar_name, field_decl, find, one_record, severity_name
from sladsl.documents.view import Prose, TextRun
from sladsl.planning.buckets import SECOND
from sladsl.planning.plan import (
    Arithmetic,
    BusinessDays,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    DoneBy,
    Elapsed,
    Exists,
    Expression,
    Field,
    FieldDecl,
    FieldLimit,
    LocalDate,
    LocalDays,
    Logical,
    Not,
    Series,
    ServiceLevel,
    TimeLimit,
    ValueType,
)
from sladsl.values import evolve, frozen

_INSTANTS = (ValueType.TIME, ValueType.DATE, ValueType.TIME_OF_DAY)
_COMPLEMENT = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
_COMPARED = {
    "<": "less than", "<=": "not more than", ">": "more than", ">=": "not less than", "=": "", "!=": "not",
}  # fmt: skip
_COMPARED_IN_TIME = {
    "<": "before", "<=": "not later than", ">": "later than", ">=": "not earlier than", "=": "", "!=": "not",
}  # fmt: skip
_OPERATED = {"+": "plus", "-": "minus", "*": "multiplied by", "/": "divided by"}
_IRREGULAR = frozenset(
    [
        "begun",
        "born",
        "bought",
        "brought",
        "built",
        "caught",
        "chosen",
        "done",
        "drawn",
        "driven",
        "fallen",
        "felt",
        "found",
        "given",
        "gone",
        "handed",
        "held",
        "hit",
        "known",
        "left",
        "lost",
        "made",
        "met",
        "paid",
        "put",
        "read",
        "said",
        "seen",
        "sent",
        "set",
        "shown",
        "shut",
        "sold",
        "spent",
        "taken",
        "taught",
        "told",
        "understood",
        "withdrawn",
        "won",
        "written",
    ]
)
_ARTICLES = ("the ", "a ", "an ")


@frozen
class SentenceSubject:
    """The record that a sentence is about, and the calendar that its clock runs in.

    `owner` is how the sentence calls the record whose field is meant: "it", or another that it refers to. Fields that
    are `told` have been described in the sentence already, and go by their names.
    """

    terms: Terms
    records: str
    calendar: str | None = None
    owner: str = "it"
    told: frozenset[tuple[str, ...]] = frozenset()


def series_subject(terms: Terms, level: ServiceLevel, series: Series | None = None) -> SentenceSubject:
    """A record of a level, with the clock that it has in a series (where none is given, in the first)."""
    clock = (series or level.series[0]).clock
    return SentenceSubject(terms, level.records, clock.calendar if clock else None)


def condition(subject: SentenceSubject, expression: Expression, *, holds: bool = True) -> Prose:
    """A condition as a clause about the record ("it was found to have been posted incorrectly"), or its denial.

    Denials are moved inwards, as three-valued logic allows, so that no sentence denies a denial.
    """
    match expression:
        case Not(operand):
            return condition(subject, operand, holds=not holds)
        case Logical(operator, _, _):
            return _joined(subject, expression, _effective(operator, holds=holds), holds=holds)
        case Compare(operator, left, right):
            return _comparison(subject, operator if holds else _COMPLEMENT[operator], left, right)
        case Exists(operand):
            return prose(value(subject, operand), " is recorded" if holds else " is not recorded")
        case ClockWithin(limit):
            verb = "stops" if holds else "does not stop"
            return prose("its clock ", verb, " within ", time_allowed(subject, limit))
        case DoneBy():
            later = "not later than" if holds else "later than"
            return prose(moment(subject, expression.field), f" is {later} ", _point(subject, expression))
        case Field(_, path, _):
            return _flag(_owning(subject, path), path, holds=holds)
        case Constant(_, constant):
            return prose("in every case" if constant is holds else "in no case")
        case ClockTime() | Arithmetic() | LocalDate():
            raise TypeError(expression)
    assert_never(expression)


def value(subject: SentenceSubject, expression: Expression) -> Prose:
    """A value as a noun phrase about the record: "its amount", "the time on its clock"."""
    match expression:
        case Constant():
            words = constant_words(subject.terms.plan, expression)
            known = expression.type is ValueType.SEVERITY
            return prose(severity_name(subject.terms, words) if known else words)
        case Field(_, path, _):
            return _field_value(_owning(subject, path), path)
        case ClockTime():
            return prose("the time on its clock")
        case Arithmetic():
            return _calculation(subject, expression)
        case LocalDate(operand):
            return prose("the date of ", value(subject, operand))
        case Not() | Logical() | Compare() | Exists() | ClockWithin() | DoneBy():
            return prose("whether ", condition(subject, expression))
    assert_never(expression)


def time_allowed(subject: SentenceSubject, limit: TimeLimit) -> str:
    """The time that a clock has to stop within: "4 hours of Business Hours"."""
    hours = f" of {calendar_name(subject.terms, subject.calendar)}" if subject.calendar else ""
    match limit:
        case Elapsed(duration):
            return duration_words(duration) + hours
        case LocalDays(days):
            return f"{counted(days, 'day')}, counted to the same local time of day"
        case BusinessDays(days):
            return f"{counted(days, 'Business Day')}{hours}"
        case FieldLimit(field):
            return f"the time that it holds as {'.'.join(field.path)}{', counted in ' + hours[4:] if hours else ''}"
    assert_never(limit)


def _point(subject: SentenceSubject, done: DoneBy) -> Prose:
    """The point of a business day by which something is to be done."""
    terms, after = subject.terms, moment(subject, done.after)
    hours = calendar_name(terms, done.calendar)
    where = prose(" (", reference(terms.outline, f"calendar:{done.calendar}"), ")")
    if not done.days:
        on = " on " if done.after.type is ValueType.DATE else " on the day of "
        return prose(f"the last close of {hours}", where, on, after)
    day = prose(f"the {ordinal(str(done.days))} day after ", after)
    if done.time is None:
        return prose(f"the last close of {hours}", where, " on ", day, " that has them")
    zone = find(terms.plan.calendars, done.calendar).zone
    time = f"{time_words(done.time // SECOND)}, on the local clock of {zone}, on "
    return prose(time, day, f" that has {hours}", where)


def moment(subject: SentenceSubject, instant: Field) -> Prose:
    """An instant as the end of a clock's run: "the time at which it was received (received_at)"."""
    return _field_value(_owning(subject, instant.path), instant.path)


def mentions(expression: Expression | None, kind: type[Expression]) -> bool:
    """Whether an expression has a node of a kind in it."""
    return any(isinstance(node, kind) for node in nodes(expression))


def nodes(expression: Expression | None) -> tuple[Expression, ...]:
    """An expression and all that it is made of."""
    match expression:
        case None:
            return ()
        case Constant() | Field() | ClockTime() | ClockWithin() | DoneBy():
            return (expression,)
        case Not(operand) | LocalDate(operand) | Exists(operand):
            return (expression, *nodes(operand))
        case Logical(_, left, right) | Compare(_, left, right) | Arithmetic(_, _, left, right):
            return (expression, *nodes(left), *nodes(right))
    assert_never(expression)


def _effective(operator: str, *, holds: bool) -> str:
    return operator if holds else {"and": "or", "or": "and"}[operator]


def _having_told(subject: SentenceSubject, *expressions: Expression) -> SentenceSubject:
    """The subject once a sentence has spoken of the fields of expressions."""
    paths = (node.path for each in expressions for node in nodes(each) if isinstance(node, Field))
    return evolve(subject, told=subject.told.union(paths))


def _joined(subject: SentenceSubject, expression: Logical, word: str, *, holds: bool) -> Prose:
    """Join the operands by one word; an operand joined by the other stands in parentheses."""
    parts = []
    for operand in (expression.left, expression.right):
        said, positive = _stripped(operand, holds=holds)
        words = condition(subject, said, holds=positive)
        other = isinstance(said, Logical) and _effective(said.operator, holds=positive) != word
        parts.append(prose("(", words, ")") if other else words)
        subject = _having_told(subject, operand)
    return prose(parts[0], f" {word} ", parts[1])


def _stripped(expression: Expression, *, holds: bool) -> tuple[Expression, bool]:
    while isinstance(expression, Not):
        expression, holds = expression.operand, not holds
    return expression, holds


def _comparison(subject: SentenceSubject, operator: str, left: Expression, right: Expression) -> Prose:
    if isinstance(right, Constant) and right.type is ValueType.FLAG:
        return condition(subject, left, holds=right.value is (operator == "="))
    words = _COMPARED_IN_TIME if _type(left) in _INSTANTS else _COMPARED
    later = _having_told(subject, left)
    return prose(value(subject, left), f" is {words[operator]} ".replace("  ", " "), value(later, right))


def _calculation(subject: SentenceSubject, expression: Arithmetic) -> Prose:
    left, right = expression.left, expression.right
    if expression.operator == "-" and _type(left) is _type(right) and _type(left) in _INSTANTS:
        return prose("the time from ", _operand(subject, right), " to ", _operand(subject, left))
    if expression.operator in "+-" and _type(left) in _INSTANTS:
        word = " after " if expression.operator == "+" else " before "
        return prose(_operand(subject, right), word, _operand(subject, left))
    return prose(_operand(subject, left), f" {_OPERATED[expression.operator]} ", _operand(subject, right))


def _operand(subject: SentenceSubject, expression: Expression) -> Prose:
    words = value(subject, expression)
    return prose("(", words, ")") if isinstance(expression, Arithmetic) else words


def _type(expression: Expression) -> ValueType:
    match expression:
        case Constant(kind, _) | Field(kind, _, _) | Arithmetic(kind, _, _, _):
            return kind
        case LocalDate():
            return ValueType.DATE
        case ClockTime():
            return ValueType.DURATION
        case ClockWithin() | DoneBy() | Not() | Logical() | Compare() | Exists():
            return ValueType.FLAG
    assert_never(expression)


# --- fields --------------------------------------------------------------------------------------------------------


def _owning(subject: SentenceSubject, path: tuple[str, ...]) -> SentenceSubject:
    """The subject that has the last field of the path, reached through the refs before it."""
    for name in path[:-1]:
        target = field_decl(subject.terms, subject.records, (name,)).target
        assert target is not None
        owner = f"the {one_record(subject.terms, target)} to which {subject.owner} refers"
        subject = evolve(subject, records=target, owner=owner)
    return subject


def _field_value(subject: SentenceSubject, path: tuple[str, ...]) -> Prose:
    decl = field_decl(subject.terms, subject.records, path[-1:])
    shown = field(".".join(path))
    words = "" if path in subject.told else _description(decl)
    if not words:
        return _possessed(subject, shown)
    if decl.type in _INSTANTS and _is_participle(words):
        when = "on" if decl.type is ValueType.DATE else "at"
        return prose(f"{_NAMED_INSTANT[decl.type]} {when} which {subject.owner} was {words} (", shown, ")")
    if decl.type in _INSTANTS:
        of = "" if subject.owner == "it" else f" of {subject.owner}"
        return prose(f"{_NAMED_INSTANT[decl.type]} given as ", shown, f"{of} (“{words}”)")
    if decl.type not in _INSTANTS and subject.owner == "it" and words.lower().startswith(_ARTICLES):
        return prose(f"{words} (", shown, ")")
    return prose(_possessed(subject, shown), f" (“{words}”)")


_NAMED_INSTANT = {
    ValueType.TIME: "the time",
    ValueType.DATE: "the date",
    ValueType.TIME_OF_DAY: "the time of day",
}


def _possessed(subject: SentenceSubject, thing: str | TextRun) -> Prose:
    return prose("its ", thing) if subject.owner == "it" else prose("the ", thing, f" of {subject.owner}")


def _flag(subject: SentenceSubject, path: tuple[str, ...], *, holds: bool) -> Prose:
    decl = field_decl(subject.terms, subject.records, path[-1:])
    shown = field(".".join(path))
    no = "" if holds else "not "
    words = "" if path in subject.told else _description(decl)
    if not words:
        return prose(f"{subject.owner} is {no}marked ", shown)
    if _is_participle(words):
        return prose(f"{subject.owner} was {no}{words} (", shown, ")")
    return prose(f"{subject.owner} is {no}marked “{words}” (", shown, ")")


def _description(decl: FieldDecl) -> str:
    return " ".join(decl.description.split())


def _is_participle(words: str) -> bool:
    """Whether a description completes "was": its first word, adverbs aside, is a past participle."""
    first = next((word for word in words.lower().split() if not word.endswith("ly")), "")
    return first in _IRREGULAR or (
        first.endswith("ed") and first not in {"red", "need", "speed", "feed", "seed"}
    )
