"""No store takes a terminal over, or a reader of any format: every command, in every format.

Commands, formats and fields are those that there are: a new one is tried by itself.
"""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
import tomli
import tomli_w
from msgspec import Struct
from typer.main import get_command

import serbia_tip
from serbia_tip import model
from serbia_tip.cli.main import build_main_app
from serbia_tip.errors import StoreError
from serbia_tip.export import FILES, FOLDER
from serbia_tip.export.page import page_charts
from serbia_tip.figures import CHARTS, render_figure
from serbia_tip.formats import formats_of_command
from serbia_tip.formats.citation_styles import STYLES
from serbia_tip.queries.kinds import KINDS
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.terminal.screen import visible
from tests.conftest import EVERY_FIELD, ROOT, Tip
from tests.hostile import acting, before_a_tab
from tests.pseudo_terminal import in_columns, plain

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
TABLES = tomli.loads(EVERY_FIELD.read_text(encoding="utf-8"))
# The fields of which a pattern, a vocabulary or a reference allows no such text.
SHAPED = {
    *("id", "country", "alpha3", "origin", "destination", "role", "period", "published", "area"),
    *("doi", "bound", "part_of", "tier", "basis", "rank", "assessment", "contradicts", "laws"),
    *("standing", "sources", "language", "accessed", "until", "date", "profile", "derived_from"),
    "partitioned_by",
}


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


