"""The handbook's page on audits says what is so: the repository that it shows is made, and its commands are run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from gitrepo import GitRepo

from statusgen.cstate import RULES
from statusgen.cstate.page import MAINTENANCE

PAGE = Path(__file__).parent.parent / "docs" / "audit.md"


def text():
    return PAGE.read_text(encoding="utf-8")


def run(folder, command):
    program, *arguments = shlex.split(command)
    assert "statusgen" == program
    return subprocess.run([sys.executable, "-m", "statusgen", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_the_page_shows_what_is_printed(tmp_path):
    """To the character. `REWRITE_AUDIT=1` writes it anew."""
    repo, home = GitRepo(tmp_path / "status"), tmp_path / "home"
    home.mkdir()
    committed = re.findall(r"^`([^`\n]+)`, committed ([\d: -]{16}):\n\n```text\n(.*?)```\n", text(), re.DOTALL | re.MULTILINE)
    for path, at, body in committed:
        repo.commit(at, {path: body})
    commands = re.findall(r"^```console\n\$ ([^\n]+)\n(.*?)```\n", text(), re.DOTALL | re.MULTILINE)
    assert 5 == len(committed)
    assert commands

    for command, told in commands:
        done = run(home, command)
        assert 1 == done.returncode, done.stderr  # a file cannot be read
        if os.environ.get("REWRITE_AUDIT") == "1":
            PAGE.write_text(text().replace(f"$ {command}\n{told}", f"$ {command}\n{done.stdout}", 1), encoding="utf-8")
        else:
            assert told == done.stdout


def test_every_rule_of_reading_is_told():
    """With its summary."""
    assert [] == [rule for rule, summary in RULES if f"| `{rule}` | {summary}: " not in text()]


def test_every_word_is_told():
    """In one of its forms."""
    told = re.search(r"one of the words \*([a-z, ]+)\* and their forms", text())
    assert told is not None

    assert [] == [word for word in MAINTENANCE if not any(word.startswith(one.rstrip("e")[:6]) for one in told[1].split(", "))]
