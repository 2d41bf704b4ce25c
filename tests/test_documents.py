"""Reports and statements as pages: whole, linked, harmless, the same on every machine, and telling what the text tells."""

import hashlib
import os
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from accounting import pack
from audited import audit_page
from msgspec.structs import replace
from papers import Page, page
from reported import LATER, books, made, policy_of, silence, told
from test_site import HOSTILE

from statusgen import documents, rules, site
from statusgen.board import board
from statusgen.civil import UTC, Month, Quarter, instant
from statusgen.finding import Place, ThemeBroken
from statusgen.model import Actual, Agreement, Cancelled, Component, Filed, Measurement, Money, Origin, Status, Update
from statusgen.model import Page as StatusPage
from statusgen.policy import Policy
from statusgen.render import statement as render
from statusgen.render.statement import layout
from statusgen.report import Section, period, report
from statusgen.site.theme import Theme
from statusgen.statement import statement
from statusgen.timeline import Span

HERE = Path(__file__).parent
REPORTS = [
    ("clever", "2026-10", ()),
    ("clever", "2026-11", ()),
    ("infopromo", "2026-10", ()),
    ("infopromo", "2026-10", ("initech",)),
    ("klink", "2026-Q4", ()),
    ("klink", "2026-Q4", ("globex",)),
    ("klink", "2026-Q4", ("hooli",)),
]


@cache
def pages():
    """Every report of the books, and their statements."""
    reports = [(f"{policy} {of} {customers}", page(policy, of, customers=customers)) for policy, of, customers in REPORTS]
    months = told("2026-10", "2026-11")
    statements = [("statement", documents.statements(months, {}, documents.theme(), explain=explain)) for explain in (False, True)]
    project, verdicts, now = books()
    silent = silence(project, Span(now - 86400, now), Span(now - 9000, now - 1800))
    unknown = report(project, verdicts, policy_of(project, "klink"), Quarter(2026, 4), now, samples=silent)
    return (*reports, *statements, ("audit", audit_page()), ("unknown", documents.report(unknown, documents.theme(), {})))


@pytest.mark.parametrize(
    ("name", "policy", "of", "customers"),
    [("report.txt", "clever", "2026-10", ()), ("report-quarter.txt", "klink", "2026-Q4", ("globex",))],
)
def test_a_report_reads_well(name, policy, of, customers):
    """What a person reads on the page, block by block."""
    assert (HERE / "golden" / name).read_text(encoding="utf-8") == Page(page(policy, of, customers=customers)).text + "\n"


def test_a_page_is_self_contained():
    """No script, no handler, no style of an element, nothing that is loaded; links lead out only where a reader goes."""
    for name, text in pages():
        built = Page(text)
        assert set(built.tags).isdisjoint({"script", "img", "iframe", "object", "link", "form", "use", "image"}), name
        assert [] == [one for one in built.attributes if one[1].startswith("on") or one[1] in ("style", "src", "xlink:href")], name
        assert {"https://status.acme.example/"} >= {
            re.match("https?://[^/]+/", link)[0] for link in built.links if not link.startswith("#")
        }, name
        assert "url(" not in text, name
        assert "@import" not in text, name
        assert "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" in text, name


def test_a_page_is_well_built():
    """One h1, a language, ids that are there once, and every link within leads to one of them; headings skip no level."""
    for name, text in pages():
        built = Page(text)
        assert text.startswith('<!doctype html>\n<html lang="en">\n'), name
        assert 1 == built.tags.count("h1"), name
        assert len(built.ids) == len(set(built.ids)), name
        assert set() == {unquote(link[1:]) for link in built.links if link.startswith("#")} - set(built.ids), name
        levels = [int(tag[1]) for tag in built.tags if re.fullmatch("h[1-6]", tag)]
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), name


def test_every_figure_names_its_clause_and_every_clause_is_listed():
    """With what it says, and where the contract says so; no other clause is listed."""
    for name, text in pages():
        built = Page(text)
        linked = {unquote(link[1:]) for link in built.links if link.startswith("#clause-")}
        listed = {one for one in built.ids if one.startswith("clause-")}
        assert linked == listed != set(), name
    told_of = Page(page("clever", "2026-10")).text
    assert (
        "clever.reliability\nClever causes no more than 4 registered incidents in a month. Service Levels: Reliability\n" in told_of
    )


