"""`tip export`: what it writes, what it refuses, and that it leaves nothing behind."""

import csv
import errno
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from serbia_tip import export as export_
from serbia_tip.errors import RefusedError, TipError, WriteError
from serbia_tip.export import FILES, target
from serbia_tip.export.atomic import is_plain_file, put
from serbia_tip.model import FACT_TYPES, Fact, Source, Store
from serbia_tip.queries.kinds import COMMANDS as ROWS
from serbia_tip.queries.rows import fields
from tests.conftest import OTHER, ROOT, Tip, client, spawn
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

every_target = pytest.mark.parametrize("name", TARGETS)
every_command = pytest.mark.parametrize("table", COMMANDS)
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


@pytest.mark.parametrize("store", [None, OTHER], ids=["shipped", "other"])
@every_command
def test_json_has_the_rows(tip: Tip, tmp_path: Path, table: str, store: Path | None) -> None:
    """Under each table's name stand the rows of the command, to the letter, and what is more."""
    named = [] if store is None else ["--store", str(store)]
    assert tip(*named, "export", str(tmp_path / "facts.json")).code == 0
    text = (tmp_path / "facts.json").read_text()
    wanted = whole(tip, table, store)
    assert json.loads(text)[table] == wanted
    assert [list(row) for row in json.loads(text)[table]] == [list(row) for row in wanted]
    lines = tip(*named, COMMANDS[table], "--json").out.strip("[]\n").splitlines()
    assert all(line.rstrip(",")[:-1] in text for line in lines)


def test_json_of_another_country(tip: Tip, tmp_path: Path) -> None:
    """The store itself comes first, then the countries."""
    found = json.loads(export(tip, tmp_path / "facts.json").read_text())
    assert list(found) == ["store", *TABLES]
    assert found["store"] == {
        "title": "Human trafficking in Arden",
        "country": "XA",
        "version": "1",
        "licence": None,
        "help_name": "Lantern",
        "help_phone": "+000 1",
        "help_url": "https://lantern.example/",
    }
    assert found["countries"][1] == {
        "code": "XB",
        "alpha3": "XBB",
        "name": "Brückland",
        "aliases": ["Брикланд", "Old Bruckland"],
        "lat": 11.0,
        "lon": 21.0,
    }


ELSEWHERE = {
    "origin": "origin_code",
    "destination": "destination_code",
    "contradicts": "disputed_by",
}
"""The fields of facts that stand in their rows under another name."""


@pytest.mark.parametrize("kind", FACT_TYPES)
def test_no_field_of_a_fact_is_left_out(tip: Tip, tmp_path: Path, kind: type[Fact]) -> None:
    """Whatever the store can say of a fact stands in its row."""
    found = json.loads(export(tip, tmp_path / "facts.json").read_text())[kind.table]
    own = {ELSEWHERE.get(name, name) for name in kind.__struct_fields__}
    assert own - set(found[0]) == set()


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


def test_the_break_of_a_series_is_not_left_out(tip: Tip, tmp_path: Path) -> None:
    """Whoever compares figures in a database sees why they must not, and what adds up."""
    with opened(export(tip, tmp_path / "facts.db")) as database:
        broken = database.execute(
            "SELECT id, break_before FROM statistics WHERE break_before IS NOT NULL"
        )
        assert dict(map(tuple, broken)) == {
            "convictions-2010": "suspended sentences were not counted before."
        }
        divided = database.execute(
            "SELECT statistics.id, each.value FROM statistics, json_each(partitioned_by) AS each"
        )
        assert dict(map(tuple, divided)) == {"victims-identified-2010": "sex"}


@pytest.mark.parametrize("store", [None, OTHER], ids=["shipped", "other"])
def test_sqlite_has_the_rows(tip: Tip, tmp_path: Path, store: Path | None) -> None:
    """Each table has the rows of its command and more, in their order, numbers as numbers."""
    named = [] if store is None else ["--store", str(store)]
    assert tip(*named, "export", str(tmp_path / "facts.db")).code == 0
    with opened(tmp_path / "facts.db") as database:
        for table in COMMANDS:
            found = database.execute(f"SELECT * FROM {table}")  # noqa: S608  # our names
            assert [as_printed(dict(row)) for row in found] == whole(tip, table, store)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]


