"""Other people's programs, beside those of `test_docs`, get the rows that an export must have."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import serbia_tip
from serbia_tip.export import export_target
from serbia_tip.queries.kinds import KINDS
from tests.conftest import Tip, client
from tests.exported import COMMANDS, JOINS, PANEL, TABLES, as_printed, whole

Rows = dict[str, Any]
Exports = Callable[[str], Path]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The shipped store as an export of any name, written once."""
    folder = tmp_path_factory.mktemp("exports")

    @cache
    def export(name: str) -> Path:
        export_target(name).write(serbia_tip.load(), folder / name)
        return folder / name

    return export


@pytest.fixture
def wanted(tip: Tip) -> Rows:
    """The rows that each table must have."""
    return {table: whole(tip, table) for table in COMMANDS}


def of(row: Any, *names: str) -> list[Any]:
    """These fields of a row."""
    return [row[name] for name in names]


def records(relation: Any) -> list[dict[str, Any]]:
    """The rows that DuckDB found, by the names of their columns."""
    names = [column[0] for column in relation.description]
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


@pytest.mark.client("import duckdb")
def test_duckdb_infers_the_types_of_json_and_csv(exports: Exports, wanted: Rows) -> None:
    """It unpacks both, and the lists of CSV as JSON."""
    ask = import_module("duckdb").execute
    for table, rows in wanted.items():
        query = f"SELECT to_json(unnest({table})) FROM read_json(?)"  # noqa: S608  # our names
        unpacked = ask(query, [str(exports("facts.json"))]).fetchall()
        dates = ("published", "period", "archived_on")  # are read as such
        names = [name for name in rows[0] if name not in dates]
        listed = [of(json.loads(row), *names) for (row,) in unpacked]
        assert listed == [of(row, *names) for row in rows], table
        path = str(exports("facts") / f"{table}.csv")
        found = records(ask("SELECT * FROM read_csv(?, header = true)", [path]))
        assert list(found[0]) == list(rows[0]), table
        texts = {"id", "value", "out_of", "year", "facts", "open_ended", "statement"}
        for name in texts & rows[0].keys():
            assert [row[name] for row in found] == [row[name] for row in rows], (table, name)
        for name in {"people", "sources", "disputed_by"} & rows[0].keys():
            assert [json.loads(row[name]) for row in found] == [row[name] for row in rows]


@pytest.mark.client("import frictionless")
def test_frictionless_validates_and_reads_the_package(exports: Exports, wanted: Rows) -> None:
    """Its description, every value, key and reference; with the types described, the rows."""
    package = import_module("frictionless").Package(str(exports("facts") / "datapackage.json"))
    assert package.resource_names == [*TABLES, *JOINS, *PANEL]
    report = package.validate()
    assert (report.valid, report.stats["errors"], report.stats["warnings"]) == (True, 0, 0)
    for table, rows in wanted.items():
        assert [
            {name: float(item) if isinstance(item, Decimal) else item for name, item in row.items()}
            for row in package.get_resource(table).read_rows()
        ] == rows, table


@pytest.mark.client("import duckdb", "import frictionless", "import pandas", "import openpyxl")
@pytest.mark.client("import pyarrow", "import xlsxwriter")
def test_the_panel_and_the_codebook_are_in_every_export(exports: Exports, tip: Tip) -> None:
    """With their types and keys: in CSV, SQLite, a workbook and Parquet, read without our code."""
    pandas, duckdb = import_module("pandas"), import_module("duckdb")
    package = import_module("frictionless").Package(str(exports("facts") / "datapackage.json"))
    printed = {"panel": ["panel"], "measures": ["fields", "--measures"]}
    for table, command in printed.items():
        rows = tip(*command, "--json").json
        plain = [name for name, value in rows[0].items() if not isinstance(value, list)]
        wanted = [of(row, *plain) for row in rows]
        read = [
            {k: float(v) if isinstance(v, Decimal) else v for k, v in row.items()}
            for row in package.get_resource(table).read_rows()
        ]
        assert read == rows
        path = str(exports("facts") / f"{table}.csv")
        found = records(duckdb.execute("SELECT * FROM read_csv(?, header = true)", [path]))
        assert [of(row, *plain) for row in found] == wanted
        with closing(sqlite3.connect(exports("facts.db"))) as database:
            frame = pandas.read_sql(f"SELECT * FROM {table}", database)  # noqa: S608  # our names
        workbook = pandas.read_excel(exports("facts.xlsx"), sheet_name=table)
        columns = pandas.read_parquet(exports(f"{table}.parquet"), dtype_backend="pyarrow")
        for read in (frame, workbook, columns):
            assert [*read.columns] == [*rows[0]]
            cells = read[plain].astype(object).where(read[plain].notna(), None)
            assert cells.values.tolist() == wanted


