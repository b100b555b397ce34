"""What the names in remedies stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sladsl.semantics.declarations.agreement_context import AgreementContext, find, find_calendar
from sladsl.semantics.declarations.subjects import find_level, subject_of
from sladsl.semantics.meaning import ExampleSubject, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def name_in_remedies(
    remedies: Iterable[ast.Remedy], levels: Mapping[ast.Node, Level], agreement: AgreementContext
) -> Mapping[ast.LevelAt, ExampleSubject]:
    """Find the levels, charges and calendars that remedies name; a level without values means each of them."""
    found: dict[ast.LevelAt, ExampleSubject] = {}
    for remedy in remedies:
        clause = clause_of(remedy)
        for item in remedy.items:
            match item:
                case ast.RemedyWhen(event=event):
                    for subject in _subjects_in(event):
                        if subject.key:
                            found |= subject_of(subject, levels, clause, agreement)
                        elif (declared := find_level(subject.level, clause, agreement)) is not None:
                            found[subject] = ExampleSubject(levels[declared.node], None)
                case ast.Consequence(calendar=ast.Path() as calendar):
                    find_calendar(calendar, agreement.root, clause, agreement)
                case ast.RemedyCredit(charge=ast.Path() as charge):
                    find(charge, agreement.root, ast.Charge, clause, agreement)
    return found


def events_in(event: ast.Event) -> Iterator[ast.Event]:
    """The events that are joined by `and` and `or`, in written order."""
    if isinstance(event, ast.EventAll | ast.EventAny):
        yield from events_in(event.left)
        yield from events_in(event.right)
    else:
        yield event


def _subjects_in(event: ast.Event) -> Iterator[ast.LevelAt]:
    """The levels that an event names."""
    for each in events_in(event):
        if isinstance(each, ast.Fails | ast.Beyond | ast.EveryMiss) and each.subject is not None:
            yield each.subject
