"""Whether bytes are a text at all, and what is wrong with one that is not YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from statusgen.finding import printable
from statusgen.yaml12.document import Document, Mark

if TYPE_CHECKING:
    import yaml

MOST_BYTES: Final = 1_000_000

# Whoever sees one of these as a line's end counts other lines than we do; the others no page, feed or terminal may carry.
REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def text_of(document: Document, body: bytes) -> str | None:
    """The text of bytes that are no YAML, without a byte order mark; None where a finding says why it may not be read."""
    if not is_text(document, body):
        return None
    text = body.decode().removeprefix("\ufeff")
    return text if tell_refused(document, text) else None


def is_text(document: Document, body: bytes) -> bool:
    """Whether the bytes are a text that may be read; else a finding says why not."""
    if len(body) > MOST_BYTES:
        document.tell("file-too-large", (1, 1), "The file is larger than 1 MB.", way_out="Split it into several.")
        return False
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        before = body[: error.start].decode()
        what = f"The byte 0x{body[error.start]:02x} is not UTF-8."
        document.tell("not-utf-8", _position(before), what, way_out="Save the file as UTF-8.")
        return False
    if not text.isascii():  # libyaml looks for the ASCII ones itself
        return tell_refused(document, text.removeprefix("\ufeff"))
    return True


def tell_refused(document: Document, text: str) -> bool:
    """Whether the text holds only characters that a page may show; else the first that it may not is told."""
    refused = REFUSED.search(text)
    if refused is None:
        return True
    what = f"The character U+{ord(refused[0]):04X} stands here, which no editor shows."
    document.tell("control-character", _position(text[: refused.start()]), what, way_out="Delete it.")
    return False


def _position(before: str) -> Mark:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1].removeprefix("\ufeff")) + 1


_HINTS: Final = (
    ("scanning an alias", "Put text that begins with `*` in quotes."),
    ("scanning an anchor", "Put text that begins with `&` in quotes."),
    ("a tag", "Put text that begins with `!` in quotes."),
    ("mapping values are not allowed", "Put text that holds `: ` in quotes: `title: \"Upgrade: part 2\"`."),
    ("unexpected end of stream", "Close the quote that begins here."),
    ("could not find expected ':'", "Write `key: value`, with a space after the colon."),
    ("did not find expected key", "Indent all keys of one mapping by the same number of spaces."),
    ("did not find expected '-' indicator", "Indent all entries of one list by the same number of spaces."),
    ("',' or", "Close the bracket that is open here."),
    ("escape", 'In double quotes a backslash begins an escape; write `\\\\` or use single quotes.'),
)  # fmt: skip


def tell_syntax(document: Document, error: yaml.MarkedYAMLError, text: str) -> None:
    """Where the text stops being YAML, with the hint that fits what people mistake most."""
    problem = error.problem or error.context or "it cannot be read"
    context = f"{error.context} {problem}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(sign in context for sign in ("end of stream", "',' or", "an alias", "an anchor", "a tag")):
        mark = error.context_mark  # where it begins: the quote, the bracket
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = re.split(r"\r\n|\r|\n", text)
    here = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    if "\t" in here[:1] or (line <= len(lines) and lines[line - 1][:column].lstrip(" ").startswith("\t")):
        way_out = "Indent with spaces; YAML takes no tabs."
    elif here[:1] in ("@", "`", "%"):
        way_out = f"Put text that begins with `{here[0]}` in quotes."
    else:
        way_out = next((hint for sign, hint in _HINTS if sign in context), "Look at this line and the one before it.")
    document.tell("yaml-syntax", (line, column), f"This is not YAML: {printable(problem)}.", way_out=way_out)