@pytest.mark.client("import duckdb", "import duckdb_extension_sqlite_scanner")
@pytest.mark.skipif(sys.platform != "linux", reason="the extension is built for Linux alone")
def test_duckdb_reads_every_table_and_view_of_the_database(exports: Exports, wanted: Rows) -> None:
    """By the extension in its Python package."""
    package = Path(str(import_module("duckdb_extension_sqlite_scanner").__file__)).parent
    [extension] = package.rglob("*.duckdb_extension")
    with closing(import_module("duckdb").connect()) as duckdb:
        duckdb.execute(f"LOAD '{extension}'")
        duckdb.execute(f"ATTACH '{exports('facts.db')}' AS facts (TYPE sqlite, READ_ONLY)")
        for table, rows in wanted.items():
            found = records(duckdb.execute(f"SELECT * FROM facts.{table}"))  # noqa: S608
            assert list(map(as_printed, found)) == rows, table
        cited = duckdb.execute("SELECT count(*), count(DISTINCT id) FROM facts.cited_facts")
        facts = serbia_tip.load().facts()
        assert cited.fetchone() == (sum(len(fact.sources) for fact in facts), len(facts))


@pytest.mark.client("import pyarrow", "import polars")
def test_a_parquet_has_typed_rows_and_says_what_it_is(exports: Exports, wanted: Rows) -> None:
    """The rows of a kind are those of the commands, the rest is null; each column has a meaning."""
    frame = import_module("polars").read_parquet(exports("facts.parquet"))
    for kind in KINDS.values():
        rows = frame.filter(frame["fact_kind"] == kind.fact.noun).to_dicts()
        shown = wanted[kind.table]
        names = list(shown[0])
        assert [of(row, *names) for row in rows] == [of(row, *names) for row in shown], kind.table
        beside = set(frame.columns) - {*names, "fact_kind"}
        assert {row[name] for row in rows for name in beside} <= {None}, kind.table
    types = {name: str(kind) for name, kind in frame.schema.items()}
    assert of(types, "value", "year", "open_ended") == ["Float64", "Int64", "Boolean"]
    assert of(types, "people", "statement") == ["List(String)", "String"]
    schema = import_module("pyarrow.parquet").read_schema(exports("facts.parquet"))
    store = serbia_tip.load().store
    assert store.licence
    said = {"title": store.title, "version": store.version, "licence": store.licence.name}
    assert {key: schema.metadata[key.encode()].decode() for key in said} == said
    meaning = schema.field("bound").metadata[b"description"].decode()
    assert meaning == "How the value limits the true figure."
    assert [field.name for field in schema if b"description" not in field.metadata] == []


@pytest.mark.client("import xlsxwriter", "import openpyxl")
def test_a_workbook_has_typed_rows_and_links_that_lead_on(exports: Exports, wanted: Rows) -> None:
    """Texts, numbers and truth as such, no formula; a source, a whole, a rival and an address."""
    book = import_module("openpyxl").load_workbook(exports("facts.xlsx"))
    for table, rows in wanted.items():
        sheet = book[table]
        heading, *lines = sheet.values
        assert list(heading) == list(rows[0]), table
        listed = [
            [("; ".join(item) or None) if isinstance(item, list) else item for item in row.values()]
            for row in rows
        ]
        assert [[None if item == "" else item for item in line] for line in lines] == listed, table
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "b"}, table
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
        assert sheet.auto_filter.ref == sheet.dimensions
    followed = 0
    for row in book["statistics"].iter_rows(min_row=2):
        cells = dict(zip(wanted["statistics"][0], row, strict=True))
        for cell in of(cells, "sources", "part_of", "disputed_by"):
            if cell.value:
                to, _, place = cell.hyperlink.location.partition("!")
                said = cell.value.partition("; ")[0].partition("[")[0]
                assert book[to.strip("'")][place].value == said
                followed += 1
    assert followed > 1000
    addresses = {cell.value: cell.hyperlink for cell in book["sources"]["E"] if cell.hyperlink}
    assert addresses
    for value, link in addresses.items():
        assert "#".join(filter(None, [link.target, link.location])) == value


@pytest.mark.client("datasette")
def test_datasette_has_titles_and_queries(exports: Exports) -> None:
    """A running one takes the description, and answers the two queries that this offers."""
    metadata = str(exports("facts") / "metadata.json")
    for path, wanted in {
        "/facts/figures_of_a_measure.json?measure=convictions&_shape=array": "persons",
        "/facts/facts_of_a_source.json?source=tip-2008&_shape=array": "statistic",
        "/facts/tiers": "The tier that one year&#39;s report gives.",
        "/": serbia_tip.load().store.title,
    }.items():
        served = client("datasette", str(exports("facts.db")), "-m", metadata, "--get", path)
        assert wanted in served, path
