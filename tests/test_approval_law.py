"""Whether a window is approved under each of the five packs, against a second judge that shares no code.

The second one knows nothing of statusgen but its file format: tellings are tuples, hours are read off the standard library's
clock minute by minute, and what the packs ask is written down here once more from the contracts.
"""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from statusgen import rules
from statusgen.load import load

HOUR = 3600
HOURS = {"clicksend": 168, "ecerium": 168, "klink": 48, "infopromo": 0, "clever": 48}
CHANNELS = {
    "clicksend": {"status_page"},
    "ecerium": {"status_page"},
    "klink": {"email", "in_app"},
    "infopromo": {"status_page", "email", "in_app", "telephone", "whatsapp"},
    "clever": {"email"},
}
SETTINGS = {
    "page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": "UTC"},
    "components": [{"id": "api", "name": "API"}, {"id": "web", "name": "Web"}],
    "policies": sorted(HOURS),
    "announcements": "declared",
}
MEXICO = ZoneInfo("America/Mexico_City")
FRIDAY = int(datetime(2026, 12, 4, 21, tzinfo=MEXICO).timestamp())
OCTOBER = int(datetime(2022, 10, 28, 21, tzinfo=MEXICO).timestamp())  # the clock goes back that Sunday

seconds = st.sampled_from([0, 0, 0, 1, -1, 60])
shifts = st.builds(lambda hours, second: hours * HOUR + second, st.sampled_from([0, 0, 0, 1, -1, 4, 20, 48, 76]), seconds)
leads = st.builds(lambda hours, second: hours * HOUR + second, st.sampled_from([240, 168, 168, 48, 48, 24, 1, 0, -1]), seconds)
lengths = st.builds(lambda hours, second: max(hours * HOUR + second, 1), st.sampled_from([1, 4, 4, 8, 31]), seconds)
names = st.sampled_from([("api",), ("api",), ("api", "web")])
tellings = st.tuples(leads, shifts, lengths, names, st.sampled_from(["outage", "outage", "degraded"]))
notices = st.tuples(leads, st.sampled_from(["email", "email", "in_app", "telephone"]))


def in_hours(start, end):
    """Monday to Friday 21:00 to 01:00, Saturday from 17:00, all of Sunday, in Mexico City: looked up at every minute."""
    for at in (start, *range(start - start % 60 + 60, end, 60)):
        local = datetime.fromtimestamp(at, MEXICO)
        night = (local.weekday() < 5 and local.hour >= 21) or (0 < local.weekday() < 6 and local.hour < 1)
        if not (night or local.weekday() == 6 or (local.weekday() == 5 and local.hour >= 17)):
            return False
    return True


def covers(one, other):
    """Whether who was told one was told the other: (at, start, end, components, impact)."""
    worse = ("degraded", "outage")
    fits = one[1] <= other[1] and other[2] <= one[2] and set(other[3]) <= set(one[3])
    return fits and worse.index(other[4]) <= worse.index(one[4])


def approved(policy, told, sent):
    """Whether notice and hours were kept: told and sent are what the page and the notices said, oldest first."""
    stands = [told[0]]
    for telling in told[1:]:
        if telling[0] < stands[-1][1]:  # after the start nothing moves
            stands.append(telling)
    final, declared = stands[-1], told[-1]
    other_work = min(final[2], declared[2]) <= max(final[1], declared[1])
    if other_work or (policy == "clever" and not in_hours(final[1], final[2])):
        return False
    known = {"status_page": stands}
    for at, channel in sent:
        if at < final[1]:
            said = ([telling for telling in stands if telling[0] <= at] or stands[:1])[-1]
            known.setdefault(channel, []).append((at, *said[1:]))
    for channel in CHANNELS[policy] & set(known):
        said = known[channel]
        first = max((index + 1 for index, telling in enumerate(said) if not covers(telling, final)), default=0)
        if first < len(said) and said[first][0] <= final[1] - max(HOURS[policy] * HOUR, 1):
            return True
    return False


def shown(at):
    """An instant as files write it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@given(st.sampled_from([FRIDAY, OCTOBER]), st.lists(tellings, min_size=1, max_size=4), st.lists(notices, max_size=3))
def test_two_judges_agree_on_what_is_approved(start, told, sent):
    """To the second, whatever was told, moved, narrowed or widened, by whichever channel."""
    told = sorted(
        ((start - lead, start + by, start + by + length, parts, impact) for lead, by, length, parts, impact in told),
        key=lambda telling: telling[0],
    )
    sent = sorted((start - lead, channel) for lead, channel in sent)
    _, begins, ends, parts, impact = told[-1]
    keys = ("at", "start", "end", "components", "impact")
    window = {
        "title": "Database upgrade", "components": list(parts), "impact": impact, "start": shown(begins), "end": shown(ends),
        "announced": [dict(zip(keys, (*map(shown, one[:3]), list(one[3]), one[4]), strict=True)) for one in told],
        "notices": [{"channel": channel, "at": shown(at)} for at, channel in sent],
    }  # fmt: skip
    now = start + 30 * 24 * HOUR
    texts = {"statusgen.yaml": json.dumps(SETTINGS).encode(), "windows/upgrade.yaml": json.dumps(window).encode()}

    loaded = load(texts, now=now)
    verdicts = rules.verdicts(loaded.project, now)

    assert () == loaded.findings
    expected = {policy: approved(policy, told, sent) for policy in HOURS}
    assert expected == {policy: verdicts["upgrade", policy].outcome == "approved" for policy in HOURS}