def test_sqlite_has_types_and_keys(tip: Tip, tmp_path: Path) -> None:
    """What a row's type says, the table says: NOT NULL, keys, and the words that are allowed."""
    with opened(export(tip, tmp_path / "facts.db")) as database:
        columns = {
            row["name"]: (row["type"], row["notnull"], row["pk"])
            for row in database.execute("PRAGMA table_info(statistics)")
        }
        assert columns["id"] == ("TEXT", 1, 1)
        assert columns["value"] == ("NUMERIC", 1, 0)
        assert columns["out_of"] == ("NUMERIC", 0, 0)
        assert columns["year"] == ("INTEGER", 0, 0)
        assert columns["measure"] == ("TEXT", 1, 0)
        keys = {
            (table, row["from"], row["table"], row["to"])
            for table in [*TABLES, *JOINS]
            for row in database.execute(f"PRAGMA foreign_key_list({table})")
        }
    assert keys == {
        *((kind, "id", "facts", "id") for kind in FACTS),
        ("sections", "source", "sources", "id"),
        ("routes", "origin_code", "countries", "code"),
        ("routes", "destination_code", "countries", "code"),
        ("statistics", "part_of", "statistics", "id"),
        ("fact_sources", "fact", "facts", "id"),
        ("fact_sources", "source", "sources", "id"),
        ("disputes", "fact", "facts", "id"),
        ("disputes", "disputed_by", "facts", "id"),
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tiers SET tier = 'Tier 9'",
        "UPDATE routes SET open_ended = 2",
        "UPDATE routes SET people = 'women'",
        "UPDATE statistics SET unit = NULL",
        "UPDATE statistics SET part_of = 'nothing' WHERE part_of IS NOT NULL",
        "UPDATE fact_sources SET source = 'nothing'",
        "DELETE FROM countries",
        "INSERT INTO tiers SELECT * FROM tiers",
    ],
)
def test_sqlite_refuses_what_is_no_fact(tip: Tip, tmp_path: Path, change: str) -> None:
    """Whoever works on in the database is held to the same types, words and keys."""
    with sqlite3.connect(export(tip, tmp_path / "facts.db")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(change)


def test_sqlite_joins_facts_and_sources(tip: Tip, tmp_path: Path) -> None:
    """The view has a line for each source of each fact; the table of disputes has both ways."""
    with opened(export(tip, tmp_path / "facts.db")) as database:
        cited = [
            tuple(row)
            for row in database.execute(
                "SELECT source, locator, title, publisher, published, url FROM cited_facts"
                " WHERE id = 'transit-2010-xb-xc'"
            )
        ]
        disputes = {tuple(row) for row in database.execute("SELECT * FROM disputes")}
        kinds = dict(database.execute("SELECT kind, count(*) FROM facts GROUP BY kind").fetchall())
    report = ("Report on Trafficking 2010", "Office of Reports", "2010-06-30")
    gazette = ("Arden Gazette", "The Gazette", "2011-05", "https://gazette.example/2011")
    assert cited == [
        ("report-2010", "p. 13", *report, "https://reports.example/2010"),
        ("gazette", None, *gazette),
    ]
    assert disputes == {
        ("victims-identified-2010", "victims-identified-2010-gazette"),
        ("victims-identified-2010-gazette", "victims-identified-2010"),
        ("tier-2007", "tier-2007-gazette"),
        ("tier-2007-gazette", "tier-2007"),
    }
    assert kinds == {"route": 3, "statistic": 8, "tier": 5, "finding": 3, "law": 2}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("shelters", ["shelter-2010"]),
        ("bruckland AND men", ["transit-2010-xb-xc"]),
        ('names : "Trafficking Act"', ["trafficking-act-adopted"]),
        ('note : "watch list"', ["tier-2007-gazette"]),
        ("attributed_to : police", ["transit-2010-xb-xc"]),
        ('entity : "Union of Arden"', ["source-2004-xa", "tier-2003"]),
        ("nothingness", []),
    ],
)
def test_sqlite_is_searched_in_full_text(
    tip: Tip, tmp_path: Path, words: str, ids: list[str]
) -> None:
    """Statements, notes, names: stemmed, without regard to case and diacritics."""
    with opened(export(tip, tmp_path / "facts.db")) as database:
        found = database.execute(
            "SELECT facts.id FROM facts_fts JOIN facts ON facts.rowid = facts_fts.rowid"
            " WHERE facts_fts MATCH ? ORDER BY facts.rowid",
            (words,),
        )
        assert [name for (name,) in found] == ids