@pytest.mark.parametrize(("policy", "of", "customers"), REPORTS)
def test_all_that_the_contract_asks_for_is_in_it(policy, of, customers):
    """Each content that it names leads to a part that is there."""
    built = Page(page(policy, of, customers=customers))
    wanted = [content for one in made(policy, of).owed for content in one.contents]

    told_of = re.findall(r"The contract asks this report to tell of:\n(.*?)\nUptime\n", built.text + "\n", re.DOTALL)
    assert "\n".join(wanted) == "".join(told_of).removesuffix("\nUptime") or [*wanted] == "".join(told_of).split("\n")
    assert {"uptime", "major-incidents", "response-times", "bugs", "maintenance", "preventive-maintenance"} <= set(built.ids)
    assert (Section.METRICS in built.ids) == (policy == "infopromo")


def drawn(policy, of, at, **more):
    """The text of a report on the books, as of an instant, or on what is made of them."""
    project, verdicts, _ = books()
    held = more.pop("project", project)
    return Page(documents.report(report(held, verdicts, policy_of(held, policy), of, at, **more), documents.theme(), {})).text


def test_of_a_month_of_which_nothing_is_known_a_quarter_says_so():
    """It has not begun, or nothing was declared in it: no silence is told as 100 %."""
    project, _, _ = books()
    november = replace(
        project,
        windows=tuple(one for one in project.windows if one.id == "2026-11-14-storage"),
        incidents=tuple(one for one in project.incidents if one.id == "2026-11-30-night"),
    )

    text = drawn("klink", Quarter(2026, 4), instant("2026-11-20 12:00", UTC), project=november)

    assert "October 2026 was over before anything was declared: nothing is said of it.\n" in text
    assert "December 2026 has not begun yet.\n" in text
    assert (
        "From October to December 2026, so far, every commitment was met; uptime was lowest in November 2026, at 100.000000 %."
        in text
    )


def test_what_is_unknown_is_told_as_unknown():
    """In the summary from and to, in the days, in the intervals; what it decides is not known."""
    project, _, _ = books()
    quiet = replace(project, incidents=tuple(one for one in project.incidents if one.id != "2026-11-30-night"))
    period = made("clever", "2026-11").kept[0].account.period
    silent = silence(quiet, period, Span(period.start, period.start + 2 * 3600))

    text = drawn("clever", Month(2026, 11), period.end, project=quiet, samples=silent)

    up = "In November 2026 the service was up for 99.722222 % to 100.000000 % of the month"
    assert f"{up}: the commitment of 99.9 % was met or not, which what is unknown decides.\n" in text
    assert "Sun 2026-11-01 | | | | 2 hours\n" in text
    assert (
        "Unknown: 2 hours\nWhen | How long | What, and why\nSun 2026-11-01 00:00–02:00 -06:00 | 2 hours | no monitor spoke\n"
        in text
    )


def test_an_incident_that_lasts_and_work_that_began_late_are_told_so():
    """Nothing is said to be over that is not."""
    project, _, now = books()
    lasting = tuple(replace(one, end=None, resolved=None) if one.id == "2026-11-30-night" else one for one in project.incidents)
    late = tuple(
        replace(one, actual=Actual(one.span.start + 600, one.span.end)) if one.id == "2026-11-14-storage" else one
        for one in project.windows
    )

    text = drawn("clever", Month(2026, 12), now, project=replace(project, incidents=lasting, windows=late))
    assert "since Mon 2026-11-30 16:30 -06:00, still open\n" in text
    assert "In December 2026, so far, the service was up for" in text
    assert "provisional: the period is not over\n" in text
    text = drawn("clever", Month(2026, 11), now, project=replace(project, windows=late))
    assert "Storage firmware Sat 2026-11-14 20:00–22:00 -06:00; begun 10 minutes late Dashboard" in text


def test_an_incident_is_told_with_what_became_of_its_time():
    """It counts, is excluded, fell into approved work, lay inside another, or was no outage."""
    project, _, now = books()
    of = {one.id: one for one in project.incidents}
    window = next(one for one in project.windows if one.id == "2026-10-10-router")
    calls = of["2026-10-05-calls-drop"]
    more = (
        replace(calls, id="inside-work", title="Inside work", start=window.span.start + 60, end=window.span.start + 120),
        replace(calls, id="inside-other", title="Inside another", start=calls.start + 60, end=calls.start + 120),
    )

    text = drawn("clever", Month(2026, 10), now, project=replace(project, incidents=(*project.incidents, *more)))

    assert "cause provider failure: counts clever.availability.scope\nA configuration was" in text
    assert "cause third party: excluded clever.availability.scope\n" in text
    assert "cause provider failure; its seconds are told of what was down before it clever.availability.scope\n" in text
    assert "cause provider failure; no outage: nothing of it is downtime clever.availability.scope\n" in text


