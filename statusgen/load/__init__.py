"""Texts → the project they declare, and all that is wrong with them. Nothing in a file raises, but for `statusgen.yaml`.

Each kind of file has a reader that depends on nothing but path, text and `Context`; what only the whole project can
tell (two files of one name, incidents that are not there) comes after.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, Protocol, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from statusgen.finding import Finding, Place, ProjectUnreadable, Severity, printable, told_in_order
from statusgen.load.evidence import attach, renamed
from statusgen.load.files import AGREEMENTS, INCIDENTS, WINDOWS, Aside, Kind, read_files
from statusgen.load.freezes import lay_out
from statusgen.load.project import Settings, read_settings
from statusgen.load.sheet import MOST_FINDINGS, RULES, SUMMARIES, Context
from statusgen.load.shelf import Shelf
from statusgen.model import Agreement, Evidence, Incident, Limits, Measurement, Page, Project, Window, stem
from statusgen.policy import Policy
from statusgen.sources import FREEZES, MEASURED, SETTINGS, History, PassedOver, Texts

READING_RULES: Final = RULES
"""What reading finds: (id, summary)."""

_Value = TypeVar("_Value", Window, Incident, Agreement)
_GROUND: Final = msgspec.msgpack.Decoder(tuple[Settings, tuple[Policy, ...]])


class Loaded(Struct, frozen=True):
    """A project, and what is wrong with its files. A file with a finding of reading is not part of the project."""

    project: Project
    findings: tuple[Finding, ...]


class Named(Protocol):
    """An event, of which no more is asked here than what it is called."""

    @property
    def id(self) -> str:
        """Its own among those of its kind."""


class Settled(Aside, Protocol):
    """Events of an earlier run of which nothing changes any more but by their files, and by what all files are read by."""

    @property
    def windows(self) -> Iterable[Named]:
        """The windows of the files that were put aside."""

    @property
    def incidents(self) -> Iterable[Named]:
        """The incidents of those files."""

    @property
    def ids(self) -> Mapping[str, tuple[str, ...]]:
        """Path of each file that was put aside -> the ids of its events."""

    def begin(self, ground: str, history: Callable[[], History | None], now: int) -> None:
        """Be ready to be asked at an instant: `ground` is a digest of settings and policies, `history` the evidence for
        announcements.
        """

    def forget(self) -> None:
        """Have no event of an earlier run any more: all are read."""


def load(
    texts: Texts,
    *,
    now: int,
    history: Callable[[], History] | None = None,
    shelf: Shelf | None = None,
    settled: Settled | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Loaded:
    """The project of these texts, without the events that are settled.

    `history` is asked only where the project does not say `announcements: declared`; None: what is declared is the evidence.
    What is on the shelf is not read again; agreements, which are private, are never put there. What else the caller has to do
    is done `meanwhile`, while other processes read where there is much to read.
    Raises `ProjectUnreadable` where `statusgen.yaml` cannot be read, with the findings of all files.
    """
    shelf = shelf or Shelf()
    settings, policies, told = _ground(texts, shelf)
    context = context_of(settings, policies)
    freezes, of_freezes = lay_out(settings.freezes, texts, settings.page.time_zone, now, shelf)
    digest = hashlib.sha256(texts[SETTINGS] + repr((policies, freezes)).encode()).hexdigest()

    @cache
    def published() -> History | None:
        return history() if history is not None and settings.evidence is Evidence.GIT else None

    if settled is not None:
        settled.begin(digest, published, now)
    windows, incidents, of_events = _read_events(texts, context, shelf, published, settled, meanwhile)
    agreements, of_agreements = _read_all(_files("agreements", texts), context, AGREEMENTS, Shelf())
    measurements, of_measurements = _read_measurements(texts, context, shelf)
    windows, of_evidence = _attached(windows, published(), texts, context, shelf, now)
    project = Project(
        page=settings.page,
        components=settings.components,
        policies=policies,
        windows=tuple(renamed(window, published()) for window in windows),
        incidents=tuple(renamed(incident, published()) for incident in incidents),
        agreements=agreements,
        evidence=Evidence.DECLARED if published() is None else Evidence.GIT,
        digest=digest,
        measurements=measurements,
        freezes=freezes,
        limits=settings.limits,
        weights=settings.weights,
    )
    strangers = _strangers(agreements, texts, (*windows, *incidents), settled)
    return Loaded(
        project,
        told_in_order((*told, *of_freezes, *of_events, *of_agreements, *of_measurements, *of_evidence, *strangers)),
    )


def branch(texts: Texts, shelf: Shelf) -> str | None:
    """The branch that `statusgen.yaml` names as the published one."""
    return _ground(texts, shelf)[0].branch


def limits_of(texts: Texts, shelf: Shelf) -> Limits:
    """What the page allows itself, known before any window is read; `ProjectUnreadable` likewise."""
    return _ground(texts, shelf)[0].limits


def declares(texts: Texts, shelf: Shelf) -> bool:
    """Whether the files are the evidence for when windows were announced, as `statusgen.yaml` says."""
    return _ground(texts, shelf)[0].evidence is Evidence.DECLARED


def time_zone(texts: Texts, shelf: Shelf) -> str:
    """The page's zone, known before any time is read; `ProjectUnreadable` likewise."""
    return page_of(texts, shelf).time_zone


