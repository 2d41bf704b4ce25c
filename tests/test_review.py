"""A plan as reviewers read it: a comment that says in ten seconds what is at stake. Nothing that people wrote is markup in it."""

import re
from html import unescape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import at, make_policy, make_window
from markdown_it import MarkdownIt
from test_plan import ERROR, NOW, START, everything, golden, planned

from statusgen.model import Cancelled
from statusgen.render.review import comment, gfm
from statusgen.timeline import DAY, HOUR

HOSTILE = (
    "a | b",
    "`code` and ``more``",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<!-- hidden",
    "@everyone look",
    "me@acme.example",
    "#12 and GH-12",
    "acme/page#12",
    "https://evil.example/ www.evil.example",
    "[click](javascript:alert(1))",
    "![picture](https://evil.example/x.png)",
    "[x]: https://evil.example",
    "**bold** _so_ ~~gone~~ ~gone~",
    "line\nbreak\r\n# heading",
    "| --- | --- |",
    "```diff",
    "</details></table>",
    "$x^2$ $$y$$",
    ":tada: :+1:",
    "&lt;b&gt; &amp;",
    "\\| \\` \\",
    "a\x1b[31mb\u202ec",
    "deadbeefcafe0123456789deadbeefcafe012345",
    "T" * 5000,
)


def rendered(text):
    """As GitHub's own Markdown sets it."""
    return cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)


def seen(html):
    """What a reader sees of it."""
    return unescape(re.sub(r"<[^>]*>", "", html)).replace("\u200b", "")


