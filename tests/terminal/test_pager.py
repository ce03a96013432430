"""A long answer goes through the reader's pager, on a real terminal and nowhere else."""

import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import Mock

import pytest

from serbia_tip.terminal import pages
from serbia_tip.terminal.screen import Screen
from tests.conftest import OTHER, spawn
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
        (LONG, 200, {}, False),
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
    assert (result.code, result.err, result.out.startswith("paged ")) == (0, "", paged)
    assert END in plain(result.out) or line[:3] != LONG[:3] or "-f" in line or "--json" in line


def test_a_pipe_is_not_paged(note: str) -> None:
    """Not on a terminal, nothing is paged."""
    result = spawn(*LONG, environment={"PAGER": note})
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"8 statistics")


PAGERS: list[tuple[Mapping[str, str], list[str]]] = [
    *(({}, ["less"]), ({"TERM": "vt100"}, ["less"]), ({"TERM": "dumb"}, [])),
    *(({"PAGER": "more"}, ["more"]), ({"TIP_PAGER": "p 'of tip'", "PAGER": "x"}, ["p", "of tip"])),
    *(({name: no}, []) for name in ("PAGER", "TIP_PAGER") for no in ("", "cat", "  ", "'")),
]
"""Variables, and the words of the pager by which a long text is shown."""


def test_what_shows_a_text_that_leaves_no_line_for_the_prompt(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """TIP_PAGER, or else PAGER, a command with its options, or else less; or nothing at all."""
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr(pages, "show_in_pager", show := Mock(return_value=True))
    for there in ("/bin/less", None):
        monkeypatch.setattr(shutil, "which", {"less": there}.get)
        for variables, _ in PAGERS:
            with monkeypatch.context() as patch:
                for name, value in variables.items():
                    patch.setenv(name, value)
                pages.present_pages("a\nb\n", Screen(80, False, height=2), paged=True)
    shown, wanted = [call.args[1] for call in show.mock_calls], [each for _, each in PAGERS if each]
    assert shown == [*wanted, *(words for words in wanted if words != ["less"])]
    for height, paged in ((3, True), (None, True), (1, False)):
        pages.present_pages("c\nd\n", Screen(80, False, height=height), paged=paged)
    assert capsysbinary.readouterr().out.endswith(b"a\nb\n" + b"c\nd\n" * 3)


def test_a_pager_that_fails_has_shown_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that can't be run, or ends with an error; but not one that a signal ends."""
    for name in ("LESS", "LESSCHARSET"):
        monkeypatch.delenv(name, raising=False)
    good = ["exit 0", "exit 128", "kill -9 $$"]
    for ending in [*good, "exit 1", "exit 127"]:
        script = f"(cat; printenv LESS LESSCHARSET) >{tmp_path}/given; {ending}"
        assert pages.show_in_pager(b"a\n", ["sh", "-c", script]) == (ending in good), ending
    assert not pages.show_in_pager(b"a\n", [str(tmp_path)])
    assert (tmp_path / "given").read_text() == "a\nFRX\nutf-8\n"


@pytest.mark.parametrize("pager", ["no-such-program -x", "false"])
def test_no_answer_is_lost(pager: str) -> None:
    """With a pager that fails, the answer is shown all the same."""
    result = on_terminal(*LONG, lines=12, environment={"TIP_PAGER": pager})
    assert (result.code, result.err, END in plain(result.out)) == (0, "", True)


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
    assert not pages.show_in_pager(b"", ["false"])
    assert signal.getsignal(signal.SIGINT) == before
