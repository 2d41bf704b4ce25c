"""docs/policies.md tells every key of every section, what it is where it is left out, and what commands really print."""

import json
import re
from pathlib import Path

import pytest
from test_cli import statusgen, write
from test_docs import declared

from statusgen.load.schema import schema

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "policies.md").read_text(encoding="utf-8")
SCHEMA = schema("policy")
CHANGES = {"extends", "read_as", "without"}
"""Keys that change another policy; a table of their own tells of them."""


def sections(part, demanded, path=""):
    """Every section of a policy: its path, its keys, and those of them that must be there."""
    yield path or "The policy", part["properties"], {*part.get("required", ()), *demanded.get("required", ())}
    for key, drawn in part["properties"].items():
        if key in ("versions", "settings"):  # which hold the same keys again
            continue
        name = drawn.get("items", drawn).get("$ref", "").removeprefix("#/$defs/")
        inner = SCHEMA["$defs"].get(name, {})
        if "properties" in inner:
            yield from sections(inner, demanded.get("properties", {}).get(key, {}), f"{path}.{key}" if path else key)


SECTIONS = {path: (keys, required) for path, keys, required in sections(SCHEMA, SCHEMA["then"])}


def heading(path):
    """Where a section is told: under its path, or, where it is one of several places, under its name."""
    return next(one for one in (path, path.rpartition(".")[2]) if f"### {named(one)}\n" in PAGE)


def named(path):
    """A section as its heading has it."""
    return path if path == "The policy" else f"`{path}`"


def table(path):
    """What a section's table tells: of each key, what it is where it is left out."""
    text = PAGE.partition(f"### {named(heading(path))}\n")[2].partition("\n#")[0]
    return dict(re.findall(r"^\| `([a-z_]+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", text, re.MULTILINE))


def left_out(key, drawn, required):
    """As the handbook writes it."""
    if key in required:
        return "required"
    if "default" not in drawn:
        return "–"
    default = drawn["default"]
    return f"`[{', '.join(default)}]`" if isinstance(default, list) else f"`{json.dumps(default).strip(chr(34))}`"


@pytest.mark.parametrize("path", SECTIONS)
def test_every_key_is_told_with_what_it_is_otherwise(path):
    """No more keys, and no fewer; the language and its page change together."""
    keys, required = SECTIONS[path]

    assert {key: left_out(key, drawn, required) for key, drawn in keys.items() if key not in CHANGES} == table(path)


def test_every_section_has_its_heading():
    """And no heading is of what is none."""
    told = re.findall(r"^### `(.+)`$", PAGE.partition("## The language")[2], re.MULTILINE)

    assert {heading(path) for path in SECTIONS} - {"The policy"} == set(told)


def test_every_word_that_may_stand_somewhere_is_told():
    """Of each key that takes words, all of them."""
    words = {
        (path, key, word)
        for path, (keys, _) in SECTIONS.items()
        for key, drawn in keys.items()
        for word in SCHEMA["$defs"].get(drawn.get("items", drawn).get("$ref", "").removeprefix("#/$defs/"), {}).get("enum", ())
        if key not in ("cause", "causes", "fallback", "milestones")  # told elsewhere, or by the key beside
    }
    rows = {
        (path, key): row
        for path in SECTIONS
        for key, row in re.findall(
            r"^\| `([a-z_]+)` (\|.+)$", PAGE.partition(f"### {named(heading(path))}\n")[2].partition("\n#")[0], re.MULTILINE
        )
    }

    assert 60 <= len(words)
    assert [] == sorted(word for path, key, word in words if f"`{word}`" not in rows[path, key])


def test_the_keys_that_change_another_policy_are_told():
    """Where changing is told."""
    told = PAGE.partition("## Change a setting")[2].partition("\n## ")[0]

    assert [] == [key for key in CHANGES if f"| `{key}` |" not in told]


SETTINGS = """
page: {name: Acme, url: https://acme.example/, time_zone: UTC}
components: [{id: sms, name: SMS}]
policies: [clever, gold]
"""


@pytest.fixture
def page(tmp_path):
    """A project with the policies that the page shows, and the two that it talks of."""
    write(
        tmp_path,
        statusgen=SETTINGS,
        policies__gold="extends: klink\ntitle: Gold\nnotice: {hours: 72}\n",
        policies__spare="extends: gold\ntitle: Spare\n",
        policies__any=dict(declared(DOCS / "policies.md"))["policies/any-hour.yaml"],
    )
    return tmp_path


def test_the_promise_that_is_shown_is_the_one_that_is_printed(page):
    """To the letter."""
    shown = re.search(r"```\n(Maintenance\n.*?\n)```\n", PAGE, re.DOTALL)[1]

    assert f"\n\n{shown}\n" in statusgen(page, "policy", "show", "any").stdout


def test_the_doubt_that_is_shown_is_the_one_that_is_printed(page):
    """Likewise."""
    (page / "policies" / "any.yaml").unlink()
    shown = re.search(r"```\n(policies/gold\.yaml.*?\n)```\n", PAGE, re.DOTALL)[1]

    assert shown == statusgen(page, "policy", "check").stdout


def test_the_shapes_for_programs_are_told():
    """Every key of what `policy show` prints for them."""
    told = PAGE.partition("## For programs")[2]
    golden = json.loads((Path(__file__).parent / "golden" / "promises" / "klink.json").read_text(encoding="utf-8"))
    keys = {*golden, *golden["chapters"][0], *golden["versions"][0], *golden["readings"][0], *golden["clauses"][0]}

    assert [] == sorted(key for key in keys if f"`{key}`" not in told)
