"""`tip` as a process: exit codes, closed and full outputs, signals, where it reads from."""

import os
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from serbia_tip.terminal.screen import stream
from tests.conftest import OTHER, ROOT, Tip, spawn
from tests.exported import contents, export
from tests.small import small_store

FULL = Path("/dev/full")
STDIN = Path("/dev/stdin")
ANSWERS = [["stats"], ["stats", "--json"], ["check"], ["-V"], []]
HELPS = [["-h"], ["stats", "--help"]]
UNBUFFERED = [{}, {"PYTHONUNBUFFERED": "1"}]

needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")
needs_stdin = pytest.mark.skipif(not STDIN.exists(), reason="the system has no /dev/stdin")


def from_shell(redirection: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """`tip` as a shell starts it with this redirection."""
    return subprocess.run(
        ["sh", "-c", f'exec "$0" -m serbia_tip "$@" {redirection}', sys.executable, *arguments],
        env={"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER)},
        capture_output=True,
        timeout=60,
        check=False,
    )


# --- exit codes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 0, ""),
        (["-h"], 0, ""),
        (["-V"], 0, ""),
        (["routes"], 0, ""),
        (["routes", "--json"], 0, ""),
        (["routes", "--role", "internal", "--json"], 0, ""),
        (["routes", "--role", "internal"], 0, "tip: no route matches; there are routes with role "),
        (
            ["routes", "--role", "tranzit"],
            1,
            "tip: no role 'tranzit'; did you mean transit (1)? also source (2), destination, "
            "internal\n",
        ),
        (["--colour"], 2, "tip: No such option: --colour (Possible options: --color)\n"),
        (["routes", "--fields", ""], 2, "tip: --fields names no field\n"),
        (
            ["routes", "--store", "nothing.toml"],
            3,
            "tip: nothing.toml: can't read the store: No such file or directory\n",
        ),
        (["check", "nothing.toml"], 3, "tip: nothing.toml: can't read the store: "),
    ],
)
def test_exit_codes(arguments: list[str], code: int, message: str) -> None:
    """Each outcome has its code, and says at most one line on the standard error."""
    result = spawn(*arguments, environment={"TIP_STORE": str(OTHER)})
    assert result.returncode == code
    assert result.stderr.decode().startswith(message)
    assert result.stderr.count(b"\n") == (1 if message else 0)


def test_a_failed_check_is_1(tmp_path: Path) -> None:
    """A store with a problem fails its check, which prints the problem as its answer."""
    path = small_store(tmp_path, laws=[{"id": "Not Kebab"}])
    result = spawn("check", path)
    assert result.returncode == 1
    assert b"bad-id" in result.stdout
    assert result.stderr.count(b"\n") == 1


def test_a_broken_store_is_3(tmp_path: Path) -> None:
    """A store that can't be used is another failure than a value that is not there."""
    broken = tmp_path / "broken.toml"
    broken.write_text("[store\n")
    result = spawn("routes", "--store", str(broken))
    assert (result.returncode, result.stdout) == (3, b"")
    assert result.stderr.count(b"\n") == 1


# --- the output goes away ----------------------------------------------------------------------


@pytest.mark.parametrize("environment", UNBUFFERED, ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [*ANSWERS, *HELPS], ids=" ".join)
def test_a_reader_that_leaves_early(arguments: list[str], environment: dict[str, str]) -> None:
    """A pipe that nobody reads any longer ends the command quietly: it has said enough."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = spawn(
            *arguments,
            environment={"TIP_STORE": str(OTHER), **environment},
            stdout=writer,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("environment", UNBUFFERED, ids=["buffered", "unbuffered"])
def test_a_reader_of_one_line(tmp_path: Path, environment: dict[str, str]) -> None:
    """`tip … | head -1` of more than a pipe holds ends quietly too."""
    store = small_store(tmp_path, laws=[{"name": "n" * 1000}] * 300)
    process = subprocess.Popen(
        [sys.executable, "-m", "serbia_tip", "laws", "--store", store, "-f", "csv"],
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process, process.stderr:
        assert process.stdout.readline().startswith(b"id,name,")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@needs_full
@pytest.mark.parametrize("environment", UNBUFFERED, ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [*ANSWERS, *HELPS], ids=" ".join)
def test_a_full_disk(arguments: list[str], environment: dict[str, str]) -> None:
    """An answer that can't be written is failure 4, and one line says why."""
    with FULL.open("wb") as full:
        result = spawn(
            *arguments,
            environment={"TIP_STORE": str(OTHER), **environment},
            stdout=full,
            stderr=subprocess.PIPE,
        )
    message = b"tip: can't write the answer: No space left on device\n"
    assert (result.returncode, result.stderr) == (4, message)


