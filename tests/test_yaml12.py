"""YAML 1.2 as it looks to people: what values mean, where they stand, and that no file is a danger."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from statusgen import yaml12
from statusgen.finding import Place
from statusgen.yaml12.texts import REFUSED


def told(body):
    """(rule, line, column) of every finding of a file."""
    return [(one.rule, one.place.line, one.place.column) for one in yaml12.read("a.yaml", body).findings]


def value(text):
    """What a text means, read without a finding."""
    document = yaml12.read("a.yaml", text.encode())
    assert [] == document.findings
    return document.value


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("21:00", "21:00"),
        ("2026-12-05", "2026-12-05"),
        ("2026-12-05 21:00:00", "2026-12-05 21:00:00"),
        ("2026-12-05T21:00:00Z", "2026-12-05T21:00:00Z"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("NO", "NO"),
        ("y", "y"),
        ("tRUE", "tRUE"),
        ("true", True),
        ("False", False),
        ("NULL", None),
        ("~", None),
        ("99.90", Decimal("99.90")),
        ("-.5", Decimal("-0.5")),
        ("1e3", Decimal(1000)),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("-.INF", "-.INF"),
        (".nan", ".nan"),
        ("1_000", "1_000"),
        ("0123", 123),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("-7", -7),
        ("999999999999999999", 999999999999999999),
        ("1000000000000000000", "1000000000000000000"),
        ("٣", "٣"),
        ("'7'", "7"),
        ('"true"', "true"),
        ("=", "="),
    ],
)
def test_a_value_means_what_it_looks_like(text, meaning):
    """The core schema of YAML 1.2; no binary fraction, no infinity, no date."""
    read = value(f"a: {text}\n")["a"]

    assert (meaning, type(meaning)) == (read, type(read))


def test_decimals_keep_their_digits():
    """99.90 is not 99.9 to who reads it."""
    assert "99.90" == str(value("a: 99.90")["a"])


@pytest.mark.parametrize("key", ["on", "no", "null", "7", "2026-11", "1.5", "true", ""])
def test_keys_are_text(key):
    """Whatever they look like."""
    assert {key: "x"} == value(f"{key}: x" if key else "'': x")


def test_everything_has_its_place():
    """Lines and columns from 1, columns in characters; what is not there stands where its surroundings do."""
    document = yaml12.read("a.yaml", "título: é\nlist:\n  - {clé: x, b: y}\n  - ñandú\n".encode())

    places = {
        path: document.mark(path) for path in [(), ("título",), ("list",), ("list", 0, "b"), ("list", 1), ("list", 9), ("none",)]
    }
    assert {
        (): (1, 1),
        ("título",): (1, 9),
        ("list",): (3, 3),
        ("list", 0, "b"): (3, 17),
        ("list", 1): (4, 5),
        ("list", 9): (3, 3),
        ("none",): (1, 1),
    } == places
    assert (3, 6) == document.mark(("list", 0, "clé"), key=True)
    assert Place("a.yaml", 2, 1) == document.place(("list",), key=True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_move_no_place(end, start):
    """Windows' line ends and its mark at the start of a file are none of the author's mistakes."""
    document = yaml12.read("a.yaml", f"{start}a: 1{end}b: |{end}  x{end}  y{end}c: 1{end}c: 2{end}".encode())

    assert ({"a": 1, "b": "x\ny\n", "c": 1}, (2, 4)) == (document.value, document.mark(("b",)))
    assert [("duplicate-key", 6, 1)] == [(one.rule, one.place.line, one.place.column) for one in document.findings]


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        (b"", [("empty-file", 1, 1)]),
        (b"# nothing\n", [("empty-file", 1, 1)]),
        (b"---\n...\n", [("empty-file", 1, 1)]),
        (b"null\n", [("empty-file", 1, 1)]),
        (b"a: 1\n--- \nb: 2\n", [("second-document", 2, 1)]),
        (b"a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n", [("duplicate-key", 2, 1), ("duplicate-key", 3, 11), ("duplicate-key", 4, 1)]),
        (b"a: 1\n'a': 2\n", [("duplicate-key", 2, 1)]),
        (b"a: 1\na:\n", [("duplicate-key", 2, 1)]),
        (b"caf\xe9: 1\n", [("not-utf-8", 1, 4)]),
        ("é\n".encode() + b"a: \xff\n", [("not-utf-8", 2, 4)]),
        ("a: 1\n".encode("utf-16"), [("not-utf-8", 1, 1)]),
        (b"a: \xed\xa0\x80\n", [("not-utf-8", 1, 4)]),
        (b"a: 1\nb: x\x00y\n", [("control-character", 2, 5)]),
        (b"a: 1\nb: x\x1by\n", [("control-character", 2, 5)]),
        ("a: é\nb: x\x7fy\n".encode(), [("control-character", 2, 5)]),
        ("a: x\u2028y\n".encode(), [("control-character", 1, 5)]),
        ("a: x\x85y\n".encode(), [("control-character", 1, 5)]),
        ("a: x\ufeffy\n".encode(), [("control-character", 1, 5)]),
        (b'a: "x\\x1by"\nb: "\\uFFFE"\n', [("control-character", 1, 4), ("control-character", 2, 4)]),
        (b'"\\0": 1\n', [("control-character", 1, 1)]),
        (b"\ta: 1\n", [("yaml-syntax", 1, 1)]),
        (b"a:\n  - b\n\t- c\n", [("yaml-syntax", 3, 1)]),
        (b"title: a: b\n", [("yaml-syntax", 1, 9)]),
        (b"a: 'x\nb: y\n", [("yaml-syntax", 1, 4)]),
        (b"a: [1, 2\nb: y\n", [("yaml-syntax", 1, 4)]),
        (b"a: *b\n", [("yaml-syntax", 1, 4)]),
        (b"a: !!str 1\nb: !x y\nc: !!map {}\n", [("tag", 1, 4), ("tag", 2, 4), ("tag", 3, 4)]),
        (b"a: ! x\n", [("tag", 1, 4)]),
        (b"<<: {a: 1}\nb: 2\n", [("merge-key", 1, 1)]),
        (b"? [a]\n: b\n", [("complex-key", 1, 3)]),
        (b"a: &a x\n*a : y\n", [("complex-key", 2, 1)]),
        (b"a: &a [*a]\n", [("alias-bomb", 1, 8)]),
        (b"a: &a {b: {c: [*a]}}\n", [("alias-bomb", 1, 16)]),
    ],
)
def test_mistakes_are_told_where_they_are(body, findings):
    """Every one that the rest of the file leaves visible."""
    assert findings == told(body)


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"\ta: 1\n", "spaces"),
        (b"title: a: b\n", "quotes"),
        (b"a: @x\n", "`@` in quotes"),
        (b"a: 'x\n", "Close the quote"),
        (b"a: [x\n", "Close the bracket"),
        (b'a: "\\d"\n', "single quotes"),
        (b"a: 1\nb\n", "space after the colon"),
        (b"a:\n  b: 1\n c: 2\n", "same number of spaces"),
        (b"a: *bold*\n", "`*` in quotes"),
        (b"a: !new x\n", "`!` in quotes"),
    ],
)
def test_mistakes_come_with_a_way_out(body, hint):
    """For what people mistake most there is a hint of its own."""
    (finding,) = yaml12.read("a.yaml", body).findings

    assert hint in finding.way_out


def test_a_quoted_merge_key_is_a_key():
    """Only the unquoted one means something to other readers."""
    assert {"<<": 1} == value("'<<': 1")


def test_aliases_repeat_values_and_have_places_of_their_own():
    """An alias stands where it is written, what is inside of it where that is."""
    document = yaml12.read("a.yaml", b"a: &x {b: 1}\nc: *x\n")

    assert ({"a": {"b": 1}, "c": {"b": 1}}, []) == (document.value, document.findings)
    assert ((2, 4), (1, 11)) == (document.mark(("c",)), document.mark(("c", "b")))


def test_what_aliases_expand_to_is_counted():
    """Six levels of nines are half a million values, in a file of six lines."""
    lines = ["a: &a0 [x]", *(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 7))]

    assert [("alias-bomb", 6)] == [(rule, line) for rule, line, _ in told("\n".join(lines).encode())]


def test_values_that_are_nothing_are_remembered():
    """With their key, how deep they stand, and where: a form decides whether they may be empty."""
    document = yaml12.read("a.yaml", b"a:\nb: {c: ~}\nd: [null]\ne: ''\n")

    assert [("a", 1, (1, 1)), ("c", 2, (2, 5)), (None, 2, (3, 5))] == document.empty


def test_a_file_that_cannot_be_read_begins_somewhere():
    """Whoever asks for a place in it is sent to its start."""
    assert (1, 1) == yaml12.read("a.yaml", b"").mark(("title",))


@pytest.mark.parametrize("depth", [50, 51])
@pytest.mark.parametrize("bracket", ["[", "{a: "])
def test_fifty_deep_is_deep_enough(depth, bracket):
    """One more is too deep."""
    closing = {"[": "]", "{a: ": "}"}[bracket]
    body = bracket * depth + "x" + closing * depth

    assert ([] if depth == 50 else ["too-deep"]) == [rule for rule, _, _ in told(body.encode())]


def test_one_megabyte_is_large_enough():
    """One byte more is too large, whatever it is."""
    body = b"a: x\n" + b"#" * (1_000_000 - 5)

    assert [] == told(body)
    assert [("file-too-large", 1, 1)] == told(body + b"#")


BOMBS = {
    "brackets": 'b"[" * 900_000',
    "braces": 'b"{a: " * 200_000',
    "dashes": 'b"- " * 450_000',
    "indents": 'b"".join(b" " * depth + b"a:\\n" for depth in range(1300))',
    "laughs": 'b"a: &a0 [x]\\n" + b"".join(b"k%d: &a%d [%s]\\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9))',
    "nested aliases": 'b"a0: &a0 [x]\\n" + b"".join(b"a%d: &a%d [*a%d]\\n" % (n, n, n - 1) for n in range(1, 45_000))',
    "many aliases": 'b"a: &a [" + b"x," * 1000 + b"]\\nb: [" + b"*a," * 300_000 + b"]"',
    "quoted": 'b"a: \'" + b"x" * 900_000',
    "double quoted": 'b"a: \\"" + b"\\\\n" * 450_000',
    "plain": 'b"a: " + b"x y " * 240_000',
    "keys": 'b"".join(b"k%d: 1\\n" % n for n in range(80_000))',
    "the same key": 'b"k: 1\\n" * 160_000',
    "values": 'b"a: [" + b"1," * 450_000 + b"]"',
    "anchors": 'b"".join(b"- &a%d x\\n" % n for n in range(80_000))',
    "tags": 'b"- !x y\\n" * 140_000',
    "large": 'b"a: " + b"x" * 20_000_000',
    "comment": 'b"#" * 1_000_000',
    "directive": 'b"%" + b"x" * 900_000',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_file_takes_long_or_much_memory(bomb):
    """20 seconds of CPU and 400 MB are given, many times what is needed, and no more than told in the end."""
    code = f"""
        import resource
        from statusgen.load.sheet import Context
        from statusgen.load.windows import read_window
        body = {BOMBS[bomb]}
        read_window("windows/warm.yaml", b"a: 1", Context("UTC", None, None))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
        windows, findings = read_window("windows/bomb.yaml", body, Context("UTC", None, None))
        assert not windows and 1 <= len(findings) <= 100
        print(sum(map(len, map(str, findings))) < 100_000)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)

    assert (0, "True\n", "") == (ran.returncode, ran.stdout, ran.stderr)


