"""Reports as PDF: their text read back, the same bytes twice, and what is said where WeasyPrint is missing."""

import builtins
import hashlib
import io
import os
import subprocess
import sys

import pytest
from papers import page
from reported import BOOKS
from test_cli import process, statusgen
from test_documents import hostile_pages

from statusgen import documents
from statusgen.cli.exits import Exit
from statusgen.documents.paper import is_ours
from statusgen.documents.pdf import PdfUnavailable

ASKED = ("--project", str(BOOKS), "--at", "2026-12-20T12:00:00Z")


@pytest.fixture(scope="module")
def pdf():
    """Makes PDFs, if WeasyPrint can be loaded here."""
    try:
        import weasyprint  # noqa: F401  # to see whether it can be
    except (ImportError, OSError) as missing:
        pytest.skip(f"WeasyPrint cannot be loaded: {missing} (pip install 'statusgen[pdf]'; apt-get install libpango-1.0-0)")
    return documents.pdf


def text_of(body):
    """What stands in a PDF, as its readers copy it."""
    reader = pytest.importorskip("pypdf", reason="pypdf is not installed").PdfReader(io.BytesIO(body))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split()), reader


def test_a_pdf_tells_what_the_page_tells(pdf):
    """Its sentences, its figures, its clauses; title and language are those of the page."""
    body = pdf(page("clever", "2026-10"))
    text, reader = text_of(body)

    for said in (
        "Service report for October 2026",
        "the commitment of 99.9 % was not met",
        "8,760 of 2,678,400 seconds down",
        "Calls are not put through",
        "resolution within 10 minutes: missed by 1 hour 7 minutes",
        "Clever causes no more than 4 registered incidents in a month.",
    ):
        assert said in text
    assert ("Service report for October 2026 – Acme Voice", "en") == (reader.metadata.title, reader.trailer["/Root"]["/Lang"])
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert all((595, 841) == (int(sheet.mediabox.width), int(sheet.mediabox.height)) for sheet in reader.pages)
    assert is_ours(body)


def test_hostile_text_is_harmless_in_a_pdf(pdf):
    """No script, no action, no file; links lead to the page or within."""
    _, text = hostile_pages(longest=300)[0]

    _, reader = text_of(pdf(text))

    root = reader.trailer["/Root"]
    assert set() == {*root, *root["/Names"]} & {"/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/EmbeddedFiles"}
    notes = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", ())]
    uris = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    assert [] == [uri for uri in uris if not uri.startswith("https://status.acme.example/")]
    assert uris


def test_the_bytes_of_a_pdf_do_not_depend_on_the_hour(pdf):
    """Nor on hash seed, zone or language."""
    program = (
        "import hashlib; from papers import page; from statusgen import documents;"
        "print(hashlib.sha256(documents.pdf(page('clever', '2026-11'))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo", "LANG": "C", "SOURCE_DATE_EPOCH": "1"}
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=BOOKS.parent.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert hashlib.sha256(pdf(page("clever", "2026-11"))).hexdigest() == told.stdout.strip()


def test_the_command_writes_a_pdf(pdf, tmp_path):
    """Under the name of the page, and with `-` to stdout."""
    arguments = ("report", "infopromo", "2026-11", "--customer", "initech", "--pdf", *ASKED)
    told = process(tmp_path, *arguments)

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert told.stdout.startswith("report-infopromo-2026-11-initech.pdf: ")
    body = (tmp_path / "report-infopromo-2026-11-initech.pdf").read_bytes()
    assert "Prepared for Initech" in text_of(body)[0]
    command = [sys.executable, "-m", "statusgen", *arguments, "--out", "-"]
    assert body == subprocess.run(command, capture_output=True, check=True).stdout
    assert Exit.ACCEPTED == statusgen(tmp_path, *arguments).returncode  # over one of ours


def test_without_weasyprint_the_way_out_is_told(monkeypatch, tmp_path):
    """The extra to install; the page needs none of it."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    told = statusgen(tmp_path, "report", "clever", "2026-10", "--pdf", *ASKED)

    assert (Exit.USAGE, "", []) == (told.returncode, told.stdout, list(tmp_path.iterdir()))
    assert (
        "statusgen: PDF takes WeasyPrint, which is not installed\n  `pip install 'statusgen[pdf]'`; or take the page" in told.stderr
    )


def test_without_pango_the_packages_are_told(monkeypatch):
    """WeasyPrint is there, and what it sets text with is not."""
    own = builtins.__import__

    def without(name, *rest, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return own(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PdfUnavailable, match="finds no Pango") as refusal:
        documents.pdf("<p>x</p>")
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in refusal.value.way_out
