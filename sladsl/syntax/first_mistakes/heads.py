"""Heads of items and first words of lines: capital letters, numbers of clauses, titles without names, other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sladsl.syntax.automaton import automaton, starters
from sladsl.syntax.first_mistakes.blocks import name_of
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known
from sladsl.syntax.phrases import BLOCKS, LINES, word_of, words
from sladsl.values import evolve

_NAMED = frozenset(
    (
        *("AGREEMENT", "MODULE", "PROVIDER", "CUSTOMER", "_CHARGE", "CALENDAR", "_RECORDS"),
        *("_SERVICE", "_LEVEL", "_KPI", "REMEDY", "_CLAUSE"),
    )
)
"""The terminals after which a name and then a title stand."""


def _agreement(where: Where) -> Iterator[Known]:
    """Another word than `agreement` at the beginning of a file."""
    found = re.match(rf"({_AGREEMENTS})(?=\s+[\w\"“])", where.ahead)
    if found and where.kind == "file" and not where.line and found[0] != "agreement":
        message = f"`{found[0]}` does not begin a file"
        yield known(where, "SLA015", found, message, "write `agreement`, and then its name", "agreement")


_AGREEMENTS = (
    r"(?i:service[ -]level[ -]agreement|agreement|contract|msa|sla|vertrag|vereinbarung|contrat|accord)"
)


def _small_letters(where: Where) -> Iterator[Known]:
    """Words of the language in capital letters, up to the first that is none."""
    run = re.match(r"[^\W\d_]+(?:[^\S\n]+[^\W\d_]+)*", where.ahead)
    if run is None or run[0].split()[0].islower():
        return
    offered = {_phrase(terminal).partition(" ")[0] for terminal in where.offered}
    meant = [word.lower() for word in run[0].split()]
    if meant[0] not in offered:
        return
    written = run[0].split()
    ends = (n for n, word in enumerate(meant) if n and (written[n].islower() or word not in _keywords()))
    count = next(ends, len(meant))
    found = re.match(rf"\w+(?:\s+\w+){{{count - 1}}}", where.ahead)
    assert found is not None
    small = " ".join(meant[:count])
    message = f"`{found[0]}` stands in capital letters, and the words of the language in small ones"
    yield evolve(known(where, "SLA012", found, message, f"write `{small}`", small), habit="capital letters")


def _phrase(terminal: str) -> str:
    return "for each" if terminal == "_FOR_EACH" else words().get(terminal, "")


@cache
def _keywords() -> frozenset[str]:
    return frozenset(word for phrase in (*words().values(), "for each") for word in phrase.split())


def _numbered(where: Where) -> Iterator[Known]:
    """The number of a clause before what it says."""
    found = re.match(
        r"(?:\d+(?:\.\d+)*[.)]?|\([a-z0-9]+\)|[a-z]\)|§+\s*\d+\.?)[^\S\n]+(?=[A-Za-z])", where.ahead
    )
    if found and not where.line and where.kind in {"item", "line", "step", "remedy"}:
        write = "take it out; the document numbers its clauses itself"
        message = f"no number such as `{found[0].strip()}` stands before a line"
        yield evolve(known(where, "SLA014", found, message, write, ""), habit="numbers of clauses")


def _bullet(where: Where) -> Iterator[Known]:
    """The sign of a list before a line."""
    found = re.match(r"([-*•–·])[^\S\n]+(?=\w)", where.ahead)
    if found and not where.line and where.kind != "file":
        message = f"no `{found[1]}` stands before a line"
        yield evolve(
            known(where, "SLA014", found, message, "take it out", ""), habit=f"{found[1]} before lines"
        )


def _line_end(where: Where) -> Iterator[Known]:
    """A sign at the end of a line, which other notations have."""
    found = re.match(r"([;,.])(?=\s*(?:#.*)?$)|;(?=\s)", where.ahead)
    if found and where.line and where.line[-1].end_pos == where.start:
        message = f"no `{found[0]}` stands at the end of a line"
        yield evolve(
            known(where, "SLA014", found, message, "take it out", ""), habit=f"{found[0]} behind lines"
        )


def _title(where: Where) -> Iterator[Known]:
    """A title without a name before it, or with the name behind it."""
    found = re.match(r'"([^"\n]+)"(?:[^\S\n]+([A-Za-z]\w*)(?=\s*\{))?', where.ahead)
    if found is None or where.last not in _NAMED or "NAME" not in where.offered:
        return
    name = found[2] or name_of(found[1])
    if name:
        written = f'{name} "{found[1]}"'
        message = f'`"{found[1]}"` is a title, and a name stands before it'
        yield known(where, "SLA010", found, message, f"write `{written}`", written)


def _party(where: Where) -> Iterator[Known]:
    """The name of a party in full and without quotes."""
    found = re.match(r"[\w&.,' -]*[\w.](?=\s*(?:#.*)?$)", where.ahead)
    if not where.line or "\n" in where.text[where.line[-1].end_pos or 0 : where.start]:
        return
    if found and where.kinds in (["PROVIDER", "NAME"], ["CUSTOMER", "NAME"]):
        name = where.line[-1]
        full = where.text[name.start_pos : where.start] + found[0]
        write = f'{name} "{" ".join(full.split())}"'
        message = f"`{full}` is a text and stands in quotes, behind a name"
        yield Known("SLA019", message, f"write `{write}`", *where.since(name, found.end()), write)


def _outside(where: Where) -> Iterator[Known]:
    """A line of an agreement behind the end of it, or without its beginning."""
    found = re.match(r"[a-z]+", where.ahead)
    if found is None or where.kind != "file" or where.line or found[0] not in _item_words():
        return
    if re.search(r"^\s*(?:agreement|module)\s", where.text[: where.start], re.MULTILINE):
        write = "write it before the `}` that ends the agreement"
    else:
        write = f"begin the file with a line such as `{LINES['AGREEMENT']}`, and end it with `}}`"
    message = f"`{found[0]}` begins a line of an agreement, and stands outside of one"
    yield evolve(known(where, "SLA015", found, message, write), habit="outside")


@cache
def _item_words() -> frozenset[str]:
    states = [state for state, kind in automaton().homes.items() if kind == "item"]
    begun = {_phrase(terminal) for state in states for terminal in starters(state)}
    return frozenset(begun - {""})


def _meant(where: Where) -> Iterator[Known]:
    """A line that begins with the word of other contracts, other tools or another language."""
    found = re.match(r"([^\W\d_]+(?:[ -][^\W\d_]+)?)(?!\w)", where.ahead)
    if found is None or where.line:
        return
    for said in (found[1].lower(), re.split("[ -]", found[1].lower())[0]):
        terminal = _MEANT.get(where.kind, {}).get(said)
        if terminal is None:
            continue
        written = where.ahead[: len(said)]
        message = f"`{written}` does not begin a line of {BLOCKS[where.kind]}"
        write = (
            f"write `{LINES[terminal]}`" if where.kind == "choice" else f"write it as in `{LINES[terminal]}`"
        )
        word = word_of(terminal.split()[0]) or "for each"
        meant = word if terminal in _SAME_REST and where.ahead[len(said) :].strip() else None
        yield Known("SLA015", message, write, where.start, where.start + len(said), meant)
        return


def _table(**said: str) -> dict[str, str]:
    return {word.strip(): terminal for terminal, listed in said.items() for word in listed.split(",")}


_MEANT = {
    "item": _table(
        PROVIDER="supplier, vendor, contractor, auftragnehmer, anbieter, dienstleister, lieferant, fournisseur"
        ", prestataire, between, parties",
        CUSTOMER="client, buyer, recipient, auftraggeber, kunde",
        _TERM="duration, start date, effective date, effective, commencement, laufzeit, vertragslaufzeit, durée",
        _CURRENCY="währung, devise, monnaie",
        _TIMEZONE="time zone, time-zone, tz, zeitzone, fuseau",
        _LAW="governing law, governing, jurisdiction, recht, droit",
        _CHARGE="fee, fees, price, prices, gebühr, entgelt, preis, vergütung, pauschale, prix, redevance",
        CALENDAR="business hours, opening hours, office hours, hours, kalender, calendrier",
        _RECORDS="dataset, data, table, entity, datensatz, tabelle, données",
        SEVERITY="priorities, priority, severities, priorität, prioritäten",
        _SETTLEMENT="billing, invoicing, payment, abrechnung, facturation",
        REMEDY="termination, escalation, kündigung, résiliation",
        _CLAUSE="definitions, definition, article, section, note, preamble, recitals, notices, präambel, definitionen",
        _EXAMPLE="test, scenario, beispiel, exemple",
    ),
    "line": _table(
        _FOR_EACH="scope, applies, population, für jede, für jeden, für jedes, pour chaque",
        _WINDOW="period, measurement period, reporting period, frequency, zeitraum, messzeitraum, période",
        _MEASURE="metric, formula, indicator, kennzahl, messung",
        _CREDIT="gutschrift, pönale, vertragsstrafe, pénalité, malus",
        _EXCLUDE="exceptions, exclusions, exclusion, ausnahmen, ausgenommen, excluding",
        _NEEDS="sample size, at least",
        _TIERS="levels, priorities",
        _GOOD="met, compliant, success, ok, gut",
        _CLOCK="start, stop, starts, begin, begins",
        _COUNTED="attributed, assigned, count",
    ),
    "step": _table(
        _LIMIT="total, aggregate, the total, the aggregate, credits, deckel, obergrenze, plafond",
        _IGNORE="minimum, de minimis",
        _ROUND="rounding, runden, arrondi",
    ),
    "remedy": _table(_WHEN="if, where, upon, trigger, condition, wenn, falls, si"),
    "fact": _table(
        _EXPECT="then, assert, result, results, expected, check, erwartet",
        _GIVEN="when, data, input, records, gegeben",
    ),
}
"""The terminal that is meant by a word at the beginning of a line, by the list that the line is in."""

_SAME_REST = frozenset({"PROVIDER", "CUSTOMER", "_CURRENCY", "_TIMEZONE", "_WHEN"})
"""Of these, those whose line goes on in the same way after either word."""


def _sentence(where: Where) -> Iterator[Known]:
    """A rule as a sentence."""
    found = re.match(rf"(?:{_OPENINGS})(?:[^\S\n]+[\w'’-]+){{3,}}.*", where.ahead)
    if found and not where.line and where.kind in {"item", "line", "step", "remedy", "calendar"}:
        message = f"a sentence is no line of {BLOCKS[where.kind]}"
        write = 'write the rule by its lines, and what people alone shall read as a clause: `clause Posting """…"""`'
        yield known(where, "SLA015", found, message, write)


_OPENINGS = (
    r"The|All|Each|Every|Any|If|In|Where|For|This|These|No|Should|Unless|Subject|It|We|Provider|Supplier|Customer"
    r"|Der|Die|Das|Alle|Jede|Bei|Le|La|Les|Tous|Toutes"
)


HEADS: tuple[Rule, ...] = (
    _agreement,
    _small_letters,
    _sentence,
    _numbered,
    _bullet,
    _line_end,
    _title,
    _party,
    _outside,
    _meant,
)
