"""Files of samples: every form that is read, and everything that is wrong told with its place and a way out."""

import gzip
import os
import re

import pytest
from sampling import HOUR, T, csv_file, parquet_file, seen

from statusgen.monitors import SamplesUnreadable, read_samples
from statusgen.timeline import Span

DOWN = ([(5, 95)], [(5, 95)])
"""What one sample 5 seconds after T says, that the component was down."""


def written(tmp_path, text, name="samples.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def refusal(file):
    """What is told of a file: the message and the way out."""
    with pytest.raises(SamplesUnreadable) as told:
        read_samples([file], span=HOUR)
    assert told.value.message.isprintable()
    assert told.value.way_out
    return told.value.message.replace(f"{file.parent}/", ""), told.value.way_out


# What is read.


@pytest.mark.parametrize(
    "time",
    [
        f"{T + 5}",
        f"{T + 5}.0",
        f"{T + 5}.999999999999",
        f"000{T + 5}",
        "2026-01-01T00:00:05Z",
        "2026-01-01 00:00:05Z",
        "2026-01-01T00:00:05.9999999Z",
        "2026-01-01T05:45:05+05:45",
        "2025-12-31T21:30:05.5-02:30",
        "2026-01-01T00:00:05-00:00",
    ],
)
def test_a_time_is_seconds_or_rfc_3339(tmp_path, time):
    """Fractions are cut, in CSV as in text of Parquet."""
    assert DOWN == seen(written(tmp_path, f"component,time,up\napi,{time},false\n"))
    assert DOWN == seen(parquet_file(tmp_path, f"SELECT 'api' AS component, '{time}' AS time, false AS up"))


@pytest.mark.parametrize(
    "time",
    [
        f"CAST({T + 5} AS BIGINT)",
        f"CAST({T + 5} AS INTEGER)",
        f"CAST({T + 5} AS UBIGINT)",
        f"CAST({T + 5}.9 AS DOUBLE)",
        f"CAST({T + 5}.999 AS DECIMAL(18, 3))",
        "TIMESTAMPTZ '2026-01-01T00:00:05.999999Z'",
        "CAST('2026-01-01T00:00:05.999999Z' AS TIMESTAMPTZ_NS)",
    ],
)
def test_a_time_in_parquet_has_a_type(tmp_path, time):
    """Numbers and timestamps that are adjusted to UTC; fractions are cut."""
    assert DOWN == seen(parquet_file(tmp_path, f"SELECT 'api' AS component, {time} AS time, false AS up"))


@pytest.mark.parametrize(
    ("up", "down"), [("false", True), ("FALSE", True), ("0", True), ("true", False), ("True", False), ("1", False)]
)
def test_up_is_a_word_or_a_digit(tmp_path, up, down):
    """In CSV as in text of Parquet."""
    expected = DOWN if down else ([], DOWN[1])

    assert expected == seen(written(tmp_path, f"component,time,up\napi,{T + 5},{up}\n"))
    assert expected == seen(parquet_file(tmp_path, f"SELECT 'api' AS component, {T + 5} AS time, '{up}' AS up"))


@pytest.mark.parametrize(
    "up", ["false", "CAST(0 AS TINYINT)", "CAST(0 AS UHUGEINT)", "CAST(0 AS FLOAT)", "CAST(0 AS DECIMAL(9, 2))"]
)
def test_up_in_parquet_has_a_type(tmp_path, up):
    """Booleans and numbers."""
    assert DOWN == seen(parquet_file(tmp_path, f"SELECT 'api' AS component, {T + 5} AS time, {up} AS up"))


@pytest.mark.parametrize("up", ["NULL", "''", "CAST(NULL AS BOOLEAN)", "CAST(NULL AS BIGINT)"])
def test_nothing_in_up_says_nothing(tmp_path, up):
    """Whatever the type of the column."""
    assert ([], []) == seen(parquet_file(tmp_path, f"SELECT 'api' AS component, {T + 5} AS time, {up} AS up"))


@pytest.mark.parametrize(
    "text",
    [
        f"component,time,up\r\napi,{T + 5},0\r\n",
        f"component,time,up\rapi,{T + 5},0\r",
        f"\ufeffcomponent,time,up\napi,{T + 5},0",
        f"up,region,time,component\n0,eu,{T + 5},api\n",
        f"up,'); DROP TABLE heard; --,time,time ,component\n0,eu,{T + 5},x,api\n",
        f'"component","time","up"\n"api","{T + 5}","0"\n',
        f"component,time,up\n\napi,{T + 5},0\n\n",
    ],
)
def test_csv_as_others_write_it(tmp_path, text):
    """Line ends of three systems, a mark of byte order, quotes, empty lines; columns in any order, and further ones."""
    assert DOWN == seen(written(tmp_path, text))


def test_an_id_may_be_any_text(tmp_path):
    """Also one with commas, quotes and letters of the world."""
    name = 'São "Paulo", 1'

    assert DOWN == seen(written(tmp_path, f'component,time,up\n"São ""Paulo"", 1",{T + 5},0\n'), component=name)


@pytest.mark.parametrize("name", ["samples.csv.gz", "SAMPLES.CSV.GZ"])
def test_csv_may_be_packed(tmp_path, name):
    """With gzip, in several pieces too."""
    head, row = gzip.compress(b"component,time,up\n"), gzip.compress(f"api,{T + 5},0\n".encode())

    assert DOWN == seen(written(tmp_path, head + row, name=name))


@pytest.mark.parametrize(
    "name", ["*.csv", "[ab].csv", "?.csv", "it's.csv", 'a"b.csv', "a\nb.csv", "s3:x.csv", "-.csv", "component=x.csv", "CSV.CSV"]
)
def test_a_file_may_have_any_name(tmp_path, name):
    """It is that file which is read, and none that lies beside it."""
    for other in ("a.csv", "b.csv", "its.csv"):
        csv_file(tmp_path, ("api", 100, True), name=other)

    assert DOWN == seen(csv_file(tmp_path, ("api", 5, False), name=name))


def test_a_file_may_be_named_from_where_one_stands(tmp_path, monkeypatch):
    """And be a link."""
    (tmp_path / "link.csv").symlink_to(csv_file(tmp_path, ("api", 5, False)).name)
    monkeypatch.chdir(tmp_path)

    assert DOWN == seen(type(tmp_path)("link.csv"))


def test_files_of_every_form_are_read_together(tmp_path):
    """As if they were one."""
    files = [
        written(tmp_path, f"component,time,up\napi,{T + 5},0\n"),
        written(tmp_path, gzip.compress(f"time,up,component\n{T + 65},true,api\n".encode()), name="samples.csv.gz"),
        parquet_file(tmp_path, "SELECT 'api' AS component, TIMESTAMPTZ '2026-01-01T00:02:05Z' AS time, false AS up"),
        parquet_file(tmp_path, "SELECT 'api' AS component, 1 AS time, false AS up WHERE false", name="none.parquet"),
    ]

    assert ([(5, 65), (125, 215)], [(5, 215)]) == seen(*files)


def test_what_lies_outside_of_the_span_is_checked_where_it_is_read(tmp_path):
    """A number of milliseconds is no sample of a far future."""
    file = parquet_file(
        tmp_path, f"SELECT 'api' AS component, 1000 * CAST({T} + n AS BIGINT) AS time, true AS up FROM range(3) t(n)"
    )

    what, way_out = refusal(file)

    assert f"samples.parquet, row 1: `{T}000` is not in the years 1970 to 2199" == what
    assert "Write seconds since 1970, not milliseconds, or a time in these years." == way_out


# What is refused.


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (f",{T},1", "the sample names no component"),
        (f'"",{T},1', "the sample names no component"),
        ("api,,1", "nothing is not a time"),
        ("api,now,1", "`now` is not a time"),
        ("api,12:00,1", "`12:00` is not a time"),
        ("api,-5,1", "`-5` is not a time"),
        ("api,+5,1", "`+5` is not a time"),
        ("api, 5,1", "` 5` is not a time"),
        ("api,1e9,1", "`1e9` is not a time"),
        ("api,5.,1", "`5.` is not a time"),
        ("api,.5,1", "`.5` is not a time"),
        ("api,1_000,1", "`1_000` is not a time"),
        ("api,٣,1", "`٣` is not a time"),
        ("api,2026-02-30T00:00:00Z,1", "`2026-02-30T00:00:00Z` is not a time"),
        ("api,2026-01-01T24:00:00Z,1", "`2026-01-01T24:00:00Z` is not a time"),
        ("api,2026-01-01T00.5:00:00Z,1", "`2026-01-01T00.5:00:00Z` is not a time"),
        ("api,2026-01-01T00:00:00+25:00,1", "`2026-01-01T00:00:00+25:00` is not a time"),
        ("api,2026-01-01T00:00:00 Europe/Brussels,1", "`2026-01-01T00:00:00 Europe/Brussels` is not a time"),
        ("api,2026-01-01,1", "`2026-01-01` could be in any zone"),
        ("api,2026-01-01 00:00,1", "`2026-01-01 00:00` could be in any zone"),
        ("api,2026-01-01T00:00:00.5,1", "`2026-01-01T00:00:00.5` could be in any zone"),
        (f"api,{T}000,1", f"`{T}000` is not in the years 1970 to 2199"),
        ("api,7258118400,1", "`7258118400` is not in the years 1970 to 2199"),
        ("api,1969-12-31T23:59:59.9Z,1", "`1969-12-31T23:59:59.9Z` is not in the years 1970 to 2199"),
        ("api,99999999999999999999,1", "`99999999999999999999` is not a time"),
        (f"api,{T},2", "`2` is neither up nor down"),
        (f"api,{T},yes", "`yes` is neither up nor down"),
        (f"api,{T}, ", "` ` is neither up nor down"),
        (f"api,{T},\x1b[31m", "`\\x1b[31m` is neither up nor down"),
        ("api", "this is not CSV in UTF-8 with the columns of its header"),
        (f"api,{T},1,1", "this is not CSV in UTF-8 with the columns of its header"),
        (f'"api,{T},1', "this is not CSV in UTF-8 with the columns of its header"),
        (f"{'a' * 3_000_000},{T},1", "this is not CSV in UTF-8 with the columns of its header"),
    ],
)
def test_a_row_that_makes_no_sense_is_told_with_its_line(tmp_path, row, what):
    """Whichever column it is in; nothing is passed over."""
    good = f"api,{T},true\n"
    file = written(tmp_path, f"component,time,up\n{good}\n{good}{row}\n{good}")

    assert (f"samples.csv:5: {what}", True) == (refusal(file)[0], True)


