"""The gate: may it be changed now? It agrees with `plan`, and with itself at the instants that it names."""

import json

import msgspec
import pytest
from hypothesis import given
from judging import CLEVER_HOURS, at, make_policy, make_project, make_window
from test_cli import Exit, page, process, statusgen, write
from test_slots import a_window, caused, projects

from statusgen.load import load
from statusgen.model import Actual, Cancelled, Component, Limits, Update
from statusgen.plan import plan
from statusgen.policy import Impact
from statusgen.rules import HORIZON, Wish
from statusgen.slots.gate import gate, own
from statusgen.timeline import DAY, HOUR, MINUTE

__all__ = ["page"]  # a fixture

START = at("2026-12-05 21:00")
NOW = START + HOUR
BEFORE = START - 20 * DAY
DATABASE = Wish(("database",), Impact.OUTAGE, 1)


def accepted(texts, now, wish):
    """Whether `plan` has nothing against a window that starts now, had it been announced long ago."""
    file = a_window(now, wish.seconds, wish.components, wish.impact.value, announced=now - 40 * DAY)
    file["notices"] = [{"channel": "email", "at": file["announced"], "acknowledged": file["announced"]}]
    loaded = load({**texts, "windows/new.yaml": json.dumps(file).encode()}, now=now - 1)
    before = load(texts, now=now - 1).project
    told = (plan(project, None, {}, (), now - 1).findings for project in (loaded.project, before))
    return not [one for one in caused(*told) if one.rule != "acknowledgement-missing"]


@given(projects())
def test_the_gate_is_open_where_plan_accepts_a_window(drawn):
    """Which starts now and was announced. It turns when it says so, not before."""
    texts, now, wish = drawn
    project = load(texts, now=now).project
    found = gate(project, wish, now)

    assert found.is_open == accepted(texts, now, wish)
    assert found.is_open or found.reasons
    if found.changes is not None:
        before, then = (gate(project, wish, turn) for turn in (found.changes - 1, found.changes))
        assert (found.is_open, not found.is_open) == (before.is_open, then.is_open)


def opened(window=None, *, now=NOW, wish=DATABASE, policies=None, components=None):
    project = make_project(*([window] if window else []), policies=policies or [make_policy()])
    return gate(msgspec.structs.replace(project, components=components) if components else project, wish, now)


def test_nothing_in_the_way_is_open_for_good():
    """As far as is looked."""
    found = opened()

    assert (True, (), None) == (found.is_open, found.reasons, found.changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (False, START + 4 * HOUR)),
        ({"actual": Actual(START, NOW - MINUTE)}, (True, None)),
        ({"actual": Actual(START)}, (False, START + 4 * HOUR)),
        ({"cancelled": Cancelled(BEFORE, "No.")}, (True, None)),
        ({"components": ("api",)}, (True, None)),
    ],
)
def test_another_window_closes_it_as_it_really_runs(changes, expected):
    """What ended early is over, and what was cancelled never began."""
    found = opened(make_window(START, announced=BEFORE, **changes))

    assert expected == (found.is_open, found.changes)


def test_of_work_that_runs_late_nobody_knows_the_end():
    """Closed, without a time at which that changes."""
    found = opened(make_window(START, announced=BEFORE, actual=Actual(START)), now=START + 9 * HOUR)

    assert (False, None, "work that is in the way runs late") == (found.is_open, found.changes, found.unknown)
    assert (
        "`upgrade` is at work on `database` since Sat 2026-12-05 21:00 +00:00 and longer than was planned (windows/upgrade.yaml)."
        == found.reasons[0]
    )
    assert found.because[0].until is None


def test_what_is_below_closes_it_and_what_is_above_too():
    """Through what lies between, as `dependency-overlap` says; a ring of components ends."""
    components = (
        Component("api", "API", depends_on=("cache",)),
        Component("cache", "Cache", depends_on=("database", "api")),
        Component("database", "Database"),
    )
    below, above = make_window(START, announced=BEFORE), make_window(START, announced=BEFORE, components=("api",))
    of_api = DATABASE._replace(components=("api",))

    assert not opened(below, wish=of_api, components=components).is_open
    assert not opened(above, components=components).is_open
    assert not opened(make_window(START, announced=BEFORE, components=("cache",)), components=components).is_open
    assert opened(above, components=components[2:]).is_open


