"""Samples of monitors: what they say of each second, and what nobody knows."""

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import HOUR, QUERY, T, after, by_seconds, csv_file, on_duckdb, on_sqlite, parquet_file, seen

from statusgen.finding import StatusgenError
from statusgen.monitors import DataExtraMissing, Samples, SamplesUnreadable, engine, files, loading, read_samples, samples
from statusgen.timeline import Span, Timeline

rows = st.lists(st.tuples(st.sampled_from(["api", "sms"]), st.integers(0, 40), st.sampled_from([True, False, None])), max_size=16)
gaps = st.integers(1, 12)


# What a sample says.


@given(rows, gaps)
def test_the_query_gives_what_a_look_at_every_second_gives(drawn, gap):
    """The query, on DuckDB, and a calculation that shares nothing with it."""
    assert by_seconds(drawn, gap) == on_duckdb(drawn, gap)


@given(rows, gaps)
def test_another_engine_gives_the_same(drawn, gap):
    """The same text, on SQLite."""
    assert by_seconds(drawn, gap) == on_sqlite(drawn, gap)


@settings(max_examples=25)
@given(rows, gaps, st.integers(1, 3), st.tuples(st.integers(-5, 45), st.integers(0, 30)), st.randoms(use_true_random=False))
def test_files_give_what_a_look_at_every_second_gives(drawn, gap, count, cut, shuffle):
    """In whatever order their rows are, whatever file they are in, and whatever span is asked for."""
    span = Span(T + cut[0], T + cut[0] + cut[1])
    shuffle.shuffle(drawn)
    with tempfile.TemporaryDirectory() as folder:
        files = [csv_file(Path(folder), *drawn[part::count], name=f"{part}.csv") for part in range(count)]
        read = read_samples(files, span=span, gap=gap)

    islands = by_seconds([(component, T + second, up) for component, second, up in drawn], gap)
    for component in ("api", "sms"):
        known = Timeline((start, end) for name, _, start, end in islands if name == component).within(span)
        down = Timeline((start, end) for name, up, start, end in islands if name == component and not up).within(span)
        assert Timeline([span]) - known == read.unknown(component)
        if component in read.components:
            assert (down, known) == (read.components[component].down, read.components[component].known)


def test_a_sample_speaks_for_ninety_seconds(tmp_path):
    """Where no other follows; the rest is unknown, which is not up."""
    file = csv_file(tmp_path, ("api", 60, True))

    assert ([], [(60, 150)]) == seen(file)
    assert [(0, 60), (150, 3600)] == after(read_samples([file], span=HOUR).unknown("api"))


def test_a_sample_speaks_until_the_next_one(tmp_path):
    """Down lasts until a sample says up."""
    file = csv_file(tmp_path, ("api", 0, True), ("api", 60, False), ("api", 100, True))

    assert ([(60, 100)], [(0, 190)]) == seen(file)


@pytest.mark.parametrize(("late", "known"), [(90, [(0, 180)]), (91, [(0, 90), (91, 181)])])
def test_a_sample_that_is_late_leaves_a_gap(tmp_path, late, known):
    """At the limit there is none; one second later one second is unknown."""
    assert ([], known) == seen(csv_file(tmp_path, ("api", 0, True), ("api", late, True)))


def test_a_sample_that_says_nothing_ends_what_was_said(tmp_path):
    """And says nothing itself, until the next one."""
    file = csv_file(tmp_path, ("api", 0, False), ("api", 30, None), ("api", 60, True))

    assert ([(0, 30)], [(0, 30), (60, 150)]) == seen(file)


def test_a_component_of_which_the_monitor_could_tell_nothing_is_unknown(tmp_path):
    """It was sampled all the same."""
    read = read_samples([csv_file(tmp_path, ("api", 0, None))], span=HOUR)

    assert (1, Timeline()) == (read.rows, read.components["api"].known)
    assert Timeline([HOUR]) == read.unknown("api")


@pytest.mark.parametrize(
    ("said", "down", "known"),
    [
        ((True, False), [(0, 90)], [(0, 90)]),
        ((True, None), [], [(0, 90)]),
        ((False, None), [(0, 90)], [(0, 90)]),
        ((True, False, None, True), [(0, 90)], [(0, 90)]),
        ((None, None), [], []),
    ],
)
def test_of_samples_at_one_instant_the_worst_holds(tmp_path, said, down, known):
    """Down before up, up before nothing, in whatever order they come."""
    for order in (said, said[::-1]):
        assert (down, known) == seen(csv_file(tmp_path, *(("api", 0, up) for up in order)))


