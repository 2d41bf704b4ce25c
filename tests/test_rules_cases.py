"""A case is a window's file that says, on the line that breaks a rule, which one it breaks: `# expect: notice-period`.

Its head says which policies judge it (`# policy:`), in which zone the page lives (`# zone:`) and when (`# at:`); `# settings:` is
what the page changes of a pack.
"""

import re
from pathlib import Path

import pytest

from statusgen import civil, rules
from statusgen.finding import Severity
from statusgen.load import load

FOLDER = Path(__file__).parent / "cases" / "rules"
CASES = sorted(FOLDER.rglob("*.yaml"))
EXPECT = re.compile(r"# expect: ([a-z, -]+)$", re.MULTILINE)
SETTINGS = """
page: {{name: Acme, url: https://status.acme.example/, time_zone: {zone}}}
components: [{{id: api, name: API}}, {{id: database, name: Database}}]
policies: [{policy}]
announcements: declared
"""


def head(body, key):
    """What the head of a case says."""
    return re.search(rf"^# {key}: (.+)$", body, re.MULTILINE)[1]


def findings_of(body):
    """What the rules say of the case, as the only window of a page."""
    zone = head(body, "zone")
    now = civil.instant(head(body, "at"), zone)
    texts = {
        "statusgen.yaml": SETTINGS.format(zone=zone, policy=head(body, "policy")).encode(),
        "windows/case.yaml": body.encode(),
    }
    if "# settings: " in body:
        policy = head(body, "policy")
        texts[f"policies/{policy}.yaml"] = f"{{extends: {policy}, {head(body, 'settings')}}}".encode()
    loaded = load(texts, now=now)
    assert () == loaded.findings
    verdicts = rules.verdicts(loaded.project, now)
    return rules.check(loaded.project, (), verdicts, now), verdicts


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(FOLDER).with_suffix("").as_posix())
def test_case(case):
    """Exactly the rules that are expected speak, each on its line, and the verdict follows."""
    body = case.read_text(encoding="utf-8")
    wanted = {
        (line, rule)
        for line, text in enumerate(body.splitlines(), 1)
        if (told := EXPECT.search(text))
        for rule in told[1].split(", ")
    }

    findings, verdicts = findings_of(body)

    assert wanted == {(finding.place.line, finding.rule) for finding in findings}
    broken = {finding.policy for finding in findings if finding.severity is Severity.ERROR and finding.policy}
    assert broken == {policy for (_, policy), verdict in verdicts.items() if verdict.outcome == "rejected"} - started(
        body, findings
    )


def started(body, findings):
    """Policies whose broken promise is a note, since the window has started."""
    return {finding.policy for finding in findings if finding.severity is Severity.NOTE}


def test_every_policy_rule_has_cases():
    """A rule without a case is a rule that nobody has seen break."""
    told = [line for case in CASES for line in EXPECT.findall(case.read_text(encoding="utf-8"))]

    assert {rule.ID for rule in rules.POLICY_RULES} <= {rule for line in told for rule in line.split(", ")}
