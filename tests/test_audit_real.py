"""Two real histories: every file is read or told of, and a naive calculation finds the same notice and overrun."""

import json
import re
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

STREAMS = Path(__file__).parents[2] / "shared" / "data" / "cstate"
FILES = {"jenkins": 297, "packit": 108}
IMPOSSIBLE = {"jenkins": 8, "packit": 2}
AT = "2026-07-01T00:00:00Z"
CALLED = re.compile(r"\b(maintenance|maintaining|planned|scheduled|upgrad(e|es|ed|ing)|migrat(e|ed|ing|ions?))\b", re.IGNORECASE)
NO_CLOCK = {"2024-08-13-github-outage"}
NO_FENCE = {"2023-10-31-release-monitoring.org-outage"}

pytestmark = pytest.mark.skipif(not STREAMS.is_dir(), reason="the real cState histories are not beside the repository (../shared)")


def git(repo, *arguments):
    return subprocess.run(["git", *arguments], cwd=repo, capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="module", params=sorted(FILES))
def page(request, tmp_path_factory):
    """A page's name, its repository, and its audit as JSON."""
    repo = tmp_path_factory.mktemp(request.param) / "status"
    git(STREAMS, "init", "--quiet", "--initial-branch=main", str(repo))
    stream = STREAMS / f"{request.param}.fast-import.gz"
    subprocess.run(f"gzip -dc '{stream}' | git fast-import --quiet", shell=True, cwd=repo, check=True)
    git(repo, "checkout", "--quiet", "main")
    return request.param, repo, audit(repo)


def audit(place, *more):
    command = [sys.executable, "-m", "statusgen", "audit", "--cstate", place, "--policy", "clever", "--at", AT]
    done = subprocess.run([*command, "--format", "json", *more], capture_output=True, text=True, check=False, cwd=STREAMS)
    assert 1 == done.returncode, done.stderr  # each of them has files that cannot be read
    return json.loads(done.stdout)


class Loader(yaml.BaseLoader):
    """All scalars as texts."""


def front(text):
    """What the naive calculation reads of a file; None where it cannot."""
    found = re.match(r"---\s*\n(.*?)\n---\s*(?:\n|$)(.*)", text, re.DOTALL)
    try:
        return None if found is None else {**yaml.load(found[1], Loader), "body": found[2]}
    except yaml.YAMLError:
        return None


def seconds(text):
    """An instant of front matter, by Python's own reading."""
    text = re.sub(r"-(\d)T", r"-0\1T", text.strip().replace(" ", "T"))
    text = re.sub(r"([T+])(\d):", r"\g<1>0\2:", text)
    read = datetime.fromisoformat(text)
    return int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp())


def event(text):
    """Start, end, whether it is resolved, and the names, of one revision; None where it has no such times."""
    fields = front(text)
    try:
        start = seconds(fields["date"])
        end = seconds(fields["resolvedWhen"]) if fields.get("resolvedWhen") else None
    except (TypeError, KeyError, ValueError):
        return None
    lasting = re.search(r"(?i)(?:duration:? |up to )(\d+) ?(h|hour|min)", fields["body"])
    if end is None and lasting:
        end = start + int(lasting[1]) * (3600 if lasting[2].lower().startswith("h") else 60)
    names = fields.get("affected") or []
    names = frozenset([names] if isinstance(names, str) else filter(None, names))
    down = fields.get("severity") == "down"
    resolved = fields.get("resolved", "").lower() == "true"
    return None if end is not None and end < start else (start, end, resolved, names, down)


def renames(repo):
    """By commit and new name: the old one."""
    log = git(repo, "log", "--first-parent", "--diff-filter=R", "-M", "--name-status", "--format=%x00%H", "main")
    found = {}
    for block in log.split("\0")[1:]:
        commit, *lines = (line for line in block.splitlines() if line)
        for line in lines:
            _, old, new = line.split("\t")
            found[commit, new] = old
    return found