def test_a_failure_that_fell_into_approved_work_says_so():
    """Work that interrupts nothing, and something that failed meanwhile."""
    project, _, now = books()
    calls = project.incidents[0]
    storage = next(one for one in project.windows if one.id == "2026-11-14-storage")
    inside = replace(calls, components=storage.components, start=storage.span.start + 60, end=storage.span.start + 120)

    text = drawn("clever", Month(2026, 11), now, project=replace(project, incidents=(inside,)))

    assert "cause provider failure; fell into the approved window 2026-11-14-storage clever.maint.excluded\n" in text


def test_a_contract_that_changed_is_told_by_its_version():
    """The one that was in force when the period began."""
    project, _, now = books()
    versions = {"effective_from": "2026-01-01", "versions": [{"effective_from": "2026-11-01", "title": "Clever, renewed"}]}
    renewed = pack("clever", versions)

    text = drawn("clever", Month(2026, 11), now, project=replace(project, policies=(renewed,)))

    assert "Contract\nClever, renewed (clever)\nby the version in force since 2026-11-01\n" in text


def test_a_page_without_policies_has_a_statement_that_says_so():
    """There is nothing to account for, and that is no error."""
    project, verdicts, now = books()
    drawn_now = statement(replace(project, policies=(), agreements=()), verdicts, Month(2026, 11), now)

    assert (
        "The page is held to no policy: there is nothing to account for."
        in Page(documents.statements([drawn_now], {}, documents.theme())).text
    )


def test_what_nobody_can_declare_is_said_to_be_that():
    """A contract that asks for backup tests gets a report that says that nothing of them is declared."""
    project, _, now = books()
    clever = policy_of(project, "clever")
    asking = replace(clever, reports=tuple(replace(one, contents=("Backup tests", "Metrics", "Bugs")) for one in clever.reports))

    text = drawn("clever", Month(2026, 10), now, project=replace(project, policies=(asking,)))
    assert "Backup tests (nothing of it is declared)\nMetrics (nothing of it is declared)\nBugs\n" in text


def sentences_of(text):
    """What the text of a statement says, piece by piece, without its clauses' brackets."""
    for line in text.splitlines():
        said = line.strip()
        if said.startswith("Readings"):
            yield from said.split()
            continue
        if said.startswith(LABELS):
            said = said[layout.LABEL :]
        for piece in re.split("; |, |: ", re.sub(r"[\[\]]", "", said)):
            yield " ".join(piece.split())


LABELS = tuple(
    f"{label:{layout.LABEL}}"
    for label in (
        *("Period", "Uptime", "Commitment", "Credit", "Counted", "Not counted", "Incidents", "Metric", "Ledger"),
        *("Creditable", "Payable now", "Pending", "Void", "Unreported", "Claim", "Asked for", "Support", "clever", "infopromo"),
        *("klink", "Globex", "Hooli", "Initech", "Unknown"),
    )
)


@pytest.mark.parametrize("explain", [False, True], ids=["intervals", "ledger"])
@pytest.mark.parametrize("at", ["2026-11-22 12:00", LATER])
def test_a_statement_says_on_the_page_what_it_says_as_text(monkeypatch, explain, at):
    """Every figure, every sentence, every place: none is left out, and none is another."""
    monkeypatch.setattr(layout, "WIDTH", 10**6)
    statements = told("2026-09", "2026-10", "2026-11", at=at)
    if at == LATER:
        statements += told("2026-12", at=at)
    on_paper = " ".join(
        Page(documents.statements(statements, {}, documents.theme(), explain=explain, readings=["V1"])).text.split()
    )
    on_paper = on_paper.replace(" | ", " ")

    for said in sentences_of(render.text(statements, {}, explain=explain, readings=["V1"])):
        assert said in on_paper, said


def test_a_report_says_what_the_statement_says():
    """Its figures are the same sentences, cut as the text cuts them: 99.899961 % is never shown as 99.90 %."""
    text = Page(page("klink", "2026-Q4", customers=["globex"])).text
    said = re.sub(r"\n {16}", " ", render.text(told("2026-10"), {}))
    uptime = re.search(r"klink: klink.*?Uptime +([^\n]+)\n", said, re.DOTALL)[1]

    assert re.sub(r"[\[\]]", "", uptime) in text
    assert "5 % of 4,000.00 EUR: 200.00 EUR klink.credits" in text


