"""The same query on an engine for more than one machine: `make spark`, not part of the default run. It wants Java."""

import os
import random
import re
import shutil
from pathlib import Path

import pytest
from sampling import T, on_duckdb, parquet_file

import statusgen.monitors
from statusgen.monitors import SamplesUnreadable, read_samples
from statusgen.timeline import Span

pytestmark = pytest.mark.spark

HANDBOOK = Path(__file__).parent.parent / "docs" / "monitors.md"
DAY = Span(T, T + 86_400)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Spark in this process's own Java, strict about SQL, heard by nobody but this machine."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java")
    sql = pytest.importorskip("pyspark.sql")
    loopback = "127.0.0.1"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", loopback)
        session = (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.driver.bindAddress", loopback)
            .config("spark.driver.host", loopback)
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .getOrCreate()
        )
    yield session
    session.stop()


def a_day(seed):
    """(component, instant, up) of a day: outages, gaps, samples that say nothing, and several at one instant."""
    chance = random.Random(seed)
    rows = []
    for component in ("api", "database", "é", "portal", "sms"):
        up = True
        for minute in range(-2, 1442):
            up = chance.choice([True, True, False, None]) if chance.random() < 0.05 else up
            rows += [(component, T + 60 * minute, up)] * (chance.random() < 0.97)
            rows += [(component, T + 60 * minute + chance.choice([0, 0, 7]), False)] * (chance.random() < 0.02)
    chance.shuffle(rows)
    return rows


def folder_of(rows, folder):
    """The rows as two Parquet files in a folder, their times as timestamps of UTC."""
    folder.mkdir()
    for part in (0, 1):
        values = ", ".join(f"('{name}', {instant}, {'NULL' if up is None else up})" for name, instant, up in rows[part::2])
        times = "make_timestamptz(1000000 * CAST(instant AS BIGINT))"
        select = f"SELECT component, {times} AS time, up FROM (VALUES {values}) t(component, instant, up)"
        parquet_file(folder, select, name=f"{part}.parquet")


def test_spark_gives_the_rows_that_duckdb_gives(spark, tmp_path, monkeypatch):
    """By the lines that stand in the handbook; and what they write, statusgen reads as what it reads itself."""
    rows = a_day(seed=20261014)
    folder_of(rows, tmp_path / "samples")
    shutil.copy(Path(statusgen.monitors.__file__).with_name("islands.sql"), tmp_path)
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"```python\n(.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)
    program = re.sub(r'parquet\("', f'parquet("{tmp_path}/', lines[0])  # Spark's Java stays in the folder in which it started
    said = {}

    spark.conf.set("spark.sql.session.timeZone", "America/Mexico_City")  # is of no account
    exec(program, said)

    islands = [tuple(row) for row in said["islands"].collect()]
    assert 1 == len(lines)
    assert 400 < len(islands)
    assert on_duckdb(rows, 90) == islands
    ours = read_samples(sorted((tmp_path / "samples").glob("*.parquet")), span=DAY)
    again = read_samples(sorted((tmp_path / "islands").glob("*.parquet")), span=DAY, gap=366 * 86_400)
    for component, observed in ours.components.items():
        assert (observed.down, observed.known) == (again.components[component].down, again.components[component].known)


def test_timestamps_that_spark_writes_can_be_read_where_they_say_what_they_are(spark, tmp_path):
    """Its default is of a form that other programs fill with clock readings; the way out names the setting that mends it."""
    samples = spark.sql(f"SELECT 'api' AS component, timestamp_seconds({T}) AS time, false AS up")
    samples.write.parquet(str(tmp_path / "default"))
    with pytest.raises(SamplesUnreadable, match="have no offset from UTC") as told:
        read_samples(list((tmp_path / "default").glob("*.parquet")), span=DAY)
    setting, _, value = re.search(r"`(spark\S+)`", told.value.way_out)[1].partition("=")

    spark.conf.set(setting, value)
    samples.write.parquet(str(tmp_path / "adjusted"))

    assert 1 == read_samples(list((tmp_path / "adjusted").glob("*.parquet")), span=DAY).rows
