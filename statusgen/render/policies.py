"""Which policies there are, and what is doubted about them: as text for people, as JSON for programs."""

from __future__ import annotations

import json as json_text
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statusgen.finding import Finding, Severity
from statusgen.render import findings
from statusgen.render.findings import visible


@dataclass(frozen=True, slots=True)
class Listed:
    """One policy within reach."""

    id: str
    title: str | None
    """None: it cannot be read."""
    file: str
    extends: str | None
    wanted: bool
    """Whether the page is held to it."""


def listing(page: str | None, own: Sequence[Listed], packs: Sequence[Listed]) -> str:
    """The policies of the page and the packs; `page` is None outside of a project."""
    width = max(len(one.id) for one in (*own, *packs))
    parts = []
    if page is not None:
        held = [one for one in own if one.wanted]
        parts.append([f"{visible(page)} is held to", *(_line(one, width) for one in held)])
        parts[0] += [] if held else ["  no policy"]
        if len(held) < len(own):
            parts.append(["Declared, and the page is not held to it", *(_line(one, width) for one in own if not one.wanted)])
    parts.append(["Built in", *(_line(one, width) for one in packs)])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _line(one: Listed, width: int) -> str:
    where = f" ({one.file}{f', extends {one.extends}' if one.extends else ''})" if one.file.startswith("policies/") else ""
    return f"  {one.id:{width}}  {visible(one.title or 'cannot be read')}{where}"


def listing_json(page: str | None, own: Sequence[Listed], packs: Sequence[Listed]) -> str:
    """Likewise for programs. Keys are only added; a change of meaning changes `version`."""
    shape = {"version": 1, "page": page, "policies": list(map(_shape, own)), "packs": list(map(_shape, packs))}
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def _shape(one: Listed) -> dict[str, object]:
    return {"policy": one.id, "title": one.title, "file": one.file, "extends": one.extends, "held_to": one.wanted}


def checked(ids: Sequence[str], told: Sequence[Finding], *, color: bool) -> str:
    """Every finding, and one closing line."""
    text = findings.text(told, color=color)
    return f"{text}{'' if not text else chr(10)}{_closing(ids, told, color=color)}\n"


def _closing(ids: Sequence[str], told: Sequence[Finding], *, color: bool) -> str:
    if not ids:
        return "Nothing was read: the page is held to no policy, and `policies/` declares none."
    found = list(_counted(told))
    bad = any(one.severity is Severity.ERROR for one in told)
    said = findings.painted(", ".join(found), Severity.ERROR if bad else Severity.WARNING, color=color) if found else "no doubts"
    return f"Checked {_number(len(ids), 'policy', 'policies')} ({', '.join(ids)}): {said}."


def _counted(told: Sequence[Finding]) -> Iterator[str]:
    counts = Counter(one.severity for one in told)
    yield from (_number(counts[severity], severity.value, f"{severity.value}s") for severity in Severity if counts[severity])


def _number(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def checked_json(ids: Sequence[str], told: Sequence[Finding]) -> str:
    """Likewise for programs. Keys are only added; a change of meaning changes `version`."""
    counts = Counter(one.severity for one in told)
    shape = {
        "version": 1,
        "policies": list(ids),
        "counts": {f"{severity}s": counts[severity] for severity in Severity},
        "findings": [findings.json(finding) for finding in told],
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"
