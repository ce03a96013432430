"""Whatever a store or a command line holds, `tip` answers or says in one line why it can't.

HYPOTHESIS_PROFILE=long tries ten thousand of them, others each time.
"""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from serbia_tip.cli.main import build_main_app
from serbia_tip.figures import CHARTS
from serbia_tip.formats import formats_of_command
from serbia_tip.formats.citation_styles import STYLES
from serbia_tip.queries.rows import COMMANDS
from tests.conftest import EVERY_FIELD, OTHER, Result, Tip
from tests.hostile import acting, before_a_tab
from tests.small import small_store

TIMES = settings().max_examples / 100  # as many examples as in CI, which tries two thousand
MEGABYTE = 1_000_000
LONG = MEGABYTE if TIMES > 1 else MEGABYTE // 50  # the letters of a text that is too long
PATIENCE = 60  # seconds, many times as many as any command line takes; after them, it hangs


def mind(result: Result, messages: int = 1) -> None:
    """Hold a command to its manners: its exit codes, its few messages, nothing acting in them."""
    assert result.code in range(5)
    assert result.err.count("\n") in range(result.code > 1, messages + 1)
    assert acting(result.err) == []
    if result.code in (2, 3):  # where there is no start page, `tip` alone has its help
        assert re.match(r"Usage: tip \[OPTIONS\] COMMAND|$", result.out)
    assert {*result.out[-1:], *result.err[-1:]} <= {"\n"}
    if re.match(r'\[\n *\{"|\{\s*"', result.out):
        try:
            msgspec.json.decode(result.out)
        except msgspec.DecodeError:  # JSON Lines, if nothing is missing
            list(map(msgspec.json.decode, result.lines))


@contextmanager
def patience() -> Iterator[None]:
    """What is done within must come to an end."""

    def hang(*_: object) -> None:
        raise AssertionError(f"no answer after {PATIENCE} seconds")

    signal.signal(signal.SIGALRM, hang)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


# The made-up store, and one in which every field is.
STORES = [tomli.loads(path.read_text(encoding="utf-8")) for path in (OTHER, EVERY_FIELD)]
DEEP = [b"[" * 100_000, b"a." * 100_000 + b"a = 1", b"a = [" + b"{}, " * 1000 + b"]"]
DEEP += [b"a = 0x" + b"f" * 5000]


@st.composite
def spliced(draw: st.DrawFn) -> bytes:
    """The bytes of the made-up store with a stretch of them replaced."""
    raw = OTHER.read_bytes()
    begin = draw(st.integers(0, len(raw)))
    end = draw(st.integers(begin, min(begin + 20, len(raw))))
    return raw[:begin] + draw(st.binary(max_size=5)) + raw[end:]


