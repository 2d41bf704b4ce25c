"""The bar that lies over each page of a preview: what is shown, what the build had to tell, and a way through time."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from statusgen.preview.showing import Showing

OWN: Final = "/.statusgen/"
"""Below this path lies what is the preview's own; no site has a path like it."""

_MOST: Final = 20_000
"""Characters. Who has more to mend reads it in the terminal."""
_COUNTED: Final = re.compile(r"^\S.*:\d+:\d+: (error|warning): ", re.MULTILINE)
_STEPS: Final = (("-86400", "−1 day"), ("-3600", "−1 hour"), ("+3600", "+1 hour"), ("+86400", "+1 day"), ("now", "Now"))
_HEAD: Final = f'<link rel="stylesheet" href="{OWN}live.css">\n<script src="{OWN}live.js" defer></script>\n'
_EMPTY: Final = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Preview</title>\n</head>\n'
    "<body>\n<h1>There is no page yet</h1>\n<p>It appears here as soon as it can be built.</p>\n</body>\n</html>\n"
)


def overlaid(page: bytes | None, showing: Showing) -> bytes:
    """A page of the site with the bar over it; None: there is no site yet."""
    text = _EMPTY.encode() if page is None else page
    head, opening, rest = text.partition(b"<head>")
    if opening and showing.at:
        text = head + opening + f'\n<script src="{OWN}clock.js" data-at="{escape(showing.at)}"></script>'.encode() + rest
    head, closing, rest = text.partition(b"</head>")
    if closing:
        text = head + _HEAD.encode() + closing + rest
    body, closing, rest = text.rpartition(b"</body>")
    return body + bar(showing).encode() + closing + rest if closing else text + bar(showing).encode()


def bar(showing: Showing) -> str:
    """The bar as HTML; all that comes from files is text in it."""
    steps = "".join(f'<button name="step" value="{step}">{name}</button>\n' for step, name in _STEPS)
    told = showing.told if len(showing.told) <= _MOST else f"{showing.told[:_MOST]}\n… and more, in the terminal."
    return (
        f'<aside class="statusgen-preview{"" if showing.built else " is-broken"}" data-number="{escape(showing.number)}"'
        ' aria-label="Preview">\n'
        f"<details{'' if showing.built else ' open'}>\n<summary>{escape(_summary(showing))}</summary>\n"
        '<form hidden>\n<label>As of <input name="at" size="22" autocomplete="off" placeholder="now"'
        f' value="{escape(showing.at)}"></label>\n<button>Show</button>\n{steps}<output></output>\n</form>\n'
        f'<pre tabindex="0">{escape(told) or "Nothing to tell."}</pre>\n</details>\n</aside>\n'
    )


def _summary(showing: Showing) -> str:
    """`Preview as of now: 2 warnings`."""
    found = _COUNTED.findall(showing.told)
    counts = [
        f"{found.count(kind)} {kind}{'' if found.count(kind) == 1 else 's'}" for kind in ("error", "warning") if kind in found
    ]
    said = f"Preview as of {showing.at or 'now'}: {', '.join(counts) or 'nothing to tell'}"
    if showing.built:
        return said
    return f"Not built: {', '.join(counts) or 'see below'}. {'The page is as it was before.' if showing.files else ''}".strip()
