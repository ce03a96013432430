"""Colour, width and encoding of the output, and what decides on each."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import Mock

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from serbia_tip.errors import WriteError
from serbia_tip.queries.kinds import KINDS
from serbia_tip.terminal.screen import Screen, detect_screen, stream_output, write_message
from tests.conftest import OTHER, Tip, spawn
from tests.pseudo_terminal import in_columns, on_terminal, plain
from tests.small import Table, small_store

COMMANDS = [*(kind.row.command for kind in KINDS.values()), "sources"]
PLAIN_ENCODINGS = {
    "C locale": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
}
"""Environments in which the output is not UTF-8."""


DECIDED = [
    (None, {}, True, True),
    (None, {}, False, False),
    ("always", {}, False, True),
    ("always", {"NO_COLOR": "1"}, False, True),
    ("always", {"TERM": "dumb"}, True, True),
    ("never", {}, True, False),
    ("never", {"FORCE_COLOR": "1"}, False, False),
    (None, {"NO_COLOR": "1"}, True, False),
    (None, {"NO_COLOR": "0"}, True, False),
    (None, {"NO_COLOR": ""}, True, True),
    ("auto", {"NO_COLOR": "1"}, True, False),
    (None, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
    (None, {"NO_COLOR": "", "FORCE_COLOR": "1"}, False, True),
    (None, {"FORCE_COLOR": "true"}, False, True),
    (None, {"FORCE_COLOR": ""}, False, False),
    (None, {"FORCE_COLOR": "0"}, False, False),
    (None, {"FORCE_COLOR": "0"}, True, True),
    (None, {"TERM": "dumb"}, True, False),
    (None, {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    (None, {"TERM": ""}, True, True),
    (None, {"GITHUB_ACTIONS": "true", "CI": "true"}, False, False),
    (None, {"CLICOLOR_FORCE": "1", "PY_COLORS": "1"}, False, False),
]
"""An option, variables, whether there is a terminal, and whether the answer is coloured."""


def test_who_decides_on_colour(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """--color, then NO_COLOR, then FORCE_COLOR, then the terminal; none means no escape at all."""
    line = ["tiers", "--store", str(OTHER)]
    for option, environment, on_a_terminal, coloured in DECIDED:
        asked = [] if option is None else ["--color", option]
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            for words in ([*asked, *line], [*line, *asked]):
                result = in_columns(patch, 80, *words) if on_a_terminal else tip(*words)
                assert ("\x1b" in result.out) == coloured, (option, environment, on_a_terminal)
    assert "\x1b" not in tip("--color", "always", *line, "--color", "never").out


def test_colour_is_for_tables_and_changes_no_letter(tip: Tip) -> None:
    """Without its escapes a coloured table equals the plain one, but for trailing blanks."""
    for form in ("json", "jsonl", "csv", "tsv", "markdown"):
        line = ["tiers", "--store", str(OTHER), "-f", form, "--color", "always"]
        assert "\x1b" not in tip(*line).out
    for command in COMMANDS:
        line = [command, "--store", str(OTHER)]
        coloured = plain(tip(*line, "--color", "always").out)
        assert [row.rstrip() for row in coloured.splitlines()] == tip(*line).lines


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"TERM": "dumb"}, False)])
def test_colour_on_a_real_terminal(environment: Mapping[str, str], coloured: bool) -> None:
    """A real terminal is coloured unless it is dumb."""
    shown = on_terminal("tiers", "--store", str(OTHER), columns=80, environment=environment)
    assert ("\x1b" in shown.out) == coloured


@pytest.mark.parametrize(
    ("columns", "environment", "width"),
    [
        (100, {}, 100),
        (70, {}, 70),
        (100, {"COLUMNS": "70"}, 70),
        (70, {"COLUMNS": "90"}, 90),
        (70, {"COLUMNS": ""}, 70),
        (70, {"COLUMNS": "0"}, 70),
        (70, {"COLUMNS": "wide"}, 70),
        (70, {"COLUMNS": "9" * 30}, 10_000),
        (0, {}, 80),
        (90, {"TERM": "dumb"}, 90),
    ],
)
def test_view_fills_the_terminal(columns: int, environment: Mapping[str, str], width: int) -> None:
    """The terminal's columns count, unless COLUMNS says otherwise; unknown ones are 80."""
    line = ["year", "2010", "--store", str(OTHER), "--color", "never"]
    shown = on_terminal(*line, columns=columns, environment=environment)
    assert cell_len(shown.lines[0]) == width  # it has something at its right end


