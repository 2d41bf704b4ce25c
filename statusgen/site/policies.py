"""A page for each policy: the promise in words, and this page's record of keeping it. Public facts, nothing of agreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from statusgen.board import Board, IncidentEntry, WindowEntry, components_of, words
from statusgen.board.days import declared_from
from statusgen.board.entries import Entry, digest_of
from statusgen.civil import Month, lasting
from statusgen.model import Evidence, Project
from statusgen.policy import Clause, Policy, Reading
from statusgen.promises import HEADINGS, Promise, Sentence, promise
from statusgen.promises.words import number
from statusgen.report.record import Conduct, Record, looked_at, months_over, record
from statusgen.uptime.account import Account
from statusgen.uptime.availability import shown
from statusgen.uptime.credits import Credit
from statusgen.verdict import Verdicts

_DECIMALS: Final = 4
MET: Final = {True: "kept", False: "missed", None: "not known"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the record."""

    kind: str
    """`kept`, `missed` or `unknown`: for the style sheet."""
    name: str
    figure: str
    said: str


@dataclass(frozen=True, slots=True)
class MonthKept:
    """One month of the record."""

    name: str
    uptime: str
    """`99.9512 %`; empty: nothing is said of it."""
    counted: str
    """How much downtime the contract counts."""
    plans: tuple[tuple[str, str], ...]
    """Kind and words of each commitment: (`kept`, `99.9 %: kept`)."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """A window that broke a promise."""

    path: str
    title: str
    start: words.Moment
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionTold:
    """What a contract was from some day on."""

    since: str
    in_force: bool
    new: tuple[Sentence, ...]
    gone: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """What `policy.html` sets."""

    title: str
    provider: str
    source: str
    not_before: str
    """The day before which nothing is promised; empty where the promise is in force."""
    period: str
    """The months of the record: `December 2025 to November 2026`."""
    tiles: tuple[Tile, ...]
    months: tuple[MonthKept, ...]
    """Newest first, from the first of which something is said."""
    lapses: tuple[Lapse, ...]
    """The newest first."""
    components: tuple[tuple[str, str], ...]
    """Id and name of those that it covers."""
    chapters: tuple[tuple[str, tuple[Sentence, ...]], ...]
    versions: tuple[VersionTold, ...]
    """None where there never was more than one."""
    readings: tuple[Reading, ...]
    clauses: tuple[Clause, ...]


class Policies:
    """The pages of all policies of a board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._entries: tuple[Entry, ...] = (*board.windows, *board.incidents)

    def digest(self, policy: Policy) -> str:
        """Of all that the page of a policy shows."""
        in_force = policy.in_force(self._board.now)
        months = months_over(policy, self._board.now)
        touching = [entry.digest for entry in self._touching(policy, months)]
        return digest_of((None if in_force is None else in_force.effective_from, str(months[-1]), touching))

    def page(self, policy: Policy) -> PolicyPage:
        """The page of a policy, which has one where it is asked for."""
        told = promise(policy, self._board.now)
        kept = self._record(policy)
        return PolicyPage(
            title=words.line(told.policy.title),
            provider=words.line(told.policy.provider),
            source=words.line(told.policy.source),
            not_before="" if told.in_force else told.policy.effective_from or "",
            period=_period([month for month, _ in kept.months]),
            tiles=tuple(_tiles(kept)),
            months=tuple(_months(kept)),
            lapses=tuple(self._lapses(kept.works)),
            components=tuple(
                (each.component.id, words.line(each.component.name))
                for each in self._board.components
                if told.policy.covers(each.component.id)
            ),
            chapters=tuple((HEADINGS[chapter.topic], chapter.sentences) for chapter in told.chapters),
            versions=tuple(_versions(told)),
            readings=told.readings,
            clauses=told.policy.clauses,
        )

    def _touching(self, policy: Policy, months: Sequence[Month]) -> list[Entry]:
        """The events that the record depends on."""
        span = looked_at(policy, months)
        return [
            entry for entry in self._entries if entry.span.overlaps(span) and any(map(policy.ever_covers, components_of(entry)))
        ]

    def _record(self, policy: Policy) -> Record:
        board, months = self._board, months_over(policy, self._board.now)
        entries = self._touching(policy, months)
        windows = [entry for entry in entries if isinstance(entry, WindowEntry)]
        verdicts: Verdicts = {(one.window, one.policy): one for entry in windows for one in entry.verdicts}
        # Of what is over, the end of what is looked at is as good an instant as now, and the same until another month is over.
        project = Project(
            page=board.page,
            components=tuple(each.component for each in board.components),
            policies=(policy,),
            windows=tuple(entry.window for entry in windows),
            incidents=tuple(entry.incident for entry in entries if isinstance(entry, IncidentEntry)),
            agreements=(),
            evidence=Evidence.DECLARED,
            digest="",
        )
        begun = declared_from(self._entries, looked_at(policy, months).start)
        return record(project, verdicts, policy, months, begun, looked_at(policy, months).end)

    def _lapses(self, works: Iterable[Conduct]) -> Iterator[Lapse]:
        zone = self._board.page.time_zone
        for work in reversed(tuple(works)):
            reasons = (
                *(["notice too short"] if work.notice_kept is False else []),
                *(["outside the maintenance hours"] if work.hours_kept is False else []),
                *([f"{lasting(work.overrun_seconds)} past its end"] if work.overrun_seconds else []),
            )
            if reasons:
                start = words.moment(work.window.span.start, zone)
                yield Lapse(f"windows/{work.window.id}/", words.line(work.window.title), start, reasons)


