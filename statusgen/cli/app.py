"""The commands. Each is one sentence; what it needs is imported when it is called."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from copy import copy
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from statusgen import __version__
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.finding import ProjectUnreadable, StatusgenError
from statusgen.render.findings import visible

SAMPLE_SUFFIXES = (".csv", ".csv.gz", ".parquet")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
)


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


class Review(StrEnum):
    """How a plan is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


class Paper(StrEnum):
    """How a statement is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class Sheet(StrEnum):
    """How an audit is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Answer(StrEnum):
    """How the gate answers."""

    TEXT = "text"
    JSON = "json"
    TERRAFORM = "terraform"


class Hit(StrEnum):
    """What customers notice of work."""

    NONE = "none"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    OUTAGE = "outage"


class Shell(StrEnum):
    """Shells that complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


class Kind(StrEnum):
    """The kinds of files that statusgen reads."""

    PROJECT = "project"
    WINDOW = "window"
    INCIDENT = "incident"
    POLICY = "policy"
    AGREEMENT = "agreement"
    REQUESTS = "requests"


def _offer(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """What a shell completes, of a kind in `cli/completing.py`, which is imported when it asks."""

    def offered(context: typer.Context, incomplete: str) -> list[str]:
        from statusgen.cli import completing

        folder = context.params.get("project")  # as it was typed
        return completing.offered(kind, Path(folder) if folder else None, incomplete)

    return offered


Folder = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The project's folder. [default: the nearest upward with statusgen.yaml]"),
]
At = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT", help="Speak of this instant: 2026-11-22T12:00:00Z, or a time on the page's clock. [default: now]"
    ),
]
Branch = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The main branch, whose history tells when windows were announced. [default: origin's]"),
]
Monitored = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE...", help="What monitors saw: CSV or Parquet with component, time, up (see docs/monitors.md)."),
]
Gap = Annotated[str | None, typer.Option(metavar="DURATION", help="The longest time that one sample speaks for. [default: 90s]")]
Touched = Annotated[
    list[str],
    typer.Option("--component", metavar="ID", help="What is worked on; may be given again.", autocompletion=_offer("components")),
]
Lasting = Annotated[str, typer.Option("--duration", metavar="DURATION", help="How long it takes: 2h, 90m.")]
Noticed = Annotated[Hit, typer.Option("--impact", help="What customers notice.")]
After = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Not to start before: 2026-12-05, or a time. [default: an hour from now]"),
]
Before = Annotated[
    str | None, typer.Option(metavar="TIME", help="To be over by: 2026-12-24, or a time. [default: 90 days further on]")
]
Shape = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]


def _version(wanted: bool) -> None:  # noqa: FBT001  # typer passes the flag
    if wanted:
        output.answer(f"statusgen {__version__}\n")
        raise typer.Exit


@app.callback()
def statusgen(
    *,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Maintenance as code: windows as files, judged by the promises made to customers.

    Exit codes: 0 accepted, 1 rejected, 2 wrong usage or unreadable project, 3 nothing was read, 70 internal error.
    """


@app.command(short_help="A project to begin with.")
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where it goes; made where it is not there.")] = Path(),
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Whose page it is.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where the page will be.")] = None,
    zone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="On which clock times are read. [default: UTC]", autocompletion=_offer("zones")),
    ] = None,
    component: Annotated[
        list[str] | None,
        typer.Option(metavar="[ID=]NAME", help="A part that customers rely on, as they call it; may be given again."),
    ] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="A built-in policy that the page is held to; may be given again. [default: none]",
            autocompletion=_offer("packs"),
        ),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE", help="A language of the page; may be given again. [default: en]", autocompletion=_offer("languages")
        ),
    ] = None,
    git: Annotated[
        bool | None, typer.Option("--git/--no-git", help="Begin a git repository. [default: where git is, and none around]")
    ] = None,
    workflow: Annotated[
        bool | None, typer.Option("--workflow/--no-workflow", help="A workflow for GitHub, with its action. [default: none]")
    ] = None,
    at: At = None,
) -> None:
    """Begin a project: settings, a first window that keeps every promise, and what a repository needs.

    On a terminal it asks for what no option says. Nothing is ever overwritten.

    \b
    statusgen init
    statusgen init status --name "Acme Messaging" --url https://status.acme.example/ --component API
    statusgen init . --name Acme --url https://acme.example/ --component db=Database --policy clever --workflow
    """
    from statusgen.cli import starting

    wanted = starting.Wanted(name, url, zone, component or [], policy or [], language or [], git, workflow)
    raise typer.Exit(starting.init(folder, at, wanted))


