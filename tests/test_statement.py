"""The statement as a whole: what people read, what programs read, and months that have not begun."""

import json
import re
from pathlib import Path

import pytest
from accounting import accounted, agreement, incident, pack, project, verdict, window
from msgspec.structs import replace

from statusgen import yaml12
from statusgen.civil import UTC, Month, instant
from statusgen.model import Cancelled, Page
from statusgen.render import statement as render
from statusgen.statement import MonthToCome, statement
from statusgen.uptime.exclusions import excusable


def text(told, **options):
    """What people read."""
    return render.text([told], {}, **options)


def as_json(told):
    """What programs read."""
    return render.json([told], {})


def month_of(told):
    """The only month of the JSON."""
    (shape,) = json.loads(as_json(told))["months"]
    return shape


GOLDEN = Path(__file__).parent / "golden"
NOVEMBER = """
policy: clicksend
month: 2026-11
now: 2026-11-28 12:00
windows:
  - {id: approved, start: 2026-11-03 21:00, for: 4h, ran: {start: 2026-11-03 20:55, end: 2026-11-04 01:10}}
  - {id: late, start: 2026-11-10 21:00, for: 1h, outcome: rejected}
  - {id: patch, start: 2026-11-12 10:00, for: 20m, outcome: emergency}
  - {id: called-off, start: 2026-11-13 10:00, for: 1h, outcome: cancelled, ran: {start: 2026-11-13 10:00, end: 2026-11-13 10:05}}
incidents:
  - {id: sending-failed, start: 2026-11-05 10:00, for: 47m}
  - {id: during-the-work, start: 2026-11-03 22:00, for: 10m, components: [api]}
  - {id: carrier, title: Carrier down, start: 2026-11-06 10:00, for: 2h, cause: messaging_provider, components: [api, web]}
agreement: {fee: 90000 USD, reports: {sending-failed: 2026-11-05 10:07}}
"""


def november():
    """A month with a bit of everything."""
    return accounted(yaml12.read("november.yaml", NOVEMBER.encode()).value)


@pytest.mark.parametrize(("name", "told"), [("statement.txt", text), ("statement.json", as_json)])
def test_a_statement_reads_well(name, told):
    """Every figure with the intervals behind it, each with its reason, clause, file and line."""
    assert (GOLDEN / name).read_text(encoding="utf-8") == told(november())


def test_the_json_keeps_its_keys_sorted():
    """So that two statements can be compared line by line."""
    shape = json.loads(as_json(november()))

    assert sorted(shape) == list(shape)
    assert 1 == shape["version"]


def test_the_intervals_of_the_json_add_up():
    """Each second once: the intervals sum to the figures."""
    (account,) = month_of(november())["policies"]

    assert account["counted_seconds"] == sum(interval["seconds"] for interval in account["counted"])
    assert account["not_counted_seconds"] == sum(interval["seconds"] for interval in account["not_counted"])


def test_a_failure_inside_an_approved_window_is_flagged():
    """Though its seconds are charged to the window, which began before it."""
    (account,) = month_of(november())["policies"]

    flagged = [(one["event"], one["window"], one["seconds"]) for one in account["failures_inside_windows"]]
    assert [("during-the-work", "approved", 600)] == flagged
    assert "during-the-work: 10 minutes inside approved, not counted" in text(november())


def held(*policies):
    """A page held to these policies, with nothing declared."""
    return replace(project(pack("klink")), policies=policies)


NOW = instant("2026-11-22 12:00", UTC)


