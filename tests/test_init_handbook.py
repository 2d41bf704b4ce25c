"""The handbook's page on beginning a page says what is so: its commands are run, in order."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import typer
from gitrepo import NOBODY

from statusgen import scaffold
from statusgen.civil import instant
from statusgen.cli.app import app

PAGE = Path(__file__).parent.parent / "docs" / "init.md"
README = Path(__file__).parent.parent / "README.md"


def test_the_page_shows_what_is_printed(tmp_path):
    """To the character. `REWRITE_INIT=1` writes it anew."""
    text = PAGE.read_text(encoding="utf-8")
    shown = re.findall(
        r"^\$ ([^\n]+)\n((?:(?!\$ |```).*\n)*)", "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL)), re.MULTILINE
    )
    assert 3 == len(shown)

    for command, told in shown:
        program, *arguments = shlex.split(command)
        assert "statusgen" == program
        done = subprocess.run(
            [sys.executable, "-m", "statusgen", *arguments],
            cwd=tmp_path, env=os.environ | NOBODY, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (0, "") == (done.returncode, done.stderr)
        if os.environ.get("REWRITE_INIT") == "1":
            PAGE.write_text(
                PAGE.read_text(encoding="utf-8").replace(f"$ {command}\n{told}", f"$ {command}\n{done.stdout}", 1), encoding="utf-8"
            )
        else:
            assert told == done.stdout


def test_every_option_and_file_is_told():
    """What it asks, and what it makes."""
    text = PAGE.read_text(encoding="utf-8")
    command = typer.main.get_command(app).commands["init"]
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts) if name.startswith("--")} - {"--at"}
    answers = scaffold.Answers("x", "https://x.example/", "UTC", scaffold.components(["x"]), (), ("en",))
    made = scaffold.texts(answers, instant("2026-11-28 12:00", "UTC"), workflow="main")
    files = {re.sub(r"\d{4}-\d\d-\d\d", "…", path) for path in made}

    assert options == set(re.findall(r"`(--[a-z-]+)", text.partition("## What it asks")[2].partition("\n\nA component's")[0]))
    assert files == set(re.findall(r"^\| `([^`]+)` \| (?!asked)", text.partition("## What it makes")[2], re.MULTILINE))


def test_the_three_lines_of_the_readme_are_a_page(tmp_path):
    """What is asked for is answered by options here; all else is as it is written."""
    block = re.search(r"three lines are a page:\n\n```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[1]
    answered = block.replace("init status", "init status --name Acme --url https://status.acme.example/ --component API", 1)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/statusgen").write_text(f'#!/bin/sh\nexec {sys.executable} -m statusgen "$@"\n')
    (tmp_path / "bin/statusgen").chmod(0o755)
    environment = os.environ | NOBODY | {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    done = subprocess.run(["sh", "-e", "-c", answered], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "status/site/index.html").is_file()