def tags(html):
    return set(re.findall(r"<(?!/)([^\s>]+)", html))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_shown_letter_by_letter(text):
    """And is no markup: GitHub's own Markdown and another agree."""
    shown = f"x {gfm.plain(text, longest=9000)}"

    html = rendered(shown)

    assert tags(html) <= {"p", "span"}
    assert f"x {gfm.visible(text)}" == seen(html).rstrip("\n")
    assert f"x {gfm.visible(text)}" == seen(MarkdownIt("gfm-like", {"linkify": False}).render(shown)).rstrip("\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_github_looks_for_is_left(text):
    """It finds names, issues, addresses, formulas and commits in the text that Markdown has become."""
    left = unescape(re.sub(r"<span>\$</span>", "", rendered(f"x {gfm.plain(text, longest=9000)}")))

    assert not re.search(r"@\w|#\d|GH-\d|https?://|www\.|\$|:[a-z+][\w+]*:|[0-9a-f]{40}", left)


@given(st.lists(st.sampled_from((*HOSTILE[:-1], "`", "|", "\\", " ", "<", "*", "x")), max_size=5).map("".join))
@settings(max_examples=100)
def test_a_cell_and_a_code_hold_whatever_is_put_into_them(text):
    """A row has as many cells as it was given, whatever stands in them."""
    row = f"| {gfm.plain(text)} | {gfm.code(text)} | {gfm.sentences(f'`{text}` is {text}')} |"

    html = rendered(f"| a | b | c |\n| --- | --- | --- |\n{row}\n")

    assert 6 == len(re.findall("<t[dh]>", html))
    assert tags(html) <= {"table", "thead", "tbody", "tr", "th", "td", "code", "span"}


@given(st.lists(st.sampled_from((*HOSTILE, "````", "`````diff", "~~~")), max_size=5))
@settings(max_examples=50)
def test_lines_stay_in_their_block(lines):
    """No fence in them ends it."""
    html = rendered(gfm.block("diff", lines) + "\n\nafter")

    assert ["pre", "code", "p"] == re.findall(r"<(pre|code|p)[ >]", html)


def test_a_comment_reads_in_ten_seconds(request):
    """The verdict, a table of what changes, what is wrong with the way out; the same bytes each time."""
    text = comment.markdown(everything())

    golden("plan.md", text, request)
    assert text == comment.markdown(everything())
    assert text.splitlines()[:2] == ["<!-- statusgen plan -->", "### ❌ Rejected: 4 errors."]


def test_the_table_has_a_row_for_each_change():
    """And nothing of a title is markup."""
    windows = [make_window(START + n * DAY, announced=NOW, id=f"w{n}", title=text) for n, text in enumerate(HOSTILE)]

    html = rendered(comment.markdown(planned(*windows, before=(), policies=(make_policy(),))))

    assert len(HOSTILE) + 1 == html.count("<tr>")
    assert 6 * len(HOSTILE) == html.count("<td>")
    assert not tags(html) & {"a", "img", "script", "em", "del", "ul", "ol", "pre", "h1"}


def test_an_accepted_plan_says_by_when_to_merge():
    """In its first line."""
    told = comment.markdown(planned(make_window(START, announced=NOW), before=()))

    assert "### ✅ Accepted. Merge by Thu 2026-12-03 21:00 +00:00 to keep every notice.\n" in told
    assert "<code>gold</code> 371 h / 48 h" in told


def test_nothing_is_said_of_nothing():
    """Nothing changes, or nothing was read."""
    same = make_window(START, announced=NOW - DAY)

    assert "\nNothing changes for customers; 1 window read.\n" in comment.markdown(planned(same, before=(same,)))
    assert "### ⚠️ Nothing was read: there is no window in <code>windows/</code>.\n" in comment.markdown(planned())
    assert "### ❌ Rejected: 1 error.\n" in comment.markdown(planned(before=(), reading=(ERROR,)))


def test_a_series_is_one_row():
    """With the last of its times, and the least notice that one of them is given."""
    starts = [START - 14 * DAY, START, START + 7 * DAY]
    windows = [make_window(start, HOUR, announced=NOW, id=f"patch-{start}", series="patch") for start in starts]

    told = comment.markdown(planned(*windows, before=()))

    assert 1 == told.count("| **new** |")
    assert "3 times, the last Sat 2026-12-12 21:00–22:00 UTC" in told
    assert "❌ <code>gold</code> rejected 1 of 3: notice-period; approved 2 of 3" in told
    assert "<code>gold</code> 35 h / 48 h" in told


def test_what_else_changed_is_told():
    """Another title, an earlier name, why it is an emergency, why it is cancelled."""
    before = make_window(START, announced=NOW - DAY, id="old", title="Old")
    renamed = make_window(START, announced=NOW - DAY, id="new", title="New")
    urgent = make_window(START, announced=NOW, id="urgent", emergency="A hole in TLS")
    off = make_window(START, announced=NOW - DAY, id="off", cancelled=Cancelled(NOW, "Delay."))
    mailed = make_window(NOW + HOUR // 2, announced=NOW, id="soon")

    told = comment.markdown(
        planned(renamed, urgent, off, mailed, before=(before,), renames={"windows/new.yaml": "windows/old.yaml"})
    )

    assert "was called <code>old</code><br>changed: title" in told
    assert "emergency: A hole in TLS" in told
    assert "reason: Delay." in told
    assert "<code>gold</code> 30 min / 48 h" in told


def test_a_notice_that_no_one_gave_is_none():
    """By e-mail, which the policy asks for."""
    told = comment.markdown(planned(make_window(START, announced=NOW), before=(), policies=(make_policy(channels=("email",)),)))

    assert "<code>gold</code> none / 48 h" in told


def test_a_comment_fits(request):
    """GitHub takes 65,536 characters: what is left out is counted."""
    windows = [make_window(NOW + (n + 1) * HOUR, announced=NOW, id=f"w{n}", title="*" * 200) for n in range(400)]

    told = comment.markdown(planned(*windows, before=()))

    assert len(told.encode()) < 65_536
    assert re.search(r"\d+ rows of this table are left out; `statusgen plan` prints all\.\n", told)
    assert re.search(r"\d+ findings more; `statusgen plan` prints all\.\n", told)


def test_notes_are_folded_in():
    """They stop nothing."""
    late = make_window(at("2026-11-10 10:00"), announced=NOW - 10 * DAY + HOUR)

    told = comment.markdown(planned(late, before=()), everything=True)

    assert "<details><summary>1 note</summary>\n" in told
    assert "- ℹ️ <b>Notice too short</b>" in told
