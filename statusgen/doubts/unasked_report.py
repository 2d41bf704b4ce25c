"""unasked-report: what is said of customers' reports holds where a report is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.policy import Clock, ReportScope

ID, SUMMARY = "unasked-report", "Report that nothing asks for"


def check(subject: Subject) -> Iterator[Doubt]:
    """A deadline, a scope or a clause of a report that is not required; a clock that starts at one."""
    asked = subject.policy.eligibility
    if asked.report_required:
        return
    settings = {
        "report_within": asked.report_within is not None,
        "report_scope": asked.report_scope is not ReportScope.INCIDENT,
        "report_clause": asked.report_clause is not None,
        "clock": asked.clock is Clock.REPORT,
    }
    for key in (key for key, is_set in settings.items() if is_set):
        what = f"`{key}` speaks of the customer's report, and none is required."
        if key == "clock":
            what = "The clock starts at the report, and none is required: who reports is given less than who keeps silent."
        way_out = "Add `report_required: true`, or leave it out."
        yield Doubt(
            ("eligibility", key), what, "No credit depends on a report.", way_out, asked.report_clause or asked.clock_clause
        )
