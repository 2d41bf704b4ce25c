"""Git repositories for tests: real ones, whose every commit has the committer time that it is told."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from statusgen import civil

NOBODY = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@acme.example",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@acme.example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def utc(text: str) -> int:
    """The instant of `2026-11-20 10:00`."""
    return civil.instant(text, "UTC")


class GitRepo:
    """A repository in a folder of its own, on branch `main`."""

    def __init__(self, path: Path, *arguments: str) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.git("init", "--quiet", "--initial-branch=main", *arguments)

    def git(self, *arguments: str, at: str | None = None) -> str:
        """What git answers; `at` is the committer and author time of what it makes."""
        dates = {"GIT_AUTHOR_DATE": f"@{utc(at)} +0000", "GIT_COMMITTER_DATE": f"@{utc(at)} +0000"} if at else {}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, env=inherited | NOBODY | dates, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"git {arguments}: {done.stderr}"
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Put texts into files of the work tree; None takes the file away."""
        for path, text in files.items():
            file = self.path / path
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self, at: str, files: Mapping[str, str | bytes | None] | None = None) -> str:
        """Commit the files, and whatever else the work tree holds, at an instant; the commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=change", at=at)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        """Start a branch here and go there."""
        self.git("switch", "--quiet", "--create", name)

    def switch(self, name: str) -> None:
        """Go to a branch."""
        self.git("switch", "--quiet", name)

    def merge(self, at: str, name: str) -> str:
        """Merge a branch by a commit of its own; that commit's id."""
        self.git("merge", "--quiet", "--no-ff", "--message=merge", name, at=at)
        return self.git("rev-parse", "HEAD")

    def clone(self, path: Path, *arguments: str) -> "GitRepo":
        """A clone in another folder."""
        self.git("clone", "--quiet", *arguments, self.path.as_uri(), str(path))
        return _at(path)

    def worktree(self, path: Path, *arguments: str) -> "GitRepo":
        """Another work tree of the same repository; its `.git` is a file."""
        self.git("worktree", "add", "--quiet", *arguments, str(path))
        return _at(path)


def _at(path: Path) -> GitRepo:
    repo = GitRepo.__new__(GitRepo)
    repo.path = path
    return repo
