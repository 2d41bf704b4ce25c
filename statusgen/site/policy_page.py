"""A page for each policy: the promise in words, and this page's record of keeping it. Public facts, nothing of agreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from statusgen.board import Board, IncidentEntry, WindowEntry, words
from statusgen.board.days import declared_from
from statusgen.board.entries import Entry
from statusgen.board.months_over import looked_at
from statusgen.civil import Month
from statusgen.language import ENGLISH, Language, message
from statusgen.model import Evidence, Project
from statusgen.policy import Clause, Policy
from statusgen.promises import HEADINGS, Promise, Sentence, promise
from statusgen.promises.words import number, theirs
from statusgen.site.record import Conduct, Record, record
from statusgen.uptime.account import Account
from statusgen.uptime.availability import shown
from statusgen.uptime.credits import Credit
from statusgen.verdict import Verdicts

_DECIMALS: Final = 4
KINDS: Final = {True: "kept", False: "missed", None: "unknown"}
MET: Final = {
    True: message("%(percent)s kept"),
    False: message("%(percent)s missed"),
    None: message("%(percent)s: not known"),
}


class Tile(Struct, frozen=True):
    """One figure of the record."""

    kind: str
    """`kept`, `missed` or `unknown`: for the style sheet."""
    name: str
    figure: str
    said: str


class MonthKept(Struct, frozen=True):
    """One month of the record."""

    name: str
    uptime: str
    """`99.9512 %`, with a blank that does not break; empty: nothing is said of it."""
    counted: str
    """How much downtime the contract counts."""
    plans: tuple[tuple[str, str], ...]
    """Kind and words of each commitment: (`kept`, `99.9 %: kept`)."""


class Lapse(Struct, frozen=True):
    """A window that broke a promise."""

    path: str
    title: str
    start: words.Moment
    reasons: tuple[str, ...]


class VersionTold(Struct, frozen=True):
    """What a contract was from some day on."""

    since: str
    """The day from which it is in force; empty: it always was."""
    in_force: bool
    new: tuple[Sentence, ...]
    gone: tuple[Sentence, ...]


class Read(Struct, frozen=True):
    """How a sentence is read that could be read otherwise."""

    id: str
    text: str
    clause: str | None


class ClauseTold(Struct, frozen=True):
    """A clause in the contract's own words, and what of it is not computed."""

    id: str
    text: str
    reference: str
    recorded: str
    """As what it is written down; empty where it is computed, or beyond that."""
    beyond: str
    """Why nothing can be computed of it; empty where something is."""


class PolicyPage(Struct, frozen=True):
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
    readings: tuple[Read, ...]
    clauses: tuple[ClauseTold, ...]


class PageOf:
    """What the page of a policy tells, of the events that its record depends on."""

    def __init__(
        self, board: Board, language: Language, policy: Policy, months: Sequence[Month], touching: Sequence[Entry]
    ) -> None:
        self._board = board
        self._language = language
        self._policy = policy
        self._months = months
        self._touching = touching

    def page(self) -> PolicyPage:
        """All of it."""
        policy = self._policy
        told = promise(policy, self._board.now, self._language)
        kept = self._record()
        months = [words.month_name(month, self._language) for month, _ in kept.months]
        return PolicyPage(
            title=words.line(told.policy.title),
            provider=words.line(told.policy.provider),
            source=words.line(told.policy.source),
            not_before="" if told.in_force else told.policy.effective_from or "",
            period=self._language.say("%(first)s to %(last)s", first=months[0], last=months[-1]),
            tiles=tuple(tiles(kept, self._language)),
            months=tuple(_months(kept, self._language)),
            lapses=tuple(self._lapses(kept.works)),
            components=tuple(
                (each.component.id, words.line(each.component.name))
                for each in self._board.components
                if told.policy.covers(each.component.id)
            ),
            chapters=tuple((self._language.say(HEADINGS[chapter.topic]), chapter.sentences) for chapter in told.chapters),
            versions=tuple(_versions(told)),
            readings=tuple(Read(one.id, theirs(one.text, self._language), one.clause) for one in told.readings),
            clauses=tuple(_clause(clause, self._language) for clause in told.policy.clauses),
        )

    def _record(self) -> Record:
        board, policy, months, entries = self._board, self._policy, self._months, self._touching
        windows = [entry for entry in entries if isinstance(entry, WindowEntry)]
        verdicts: Verdicts = {(one.window, one.policy): one for entry in windows for one in entry.verdicts}
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
        # Of what is over, the end of what is looked at is as good an instant as now, and the same until another month is over.
        span = looked_at(policy, months)
        return record(project, verdicts, policy, months, declared_from((*board.windows, *board.incidents), span.start), span.end)

    def _lapses(self, works: Iterable[Conduct]) -> Iterator[Lapse]:
        zone, language = self._board.page.time_zone, self._language
        for work in reversed(tuple(works)):
            reasons = [
                *([language.say("notice too short")] if work.notice_kept is False else []),
                *([language.say("outside the maintenance hours")] if work.hours_kept is False else []),
            ]
            if work.overrun_seconds:
                reasons.append(language.say("%(time)s past its end", time=language.lasting(work.overrun_seconds)))
            if reasons:
                start = words.moment(work.window.span.start, zone, language)
                yield Lapse(f"windows/{work.window.id}/", words.line(work.window.title), start, tuple(reasons))


