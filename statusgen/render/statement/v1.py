"""Statements as JSON, version 1."""

from __future__ import annotations

import json as json_text
from collections.abc import Sequence

from statusgen import civil
from statusgen.finding import Place
from statusgen.model import Incident, Money
from statusgen.policy import Policy
from statusgen.render.statement.ledger import Commits
from statusgen.render.statement.readings import differences
from statusgen.statement import Due, Kept, Rereading, Statement
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement, Owed
from statusgen.uptime.availability import Availability, shown
from statusgen.uptime.claims import Step
from statusgen.uptime.creditable import Lot
from statusgen.uptime.credits import Credit
from statusgen.uptime.downtime import Excused
from statusgen.uptime.forgone import Forgone
from statusgen.uptime.ground import Reason
from statusgen.uptime.performance import Measured, Registered
from statusgen.uptime.support import Answer
from statusgen.uptime.telling import Incomplete

Shape = dict[str, object]


def json(statements: Sequence[Statement], commits: Commits) -> str:
    """The statements for programs. Keys are only added; a change of meaning changes `version`. docs/statement-json.md tells them.

    Keys that end in `_at` are instants in UTC (RFC 3339), `_seconds` whole seconds, `_fraction` an exact share of 1, `_percent` a
    share of 100 with decimals that are cut, `_units` the smallest unit of the `currency` beside it.
    """
    shape = {
        "version": 1,
        "page": statements[0].page,
        "at": civil.rfc3339(statements[0].now),
        "months": [_month(statement, commits) for statement in statements],
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def _month(statement: Statement, commits: Commits) -> Shape:
    return {
        "month": str(statement.month),
        "policies": [_kept(kept, commits) for kept in statement.kept],
        "policies_to_come": [policy.id for policy in statement.to_come],
        "policies_undeclared": [policy.id for policy in statement.undeclared],
        "declared_from_at": _at(statement.declared_from),
        "agreements": [_due(due, statement) for due in statement.due],
    }


def _kept(kept: Kept, commits: Commits) -> Shape:
    account, policy = kept.account, kept.account.policy
    return {
        "policy": policy.id,
        "title": policy.title,
        "effective_from": policy.effective_from,
        "time_zone": policy.time_zone,
        "period_starts_at": civil.rfc3339(account.period.start),
        "period_ends_at": civil.rfc3339(account.period.end),
        "known_from_at": civil.rfc3339(account.known.start),
        "known_until_at": civil.rfc3339(account.known.end),
        "provisional": account.provisional,
        **_availability(account.availability),
        "not_counted_seconds": account.left_out_seconds,
        "plans": [_plan(credit) for credit in account.credits],
        "counted": [_interval(span, reason, commits) for span, reason in account.counted],
        "not_counted": [_interval(span, reason, commits) for span, reason in account.left_out],
        "unknown": [_span(span) for span in account.unknown],
        "failures_inside_windows": [_excused(one) for one in account.downtime.failures_excused],
        "windows_without_exclusion": [_forgone(one) for one in account.forgone],
        "support": [_answer(one) for one in kept.answers],
        "reliability": None if kept.registered is None else _registered(kept.registered),
        "metrics": [_measured(one) for one in kept.measured],
        "readings": [{"id": reading.id, "text": reading.text} for reading in policy.readings],
        "other_readings": [_rereading(kept, one) for one in kept.rereadings],
    }


def _availability(one: Availability) -> Shape:
    return {
        "counted_seconds": one.counted_seconds,
        "measured_seconds": one.measured_seconds,
        "basis_seconds": one.basis_seconds,
        "unknown_seconds": one.unknown_seconds,
        "uptime_fraction": str(one.uptime),
        "uptime_percent": shown(one.uptime),
        "uptime_least_fraction": str(one.least),
        "uptime_least_percent": shown(one.least),
    }


def _plan(credit: Credit) -> Shape:
    plan = credit.plan
    return {
        "plan": plan.id,
        "commitment_percent": f"{plan.commitment.normalize():f}",
        "commitment_met": credit.met,
        "guaranteed": plan.guaranteed,
        "credit_fraction": str(credit.share),
        "credit_percent": shown(credit.share),
        "tier_below_percent": f"{credit.tier.below.normalize():f}" if credit.tier else None,
        "clause": plan.clause,
    }


def _interval(span: Span, reason: Reason, commits: Commits) -> Shape:
    event, exclusion = reason.event, reason.exclusion
    return {
        **_span(span),
        "event": event.id,
        "kind": "incident" if isinstance(event, Incident) else "window",
        "title": event.title,
        "components": list(event.components),
        "cause": event.cause.value if isinstance(event, Incident) else None,
        "ground": reason.ground.value,
        "clause": reason.clause,
        "window": exclusion.window if exclusion else None,
        "commit": exclusion.commit if exclusion else None,
        "file_commit": commits.get(event.origin.file),
        **_place(event.origin.at("start")),
    }


def _excused(one: Excused) -> Shape:
    return {
        "event": one.reason.event.id,
        "window": one.reason.exclusion.window if one.reason.exclusion else None,
        "clause": one.reason.clause,
        "seconds": one.seconds,
        **_place(one.reason.event.origin.at("start")),
    }


def _forgone(one: Forgone) -> Shape:
    return {
        "window": one.window.id,
        "outcome": one.outcome.value,
        "rules": list(dict.fromkeys(finding.rule for finding in one.findings)),
        "clauses": list(dict.fromkeys(finding.clause for finding in one.findings if finding.clause)),
        "added_seconds": one.added_seconds,
        **_place(one.window.origin.at("start")),
    }


def _answer(one: Answer) -> Shape:
    target = one.target
    return {
        "incident": one.incident.id,
        "priority": one.incident.priority,
        "symptom": one.incident.symptom,
        "milestone": target.milestone.value,
        "within": target.within,
        "plans": list(target.plans),
        "guaranteed": target.guaranteed,
        "clock_starts_at": _at(one.since),
        "due_at": None if one.before is None else civil.rfc3339(one.before - 1),
        "done_at": _at(one.done),
        "kept": one.kept.value,
        "margin_seconds": one.margin_seconds,
        "clause": one.clause,
        **_place(one.incident.origin.at("reported")),
    }


def _registered(one: Registered) -> Shape:
    return {
        "incidents": [incident.id for incident in one.incidents],
        "at_most": one.promise.incidents,
        "kept": one.kept,
        "clause": one.promise.clause,
    }


def _measured(one: Measured) -> Shape:
    metric = one.metric
    return {
        "metric": metric.id,
        "unit": metric.unit,
        "below": None if metric.below is None else str(metric.below),
        "at_least": None if metric.at_least is None else str(metric.at_least),
        "plans": list(metric.plans),
        "values": len(one.values),
        "breaches": [
            {"measured_at": civil.rfc3339(value.at), "value": str(value.value), "region": value.region, **_place(value.place)}
            for value in one.breaches
        ],
        "clause": metric.clause,
    }


def _rereading(kept: Kept, one: Rereading) -> Shape:
    """What another reading comes to; `differences` are empty where it changes no figure."""
    account = one.account
    return {
        "id": one.reading.id,
        "value": one.other.value,
        "text": one.other.text,
        "untold": one.untold or None,
        "differences": list(differences(kept, one)),
        "figures": None if account is None else {**_availability(account.availability), "plans": list(map(_plan, account.credits))},
        "agreements": [{"agreement": other.agreement.id, **_amounts(other)} for _, other in one.owed],
    }


def _due(due: Due, statement: Statement) -> Shape:
    one = due.entitlement
    account = next(account for account in statement.accounts if account.policy.id == one.agreement.policy)
    policy = account.policy
    return {
        "agreement": one.agreement.id,
        "customer": one.agreement.customer,
        "policy": policy.id,
        "plan": one.credit.plan.id if one.credit else None,
        **{f"creditable_{name}": value for name, value in _availability(one.availability).items() if "least" not in name},
        "credit_fraction": str(one.share),
        "credit_percent": shown(one.share),
        "amount_units": one.amount.units if one.amount else None,
        "currency": one.amount.currency if one.amount else None,
        "amount_unknown": one.amount_unknown,
        "capped": one.capped,
        "below_minimum": one.too_small,
        "state": one.state.value,
        **_amounts(one),
        "form": policy.credits.form or None,
        "refused": one.refusal.why if one.refusal else None,
        "refused_clause": one.refusal.clause if one.refusal else None,
        "claim_required": policy.claim is not None and policy.claim.required,
        "steps": [_step(step, policy) for step in one.steps],
        "seconds": [_lot(span, lot, account) for span, lot in one.creditable.parts],
        "support": [_answer(answer) for answer in due.answers],
        "incomplete_reports": [_incomplete(report) for report in due.incomplete],
        **_place(one.agreement.origin.at("customer")),
    }


def _amounts(one: Entitlement) -> Shape:
    sides = (("payable", one.payable), ("pending", one.pending), ("unreported", one.unreported), ("void", one.void))
    return {key: value for name, owed in sides for key, value in _owed(name, owed).items()}


def _owed(name: str, owed: Owed) -> Shape:
    return {
        f"{name}_fraction": str(owed.share),
        f"{name}_percent": shown(owed.share),
        f"{name}_units": _units(owed.money),
    }


def _units(money: Money | None) -> int | None:
    return None if money is None else money.units


def _step(step: Step, policy: Policy) -> Shape:
    return {
        "act": step.act.value,
        "about": step.about,
        "done": step.done.value,
        "done_at": None if step.filed is None else civil.rfc3339(step.filed.at),
        "channel": None if step.filed is None else step.filed.channel or None,
        "before_at": _at(step.before),
        "remind_before_at": _at(step.remind_by),
        "fields": list(policy.claim.fields) if policy.claim and step.act == "claim" else [],
        "missing": list(step.missing),
        "clause": step.clause,
    }


def _incomplete(one: Incomplete) -> Shape:
    return {
        "event": one.event.id,
        "reported_at": civil.rfc3339(one.filed.at),
        "missing": list(one.missing),
        "clause": one.clause,
        **_place(one.event.origin.at("start")),
    }


def _lot(span: Span, lot: Lot, account: Account) -> Shape:
    event = account.events[lot.event]
    return {
        **_span(span),
        "event": lot.event,
        "fate": lot.fate.value,
        "why": lot.why.value,
        "clause": lot.clause,
        **_place(event.origin.at("start")),
    }


def _span(span: Span) -> Shape:
    return {"starts_at": civil.rfc3339(span.start), "ends_at": civil.rfc3339(span.end), "seconds": span.seconds}


def _place(place: Place) -> Shape:
    return {"file": place.file, "line": place.line}


def _at(instant: int | None) -> str | None:
    return None if instant is None else civil.rfc3339(instant)
