"""What a call loads, and which room of the house knows which."""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from serbia_tip.model import Store
from serbia_tip.queries.search import with_index
from serbia_tip.store.load import compiled, load
from tests.conftest import OTHER, ROOT
from tests.small import small_store

HOUSE = ROOT / "src" / "serbia_tip"
ROOMS = sorted(HOUSE.rglob("*.py"))
HEAVY = {
    *["rich", "pydantic", "importlib.metadata", "importlib.resources", "sqlite3", "csv"],
    *["asyncio", "hashlib"],
}
"""Modules that take long to load and that JSON doesn't need."""
WITH_TYPER = {"cli", "__main__"}
"""The rooms that belong to the command line."""
PEOPLE = {"terminal", "views", "figures", "formats", "export"}
"""The rooms that may draw."""


def name_of(room: Path) -> str:
    """The name of a module within the house: `output.table`."""
    inside = room.relative_to(HOUSE).with_suffix("")
    return ".".join(part for part in inside.parts if part != "__init__")


MODULES = {f"serbia_tip.{name_of(room)}" for room in ROOMS}


@cache
def nodes(room: Path) -> list[ast.AST]:
    """The module, parsed."""
    return list(ast.walk(ast.parse(room.read_text(encoding="utf-8"))))


@cache
def imported(room: Path) -> set[str]:
    """Everything that a module imports, wherever in it, or names for `choice` to import."""
    return set(_imports(room))


def _imports(room: Path) -> Iterator[str]:
    for node in nodes(room):
        if isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            assert room.name in ("choice.py", "__init__.py"), f"{room} imports by a string"
        if isinstance(node, ast.Constant) and str(node.value).startswith("serbia_tip."):
            named = str(node.value)
            yield named if named in MODULES else named.rpartition(".")[0]
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{room.name} imports by relative name"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def of(package: str, room: Path) -> set[str]:
    """What a module imports of a package."""
    return {name for name in imported(room) if name == package or name.startswith(f"{package}.")}


def python(program: str) -> "subprocess.CompletedProcess[str]":
    """What a program printed, and on the standard error the modules that are loaded at its end."""
    return subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def loaded(program: str) -> set[str]:
    """The modules that are loaded after a program, beyond those of a bare Python."""
    return {*python(program).stderr.split()} - {*python("").stderr.split()}


# --- what a call loads -------------------------------------------------------------------------

WATCHED = """
import io, json, os, sys
from serbia_tip.cli.main import run

for line, variables, code in {asked!r}:
    os.environ |= variables
    answer, sys.stdout, sys.stderr = sys.stdout, io.TextIOWrapper(io.BytesIO()), io.StringIO()
    assert run(line) == code, line
    sys.stdout, sys.stderr = answer, sys.__stderr__
    print(json.dumps([line, variables, sorted({heavy!r} & set(sys.modules))]))
"""
"""Runs command lines one after the other, and says of each which heavy modules it has loaded."""


def heavy_after(asked: list[tuple[list[str], dict[str, str], int]]) -> list[Any]:
    """The command lines after which a heavy module is loaded, with these, the first to blame."""
    program = WATCHED.format(asked=asked, heavy=HEAVY | {"serbia_tip.views.render"})
    told = list(map(json.loads, python(program).stdout.splitlines()))
    assert len(told) == len(asked)
    return [each for each in told if each[-1]]


def test_json_and_mistakes_load_nothing_heavy(tmp_path: Path) -> None:
    """Whoever asks for JSON waits for no table, metadata or database; nor who mistypes it."""
    broken = small_store(tmp_path, laws=[{"id": "Not Kebab"}])
    asked: list[tuple[str, int]] = [
        *(("routes --role transit --json", 0), ("stats --json", 0), ("policy -f jsonl", 0)),
        *(("sources -f tsv", 0), (f"tiers --store {OTHER} --json", 0)),
        *(("rowtes", 2), ("routes --rolle transit", 2), ("routes --year MMVII", 2)),
        *(("routes --fields colour", 2), ("routes --role tranzit", 1)),
        *(("show nothing-of-the-kind --json", 1), ("routes --store nothing.toml", 3)),
        *((f"routes --store {__file__}", 3), (f"routes --json --store {broken}", 3)),
    ]
    assert heavy_after([(line.split(), {}, code) for line, code in asked]) == []


def test_completion_loads_nothing_heavy() -> None:
    """A Tab is answered before the hand has left the key."""
    asked: list[tuple[list[str], dict[str, str], int]] = []
    for typed in (
        *("ro", "routes --ro", "routes --role ", "routes --from S", "routes --from Ser"),
        *("cite --style b", "schema pro", "stats --measure vic", "policy pro", "show vic"),
        *("routes --fields id,ro", f"--store {OTHER} routes --role "),
    ):
        given = {"COMP_WORDS": f"tip {typed}", "COMP_CWORD": str(len(typed.split(" ")))}
        asked.append(([], {"_TIP_COMPLETE": "complete_bash", **given}, 0))
    assert heavy_after(asked) == []


