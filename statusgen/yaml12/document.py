"""What is read of one file: its value, and where everything in it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from statusgen.finding import Finding, Place, Severity

RULES: Final = (
    ("file-too-large", "File too large"),
    ("not-utf-8", "Not UTF-8"),
    ("control-character", "Character that cannot be shown"),
    ("yaml-syntax", "Not YAML"),
    ("empty-file", "Empty file"),
    ("second-document", "Second document in one file"),
    ("duplicate-key", "Key given twice"),
    ("complex-key", "Key that is not text"),
    ("merge-key", "Merge key"),
    ("tag", "Tag on a value"),
    ("too-deep", "Nested too deep"),
    ("alias-bomb", "Aliases that expand without end"),
)
"""What this room finds: (id, summary)."""

SUMMARIES: Final = dict(RULES)

MOST_NESTED: Final = 50
MOST_VALUES: Final = 100_000

Mark = tuple[int, int]
"""Line and column, counted from 1, columns in characters."""

Node = tuple[Mark, Mark, Any]
"""Where a value stands, where its key does, and the nodes inside of it, by key or index; None: it has no inside."""


class Document:
    """One file as read: its value, where everything in it stands, and what is wrong with it as YAML."""

    __slots__ = ("empty", "file", "findings", "root", "value")

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Any = None
        """`dict`, `list`, `str`, `int`, `Decimal` or `bool`; None where the file cannot be read: findings say why."""
        self.findings: list[Finding] = []
        self.empty: list[tuple[str | None, int, Mark]] = []
        """Every value that is nothing at all: its key (None in a list), how deep it stands, and where."""
        self.root: Any = None
        """The top `Node`; None where there is none."""

    def mark(self, path: Sequence[str | int] = (), *, key: bool = False) -> Mark:
        """Line and column of the value (or its key) that a path of keys and indices leads to, else of what encloses it."""
        found, node = self.root, self.root
        for step in path:
            node = node[2].get(step) if node and node[2] else None
            if node is None:
                break
            found = node
        if found is None:
            return 1, 1
        mark: Mark = found[1] if key else found[0]
        return mark

    def part(self, *path: str | int) -> Document:
        """What stands at a path as a document of its own, of the same file: its findings are this one's too. Without a value."""
        part = Document(self.file)
        part.findings, part.root = self.findings, self.root
        for step in path:
            inside = part.root[2] if part.root else None
            if not inside or step not in inside:
                break
            part.root = inside[step]
        return part

    def place(self, path: Sequence[str | int] = (), *, key: bool = False) -> Place:
        """Where a value, or its key, stands."""
        return Place(self.file, *self.mark(path, key=key))

    def marks(self, within: Collection[str]) -> dict[str, Mark]:
        """Where the value of each top-level key stands, and of each entry of some of them: `start`, `notices.0`."""
        found = {}
        for key, (at, _, inside) in (self.root[2] or {}).items():
            found[key] = at
            if inside and key in within:
                for index, (entry, _, _) in inside.items():
                    found[f"{key}.{index}"] = entry
        return found

    def tell(self, rule: str, place: Mark, what: str, why: str = "", way_out: str = "") -> None:
        """Add a finding of this room."""
        self.findings.append(Finding(Place(self.file, *place), rule, Severity.ERROR, SUMMARIES[rule], what, why, way_out))