@pytest.mark.parametrize(
    ("declared", "month", "since"),
    [
        ({}, Month(2026, 11), ""),
        ({"incidents": [incident({"start": "2026-10-01 00:00", "for": "1h"})]}, Month(2026, 9), "Thu 2026-10-01 00:00 +00:00"),
        ({"windows": [window({"start": "2026-10-21 13:46:40", "for": "1h"})]}, Month(2026, 9), "Sat 2026-10-10 00:00 +00:00"),
    ],
    ids=["nothing at all", "incident", "announcement"],
)
def test_of_a_month_before_anything_was_declared_nothing_is_said(declared, month, since):
    """It is no month without a failure, and the promise is not said to be kept."""
    early = replace(project(pack("klink"), agreements=[agreement({}, pack("klink"))]), **{"incidents": (), **declared})
    told = statement(early, {}, month, NOW)

    assert ((), (), True) == (told.accounts, told.entitlements, told.says_nothing)
    *_, last = text(told).split("\n\n")
    assert f"Nothing is declared{since and f' before {since}'}: there is nothing to account for.\n" == last
    shape = month_of(told)
    assert ([], ["klink"], bool(since)) == (shape["policies"], shape["policies_undeclared"], shape["declared_from_at"] is not None)


def test_a_month_speaks_from_its_last_second_on():
    """Where something is declared in it, the month before that went well."""
    last = incident({"start": "2026-09-30 23:59:59", "for": "1h"})
    told = statement(replace(project(pack("klink")), incidents=(last,)), {}, Month(2026, 9), NOW)

    assert ([1], False) == ([one.availability.counted_seconds for one in told.accounts], told.says_nothing)


def test_a_month_to_come_has_no_statement():
    """Under no policy has it begun."""
    with pytest.raises(MonthToCome, match="2026-12 has not begun"):
        statement(held(pack("klink"), pack("clever")), {}, Month(2026, 12), instant("2026-11-22 12:00", UTC))


def test_a_month_begins_in_each_policys_zone():
    """At 18:00Z of the last day December has begun in Perth, and not yet in Mexico City."""
    told = statement(held(pack("clicksend"), pack("clever")), {}, Month(2026, 12), instant("2026-11-30 18:00", UTC))

    assert ["clicksend"] == [account.policy.id for account in told.accounts]
    assert ["clever"] == [policy.id for policy in told.to_come]
    assert "clever: the month begins Tue 2026-12-01 00:00 -06:00." in text(told)
    assert ["clever"] == month_of(told)["policies_to_come"]


def test_at_its_first_instant_a_month_has_begun():
    """With nothing known of it yet."""
    (account,) = statement(held(pack("klink")), {}, Month(2026, 12), instant("2026-12-01 00:00", UTC)).accounts

    assert (0, True) == (account.known.seconds, account.provisional)


def test_a_page_without_policies_says_so():
    """There is nothing to account for, and that is no error."""
    told = statement(held(), {}, Month(2026, 11), instant("2026-11-22 12:00", UTC))

    assert "held to no policy" in text(told)
    assert [] == month_of(told)["policies"]


def test_two_plans_are_told_apart():
    """Each with its commitment, a target as such."""
    told = accounted({"policy": "klink", "month": "2026-11", "agreement": {"plan": "growth", "fee": "48000 EUR"}})

    assert "Growth: 99.5 %, a target: met [klink.commitment.starter_growth]" in text(told)
    assert "none: Growth has a target and no guarantee. [klink.commitment.starter_growth]" in text(told)


def test_an_amount_that_cannot_be_told_says_why():
    """A cap in another currency, or no fee."""
    down = [{"start": "2026-11-03 10:00", "for": "1h"}]
    reports = {"incident-0": "2026-11-03 10:00"}
    other = accounted(
        {"policy": "clicksend", "month": "2026-11", "incidents": down, "agreement": {"fee": "90000 AUD", "reports": reports}}
    )
    unknown = accounted({"policy": "clever", "month": "2026-11", "incidents": down, "agreement": {}})

    assert "What 125 USD is worth in AUD is not known" in text(other)
    assert "5 % of the month's fee: The fee is not known." in text(unknown)


