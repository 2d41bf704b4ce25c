"""A document as PDF, by WeasyPrint, which is an extra. The same page and the same fonts give the same bytes."""

from __future__ import annotations

from typing import Any

from statusgen.documents.paper import OURS
from statusgen.finding import StatusgenError


class PdfUnavailable(StatusgenError):
    """The extra is not installed, or the system's libraries that it sets text with are missing."""


def pdf(page: str) -> bytes:
    """A self-contained page as PDF, with its headings, tables and links told to screen readers; `PdfUnavailable`."""
    library = _library()
    return bytes(library.HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=OURS))


def _library() -> Any:
    try:
        import weasyprint
    except ModuleNotFoundError:
        way_out = "`pip install 'statusgen[pdf]'`; or take the page without `--pdf` and print it from a browser."
        raise PdfUnavailable("PDF takes WeasyPrint, which is not installed", way_out) from None
    except OSError:  # Pango and its kin are the system's
        packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        way_out = f"On Debian: `apt-get install {packages}`; or take the page without `--pdf` and print it from a browser."
        raise PdfUnavailable("WeasyPrint finds no Pango to set text with", way_out) from None
    return weasyprint


def _nothing(url: str, *_: object, **__: object) -> dict[str, Any]:
    """Nothing is fetched: the page holds all that it shows."""
    raise ValueError(f"{url} is not fetched")