@settings(max_examples=500)
@given(st.binary(max_size=200) | st.text(alphabet="ab:-#\t\n '\"[]{}&*!|>%@?,\\~<\r\0é\u2028", max_size=60).map(str.encode))
def test_no_bytes_raise(body):
    """A value or a reason, and places that are inside of the file."""
    document = yaml12.read("a.yaml", body)

    assert (document.value is not None) or document.findings
    for finding in document.findings:
        assert 1 <= finding.place.line <= body.count(b"\n") + body.count(b"\r") + 2
        assert finding.what.isprintable()


SHOWN = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda letter: not REFUSED.match(letter)), max_size=80)


@given(SHOWN)
def test_any_text_that_can_be_shown_comes_through_quotes(text):
    """Double quotes keep every character."""
    quoted = yaml.safe_dump({"a": text}, default_style='"', allow_unicode=True)

    assert {"a": text} == value(quoted)


@settings(max_examples=300)
@given(st.text(alphabet="ab:-#\n '\"[]{}|>,~x1. ", max_size=60))
def test_what_is_read_is_what_others_read(text):
    """PyYAML's own composer, told to resolve nothing, sees the same texts in the same places."""
    document = yaml12.read("a.yaml", text.encode())
    if document.findings:
        return
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    pairs = [((), root)]
    for path, node in pairs:
        assert (node.start_mark.line + 1, node.start_mark.column + 1) == document.mark(path)
        if isinstance(node, yaml.SequenceNode):
            pairs += [((*path, index), child) for index, child in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            pairs += [((*path, key.value), child) for key, child in node.value]


LETTERS = st.text(alphabet="ab:-#\n '\"[]{}|>,~x1.&*!<", max_size=60)
PARTS = st.recursive(
    st.text(max_size=6) | st.integers() | st.booleans() | st.none() | st.sampled_from(["<<", "1.50", "no", "\x07", "2026-12-05"]),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=3) | st.just("<<"), part, max_size=4),
    max_leaves=12,
)
WRITTEN = st.builds(
    lambda part, flow: yaml.safe_dump(part, default_flow_style=flow, allow_unicode=True),
    PARTS,
    st.sampled_from([True, False, None]),
)
PLAIN = """# Why
title: Upgrade of the database, part 2
components: [database, 'web app', "portal"]
start: 2026-12-05 21:00
duration: 'it''s 2h'
count: 3
links: {runbook: http://example.net/a, more: [a b, {c: 0.5}]}
description: |
  We copy two years.

    It takes long.
updates:
- at: 2026-12-05 21:00
  text: We have begun
    and go on
- at: '2026-12-05
    22:00'
  # no more
- at: "21:30"
  note: |-
    done

nested:
  - one
  - two: 2
    three:
      four: 4 # of five
""".splitlines()
"""A file that is plain, but for its last line."""
PIECES = st.sampled_from(
    [
        *("x", " ", "  ", "\t", "\n", "\n\n", "\n  ", "\n \n", "\n    # y\n", ":", ": ", " #", "#", "- ", "-", "'", '"', "|", ">"),
        *("&", "*", "!", "?", "%", "@", "`", "~", "[", "]", "{", "}", ",", ", ", "null", "...", "---", "<<: x"),
        *("\r\n", "é", "\u00a0", "\\"),
    ]
)


