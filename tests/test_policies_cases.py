"""A case is a policy's file that says, on the line that is doubted, which doubt it is: `# expect: idle-row`."""

import re
from pathlib import Path

import pytest
from accounting import COMPONENTS
from test_docs import HOME, declared

from statusgen import doubts
from statusgen.finding import Severity
from statusgen.load.policies import Library, packs

FOLDER = Path(__file__).parent / "cases" / "policies"
CASES = sorted(FOLDER.glob("*.yaml"))
EXPECT = re.compile(r"# expect: ([a-z, -]+)$", re.MULTILINE)


def doubted(body):
    """What is doubted about a policy's file."""
    library = Library({"policies/case.yaml": body.encode()}, COMPONENTS)
    assert () == library.findings
    return doubts.check(library.declared("case"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case):
    """Exactly the doubts that are expected, each on its line."""
    body = case.read_text(encoding="utf-8")
    wanted = {
        (line, rule)
        for line, text in enumerate(body.splitlines(), 1)
        if (told := EXPECT.search(text))
        for rule in told[1].split(", ")
    }

    assert wanted == {(finding.place.line, finding.rule) for finding in doubted(body)}


def test_every_doubt_has_cases():
    """A doubt without a case is one that nobody has seen."""
    told = {rule for case in CASES for line in EXPECT.findall(case.read_text(encoding="utf-8")) for rule in line.split(", ")}

    assert {doubt.ID for doubt in doubts.DOUBTS} == told


def test_the_demo_leaves_no_doubt():
    """People begin from it."""
    folder = HOME / "policies"
    library = Library({f"policies/{file.name}": file.read_bytes() for file in folder.glob("*.yaml")}, None)

    assert () == library.findings
    assert [()] == [doubts.check(library.declared(policy_id)) for policy_id in library.own]


@pytest.mark.parametrize("policy_id", packs())
def test_a_pack_leaves_no_doubt(policy_id):
    """What ships says what it does, and does what it says."""
    assert () == doubts.check(Library({}, None).declared(policy_id))


def test_a_doubt_says_where_what_why_and_the_way_out():
    """As any finding does; it warns, with the policy and the clause."""
    (finding,) = doubted("extends: klink\nversions: [{effective_from: 2027-01-01, notice: {hours: 96}}]\n")

    assert ("policies/case.yaml:2:57", Severity.WARNING, "case") == (str(finding.place), finding.severity, finding.policy)
    assert "klink.maint.notice" == finding.clause
    assert all((finding.what, finding.why, finding.way_out))


SHOWN = [
    pytest.param(page, path, id=f"{page.stem}-{Path(path).stem}")
    for page in (HOME / "docs" / "policies.md", HOME / "docs" / "other-slas.md")
    for path, _ in declared(page)
    if path.startswith("policies/")
]


@pytest.mark.parametrize(("page", "path"), SHOWN)
def test_what_the_handbook_shows_leaves_no_doubt(page, path):
    """Nobody copies a contradiction."""
    texts = {of: body.encode() for of, body in declared(page) if of.startswith("policies/")}
    library = Library(texts, None)

    assert () == library.findings
    assert () == doubts.check(library.declared(Path(path).stem))


def test_every_other_sla_has_its_months():
    """On both sides of its boundaries: with a credit and without one."""
    names = {Path(path).stem for path, _ in declared(HOME / "docs" / "other-slas.md")}
    folder = HOME / "tests" / "cases" / "uptime" / "examples"

    assert 4 <= len(names)
    assert names == {case.name for case in folder.iterdir()}
    assert all(8 <= len(list(case.glob("*.yaml"))) for case in folder.iterdir())