CANARY = "CANARY"


def with_canaries():
    """The books with an agreement under each policy, of which every text is one that nothing else has."""
    project, verdicts, now = books()
    filed = Filed(project.incidents[0].start, f"{CANARY}-channel", {f"{CANARY}-field": f"{CANARY}-value"})
    agreements = tuple(
        Agreement(
            id=f"{CANARY}-{policy.id}",
            origin=Origin(f"agreements/{CANARY}.yaml"),
            customer=f"{CANARY} Corporation",
            policy=policy.id,
            plan=policy.plans[-1].id,
            fee=Money(987_654_321, "EUR"),
            reports={incident.id: filed for incident in project.incidents},
            claims={"2026-10": filed, **{incident.id: filed for incident in project.incidents}},
            subdivision=CANARY,
        )
        for policy in project.policies
    )
    return replace(project, agreements=(*project.agreements, *agreements)), verdicts, now


@pytest.mark.parametrize(("policy", "of"), [("clever", "2026-10"), ("infopromo", "2026-10"), ("klink", "2026-Q4")])
def test_nothing_of_an_agreement_is_in_a_report_that_is_for_nobody(policy, of):
    """Not a name, not an amount, not the clock of their reports: it is byte for byte the report without agreements."""
    project, _, _ = with_canaries()

    text = page(policy, of, project=project)

    assert page(policy, of, project=replace(project, agreements=())) == text
    for secret in (CANARY, "9,876,543.21", "Globex", "globex", "Hooli", "Initech", "4,000.00", "Confidential"):
        assert secret not in text


def test_a_report_for_one_customer_holds_nothing_of_another():
    """Marked as confidential, at its head and where it speaks of them."""
    project, _, _ = with_canaries()
    text = page("klink", "2026-Q4", project=project, customers=["globex"])

    assert 2 == text.count("<strong>Confidential</strong>")
    assert "Prepared for Globex" in text
    for secret in (CANARY, "Hooli", "hooli", "900.00", "Initech"):
        assert secret not in text
    assert "5 % of 4,000.00 EUR: 200.00 EUR" in Page(text).text


def test_a_customer_whose_plan_is_owed_no_report_is_told_so():
    """The review is for Enterprise."""
    assert (
        "owed every quarter to enterprise, which is not the customer's plan"
        in Page(page("klink", "2026-Q4", customers=["hooli"])).text
    )


def hostile_books(longest):
    """Every text that people write is an attack, or very long."""
    project, _, now = books()
    updates = (Update(project.incidents[0].start, Status.IN_PROGRESS, HOSTILE), Update(now, Status.COMPLETED, "😀" * longest))
    incidents = tuple(
        replace(one, title=(HOSTILE, "x" * longest)[number % 2], description=f"# {HOSTILE}\n\n{HOSTILE * 3}", updates=updates)
        for number, one in enumerate(project.incidents)
    )
    windows = tuple(
        replace(
            one,
            title=(HOSTILE, "y" * longest)[number % 2],
            updates=updates,
            emergency=None if one.emergency is None else HOSTILE,
            cancelled=None if one.cancelled is None else Cancelled(one.cancelled.at, HOSTILE),
        )
        for number, one in enumerate(project.windows)
    )
    measurements = (Measurement(Place(HOSTILE), "latency", project.incidents[0].start, project.measurements[0].value * 9, HOSTILE),)
    return replace(
        project,
        page=StatusPage(HOSTILE, "https://status.acme.example/", "UTC"),
        components=tuple(Component(one.id, HOSTILE, HOSTILE, HOSTILE) for one in project.components),
        agreements=tuple(replace(one, customer=HOSTILE) for one in project.agreements),
        policies=tuple(_hostile_policy(one, longest) for one in project.policies),
        windows=windows,
        incidents=incidents,
        measurements=measurements,
    )


def _hostile_policy(policy: Policy, longest: int) -> Policy:
    clauses = tuple(replace(clause, text=HOSTILE, reference="z" * longest) for clause in policy.clauses)
    readings = tuple(replace(reading, text=HOSTILE) for reading in policy.readings)
    return replace(
        policy, title=HOSTILE, clauses=clauses, readings=readings, metrics=tuple(replace(m, name=HOSTILE) for m in policy.metrics)
    )


