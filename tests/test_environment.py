"""`tip` where little is as it should be: no descriptors, pipes that end, stores that change."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import OTHER, Tip, from_shell, spawn
from tests.pseudo_terminal import in_columns, on_terminal, plain
from tests.small import small_store
from tests.texts import words


def started(*arguments: str) -> "subprocess.Popen[bytes]":
    """`tip`, running, with pipes from it; an interrupt reaches it as from a keyboard."""
    return subprocess.Popen(
        [sys.executable, "-m", "serbia_tip", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize("closed", ["0", "1", "2", "01", "02", "12", "012"])
def test_closed_descriptors_get_nothing_and_the_exit_code_tells(tip: Tip, closed: str) -> None:
    """A store that is opened takes the number of a closed one: no answer is written into it."""
    nowhere = b"tip: can't write the answer: there is no standard output\n"
    before = OTHER.read_bytes()
    lines = [["stats", "--json"]] if closed != "1" else [["stats"], ["check"], ["-V"], ["-h"], []]
    for line in lines:
        result = from_shell(" ".join(f"{number}>&-" for number in closed), *line)
        assert (line, result.returncode) == (line, 4 if "1" in closed else 0)
        said = "" if "1" in closed else tip("--store", str(OTHER), *line).out
        assert result.stdout.decode() == said
        assert result.stderr == (nowhere if closed in ("1", "01") else b"")
    assert OTHER.read_bytes() == before


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose answers are many times what a pipe holds."""
    laws = [{"name": f"{number} {'n' * 1000}"} for number in range(500)]
    return small_store(tmp_path_factory.mktemp("large"), laws=laws)


@pytest.mark.parametrize("form", ["csv", "table"])
def test_a_reader_that_leaves_ends_it_quietly(large: str, form: str) -> None:
    """`tip … | head -c N`, whatever N."""
    for taken in (1, 65537):
        with started("laws", "--store", large, "-f", form) as process:
            assert process.stdout
            assert process.stderr
            read = process.stdout.read(taken)
            process.stdout.close()
            assert (taken, process.stderr.read()) == (taken, b"")
        assert (len(read), process.returncode) == (taken, 0)


def test_an_interrupt_ends_it_quietly_while_it_waits(tmp_path: Path, large: str) -> None:
    """Ctrl-C while nothing comes out of the pipe that is the store, or nobody reads the answer."""
    pipe = tmp_path / "store.toml"
    os.mkfifo(pipe)
    reading = started("--store", str(pipe), "routes")
    writing = started("laws", "--store", large, "-f", "csv")
    with pipe.open("wb") as writer:  # opened when the command has opened it, too
        writer.write(b"# a beginning\n")
        writer.flush()
        assert writing.stdout
        assert writing.stdout.read(1) == b"i"  # by now it writes, and more than a pipe holds
        time.sleep(0.3)  # by now they wait; just before, no Python would notice
        for process in (reading, writing):
            process.send_signal(signal.SIGINT)
            _, messages = process.communicate(timeout=60)
            assert (process.returncode, messages) == (-signal.SIGINT, b""), process.args


def test_a_store_without_end_is_refused(tmp_path: Path) -> None:
    """A device from which one could read forever, and soon; a link to itself; no other link."""
    loop, link = tmp_path / "loop.toml", tmp_path / "link.toml"
    loop.symlink_to(loop)
    link.symlink_to(OTHER)
    for name, why in {
        "/dev/zero": "not a store: longer than 256 MB",
        str(loop): f"can't read the store: {os.strerror(errno.ELOOP)}",
    }.items():
        result = spawn("routes", "--store", name)
        assert (name, result.returncode, result.stdout) == (name, 3, b"")
        assert result.stderr.decode() == f"tip: {name}: {why}\n"
    assert spawn("routes", "--store", str(link)).returncode == 0


@pytest.mark.parametrize("replaced", [True, False], ids=["replaced", "rewritten"])
def test_a_store_that_changes_is_answered_whole_or_refused(tmp_path: Path, replaced: bool) -> None:
    """Whatever becomes of the file while it is read; one that is replaced is always answered."""
    path, over = tmp_path / "store.toml", threading.Event()
    path.write_bytes(whole := OTHER.read_bytes())

    def change() -> None:
        while not over.wait(0.0005):
            fresh = path.with_name("fresh.toml") if replaced else path
            fresh.write_bytes(whole)
            fresh.replace(path)

    asked = ["routes", "--json", "--store"]
    answer = spawn(*asked, str(OTHER)).stdout
    changing = threading.Thread(target=change)
    changing.start()
    results = [spawn(*asked, str(path)) for _ in range(4)]
    over.set()
    changing.join()
    for result in results:
        if result.returncode == 3 and not replaced:
            assert (result.stdout, result.stderr.count(b"\n")) == (b"", 1)
        else:
            assert (result.returncode, result.stdout, result.stderr) == (0, answer, b"")


TERMINALS: list[dict[str, str]] = [
    *({}, {"TERM": ""}, {"TERM": "dumb"}, {"TERM": "nonsense", "LINES": "1"}),
    *({"COLUMNS": "1"}, {"COLUMNS": "-5"}, {"COLUMNS": "9" * 30}, {"FORCE_COLOR": "1"}),
    *({"PYTHONUTF8": "0", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii:strict"}),
    *({"PYTHONIOENCODING": "cp1252"}, {"PYTHONUNBUFFERED": "1", "PYTHONDEVMODE": "1"}),
]


def test_a_terminal_of_any_kind_shows_the_answer() -> None:
    """A real one, whatever is set."""
    for environment in TERMINALS:
        line = ["stats", "--each", "--store", str(OTHER)]
        result = on_terminal(*line, columns=80, environment=environment)
        assert (environment, result.code, result.err.count("\n") <= 1) == (environment, 0, True)
        letters = "".join(plain(result.out).split())
        assert re.search("Victimsidentified.*23convictions", letters), environment


def test_a_terminal_of_any_width_shows_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The narrowest and the widest."""
    monkeypatch.setenv("TIP_STORE", str(OTHER))
    monkeypatch.setenv("NO_COLOR", "1")
    for line in (["stats"], ["stats", "--json"], ["fields"], ["check"], ["show", "tier-2007"], []):
        usual = in_columns(monkeypatch, 100, *line)
        for columns in (1, 2, 7, 10_000):
            result = in_columns(monkeypatch, columns, *line)
            assert (line, columns, result.code, result.err) == (line, columns, 0, usual.err)
            assert words(usual.out) - words(result.out) == set(), (line, columns)
