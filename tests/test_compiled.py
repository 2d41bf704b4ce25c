"""Templates that outlast a build as they were compiled: read, never out of date, never what somebody else wrote."""

import pytest
from jinja2 import Environment

from statusgen.finding import ThemeBroken
from statusgen.language import language
from statusgen.site.theme import Theme

FRAME = "{% trans %}Search{% endtrans %}: {{ who }}"


def theme(folder, text=FRAME, code="en", own=None):
    """A theme of one template, kept in a folder."""
    return Theme({"page.html": text}, own, language(code), compiled=folder)


@pytest.fixture
def compiles(monkeypatch):
    """The templates that are compiled, by what they are compiled from."""
    asked = []
    compile_it = Environment.compile
    monkeypatch.setattr(
        Environment, "compile", lambda self, source, *rest, **more: asked.append(source) or compile_it(self, source, *rest, **more)
    )
    return asked


def test_what_is_kept_is_not_compiled_again(tmp_path, compiles):
    """And says the same."""
    first, again = (theme(tmp_path / "kept").render("page.html", who="Acme") for _ in range(2))

    assert "Search: Acme" == first == again
    assert [FRAME] == compiles


def test_all_is_compiled_before_anything_is_rendered(tmp_path, compiles):
    """By whichever process: a later one, and one that renders, finds it there."""
    sources = {"a.html": "{{ a }}", "b.html": "{% include 'c.html' %}", "c.html": "{{ c }}", "style.css": "{{"}
    Theme(sources, compiled=tmp_path).prepare()
    compiles.clear()
    prepared = Theme(sources, compiled=tmp_path)
    prepared.prepare()

    assert ("1", "2") == (prepared.render("a.html", a=1), prepared.render("b.html", c=2))
    assert [] == compiles


def test_what_does_not_compile_is_told_where_it_is_rendered(tmp_path):
    """It may never be."""
    broken = Theme({"a.html": "{% if %}", "b.html": "{{ b }}"}, compiled=tmp_path)
    broken.prepare()

    assert "1" == broken.render("b.html", b=1)
    with pytest.raises(ThemeBroken, match=r"a\.html"):
        broken.render("a.html")


def test_what_is_not_kept_is_compiled_by_who_renders_it(compiles):
    """What one process compiles is no use to another."""
    Theme({"a.html": "{{ a }}", "b.html": "{{ b }}"}).prepare()

    assert [] == compiles


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"text": "{{ who }}!"}, "Acme!"),
        ({"code": "es"}, "Buscar: Acme"),
        ({"own": {"page.html": "{{ who }}?"}}, "Acme?"),
    ],
    ids=["text", "language", "a template of the project's own"],
)
def test_what_depends_on_something_else_is_compiled_anew(tmp_path, other, said):
    """Neither is taken for the other."""
    assert "Search: Acme" == theme(tmp_path).render("page.html", who="Acme")

    assert said == theme(tmp_path, **other).render("page.html", who="Acme")
    assert "Search: Acme" == theme(tmp_path).render("page.html", who="Acme")


def test_code_of_ours_never_serves_outside_the_sandbox_what_is_the_projects(tmp_path):
    """The same text is compiled twice: as ours, and as the project's, whose sandbox looks at every attribute."""
    text = "{{ who.upper.__self__ }}"
    ours = theme(tmp_path, text).render("page.html", who="Acme")
    project = Theme({"page.html": ""}, {"page.html": text}, compiled=tmp_path)

    assert "Acme" == ours
    with pytest.raises(Exception, match="ccess to attribute '__self__'"):
        project.render("page.html", who="Acme")


@pytest.mark.parametrize(
    "spoil", [lambda body: body[:-1], lambda body: b"\0" + body, lambda body: b""], ids=["cut", "shifted", "empty"]
)
def test_a_file_that_is_not_what_was_written_is_passed_over(tmp_path, compiles, spoil):
    """And written anew."""
    theme(tmp_path).render("page.html", who="Acme")
    kept = next(file for file in tmp_path.rglob("*") if file.is_file())
    body = kept.read_bytes()
    kept.write_bytes(spoil(body))

    assert "Search: Acme" == theme(tmp_path).render("page.html", who="Acme")
    assert [FRAME, FRAME] == compiles
    assert body == kept.read_bytes()


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    """It is no reason not to build."""
    (tmp_path / "kept").write_text("a file")

    assert "Search: Acme" == theme(tmp_path / "kept").render("page.html", who="Acme")
