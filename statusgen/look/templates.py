"""The files of a theme: ours, and a project's own that are laid over them, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import statusgen
from statusgen.finding import Finding, Place, Severity, ThemeBroken

FOLDER: Final = "templates"
KINDS: Final = (".html", ".css", ".js", ".svg", ".txt")
FAVICON: Final = "favicon.svg"
ICON: Final = "icon.png"
RULE: Final = ("broken-template", "Template that does not render")
WAY_OUT: Final = f"Mend the template, or remove it from `{FOLDER}/` to use the one that is shipped."


def shipped() -> Path:
    """The theme's folder: in the wheel beside the package's rooms, in the repository on top."""
    package = Path(statusgen.__file__).parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / FOLDER


def texts(folder: Path, below: str = "") -> dict[str, str]:
    """The templates of a folder by their names, which begin with the folder below it: `documents/report.html`.

    `ThemeBroken` where one is not UTF-8.
    """
    return {name: text(folder / name, name) for name in names(folder, below)}


def names(folder: Path, below: str = "") -> list[str]:
    """Of the templates of a folder, or of a folder below it, in order."""
    place = folder / below
    if not place.is_dir():
        return []
    files = sorted(file.name for file in place.iterdir() if file.suffix in KINDS and file.is_file())
    return [f"{below}/{name}" if below else name for name in files]


def text(file: Path, name: str) -> str:
    """What stands in a template; `ThemeBroken` where it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise broken(name, line, "It is not UTF-8.", "Save the file as UTF-8.") from error


def parse(name: str, text: str) -> None:
    """Read a template without setting it; `ThemeBroken` where it is none."""
    from jinja2 import Environment, TemplateSyntaxError  # where a project has templates of its own

    try:
        Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(text)
    except TemplateSyntaxError as error:
        raise broken(name, error.lineno, sentence(error.message or "It cannot be read.")) from error


def own(texts: Mapping[str, str], shipped: Mapping[str, str]) -> dict[str, str]:
    """Those that say something else than ours of the same name."""
    return {name: text for name, text in texts.items() if shipped.get(name) != text}


def sentence(said: str) -> str:
    """What an error of somebody else's says, as a sentence."""
    text = said.strip()
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def broken(name: str, line: int | None, what: str, way_out: str = WAY_OUT) -> ThemeBroken:
    """That a template cannot be used, by its name and line."""
    rule, summary = RULE
    return ThemeBroken(Finding(Place(f"{FOLDER}/{name}", line or 1), rule, Severity.ERROR, summary, what, way_out=way_out))
