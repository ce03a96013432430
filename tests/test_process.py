"""`tip` as a process: exit codes, closed and full outputs, signals, where it reads from."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from serbia_tip.terminal.screen import stream_output
from tests.conftest import OTHER, ROOT, Tip, from_shell, spawn
from tests.exported import contents, export
from tests.small import small_store

FULL = Path("/dev/full")
LINES = [["stats"], ["stats", "--json"], ["check"], ["-V"], [], ["stats", "--help"]]
BUFFERED: list[Mapping[str, str]] = [{}, {"PYTHONUNBUFFERED": "1"}]
NO_SPACE = b"tip: can't write the answer: No space left on device\n"
TOO_LARGE = b"tip: can't write the answer: File too large\n"

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


def test_each_outcome_has_its_exit_code(tmp_path: Path) -> None:
    """Each outcome has its code, and says at most one line on the standard error."""
    broken = tmp_path / "broken.toml"
    broken.write_text("[store\n")
    for line, code, said, message in [
        (["routes"], 0, "Routes: Arden", ""),
        (["routes", "--role", "internal"], 0, "", "tip: no route matches; there are routes with"),
        (["routes", "--role", "tranzit"], 1, "", "tip: no role 'tranzit'; did you mean transit"),
        (["check", small_store(tmp_path, laws=[{"id": "Not Kebab"}])], 1, "bad-id", "tip: "),
        (["--colour"], 2, "", "tip: No such option: --colour (Possible options: --color)\n"),
        (["routes", "--store", "no.toml"], 3, "", "tip: no.toml: can't read the store: No such "),
        (["routes", "--store", str(broken)], 3, "", f"tip: {broken}:1:7: not TOML"),
    ]:
        result = spawn(*line, environment={"TIP_STORE": str(OTHER)})
        assert (line, result.returncode) == (line, code)
        assert said in result.stdout.decode()
        assert bool(result.stdout) == bool(said)
        assert result.stderr.decode().startswith(message)
        assert (line, result.stderr.count(b"\n")) == (line, 1 if message else 0)


# --- the output goes away ----------------------------------------------------------------------


@pytest.mark.parametrize("environment", BUFFERED, ids=["buffered", "unbuffered"])
def test_an_output_that_takes_nothing(environment: dict[str, str]) -> None:
    """A pipe that nobody reads has had enough; a disk that is full is failure 4, in one line."""
    reader, writer = os.pipe()
    os.close(reader)
    lines = LINES if not environment else LINES[:1]
    with os.fdopen(writer, "wb") as unread, FULL.open("wb") as full:
        for output, code, message in [(unread, 0, b""), (full, 4, NO_SPACE)]:
            for line in lines:
                given = {"TIP_STORE": str(OTHER), **environment}
                result = spawn(*line, environment=given, stdout=output, stderr=subprocess.PIPE)
                assert (line, result.returncode, result.stderr) == (line, code, message)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_disk_that_fills_up(tip: Tip, tmp_path: Path, form: str) -> None:
    """An answer that is cut short by the disk is a failure, however late."""
    line = ["laws", "--store", small_store(tmp_path, laws=[{}] * 2999), "-f", form]
    limit = len(tip(*line).out) - 1
    with (tmp_path / "answer").open("wb") as file:
        result = spawn(
            *line,
            stdout=file,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
    assert (result.returncode, result.stderr) == (4, TOO_LARGE)


def test_messages_that_can_not_be_written(tip: Tip) -> None:
    """A message that reaches nobody changes neither the answer nor the exit code."""
    for line in (["routes", "--role", "internal"], ["rowtes"]):
        usual = tip("--store", str(OTHER), *line)
        for redirection in ("2>&-", "2>/dev/full"):
            result = from_shell(redirection, *line)
            assert (result.returncode, result.stdout.decode()) == (usual.code, usual.out)


def pieces(*line: str, environment: Mapping[str, str]) -> list[bytes]:
    """What each write of the command had."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        process = subprocess.Popen(
            [sys.executable, "-m", "serbia_tip", *line],
            env={"PATH": os.environ["PATH"], **environment},
            stdout=theirs.fileno(),
        )
        theirs.close()  # so that the answer has an end
        found = list(iter(lambda: ours.recv(10_000_000), b""))
    assert process.wait(timeout=60) == 0
    return found


