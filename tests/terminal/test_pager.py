"""A long answer goes through the reader's pager, on a real terminal and nowhere else."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSCTTY, TIOCSWINSZ

import pytest

from tests.conftest import OTHER, Result, spawn
from tests.pseudo_terminal import plain

LONG = ["stats", "--each", "--no-hint"]
SHORT = ["tiers", "--tier", "3", "--no-hint"]
PATIENCE = 30
"""Seconds, many times as many as it takes until something is shown."""


@pytest.fixture
def note(tmp_path: Path) -> str:
    """A pager that notes what it was given, beside what it was called with, and shows it."""
    script = tmp_path / "note"
    script.write_text('#!/bin/sh\nprintf "paged %s\\n" "$*"\nexec cat\n')
    script.chmod(0o755)
    return str(script)


def on_terminal(
    *arguments: str,
    environment: Mapping[str, str],
    lines: int = 12,
    wait_for: str = "",
    keys: str = "",
) -> Result:
    """`tip` on a real terminal of 80 columns; `keys` are typed when `wait_for` is shown."""
    controller, terminal = pty.openpty()
    ioctl(terminal, TIOCSWINSZ, pack("HHHH", lines, 80, 0, 0))
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "serbia_tip", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env={**kept, "TERM": "xterm", "TIP_STORE": str(OTHER), **environment},
        start_new_session=True,
        preexec_fn=lambda: ioctl(0, TIOCSCTTY, 0),  # less reads its keys from there
    )
    os.close(terminal)
    shown = b""
    end = time.monotonic() + PATIENCE
    with os.fdopen(controller, "r+b", buffering=0) as screen:
        while time.monotonic() < end:
            if not select.select([screen], [], [], end - time.monotonic())[0]:
                break
            try:
                more = screen.read(65536)
            except OSError:  # how Linux says that no process has the terminal open any longer
                break
            if not more:
                break
            shown += more
            if keys and wait_for.encode() in shown:
                screen.write(keys.encode())
                keys = ""
    try:
        _, messages = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    return Result(process.returncode, shown.decode(), messages.decode())


def is_paged(result: Result) -> bool:
    """Whether the noting pager has shown the answer, which in any case is there and is fine."""
    assert (result.code, result.err) == (0, "")
    assert "tiers" in result.out or "statistics" in result.out or "Rating" in result.out
    return result.out.startswith("paged ")


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_less_opens_and_q_ends_it() -> None:
    """A long answer waits in less, what wasn't reached isn't shown, and `q` is a good end."""
    result = on_terminal(*LONG, environment={}, wait_for=":", keys="q")
    assert (result.code, result.err) == (0, "")
    assert "8 statistics" in result.out
    assert "[2] Arden Gazette" not in result.out


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_less_shows_colours() -> None:
    """The pager gets the answer as the terminal would: in bold, not as escapes written out."""
    result = on_terminal(*LONG, environment={}, wait_for=":", keys="q")
    assert "\x1b[1m" in result.out
    assert "ESC[1m" not in plain(result.out)


@pytest.mark.parametrize("variables", [{}, {"TERM": "vt100"}, {"NO_COLOR": "1"}])
def test_a_long_answer_is_paged(note: str, variables: Mapping[str, str]) -> None:
    """What doesn't fit on the screen goes through the pager, whole."""
    result = on_terminal(*LONG, environment={"PAGER": note, **variables})
    assert is_paged(result)
    assert "[2] Arden Gazette" in plain(result.out)


def test_a_short_answer_is_not_paged(note: str) -> None:
    """What fits on the screen, with the prompt below it, is simply shown."""
    assert not is_paged(on_terminal(*SHORT, environment={"PAGER": note}, lines=24))
    assert not is_paged(on_terminal(*LONG, environment={"PAGER": note}, lines=200))


@pytest.mark.parametrize("line", [["show", "tier-2007"], ["year", "2010"]], ids=" ".join)
def test_other_answers_are_paged_as_well(note: str, line: list[str]) -> None:
    """Whatever people read is paged when it is long."""
    result = on_terminal(*line, "--no-hint", environment={"PAGER": note}, lines=5)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("paged ")


def test_which_pager(note: str) -> None:
    """TIP_PAGER wins over PAGER; each is a command with its own options."""
    environment = {"TIP_PAGER": f"{note} 'of tip'", "PAGER": f"{note} of all"}
    assert on_terminal(*LONG, environment=environment).out.startswith("paged of tip")
    environment = {"PAGER": f"{note} of all"}
    assert on_terminal(*LONG, environment=environment).out.startswith("paged of all")


@pytest.mark.parametrize("none", ["", "cat", "  "])
@pytest.mark.parametrize("variable", ["PAGER", "TIP_PAGER"])
def test_no_pager_is_wanted(note: str, variable: str, none: str) -> None:
    """Empty, or cat, is no pager, and no other one takes its place."""
    environment = {"PAGER": note, variable: none} if variable == "TIP_PAGER" else {variable: none}
    result = on_terminal(*LONG, environment=environment)
    assert not is_paged(result)
    assert "[2] Arden Gazette" in plain(result.out)


def test_no_pager_for_once(note: str) -> None:
    """`--no-pager` shows the answer as it is."""
    assert not is_paged(on_terminal(*LONG, "--no-pager", environment={"PAGER": note}))


@pytest.mark.parametrize("pager", ["no-such-program -x", "/", "'"])
def test_a_pager_that_can_not_be_started(pager: str) -> None:
    """Without it the answer is shown all the same."""
    result = on_terminal(*LONG, environment={"TIP_PAGER": pager})
    assert not is_paged(result)
    assert "[2] Arden Gazette" in plain(result.out)


@pytest.mark.parametrize("pager", ["true", "head -c 1", "false"])
def test_a_pager_that_ends_early(pager: str) -> None:
    """A pager that takes little or nothing of the answer is a reader who has seen enough."""
    result = on_terminal(*LONG, environment={"TIP_PAGER": pager})
    assert (result.code, result.err) == (0, "")


def test_a_dumb_terminal_is_not_paged(note: str) -> None:
    """Where nothing can be moved on the screen, nothing is paged."""
    assert not is_paged(on_terminal(*LONG, environment={"PAGER": note, "TERM": "dumb"}))


@pytest.mark.parametrize("line", [["--json"], ["-f", "csv"], ["-f", "markdown"]], ids=" ".join)
def test_data_is_not_paged(note: str, line: list[str]) -> None:
    """What programs read is never paged, not even on a terminal."""
    result = on_terminal(*LONG, *line, environment={"PAGER": note})
    assert (result.code, result.err) == (0, "")
    assert "paged" not in result.out


def test_a_pipe_is_not_paged(note: str) -> None:
    """Not on a terminal, nothing is paged."""
    result = spawn(*LONG, environment={"PAGER": note, "TIP_STORE": str(OTHER)})
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"8 statistics")
