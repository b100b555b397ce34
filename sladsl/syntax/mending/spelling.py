"""Words that are nearly keywords."""

from __future__ import annotations


def alike(text: str, word: str) -> bool:
    """Whether a word is a keyword with a slip or two in it."""
    text = text.lower()
    if text == word:
        return True
    allowed = 1 if len(word) < 6 else 2
    if len(word) < 3 and len(text) != len(word) + 1:
        return False
    return abs(len(text) - len(word)) <= allowed and _distance(text, word) <= allowed


def _distance(text: str, word: str) -> int:
    """The number of letters put in, left out, replaced or swapped with their neighbour."""
    rows = [list(range(len(word) + 1))]
    for i, letter in enumerate(text, 1):
        row = [i]
        for j, other in enumerate(word, 1):
            best = min(row[-1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and text[i - 2] == other:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
