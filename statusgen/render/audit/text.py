"""The audit as text: what a manager reads, then every maintenance, then what is wrong with files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from statusgen import civil
from statusgen.audit import Audit, Record, Unread
from statusgen.finding import Severity
from statusgen.render import findings
from statusgen.render.audit import words
from statusgen.render.findings import visible

_LABEL: Final = 12
_fill: Final = partial(textwrap.fill, width=findings.WIDTH, break_long_words=False, break_on_hyphens=False)


def text(audit: Audit, *, color: bool) -> str:
    """The whole audit."""
    parts = [f"{visible(words.heading(audit))}\n{_wrapped(words.scope(audit))}"]
    if audit.records:
        parts += [_under(audit, color=color), _block(words.figures(audit)), _table(audit)]
    if audit.unknown:
        parts.append("".join(("Components that are none of the page's\n", *map(_unread, audit.unknown))))
    told = findings.text([one for one in audit.findings if one.rule != "unknown-component"], color=color)
    parts += [told] if told else []
    return "\n".join((*parts, _closing(audit, color=color)))


def _under(audit: Audit, *, color: bool) -> str:
    if not audit.under:
        return _wrapped(words.NO_POLICY)
    told = []
    for one in audit.under:
        weight = Severity.NOTE if one.kept.count == one.kept.of else Severity.ERROR
        told.append(f"{one.policy.id}: {findings.painted(words.kept(one), weight, color=color)} ({visible(one.policy.title)})\n")
        told.append(_block(words.promises(one, audit.source)))
    return "".join(told)


def _block(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(_wrapped(f"  {label:{_LABEL}}{said}", _LABEL + 2) for label, said in pairs)


def _wrapped(said: str, indent: int = 0) -> str:
    return _fill(visible(said), subsequent_indent=" " * indent) + "\n"


def _table(audit: Audit) -> str:
    """A line a maintenance. What is not counted in hours is cut to its two largest units."""
    policies = [one.policy.id for one in audit.under]
    head = ["began", "took", "notice", "overrun", "closed after", *policies, "maintenance"]
    rows = [head, *(_row(record, policies, audit.time_zone) for record in audit.records)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def _row(record: Record, policies: list[str], zone: str) -> list[str]:
    judged = {one.verdict.policy: words.broken(one) for one in record.judged}
    return [
        civil.show(record.told.last.span.start, zone)[4:],
        words.brief(record.ran.seconds),
        words.brief(record.notice),
        words.overrun(record),
        words.closed(record),
        *(judged.get(policy, words.NOT_KNOWN) for policy in policies),
        visible(record.window.id),
    ]


def _unread(one: Unread) -> str:
    times = "once" if one.count == 1 else f"{one.count} times, first"
    return _wrapped(f"  {one.first.what} {one.first.way_out} It is named {times} at {one.first.place}", 4)


def _closing(audit: Audit, *, color: bool) -> str:
    if not audit.records:
        return f"{words.NOTHING}\n"
    return f"{'; '.join(_said(audit, color=color))}.\n"


def _said(audit: Audit, *, color: bool) -> Iterator[str]:
    errors, warnings = len(audit.errors), len(audit.findings) - len(audit.errors)
    yield f"Audited {words.counted(len(audit.records), 'maintenance')}"
    yield from (f"{one.policy.id}: {words.kept(one)}" for one in audit.under)
    if errors:
        yield findings.painted(words.counted(errors, "error"), Severity.ERROR, color=color)
    if warnings:
        yield words.counted(warnings, "warning")