@pytest.mark.parametrize("environment", UNBUFFERED, ids=["buffered", "unbuffered"])
def test_a_disk_that_fills_up(tmp_path: Path, environment: dict[str, str]) -> None:
    """An answer of which only the beginning could be written is a failure as well."""
    with (tmp_path / "answer.json").open("wb") as file:
        result = spawn(
            "stats",
            "--json",
            environment={"TIP_STORE": str(OTHER), **environment},
            stdout=file,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)),
        )
    message = b"tip: can't write the answer: File too large\n"
    assert (result.returncode, result.stderr) == (4, message)


@pytest.mark.parametrize("arguments", [*ANSWERS, *HELPS], ids=" ".join)
def test_no_standard_output(arguments: list[str]) -> None:
    """Without a standard output there is nowhere to answer: failure 4, said in one line."""
    result = from_shell(">&-", *arguments)
    message = b"tip: can't write the answer: there is no standard output\n"
    assert (result.returncode, result.stderr) == (4, message)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["stats"], 0),
        (["routes", "--role", "internal"], 0),
        (["routes", "--role", "tranzit"], 1),
        (["rowtes"], 2),
        (["routes", "--store", "nothing.toml"], 3),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "redirection", ["2>&-", pytest.param("2>/dev/full", marks=needs_full)], ids=["closed", "full"]
)
def test_messages_that_can_not_be_written(
    tip: Tip, redirection: str, arguments: list[str], code: int
) -> None:
    """A message that reaches nobody changes neither the answer nor the exit code."""
    result = from_shell(redirection, *arguments)
    assert result.returncode == code
    assert result.stdout.decode() == tip("--store", str(OTHER), *arguments).out


@pytest.mark.parametrize(("arguments", "code"), [(["stats"], 4), (["rowtes"], 2), (["-V"], 4)])
def test_neither_output_nor_messages(arguments: list[str], code: int) -> None:
    """With both closed, the exit code still tells."""
    assert from_shell(">&- 2>&-", *arguments).returncode == code


def test_no_standard_input(tip: Tip) -> None:
    """A closed standard input, as under some schedulers, is no trouble."""
    result = from_shell("<&-", "stats")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == tip("stats", "--store", str(OTHER)).out


@pytest.mark.parametrize("environment", UNBUFFERED, ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_one_write(tip: Tip, form: str, environment: dict[str, str]) -> None:
    """The answer is written at once: several processes may write to one pipe."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        line = ["stats", "--store", str(OTHER), "-f", form]
        result = spawn(*line, environment=environment, stdout=theirs)
        ours.setblocking(False)
        answer = ours.recv(1_000_000)
        with pytest.raises(BlockingIOError):
            ours.recv(1)
    assert result.returncode == 0
    assert answer.decode() == tip(*line).out


@pytest.fixture
def long_store(tmp_path: Path) -> str:
    """The path of a store whose laws are three pieces of a thousand lines, and the header."""
    return small_store(tmp_path, laws=[{}] * 2999)


LINE_BY_LINE = ["jsonl", "csv", "tsv", "markdown"]


@pytest.mark.parametrize(
    ("form", "writes"), [("json", 1), *((form, 3) for form in LINE_BY_LINE)], ids=str
)
def test_a_long_answer_is_written_as_it_is_made(
    tip: Tip, long_store: str, form: str, writes: int
) -> None:
    """Where every row has its line, the answer is nowhere as a whole; JSON is one array."""
    line = ["laws", "--store", long_store, "-f", form, "--fields", "id"]
    if form == "markdown":  # its second line is part of the header
        line += ["-n", "2998"]
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        process = subprocess.Popen(
            [sys.executable, "-m", "serbia_tip", *line],
            env={"PATH": os.environ["PATH"]},
            stdout=theirs.fileno(),
        )
        theirs.close()  # so that the answer has an end
        pieces = list(iter(lambda: ours.recv(10_000_000), b""))
    assert process.wait(timeout=60) == 0
    assert len(pieces) == writes
    assert b"".join(pieces).decode() == tip(*line).out


@pytest.mark.parametrize("form", LINE_BY_LINE)
def test_a_disk_that_fills_up_after_the_first_piece(
    tmp_path: Path, long_store: str, form: str
) -> None:
    """An answer that is cut short by the disk is a failure, however late."""
    whole = len(spawn("laws", "--store", long_store, "-f", form).stdout)
    with (tmp_path / "answer").open("wb") as file:
        result = spawn(
            "laws",
            *("--store", long_store, "-f", form),
            stdout=file,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (whole - 1, whole - 1)),
        )
    message = b"tip: can't write the answer: File too large\n"
    assert (result.returncode, result.stderr) == (4, message)


def test_what_nobody_reads_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the reader has gone, no further piece is asked for."""
    asked = []

    def pieces() -> Iterator[bytes]:
        for number in range(9):
            asked.append(number)
            yield b"x" * 100_000

    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", closed)
        stream(pieces())
    assert asked == [0]


def test_the_process_ends_at_once() -> None:
    """The program collects no garbage and takes nothing down at its end; a library does."""
    program = "import atexit, gc, sys; atexit.register(lambda: print(gc.isenabled())); "
    for then, said in [
        ("from serbia_tip.cli.main import run; run(['-V'])", b"True\n"),
        ("from serbia_tip.__main__ import main; sys.argv[1:] = ['-V']; main()", b""),
    ]:
        done = subprocess.run([sys.executable, "-c", program + then], capture_output=True)
        assert done.returncode == 0
        assert done.stdout.startswith(b"tip ")
        assert done.stdout.partition(b"sha256 ")[2][65:] == said


INTERRUPTED = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)
from serbia_tip.__main__ import main