def test_sqlite_says_what_its_fields_mean(tip: Tip, tmp_path: Path) -> None:
    """A table has the meaning of every column, in the words of `tip fields`."""
    with opened(export(tip, tmp_path / "facts.db")) as database:
        said = {
            (row["of"], row["field"]): row["meaning"]
            for row in database.execute("SELECT * FROM fields")
        }
        columns = {
            (table, row["name"])
            for table in ["store", *TABLES, *JOINS]
            for row in database.execute(f"PRAGMA table_info({table})")
        }
    assert said.keys() == columns
    for table, command in COMMANDS.items():
        for row in tip("fields", command, "--json").json:
            assert said[table, row["field"]] == row["meaning"]


def test_package_describes_its_files(tip: Tip, tmp_path: Path) -> None:
    """The description: name, version, sources, and of each field what its row's type says."""
    folder = export(tip, tmp_path / "facts")
    package = json.loads((folder / "datapackage.json").read_text())
    assert {key: package[key] for key in ("name", "title", "version")} == {
        "name": "human-trafficking-in-arden",
        "title": "Human trafficking in Arden",
        "version": "1",
    }
    assert package["description"] == "21 facts, each with its source, 2003 to 2010."
    assert {"licenses", "homepage", "created", "keywords", "contributors"} & package.keys() == set()
    for described in package["resources"]:
        file = (folder / described["path"]).read_bytes()
        assert described["bytes"] == len(file)
        assert described["hash"] == f"sha256:{sha256(file).hexdigest()}"
    assert package["sources"][0] == {
        "title": "Arden Gazette",
        "path": "https://gazette.example/2011",
    }
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert names(folder) == sorted(
        ["datapackage.json", *(resource["path"] for resource in resources.values())]
    )
    for table, command in COMMANDS.items():
        described = resources[table]["schema"]["fields"]
        meanings = [(field.name, field.title, field.meaning) for field in fields(ROWS[command])]
        assert [
            (field["name"], field["title"], field["description"])
            for field in described[: len(meanings)]
        ] == meanings
        assert [field["name"] for field in described[len(meanings) :]] == MORE.get(table, [])
    of_routes = {field["name"]: field for field in resources["routes"]["schema"]["fields"]}
    assert of_routes["role"]["constraints"] == {
        "required": True,
        "enum": ["source", "transit", "destination", "internal"],
    }
    assert of_routes["id"]["constraints"] == {"required": True, "unique": True}
    assert of_routes["open_ended"]["type"] == "boolean"
    assert of_routes["people"]["type"] == "array"
    assert of_routes["purpose"]["constraints"] == {}
    figures = {
        field["name"]: field["type"] for field in resources["statistics"]["schema"]["fields"]
    }
    assert (figures["value"], figures["year"], figures["unit"]) == ("number", "integer", "string")
    assert {
        "fields": ["part_of"],
        "reference": {"resource": "", "fields": ["id"]},
    } in resources["statistics"]["schema"]["foreignKeys"]


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
    folder = export(tip, tmp_path / "facts", path)
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["created"] == "2026-11-25T00:00:00Z"
    assert package["contributors"] == [
        {"title": "Ana Anić", "role": "author"},
        {"title": "The office", "role": "author"},
    ]
    for name in ("description", "homepage", "keywords"):
        assert package[name] == store[name]


@pytest.mark.parametrize("version", ["1", "2026", "2026.11", "2026.02.30"])
def test_package_of_a_version_that_is_no_day(tip: Tip, tmp_path: Path, version: str) -> None:
    """What no day is known of has none."""
    path = small_store(tmp_path, store={"version": version}, laws=[{}])
    folder = export(tip, tmp_path / "facts", path)
    assert "created" not in json.loads((folder / "datapackage.json").read_text())


def test_package_of_the_shipped_store_has_its_licence(
    tip: Tip, tmp_path: Path, shipped: Store
) -> None:
    """The terms are those of the store."""
    assert tip("export", f"{tmp_path}/facts").code == 0
    package = json.loads((tmp_path / "facts" / "datapackage.json").read_text())
    assert shipped.store.licence
    assert [licence["name"] for licence in package["licenses"]] == [shipped.store.licence.name]


