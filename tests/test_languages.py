"""Languages: nothing of ours reaches a page that a catalogue does not translate, and the catalogues are what the texts say."""

import gettext
import importlib.machinery
import importlib.util
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from accounting import COMPONENTS, pack
from babel import Locale
from babel.dates import get_day_names, get_month_names
from babel.messages.checkers import python_format
from babel.messages.pofile import read_po
from site_project import DONE, FAILED, GOLD, LATE, MOVED, NOW, SLOW, UPGRADE, VERDICTS, ZONE, at, incident, project, verdict, window

from statusgen import site, yaml12
from statusgen.board import Health, board, words
from statusgen.civil import Month, instant
from statusgen.course import State
from statusgen.language import CATALOGUES, DOMAIN, ENGLISH, Language, language, languages
from statusgen.load.policies import Library, packs
from statusgen.model import Actual, Announcement, Cancelled, Component, Page, Status, Update
from statusgen.policy import Impact
from statusgen.promises import HEADINGS, chapters, promise
from statusgen.promises.words import theirs
from statusgen.rules import CHANGE_RULES, POLICY_RULES, PROJECT_RULES
from statusgen.site import Theme, recipes
from statusgen.timeline import Span
from statusgen.verdict import Outcome

HERE = Path(__file__).parent
SPANISH = language("es")


def script():
    """`scripts/catalogues` as a module."""
    loader = importlib.machinery.SourceFileLoader("catalogues", str(HERE.parent / "scripts" / "catalogues"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("catalogues", loader))
    loader.exec_module(module)
    return module


FILES = dict(script().files())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CATALOGUES).as_posix())
def test_the_catalogues_are_up_to_date(file):
    """Every text that is marked is in every catalogue, and what is compiled is what was translated (`make catalogues`)."""
    assert FILES[file] == file.read_bytes()


