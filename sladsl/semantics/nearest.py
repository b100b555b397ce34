"""What the author may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A question that names the nearest known word, None when none is near."""
    near = nearest(word, known)
    return None if near is None else f"did you mean `{near}`?"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like another, whatever its case; a path also by its last name."""
    by_form: dict[str, str] = {}
    for name in sorted(known):
        by_form.setdefault(name.lower(), name)
    for name in sorted(known):
        by_form.setdefault(name.lower().rpartition(".")[2], name)
    near = get_close_matches(word.lower(), by_form, n=1, cutoff=0.65)
    return by_form[near[0]] if near else None


def one_of(words: Iterable[str], last: str = "or") -> str:
    """Words in backticks, listed as in a sentence."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