def cells(folder: Path, table: str) -> list[dict[str, str]]:
    """The cells of a table of the package, read as RFC 4180 has them."""
    text = (folder / f"{table}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_package_has_csv_to_the_letter(tip: Tip, tmp_path: Path) -> None:
    """Lists are JSON, truth is true or false, what is absent is empty, lines end as in RFC 4180."""
    folder = export(tip, tmp_path / "facts")
    raw = (folder / "routes.csv").read_bytes()
    assert raw.startswith(b"id,role,origin,")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 4
    first = cells(folder, "routes")[0]
    assert (first["people"], first["open_ended"], first["destination"]) == (
        '["children"]',
        "false",
        "",
    )
    assert cells(folder, "fact_sources")[0] == {
        "fact": "source-2010-xa-xb",
        "number": "1",
        "source": "report-2010",
        "locator": "p. 12",
        "credit": "",
    }


def test_no_cell_of_the_shipped_store_is_taken_for_a_formula(tip: Tip, tmp_path: Path) -> None:
    """What the README says of spreadsheets is true: nothing begins as a formula does."""
    assert tip("export", f"{tmp_path}/facts").code == 0
    for file in (tmp_path / "facts").glob("*.csv"):
        for row in cells(file.parent, file.stem):
            for name, cell in row.items():
                if name not in ("lat", "lon"):  # which may be negative
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (file.name, cell)


# --- any value, any store ----------------------------------------------------------------------


def hostile(folder: Path) -> str:
    """A store whose every free text is a hostile one."""
    return small_store(
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


@every_command
def test_hostile_values_stay_as_they_are(tip: Tip, tmp_path: Path, table: str) -> None:
    """No value is changed, cut, run or taken for another, in any of the targets."""
    store = hostile(tmp_path)
    shown = whole(tip, table, store)
    found = json.loads(export(tip, tmp_path / "facts.json", store).read_text())
    assert found[table] == shown
    with opened(export(tip, tmp_path / "facts.db", store)) as database:
        rows = database.execute(f"SELECT * FROM {table}")  # noqa: S608  # our names
        assert [as_printed(dict(row)) for row in rows] == shown
        assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]
    folder = export(tip, tmp_path / "facts", store)
    for row, wanted in zip(cells(folder, table), shown, strict=True):
        for name, value in wanted.items():
            if isinstance(value, str):
                assert row[name] == value
            elif isinstance(value, list):
                assert json.loads(row[name]) == value


def test_hostile_values_do_not_reach_a_terminal(tip: Tip, tmp_path: Path) -> None:
    """In JSON, which people print, what acts on a terminal is escaped."""
    text = export(tip, tmp_path / "facts.json", hostile(tmp_path)).read_text()
    assert not {"\x1b", "\0", "\u202e", "\x7f"} & set(text)


@pytest.mark.client("frictionless")
def test_hostile_values_are_valid(tip: Tip, tmp_path: Path) -> None:
    """A package full of them is a valid one."""
    folder = export(tip, tmp_path / "facts", hostile(tmp_path))
    report = json.loads(
        client("frictionless", "validate", str(folder / "datapackage.json"), "--json")
    )
    assert report["valid"], report


@pytest.mark.client("import xlsxwriter", "import openpyxl")
def test_hostile_values_are_no_formulas(tip: Tip, tmp_path: Path) -> None:
    """A workbook holds them as text."""
    book = export(tip, tmp_path / "facts.xlsx", hostile(tmp_path))
    sheet = import_module("openpyxl").load_workbook(book)["findings"]
    heading, *lines = sheet.values
    unescape = import_module("openpyxl.utils.escape").unescape
    shown = [unescape(dict(zip(heading, line, strict=True))["statement"]) for line in lines]
    assert [text.replace("\r\n", "\n").replace("\r", "\n") for text in shown] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in HOSTILE
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


@pytest.mark.client("import xlsxwriter")
def test_a_text_that_fits_in_no_cell(tip: Tip, tmp_path: Path) -> None:
    """A workbook that would lack a text is not written."""
    store = small_store(tmp_path, laws=[{"note": "n" * 40_000}])
    result = tip("--store", store, "export", str(tmp_path / "facts.xlsx"))
    assert result == (4, "", "tip: laws: note of row 1 is too long for a cell\n")
    assert names(tmp_path) == ["small.toml"]


@every_target
def test_a_store_without_facts(tip: Tip, tmp_path: Path, name: str) -> None:
    """Nothing but a title makes an export all the same."""
    store = small_store(tmp_path)
    Path(store).write_text(Path(store).read_text().partition("[sources")[0] + "[sources]\n")
    path = export(tip, tmp_path / name, store)
    if name == "facts.json":
        assert json.loads(path.read_text())["laws"] == []
    elif path.is_dir():
        assert cells(path, "laws") == []
    elif path.suffix in (".db", ".sqlite"):
        with opened(path) as database:
            assert database.execute("SELECT count(*) FROM facts").fetchone()[0] == 0


# --- which target ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("facts.db", "sqlite"),
        ("facts.SQLite", "sqlite"),
        ("a.folder/facts.json", "tables"),
        ("facts.v1.html", "page"),
        ("facts.xlsx", "xlsx"),
        ("facts", "package"),
        ("a.folder/facts", "package"),
        ("facts.v1/", "package"),
        ("facts.json//", "package"),
        (".facts", "package"),
    ],
)
def test_a_target_is_what_its_name_says(path: str, module: str) -> None:
    """The suffix, whatever its case; a folder without one or with a slash at the end."""
    assert target(path).module == f"serbia_tip.export.{module}"


