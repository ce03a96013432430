"""No store takes a terminal over, or a reader of any format: every command, in every format.

Commands, formats and fields are those that there are: a new one is tried by itself.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from msgspec import Struct, structs
from typer.main import get_command

import serbia_tip
from serbia_tip import model
from serbia_tip.cli.main import build_app
from serbia_tip.errors import StoreError
from serbia_tip.export import FILES, FOLDER
from serbia_tip.figures import CHARTS
from serbia_tip.formats import formats
from serbia_tip.formats.citation_styles import STYLES
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.queries.kinds import KINDS
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.terminal.screen import visible
from tests.conftest import Tip
from tests.hostile import acting, before_a_tab
from tests.pseudo_terminal import in_columns, on_terminal, plain

ACTS = [
    "\x1b[31m",  # colour
    "\x1b[2J\x1b[H",  # an empty screen
    "\x1b]0;owned\x07",  # a window's title
    "\x1b]8;;https://a.example\x1b\\",  # a link
    "\x1bP+q544e\x1b\\",  # a question that the terminal answers as if someone typed
    "\x9b31m\x85\x90",  # the same in one byte
    "\x00\x07\x08\x0b\x0c\x7f",
    "\u202e\u2066\u200f\u061c",  # right to left, of whatever follows
    UNSEEN := "\u200b\u200d\u2060\ufeff\u00ad\u180e\ufff9\U000e0041",
    "\u2028\u2029",
    "\n\t\r\r\n",
]
MARKS = [
    *("[bold red]b[/] [link=https://a.example]l[/] [p. 12] [/]", ":smile: :x:", "{0} {x} {{", "%s"),
    *("<script>alert(1)</script> <b onclick='x'>", "&lt; &amp; &#42;", "]]> -->", "~a~"),
    *("--- | `a` | **b**", "$(touch x) `touch x` ; & > x", "\\ \\n \\x1b"),
    *("'single' \"double\"", "=1+1", "%%{init}%%"),
]
HOSTILE = " ".join(MARKS + ACTS)
EVERY_FIELD = Path(__file__).parent / "data" / "every-field.toml"
SHAPED = {"id", "country", "alpha3", "origin", "destination", "role", "period", "published", "area"}
SHAPED |= {"doi", "bound", "part_of", "tier", "basis", "rank", "assessment", "contradicts", "laws"}
SHAPED |= {"standing", "sources", "language", "accessed", "date", "profile", "derived_from"}
SHAPED |= {"partitioned_by"}
"""The fields of which a pattern, a vocabulary or a reference allows no such text."""


def texts(thing: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text in the tables, a name that a table is under included, with its field."""
    if isinstance(thing, dict):
        for key, held in thing.items():
            if name in {"bodies", "measures", "dimensions", "groups", "topics", "synonyms"}:
                yield key, name
            yield from texts(held, key)
    elif isinstance(thing, list):
        for held in thing:
            yield from texts(held, name)
    elif isinstance(thing, str):
        yield thing, name


def changed(thing: Any, more: Mapping[str, str]) -> Any:
    """The tables with these texts continued, wherever they stand; in a reference, its place."""
    if isinstance(thing, dict):
        return {changed(key, more): changed(held, more) for key, held in thing.items()}
    if isinstance(thing, list):
        return [changed(held, more) for held in thing]
    if not isinstance(thing, str) or thing not in more:
        return thing
    return f"{thing[:-1]}{more[thing]}]" if thing.endswith("]") else thing + more[thing]