def test_the_whole_time_must_be_open():
    """Work that would last beyond the hours is told so before it begins; an end that is far is told too."""
    asked = [make_policy(openings=CLEVER_HOURS)]
    saturday = at("2026-12-04 23:30")

    assert opened(now=saturday, policies=asked, wish=DATABASE._replace(seconds=90 * MINUTE)).is_open
    found = opened(now=saturday, policies=asked, wish=DATABASE._replace(seconds=90 * MINUTE + 1))
    assert (False, at("2026-12-05 17:00")) == (found.is_open, found.changes)
    assert found.reasons[0].startswith("Gold allows work Mon-Fri 21:00-01:00, Sat")


def test_a_gate_that_stays_closed_says_no_time():
    """Hours that never hold the work."""
    found = opened(policies=[make_policy(openings=CLEVER_HOURS)], wish=DATABASE._replace(seconds=2 * DAY))

    assert (False, None) == (found.is_open, found.changes)
    assert HORIZON == 90 * DAY


UNTIL = "`upgrade` is in progress until Sun 2026-12-06 01:00 +00:00."
VERIFYING = (Update(START + 30 * MINUTE, "verifying", "We look."),)


@pytest.mark.parametrize(
    ("changes", "now", "seconds", "expected"),
    [
        ({}, START - 1, 1, (False, START, "`upgrade` begins Sat 2026-12-05 21:00 +00:00.")),
        ({}, START - 1, 5 * HOUR, (False, None, "`upgrade` begins Sat 2026-12-05 21:00 +00:00.")),
        ({"actual": Actual(START - HOUR)}, START - 1, 1, (False, START, "`upgrade` begins Sat 2026-12-05 21:00 +00:00.")),
        ({}, START, 1, (True, START + 4 * HOUR, UNTIL)),
        ({}, START, 4 * HOUR, (True, START + 1, UNTIL)),
        (
            {"updates": VERIFYING},
            NOW,
            HOUR,
            (True, NOW + 2 * HOUR + 1, UNTIL),
        ),
        ({}, NOW, 4 * HOUR, (False, None, "`upgrade` has only 3 hours left.")),
        ({}, START + 4 * HOUR, 1, (False, None, "`upgrade` was over Sun 2026-12-06 01:00 +00:00.")),
        ({"actual": Actual(START)}, START + 5 * HOUR, 1, (False, None, "`upgrade` was over Sun 2026-12-06 01:00 +00:00.")),
        ({"actual": Actual(START, NOW)}, NOW, 1, (False, None, "`upgrade` was over Sat 2026-12-05 22:00 +00:00.")),
        ({"cancelled": Cancelled(BEFORE, "No.")}, NOW, 1, (False, None, "`upgrade` is cancelled.")),
    ],
)
def test_a_declared_window_opens_the_gate_for_its_own_work(changes, now, seconds, expected):
    """While it is in progress, and as long as the work ends with it."""
    found = own(make_window(START, announced=BEFORE, **changes), DATABASE._replace(seconds=seconds), now)

    assert expected == (found.is_open, found.changes, found.reasons[0])


BUDGETS = "limits: {downtime: 5h, downtime_by_policy: {clever: 4h}}\n"
OF_THE_POLICY = "2026-12 may hold 4 hours of planned outage under Clever IDEAS Service Levels (`limits.downtime_by_policy.clever`)"


def with_budgets(page):
    """The page, whose only window takes four hours of December on the database."""
    write(page, statusgen=(page / "statusgen.yaml").read_text(encoding="utf-8") + BUDGETS)
    return page


