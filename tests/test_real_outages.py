"""819 outages that really happened, under all five packs, against a second calculation that shares no code.

The second one knows nothing of statusgen: months by the standard library, downtime as one bit a second in plain integers,
tables and causes written down here once more.
"""

import csv
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statusgen import rules
from statusgen.civil import Month
from statusgen.load import load
from statusgen.sources import read_folder
from statusgen.statement import statement

CSV = Path(__file__).parent.parent.parent / "shared" / "data" / "outages" / "github.csv"
pytestmark = pytest.mark.skipif(not CSV.exists(), reason="the outages are not here: ../shared/data/outages/github.csv")

WORDS = {
    "actions": "actions", "api": "api requests", "codespaces": "codespaces", "copilot": "copilot", "git": "git operations",
    "issues": "issues", "packages": "packages", "pages": "pages", "pulls": "pull requests", "webhooks": "webhooks",
}  # fmt: skip
COMPONENTS = (*WORDS, "other")
CAUSES = (
    "provider_failure", "ally_failure", "hosting_failure", "messaging_provider", "meta_api", "ai_provider", "internet_provider",
    "third_party", "customer_error", "customer_connectivity", "force_majeure", "government_action", "cyberattack", "unknown",
)  # fmt: skip
OUTSIDE = {"internet_provider", "messaging_provider", "meta_api", "ai_provider", "third_party"}
CUSTOMER = {"customer_error", "customer_connectivity"}
NOT_COUNTED = {
    "clicksend": OUTSIDE | CUSTOMER,
    "ecerium": OUTSIDE | CUSTOMER,
    "klink": {"meta_api", "messaging_provider", "ai_provider", "force_majeure", "government_action", "cyberattack"} | CUSTOMER,
    "infopromo": OUTSIDE | {"force_majeure", "government_action", "hosting_failure", "customer_connectivity", "cyberattack"},
    "clever": OUTSIDE | CUSTOMER,
}
ZONES = {
    "clicksend": "Australia/Perth",
    "ecerium": "Europe/Brussels",
    "klink": "UTC",
    "infopromo": "UTC",
    "clever": "America/Mexico_City",
}
REBATE = ((95, 100), (96, 75), (97, 50), (98, 25), (99, 10), (100, 5))
TABLES = {
    "clicksend": REBATE,
    "ecerium": REBATE,
    "klink": ((95, 25), (99, 10), (Fraction(999, 10), 5)),
    "clever": ((Fraction(197, 2), 15), (99, 10), (Fraction(999, 10), 5)),
}
PROMISED = {
    "clicksend": {"standard": Fraction(100)},
    "ecerium": {"standard": Fraction(999, 10)},
    "klink": {"starter": Fraction(199, 2), "growth": Fraction(199, 2), "enterprise": Fraction(999, 10)},
    "infopromo": {"standard": Fraction(999, 10), "premium": Fraction(1999, 20), "enterprise": Fraction(9999, 100)},
    "clever": {"standard": Fraction(999, 10)},
}
EVERYONE = set(ZONES)
ON_THE_PAGE = {"clicksend", "ecerium", "infopromo"}

# id: start, end, how it ran, announced, by e-mail, impact, components, emergency, who approves it
WINDOWS = {
    "month-end": ("2023-04-30 20:00:00", "2023-05-01 04:00:00", ("2023-04-30 20:00:00", "2023-05-01 02:15:30"),
                  "2023-04-10 09:00:00", "2023-04-10 09:00:00", "outage", COMPONENTS, None, EVERYONE),
    "three-days": ("2023-05-09 12:00:00", "2023-05-09 18:00:00", None,
                   "2023-05-06 12:00:00", "2023-05-06 12:00:00", "outage", ("actions", "api"), None, {"klink", "infopromo"}),
    "page-only": ("2023-05-16 21:00:00", "2023-05-16 21:30:30", None,
                  "2023-04-16 21:00:00", None, "degraded", COMPONENTS, None, ON_THE_PAGE),
    "urgent": ("2023-06-07 16:00:00", "2023-06-07 20:30:15", None,
               "2023-06-07 15:59:00", None, "outage", ("actions", "other"), "Vulnerability", set()),
    "overrun": ("2024-04-20 23:30:00", "2024-04-21 04:00:00", ("2024-04-20 23:20:00", "2024-04-21 06:00:20"),
                "2024-04-10 23:30:00", None, "outage", ("git",), None, ON_THE_PAGE),
    "a-second-short": ("2025-03-30 00:30:00", "2025-03-30 04:00:00", None,
                       "2025-03-23 00:30:01", "2025-03-23 00:30:01", "outage", ("pages",), None, {"klink", "infopromo", "clever"}),
    "clock-change": ("2025-10-26 00:30:00", "2025-10-26 04:00:00", None,
                     "2025-10-19 00:30:00", "2025-10-19 00:30:00", "outage", COMPONENTS, None, EVERYONE),
}  # fmt: skip
NOW = datetime(2026, 9, 1, tzinfo=UTC)
MONTHS = [(year, number) for year in range(2022, 2027) for number in range(1, 13) if (2022, 3) <= (year, number) <= (2026, 8)]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def seconds(text):
    """Of a time in UTC."""
    return (datetime.fromisoformat(text.replace("Z", "")).replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1)


