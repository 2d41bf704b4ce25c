"""Markdown becomes harmless HTML, and the short way for simple text says what the whole grammar says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_project import MOVED, NOW, VERDICTS, ZONE, project

from statusgen.board import board
from statusgen.model import Page
from statusgen.site import Theme, markdown, recipes
from statusgen.site.markdown import full, html

words = st.text("abZ019 .,;:?/()%'\"+-=&éñ–−’", min_size=1, max_size=12)
pieces = st.one_of(
    words,
    st.sampled_from(
        [" `a*b`", " **bold words**", " *so*", " [text](https://a.example/b-c)", "(`x`)", "`", "*", "[", "](", "\n", "\n\n"]
    ),
    st.sampled_from(
        ["- item", "\n- item", "\n\n- item", "&amp;", "1. ", "# ", "<b>", "_", "\\", "http://a.example/", "  ", "\t", "~", "=="]
    ),
)
texts = st.lists(pieces, max_size=7).map("".join)


@given(texts)
def test_the_short_way_and_the_whole_grammar_agree(text):
    """Whatever is set the short way comes out byte for byte as CommonMark sets it."""
    assert full(text.rstrip("\n")) == html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Plain words.", "<p>Plain words.</p>\n"),
        (
            "One & *two*\n\n- three\n- `four`",
            "<p>One &amp; <em>two</em></p>\n<ul>\n<li>three</li>\n<li><code>four</code></li>\n</ul>\n",
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b onclick=x>b</b>", "<p>&lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>\n"),
        ("[x](ftp://a.example/)", '<p><a rel="noopener noreferrer nofollow">x</a></p>\n'),
        (
            "![x](https://a.example/spy.png)",
            '<p>!<a href="https://a.example/spy.png" rel="noopener noreferrer nofollow">x</a></p>\n',
        ),
        ("[x](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="noopener noreferrer nofollow">x</a></p>\n'),
    ],
)
def test_html_of_people_is_harmless(text, expected):
    """Raw HTML stays text, pictures of others are not loaded, and links lead to http, https and mailto only."""
    assert expected == html(text)


@pytest.mark.parametrize("code", ["en", "es"])
def test_what_we_say_ourselves_is_set_the_quick_way(code, monkeypatch):
    """An announcement stands on every page: in no language does it need the whole grammar."""
    monkeypatch.setattr(markdown, "full", None)
    made = recipes(board(project(page=Page("Acme", "https://acme.example/", ZONE, (code,))), VERDICTS, NOW), Theme.of())

    assert b"UTC\xe2\x88\x9206:00" in made[f"windows/{MOVED.id}/index.html"].render()