def test_a_budget_of_the_month_that_closes_it_is_named(page):
    """Of the page and of a policy: the rule, the key, what is left of it, and until when."""
    asked = ("gate", "--component", "database", "--at", "2026-12-10T21:30:00-06:00")
    told = statusgen(with_budgets(page), *asked, "--duration", "2h")

    assert Exit.REJECTED == told.returncode
    assert (
        "closed until Fri 2027-01-01 21:00 -06:00: database\n"
        "  downtime-budget, until Thu 2026-12-31 23:00 -06:00: 2026-12 may hold 5 hours of planned outage (`limits.downtime`); it "
        "has 4 hours already, which leaves 1 hour.\n"
        "  downtime-budget, until Fri 2027-01-01 00:00 -06:00: " + OF_THE_POLICY + "; it has 4 hours already, which leaves none.\n"
    ) == told.stdout.replace("\n      ", " ")
    only = json.loads(statusgen(page, *asked, "--format", "json").stdout)
    assert [
        {
            "rule": "downtime-budget",
            "policy": "clever",
            "clause": "limits.downtime_by_policy.clever",
            "reason": OF_THE_POLICY + "; it has 4 hours already, which leaves none.",
            "until_at": "2027-01-01T06:00:00Z",
        }
    ] == only["because"]
    assert ("closed", "2027-01-01T06:00:00Z") == (only["state"], only["next_change_at"])


def test_work_that_no_month_holds_never_opens_it(page):
    """Where nothing is planned, the work itself is what is too long; each month ends, and the next one is no better."""
    told = statusgen(with_budgets(page), "gate", "--component", "database", "--duration", "6h", "--at", "2026-11-08T12:00:00-06:00")

    assert "2026-11 may hold 5 hours of planned outage (`limits.downtime`); it has none yet, and this takes 6 hours." in (
        told.stdout.replace("\n      ", " ")
    )
    assert told.stdout.startswith("closed: database\n")
    assert told.stdout.endswith("\n  It does not open in the next 90 days.\n")


def test_a_month_holds_what_is_planned_however_it_runs():
    """As `plan` counts it: work that runs late on another component takes no more of the budget than it asked for."""
    late = make_window(START, announced=BEFORE, components=("api",), actual=Actual(START))
    project = make_project(late, policies=[make_policy()])
    project = msgspec.structs.replace(project, limits=Limits(downtime=5 * HOUR))

    assert gate(project, DATABASE._replace(seconds=HOUR), START + 9 * HOUR).is_open
    assert not gate(project, DATABASE._replace(seconds=HOUR + 1), START + 9 * HOUR).is_open


def test_a_pipeline_goes_by_the_exit_code(page):
    """As a process: 0 open, 1 closed."""
    evening, morning = (
        process(page, "gate", "--component", "api", "--at", f"2026-12-04T{hour:02}:30:00-06:00") for hour in (21, 9)
    )

    assert (Exit.ACCEPTED, Exit.REJECTED) == (evening.returncode, morning.returncode)
    assert evening.stdout.startswith(
        "open until Sat 2026-12-05 01:00 -06:00: api\n  Then maintenance-hours: Clever IDEAS Service Levels allows"
    )
    assert morning.stdout.startswith("closed until Fri 2026-12-04 21:00 -06:00: api\n  maintenance-hours: Clever")
    assert "" == evening.stderr + morning.stderr


def test_where_nothing_closes_it_that_is_said(page):
    """Under a contract without hours."""
    write(page, statusgen=(page / "statusgen.yaml").read_text(encoding="utf-8").replace("[clever, clicksend]", "[clicksend]"))
    told = statusgen(page, "gate", "--component", "api", "--at", "2026-12-04T09:30:00-06:00")

    assert (Exit.ACCEPTED, "open: api\n  Nothing closes it in the next 90 days.\n") == (told.returncode, told.stdout)


def test_programs_are_told_state_reason_and_next_change(page):
    """With the window that was asked about."""
    arguments = ("gate", "--component", "database", "--window", "upgrade", "--format", "json", "--at")
    told = statusgen(page, *arguments, "2026-12-05T22:00:00-06:00")

    assert {
        "version": 1,
        "page": "Acme",
        "at": "2026-12-06T04:00:00Z",
        "components": ["database"],
        "state": "open",
        "reasons": ["`upgrade` is in progress until Sun 2026-12-06 01:00 -06:00."],
        "because": [
            {
                "rule": None,
                "policy": None,
                "clause": None,
                "reason": "`upgrade` is in progress until Sun 2026-12-06 01:00 -06:00.",
                "until_at": None,
            }
        ],
        "next_change_at": "2026-12-06T07:00:00Z",
        "window": "upgrade",
    } == json.loads(told.stdout)
    assert Exit.ACCEPTED == told.returncode
    assert Exit.REJECTED == statusgen(page, *arguments, "2026-12-06T01:00:00-06:00").returncode


