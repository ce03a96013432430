"""`import serbia_tip`: the facts and the queries, as a program takes them."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
from zipfile import ZipFile

import msgspec
import pytest
from msgspec import Meta

import serbia_tip
import serbia_tip.library
from serbia_tip import Common
from serbia_tip.errors import StoreError
from serbia_tip.model import Role, Store, allowed_words, read_reference
from tests.conftest import OTHER, ROOT, Tip


def test_load_takes_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is read from a text or a path; without one, it is the shipped one, whatever is set.

    The variables that move the command don't move the library.
    """
    monkeypatch.setenv("TIP_STORE", str(OTHER))
    assert serbia_tip.load(str(OTHER)) == serbia_tip.load(OTHER)
    assert serbia_tip.load().store.country == "RS"
    with pytest.raises(StoreError, match="can't read the store"):
        serbia_tip.load(tmp_path / "missing.toml")


# Command lines, and the queries of the library that ask the same.
QUERIES: dict[str, tuple[Callable[..., Sequence[Any]], dict[str, Any]]] = {
    "routes --country XB --country XC": (serbia_tip.routes, {"country": ["XB", "XC"]}),
    "routes --from XBB --to XC": (serbia_tip.routes, {"origin": ["XBB"], "destination": ["XC"]}),
    "stats --totals": (serbia_tip.statistics, {"totals": True}),
    "stats --dimension sex": (serbia_tip.statistics, {"dimension": ["sex"]}),
    "stats --group men": (serbia_tip.statistics, {"group": ["men"]}),
    "tiers --changes": (serbia_tip.tiers, {"changes": True}),
    "tiers --tier 2WL": (serbia_tip.tiers, {"tier": ["2WL"]}),
    "tiers --year 2005 --year 2007": (serbia_tip.tiers, {"year": [2005, 2007]}),
    "policy --topic shelter": (serbia_tip.findings, {"topic": "shelter"}),
    "policy --assessment shortcoming": (serbia_tip.findings, {"assessment": ["shortcoming"]}),
    "laws --kind treaty": (serbia_tip.laws, {"kind": ["treaty"]}),
    "sources --source Gazette": (serbia_tip.sources, {"source": "Gazette"}),
    "timeline --kind law": (serbia_tip.timeline, {"kind": "law"}),
    "coverage": (serbia_tip.coverage, {}),
    "search shelter": (serbia_tip.search, {"words": "shelter"}),
}


def test_queries_give_the_rows_of_the_commands(tip: Tip, other: Store) -> None:
    """A query's rows, as JSON or as plain dicts, are those that the command prints."""
    for line, (ask, arguments) in QUERIES.items():
        rows = ask(other, **arguments)
        assert len(rows) > 0
        printed = tip(*line.split(), "--store", str(OTHER), "--json").json
        assert msgspec.to_builtins(rows) == printed, line
        records = serbia_tip.records(rows)
        assert (records, {type(record) for record in records}) == (printed, {dict}), line


def test_a_reference_is_a_source_and_a_place() -> None:
    """`key[locator]`; what is not written so is a key."""
    for text, parts in {
        **{"book": ("book", None), "book[p. 1]": ("book", "p. 1"), "book[]": ("book", "")},
        **{"book[a[b]]": ("book", "a[b]"), "[p. 1]": ("", "p. 1"), "": ("", None)},
        **{text: (text, None) for text in ("book[p. 1", "book]", "book[a]b")},
    }.items():
        assert (text, read_reference(text)) == (text, parts)


def test_a_vocabulary_is_that_of_the_type() -> None:
    """The words in their order; none where any text will do."""
    assert allowed_words(Role) == ("source", "transit", "destination", "internal")
    free = [Annotated[str, Meta(title="Free")], str, list[str], str | None]
    assert [allowed_words(annotation) for annotation in (Literal["b", "a"], *free)] == [
        *(("b", "a"), (), (), (), ())
    ]


def test_each_field_has_a_plain_column_type() -> None:
    """Each field has a plain type, in the order of the fields."""
    types = serbia_tip.column_types(serbia_tip.StatisticRow)
    assert list(types) == list(serbia_tip.StatisticRow.__struct_fields__)
    assert (types["value"], types["year"], types["unit"]) == (float, int, str)
    assert types["sources"] == list[str]
    assert serbia_tip.column_types(serbia_tip.RouteRow)["open_ended"] is bool


def test_what_goes_wrong_can_be_caught(other: Store) -> None:
    """One class catches all, and each error of the library is one of its kind."""
    with pytest.raises(serbia_tip.TipError):
        serbia_tip.load("nothing.toml")
    with pytest.raises(serbia_tip.NotThereError, match=r"^no kind 'zebra'; there is statute \(1\)"):
        serbia_tip.laws(other, kind=["zebra"])
    with pytest.raises(AttributeError):
        other.statistics[0].value = 1  # type: ignore[misc]
    assert issubclass(serbia_tip.StoreError, serbia_tip.TipError)