def test_the_way_out_of_a_wrong_time_leads_out(tmp_path):
    """What it says is what is read."""
    _, way_out = refusal(written(tmp_path, "component,time,up\napi,2026-01-01 00:00,1\n"))
    times = re.findall(r"`(.+?)`", way_out)

    assert 2 == len(times)
    for time in times:
        assert 1 == read_samples([written(tmp_path, f"component,time,up\napi,{time},1\n")], span=Span(T, 2 * T)).rows


def test_a_row_on_a_line_that_cannot_be_told_is_told_by_its_number(tmp_path):
    """Where the lines before it are longer than Python's reader takes."""
    file = written(tmp_path, f"component,time,up,log\napi,{T},1,{'x' * 200_000}\napi,never,1,\n")

    assert "samples.csv, row 2: `never` is not a time" == refusal(file)[0]


def test_the_first_wrong_row_is_told(tmp_path):
    """On the line on which it begins, in a packed file too, however many rows and lines come before."""
    rows = "".join(f'"of two\nlines",{T + number},1\r\n' for number in range(50_000))
    text = f"component,time,up\r\n{rows}api,never,1\r\napi,{T},maybe\r\n"

    assert (
        "samples.csv.gz:100002: `never` is not a time"
        == refusal(written(tmp_path, gzip.compress(text.encode()), "samples.csv.gz"))[0]
    )