def test_a_narrow_terminal_to_the_letter(
    monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    """Each cell has a line of its own; headings are bold, evidence is dim (escapes: ␛)."""
    for columns, line in ((36, "laws --each --color never"), (50, "year 2007")):
        shown = in_columns(monkeypatch, columns, *line.split(), "--store", str(OTHER)).out
        assert re.sub("(?<=;id=)[0-9]+", "0", shown).replace("\x1b", "␛") == snapshot


def test_columns_do_not_matter_in_a_pipe(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets the full width whatever COLUMNS says."""
    whole = tip("policy", "--store", str(OTHER)).out
    for columns in ("1", "40", "1000"):
        monkeypatch.setenv("COLUMNS", columns)
        assert tip("policy", "--store", str(OTHER)).out == whole


@pytest.mark.parametrize("environment", PLAIN_ENCODINGS.values(), ids=PLAIN_ENCODINGS)
@pytest.mark.parametrize("line", ["routes --each", "stats", "stats --each"])
def test_a_view_in_plain_letters(line: str, environment: Mapping[str, str]) -> None:
    """Where the output has no UTF-8, signs and letters become the nearest that it has."""
    result = spawn(*line.split(), "--store", str(OTHER), environment=environment)
    assert (result.returncode, result.stderr) == (0, b"")
    codec = environment.get("PYTHONIOENCODING", "ascii")
    shown = result.stdout.decode(codec)
    if line.startswith("routes"):
        assert ("Brückland" if codec != "ascii" else "Bruckland") in shown
        assert ("  –  " if codec == "cp1252" else "  -  ") in shown
    else:
        assert ">= 23" in shown
    assert "?" not in shown


LETTERS = {
    "Čvorović, Šabac, Žabari": "Cvorovic, Sabac, Zabari",
    "Đorđe Đžđ": "Dorde Dzd",
    "e\u0301te\u0301": "ete",
    "1 \N{EN DASH} 2 — 3": "1 - 2 - 3",
    "a\u00a0b": "a b",
    "ﬁne": "fine",
    "Брикланд": "????????",
    "a日b": "a?b",
    "עברית": "?????",
}


def test_letters_that_are_lacking_become_their_nearest(tmp_path: Path) -> None:
    """Each letter becomes its nearest plain one, or a question mark; none disappears."""
    path = small_store(tmp_path, laws=[{"name": text} for text in LETTERS])
    line = ["laws", "--store", path, "--fields", "name,kind", "--no-header"]
    result = spawn(*line, environment={"PYTHONIOENCODING": "ascii"})
    rows = result.stdout.decode().splitlines()[: len(LETTERS)]
    assert [row.split("  ")[0] for row in rows] == list(LETTERS.values())
    assert list(map(Screen(None, False, "ascii").spell, LETTERS)) == list(LETTERS.values())


def test_columns_stay_aligned_in_plain_letters(tmp_path: Path) -> None:
    """Columns stay aligned where replacements are longer or shorter than the letters."""
    figures: list[Table] = [
        {"measure": measure, "bound": bound, "attributed_to": "NGOs"}
        for measure, bound in [("plain", "exact"), ("жртве", "at_least"), ("日本語", "about")]
    ]
    path = small_store(tmp_path, statistics=figures)
    line = ["stats", "--store", path, "--each", "--no-header"]
    result = spawn(*line, environment={"PYTHONIOENCODING": "ascii"})
    rows = result.stdout.decode().splitlines()[:3]
    assert len({row.index("protection; NGOs") for row in rows}) == 1


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_programs_always_get_utf8(tip: Tip, form: str) -> None:
    """What programs read is UTF-8 whatever the locale."""
    line = ["routes", "--store", str(OTHER), "-f", form]
    for environment in PLAIN_ENCODINGS.values():
        result = spawn(*line, environment=environment)
        assert result.stdout.decode() == tip(*line).out
        assert (result.returncode, result.stderr) == (0, b"")


SAID = {"": 0, "--help": 0, "stats -h": 0, "check": 0, "laws --kind статут": 1, "laws -f Š": 2}


def test_help_and_messages_in_plain_letters(tmp_path: Path) -> None:
    """No help and no message fails for want of a letter."""
    store = Path(small_store(tmp_path, store={"title": "Трговина људима"}, laws=[{"kind": "Đ"}]))
    named = store.rename(tmp_path / "šđ.toml")
    for environment in PLAIN_ENCODINGS.values():
        for line, code in SAID.items():
            result = spawn(*line.split(), environment={"TIP_STORE": str(named), **environment})
            assert (line, result.returncode) == (line, code)
            assert (line, result.stderr.count(b"\n")) == (line, 1 if code else 0)
            result.stdout.decode(environment.get("PYTHONIOENCODING", "ascii"))


def test_an_output_that_takes_little_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece is written to its end; a reader who has gone is no error, another failure is one."""
    buffer = Mock(write=Mock(side_effect=lambda left: min(len(left), 2)))
    monkeypatch.setattr(sys, "stdout", Mock(buffer=buffer, fileno=Mock(side_effect=OSError)))
    stream_output([b"first", b"second"])
    buffer.flush.side_effect = BrokenPipeError
    stream_output([b"third", b"fourth"])
    taken = b"".join(bytes(call.args[0][:2]) for call in buffer.write.mock_calls)
    assert taken == b"firstsecondthird"
    for error, said in ((OSError(28, "No space"), "No space"), (ValueError("closed"), "closed")):
        buffer.flush.side_effect = error
        with pytest.raises(WriteError, match=f"^can't write the answer: {said}$"):
            stream_output([b"fifth"])
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    write_message("unheard")
    assert detect_screen("auto") == Screen(None, False)
    with pytest.raises(WriteError, match="there is no standard output"):
        stream_output([])
