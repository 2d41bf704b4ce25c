"""The theme: templates that set a board's texts, ours with a project's own `templates/` laid over them, file by file.

The frame of a page is the same for all pages of one depth, so it is rendered once and cut where title, body and path go.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

import statusgen
from statusgen.board.entries import digest_of
from statusgen.finding import ThemeBroken
from statusgen.language import ENGLISH, Language
from statusgen.site.compiled import Compiled
from statusgen.site.markdown import html
from statusgen.site.spoken import speak

KINDS: Final = (".html", ".css", ".js", ".svg", ".txt")
SHIPPED: Final = "theme/"
ICON: Final = "icon.png"
_SLOT: Final = re.compile("\x00([a-z]+)\x00")


def _shipped() -> Path:
    """The theme's folder: in the wheel beside the package's rooms, in the repository on top."""
    package = Path(statusgen.__file__).parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "templates"


class Frame:
    """What surrounds the body of every page of one depth."""

    SLOTS: Final = ("title", "path", "about", "head", "body")
    """What differs: texts, except `head` and `body`, which are HTML."""

    def __init__(self, page: str) -> None:
        self._pieces = _SLOT.split(page)

    def around(self, **parts: str) -> bytes:
        """The page with a value in each of its slots."""
        for text in ("title", "path", "about"):
            parts[text] = escape(parts[text])
        pieces = self._pieces.copy()
        pieces[1::2] = [parts[name] for name in pieces[1::2]]
        return "".join(pieces).encode()


class Theme:
    """Templates by name, the language they are set in, and their digest."""

    def __init__(
        self,
        shipped: Mapping[str, str],
        overrides: Mapping[str, str] | None = None,
        language: Language = ENGLISH,
        folder: Path | None = None,
        icon: bytes | None = None,
        compiled: Path | None = None,
    ) -> None:
        """File name to text, such as `window.html`. What is overridden is still there as `theme/window.html`, to be extended."""
        self.shipped = shipped
        self.overrides = overrides or {}
        self.language = language
        self.folder = folder
        """The project's; None: there is none."""
        self.icon = icon
        """A PNG for home screens; None: there is none that looks like the favicon."""
        self.compiled = compiled
        """A folder where templates are kept as they were compiled; None: they are not."""
        replaced = {f"{SHIPPED}{name}": text for name, text in shipped.items() if self.overrides.get(name, text) != text}
        self.sources = dict(sorted({**shipped, **self.overrides, **replaced}.items()))
        self._shipped = _pages(self.sources) == _pages(shipped)
        self._templates: dict[str, Template] = {}

    @classmethod
    def of(cls, project: Path | None = None, below: str = "", compiled: Path | None = None) -> Theme:
        """The shipped theme, or what lies `below` it, with the project's own over it; `ThemeBroken` where a file is not UTF-8."""
        overrides = {} if project is None else _read(project / "templates", below)
        return cls(_read(_shipped(), below), overrides, folder=project, icon=_icon(project, overrides), compiled=compiled)

    def speaking(self, language: Language) -> Theme:
        """The same theme in another language."""
        if language is self.language:
            return self
        return Theme(self.shipped, self.overrides, language, self.folder, self.icon, self.compiled)

    @cached_property
    def digest(self) -> str:
        """Of what pages are made from: templates, language and our version. Style sheet and icon stand for themselves."""
        return digest_of((statusgen.__version__, self.language.digest, _pages(self.sources), self.icon is None))

    @cached_property
    def _environment(self) -> Environment:
        # The sandbox looks at every attribute, which costs as much as the rendering itself: it is for what is not ours.
        kind = Environment if self._shipped else ImmutableSandboxedEnvironment
        environment = kind(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=self._kept(),
        )
        speak(environment, self.language)
        environment.filters["markdown"] = lambda text: Markup(html(text))  # noqa: S704  # html() has cleaned it
        return environment

    def _kept(self) -> Compiled | None:
        if self.compiled is None:
            return None
        return Compiled(self.compiled / self.language.code, digest_of((self.language.digest, self._shipped)))

    def _load(self, name: str) -> tuple[str, str, None] | None:
        text = self.sources.get(name)
        return None if text is None else (text, f"templates/{name}", None)

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


def _read(folder: Path, below: str = "") -> dict[str, str]:
    """The templates of a folder by their names, which begin with the folder below it: `documents/report.html`."""
    place = folder / below
    if not place.is_dir():
        return {}
    files = sorted(file for file in place.iterdir() if file.suffix in KINDS and file.is_file())
    return {name: _text(file, name) for file in files if (name := f"{below}/{file.name}" if below else file.name)}


def _pages(sources: Mapping[str, str]) -> dict[str, str]:
    """What pages are made from."""
    return {name: text for name, text in sources.items() if name.endswith(".html")}


def _icon(project: Path | None, overrides: Mapping[str, str]) -> bytes | None:
    """The project's own icon; ours only where the favicon is ours too."""
    own = None if project is None else project / "templates" / ICON
    if own is not None and own.is_file():
        return own.read_bytes()
    return None if "favicon.svg" in overrides else (_shipped() / ICON).read_bytes()


def _text(file: Path, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ThemeBroken(f"templates/{name}:{line} is not UTF-8", "Save the file as UTF-8.") from error


def _broken(name: str, error: Exception) -> ThemeBroken:
    way_out = "Mend the template, or remove it from `templates/` to use the one that is shipped."
    if isinstance(error, TemplateSyntaxError):
        return ThemeBroken(f"templates/{error.name or name}:{error.lineno}: {error.message}", way_out)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("templates/")]
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else f"templates/{name}"
    reason = (error.message or str(error)) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    return ThemeBroken(f"{place}: {reason}", way_out)