def _period(months: Sequence[Month]) -> str:
    return f"{words.month_name(months[0])} to {words.month_name(months[-1])}"


def _tiles(kept: Record) -> Iterator[Tile]:
    yield from _uptime(kept)
    yield from _counted("Notice", "windows announced in time", [one.notice_kept for one in kept.works])
    yield from _counted("Maintenance hours", "windows inside them", [one.hours_kept for one in kept.works])
    ran_over = [one.overrun_seconds for one in kept.works if one.overrun_seconds]
    if kept.works:
        said = f"{lasting(sum(ran_over))} in all, {lasting(max(ran_over))} at most" if ran_over else "Every window ended in time."
        yield Tile("missed" if ran_over else "kept", "Past the announced end", _of(len(ran_over), len(kept.works)), said)
    emergencies = sum(one.is_emergency for one in kept.works)
    if emergencies:
        yield Tile("unknown", "Emergency work", str(emergencies), "without the usual notice")


def _uptime(kept: Record) -> Iterator[Tile]:
    told = [account for _, account in kept.months if account is not None]
    if not told:
        yield Tile("unknown", "Uptime", "–", "Nothing was declared in these months.")
        return
    met = [_met(account) for account in told]
    lowest = min(account.availability.uptime for account in told)
    kind = "missed" if False in met else "unknown" if None in met else "kept"
    said = f"months in which every commitment was kept; the lowest was {shown(lowest, _DECIMALS)} %"
    yield Tile(kind, "Uptime", _of(met.count(True), len(met)), said)


def _met(account: Account) -> bool | None:
    """Whether a month kept every commitment, or, where nothing is guaranteed, every target; None: what is unknown decides."""
    met = {one.met for one in account.credits if one.plan.guaranteed} or {one.met for one in account.credits}
    return False if False in met else None if None in met else True


def _counted(name: str, said: str, kept: Iterable[bool | None]) -> Iterator[Tile]:
    asked = [one for one in kept if one is not None]
    if asked:
        yield Tile("kept" if all(asked) else "missed", name, _of(sum(asked), len(asked)), said)


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def _months(kept: Record) -> Iterator[MonthKept]:
    first = next((number for number, (_, account) in enumerate(kept.months) if account is not None), len(kept.months))
    for month, account in reversed(kept.months[first:]):
        name = words.month_name(month)
        if account is None:
            yield MonthKept(name, "", "", ())
            continue
        plans = tuple(dict.fromkeys(_commitment(one, several=len(account.credits) > 1) for one in account.credits))
        measured = account.availability.measured_seconds
        counted = lasting(measured) if measured else "none"
        yield MonthKept(name, f"{shown(account.availability.uptime, _DECIMALS)} %", counted, plans)


def _commitment(one: Credit, *, several: bool) -> tuple[str, str]:
    plan = f"{words.line(one.plan.name or one.plan.id)}: " if several else ""
    aim = "" if one.plan.guaranteed else "target "
    return MET[one.met].replace("not known", "unknown"), f"{plan}{aim}{number(one.plan.commitment)} % {MET[one.met]}"


def _versions(told: Promise) -> Iterator[VersionTold]:
    if len(told.versions) > 1:
        for version in reversed(told.versions):
            since = f"From {version.effective_from} on" if version.effective_from else "At first"
            yield VersionTold(since, version.in_force, version.new, version.gone)
