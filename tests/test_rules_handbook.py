"""docs/rules.md has a heading for every rule, and no heading for what is none."""

import re
from pathlib import Path

from statusgen import doubts, rules
from statusgen.load import READING_RULES, evidence

HANDBOOK = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
RULES = (*rules.POLICY_RULES, *rules.PROJECT_RULES, *rules.CHANGE_RULES, *rules.LOSS_RULES, *rules.WEIGHING_RULES)
HELPERS = {"__init__", "ahead", "case", "covering", "meetings", "obstacle", "way_out", "weighing", "words"}
OWN = [(rule.ID, rule.SUMMARY) for rule in (*RULES, evidence)]
DOUBTS = [(doubt.ID, doubt.SUMMARY) for doubt in doubts.DOUBTS]
HEADINGS = re.findall(r"^### `([a-z0-9-]+)` (.+)$", HANDBOOK, re.MULTILINE)


def test_every_rule_has_its_heading_with_its_summary():
    """In the order they are told."""
    assert OWN + [rule for rule in READING_RULES if rule not in OWN] + DOUBTS == HEADINGS


def test_every_heading_says_the_way_out():
    """Nobody is left with a red cross alone."""
    sections = HANDBOOK.split("\n### ")[1:]

    assert [] == [section.splitlines()[0] for section in sections if "*Way out:*" not in section]


def test_a_rules_file_is_named_after_its_id():
    """One rule, one file, one word."""
    for rule in (*RULES, *doubts.DOUBTS):
        assert rule.ID.replace("-", "_") == rule.__name__.rpartition(".")[2]


def test_every_rules_file_is_listed():
    """A rule that is not listed is not asked."""
    files = {file.stem for file in Path(rules.__file__).parent.glob("*.py")} - HELPERS

    assert files == {rule.ID.replace("-", "_") for rule in RULES}


def test_every_doubts_file_is_listed():
    """Likewise, of what a policy is doubted for."""
    files = {file.stem for file in Path(doubts.__file__).parent.glob("*.py")} - {"__init__", "doubt"}

    assert files == {doubt.ID.replace("-", "_") for doubt in doubts.DOUBTS}
