"""`tip export`: what it writes, what it refuses, and that it leaves nothing behind."""

import csv
import io
import json
import shutil
import sqlite3
import sys
import time
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from zipfile import ZipFile

import msgspec
import pytest

import serbia_tip
from serbia_tip.export import FILES, target
from serbia_tip.model import FACT_TYPES, Source, Store
from serbia_tip.queries.kinds import COMMANDS as ROWS
from serbia_tip.queries.rows import fields
from tests.conftest import OTHER, Tip, client, spawn
from tests.exported import (
    COMMANDS,
    FACTS,
    JOINS,
    MORE,
    TABLES,
    TARGETS,
    as_printed,
    contents,
    export,
    names,
    opened,
    whole,
)
from tests.small import small_store

pytestmark = pytest.mark.filterwarnings("error")
every_target = pytest.mark.parametrize("name", TARGETS)
each_form = pytest.mark.parametrize("name", ["facts.json", "facts"])
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'quoted' \"twice\" `thrice`",
    "a,b;c; d|e",
    "first\nsecond\r\nthird\rfourth",
    "nul\0 bell\a escape\x1b[31m delete\x7f",
    "right \u202eto left\u202c, zero\u200bwidth, line\u2028end",
    "'); DROP TABLE facts; --",
    "<script>alert(1)</script>",
    "null",
    "NaN",
    "true",
    "  spaces  ",
    "Đorđe Ниш 日本 \U0001f512",
]
"""Values that programs may take for something else than text."""


# --- what is written ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, other: Store) -> Path:
    """A folder with an export of the made-up store to each target."""
    folder = tmp_path_factory.mktemp("made")
    for name in TARGETS:
        target(name).write(other, folder / name)
    return folder


@pytest.fixture
def database(made: Path) -> Any:
    """The SQLite database of the made-up store."""
    with opened(made / "facts.db") as connection:
        yield connection


def described(made: Path) -> Any:
    """The description of the Data Package of the made-up store."""
    return json.loads((made / "facts" / "datapackage.json").read_text())