@pytest.mark.parametrize(("hour", "state", "turn"), [("21", "open", "2026-12-05T07"), ("09", "closed", "2026-12-05T03")])
def test_terraform_reads_one_flat_object_of_texts_and_a_zero(page, hour, state, turn):
    """Whatever the answer; a mistake in the question is a failure, and told beside."""
    arguments = ("gate", "--component", "api", "--format", "terraform", "--at", f"2026-12-04T{hour}:30:00-06:00")
    told = statusgen(page, *arguments)
    answer = json.loads(told.stdout)

    assert (Exit.ACCEPTED, state, f"{turn}:00:00Z") == (told.returncode, answer["state"], answer["next_change_at"])
    assert {"state", "reason", "at", "next_change_at"} == set(answer)
    assert {str} == set(map(type, answer.values()))
    wrong = statusgen(page, *arguments, "--component", "apo")
    assert (Exit.USAGE, "") == (wrong.returncode, wrong.stdout)
    assert "Did you mean `api`?" in wrong.stderr


def test_no_next_change_is_an_empty_text_to_terraform(page):
    """Not null, which is no text."""
    write(page, windows__upgrade="{title: Late, components: [api], impact: none, start: 2026-12-05 21:00, duration: 4h, "
          "actual: {start: 2026-12-05 21:00}}\n")  # fmt: skip
    told = statusgen(page, "gate", "--component", "api", "--format", "terraform", "--at", "2026-12-06T09:00:00-06:00")

    assert "" == json.loads(told.stdout)["next_change_at"]


def test_a_file_that_cannot_be_read_closes_the_gate(page):
    """It may be a window in the way."""
    write(page, windows__broken="title: x\n")
    asked = ("gate", "--component", "api", "--at", "2026-12-04T21:30:00-06:00")
    told = statusgen(page, *asked)
    shown = json.loads(statusgen(page, *asked, "--format", "json").stdout)

    assert Exit.REJECTED == told.returncode
    assert "windows/broken.yaml:1:1: error" in told.stderr
    assert told.stdout.startswith("closed: api\n")
    assert "\n  missing-key: windows/broken.yaml:1:1: `start` is missing.\n" in told.stdout
    assert told.stdout.endswith("\n  Nobody knows when it opens: what cannot be read may be a window in the way.\n")
    assert ("closed", None) == (shown["state"], shown["next_change_at"])
    assert {"missing-key", "end-and-duration"} == {one["rule"] for one in shown["because"]}
    failed = statusgen(page, *asked, "--format", "terraform")
    assert (Exit.REJECTED, "") == (failed.returncode, failed.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--component", "databse"), "there is no component `databse`\n  Did you mean `database`?"),
        (("--component", "api", "--duration", "0m"), "--duration: `0m` is not a duration."),
        (("--component", "database", "--window", "upgrad"), "there is no window `upgrad`\n  Did you mean `upgrade`?"),
        (("--component", "database", "--window", "x"), "there is no window `x`\n  Known: `upgrade`."),
        (("--component", "api", "--window", "x"), "there is no window `x`\n  None that is still to come works on `api`."),
        (("--component", "api", "--window", "upgrade"), "`upgrade` does not work on `api`, but on `database`"),
    ],
)
def test_a_wrong_question_is_told_the_way_out(page, arguments, said):
    """And is no answer: neither open nor closed."""
    told = statusgen(page, "gate", *arguments, "--at", "2026-12-04T21:30:00-06:00")

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert said in told.stderr


def test_nothing_but_windows_is_asked_for(page):
    """A shallow clone, a broken incident and no git at all do not matter."""
    write(page, incidents__broken="title: x\n", agreements__broken="x: y\n")
    told = statusgen(page, "gate", "--component", "api", "--at", "2026-12-04T21:30:00-06:00")

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