def outages():
    """Each outage with what the file does not say: components from its title, a cause by turns."""
    with CSV.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            named = tuple(component for component, words in WORDS.items() if words in row["title"].lower())
            yield {
                "id": f"outage-{row['incident_id']}",
                "title": row["title"],
                "start": row["downtime_start"],
                "end": row["downtime_end"],
                "impact": "outage" if row["impact"] in ("major", "critical") else "degraded",
                "components": named or ("other",),
                "cause": CAUSES[number % len(CAUSES)],
                "preventable": number % 3 == 0,
            }


def written(folder):
    """The project that the outages make, with a handful of windows and one agreement, as files."""
    for name in ("windows", "incidents", "agreements"):
        (folder / name).mkdir()
    components = "\n".join(f"  - {{id: {component}, name: {component}}}" for component in COMPONENTS)
    (folder / "statusgen.yaml").write_text(
        "page: {name: Real, url: https://status.example/, time_zone: UTC}\nannouncements: declared\n"
        f"components:\n{components}\npolicies: [{', '.join(ZONES)}]\n"
    )
    for one in outages():
        (folder / "incidents" / f"{one['id']}.yaml").write_text(
            f"title: '{one['title'].replace(chr(39), chr(39) * 2)}'\ncomponents: [{', '.join(one['components'])}]\n"
            f"impact: {one['impact']}\ncause: {one['cause']}\npreventable: {str(one['preventable']).lower()}\n"
            f"start: {one['start']}\nend: {one['end']}\n"
        )
    for name, (start, end, ran, announced, mail, impact, touched, emergency, _) in WINDOWS.items():
        lines = [f"title: {name}", f"components: [{', '.join(touched)}]", f"impact: {impact}", f"start: {start}Z", f"end: {end}Z"]
        lines += [f"announced: {announced}Z"]
        lines += [f"actual: {{start: {ran[0]}Z, end: {ran[1]}Z}}"] if ran else []
        lines += [f"notices: [{{channel: email, at: {mail}Z}}]"] if mail else []
        lines += [f"emergency: {emergency}"] if emergency else []
        (folder / "windows" / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    said = [f"  {name}: {time}" for name, time in reports().items()]
    claims = [f"  {year}-{number:02}: {year + number // 12}-{number % 12 + 1:02}-20 12:00Z" for year, number in MONTHS]
    (folder / "agreements" / "globex.yaml").write_text(
        "customer: Globex\npolicy: clicksend\nfee: 1999.99 USD\nreports:\n" + "\n".join([*said, "claims:", *claims]) + "\n"
    )
    return folder


@cache
def lasted():
    """The outages whose end is after their start."""
    return [one for one in outages() if seconds(one["start"]) < seconds(one["end"])]


@cache
def reports():
    """Every second outage that lasted is reported seven minutes after its start: when, by its id."""
    times = {one["id"]: EPOCH + timedelta(seconds=seconds(one["start"]) + 420) for one in lasted()[::2]}
    return {name: time.strftime("%Y-%m-%d %H:%M:%SZ") for name, time in times.items()}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The project as statusgen reads it."""
    project = written(tmp_path_factory.mktemp("real"))
    return load(read_folder(project), now=(NOW - EPOCH) // timedelta(seconds=1))


def bits(start, end, month_start, month_end):
    """One bit for each second of [start, end) inside the month."""
    low, high = max(start, month_start), min(end, month_end)
    return ((1 << (high - low)) - 1) << (low - month_start) if low < high else 0


def month_of(policy, year, number):
    """First second of the month and of the next, in the policy's zone."""
    zone = ZoneInfo(ZONES[policy])
    following = (year + number // 12, number % 12 + 1)
    return tuple((datetime(*day, 1, tzinfo=zone) - EPOCH) // timedelta(seconds=1) for day in ((year, number), following))


def excused(policy, month):
    """By component: the seconds that approved windows take out."""
    taken = dict.fromkeys(COMPONENTS, 0)
    for start, end, ran, _, _, _, touched, _, approving in WINDOWS.values():
        if policy in approving:
            until = min(seconds(end), seconds(ran[1]) if ran else seconds(end))
            for component in touched:
                taken[component] |= bits(seconds(start), until, *month)
    return taken


def counts(policy, one):
    """Whether an outage of its cause is downtime."""
    preventable = policy == "infopromo" and one["cause"] == "cyberattack" and one["preventable"]
    return preventable or one["cause"] not in NOT_COUNTED[policy]


def stretches(policy):
    """Everything that was down: from when to when, from when creditable, which components, whether it counts."""
    for one in lasted():
        if one["impact"] == "outage":
            start, end = seconds(one["start"]), seconds(one["end"])
            heard = max(start, seconds(reports()[one["id"]])) if one["id"] in reports() else end
            yield start, end, heard, one["components"], counts(policy, one)
    for start, end, ran, _, _, impact, touched, _, _ in WINDOWS.values():
        if impact == "outage":
            first, last = map(seconds, ran or (start, end))
            yield first, last, last, touched, True


def naive(policy, year, number):
    """All figures of a month, second by second; `creditable` from the reports on."""
    month = month_of(policy, year, number)
    taken = excused(policy, month)
    counted = down = creditable = 0
    for start, end, heard, touched, counting in stretches(policy):
        if start < month[1] and end > month[0]:
            down |= bits(start, end, *month)
            for component in touched if counting else ():
                counted |= bits(start, end, *month) & ~taken[component]
                creditable |= bits(heard, end, *month) & ~taken[component]
    figures = {"counted": counted.bit_count(), "left_out": (down & ~counted).bit_count()}
    return figures | computed(policy, month[1] - month[0], figures["counted"], creditable.bit_count())


def computed(policy, length, counted, creditable):
    """What the contract makes of a month's seconds."""
    measured, basis = counted, length
    if policy in ("clicksend", "ecerium"):
        measured, creditable, basis = (counted + 30) // 60 * 60, (creditable + 30) // 60 * 60, 43_200 * 60
    uptime = 100 - Fraction(measured * 100, basis)
    figures = {"measured": measured, "basis": basis, "uptime": uptime}
    figures["met"] = {plan: uptime >= promised for plan, promised in PROMISED[policy].items()}
    figures["credit"] = {plan: naive_credit(policy, plan, uptime) for plan in PROMISED[policy]}
    if policy == "clicksend":
        cents = 199_999 * naive_credit(policy, "standard", 100 - Fraction(creditable * 100, basis)) / 100
        figures |= {"creditable": creditable, "owed": min(int(cents + Fraction(1, 2)), 12_500)}
    return figures


def naive_credit(policy, plan, uptime):
    """Percent of the fee."""
    if policy == "infopromo":
        return min(Fraction(100), 10 * (100 - uptime)) if uptime < PROMISED[policy][plan] else Fraction(0)
    if plan in ("starter", "growth"):
        return Fraction(0)
    return Fraction(next((percent for below, percent in TABLES[policy] if uptime < below), 0))


def accounted(account, entitlements):
    """The same figures of statusgen's."""
    figures = {
        "counted": account.availability.counted_seconds,
        "left_out": account.left_out_seconds,
        "measured": account.availability.measured_seconds,
        "basis": account.availability.basis_seconds,
        "uptime": account.availability.uptime * 100,
        "met": {credit.plan.id: credit.met for credit in account.credits},
        "credit": {credit.plan.id: credit.share * 100 for credit in account.credits},
    }
    for owed in entitlements:
        if owed.agreement.policy == account.policy.id:
            figures |= {"creditable": owed.availability.measured_seconds, "owed": owed.amount.units}
    return figures


def test_outages_without_a_length_are_told(loaded):
    """An outage that ends when it starts, or before, is a finding at its end, and no part of the project."""
    empty = {f"incidents/{one['id']}.yaml" for one in outages()} - {f"incidents/{one['id']}.yaml" for one in lasted()}

    assert empty
    assert {(file, "end-not-after-start") for file in empty} == {(found.place.file, found.rule) for found in loaded.findings}
    assert {one["id"] for one in lasted()} == {incident.id for incident in loaded.project.incidents}


def test_windows_are_approved_by_whom_they_should(loaded):
    """The handful of windows, each under all five packs."""
    now = (NOW - EPOCH) // timedelta(seconds=1)
    verdicts = rules.verdicts(loaded.project, now)

    approving = {name: {policy for policy in ZONES if verdicts[name, policy].excuses} for name in WINDOWS}

    assert {name: window[-1] for name, window in WINDOWS.items()} == approving


@pytest.fixture(scope="module")
def statements(loaded):
    """Of every month in which something happened."""
    now = (NOW - EPOCH) // timedelta(seconds=1)
    verdicts = rules.verdicts(loaded.project, now)
    return {month: statement(loaded.project, verdicts, Month(*month), now) for month in MONTHS}


@pytest.mark.parametrize("policy", sorted(ZONES))
def test_every_month_agrees_with_the_naive_calculation(statements, policy):
    """Every figure of 54 months, to the second and the cent."""
    expected = {month: naive(policy, *month) for month in MONTHS}
    found = {}
    for month, told in statements.items():
        (account,) = [one for one in told.accounts if one.policy.id == policy]
        found[month] = accounted(account, told.entitlements)

    assert 54 == len(expected)
    assert any(figures["counted"] and figures["left_out"] for figures in expected.values())
    assert expected == found