def tiles(kept: Record, language: Language = ENGLISH) -> Iterator[Tile]:
    """The figures of a record: uptime, notice, hours, overruns, emergencies."""
    yield _uptime(kept, language)
    notice, hours = [one.notice_kept for one in kept.works], [one.hours_kept for one in kept.works]
    yield from _counted(language.say("Notice"), language.say("windows announced in time"), notice, language)
    yield from _counted(language.say("Maintenance hours"), language.say("windows inside them"), hours, language)
    if kept.works:
        yield _overruns(kept, language)
    emergencies = sum(one.is_emergency for one in kept.works)
    if emergencies:
        yield Tile("unknown", language.say("Emergency work"), str(emergencies), language.say("without the usual notice"))


def _uptime(kept: Record, language: Language) -> Tile:
    told = [account for _, account in kept.months if account is not None]
    name = language.say("Uptime")
    if not told:
        return Tile("unknown", name, "–", language.say("Nothing was declared in these months."))
    met = [_met(account) for account in told]
    lowest = shown(min(account.availability.uptime for account in told), _DECIMALS)
    percent = f"{lowest}\u00a0%"
    said = language.say("months in which every commitment was kept; the lowest was %(percent)s", percent=percent)
    return Tile(KINDS[_all(met)], name, _of(met.count(True), len(met), language), said)


def _met(account: Account) -> bool | None:
    """Whether a month kept every commitment, or, where nothing is guaranteed, every target; None: what is unknown decides."""
    return _all([one.met for one in account.credits if one.plan.guaranteed] or [one.met for one in account.credits])


def _all(met: Sequence[bool | None]) -> bool | None:
    return False if False in met else None if None in met else True


def _overruns(kept: Record, language: Language) -> Tile:
    ran_over = [one.overrun_seconds for one in kept.works if one.overrun_seconds]
    said = language.say("every window ended in time")
    if ran_over:
        times = {"whole": language.lasting(sum(ran_over)), "most": language.lasting(max(ran_over))}
        said = language.say("windows; %(whole)s in all, %(most)s at most", **times)
    name = language.say("Past the announced end")
    return Tile(KINDS[not ran_over], name, _of(len(ran_over), len(kept.works), language), said)


def _counted(name: str, said: str, kept: Iterable[bool | None], language: Language) -> Iterator[Tile]:
    asked = [one for one in kept if one is not None]
    if asked:
        yield Tile(KINDS[all(asked)], name, _of(sum(asked), len(asked), language), said)


def _of(part: int, whole: int, language: Language) -> str:
    return language.say("%(part)s of %(whole)s", part=part, whole=whole)


def _months(kept: Record, language: Language) -> Iterator[MonthKept]:
    first = next((number for number, (_, account) in enumerate(kept.months) if account is not None), len(kept.months))
    for month, account in reversed(kept.months[first:]):
        name = words.month_name(month, language)
        if account is None:
            yield MonthKept(name, "", "", ())
            continue
        several = len(account.credits) > 1
        plans = tuple(dict.fromkeys(_commitment(one, language, several=several) for one in account.credits))
        measured = account.availability.measured_seconds
        counted = language.lasting(measured) if measured else language.say("none")
        yield MonthKept(name, f"{shown(account.availability.uptime, _DECIMALS)}\u00a0%", counted, plans)


def _commitment(one: Credit, language: Language, *, several: bool) -> tuple[str, str]:
    percent = f"{number(one.plan.commitment)}\u00a0%"
    said = language.say(
        MET[one.met], percent=percent if one.plan.guaranteed else language.say("target %(percent)s", percent=percent)
    )
    return KINDS[one.met], f"{words.line(one.plan.name or one.plan.id)}: {said}" if several else said


def _clause(clause: Clause, language: Language) -> ClauseTold:
    recorded = theirs(clause.recorded, language).rstrip(".")
    return ClauseTold(clause.id, clause.text, clause.reference, recorded, theirs(clause.beyond, language))


def _versions(told: Promise) -> Iterator[VersionTold]:
    if len(told.versions) > 1:
        for version in reversed(told.versions):
            yield VersionTold(version.effective_from or "", version.in_force, version.new, version.gone)
