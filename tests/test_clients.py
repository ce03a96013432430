"""Other people's programs read what `tip export` writes, and get the rows that it must have."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

import serbia_tip
from serbia_tip.export import target
from serbia_tip.queries.kinds import KINDS, Kind
from tests.conftest import Tip, client
from tests.exported import COMMANDS, JOINS, TABLES, as_printed, whole

every_command = pytest.mark.parametrize("table", COMMANDS)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped store as `facts.db`, `facts.json` and the package `facts`."""
    folder = tmp_path_factory.mktemp("exports")
    for name in ("facts.db", "facts.json", "facts"):
        target(name).write(serbia_tip.load(), folder / name)
    return folder


def of(row: Any, *names: str) -> list[Any]:
    """These fields of a row."""
    return [row[name] for name in names]


# --- JSON --------------------------------------------------------------------------------------


@pytest.mark.client("jq")
@every_command
def test_jq(tip: Tip, exports: Path, table: str) -> None:
    """Jq finds the rows under the table's name."""
    assert json.loads(client("jq", f".{table}", str(exports / "facts.json"))) == whole(tip, table)


@pytest.mark.client("import duckdb")
@every_command
def test_duckdb_reads_the_json(tip: Tip, exports: Path, table: str) -> None:
    """DuckDB unpacks the rows with the types that it infers."""
    duckdb = import_module("duckdb")
    found = duckdb.execute(
        f"SELECT to_json(unnest({table})) FROM read_json(?)",  # noqa: S608  # our names
        [str(exports / "facts.json")],
    ).fetchall()
    shown = whole(tip, table)
    names = [name for name in shown[0] if name not in ("published", "period")]  # read as dates
    assert [of(json.loads(row), *names) for (row,) in found] == [of(row, *names) for row in shown]


# --- the Data Package --------------------------------------------------------------------------


@pytest.mark.client("frictionless")
def test_frictionless_validates(exports: Path) -> None:
    """The package is valid: its description, every value, every key and reference."""
    described = str(exports / "facts" / "datapackage.json")
    report = json.loads(client("frictionless", "validate", described, "--json"))
    assert report["valid"], report
    assert [task["name"] for task in report["tasks"]] == [*TABLES, *JOINS]
    assert report["stats"]["errors"] == report["stats"]["warnings"] == 0