@app.command(short_help="What would change, and is every promise kept?")
def plan(
    *,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Compare with this commit; `none`: everything is new. [default: where this branch left the main branch]",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also list new windows that are past, and notes on old ones.")] = False,
    detailed: Annotated[
        bool, typer.Option("--detailed-exitcode", help="End with 10 where it is accepted and something changes.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write into the files what answers a finding for certain, and plan again.")
    ] = False,
    shape: Annotated[
        Review,
        typer.Option(
            "--format",
            help="text for people, json for programs; on a pull request: markdown a comment, github annotations, sarif for code"
            " scanning, junit for test reports.",
        ),
    ] = Review.TEXT,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Tell what would change for customers, and whether every promise is kept.

    \b
    statusgen plan                        this branch against the main branch
    statusgen plan --base HEAD^           what the last commit did
    statusgen plan --base none --all      everything that is declared
    statusgen plan --fix                  move what is too early to the next start that keeps every promise
    """
    from statusgen.cli import planning

    raise typer.Exit(planning.plan(project, at, branch, base, shape.value, fix=fix, everything=everything, detailed=detailed))


@app.command(short_help="The status page, into a folder.")
def build(
    *,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the site goes. [default: site/ in the project]")] = None,
    compress: Annotated[bool, typer.Option("--compress", help="Also write .gz and .br beside each file of text.")] = False,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Publish the status page as a folder of files: complete or not at all, and only what changed.

    A file that cannot be read stops it. A broken promise does not: customers must hear of the work.

    \b
    statusgen build --out public
    statusgen build --out /srv/status --compress
    """
    from statusgen.cli import building

    raise typer.Exit(building.build(project, at, branch, out, compress=compress))