def page_of(texts: Texts, shelf: Shelf) -> Page:
    """Whose page it is, where it will be found, and on which clock; `ProjectUnreadable` likewise."""
    return _ground(texts, shelf)[0].page


def not_read(passed_over: Iterable[PassedOver]) -> tuple[Finding, ...]:
    """A warning of each file or link that somebody may think is read."""
    return tuple(_not_read(one) for one in passed_over)


def _not_read(one: PassedOver) -> Finding:
    if one.leads_nowhere:
        what, way_out = "This link leads out of the project, or nowhere.", "Put what it should lead to into the project's folder."
    else:
        endings = {MEASURED: "`.csv`", FREEZES: "`.ics`"}.get(one.path.partition("/")[0], "`.yaml` or `.yml`")
        what = f"Only files whose names end in {endings}, in small letters, are read here."
        way_out = "Rename it if it declares something. Else let its name begin with a dot, or keep it in another folder."
    return Finding(Place(one.path), "not-read", Severity.WARNING, SUMMARIES["not-read"], what, way_out=way_out)


def _ground(texts: Texts, shelf: Shelf) -> tuple[Settings, tuple[Policy, ...], tuple[Finding, ...]]:
    """What all other files are read by: the settings, the policies, and what is wrong with the latter."""
    files = {file: texts[file] for file in (SETTINGS, *_files("policies", texts)) if file in texts}
    body = msgspec.msgpack.encode([(os.fsencode(file), body) for file, body in files.items()])
    key = shelf.keys(b"ground", {SETTINGS: body})[SETTINGS]
    if (kept := shelf.get(key)) is not None:
        return (*_GROUND.decode(kept), ())
    settings = _settings(texts)
    from statusgen.load.policies import read_policies

    policies, told = read_policies(texts, settings.wanted, [component.id for component in settings.components])
    told = (*told, *_twins(_files("policies", texts)))
    if not told:
        shelf.put(key, msgspec.msgpack.encode((settings, policies)))
    return settings, policies, told


def context_of(settings: Settings, policies: Sequence[Policy]) -> Context:
    """What the reading of every other file depends on."""
    # A wanted policy that cannot be read has findings of its own; an agreement on it is known, its plans are not.
    plans: dict[str, tuple[str, ...]] = {policy_id: () for policy_id, _ in settings.wanted}
    plans |= {policy.id: tuple(plan.id for plan in policy.plans) for policy in policies}
    all_read = {policy.id for policy in policies} == plans.keys()
    metrics = [metric.id for policy in policies for version in (policy, *policy.versions) for metric in version.metrics]
    return Context(
        settings.page.time_zone,
        tuple(component.id for component in settings.components),
        plans,
        tuple(dict.fromkeys(metrics)) if all_read else None,
    )


def _settings(texts: Texts) -> Settings:
    """Where `statusgen.yaml` cannot be read, the other files are looked at all the same: all findings are told at once."""
    try:
        return read_settings(texts)
    except ProjectUnreadable as error:
        anything = Context("UTC", None, None)
        told = list(error.findings)
        told += _read_all(_files("windows", texts), anything, WINDOWS, Shelf())[1]
        told += _read_all(_files("incidents", texts), anything, INCIDENTS, Shelf())[1]
        told += _read_all(_files("agreements", texts), anything, AGREEMENTS, Shelf())[1]
        told += _read_measurements(texts, anything, Shelf())[1]
        raise ProjectUnreadable(told_in_order(told)) from None


