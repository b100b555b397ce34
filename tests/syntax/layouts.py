"""Texts laid out as no one would: the same tokens and comments with other blanks between and inside them."""

import re

from sladsl.source import Source
from sladsl.syntax.layout.words import words_of
from sladsl.syntax.rows import parts_of

COMMENT = re.compile(r"#[^\n]*")
BLANKS = (" ", "  ", "\t", " ", "\n", "\n    ", " \n\t ")
COUNTED = {"LENGTH", "DAY_COUNT", "BUSINESS_DAYS", "BUSINESS_HOURS", "MONTH_COUNT"}


def disarranged(text, random, *, comments=False, empty_lines=False):
    """A sound text with other blanks; with comments and empty lines put anywhere, where that is asked for."""
    parts = []
    end = 0
    words = words_of(Source("test.sla", text))
    for number, word in enumerate(words):
        row = word.terminal == "ROW" or (number and words[number - 1].terminal == "ROW")
        parts += (
            [gap(text[end : word.start], random, comments, empty_lines, must_break=row)] if number else []
        )
        parts.append(token(word, random))
        end = word.end
    return "".join(parts) + random.choice(["", "\n", "\n\n"])


def gap(written, random, comments, empty_lines, *, must_break):
    """What stands between two tokens: every comment that stood there, and perhaps another."""
    kept = COMMENT.findall(written)
    if comments and random.random() < 0.08:
        kept.append(f'# {random.randint(0, 10**6)} "{{')
    blank = random.choice(BLANKS)
    if must_break and "\n" not in blank:
        blank = "\n"
    if empty_lines and random.random() < 0.08:
        blank += "\n\n"
    return blank + "".join(
        f"{each}\n{random.choice(['', '  ', chr(10)]) if empty_lines else ' '}" for each in kept
    )


def token(word, random):
    if word.terminal == "ROW":
        cells, comment = parts_of(word.text)
        bars = "|".join(f"{'':{random.randint(0, 2)}}{cell}{'':{random.randint(0, 2)}}" for cell in cells)
        return f"|{bars}|{comment}"
    if word.terminal in COUNTED and random.random() < 0.5:
        return re.sub(r"(?<=\d) (?=h|min|s|day)", "", word.text)
    if word.terminal in {"QUOTED", "PROSE"}:
        return word.text
    return re.sub(r" ", lambda _: random.choice([" ", "  ", "\t"]), word.text)