def test_a_month_of_nothing_but_maintenance_says_so():
    """It is not a silent 100 %."""
    whole = {"start": "2026-11-01 00:00", "end": "2026-12-01 00:00"}
    settings = {"measure": {"excluded_leaves_basis": True}}

    told = accounted({"policy": "clever", "month": "2026-11", "settings": settings, "windows": [whole]})

    assert "the whole month is excluded: nothing was left to measure" in text(told)


def test_text_of_users_does_nothing_and_stays_in_a_hundred_columns():
    """Control characters are shown, and long titles wrapped."""
    policy = pack("klink")
    broken = incident({"start": "2026-11-03 10:00", "for": "1h", "title": "\x1b[31mred " + "word " * 60 + "x" * 150})
    hostile = replace(project(policy, incidents=[broken]), page=Page("Acme\x07", "https://status.acme.example/", UTC))

    told = text(statement(hostile, {}, Month(2026, 11), instant("2026-12-01 00:00", UTC)))

    assert "\x1b" not in told
    assert "\x07" not in told
    assert max(map(len, told.splitlines())) <= 100


def test_the_reasons_of_what_is_left_out_are_told():
    """An incident that fell into a window, and a policy of its own that names no readings; a customer without a credit."""
    down = [{"start": "2026-11-03 21:10", "for": "10m"}]
    quiet = [{"start": "2026-11-03 21:00", "for": "1h", "impact": "none"}]
    case = {"policy": "clever", "month": "2026-11", "incidents": down, "windows": quiet, "settings": {"readings": []}}

    told = text(accounted({**case, "agreement": {"fee": "100 MXN"}}))

    assert "fell into the approved window window-0 [clever.maint.excluded]" in told
    assert "Readings" not in told
    assert "    Credit        none\n" in told


def test_a_window_that_never_ran_excuses_nothing():
    """Cancelled, there is no stretch of it."""
    off = replace(window({"start": "2026-11-03 21:00", "for": "1h"}), cancelled=Cancelled(0, "Vendor delay."))

    assert not excusable(off, pack("clever"), off.span.end)


def test_an_approved_window_names_the_commit_that_announced_it():
    """The trail from a second to a revision."""
    policy = pack("clicksend")
    work = window({"start": "2026-11-03 21:00", "for": "4h"}, zone=policy.time_zone)
    announcement = replace(work.announcements[0], commit="0123456789abcdef0123456789abcdef01234567")
    announced = replace(work, announcements=(announcement,))
    verdicts = {(announced.id, policy.id): verdict(policy, {}, announced)}
    told = statement(project(policy, windows=[announced]), verdicts, Month(2026, 11), instant("2026-12-05 00:00", UTC))

    assert "approved maintenance, announced by commit 0123456789ab [clicksend.exclusion.maintenance]" in text(told)


def test_a_claim_that_was_made_is_told():
    """With what the contract asks for, and how it was made: it opens in the month after, and this one came on its fifth day."""
    policy = pack("clicksend")
    down = incident({"start": "2026-11-03 10:00", "for": "1h"}, zone=policy.time_zone)
    asked = {
        "fee": "90000 USD",
        "reports": {"incident-0": "2026-11-03 10:00"},
        "claims": {"2026-11": {"at": "2026-12-05 09:00", "channel": "dashboard"}},
    }
    agreed = agreement(asked, policy, policy.time_zone)
    told = statement(project(policy, incidents=[down], agreements=[agreed]), {}, Month(2026, 11), instant("2026-12-05 01:00", UTC))

    said = " ".join(text(told).split())
    assert "claim 2026-11 before Fri 2027-01-01 00:00 +08:00: done Sat 2026-12-05 09:00 +08:00 by dashboard, in time" in said


