"""`statusgen policy`: a promise in words, and doubts about policies, as people and CI meet them."""

import json
from pathlib import Path

import pytest
from test_cli import statusgen, write

GOLDEN = Path(__file__).parent / "golden"
SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}]
policies: [clever, gold]
"""
GOLD = "extends: klink\ntitle: Gold\nnotice: {hours: 72}\n"
PACKS = ["clever", "clicksend", "ecerium", "infopromo", "klink"]


@pytest.fixture
def page(tmp_path):
    """A page that is held to a pack and to a policy of its own, and declares another."""
    write(tmp_path, statusgen=SETTINGS, policies__gold=GOLD, policies__spare="extends: gold\ntitle: Spare\n")
    return tmp_path


@pytest.fixture
def nowhere(tmp_path_factory):
    """A folder without a project."""
    return tmp_path_factory.mktemp("nowhere")


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_shown_without_a_project(nowhere, name):
    """Whoever wants to know what a pack promises needs no page for it."""
    done = statusgen(nowhere, "policy", "show", name)

    assert (0, "") == (done.returncode, done.stderr)
    assert (GOLDEN / "promises" / f"{name}.txt").read_text(encoding="utf-8") == done.stdout


def test_a_projects_own_policy_is_shown_with_what_it_changes(page, nowhere):
    """From anywhere, with `--project`; the file that declares it is named."""
    done = statusgen(nowhere, "policy", "show", "gold", "--project", str(page))

    assert 0 == done.returncode
    assert done.stdout.startswith("gold: Gold\n")
    assert "Declared in policies/gold.yaml, which extends klink.\n" in done.stdout
    assert "announced at least 72 hours (3 days) before it starts" in done.stdout


def test_a_policy_with_the_name_of_a_pack_takes_its_place(page):
    """In the project's folder."""
    write(page, policies__clever="extends: clever\nread_as: {V1: lower_row}\n")
    done = statusgen(page, "policy", "show", "clever")

    assert "  Uptime of 99 % or less gives 10 % back. [clever.credits]\n" in done.stdout
    assert "  V1: Exactly 99.00 % gives 10 %. [clever.credits]\n      or default: Exactly 99.00 % gives 5 % and" in done.stdout


def test_the_version_in_force_at_an_instant_is_shown(page):
    """By the page's clock, where the instant has no offset of its own."""
    write(page, policies__gold=GOLD + "versions: [{effective_from: 2027-01-01, notice: {hours: 96}}]\n")

    for at, told in (("2026-12-31 17:59", "At first, told here."), ("2026-12-31 18:00", "From 2027-01-01 on, told here:")):
        assert f"  {told}\n" in statusgen(page, "policy", "show", "gold", "--at", at).stdout
    assert 2 == statusgen(page, "policy", "show", "gold", "--at", "tomorrow").returncode


def test_a_promise_is_there_for_programs(nowhere):
    """The same sentences, with what the text only lays out."""
    done = statusgen(nowhere, "policy", "show", "klink", "--format", "json")

    assert (GOLDEN / "promises" / "klink.json").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("command", ["show", "check"])
def test_an_unknown_policy_is_wrong_usage(page, command):
    """With the nearest name."""
    done = statusgen(page, "policy", command, "gould")

    assert (2, "", "statusgen: there is no policy `gould`\n  Did you mean `gold`?\n") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("command", [["show", "clever"], ["show"], ["check"]])
def test_a_folder_that_is_named_must_hold_a_project(nowhere, command):
    """Nobody asks for a project and means the packs."""
    assert 2 == statusgen(nowhere, "policy", *command, "--project", str(nowhere)).returncode


def test_a_policy_that_cannot_be_read_is_no_promise(page):
    """What is wrong with it, or with what it extends, is told instead."""
    write(page, policies__gold=GOLD.replace("72", "soon"))
    done = statusgen(page, "policy", "show", "spare")

    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("policies/gold.yaml:3:17: error: Value of the wrong kind [wrong-type]\n")


def test_without_an_id_the_policies_are_listed(page):
    """Those of the page first, then what else is declared, then the packs."""
    done = statusgen(page, "policy", "show")

    assert (0, (GOLDEN / "policies.txt").read_text(encoding="utf-8")) == (done.returncode, done.stdout)


def test_outside_of_a_project_the_packs_are_listed(nowhere):
    """There is nothing else."""
    done = statusgen(nowhere, "policy", "show")

    assert (0, ["Built", *PACKS]) == (done.returncode, [line.split()[0] for line in done.stdout.splitlines()])


