"""`tip` where little is as it should be: no descriptors, pipes that end, stores that change."""

import errno
import os
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
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def is_refused(result: "subprocess.CompletedProcess[bytes]") -> bool:
    """Whether the command refused its store, in one line, and said nothing else."""
    return (result.returncode, result.stdout) == (3, b"") and result.stderr.count(b"\n") == 1


# --- descriptors -------------------------------------------------------------------------------

NOWHERE = b"tip: can't write the answer: there is no standard output\n"


@pytest.mark.parametrize("closed", ["0", "1", "2", "01", "02", "12", "012"])
def test_closed_descriptors(tip: Tip, closed: str) -> None:
    """Whichever of the three are closed, the exit code tells and nothing goes where it shouldn't.

    A store that is opened takes the number of a closed one: no answer is written into it.
    """
    before = OTHER.read_bytes()
    lines = [["stats", "--json"]] if closed != "1" else [["stats"], ["check"], ["-V"], ["-h"], []]
    for line in lines:
        result = from_shell(" ".join(f"{number}>&-" for number in closed), *line)
        assert (line, result.returncode) == (line, 4 if "1" in closed else 0)
        said = "" if "1" in closed else tip("--store", str(OTHER), *line).out
        assert result.stdout.decode() == said
        assert result.stderr == (NOWHERE if closed in ("1", "01") else b"")
    assert OTHER.read_bytes() == before


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose answers are many times what a pipe holds."""
    laws = [{"name": f"{number} {'n' * 1000}"} for number in range(500)]
    return small_store(tmp_path_factory.mktemp("large"), laws=laws)


@pytest.mark.parametrize("form", ["csv", "table"])
def test_a_reader_that_leaves_at_any_byte(large: str, form: str) -> None:
    """`tip … | head -c N` ends quietly, whatever N."""
    for taken in (1, 65537):
        process = started("laws", "--store", large, "-f", form)
        assert process.stdout is not None
        assert process.stderr is not None
        with process:
            read = process.stdout.read(taken)
            process.stdout.close()
            assert (taken, process.stderr.read()) == (taken, b"")
        assert (len(read), process.returncode) == (taken, 0)


# --- interrupts --------------------------------------------------------------------------------


def interrupt(process: "subprocess.Popen[bytes]") -> tuple[int, bytes]:
    """Its exit code, and what it said on standard error, after Ctrl-C."""
    time.sleep(0.3)  # by now it waits; just before, no Python would notice
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    return process.returncode, messages


def test_an_interrupt_while_a_store_is_awaited(tmp_path: Path) -> None:
    """Ctrl-C while nothing comes out of a pipe that a store should come from."""
    pipe = tmp_path / "store.toml"
    os.mkfifo(pipe)
    process = started("--store", str(pipe), "routes")
    with pipe.open("wb") as writer:  # opened when the command has opened it, too
        writer.write(b"# a beginning\n")
        writer.flush()
        assert interrupt(process) == (130, b"")


def test_an_interrupt_while_nobody_reads(large: str) -> None:
    """Ctrl-C while the answer waits for a reader that takes no more."""
    process = started("laws", "--store", large, "-f", "csv")
    assert process.stdout is not None
    assert process.stdout.read(1) == b"i"  # by now it writes, and more than a pipe holds
    assert interrupt(process) == (130, b"")


# --- stores that are none, have no end, or change ----------------------------------------------


def test_what_has_no_end(tmp_path: Path) -> None:
    """A device from which one could read forever is refused, and soon; a link to itself too."""
    loop, link = tmp_path / "loop.toml", tmp_path / "link.toml"
    loop.symlink_to(loop)
    link.symlink_to(OTHER)
    for name, why in {
        "/dev/zero": "not a store: longer than 256 MB",
        str(loop): f"can't read the store: {os.strerror(errno.ELOOP)}",
    }.items():
        result = spawn("routes", "--store", name)
        assert is_refused(result), name
        assert result.stderr.decode() == f"tip: {name}: {why}\n"
    assert spawn("routes", "--store", str(link)).returncode == 0


@pytest.mark.parametrize("way", ["replaced", "truncated", "removed"])
def test_a_store_that_changes_while_it_is_read(tmp_path: Path, way: str) -> None:
    """Whatever becomes of the file, each call gives a whole answer or refuses in one line."""
    path, spare = tmp_path / "store.toml", tmp_path / "spare.toml"
    whole = OTHER.read_bytes()
    path.write_bytes(whole)
    over = threading.Event()

    def change() -> None:
        while not over.is_set():
            match way:
                case "replaced":
                    spare.write_bytes(whole)
                    spare.replace(path)
                case "truncated":
                    os.truncate(path, len(whole) // 2)
                    path.write_bytes(whole)
                case "removed":
                    path.unlink()
                    path.write_bytes(whole)
            time.sleep(0.0005)

    asked = ["routes", "--store", str(path), "--json"]
    changing = threading.Thread(target=change)
    changing.start()
    results = [spawn(*asked) for _ in range(4)]
    over.set()
    changing.join()
    answer = spawn("routes", "--store", str(OTHER), "--json").stdout
    for result in results:
        assert is_refused(result) or (result.stdout, result.stderr) == (answer, b"")
    if way == "replaced":
        assert {result.returncode for result in results} == {0}


# --- terminals ---------------------------------------------------------------------------------

TERMINALS: list[dict[str, str]] = [
    *({}, {"TERM": ""}, {"TERM": "dumb"}, {"TERM": "nonsense", "LINES": "1"}),
    *({"COLUMNS": "1"}, {"COLUMNS": "-5"}, {"COLUMNS": "9" * 30}, {"FORCE_COLOR": "1"}),
    *({"PYTHONUTF8": "0", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii:strict"}),
    *({"PYTHONIOENCODING": "cp1252"}, {"PYTHONUNBUFFERED": "1", "PYTHONDEVMODE": "1"}),
]


def test_any_terminal_is_answered() -> None:
    """Every word of the answer is shown on a real terminal, whatever is set."""
    for environment in TERMINALS:
        line = ["stats", "--each", "--store", str(OTHER)]
        result = on_terminal(*line, columns=80, environment=environment)
        assert (environment, result.code) == (environment, 0)
        assert (environment, result.err.count("\n") <= 1) == (environment, True)
        letters = "".join(plain(result.out).split())
        for said in ("Victimsidentified", "23convictions"):
            assert (environment, said in letters) == (environment, True)


def test_any_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The narrowest and the widest terminal show the same words."""
    monkeypatch.setenv("TIP_STORE", str(OTHER))
    monkeypatch.setenv("NO_COLOR", "1")
    for line in (["stats"], ["stats", "--json"], ["fields"], ["check"], ["show", "tier-2007"], []):
        usual = in_columns(monkeypatch, 100, *line)
        for columns in (1, 2, 7, 10_000):
            result = in_columns(monkeypatch, columns, *line)
            assert (line, columns, result.code, result.err) == (line, columns, 0, usual.err)
            assert words(usual.out) - words(result.out) == set(), (line, columns)
