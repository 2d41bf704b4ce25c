"""The handbook and the README say what is so: their files are read, their commands are run, their paths are looked up."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from test_help import COMMANDS

from statusgen import civil
from statusgen.load import load
from statusgen.load.schema import schema

HOME = Path(__file__).parent.parent
README = HOME / "README.md"
DOCS = sorted((HOME / "docs").glob("*.md"))
PAGES = [README, HOME / "CHANGELOG.md", *DOCS]
NOW = civil.instant("2026-12-01 18:00", civil.UTC)
PLACES = ("statusgen/", "tests/", "docs/", "templates/", "scripts/", "benchmarks/", ".github/", ".ci/")
PROJECT = """
page: {name: Acme Messaging, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: Messaging API}, {id: database, name: Database}, {id: sms, name: SMS sending}]
policies: [clever, clicksend, POLICIES]
"""


def text_of(page):
    return page.read_text(encoding="utf-8")


def blocks(page):
    """Every fenced block: what stands on the line before it, its language, its body."""
    return re.findall(r"([^\n]*)\n?\n```(\w*)\n(.*?)\n?```\n", text_of(page), re.DOTALL)


def declared(page):
    """The blocks that begin with the name of the file that they are: path and body."""
    for _, language, body in blocks(page):
        named = re.match(r"# ((?:windows|incidents|policies|agreements)/\S+|statusgen\.yaml)\n", body)
        if language == "yaml" and named:
            yield named[1], body


def project_of(page):
    """A project for the files of a page that declares none itself."""
    own = [Path(path).stem for path, _ in declared(page) if path.startswith("policies/")]
    return PROJECT.replace("POLICIES", ", ".join(policy for policy in own if policy != "clicksend"))


@pytest.mark.parametrize("page", [page for page in PAGES if list(declared(page))], ids=lambda page: page.name)
def test_declared_examples_are_read_without_a_finding(page):
    """What the handbook shows as a file, statusgen reads as that file."""
    texts = {"statusgen.yaml": project_of(page).encode()}

    for path, body in declared(page):
        texts[path] = body.encode()
        if path.startswith("policies/") or path == "statusgen.yaml":
            continue  # read together with the files that follow, and at the end
        assert () == load(texts, now=NOW).findings
    assert () == load(texts, now=NOW).findings


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "rules.md"], ids=lambda page: page.name)
def test_every_yaml_example_says_which_file_it_is(page):
    """An example that names no file would be read by nobody; the rules alone show single keys."""
    yaml_blocks = [body for _, language, body in blocks(page) if language == "yaml"]

    assert len(yaml_blocks) == len(list(declared(page)))


def steps(page):
    """What a reader of the page does, in order: files to write, commands to run with what they print."""
    for before, language, body in blocks(page):
        if language == "yaml":
            yield "file", body.partition("\n")[0].removeprefix("# "), body + "\n"
        elif language == "console":
            where = "demo" if "in this repository" in before else "folder"
            for command in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, _, output = command.partition("\n")
                yield where, line, output.strip("\n")


def test_commands_of_the_readme_print_what_it_shows(tmp_path):
    """Who follows the README from its top sees what it shows, to the character. `REWRITE_README=1` writes it anew."""
    text = text_of(README)
    for kind, name, content in steps(README):
        if kind == "file":
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
            continue
        program, *arguments = shlex.split(name)
        assert "statusgen" == program
        done = subprocess.run(
            [sys.executable, "-m", "statusgen", *arguments],
            cwd=HOME if kind == "demo" else tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        printed = (done.stdout + done.stderr).strip("\n")
        if os.environ.get("REWRITE_README") == "1":
            text = text.replace(f"$ {name}\n{content}", f"$ {name}\n{printed}", 1)
            README.write_text(text, encoding="utf-8")
        else:
            assert content == printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page):
    """A handbook that sends its reader to files that are gone is worse than none."""
    named = {span for span in re.findall(r"`([^`\n]+)`", text_of(page)) if span.startswith(PLACES) and " " not in span}
    linked = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text_of(page)) if "://" not in target}

    missing = {span for span in named if not (HOME / span).exists()}
    missing |= {target for target in linked if target and not (page.parent / target).exists()}
    assert set() == missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_that_is_named_can_be_made(page):
    """`make demo` and its like are targets of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", text_of(HOME / "Makefile"), re.MULTILINE))

    assert set() == set(re.findall(r"(?:^|`)make ([a-z-]+)", text_of(page), re.MULTILINE)) - targets


@pytest.mark.parametrize("kind", ["project", "window", "incident", "agreement"])
def test_every_key_of_a_file_is_in_the_handbook(kind):
    """What can be declared is told where declaring is told."""
    page = text_of(HOME / "docs" / "declaring.md")

    assert [] == [key for key in schema(kind)["properties"] if not re.search(rf"\b{key}\b", page)]


def test_every_section_of_a_policy_is_in_the_handbook():
    """Likewise for policies."""
    page = text_of(HOME / "docs" / "policies.md")

    assert [] == [key for key in schema("policy")["properties"] if not re.search(rf"\b{key}\b", page)]


@pytest.mark.parametrize("command", [" ".join(names) for names, command in COMMANDS.items() if not hasattr(command, "commands")])
def test_every_option_is_in_the_handbook(command):
    """Each option that a command's help names stands in the reference of commands, and the command itself."""
    page = text_of(HOME / "docs" / "commands.md")
    done = subprocess.run(
        [sys.executable, "-m", "statusgen", *command.split(), "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"NO_COLOR": "1"},
    )
    options = set(re.findall(r"--[a-z][a-z-]+", done.stdout.partition("\nOptions:")[2])) - {"--help"}

    assert f"`statusgen {command}" in page
    assert [] == sorted(option for option in options if option not in page)


def test_the_nav_names_every_page_once():
    """No page of the handbook is out of reach."""
    nav = yaml.safe_load(text_of(HOME / "mkdocs.yml"))["nav"]

    assert sorted(page.name for page in DOCS) == sorted(file for entry in nav for file in entry.values())


def test_decisions_are_numbered_without_a_gap():
    """Code and talk point at them by number."""
    numbers = [int(number) for number in re.findall(r"^\*\*(\d+)\. ", text_of(HOME / "docs" / "decisions.md"), re.MULTILINE)]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_the_handbook_builds_without_a_warning(tmp_path):
    """MkDocs, strict: no broken link, no page left out."""
    pytest.importorskip("mkdocs")

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "handbook"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "handbook" / "rules.html").exists()
