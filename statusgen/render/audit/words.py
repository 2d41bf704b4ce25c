"""The sentences of an audit, the same in the text and on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen import civil
from statusgen.audit import LATE, NOTICE_STEPS, Audit, Judged, Record, Source, Summary, Under
from statusgen.policy import Channel
from statusgen.rules.words import asked, channels, openings
from statusgen.timeline import DAY, HOUR, MINUTE

NO_POLICY: Final = "Nothing is judged: name a policy, `--policy ID`. `statusgen policy show` lists those there are."
BY_PAGE: Final = "; judged by the page, for other channels leave no trace here"
NOTHING: Final = "Nothing was read: no maintenance has begun."
NOT_KNOWN: Final = "–"
"""In a table, of what nobody told."""


def heading(audit: Audit) -> str:
    """`Audit of Acme, at Sun 2026-11-22 12:00 +00:00`."""
    return f"Audit of {audit.page}, at {civil.show(audit.now, audit.time_zone)}"


def scope(audit: Audit) -> str:
    """What was looked through, and what of it is counted."""
    source = audit.source
    commits = "" if source.commits is None else f" and {counted(source.commits, 'commit')} of the main branch"
    since = "" if audit.since is None else f" since {civil.show(audit.since, audit.time_zone)}"
    beside = [f"{audit.to_come} still to come"] if audit.to_come else []
    beside += [f"{audit.called_off} called off"] if audit.called_off else []
    gone = audit.summary.gone
    beside += [f"{gone} of those counted {'is' if gone == 1 else 'are'} on the page no more"] if gone else []
    if audit.undeclared:
        say = (
            "does not say when it was announced, and counts"
            if audit.undeclared == 1
            else "do not say when they were announced, and count"
        )
        beside += [f"{audit.undeclared} {say} as told now"]
    if source.untold:
        differ = "differs" if source.untold == 1 else "differ"
        beside += [f"{counted(source.untold, 'file')} here {differ} from what the main branch had told, which alone counts"]
    told = f"; {', '.join(beside)}" if beside else ""
    return f"{counted(audit.summary.maintenances, 'maintenance')}{since}, in {counted(source.files, 'file')}{commits}{told}."


def kept(one: Under) -> str:
    """`kept 4 of 132`: what a manager reads first."""
    return f"kept {one.kept.count} of {one.kept.of}"


def promises(one: Under, source: Source) -> Iterator[tuple[str, str]]:
    """How notice and hours were kept, with what is asked and the clause; and what was not judged."""
    policy = one.policy
    if policy.notice.required:
        promised = f"promised: {asked(policy)}, {channels(policy)} [{policy.notice.clause}]"
        by_page = source.is_ours or Channel.STATUS_PAGE in policy.notice.channels
        yield "Notice", f"kept {one.notice.count} of {one.notice.of}; {promised}{'' if by_page else BY_PAGE}"
    hours = policy.maintenance_hours
    if hours is not None:
        own = openings(hours.openings, policy.time_zone)
        yield "Hours", f"kept {one.hours.count} of {one.hours.of}; promised: {own} [{hours.clause}]"
    if one.emergencies:
        yield "Emergency", f"{one.emergencies}, of which nothing is asked"
    if one.not_covered:
        yield "Not judged", f"{one.not_covered}, before the promise or on components that it is not about"


def figures(audit: Audit) -> Iterator[tuple[str, str]]:
    """The facts, whatever was promised."""
    told = audit.summary
    yield "Notice", f"{', '.join(_steps(told))}; median {median_notice(told)}"
    yield "Overruns", _overruns(told)
    yield "Closing", _closing(told)
    names, source = len(audit.unknown), audit.source
    of = f"; {names} such {'name' if names == 1 else 'names'}" if names else ""
    yield "Components", f"{told.unknown.count} of {told.unknown.of} name one that is none of the page's{of}"
    times = f", {audit.impossible} for a time that cannot be" if audit.impossible else ""
    yield "Files", f"{source.unreadable} of {source.files} cannot be read{times}" if source.unreadable else "all can be read"


def _steps(told: Summary) -> Iterator[str]:
    *by_step, less, none = told.notice_by_step
    yield from (f"{count} with {civil.lasting(step)} or more" for step, count in zip(NOTICE_STEPS, by_step, strict=True) if count)
    if less:
        yield f"{less} with less than {civil.lasting(NOTICE_STEPS[-1])}"
    if none:
        yield f"{none} told at the start or after it"


def _overruns(told: Summary) -> str:
    known = f"an end was told of {told.ends_told.count} of {told.ends_told.of}"
    if not told.overran.of:
        return f"{known}; none can be compared with how it went"
    said = f"{known}; {told.overran.count} of {told.overran.of} ran over it"
    if told.median_overrun is None or told.longest_overrun is None:
        return said
    return f"{said}, median {civil.lasting(told.median_overrun)}, longest {civil.lasting(told.longest_overrun)}"


def _closing(told: Summary) -> str:
    if told.median_open is None:
        return "nobody has to close them"
    never = f", {told.never_closed} not closed to this day" if told.never_closed else ""
    late = f"{told.closed_late.count} of {told.closed_late.of} closed more than {civil.lasting(LATE, longest=HOUR)}"
    return f"{late} after the end{never}; median {civil.lasting(told.median_open)}"


def broken(one: Judged) -> str:
    """What of a promise was not kept: `kept`, `notice`, `notice, hours`, or the rule that tells it."""
    if one.kept is None:
        return "emergency"
    if one.kept:
        return "kept"
    parts = [name for name, is_kept in (("notice", one.notice_kept), ("hours", one.hours_kept)) if is_kept is False]
    rules = [finding.rule for finding in one.verdict.findings]
    return ", ".join(parts) or next(iter(rules), one.verdict.outcome.value)


def overrun(record: Record) -> str:
    """How long past the end that was told."""
    return NOT_KNOWN if record.overrun is None else brief(record.overrun) if record.overrun else "none"


def closed(record: Record) -> str:
    """How long after its end the page showed it as going on."""
    if record.open_for is None:
        return NOT_KNOWN
    return f"{brief(record.open_for)}{'' if record.closed is not None else ' open'}"


def median_notice(told: Summary) -> str:
    """In words, exact to the second."""
    seconds = told.median_notice or 0  # there is one where there is any maintenance
    return civil.lasting(seconds) if seconds >= 0 else f"{civil.lasting(-seconds)} after the start"


def brief(seconds: int) -> str:
    """Two units of a time, what is less is cut off: `3d 4h`, `1h 05m`, `48m`, `-2h 10m` for what is late."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        return f"{sign}{days}d {hours}h"
    if hours:
        return f"{sign}{hours}h {minutes:02}m"
    return f"{sign}{minutes}m" if minutes else f"{sign}{seconds}s"


def counted(count: int, word: str) -> str:
    """`1 file`, `297 files`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