@pytest.mark.parametrize("path", ["facts.csv", "facts.v1", "facts.db.gz", "facts."])
def test_another_suffix_is_refused(tip: Tip, tmp_path: Path, path: str) -> None:
    """What is no target is a mistake of the command line, whatever the store; it names the right.

    A name that ends in a dot has no suffix, and is a folder.
    """
    result = tip("--store", "nothing.toml", "export", f"{tmp_path}/{path}")
    if path.endswith("."):
        assert result.code == 3
        return
    suffix = Path(path).suffix
    assert result == (
        2,
        "",
        f"tip: no export to '{suffix}': .db, .sqlite, .json, .html, .parquet, .xlsx, or a folder, "
        "which has no suffix\n",
    )


@pytest.mark.parametrize(
    "path", ["", ".", "..", "/", "a/..", "a/.", "./", ".json", "a/.json", ".DB", ".xlsx/"]
)
def test_what_names_nothing_new_is_refused(tip: Tip, path: str) -> None:
    """A path whose last part is no name is no target."""
    result = tip("export", path)
    assert result == (2, "", f"tip: {path!r} names no new file or folder\n")


@pytest.mark.parametrize(
    ("target", "what", "library"),
    [
        ("xlsx", "a workbook", "xlsxwriter"),
        ("html", "a page to read", "jinja2"),
        ("parquet", "a table of all facts for data frames", "pyarrow"),
    ],
)
def test_a_library_that_is_missing(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, what: str, library: str
) -> None:
    """It is said in one line how to add what the target needs, by whatever one installs with."""
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"serbia_tip.export.{target}", raising=False)
    result = tip("export", str(tmp_path / f"facts.{target}"))
    assert result.code == 1
    assert result.err == (
        f"tip: {what} needs {library}, which the extra '{target}' brings; or add it: pip install "
        f"{library}, pipx inject serbia-tip {library}, or the option --with {library} of uv tool "
        "install\n"
    )
    assert names(tmp_path) == []


# --- what is in the way ------------------------------------------------------------------------

STAYS = "is there already; --force replaces a file, or a folder that is an unchanged export"


@every_target
def test_what_is_there_is_refused(tip: Tip, tmp_path: Path, name: str) -> None:
    """A second export without --force changes nothing."""
    path = export(tip, tmp_path / name)
    before = contents(path)
    result = tip("export", str(path))
    assert result == (1, "", f"tip: {path} {STAYS}\n")
    assert contents(path) == before
    assert names(tmp_path) == [name]


@every_target
def test_force_replaces_an_export(tip: Tip, tmp_path: Path, name: str) -> None:
    """With --force the new stands where the old one stood, and nothing else is there."""
    path = export(tip, tmp_path / name, small_store(tmp_path, laws=[{}]))
    former = contents(path)
    export(tip, path, OTHER, "--force")
    (tmp_path / "other").mkdir()
    fresh = export(tip, tmp_path / "other" / name)
    assert contents(path) == contents(fresh) != former
    assert names(tmp_path) == sorted([name, "other", "small.toml"])


def kept(tip: Tip, path: Path) -> None:
    """Hold that --force refuses, and leaves everything around the path as it was."""
    before = contents(path.parent)
    assert tip("export", str(path), "--force") == (1, "", f"tip: {path} {STAYS}\n")
    assert contents(path.parent) == before


def test_an_empty_folder_is_refused(tip: Tip, tmp_path: Path) -> None:
    """Even an empty folder is someone's."""
    (tmp_path / "facts").mkdir(mode=0o700)
    kept(tip, tmp_path / "facts")


