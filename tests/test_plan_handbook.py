"""The handbook's page on plans says what is so: the branch that it shows is made, and its commands are run."""

import os
import re
from pathlib import Path

from gitrepo import GitRepo
from test_cli import process

PAGE = Path(__file__).parent.parent / "docs" / "plan.md"


def text():
    return PAGE.read_text(encoding="utf-8")


def files(said):
    """The files of the page that are said to be somewhere."""
    return dict(re.findall(rf"^`([^`\n]+)`, {said}[^\n]*:\n\n```text\n(.*?)```\n", text(), re.DOTALL | re.MULTILINE))


def test_the_page_shows_what_is_printed(tmp_path):
    """To the character. `REWRITE_PLAN=1` writes it anew."""
    repo = GitRepo(tmp_path)
    (at,) = set(re.findall(r"on the main branch since ([\d: -]{16}):\n", text()))
    repo.commit(at, files("on the main branch"))
    repo.branch("change")
    repo.commit("2026-11-20 09:00", files("on the branch"))
    commands = re.findall(r"^(`{3,})console\n\$ ([^\n]+)\n(.*?)\1\n", text(), re.DOTALL | re.MULTILINE)
    assert [2, 2, 3] == [len(files("on the main branch")), len(files("on the branch")), len(commands)]

    for fence, command, told in commands:
        done = process(repo.path, *command.split()[1:])
        assert (0 if "--fix" in command else 1, "") == (done.returncode, done.stderr)
        if os.environ.get("REWRITE_PLAN") == "1":
            PAGE.write_text(
                text().replace(f"$ {command}\n{told}{fence}", f"$ {command}\n{done.stdout}{fence}", 1), encoding="utf-8"
            )
        else:
            assert told == done.stdout
