"""The sentences that only reports have: a period in a line, and how work was announced and done."""

from __future__ import annotations

from typing import Final

from statusgen import civil
from statusgen.board.words import month_name
from statusgen.documents.charts import credits_of, missed
from statusgen.model import Incident, Status, Window
from statusgen.policy import Every, Plan, Policy, ReportOwed
from statusgen.render.findings import visible
from statusgen.render.statement import words
from statusgen.report import Period, Report, Untold, Work
from statusgen.rules.words import CHANNEL_WORDS, asked, channels, openings
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.credits import Credit
from statusgen.verdict import Outcome

UNTOLD: Final = {
    Untold.TO_COME: "has not begun yet",
    Untold.UNDECLARED: "was over before anything was declared: nothing is said of it",
    Untold.NOT_PROMISED: "was over before anything was promised",
}
EVERY: Final = {Every.MONTH: "every month", Every.QUARTER: "every quarter"}


def period_name(period: Period) -> str:
    """`October 2026`, `October to December 2026`."""
    first, last = period.months[0], period.months[-1]
    return month_name(first) if first == last else f"{month_name(first).partition(' ')[0]} to {month_name(last)}"


OWES_NONE: Final = "none is owed by the contract: this one is given all the same"


def owed(report: Report) -> str:
    """`owed every quarter to enterprise [klink.reports]`, and whether that is the customer's plan."""
    return "; ".join(_owed(one, report) for one in report.owed) or OWES_NONE


def _owed(one: ReportOwed, report: Report) -> str:
    plans = f" to {', '.join(one.plans)}" if one.plans else ""
    other = ", which is not the customer's plan" if one.plans and report.plans and not report.plans & set(one.plans) else ""
    return f"owed {EVERY[one.every]}{plans}{other} [{one.clause}]"


def headline(report: Report) -> str:
    """What a report is, in a line of a terminal."""
    customers = ", ".join(agreement.customer for agreement in report.customers)
    private = f", confidential, for {customers}" if customers else ""
    provisional = ", provisional" if report.provisional else ""
    return visible(f"{period_name(report.period)} under {report.policy.id}{private}{provisional}; {owed(report)}")


def summary(report: Report) -> str:
    """The period in one sentence."""
    accounts = [one.account for one in report.kept]
    if len(report.months) == 1:
        (account,) = accounts
        up = f"the service was up for {words.uptime(account.availability)} of the month"
        return f"{_when(report)} {up}: {_commitments(account, report)}{_given_back(account, report)}."
    least = min(accounts, key=lambda account: account.availability.uptime)
    broken = sum(missed(account, report.plans) is True for account in accounts)
    how = f"a commitment was not met in {broken} of {len(accounts)} months" if broken else "every commitment was met"
    return f"{_when(report)} {how}; uptime was lowest in {month_name(least.month)}, at {words.uptime(least.availability)}."


def _when(report: Report) -> str:
    begin = "In" if len(report.months) == 1 else "From"
    return f"{begin} {period_name(report.period)}{', so far,' if report.provisional else ''}"


_STANDS: Final[dict[bool | None, str]] = {True: "met", False: "not met", None: "met or not, which what is unknown decides"}


def _commitments(account: Account, report: Report) -> str:
    """`the commitments to Standard (99.9 %) and Premium (99.95 %) were met and that to Enterprise (99.99 %) was not met`."""
    groups: dict[tuple[bool, bool | None], list[Credit]] = {}
    for credit in credits_of(account, report.plans):
        groups.setdefault((credit.plan.guaranteed, credit.met), []).append(credit)
    told = []
    for (guaranteed, met), group in groups.items():
        what, many = "commitment" if guaranteed else "target", len(group) > 1
        names = _and([_plan(credit.plan, account.policy) for credit in group])
        told.append(f"the {what}{'s' if many else ''} {names} {'were' if many else 'was'} {_STANDS[met]}")
    return _and(told)


def _plan(plan: Plan, policy: Policy) -> str:
    percent = f"{plan.commitment.normalize():f} %"
    return f"of {percent}" if len(policy.plans) == 1 else f"to {plan.name or plan.id} ({percent})"


def _given_back(account: Account, report: Report) -> str:
    given = [credit for credit in credits_of(account, report.plans) if credit.share]
    if len(given) != 1:
        return ""
    plan, several, asked = given[0].plan, len(account.policy.plans) > 1, account.policy.eligibility.report_required
    customers = f" to customers{f' of {plan.name or plan.id}' if several else ''}{' who report' if asked else ''}"
    return f", and {words.percent(given[0])} % of the month's fee is given back{customers if several or asked else ''}"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def lasted(incident: Incident, now: int, zone: str) -> str:
    """When it was, and for how long: `…, 47 minutes 30 seconds`."""
    if incident.end is None or incident.end > now:
        return f"since {civil.show(incident.start, zone)}, still open"
    return f"{civil.show_short(Span(incident.start, incident.end), zone)}, {civil.lasting(incident.end - incident.start)}"