STRANGE = {
    "another file": "notes.txt",
    "a hidden file": ".hidden",
    "a file in a folder": "folder/notes.txt",
    "a file of one's own name": "laws.csv",
    "a folder of that name": "laws.csv/thesis.txt",
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("package", [True, False], ids=["package", "folder"])
def test_force_spares_the_files_of_others(
    tip: Tip, tmp_path: Path, strange: str, package: bool
) -> None:
    """A folder with anything that an export did not put there is left alone."""
    if package:
        export(tip, tmp_path / "facts")
        if strange.startswith("laws"):
            (tmp_path / "facts" / "laws.csv").unlink()
    file = tmp_path / "facts" / strange
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("years of work")
    kept(tip, tmp_path / "facts")
    assert file.read_text() == "years of work"


def test_force_spares_a_folder_that_lacks_a_file(tip: Tip, tmp_path: Path) -> None:
    """Whoever has taken a file out of an export has made it their own."""
    (export(tip, tmp_path / "facts") / "laws.csv").unlink()
    kept(tip, tmp_path / "facts")


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"generator": "x", "resources": []}', "\xff"])
def test_force_spares_the_packages_of_others(tip: Tip, tmp_path: Path, said: str) -> None:
    """A Data Package that another tool made is not one of ours."""
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "datapackage.json").write_text(said, encoding="latin-1")
    kept(tip, folder)


@every_target
def test_force_spares_what_is_of_another_kind(tip: Tip, tmp_path: Path, name: str) -> None:
    """A folder does not give way to a file, nor a file to a folder, nor a pipe to either."""
    path = tmp_path / name
    if target(name) is export_.FOLDER:
        path.write_text("a file")
    else:
        path.mkdir()
    kept(tip, path)
    pipe = tmp_path / f"pipe-{name}"
    os.mkfifo(pipe)
    result = tip("export", str(pipe), "--force")
    assert result == (1, "", f"tip: {pipe} {STAYS}\n")
    assert pipe.is_fifo()


@pytest.mark.parametrize("to", ["file", "folder", "export", "nowhere"])
@every_target
def test_a_link_stays(tip: Tip, tmp_path: Path, name: str, to: str) -> None:
    """A link at the target is neither followed nor replaced."""
    pointed = tmp_path / ("pointed" if target(name) is export_.FOLDER else f"pointed-{name}")
    if to == "file":
        pointed.write_text("a file")
    elif to == "folder":
        pointed.mkdir()
    elif to == "export":
        export(tip, pointed)
    link = tmp_path / name
    link.symlink_to(pointed)
    for spelled in {str(link), f"{link}/" if name == "facts" else str(link)}:
        for more in ([], ["--force"]):
            result = tip("export", spelled, *more)
            assert result == (1, "", f"tip: {link} {STAYS}\n")
    assert link.is_symlink()
    assert pointed.exists() == (to != "nowhere")


@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/null", "/dev/fd/1"])
def test_a_device_stays(tip: Tip, device: str) -> None:
    """What the system has under a name is nothing to replace."""
    before = os.lstat(device)
    assert tip("export", device, "--force") == (1, "", f"tip: {device} {STAYS}\n")
    assert os.lstat(device)[:3] == before[:3]


def test_a_link_within_a_folder_stays(tip: Tip, tmp_path: Path) -> None:
    """A folder in which a link has taken the place of a file is no export any longer."""
    folder = export(tip, tmp_path / "facts")
    (folder / "laws.csv").rename(tmp_path / "laws.csv")
    (folder / "laws.csv").symlink_to(tmp_path / "laws.csv")
    kept(tip, folder)
    assert (folder / "laws.csv").is_symlink()


