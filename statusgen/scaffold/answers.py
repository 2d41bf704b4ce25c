"""What a newcomer says of a page, and whether that will do. Every refusal names a way out, so that it can be asked again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from statusgen import civil
from statusgen.finding import StatusgenError, printable
from statusgen.language import languages
from statusgen.load.addresses import is_address
from statusgen.load.policies import packs
from statusgen.load.sheet import did_you_mean
from statusgen.model import Component

LONGEST: Final = 200
"""Letters of a line, as files may have them."""

_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_NO_LINE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of Unicode that no line of text holds: controls, halves of letters, separators of lines."""


class WrongAnswer(StatusgenError):
    """An answer that will not do, with the way out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a project begins with."""

    name: str
    url: str
    time_zone: str
    components: tuple[Component, ...]
    policies: tuple[str, ...]
    languages: tuple[str, ...]


def page_name(text: str) -> str:
    """Whose page it is."""
    return _line(text, "a name", "Write whose page it is: `Acme Messaging`.")


def address(text: str) -> str:
    """Where the page will be; it ends with a slash."""
    url = text.strip()
    if is_address(url):
        return url if url.endswith("/") else f"{url}/"
    full = f"https://{url.removesuffix('/')}/"
    likely = full if "." in url and is_address(full) else "https://status.acme.example/"
    raise WrongAnswer(f"{printable(url, quoted=True)} is not the address of a page.", f"Write it in full: `{likely}`.")


def time_zone(text: str) -> str:
    """The zone of the page's clock."""
    name = text.strip()
    try:
        civil.zone(name)
    except civil.CivilError as error:
        raise WrongAnswer(printable(error.what), error.way_out) from None
    return name


def components(names: Sequence[str]) -> tuple[Component, ...]:
    """The parts of the service, by what customers call them; `api=Messaging API` chooses the id too."""
    given = [_component(text) for text in names]
    taken = {one_id for one_id, _ in given if one_id}
    found: dict[str, Component] = {}
    for number, (one_id, name) in enumerate(given, start=1):
        if any(name == other.name for other in found.values()) or one_id in found:
            raise WrongAnswer(f"{printable(one_id or name, quoted=True)} is named twice.", "Name each component once.")
        chosen = one_id or _free(_slug(name) or f"component-{number}", taken | found.keys())
        found[chosen] = Component(chosen, name)
    if not found:
        raise WrongAnswer("No component is named.", "Name what customers rely on: `Messaging API`.")
    return tuple(found.values())


def policies(ids: Sequence[str]) -> tuple[str, ...]:
    """The built-in policies that the page is held to; `none` is none yet."""
    wanted = [one.strip() for one in ids]
    for one in wanted:
        if one not in packs() and one != "none":
            raise WrongAnswer(f"{printable(one, quoted=True)} is no built-in policy.", did_you_mean(one, {*packs(), "none"}))
    return tuple(dict.fromkeys(one for one in wanted if one != "none"))


def languages_of(codes: Sequence[str]) -> tuple[str, ...]:
    """The languages of the page, the first of which it opens in."""
    wanted = [one.strip() for one in codes]
    for one in wanted:
        if one not in languages():
            raise WrongAnswer(f"The page does not speak {printable(one, quoted=True)}.", did_you_mean(one, languages()))
    return tuple(dict.fromkeys(wanted))


def _component(text: str) -> tuple[str, str]:
    """The id, where one is given, and the name."""
    before, equals, after = text.partition("=")
    chosen = equals and _ID.fullmatch(before.strip())
    name = _line(after if chosen else text, "the name of a component", "Write what customers call it: `Messaging API`.")
    return (before.strip() if chosen else ""), name


def _line(text: str, what: str, way_out: str) -> str:
    line = text.strip()
    if not line:
        raise WrongAnswer(f"Nothing is not {what}.", way_out)
    if any(unicodedata.category(letter) in _NO_LINE for letter in line):
        raise WrongAnswer(f"{printable(line, quoted=True)} is more than a line of text.", way_out)
    if len(line) > LONGEST:
        raise WrongAnswer(f"{printable(line, quoted=True)} has {len(line)} letters.", f"Use at most {LONGEST}.")
    return line


def _slug(name: str) -> str:
    """A name as an id: `São Paulo API` is `sao-paulo-api`; empty where no letter of it can be in one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")


def _free(wanted: str, taken: set[str]) -> str:
    number = 1
    chosen = wanted
    while chosen in taken:
        number += 1
        chosen = f"{wanted}-{number}"
    return chosen
