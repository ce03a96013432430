"""What stands where an export is to go, and what can't be written: nothing is lost or left."""

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from serbia_tip.export import atomic, export_target
from serbia_tip.model import Store
from tests.conftest import OTHER, Tip
from tests.exported import TARGETS, contents, export, names
from tests.small import small_store

Patch: TypeAlias = pytest.MonkeyPatch
pytestmark = pytest.mark.filterwarnings("error")
each_form = pytest.mark.parametrize("name", ["facts.json", "facts"])
new_or_not = pytest.mark.parametrize("there", [False, True], ids=["new", "replacing"])
STAYS = "is there already; --force replaces a file, or a folder that is an unchanged export"


def test_only_force_replaces_what_is_there(tip: Tip, tmp_path: Path) -> None:
    """A second export changes nothing; with --force the new stands where the old one stood."""
    small = small_store(tmp_path, laws=[{}])
    for name in TARGETS:
        path = export(tip, tmp_path / name, small)
        former = contents(path)
        result = tip("--store", str(OTHER), "export", str(path))
        assert result == (1, "", f"tip: {path} {STAYS}\n")
        assert contents(path) == former
        path.chmod(0o700 if path.is_dir() else 0o600)  # closed to others, which it stays
        export(tip, path, OTHER, "--force")
        assert contents(path) == contents(export(tip, tmp_path / f"fresh-{name}")) != former
        assert path.stat().st_mode & 0o077 == 0
    assert len(names(tmp_path)) == 2 * len(TARGETS) + 1


WAYS = {
    "facts": [
        "cp -r $made facts && mkdir facts/a && touch facts/a/notes.txt",
        *(f"cp -r $made facts && touch facts/{name}" for name in ("notes.txt", ".hidden")),
        *("cp -r $made facts && echo >>facts/laws.csv", "cp -r $made facts && rm facts/laws.csv"),
        "cp -r $made facts && mv facts/laws.csv . && ln -s ../laws.csv facts/laws.csv",
        *("mkdir facts", "mkdir facts && touch facts/laws.csv", "touch facts", "mkfifo facts"),
        "mkdir facts && touch facts/datapackage.json",
        r"mkdir facts && printf '\377' >facts/datapackage.json",
        """mkdir facts && echo '{"generator":"x","resources":[]}' >facts/datapackage.json""",
        *("ln -s nowhere facts", "touch x && ln -s x facts", "cp -r $made x && ln -s x facts"),
    ],
    "facts.json": [
        *("mkdir facts.json", "mkfifo facts.json", "ln -s nowhere facts.json"),
        *("touch x && ln -s x facts.json", "mkdir x && ln -s x facts.json"),
    ],
}
"""For each target, how something comes there that no export made, or that isn't as it was made."""


def test_force_spares_what_is_not_its_own(tip: Tip, tmp_path: Path, monkeypatch: Patch) -> None:
    """What others made, or made of an export, stays: no file, link or folder gives way to it."""
    monkeypatch.setenv("TIP_STORE", str(OTHER))  # a small one: it is exported sixty times
    environment = {**os.environ, "made": str(export(tip, tmp_path / "made"))}
    for name, ways in WAYS.items():
        for number, way in enumerate(ways):
            place = tmp_path / f"{number}-{name}"
            place.mkdir()
            subprocess.run(["/bin/sh", "-c", way], cwd=place, env=environment, check=True)
            before = tree(place)
            for more in ([], ["--force"], ["/", "--force"] if name == "facts" else []):
                spelled = str(place / name) + "".join(more[:-1])
                result = tip("export", spelled, *more[-1:])
                assert result == (1, "", f"tip: {place / name} {STAYS}\n"), way
                assert tree(place) == before, way
    assert tip("export", "/dev/null", "--force") == (1, "", f"tip: /dev/null {STAYS}\n")