def test_force_keeps_the_mode_of_a_file(tip: Tip, tmp_path: Path) -> None:
    """Whoever has closed a file to others does not find it open."""
    path = export(tip, tmp_path / "facts.json")
    path.chmod(0o600)
    export(tip, path, OTHER, "--force")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_comes_in_the_meantime_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that appears while the export is made is not replaced."""
    path = tmp_path / "facts"
    write_bytes = Path.write_bytes

    def meanwhile(file: Path, data: bytes) -> int:
        path.mkdir()
        (path / "notes.txt").write_text("came first")
        return write_bytes(file, data)

    monkeypatch.setattr(Path, "write_bytes", meanwhile)
    with pytest.raises(WriteError):
        put(path, {"file": b"new"}, is_plain_file)
    assert {*contents(tmp_path).values()} == {b"came first"}


# --- what can't be written ---------------------------------------------------------------------


@every_target
def test_a_folder_that_is_not_there(tip: Tip, tmp_path: Path, name: str) -> None:
    """No folder is made for a target; one line says which is missing."""
    path = tmp_path / "missing" / name
    result = tip("export", str(path))
    assert result == (4, "", f"tip: can't write {path}: there is no folder {path.parent}\n")
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["a\0b.json", "n" * 300 + ".json", "a\0b", "n" * 300])
def test_a_name_that_can_not_be(tip: Tip, tmp_path: Path, name: str) -> None:
    """What the system takes for no name can't be written."""
    result = tip("export", f"{tmp_path}/{name}")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith("tip: can't write ")
    assert result.err.count("\n") == 1
    assert names(tmp_path) == []


@every_target
def test_a_file_in_place_of_a_folder(tip: Tip, tmp_path: Path, name: str) -> None:
    """A parent that is a file is one line too."""
    (tmp_path / "file").write_text("")
    result = tip("export", str(tmp_path / "file" / name))
    assert (result.code, result.out) == (4, "")
    assert result.err.count("\n") == 1


