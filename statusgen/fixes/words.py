"""A word that is none of those known becomes the one that is meant."""

from __future__ import annotations

from statusgen import yaml12
from statusgen.finding import Finding, printable
from statusgen.fixes.edit import Fix, NotEditable, edited, rewriting
from statusgen.sources import Texts


def fix(finding: Finding, texts: Texts) -> Fix | None:
    """The edit that a finding of a word asks for; None where it names no other, or the word cannot be changed by itself."""
    if finding.instead is None or finding.place.file not in texts:
        return None
    try:
        edit = rewriting(texts[finding.place.file], finding.place, finding.instead)
    except NotEditable:
        return None
    file, what = finding.place.file, f"Write {printable(finding.instead, quoted=True)}."
    found = Fix(file, what, (edit,), ((finding.place, finding.rule),))
    then = yaml12.read(file, edited(texts[file], [found])).findings
    if then and len(then) > len(yaml12.read(file, texts[file]).findings):  # the key would stand there twice
        return None
    return found