@cache
def hostile_pages(longest=10_000):
    """A report of each policy and a statement, of hostile books."""
    return tuple(_hostile_pages(hostile_books(longest)))


def _hostile_pages(project):
    _, _, now = books()
    verdicts = rules.verdicts(project, now)
    for policy in project.policies:
        of = period(policy, {"klink": "2026-Q4"}.get(policy.id, "2026-10"), now)
        customers = [one for one in project.agreements if one.policy == policy.id]
        drawn = report(project, verdicts, policy, of, now, customers=customers[:1])
        yield policy.id, documents.report(drawn, documents.theme(), {})
    drawn = [statement(project, verdicts, Month(2026, 10), now, closely=True)]
    yield "statement", documents.statements(drawn, {}, documents.theme(), explain=True)
    yield "audit", audit_page(project, HOSTILE)


def test_hostile_text_is_harmless_on_paper():
    """No tag, script, link, control or bidirectional character of theirs arrives; everything is still well built."""
    for name, text in hostile_pages():
        built = Page(text)
        assert set(built.tags).isdisjoint({"script", "img", "iframe", "object"}), name
        assert not [link for link in built.links if link.lower().startswith(("javascript:", "data:"))], name
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe]", text), name
        assert "{{ 7*7 }}" in text, name
        assert len(built.ids) == len(set(built.ids)), name


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C"}, {"PYTHONHASHSEED": "2", "TZ": "UTC", "LANG": "es_MX.UTF-8"}],
)
def test_the_bytes_do_not_depend_on_the_machine(environment):
    """Not on hash seed, zone or language."""
    program = "import hashlib, test_documents as t;print(hashlib.sha256(repr(list(t.pages())).encode()).hexdigest())"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        cwd=HERE,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert hashlib.sha256(repr(list(pages())).encode()).hexdigest() == answer.stdout.strip()


# --- the templates


def test_a_projects_own_templates_lie_over_ours(tmp_path):
    """File by file; what is wrong with one is told by its line."""
    own = tmp_path / "templates" / "documents"
    own.mkdir(parents=True)
    (own / "style.css").write_text("body { color: rebeccapurple }", encoding="utf-8")
    text = documents.report(made("clever", "2026-10"), documents.theme(tmp_path), {})
    assert "<style>\nbody { color: rebeccapurple }" in text
    assert "Service report for October 2026" in text

    (own / "report.html").write_text(
        "{% extends 'documents/frame.html' %}\n{% block body %}\n{{ it.nothing }}\n{% endblock %}", encoding="utf-8"
    )
    with pytest.raises(ThemeBroken, match=r"templates/documents/report\.html:3:1: .*nothing"):
        documents.report(made("clever", "2026-10"), documents.theme(tmp_path), {})
    (own / "report.html").write_bytes(b"\xff")
    with pytest.raises(ThemeBroken, match=r"templates/documents/report\.html:1:1: It is not UTF-8"):
        documents.theme(tmp_path)


def test_the_site_does_not_depend_on_the_templates_of_documents(tmp_path):
    """A new look of reports renders no page of the site anew."""
    own = tmp_path / "templates" / "documents"
    own.mkdir(parents=True)
    (own / "style.css").write_text("body { color: rebeccapurple }", encoding="utf-8")
    project, verdicts, now = books()
    digests = [
        {path: recipe.digest for path, recipe in site.recipes(board(project, verdicts, now), theme).items()}
        for theme in (Theme.of(), Theme.of(tmp_path))
    ]

    assert digests[0] == digests[1]
    assert not [path for path in digests[0] if "documents" in path]


# --- what the W3C's checker says


@pytest.fixture(scope="module")
def vnu():
    """The checker of HTML that the W3C runs, if it is there."""
    jar = Path(os.environ.get("VNU_JAR", HERE.parent / ".venv/npm/node_modules/vnu-jar/build/dist/vnu.jar"))
    if not jar.exists():
        pytest.skip("vnu is not installed (scripts/vnu .venv/npm; it takes Java)")
    return jar


def test_pages_are_valid_html(vnu, tmp_path):
    """Without an error or a warning. What it thinks of the language of an attack is its own affair."""
    for number, (_, text) in enumerate((*pages(), *hostile_pages())):
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")

    told = subprocess.run(
        ["java", "-jar", vnu, "--stdout", "--format", "text", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    wrong = [line for line in told.stdout.splitlines() if line.startswith(("Error", "Warning"))]
    assert ([], 0) == ([line for line in wrong if "appears to be written in" not in line], told.returncode)