def messages(code):
    """Every message of a catalogue, without its header."""
    with (CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as opened:
        return [each for each in read_po(opened, locale=code) if each.id]


TRANSLATED = [(code, each) for code in languages()[1:] for each in messages(code)]


@pytest.mark.parametrize(("code", "each"), TRANSLATED, ids=lambda value: getattr(value, "id", value))
def test_every_text_is_translated(code, each):
    """Whole, for good, with its own placeholders, and without a character that HTML would read otherwise."""
    said = each.string if isinstance(each.string, tuple) else (each.string,)
    assert all(said)
    assert not each.fuzzy
    assert not set("<>&\"'") & set("".join(said))
    names = {frozenset(re.findall(r"%\((\w+)\)s", text)) for text in (*said, each.id if isinstance(each.id, str) else each.id[1])}
    assert 1 == len(names)
    if names != {frozenset()}:  # a text without values is said as it stands: its `%` stands for percent
        python_format(None, each)


def test_every_language_is_called_as_it_calls_itself():
    """In the switch of languages."""
    for code in languages():
        assert Locale.parse(code).get_display_name(code).capitalize() == language(code).name


@pytest.mark.parametrize("code", languages())
def test_days_and_months_are_called_as_cldr_calls_them(code):
    """The catalogues name them; Babel's data says the same."""
    said = language(code)
    days, short, full = (
        get_day_names("abbreviated", "format", code),
        get_month_names("abbreviated", "format", code),
        get_month_names("wide", "format", code),
    )
    for number in range(1, 13):
        day = date(2026, number, 5)
        assert said.day(day).replace("Sept", "Sep").startswith(days[day.weekday()]), day
        assert short[number] in said.day(day)
        assert full[number].lower() in said.month(2026, number).lower()


@pytest.mark.parametrize(
    ("code", "day", "month", "lasting"),
    [
        ("en", "Sat 5 Dec 2026", "December 2026", ["1 day 1 hour 1 minute 1 second", "2 days 3 hours", "0 seconds"]),
        ("es", "sáb 5 dic 2026", "Diciembre de 2026", ["1 día 1 hora 1 minuto 1 segundo", "2 días 3 horas", "0 segundos"]),
    ],
)
def test_days_months_and_lengths_are_told_in_each_language(code, day, month, lasting):
    """With the right plurals."""
    said = language(code)

    assert (day, month) == (said.day(date(2026, 12, 5)), said.month(2026, 12))
    assert lasting == [said.lasting(seconds) for seconds in (90061, 2 * 86400 + 3 * 3600, 0)]


def test_summaries_of_rules_are_translated():
    """They are the reasons that a page gives for a broken promise."""
    known = {each.id for each in messages("es")}
    assert {rule.SUMMARY for rule in (*POLICY_RULES, *PROJECT_RULES, *CHANGE_RULES)} <= known


FORWARD = "2027-03-28 01:00", "2027-03-28 04:00"
BACK = "2027-10-31 01:00", "2027-10-31 04:00"
SAME = "2027-10-30 01:00", "2027-10-30 04:00"


@pytest.mark.parametrize(
    ("span", "code", "expected"),
    [
        (FORWARD, "en", "3 hours by the clock, which is set forward by 1 hour meanwhile"),
        (BACK, "en", "3 hours by the clock, which is set back by 1 hour meanwhile"),
        (BACK, "es", "3 horas según el reloj, que entretanto se atrasa 1 hora"),
        (SAME, "en", ""),
    ],
)
def test_a_window_across_a_clock_change_is_told_by_the_clock_too(span, code, expected):
    """How long it is in truth stands beside it."""
    start, end = (instant(text, "Europe/Brussels") for text in span)

    assert expected == words.clock_text(Span(start, end), "Europe/Brussels", language(code))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (("2026-12-05 21:00", "2026-12-05 23:00"), "Sat 5 Dec 2026, 21:00–23:00 UTC−06:00"),
        (("2026-12-05 21:00", "2026-12-06 01:00:30"), "Sat 5 Dec 2026, 21:00 – Sun 6 Dec 2026, 01:00:30 UTC−06:00"),
    ],
)
def test_a_span_tells_once_what_both_ends_share(span, expected):
    """Day and offset."""
    assert expected == words.span_text(Span(*map(at, span)), ZONE)


class Reversed(gettext.NullTranslations):
    """A language in which every text of ours is Greek letters, so that one that was forgotten shows as English."""

    def __init__(self):
        super().__init__()
        self.unknown = set()
        """What was said, and no catalogue has: it was marked in a way that the catalogues' script does not see."""

    def gettext(self, message):
        """Every letter outside a placeholder becomes one; separators of names stay."""
        self.unknown |= {message} - KNOWN
        pieces = re.split(r"(%\(\w+\)s)", message)
        return "".join(piece if index % 2 else re.sub("[A-Za-z]", "λ", piece) for index, piece in enumerate(pieces))

    def ngettext(self, singular, plural, n):
        """Likewise."""
        return self.gettext(singular if n == 1 else plural)


CODES = {code.value for code in (*State, *Health)} | {"open", "resolved", "some"}
"""What scripts call states, beside the words for them."""


def strings(value):
    """Every text of a JSON value, but for codes."""
    if isinstance(value, dict):
        value = [*value.items()]
    if isinstance(value, list | tuple):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) and value not in CODES else []


