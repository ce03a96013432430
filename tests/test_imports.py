"""What a call loads, and which room of the house knows which."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from serbia_tip.model import Store
from serbia_tip.queries.disputes import with_disputes
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


def imported(room: Path) -> Iterator[str]:
    """Everything that a module imports, wherever in it, or names for `choice` to import."""
    for node in ast.walk(ast.parse(room.read_text(encoding="utf-8"))):
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


def loaded(program: str, *arguments: str, environment: Mapping[str, str] = os.environ) -> set[str]:
    """The modules that are loaded after a program, beyond those of a bare Python."""
    listing = "import sys; print(*sys.modules, sep='\\n', file=sys.stderr)"
    done = [
        subprocess.run(
            [sys.executable, "-c", f"{text}\n{listing}", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stderr.splitlines()
        for text in (program, "")
    ]
    return set(done[0]) - set(done[1])


# --- what a call loads -------------------------------------------------------------------------


def after(*arguments: str, code: int = 0) -> set[str]:
    """The modules that are loaded when a command line has been run, and has ended with `code`."""
    return loaded(
        f"import sys; from serbia_tip.cli.main import run; assert run(sys.argv[1:]) == {code}",
        *arguments,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["routes", "--role", "transit", "--json"],
        ["stats", "--json"],
        ["policy", "-f", "jsonl"],
        ["sources", "-f", "tsv"],
        ["tiers", "--store", str(OTHER), "--json"],
    ],
    ids=" ".join,
)
def test_json_loads_nothing_heavy(arguments: Sequence[str]) -> None:
    """Whoever asks for JSON does not wait for tables, metadata or databases."""
    modules = after(*arguments)
    assert modules & HEAVY == set()
    assert "serbia_tip.views.render" not in modules


@pytest.mark.parametrize(
    "typed",
    [
        "tip ro",
        "tip routes --ro",
        "tip routes --role ",
        "tip routes --from S",
        "tip routes --from Ser",
        "tip cite --style b",
        "tip schema pro",
        "tip stats --measure vic",
        "tip policy pro",
        "tip show vic",
        "tip routes --fields id,ro",
        f"tip --store {OTHER} routes --role ",
    ],
)
def test_completion_loads_nothing_heavy(typed: str) -> None:
    """A Tab is answered before the hand has left the key."""
    program = "from serbia_tip.cli.main import run; run([])"
    words = len(typed.split(" ")) - 1
    variables = {
        "_TIP_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(words),
    }
    modules = loaded(program, environment=os.environ | variables)
    assert modules & HEAVY == set()
    assert "serbia_tip.views.render" not in modules
    assert "typer._completion_classes" in modules


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rowtes"], 2),
        (["routes", "--rolle", "transit"], 2),
        (["routes", "--year", "MMVII"], 2),
        (["routes", "--fields", "colour"], 2),
        (["routes", "--role", "tranzit"], 1),
        (["show", "nothing-of-the-kind", "--json"], 1),
        (["routes", "--store", "nothing.toml"], 3),
        (["routes", "--store", __file__], 3),
    ],
    ids=str,
)
def test_errors_load_nothing_heavy(arguments: Sequence[str], code: int) -> None:
    """What is wrong is said as quickly as what is right."""
    assert after(*arguments, code=code) & HEAVY == set()


def test_a_broken_rule_loads_nothing_heavy(tmp_path: Path) -> None:
    """Nor does a store that is TOML and breaks a rule."""
    store = small_store(tmp_path, laws=[{"id": "Not Kebab"}])
    modules = after("routes", "--store", store, "--json", code=3)
    assert modules & HEAVY == set()
    assert "serbia_tip.store.check" in modules


def test_json_of_a_compiled_store_is_not_checked_again(tmp_path: Path) -> None:
    """The rules were tried before the store was shipped: they are not even loaded."""
    shutil.copy(OTHER, tmp_path / "facts.toml")
    store = compiled(OTHER.read_bytes(), with_disputes(load(OTHER)))
    (tmp_path / "facts.msgpack").write_bytes(store)
    shipping = "from pathlib import Path; from serbia_tip.store import load; "
    shipping += f"load.shipped = lambda: Path({str(tmp_path)!r}, 'facts.toml'); "
    asking = "from serbia_tip.cli.main import run; run(['routes', '--json'])"
    unneeded = {"serbia_tip.store.check", "serbia_tip.store.locate", "tomli"}
    assert loaded(shipping + asking) & {*unneeded, "serbia_tip.queries.search"} == set()
    (tmp_path / "facts.msgpack").unlink()
    assert loaded(shipping + asking) >= unneeded


def test_a_table_loads_rich() -> None:
    """The list of modules is read rightly: a table does load what JSON does not."""
    modules = after("routes", "--role", "transit")
    assert modules & HEAVY == {"rich"}


def test_the_library_loads_no_command_line() -> None:
    """`import serbia_tip` is for programs, which draw and parse as they like."""
    modules = loaded("import serbia_tip; serbia_tip.tiers(serbia_tip.load())")
    tops = {name.partition(".")[0] for name in modules}
    assert tops & {"typer", "rich", "click", "pydantic"} == set()
    assert "serbia_tip.model" in modules


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
    assert {name_of(room): found for room in ROOMS if (found := _found(spelled, room))} == {}


def _found(pattern: re.Pattern[str], room: Path) -> list[str]:
    text = room.read_text(encoding="utf-8")
    return pattern.findall(re.sub(r"serbia[_-]tip", "", text))


def test_no_year_is_spelled_in_the_code(shipped: Store) -> None:
    """No module treats a year of the store in its own way; a sentence may have an example."""
    years = {fact.dated[:4] for fact in shipped.facts() if fact.dated}
    assert len(years) > 10
    assert {name_of(room): found for room in ROOMS if (found := _years(room) & years)} == {}


def _years(room: Path) -> set[str]:
    """The years among a module's numbers and among its strings that are no sentence or address."""
    words = [word for word in map(str, _constants(room)) if " " not in word and "://" not in word]
    return {year for word in words for year in re.findall(r"\b\d{4}\b", word)}


def _constants(room: Path) -> Iterator[int | str]:
    for node in ast.walk(ast.parse(room.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | str):
            yield node.value


def test_no_measure_or_topic_is_spelled_in_the_code(shipped: Store) -> None:
    """No module has among its strings a compound name that a store gives to what it counts."""
    names = {figure.measure for figure in shipped.statistics}
    names |= {finding.topic for finding in shipped.findings}
    compound = {name for name in names if "-" in name}
    assert len(compound) > 10
    spelled = {room.name: found for room in ROOMS if (found := compound & {*_constants(room)})}
    assert spelled == {}