def test_a_page_that_is_held_to_nothing_says_so(page):
    """And a file that cannot be read has no title."""
    write(page, statusgen=SETTINGS.replace("[clever, gold]", "[]"), policies__gold="title: Gold\n")
    done = statusgen(page, "policy", "show")

    assert 1 == done.returncode
    assert "Acme is held to\n  no policy\n" in done.stdout
    assert "  gold       cannot be read (policies/gold.yaml)\n" in done.stdout
    assert "missing-key" in done.stderr


def test_the_list_is_there_for_programs(page):
    """Which are the page's, which are built in, and where each is declared."""
    shape = json.loads(statusgen(page, "policy", "show", "--format", "json").stdout)

    assert (1, "Acme", PACKS) == (shape["version"], shape["page"], [one["policy"] for one in shape["packs"]])
    assert {
        "policy": "gold",
        "title": "Gold",
        "file": "policies/gold.yaml",
        "extends": "klink",
        "held_to": True,
    } == shape["policies"][1]
    assert [True, True, False] == [one["held_to"] for one in shape["policies"]]


def test_a_check_tells_doubts_and_ends_well(page):
    """A doubt is a warning: nothing is rejected for it. It stands where the file says it, once."""
    done = statusgen(page, "policy", "check")

    assert (0, (GOLDEN / "policy-check.txt").read_text(encoding="utf-8"), "") == (done.returncode, done.stdout, done.stderr)


def test_a_check_of_some_tells_of_these_alone(page):
    """`gold` is told of in the file that says it."""
    assert "Checked 1 policy (spare): no doubts.\n" == statusgen(page, "policy", "check", "spare").stdout
    assert "Checked 2 policies (gold, spare): 1 warning.\n" in statusgen(page, "policy", "check", "gold", "spare").stdout


def test_a_check_tells_mistakes_first_and_rejects(page):
    """Errors of reading, in every file, and doubts about the rest."""
    write(page, policies__broken="extends: clever\nnotice: {hours: soon}\n", statusgen=SETTINGS.replace("gold]", "gold, gild]"))
    done = statusgen(page, "policy", "check")

    assert 1 == done.returncode
    assert ["unknown-policy", "stale-clause", "wrong-type"] == sorted(
        (line.rpartition("[")[2].rstrip("]") for line in done.stdout.splitlines() if line.endswith("]") and "yaml:" in line),
        key=["unknown-policy", "stale-clause", "wrong-type"].index,
    )
    assert done.stdout.endswith("Checked 4 policies (clever, gold, broken, spare): 2 errors, 1 warning.\n")


def test_a_file_that_is_not_read_is_told(page):
    """As everywhere; what lies in other folders is no policy."""
    write(page, windows__upgrade="title: x")
    (page / "policies" / "silver.json").write_text("{}", encoding="utf-8")
    (page / "windows" / "other.json").write_text("{}", encoding="utf-8")
    done = statusgen(page, "policy", "check")

    assert 0 == done.returncode
    assert "policies/silver.json:1:1: warning: Not read [not-read]\n" in done.stdout
    assert "windows/" not in done.stdout
    assert "Checked 3 policies (clever, gold, spare): 2 warnings.\n" in done.stdout


def test_a_check_of_one_tells_what_is_wrong_with_what_it_extends(page):
    """Not with files that have nothing to do with it."""
    write(page, policies__gold=GOLD.replace("72", "soon"), policies__other="extends: clever\nplan: 3\n")
    done = statusgen(page, "policy", "check", "spare")

    assert 1 == done.returncode
    assert "policies/gold.yaml:3:17: error" in done.stdout
    assert "policies/other.yaml" not in done.stdout


def test_a_check_of_nothing_is_not_that_all_is_well(page):
    """No policy is named, and none declared."""
    write(page, statusgen=SETTINGS.replace("[clever, gold]", "[]"))
    for file in (page / "policies").glob("*.yaml"):
        file.unlink()
    done = statusgen(page, "policy", "check")

    assert (3, "Nothing was read: the page is held to no policy, and `policies/` declares none.\n") == (
        done.returncode,
        done.stdout,
    )


def test_outside_of_a_project_the_packs_are_checked(nowhere):
    """And leave no doubt."""
    done = statusgen(nowhere, "policy", "check")

    assert (0, f"Checked 5 policies ({', '.join(PACKS)}): no doubts.\n") == (done.returncode, done.stdout)


def test_a_check_is_there_for_programs(page):
    """The findings have the shape that they have everywhere."""
    shape = json.loads(statusgen(page, "policy", "check", "--format", "json").stdout)

    assert (1, ["clever", "gold", "spare"]) == (shape["version"], shape["policies"])
    assert {"errors": 0, "warnings": 1, "notes": 0} == shape["counts"]
    (finding,) = shape["findings"]
    assert ("policies/gold.yaml", 3, "stale-clause", "klink.maint.notice") == (
        finding["file"],
        finding["line"],
        finding["rule"],
        finding["clause"],
    )
