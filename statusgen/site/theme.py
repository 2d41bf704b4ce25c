"""The theme: templates that set a board's texts, ours with a project's own `templates/` laid over them, file by file.

The frame of a page is the same for all pages of one depth, so it is rendered once and cut where title, body and path go.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

import statusgen
from statusgen.board.entries import digest_of
from statusgen.crew import shared_out
from statusgen.finding import ThemeBroken
from statusgen.language import ENGLISH, Language
from statusgen.look import templates
from statusgen.site.compiled import Compiled
from statusgen.site.engine import Engine, Plain, Sandbox, escaped
from statusgen.site.markdown import html
from statusgen.site.spoken import speak

SHIPPED: Final = "theme/"
_PREFIX: Final = f"{templates.FOLDER}/"
_SLOT: Final = re.compile("\x00([a-z]+)\x00")
_SCRIPTS: Final = "script-src 'self'"


class Frame:
    """What surrounds the body of every page of one depth."""

    SLOTS: Final = ("title", "path", "about", "head", "body")
    """What differs: texts, except `head` and `body`, which are HTML. A page may have a seal besides."""

    def __init__(self, page: str) -> None:
        sealed = page.replace(_SCRIPTS, f"{_SCRIPTS}\x00seal\x00", 1)
        self._page = _SLOT.sub(r"%(\1)b", sealed.replace("%", "%%")).encode()

    def around(self, *, title: str, path: str, about: str, head: str, body: str, seal: str = "") -> bytes:
        """The page with a value in each of its slots; `seal`: what its own policy (CSP) lets stand in it beside its scripts."""
        return self._page % {
            b"title": escaped(title).encode(),
            b"path": escaped(path).encode(),
            b"about": escaped(about).encode(),
            b"head": head.encode(),
            b"body": body.encode(),
            b"seal": seal.encode(),
        }


class Theme:
    """Templates by name, the language they are set in, and their digest."""

    def __init__(
        self,
        shipped: Mapping[str, str],
        overrides: Mapping[str, str] | None = None,
        language: Language = ENGLISH,
        folder: Path | None = None,
        compiled: Path | None = None,
    ) -> None:
        """File name to text, such as `window.html`. What is overridden is still there as `theme/window.html`, to be extended."""
        self.shipped = shipped
        self.overrides = overrides or {}
        self.language = language
        self.folder = folder
        """The project's; None: there is none."""
        self.compiled = compiled
        """A folder where templates are kept as they were compiled; None: they are not."""
        replaced = {f"{SHIPPED}{name}": shipped[name] for name in templates.own(self.overrides, shipped) if name in shipped}
        self.sources = dict(sorted({**shipped, **self.overrides, **replaced}.items()))
        self._shipped = _pages(self.sources) == _pages(shipped)
        self._templates: dict[str, Template] = {}

    @classmethod
    def of(cls, project: Path | None = None, below: str = "", compiled: Path | None = None) -> Theme:
        """The shipped theme, or what lies `below` it, with the project's own over it; `ThemeBroken` where a file is not UTF-8."""
        overrides = {} if project is None else templates.texts(project / templates.FOLDER, below)
        return cls(templates.texts(templates.shipped(), below), overrides, folder=project, compiled=compiled)

    def speaking(self, language: Language) -> Theme:
        """The same theme in another language."""
        if language is self.language:
            return self
        return Theme(self.shipped, self.overrides, language, self.folder, self.compiled)

    @cached_property
    def digest(self) -> str:
        """Of what pages are made from: templates, language and our version. Style sheet and pictures stand for themselves."""
        return digest_of((statusgen.__version__, self.language.digest, _pages(self.sources)))

    @cached_property
    def _environment(self) -> Engine:
        kind = Plain if self._shipped else Sandbox
        environment = kind(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=self._kept,
        )
        speak(environment, self.language)
        # People report in the same few words: that work has begun, that all is well again.
        environment.filters["markdown"] = lru_cache(maxsize=1 << 12, typed=True)(_markdown)
        return environment

    @cached_property
    def _kept(self) -> Compiled | None:
        if self.compiled is None:
            return None
        return Compiled(self.compiled / self.language.code, digest_of((self.language.digest, self._shipped)))

    def _load(self, name: str) -> tuple[str, str, None] | None:
        return (*self._told(name), None) if name in self.sources else None

    def _told(self, name: str) -> tuple[str, str]:
        """Text of a template, and what it is called where it is wrong."""
        return self.sources[name], f"{_PREFIX}{name}"

    def prepare(self) -> None:
        """Compile what no earlier build has compiled, where that is kept: else each process that renders compiles all of it."""
        names = [*_pages(self.sources)]
        if self._kept is not None and not self._kept.has(self._environment, names[0], *self._told(names[0])):
            shared_out(names, self._compile, least=2)

    def _compile(self, names: Sequence[str]) -> bytes:
        for name in names:
            with suppress(TemplateError):  # told when it is rendered
                self._environment.get_template(name)
        return b""

    def render(self, name: str, **values: Any) -> str:
        """A template with its values; `ThemeBroken` with file and line where it does not render."""
        try:
            template = self._templates.get(name)
            if template is None:
                template = self._templates[name] = self._environment.get_template(name)
            return template.render(values)
        except Exception as error:  # whatever a template of the project's own raises is told by its line
            raise _broken(name, error) from error

    def frame(self, name: str, **values: Any) -> Frame:
        """A template with slots where the pages differ."""
        slots = {slot: Markup(f"\x00{slot}\x00") for slot in Frame.SLOTS}  # noqa: S704  # ours
        return Frame(self.render(name, **values, **slots))


def _markdown(text: str) -> Markup:
    return Markup(html(text))  # noqa: S704  # html() has cleaned it


def _pages(sources: Mapping[str, str]) -> dict[str, str]:
    """What pages are made from."""
    return {name: text for name, text in sources.items() if name.endswith(".html")}


def _broken(name: str, error: Exception) -> ThemeBroken:
    if isinstance(error, TemplateSyntaxError):
        return templates.broken(error.name or name, error.lineno, templates.sentence(error.message or "It cannot be read."))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(_PREFIX)]
    told = (frames[-1].filename.removeprefix(_PREFIX), frames[-1].lineno) if frames else (name, 1)
    return templates.broken(*told, templates.sentence(_reason(error)))


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template `{error.name}`"
    return (error.message or str(error)) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