def test_json_of_a_compiled_store_is_not_checked_again(tmp_path: Path) -> None:
    """The rules were tried before the store was shipped: they are not even loaded."""
    shutil.copy(OTHER, tmp_path / "facts.toml")
    store = compiled(OTHER.read_bytes(), with_index(load(OTHER)))
    (tmp_path / "facts.msgpack").write_bytes(store)
    shipping = "from pathlib import Path; from serbia_tip.store import load; "
    shipping += f"load.shipped = lambda: Path({str(tmp_path)!r}, 'facts.toml'); "
    asking = "from serbia_tip.cli.main import run; run(['routes', '--json'])"
    unneeded = {"serbia_tip.store.check", "serbia_tip.store.locate", "tomli"}
    assert loaded(shipping + asking) & {*unneeded, "serbia_tip.queries.search"} == set()
    for word, stemmed in (("women", False), ("womanly", True)):
        searching = f"from serbia_tip.cli.main import run; run(['search', '{word}', '--json'])"
        assert ("sqlite3" in loaded(shipping + searching)) == stemmed, word
    (tmp_path / "facts.msgpack").unlink()
    assert loaded(shipping + asking) >= unneeded


def test_a_table_loads_rich() -> None:
    """The list of modules is read rightly: a table does load what JSON does not."""
    asked: list[tuple[list[str], dict[str, str], int]] = [(["routes"], {}, 0)]
    assert heavy_after(asked)[0][-1] == ["rich", "serbia_tip.views.render"]


# --- which room knows which --------------------------------------------------------------------


def test_who_knows_what() -> None:
    """Typer and the command line are known to the command line alone, Rich to what draws."""
    for room in ROOMS:
        name = name_of(room)
        top = name.partition(".")[0]
        assert of("click", room) | of("typer._click", room) == set(), name
        if top not in WITH_TYPER:
            for above in ("typer", *(f"serbia_tip.{each}" for each in WITH_TYPER)):
                assert of(above, room) == set(), name
        if top not in PEOPLE:
            assert of("rich", room) == set(), name


LAYERS = [
    {"errors", "words", "periods", "model", "choice"},
    {"store"},
    {"queries", "library", ""},
    {"terminal"},
    {"figures", "views"},
    {"formats", "export"},
    {"cli", "__main__"},
]
"""The floors of the house, from the lowest."""


def floor(name: str) -> int | None:
    """The floor on which a module is, or none if it is on no list."""
    top = name.partition(".")[0]
    return next((number for number, layer in enumerate(LAYERS) if top in layer), None)


def test_imports_go_down() -> None:
    """A module imports only from its own floor and those below."""
    for room in ROOMS:
        here = floor(name_of(room))
        assert here is not None, f"a new room, {name_of(room)}: put it on its floor in LAYERS"
        for name in of("serbia_tip", room) & MODULES - {"serbia_tip."}:
            there = floor(name.removeprefix("serbia_tip."))
            assert there is not None
            assert there <= here, f"{name_of(room)} imports {name}"


def test_no_module_imports_itself_through_others() -> None:
    """There is no circle of imports, those by a string included."""
    modules = {f"serbia_tip.{name_of(room)}": room for room in ROOMS}
    TopologicalSorter(
        {name: of("serbia_tip", room) & set(modules) for name, room in modules.items()}
    ).prepare()


def test_the_model_stands_on_its_own() -> None:
    """What a fact is depends on nothing else in the house, and on msgspec alone outside."""
    outside = {name.partition(".")[0] for name in imported(HOUSE / "model.py")}
    assert outside - set(sys.stdlib_module_names) == {"msgspec"}


# --- what only the data know -------------------------------------------------------------------


def test_no_country_is_spelled_in_the_code(shipped: Store) -> None:
    """No module names a country of the store, so that a store of another country works."""
    names = {
        name
        for country in shipped.countries.values()
        for name in (country.name, *country.aliases)
        if len(name) > 3
    }
    assert len(names) > 20
    spelled = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    for room in ROOMS:
        text = re.sub(r"serbia[_-]tip", "", room.read_text(encoding="utf-8"))
        assert (name_of(room), spelled.findall(text)) == (name_of(room), [])


def constants(room: Path) -> set[str]:
    """The numbers and strings of a module."""
    held = {node.value for node in nodes(room) if isinstance(node, ast.Constant)}
    return {str(value) for value in held if isinstance(value, int | str)}


def test_no_year_measure_or_topic_is_spelled_in_the_code(shipped: Store) -> None:
    """No module treats a year, or what a store counts, in its own way.

    A sentence or an address may have a year; of names, only the compound ones are no plain words.
    """
    years = {fact.dated[:4] for fact in shipped.facts() if fact.dated}
    names = {figure.measure for figure in shipped.statistics}
    names |= {finding.topic for finding in shipped.findings}
    compound = {name for name in names if "-" in name}
    assert min(len(years), len(compound)) > 10
    for room in ROOMS:
        words = [word for word in constants(room) if " " not in word and "://" not in word]
        found = {year for word in words for year in re.findall(r"\b\d{4}\b", word)} & years
        assert (name_of(room), found, compound & constants(room)) == (name_of(room), set(), set())
