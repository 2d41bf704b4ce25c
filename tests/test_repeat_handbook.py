"""The handbook's page on series says what is so: what it shows is committed, and its command is run."""

import os
import re
import subprocess
import sys
from pathlib import Path

from gitrepo import GitRepo

from statusgen.load.forms import Occurrence
from statusgen.load.rule import _FORMS as PARTS

PAGE = Path(__file__).parent.parent / "docs" / "repeating.md"
SETTINGS = """
page: {name: Acme Messaging, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: Messaging API}]
policies: [ecerium]
"""


def text():
    return PAGE.read_text(encoding="utf-8")


def test_the_plan_that_the_page_shows_is_printed(tmp_path):
    """To the character. `REWRITE_REPEAT=1` writes it anew."""
    repo = GitRepo(tmp_path / "page")
    before, after = re.findall(r"```yaml\n# windows/portal-care.yaml\n(.*?)```\n", text(), re.DOTALL)
    repo.commit("2026-10-20 10:00", {"statusgen.yaml": SETTINGS, "windows/portal-care.yaml": before})
    repo.write({"windows/portal-care.yaml": after})
    ((command, told),) = re.findall(r"^```console\n\$ statusgen ([^\n]+)\n(.*?)```\n", text(), re.DOTALL | re.MULTILINE)

    done = subprocess.run(
        [sys.executable, "-m", "statusgen", *command.split()], cwd=repo.path, capture_output=True, text=True, check=False
    )

    assert done.returncode in (0, 1), done.stderr
    if os.environ.get("REWRITE_REPEAT") == "1":
        PAGE.write_text(text().replace(f"{command}\n{told}```", f"{command}\n{done.stdout}```"), encoding="utf-8")
    else:
        assert told == done.stdout


def test_every_part_of_a_rule_and_every_key_of_an_occurrence_is_told():
    """What is not told is not used."""
    assert [] == [name for name in (*PARTS, *Occurrence.__struct_fields__) if f"`{name}`" not in text()]
