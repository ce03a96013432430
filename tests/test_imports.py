"""What a call loads, and which room of the house knows which.

The rules are on rooms, which are folders; what stands beside them is the lowest floor, unless
it is on a floor of its own.
"""

import ast
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from serbia_tip.model import Store
from serbia_tip.queries.rivals import with_rivals
from serbia_tip.store.load import compile_store, load
from tests.conftest import OTHER, ROOT
from tests.small import small_store

HOUSE = ROOT / "src" / "serbia_tip"
# Each module of the house by its name: `views.year`; the package itself has none.
MODULES = {
    re.sub(r"\.?__init__$", "", ".".join(path.relative_to(HOUSE).with_suffix("").parts)): path
    for path in sorted(HOUSE.rglob("*.py"))
}
# The floors of the house above the lowest, from below.
FLOORS = [
    {"store"},
    {"queries"},
    {"terminal"},
    {"figures", "views"},
    {"formats", "export"},
    {"library", ""},
    {"cli", "__main__"},
]
DRAWING = {"terminal", "views", "figures", "formats", "export"}
LOWEST = {name for name, path in MODULES.items() if path.stem == name} - {"library", "__main__"}


@cache
def nodes(module: str) -> list[ast.AST]:
    """The module, parsed."""
    return list(ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


@cache
def imported(module: str) -> set[str]:
    """Everything that a module imports, wherever in it, or names for another to import."""
    found: set[str] = set()
    for node in nodes(module):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(package, names, level):
                assert level == 0, f"{module} imports by relative name"
                found |= {str(package), *(f"{package}.{alias.name}" for alias in names)}
            case ast.Constant(str(named)) if named.startswith("serbia_tip."):
                found.add(named.partition(":")[0])
    return found


def within(module: str) -> set[str]:
    """The modules of the house that a module imports."""
    names = {name.partition(".")[2] for name in imported(module) if name.startswith("serbia_tip.")}
    return names & MODULES.keys()


def python(program: str) -> "subprocess.CompletedProcess[str]":
    """What a program printed, and on the standard error the modules that are loaded at its end."""
    program += "\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )


# Modules that take long to load and that JSON doesn't need, with what is in them.
HEAVY = (
    *("rich", "pydantic", "importlib.metadata", "importlib.resources", "sqlite3", "csv", "asyncio"),
    *("hashlib", "serbia_tip.views", "serbia_tip.figures.", "serbia_tip.export."),
)
# Runs command lines one after the other, and says of each which heavy modules it has loaded.
WATCHED = """
import io, json, os, sys
from serbia_tip.cli.main import run_main

for line, code, variables in {asked!r}:
    os.environ |= variables
    answer, sys.stdout, sys.stderr = sys.stdout, io.TextIOWrapper(io.BytesIO()), io.StringIO()
    assert run_main(line.split()) == code, line
    sys.stdout, sys.stderr = answer, sys.__stderr__
    heavy = [name for name in sys.modules if name.startswith({heavy!r})]
    print(json.dumps([line, variables, heavy]))
"""


def heavy_after(*asked: tuple[str, int, dict[str, str]]) -> list[Any]:
    """The command lines after which a heavy module is loaded, with these, the first to blame."""
    told = python(WATCHED.format(asked=asked, heavy=HEAVY)).stdout.splitlines()
    assert len(told) == len(asked)
    return [each for each in map(json.loads, told) if each[-1]]


def test_json_and_mistakes_load_nothing_heavy(tmp_path: Path) -> None:
    """Whoever asks for JSON waits for no table, metadata or database; nor who mistypes it."""
    broken = small_store(tmp_path, laws=[{"id": "Not Kebab"}])
    asked = [
        *(("routes --role transit --json", 0), ("stats --json", 0), ("policy -f jsonl", 0)),
        *(("sources -f tsv", 0), (f"tiers --store {OTHER} --json", 0)),
        *(("rowtes", 2), ("routes --rolle transit", 2), ("routes --year MMVII", 2)),
        *(("routes --fields colour", 2), ("routes --role tranzit", 1)),
        *(("show nothing-of-the-kind --json", 1), ("routes --store nothing.toml", 3)),
        *((f"routes --store {__file__}", 3), (f"routes --json --store {broken}", 3)),
    ]
    assert heavy_after(*((line, code, {}) for line, code in asked)) == []
    [(_, _, heavy)] = heavy_after(("routes", 0, {}))  # the list of modules is read rightly
    assert {"rich", "serbia_tip.views"} <= set(heavy)


def test_completion_loads_nothing_heavy() -> None:
    """A Tab is answered before the hand has left the key."""
    asked = [
        *("ro", "routes --ro", "routes --role ", "routes --from S", "routes --from Ser"),
        *("cite --style b", "schema pro", "stats --measure vic", "policy pro", "show vic"),
        *("routes --fields id,ro", f"--store {OTHER} routes --role "),
    ]
    bash = {"_TIP_COMPLETE": "complete_bash"}
    given = [
        {"COMP_WORDS": f"tip {line}", "COMP_CWORD": str(line.count(" ") + 1)} for line in asked
    ]
    assert heavy_after(*(("", 0, bash | words) for words in given)) == []


def test_json_of_a_compiled_store_loads_no_parser_rules_or_database(tmp_path: Path) -> None:
    """The rules were tried before the store was shipped; only a search looks into its index."""
    shutil.copy(OTHER, tmp_path / "facts.toml")
    store = compile_store(OTHER.read_bytes(), with_rivals(load(OTHER)))
    (tmp_path / "facts.msgpack").write_bytes(store)

    def loads(*words: str) -> set[str]:
        asking = "from pathlib import Path; from serbia_tip.store import load; "
        asking += f"load.shipped_store = lambda: Path({str(tmp_path)!r}, 'facts.toml'); "
        asking += f"from serbia_tip.cli.main import run_main; run_main([*{words!r}, '--json'])"
        return {*python(asking).stderr.split()}

    quick = loads("routes")
    assert "sqlite3" not in quick
    assert "sqlite3" in loads("search", "women")
    (tmp_path / "facts.msgpack").unlink()
    more = loads("routes") - quick
    assert "tomli" in more
    assert any(name.startswith("serbia_tip.store.") for name in more)


def floor(module: str) -> int:
    """The floor on which a module is."""
    for number, rooms in enumerate([LOWEST, *FLOORS]):
        if module.partition(".")[0] in rooms:
            return number
    raise AssertionError(f"a new room, {module}: put it on its floor in FLOORS")


def test_typer_is_known_to_the_command_line_alone_and_rich_to_what_draws() -> None:
    """Click, which Typer has vendored, is known to nobody."""
    for module in MODULES:
        room = module.partition(".")[0]
        unknown = {"click"} | (set() if room in FLOORS[-1] else {"typer"})
        unknown |= set() if room in DRAWING else {"rich"}
        names = {name.replace("typer._click", "click") for name in imported(module)}
        assert unknown & {name.partition(".")[0] for name in names} == set(), module


def test_imports_go_down() -> None:
    """A module imports only from its own floor and those below, by a string only whole names."""
    for module in MODULES:
        below = [name for name in within(module) if floor(name) > floor(module)]
        assert (module, below) == (module, [])
        assert "importlib" not in imported(module), f"{module}: use pkgutil.resolve_name"


def test_no_module_imports_itself_through_others() -> None:
    """There is no circle of imports, those by a string included."""
    TopologicalSorter({module: within(module) for module in MODULES}).prepare()


def test_the_lowest_floor_stands_on_its_own() -> None:
    """What a fact is depends on nothing else in the house, and on msgspec alone outside."""
    for module in LOWEST:
        outside = {name.partition(".")[0] for name in imported(module)} - sys.stdlib_module_names
        assert outside <= {"msgspec", "serbia_tip"}, module


def test_no_country_is_spelled_in_the_code(shipped: Store) -> None:
    """No module names a country of the store, so that a store of another country works."""
    names = {name for each in shipped.countries.values() for name in (each.name, *each.aliases)}
    long = [re.escape(name) for name in names if len(name) > 3]
    assert len(long) > 20
    spelled = re.compile(rf"\b(?:{'|'.join(long)})\b", re.IGNORECASE)
    for module, path in MODULES.items():
        text = re.sub(r"serbia[_-]tip", "", path.read_text(encoding="utf-8"))
        assert (module, spelled.findall(text)) == (module, [])


def test_no_year_measure_or_topic_is_spelled_in_the_code(shipped: Store) -> None:
    """No module treats a year, or what a store counts, in its own way.

    A sentence or an address may have a year; of names, only the compound ones are no plain words.
    """
    years = {fact.dated[:4] for fact in shipped.facts() if fact.dated}
    names = [
        *(each.measure for each in shipped.statistics),
        *(each.topic for each in shipped.findings),
    ]
    compound = {name for name in names if "-" in name}
    assert min(len(years), len(compound)) > 10
    for module in MODULES:
        held = {str(node.value) for node in nodes(module) if isinstance(node, ast.Constant)}
        words = [word for word in held if " " not in word and "://" not in word]
        found = {year for word in words for year in re.findall(r"\b\d{4}\b", word)} & years
        assert (module, found, compound & held) == (module, set(), set())