def test_components_know_nothing_of_each_other(tmp_path):
    """A sample ends only what its own component said."""
    file = csv_file(tmp_path, ("api", 0, False), ("sms", 30, True), ("sms", 50, None))

    assert ([(0, 90)], [(0, 90)]) == seen(file)
    assert ([], [(30, 50)]) == seen(file, component="sms")


def test_a_sample_before_the_span_speaks_into_it(tmp_path):
    """A sample that ends as the span starts is not even read, and neither is one at its end."""
    span = Span(T + 100, T + 200)
    file = csv_file(tmp_path, ("api", 10, False), ("api", 11, False), ("sms", 10, True), ("sms", 200, True))

    read = read_samples([file], span=span)

    assert [("api", 1)] == [(component, observed.samples) for component, observed in read.components.items()]
    assert [(100, 101)] == after(read.components["api"].down)


def test_what_is_known_ends_with_the_span(tmp_path):
    """Also where a sample speaks beyond it."""
    assert ([(3590, 3600)], [(3590, 3600)]) == seen(csv_file(tmp_path, ("api", 3590, False)))


def test_down_and_up_that_touch_are_known_in_one_piece(tmp_path):
    """Known is known, whatever it is."""
    read = read_samples([csv_file(tmp_path, ("api", 0, True), ("api", 60, False), ("api", 120, True))], span=HOUR)

    assert Timeline([(T, T + 210)]) == read.components["api"].known


# How often they come.


def test_the_spacing_is_that_of_most_samples(tmp_path):
    """A gap does not change it, and neither do samples that came twice."""
    file = csv_file(tmp_path, *(("api", second, True) for second in (0, 0, 0, 60, 60, 60, 120, 120, 120, 1000, 1060)))

    assert 60 == read_samples([file], span=HOUR).components["api"].spacing


def test_samples_that_come_too_seldom_are_named(tmp_path):
    """Where one speaks for less than it takes until the next comes, most of the time is unknown."""
    file = csv_file(tmp_path, *(("api", 300 * number, True) for number in range(12)), ("sms", 0, True))

    read = read_samples([file], span=HOUR)

    assert ("api",) == read.sparse
    assert (300, None) == (read.components["api"].spacing, read.components["sms"].spacing)
    assert 3600 - 12 * 90 == read.unknown("api").seconds
    assert () == read_samples([file], span=HOUR, gap=300).sparse


def test_a_span_without_a_sample_is_unknown(tmp_path):
    """Of a component that no sample names, nothing is known either."""
    read = read_samples([csv_file(tmp_path)], span=HOUR)

    assert (0, {}, ()) == (read.rows, read.components, read.sparse)
    assert Timeline([HOUR]) == read.unknown("api")


def test_components_are_told_in_their_order(tmp_path):
    """Whatever the order in the files."""
    names = ["sms", "api", "Zulu", "é"]

    read = read_samples([csv_file(tmp_path, *((name, 0, True) for name in names))], span=HOUR)

    assert sorted(names) == list(read.components)


def test_what_was_read_cannot_be_changed(tmp_path):
    """Like every value of this house."""
    read = read_samples([csv_file(tmp_path, ("api", 0, True))], span=HOUR)

    with pytest.raises(TypeError):
        read.components["sms"] = read.components["api"]
    assert isinstance(read, Samples)


def test_samples_that_stand_alone_by_the_million_are_refused(tmp_path, monkeypatch):
    """They would fill the memory to say that nothing is known."""
    monkeypatch.setattr(samples, "ISLANDS_LIMIT", 3)
    alone = [("api", 300 * number, True) for number in range(4)]

    assert [(0, 90), (300, 390), (600, 690)] == seen(csv_file(tmp_path, *alone[:3]))[1]
    with pytest.raises(SamplesUnreadable, match="fall into more than 3 stretches of up and down") as told:
        read_samples([csv_file(tmp_path, *alone)], span=HOUR)
    assert "Let a sample speak for longer" in told.value.way_out


def test_a_sample_speaks_for_a_second_at_least(tmp_path):
    """A mistake of ours; users' are told where they are written."""
    with pytest.raises(ValueError, match="cannot speak for 0 seconds"):
        read_samples([], span=HOUR, gap=0)


# The islands, out of this house and back.


@settings(max_examples=25)
@given(rows, gaps)
def test_islands_can_be_read_as_samples(drawn, gap):
    """What another engine found: a sample at each start, one that says nothing at each end, and a long gap."""
    islands = on_duckdb(drawn, gap)
    again = [(component, start, up) for component, up, start, _ in islands] + [
        (component, end, None) for component, _, _, end in islands
    ]

    assert islands == on_duckdb(again, 366 * 86_400)


