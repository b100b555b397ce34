"""Each command says in one whole line what it does, and what each of its options and arguments is for."""

from collections.abc import Iterator

import click
import pytest

from sladsl.cli import sladsl


def _commands(group: click.Group, path: str = "sladsl") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


COMMANDS = dict(_commands(sladsl))


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_says_what_it_does_in_one_line(path):
    summary = COMMANDS[path].get_short_help_str(limit=60)
    assert summary.endswith(".")
    assert not summary.endswith("...")


@pytest.mark.parametrize("path", COMMANDS)
def test_an_option_says_what_it_is_for(path):
    options = [each for each in COMMANDS[path].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not (each.help or "").rstrip().endswith((".", "`"))] == []
