"""Our Jinja says what Jinja says: only faster, on thousands of pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup, escape

from statusgen.board.words import Stretch
from statusgen.course import State
from statusgen.site.engine import Engine, Plain, Sandbox, escaped

TEXT = "<b> & \"co\", 'x'"
TEMPLATES = {
    "parts.html": "{% macro mark(text) %}<i>{{ text }}</i>{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}",
    "base.html": "{% block body %}{{ text }}{% endblock %}{% block end %}{{ self.body() }}{% endblock %}",
    "page.html": (
        "{% extends 'base.html' %}{% from 'parts.html' import mark %}"
        "{% block body %}{{ super() }}{{ mark(text) }}{% call mark(safe) %}{{ text }}{% endcall %}{% endblock %}"
    ),
    "set.html": "{% set kept %}{{ text }}<br>{% endset %}{{ kept }}{{ kept ~ text }}{{ [kept, text] | join('<') }}",
    "filter.html": "{% filter upper %}{{ text }}{% endfilter %}{{ text | upper }}{{ safe | upper }}{{ text | e | e }}",
    "values.html": "{{ 3 }}{{ count }}{{ none }}{{ [text] }}{{ when }}{{ state }}{{ 'a<b' }}{{ text | length }}{{ text | safe }}",
    "plain.html": "{% autoescape false %}{{ text }}{{ safe }}{% endautoescape %}{{ text }}",
    "either.html": "{% autoescape asked %}{{ text }}{{ safe }}{% endautoescape %}",
    "known.html": "{% from 'parts.html' import mark with context %}{% import 'parts.html' as parts %}{{ parts.mark(mark(text)) }}",
    "loop.html": "{% for each in list recursive %}{{ each }}{{ loop(each) if each is not string }}{{ loop.index }}{% endfor %}",
}
VALUES = {
    "text": TEXT,
    "safe": Markup("<em>&amp;</em>"),
    "count": 10,
    "none": None,
    "when": Stretch("<time>now</time>"),
    "state": State.IN_PROGRESS,
    "asked": True,
    "list": [TEXT, [TEXT, "<"]],
}


def said(kind, name, **values):
    """What a template says in an environment of a kind."""
    environment = kind(loader=DictLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    return [environment.get_template(name).render({**VALUES, **values}) for _ in range(2)]


@given(st.text())
def test_texts_are_escaped_as_markupsafe_escapes_them(text):
    """Byte for byte, and to no more than a text."""
    assert str(escape(text)) == escaped(text)
    assert str is type(escaped(text))


@pytest.mark.parametrize("value", [3, None, Markup("<b>"), Stretch("<time>"), State.OVERRUN, [TEXT]], ids=str)
def test_what_is_no_text_is_escaped_likewise(value):
    """By its own HTML, where it has one; else as the text that it is."""
    assert escape(value) == escaped(value)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize(("ours", "jinjas"), [(Engine, Environment), (Sandbox, ImmutableSandboxedEnvironment)])
@pytest.mark.parametrize("asked", [True, False])
def test_a_template_says_the_same(name, ours, jinjas, asked):
    """Whatever it does with what was escaped: set it aside, filter it, call, import and extend."""
    assert said(jinjas, name, asked=asked) == said(ours, name, asked=asked)


@pytest.mark.parametrize("name", sorted(TEMPLATES.keys() - {"base.html", "page.html"}))
def test_a_template_of_ours_says_the_same(name):
    """As long as it asks for no block by `self`, which Jinja has as a mapping."""
    assert said(Environment, name) == said(Plain, name)


@pytest.mark.parametrize("kind", [Plain, Sandbox])
def test_what_is_not_there_is_told(kind):
    """It does not come out as a text."""
    with pytest.raises(UndefinedError, match="'wrong' is undefined"):
        kind(undefined=StrictUndefined, autoescape=True).from_string("{{ wrong }}").render()


def test_globals_of_one_template_are_not_those_of_another():
    """Nor the environment's."""
    environment = Engine(loader=DictLoader({"a": "{{ x }}", "b": "{{ x is defined }}"}))

    assert "1" == environment.get_template("a", globals={"x": 1}).render()
    assert "False" == environment.get_template("b").render()


def test_the_sandbox_is_closed():
    """As Jinja closes it."""
    with pytest.raises(SecurityError):
        Sandbox(autoescape=True).from_string("{{ ''.__class__.__mro__ }}").render()
    with pytest.raises(SecurityError):
        Sandbox(autoescape=True).from_string("{{ list.append(1) }}").render(list=[])