@st.composite
def almost_plain(draw):
    """Some lines of a plain file after a few edits."""
    first = draw(st.integers(0, len(PLAIN) - 1))
    lines = PLAIN[first : first + draw(st.integers(1, len(PLAIN)))]
    for edit in draw(st.lists(st.sampled_from(["insert", "indent", "repeat", "drop", "end"]), max_size=3)):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        if edit == "insert":
            where = draw(st.integers(0, len(line)))
            lines[at] = line[:where] + draw(PIECES) + line[where:]
        elif edit == "indent":
            lines[at] = " " * draw(st.integers(0, 5)) + line.lstrip(" ")
        elif edit == "repeat":
            lines.insert(draw(st.integers(0, len(lines))), line)
        elif edit == "drop" and len(lines) > 1:
            del lines[at]
        elif edit == "end":
            lines[at] = line + draw(PIECES)
    return "\n".join(lines) + draw(st.sampled_from(["\n", "\n", "\n", "", "\n\n"]))


def all_of(document):
    """What a document holds and where, what it lacks, and what is told of it."""

    def placed(node):
        mark, key_mark, inside = node
        within = None if inside is None else [(key, placed(child)) for key, child in inside.items()]
        return mark, key_mark, within

    root = placed(document.root) if document.root and document.value is not None else None
    return repr(document.value), root, document.empty, document.findings