def tree(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """What is in a folder: which file, of what kind, last changed when."""
    found = {each: each.lstat() for each in folder.rglob("*")}
    return {each: (stat.st_ino, stat.st_mode, stat.st_mtime_ns) for each, stat in found.items()}


@pytest.mark.parametrize("spelled", ["../facts", "../facts/../facts"])
def test_a_folder_that_is_the_current_one(
    tip: Tip, tmp_path: Path, monkeypatch: Patch, spelled: str
) -> None:
    """A path that leads through the folder which is replaced still leads there."""
    path = export(tip, tmp_path / "facts", small_store(tmp_path, laws=[{}]))
    monkeypatch.chdir(path)
    export(tip, Path(spelled), OTHER, "--force")
    assert len((path / "routes.csv").read_text().splitlines()) > 1
    assert names(tmp_path) == ["facts", "small.toml"]


@pytest.mark.parametrize("what", ["file", "empty folder", "folder"])
@each_form
def test_what_comes_in_the_meantime_stays(
    tip: Tip, tmp_path: Path, monkeypatch: Patch, name: str, what: str
) -> None:
    """Of two exports at once the later is refused: nothing is replaced that it did not see."""
    path, write_bytes = tmp_path / name, Path.write_bytes

    def meanwhile(file: Path, data: bytes) -> int:
        if what != "file":
            path.mkdir(exist_ok=True)
        if what != "empty folder":
            (path / "notes.txt" if what == "folder" else path).write_text("came first")
        return write_bytes(file, data)

    monkeypatch.setattr(Path, "write_bytes", meanwhile)
    assert tip("--store", str(OTHER), "export", str(path)) == (1, "", f"tip: {path} {STAYS}\n")
    assert {*contents(tmp_path).values()} <= {b"came first"}
    assert names(tmp_path) == [name]


@pytest.fixture(params=[True, False], ids=["one step", "two steps"])
def _exchanges(request: pytest.FixtureRequest, monkeypatch: Patch) -> None:
    """Whether the system can exchange two folders; where it can't, it is done in two steps."""
    if not request.param:
        monkeypatch.setattr(atomic, "exchange_paths", lambda *_: False)


@pytest.mark.usefixtures("_exchanges")
def test_a_folder_that_changes_in_the_meantime_stays(
    tip: Tip, tmp_path: Path, monkeypatch: Patch
) -> None:
    """What is put into an export while it is being replaced isn't lost."""
    path, copymode = export(tip, tmp_path / "facts"), shutil.copymode

    def meanwhile(folder: Path, to: Path) -> None:
        (folder / "notes.txt").write_text("came first")
        copymode(folder, to)

    monkeypatch.setattr(shutil, "copymode", meanwhile)
    assert tip("export", str(path), "--force") == (1, "", f"tip: {path} {STAYS}\n")
    assert (path / "notes.txt").read_text() == "came first"
    assert names(tmp_path) == ["facts"]


KILLED = """
import os, signal, sys
from serbia_tip.cli.main import run_main
from serbia_tip.export import atomic

count, moment = 0, int(sys.argv.pop(1))
if sys.argv.pop(1) == "two steps":
    atomic.exchange_paths = lambda *_: False

def watch(event, _):
    global count
    if event in ("os.rename", "os.mkdir", "os.rmdir", "os.chmod", "ctypes.dlsym") and started:
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

started, put = False, atomic._work_beside
def begin(folder):
    global started
    started = True
    return put(folder)
atomic._work_beside = begin
sys.addaudithook(watch)
run_main(sys.argv[1:])
"""
"""`tip export`, which is killed at a moment after it has begun to write."""


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_a_run_that_was_killed_is_repaired(tip: Tip, tmp_path: Path, way: str) -> None:
    """Whenever it ends, the folder is the former or the new one after the next run, and no more."""
    small, path = small_store(tmp_path, laws=[{}]), tmp_path / "facts"
    fresh = contents(export(tip, tmp_path / "fresh"))
    former = contents(export(tip, path, small))
    killed, states = 0, set()
    for moment in range(1, 100):
        line = ["--store", str(OTHER), "export", str(path), "--force"]
        done = subprocess.run([sys.executable, "-c", KILLED, str(moment), way, *line])
        killed += done.returncode == -signal.SIGKILL
        gone = not path.exists()
        export(tip, tmp_path / "other.json", small, "--force")  # the next run beside it
        states.add((gone, contents(path) == former))
        assert contents(path) in (former, fresh), moment
        export(tip, path, small, "--force")
        assert names(tmp_path) == ["facts", "fresh", "other.json", "small.toml"], moment
        if done.returncode == 0:
            break
    assert killed > 5
    assert states >= {
        (False, True),
        (False, False),
        *({(True, True)} if way == "two steps" else ()),
    }


def test_only_what_no_run_works_in_is_swept(tip: Tip, tmp_path: Path) -> None:
    """A folder that another run has locked stays, and so does what was put aside and isn't ours."""
    stale, busy, kept = (tmp_path / f".tip-{name}" for name in ("stale", "busy", "kept"))
    for each in (stale, busy, kept):
        (each / "fresh").mkdir(parents=True)
    (kept / "former" / "facts").mkdir(parents=True)
    (kept / "former" / "facts" / "notes.txt").write_text("mine")
    (tmp_path / "facts" / "more").mkdir(parents=True)
    descriptor = os.open(busy, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    export(tip, tmp_path / "facts.json", OTHER, "--force")
    os.close(descriptor)
    assert names(tmp_path) == [".tip-busy", ".tip-kept", "facts", "facts.json"]
    assert contents(kept).popitem()[1] == b"mine"


def refused(*_: Any) -> Any:
    """Fail as the system does where something is not allowed."""
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_file_system_without_links(tip: Tip, tmp_path: Path, monkeypatch: Patch) -> None:
    """There a file takes its place all the same, if nothing is there."""
    path, touch = tmp_path / "facts.json", Path.touch
    monkeypatch.setattr(Path, "hardlink_to", refused)
    assert export(tip, path).read_text().startswith("{\n")
    path.unlink()

    def meanwhile(file: Path, *, exist_ok: bool) -> None:
        file.write_text("came first")
        touch(file, exist_ok=exist_ok)

    monkeypatch.setattr(Path, "touch", meanwhile)
    assert tip("export", str(path)) == (1, "", f"tip: {path} {STAYS}\n")
    assert path.read_text() == "came first"


@each_form
def test_a_place_where_nothing_can_be(
    tip: Tip, tmp_path: Path, monkeypatch: Patch, name: str
) -> None:
    """No folder is made for a target; one line says what is missing or not allowed."""
    path = tmp_path / "missing" / name
    result = tip("export", str(path))
    assert result == (4, "", f"tip: can't write {path}: there is no folder {path.parent}\n")
    (tmp_path / "file").write_text("")
    for bad in (f"file/{name}", f"a\0{name}", f"{'n' * 300}{name}"):
        result = tip("export", str(tmp_path / bad))
        assert (result.code, result.out, result.err.count("\n")) == (4, "", 1)
    assert names(tmp_path) == ["file"]
    monkeypatch.setattr(os, "mkdir", refused)
    path = tmp_path / name
    assert tip("export", str(path)) == (4, "", f"tip: can't write {path}: Permission denied\n")


@new_or_not
@each_form
def test_a_failure_leaves_nothing(
    tip: Tip, tmp_path: Path, monkeypatch: Patch, name: str, there: bool
) -> None:
    """A full disk, Ctrl-C: what was there is there, nothing else."""
    path, write_bytes = tmp_path / name, Path.write_bytes
    if there:
        export(tip, path)
    before = contents(tmp_path)
    full = OSError(errno.ENOSPC, "No space left on device")
    for failure, code, said in ((full, 4, "No space left"), (KeyboardInterrupt(), 130, "")):

        def write(file: Path, data: bytes, failure: BaseException = failure) -> int:
            write_bytes(file, data[: len(data) // 2])
            raise failure

        monkeypatch.setattr(Path, "write_bytes", write)
        result = tip("export", str(path), "--force")
        assert (result.code, result.out, said in result.err) == (code, "", True)
        assert result.err.count("\n") == (1 if said else 0)
        assert (contents(tmp_path), names(tmp_path)) == (before, [name] if there else [])


@pytest.mark.parametrize(("step", "back"), [("rename", 1), ("replace", 1), ("replace", 0)])
def test_a_folder_that_can_not_be_moved(
    tip: Tip, tmp_path: Path, monkeypatch: Patch, step: str, back: int
) -> None:
    """The former folder comes back when the new one can't take its place, or it is said where."""
    path = export(tip, tmp_path / "facts", small_store(tmp_path, laws=[{}]))
    before, rename = contents(path), Path.rename

    def failing_rename(folder: Path, to: Path) -> Path:
        return refused() if folder.parent.name == "former" else rename(folder, to)

    monkeypatch.setattr(atomic, "exchange_paths", lambda *_: False)
    monkeypatch.setattr(Path, step, refused)
    if not back:
        monkeypatch.setattr(Path, "rename", failing_rename)
    result = tip("export", str(path), "--force")
    assert (result.code, result.out, "Permission denied" in result.err) == (4, "", True)
    if not back:
        [aside] = tmp_path.glob(".tip-*")
        assert result.err.endswith(f"what was there is now {aside}/former/facts\n")
        monkeypatch.undo()
        export(tip, tmp_path / "other.json")  # the next run puts it back
        (tmp_path / "other.json").unlink()
    assert (names(tmp_path), contents(path)) == (["facts", "small.toml"], before)


ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@new_or_not
@each_form
def test_a_signal_leaves_nothing_half_done(
    tip: Tip, tmp_path: Path, monkeypatch: Patch, name: str, there: bool
) -> None:
    """From the first step to the last, what ends a process waits; then it is told, and all is done.

    So Ctrl-C finds the export whole, and nothing beside it.
    """
    fresh = contents(export(tip, tmp_path / f"fresh-{name}"))
    if there:
        export(tip, tmp_path / name, small_store(tmp_path, laws=[{}]))
    around = {*names(tmp_path), name}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background has none
    usual = [signal.getsignal(each) for each in ENDING]
    steps = [(Path, each) for each in ("write_bytes", "hardlink_to", "replace", "rename")]
    loose: dict[str, set[Any]] = {}  # by step: what still has its usual handler
    others = ((tempfile, "mkdtemp"), (shutil, "rmtree"), (atomic, "exchange_paths"))
    for owner, step in (*steps, *others):
        original = getattr(owner, step)

        def note(*arguments: Any, step: Any = original, **named: Any) -> Any:
            now = {signal.getsignal(each) for each in ENDING}
            loose.setdefault(step.__name__, set()).update(now & {*usual})
            os.kill(os.getpid(), signal.SIGINT)
            return step(*arguments, **named)

        monkeypatch.setattr(owner, step, note)
    result = tip("--store", str(OTHER), "export", str(tmp_path / name), "--force")
    monkeypatch.undo()
    assert result == (130, "", "")
    assert (contents(tmp_path / name), {*names(tmp_path)}) == (fresh, around)
    assert {"mkdtemp", "write_bytes"} < loose.keys() - {"rmtree"}  # and a step into its place
    assert [step for step in loose if loose[step]] == []
    assert [signal.getsignal(each) for each in ENDING] == usual


def test_a_library_may_export_in_a_thread(tmp_path: Path, other: Store) -> None:
    """Where signals can't be watched, an export works all the same."""
    with ThreadPoolExecutor() as pool:
        pool.submit(export_target("a.json").write, other, tmp_path / "a.json").result()
