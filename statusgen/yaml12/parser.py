"""The events of libyaml, put together with a stack of our own: its composer recurses, and a file of 32,000 brackets ends the
process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from statusgen.yaml12.builder import MOST_VALUES, Builder
from statusgen.yaml12.document import Document
from statusgen.yaml12.lines import NotPlain, plain
from statusgen.yaml12.texts import is_text, tell_refused, tell_syntax

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]  # stands in for it


def events(body: bytes) -> Iterator[Any]:
    """What the parser sees; `yaml.YAMLError` where it sees no more."""
    return iter(_Parser(body).get_event, None)


def parsed(file: str, body: bytes) -> Document:
    """The one document of a file."""
    document = Document(file)
    if not is_text(document, body) or _is_plain(document, body):
        return document
    builder = Builder(document)
    try:
        builder.build(_Parser(body))
    except yaml.reader.ReaderError:
        tell_refused(document, body.decode().removeprefix("\ufeff"))
    except yaml.MarkedYAMLError as error:
        tell_syntax(document, error, body.decode())
    else:
        if document.value is None and not document.findings:
            document.tell("empty-file", (1, 1), "The file declares nothing.", way_out="Fill it in, or delete it.")
        return document
    document.value = None
    return document


def _is_plain(document: Document, body: bytes) -> bool:
    """Whether a file is plain; what it holds is in the document then. Each value takes a byte of its own at least."""
    if len(body) > MOST_VALUES:
        return False
    try:
        document.value, document.root = plain(body.decode())
    except NotPlain:
        return False
    return True
