"""Whatever a store or a command line holds, `tip` answers or says in one line why it can't.

HYPOTHESIS_PROFILE=long looks further, and elsewhere each time.
"""

import os
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from serbia_tip.command import app
from tests.conftest import OTHER, Result, Tip

settings.register_profile(
    "short",
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile(
    "long", settings.get_profile("short"), max_examples=5000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

REORDERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def acting(text: str) -> list[str]:
    """The letters of a text, line ends apart, that act on a terminal instead of being shown."""
    return [
        letter
        for letter in text.replace("\n", "")
        if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(letter) in REORDERING
    ]


def mind(result: Result, messages: int = 1) -> None:
    """Hold a command to its manners: its exit codes, its few messages, nothing acting in them."""
    assert result.code in range(5)
    assert result.err.count("\n") <= messages
    assert acting(result.err) == []
    if result.code > 1:
        assert result.err.endswith("\n")
    if result.code in (2, 3):
        assert result.out == ""


# --- stores ------------------------------------------------------------------------------------

LINES = OTHER.read_text(encoding="utf-8").splitlines()
KEYS = sorted({line.partition(" = ")[0] for line in LINES if " = " in line})
VALUES = sorted({line.partition(" = ")[2] for line in LINES if " = " in line})
HEADERS = sorted({line for line in LINES if line.startswith("[")})

ODD_KEYS = ['""', "'a b'", '"\\u0000\\u202e"', '"[[laws]]"', "store", "a.b", "period.x", "note.id"]
ODD_HEADERS = ["[store]", "[[store]]", "[routes]", "[[countries.XB]]", "[sources]", "[x.y]", "[[x"]
ODD_VALUES = [
    *("true", "0", "-1", "2147483648", "9007199254740993", "9" * 400, "9" * 5000, "1.5", "1e308"),
    *("0x" + "f" * 5000, "-1e308", "nan", "inf", "-inf", "2010-01-01", "10:00:00"),
    *("2010-01-01T00:00:00Z", '""', '" "', '"-"', '"\\u0000"', '"\\u001b[31m\\u202e\\n\\u2028"'),
    *('"2010-13"', '"2010-00"', '"1990/2020"', '"0001"', '"2010/2009"', '"a\\u0301"', '"\\u007f"'),
    *('"[p. 1]"', '["report-2010[", "gazette[]", "gazette]"]', '["gazette", "gazette"]', "[]"),
    *('[""]', "[[]]", '["a", 1]', "{}", '{a = "b"}', '{id = "tier-2005"}', "'''\n[[laws]]\n'''"),
    *("[" * 500 + "]" * 500, "{a = " * 500 + "1" + "}" * 500, f'"{"long " * 2000}"'),
]


def quoted(text: str) -> str:
    """A text in TOML, which is as in JSON."""
    return msgspec.json.encode(text).decode()


keys = st.sampled_from(KEYS + ODD_KEYS)
values = st.sampled_from(VALUES + ODD_VALUES) | st.text(max_size=20).map(quoted)
lines = (
    st.builds("{} = {}".format, keys, values)
    | st.sampled_from(HEADERS + ODD_HEADERS)
    | st.sampled_from(LINES)
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The made-up store with a few of its lines dropped, doubled, renamed, retyped or added."""
    text = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text) - 1))
        key, equals, value = text[place].partition(" = ")
        match draw(
            st.sampled_from(["drop", "double", "rename", "retype", "retype", "retype", "add"])
        ):
            case "drop":
                del text[place]
            case "double":
                text.insert(draw(st.integers(0, len(text))), text[place])
            case "rename":
                text[place] = f"{draw(keys)}{equals}{value}" if equals else draw(lines)
            case "retype":
                text[place] = f"{key}{equals}{draw(values)}" if equals else draw(lines)
            case "add":
                text.insert(place, draw(lines))
    return "\n".join(text)


@st.composite
def spliced(draw: st.DrawFn) -> bytes:
    """The bytes of the made-up store with a stretch of them replaced."""
    raw = OTHER.read_bytes()
    begin = draw(st.integers(0, len(raw)))
    end = draw(st.integers(begin, min(begin + 20, len(raw))))
    return raw[:begin] + draw(st.binary(max_size=5)) + raw[end:]


readings = st.sampled_from(
    [
        *("routes", "stats", "tiers", "policy", "laws", "sources", "timeline", "coverage"),
        *("tiers --changes", "stats --totals --sort -value", "routes --country XB", "fields"),
        *("search victims gazette", "show tier-2007", "cite score-2010", "profile", "--version"),
        *("cite score-2010 --style bibtex", "show tier-2007 --json", "cite tier-2007 --style csl"),
        *("routes --json", "stats -f jsonl", "tiers -f markdown", "timeline --color always"),
    ]
).map(str.split)


def try_store(tip: Tip, path: Path, reading: list[str]) -> None:
    """Check a store, and read it: what is broken for the one is broken for the other."""
    checked = tip("check", str(path))
    mind(checked)
    assert acting(checked.out) == []
    read = tip("--store", str(path), *reading)
    mind(read)
    assert (read.code == 3) == (checked.code != 0)
    if "always" not in reading:
        assert acting(read.out) == []


@given(st.binary() | st.text().map(str.encode) | spliced(), readings)
def test_arbitrary_bytes_as_a_store(
    tip: Tip, tmp_path: Path, raw: bytes, reading: list[str]
) -> None:
    """Any file at all can be named as a store."""
    path = tmp_path / "store.toml"
    path.write_bytes(raw)
    try_store(tip, path, reading)


@given(mutated(), readings)
def test_a_store_with_mistakes(tip: Tip, tmp_path: Path, text: str, reading: list[str]) -> None:
    """Anything that can be mistaken in a store is a problem with a line, or no problem."""
    path = tmp_path / "store.toml"
    path.write_text(text, encoding="utf-8")
    try_store(tip, path, reading)


# --- command lines -----------------------------------------------------------------------------


def words_of_the_command_line() -> list[str]:
    """The commands and all their options, except for those that change the shell's settings."""
    main = get_command(app)
    commands = getattr(main, "commands", {})
    options = {
        option
        for command in (main, *commands.values())
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("-") and "completion" not in option
    }
    return sorted({*commands, *options})


WORDS = words_of_the_command_line()
GIVEN = [
    *("transit", "XB", "Брикланд", "2010", "0000", "99999", "-1", "2wl", "json", "csv", "markdown"),
    *("tier-2007", "score-2010", "report-2010[p. 12]", "gazette[", "id,year", "-year", "sex", "-"),
    *("always", "protection", "victims", '"one', "vic*", "AND", "NOT NEAR(", "bibtex", "--", "="),
    *("", " ", ",", "\x1b[31m", "\u202e", "\0", "\n", "a" * 1000, "9" * 5000, "--year=2010", "-fx"),
]
arbitrary = st.text(max_size=10) | st.binary(max_size=5).map(os.fsdecode)
arguments = st.lists(
    st.sampled_from(WORDS)
    | st.sampled_from(GIVEN)
    | arbitrary.filter(lambda text: "/" not in text),
    max_size=6,
)
commands = st.sampled_from([word for word in WORDS if not word.startswith("-")]).map(
    lambda word: [word]
)


@given(st.just([]) | commands, arguments)
def test_arbitrary_command_lines(
    tip: Tip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], rest: list[str]
) -> None:
    """Any command line is answered, or refused with a message."""
    with monkeypatch.context() as patch:
        patch.setenv("TIP_STORE", str(OTHER))
        patch.chdir(tmp_path)
        mind(tip(*command, *rest), messages=max(1, len(rest)))