@contextmanager
def contents(repo):
    """Shows what `commit:path` holds."""
    command = ["git", "cat-file", "--batch"]
    with subprocess.Popen(command, cwd=repo, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:

        def show(name):
            process.stdin.write(f"{name}\n".encode())
            process.stdin.flush()
            size = int(process.stdout.readline().split()[2])
            return process.stdout.read(size + 1)[:-1].decode()

        yield show
        process.stdin.close()


def revisions_of(repo, path, renamed, show, upto="main"):
    """Each time and text of a file, oldest first, from its own log and those of the names that it had."""
    log = git(repo, "log", "--first-parent", "--no-renames", "--format=%ct %H", upto, "--", path).splitlines()
    entries = []
    for line in log:  # newest first
        at, commit = line.split()
        entries.append((int(at), show(f"{commit}:{path}")))
        if (commit, path) in renamed:
            return [*revisions_of(repo, renamed[commit, path], renamed, show, f"{commit}^"), *reversed(entries)]
    return entries[::-1]


def naive(repo, path, renamed, show):
    """Notice and overrun of a file: slow, and in the plainest words."""
    read = [(at, event(text)) for at, text in revisions_of(repo, path, renamed, show)]
    revisions = [(at, then) for at, then in read if then is not None]
    final_start, final_end, final_resolved, _, _ = revisions[-1][1]
    still_open = [number for number, (_, then) in enumerate(revisions) if not then[2]]
    closed = revisions[max(still_open, default=-1) + 1][0] if final_resolved else None
    ended = closed if final_end is None else final_end

    told = []  # (at, start, end, names, down): what customers could read, until it began
    for at, (start, end, _, names, down) in revisions:
        if told and at >= told[-1][1]:
            break
        told.append((at, start, max(start + 1, ended if end is None else end), names, down))
    last = told[-1]
    since = last[0]
    for at, start, end, names, down in reversed(told):
        wide = not names or (names >= last[3] and bool(last[3]))
        if not (start <= last[1] and last[2] <= end and wide and down >= last[4]):
            break
        since = at
    notice = last[1] - since

    before = [(at, then) for at, then in revisions if at < last[1]]
    at, (_, plan, resolved, _, _) = before[-1] if before else revisions[0]
    if plan is None or not (at < last[1] or (not resolved and at < plan)) or not final_resolved:
        return notice, None
    return notice, max(max(final_start, ended) - plan, 0)


def test_every_file_is_read_or_told_of(page):
    """With file, line, column, what, and the way out."""
    name, repo, told = page
    files = {path.relative_to(repo).as_posix() for path in (repo / "content" / "issues").rglob("*.md")}
    errors = {finding["file"] for finding in told["findings"] if "error" == finding["severity"]}
    naively = {path for path in files if event((repo / path).read_text(encoding="utf-8")) is None}

    assert FILES[name] == len(files) == told["files"]
    assert naively == errors
    assert len(errors) == told["unreadable_files"]
    for finding in told["findings"]:
        assert (repo / finding["file"]).exists()
        assert finding["what"]
        assert finding["way_out"]
        assert 1 <= finding["line"] <= len((repo / finding["file"]).read_text(encoding="utf-8").splitlines())


def test_all_405_files_are_among_them():
    """Of both histories together."""
    assert 405 == sum(FILES.values())


def test_every_maintenance_is_there(page):
    """Each event that can be read and is called maintenance, once."""
    _, repo, told = page
    wanted = set()
    for path in (repo / "content" / "issues").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        if event(text) is not None and (CALLED.search(front(text)["title"]) or CALLED.search(path.name)):
            wanted.add(path.relative_to(repo).as_posix())

    assert wanted == {one["file"] for one in told["maintenances"] if one["gone_at"] is None}
    assert len(told["maintenances"]) == told["summary"]["maintenances"]


def test_a_naive_calculation_agrees(page):
    """On notice and overrun of every maintenance that is on the page, to the second."""
    _, repo, told = page
    there, renamed = [one for one in told["maintenances"] if one["gone_at"] is None], renames(repo)

    with contents(repo) as show:
        naively = {one["file"]: naive(repo, one["file"], renamed, show) for one in there}

    assert naively == {one["file"]: (one["notice_seconds"], one["overrun_seconds"]) for one in there}


def test_the_summary_counts_what_the_table_has(page):
    """No figure of the summary is made elsewhere."""
    _, _, told = page
    rows, summary = told["maintenances"], told["summary"]
    judged = [policy for one in rows for policy in one["policies"]]

    assert {"count": sum(one["kept"] for one in judged), "of": len(rows)} == told["policies"][0]["kept"]
    assert {"count": sum(one["notice_kept"] for one in judged), "of": len(rows)} == told["policies"][0]["notice"]
    assert sum(one["notice_seconds"] >= 48 * 3600 for one in rows) == told["policies"][0]["notice"]["count"]
    assert sum(one["notice_seconds"] <= 0 for one in rows) == summary["notice"]["at_or_after_start"]
    known = [one["overrun_seconds"] for one in rows if one["overrun_seconds"] is not None]
    assert {"count": sum(over > 0 for over in known), "of": len(known)} == summary["overran"]
    assert max(known) == summary["longest_overrun_seconds"]
    assert sum(one["unknown_components"] > 0 for one in rows) == summary["unknown_components"]["count"]
    unknown = Counter(finding["file"] for finding in told["findings"] if "unknown-component" == finding["rule"])
    assert unknown == {one["file"]: one["unknown_components"] for one in rows if one["unknown_components"]}


def test_known_defects_are_found(page):
    """Those that others have counted: a file without its first fence, an hour of three digits."""
    name, _, told = page
    rules = {Path(finding["file"]).stem: finding["rule"] for finding in told["findings"] if "error" == finding["severity"]}

    assert IMPOSSIBLE[name] == told["impossible_times"]
    assert (NO_CLOCK if "packit" == name else set()) == {stem for stem, rule in rules.items() if "not-a-time" == rule}
    assert (NO_FENCE if "packit" == name else set()) == {stem for stem, rule in rules.items() if "no-front-matter" == rule}


def test_an_export_says_what_the_repository_says(page):
    """As it is in the file, compressed."""
    name, _, told = page

    assert told == audit(STREAMS / f"{name}.fast-import.gz")