def _read_events(
    texts: Texts,
    context: Context,
    shelf: Shelf,
    published: Callable[[], History | None],
    settled: Settled | None,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[tuple[Window, ...], tuple[Incident, ...], tuple[Finding, ...]]:
    """The windows and incidents that are not settled, and what is wrong with their files; git answers while others read."""

    def others_read() -> None:
        published()
        meanwhile()

    windows, of_windows = _read_all(_files("windows", texts), context, WINDOWS, shelf, others_read, settled)
    incidents, of_incidents = _read_all(_files("incidents", texts), context, INCIDENTS, shelf, aside=settled)
    if settled is not None and (_clash(windows, settled.windows) or _clash(incidents, settled.incidents)):
        settled.forget()  # which of two events of one id is meant is told by reading all
        return _read_events(texts, context, shelf, published, settled)
    return windows, incidents, (*of_windows, *of_incidents)


def _read_all(
    files: Texts,
    context: Context,
    kind: Kind[_Value],
    shelf: Shelf,
    meanwhile: Callable[[], object] = lambda: None,
    aside: Aside | None = None,
) -> tuple[tuple[_Value, ...], tuple[Finding, ...]]:
    """Every value of a folder that is not aside, in the order of ids, and what is wrong with its files."""
    values: dict[str, _Value] = {}
    findings = list(_twins(files))
    for path, (read_values, told) in read_files(kind, files, context, shelf, meanwhile, aside).items():
        findings += told
        for value in read_values:
            first = values.setdefault(value.id, value)
            if first is not value and stem(first.origin.file) != stem(path):
                findings.append(_twin(path, value.id, first.origin.file))  # an occurrence is called like another file
    return tuple(values[value_id] for value_id in sorted(values)), tuple(findings)


def _read_measurements(texts: Texts, context: Context, shelf: Shelf) -> tuple[tuple[Measurement, ...], tuple[Finding, ...]]:
    """Every value that was measured, in the order of metric, time and region, and what is wrong with its files."""
    files = _files(MEASURED, texts)
    if not files:
        return (), ()
    from statusgen.load.measurements import MEASUREMENTS, in_order, measured_twice

    read = read_files(MEASUREMENTS, files, context, shelf)
    found = in_order(value for values, _ in read.values() for value in values)
    twice = itertools.islice(measured_twice(found), MOST_FINDINGS)
    return found, (*(finding for _, told in read.values() for finding in told), *twice)


def _files(folder: str, texts: Texts) -> Texts:
    """What lies in a folder, by sorted paths."""
    inside = f"{folder}/"
    return {path: texts[path] for path in sorted(path for path in texts if path.startswith(inside))}


def _twins(files: Texts) -> Iterator[Finding]:
    """Files of one folder whose names differ only in their sub-folders or endings: ids are stems."""
    first: dict[str, str] = {}
    for path in files:
        file_id = stem(path)
        if first.setdefault(file_id, path) != path:
            yield _twin(path, file_id, first[file_id])


def _twin(path: str, same: str, first: str) -> Finding:
    what = f"The id {printable(same, quoted=True)} is already that of {printable(first, quoted=True)}."
    return _finding(Place(path), "duplicate-id", what, "Rename one of the two; a file's name is its id.")


def _attached(
    windows: Sequence[Window], history: History | None, texts: Texts, context: Context, shelf: Shelf, now: int
) -> tuple[tuple[Window, ...], tuple[Finding, ...]]:
    """The windows with the evidence for when they were announced."""
    anything_goes = replace(context, components=None)  # components of older revisions may be gone
    as_they_are: dict[str, list[Window]] = {}
    for window in windows:
        as_they_are.setdefault(window.origin.file, []).append(window)

    def read_revision(path: str, body: bytes) -> tuple[Window, ...]:
        """What the folder says too was read already: most files have no other revision."""
        if body == texts[path]:
            return tuple(as_they_are[path])
        return read_files(WINDOWS, {path: body}, anything_goes, shelf)[path][0]

    taken = {stem(path) for path in texts if path.startswith("windows/")}
    return attach(windows, history, read_revision, now, taken)


def _clash(read: Iterable[Named], aside: Iterable[Named]) -> bool:
    """Whether an event that was put aside is not the only one of its id among those of its kind."""
    ids = [event.id for event in (*read, *aside)]
    return len(set(ids)) < len(ids)


def _known(texts: Texts, read: Iterable[Incident | Window], aside: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What an event may be called by: the ids of all, and the names of files that could not be read."""
    ids = {stem(path) for path in texts if path.startswith(("incidents/", "windows/"))}
    series = {stem(path) for path, kept in aside.items() if kept != (stem(path),)}
    for event in read:
        ids.add(event.id)
        if isinstance(event, Window) and event.series:
            series.add(event.series)
    return ids.union(*aside.values()) - series


def _strangers(
    agreements: Sequence[Agreement], texts: Texts, read: Iterable[Incident | Window], settled: Settled | None
) -> Iterator[Finding]:
    if agreements:
        from statusgen.load.agreements import unknown_incidents

        yield from unknown_incidents(agreements, _known(texts, read, {} if settled is None else settled.ids))


def _finding(place: Place, rule: str, what: str, way_out: str) -> Finding:
    return Finding(place, rule, Severity.ERROR, SUMMARIES[rule], what, way_out=way_out)
