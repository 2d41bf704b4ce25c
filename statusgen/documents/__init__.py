"""Answers on paper: reports, statements and audits as self-contained pages, and as PDF. Nothing is decided here."""

from statusgen.documents.audit import html as audit
from statusgen.documents.paper import is_ours, theme
from statusgen.documents.pdf import pdf
from statusgen.documents.report import html as report
from statusgen.documents.statement import html as statements

__all__ = ["audit", "is_ours", "pdf", "report", "statements", "theme"]
