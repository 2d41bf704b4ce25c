"""Addresses that files name: what is one, and what only looks like it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_TELEPHONE: Final = re.compile(r"tel:\+?[0-9][0-9().-]*")


def is_address(url: str) -> bool:
    """Whether a text is the address of a page, without anything that the page itself would be asked."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        _is_plain(url)
        and port_is_one
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or parts.username)
    )


def _is_plain(text: str) -> bool:
    """Whether it needs no escaping in an address, a page or a line of text."""
    return text.isascii() and text.isprintable() and not set(text) & set(' "<>\\^`{|}')


def is_secure(url: str) -> bool:
    """Whether a text is the address of a page that is asked for by `https:`, be it with a query or a fragment."""
    return url.startswith("https://") and _is_plain(url) and is_address(re.split(r"[?#]", url, maxsplit=1)[0])


def contact(text: str) -> str | None:
    """The URI of an e-mail address, a page or a telephone, as RFC 9116 asks for one; None where it is none of them."""
    mail = text.removeprefix("mailto:")
    if _MAIL.fullmatch(mail):
        return f"mailto:{mail}"
    return text if is_secure(text) or _TELEPHONE.fullmatch(text) else None