@every_target
def test_a_folder_that_may_not_be_written(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without permission there is one line, and exit 4."""

    def mkdir(*_: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "mkdir", mkdir)
    path = tmp_path / name
    assert tip("export", str(path)) == (4, "", f"tip: can't write {path}: Permission denied\n")


def failing(kind: Callable[[], BaseException]) -> Callable[..., int]:
    """A way of writing bytes that writes half of them and then fails."""

    def write(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise kind()

    return write


FAILURES: dict[str, tuple[Callable[[], BaseException], int, str]] = {
    "full": (lambda: OSError(errno.ENOSPC, "No space left on device"), 4, "No space left"),
    "broken": (lambda: OSError(errno.EIO, "Input/output error"), 4, "Input/output error"),
    "refused": (lambda: RefusedError("no"), 1, "no"),
    "interrupted": (KeyboardInterrupt, 130, ""),
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("there", [False, True], ids=["new", "replacing"])
@every_target
def test_a_failure_leaves_nothing(
    tip: Tip,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    there: bool,
    failure: str,
) -> None:
    """A full disk, a broken one, Ctrl-C: what was there is there, nothing else."""
    path = tmp_path / name
    if there:
        export(tip, path)
    before = contents(tmp_path)
    kind, code, said = FAILURES[failure]
    monkeypatch.setattr(Path, "write_bytes", failing(kind))
    result = tip("export", str(path), "--force")
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert result.err.count("\n") == (1 if said else 0)
    assert contents(tmp_path) == before
    assert names(tmp_path) == ([name] if there else [])


@every_target
def test_a_disk_that_fills_up(tmp_path: Path, name: str) -> None:
    """A file that the system cuts short is removed again."""
    result = spawn(
        *("--store", str(OTHER), "export", str(tmp_path / name)),
        environment={"PYTHONDONTWRITEBYTECODE": "1"},  # which would be cut short as well
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)),
    )
    message = f"tip: can't write {tmp_path / name}: File too large\n"
    assert (result.returncode, result.stdout, result.stderr.decode()) == (4, b"", message)
    assert names(tmp_path) == []


@pytest.mark.parametrize("step", ["rename", "replace"], ids=["away", "into place"])
def test_a_folder_that_can_not_be_moved(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A folder that was moved away comes back when the new one can't take its place."""
    path = export(tip, tmp_path / "facts", small_store(tmp_path, laws=[{}]))
    before = contents(tmp_path)

    def failing_step(*_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, step, failing_step)
    result = tip("export", str(path), "--force")
    assert result == (4, "", f"tip: can't write {path}: Input/output error\n")
    assert contents(tmp_path) == before
    assert names(tmp_path) == ["facts", "small.toml"]


def test_litter_that_can_not_be_removed_is_no_failure(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the file is in its place, nothing says that it could not be written."""
    rmdir = os.rmdir

    def failing_rmdir(path: Any, **options: Any) -> None:
        if ".tip-" in str(path):
            raise OSError(errno.EIO, "Input/output error")
        rmdir(path, **options)

    monkeypatch.setattr(os, "rmdir", failing_rmdir)
    export(tip, tmp_path / "facts.json")


def test_a_folder_that_may_be_written_but_not_read(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is looked for in the folder, which may have the mode 333."""
    opened_by_system = os.open

    def refusing(path: Any, *more: Any, **options: Any) -> int:
        if os.fspath(path) == str(tmp_path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened_by_system(path, *more, **options)

    monkeypatch.setattr(os, "open", refusing)
    for name in TARGETS:
        export(tip, tmp_path / name)


SIGNALLED = """
import os, signal, sys
from serbia_tip.cli.main import run

number, moment, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
count = 0

def watch(event, arguments):
    global count
    if event.startswith(("os.", "open", "tempfile.", "shutil.")) and event != "os.kill":
        if count or folder in str(arguments):
            count += 1
            if count == moment:
                os.kill(os.getpid(), number)

sys.addaudithook(watch)
code = run(sys.argv[4:])
print(count)
sys.exit(code)
"""
"""`tip`, which is sent a signal at a moment: before the system is asked for something."""
ENDING = {signal.SIGINT: 130, signal.SIGTERM: -signal.SIGTERM, signal.SIGHUP: -signal.SIGHUP}


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
@pytest.mark.parametrize("there", [False, True], ids=["new", "replacing"])
@pytest.mark.parametrize("name", ["facts.json", "facts"])
def test_a_signal_leaves_nothing_half_done(
    tip: Tip, tmp_path: Path, name: str, there: bool, number: signal.Signals
) -> None:
    """At whichever moment a process is told to end, the export is whole or isn't there.

    So is what it replaces; nothing else is left, nothing is said, and the exit code tells.
    """
    small = small_store(tmp_path, laws=[{}])
    former = contents(export(tip, tmp_path / name, small)) if there else {}
    fresh = contents(export(tip, tmp_path / f"fresh-{name}"))
    around = names(tmp_path)
    moment, moments = 0, 1
    while moment < moments:
        moment += 1 if name == "facts.json" or moment < 8 else 9
        done = subprocess.run(
            [
                *(sys.executable, "-c", SIGNALLED, str(number.value), str(moment), str(tmp_path)),
                *("--store", str(OTHER), "export", str(tmp_path / name), "--force"),
            ],
            capture_output=True,
            preexec_fn=lambda: [signal.signal(each, signal.SIG_DFL) for each in ENDING],
            timeout=60,
        )
        if done.returncode == 0:  # it was all done
            moments = int(done.stdout)
            assert moment > moments
        else:
            assert (done.returncode, done.stderr) == (ENDING[number], b"")
            moments = moment + 1
        path = tmp_path / name
        assert (contents(path) if path.exists() else {}) in (former, fresh)
        assert {*names(tmp_path)} - {name} == {*around} - {name}
        if there:
            export(tip, path, small, "--force")
        elif path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    """Under nohup a lost terminal does not end the export."""
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    path = tmp_path / "facts.json"
    done = subprocess.run(
        [
            *(sys.executable, "-c", ignoring + SIGNALLED, str(signal.SIGHUP.value), "1"),
            *(str(tmp_path), "--store", str(OTHER), "export", str(path)),
        ],
        check=True,
    )
    assert done.returncode == 0
    assert json.loads(path.read_text())["store"]["country"] == "XA"


def test_a_library_may_export_in_a_thread(tmp_path: Path, other: Store) -> None:
    """Where signals can't be watched, an export works all the same; and the watch ends with it."""
    thread = threading.Thread(target=target("a.json").write, args=(other, tmp_path / "a.json"))
    thread.start()
    thread.join()
    assert (tmp_path / "a.json").exists()
    target("b.json").write(other, tmp_path / "b.json")
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


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


def test_an_export_holds_no_trace_of_its_making(tip: Tip, tmp_path: Path) -> None:
    """Neither the folder nor the user is in what is written."""
    for name in TARGETS:
        for data in contents(export(tip, tmp_path / name)).values():
            assert os.fsencode(tmp_path) not in data
            assert os.fsencode(ROOT) not in data
            assert b".tip-" not in data


# --- the house ---------------------------------------------------------------------------------


def test_every_target_is_in_the_help(tip: Tip) -> None:
    """The help names every suffix, and shows one example."""
    text = tip("export", "-h").out
    assert "Example: tip export facts.db" in text
    assert [suffix for suffix in FILES if suffix not in text] == []


def test_an_error_of_a_target_is_an_error_of_the_tool() -> None:
    """What a target raises ends the command with its own code."""
    assert issubclass(RefusedError, TipError)
