"""`tip export`: what it writes, what it refuses, and that it leaves nothing behind."""

import json
import shutil
import sqlite3
import sys
import time
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import Mock
from zipfile import ZipFile

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

import serbia_tip
from serbia_tip.export import FILES, export_target
from serbia_tip.export.package import package_files
from serbia_tip.export.tables import tables_as_json
from serbia_tip.model import FACT_TYPES, Source, Store
from serbia_tip.queries.rows import COMMANDS as ROWS
from serbia_tip.queries.rows import row_fields
from tests import exported
from tests.conftest import EVERY_FIELD, OTHER, Tip, spawn
from tests.exported import FACTS, TABLES, TARGETS, cells, contents, export, names, opened
from tests.small import Table, small_store

Patch: TypeAlias = pytest.MonkeyPatch
pytestmark = pytest.mark.filterwarnings("error")
HOSTILE = [
    *("=1+1", '=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1"),
    *("'quoted' \"twice\" `thrice`", "a,b;c; d|e", "first\nsecond\r\nthird\rfourth"),
    "nul\0 bell\a escape\x1b[31m delete\x7f",
    "right \u202eto left\u202c, zero\u200bwidth, line\u2028end",
    *("'); DROP TABLE facts; --", "<script>alert(1)</script>", "null", "NaN", "true"),
    *("  spaces  ", "Đorđe Ниш 日本 \U0001f512"),
]
"""Values that programs may take for something else than text."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, other: Store) -> Path:
    """A folder with an export of the made-up store to each target."""
    folder = tmp_path_factory.mktemp("made")
    for name in TARGETS:
        export_target(name).write(other, folder / name)
    return folder


@pytest.fixture
def database(made: Path) -> Any:
    """The SQLite database of the made-up store."""
    with opened(made / "facts.db") as connection:
        yield connection


@pytest.fixture
def described(made: Path) -> Any:
    """The description of the Data Package of the made-up store."""
    return json.loads((made / "facts" / "datapackage.json").read_text())


def same_rows(tip: Tip, folder: Path, store: str | Path | None) -> None:
    """Hold that JSON, database and CSV files have the rows of the commands, and more."""
    found = json.loads((folder / "facts.json").read_text())
    with opened(folder / "facts.db") as database:
        for table in exported.COMMANDS:
            wanted = exported.whole(tip, table, store)
            assert found[table] == wanted
            assert [list(row) for row in found[table]] == [list(row) for row in wanted]
            rows = database.execute(f"SELECT * FROM {table}")  # noqa: S608  # our names
            assert [exported.as_printed(dict(row)) for row in rows] == wanted
            for cell, row in zip(cells(folder / "facts", table), wanted, strict=True):
                for name, value in row.items():
                    if isinstance(value, str):
                        assert cell[name] == value
                    elif isinstance(value, list):
                        assert json.loads(cell[name]) == value
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]


def test_each_target_has_the_rows_of_the_commands(tip: Tip, made: Path) -> None:
    """Under each table's name stand the rows of the command, and what else the store says."""
    same_rows(tip, made, OTHER)


def test_the_shipped_store_is_exported_whole(tip: Tip, tmp_path: Path, shipped: Store) -> None:
    """It is whole in each target, under its licence, and no cell begins as a formula does."""
    for name in TARGETS[:4]:
        export_target(name).write(shipped, tmp_path / name)
    same_rows(tip, tmp_path, None)
    description = json.loads((tmp_path / "facts" / "datapackage.json").read_text())
    assert description["licenses"] == [msgspec.to_builtins(shipped.store.licence)]
    rows = cells(tmp_path / "facts", "sections")
    assert rows == [
        {"source": key, "section": section, "title": title}
        for key, source in sorted(shipped.sources.items())
        for section, title in source.sections.items()
    ]
    assert rows
    for file in (tmp_path / "facts").glob("*.csv"):
        for row in cells(file.parent, file.stem):  # a place on a map may be negative
            said = [cell for name, cell in row.items() if name not in ("lat", "lon")]
            assert [each for each in said if each.startswith(tuple("=+-@\t\r"))] == []


ELSEWHERE = {"origin": "origin_code", "destination": "destination_code"}
ELSEWHERE |= {"contradicts": "disputed_by"}
"""The fields of facts that stand in their rows under another name."""


def test_no_field_of_a_fact_is_left_out(made: Path) -> None:
    """Whatever the store can say of a fact stands in its row; the store itself comes first."""
    found = json.loads((made / "facts.json").read_text())
    for kind in FACT_TYPES:
        own = {ELSEWHERE.get(name, name) for name in kind.__struct_fields__}
        assert own - set(found[kind.table][0]) == set(), kind
    assert {*Source.__struct_fields__} - {*found["sources"][0]} == {"sections"}  # a table
    assert list(found) == ["store", *TABLES, "fact_sources"]


def test_sqlite_has_keys(database: sqlite3.Connection) -> None:
    """What refers to another row is a foreign key; a whole number among others stays one."""
    types = database.execute("SELECT DISTINCT typeof(value) FROM statistics ORDER BY 1")
    assert [name for (name,) in types] == ["integer", "real"]
    keys = {
        f"{table}.{row['from']} {row['table']}.{row['to']}"
        for table in [*TABLES, *exported.JOINS, *exported.PANEL]
        for row in database.execute(f"PRAGMA foreign_key_list({table})")
    }
    assert keys == {
        *(f"{kind}.id facts.id" for kind in FACTS),
        *("sections.source sources.id", "routes.origin_code countries.code"),
        *("routes.destination_code countries.code", "statistics.part_of statistics.id"),
        *("fact_sources.fact facts.id", "fact_sources.source sources.id"),
        *("disputes.fact facts.id", "disputes.disputed_by facts.id", "panel.tier_id tiers.id"),
        *(f"panel.{name}_id statistics.id" for name in ("convictions", "victims_identified")),
    }


def test_sqlite_refuses_what_is_no_fact(made: Path, tmp_path: Path) -> None:
    """Whoever works on in the database is held to the same types, words and keys."""
    with sqlite3.connect(shutil.copy(made / "facts.db", tmp_path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        for change in (
            "UPDATE tiers SET tier = 'Tier 9'",
            "UPDATE routes SET open_ended = 2",
            "UPDATE routes SET people = 'women'",
            "UPDATE routes SET people = '{}'",
            "UPDATE statistics SET unit = NULL",
            "UPDATE statistics SET part_of = 'nothing' WHERE part_of IS NOT NULL",
            "DELETE FROM countries",
            "INSERT INTO tiers SELECT * FROM tiers",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(change)
    database.close()


def test_sqlite_joins_facts_and_sources(database: sqlite3.Connection) -> None:
    """The view has a line for each source of each fact; the table of disputes has both ways."""
    query = "SELECT source, locator, title, url FROM cited_facts WHERE id = 'transit-2010-xb-xc'"
    assert list(map(tuple, database.execute(query))) == [
        ("report-2010", "p. 13", "Report on Trafficking 2010", "https://reports.example/2010"),
        ("gazette", None, "Arden Gazette", "https://gazette.example/2011"),
    ]
    rivals = {("tier-2007", "tier-2007-gazette")}
    rivals |= {("victims-identified-2010", "victims-identified-2010-gazette")}
    disputes = {tuple(row) for row in database.execute("SELECT * FROM disputes")}
    assert disputes == rivals | {(other, one) for one, other in rivals}


def test_sqlite_is_searched_in_full_text(database: sqlite3.Connection) -> None:
    """Statements, notes, names: stemmed, without regard to case and diacritics."""
    query = (
        "SELECT facts.id FROM facts_fts JOIN facts ON facts.rowid = facts_fts.rowid"
        " WHERE facts_fts MATCH ? ORDER BY facts.rowid"
    )
    wanted = {
        "shelters": ["shelter-2010"],
        "bruckland AND men": ["transit-2010-xb-xc"],
        'names : "Trafficking Act"': ["trafficking-act-adopted"],
        'note : "watch list"': ["tier-2007-gazette"],
        "attributed_to : police": ["transit-2010-xb-xc"],
        'entity : "Union of Arden"': ["source-2004-xa", "tier-2003"],
        "nothingness": [],
    }
    for words, ids in wanted.items():
        assert [name for (name,) in database.execute(query, (words,))] == ids


def test_fields_say_what_they_mean(described: Any, database: sqlite3.Connection) -> None:
    """Database and package have the meaning of every column, in the words of `tip fields`."""
    said = {
        (row["of"], row["field"]): (row["title"], row["meaning"])
        for row in database.execute("SELECT * FROM fields")
    }
    assert said.keys() == {
        (table, row["name"])
        for table in ["store", *TABLES, *exported.JOINS, *exported.PANEL]
        for row in database.execute(f"PRAGMA table_info({table})")
    }
    resources = {each["name"]: each["schema"]["fields"] for each in described["resources"]}
    for table, command in exported.COMMANDS.items():
        meant = {field.name: (field.title, field.meaning) for field in row_fields(ROWS[command])}
        assert {name: said[table, name] for name in meant} == meant
        told = {each["name"]: (each["title"], each["description"]) for each in resources[table]}
        wanted = [*meant, *exported.MORE.get(table, [])]
        assert told == {name: said[table, name] for name in wanted}


def test_a_package_describes_its_files(
    described: Any, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    """What the store says of itself; each file with its size, its hash, its keys and its fields."""
    undated = package_files(serbia_tip.load(small_store(tmp_path, laws=[{}])))["datapackage.json"]
    assert json.loads(undated)["description"] == "1 fact, each with its source."
    assert described["description"] == "21 facts, each with its source, 2003 to 2010."
    store = serbia_tip.load(EVERY_FIELD)
    dated = msgspec.structs.replace(store.store, version="2026.11.25")
    files = package_files(msgspec.structs.replace(store, store=dated))
    package = json.loads(files.pop("datapackage.json"))
    resources = package.pop("resources")
    for each in resources:
        file = files.pop(each["path"])
        told = each.pop("bytes"), each.pop("hash")
        assert told == (len(file), f"sha256:{sha256(file).hexdigest()}")
        assert file.count(b"\r\n") == file.count(b"\n") > 0  # as RFC 4180 wants
        fields = each["schema"].pop("fields")
        if each["name"] in ("routes", "fact_sources"):
            each["fields"] = [(it["name"], it["type"], it["constraints"]) for it in fields]
    assert [*map(str, package.items()), *map(str, resources), files] == snapshot


def test_a_database_to_the_letter(
    database: sqlite3.Connection, snapshot: SnapshotAssertion
) -> None:
    """Of two tables each column, with its type and what it may hold, and each key."""
    query = "SELECT sql FROM sqlite_master WHERE name IN ('tiers', 'fact_sources')"
    assert "\n".join(sql for (sql,) in database.execute(query)) == snapshot


def test_tables_to_the_letter(snapshot: SnapshotAssertion) -> None:
    """A row on each line of the JSON object; what links facts to sources and to each other."""
    store = serbia_tip.load(EVERY_FIELD)
    files = package_files(store)
    linked = [
        files[f"{name}.csv"].decode().replace("\r", "") for name in ("routes", *exported.JOINS)
    ]
    assert "".join([tables_as_json(store).decode(), *linked]) == snapshot


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of a store whose every free text is a hostile one."""
    folder = tmp_path_factory.mktemp("hostile")
    path = small_store(
        folder,
        store={"title": HOSTILE[10]},
        source={"title": HOSTILE[1], "publisher": HOSTILE[9], "authors": HOSTILE},
        routes=[{"people": HOSTILE, "purpose": text} for text in HOSTILE],
        statistics=[
            dict.fromkeys(("group", "dimension", "measure", "break_before"), text)
            for text in HOSTILE
        ],
        findings=[{"statement": text, "note": text, "topic": text} for text in HOSTILE],
        laws=[{"name": text, "attributed_to": text, "entity": text} for text in HOSTILE],
    )
    for name in ("facts.json", "facts.db", "facts"):
        export_target(name).write(serbia_tip.load(path), folder / name)
    return folder


def test_hostile_values_stay_as_they_are(tip: Tip, hostile: Path) -> None:
    """No value is changed, cut, run or taken for another; none acts where JSON is printed."""
    same_rows(tip, hostile, hostile / "small.toml")
    assert not {"\x1b", "\0", "\u202e", "\x7f"} & set((hostile / "facts.json").read_text())


@pytest.mark.client("import xlsxwriter", "import openpyxl")
def test_hostile_values_are_no_formulas(tmp_path: Path, hostile: Path) -> None:
    """A workbook holds them as text, opens on facts, and cuts no ampersand of its title in two."""
    path = tmp_path / "facts.xlsx"
    store = serbia_tip.load(hostile / "small.toml")
    about = serbia_tip.load(small_store(tmp_path, store={"title": "A&" * 99})).store
    export_target("facts.xlsx").write(msgspec.structs.replace(store, store=about), path)
    book = import_module("openpyxl").load_workbook(path)
    assert book.active.title == book.sheetnames[0] == FACTS[0]
    heading, *lines = book["findings"].values
    place, unescape = heading.index("statement"), import_module("openpyxl.utils.escape").unescape
    shown = ["\n".join(unescape(line[place]).splitlines()) for line in lines]
    assert shown == ["\n".join(text.splitlines()) for text in HOSTILE]
    types = {cell.data_type for row in book["findings"].iter_rows() for cell in row}
    assert types <= {"s", "n", "b"}
    with ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert f"&amp;L{'A&amp;&amp;' * 50}&amp;R" in sheet


@pytest.mark.client("import xlsxwriter", "import openpyxl")
def test_a_workbook_is_laid_out_to_be_read(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    """The facts come first; a long text has a wide column; what is a link leads on."""
    laws: list[Table] = [{}, {"statement": "n" * 60, "note": "n" * 61, "contradicts": ["laws-0"]}]
    statistics: list[Table] = [{}, {"part_of": "statistics-0", "dimension": "sex", "group": "men"}]
    long = f'[sources.z]\ntitle = "Z"\npublisher = "Z"\nkind = "z"\nurl = "https://{"z" * 2072}"\n'
    known: dict[str, Any] = {"source": {"url": "http://x.example/a"}, "more": long}
    path = small_store(tmp_path, laws=laws, statistics=statistics, **known)
    export_target("facts.xlsx").write(serbia_tip.load(path), tmp_path / "facts.xlsx")
    book = import_module("openpyxl").load_workbook(tmp_path / "facts.xlsx")
    sheet = book["laws"]
    texts = [sheet.oddHeader.left, sheet.oddHeader.right, sheet.oddFooter.center]
    looks = [(sheet[it].font, sheet[it].alignment) for it in ("A1", "A2", "L2")]
    cells_ = [cell for each in book for row in each.iter_rows() for cell in row if cell.hyperlink]
    assert {
        "sheets": ", ".join(book.sheetnames),
        "properties": f"{book.properties.title}, {book.properties.created}",
        "paper": str([sheet.page_setup.paperSize, sheet.freeze_panes, *(it.text for it in texts)]),
        "filtered": sheet.auto_filter.ref,
        "widths": str([round(it.width) for it in sheet.column_dimensions.values()]),
        "looks": [str([font.b, font.u, at.vertical, at.wrap_text]) for font, at in looks],
        "links": [
            f"{it.parent.title} {it.coordinate} {it.value} {it.font.u} {it.hyperlink.location}"
            for it in cells_
        ],
    } == snapshot


@pytest.mark.client("import xlsxwriter")
def test_what_a_workbook_can_not_hold(tip: Tip, tmp_path: Path, monkeypatch: Patch) -> None:
    """It isn't written without a text; a sheet with too many links has none, and that is said."""
    path = tmp_path / "facts.xlsx"
    long = small_store(tmp_path, laws=[{"note": "n" * 40_000}])
    result = tip("--store", long, "export", str(path))
    assert result == (4, "", "tip: laws: note of row 1 is too long for a cell\n")
    assert names(tmp_path) == ["small.toml"]
    monkeypatch.setattr("serbia_tip.export.xlsx._MOST_LINKS", 1)
    result = tip("--store", small_store(tmp_path, laws=[{}, {}]), "export", str(path))
    assert result.code == 0
    said, written = result.err.splitlines()
    assert said == "tip: laws: without links, as a sheet can hold 1, not 2"
    assert written.startswith("tip: wrote 2 facts")


@pytest.mark.client("import pyarrow")
def test_a_data_frame_has_its_columns_in_order(
    tmp_path: Path, other: Store, snapshot: SnapshotAssertion
) -> None:
    """The kind, then the id, what is a kind's own, and what all have; pandas is told its types."""
    export_target("facts.parquet").write(other, tmp_path / "facts.parquet")
    schema = import_module("pyarrow.parquet").read_schema(tmp_path / "facts.parquet")
    fields = ", ".join(f"{it.name} {it.type}{' or null' * it.nullable}" for it in schema)
    said = [schema.field(name).metadata for name in ("fact_kind", "year")]
    assert [fields, *map(str, said), str(schema.metadata)] == snapshot


@pytest.mark.client("import pyarrow", "import pandas")
def test_integers_stay_integers(tip: Tip, tmp_path: Path) -> None:
    """Pandas reads years as integers though facts without one have none."""
    frame = import_module("pandas").read_parquet(export(tip, tmp_path / "facts.parquet"))
    types = {"year": "Int64", "reported": "Int64", "open_ended": "boolean", "value": "float64"}
    assert {name: str(frame.dtypes[name]) for name in types} == types
    assert sorted(frame.year.dropna().unique())[0] == 2003


def test_too_little_memory(tip: Tip, tmp_path: Path, monkeypatch: Patch) -> None:
    """Where a library of a target finds no memory, that is what is said."""
    path = tmp_path / "facts.db"
    for error, said in (
        (MemoryError(), "it takes more memory than there is"),
        (ImportError("libx.so: cannot allocate"), "libx.so: cannot allocate"),
    ):
        monkeypatch.setattr("serbia_tip.export.sqlite.sqlite_file", Mock(side_effect=error))
        assert tip("export", str(path)) == (4, "", f"tip: can't write {path}: {said}\n")


def test_a_target_is_what_its_name_says(tip: Tip, tmp_path: Path) -> None:
    """The suffix, whatever its case; a folder without one or with a slash at the end."""
    modules = {"facts.SQLite": "sqlite", "a.folder/facts.json": "tables", "facts.v1.html": "page"}
    modules |= dict.fromkeys(["a.folder/facts", "facts.v1/", "facts.json//", ".facts"], "package")
    for path, module in modules.items():
        assert export_target(path).contents.startswith(f"serbia_tip.export.{module}:")
    message = f"tip: no export to '.gz': {', '.join(FILES)}, or a folder, which has no suffix\n"
    path = f"{tmp_path}/facts.db.gz"
    assert tip("--store", "nothing.toml", "export", path) == (2, "", message)
    for path in ("", ".", "..", "/", "a/..", "a/.", ".json", "a/.json", ".DB"):  # nothing new
        result = tip("export", "--", path)
        assert result == (2, "", f"tip: {path!r} names no new file or folder\n")
    for path in ("-", "~", "~/facts"):  # what other programs understand
        result = tip("export", "--", path)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), path
    text = tip("export", "-h").out
    assert "Example: tip export facts.db" in text
    assert [suffix for suffix in FILES if suffix not in text] == []


def test_a_library_that_is_missing(tip: Tip, tmp_path: Path, monkeypatch: Patch) -> None:
    """It is said in one line how to add what the target needs, by whatever one installs with."""
    libraries = {"xlsx": "xlsxwriter", "html": "jinja2", "parquet": "pyarrow"}
    meanings = ("a workbook", "a page to read", "a table of all facts for data frames")
    for (suffix, library), what in zip(libraries.items(), meanings, strict=True):
        monkeypatch.setitem(sys.modules, library, None)
        monkeypatch.delitem(
            sys.modules, FILES[f".{suffix}"].contents.partition(":")[0], raising=False
        )
        assert tip("export", str(tmp_path / f"facts.{suffix}")) == (
            *(1, ""),
            f"tip: {what} needs {library}, which the extra '{suffix}' brings; or add it: pip "
            f"install {library}, pipx inject serbia-tip {library}, or the option --with {library} "
            "of uv tool install\n",
        )
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        *TARGETS,
        pytest.param("facts.xlsx", marks=pytest.mark.client("import xlsxwriter")),
        pytest.param("facts.parquet", marks=pytest.mark.client("import pyarrow")),
    ],
)
def test_two_exports_are_the_same_bytes(tmp_path: Path, name: str) -> None:
    """Another folder, hour, zone, umask, seed, language: the same bytes, modes by the umask."""
    made = []
    for umask, seed, zone in ((0o022, "1", "UTC"), (0o077, "2", "Asia/Tokyo")):
        path = tmp_path / seed / name
        path.parent.mkdir()
        environment = {
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": ["C", "C.UTF-8"][umask > 0o022],
        }
        done = spawn("export", str(path), environment=environment, umask=umask, cwd=path.parent)
        assert (done.returncode, done.stdout) == (0, b"")
        for file in [path, *path.iterdir()] if path.is_dir() else [path]:
            assert file.stat().st_mode & 0o777 == (0o777 if file.is_dir() else 0o666) & ~umask
        made.append(contents(path))
        time.sleep(2.1 if seed == "1" and name == "facts.xlsx" else 0)  # a zip counts in twos
    assert made[0] == made[1]