@app.command(short_help="The status page on this machine, rebuilt on save.")
def serve(
    *,
    port: Annotated[int, typer.Option(metavar="PORT", help="Where it is found; 0: any that is free.")] = 8421,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Show the status page on this machine alone, rebuild it on every save, and tell what is wrong in the page too.

    Nothing is written into the project. The bar below the page walks through time.

    \b
    statusgen serve
    statusgen serve --at "2026-12-05 21:30"
    """
    from statusgen.cli import serving

    raise typer.Exit(serving.serve(project, at, branch, port))


@app.command("next", short_help="When does the page next change by itself?")
def next_turn(
    *,
    shape: Shape = Format.TEXT,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Tell the next instant at which a rebuild would change anything, though nobody declares anything new.

    Work begins or ends, a notice is overdue, a day is over. Built at any instant before it, the site is the same, byte for byte.
    The exit code is 3 where nothing is declared: such a page never changes by itself.

    \b
    statusgen next
    date --date="$(statusgen next --format json | jq --raw-output .next_at)" +%s
    """
    from statusgen.cli import turning

    raise typer.Exit(turning.following(project, at, branch, as_json=shape is Format.JSON))


@app.command("schedule", short_help="Times for many requests at once.")
def find_times(
    requests: Annotated[Path, typer.Argument(metavar="FILE", help="What wants a time: requests.yaml (see docs/schedule.md).")],
    *,
    write: Annotated[
        bool, typer.Option("--write", help="Write the windows of all that find a time; without it nothing is.")
    ] = False,
    shape: Shape = Format.TEXT,
    at: At = None,
    project: Folder = None,
) -> None:
    """Find times for many requests at once: inside every rule, when customers notice least, and as early as that allows.

    What cannot be placed is told with what stands in its way. The exit code is 1 where a request has no time.

    \b
    statusgen schedule requests.yaml
    statusgen schedule requests.yaml --write
    """
    from statusgen.cli import scheduling

    raise typer.Exit(scheduling.schedule(project, at, requests, write=write, as_json=shape is Format.JSON))


@app.command(short_help="A month's account: uptime, exclusions, credits.")
def uptime(
    months: Annotated[
        str | None,
        typer.Argument(
            metavar="[MONTH|FROM..TO]",
            help="2026-11, or 2026-01..2026-11. [default: the page's month]",
            autocompletion=_offer("months"),
        ),
    ] = None,
    *,
    customer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", help="Only this customer, by file or name; may be given again.", autocompletion=_offer("customers")
        ),
    ] = None,
    policy: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this policy; may be given again.", autocompletion=_offer("held"))
    ] = None,
    reading: Annotated[
        list[str] | None,
        typer.Option(metavar="K=V", help="Also what this other reading of a clause comes to: V1=lower_row, or V1 for all of it."),
    ] = None,
    samples: Monitored = None,
    samples_gap: Gap = None,
    explain: Annotated[bool, typer.Option("--explain", help="The ledger: every interval in order, with running totals.")] = False,
    shape: Annotated[
        Paper, typer.Option("--format", help="text or html for people; json or csv (the ledger) for programs.")
    ] = Paper.TEXT,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Account for a month: uptime, what counts as downtime and what does not, the credit that follows and how it is claimed.

    \b
    statusgen uptime 2026-10
    statusgen uptime 2026-10 --customer globex --explain
    statusgen uptime 2026-10 --policy clever --reading V1
    statusgen uptime 2026-01..2026-10 --format csv
    statusgen uptime 2026-10 --samples october/*.parquet
    """
    from statusgen.cli import accounting

    wanted = accounting.Wanted(
        months, policy or [], customer or [], reading or [], shape.value, explain, samples or [], samples_gap
    )
    raise typer.Exit(accounting.uptime(project, at, branch, wanted))


@app.command(short_help="A report for customers on how a contract was kept.")
def report(
    policy: Annotated[
        str,
        typer.Argument(metavar="POLICY", help="Whose promises: a policy that the page is held to.", autocompletion=_offer("held")),
    ],
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="[MONTH|QUARTER]",
            help="2026-11, or 2026-Q4. [default: the last one that is over]",
            autocompletion=_offer("months"),
        ),
    ] = None,
    *,
    customer: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="For this customer, by file or name: confidential, with what is owed.",
            autocompletion=_offer("customers"),
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="Where it goes; - is stdout. [default: report-POLICY-PERIOD.html, here]")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="As PDF; it takes statusgen[pdf].")] = False,
    samples: Monitored = None,
    samples_gap: Gap = None,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Report to customers on a month or quarter: uptime, incidents, answers, maintenance, each figure with its clause.

    It is one page that can be sent, printed and kept: no script, and nothing that it asks of others.
    What a contract owes, and how often, is in its policy.

    \b
    statusgen report clever 2026-10
    statusgen report clever 2026-10 --customer girasol --pdf
    statusgen report klink 2026-Q4 --out review.html
    """
    from statusgen.cli import reporting

    wanted = reporting.Wanted(policy, period, customer, out, pdf, samples or [], samples_gap)
    raise typer.Exit(reporting.report(project, at, branch, wanted))


@app.command(short_help="How the past kept its promises.")
def audit(
    *,
    cstate: Annotated[
        Path | None, typer.Option(metavar="REPO", help="A cState page: its git repository, or an export. [default: this project]")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what began since: 2026-01-01, or an instant. [default: all there is]")
    ] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Hold it against this policy; may be given again. [default: those of the page]",
            autocompletion=_offer("policies"),
        ),
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(metavar="WORD,...", help="Of a cState page: what maintenance is called. [default: see docs/audit.md]"),
    ] = None,
    shape: Annotated[Sheet, typer.Option("--format", help="text or html for people, json for programs.")] = Sheet.TEXT,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Tell of every maintenance the notice really given, whether hours were kept, overruns and late closures.

    The evidence is git: what each commit of the main branch told, and when.

    \b
    statusgen audit --since 2026-01-01
    statusgen audit --cstate ../status --policy clever
    statusgen audit --cstate ../status --policy clever --format html > audit.html
    """
    from statusgen.cli import auditing

    wanted = auditing.Wanted(cstate, since, policy or [], words, shape.value)
    raise typer.Exit(auditing.audit(project, at, branch, wanted))


@app.command(short_help="The earliest time for work that keeps every promise.")
def suggest(
    *,
    duration: Lasting,
    component: Touched,
    impact: Noticed = Hit.OUTAGE,
    after: After = None,
    before: Before = None,
    count: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="So many slots, at most one a day.")] = 3,
    shape: Shape = Format.TEXT,
    at: At = None,
    project: Folder = None,
) -> None:
    """Suggest when work can be done without breaking a promise: the earliest slots, and why not earlier.

    Notice and maintenance hours of every policy are kept, freezes, limits and other windows too; `plan` accepts what is offered.
    Where there is no slot, the exit code is 1, and it says what closes the time and how long the longest stretch is.

    \b
    statusgen suggest --duration 2h --component database
    statusgen suggest --duration 90m --component api --component database --impact degraded
    statusgen suggest --duration 4h --component database --after 2026-12-10 --before 2026-12-24 --count 5
    """
    from statusgen.cli import suggesting

    wanted = suggesting.Wanted(component, duration, impact.value, after, before, count, shape is Format.JSON)
    raise typer.Exit(suggesting.suggest(project, at, wanted))


@app.command(short_help="A window's file, with a time that keeps every promise.")
def new(
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="One line that customers understand.")] = None,
    component: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="What is worked on; may be given again.", autocompletion=_offer("components")),
    ] = None,
    impact: Annotated[Hit | None, typer.Option(help="What customers notice.")] = None,
    duration: Annotated[str | None, typer.Option(metavar="DURATION", help="How long it takes: 2h, 90m.")] = None,
    start: Annotated[str | None, typer.Option(metavar="TIME", help="When it starts. [default: the first slot]")] = None,
    after: After = None,
    at: At = None,
    branch: Branch = None,
    project: Folder = None,
) -> None:
    """Write the file of a new window, at the earliest time that keeps every promise, and tell what plan says of it.

    On a terminal it asks for what is not given. Nothing that is there is replaced.

    \b
    statusgen new
    statusgen new --title "Database upgrade" --component database --impact outage --duration 2h
    statusgen new --title "Log rotation" --component api --impact none --duration 30m --start "2026-12-05 21:00"
    """
    from statusgen.cli import declaring

    wanted = declaring.Wanted(title, component or [], impact and impact.value, duration, start, after)
    raise typer.Exit(declaring.new(project, at, branch, wanted))


@app.command(short_help="May this component be changed now?")
def gate(
    *,
    component: Touched,
    duration: Annotated[str, typer.Option(metavar="DURATION", help="Also for so long from now on: 30m.")] = "1s",
    impact: Noticed = Hit.OUTAGE,
    window: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The work of this declared window: open while it is in progress.", autocompletion=_offer("windows")
        ),
    ] = None,
    shape: Annotated[
        Answer, typer.Option("--format", help="text for people, json for programs, terraform for its external data source.")
    ] = Answer.TEXT,
    at: At = None,
    project: Folder = None,
) -> None:
    """Tell whether a component may be changed now: for pipelines that deploy what nobody announces.

    0: open. 1: closed, by a freeze, by the maintenance hours, by a limit of the page such as the month's outage, or by other
    work on it or on what it depends on.
    With --format terraform the code is 0 whenever there is an answer, as its protocol asks.

    \b
    statusgen gate --component database
    statusgen gate --component api --duration 30m --format json
    statusgen gate --component database --window 2026-12-05-database-upgrade
    """
    from statusgen.cli import gating

    wanted = gating.Wanted(component, duration, impact.value, window, shape.value)
    raise typer.Exit(gating.ask(project, at, wanted))


@app.command(short_help="Whether all is in place.")
def doctor(*, shape: Shape = Format.TEXT, at: At = None, branch: Branch = None, project: Folder = None) -> None:
    """Look at what a project stands on: Python, git and its history, time zones, address, policies, caches, workflow.

    It changes nothing and asks nothing of the network. It ends with 1 where a command could not do its work.

    \b
    statusgen doctor
    statusgen doctor --format json | jq '.remarks[] | select(.level == "error")'
    """
    from statusgen.cli import examining

    raise typer.Exit(examining.doctor(project, at, branch, as_json=shape is Format.JSON))


policy_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(policy_app, name="policy", short_help="A policy in words; doubts about one.")


@policy_app.callback()
def policy_commands() -> None:
    """Tell the promise in words, and doubts about how it is written.

    \b
    statusgen policy show clever
    statusgen policy check
    """


@policy_app.command(short_help="The promise in words.")
def show(
    policy: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A built-in policy or one of the project. [default: list them]", autocompletion=_offer("policies")
        ),
    ] = None,
    *,
    shape: Shape = Format.TEXT,
    at: At = None,
    project: Folder = None,
) -> None:
    """Tell a policy's promise in words, each sentence with its clause; without an id, which policies there are.

    \b
    statusgen policy show clever
    """
    from statusgen.cli import promising

    raise typer.Exit(promising.show(project, at, policy, as_json=shape is Format.JSON))


@policy_app.command(short_help="Mistakes in policies, and doubts about them.")
def check(
    policies: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Only these. [default: all of the project]", autocompletion=_offer("policies")),
    ] = None,
    *,
    shape: Shape = Format.TEXT,
    project: Folder = None,
) -> None:
    """Tell what is wrong with policies, and what contradicts itself in them, or is of no use.

    \b
    statusgen policy check
    statusgen policy check gold --format json
    """
    from statusgen.cli import promising

    raise typer.Exit(promising.check(project, policies or [], as_json=shape is Format.JSON))


@app.command(short_help="What a shell reads to complete commands and ids.")
def completion(shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")]) -> None:
    """Print what a shell reads, so that it completes commands, options, and the project's ids and months.

    \b
    statusgen completion bash > ~/.local/share/bash-completion/completions/statusgen
    statusgen completion zsh > ~/.statusgen.zsh      # and `source` it in ~/.zshrc
    statusgen completion fish > ~/.config/fish/completions/statusgen.fish
    """
    from statusgen.cli import completing

    output.answer(completing.script(typer.main.get_command(app), shell.value))


@app.command(short_help="The JSON Schema of a kind of file.")
def schema(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="project, window, incident, policy, agreement or requests.")],
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check.

    \b
    statusgen schema window > .schemas/window.json
    """
    import json

    from statusgen.load.schema import schema as schema_of

    output.answer(json.dumps(schema_of(kind.value), indent=2, ensure_ascii=False) + "\n")


def run() -> int:
    """Run the command line; its exit code."""
    output.speak_utf8()
    if "_STATUSGEN_COMPLETE" in os.environ:
        from typer._completion_classes import completion_init  # what Typer does by itself where it adds options of its own

        completion_init()
    try:
        _knowing(sys.argv[1:2])(args=_spread(sys.argv[1:]), prog_name="statusgen")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else Exit.USAGE
    except ProjectUnreadable as unreadable:
        output.tell(unreadable.findings)
        output.complain(unreadable)
    except StatusgenError as error:
        output.complain(error)
    except Exception as error:  # the last door: what is wrong here is ours, and is told as such
        return _own_mistake(error)
    return Exit.USAGE


def _knowing(named: Sequence[str]) -> typer.Typer:
    """The command line with the command that is named and no other, if there is one: Typer makes ready whatever it knows of, which
    takes longer than many a command.
    """
    wanted = [
        command for command in app.registered_commands if (command.name or getattr(command.callback, "__name__", "")) in named
    ]
    if not wanted:
        return app
    lean = copy(app)
    lean.registered_commands, lean.registered_groups = wanted, []
    return lean


def _spread(arguments: list[str]) -> list[str]:
    """`--samples a.csv b.csv` as `--samples a.csv --samples b.csv`: shells write many names for `*`, options take one."""
    spread: list[str] = []
    taking = False
    for argument in arguments:
        if taking and spread[-1] != "--samples":
            taking = argument.endswith(SAMPLE_SUFFIXES) and not argument.startswith("-")
            spread += ["--samples"] if taking else []
        spread.append(argument)
        taking = taking or argument == "--samples"
    return spread


def _own_mistake(error: Exception) -> int:
    if os.environ.get("STATUSGEN_TRACEBACK") == "1":
        traceback.print_exc(file=sys.stderr)
    output.aside(
        f"statusgen: internal error: {type(error).__name__}: {visible(str(error))}\n"
        "  This is a mistake of statusgen, not of your files: please report it with what STATUSGEN_TRACEBACK=1 shows.\n"
    )
    return Exit.INTERNAL