@pytest.mark.client("frictionless")
def test_frictionless_finds_what_is_wrong(exports: Path, tmp_path: Path) -> None:
    """The description is no empty promise: a wrong word, key or type is seen."""
    source = exports / "facts"
    for file in source.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for name, old, new in (
        ("tiers.csv", "Tier 3,", "Tier 9,"),
        ("routes.csv", ",true,", ",perhaps,"),
        ("fact_sources.csv", ",1,tip-", ",1,nobody-"),
        ("statistics.csv", ",exact,", ",,"),
    ):
        text = (tmp_path / name).read_bytes().decode()
        assert old in text
        (tmp_path / name).write_bytes(text.replace(old, new, 1).encode())
    done = subprocess.run(
        ["frictionless", "validate", str(tmp_path / "datapackage.json"), "--json"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        timeout=120,
    )
    tasks = json.loads(done.stdout)["tasks"]
    kinds = {(task["name"], error["type"]) for task in tasks for error in task["errors"]}
    assert kinds >= {
        ("tiers", "constraint-error"),
        ("routes", "type-error"),
        ("fact_sources", "foreign-key"),
        ("statistics", "constraint-error"),
    }


@pytest.mark.client("import frictionless")
@every_command
def test_frictionless_reads_the_rows(tip: Tip, exports: Path, table: str) -> None:
    """With the types of the description, the rows are those of the store."""
    package = import_module("frictionless").Package(str(exports / "facts" / "datapackage.json"))
    rows = [
        {name: float(item) if isinstance(item, Decimal) else item for name, item in row.items()}
        for row in package.get_resource(table).read_rows()
    ]
    assert rows == whole(tip, table)


@pytest.mark.client("mlr")
@every_command
def test_miller(tip: Tip, exports: Path, table: str) -> None:
    """Miller reads as many rows, with the same names, texts and numbers."""
    path = exports / "facts" / f"{table}.csv"
    found = json.loads(client("mlr", "--icsv", "--ojson", "cat", str(path)))
    shown = whole(tip, table)
    assert [list(row) for row in found] == [list(row) for row in shown]
    names = {"statement", "title", "value", "out_of", "year", "facts", "id"} & shown[0].keys()
    for row, wanted in zip(found, shown, strict=True):
        assert of(row, *names) == ["" if item is None else item for item in of(wanted, *names)]


@pytest.mark.client("import duckdb")
@every_command
def test_duckdb_reads_the_csv(tip: Tip, exports: Path, table: str) -> None:
    """DuckDB reads the rows as it infers their types, and the lists as JSON."""
    duckdb = import_module("duckdb")
    path = str(exports / "facts" / f"{table}.csv")
    relation = duckdb.execute("SELECT * FROM read_csv(?, header = true)", [path])
    names = [column[0] for column in relation.description]
    found = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    shown = whole(tip, table)
    assert names == list(shown[0])
    assert [row["id"] for row in found] == [row["id"] for row in shown]
    for name in {"value", "out_of", "year", "facts", "open_ended", "statement"} & set(names):
        assert [row[name] for row in found] == [row[name] for row in shown]
    for name in {"people", "sources", "disputed_by"} & set(names):
        assert [json.loads(row[name]) for row in found] == [row[name] for row in shown]


@pytest.mark.client("import pandas")
@every_command
def test_pandas(tip: Tip, exports: Path, table: str) -> None:
    """Pandas reads the CSV, the JSON and the database alike."""
    pandas = import_module("pandas")
    shown = whole(tip, table)
    from_csv = pandas.read_csv(exports / "facts" / f"{table}.csv")
    from_json = pandas.DataFrame(json.loads((exports / "facts.json").read_text())[table])
    with closing(sqlite3.connect(exports / "facts.db")) as database:
        from_sql = pandas.read_sql(f"SELECT * FROM {table}", database)  # noqa: S608  # our names
    for frame in (from_csv, from_json, from_sql):
        assert list(frame.columns) == list(shown[0])
        assert list(frame["id"]) == [row["id"] for row in shown]
        for name in {"value", "year", "facts"} & set(frame.columns):
            assert frame[name].sum() == sum(row[name] or 0 for row in shown)


@pytest.mark.client("csvstat", "csvsql")
def test_csvkit(tip: Tip, exports: Path) -> None:
    """Csvkit counts, sums and queries."""
    path = str(exports / "facts" / "statistics.csv")
    shown = whole(tip, "statistics")
    total = sum(row["value"] for row in shown)
    assert client("csvstat", "--count", path).strip() == str(len(shown))
    assert float(client("csvstat", "-c", "value", "--sum", path).replace(",", "")) == total
    query = "SELECT bound, sum(value) AS total FROM statistics GROUP BY bound ORDER BY bound"
    lines = client("csvsql", "--query", query, path).splitlines()[1:]
    totals = {bound: float(number) for bound, number in (line.split(",") for line in lines)}
    bounds = {row["bound"] for row in shown}
    assert totals == {
        bound: sum(row["value"] for row in shown if row["bound"] == bound) for bound in bounds
    }


# --- SQLite ------------------------------------------------------------------------------------


@pytest.mark.client("sqlite-utils")
@every_command
def test_sqlite_utils(tip: Tip, exports: Path, table: str) -> None:
    """sqlite-utils prints the rows."""
    found = json.loads(client("sqlite-utils", "rows", str(exports / "facts.db"), table))
    assert list(map(as_printed, found)) == whole(tip, table)


@pytest.mark.client("sqlite-utils")
def test_sqlite_utils_searches(tip: Tip, exports: Path) -> None:
    """It finds the full-text index by itself; it finds what the statements say."""
    line = ["sqlite-utils", "search", str(exports / "facts.db"), "facts", "witness protection"]
    found = {row["id"] for row in json.loads(client(*line))}
    shown = {row["id"] for row in tip("search", "witness protection", "--json").json}
    assert len(found & shown) > 2


@pytest.mark.client("import duckdb", "import duckdb_extension_sqlite_scanner")
@pytest.mark.skipif(sys.platform != "linux", reason="the extension is built for Linux alone")
@every_command
def test_duckdb_reads_the_database(tip: Tip, exports: Path, table: str) -> None:
    """DuckDB attaches the database and reads every table and the view."""
    with closing(attached(exports / "facts.db")) as duckdb:
        relation = duckdb.execute(f"SELECT * FROM facts.{table}")  # noqa: S608  # our names
        names = [column[0] for column in relation.description]
        found = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
        assert list(map(as_printed, found)) == whole(tip, table)
        cited = duckdb.execute("SELECT count(*), count(DISTINCT id) FROM facts.cited_facts")
        facts = serbia_tip.load().facts()
        assert cited.fetchone() == (sum(len(fact.sources) for fact in facts), len(facts))


def attached(database: Path) -> Any:
    """DuckDB with the database attached as `facts`, by the extension in its Python package."""
    package = Path(str(import_module("duckdb_extension_sqlite_scanner").__file__)).parent
    [extension] = package.rglob("*.duckdb_extension")
    connection = import_module("duckdb").connect()
    connection.execute(f"LOAD '{extension}'")
    connection.execute(f"ATTACH '{database}' AS facts (TYPE sqlite, READ_ONLY)")
    return connection


@pytest.fixture(scope="module")
def datasette(exports: Path) -> Iterator[str]:
    """The address of a Datasette that serves the database on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = ["datasette", "-i", str(exports / "facts.db"), "-h", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(
        command, env={"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(300):
                assert server.poll() is None, server.stdout and server.stdout.read()
                try:
                    got(f"{address}/-/versions.json")
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"{address}/facts"
        finally:
            server.terminate()


def got(address: str) -> bytes:
    """What the server answers."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  # an address of ours
        body: bytes = answer.read()
        return body


@pytest.mark.client("datasette")
@every_command
def test_datasette(tip: Tip, datasette: str, table: str) -> None:
    """Datasette serves the rows, as JSON and as a page."""
    found = json.loads(got(f"{datasette}/{table}.json?_shape=array&_size=1000"))
    rowless = [{key: row[key] for key in row if key != "rowid"} for row in found]
    shown = {row["id"]: row for row in whole(tip, table)}
    assert {row["id"]: as_printed(row) for row in rowless} == shown
    assert b"<table" in got(f"{datasette}/{table}")


@pytest.mark.client("datasette")
def test_datasette_answers_queries(tip: Tip, datasette: str) -> None:
    """It answers SQL, searches the facts in full text, and counts the people by facet."""
    sql = "select+sum(value)+as+total+from+statistics+where+part_of+is+null+and+%22group%22+is+null"
    [answer] = json.loads(got(f"{datasette}.json?sql={sql}&_shape=array"))
    assert answer["total"] == sum(row["value"] for row in tip("stats", "--totals", "--json").json)
    found = json.loads(got(f"{datasette}/facts.json?_search=shelter&_shape=array&_size=1000"))
    assert len(found) > 10
    assert all("shelter" in msgspec.json.encode(row).decode().lower() for row in found)
    facet = json.loads(got(f"{datasette}/routes.json?_facet_array=people&_size=0"))
    counted = {
        value["value"]: value["count"] for value in facet["facet_results"]["people"]["results"]
    }
    shown = tip("routes", "--json").json
    assert counted["women"] == sum("women" in row["people"] for row in shown)


# --- Parquet -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped store as a Parquet file."""
    path = tmp_path_factory.mktemp("parquet") / "facts.parquet"
    target("facts.parquet").write(serbia_tip.load(), path)
    return path


@pytest.mark.client("import pyarrow", "import polars")
@pytest.mark.parametrize("kind", KINDS.values(), ids=[kind.table for kind in KINDS.values()])
def test_polars_reads_the_parquet(tip: Tip, parquet: Path, kind: Kind) -> None:
    """The rows of a kind are those of the commands, each value of its type; the rest is null."""
    polars = import_module("polars")
    frame = polars.read_parquet(parquet)
    rows = frame.filter(frame["fact_kind"] == kind.fact.noun).to_dicts()
    shown = whole(tip, kind.table)
    names = list(shown[0])
    assert [of(row, *names) for row in rows] == [of(row, *names) for row in shown]
    beside = set(frame.columns) - {*names, "fact_kind"}
    assert {row[name] for row in rows for name in beside} <= {None}
    types = {name: str(kind) for name, kind in frame.schema.items()}
    assert (types["value"], types["year"], types["open_ended"]) == ("Float64", "Int64", "Boolean")
    assert (types["people"], types["statement"]) == ("List(String)", "String")


@pytest.mark.client("import pyarrow", "import duckdb")
def test_duckdb_reads_the_parquet(tip: Tip, parquet: Path) -> None:
    """DuckDB adds the figures up."""
    query = "SELECT sum(value) FROM read_parquet(?) WHERE fact_kind = 'statistic'"
    [total] = import_module("duckdb").execute(query, [str(parquet)]).fetchone()
    assert total == pytest.approx(sum(row["value"] for row in tip("stats", "--json").json))


@pytest.mark.client("import pyarrow")
def test_the_parquet_says_what_it_is(parquet: Path) -> None:
    """Title, version and licence of the store, and of each column its meaning."""
    schema = import_module("pyarrow.parquet").read_schema(parquet)
    store = serbia_tip.load().store
    assert store.licence
    said = {"title": store.title, "version": store.version, "licence": store.licence.name}
    assert {key: schema.metadata[key.encode()].decode() for key in said} == said
    meaning = schema.field("bound").metadata[b"description"].decode()
    assert meaning == "How the value limits the true figure."
    assert [field.name for field in schema if b"description" not in field.metadata] == []


# --- data frames -------------------------------------------------------------------------------

QUERIES = [serbia_tip.routes, serbia_tip.statistics, serbia_tip.tiers, serbia_tip.sources]


@pytest.mark.client("import pandas")
@pytest.mark.parametrize("ask", QUERIES)
def test_records_are_a_frame_of_pandas(ask: Any) -> None:
    """Its columns are the fields, its rows the rows."""
    rows = ask(serbia_tip.load())
    frame = import_module("pandas").DataFrame(serbia_tip.records(rows))
    assert list(frame.columns) == list(rows[0].__struct_fields__)
    assert list(frame["id"]) == [row.id for row in rows]


@pytest.mark.client("import polars")
@pytest.mark.parametrize("ask", QUERIES)
def test_records_are_a_frame_of_polars(ask: Any) -> None:
    """With the types that the library gives, every value comes through."""
    rows = ask(serbia_tip.load())
    schema = serbia_tip.column_types(type(rows[0]))
    frame = import_module("polars").DataFrame(serbia_tip.records(rows), schema=schema)
    assert frame.to_dicts() == serbia_tip.records(rows)


# --- a workbook --------------------------------------------------------------------------------


@pytest.mark.client("import xlsxwriter", "import openpyxl")
@every_command
def test_openpyxl(tip: Tip, tmp_path: Path, table: str) -> None:
    """A reader of workbooks finds the rows: texts, numbers and truth as such, no formula."""
    target("facts.xlsx").write(serbia_tip.load(), tmp_path / "facts.xlsx")
    book = import_module("openpyxl").load_workbook(tmp_path / "facts.xlsx")
    heading, *lines = book[table].values
    shown = whole(tip, table)
    assert list(heading) == list(shown[0])
    flat = [
        tuple(
            ("; ".join(item) or None) if isinstance(item, list) else item for item in row.values()
        )
        for row in shown
    ]
    empty = [tuple(item or None if item == "" else item for item in line) for line in lines]
    assert empty == flat
    cells = [cell for row in book[table].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    sheet = book[table]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert book[table].freeze_panes == "A2"
    assert book[table].auto_filter.ref == book[table].dimensions


@pytest.mark.client("import xlsxwriter", "import openpyxl")
def test_the_links_of_a_workbook_lead_on(tmp_path: Path) -> None:
    """A source, a whole, a rival and an address are links to what they name."""
    target("facts.xlsx").write(serbia_tip.load(), tmp_path / "facts.xlsx")
    book = import_module("openpyxl").load_workbook(tmp_path / "facts.xlsx")
    sheet = book["statistics"]
    heading = [cell.value for cell in sheet[1]]
    followed = 0
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(heading, row, strict=True))
        for name in ("sources", "part_of", "disputed_by"):
            if cells[name].value:
                to, _, place = cells[name].hyperlink.location.partition("!")
                said = cells[name].value.partition("; ")[0].partition("[")[0]
                assert book[to.strip("'")][place].value == said
                followed += 1
    assert followed > 1000
    addresses = {cell.value: cell.hyperlink for cell in book["sources"]["E"] if cell.hyperlink}
    assert addresses
    assert all(link.target == value for value, link in addresses.items())
