"""Help shows by examples what a command is for, and the examples are commands that there are."""

import re
import shlex
import shutil
import subprocess

import pytest
import typer
from test_cli import Exit, statusgen

from statusgen.cli.app import _spread, app


def commands(group=None, names=()):
    """Each command by the words that call it, and groups of them likewise."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        yield (*names, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*names, name))


COMMANDS = dict(commands())


def examples(names):
    """The lines of a command's help that call it."""
    called = f"statusgen {' '.join(names)}"
    lines = [line.strip() for line in COMMANDS[names].help.splitlines()]
    return [line for line in lines if re.search(rf"(?:^|\$\(){called}(?: |$)", line)]


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help_shows_an_example(tmp_path, names):
    """Of every command; without a project, too, and as it was written."""
    told = statusgen(tmp_path, *names, "--help")

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert examples(names)
    assert [] == [line for line in examples(names) if line not in told.stdout]


def test_help_tells_of_exit_codes_and_commands(tmp_path):
    """Each command with what it is for."""
    told = statusgen(tmp_path, "--help").stdout

    assert "Exit codes:" in told
    assert [] == [names for names in COMMANDS if len(names) == 1 and not re.search(rf"^  {names[0]} +[A-Z]", told, re.MULTILINE)]


def arguments(line):
    """Of the call of statusgen in a line of a shell: without what it is piped into or put in, and what is said beside it."""
    call = line[line.index("statusgen ") :]
    words = shlex.split(re.split(r" \|| && | > |   +|\)\"", call)[0])
    return words[1:]


@pytest.mark.parametrize(
    ("names", "line"),
    [pytest.param(names, line, id=f"{'-'.join(names)}: {line[:60]}") for names in COMMANDS for line in examples(names)],
)
def test_an_example_is_a_command_that_there_is(names, line):
    """Its options and arguments are read without an error."""
    command, given = COMMANDS[names], arguments(line)
    assert list(names) == given[: len(names)]

    context = command.make_context(names[-1], _spread(given[len(names) :]))

    assert context.params.keys() | {"help"} >= {one.name for one in command.params if one.expose_value}
    with pytest.raises(Exception, match="No such option"):
        command.make_context(names[-1], ["--no-such-option"])


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_an_example_can_be_pasted_into_a_shell(names):
    """It is read as a whole: quotes and brackets are closed."""
    for line in examples(names):
        done = subprocess.run(["bash", "-n", "-c", line], capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr), line