def sound(folder: Path, tables: Mapping[str, Any]) -> str | None:
    """The path of the store, unless it isn't one."""
    path = folder / f"{len([*folder.iterdir()])}.toml"
    path.write_text(tomli_w.dumps(tables), encoding="utf-8")
    try:
        serbia_tip.load(path)
    except StoreError:
        return None
    return str(path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sound store that is hostile wherever it can be."""
    tables = tomli.loads(EVERY_FIELD.read_text(encoding="utf-8"))
    shaped = SHAPED | {"short"}  # which is short
    free = {text: HOSTILE for text, name in texts(tables) if name not in shaped or "[" in text}
    path = sound(tmp_path_factory.mktemp("hostile"), changed(tables, free))
    assert path
    return path


ASKED = {
    "show": ["way victims-2010 tier-2010 shelter-2010 act-adopted book", "way book --json"],
    "cite": [f"{named} --style {style}" for style in STYLES for named in ("", "way book")],
    "profile": ["", "--json"],
    "year": [
        *("2010", "2010 --json", "2010 --sources full", "2010 2011", "2010 --chart"),
        "2010 --chart -f svg",
    ],
    "schema": [""],
    "check": [""],
    "stats": [
        *("--source book", "--year 2010", "--each", "--dimension sex", "--measure x"),
        *("--source book --chart -f svg", "--dimension sex --chart", "--year 1900"),
    ],
    "routes": [
        *("--each", "--sources full", "--chart -f svg", "--standing stated", "--country x"),
        *("--source x", "--year 1900"),
    ],
    "tiers": ["--chart -f html", "--each", "--year 2010"],
    "policy": ["--each", "protection", "x"],
    "laws": ["--each", "--kind x"],
    "sources": ["--sources full"],
}
"""What else is asked of a command than its rows: views of its own, and names that it hasn't."""
WORDS = {"search": ["women", "victims"], "timeline": ["--since", "1000"]}
SILENT = {"export", "diff"}
"""The command that writes files, and the one that takes two stores (see `test_store_changes`)."""


def lines() -> list[list[str]]:
    """Every command with each of its formats; every help; the title and the version."""
    found: list[list[str]] = [[], ["-h"], ["-V"]]
    commands = getattr(get_command(build_app(())), "commands")  # noqa: B009 - the type is Click's
    for name in sorted(commands.keys() - SILENT):
        found += [[name, "-h"], *([name, *more.split()] for more in ASKED.get(name, ()))]
        if name in COMMANDS:
            line = [name, *WORDS.get(name, [])]
            found += [[*line, "-f", form] for form in formats(name)]
            found += [[*line, "--fields", ",".join(COMMANDS[name].__struct_fields__)]]
            found += [[name, "--chart"]] if name in CHARTS else []
        else:
            assert name in ASKED, "a new command: say what is asked of it"
    return found


ERRORS = [
    [word.replace("\0", "") for word in line]
    for line in [
        *(["routes", "--role", HOSTILE], ["stats", "--measure", "x"], ["laws", "--kind", "x"]),
        *(["routes", "--country", "x"], ["routes", "--source", "x"], ["show", HOSTILE]),
        *([HOSTILE], ["routes", HOSTILE], ["routes", f"--{HOSTILE}"], ["check", HOSTILE]),
        *(["routes", "--fields", HOSTILE], ["routes", "-f", HOSTILE], ["show", "x"]),
        *(["routes", "--sort", HOSTILE], ["routes", "--year", HOSTILE], ["policy", "x"]),
        *(["--color", HOSTILE, "routes"], ["fields", HOSTILE], ["schema", HOSTILE]),
        *(["--store", HOSTILE, "routes"], ["search", HOSTILE, "-n", HOSTILE]),
    ]
]


def test_no_message_acts(tip: Tip, monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    """Whatever is wrong in a command line, what is said of it is harmless, in a pipe or not."""
    monkeypatch.setenv("TIP_STORE", store)
    monkeypatch.setenv("FORCE_COLOR", "1")
    for line in ERRORS:
        for result in (tip(*line), in_columns(monkeypatch, 30, *line, messages_too=True)):
            assert result.code in range(5), line
            assert acting(plain(result.out + result.err)) == [], line
            assert not {*UNSEEN} & {*result.out, *result.err}, line


def test_marks_stay_marks(tip: Tip, store: str) -> None:
    """Rich's markup, emoji codes and the like are shown as they stand, and act on no terminal."""
    for line in (["policy"], ["show", "way"], ["routes", "--each"], ["laws"], ["timeline"]):
        assert visible(HOSTILE) in tip(*line, "--store", store).out
    for line in (["policy"], ["show", "tier-2010"], ["policy", "-f", "csv"]):
        shown = on_terminal(*line, "--store", store, columns=100)
        assert acting(plain(shown.out).replace("\r\n", "\n") + shown.err) == []


# --- one field at a time -----------------------------------------------------------------------

PRINTED = "\"'></script><q7/q8=''>"
"""Ends a text, an attribute, an element and a script; in an address, it needs no blank."""
ATTACK = f"{PRINTED}[q](x)\x1b]0;q\x07\u202e"
"""The same, and a name for a window, and a letter that turns whatever follows around."""
REFERRING = {"id", "class", "for", "aria-labelledby", "aria-describedby", "name", "style"}
"""The attributes in which an element is named, or given its looks."""


class Markup(HTMLParser):
    """Takes down what stands in markup beside text."""

    def __init__(self, text: str) -> None:
        """Read the text."""
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down an element, its attributes, and the names that it gives and refers to."""
        names = {str(said) for name, said in attrs if name in REFERRING}
        links = {str(said) for name, said in attrs if name == "href" and str(said)[:1] == "#"}
        self.found |= {tag, *(name for name, _ in attrs), *names, *links}


def leaks(text: str, form: str) -> list[str]:
    """What acts in an answer of this format."""
    shown = plain(text).replace("\r\n", "\n")
    found = acting(shown.replace("\t", "") if form == "tsv" else shown)
    if form in ("html", "svg"):
        found += [said for said in Markup(text).found if "q7" in said or "q8" in said]
    written = form in ("markdown", "mermaid")
    return found + (re.findall(r"(?<!\\)<q7", text) if written else [])


def exports(store: Store) -> Iterator[tuple[str, str]]:
    """What each export holds that is text which a program shows, with its format."""
    for suffix, target in FILES.items():
        if target.extra not in (None, "html"):
            continue  # what needs a library that may be missing shows no text
        held = import_module(target.module).contents(store)
        if suffix in (".html", ".json"):
            yield held.decode(), suffix[1:]
    import_module(FOLDER.module).contents(store)


def test_no_field_of_a_store_leaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hostile text in one field at a time stays text in every answer and export that prints it."""
    tables = tomli.loads(EVERY_FIELD.read_text(encoding="utf-8"))
    fields = dict(texts(tables))
    hostile_stores: defaultdict[str, list[str]] = defaultdict(list)
    for text in fields:
        for attack in (ATTACK, PRINTED) if "://" in text else (ATTACK,):
            if path := sound(tmp_path, changed(tables, {text: attack})):
                hostile_stores[text].append(path)
    assert {name for text, name in fields.items() if text not in hostile_stores} <= SHAPED
    monkeypatch.setenv("FORCE_COLOR", "1")
    marks = {text: f"qz{number}zq" for number, text in enumerate(hostile_stores)}
    marked = sound(tmp_path, changed(tables, marks))
    assert marked
    seen: set[str] = set()
    for line in lines():
        form = line[line.index("-f") + 1] if "-f" in line else ""
        monkeypatch.setenv("TIP_STORE", marked)
        shown = "".join(in_columns(monkeypatch, 100, *line).out.split()).casefold()
        for text in [text for text, mark in marks.items() if mark in shown]:
            seen.add(text)
            for path in hostile_stores[text]:
                monkeypatch.setenv("TIP_STORE", path)
                result = in_columns(monkeypatch, 100, *line)
                found = [*leaks(result.out, form), *acting(plain(result.err))]
                assert (line, fields[text], found) == (line, fields[text], [])
                assert result.code < 2
    for text, paths in hostile_stores.items():
        for path in paths:
            for shown, form in exports(serbia_tip.load(path)):
                assert (form, fields[text], leaks(shown, form)) == (form, fields[text], [])
    printed = {name for kind in KINDS.values() for name in kind.row.__struct_fields__}
    assert printed & {*fields.values()} - SHAPED <= {fields[text] for text in seen}


def test_the_store_has_every_field() -> None:
    """Whatever the model knows is said in the store of the test above."""
    said: defaultdict[type, set[str]] = defaultdict(set)

    def look(thing: Any) -> None:
        if isinstance(thing, dict | list):
            for held in thing.values() if isinstance(thing, dict) else thing:
                look(held)
        elif isinstance(thing, Struct):
            for field in structs.fields(thing):
                held = getattr(thing, field.name)
                if held not in (field.default, [], {}):
                    for kind in type(thing).__mro__:
                        said[kind].add(field.name)
                look(held)

    look(serbia_tip.load(EVERY_FIELD))
    for kind in vars(model).values():
        if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct:
            inherited = Fact.__struct_fields__ if kind in FACT_TYPES else ()
            given = said[Store if issubclass(kind, Store) else kind] | {"disputes"}  # derived
            assert {*kind.__struct_fields__} - {*inherited} <= given, kind


# --- completion --------------------------------------------------------------------------------


TABS = [
    *("routes --country ", "stats --measure ", "show ", "policy --topic ", "laws --kind "),
    *("routes --source ", "stats --group ", "tip ", "routes --fields "),
]


def test_nothing_acts_at_a_tab(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: str
) -> None:
    """What a Tab offers, and the help beside it, has nothing for a terminal or a shell in it."""
    monkeypatch.setenv("TIP_STORE", store)
    for shell, line in product(("bash", "zsh", "fish"), TABS):
        code = before_a_tab(monkeypatch, shell, f"tip {line}".split(" "))
        assert (shell, line, code) == (shell, line, 0)
        out, err = capsys.readouterr()
        assert (shell, line, err, acting(out.replace("\t", ""))) == (shell, line, "", [])
        assert not re.search(r"\$\(|\\\$", out), (shell, line)


# --- nothing is done but answering -------------------------------------------------------------

AUDIT = Path(__file__).parent / "audit.py"
NETWORK = {"socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "asyncio"}
Events = dict[str, list[str]]


def audited(folder: Path, store: str, asked: Sequence[Sequence[str]]) -> Events:
    """What these command lines do in the folder, beside reading and answering."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(asked))
        file.flush()
        completed = subprocess.run(
            [sys.executable, "-B", str(AUDIT), file.name],  # -B: Python's own files are its affair
            env={"PATH": os.environ["PATH"], "TIP_STORE": store, "FORCE_COLOR": "1"},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )
    done: Events = json.loads(completed.stdout)
    return done


def test_nothing_is_done_but_answering(tmp_path: Path, store: str) -> None:
    """No file, no folder, no process, no connection, no database but one in memory.

    No code is made of what a store says, nor the name of a module.
    """
    events = audited(tmp_path, store, [*lines(), *ERRORS])
    assert list(tmp_path.iterdir()) == []
    assert events.keys() <= {"compile", "import", "sqlite3.connect", "sqlite3.connect/handle"}
    assert {*events["sqlite3.connect"]} == {":memory:"}
    said = re.compile(r"alert\(1\)|touch x|owned\x07|Lantern|\x1b")
    assert [text for text in events["compile"] + events["import"] if said.search(text)] == []
    assert NETWORK & {*events["import"]} == set()


def test_an_export_writes_beside_its_target_alone(tmp_path: Path, store: str) -> None:
    """The one command that writes does so where it is told to, and in no other folder."""
    (tmp_path / "there").mkdir()
    here = [suffix for suffix, target in FILES.items() if target.extra in (None, "html")]
    targets = [f"there/named{suffix}" for suffix in ("", *here)]
    events = audited(tmp_path, store, [["export", target] for target in [*targets, *targets]])
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert {f"there/{path.name}" for path in (tmp_path / "there").iterdir()} == {*targets}
    reading = {"compile", "import", "sqlite3.connect", "sqlite3.connect/handle"}
    paths = [path for event in events.keys() - reading for path in events[event]]
    assert paths
    folders = {(tmp_path / path).relative_to(tmp_path).parts[0] for path in paths}
    assert folders - {"fresh"} == {"there"}  # "fresh" is what a temporary folder is rid of
    assert {*events["sqlite3.connect"]} == {":memory:"}


def test_the_audit_sees_what_it_should(tmp_path: Path) -> None:
    """A command line that could not but write is seen to write: the audit does not sleep."""
    code = (
        f"import runpy, sys; sys.argv = ['audit', {str(tmp_path / 'none.json')!r}]\n"
        f"open(sys.argv[1], 'w').write('[]')\n"
        f"seen = runpy.run_path({str(AUDIT)!r})['seen']\n"
        f"open({str(tmp_path / 'x')!r}, 'w'); import socket; socket.socket(); eval('1 + 1')\n"
        "assert {'open to write', 'import', 'socket.__new__', 'compile'} <= seen.keys(), seen"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, timeout=60)
