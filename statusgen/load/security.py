"""`security:` of `statusgen.yaml` → how to report a vulnerability (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from statusgen.finding import printable
from statusgen.load.addresses import contact, is_secure
from statusgen.load.sheet import Sheet
from statusgen.model import Security

if TYPE_CHECKING:
    from statusgen.load.forms import SecurityForm

_PAGES: Final = ("encryption", "acknowledgments", "policy", "hiring")


def read_security(form: SecurityForm, sheet: Sheet) -> Security | None:
    """What researchers are told; None where a finding says why that cannot be."""
    contacts = tuple(_contacts(form, sheet))
    expires = sheet.edge(form.expires, "security", "expires", days=1)
    pages = {key: getattr(form, key) for key in _PAGES}
    for key, url in pages.items():
        if url is not None and not is_secure(url):
            what = f"{printable(url, quoted=True)} is not the address of a page that is asked for by `https:`."
            sheet.tell("bad-link", "security", key, what=what, way_out="Write it in full: `https://acme.example/security`.")
    if expires is None:
        return None
    place = sheet.document.place(("security", "expires"))
    return Security(contacts, expires, place, tuple(dict.fromkeys(form.languages)), **pages)


def _contacts(form: SecurityForm, sheet: Sheet) -> Iterator[str]:
    for index, text in enumerate(map(str.strip, form.contact)):
        uri = contact(text)
        if uri is None:
            what = f"{printable(text, quoted=True)} is no way to reach anybody that RFC 9116 knows."
            way_out = "Write an e-mail address, a page (`https://…`) or a telephone number (`tel:+1-201-555-0123`)."
            sheet.tell("bad-link", "security", "contact", index, what=what, way_out=way_out)
        else:
            yield uri
