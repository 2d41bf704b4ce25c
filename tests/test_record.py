"""Policy pages: the promise in words, and this page's own record of keeping it. Public facts, and nothing of agreements."""

import re

import pytest
from accounting import pack
from msgspec.structs import replace
from site_project import DONE, FAILED, GOLD, VERDICTS, at, incident, project, verdict, window
from test_site import site

from statusgen.board import board
from statusgen.board.months_over import months_over
from statusgen.civil import Month
from statusgen.model import Actual
from statusgen.policy import Notice
from statusgen.promises import promise
from statusgen.site.policies import Policies
from statusgen.verdict import Outcome

DECEMBER = "2026-12-05 22:00"


def page(windows=(DONE,), incidents=(FAILED,), now=DECEMBER, policy=GOLD, verdicts=VERDICTS):
    """The page of a policy."""
    shown = board(project(windows, incidents, policies=(policy,)), verdicts, at(now))
    return Policies(shown).page(policy)


def tiles(**more):
    """The figures of a record: name to figure, kind and words."""
    return {tile.name: (tile.figure, tile.kind, tile.said) for tile in page(**more).tiles}


def test_the_record_counts_what_was_kept():
    """Notice that was too short, months below the commitment; each with how many there were."""
    assert tiles() == {
        "Uptime": ("0 of 1", "missed", "months in which every commitment was kept; the lowest was 99.8912\u00a0%"),
        "Notice": ("0 of 1", "missed", "windows announced in time"),
        "Past the announced end": ("0 of 1", "kept", "every window ended in time"),
    }


def test_overruns_and_emergencies_are_told():
    """How long in all and at most; emergency work asks for no notice."""
    ends = {"2026-11-11": "21:10", "2026-11-13": "21:30"}
    late = [
        window(day, f"{day} 20:00", f"{day} 21:00", announced="2026-11-01 10:00", actual=Actual(None, at(f"{day} {end}")))
        for day, end in ends.items()
    ]
    urgent = window("u", "2026-11-20 20:00", "2026-11-20 21:00", announced="2026-11-20 19:00", emergency="A leak.")

    told = tiles(windows=[*late, urgent], incidents=())

    assert ("2 of 3", "missed", "windows; 40 minutes in all, 30 minutes at most") == told["Past the announced end"]
    assert ("2 of 2", "kept", "windows announced in time") == told["Notice"]
    assert ("1", "unknown", "without the usual notice") == told["Emergency work"]


def test_windows_outside_the_maintenance_hours_are_lapses():
    """Of a policy that has hours; each is listed with all its reasons, the newest first."""
    clever = pack("clever")
    windows = [
        window("night", "2026-11-12 21:00", "2026-11-12 22:00"),  # a Thursday
        window("day", "2026-11-13 12:00", "2026-11-13 13:00", "2026-11-13 10:00", actual=Actual(None, at("2026-11-13 13:05"))),
    ]

    told = page(windows=windows, incidents=(), policy=clever, verdicts={})

    assert ("1 of 2", "missed", "windows inside them") == tiles(windows=windows, policy=clever, verdicts={})["Maintenance hours"]
    assert ("windows/day/", ("notice too short", "outside the maintenance hours", "5 minutes past its end")) == (
        told.lapses[0].path,
        told.lapses[0].reasons,
    )


@pytest.mark.parametrize(
    ("now", "last"),
    [("2026-12-05 22:00", Month(2026, 11)), ("2026-11-30 23:59:59", Month(2026, 10)), ("2026-12-01 00:00", Month(2026, 11))],
)
def test_only_months_that_are_over_are_told(now, last):
    """So that no figure changes after it was published, but by a file; on the policy's own calendar."""
    assert (12, last) == (len(months_over(GOLD, at(now))), months_over(GOLD, at(now))[-1])


def test_months_before_anything_was_declared_say_nothing():
    """No silence is told as 100 %; a month between is, where nothing failed."""
    told = page(incidents=(incident("i", "2026-09-03 10:00", "2026-09-03 10:01"),), now="2027-01-05 00:00")

    assert ["December 2026", "November 2026", "October 2026", "September 2026"] == [month.name for month in told.months]
    assert ["100.0000\u00a0%", "100.0000\u00a0%"] == [told.months[0].uptime, told.months[2].uptime]
    assert "January 2026 to December 2026" == told.period
    assert ("–", "unknown") == tiles(windows=(), incidents=(incident("n", "2026-12-05 21:00"),))["Uptime"][:2]


def test_a_month_without_a_promise_says_so():
    """Before the first version was in force, between months that are told."""
    told = page(policy=replace(GOLD, effective_from="2026-11-01"))

    assert ["November 2026"] == [month.name for month in told.months]
    assert "2027-05-01" == page(policy=replace(GOLD, effective_from="2027-05-01")).not_before


def test_plans_are_named_where_there_are_several():
    """And what is only a target is called one."""
    klink = pack("klink")
    down = incident("i", "2026-11-03 10:00", "2026-11-04 10:00", components=("api",))

    told = page(windows=(), incidents=(down,), policy=klink, verdicts={})

    assert ["missed"] * len(told.months[0].plans) == [kind for kind, _ in told.months[0].plans]
    assert any(said.endswith("missed") and ":" in said for _, said in told.months[0].plans)
    assert any("target" in said for _, said in told.months[0].plans)


def test_versions_of_a_contract_are_told():
    """What is new and what is gone, the newest first; one version is none worth telling."""
    after = replace(GOLD, effective_from="2027-01-01", notice=Notice("gold.notice", hours=72))
    both = replace(GOLD, versions=(after,))

    told = page(policy=both)

    assert [("2027-01-01", False), ("", True)] == [(each.since, each.in_force) for each in told.versions]
    assert told.versions[0].new
    assert () == page().versions


def test_the_page_says_the_words_of_the_command():
    """`statusgen policy show` and the page tell the same sentences, in the same order."""
    body = site(policies=(pack("clever"),), verdicts={})["policies/clever/index.html"].decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)).replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')

    place = 0
    for chapter in promise(pack("clever"), at(DECEMBER)).chapters:
        for sentence in chapter.sentences:
            place = text.index(re.sub(r"\s+", " ", sentence.text), place)


def test_the_page_changes_only_with_what_it_shows():
    """Not with events that are to come; with verdicts, and when another month is over."""
    old, new = window("o", "2026-11-20 10:00", "2026-11-20 11:00"), window("n", "2026-12-20 10:00", "2026-12-20 11:00")
    approved = {**VERDICTS, (DONE.id, "gold"): verdict(DONE.id, Outcome.APPROVED)}

    def digest(*windows, verdicts=VERDICTS, now=DECEMBER):
        return Policies(board(project([DONE, *windows], (FAILED,)), verdicts, at(now))).digest(GOLD)

    assert digest() == digest(new) == digest(now="2026-12-31 23:00")
    assert 4 == len({digest(), digest(old), digest(verdicts=approved), digest(now="2027-01-05 00:00")})