heavy = {"typer", "msgspec", "serbia_tip.queries"} & set(sys.modules)
assert not heavy, heavy
moment, count = int(sys.argv.pop(1)), 0

def watch(event, arguments):
    global count
    if count or event == "import" and arguments[0] == "serbia_tip.cli":
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(watch)
main()
"""
"""`tip`, which is interrupted at a moment after its first line."""


@pytest.mark.parametrize("moment", [1, 30, 100, 200, 400, 600])
def test_interrupted_at_any_moment(moment: int) -> None:
    """Ctrl-C ends a command quietly, with the code that shells expect."""
    line = [str(moment), "routes", "--json", "--store", str(OTHER)]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, *line], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


# --- what nobody foresaw -----------------------------------------------------------------------


MISTAKEN = """
import sys
from serbia_tip.cli import store_commands as check
from serbia_tip.cli.main import run

def read(path):
    raise {}

check.read = read
sys.exit(run(["check"]))
"""
"""`tip`, with a mistake in it."""


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            "ValueError('a\\nb')",
            70,
            r"a bug in tip, ValueError('a\nb'): TIP_DEBUG=1 shows where",
        ),
        ("MemoryError", 3, "the store, or the answer, is too large for the memory"),
    ],
)
def test_what_nobody_foresaw(error: str, code: int, message: str) -> None:
    """A mistake in the program itself is one line too, and has a code of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MISTAKEN.format(error)], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.decode() == f"tip: {message}\n"


def test_the_traceback_of_a_mistake() -> None:
    """Whoever looks for it sees where it is."""
    done = subprocess.run(
        [sys.executable, "-c", MISTAKEN.format("ValueError('x')")],
        env=os.environ | {"TIP_DEBUG": "1"},
        capture_output=True,
        timeout=60,
    )
    assert b"Traceback" in done.stderr
    assert b"in read" in done.stderr