def test_a_write_for_each_piece(tip: Tip, tmp_path: Path) -> None:
    """A short answer is written at once: several processes may write to one pipe.

    A long one is nowhere as a whole where every row has its line; JSON is one array.
    """
    laws = small_store(tmp_path, laws=[{}] * 2999)  # and a header: three thousand lines
    long = ["laws", "--store", laws, "--fields", "id", "-f"]
    for line, writes, environment in [
        (["stats", "--store", str(OTHER)], 1, BUFFERED[0]),
        (["stats", "--store", str(OTHER), "-f", "csv"], 1, BUFFERED[1]),
        ([*long, "json"], 1, BUFFERED[0]),
        ([*long, "jsonl"], 3, BUFFERED[1]),
        ([*long, "csv"], 3, BUFFERED[0]),
        ([*long, "tsv"], 3, BUFFERED[0]),
        ([*long, "markdown", "-n", "2998"], 3, BUFFERED[0]),  # its header has two lines
    ]:
        found = pieces(*line, environment=environment)
        assert (line, len(found)) == (line, writes)
        assert b"".join(found).decode() == tip(*line).out


def test_what_nobody_reads_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the reader has gone, no further piece is asked for."""
    asked = []

    def made() -> Iterator[bytes]:
        for number in range(9):
            asked.append(number)
            yield b"x" * 100_000

    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", closed)
        stream_output(made())
    assert asked == [0]


# --- the process -------------------------------------------------------------------------------


def python(program: str, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """What a Python program did, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | variables,
        capture_output=True,
        timeout=60,
    )


def test_the_process_ends_at_once() -> None:
    """The program collects no garbage and takes nothing down at its end; a library does."""
    program = "import atexit, gc, sys; atexit.register(lambda: print(gc.isenabled())); "
    for then, said in [
        ("from serbia_tip.cli.main import run_main; run_main(['-V'])", b"True\n"),
        ("from serbia_tip.__main__ import main; sys.argv[1:] = ['-V']; main()", b""),
    ]:
        done = python(program + then)
        assert done.returncode == 0
        assert done.stdout.startswith(b"tip ")
        assert done.stdout.partition(b"sha256 ")[2][65:] == said


INTERRUPTED = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)
moment, count, begun = int(sys.argv.pop(1)), 0, False

def watch(event, arguments):
    global begun, count
    if begun:
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGINT)
    elif event == "exec":
        begun = arguments[0].co_filename.endswith("__main__.py")

sys.addaudithook(watch)
from serbia_tip.__main__ import main

assert not {"typer", "msgspec", "serbia_tip.errors"} & set(sys.modules)
main()
"""
"""`tip`, which is interrupted at a moment after its first line."""


@pytest.mark.parametrize("moment", [1, 2, 3, 5, 10, 30, 100, 300, 600])
def test_interrupted_at_any_moment(moment: int) -> None:
    """Ctrl-C ends the process by itself, quietly, from its first line on."""
    done = python(INTERRUPTED, str(moment), "routes", "--json", "--store", str(OTHER))
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.client("bash")
def test_an_interrupt_stops_a_loop_of_the_shell(tmp_path: Path) -> None:
    """A shell goes on after a command that ends with 130, but not after one that a signal ends."""
    pipe = tmp_path / "store.toml"
    os.mkfifo(pipe)
    loop = f"for each in 1 2; do '{sys.executable}' -m serbia_tip --store '{pipe}'; echo $?; done"

    def as_at_a_keyboard() -> None:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with (
        subprocess.Popen(
            [str(shutil.which("bash")), "-c", loop],
            stdout=subprocess.PIPE,
            preexec_fn=as_at_a_keyboard,
        ) as shell,
        pipe.open("wb"),
    ):  # opened when the command has opened it, too
        os.killpg(shell.pid, signal.SIGINT)
        said, _ = shell.communicate(timeout=60)
    assert (shell.returncode, said) == (-signal.SIGINT, b"")


MISTAKEN = """
import sys
from serbia_tip.cli import other_commands
from serbia_tip.cli.main import run_main

def read(path):
    raise {}