def test_a_wrong_row_of_parquet_is_told_by_its_number(tmp_path):
    """It stands on no line."""
    times = f"CASE n WHEN 150000 THEN 'never' WHEN 170000 THEN 'later' ELSE CAST({T} + n AS VARCHAR) END"
    file = parquet_file(tmp_path, f"SELECT 'api' AS component, {times} AS time, 1 AS up FROM range(200000) t(n)")

    assert "samples.parquet, row 150001: `never` is not a time" == refusal(file)[0]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        (f"NULL::VARCHAR AS component, {T} AS time, true AS up", "the sample names no component"),
        (f"'' AS component, {T} AS time, true AS up", "the sample names no component"),
        ("'a' AS component, NULL::BIGINT AS time, true AS up", "nothing is not a time"),
        ("'a' AS component, 'nan'::DOUBLE AS time, true AS up", "`nan` is not in the years 1970 to 2199"),
        ("'a' AS component, 1e300 AS time, true AS up", "`1e+300` is not in the years 1970 to 2199"),
        ("'a' AS component, -0.5::DOUBLE AS time, true AS up", "`-0.5` is not in the years 1970 to 2199"),
        ("'a' AS component, 'infinity'::TIMESTAMPTZ AS time, true AS up", "`infinity` is not in the years 1970 to 2199"),
        (
            "'a' AS component, TIMESTAMPTZ '1969-12-31T23:59:59Z' AS time, true AS up",
            "`1969-12-31 23:59:59+00` is not in the years 1970 to 2199",
        ),
        (f"'a' AS component, {T} AS time, 2 AS up", "`2` is neither up nor down"),
        (f"'a' AS component, {T} AS time, 0.5::DOUBLE AS up", "`0.5` is neither up nor down"),
    ],
)
def test_a_value_of_parquet_that_makes_no_sense_is_told(tmp_path, columns, what):
    """Types do not say all."""
    assert f"samples.parquet, row 1: {what}" == refusal(parquet_file(tmp_path, f"SELECT {columns}"))[0]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        (
            "'a' AS component, TIMESTAMP '2026-01-01' AS time, true AS up",
            "the times in samples.parquet have no offset from UTC: its column `time` is TIMESTAMP",
        ),
        (
            "'a' AS component, DATE '2026-01-01' AS time, true AS up",
            "the times in samples.parquet have no offset from UTC: its column `time` is DATE",
        ),
        ("'a' AS component, 1::FLOAT AS time, true AS up", "the column `time` of samples.parquet is FLOAT"),
        ("1 AS component, 1 AS time, true AS up", "the column `component` of samples.parquet is INTEGER"),
        ("'a' AS component, 1 AS time, [true] AS up", "the column `up` of samples.parquet is BOOLEAN[]"),
        ("'a' AS component, 1 AS \"Time\", true AS up", "samples.parquet has no column `time`, but `component, Time, up`"),
    ],
)
def test_a_column_of_parquet_that_cannot_be_read_is_told(tmp_path, columns, what):
    """A timestamp that is not adjusted to UTC could be of any zone."""
    assert what == refusal(parquet_file(tmp_path, f"SELECT {columns}"))[0]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("samples.csv", b"", "samples.csv is empty"),
        ("samples.parquet", b"", "samples.parquet is empty"),
        ("samples.csv.gz", gzip.compress(b""), "samples.csv.gz is empty"),
        ("samples.csv", b"\ncomponent,time,up\n", "samples.csv has no column `component`, but ``"),
        ("samples.csv", b"component;time;up\n", "samples.csv has no column `component`, but `component;time;up`"),
        ("samples.csv", b"component,Time,up\n", "samples.csv has no column `time`, but `component, Time, up`"),
        ("samples.csv", b"component,time,up,time\n", "samples.csv has two columns `time`"),
        ("samples.csv", "component,time,up\n".encode("utf-16"), "samples.csv:1: the header is not UTF-8"),
        (
            "samples.csv",
            b"component,time,up\na,1,1\n\xff,2,1\n",
            "samples.csv:3: this is not CSV in UTF-8 with the columns of its header",
        ),
        (
            "samples.csv",
            b"component,time,up\r\na,1,1\r\na,2,1\na,3,1\n",
            "samples.csv: this is not CSV in UTF-8 with the columns of its header",
        ),
        ("samples.csv", b"x" * 2_000_000, "samples.csv cannot be read: field larger than field limit (131072)"),
        ("samples.csv.gz", b"component,time,up\n", "samples.csv.gz cannot be read: Not a gzipped file (b'co')"),
        ("samples.csv.gz", gzip.compress(b"component,time,up\n" + bytes(99_999))[:-9], None),
        ("samples.parquet", b"PAR1 or so", None),
        ("samples.parquet", b"PAR1" + bytes(100) + b"PAR1", None),
        ("samples.json", b"{}", "samples.json is no file of samples that is known"),
        ("samples", b"component,time,up\n", "samples is no file of samples that is known"),
    ],
)
def test_a_file_that_is_not_one_of_samples_is_told(tmp_path, name, content, what):
    """By its name; in DuckDB's words where it is broken, on one line, without a folder of ours."""
    told, _ = refusal(written(tmp_path, content, name=name))

    assert what == told if what else re.fullmatch(rf"{re.escape(name)} cannot be read: .+", told)
    assert "statusgen-samples-" not in told


def test_what_is_no_file_is_told(tmp_path):
    """A folder, a pipe, nothing at all, and a file that others keep to themselves."""
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")

    assert ("folder.csv is a folder", "Name the files in it.") == refusal(tmp_path / "folder.csv")
    assert ("pipe.csv is no file", "What comes through a pipe, save first.") == refusal(tmp_path / "pipe.csv")
    assert ("there is no none.csv", "Name a file that exists.") == refusal(tmp_path / "none.csv")
    assert "loop.csv cannot be read: Too many levels of symbolic links" == refusal(tmp_path / "loop.csv")[0]


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    """Also to a superuser, who may read all."""
    file = csv_file(tmp_path)

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(file), "open", locked)

    assert ("samples.csv cannot be read: Permission denied", "Let the user who runs statusgen read it.") == refusal(file)