def by_builder(body):
    """A file as the long way reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("statusgen.yaml12._is_plain", lambda *_: False)
        return yaml12.read("a.yaml", body)


@settings(max_examples=2000)
@given(LETTERS | WRITTEN | almost_plain() | almost_plain() | almost_plain())
@example("a: [x , y]\n")
@example("a: x\n   \n  y\n")
@example("a: x\n  - y\n")
@example("a: |\n  x\n   \n  y\n   \n")
@example("a: |\n \n  x\n")
@example("a: |\n    x\n  \n    # y\nb: 1\n")
@example("a: |\n  x\n \n   \n\nb: 1\n")
@example(f"{'a' * 1025}: 1\n")
@example(f"x: {{{'a' * 1025}: 1}}\n")
@example("a: [x?, y ?z]\n")
def test_the_short_way_leads_where_the_long_one_does(text):
    """Values, places and findings are the same, whatever the file."""
    assert all_of(by_builder(text.encode())) == all_of(yaml12.read("a.yaml", text.encode()))


@pytest.mark.parametrize("depth", [50, 51])
def test_the_short_way_goes_as_deep(depth):
    """As deep as any file may be nested, and no deeper."""
    body = b"[" * depth + b"1" + b"]" * depth

    assert all_of(by_builder(body)) == all_of(yaml12.read("a.yaml", body))


def test_nearly_every_file_goes_the_short_way(monkeypatch):
    """Keys, lists, texts of a line or a few, brackets: nothing else is needed, nor is anything told."""
    monkeypatch.setattr("statusgen.yaml12.parser.parse", None)

    body = """# Why
