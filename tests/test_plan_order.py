"""A plan says the same in whatever order its files are found: no file system promises one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen import civil
from statusgen.load import load
from statusgen.plan import plan
from statusgen.render import plan as render
from statusgen.render import review

NOW = civil.instant("2026-11-20T10:00:00Z", civil.UTC)
SETTINGS = b"""
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components:
  - {id: api, name: API, depends_on: [database]}
  - {id: database, name: Database, redundant_with: [spare]}
  - {id: spare, name: Spare}
policies: [clever, gold]
announcements: declared
limits: {gap: 12h, at_once: 1, downtime: 6h, downtime_by_policy: {gold: 2h}}
freezes: [{reason: Peak, from: 2026-12-20, until: 2026-12-27}, {reason: Fair, calendar: freezes/fair.ics}]
"""
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    b"DTSTART;VALUE=DATE:20261211\r\nSUMMARY:Fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def window(components, start, duration="4h", more=""):
    return f"title: Work\ncomponents: [{components}]\nimpact: outage\nstart: {start}\nduration: {duration}\n{more}".encode()


def incident(start, end):
    return f"title: Down\ncomponents: [api]\nimpact: outage\ncause: unknown\nstart: {start}\nend: {end}\n".encode()


FILES = {
    "statusgen.yaml": SETTINGS,
    "policies/gold.yaml": b"extends: clicksend\nscope: {components: [database]}\n",
    "freezes/fair.ics": CALENDAR,
    "windows/a.yaml": window("api", "2026-12-05 21:00"),
    "windows/2026/b.yaml": window("database", "2026-12-05 22:00"),
    "windows/c.yaml": window("spare", "2026-12-05 22:00"),
    "windows/2026/c.yaml": window("spare", "2026-12-06 22:00"),
    "windows/d.yaml": window("api, database", "2026-12-11 22:00", "1h", "announced: 2026-11-01 10:00\n"),
    "windows/e.yaml": window("api", "2026-12-24 22:00", "3h", "repeat: {rule: FREQ=WEEKLY;COUNT=3}\n"),
    "windows/h.yaml": window("api", "2026-12-06 02:00"),
    "windows/k.yaml": window("api", "2026-12-06 03:00"),
    "windows/l.yaml": window("spare", "2026-11-21 21:00"),
    "windows/f.yaml": window("apy", "2026-12-24 22:00"),
    "windows/g.yaml": b"title: Care\nstrat: 2026-12-24\n",
    "incidents/i.yaml": incident("2026-11-03 10:04", "2026-11-03 10:51"),
    "incidents/a.yaml": incident("2026-11-04 10:04", "2026-11-04 10:03"),
    "agreements/x.yaml": b"customer: X\npolicy: clever\nreports: {nothing: 2026-11-03 10:12}\n",
}


def told(paths):
    """What a plan of the files says, in every form, where they are found in this order."""
    loaded = load({path: FILES[path] for path in paths}, now=NOW)
    made = plan(loaded.project, None, {}, loaded.findings, NOW)
    return (
        render.text(made, color=False, everything=True),
        render.json(made),
        review.github(made, below="", everything=True),
        review.junit(made, below="", everything=True),
    )


@settings(max_examples=40, deadline=None)
@given(st.permutations(sorted(FILES)))
def test_a_plan_is_the_same_in_whatever_order_its_files_are_found(paths):
    """Mistakes, conflicts, series and all."""
    assert told(sorted(FILES)) == told(paths)


def test_there_is_much_that_the_order_could_change():
    """Else the law would hold for want of anything to tell."""
    text = told(sorted(FILES))[0]

    assert {"freeze", "overlap", "gap", "at-once", "downtime-budget", "notice-period", "duplicate-id", "unknown-component"} <= {
        word.strip("[]") for word in text.split() if word.startswith("[")
    }