def grounds(incident: Incident, report: Report) -> list[str]:
    """Its cause, and what of it counted as downtime or did not, and why."""
    named = f"cause {str(incident.cause).replace('_', ' ')}"
    charged = ((kept.account, reason) for kept in report.kept for _, reason in (*kept.account.counted, *kept.account.left_out))
    said = dict.fromkeys(
        f"{words.why(reason, account)} [{reason.clause}]"
        for account, reason in charged
        if isinstance(reason.event, Incident) and reason.event.id == incident.id
    )
    found = list(said) or [_uncharged(incident, report.policy.in_force(incident.start) or report.policy)]
    return found if found[0].startswith(named) else [named, *found]


def _uncharged(incident: Incident, terms: Policy) -> str:
    if incident.impact in terms.scope.impacts:
        return f"its seconds are told of what was down before it [{terms.scope.clause}]"
    return f"no outage: nothing of it is downtime [{terms.scope.clause}]"


def planned(window: Window, zone: str) -> str:
    """The announced times, on the policy's clock."""
    return civil.show_short(window.span, zone)


def course(work: Work) -> str:
    """How the work went against what was told; nothing where nothing else is known than the plan."""
    told, ran = work.told.last.span, work.ran
    parts = []
    if ran.start != told.start:
        parts.append(f"begun {_apart(ran.start - told.start)}")
    if work.overrun_seconds:
        parts.append(f"overran by {civil.lasting(work.overrun_seconds)}")
    elif ran.end < told.end:
        parts.append(f"ended {_apart(ran.end - told.end)}")
    return _and(parts) if parts else "as announced"


def _apart(seconds: int) -> str:
    return f"{civil.lasting(abs(seconds))} {'late' if seconds > 0 else 'early'}"


def notice(work: Work) -> str:
    """Whether notice was kept, how it was given, and what is asked."""
    clause = f"[{work.terms.notice.clause}]"
    given = f"{_given(work)}{_acknowledged(work)}"
    if work.notice_kept is None:
        return f"none asked for; {given}" if work.is_emergency else f"none asked for: nothing is interrupted; {given} {clause}"
    return f"{'kept' if work.notice_kept else 'not kept'}: {given} {clause}"


def asked_of_work(terms: Policy) -> str:
    """What notice is promised, and inside which hours work is done."""
    promised = (
        f"Promised: {asked(terms)}{'' if not terms.notice.hours else ' of notice'}, {channels(terms)} [{terms.notice.clause}]"
    )
    own = terms.maintenance_hours
    return promised if own is None else f"{promised}; inside {openings(own.openings, terms.time_zone)} [{own.clause}]"


def _acknowledged(work: Work) -> str:
    """Whether the customer confirmed it, where the contract asks for that."""
    promised = work.terms.acknowledgement
    if promised is None or not work.window.notices:
        return ""
    confirmed = any(notice.acknowledged is not None for notice in work.window.notices)
    return f", {'confirmed' if confirmed else 'not confirmed'} [{promised.clause}],"


def restored(work: Work, now: int) -> str:
    """Whether customers were told that the service is restored, where the contract asks for that after emergency work."""
    clause = work.terms.maintenance.restored_clause
    if clause is None or not work.is_emergency:
        return ""
    told = next((update.at for update in work.window.updates if update.status is Status.COMPLETED and update.at <= now), None)
    when = "" if told is None else f" {civil.show(told, work.terms.time_zone)}"
    return f"customers were {'told' if when else 'not told yet'}{when} that the service is restored [{clause}]"


def _given(work: Work) -> str:
    start = work.told.last.span.start
    heard = [(CHANNEL_WORDS[channel], told) for channel, told in work.channels]
    told = [f"{_ahead(start - told)} {by}" for by, told in heard if told is not None]
    if told:
        return f"announced {_and(told)}"
    return f"announced {_ahead(start - work.told.told)} on the status page, and not {' or '.join(by for by, _ in heard)}"


def _ahead(seconds: int) -> str:
    return f"{civil.lasting(seconds)} ahead" if seconds > 0 else f"{civil.lasting(-seconds)} after the start"


def hours(work: Work) -> str:
    """Whether the maintenance hours were kept."""
    own = work.terms.maintenance_hours
    if own is None:
        return "any hour will do"
    if work.hours_kept is None:
        return f"none to be kept by emergency work [{own.clause}]"
    return f"{'kept' if work.hours_kept else 'not kept'} [{own.clause}]"


def outcome(work: Work) -> str:
    """What the policy says of it, and what became of its time."""
    counted = [f"{civil.lasting(work.counted_seconds)} counted"] if work.counted_seconds else []
    spared = [f"{civil.lasting(work.excused_seconds)} not counted"] if work.excused_seconds else []
    became = f"of its interruption {_and(counted + spared)}" if counted or spared else "no interruption"
    return f"{LABELS[work.verdict.outcome]}; {became} [{_decides(work)}]"


def _decides(work: Work) -> str:
    """The clause by which its time counts or does not."""
    maintenance = work.terms.maintenance
    broken = [finding.clause for finding in work.forgone.findings if finding.clause] if work.forgone else []
    emergency = maintenance.emergency_clause if work.is_emergency else None
    return next(clause for clause in (work.verdict.clause, emergency, *broken, maintenance.exclusion_clause) if clause)


LABELS: Final = {
    Outcome.APPROVED: "approved",
    Outcome.PENDING: "notice still owed",
    Outcome.REJECTED: "not approved",
    Outcome.EMERGENCY: "emergency work",
    Outcome.CANCELLED: "cancelled, and done all the same",
}
