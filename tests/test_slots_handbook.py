"""The handbook's pages on slots and the gate say what is so: their projects are made, and their commands are run."""

import os
import re
import shlex
from pathlib import Path

import pytest
from test_cli import statusgen

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", ["suggest.md", "gate.md"])
def test_the_page_shows_what_is_printed(name, tmp_path):
    """To the character, in its order. `REWRITE_SLOTS=1` writes it anew."""
    page = DOCS / name
    text = page.read_text(encoding="utf-8")
    for language, body in re.findall(r"^```(\w+)\n(.*?)```\n", text, re.DOTALL | re.MULTILINE):
        if language == "yaml":
            file = tmp_path / body.partition("\n")[0].removeprefix("# ")
            file.parent.mkdir(exist_ok=True)
            file.write_text(body, encoding="utf-8")
        for command, told in re.findall(
            r"^\$ statusgen ([^\n]+)\n((?:(?!\$ ).*\n)*)", body * (language == "console"), re.MULTILINE
        ):
            done = statusgen(tmp_path, *shlex.split(command))
            assert done.returncode in (0, 1)
            assert "" == done.stderr
            if os.environ.get("REWRITE_SLOTS") == "1":
                text = text.replace(f"$ statusgen {command}\n{told}", f"$ statusgen {command}\n{done.stdout}", 1)
                page.write_text(text, encoding="utf-8")
            else:
                assert done.stdout == told


def test_the_file_that_new_writes_is_the_one_that_is_shown(tmp_path):
    """Made by the same command."""
    text = (DOCS / "suggest.md").read_text(encoding="utf-8")
    for body, name in re.findall(r"```yaml\n(# (\S+).*?)```", text, re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(body, encoding="utf-8")
    (command,) = re.findall(r"^\$ statusgen (new .*)$", text, re.MULTILINE)

    statusgen(tmp_path, *shlex.split(command))

    (written,) = (tmp_path / "windows").glob("*-version-17.yaml")
    assert f"```text\n{written.read_text(encoding='utf-8')}```" in text