ODD_THINGS: list[Any] = [
    *(True, False, 0, -1, 2**31, 2**53, 2**53 + 1, 2**63, 10**400, -(10**400), 0.1, 1e308, -1e308),
    *(float("nan"), float("inf"), float("-inf"), -0.0, 5e-324),
    *(date(2010, 1, 1), date(1, 1, 1), time(10), datetime(2010, 1, 1, tzinfo=UTC)),
    *("", " ", "\0", "-", "[", "]", "[p. 1]", "\x1b[31m\u202e\n\u2028", "[bold]x[/]", ":smile:"),
    *("0000", "9999", "2010-02-30", "2010-06/2010-05", "0001/9999", "2010/", "/", "\u0662" * 4),
    *("long " * (LONG // 5), "x" * LONG, "a-" * (LONG // 2), "a" + "\u0301" * LONG),
    *([], {}, [""], [[]], ["a", 1], {"": ""}, {"id": "tier-2005"}, [{}], [{"id": []}]),
]
things = st.sampled_from(ODD_THINGS) | st.text(max_size=20) | st.integers() | st.floats()
names = st.sampled_from(["", "id", "a b", "\0\u202e", "statement", "XB", "note"]) | st.text()
CHANGES = ["drop", "double", "rename", "nest", "swap", *["retype"] * 3]


def places(table: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in a table, at any depth, as what holds it and its key or position there."""
    if isinstance(table, dict | list):
        for key, held in list(table.items() if isinstance(table, dict) else enumerate(table)):
            yield table, key
            yield from places(held)


@st.composite
def retold(draw: st.DrawFn) -> bytes:
    """The tables of a store after a few changes to what they hold, written as TOML again."""
    store = deepcopy(draw(st.sampled_from(STORES)))
    for _ in range(draw(st.integers(1, 4))):
        everything = list(places(store))
        if not everything:
            break
        table, key = draw(st.sampled_from(everything))
        match draw(st.sampled_from(CHANGES)):
            case "drop":
                del table[key]
            case "double" | "rename" as change:
                thing = deepcopy(table[key]) if change == "double" else table.pop(key)
                if isinstance(table, list):
                    table.append(thing)
                else:
                    table[draw(names)] = thing
            case "nest":
                for _ in range(draw(st.sampled_from([1, 2, 100]))):
                    table[key] = {draw(names): table[key]} if draw(st.booleans()) else [table[key]]
            case "swap":
                other, place = draw(st.sampled_from(everything))
                table[key], other[place] = deepcopy(other[place]), deepcopy(table[key])
            case "retype":
                table[key] = deepcopy(draw(things))
    return tomli_w.dumps(store).encode()


TABLES = [table for store in STORES for table in store.values() if isinstance(table, list)]
FACTS = [fact["id"] for table in TABLES for fact in table]
ROWS = ["search a* victims" if name == "search" else name for name in COMMANDS]
FORMS = [(line, form) for line in ROWS for form in formats_of_command(line.split()[0]).values()]
readings = st.sampled_from(
    [
        *(f"{line} -f {form.name}" for line, form in FORMS if form.name not in ("png", "pdf")),
        *(f"{line} --color always" for line in ROWS),
        *(f"{name} --chart" for name in CHARTS),
        *("stats --totals --sort -value", "routes --country XB", "tiers --changes", "profile"),
        *("profile --json", "--version", ""),
    ]
) | st.builds(
    "{} {}".format,
    st.sampled_from(["show", "show --json", *(f"cite --style {name}" for name in STYLES)]),
    st.sampled_from(FACTS),
)


@settings(max_examples=int(470 * TIMES))
@given(st.binary() | st.sampled_from(DEEP) | spliced() | retold() | retold(), readings)
def test_anything_as_a_store_is_answered_or_refused(
    tip: Tip, tmp_path: Path, raw: bytes, reading: str
) -> None:
    """Any file can be named as a store; what is broken for a check is broken for an answer."""
    path = tmp_path / "store.toml"
    path.write_bytes(raw)
    with patience():
        checked = tip("check", str(path))
        read = tip("--store", str(path), *reading.split())
    mind(checked)
    assert acting(checked.out) == []
    mind(read)
    assert (read.code == 3) == (checked.code != 0) or not reading
    if not re.search("always|csv|tsv", reading):
        assert acting(read.out) == []


def test_a_megabyte_in_a_field_is_shown_whole(tip: Tip, tmp_path: Path) -> None:
    """A text of any length is shown whole, on one line of a table, and in no time that grows."""
    for text, reading in [
        *(("long ", "policy"), ("long ", "search findings"), ("long ", "show findings-0")),
        *(("日 ", "show findings-0"), ("a\u0301", "policy"), ("x", "policy -f markdown")),
    ]:
        long = text * (MEGABYTE // len(text.encode()))
        path = small_store(tmp_path, findings=[{"statement": long}])
        with patience():
            result = tip("--store", path, *reading.split())
        assert (reading, result.code) == (reading, 0)
        assert (text, reading, long.rstrip() in result.out) == (text, reading, True)


MAIN = get_command(build_main_app(()))
NAMED: dict[str, Any] = getattr(MAIN, "commands", {})
OPTIONS = [
    option
    for command in (MAIN, *NAMED.values())
    for parameter in command.params
    for option in parameter.opts
    if option.startswith("-") and "completion" not in option  # which changes the shell's settings
]
GIVEN = [
    *("transit", "XB", "Брикланд", "2010", "0000", "99999", "-1", "2wl", "json", "csv", "markdown"),
    *("tier-2007", "score-2010", "report-2010[p. 12]", "gazette[", "id,year", "-year", "sex", "-"),
    *("always", "protection", "victims", '"one', "vic*", "AND", "NOT NEAR(", "bibtex", "--", "="),
    *("", " ", ",", "\x1b[31m", "\u202e", "\0", "\n", "a" * 1000, "9" * 5000, "--year=2010", "-fx"),
]
arbitrary = st.text(max_size=10) | st.binary(max_size=5).map(os.fsdecode)
near = arbitrary.filter(lambda text: "/" not in text)  # names no folder but the current one
words = st.sampled_from(sorted({*NAMED, *OPTIONS})) | st.sampled_from(GIVEN) | near
lines = st.builds(
    lambda command, rest: [*command.split(), *rest],
    st.sampled_from(["", *NAMED]),
    st.lists(words, max_size=6),
)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder deep within another, which is the current one; the made-up store is in use."""
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TIP_STORE", str(OTHER))


@settings(max_examples=int(1400 * TIMES))
@example(["profile", "", ""])
@given(lines)
@example(["timeline", "--latest"])
@pytest.mark.usefixtures("elsewhere")
def test_any_command_line_is_answered_or_refused(tip: Tip, line: list[str]) -> None:
    """With a message."""
    with patience():
        result = tip(*line)
    mind(result, messages=max(1, len(line)))


@settings(max_examples=int(130 * TIMES))
@given(st.sampled_from(["bash", "zsh", "fish"]), lines)
@pytest.mark.usefixtures("elsewhere")
def test_any_words_before_a_tab_bring_nothing_but_offers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str, line: list[str]
) -> None:
    """And nothing acts in them."""
    typed = [word for word in ["tip", *line] if "\0" not in word]
    with monkeypatch.context() as patch, patience():
        code = before_a_tab(patch, shell, typed)
    printed = capsys.readouterr()
    assert (code in (0, 1), printed.err) == (True, "")
    assert acting(printed.out.replace("\t", "")) == []