def cells(folder: Path, table: str) -> list[dict[str, str]]:
    """The cells of a table of the package, read as RFC 4180 has them."""
    text = (folder / f"{table}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def same_rows(tip: Tip, folder: Path, store: str | Path | None) -> None:
    """Hold that JSON, database and CSV files have the rows of the commands, and more."""
    found = json.loads((folder / "facts.json").read_text())
    with opened(folder / "facts.db") as database:
        for table in COMMANDS:
            wanted = whole(tip, table, store)
            assert found[table] == wanted
            assert [list(row) for row in found[table]] == [list(row) for row in wanted]
            rows = database.execute(f"SELECT * FROM {table}")  # noqa: S608  # our names
            assert [as_printed(dict(row)) for row in rows] == wanted
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


def test_the_shipped_store(tip: Tip, tmp_path: Path, shipped: Store) -> None:
    """It is whole in each target, under its licence, and no cell begins as a formula does."""
    for name in TARGETS[:4]:
        target(name).write(shipped, tmp_path / name)
    same_rows(tip, tmp_path, None)
    description = json.loads((tmp_path / "facts" / "datapackage.json").read_text())
    assert shipped.store.licence
    assert [each["name"] for each in description["licenses"]] == [shipped.store.licence.name]
    for file in (tmp_path / "facts").glob("*.csv"):
        for row in cells(file.parent, file.stem):
            for name, cell in row.items():
                if name not in ("lat", "lon"):  # which may be negative
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (file.name, cell)


ELSEWHERE = {
    "origin": "origin_code",
    "destination": "destination_code",
    "contradicts": "disputed_by",
}
"""The fields of facts that stand in their rows under another name."""


def test_no_field_of_a_fact_is_left_out(made: Path) -> None:
    """Whatever the store can say of a fact stands in its row; the store itself comes first."""
    found = json.loads((made / "facts.json").read_text())
    for kind in FACT_TYPES:
        own = {ELSEWHERE.get(name, name) for name in kind.__struct_fields__}
        assert own - set(found[kind.table][0]) == set(), kind
    assert list(found) == ["store", *TABLES]
    assert (found["store"]["title"], found["store"]["help_phone"]) == (
        *("Human trafficking in Arden", "+000 1"),
    )
    country = {"code": "XB", "alpha3": "XBB", "name": "Brückland", "lat": 11.0, "lon": 21.0}
    assert found["countries"][1] == {**country, "aliases": ["Брикланд", "Old Bruckland"]}


def test_nothing_of_a_source_is_left_out(tip: Tip, tmp_path: Path) -> None:
    """Whatever the store can say of a source stands in its row; its sections have their own."""
    said = {
        "authors": ["A. Writer", "B. Writer"],
        "doi": "10.1000/182",
        "copies": ["https://copies.example/book"],
        "note": "Read in translation.",
    }
    sections = {"sections.lead": "Introduction", "sections.end": "Conclusion"}
    store = small_store(tmp_path, source={**said, **sections}, laws=[{}])
    found = json.loads(export(tip, tmp_path / "facts.json", store).read_text())
    [source] = found["sources"]
    assert source.items() >= said.items()
    assert set(Source.__struct_fields__) - set(source) == {"sections"}
    assert found["sections"] == [
        {"source": "book", "section": "lead", "title": "Introduction"},
        {"source": "book", "section": "end", "title": "Conclusion"},
    ]


def test_sqlite_has_keys(database: sqlite3.Connection) -> None:
    """What refers to another row is a foreign key; what can be absent may be null."""
    columns = {
        row["name"]: (row["type"], row["notnull"], row["pk"])
        for row in database.execute("PRAGMA table_info(statistics)")
    }
    found = {name: columns[name] for name in ("id", "value", "out_of", "year")}
    assert found == {
        "id": ("TEXT", 1, 1),
        "value": ("NUMERIC", 1, 0),
        "out_of": ("NUMERIC", 0, 0),
        "year": ("INTEGER", 0, 0),
    }
    keys = {
        f"{table}.{row['from']} {row['table']}.{row['to']}"
        for table in [*TABLES, *JOINS]
        for row in database.execute(f"PRAGMA foreign_key_list({table})")
    }
    assert keys == {
        *(f"{kind}.id facts.id" for kind in FACTS),
        *("sections.source sources.id", "routes.origin_code countries.code"),
        *("routes.destination_code countries.code", "statistics.part_of statistics.id"),
        *("fact_sources.fact facts.id", "fact_sources.source sources.id"),
        *("disputes.fact facts.id", "disputes.disputed_by facts.id"),
    }


def test_sqlite_refuses_what_is_no_fact(made: Path, tmp_path: Path) -> None:
    """Whoever works on in the database is held to the same types, words and keys."""
    with sqlite3.connect(shutil.copy(made / "facts.db", tmp_path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        for change in (
            "UPDATE tiers SET tier = 'Tier 9'",
            "UPDATE routes SET open_ended = 2",
            "UPDATE routes SET people = 'women'",
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


def test_fields_say_what_they_mean(made: Path, database: sqlite3.Connection) -> None:
    """Database and package have the meaning of every column, in the words of `tip fields`."""
    said = {
        (row["of"], row["field"]): (row["title"], row["meaning"])
        for row in database.execute("SELECT * FROM fields")
    }
    assert said.keys() == {
        (table, row["name"])
        for table in ["store", *TABLES, *JOINS]
        for row in database.execute(f"PRAGMA table_info({table})")
    }
    resources = described(made)["resources"]
    for table, command in COMMANDS.items():
        meant = {field.name: (field.title, field.meaning) for field in fields(ROWS[command])}
        assert {name: said[table, name] for name in meant} == meant
        [schema] = [each["schema"] for each in resources if each["name"] == table]
        told = {each["name"]: (each["title"], each["description"]) for each in schema["fields"]}
        assert told == {name: said[table, name] for name in [*meant, *MORE.get(table, [])]}


def test_package_describes_its_files(made: Path) -> None:
    """The description: name, version, sources, and of each field what its row's type says."""
    folder, package = made / "facts", described(made)
    assert {key: package[key] for key in ("name", "title", "version", "description")} == {
        "name": "human-trafficking-in-arden",
        "title": "Human trafficking in Arden",
        "version": "1",
        "description": "21 facts, each with its source, 2003 to 2010.",
    }
    assert not {"licenses", "homepage", "created", "keywords", "contributors"} & package.keys()
    source = {"title": "Arden Gazette", "path": "https://gazette.example/2011"}
    assert package["sources"][0] == source
    resources = {resource["name"]: resource for resource in package["resources"]}
    for each in resources.values():
        file = (folder / each["path"]).read_bytes()
        told = (each["bytes"], each["hash"])
        assert told == (len(file), f"sha256:{sha256(file).hexdigest()}")
    paths = [resource["path"] for resource in resources.values()]
    assert names(folder) == sorted(["datapackage.json", *paths])
    constraints = {
        f"{name}.{field['name']}": (field["type"], field["constraints"])
        for name in ("routes", "statistics")
        for field in resources[name]["schema"]["fields"]
    }
    roles = ["source", "transit", "destination", "internal"]
    wanted = {
        "routes.role": ("string", {"required": True, "enum": roles}),
        "routes.id": ("string", {"required": True, "unique": True}),
        "routes.people": ("array", {"required": True}),
        "statistics.value": ("number", {"required": True}),
        "statistics.year": ("integer", {}),
    }
    assert {name: constraints[name] for name in wanted} == wanted
    key = {"fields": ["part_of"], "reference": {"resource": "", "fields": ["id"]}}
    assert key in resources["statistics"]["schema"]["foreignKeys"]


def test_package_says_all_that_the_store_does(tip: Tip, tmp_path: Path) -> None:
    """The day of the version, the address, the words to find it by, and who compiled it."""
    store = {
        "version": "2026.11.25",
        "description": "What is known of Arden.",
        "homepage": "https://x.example/",
        "keywords": ["Arden", "trafficking"],
        "authors": [{"family": "Anić", "given": "Ana"}, "The office"],
    }
    path = small_store(tmp_path, store=store, laws=[{}])
    said = json.loads((export(tip, tmp_path / "facts", path) / "datapackage.json").read_text())
    assert said["created"] == "2026-11-25T00:00:00Z"
    assert said["contributors"] == [
        {"title": "Ana Anić", "role": "author"},
        {"title": "The office", "role": "author"},
    ]
    assert {name: said[name] for name in ("description", "homepage", "keywords")}.items() <= (
        store.items()
    )


def test_package_has_csv_to_the_letter(made: Path) -> None:
    """Lists are JSON, truth is true or false, what is absent is empty, lines end as in RFC 4180."""
    raw = (made / "facts" / "routes.csv").read_bytes()
    assert raw.startswith(b"id,role,origin,")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 4
    first = cells(made / "facts", "routes")[0]
    told = (first["people"], first["open_ended"], first["destination"])
    assert told == ('["children"]', "false", "")


# --- any value, any store ----------------------------------------------------------------------


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
            {"group": text, "dimension": text, "measure": text, "break_before": text}
            for text in HOSTILE
        ],
        findings=[{"statement": text, "note": text, "topic": text} for text in HOSTILE],
        laws=[{"name": text, "attributed_to": text, "entity": text} for text in HOSTILE],
    )
    for name in ("facts.json", "facts.db", "facts"):
        target(name).write(serbia_tip.load(path), folder / name)
    return folder


def test_hostile_values_stay_as_they_are(tip: Tip, hostile: Path) -> None:
    """No value is changed, cut, run or taken for another; none acts where JSON is printed."""
    same_rows(tip, hostile, hostile / "small.toml")
    assert not {"\x1b", "\0", "\u202e", "\x7f"} & set((hostile / "facts.json").read_text())


@pytest.mark.client("frictionless")
def test_hostile_values_are_valid(hostile: Path) -> None:
    """A package full of them is a valid one."""
    path = str(hostile / "facts" / "datapackage.json")
    report = json.loads(client("frictionless", "validate", path, "--json"))
    assert report["valid"], report


@pytest.mark.client("import xlsxwriter", "import openpyxl")
def test_hostile_values_are_no_formulas(tmp_path: Path, hostile: Path) -> None:
    """A workbook holds them as text, opens on facts, and cuts no ampersand of its title in two."""
    path = tmp_path / "facts.xlsx"
    store = serbia_tip.load(hostile / "small.toml")
    about = serbia_tip.load(small_store(tmp_path, store={"title": "A&" * 99})).store
    target("facts.xlsx").write(msgspec.structs.replace(store, store=about), path)
    book = import_module("openpyxl").load_workbook(path)
    assert book.active.title == book.sheetnames[0] == FACTS[0]
    heading, *lines = book["findings"].values
    unescape = import_module("openpyxl.utils.escape").unescape
    shown = [unescape(dict(zip(heading, line, strict=True))["statement"]) for line in lines]
    as_lines = [text.replace("\r\n", "\n").replace("\r", "\n") for text in shown]
    assert as_lines == [text.replace("\r\n", "\n").replace("\r", "\n") for text in HOSTILE]
    types = {cell.data_type for row in book["findings"].iter_rows() for cell in row}
    assert types <= {"s", "n", "b"}
    with ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert f"&amp;L{'A&amp;&amp;' * 50}&amp;R" in sheet


@pytest.mark.client("import xlsxwriter")
def test_what_a_workbook_can_not_hold(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


@pytest.mark.client("import pyarrow", "import pandas")
def test_integers_stay_integers(tip: Tip, tmp_path: Path) -> None:
    """Pandas reads years as integers though facts without one have none."""
    path = export(tip, tmp_path / "facts.parquet")
    frame = import_module("pandas").read_parquet(path)
    types = {name: str(frame.dtypes[name]) for name in ("year", "reported", "open_ended", "value")}
    assert types == {
        "year": "Int64",
        "reported": "Int64",
        "open_ended": "boolean",
        "value": "float64",
    }
    assert sorted(frame.year.dropna().unique())[0] == 2003


def test_too_little_memory(tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a library of a target finds no memory, that is what is said."""
    path = tmp_path / "facts.db"
    for error, said in (
        (MemoryError(), "it takes more memory than there is"),
        (ImportError("libx.so: cannot allocate"), "libx.so: cannot allocate"),
    ):
        monkeypatch.setattr("serbia_tip.export.sqlite.contents", Mock(side_effect=error))
        assert tip("export", str(path)) == (4, "", f"tip: can't write {path}: {said}\n")


def test_a_store_without_facts(tip: Tip, tmp_path: Path) -> None:
    """Nothing but a title makes an export all the same."""
    store = small_store(tmp_path)
    Path(store).write_text(Path(store).read_text().partition("[sources")[0] + "[sources]\n")
    for name in TARGETS:
        export(tip, tmp_path / name, store)
    assert json.loads((tmp_path / "facts.json").read_text())["laws"] == []
    assert cells(tmp_path / "facts", "laws") == []
    with opened(tmp_path / "facts.db") as database:
        assert database.execute("SELECT count(*) FROM facts").fetchone()[0] == 0


# --- which target ------------------------------------------------------------------------------


def test_a_target_is_what_its_name_says(tip: Tip, tmp_path: Path) -> None:
    """The suffix, whatever its case; a folder without one or with a slash at the end."""
    for path, module in {
        "facts.SQLite": "sqlite",
        "a.folder/facts.json": "tables",
        "facts.v1.html": "page",
        "a.folder/facts": "package",
        "facts.v1/": "package",
        "facts.json//": "package",
        ".facts": "package",
    }.items():
        assert target(path).module == f"serbia_tip.export.{module}"
    message = f"tip: no export to '.gz': {', '.join(FILES)}, or a folder, which has no suffix\n"
    path = f"{tmp_path}/facts.db.gz"
    assert tip("--store", "nothing.toml", "export", path) == (2, "", message)


def test_what_names_nothing_new_is_refused(tip: Tip) -> None:
    """A path whose last part is no name, or that another program understands, is no target."""
    for path in ("", ".", "..", "/", "a/..", "a/.", ".json", "a/.json", ".DB"):
        result = tip("export", "--", path)
        assert result == (2, "", f"tip: {path!r} names no new file or folder\n")
    for path in ("-", "~", "~/facts"):
        result = tip("export", "--", path)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), path


def test_a_library_that_is_missing(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said in one line how to add what the target needs, by whatever one installs with."""
    for suffix, what, library in (
        ("xlsx", "a workbook", "xlsxwriter"),
        ("html", "a page to read", "jinja2"),
        ("parquet", "a table of all facts for data frames", "pyarrow"),
    ):
        monkeypatch.setitem(sys.modules, library, None)
        monkeypatch.delitem(sys.modules, FILES[f".{suffix}"].module, raising=False)
        assert tip("export", str(tmp_path / f"facts.{suffix}")) == (
            1,
            "",
            f"tip: {what} needs {library}, which the extra '{suffix}' brings; or add it: pip "
            f"install {library}, pipx inject serbia-tip {library}, or the option --with {library} "
            "of uv tool install\n",
        )
    assert names(tmp_path) == []


# --- reproducible ------------------------------------------------------------------------------


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
    for folder, umask, environment in (
        ("one", 0o022, {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        ("two", 0o077, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"}),
    ):
        path = tmp_path / folder / name
        path.parent.mkdir()
        done = spawn("export", str(path), environment=environment, umask=umask, cwd=path.parent)
        assert (done.returncode, done.stdout) == (0, b"")
        files = [path, *path.iterdir()] if path.is_dir() else [path]
        for file in files:
            assert file.stat().st_mode & 0o777 == (0o777 if file.is_dir() else 0o666) & ~umask
        made.append(contents(path))
        time.sleep(2.1 if folder == "one" and name == "facts.xlsx" else 0)  # a zip counts in twos
    assert made[0] == made[1]


# --- the house ---------------------------------------------------------------------------------


def test_every_target_is_in_the_help(tip: Tip) -> None:
    """The help names every suffix, and shows one example."""
    text = tip("export", "-h").out
    assert "Example: tip export facts.db" in text
    assert [suffix for suffix in FILES if suffix not in text] == []