class Said(HTMLParser):
    """All that a page says: texts, attributes that are read out or shown, and what scripts say."""

    ATTRIBUTES = frozenset(
        {
            *("alt", "aria-label", "placeholder", "title", "aria-description", "aria-valuetext"),
            *("data-next", "data-ends", "data-yours", "data-stale"),
            *("data-cancelled", "data-found", "data-none", "data-failed", "data-day", "data-months"),
        }
    )
    JSON = frozenset({"data-labels", "data-headlines", "data-turns", "data-kinds"})

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "use", "path"})
    SILENT = frozenset({"style", "script", "code"})

    def __init__(self, page):
        super().__init__()
        self.said, self.open = [], []
        self.feed(page)
        self.close()

    @property
    def told(self):
        """Whether what stands here is said by the page, in its language: not where another one is named."""
        return not any(self.open)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag in self.SILENT or (tag != "html" and "lang" in attributes))
        if tag == "meta" and (attributes.get("name") == "description" or attributes.get("property", "").startswith("og:")):
            self.said += [] if attributes.get("property") in ("og:type", "og:url") else [attributes["content"]]
        self.said += [value for name, value in attrs if name in self.ATTRIBUTES and value is not None]
        self.said += [text for name, value in attrs if name in self.JSON for text in strings(json.loads(value))]

    def handle_startendtag(self, tag, attrs):
        """A shape: it says nothing."""

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data):
        if self.told:
            self.said.append(data)


NAMES = re.compile(
    rf"https://status\.acme\.example/\S*|UTC|{ZONE}|English|Español|exclusions\.json|gold\.\w+|"
    r"RSS|Atom|JSON Feed|Google Calendar|Outlook\.com|Microsoft 365|MAINTNOTE"
)
"""What is called the same in every language: names, and the address of a page on paper."""


def renamed(one, **more):
    """The same value with other fields."""
    return type(one)(**{**{name: getattr(one, name) for name in one.__struct_fields__}, **more})


def numbered(window, components, **more):
    """A window of Acme's, of components and texts that are called otherwise."""
    announced = tuple(renamed(each, components=components) for each in window.announcements)
    return renamed(window, **{"title": "1", "description": "2", "components": components, "announcements": announced, **more})


def work(name, components, **more):
    """A window of the first of December, whose texts are numbers."""
    return window(name, "2026-12-01 21:00", "2026-12-01 23:00", title="4", components=components, **more)


KNOWN = {text for each in messages("es") for text in (each.id if isinstance(each.id, tuple) else (each.id,))}


def every_kind():
    """A project whose own texts are numbers, with every kind of event: each sentence is said of one of them at some instant."""
    one, both = ("a",), ("a", "b")
    told = (Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, "3"), Update(at("2026-12-05 21:30"), Status.VERIFYING, "3"))
    span = MOVED.span
    changed = (
        Announcement(at("2026-11-20 10:00"), span, one, Impact.NONE),
        Announcement(at("2026-11-21 10:00"), Span(span.start, span.start), one, Impact.NONE),
        Announcement(at("2026-11-22 10:00"), span, one, Impact.NONE),
        Announcement(at("2026-11-23 10:00"), span, both, Impact.DEGRADED),
        Announcement(at("2026-11-23 11:00"), span, both, Impact.DEGRADED),
        Announcement(at("2026-11-24 10:00"), Span(span.start - 60, span.end), both, Impact.DEGRADED),
    )
    end = at("2026-12-01 23:00")
    windows = (
        numbered(UPGRADE, both, updates=told),
        numbered(MOVED, both, announcements=changed),
        numbered(DONE, both, updates=()),
        work("w4", both, cancelled=Cancelled(at("2026-12-01 12:00"), "5")),
        work("w5", both, emergency="6", announced="2026-12-02 10:00"),
        work("w6", both, actual=Actual(end - 7200, end + 3600)),
        work("w7", both, actual=Actual(end - 3600, end)),
        work("w8", one, actual=Actual(start=end - 7200)),
        window("w9", "2026-10-01 21:00", "2027-10-01 23:00", title="4", components=one, actual=Actual(start=end)),
    )
    incidents = (
        renamed(FAILED, title="1", description="2", components=one, updates=()),
        renamed(SLOW, title="1", components=one, updates=(Update(at("2026-12-05 21:02"), Status.INVESTIGATING, "3"),)),
        incident("i3", "2026-12-05 20:10", title="4", components=("b",), impact=Impact.PARTIAL_OUTAGE),
    )
    outcomes = zip(windows, (*Outcome, *Outcome), strict=False)
    clauses = tuple(renamed(clause, text="12", reference="13") for clause in GOLD.clauses)
    return {
        "windows": windows,
        "incidents": incidents,
        "verdicts": {(w.id, "gold"): verdict(w.id, outcome, (LATE,)) for w, outcome in outcomes},
        "page": Page("7", "https://status.acme.example/", ZONE, ("en", "es")),
        "components": (Component("a", "8", "9", "10", ("b",)), Component("b", "11", "9")),
        "policies": (renamed(GOLD, title="14", provider="15", clauses=clauses),),
    }


