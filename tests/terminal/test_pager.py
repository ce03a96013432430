"""A long answer goes through the reader's pager, on a real terminal and nowhere else."""

import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from serbia_tip.terminal.pages import show_in_pager
from tests.conftest import OTHER, Result, spawn
from tests.pseudo_terminal import on_terminal, plain

LONG = ["stats", "--each", "--store", str(OTHER)]
END = "[2] Arden Gazette"
"""The last line of the long answer."""


@pytest.fixture
def note(tmp_path: Path) -> str:
    """A pager that notes what it was given, beside what it was called with, and shows it."""
    script = tmp_path / "note"
    script.write_text('#!/bin/sh\nprintf "paged %s\\n" "$*"\nexec cat\n')
    script.chmod(0o755)
    return str(script)


def is_paged(result: Result) -> bool:
    """Whether the noting pager has shown the answer, which in any case is fine."""
    assert (result.code, result.err) == (0, "")
    return result.out.startswith("paged ")


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_less_opens_and_q_ends_it() -> None:
    """A long answer waits in less, in bold; the rest isn't shown, and `q` is a good end."""
    result = on_terminal(*LONG, lines=12, wait_for=":", keys="q")
    assert (result.code, result.err) == (0, "")
    assert "\x1b[1m8 statistics" in result.out
    assert END not in result.out
    assert "ESC[1m" not in plain(result.out)


@pytest.mark.parametrize(
    ("line", "lines", "variables", "paged"),
    [
        (LONG, 12, {}, True),
        (LONG, 12, {"TERM": "vt100"}, True),
        (LONG, 12, {"NO_COLOR": "1"}, True),
        (LONG, 200, {}, False),
        (LONG, 12, {"TERM": "dumb"}, False),  # where nothing can be moved on the screen
        (["show", "tier-2007", "--store", str(OTHER)], 5, {}, True),
        (["year", "2010", "--store", str(OTHER)], 5, {}, True),
        ([*LONG, "--no-pager"], 12, {}, False),
        (["--no-pager", *LONG], 12, {}, False),
        ([*LONG, "--json"], 12, {}, False),
        ([*LONG, "-f", "csv"], 12, {}, False),
    ],
    ids=str,
)
def test_what_is_paged(
    note: str, line: list[str], lines: int, variables: Mapping[str, str], paged: bool
) -> None:
    """What people read and doesn't fit on the screen, with the prompt, goes through it, whole."""
    result = on_terminal(*line, lines=lines, environment={"PAGER": note, **variables})
    assert is_paged(result) == paged
    assert END in plain(result.out) or line[:3] != LONG[:3] or "-f" in line or "--json" in line


def test_a_pipe_is_not_paged(note: str) -> None:
    """Not on a terminal, nothing is paged."""
    result = spawn(*LONG, environment={"PAGER": note})
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"8 statistics")


def test_tip_pager_wins_over_pager(note: str) -> None:
    """TIP_PAGER wins over PAGER; each is a command with its own options."""
    both = {"TIP_PAGER": f"{note} 'of tip'", "PAGER": f"{note} of all"}
    for environment, who in ((both, "of tip"), ({"PAGER": both["PAGER"]}, "of all")):
        shown = on_terminal(*LONG, lines=12, environment=environment).out
        assert shown.startswith(f"paged {who}")


@pytest.mark.parametrize(
    ("variable", "pager"),
    [
        *((variable, none) for variable in ("PAGER", "TIP_PAGER") for none in ("", "cat", "  ")),
        *(("TIP_PAGER", broken) for broken in ("no-such-program -x", "/", "'", "false")),
    ],
)
def test_no_answer_is_lost(note: str, variable: str, pager: str) -> None:
    """Without a pager, or with one that fails, the answer is shown all the same."""
    result = on_terminal(*LONG, lines=12, environment={"PAGER": note, variable: pager})
    assert not is_paged(result)
    assert END in plain(result.out)


@pytest.mark.parametrize("pager", ["true", "head -c 1"])
def test_a_pager_that_ends_early(pager: str) -> None:
    """A pager that takes little or nothing of the answer is a reader who has seen enough."""
    result = on_terminal(*LONG, lines=12, environment={"TIP_PAGER": pager})
    assert (result.code, result.err) == (0, "")
    assert END not in result.out


def test_an_interrupt_is_for_the_pager(tmp_path: Path) -> None:
    """Ctrl-C in the pager doesn't end `tip` under it; after it, Ctrl-C means what it did."""
    script = tmp_path / "waits"
    script.write_text("#!/bin/sh\ntrap 'echo caught; exit 0' INT\necho ready\nsleep 20\nexit 1\n")
    script.chmod(0o755)
    environment = {"TIP_PAGER": str(script)}
    result = on_terminal(*LONG, lines=12, environment=environment, wait_for="ready", keys="\x03")
    assert (result.code, result.out.splitlines()[-1]) == (0, "^Ccaught")
    before = signal.getsignal(signal.SIGINT)
    assert not show_in_pager(b"", ["false"])
    assert signal.getsignal(signal.SIGINT) == before
