"""Values to judge, made by hand: what a test does not name is the plainest there is."""

from decimal import Decimal

from statusgen import civil, policy
from statusgen.civil import Opening
from statusgen.model import Announcement, Component, Evidence, Origin, Page, Project, Window
from statusgen.policy import Impact
from statusgen.timeline import HOUR, Span

MEXICO = "America/Mexico_City"
KEYS = {"start": (3, 8), "end": (4, 6), "notices": (5, 10)}
CLEVER_HOURS = (
    Opening((0, 1, 2, 3, 4), 21 * 60, 60),
    Opening((5,), 17 * 60, 24 * 60),
    Opening((6,), 0, 24 * 60),
)


def at(text, zone="UTC"):
    """The instant of a clock reading."""
    return civil.instant(text, zone)


def make_policy(id="gold", *, hours=48, channels=("status_page",), openings=None, zone="UTC", **changes):
    """A contract of one plan that asks 48 hours on the page."""
    clauses = tuple(
        policy.Clause(f"{id}.{name}", f"The {name} clause.", "page 1") for name in ("notice", "hours", "excluded", "ack")
    )
    values = {
        "id": id,
        "title": id.title(),
        "provider": "Acme",
        "source": "contract.pdf",
        "time_zone": zone,
        "clauses": clauses,
        "scope": policy.Scope(f"{id}.notice"),
        "notice": policy.Notice(f"{id}.notice", hours, tuple(policy.Channel(channel) for channel in channels)),
        "maintenance": policy.Maintenance(f"{id}.excluded"),
        "measure": policy.Measure(f"{id}.notice"),
        "plans": (policy.Plan("standard", Decimal("99.9"), f"{id}.notice"),),
        "credits": policy.Credits(f"{id}.notice"),
        "maintenance_hours": policy.MaintenanceHours(f"{id}.hours", openings) if openings else None,
    }
    return policy.Policy(**{**values, **changes})


def make_window(start, seconds=4 * HOUR, *, announced=None, id="upgrade", zone="UTC", impact=Impact.OUTAGE, told=None, **changes):
    """A window on the database, announced once for its own times, or as `told` says: (at, start, end) oldest first."""
    span = Span(start, start + seconds)
    components = changes.get("components", ("database",))
    told = told or [(announced, span.start, span.end)]
    values = {
        "id": id,
        "origin": Origin(f"windows/{id}.yaml", KEYS),
        "title": id.title(),
        "components": components,
        "impact": impact,
        "span": span,
        "time_zone": zone,
        "announcements": tuple(Announcement(when, Span(first, last), components, impact) for when, first, last in told),
    }
    return Window(**{**values, **changes})


def make_project(*windows, policies=None):
    """A page with a database and an API."""
    return Project(
        page=Page("Acme", "https://status.acme.example/", "UTC"),
        components=(Component("api", "API"), Component("database", "Database")),
        policies=tuple(policies or (make_policy(),)),
        windows=windows,
        incidents=(),
        agreements=(),
        evidence=Evidence.DECLARED,
        digest="",
    )
