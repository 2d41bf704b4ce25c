"""A plan as tools read it: annotations, SARIF and JUnit, each by its own rules and read by somebody else's program."""

import json
import os
import re
from functools import cache
from pathlib import Path

import jsonschema
import msgspec
import pytest
from gitrepo import GitRepo
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import make_policy, make_window
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree
from test_cli import process, statusgen
from test_plan import NOW, START, everything, golden, planned
from test_review import HOSTILE

from statusgen.cli import reading as reading_room
from statusgen.cli.exits import Exit
from statusgen.finding import Finding, HistoryUnavailable, Place, ProjectUnreadable, Severity
from statusgen.model import Cancelled
from statusgen.plan import unjudged
from statusgen.render import review
from statusgen.render.findings import visible
from statusgen.timeline import DAY, HOUR

VENV = Path(__file__).parent.parent / ".venv"


def unescaped(text):
    """As the runner of GitHub Actions reads it."""
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def commands(text):
    """What the runner finds in a step's output: kind, properties, message."""
    found = []
    for line in text.splitlines():
        if match := re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line):
            properties = dict(pair.split("=", 1) for pair in match[2].split(","))
            found.append((match[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(match[3])))
    return found


def reading(*texts, severity=Severity.ERROR):
    return [Finding(Place(f"windows/{n}.yaml", n + 1, 2), "made-up", severity, text, text, text) for n, text in enumerate(texts)]


def test_annotations_stand_on_their_lines(request):
    """Errors first; the last line says what the plan comes to."""
    text = review.github(everything(), below="status/")

    golden("plan.github.txt", text, request)
    kind, properties, message = commands(text)[1]
    assert ("error", {"file": "status/windows/moved.yaml", "line": "3", "col": "8"}) == (
        kind,
        {name: value for name, value in properties.items() if name != "title"},
    )
    assert "Outside the maintenance hours [maintenance-hours]" == properties["title"]
    assert message.startswith("`moved` runs Mon 2026-12-07 01:00 -06:00 to")


@given(
    st.lists(st.sampled_from(("%", ":", ",", "\n", "\r", "::error::x", "%0A", "::stop-commands::", "a", "=")), max_size=6).map(
        "".join
    )
)
@settings(max_examples=100)
def test_a_command_holds_whatever_it_is_told(text):
    """No text ends it, or begins another."""
    document = planned(reading=reading(text), before=())

    ((kind, properties, message),) = commands(review.github(document))

    assert ("error", f"{visible(text)} [made-up]") == (kind, properties["title"])
    assert message.replace("\n", "").startswith("".join(map(visible, text.splitlines())))
    assert 2 == len(review.github(document).splitlines())


def test_the_weightiest_come_first():
    """GitHub shows ten of each kind a step; the others are counted."""
    told = [*reading(*"abcdefghijkl", severity=Severity.WARNING), *reading(*"mno"), *reading("p", severity=Severity.NOTE)]

    text = review.github(planned(reading=told, before=()), everything=True)

    assert ["error"] * 3 + ["warning"] * 12 + ["notice"] == [kind for kind, _, _ in commands(text)]
    assert "\nGitHub shows 10 findings of each kind on their lines; 2 findings more stand above only.\n" in text
    assert text.endswith("\nRejected: 3 errors, 12 warnings. Nothing changes for customers; no window read.\n")


def test_a_series_is_one_annotation():
    """What repeats at one place is counted."""
    origin = make_window(START, announced=NOW).origin
    late = [make_window(NOW + n * HOUR, HOUR // 2, announced=NOW, id=f"patch-{n}", origin=origin) for n in (1, 2)]

    ((_, _, message),) = commands(review.github(planned(*late, before=())))

    assert message.endswith("\nAnd 1 more like it here.")


def schema():
    """The published schema of SARIF 2.1.0."""
    file = "sarif-2.1.0-rtm.5.json"
    home = Path(os.environ.get("SARIF_SCHEMA", VENV / "npm/node_modules/@microsoft/jest-sarif/lib/schemas"))
    if not (home / file).exists():
        pytest.skip("SARIF's schema is not installed (scripts/sarif-schema .venv/npm)")
    return json.loads((home / file).read_text(encoding="utf-8"))


def sarif(document, **options):
    """What is told, held to the schema."""
    told = json.loads(review.sarif(document, **options))
    jsonschema.Draft7Validator(schema()).validate(told)
    return told["runs"][0]


def test_sarif_is_as_its_schema_asks(request):
    """Every finding a result, with its place from the repository's top."""
    golden("plan.sarif", review.sarif(everything(), below="a b/"), request)

    run = sarif(everything(), below="a b/")

    location = run["results"][1]["locations"][0]["physicalLocation"]
    assert ("a%20b/windows/moved.yaml", "%SRCROOT%") == (
        location["artifactLocation"]["uri"],
        location["artifactLocation"]["uriBaseId"],
    )
    assert {"startLine": 3, "startColumn": 8} == location["region"]
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_the_schema_refuses_what_is_none():
    """The check can fail."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema()).validate({"version": "2.1.0", "runs": [{"tool": {}}]})


def test_sarif_names_files_whose_names_are_not_utf8():
    """By their bytes, which a URI can carry and a text cannot."""
    wrong = msgspec.structs.replace(reading("x")[0], place=Place(os.fsdecode(b"windows/\xf1.yaml"), 1, 1))

    (told,) = json.loads(review.sarif(planned(reading=(wrong,), before=()), below=os.fsdecode(b"\xff/")))["runs"][0]["results"]

    assert "%FF/windows/%F1.yaml" == told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_holds_whatever_it_is_told():
    """And nothing at all."""
    assert len(HOSTILE) == len(sarif(planned(reading=reading(*HOSTILE), before=()))["results"])
    assert [] == sarif(planned())["results"]


def test_a_finding_keeps_its_fingerprint():
    """While the clock goes on and lines move; two of one kind in a file have two."""
    instants = [START - hours * HOUR for hours in (10, 20)]
    texts = [review.sarif(planned(make_window(START, announced=now), before=(), now=now)) for now in instants]
    one, other = ([each["partialFingerprints"] for each in json.loads(text)["runs"][0]["results"]] for text in texts)
    assert texts[0] != texts[1]
    assert one == other

    two = [Finding(Place("windows/a.yaml", line), "made-up", Severity.ERROR, "x", "y") for line in (1, 2)]
    prints = [each["partialFingerprints"]["statusgen/v1"] for each in sarif(planned(reading=two, before=()))["results"]]
    assert 2 == len(set(prints))


@cache
def junit_schema():
    """The schema that Jenkins publishes."""
    file = Path(os.environ.get("JUNIT_SCHEMA", VENV / "junit")) / "junit-10.xsd"
    if not file.exists():
        pytest.skip("JUnit's schema is not installed (scripts/junit-schema .venv/bin/python .venv/junit)")
    return etree.XMLSchema(etree.parse(file))


@pytest.mark.parametrize(
    "document",
    [
        everything(),
        planned(),
        planned(before=(), reading=[*reading(*HOSTILE), *reading("b", severity=Severity.WARNING)]),
        unjudged(ProjectUnreadable(tuple(reading("c"))), NOW),
        unjudged(HistoryUnavailable("git <knows> no commit `v1`", "Fetch it."), NOW),
    ],
    ids=["everything", "nothing", "hostile", "unreadable", "unproven"],
)
def test_junit_is_as_its_schema_asks(document):
    """Jenkins' xUnit plugin reads no report that is not."""
    junit_schema().assertValid(etree.fromstring(review.junit(document, everything=True).encode()))


def test_the_schema_of_junit_refuses_what_is_none():
    """The check can fail."""
    assert not junit_schema().validate(etree.fromstring('<testsuites><testcase name="x" file="y"/></testsuites>'))


def junit(document, **options):
    """As junitparser reads it: by suite, class and name, what became of it."""
    read = JUnitXml.fromstring(review.junit(document, **options).encode())
    return read, {(suite.name, case.classname, case.name): case for suite in read for case in suite}


def test_junit_has_a_case_for_each_window_and_policy(request):
    """An error fails it, cancelled work is skipped."""
    golden("plan.junit.xml", review.junit(everything(), below="status/"), request)

    read, cases = junit(everything(), below="status/")

    assert (7, 4, 0, 2) == (read.tests, read.failures, read.errors, read.skipped)
    failed = cases["status/windows/new.yaml", "new", "clicksend"]
    assert isinstance(failed.result[0], Failure)
    assert ("Notice too short", "notice-period") == (failed.result[0].message, failed.result[0].type)
    skipped = cases["status/windows/cancelled.yaml", "cancelled", "clever"].result[0]
    assert (True, "cancelled", "cancelled") == (isinstance(skipped, Skipped), skipped.message, skipped.text)
    assert [] == cases["status/windows/moved.yaml", "moved", "clicksend"].result


def test_what_is_about_no_policy_is_a_case_too():
    """Of its rule; a warning is written to the output."""
    told = [*reading("a"), *reading("b", severity=Severity.WARNING)]
    lonely = make_window(START, announced=NOW - DAY, cancelled=Cancelled(NOW, "x"), components=("nothing",))

    read, cases = junit(
        planned(
            lonely, reading=told, before=(), policies=(make_policy(scope=make_policy().scope.__class__("gold.notice", ("api",))),)
        )
    )

    assert "no policy judges it" == cases["windows/upgrade.yaml", "upgrade", "new"].result[0].message
    assert (1, "b") == (read.failures, next(case for case in cases.values() if case.system_out).system_out.splitlines()[1])


def test_junit_holds_whatever_it_is_told():
    """Letter by letter."""
    read, cases = junit(planned(reading=reading(*HOSTILE), before=()))

    assert len(HOSTILE) == read.failures == len(cases)
    assert sorted(visible(text) for text in HOSTILE) == sorted(case.result[0].message for case in cases.values())


@pytest.mark.parametrize("form", ["markdown", "github", "sarif", "junit"])
def test_the_same_bytes_on_any_machine(tmp_path, form):
    """Whatever the zone, the locale and the hash seed."""
    repo = GitRepo(tmp_path)
    window = "{title: Día, components: [api, database], impact: outage, start: 2026-11-22 21:00, duration: 4h}\n"
    settings = "page: {name: Acme, url: https://a.example/, time_zone: America/Mexico_City}\npolicies: [clever, clicksend]\n"
    settings += "components: [{id: api, name: API}, {id: database, name: Database}]\n"
    repo.commit("2026-11-10 10:00", {"statusgen.yaml": settings, "windows/a.yaml": window})
    repo.write({f"windows/{name}.yaml": window.replace("11-22", f"11-2{n}") for n, name in enumerate("bcde", 3)})
    surroundings = ({"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}, {"LC_ALL": "C", "PYTHONHASHSEED": "2"})

    one, other = (
        process(tmp_path, "plan", "--format", form, "--at", "2026-11-20T10:00:00Z", **each).stdout for each in surroundings
    )

    assert one
    assert one == other


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("markdown", "<!-- statusgen plan -->\n### ⚠️ No verdict: <code>statusgen.yaml</code> cannot be read.\n\nMend what"),
        ("github", "::error file=page/statusgen.yaml,line=2,col=1,title=Not YAML [yaml-syntax]::"),
        ("sarif", '"uri": "page/statusgen.yaml"'),
        ("junit", '<failure message="Not YAML" type="yaml-syntax">'),
        ("json", '"rule": "yaml-syntax"'),
        ("text", ""),
    ],
)
def test_reviewers_are_told_that_there_is_no_verdict(tmp_path, form, shown):
    """The comment that was posted before would still show one."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-10 10:00", {"page/statusgen.yaml": "page: [\n"})

    told = statusgen(repo.path / "page", "plan", "--format", form, "--at", "2026-11-20T10:00:00Z")

    assert (Exit.USAGE, form == "text") == (told.returncode, not told.stdout)
    assert shown in told.stdout
    assert told.stderr.endswith("statusgen: `statusgen.yaml` cannot be read\n  Mend what is told of it; nothing was judged.\n")
    if form == "github":
        assert told.stdout.endswith("\nNo verdict: `statusgen.yaml` cannot be read.\n")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A pull request as actions/checkout leaves it where nobody says how much of it is wanted: one commit, and no branch."""
    origin = GitRepo(tmp_path_factory.mktemp("origin"))
    files = {"statusgen.yaml": "page: {name: A, url: https://a.example/, time_zone: UTC}\ncomponents: [{id: api, name: API}]\n"}
    files["windows/a.yaml"] = "{title: A, components: [api], impact: outage, start: 2026-12-05 21:00, duration: 4h}\n"
    origin.commit("2026-11-10 10:00", files)
    origin.commit("2026-11-11 10:00")
    clone = origin.clone(tmp_path_factory.mktemp("checkout") / "page", "--depth=1")
    clone.git("switch", "--quiet", "--detach")
    clone.git("remote", "set-head", "origin", "--delete")
    clone.git("update-ref", "-d", "refs/remotes/origin/main")
    return {"shallow": clone.path, "whole": origin.path}


@pytest.mark.parametrize(
    ("depth", "options", "what", "way_out"),
    [
        (
            "shallow",
            ("--branch", "origin/main"),
            "clone is shallow, and the main branch is not in it; tried: origin/main",
            "fetch-depth: 0",
        ),
        ("shallow", ("--branch", "main", "--base", "v9"), "clone is shallow: the commits that announced", "fetch-depth: 0"),
        ("whole", ("--base", "v9"), "knows no commit `v9`", "`git fetch` brings more"),
    ],
    ids=["shallow", "shallow and a base", "unknown base"],
)
def test_readers_are_told_why_there_is_no_verdict(checkout, depth, options, what, way_out):
    """In every form but the one for a terminal, with the way out; an answer that was shown before would mislead."""
    told = {
        shape: statusgen(checkout[depth], "plan", *options, "--at", "2026-11-20T10:00:00Z", "--format", shape)
        for shape in ("text", "json", "markdown", "github", "sarif", "junit")
    }

    assert {Exit.USAGE} == {one.returncode for one in told.values()}
    said = {shape: one.stdout for shape, one in told.items()}
    assert "" == said["text"]
    document = json.loads(said["json"])
    assert ("none", [], 0) == (document["verdict"], document["findings"], document["windows"])
    assert (True, True) == (what in document["refusal"]["what"], way_out in document["refusal"]["way_out"])
    mark, headline, _, out = said["markdown"].splitlines()
    assert ("<!-- statusgen plan -->", True) == (mark, headline.startswith("### ⚠️ No verdict: "))
    assert way_out.replace("`git fetch`", "<code>git fetch</code>") in out
    ((kind, properties, message),) = commands(said["github"])
    assert ("error", {"title": "No verdict"}) == (kind, properties)
    assert (True, True) == (what in message, way_out in message)
    run = json.loads(said["sarif"])
    jsonschema.Draft7Validator(schema()).validate(run)
    (invocation,) = run["runs"][0]["invocations"]
    assert (False, [], message) == (
        invocation["executionSuccessful"],
        run["runs"][0]["results"],
        invocation["toolExecutionNotifications"][0]["message"]["text"],
    )
    (case,) = next(iter(JUnitXml.fromstring(said["junit"].encode())))
    assert [(Error, message)] == [(type(result), result.text) for result in case.result]
    junit_schema().assertValid(etree.fromstring(said["junit"].encode()))


def test_reviewers_are_told_where_git_cannot_be_asked_too(tmp_path):
    """Its files are named from the project's folder then."""
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    (tmp_path / "statusgen.yaml").write_text("page: [\n")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/statusgen.yaml").write_text("page: [\n")

    assert "::error file=statusgen.yaml," in statusgen(tmp_path, "plan", "--format", "github").stdout
    assert "" == reading_room.below(Path("/"))