other_commands.read_store = read
sys.exit(run_main(["check"]))
"""
"""`tip`, with a mistake in it."""


def test_what_nobody_foresaw() -> None:
    """A mistake in the program itself is one line too, and has a code of its own.

    Whoever looks for it sees where it is.
    """
    for error, code, message in [
        ("ValueError('a\\nb')", 70, r"a bug in tip, ValueError('a\nb'): TIP_DEBUG=1 shows where"),
        ("MemoryError", 3, "the store, or the answer, is too large for the memory"),
    ]:
        done = python(MISTAKEN.format(error))
        assert (done.returncode, done.stdout) == (code, b"")
        assert done.stderr.decode() == f"tip: {message}\n"
    shown = python(MISTAKEN.format("ValueError('x')"), TIP_DEBUG="1").stderr
    assert b"Traceback" in shown
    assert b"in read" in shown


def test_nothing_is_lost_without_docstrings(tip: Tip, tmp_path: Path) -> None:
    """Whatever the program says is data, captions of exports too: no docstring, no assertion."""

    def optimized(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-OO", "-m", "serbia_tip", *arguments],
            env={"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER)},
            capture_output=True,
            timeout=60,
        )

    for line in ([], ["-h"], ["export", "-h"], ["fields"], ["schema", "routes"], ["check"]):
        usual = tip("--store", str(OTHER), *line)
        done = optimized(*line)
        assert (done.returncode, done.stdout.decode()) == (usual.code, usual.out)
        assert done.stderr.decode() == usual.err
    page = optimized("export", str(tmp_path / "facts.html"))
    said = "tip: the page has no pictures: a picture needs Python's docstrings: run it without -OO"
    assert (page.returncode, said in page.stderr.decode()) == (0, True)
    for name in ("facts.json", "facts.db", "facts"):
        export(tip, tmp_path / name)
        assert optimized("export", str(tmp_path / f"optimized-{name}")).returncode == 0
        assert contents(tmp_path / f"optimized-{name}") == contents(tmp_path / name)


# --- the completion of shells ------------------------------------------------------------------


@pytest.mark.client("bash")
def test_completion_that_can_not_be_written() -> None:
    """What a shell is told is an answer like any other."""
    typed = {"_TIP_COMPLETE": "complete_bash", "COMP_WORDS": "tip ro", "COMP_CWORD": "1"}
    for arguments, variables in [
        ([], {"_TIP_COMPLETE": "source_bash"}),
        ([], typed),
        (["--show-completion"], {}),
    ]:
        done = from_shell(">/dev/full", *arguments, by="bash", **variables)
        assert (variables, done.returncode, done.stderr) == (variables, 4, NO_SPACE)


def test_what_no_shell_asks_is_refused(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that no shell's completion sets is a mistake of the command line."""
    for asked in ("foo", "foo_bash", "complete_foo", "source_foo", "complete_", "_", "\x1b"):
        monkeypatch.setenv("_TIP_COMPLETE", asked)
        result = tip()
        assert (asked, result.code, result.out) == (asked, 2, "")
        assert result.err.startswith("tip: _TIP_COMPLETE=")
        assert result.err.count("\n") == 1


@pytest.mark.client("bash")
def test_completion_is_installed(tmp_path: Path) -> None:
    """One line says where, or that it is not since there is no home, or none that is one."""
    done = from_shell("", "--install-completion", by="bash", HOME=str(tmp_path))
    file = tmp_path / ".bash_completions" / "tip.sh"
    message = f"tip: bash completion installed in {file}\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (0, b"", message)
    assert "COMPREPLY" in file.read_text()
    for home, code in [({}, 1), ({"HOME": ""}, 1), ({"HOME": "/dev/null"}, 4)]:
        done = from_shell("", "--install-completion", by="bash", **home)
        assert (home, done.returncode, done.stdout) == (home, code, b"")
        assert (done.stderr[:5], done.stderr.count(b"\n")) == (b"tip: ", 1)
    done = from_shell("", "--show-completion", by="sh")
    assert (done.returncode, done.stderr[:20]) == (1, b"tip: no completion: ")


