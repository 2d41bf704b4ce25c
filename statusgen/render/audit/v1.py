"""The audit for programs, in a shape of its own."""

from __future__ import annotations

import json as json_text

from statusgen import civil
from statusgen.audit import NOTICE_STEPS, Audit, Judged, Record, Under
from statusgen.audit.summary import Ratio
from statusgen.render import findings


def json(audit: Audit) -> str:
    """The audit for programs. Keys are only added; a change of meaning changes `version`.

    Keys that end in `_at` are instants in UTC, those in `_seconds` elapsed time; null: nobody knows or nobody told. `kept`,
    `notice`, `hours` and their like are `{"count", "of"}`.
    """
    shape = {
        "version": 1,
        "page": audit.page,
        "at": civil.rfc3339(audit.now),
        "since_at": _instant(audit.since),
        "files": audit.source.files,
        "unreadable_files": audit.source.unreadable,
        "impossible_times": audit.impossible,
        "commits": audit.source.commits,
        "untold_files": audit.source.untold,
        "undeclared": audit.undeclared,
        "to_come": audit.to_come,
        "called_off": audit.called_off,
        "summary": _summary_v1(audit),
        "policies": [_under_v1(one) for one in audit.under],
        "maintenances": [_record_v1(record) for record in audit.records],
        "findings": [findings.json(finding) for finding in audit.findings],
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def _summary_v1(audit: Audit) -> dict[str, object]:
    told = audit.summary
    *by_step, less, none = told.notice_by_step
    return {
        "maintenances": told.maintenances,
        "notice": {
            "at_least": [{"seconds": step, "count": count} for step, count in zip(NOTICE_STEPS, by_step, strict=True)],
            "less": less,
            "at_or_after_start": none,
            "median_seconds": told.median_notice,
        },
        "ends_told": _ratio_v1(told.ends_told),
        "overran": _ratio_v1(told.overran),
        "median_overrun_seconds": told.median_overrun,
        "longest_overrun_seconds": told.longest_overrun,
        "closed_late": _ratio_v1(told.closed_late),
        "never_closed": told.never_closed,
        "median_open_seconds": told.median_open,
        "unknown_components": _ratio_v1(told.unknown),
        "gone": told.gone,
    }


def _under_v1(one: Under) -> dict[str, object]:
    return {
        "policy": one.policy.id,
        "title": one.policy.title,
        "kept": _ratio_v1(one.kept),
        "notice": _ratio_v1(one.notice),
        "hours": _ratio_v1(one.hours),
        "emergencies": one.emergencies,
        "not_covered": one.not_covered,
    }


def _record_v1(record: Record) -> dict[str, object]:
    window, last = record.window, record.told.last
    return {
        "id": window.id,
        "file": window.origin.file,
        "line": window.origin.at("start").line,
        "title": window.title,
        "components": list(window.components),
        "unknown_components": record.unknown,
        "impact": last.impact.value,
        "told_since_at": civil.rfc3339(record.told.told),
        "commit": last.commit,
        "starts_at": civil.rfc3339(last.span.start),
        "told_end_at": _instant(record.end_told),
        "began_at": civil.rfc3339(record.ran.start),
        "ended_at": civil.rfc3339(record.ran.end),
        "closed_at": _instant(record.closed),
        "gone_at": _instant(record.gone),
        "notice_seconds": record.notice,
        "overrun_seconds": record.overrun,
        "open_seconds": record.open_for,
        "closed_late": record.closed_late,
        "policies": [_judged_v1(one) for one in record.judged],
    }


def _judged_v1(one: Judged) -> dict[str, object]:
    return {
        "policy": one.verdict.policy,
        "outcome": one.verdict.outcome.value,
        "kept": one.kept,
        "notice_kept": one.notice_kept,
        "hours_kept": one.hours_kept,
        "deadline_at": _instant(one.verdict.deadline),
        "rules": [finding.rule for finding in one.verdict.findings],
    }


def _ratio_v1(ratio: Ratio) -> dict[str, int]:
    return {"count": ratio.count, "of": ratio.of}


def _instant(at: int | None) -> str | None:
    return None if at is None else civil.rfc3339(at)
