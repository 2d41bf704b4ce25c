"""A case is a small project in one file: `# file: PATH` begins each file of it, and a line says which rules it breaks.

`# expect: freeze` names the rule, `# expect: freeze as note, overlap` how much it weighs, too. Its head says when it is judged
(`# at:`) and in which zone the page lives (`# zone:`; Mexico's where it says nothing).
"""

import re
from collections import Counter
from pathlib import Path

from statusgen import civil, rules
from statusgen.load import load

FOLDER = Path(__file__).parent / "cases" / "limits"
CASES = sorted(FOLDER.rglob("*.yaml"))
EXPECT = re.compile(r" # expect: ([a-z, -]+)$")
PAGE = "page: {{name: Acme, url: https://status.acme.example/, time_zone: {zone}}}\nannouncements: declared\n"
COMPONENTS = "components: [{id: api, name: API}, {id: database, name: Database}]\n"


def head(body, key, otherwise=None):
    """What the head of a case says."""
    found = re.search(rf"^# {key}: (.+)$", body, re.MULTILINE)
    return otherwise if found is None else found[1]


def files_of(body):
    """The files of a case by their paths; each keeps the lines that it has in the case."""
    files = {}
    for number, line in enumerate(body.splitlines()):
        if line.startswith("# file: "):
            path = line.removeprefix("# file: ")
            files[path] = [""] * (number + 1) if not path.endswith(".ics") else []
        elif files:
            files[path].append(line)
    return {path: "\n".join(lines) + "\n" for path, lines in files.items()}


def project_of(body):
    """The project of a case and the instant at which it is judged; nothing is wrong with its files."""
    zone = head(body, "zone", "America/Mexico_City")
    files = files_of(body)
    settings = files["statusgen.yaml"] + PAGE.format(zone=zone)
    files["statusgen.yaml"] = settings if "components: [{" in settings or "components:\n" in settings else settings + COMPONENTS
    now = civil.instant(head(body, "at"), zone)
    loaded = load({path: text.encode() for path, text in files.items()}, now=now)
    assert () == loaded.findings
    return loaded.project, now


def findings_of(project, now):
    """What all rules tell, but that the cases are held to no policy."""
    told = rules.check(project, (), rules.verdicts(project, now), now)
    return [finding for finding in told if finding.rule != "no-policy"]


def expected(body):
    """Line and rule, with the weight where the case says it, as often as it is told."""
    wanted = Counter()
    for number, line in enumerate(body.splitlines(), 1):
        found = EXPECT.search(line)
        wanted.update((number, one) for one in (found[1].split(", ") if found else ()))
    return wanted


def told(findings, wanted):
    """The findings in the words of the case: with the weight where that is asked for."""
    counted = Counter()
    for finding in findings:
        weighed = (finding.place.line, f"{finding.rule} as {finding.severity}")
        counted[weighed if weighed in wanted else (finding.place.line, finding.rule)] += 1
    return counted
