"""Measure everything and write `bench/RESULTS.md`: takes some minutes, and a network.

`python -m bench growth` measures one part, or those that are named, and writes nothing.
"""

import os
import platform
import shutil
import subprocess
import sys
import tomllib
import venv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Case, compared
from bench.stores import MANY, MEASURE

_ROOT = Path(__file__).resolve().parent.parent
_ROUNDS = {100: 20, 1000: 20, 10_000: 10, 100_000: 7}
"""How often each command runs on a made-up store of so many facts."""
_LOADS = "import sys, tomli; tomli.loads(open(sys.argv[1], 'rb').read().decode())"
_TRANSIT = "routes --role transit --json"
_TAB = {"_TIP_COMPLETE": "complete_bash", "COMP_WORDS": "tip routes --role ", "COMP_CWORD": "3"}
_FIGURES = f"stats --year 2007 --measure {MEASURE} --json"
_LINES = {
    _FIGURES: 1.15,
    _TRANSIT: 1.15,
    "stats -f jsonl": None,
    "routes -n 10": None,
    "search sheltered -n 10 --json": 1.8,
    "show statistics-7 --json": 1.5,
}
"""What is asked of made-up stores, with the multiple that it may be of the largest."""

_METHOD = """
Made by `python -m bench`. A line is a whole process, from its start to its end, run in turn with
those it is compared with, its bytecode compiled before. "Times" is how many times as long as its
floor the fastest run took; "in pairs", the middle half of the same, round by round; "at most",
what it may be; "memory", the same of the peak (of which the smallest are those of the measuring
process, and mean: no more than that). `tip` is installed from its wheel.

- *Python* does nothing. *Typer* is an app of two commands, of which an empty one is called; *Typer
  and Rich* is the other one, which prints a table of ten rows (`bench/floors.py`).
- *tomli* is `tomli.loads` of the store's text, as a script would call it: with Python's garbage
  collector on, which looks through what was read again and again while it grows. `tip` turns the
  collector off for its own process, and so can read, check and filter a store in little more time.
- A store that is named is checked at every call; the shipped one was checked for the wheel.
"""


class Lab:
    """A folder with `tip`, the floors and the other programs, each ready to be run."""

    def __init__(self, folder: Path) -> None:
        """Install everything in this folder."""
        self.folder = folder
        self._bin = folder / "tip" / "bin"
        self._tools = folder / "tools" / "bin"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = {self._bin: [f"{_ROOT}[html]"], self._tools: project["dependency-groups"]["bench"]}
        for place, packages in wanted.items():
            venv.create(place.parent, with_pip=True)
            for package in packages:  # one by one: what can't be installed is missing alone
                subprocess.run([place / "pip", "install", "--quiet", package], check=False)
        shutil.copy(_ROOT / "bench" / "floors.py", next(folder.glob("tip/lib/*/site-packages")))
        for place in wanted:
            subprocess.run([place / "python", "-m", "compileall", "-q", place.parent], check=False)

    def python(self, *arguments: str) -> list[str]:
        """Python, with `tip`, what it depends on, and the floors."""
        return [str(self._bin / "python"), *arguments]

    def tip(self, line: str, *before: str) -> list[str]:
        """`tip` with the arguments of the line, and some before them."""
        return [str(self._bin / "tip"), *before, *line.split()]

    def tool(self, name: str, *arguments: str) -> list[str] | None:
        """Another program with these arguments, or None if it is not installed."""
        path = shutil.which(name, path=f"{self._tools}:{os.environ['PATH']}")
        return None if path is None else [path, *arguments]

    def saved(self, name: str, command: list[str]) -> str:
        """The path of a file of this name, with what the command prints."""
        path = self.folder / name
        with path.open("wb") as file:
            subprocess.run(command, stdout=file, env=self.environment, cwd=_ROOT, check=True)
        return str(path)


def start_up(lab: Lab) -> Iterator[str]:
    """Short calls against their floors."""
    app = ("-c", "from floors import app; app()")
    cases = [
        Case("Python", lab.python("-c", "")),
        Case("Typer", lab.python(*app, "nothing"), "Python"),
        Case("Typer and Rich", lab.python(*app, "table"), "Python"),
        Case(f"`tip {_TRANSIT}`", lab.tip(_TRANSIT), "Typer", 1.15),
        Case("Tab after `tip routes --role`", lab.tip(""), "Typer", 1.15, _TAB),
        Case("`tip search witness --json`", lab.tip("search witness --json"), "Typer", 1.5),
    ]
    for line in ("routes -n 10", "search witness -n 10", "show tier-2007"):
        cases.append(Case(f"`tip {line}`", lab.tip(line), "Typer and Rich", 1.05))
    yield "## The shipped store\n"
    yield from compared(cases, 40, lab.environment)


