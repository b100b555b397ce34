"""Tiers by texts and choices against a look at each record: which row it falls under, and with which others."""

import datetime as dt
from collections import defaultdict
from random import Random

from hypothesis import given
from hypothesis import strategies as st

import sladsl
from tests.tries import tries

SITES = ("Leeds", "York", "St Ives", "Hull, east", "Bath")
CLASSES = ("retail", "office", "store")
DAY = dt.date(2026, 3, 2)


class World:
    """Rows of tiers over a text and a choice, reached directly or through a ref, and records with those values."""

    def __init__(self, seed):
        self.random = random = Random(seed)
        self.by_ref = random.random() < 0.4
        self.rows = [self._row() for _ in range(random.randrange(1, 5))]
        self.hours = [random.randrange(1, 9) for _ in self.rows]
        self.records = [
            (random.choice(SITES), random.choice(CLASSES), random.randrange(0, 10 * 60))
            for _ in range(random.randrange(25))
        ]

    def _row(self):
        return (self._cell(SITES[:4]), self._cell(CLASSES))

    def _cell(self, values):
        if self.random.random() < 0.4:
            return None
        return tuple(self.random.sample(values, self.random.choice([1, 1, 2])))

    def text(self):
        site = "place.site" if self.by_ref else "site"
        yield 'agreement World "World" {'
        yield '  version "1" provider P "P" customer C "C" currency EUR law "none" timezone Europe/London'
        yield "  term 2026-01-01 to 2026-12-31"
        yield "  records place { id : text key  site : text }"
        yield "  records item { id : text key"
        yield "    place : ref place" if self.by_ref else "    site : text"
        yield f"    class : one of {{ {', '.join(CLASSES)} }}  begun : time  done : time }}"
        yield f"  kpi K by {site}, class {{"
        yield "    for each item counted in the window of begun"
        yield "    clock from begun to done measure percent good window calendar year"
        yield "    expected at least 50%"
        yield "    tiers"
        yield f"      | {site} | class | good within |"
        for (sites, classes), hours in zip(self.rows, self.hours, strict=True):
            yield f"      | {cell(sites)} | {cell(classes)} | {hours} h |"
        yield "  }"
        yield "}"

    def results(self, folder):
        (folder / "world.sla").write_text("\n".join(self.text()) + "\n", encoding="utf-8")
        places = {site: f"p{number}" for number, site in enumerate(SITES)}
        lines = [f"id,{'place' if self.by_ref else 'site'},class,begun,done"]
        for number, (site, class_, minutes) in enumerate(self.records):
            done = dt.datetime.combine(DAY, dt.time(9)) + dt.timedelta(minutes=minutes)
            where = places[site] if self.by_ref else f'"{site}"'
            lines.append(f"{number},{where},{class_},{DAY} 09:00,{done.isoformat(' ')}")
        (folder / "item.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        rows = (f'{id_},"{site}"' for site, id_ in places.items())
        (folder / "place.csv").write_text("\n".join(["id,site", *rows]) + "\n", encoding="utf-8")
        agreement = sladsl.load(folder / "world.sla")
        files = {"item": folder / "item.csv", "place": folder / "place.csv"}
        settled = sladsl.run(agreement, files, period="2026").settled
        return {result.measurement.key: result.measurement.counts for result in settled.results}

    # --- what must come out ---

    def row_of(self, site, class_):
        """The row that says most of the values; None where none is about them, or two say as much."""
        fitting = [row for row in self.rows if fits(row[0], site) and fits(row[1], class_)]
        least = min((row.count(None) for row in fitting), default=0)
        best = [row for row in fitting if row.count(None) == least]
        return best[0] if len(best) == 1 else None

    def is_sound(self):
        """Whether no two rows say as much of some values, no pool is taken apart, and each row takes something."""
        used = set()
        for site in SITES:
            for class_ in CLASSES:
                fitting = [row for row in self.rows if fits(row[0], site) and fits(row[1], class_)]
                if fitting and self.row_of(site, class_) is None:
                    return False
                if fitting:
                    used.add(self.rows.index(self.row_of(site, class_)))
        return used == set(range(len(self.rows))) and all(map(self._is_whole, self.rows))

    def _is_whole(self, row):
        """Whether other rows take all or nothing of each pool of a row."""
        named = {value for sites, _ in self.rows for value in sites or ()}
        pools = [
            [(site, class_) for site in sites for class_ in classes]
            for sites in ([row[0]] if row[0] else [(site,) for site in (*named, "Bath")])
            for classes in ([row[1]] if row[1] else [(class_,) for class_ in CLASSES])
        ]
        return all(len({self.row_of(*each) == row for each in pool}) == 1 for pool in pools)

    def expected(self):
        """The records of each key, and the good among them; keys of values that rows name are there without records."""
        found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        named = {value for sites, _ in self.rows for value in sites or ()}
        there = {site for site, _, _ in self.records}
        for site in {*named, *there}:
            for class_ in CLASSES:
                row = self.row_of(site, class_)
                if row is not None:
                    found[key(row, site, class_)] = [0, 0]
        for site, class_, minutes in self.records:
            row = self.row_of(site, class_)
            if row is not None:
                counts = found[key(row, site, class_)]
                counts[0] += 1
                counts[1] += minutes <= 60 * self.hours[self.rows.index(row)]
        return {name: tuple(counts) for name, counts in found.items()}


def fits(values, value):
    return values is None or value in values


def key(row, site, class_):
    return (", ".join(row[0] or (site,)), ", ".join(row[1] or (class_,)))


def cell(values):
    return "any" if values is None else ", ".join(f'"{value}"' for value in values)


@tries(6)
@given(st.integers(0, 2**32))
def test_each_record_falls_under_the_row_that_says_most_of_it(tmp_path_factory, seed):
    world = World(seed)
    folder = tmp_path_factory.mktemp("world")
    if not world.is_sound():
        (folder / "world.sla").write_text("\n".join(world.text()) + "\n", encoding="utf-8")
        codes = {finding.code for finding in sladsl.check([folder / "world.sla"]).diagnostics}
        assert codes
        assert codes <= {"SLA215", "SLA219"}
        return
    counts = world.results(folder)
    found = {name: (each.records, each.good) for name, each in counts.items()}
    assert found == world.expected()