def test_completion_in_powershell(tmp_path: Path) -> None:
    """Where only USERPROFILE is set, and with a word before the execution policy is changed."""
    profile, shell = tmp_path / "folder" / "profile.ps1", tmp_path / "pwsh"
    told = f'#!/bin/sh\ncase "$*" in *profile) echo {profile};; *) echo "$2" >&2;; esac\n'
    shell.write_text(told)
    shell.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "serbia_tip", "--install-completion", "pwsh"],
        env={"PATH": path, "USERPROFILE": str(tmp_path)},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr.splitlines() == [
        "tip: pwsh will run your scripts: its execution policy becomes Unrestricted",
        "Set-ExecutionPolicy",
        f"tip: pwsh completion installed in {profile}",
    ]
    assert "Register-ArgumentCompleter" in profile.read_text()


def test_completion_of_a_named_shell(tmp_path: Path) -> None:
    """The shell that is named is told, whichever calls; a word that names none is refused."""
    for shell, mark in [("fish", b"complete --command tip"), ("zsh", b"#compdef tip")]:
        done = spawn("--show-completion", shell)
        assert (shell, done.returncode, done.stderr) == (shell, 0, b"")
        assert mark in done.stdout
    for option in ("--install-completion", "--show-completion"):
        done = spawn(option, "fsh", environment={"HOME": str(tmp_path)})
        assert (option, done.returncode, done.stdout) == (option, 2, b"")
        assert done.stderr.startswith(b"tip: no shell 'fsh'; did you mean fish")
    assert list(tmp_path.iterdir()) == []


# --- where it reads from -----------------------------------------------------------------------


def test_a_store_from_a_pipe(tip: Tip, tmp_path: Path) -> None:
    """A store may be what a shell makes of <(…), or the standard input, which is read once."""
    pipe = tmp_path / "store.toml"
    os.mkfifo(pipe)
    text = OTHER.read_bytes()
    threading.Thread(target=lambda: pipe.write_bytes(text), daemon=True).start()
    for name, line, given in [
        (str(pipe), ["routes"], None),
        ("/dev/stdin", ["check"], text),
        ("/dev/stdin", [], text),
    ]:
        result = spawn("--store", name, *line, input=given)
        assert (line, result.returncode, result.stderr) == (line, 0, b"")
        same = tip("--store", str(OTHER), *line).out
        assert result.stdout.decode() == same.replace(str(OTHER), name)


def test_a_store_of_any_name(tmp_path: Path) -> None:
    """A file name that is no text, or looks like something else, is a file name."""
    for name in (b"\xff.toml", "š\u202e.toml".encode(), b"a b\n.toml"):
        path = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)
        Path(path).write_bytes(OTHER.read_bytes())
        for line, code in [(["check"], 0), (["check", f"{path}.not"], 3)]:
            result = spawn(*line, environment={"TIP_STORE": path})
            assert (line, result.returncode) == (line, code)
            assert (line, result.stderr.count(b"\n")) == (line, code // 3)


def test_nothing_around_it_is_needed(tip: Tip, tmp_path: Path) -> None:
    """No home, no folder that can be written, not even one that is there; nothing is left."""
    tmp_path.chmod(0o555)
    nowhere = {"TIP_STORE": str(OTHER), "HOME": "/nonexistent"}
    result = spawn("routes", environment=nowhere, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == tip("routes", "--store", str(OTHER)).out
    assert list(tmp_path.iterdir()) == []
    tmp_path.chmod(0o755)
    (tmp_path / "gone").mkdir()
    leaving = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", sys.executable, "-m", "serbia_tip"]
    gone = subprocess.run([*leaving, "-V"], env=nowhere, cwd=tmp_path / "gone", capture_output=True)
    assert (gone.returncode, gone.stderr) == (0, b"")
    near = spawn("routes", "--store", OTHER.relative_to(ROOT).as_posix(), cwd=ROOT)
    assert near.stdout == result.stdout


def test_what_is_no_store_is_refused(tip: Tip, tmp_path: Path) -> None:
    """Anything else that is named as a store is refused in one line."""
    for name in ("", "\0", "x" * 5000, ".", "/dev/null", str(tmp_path)):
        result = tip("routes", "--store", name)
        assert (name, result.code, result.out) == (name, 3, "")
        assert result.err.count("\n") == 1
    store = tmp_path / "store.toml"
    store.write_bytes(OTHER.read_bytes())
    store.chmod(0)
    if not os.access(store, os.R_OK):  # whoever runs the tests may read everything
        said = f"tip: {store}: can't read the store: Permission denied\n"
        assert tip("routes", "--store", str(store)) == (3, "", said)