def instead(lab: Lab) -> Iterator[str]:
    """What one could take instead, on the shipped store: the same question, or the nearest."""
    facts = str(_ROOT / "data" / "facts.toml")
    json = lab.saved("routes.json", lab.tip("routes --json"))
    csv = lab.saved("routes.csv", lab.tip("routes -f csv"))
    database = str(lab.folder / "routes.db")
    if insert := lab.tool("sqlite-utils", "insert", database, "routes", json):
        subprocess.run(insert, check=True)
    query = "select * from routes where role = 'transit'"
    wanted = '[.[] | select(.role == "transit")]'
    others = {
        "tomlq, on the store": lab.tool("tomlq", f".routes | {wanted}", facts),
        "taplo get, all routes": lab.tool("taplo", "get", "-f", facts, "-o", "json", "routes"),
        "jq, on exported JSON": lab.tool("jq", wanted, json),
        "sqlite-utils, on a database": lab.tool("sqlite-utils", "query", database, query),
        "frictionless, all of a CSV": lab.tool("frictionless", "extract", "--json", csv),
    }
    cases = [Case("`tip`", lab.tip(_TRANSIT))]
    cases += [Case(name, command, "`tip`") for name, command in others.items()]
    cases += [Case("`tip -h`", lab.tip("-h"))]
    cases += [Case("norwegianblue -h", lab.tool("norwegianblue", "-h"), "`tip -h`")]
    yield f"\n## What one could take instead of `tip {_TRANSIT}`\n"
    yield "norwegianblue looks other facts up, over the network: only its help compares.\n"
    yield from compared(cases, 20, lab.environment)


def sizes(lab: Lab) -> Iterator[str]:
    """Growth: made-up stores against the mere reading of their TOML."""
    for size, rounds in _ROUNDS.items():
        store = lab.saved(f"{size}.toml", [sys.executable, "-m", "bench.stores", str(size)])
        cases = [Case("tomli", lab.python("-c", _LOADS, store))]
        for line, most in _LINES.items():
            limit = most if size == max(_ROUNDS) else None
            cases.append(Case(f"`tip {line}`", lab.tip(line, "--store", store), "tomli", limit))
        tiers, coverage = (lab.tip(line, "--store", store) for line in ("tiers", "coverage"))
        cases += [Case("`tip tiers`", tiers), Case("`tip coverage`", coverage, "`tip tiers`", 1.3)]
        yield f"\n## {size:,} facts, {Path(store).stat().st_size / 1e6:.2f} MB\n"
        yield from compared(cases, rounds, lab.environment)


def growth(lab: Lab) -> Iterator[str]:
    """Four times the work against once: it takes four times as long, if it grows evenly."""
    page = f"export {lab.folder / 'page.html'} --force"
    asked = [("", 5000, page), *((thing, 312, page) for thing in MANY)]
    asked += [("rivals", 400, f"stats {MEASURE} --chart -f svg"), ("sources", 1000, "policy --all")]
    cases: list[Case] = []
    for thing, few, line in asked:
        for number in (few, 4 * few):
            made = [sys.executable, "-m", "bench.stores", *thing.split(), str(number)]
            path = lab.saved(f"{thing}{number}.toml", made)
            name = f"{number:,} {thing or 'facts'}: `tip {line.split()[0]}`"
            command = lab.tip(line, "--store", path)
            once = number == few
            cases.append(Case(name, command) if once else Case(name, command, cases[-1].name, 5))
    cases.append(Case("tomli", lab.python("-c", _LOADS, str(lab.folder / "20000.toml"))))
    whole = lab.tip(page, "--store", str(lab.folder / "20000.toml"))
    cases.append(Case("20,000 facts: the page", whole, "tomli", 10))
    yield "\n## Four times the work\n"
    yield from compared(cases, 3, lab.environment)


def imports(lab: Lab) -> Iterator[str]:
    """Where the time of a JSON query goes."""
    command = lab.python("-X", "importtime", *lab.tip(_TRANSIT))
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=lab.environment)
    spent: Counter[str] = Counter()
    for line in done.stderr.splitlines()[1:]:
        own, _, name = line.removeprefix("import time:").split("|")
        package = name.strip().partition(".")[0]
        known = package in ("typer", "msgspec", "serbia_tip")
        spent[package if known else "Python's own library, mostly for these"] += int(own)
    yield f"\n## Where the time of `tip {_TRANSIT}` goes\n"
    yield f"Imports, {spent.total() / 1000:.0f} ms (`-X importtime`, which takes time itself):\n"
    for package, own_time in spent.most_common():
        yield f"- {package}: {own_time / 1000:.1f} ms, {own_time / spent.total():.0%}"


def machine() -> str:
    """What it is measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return (
        f"{date.today()}, {[*models, platform.processor()][0]}, {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"load at the beginning {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    parts = {part.__name__: part for part in (start_up, instead, sizes, growth, imports)}
    if not parts.keys() >= set(sys.argv[1:]):
        sys.exit(f"usage: python -m bench [PART]...; the parts are {', '.join(parts)}")
    written = [f"# Results\n\n{machine()}\n{_METHOD}"]
    with TemporaryDirectory() as place:
        laboratory = Lab(Path(place))
        for name in sys.argv[1:] or parts:
            for line in parts[name](laboratory):
                print(line, flush=True)
                written.append(line)
    if not sys.argv[1:]:
        results = _ROOT / "bench" / "RESULTS.md"
        results.write_text("\n".join([*written, ""]), encoding="utf-8")