@pytest.fixture(params=["2026-11-01 00:00", "2026-12-05 21:20", "2026-12-05 22:00", "2026-12-06 02:00", "2028-01-01 00:00"])
def pages_in_greek(request, monkeypatch):
    """Every page of that project, in a language that has no English word."""
    greek = Language("es", Reversed(), "greek")
    monkeypatch.setattr(site, "language", lambda code: greek if code == "es" else ENGLISH)
    told = every_kind()
    verdicts = told.pop("verdicts")
    made = recipes(board(project(**told), verdicts, at(request.param)), Theme.of())
    rendered = {path: recipe.render().decode() for path, recipe in made.items() if path.startswith("es/")}
    assert set() == {text for text in greek.catalogue.unknown if not text.isdecimal()}
    return {path: page for path, page in rendered.items() if path.endswith(".html")}


def test_no_word_of_ours_reaches_a_page_untranslated(pages_in_greek):
    """Neither from a template nor from code: of every page of a site whose own texts are numbers, no English word is left."""
    assert pages_in_greek
    for path, page in pages_in_greek.items():
        assert [] == [said for said in Said(page).said if re.search(r"[A-Za-z]{2}", NAMES.sub("", said))], path


POLICIES = [pack(name) for name in packs()]
POLICIES += [policy.read_otherwise(other.settings) for policy in POLICIES for _, other in policy.other_readings()]
CHANGED = yaml12.read("changes.yaml", (HERE / "cases" / "promises" / "changes.yaml").read_bytes()).value
THEIRS = re.compile(
    r"(?:non-)?urgent|critical|high|medium|low|general|degraded|Starter|Growth|Enterprise|Standard|Premium|America/Mexico_City|Europe/Brussels|Australia/\w+|AU-WA|UTC|AUD|USD|EUR|ms|Mbps|P\d|BE|"
    r"[\w.+-]+@[\w.-]+"
)
"""Names, units and addresses, which are the same in every language."""


def declared(change):
    """A policy of one's own with a change, and all that is written in it."""
    files = {"policies/own0.yaml": CHANGED["whole"], "policies/own1.yaml": {"extends": "own0", **change}}
    texts = {path: json.dumps(value, default=float).encode() for path, value in files.items()}
    return Library(texts, COMPONENTS).declared("own1").policy, b" ".join(texts.values()).decode()


@pytest.mark.parametrize("policy", POLICIES, ids=[f"{policy.id}-{number}" for number, policy in enumerate(POLICIES)])
def test_every_sentence_of_a_pack_is_said_in_every_language(policy):
    """Whole, with the packs' own words: names of plans, units and addresses are the same everywhere."""
    catalogue = Reversed()
    greek = Language("es", catalogue, "greek")
    told = [sentence.text for chapter in chapters(policy, greek) for sentence in chapter.sentences]
    told += [theirs(reading.text, greek) for reading in policy.readings]
    told += [theirs(text, greek) for clause in policy.clauses for text in (clause.recorded, clause.beyond)]

    assert told
    assert [] == [text for text in told if re.search(r"[A-Za-z]{2}", THEIRS.sub("", text))]
    assert set() == {text for text in catalogue.unknown if THEIRS.sub("", text).strip("%")}


