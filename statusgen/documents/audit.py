"""An audit as a page: what `audit.html` sets. Figures and words are those of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from statusgen import civil
from statusgen.audit import Audit, Record, Under
from statusgen.audit.summary import Ratio
from statusgen.board.words import line
from statusgen.documents import paper, parts
from statusgen.documents.paper import Clauses
from statusgen.documents.tiles import Tile
from statusgen.finding import Finding
from statusgen.render.audit import words
from statusgen.site.theme import Theme


@dataclass(frozen=True, slots=True)
class Held:
    """All maintenance before one policy."""

    heading: str
    figures: tuple[parts.Figure, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a policy says of one maintenance."""

    policy: str
    said: str
    tone: str
    """`kept`, `missed` or `plain`: the style sheet's word."""


@dataclass(frozen=True, slots=True)
class Row:
    """One maintenance."""

    title: str
    when: str
    where: str
    notice: str
    overrun: str
    closed: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with a file."""

    where: str
    summary: str
    what: str
    way_out: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """All that `audit.html` sets."""

    page: str
    title: str
    scope: str
    tiles: tuple[Tile, ...]
    held: tuple[Held, ...]
    no_policy: str
    figures: tuple[parts.Figure, ...]
    rows: tuple[Row, ...]
    unknown: tuple[tuple[str, Told], ...]
    """How often each name stands there, and where first."""
    findings: tuple[Told, ...]
    clauses: tuple[parts.Listed, ...]


def html(audit: Audit, theme: Theme) -> str:
    """The audit as one self-contained page: no script, and nothing asked of anybody."""
    return theme.render(f"{paper.FOLDER}/audit.html", it=page(audit))


def page(audit: Audit) -> AuditPage:
    """What the template sets. The list of clauses is made last, when all that name them have been said."""
    clauses = Clauses(one.policy for one in audit.under)
    others = (finding for finding in audit.findings if finding.rule != "unknown-component")
    return AuditPage(
        page=line(audit.page),
        title=f"Audit at {civil.show(audit.now, audit.time_zone)}",
        scope=line(words.scope(audit)) if audit.records else words.NOTHING,
        tiles=tuple(_tiles(audit, clauses)) if audit.records else (),
        held=tuple(_held(one, audit, clauses) for one in audit.under),
        no_policy="" if audit.under else words.NO_POLICY,
        figures=_figures(words.figures(audit), clauses) if audit.records else (),
        rows=tuple(_row(record, audit.time_zone) for record in audit.records),
        unknown=tuple((words.counted(one.count, "time"), _told(one.first)) for one in audit.unknown),
        findings=tuple(map(_told, others)),
        clauses=parts.listed(clauses),
    )


def _figures(pairs: Iterable[tuple[str, str]], clauses: Clauses) -> tuple[parts.Figure, ...]:
    return tuple(parts.Figure(label, (clauses.said(said),)) for label, said in pairs)


def _held(one: Under, audit: Audit, clauses: Clauses) -> Held:
    heading = line(f"{one.policy.id}: {one.policy.title}, {words.kept(one)}")
    return Held(heading, _figures(words.promises(one, audit.source), clauses))


def _tiles(audit: Audit, clauses: Clauses) -> Iterator[Tile]:
    for one in audit.under:
        note = clauses.said(f"maintenances kept every promise of {one.policy.title} [{one.policy.notice.clause}]")
        yield Tile(line(one.policy.id), f"{one.kept.count} of {one.kept.of}", (note,), _tone(one.kept, good=True))
    told = audit.summary
    note = Markup("from when customers knew of it to its start")
    yield Tile("Median notice", words.median_notice(told), (note,), "plain")
    yield from _bad("Overran", told.overran, "of those of which an end was told")
    yield from _bad("Closed late", told.closed_late, "more than a day after the end")
    yield from _bad("Unknown components", told.unknown, "name one that is none of the page's")


def _bad(label: str, ratio: Ratio, note: str) -> Iterator[Tile]:
    """How many are not as they should be; nothing where none could be."""
    if ratio.of:
        yield Tile(label, f"{ratio.count} of {ratio.of}", (escape(note),), _tone(ratio, good=False))


def _tone(ratio: Ratio, *, good: bool) -> str:
    if not ratio.of:
        return "plain"
    return "kept" if ratio.count == (ratio.of if good else 0) else "missed"


def _row(record: Record, zone: str) -> Row:
    where = record.window.origin.at("start")
    return Row(
        title=line(record.window.title),
        when=f"{civil.show(record.told.last.span.start, zone)}, {words.brief(record.ran.seconds)}",
        where=line(f"{where.file}:{where.line}"),
        notice=words.brief(record.notice),
        overrun=words.overrun(record),
        closed=words.closed(record),
        marks=tuple(
            Mark(line(one.verdict.policy), words.broken(one), "plain" if one.kept is None else "kept" if one.kept else "missed")
            for one in record.judged
        ),
    )


def _told(finding: Finding) -> Told:
    return Told(line(str(finding.place)), finding.summary, line(finding.what), line(finding.way_out))
