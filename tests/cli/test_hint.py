"""The line that a terminal shows under an answer: the form for scripts, which does the same."""

import io
import os
import pty
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from serbia_tip.cli.main import run
from tests.conftest import OTHER, Result, Tip
from tests.pseudo_terminal import plain


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        """What a terminal says of itself."""
        return True

    def text(self) -> str:
        """What was written."""
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode()


class _Pipe(_Terminal):
    def isatty(self) -> bool:
        """What a pipe says of itself."""
        return False


def shown(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
    out: type[_Terminal] = _Terminal,
    err: type[_Terminal] = _Terminal,
    environment: Mapping[str, str] | None = None,
) -> Result:
    """`tip` in this process, each of its outputs a terminal or not."""
    output, messages = (kind(io.BytesIO(), encoding="utf-8") for kind in (out, err))
    with monkeypatch.context() as patch:
        for name, value in {"COLUMNS": "80", "TERM": "xterm", **(environment or {})}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", messages)
        code = run(arguments)
    return Result(code, output.text(), messages.text())


LINE = ("routes", "--store", str(OTHER), "--role", "transit")
HINT = f"for scripts: tip routes --json --store {OTHER} --role transit"


def test_dim_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is dim, stands alone, and goes where messages go."""
    result = shown(monkeypatch, *LINE)
    assert (result.code, result.err) == (0, f"\x1b[2m{HINT}\x1b[0m\n")
    assert "for scripts" not in result.out


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_plain_without_colour(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    """A terminal without colour gets it without an escape."""
    assert shown(monkeypatch, *LINE, environment=environment).err == f"{HINT}\n"


def test_plain_when_colour_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """So does one that `--color never` is said to."""
    expected = HINT.replace("tip routes", "tip --color never routes") + "\n"
    assert shown(monkeypatch, "--color", "never", *LINE).err == expected


@pytest.mark.parametrize(("out", "err"), [(_Pipe, _Terminal), (_Terminal, _Pipe), (_Pipe, _Pipe)])
def test_never_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, out: type[_Terminal], err: type[_Terminal]
) -> None:
    """Where the answer or the messages are not read on a terminal, there is no such line."""
    for environment in ({}, {"FORCE_COLOR": "1"}):
        result = shown(monkeypatch, *LINE, out=out, err=err, environment=environment)
        assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        ("--no-hint", *LINE),
        (*LINE, "--no-hint"),
        ("show", "--no-hint", "tier-2003", "--store", str(OTHER)),
        ("profile", "--no-hint"),
        ("--no-hint", "profile"),
    ],
)
def test_off_by_option(monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]) -> None:
    """`--no-hint`, before or after the command, leaves it out."""
    assert shown(monkeypatch, *line).err == ""


def test_off_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """So does TIP_NO_HINT, unless it is empty."""
    assert shown(monkeypatch, *LINE, environment={"TIP_NO_HINT": "1"}).err == ""
    assert shown(monkeypatch, *LINE, environment={"TIP_NO_HINT": ""}).err != ""


@pytest.mark.parametrize(
    "line",
    [
        (*LINE, "--json"),
        (*LINE, "-f", "csv"),
        (*LINE, "-f", "markdown"),
        (*LINE, "-f", "table"),
        ("show", "tier-2003", "--json", "--store", str(OTHER)),
        ("profile", "--json"),
        ("cite", "tier-2003", "--store", str(OTHER)),
        ("schema",),
        ("check", str(OTHER)),
        ("--version",),
        (),
    ],
)
def test_not_where_there_is_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    """An answer that is for scripts, or has no other form, has no such line."""
    result = shown(monkeypatch, *line)
    assert (result.code, result.err) == (0, "")


def test_not_after_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that failed says only why."""
    result = shown(monkeypatch, *LINE, "--role", "zebra")
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)


# --- what it says, done ------------------------------------------------------------------------

