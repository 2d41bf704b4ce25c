"""The handbook's page on many requests says what is so: its files are written, its commands are run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from gitrepo import GitRepo

from statusgen.load.schema import schema

PAGE = Path(__file__).parent.parent / "docs" / "schedule.md"


def text():
    return PAGE.read_text(encoding="utf-8")


def shown(name):
    """What the page shows as the content of a file."""
    return re.search(rf"^`{re.escape(name)}`:\n\n```text\n(.*?)```\n", text(), re.DOTALL | re.MULTILINE)[1]


def rewrite(old, new):
    PAGE.write_text(text().replace(old, new, 1), encoding="utf-8")


def test_the_page_shows_what_is_printed(tmp_path):
    """To the character, in a git repository. `REWRITE_SCHEDULE=1` writes it anew."""
    anew = os.environ.get("REWRITE_SCHEDULE") == "1"
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-01 09:00", {name: shown(name) for name in ("statusgen.yaml", "requests.yaml", "traffic.csv")})
    (schedule, found), (plan, planned) = re.findall(r"^\$ ([^\n]+)\n(.*?)^```", text(), re.DOTALL | re.MULTILINE)

    assert 1 == run(tmp_path, schedule, found, anew=anew).returncode
    done = run(tmp_path, f"{schedule} --write", None, anew=anew)
    assert (1, "5 of 7 requests placed, 5 files written into windows/.") == (done.returncode, done.stdout.splitlines()[-1])
    assert 0 == run(tmp_path, plan, planned, anew=anew).returncode
    written = (tmp_path / "windows/database-upgrade.yaml").read_text(encoding="utf-8")
    if anew:
        rewrite(
            f"`windows/database-upgrade.yaml`:\n\n```text\n{shown('windows/database-upgrade.yaml')}",
            f"`windows/database-upgrade.yaml`:\n\n```text\n{written}",
        )
    assert written == shown("windows/database-upgrade.yaml")


def run(folder, command, told, *, anew):
    program, *arguments = shlex.split(command)
    assert "statusgen" == program
    done = subprocess.run([sys.executable, "-m", "statusgen", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if told is not None and anew:
        rewrite(f"$ {command}\n{told}", f"$ {command}\n{done.stdout}")
    elif told is not None:
        assert told == done.stdout
    return done


def test_every_key_of_the_file_is_told():
    """In the table of keys."""
    drawn = schema("requests")
    keys = set(drawn["properties"]) | {key for part in drawn["$defs"].values() for key in part.get("properties", ())}

    assert [] == [key for key in sorted(keys) if not re.search(rf"\b{key}\b", text().partition("## The file")[2])]
