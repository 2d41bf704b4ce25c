"""A small project and verdicts made by hand, for the tests of board, site and publishing."""

from decimal import Decimal

from statusgen.civil import instant
from statusgen.finding import Finding, Place, Severity
from statusgen.model import (
    Actual,
    Agreement,
    Announcement,
    Cancelled,
    Component,
    Evidence,
    Impact,
    Incident,
    Money,
    Origin,
    Page,
    Project,
    Status,
    Update,
    Window,
)
from statusgen.policy import Basis, Cause, Clause, Credits, Maintenance, Measure, Notice, Plan, Policy, Scope
from statusgen.timeline import Span
from statusgen.verdict import Outcome, Verdict

ZONE = "America/Mexico_City"


def at(text):
    """The instant of a clock reading in Mexico City."""
    return instant(text, ZONE)


NOW = at("2026-12-05 22:00")

GOLD = Policy(
    id="gold",
    title="Gold support",
    provider="Acme",
    source="gold.md",
    time_zone=ZONE,
    clauses=(
        Clause("gold.notice", "Customers hear of maintenance two days ahead.", "Maintenance"),
        Clause("gold.excluded", "Announced maintenance is not downtime.", "Availability"),
    ),
    scope=Scope("gold.excluded"),
    notice=Notice("gold.notice", hours=48),
    maintenance=Maintenance("gold.excluded"),
    measure=Measure("gold.excluded", basis=Basis.ACTUAL),
    plans=(Plan("standard", Decimal("99.90"), "gold.excluded"),),
    credits=Credits("gold.excluded"),
)


def window(name, start, end, announced="2026-11-20 10:00", **more):
    """A window announced once, unless `announcements` says otherwise."""
    span = Span(at(start), at(end))
    fields = {"title": "Database upgrade", "components": ("database",), "impact": Impact.OUTAGE, "time_zone": ZONE, **more}
    told = (Announcement(at(announced), span, fields["components"], fields["impact"]),)
    return Window(
        id=name,
        origin=Origin(f"windows/{name}.yaml"),
        span=span,
        **{"announcements": told, "declared": fields.get("announcements", told), **fields},
    )


def incident(name, start, end=None, **more):
    """An incident of the API."""
    fields = {
        "title": "SMS sending failed",
        "components": ("api",),
        "impact": Impact.OUTAGE,
        "cause": Cause.PROVIDER_FAILURE,
        **more,
    }
    return Incident(
        id=name,
        origin=Origin(f"incidents/{name}.yaml"),
        start=at(start),
        end=None if end is None else at(end),
        time_zone=ZONE,
        **fields,
    )


def verdict(name, outcome=Outcome.APPROVED, findings=()):
    """What Gold says of a window."""
    good = outcome is Outcome.APPROVED
    return Verdict(name, "gold", outcome, findings, None, excuses=good, clause="gold.excluded" if good else None)


LATE = Finding(
    Place("windows/cache.yaml"),
    "notice-period",
    Severity.NOTE,
    "Notice too short",
    "It is late.",
    policy="gold",
    clause="gold.notice",
)

UPGRADE = window(
    "2026-12-05-database-upgrade",
    "2026-12-05 21:00",
    "2026-12-06 01:00",
    description="We move to the *new* major version.\n\nSee [the plan](https://acme.example/plan).",
    updates=(Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, "Started."),),
    actual=Actual(start=at("2026-12-05 21:02")),
)
MOVED_FROM = Span(at("2026-12-12 21:00"), at("2026-12-12 23:00"))
MOVED = window(
    "2026-12-13-firmware",
    "2026-12-13 21:00",
    "2026-12-13 23:00",
    title="Firmware, storage & more",
    impact=Impact.NONE,
    announcements=(
        Announcement(at("2026-11-25 09:00"), MOVED_FROM, ("database",), Impact.NONE),
        Announcement(at("2026-11-27 09:00"), Span(at("2026-12-13 21:00"), at("2026-12-13 23:00")), ("database",), Impact.NONE),
    ),
)
CANCELLED = window(
    "2026-12-19-move",
    "2026-12-19 21:00",
    "2026-12-19 23:00",
    title="Move to the new site",
    components=("api", "database"),
    impact=Impact.DEGRADED,
    cancelled=Cancelled(at("2026-12-01 12:00"), "Vendor delay."),
)
DONE = window(
    "2026-11-07-cache",
    "2026-11-07 20:00",
    "2026-11-07 22:00",
    announced="2026-11-06 10:00",
    title="Cache renewal",
    impact=Impact.DEGRADED,
    actual=Actual(at("2026-11-07 20:05"), at("2026-11-07 21:00")),
    updates=(Update(at("2026-11-07 21:00"), Status.COMPLETED, "All is well."),),
)
FAILED = incident(
    "2026-11-03-sending-failed",
    "2026-11-03 10:04",
    "2026-11-03 10:51",
    description="Messages waited.",
    updates=(
        Update(at("2026-11-03 10:12"), Status.INVESTIGATING, "We are looking."),
        Update(at("2026-11-03 10:51"), Status.RESOLVED, "It works again."),
    ),
)
SLOW = incident("2026-12-05-slow", "2026-12-05 20:10", title="Slow answers", impact=Impact.DEGRADED)

VERDICTS = {
    (each.window, "gold"): each
    for each in (
        verdict(UPGRADE.id),
        verdict(MOVED.id),
        verdict(CANCELLED.id, Outcome.CANCELLED),
        verdict(DONE.id, Outcome.REJECTED, (LATE,)),
    )
}


def project(windows=(DONE, UPGRADE, MOVED, CANCELLED), incidents=(FAILED, SLOW), **more):
    """Acme Messaging: two components, one policy, and one customer who must not be seen."""
    fields = {
        "page": Page("Acme Messaging", "https://status.acme.example/", ZONE),
        "components": (
            Component("api", "Messaging API", "Core", "Sending and receiving", ("database",)),
            Component("database", "Database", "Core"),
        ),
        "policies": (GOLD,),
        "agreements": (
            Agreement("globex", Origin("agreements/globex.yaml"), "Globex Corporation", "gold", fee=Money(90000, "AUD")),
        ),
        "evidence": Evidence.DECLARED,
        "digest": "d1",
        **more,
    }
    return Project(windows=tuple(windows), incidents=tuple(incidents), **fields)
