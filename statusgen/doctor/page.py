"""What `statusgen.yaml` says: the page's address and clock, and the policies that it is held to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from statusgen import civil, yaml12
from statusgen.doctor.remark import Level, Remark
from statusgen.finding import ProjectUnreadable, Severity
from statusgen.load.policies import Declared, Library, unknown_policies
from statusgen.load.project import Settings, read_settings
from statusgen.sources import SETTINGS, Texts

_LOCAL: Final = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104  # nothing is bound to them


def settings(texts: Texts) -> tuple[Settings | None, list[Remark]]:
    """The settings, or why there are none."""
    try:
        return read_settings(texts), []
    except ProjectUnreadable as unreadable:
        return None, [Remark(Level.ERROR, "project", f"{one.place}: {one.what}", one.way_out) for one in unreadable.findings]


def remarks(told: Settings, texts: Texts, now: int) -> Iterator[Remark]:
    """Of settings that can be read, at an instant."""
    yield from _address(told.page.url, texts)
    clock = civil.show(now, told.page.time_zone)
    yield Remark(Level.OK, "clock", f"The page's clock is that of {told.page.time_zone}, where it is {clock}.")
    library = Library(texts, [component.id for component in told.components])
    for finding in (*library.findings, *unknown_policies(told.wanted, library.ids)):
        if finding.severity is Severity.ERROR:
            yield Remark(Level.ERROR, "policies", f"{finding.place}: {finding.what}", finding.way_out)
    held = list(dict.fromkeys(name for name, _ in told.wanted if name in library.ids))
    for declared in filter(None, map(library.declared, held)):
        yield _policy(declared, now)
    if not told.wanted:
        yield Remark(
            Level.WARNING, "policies", "The page is held to no policy: nothing is proved.", "Name what was promised in `policies:`."
        )


def _address(url: str, texts: Texts) -> Iterator[Remark]:
    host = urlsplit(url).hostname or ""
    if host in _LOCAL:
        yield Remark(
            Level.WARNING, "url", f"{url} is this machine: feeds and calendars lead nobody there.", "Write where readers find it."
        )
    elif not url.startswith("https:"):
        yield Remark(Level.WARNING, "url", f"{url} is not encrypted: anybody on the way may change what is read.", "Use `https:`.")
    else:
        yield Remark(Level.OK, "url", f"{url}.")
    written = yaml12.read(SETTINGS, texts[SETTINGS]).value["page"]["url"]
    if not written.endswith("/"):
        yield Remark(Level.NOTE, "url", "`page.url` ends without a slash, and is read as if it had one.")


def _policy(declared: Declared, now: int) -> Remark:
    """Where it comes from, which version is in force, and which one comes next."""
    policy = declared.policy
    where = declared.document.file if declared.document.file.startswith("policies/") else "built in"
    extends = f", extends `{declared.extends.policy.id}`" if declared.extends is not None else ""
    parts = [f"`{policy.id}`: {where}{extends}"]
    in_force = policy.in_force(now)
    if in_force is not None and in_force.effective_from is not None:
        parts.append(f"in force since {in_force.effective_from}")
    coming = [one.effective_from for one in policy.every_version if one.begins is not None and one.begins > now]
    parts += [f"{'another version' if in_force is not None else 'in force'} from {day}" for day in coming]
    return Remark(Level.OK, "policies", f"{'; '.join(parts)}.")