@pytest.mark.parametrize("change", CHANGED["changes"], ids=range(len(CHANGED["changes"])))
def test_every_sentence_of_a_policy_of_ones_own_is_said_in_every_language(change):
    """But for what its author wrote in it."""
    policy, written = declared(change)
    catalogue = Reversed()
    assert [chapter for chapter in chapters(policy, Language("es", catalogue, "greek")) if chapter.sentences]

    written += " ".join(clause.text for clause in policy.clauses)
    ours = {text for text in catalogue.unknown if THEIRS.sub("", text).strip("%")}
    assert set() == {text for text in ours if text not in written and text.replace(" ", "_") not in written}


@pytest.mark.parametrize("name", packs())
def test_a_pack_reads_well_in_spanish(name):
    """Sentence by sentence, as a person has read them."""
    told = promise(pack(name), 0, SPANISH)
    lines = [
        line for one in told.chapters for line in (f"# {SPANISH.say(HEADINGS[one.topic])}", *(each.text for each in one.sentences))
    ]
    lines += [f"{reading.id}: {theirs(reading.text, SPANISH)}" for reading in told.readings]

    assert (HERE / "golden" / "promises" / f"{name}.es.txt").read_text(encoding="utf-8") == "\n".join(lines) + "\n"


def test_a_forgotten_word_is_found(pages_in_greek):
    """The check sees a text that is not marked."""
    page = pages_in_greek["es/index.html"].replace("</h1>", "forgotten</h1>")

    assert any("forgotten" in said for said in Said(page).said)


def test_each_further_language_lies_below_its_code():
    """The first at the top; each page of one has its twin in the other, and says so."""
    page = Page("Acme", "https://acme.example/status/", ZONE, ("es", "en"))
    made = recipes(board(project(page=page), VERDICTS, NOW), Theme.of())
    pages = {path: recipe.render().decode() for path, recipe in made.items() if path.endswith(".html")}
    spanish = {path for path in pages if not path.startswith("en/")}

    assert {f"en/{path}" for path in spanish} == pages.keys() - spanish
    assert '<html lang="es">' in pages["index.html"]
    assert '<html lang="en">' in pages["en/index.html"]
    path = f"windows/{UPGRADE.id}/"
    for page in (pages[f"{path}index.html"], pages[f"en/{path}index.html"]):
        assert f'<link rel="alternate" hreflang="es" href="https://acme.example/status/{path}">' in page
        assert f'<link rel="alternate" hreflang="en" href="https://acme.example/status/en/{path}">' in page
        assert f'<link rel="alternate" hreflang="x-default" href="https://acme.example/status/{path}">' in page
    assert f'<link rel="canonical" href="https://acme.example/status/en/{path}">' in pages[f"en/{path}index.html"]
    assert f'hreflang="en" href="../../en/{path}">English</a>' in pages[f"{path}index.html"]
    assert f'hreflang="es" href="../../../{path}">Español</a>' in pages[f"en/{path}index.html"]
    assert 'href="/status/style.css"' in pages["en/404.html"]
    assert 'href="/status/en/history/"' in pages["en/404.html"]


def test_one_language_has_no_switch():
    """And no twins."""
    page = recipes(board(project(), VERDICTS, NOW), Theme.of())["index.html"].render()

    assert b"hreflang" not in page
    assert b"languages" not in page


def test_spanish_is_spoken_to_the_reader():
    """The page of a window as a person has read it."""
    made = recipes(board(project(page=Page("Acme", "https://acme.example/", ZONE, ("es",))), VERDICTS, NOW), Theme.of())

    assert (HERE / "golden" / "site" / "window.es.html").read_bytes() == made[f"windows/{UPGRADE.id}/index.html"].render()


def test_months_begin_a_heading():
    """With a capital, also where the language writes them small."""
    assert ["November 2026", "Noviembre de 2026"] == [words.month_name(Month(2026, 11), each) for each in (ENGLISH, SPANISH)]
