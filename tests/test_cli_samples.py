"""What monitors saw, on the command line: outages that nobody declared, and time of which nobody knows."""

import json

import pytest
from test_cli import statusgen, write

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: UTC}
announcements: declared
components: [{id: api, name: API}, {id: web, name: Web}]
policies: [klink]
"""
NOW = "2026-11-01T00:20:00Z"
MINUTES = 20


@pytest.fixture
def page(tmp_path):
    """A page at twenty past midnight of the month's first day: five minutes of the API's outage are declared."""
    declared = "{title: Down, components: [api], impact: outage, start: 2026-11-01 00:02, end: 2026-11-01 00:07}\n"
    slow = "{title: Slow, components: [api], impact: degraded, cause: meta_api, start: 2026-11-01 00:10, end: 2026-11-01 00:12}\n"
    write(tmp_path, statusgen=SETTINGS, incidents__down=declared, incidents__slow=slow)
    return tmp_path


def sampled(folder, name, component, said):
    """Samples of every minute: `u` up, `d` down, a space none."""
    up = {"u": "true", "d": "false"}
    rows = [f"{component},2026-11-01T00:{minute:02}:00Z,{up[one]}" for minute, one in enumerate(said) if one != " "]
    (folder / name).write_text("component,time,up\n" + "\n".join(rows) + "\n")


def account(folder, *arguments):
    done = statusgen(folder, "uptime", "2026-11", "--at", NOW, *arguments, "--format", "json")
    (month,) = json.loads(done.stdout)["months"]
    (policy,) = month["policies"]
    return policy, done.stderr


def test_what_monitors_saw_and_nobody_declared_counts(page):
    """Down 00:01-00:08, of which 00:02-00:07 is declared: two minutes more, each an outage of unknown cause."""
    sampled(page, "api.csv", "api", "u" + "d" * 7 + "u" * 12)
    sampled(page, "web.csv", "web", "u" * MINUTES)

    policy, said = account(page, "--samples", "api.csv", "web.csv")

    assert (420, 0, "") == (policy["counted_seconds"], policy["unknown_seconds"], said)
    found = [(one["event"], one["starts_at"][11:19], one["seconds"], one["cause"]) for one in policy["counted"]]
    assert [
        ("samples-api-20261101t000100z", "00:01:00", 60, "unknown"),
        ("down", "00:02:00", 300, "unknown"),
        ("samples-api-20261101t000700z", "00:07:00", 60, "unknown"),
    ] == found


def test_what_less_than_an_outage_was_declared_for_has_its_cause(page):
    """Down 00:10-00:13: for two minutes of it the API was declared slow, because of Meta, which the contract excludes."""
    sampled(page, "api.csv", "api", "u" * 10 + "d" * 3 + "u" * 7)
    sampled(page, "web.csv", "web", "u" * MINUTES)

    policy, _ = account(page, "--samples", "api.csv", "web.csv")

    assert (300 + 60, 120) == (policy["counted_seconds"], policy["not_counted_seconds"])
    assert ["cause"] == [one["ground"] for one in policy["not_counted"]]


def test_gaps_are_unknown_and_never_up(page):
    """The sample of 00:04 speaks until 00:05:30; until 00:07 an outage is declared; from then to 00:15 nobody knows.

    The uptime is told from the least to the most that it can be.
    """
    sampled(page, "api.csv", "api", "uu" + "ddd" + " " * 10 + "u" * 5)
    sampled(page, "web.csv", "web", "u" * MINUTES)

    policy, _ = account(page, "--samples", "api.csv", "web.csv")

    assert (300, 480) == (policy["counted_seconds"], policy["unknown_seconds"])
    assert [("00:07:00", "00:15:00")] == [(one["starts_at"][11:19], one["ends_at"][11:19]) for one in policy["unknown"]]
    assert policy["uptime_least_fraction"] != policy["uptime_fraction"]


def test_unknown_time_decides_a_commitment_only_where_it_must(page):
    """99.9 % of 30 days allow 2,592 seconds: 20 minutes of unknown time cannot break it, nearly a month of it might."""
    sampled(page, "web.csv", "web", "u" * MINUTES)
    policy, said = account(page, "--samples", "web.csv")
    assert [True] * 3 == [plan["commitment_met"] for plan in policy["plans"]]
    assert "no sample speaks of api: their whole time is unknown" in said

    (month,) = json.loads(
        statusgen(page, "uptime", "2026-11", "--at", "2026-12-02T00:00:00Z", "--samples", "web.csv", "--format", "json").stdout
    )["months"]
    assert {None} == {plan["commitment_met"] for plan in month["policies"][0]["plans"]}


def test_samples_that_come_too_rarely_are_told(page):
    """With the gap that would do."""
    for name in ("api", "web"):
        rows = [f"{name},2026-11-01T00:{minute:02}:00Z,true" for minute in range(0, MINUTES, 5)]
        (page / f"{name}.csv").write_text("component,time,up\n" + "\n".join(rows) + "\n")

    policy, said = account(page, "--samples", "api.csv", "web.csv")
    assert 0 < policy["unknown_seconds"]
    assert "the samples of api are 5 minutes apart, and each speaks for 1 minute 30 seconds at most" in said
    assert "`--samples-gap 450s`" in said

    policy, said = account(page, "--samples", "api.csv", "web.csv", "--samples-gap", "450s")
    assert (0, "") == (policy["unknown_seconds"], said)


def test_samples_of_what_is_no_component_are_told(page):
    """With the nearest one."""
    sampled(page, "api.csv", "apy", "u" * MINUTES)

    _, said = account(page, "--samples", "api.csv")

    assert "the samples speak of `apy`, which is no component: they are passed over.\n  Did you mean `api`?" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--samples", "nowhere.csv"), "nowhere.csv"),
        (("--samples", "api.csv", "--samples-gap", "soon"), "--samples-gap: `soon` is not a duration."),
    ],
)
def test_samples_that_cannot_be_read_give_no_figure(page, arguments, said):
    """Exit code 2, and no account."""
    sampled(page, "api.csv", "api", "u")

    done = statusgen(page, "uptime", "2026-11", "--at", NOW, *arguments)

    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr


def test_samples_from_before_the_month_say_that_all_is_unknown(page):
    """Nothing of it is taken for up."""
    (page / "old.csv").write_text("component,time,up\napi,2026-10-01T00:00:00Z,true\nweb,2026-10-01T00:00:00Z,true\n")

    policy, said = account(page, "--samples", "old.csv")

    assert (1200 - 300, True) == (policy["unknown_seconds"], "no sample speaks of this time" in said)
