"""docs/contracts.md has a row for every clause of every pack and for every edge, and each row says what is so."""

import re
from pathlib import Path

import msgspec
import pytest
from accounting import pack
from test_uptime_cases import CASES

from statusgen.load.policies import packs
from statusgen.load.policy_checks import named_clauses

HOME = Path(__file__).parent.parent
PAGE = (HOME / "docs" / "contracts.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z_.]+)` \| (computed|recorded|out of reach) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
EDGES = re.findall(
    r"^\| ([^|`]+) \| ([^|]+) \| ((?:`[A-Za-z0-9/-]+`(?:, )?)+) \|$", PAGE.partition("## Every edge")[2], re.MULTILINE
)


def test_every_clause_has_one_row():
    """In the order of the packs' own clauses, and nothing else has one."""
    clauses = {clause.id for name in packs() for clause in pack(name).clauses}

    assert sorted(clauses) == sorted(clause for clause, *_ in ROWS)


def test_the_rows_are_counted():
    """The sentence above the tables tells how many there are of each kind."""
    kinds = [kind for _, kind, *_ in ROWS]
    computed, recorded, out_of_reach = map(kinds.count, ("computed", "recorded", "out of reach"))

    assert f"Of {len(ROWS)} clauses {computed} are computed, {recorded} are recorded, and {out_of_reach} are out of reach." in PAGE


@pytest.mark.parametrize(("clause_id", "kind", "what", "where"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_agrees_with_the_pack(clause_id, kind, what, where):
    """What is computed is named by a section of the pack, and by a file; the pack says why what is out of reach is so."""
    policy = pack(clause_id.partition(".")[0])
    clause = policy.clause(clause_id)
    named = {one for _, one in named_clauses(msgspec.to_builtins(policy))}

    assert what
    assert (kind == "out of reach") is bool(clause.beyond)
    if kind == "computed":
        assert clause_id in named
        assert not clause.recorded
        assert (HOME / where.strip("`")).suffix == ".py"
        assert (HOME / where.strip("`")).is_file()
    elif kind == "recorded":
        assert clause.recorded or clause_id in named
        assert where.startswith("`")


def test_every_edge_has_its_cases():
    """Each row names files that are there."""
    cases = [case for *_, of in EDGES for case in re.findall(r"`([^`]+)`", of)]

    assert 31 == len(EDGES) == PAGE.partition("## Every edge")[2].partition("## How")[0].count("\n| ") - 1
    assert [] == [case for case in cases if not (CASES / f"{case}.yaml").is_file()]