def test_a_store_larger_than_the_memory(tmp_path: Path) -> None:
    """Where the system gives no more memory, one line says so."""
    path = tmp_path / "store.toml"
    path.write_bytes(OTHER.read_bytes() + b"# more\n" * 30_000_000)
    limit = 150 * 2**20
    result = spawn(
        *("routes", "--store", str(path)),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    message = b"tip: the store, or the answer, is too large for the memory\n"
    assert (result.returncode, result.stdout, result.stderr) == (3, b"", message)


# --- without docstrings ------------------------------------------------------------------------


def optimized(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """`tip` under a Python that leaves out docstrings, and every assertion."""
    return subprocess.run(
        [sys.executable, "-OO", "-m", "serbia_tip", *arguments],
        env={"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER)},
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "line",
    [
        *([], ["-h"], ["routes", "-h"], ["year", "-h"], ["cite", "-h"], ["export", "-h"]),
        *(["fields"], ["schema", "routes"], ["stats"], ["check"], ["rowtes"]),
    ],
    ids=" ".join,
)
def test_nothing_is_lost_without_docstrings(tip: Tip, line: list[str]) -> None:
    """Whatever the program says is data, and no docstring."""
    usual = tip("--store", str(OTHER), *line)
    done = optimized(*line)
    assert done.stdout.decode() == usual.out
    assert (done.returncode, done.stderr.decode()) == (usual.code, usual.err)


@pytest.mark.parametrize("name", ["facts.json", "facts.db", "facts.html", "facts"])
def test_no_export_lacks_anything_without_docstrings(tip: Tip, tmp_path: Path, name: str) -> None:
    """Captions and descriptions are there as well."""
    export(tip, tmp_path / name)
    assert optimized("export", str(tmp_path / f"optimized-{name}")).returncode == 0
    assert contents(tmp_path / f"optimized-{name}") == contents(tmp_path / name)


# --- the completion of shells ------------------------------------------------------------------


def from_bash(redirection: str, *arguments: str, **variables: str) -> Any:
    """`tip` as Bash starts it, which it finds out by itself, with this redirection."""
    return subprocess.run(
        [
            "bash",
            "-c",
            f'"$0" -m serbia_tip "$@" {redirection}; exit $?',
            sys.executable,
            *arguments,
        ],
        env={"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER), **variables},
        capture_output=True,
        timeout=60,
        check=False,
    )


ASKED = [
    ([], {"_TIP_COMPLETE": "source_bash"}),
    ([], {"_TIP_COMPLETE": "complete_bash", "COMP_WORDS": "tip ro", "COMP_CWORD": "1"}),
    (["--show-completion"], {}),
]


@pytest.mark.client("bash")
@pytest.mark.parametrize(("arguments", "variables"), ASKED, ids=str)
def test_completion_that_can_not_be_written(
    arguments: list[str], variables: dict[str, str]
) -> None:
    """What a shell is told is an answer like any other."""
    done = from_bash("", *arguments, **variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout
    for redirection, reason in (
        (">&-", b"there is no standard output"),
        (">/dev/full", b"No space left on device"),
    ):
        done = from_bash(redirection, *arguments, **variables)
        assert done.returncode == 4
        assert done.stderr == b"tip: can't write the answer: %b\n" % reason


@pytest.mark.parametrize(
    "asked", ["foo", "foo_bash", "complete_foo", "source_foo", "complete_", "_", "\x1b"]
)
def test_what_no_shell_asks(asked: str) -> None:
    """A variable that no shell's completion sets is a mistake of the command line."""
    result = spawn(environment={"_TIP_COMPLETE": asked})
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"tip: _TIP_COMPLETE=")
    assert result.stderr.count(b"\n") == 1


@pytest.mark.client("bash")
def test_completion_is_installed(tmp_path: Path) -> None:
    """One line says where; a shell that starts there completes."""
    done = from_bash("", "--install-completion", HOME=str(tmp_path))
    file = tmp_path / ".bash_completions" / "tip.sh"
    message = f"tip: bash completion installed in {file}\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (0, b"", message)
    assert "COMPREPLY" in file.read_text()


@pytest.mark.client("bash")
@pytest.mark.parametrize(("home", "code"), [(None, 1), ("", 1), ("/dev/null", 4)])
def test_completion_without_a_home(home: str | None, code: int) -> None:
    """Without a home, or where it is none, one line says that nothing is installed."""
    done = from_bash("", "--install-completion", **({} if home is None else {"HOME": home}))
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.startswith(b"tip: ")
    assert done.stderr.count(b"\n") == 1


def test_completion_in_powershell(tmp_path: Path) -> None:
    """Where only USERPROFILE is set, and with a word before the execution policy is changed."""
    profile, shell = tmp_path / "folder" / "profile.ps1", tmp_path / "pwsh"
    told = f'#!/bin/sh\ncase "$*" in *profile) echo {profile};; *) echo "$2" >&2;; esac\n'
    shell.write_text(told)
    shell.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "serbia_tip", "--install-completion", "pwsh"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "USERPROFILE": str(tmp_path)},
        capture_output=True,
        check=True,
        text=True,
    )
    before, changed, after = done.stderr.splitlines()
    assert before == "tip: pwsh will run your scripts: its execution policy becomes Unrestricted"
    assert (changed, after) == (
        "Set-ExecutionPolicy",
        f"tip: pwsh completion installed in {profile}",
    )
    assert "Register-ArgumentCompleter" in profile.read_text()


@pytest.mark.parametrize(
    ("shell", "mark"), [("fish", b"complete --command tip"), ("zsh", b"#compdef tip")]
)
def test_completion_of_a_named_shell(shell: str, mark: bytes) -> None:
    """The shell that is named is the one that is told, whichever shell calls."""
    done = spawn("--show-completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    assert mark in done.stdout


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_completion_of_what_is_no_shell(tmp_path: Path, option: str) -> None:
    """A word that names no shell is refused, and the right ones are named."""
    done = spawn(option, "fsh", environment={"HOME": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"tip: no shell 'fsh'; did you mean fish")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_completion_of_no_known_shell(tmp_path: Path, option: str) -> None:
    """Where another program calls, which is no shell that completes, one line says so."""
    result = spawn(option, environment={"HOME": str(tmp_path)}, preexec_fn=os.setsid)
    assert result.returncode in (0, 1)  # the tests may run in a shell
    assert result.stderr.count(b"\n") <= 1


# --- where it reads from -----------------------------------------------------------------------


def test_a_store_from_a_named_pipe(tip: Tip, tmp_path: Path) -> None:
    """A store may be what a shell makes of <(…)."""
    pipe = tmp_path / "store.toml"
    os.mkfifo(pipe)
    text = OTHER.read_bytes()
    threading.Thread(target=lambda: pipe.write_bytes(text), daemon=True).start()
    result = spawn("routes", "--store", str(pipe))
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == tip("routes", "--store", str(OTHER)).out


@needs_stdin
@pytest.mark.parametrize(
    "arguments", [["routes"], ["-V"], [], ["check"], ["show", "tier-2007"]], ids=" ".join
)
def test_a_store_from_the_standard_input(tip: Tip, arguments: list[str]) -> None:
    """`… | tip --store /dev/stdin` reads what it is given, which can be read only once."""
    result = spawn("--store", str(STDIN), *arguments, input=OTHER.read_bytes())
    assert (result.returncode, result.stderr) == (0, b"")
    same = tip("--store", str(OTHER), *arguments).out
    assert result.stdout.decode() == same.replace(str(OTHER), str(STDIN))


@pytest.mark.parametrize("name", [b"\xff.toml", "š\u202e.toml".encode(), b"a b\n.toml"])
@pytest.mark.parametrize("arguments", [["routes"], ["check"], ["-V"], ["check", "missing"]])
def test_a_store_of_any_name(tmp_path: Path, name: bytes, arguments: Sequence[str]) -> None:
    """A file name that is no text, or looks like something else, is a file name."""
    path = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(OTHER.read_bytes())
    named = [os.fsdecode(path) + ".not" if part == "missing" else part for part in arguments]
    result = spawn(*named, environment={"TIP_STORE": os.fsdecode(path)})
    assert result.returncode == (3 if "missing" in arguments else 0)
    assert result.stderr.count(b"\n") == (1 if "missing" in arguments else 0)


@pytest.mark.parametrize("home", ["unset", "empty", "missing"])
def test_no_home(tip: Tip, home: str) -> None:
    """Nothing is looked for, and nothing left, in anyone's home."""
    environment = {"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER)}
    if home != "unset":
        environment["HOME"] = "" if home == "empty" else "/nonexistent"
    result = subprocess.run(
        [sys.executable, "-m", "serbia_tip", "routes"],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == tip("routes", "--store", str(OTHER)).out


@pytest.mark.parametrize("arguments", [["routes"], ["routes", "--json"], ["check"]], ids=" ".join)
def test_a_folder_that_can_not_be_written(tmp_path: Path, arguments: list[str]) -> None:
    """A command needs nothing of its current folder and leaves nothing there."""
    tmp_path.chmod(0o555)
    result = spawn(*arguments, environment={"TIP_STORE": str(OTHER)}, cwd=tmp_path)
    tmp_path.chmod(0o755)
    assert (result.returncode, result.stderr) == (0, b"")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """A current folder that was removed is no trouble either."""
    gone = tmp_path / "gone"
    gone.mkdir()
    result = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", sys.executable, "-m", "serbia_tip", "-V"],
        env={"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER)},
        cwd=gone,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_relative_store_is_relative_to_the_current_folder(tip: Tip) -> None:
    """A store is named as any file is."""
    result = spawn("routes", "--store", OTHER.relative_to(ROOT).as_posix(), cwd=ROOT)
    assert result.stdout.decode() == tip("routes", "--store", str(OTHER)).out


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000, ".", "/dev/null"], ids=repr)
def test_what_is_no_store(tip: Tip, name: str) -> None:
    """Anything else that is named as a store is refused in one line."""
    result = tip("routes", "--store", name)
    assert (result.code, result.out) == (3, "")
    assert result.err.count("\n") == 1


def test_a_store_that_may_not_be_read(tmp_path: Path) -> None:
    """A store without permission to read it is refused in one line."""
    store = tmp_path / "store.toml"
    store.write_bytes(OTHER.read_bytes())
    store.chmod(0)
    if os.access(store, os.R_OK):
        pytest.skip("whoever runs the tests may read everything")
    result = spawn("routes", "--store", str(store))
    assert result.returncode == 3
    assert result.stderr.decode() == f"tip: {store}: can't read the store: Permission denied\n"
