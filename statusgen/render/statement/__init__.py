"""A statement as text and HTML for people, as JSON and CSV for programs."""

from statusgen.render.statement.csv import csv
from statusgen.render.statement.ledger import Commits
from statusgen.render.statement.text import text
from statusgen.render.statement.v1 import json

__all__ = ["Commits", "csv", "json", "text"]
