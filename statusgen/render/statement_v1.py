"""A month's statement as JSON, version 1."""

from __future__ import annotations

import json as json_text

from statusgen import civil
from statusgen.model import Incident
from statusgen.statement import Statement
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement
from statusgen.uptime.availability import shown
from statusgen.uptime.credits import Credit
from statusgen.uptime.downtime import Excused, Reason
from statusgen.uptime.forgone import Forgone


def json(statement: Statement) -> str:
    """The statement for programs. Keys are only added; a change of meaning changes `version`.

    `{"version": 1, "page", "month": "2026-11", "at", "policies": [account], "policies_to_come": [id], "policies_undeclared": [id],
    "declared_from_at": instant or null, "agreements": [...]}`. Of a policy to come the month has not begun; of an undeclared one
    it was over before the first window or incident, and there is no account of it.

    An account: `policy`, `title`, `time_zone`, `period_starts_at`, `period_ends_at`, `known_until_at`, `provisional`;
    `counted_seconds` as they were, `measured_seconds` as the contract rounds them, `basis_seconds`, `not_counted_seconds`;
    `uptime_fraction` (exact, `"999/1000"`, negative where a fixed basis is shorter than the downtime) and `uptime_percent` (six
    decimals, rounded down, never below 0); `plans` (`plan`, `commitment_percent`, `commitment_met`, `guaranteed`,
    `credit_fraction`, `credit_percent`, `tier_below_percent` or null, `clause`); `counted` and `not_counted` (each second once:
    `starts_at`, `ends_at`, `seconds`, `event`, `kind`, `title`, `components`, `cause`, `ground`, `clause`, `window`, `commit`,
    `file`, `line`); `failures_inside_windows` (`event`, `window`, `clause`, `seconds`, `file`, `line`): incidents that an
    approved window excuses; `windows_without_exclusion` (`window`, `outcome`, `rules`, `clauses`, `added_seconds`, `file`,
    `line`);
    `readings` (`id`, `text`).

    An agreement: `agreement`, `customer`, `policy`, `plan`, `creditable_seconds`, `creditable_measured_seconds`,
    `creditable_uptime_fraction`, `creditable_uptime_percent`, `credit_fraction`, `credit_percent`, `amount_units` (of the
    currency's smallest unit) and `currency`, both null where `amount_unknown` says why; `capped`, `refused`, `refused_clause`,
    `claim`, `claim_clause`. Private.

    Keys that end in `_at` are instants in UTC (RFC 3339), fractions are of 1, percents of 100.
    """
    shape = {
        "version": 1,
        "page": statement.page,
        "month": str(statement.month),
        "at": civil.rfc3339(statement.now),
        "policies": [_account_v1(account) for account in statement.accounts],
        "policies_undeclared": [policy.id for policy in statement.undeclared],
        "declared_from_at": None if statement.declared_from is None else civil.rfc3339(statement.declared_from),
        "policies_to_come": [policy.id for policy in statement.to_come],
        "agreements": [_entitlement_v1(one, statement) for one in statement.entitlements],
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _account_v1(account: Account) -> dict[str, object]:
    policy = account.policy
    return {
        "policy": policy.id,
        "title": policy.title,
        "time_zone": policy.time_zone,
        "period_starts_at": civil.rfc3339(account.period.start),
        "period_ends_at": civil.rfc3339(account.period.end),
        "known_until_at": civil.rfc3339(account.known.end),
        "provisional": account.provisional,
        "counted_seconds": account.availability.counted_seconds,
        "measured_seconds": account.availability.measured_seconds,
        "basis_seconds": account.availability.basis_seconds,
        "not_counted_seconds": account.left_out_seconds,
        "uptime_fraction": str(account.availability.uptime),
        "uptime_percent": shown(account.availability.uptime),
        "plans": [_plan_v1(credit) for credit in account.credits],
        "counted": [_interval_v1(span, reason) for span, reason in account.counted],
        "not_counted": [_interval_v1(span, reason) for span, reason in account.left_out],
        "failures_inside_windows": [_excused_v1(one) for one in account.downtime.failures_excused],
        "windows_without_exclusion": [_forgone_v1(one) for one in account.forgone],
        "readings": [{"id": reading.id, "text": reading.text} for reading in policy.readings],
    }


def _plan_v1(credit: Credit) -> dict[str, object]:
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


def _interval_v1(span: Span, reason: Reason) -> dict[str, object]:
    event, exclusion = reason.event, reason.exclusion
    place = event.origin.at("start")
    return {
        "starts_at": civil.rfc3339(span.start),
        "ends_at": civil.rfc3339(span.end),
        "seconds": span.seconds,
        "event": event.id,
        "kind": "incident" if isinstance(event, Incident) else "window",
        "title": event.title,
        "components": list(event.components),
        "cause": event.cause.value if isinstance(event, Incident) else None,
        "ground": reason.ground.value,
        "clause": reason.clause,
        "window": exclusion.window if exclusion else None,
        "commit": exclusion.commit if exclusion else None,
        "file": place.file,
        "line": place.line,
    }


def _excused_v1(one: Excused) -> dict[str, object]:
    place = one.reason.event.origin.at("start")
    return {
        "event": one.reason.event.id,
        "window": one.reason.exclusion.window if one.reason.exclusion else None,
        "clause": one.reason.clause,
        "seconds": one.seconds,
        "file": place.file,
        "line": place.line,
    }


def _forgone_v1(one: Forgone) -> dict[str, object]:
    place = one.window.origin.at("start")
    return {
        "window": one.window.id,
        "outcome": one.outcome.value,
        "rules": list(dict.fromkeys(finding.rule for finding in one.findings)),
        "clauses": list(dict.fromkeys(finding.clause for finding in one.findings if finding.clause)),
        "added_seconds": one.added_seconds,
        "file": place.file,
        "line": place.line,
    }


def _entitlement_v1(one: Entitlement, statement: Statement) -> dict[str, object]:
    policy = next(account.policy for account in statement.accounts if account.policy.id == one.agreement.policy)
    claim = policy.claim if policy.claim and policy.claim.required and one.share else None
    return {
        "agreement": one.agreement.id,
        "customer": one.agreement.customer,
        "policy": policy.id,
        "plan": one.credit.plan.id if one.credit else None,
        "creditable_seconds": one.creditable.counted_seconds,
        "creditable_measured_seconds": one.creditable.measured_seconds,
        "creditable_uptime_fraction": str(one.creditable.uptime),
        "creditable_uptime_percent": shown(one.creditable.uptime),
        "credit_fraction": str(one.share),
        "credit_percent": shown(one.share),
        "amount_units": one.amount.units if one.amount else None,
        "currency": one.amount.currency if one.amount else None,
        "amount_unknown": one.amount_unknown,
        "capped": one.capped,
        "refused": one.refused,
        "refused_clause": one.refused_clause,
        "claim": claim.within if claim else None,
        "claim_clause": claim.clause if claim else None,
    }