@pytest.mark.parametrize(
    ("events", "said"), [(1, "broken-1, made Mon 2026-11-02 10:05 -06:00: without evidence, steps"), (6, "6 tell less")]
)
def test_a_report_that_tells_less_than_the_contract_wants_is_told(events, said):
    """By what it lacks, where there are few; it costs no credit. One that tells all of it, or comes later, is not named."""
    fields = ["problem", "affectation", "time"]
    down = [{"id": f"broken-{day}", "start": f"2026-11-{day + 1:02} 10:00", "for": "1h"} for day in range(1, events + 3)]
    reports = {one["id"]: {"at": one["start"].replace(":00", ":05"), "fields": fields} for one in down}
    reports[down[-2]["id"]]["fields"] = [*fields, "evidence", "steps"]
    reports[down[-1]["id"]]["at"] = "2026-12-24 10:00"
    case = {"policy": "clever", "month": "2026-11", "incidents": down, "agreement": {"fee": "1000 MXN", "reports": reports}}

    (due,) = accounted(case).due

    assert f"Reports {said}" in " ".join(text(accounted(case)).split())
    assert [f"broken-{number}" for number in range(1, events + 1)] == [one.event.id for one in due.incomplete]
    assert due.entitlement.payable


def test_where_no_maintenance_is_excused_no_rule_is_blamed():
    """Neither an approved window nor one that was told too late: it is the contract that takes it for downtime."""
    windows = [
        {"id": "told", "start": "2026-11-10 10:00", "for": "1h", "excuses": False},
        {"id": "late", "start": "2026-11-12 10:00", "for": "1h", "outcome": "rejected"},
    ]
    settings = {"maintenance": {"excuses": "nothing"}}
    said = " ".join(text(accounted({"policy": "klink", "settings": settings, "month": "2026-11", "windows": windows})).split())

    for name in ("told", "late"):
        assert f"{name}: this contract excuses no maintenance [klink.maint.excluded] adds 1 hour" in said
        assert f"window {name}: Database upgrade (api) this contract excuses no maintenance [klink.maint.excluded];" in said
    assert "approved" not in said


UNITS = ("_at", "_seconds", "_fraction", "_percent", "_units")


def keys_in(shape):
    """Every key at whatever depth."""
    if isinstance(shape, dict):
        return set(shape) | {key for value in shape.values() for key in keys_in(value)}
    return {key for value in shape for key in keys_in(value)} if isinstance(shape, list) else set()


def test_the_handbook_tells_every_key_of_the_json():
    """And none that is not there; a breach of a metric and a missed answer are in it too."""
    page = (GOLDEN.parent.parent / "docs" / "statement-json.md").read_text(encoding="utf-8")
    case = yaml12.read("november.yaml", NOVEMBER.encode()).value
    case["incidents"][0] |= {"priority": "P1", "reported": "2026-11-05 10:05"}
    measured = accounted(
        {
            "policy": "infopromo",
            "month": "2026-11",
            "measurements": [{"metric": "latency", "at": "2026-11-03 10:00", "value": "50"}],
        }
    )
    reported = accounted(
        {
            "policy": "clever",
            "month": "2026-11",
            "incidents": [{"start": "2026-11-03 10:00", "for": "1h"}],
            "agreement": {"reports": {"incident-0": "2026-11-03 10:05"}},
        }
    )
    told = json.loads(render.json([accounted(case), measured, reported], {}))

    named = set(re.findall(r"`([a-z][a-z_]+)`", page))
    with_units = {name for name in named if name.endswith(UNITS)}
    assert set() == keys_in(told) - named
    assert set() == with_units - keys_in(told)


def test_a_month_that_is_counted_otherwise_has_other_incidents():
    """Read as a billing month, October begins on its 15th: of what came before, no answer is compared."""
    down = [
        {"start": f"2026-10-{day} 10:00", "for": "1h", "priority": "P1", "reported": f"2026-10-{day} 10:01"} for day in ("05", "20")
    ]

    told = accounted({"policy": "infopromo", "month": "2026-10", "incidents": down})

    assert "I8=billing: The month is that of a bill: of one that begins on the 15th, say." in text(told)
    assert "counted 1 hour instead of 2 hours" in text(told)
