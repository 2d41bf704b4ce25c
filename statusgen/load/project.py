"""`statusgen.yaml` → the page, its components and what else all other files depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from statusgen.civil import CivilError, zone
from statusgen.finding import Finding, Place, ProjectUnreadable, Severity, printable
from statusgen.language import languages
from statusgen.load.addresses import is_address
from statusgen.load.freezes import Source, read_freezes
from statusgen.load.look import read_look
from statusgen.load.security import read_security
from statusgen.load.sheet import SUMMARIES, Context, Sheet
from statusgen.model import Component, Evidence, Limits, Maintnote, Page, Weight
from statusgen.sources import SETTINGS, Texts

if TYPE_CHECKING:
    from statusgen.load.forms import FeedsForm, LimitsForm, MaintnoteForm, ProjectForm


_MAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)
"""As browsers check it (HTML, section 4.10.5.1.5)."""


class Settings(Struct, frozen=True):
    """What `statusgen.yaml` says."""

    page: Page
    components: tuple[Component, ...]
    """In the order of the page."""
    wanted: tuple[tuple[str, Place], ...]
    """The ids of policies and where they are named."""
    evidence: Evidence
    branch: str | None
    """The branch whose history is published, where it is named."""
    freezes: tuple[Source, ...]
    """As they are declared: what recurs is laid out later."""
    limits: Limits
    weights: tuple[Weight, ...]


def read_settings(texts: Texts) -> Settings:
    """What the project says of itself; `ProjectUnreadable` with every reason why it cannot be read."""
    from statusgen.load.filling import filled
    from statusgen.load.forms import ProjectForm

    if SETTINGS not in texts:
        what, way_out = "There is no `statusgen.yaml`.", "Write one that names the page; a link may not lead out of the project."
        raise ProjectUnreadable(
            (Finding(Place(SETTINGS), "missing-file", Severity.ERROR, SUMMARIES["missing-file"], what, "", way_out),)
        )
    sheet = Sheet(SETTINGS, texts[SETTINGS], Context("UTC", None, None))
    form = filled(ProjectForm, sheet)
    settings = None if form is None else _settings(form, sheet)
    if settings is None or sheet.findings:
        raise ProjectUnreadable(sheet.told)
    return settings


def _settings(form: ProjectForm, sheet: Sheet) -> Settings:
    page = msgspec.structs.replace(_page(form, sheet), maintnote=_maintnote(form.maintnote, sheet))
    if form.security is not None:
        page = msgspec.structs.replace(page, security=read_security(form.security, sheet))
    return Settings(
        page=page,
        components=_components(form, sheet),
        wanted=tuple((name, sheet.document.place(("policies", index))) for index, name in enumerate(form.policies)),
        evidence=form.announcements,
        branch=form.branch,
        freezes=read_freezes(form.freezes, [one.id for one in form.components], sheet),
        limits=_limits(form.limits, form.policies, sheet),
        weights=tuple(_weights(form.rules, sheet)),
    )


def _page(project: ProjectForm, sheet: Sheet) -> Page:
    form = project.page
    try:
        zone(form.time_zone)
        sheet.time_zone = form.time_zone
    except CivilError as error:
        sheet.tell(error.rule, "page", "time_zone", what=error.what, way_out=error.way_out)
    if not is_address(form.url):
        what = f"{printable(form.url, quoted=True)} is not the address of a page."
        sheet.tell("bad-link", "page", "url", what=what, way_out="Write it in full: `https://status.acme.example/`.")
    for index, code in enumerate(form.languages):
        sheet.known("unknown-value", code, languages(), "page", "languages", index)
    url = form.url if form.url.endswith("/") else f"{form.url}/"
    return Page(
        form.name,
        url,
        form.time_zone,
        tuple(dict.fromkeys(form.languages)),
        reminders=_reminders(project.feeds, sheet),
        look=read_look(form, sheet),
    )


def _reminders(form: FeedsForm, sheet: Sheet) -> tuple[int, ...]:
    ahead = {sheet.duration(text, "feeds", "reminders", index) for index, text in enumerate(form.reminders)}
    return tuple(sorted((seconds for seconds in ahead if seconds is not None), reverse=True))


def _limits(form: LimitsForm, policies: Sequence[str], sheet: Sheet) -> Limits:
    if form.at_once is not None and form.at_once < 1:
        what = "No window could ever be at work."
        sheet.tell("bad-limit", "limits", "at_once", what=what, way_out="Write 1 or more.")
    budgets: dict[str, int] = {}
    for policy, text in form.downtime_by_policy.items():
        seconds = sheet.duration(text, "limits", "downtime_by_policy", policy)
        if sheet.known("unknown-policy", policy, policies, "limits", "downtime_by_policy", policy) and seconds is not None:
            budgets[policy] = seconds
    return Limits(
        sheet.duration(form.gap, "limits", "gap"), form.at_once, sheet.duration(form.downtime, "limits", "downtime"), budgets
    )


def _weights(rules: Mapping[str, str], sheet: Sheet) -> Iterator[Weight]:
    for rule, weight in rules.items():
        severity = None if weight == "off" else Severity(weight)
        yield Weight(rule, severity, sheet.document.place(("rules", rule), key=True))


def _maintnote(form: MaintnoteForm | None, sheet: Sheet) -> Maintnote | None:
    """Programs compare these texts letter by letter, so none may have letters that cannot be seen."""
    if form is None:
        return None
    for key, value in (("provider", form.provider), ("account", form.account)):
        if not value.isprintable():
            what = f"{printable(value, quoted=True)} has characters that cannot be seen."
            sheet.tell("bad-text", "maintnote", key, what=what, way_out="Write it with letters, digits and spaces.")
    if form.organizer is not None and not _MAIL.fullmatch(form.organizer):
        what = f"{printable(form.organizer, quoted=True)} is no e-mail address."
        sheet.tell(
            "bad-text", "maintnote", "organizer", what=what, way_out="Write it in full, and nothing else: `noc@acme.example`."
        )
    return Maintnote(form.provider, form.account, form.organizer or "")


def _components(form: ProjectForm, sheet: Sheet) -> tuple[Component, ...]:
    ids = [one.id for one in form.components]
    for index, one in enumerate(form.components):
        if one.id in ids[:index]:
            first = sheet.document.place(("components", ids.index(one.id), "id"))
            what = f"The id `{one.id}` is given twice; the first is on line {first.line}."
            sheet.tell("duplicate-component", "components", index, "id", what=what, way_out="Give each component an id of its own.")
        for number, needed in enumerate(one.depends_on):
            sheet.known("unknown-component", needed, ids, "components", index, "depends_on", number)
        for number, other in enumerate(one.redundant_with):
            here = ("components", index, "redundant_with", number)
            if sheet.known("unknown-component", other, ids, *here) and other == one.id:
                what = f"`{one.id}` cannot carry on for itself."
                sheet.tell("duplicate-component", *here, what=what, way_out="Name the component that carries on for it.")
    _check_cycles({one.id: one.depends_on for one in form.components}, ids, sheet)
    return tuple(
        Component(one.id, one.name, one.group, one.description, tuple(one.depends_on), tuple(one.redundant_with))
        for one in form.components
    )


def _check_cycles(needs: dict[str, list[str]], ids: list[str], sheet: Sheet) -> None:
    """One finding for each circle, at the first component of it."""
    told: set[str] = set()
    for start in dict.fromkeys(ids):
        circle = _circle(needs, start)
        if circle and not told & set(circle):
            told.update(circle)
            what = f"`{start}` depends on itself: {' → '.join([*circle, start])}."
            sheet.tell("dependency-cycle", "components", ids.index(start), "depends_on", what=what, way_out="Remove one of these.")


def _circle(needs: dict[str, list[str]], start: str) -> list[str]:
    """The way from a component back to itself; empty where there is none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        for needed in needs.get(way[-1], []):
            if needed == start:
                return way
            if needed not in seen:
                seen.add(needed)
                ways.append([*way, needed])
    return []