def sound(folder: Path, more: Mapping[str, str]) -> str | None:
    """The path of a store that has every field, with these texts continued, unless it isn't one."""
    path = folder / f"{len([*folder.iterdir()])}.toml"
    path.write_text(tomli_w.dumps(changed(TABLES, more)), encoding="utf-8")
    try:
        serbia_tip.load(path)
    except StoreError:
        return None
    return str(path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sound store that is hostile wherever it can be."""
    shaped = SHAPED | {"short"}  # which is short
    free = {text: HOSTILE for text, name in texts(TABLES) if name not in shaped or "[" in text}
    path = sound(tmp_path_factory.mktemp("hostile"), free)
    assert path
    return path


# What else is asked than rows: views of a command's own, and names that it hasn't.
MORE = [
    *("show way victims-2010 tier-2010 shelter-2010 act-adopted book", "show way book --json"),
    *(f"cite {named} --style {style}" for style in STYLES for named in ("", "way book")),
    *(
        "panel",
        "panel --json",
        "profile",
        "profile --json",
        "schema",
        "check",
        "year 2010",
        "year 2010 --json",
    ),
    *(
        "year 2010 --sources full",
        "year 2010 2011",
        "year 2010 --chart",
        "year 2010 --chart -f svg",
    ),
    *("stats --source book", "stats --year 2010", "stats --each", "stats --dimension sex"),
    *("stats --source book --chart -f svg", "stats --dimension sex --chart", "stats --measure x"),
    *("stats --year 1900", "routes --year 1900", "routes --each", "routes --sources full"),
    *("routes --chart -f svg", "routes --standing stated", "routes --country x"),
    *("routes --source x", "tiers --chart -f html", "tiers --each", "tiers --year 2010"),
    *("policy --each", "policy protection", "policy x", "laws --each", "laws --kind x"),
    "sources --sources full",
]
WORDS = {"search": ["women", "victims"], "timeline": ["--since", "1000"]}
SILENT = {"export", "diff"}  # writes files; takes two stores (see `test_store_changes`)
HERE = [suffix for suffix, target in FILES.items() if target.extra in (None, "html")]


def lines() -> list[list[str]]:
    """Every command with each of its formats; every help; the title and the version."""
    found: list[list[str]] = [[], ["-h"], ["-V"], *map(str.split, MORE)]
    commands = getattr(get_command(build_main_app(())), "commands")  # noqa: B009 - the type is Click's
    for name in sorted(commands.keys() - SILENT):
        found.append([name, "-h"])
        if name in COMMANDS:
            line = [name, *WORDS.get(name, [])]
            forms = formats_of_command(name).keys() - {"png", "pdf", "vega"}  # JSON, or no text
            found += [[*line, "-f", form] for form in sorted(forms)]
            fields = [*line, "--fields", ",".join(COMMANDS[name].__struct_fields__)]
            found += [fields, [*fields, "-f", "markdown"]]
            found += [[name, "--chart"]] if name in CHARTS else []
        else:
            assert any(line.startswith(name) for line in MORE), f"say what is asked of {name}"
    return found


WRONG = HOSTILE.replace("\0", "")
ERRORS = [
    [word.replace("@", WRONG) for word in line.split()]
    for line in [
        *("routes --role @", "stats --measure x", "laws --kind x", "routes --country x", "show x"),
        *("routes --source x", "show @", "@", "routes @", "routes --@", "check @", "policy x"),
        *("routes --fields @", "routes -f @", "routes --sort @", "routes --year @", "fields @"),
        *("--color @ routes", "schema @", "--store @ routes", "search @ -n @"),
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
    """Rich's markup, emoji codes and the like are shown as they stand."""
    for line in (["policy"], ["show", "way"], ["routes", "--each"], ["laws"], ["timeline"]):
        assert visible(HOSTILE) in tip(*line, "--store", store).out, line


# Ends a text, an attribute, an element and a script; in an address, it needs no blank.
PRINTED = "\"'></script><q7/q8=''>"
# The same, and a name for a window, and a letter that turns whatever follows around.
ATTACK = f"{PRINTED}[q](x)\x1b]0;q\x07\u202e"
# An element, or an attribute that names one or gives it its looks.
MARKED = re.compile(
    r"(?<!\\)<q7|(?:\s(?:id|class|for|aria-\w+by|name|style)=[\"']?|href=[\"']#)[^\"'>]*q[78]"
)


def leaks(text: str, form: str) -> list[str]:
    """What acts in an answer of this format."""
    shown = plain(text).replace("\r\n", "\n")
    found = acting(shown.replace("\t", "") if form == "tsv" else shown)
    return found + (MARKED.findall(text) if form in {"html", "svg", "markdown"} else [])


def test_no_field_of_a_store_leaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hostile text in one field at a time stays text in every answer and export that prints it."""
    fields = dict(texts(TABLES))
    hostile_stores: defaultdict[str, list[str]] = defaultdict(list)
    for text in fields:
        for attack in (ATTACK, PRINTED) if "://" in text else (ATTACK,):
            if path := sound(tmp_path, {text: attack}):
                hostile_stores[text].append(path)
    assert {name for text, name in fields.items() if text not in hostile_stores} <= SHAPED
    monkeypatch.setenv("FORCE_COLOR", "1")
    marks = {text: f"qz{number}zq" for number, text in enumerate(hostile_stores)}
    marked = sound(tmp_path, marks)
    assert marked
    seen: set[str] = set()
    for line in lines():
        form = line[line.index("-f") + 1] if "-f" in line else ""
        monkeypatch.setenv("TIP_STORE", marked)
        shown = "".join(in_columns(monkeypatch, 100, *line).out.split()).casefold()
        for text in [text for text, mark in marks.items() if mark in shown]:
            seen.add(fields[text])
            for path in hostile_stores[text]:
                monkeypatch.setenv("TIP_STORE", path)
                result = in_columns(monkeypatch, 100, *line)
                found = [*leaks(result.out, form), *acting(plain(result.err))]
                assert (line, fields[text], found) == (line, fields[text], [])
                assert result.code < 2
    page = resolve_name(FILES[".html"].contents)(serbia_tip.load(marked)).decode()
    drawn = "".join(re.findall("<svg.*?</svg>", page, re.DOTALL)).casefold()
    draw = render_figure
    for text, path in [(text, path) for text, paths in hostile_stores.items() for path in paths]:
        exporting = serbia_tip.load(path)
        # Drawing takes seconds: pictures that don't print the field are left blank.
        shows = draw if marks[text] in drawn else lambda *_: b"<svg></svg>"
        monkeypatch.setattr(page_charts, "render_figure", shows)
        for suffix in HERE:
            held = resolve_name(FILES[suffix].contents)(exporting)
            found = leaks(held.decode(), suffix[1:]) if suffix in (".html", ".json") else []
            assert (suffix, fields[text], found) == (suffix, fields[text], [])
        resolve_name(FOLDER.contents)(exporting)
    printed = {name for kind in KINDS.values() for name in kind.row.__struct_fields__}
    assert printed & {*fields.values()} - SHAPED <= seen


def test_the_store_above_has_every_field() -> None:
    """Whatever the model knows is said in it, but for what is derived."""
    said = {"disputes", *re.findall(r"(\w+)(?= =|[.\]])", EVERY_FIELD.read_text(encoding="utf-8"))}
    for kind in vars(model).values():
        if isinstance(kind, type) and issubclass(kind, Struct):
            assert {*kind.__struct_fields__} <= said, kind


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


def audited(folder: Path, store: str, asked: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """What these command lines do beside reading, answering, and a database in memory."""
    completed = subprocess.run(
        [sys.executable, "-B", ROOT / "tests" / "audit.py"],  # without Python's own files
        env={"PATH": os.environ["PATH"], "TIP_STORE": store, "FORCE_COLOR": "1"},
        input=json.dumps(asked).encode(),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )
    done: dict[str, list[str]] = json.loads(completed.stdout)
    assert {*done.pop("sqlite3.connect")} == {":memory:"}
    return {event: about for event, about in done.items() if event != "sqlite3.connect/handle"}


def test_nothing_is_done_but_answering(tmp_path: Path, store: str) -> None:
    """No file, no folder, no process, no connection, no database but one in memory.

    No code is made of what a store says, nor the name of a module.
    """
    events = audited(tmp_path, store, [*lines(), *ERRORS])
    assert list(tmp_path.iterdir()) == []
    assert events.keys() <= {"compile", "import"}
    said = re.compile(r"alert\(1\)|touch x|owned\x07|Lantern|\x1b")
    assert [text for text in events["compile"] + events["import"] if said.search(text)] == []


def test_an_export_writes_beside_its_target_alone(tmp_path: Path, store: str) -> None:
    """The one command that writes does so where it is told to, and in no other folder."""
    (tmp_path / "there").mkdir()
    targets = [f"there/named{suffix}" for suffix in ("", *HERE)]
    events = audited(tmp_path, store, [["export", target] for target in [*targets, *targets]])
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert {f"there/{path.name}" for path in (tmp_path / "there").iterdir()} == {*targets}
    paths = [path for event in events.keys() - {"compile", "import"} for path in events[event]]
    assert paths
    folders = {(tmp_path / path).relative_to(tmp_path).parts[0] for path in paths}
    assert folders - {"fresh"} == {"there"}  # "fresh" is what a temporary folder is rid of
