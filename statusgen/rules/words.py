"""The sentences that rules share. All times are shown in the window's zone, with its offset."""

from __future__ import annotations

from statusgen import civil
from statusgen.civil import Opening
from statusgen.language import message
from statusgen.policy import Channel, Policy
from statusgen.rules.case import Case
from statusgen.timeline import DAY, HOUR, Span

NO_EXCLUSION = "Nothing can mend it now; the window earns no exclusion under this policy."

CHANNEL_WORDS = {
    Channel.STATUS_PAGE: message("on the status page"),
    Channel.EMAIL: message("by e-mail"),
    Channel.TELEPHONE: message("by telephone"),
    Channel.IN_APP: message("in the app"),
    Channel.WHATSAPP: message("by WhatsApp"),
}


def hours(seconds: int) -> str:
    """`167 hours 59 minutes`: a lead in the unit that contracts ask it in, exact to the second."""
    return civil.lasting(seconds, longest=HOUR) if seconds else "0 hours"


def lead(told: int, start: int) -> str:
    """How long before the start something was told: `that is 47 hours ahead`."""
    if told > start:
        return f"that is {hours(told - start)} after the start"
    return f"that is {hours(start - told)} ahead"


def asked(policy: Policy) -> str:
    """What notice a policy asks: `168 hours (7 days)`."""
    amount = policy.notice.hours
    if not amount:
        return "an announcement before the start"
    days, rest = divmod(amount * HOUR, DAY)
    return f"{hours(amount * HOUR)} ({days} days)" if days > 2 and not rest else hours(amount * HOUR)


def promise(policy: Policy, clause: str) -> str:
    """Who promises what: the clause in words."""
    return f"{policy.title}: {policy.clause(clause).text}"


def channels(policy: Policy) -> str:
    """`by e-mail or in the app`; `and` where each is asked for."""
    last = " and " if policy.notice.every_channel else " or "
    return last.join(CHANNEL_WORDS[channel] for channel in policy.notice.channels)


def openings(hours: tuple[Opening, ...], zone: str) -> str:
    """`Mon-Fri 21:00-01:00, Sat 17:00-24:00 on the clock of America/Mexico_City`."""
    return f"{', '.join(map(str, hours))} on the clock of {zone}"


def starts(case: Case) -> str:
    """`db-upgrade` starts Fri 2026-12-04 21:00 -06:00."""
    return f"`{case.window.id}` {'starts' if case.to_come else 'started'} {shown(case, case.window.span.start)}"


def shown(case: Case, instant: int) -> str:
    """An instant in the window's zone."""
    return civil.show(instant, case.window.time_zone)


def shown_span(case: Case, span: Span) -> str:
    """A stretch of time in the window's zone."""
    return civil.show_span(span, case.window.time_zone)


def announced(case: Case, told: int) -> str:
    """`is announced by this change, at Sun ...` for what this plan announces, else `was announced Sun ...`."""
    if told >= case.now:
        return f"is announced by this change, at {shown(case, told)}"
    return f"was announced {shown(case, told)}"