def test_the_query_stands_alone():
    """One statement in plain words of SQL, without anything to fill in."""
    assert QUERY.isascii()
    assert not set(QUERY) & set(';:?$%{}"`[]') - set(";:?")


# The engine.


def test_duckdb_is_imported_only_to_read_samples():
    """All else works, and starts as fast, without it."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, statusgen.monitors; sys.exit('duckdb' in sys.modules)"],
        check=False,
        capture_output=True,
    )

    assert (0, b"") == (done.returncode, done.stderr)


def test_without_duckdb_the_way_out_is_told(tmp_path, monkeypatch):
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(DataExtraMissing, match="samples are read with DuckDB, which is not installed") as told:
        read_samples([csv_file(tmp_path)], span=HOUR)
    assert "`python3 -m pip install 'statusgen[data]'` installs it." == told.value.way_out


@pytest.fixture
def private(tmp_path, monkeypatch):
    """A folder in which temporary ones are made."""
    folder = tmp_path / "component=it's private"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_nothing_is_left_behind(tmp_path, private):
    """Neither of a reading nor of one that failed."""
    good, bad = parquet_file(tmp_path, f"SELECT 'api' AS component, {T} AS time, true AS up"), tmp_path / "bad.csv"
    bad.write_text("component,time,up\napi,now,true\n", encoding="utf-8")

    assert ([], [(0, 90)]) == seen(good)
    with pytest.raises(SamplesUnreadable):
        read_samples([good, bad], span=HOUR)
    assert [] == list(private.iterdir())


@pytest.mark.parametrize(
    "query",
    [
        "FROM read_csv('{other}')",
        "FROM read_csv('{folder}/*.csv')",
        "FROM read_csv('https://127.0.0.1:9/x.csv')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_paths = ['{other}']",
    ],
)
def test_the_engine_is_kept_from_all_but_the_files_named(tmp_path, query):
    """It reads those files; it reads and writes no other, fetches nothing, and does not let itself be told otherwise."""
    named, other = csv_file(tmp_path, ("api", 0, True)), csv_file(tmp_path, name="other.csv")

    with engine.opened([(named, ".csv")]) as opened:
        assert 1 == len(opened.run(f"FROM read_csv('{opened.links[0]}')"))
        with pytest.raises(engine.Refused):
            opened.run(query.format(other=other, folder=tmp_path))


def test_without_a_place_for_temporary_files_it_says_so(tmp_path, monkeypatch):
    """A full disk is no mistake of statusgen's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    with pytest.raises(StatusgenError, match="the samples cannot be sorted: No such file or directory") as told:
        read_samples([csv_file(tmp_path)], span=HOUR)
    assert "`TMPDIR`" in told.value.way_out


def test_an_engine_that_does_not_start_says_why(tmp_path, private, monkeypatch):
    """In its own words, on one line; and nothing is left behind."""
    monkeypatch.setattr(engine, "_configuration", lambda folder: {"threads": "none"})

    with pytest.raises(StatusgenError, match=r"the samples cannot be sorted: .*none") as told:
        read_samples([csv_file(tmp_path)], span=HOUR)
    assert "\n" not in told.value.message
    assert [] == list(private.iterdir())


def test_an_engine_that_gives_up_says_why(tmp_path, monkeypatch):
    """For want of memory or of room on the disk, say."""
    monkeypatch.setattr(samples, "_query", lambda: "SELECT error('no more room')")

    with pytest.raises(StatusgenError, match=r"the samples cannot be sorted: .*no more room"):
        read_samples([csv_file(tmp_path, ("api", 0, True))], span=HOUR)


def test_a_sound_file_is_not_blamed_for_a_full_disk(tmp_path):
    """Where its rows are good and yet cannot be kept, there is no room."""
    file = csv_file(tmp_path, ("api", 0, True))

    with engine.opened([(file, ".csv")]) as opened, pytest.raises(StatusgenError, match="the samples cannot be sorted: ") as told:
        loading.load(opened, files.source(opened, file, opened.links[0]), HOUR)  # there is no table yet
    assert not isinstance(told.value, SamplesUnreadable)


@pytest.mark.parametrize(("said", "raised"), [("Query interrupted", KeyboardInterrupt), ("something broke", RuntimeError)])
def test_an_interrupt_is_an_interrupt(said, raised):
    """DuckDB makes an error of Ctrl-C; what is an error stays one."""

    class Database:
        def execute(self, query):
            raise RuntimeError(said)

    with pytest.raises(raised):
        engine.Engine(Database(), (), duckdb.Error).run("SELECT 1")