def test_all_that_is_offered() -> None:
    """Each name that the package offers is there, and says what it is for."""
    names = serbia_tip.library.__all__
    assert len(names) == len({*names})
    assert [name for name in names if not getattr(serbia_tip, name).__doc__] == []
    assert {*names, "__version__"} == set(dir(serbia_tip))


USE = """
import serbia_tip

facts = serbia_tip.load()
value: int | float = facts.statistics[0].value
codes: list[str] = list(facts.countries)
for row in serbia_tip.routes(facts, role="transit", year=2008, by=["state"]):
    origin: str | None = row.origin
    sources: list[str] = row.sources
years: list[int] = [row.year for row in serbia_tip.tiers(facts, changes=True)]
topics: set[str] = {row.topic for row in serbia_tip.findings(facts, area=["protection"])}
records: list[dict[str, object]] = serbia_tip.records(serbia_tip.tiers(facts))
row_of: serbia_tip.RouteRow = serbia_tip.routes(facts)[0]
names: list[str] = [row.name for row in serbia_tip.laws(facts)]
ended: list[list[str]] = [each.said_by for each in serbia_tip.ended_series(facts)]
of_year: list[serbia_tip.TierRow] = serbia_tip.year(facts, 2007).tiers
rests: dict[str, int] = {row.id: row.facts for row in serbia_tip.sources(facts)}
asked: serbia_tip.Filters = {"since": 2010, "deprecated": True}
both: list[serbia_tip.FactRow] = [each.first for each in serbia_tip.disputes(facts, **asked)]
best: list[float] = [row.score for row in serbia_tip.search(facts, "shelter", kind="finding")]
cited: str = serbia_tip.cite(facts, "tip-2008", style="ris")
kind: serbia_tip.Card | serbia_tip.SourceCard = serbia_tip.show(facts, "tip-2008")
"""
MISUSE = """
import serbia_tip

facts = serbia_tip.load()
a: str = facts.statistics[0].value
b = facts.statistic
c: str = serbia_tip.routes(facts)[0].origin
serbia_tip.routes(facts, roles=["transit"])
serbia_tip.year(facts, 2007).tier
serbia_tip.tiers(facts, since="2007")
serbia_tip.cite(facts, style="harvard")
"""


@pytest.mark.client("mypy")
def test_types_reach_programs_that_use_it(tmp_path: Path) -> None:
    """A strict type checker accepts right uses, and sees each wrong one: the package is typed."""
    (tmp_path / "use.py").write_text(USE)
    (tmp_path / "misuse.py").write_text(MISUSE)
    line = ["mypy", "--strict", "--config-file=", "--no-error-summary", str(tmp_path)]
    checked = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    said = (line.partition(": error: ") for line in checked.stdout.splitlines())
    wrong = [Path(place).name for place, error, _ in said if error]
    assert (checked.stderr, wrong) == ("", [f"misuse.py:{number}" for number in range(5, 12)])
    assert (files("serbia_tip") / "py.typed").is_file()
    assert 'packages = ["src/serbia_tip"]' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.client("import hatchling")
def test_the_wheel_is_a_library(tmp_path: Path) -> None:
    """What a notebook does works in the wheel too, whose store is compiled."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, timeout=60, check=True)
    [wheel] = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    ZipFile(wheel).extractall(unpacked)
    use = [sys.executable, "-W", "error", str(ROOT / "tests" / "wheel_use.py")]
    subprocess.run(use, env={"PYTHONPATH": str(unpacked)}, cwd=tmp_path, timeout=60, check=True)


def test_filters_as_keywords_are_those_of_common() -> None:
    """All but what bare words mean, which is the command line's."""
    assert [*serbia_tip.Filters.__annotations__, "meant"] == [*Common.__struct_fields__]


@pytest.mark.client("import pandas", "import polars", "import pyarrow")
def test_rows_are_data_frames(shipped: Store) -> None:
    """With their fields in order, without a word of ours between."""
    rows = serbia_tip.tiers(shipped)
    frame, polars = import_module("pandas").DataFrame(rows), import_module("polars").DataFrame(rows)
    table = import_module("pyarrow").Table.from_pylist(rows)
    assert frame.shape == table.shape == polars.shape == (25, len(rows[0]))
    assert [*frame.columns] == table.column_names == polars.columns == [*rows[0]]
    assert frame.year.tolist() == table["year"].to_pylist() == [row.year for row in rows]


def test_only_what_is_needed_is_imported() -> None:
    """A program that reads facts needs no command line and no table: they may be missing."""
    code = """if True:
        import sys
        sys.modules["typer"] = sys.modules["rich"] = None
        import serbia_tip
        facts = serbia_tip.load()
        serbia_tip.tiers(facts)
        assert not {"sqlite3", "csv", "serbia_tip.formats"} & {*sys.modules}
        serbia_tip.search(facts, "shelter")
        serbia_tip.cite(facts)
    """
    subprocess.run([sys.executable, "-c", code], timeout=60, check=True)
