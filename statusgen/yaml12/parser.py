"""The events of libyaml, put together with a stack of our own: its composer recurses, and a file of 32,000 brackets ends the
process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from statusgen.yaml12.builder import Builder
from statusgen.yaml12.document import Document
from statusgen.yaml12.texts import tell_refused, tell_syntax

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]  # stands in for it


def events(body: bytes) -> Iterator[Any]:
    """What the parser sees; `yaml.YAMLError` where it sees no more."""
    return iter(_Parser(body).get_event, None)


def parse(document: Document, body: bytes) -> None:
    """Read the one document of a text into what takes it."""
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
        return
    document.value = None
