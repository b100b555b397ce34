"""Words of the language as names: nearly all may be, the reserved ones give one finding."""

import pytest
from lark.utils import TextSlice

from sladsl.syntax.automaton import automaton
from sladsl.syntax.grammar import parser
from sladsl.syntax.names import RESERVED, is_name
from sladsl.syntax.phrases import words

SOFT = [
    *(
        "from",
        "at",
        "open",
        "days",
        "reason",
        "window",
        "minimum",
        "in",
        "service",
        "time",
        "severity",
        "status",
        "to",
    ),
    *(
        "value",
        "where",
        "exists",
        "is",
        "and",
        "or",
        "within",
        "good",
        "measure",
        "credit_note",
        "goodwhen",
        "KPI1",
        "É",
    ),
]


@pytest.mark.parametrize("name", SOFT)
def test_a_word_of_the_language_may_be_a_field(name, read):
    text = f"""
    agreement A {{
      records r lasting {name} to {name} {{
        link  : ref r
        {name} : time
        other : text "the line after a soft word"
      }}
      service level L by {name} {{
        for each r where {name} > 5 min and not r.{name} exists
        counted in the window of {name}
        clock from {name} to {name}
        good when {name}
        measure highest of {name}
        window calendar month
        minimum at least 95%
      }}
      example "E" {{
        given r
          | {name} |
          | 1 |
      }}
    }}
    """
    assert [found.message for found in read(text).diagnostics] == []


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_reserved_word_is_refused_as_a_name_once(name, messages):
    text = f'module m {{ records {name} "R" {{ id : text key }} clause C """We meet.""" }}'
    assert messages(text) == [f"SLA013 `{name}` is a word of the language and cannot be a name"]


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_reserved_word_is_refused_once_as_a_field_and_a_column(name, messages):
    text = (
        f'module m {{ records r "R" {{ id : text key\n {name} : number }}\n'
        f'example "E" {{ given r\n | id | {name} |\n | 1 | 2 |\n }} }}'
    )
    assert messages(text) == [f"SLA013 `{name}` is a word of the language and cannot be a name"]


def test_the_grammar_and_the_messages_reserve_the_same_words():
    named = {
        word for word in {*words().values(), *RESERVED, "value", "service", "x"} if _is_read_as_a_name(word)
    }
    assert named == {
        word for word in {*words().values(), *RESERVED, "value", "service", "x"} if is_name(word)
    }


def _is_read_as_a_name(word):
    lexer = automaton().lexers[_state_after_records()]
    return lexer.scanner.match(TextSlice.cast_from(word), 0) == (word, "NAME")


def _state_after_records():
    parsing = parser().parse_interactive("module m { records", start="start")
    parsing.exhaust_lexer()
    return parsing.parser_state.position
