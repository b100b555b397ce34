"""The one walk over a tree."""

from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.parser import parse
from sladsl.syntax.walk import children, walk


def test_a_walk_goes_through_every_part_in_written_order():
    document = parse(
        Source("m.sla", "module m { charge C GBP 1 per month, from 2027-01-01 GBP 2 per year } # end")
    ).document
    assert [type(node).__name__ for node in walk(document)] == [
        *("Document", "Block", "Name", "Charge", "Name"),
        *("DatedRate", "Rate", "Money", "DatedRate", "Date", "Rate", "Money", "Comment"),
    ]


def test_the_children_of_a_node_are_its_direct_parts():
    document = parse(Source("m.sla", "use a.b as c\nmodule m { }")).document
    (use,) = document.uses
    assert [type(child) for child in children(use)] == [ast.Path, ast.Name]
    assert [children(name) for name in children(use.path)] == [[], []]
