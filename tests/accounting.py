"""A month to account for, from a few lines of YAML; verdicts are given, unless a window says when it was announced."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from msgspec.structs import replace

from statusgen import rules
from statusgen.civil import UTC, Month, duration, instant
from statusgen.finding import Finding, Place, Severity
from statusgen.load.policies import packs, read_policies
from statusgen.model import (
    Actual,
    Agreement,
    Announcement,
    Cancelled,
    Component,
    Evidence,
    Filed,
    Incident,
    Measurement,
    Money,
    Notice,
    Origin,
    Page,
    Project,
    Window,
)
from statusgen.policy import Cause, Channel, Impact
from statusgen.statement import statement
from statusgen.timeline import Span
from statusgen.verdict import Outcome, Verdict

COMPONENTS = ("api", "web")
MILESTONES = ("reported", "acknowledged", "acted", "responded", "resolved")
STATEMENT_FILE = Place("statusgen.yaml")


def pack(policy_id, settings=None, reading=None):
    """A pack, or a policy that the handbook shows; or what a project makes of it; under another reading: `C5=half_even`."""
    texts = {} if policy_id in packs() else {f"policies/{policy_id}.yaml": from_the_handbook(policy_id)}
    wanted = "own" if texts and settings else policy_id
    if settings:
        texts[f"policies/{wanted}.yaml"] = json.dumps({"extends": policy_id, **settings}, default=str).encode()
    (policy,), findings = read_policies(texts, [(wanted, STATEMENT_FILE)], COMPONENTS)
    assert () == findings
    if reading is None:
        return policy
    (other,) = (other.settings for one, other in policy.other_readings() if reading == f"{one.id}={other.value}")
    return policy.read_otherwise(other)


def from_the_handbook(policy_id):
    """The text of a policy, as it stands there."""
    page = (Path(__file__).parent.parent / "docs" / "other-slas.md").read_text(encoding="utf-8")
    return page.partition(f"# policies/{policy_id}.yaml\n")[2].partition("\n```\n")[0].encode()


def span_of(entry, zone):
    """From `start` to `end`, or for a time `for` that."""
    start = instant(entry["start"], zone)
    return Span(start, start + duration(entry["for"]) if "for" in entry else instant(entry["end"], zone))


def incident(entry, number=0, zone=UTC):
    """An outage of the API by a failure of our own, unless it says otherwise; `open: true` lasts still."""
    start = instant(entry["start"], zone)
    identity = entry.get("id", f"incident-{number}")
    return Incident(
        id=identity,
        origin=Origin(f"incidents/{identity}.yaml", {"start": (5, 8)}),
        title=entry.get("title", "Sending failed"),
        components=tuple(entry.get("components", ["api"])),
        impact=Impact(entry.get("impact", "outage")),
        cause=Cause(entry.get("cause", "provider_failure")),
        start=start,
        time_zone=zone,
        end=None if entry.get("open") else span_of(entry, zone).end,
        preventable=entry.get("preventable", False),
        priority=entry.get("priority"),
        symptom=entry.get("symptom"),
        **{
            key: instant(entry[key], zone) for key in ("reported", "acknowledged", "acted", "responded", "resolved") if key in entry
        },
    )


def window(entry, number=0, zone=UTC):
    """Work on the API as announced; `ran: {start, end}` is how it went, `told: {start, end, components}` what was told else.

    `announced` says when (a time, or `{at, start, end}` for each telling) and `notices` how else: then it is judged.
    """
    identity = entry.get("id", f"window-{number}")
    span, components = span_of(entry, zone), tuple(entry.get("components", ["api"]))
    impact, told = Impact(entry.get("impact", "outage")), entry.get("told", {})
    announced = Span(instant(told["start"], zone), instant(told["end"], zone)) if "start" in told else span
    ran = {key: instant(text, zone) for key, text in entry["ran"].items()} if "ran" in entry else None
    outcome = entry.get("outcome", "approved")
    ahead = 60 if outcome == "rejected" else 10**6
    announcement = Announcement(announced.start - ahead, announced, tuple(told.get("components", components)), impact)
    return Window(
        id=identity,
        origin=Origin(f"windows/{identity}.yaml", {"start": (4, 8)}),
        title=entry.get("title", "Database upgrade"),
        components=components,
        impact=impact,
        span=span,
        time_zone=zone,
        actual=None if ran is None else Actual(**ran),
        emergency="Patch" if outcome == "emergency" else None,
        cancelled=Cancelled(announced.start - 3600, "Vendor delay.") if outcome == "cancelled" else None,
        notices=tuple(Notice(Channel(one["channel"]), **times(one, zone)) for one in entry.get("notices", ())),
        announcements=tuple(tellings(entry["announced"], announcement, zone)) if "announced" in entry else (announcement,),
    )


def times(notice, zone):
    """When it was given, and when it was acknowledged."""
    return {key: instant(text, zone) for key, text in notice.items() if key != "channel"}


def tellings(announced, whole, zone):
    """What the page told, oldest first."""
    for told in [{"at": announced}] if isinstance(announced, str) else announced:
        span = Span(*(instant(told[key], zone) if key in told else getattr(whole.span, key) for key in ("start", "end")))
        yield replace(whole, at=instant(told["at"], zone), span=span)


def verdict(policy, entry, of):
    """Approved, unless `outcome` says otherwise; a rejected one broke the notice period."""
    outcome = Outcome(entry.get("outcome", "approved"))
    told = Finding(of.origin.at("start"), "notice-period", Severity.NOTE, "Notice too short", "…", clause=policy.notice.clause)
    excuses = entry.get("excuses", outcome is Outcome.APPROVED)
    return Verdict(of.id, policy.id, outcome, (told,) if outcome is Outcome.REJECTED else (), excuses=excuses)


def agreement(entry, policy, zone=UTC):
    """What one customer agreed to."""
    return Agreement(
        id="globex",
        origin=Origin("agreements/globex.yaml"),
        customer="Globex",
        policy=policy.id,
        plan=entry.get("plan"),
        fee=money(entry["fee"]) if "fee" in entry else None,
        since=instant(entry["since"], zone) if "since" in entry else None,
        until=instant(entry["until"], zone) if "until" in entry else None,
        active=entry.get("active", True),
        reports=filed(entry.get("reports", {}), zone),
        claims=filed(entry.get("claims", {}), zone),
        fees={name: money(text) for name, text in entry.get("fees", {}).items()},
        exchange={currency: Decimal(rate) for currency, rate in entry.get("exchange", {}).items()},
        **{key: entry[key] for key in ("country", "subdivision") if key in entry},
        holidays=tuple(entry.get("holidays", ())),
    )


def money(text):
    """`90000 USD`, in the smallest unit."""
    amount, currency = text.split()
    return Money(int(amount), currency)


def filed(entries, zone):
    """Reports or claims: when, or `at`, `channel` and `fields`."""
    made = {name: entry if isinstance(entry, dict) else {"at": entry} for name, entry in entries.items()}
    return {
        name: Filed(instant(one["at"], zone), one.get("channel", ""), dict.fromkeys(one.get("fields", ()), "given"))
        for name, one in made.items()
    }


LONG_AGO = incident({"id": "long-ago", "start": "2019-12-24 12:00", "for": "1h"})
"""So that something is declared, and a month without an event is one that went well."""


def measurement(entry, zone=UTC):
    """One value of a metric."""
    return Measurement(Place("measurements/values.csv"), entry["metric"], instant(entry["at"], zone), Decimal(entry["value"]))


def project(policy, *, incidents=(), windows=(), agreements=(), measurements=()):
    """A page with an API and a web application, declared since 2019."""
    return Project(
        page=Page("Acme", "https://status.acme.example/", UTC),
        components=tuple(Component(name, name.upper()) for name in COMPONENTS),
        policies=(policy,),
        windows=tuple(windows),
        incidents=(LONG_AGO, *incidents),
        agreements=tuple(agreements),
        evidence=Evidence.DECLARED,
        digest="",
        measurements=tuple(measurements),
    )


def accounted(case: Mapping):
    """The statement of a case: its policy's only account is the first."""
    policy = pack(case["policy"], case.get("settings"), case.get("reading"))
    zone = policy.time_zone
    month = Month.parse(case["month"])
    now = instant(case["now"], zone) if "now" in case else month.span(zone).end
    incidents = [incident(entry, number, zone) for number, entry in enumerate(case.get("incidents", []))]
    windows = [window(entry, number, zone) for number, entry in enumerate(case.get("windows", []))]
    agreements = [agreement(case["agreement"], policy, zone)] if "agreement" in case else []
    measured = [measurement(entry, zone) for entry in case.get("measurements", [])]
    held = project(policy, incidents=incidents, windows=windows, agreements=agreements, measurements=measured)
    return statement(held, verdicts(case, held, now), month, now, closely=True)


def verdicts(case, held, now):
    """As the rules judge the windows, where they say when they were announced; else as the case gives them."""
    entries = case.get("windows", [])
    if any("announced" in entry for entry in entries):
        return rules.verdicts(held, now)
    given = [verdict(held.policies[0], entry, of) for entry, of in zip(entries, held.windows, strict=True)]
    return {(one.window, one.policy): one for one in given}


def percent(share):
    """A share as percent, exact: `5`, `25/9`."""
    return str(Fraction(share) * 100)
