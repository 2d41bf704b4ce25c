"""A case is a policy's file that says, on the line that is doubted, which doubt it is: `# expect: idle-row`."""

import re
from pathlib import Path

import pytest
from accounting import COMPONENTS

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