COMMANDS = [
    ["routes"],
    ["routes", "--country", "Брикланд", "--sort", "-year"],
    ["stats", "--year", "2010", "--totals", "-n", "2"],
    ["tiers", "--changes", "--no-header"],
    ["policy", "protection", "--color", "always"],
    ["laws", "--fields", "id,name"],
    ["sources", "--sort", "facts"],
    ["timeline", "--source", "report-2010[p. 12]"],
    ["search", "victims", "--kind", "statistic"],
    ["search", '"forced labour"'],
    ["search", "it's", "a $HOME", "`x`", "women"],
    ["search", "--kind", "route", "--", "women"],
    ["search", "--", "-women"],
    ["search", "--", "search"],
    ["routes", "--year", "1900"],
    ["show", "tier-2007", "tier-2003"],
    ["show", "--", "tier-2007"],
]


@pytest.mark.parametrize("line", COMMANDS, ids=" ".join)
def test_does_the_same(monkeypatch: pytest.MonkeyPatch, tip: Tip, line: list[str]) -> None:
    """The line, read as a shell reads it, gives the same ids in the same order, as JSON."""
    result = shown(monkeypatch, "--store", str(OTHER), "--color", "never", *line)
    said = plain(result.err).splitlines()
    [hint] = [line_said for line_said in said if line_said.startswith("for scripts: ")]
    program, *arguments = shlex.split(hint.removeprefix("for scripts: "))
    assert program == "tip"
    again = tip(*arguments)
    assert again.code == 0
    command, *rest = line
    assert again.json == tip("--store", str(OTHER), command, "--json", *rest).json


def test_does_the_same_whatever_a_value_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A value that is spelled like a command isn't taken for one."""
    shutil.copy(OTHER, tmp_path / "tiers")
    monkeypatch.chdir(tmp_path)
    result = shown(monkeypatch, "--color", "never", "--store", "tiers", "tiers")
    assert result.err == "for scripts: tip --color never --store tiers tiers --json\n"


def test_options_may_have_ended_before_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the two dashes before a command's name, the command knows nothing."""
    result = shown(monkeypatch, "--store", str(OTHER), "--color", "never", "--", "tiers", "-n", "2")
    assert result.code == 0
    assert result.err == (f"for scripts: tip --store {OTHER} --color never -- tiers --json -n 2\n")


def test_does_the_same_for_profile_and_fields(monkeypatch: pytest.MonkeyPatch, tip: Tip) -> None:
    """So does that of the commands that answer from the shipped store, or none."""
    for command in ("profile", "fields", "coverage"):
        result = shown(monkeypatch, command, "--color", "never")
        *_, hint = result.err.splitlines()
        assert hint == f"for scripts: tip {command} --json --color never"
        assert tip(*shlex.split(hint)[3:]).json == tip(command, "--json").json


def test_hostile_arguments_are_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed can't take the terminal over by way of the line."""
    result = shown(monkeypatch, "search", "a\x1b[31m\u202e", "--color", "never")
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err


def test_in_a_process_of_its_own() -> None:
    """On a real terminal the answer comes first, then the line, which runs as it stands."""
    controller, terminal = pty.openpty()
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "serbia_tip", *LINE],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**kept, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "200"},
    )
    os.close(terminal)
    written = b""
    # an OSError is how Linux says that no process has the terminal open any longer
    with os.fdopen(controller, "rb", buffering=0) as screen, suppress(OSError):
        while more := screen.read(65536):
            written += more
    assert process.wait(timeout=60) == 0
    *answer, hint = written.decode().splitlines()
    assert answer[0].startswith("Transit through Arden")
    assert hint == HINT
    words = shlex.split(hint.removeprefix("for scripts: tip "))
    done = subprocess.run(
        [sys.executable, "-m", "serbia_tip", *words], capture_output=True, check=True, timeout=60
    )
    assert [row["id"] for row in msgspec.json.decode(done.stdout)] == ["transit-2010-xb-xc"]