a: plain
b: 'it''s'
c: "two"
d: |
  three

  four
e: [1, true, {f: 0.5}]
g:
- h: five
    and six
  i: ''

  # Why
- o: 'eight:
    it''s # nine'
  j:
    k: {l: 10:20, m: http://example.net/}
  n: |-
    seven
"""
    assert {
        "a": "plain",
        "b": "it's",
        "c": "two",
        "d": "three\n\nfour\n",
        "e": [1, True, {"f": Decimal("0.5")}],
        "g": [
            {"h": "five and six", "i": ""},
            {"o": "eight: it's # nine", "j": {"k": {"l": "10:20", "m": "http://example.net/"}}, "n": "seven"},
        ],
    } == value(body)


def test_without_libyaml_all_is_the_same(monkeypatch):
    """PyYAML's own parser makes the same events, more slowly."""
    bodies = [
        b"a: [1, {b: '2'}]\nc: >\n  x\n",
        b"a: 1\na: 2\n",
        b"a: *b\n",
        b"a: &x [*x]\n",
        b"[" * 60,
        b"a: 1\n---\nb: 1\n",
        b"a: x\x00\n",
    ]
    with_libyaml = [(yaml12.read("a.yaml", body).value, told(body)) for body in bodies]
    monkeypatch.setattr("statusgen.yaml12.parser._Parser", yaml.SafeLoader)

    assert with_libyaml == [(yaml12.read("a.yaml", body).value, told(body)) for body in bodies]


def test_libyaml_may_be_absent():
    """A PyYAML built without it reads all the same."""
    code = "import sys; sys.modules['yaml._yaml'] = None; from statusgen import yaml12; print(yaml12.read('a', b'a: >\\n 1').value)"

    assert "{'a': '1'}\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
