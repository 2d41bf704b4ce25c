"""`statusgen next`: when a page next changes by itself, told by its text and its exit code."""

import json

import pytest
from test_cli import LATE, NOW, Exit, page, process, statusgen, write

__all__ = ["page"]  # a fixture

LATE_IN_DECEMBER = "2026-12-20T12:00:00Z"


def test_the_next_change_is_told_in_utc_on_the_pages_clock_and_by_its_event(page):
    """One line, for people and for scripts that cut it."""
    told = process(page, "next", "--at", "2026-12-05T20:30:00-06:00")

    assert "2026-12-06T03:00:00Z  Sat 2026-12-05 21:00 -06:00  windows/upgrade\n" == told.stdout
    assert Exit.ACCEPTED == told.returncode


def test_a_month_that_is_over_is_told_as_such(page):
    """Here that of a contract, whose clock is Perth's; then it is not an event that turns."""
    assert (
        "2026-12-31T16:00:00Z  Thu 2026-12-31 10:00 -06:00  the page itself\n"
        == statusgen(page, "next", "--at", LATE_IN_DECEMBER).stdout
    )


def test_programs_are_told_the_same(page):
    """With the page's address, by which what is published can be looked up."""
    answer = statusgen(page, "next", "--at", "2026-12-05T20:30:00-06:00", "--format", "json")

    assert {
        "version": 1,
        "page": "https://status.acme.example/",
        "at": "2026-12-06T02:30:00Z",
        "next_at": "2026-12-06T03:00:00Z",
        "events": ["windows/upgrade"],
    } == json.loads(answer.stdout)


def test_what_is_told_is_what_the_site_says(page):
    """`valid_until` of the page that is built at the same instant; built at that instant, it begins anew."""
    told = json.loads(statusgen(page, "next", "--at", NOW, "--format", "json").stdout)["next_at"]

    for at, key in ((NOW, "valid_until"), (told, "valid_from")):
        statusgen(page, "build", "--at", at, "--out", str(page / "public"))
        assert told == json.loads((page / "public/api/v1/site.json").read_text(encoding="utf-8"))[key]


@pytest.mark.parametrize("shape", ["text", "json"])
def test_a_page_without_events_never_changes(page, shape):
    """Which is said, and ends with 3: nothing was read that could."""
    for file in (*page.glob("windows/*"), *page.glob("incidents/*")):
        file.unlink()
    told = statusgen(page, "next", "--at", NOW, "--format", shape)

    assert Exit.NOTHING == told.returncode
    if shape == "text":
        assert "Nothing is declared: the page never changes by itself.\n" == told.stdout
    else:
        assert None is json.loads(told.stdout)["next_at"]


def test_what_cannot_be_read_has_no_next_change(page):
    """It is told as by a build, which would write nothing either."""
    write(page, windows__broken="strat: 1\n")
    told = statusgen(page, "next", "--at", LATE)

    assert (Exit.REJECTED, "") == (told.returncode, told.stdout)
    assert "windows/broken.yaml:1:1: error:" in told.stderr
