"""Which obligations take records out of a level is looked for in all levels once, however many levels ask."""

from sladsl.semantics.meaning import Level
from sladsl.semantics.references.obligations import lines_excusing_records
from sladsl.values import evolve
from tests.semantics.analysing import HEADER, analysis_of

TEXT = f"""agreement X "X" {{
{HEADER}
  records ticket {{
    id        : text key
    opened_at : time
    ok        : flag
  }}
  service level First "First" {{
    for each  ticket
    counted   in the window of opened_at
    good when ok
    measure   percent good
    window    calendar month
    expected  at least 90%
  }}
  service level Second "Second" {{
    for each  ticket
    counted   in the window of opened_at
    good when ok
    measure   percent good
    window    calendar month
    expected  at least 90%
  }}
  obligation Told "Told" of Buyer {{
    for each  ticket
    counted   in the window of opened_at
    good when ok
    measure   percent good
    window    calendar month
    minimum   at least 90%
    excuses   records of Second
  }}
}}
"""


class Read(tuple[Level, ...]):
    """Levels that count how often all of them are gone through."""

    __slots__ = ()
    times = 0

    def __iter__(self):
        Read.times += 1
        return super().__iter__()


def test_all_levels_are_gone_through_once():
    sound = analysis_of(TEXT)
    analysis = evolve(sound, levels=Read(sound.levels))
    found = [[one.name for one, _ in lines_excusing_records(analysis, level)] for level in sound.levels]
    assert found == [[], ["Told"], []]
    assert Read.times == 1
