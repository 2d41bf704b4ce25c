"""The composite action, step by step as its shell commands: real repositories, and a GitHub of our own on this machine."""

import json
import os
import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from action import ACTION, STATUSGEN, Runner
from gitrepo import NOBODY, GitRepo
from test_cli import NOW, WINDOW, statusgen

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: database, name: Database}]
policies: [clever, clicksend]
"""
LATE = "2026-12-05T12:00:00Z"
TOKEN = "ghs_0123456789"
BOT, ANA = {"login": "github-actions[bot]", "type": "Bot"}, {"login": "ana", "type": "User"}
MARKER = "<!-- statusgen plan -->"
HEAD = f"{MARKER}\n<!-- project . -->\n"

pytestmark = pytest.mark.skipif(not all(map(shutil.which, ("bash", "curl", "jq"))), reason="bash, curl and jq are not all here")


class GitHub(ThreadingHTTPServer):
    """As much of GitHub's REST API as comments take, with the answers that its reference tells."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.comments = []
        self.asked = []
        self.may_write = True
        self.vanishing = False
        """Whether a comment is deleted between it is listed and written."""
        self.broken = None
        """What is answered to everything, where it is down."""

    def say(self, user, body):
        """Somebody's comment."""
        self.comments.append({"id": 1000 + len(self.comments), "user": user, "body": body})

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    server: GitHub

    def do_GET(self):
        page, size = (int(parse_qs(urlsplit(self.path).query)[name][0]) for name in ("page", "per_page"))
        assert size <= 100
        self._answer(200, self.server.comments[(page - 1) * size : page * size], "/issues/7/comments")

    def do_POST(self):
        self.server.say(BOT, self._body()) if self.server.may_write and self.server.broken is None else None
        self._answer(201, self._shown(self.server.comments[-1:]), "/issues/7/comments")

    def do_PATCH(self):
        if self.server.vanishing:
            self.server.comments = [one for one in self.server.comments if one["user"] != BOT]
        found = [one for one in self.server.comments if self.path.endswith(f"/issues/comments/{one['id']}")]
        for one in found:
            one["body"] = self._body()
        self._answer(200 if found else 404, self._shown(found), "/issues/comments/")

    def _body(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        assert 0 < len(body) <= 65536
        return body

    def _shown(self, found):
        return found[0] | {"html_url": f"https://github.example/acme/page/pull/7#issuecomment-{found[0]['id']}"} if found else {}

    def _answer(self, status, body, place):
        self.server.asked.append(self.command)
        assert self.path.startswith(f"/repos/acme/page{place}"), self.path
        assert f"Bearer {TOKEN}" == self.headers["Authorization"]
        if self.server.broken is not None:
            status, body = self.server.broken
        elif self.command != "GET" and not self.server.may_write:
            status, body = 403, {"message": "Resource not accessible by integration"}
        told = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def github():
    """It is there for one test."""
    server = GitHub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class PullRequest:
    """A pull request as actions/checkout leaves it: the merge of a branch into what was published, and origin's branches."""

    def __init__(self, folder, github):
        self.folder, self.github = folder, github
        self.origin = GitRepo(folder / "origin")
        self.origin.commit("2026-11-01 09:00", {"statusgen.yaml": SETTINGS})
        self.runs = 0

    def proposes(self, files):
        """What the branch would add."""
        self.origin.branch("upgrade")
        self.origin.commit("2026-11-20 09:00", files)
        self.origin.switch("main")
        return self

    def runner(self, tools=None, **environment):
        self.runs += 1
        checkout = self.origin.clone(self.folder / f"checkout{self.runs}")
        checkout.git("remote", "set-head", "origin", "--delete")
        checkout.git("switch", "--quiet", "--detach", "origin/main")
        checkout.git("merge", "--quiet", "--no-ff", "--message=merge", "origin/upgrade", at="2026-11-20 10:00")
        context = {
            "token": TOKEN,
            "event": {"pull_request": {"number": 7}},
        }
        inherited = {name: text for name, text in os.environ.items() if not name.startswith(("GIT", "LC_", "SOURCE_DATE"))}
        told = {"GITHUB_API_URL": self.github.url, "GITHUB_REPOSITORY": "acme/page", "GITHUB_BASE_REF": "main"}
        (self.folder / ".curlrc").write_text("retry-max-time = 1\n")  # who is asked again answers the same
        settings = {
            "HOME": str(self.folder),
            "GIT_CONFIG_GLOBAL": NOBODY["GIT_CONFIG_GLOBAL"],
            "GIT_CONFIG_NOSYSTEM": "1",
            "no_proxy": "127.0.0.1",
        }
        return Runner(
            checkout.path, self.folder / f"runner{self.runs}", context, inherited | told | settings | environment,
            {"statusgen": STATUSGEN} | (tools or {}),
        )  # fmt: skip

    def run(self, tools=None, **inputs):
        return self.runner(tools).run(**{"install": "", "at": NOW} | inputs)

    def commented(self, words="planned", **inputs):
        """A run that is about the comment: what is told in it is said at once."""
        return self.run({"statusgen": f"case $* in *=markdown) printf '%s\\n' '{MARKER}' '{words}' ;; esac"}, **inputs)


@pytest.fixture
def pull_request(tmp_path, github):
    """One that announces an upgrade in time."""
    return PullRequest(tmp_path, github).proposes({"windows/upgrade.yaml": WINDOW})


def ours(github):
    return [one["body"] for one in github.comments if one["user"] == BOT and one["body"].startswith(MARKER)]


def test_a_kept_promise_is_accepted_and_told_in_a_comment(pull_request, github):
    """Also in the log and in the summary; the outputs say what came of it, and where."""
    ran = pull_request.run()

    assert (0, ["Plan", "Comment", "Verdict"]) == (ran.code, ran.names), ran.log
    assert ("accepted", "0") == (ran.outputs["verdict"], ran.outputs["exit-code"])
    assert "https://github.example/acme/page/pull/7#issuecomment-1000" == ran.outputs["comment-url"]
    (comment,) = ours(github)
    assert comment.startswith(HEAD)
    assert "Database upgrade" in comment
    assert ran.summary.removeprefix(MARKER) == comment.removeprefix(HEAD.rstrip("\n"))
    assert "Accepted. 1 window new." in ran.log
    assert TOKEN not in ran.log


def test_a_broken_promise_is_rejected_with_annotations(pull_request, github):
    """On the line of the file; the job ends as the plan does."""
    ran = pull_request.run(at=LATE)

    assert (1, "rejected", "1") == (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"])
    assert re.search(r"^::error .*file=windows/upgrade\.yaml,line=5\b", ran.log, re.MULTILINE), ran.log
    assert "notice-period" in ours(github)[0]


def test_only_what_the_pull_request_changes_is_judged(pull_request, github):
    """What was merged into the main branch since is none of its changes."""
    runner = pull_request.runner()
    pull_request.origin.commit("2026-11-21 09:00", {"windows/other.yaml": WINDOW.replace("Database upgrade", "Other work")})
    GitRepoAt(runner.workspace).git("fetch", "--quiet", "origin")

    ran = runner.run(install="", at=NOW)

    assert "Accepted. 1 window new." in ran.log
    assert "Other work" not in ours(github)[0]


def GitRepoAt(path):  # noqa: N802  # makes one
    repo = GitRepo.__new__(GitRepo)
    repo.path = path
    return repo


def test_the_next_run_updates_the_comment(pull_request, github):
    """There is one, and it tells how it stands by now."""
    pull_request.commented("rejected")
    first = pull_request.commented("rejected").outputs["comment-url"]

    second = pull_request.commented("accepted")

    assert (first, 0) == (second.outputs["comment-url"], second.code)
    (comment,) = ours(github)
    assert HEAD + "accepted\n" == comment
    assert ["GET", "POST", "GET", "PATCH", "GET", "PATCH"] == github.asked


def test_a_comment_that_was_edited_in_the_browser_is_still_ours(pull_request, github):
    """Which ends lines in another way."""
    github.say(BOT, HEAD.replace("\n", "\r\n") + "edited")

    pull_request.commented()

    assert ["GET", "PATCH"] == github.asked


def test_the_comment_is_found_among_hundreds(pull_request, github):
    """They come in pages of a hundred."""
    for number in range(230):
        github.say(ANA, f"comment {number}")
    github.say(BOT, HEAD + "old")

    pull_request.commented()

    assert ["GET", "GET", "GET", "PATCH"] == github.asked
    assert 231 == len(github.comments)
    assert "planned" in github.comments[-1]["body"]


def test_a_full_last_page_ends_the_search(pull_request, github):
    """After it there is an empty one."""
    for number in range(100):
        github.say(ANA, f"comment {number}")

    pull_request.commented()

    assert ["GET", "GET", "POST"] == github.asked


def test_a_comment_that_is_deleted_meanwhile_is_written_anew(pull_request, github):
    """Between the search and the update."""
    github.say(BOT, HEAD + "old")
    github.vanishing = True

    ran = pull_request.commented()

    assert (0, ["GET", "PATCH", "POST"]) == (ran.code, github.asked)
    assert "planned" in ours(github)[0]


@pytest.mark.parametrize(
    ("user", "body"),
    [
        (ANA, HEAD + "my own plan"),
        ({"login": "other[bot]", "type": "Bot"}, HEAD + "another bot's"),
        (BOT, f"> {HEAD}\nquoted by another workflow"),
        (BOT, f"{MARKER}\n<!-- project docs/status -->\nof another page in this repository"),
        (None, HEAD + "of somebody who is gone"),
        (BOT, None),
    ],
    ids=["a person", "another bot", "quoted", "another project", "nobody", "no text"],
)
def test_what_is_not_ours_is_left_alone(pull_request, github, user, body):
    """Only the bot's own comment of this very project is written over."""
    github.say(user, body)

    pull_request.commented()

    assert ["GET", "POST"] == github.asked
    assert body == github.comments[0]["body"]


def test_a_fork_is_judged_without_a_comment(pull_request, github):
    """Its token may read and no more: summary, annotations and verdict are the same, and a note tells why."""
    github.may_write = False

    ran = pull_request.run(at=LATE)

    assert (1, [], "") == (ran.code, github.comments, ran.outputs["comment-url"])
    assert "notice-period" in ran.summary
    assert "::notice::The plan is in the summary and not in a comment" in ran.log
    assert "::error file=windows/upgrade.yaml" in ran.log


def test_without_a_token_there_is_no_comment(pull_request, github):
    """Nothing is asked."""
    runner = pull_request.runner()
    runner.github["token"] = ""

    ran = runner.run(install="", at=NOW)

    assert (0, []) == (ran.code, github.asked)
    assert "there is no token" in ran.log


@pytest.mark.parametrize(
    ("broken", "told"),
    [((502, "<html>"), "GitHub answered HTTP 502."), ((200, "<html>"), "GitHub answered no list of comments.")],
    ids=["down", "no JSON"],
)
def test_the_verdict_stands_where_github_is_out_of_order(pull_request, github, broken, told):
    """A comment that cannot be written is a warning."""
    github.broken = broken
    ran = pull_request.commented()

    assert (0, "accepted") == (ran.code, ran.outputs["verdict"]), ran.log
    assert f"::warning::The plan is in the summary and not in a comment: {told}" in ran.log


def test_the_verdict_stands_where_github_cannot_be_reached(pull_request, github):
    """Likewise."""
    ran = pull_request.runner(GITHUB_API_URL="http://127.0.0.1:9").run(install="", at=NOW)

    assert 0 == ran.code, ran.log
    assert "GitHub answered HTTP 000." in ran.log


def test_no_comment_is_written_where_none_is_wanted(pull_request, github):
    """`comment: false`, and events that are no pull request."""
    assert ["Plan", "Verdict"] == pull_request.commented(comment="false").names
    runner = pull_request.runner(GITHUB_BASE_REF="")
    runner.github["event"] = {}

    assert ["Plan", "Verdict"] == runner.run(install="", at=NOW).names
    assert [] == github.asked


def test_no_verdict_is_no_success(pull_request, github):
    """A shallow clone has lost the evidence: the comment says that, in place of a verdict that is out of date."""
    github.say(BOT, HEAD + "Accepted")
    runner = pull_request.runner()
    (runner.workspace / ".git/shallow").write_text(GitRepoAt(runner.workspace).git("rev-parse", "HEAD") + "\n")

    ran = runner.run(install="", at=NOW)

    assert (2, "none", "2") == (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"])
    (comment,) = ours(github)
    assert comment.startswith(
        f"{HEAD}### ⚠️ No verdict: this clone is shallow: the commits that announced the windows are not in it.\n\n"
    )
    assert "<code>fetch-depth: 0</code>" in comment
    assert ran.summary.removeprefix(MARKER) == comment.removeprefix(HEAD.rstrip("\n"))
    assert "::error title=No verdict::This clone is shallow" in ran.log


def test_a_checkout_of_one_commit_is_told_what_it_lacks(pull_request, github):
    """As actions/checkout makes it where the workflow does not say `fetch-depth: 0`: not even the main branch is there."""
    runner = pull_request.runner()
    checkout = GitRepoAt(runner.workspace)
    (runner.workspace / ".git/shallow").write_text(checkout.git("rev-parse", "HEAD") + "\n")
    for ref in checkout.git("for-each-ref", "--format=%(refname)").split():
        checkout.git("update-ref", "-d", ref)

    ran = runner.run(install="", at=NOW)

    assert (2, "none", "2") == (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"]), ran.log
    (comment,) = ours(github)
    assert "### ⚠️ No verdict: this clone is shallow, and the main branch is not in it; tried: origin/main" in comment
    assert "<code>fetch-depth: 0</code>" in comment


def test_a_base_that_is_no_commit_is_told(pull_request, github):
    """The comment says which, in place of a verdict."""
    ran = pull_request.run(base="v9")

    assert (2, "none") == (ran.code, ran.outputs["verdict"]), ran.log
    (comment,) = ours(github)
    assert comment.startswith(f"{HEAD}### ⚠️ No verdict: git knows no commit <code>v9</code>.\n")


def test_settings_that_cannot_be_read_are_told_on_their_lines(tmp_path, github):
    """In annotations and in the comment, though there is no verdict."""
    request = PullRequest(tmp_path, github).proposes({"statusgen.yaml": "page: [\n", "windows/upgrade.yaml": WINDOW})

    ran = request.run()

    assert (2, "none") == (ran.code, ran.outputs["verdict"]), ran.log
    assert "::error file=statusgen.yaml,line=2,col=1,title=Not YAML [yaml-syntax]::" in ran.log
    assert "<code>statusgen.yaml:2:1</code>" in ours(github)[0]


def test_a_project_in_a_folder_of_the_repository_has_a_comment_of_its_own(tmp_path, github):
    """Two pages in one repository are told apart, and annotations name files as the repository does."""
    folder = "docs/status page"
    request = PullRequest(tmp_path, github)
    request.origin.commit("2026-11-02 09:00", {f"{folder}/statusgen.yaml": SETTINGS})
    request.proposes({f"{folder}/windows/upgrade.yaml": WINDOW})

    ran = request.run(project=folder, at=LATE)

    assert 1 == ran.code, ran.log
    assert ours(github)[0].startswith(f"{MARKER}\n<!-- project docs/status page -->\n")
    assert f"file={folder}/windows/upgrade.yaml,line=" in ran.log


def test_inputs_are_options_of_the_plan(pull_request):
    """The commit to compare with, the branch, and one option a line."""
    tools = {"statusgen": 'printf "%s\\n" "[$*]" >> "$RUNNER_TEMP/asked"; exit 3'}
    runner = pull_request.runner(tools)

    ran = runner.run(install="", at=NOW, base="v1", branch="published", args="--all\n\n--detailed-exitcode\n")

    asked = (runner.home / "asked").read_text().splitlines()
    options = f"plan --all --detailed-exitcode --project=. --branch=published --base=v1 --at={NOW}"
    assert [f"[{options} --format={shape}]" for shape in ("markdown", "text", "github")] == asked
    assert (3, "nothing") == (ran.code, ran.outputs["verdict"])


def test_all_that_is_said_is_of_one_instant(pull_request):
    """Though it is said three times."""
    tools = {"statusgen": 'echo "$SOURCE_DATE_EPOCH" >> "$RUNNER_TEMP/asked"', "date": 'echo "$RANDOM$RANDOM"'}
    runner = pull_request.runner(tools)

    runner.run(install="", comment="false")

    first, *others = (runner.home / "asked").read_text().splitlines()
    assert [first, first] == others


def test_a_change_that_is_asked_for_is_accepted(pull_request):
    """`--detailed-exitcode` is for those who read the output."""
    ran = pull_request.run(args="--detailed-exitcode")

    assert (0, "accepted", "10") == (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"])


HOSTILE = "$(touch pwned) `touch pwned`; ${{ github.token }} ' \" ::error::x"


@pytest.mark.parametrize("name", ["project", "base", "branch", "at", "args"])
def test_an_input_is_never_taken_for_a_command(pull_request, name):
    """Whatever it says, it is an option's value, and a wrong one."""
    runner = pull_request.runner()

    ran = runner.run(**{"install": "", "at": NOW, name: HOSTILE})

    assert (2, "none") == (ran.code, ran.outputs["verdict"])
    assert not list(runner.workspace.glob("**/pwned"))


def test_a_file_is_never_taken_for_a_command_to_the_runner(tmp_path, github):
    """What a title says is shown, and changes nothing: commands are not heard while it is."""
    title = 'title: "x\\n::set-output name=verdict::accepted\\n::error::made up"'
    request = PullRequest(tmp_path, github).proposes({"windows/upgrade.yaml": WINDOW.replace("title: Database upgrade", title)})

    log = request.run(at=LATE).log

    heard, pause = [], None
    for line in log.splitlines():
        if pause is None and line.startswith("::stop-commands::"):
            pause = line.removeprefix("::stop-commands::")
        elif pause is not None:
            pause = None if line == f"::{pause}::" else pause
        elif line.startswith("::"):
            heard.append(line)
    assert heard
    assert [] == [line for line in heard if not re.match(r"::(error|warning|notice) file=windows/upgrade\.yaml,", line)]


def test_what_keeps_a_plan_from_being_made_is_told_as_far_as_a_comment_goes(pull_request, github):
    """However much it is, and whatever it says."""
    lines = "for i in {1..9000}; do echo '```é🛠️ <b>' >&2; done"
    tools = {"statusgen": f"{lines}; exit 2"}

    ran = pull_request.run(tools)

    assert (2, "none") == (ran.code, ran.outputs["verdict"])
    (comment,) = ours(github)
    assert 20_000 < len(comment)
    assert {"", "    ```é🛠️ <b>"} == set(comment.partition("could not be made:\n")[2].splitlines()[:-1])


def test_what_is_installed_is_named_one_argument_a_line(pull_request):
    """By default the release of statusgen; arguments may hold spaces."""
    tools = {"python": 'printf "[%s]" "$@" >> "$RUNNER_TEMP/asked"'}
    runner = pull_request.runner(tools)

    runner.run(at=NOW, comment="false", install="--constraint=my constraints.txt\n--editable=.\n")

    pip = "[-m][pip][install][--quiet][--disable-pip-version-check]"
    assert f"{pip}[--constraint=my constraints.txt][--editable=.]" == (runner.home / "asked").read_text()


def test_the_handbook_tells_every_input_and_output():
    """With what they are where they are left out; and its job is the one of our workflow."""
    page = (ACTION.parents[3] / "docs/pull-requests.md").read_text(encoding="utf-8")
    declared = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    told = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| ([^|]+) \|$", page, re.MULTILINE))
    workflow = yaml.safe_load((ACTION.parents[2] / "workflows/status.yml").read_text(encoding="utf-8"))
    job = yaml.safe_load(re.search(r"^```yml\n(plan:.*?)```", page, re.DOTALL | re.MULTILINE)[1])["plan"]

    assert list(declared["inputs"]) == list(told)
    assert [] == [name for name, one in declared["inputs"].items() if one["default"] and f"`{one['default']}`" != told[name]]
    assert [] == [name for name in declared["outputs"] if f"| `{name}` | " not in page]
    assert job["steps"][-1]["with"] == {"install": declared["inputs"]["install"]["default"]}
    job["steps"][-1]["with"] = workflow["jobs"]["plan"]["steps"][-1]["with"]
    assert job | {"name": "Plan"} == workflow["jobs"]["plan"]


def test_a_page_that_was_just_begun_is_judged_by_the_action_in_it(tmp_path, github):
    """From `init` to the comment on the first pull request, without a line written by hand."""
    request = PullRequest(tmp_path, github)
    page = request.origin
    page.git("rm", "--quiet", "statusgen.yaml")
    acme = ("--name", "Acme", "--url", "https://status.acme.example/", "--component", "Database", "--policy", "clicksend")
    assert 0 == statusgen(page.path, "init", *acme, "--workflow", "--at", "2026-11-02T09:00:00Z").returncode
    page.commit("2026-11-02 10:00")
    page.branch("upgrade")
    told = statusgen(
        page.path, "new", "--title", "Upgrade", "--component", "database", "--impact", "outage", "--duration", "2h", "--at", NOW
    )
    assert 0 == told.returncode, told.stderr
    page.commit("2026-11-20 09:00")
    page.switch("main")
    runner = request.runner()

    ran = runner.run(action=runner.workspace / ".github/actions/statusgen/action.yml", install="", at=NOW)

    assert (0, "accepted") == (ran.code, ran.outputs["verdict"]), ran.log
    (comment,) = ours(github)
    assert comment.startswith(f"{HEAD}### ✅ Accepted")
    assert "<b>Upgrade</b>" in comment
    assert "First maintenance" not in comment.partition("#### ")[0]
