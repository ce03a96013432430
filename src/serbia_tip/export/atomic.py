"""Put a new file or folder in its place: whole, or not at all, and never over another one."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeAlias

from serbia_tip.errors import RefusedError, WriteError

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

Contents: TypeAlias = bytes | Mapping[str, bytes]  # of a file, or of a folder's files by name
Replaceable: TypeAlias = Callable[[Path], bool]
# What ends a process; only its main thread can watch for it.
_ENDING = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
_PREFIX = ".tip-"  # of folders to work in, beside the target
_FRESH, _FORMER = "fresh", "former"  # what is made in them, and where what it replaces waits


def put_atomically(path: Path, contents: Contents, replaceable: Replaceable) -> None:
    """Make it; raises RefusedError if what isn't `replaceable` is or comes there, or WriteError."""
    try:
        # A relative path would lead elsewhere once the current folder was moved.
        place = Path(os.path.realpath(path.parent), path.name)
        with _replacing_without_signals():
            _sweep_stale(place.parent, replaceable)
            replaces = os.path.lexists(place)
            if replaces and not replaceable(path):
                raise FileExistsError
            with _work_beside(place.parent) as beside:
                fresh = beside / _FRESH
                _write_contents(fresh, contents)
                if not replaces:
                    _move_atomically(fresh, place)
                elif fresh.is_dir():
                    _replace_folder(fresh, place, replaceable)
                else:
                    shutil.copymode(place, fresh)
                    fresh.replace(place)
    except FileExistsError as error:
        raise RefusedError(
            f"{path} is there already; --force replaces a file, or a folder that is an unchanged "
            "export"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or error
        if isinstance(error, FileNotFoundError) and not path.parent.exists():
            reason = f"there is no folder {path.parent}"
        raise WriteError(f"can't write {path}: {reason}") from error


def is_plain_file(path: Path) -> bool:
    """Whether it is a file itself, no link to one."""
    return path.is_file() and not path.is_symlink()


def _write_contents(fresh: Path, contents: Contents) -> None:
    if isinstance(contents, bytes):
        fresh.write_bytes(contents)
        return
    fresh.mkdir()
    for name, held in contents.items():
        (fresh / name).write_bytes(held)


def _move_atomically(fresh: Path, place: Path) -> None:
    """Move to a place where nothing is; raises FileExistsError when something came there."""
    if os.name == "nt":  # where a rename replaces nothing
        fresh.rename(place)
    elif fresh.is_file():
        try:
            place.hardlink_to(fresh)
        except OSError:  # a file system without links, or something came there
            place.touch(exist_ok=False)
            fresh.replace(place)
    else:
        place.mkdir()
        try:
            fresh.replace(place)  # only as long as it is empty
        except OSError:
            with suppress(OSError):
                place.rmdir()
            if place.exists():
                raise FileExistsError from None
            raise


def _replace_folder(fresh: Path, place: Path, replaceable: Replaceable) -> None:
    """Replace a folder in one step where the system has one, or else in two.

    Between the two, the former folder stands beside under its own name, and a later run puts it
    back. Raises FileExistsError if someone has changed it since.
    """
    shutil.copymode(place, fresh)
    if exchange_paths(fresh, place):
        if not replaceable(fresh):
            exchange_paths(fresh, place)
            raise FileExistsError
        return
    former = fresh.with_name(_FORMER) / place.name
    former.parent.mkdir()
    try:
        place.rename(former)
        if not replaceable(former):
            raise FileExistsError
        _move_atomically(fresh, place)
    except OSError:
        if former.exists():
            try:
                former.rename(place)
            except OSError as error:
                raise OSError(f"{error}; what was there is now {former}") from error
        raise
    former.rename(fresh)  # where it is removed, in however many runs


def exchange_paths(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; False where the system, or the file system, can't."""
    import ctypes  # noqa: PLC0415  # few replace a folder

    library = ctypes.CDLL(None) if os.name == "posix" else None
    paths = os.fsencode(one), os.fsencode(other)
    if function := getattr(library, "renameat2", None):  # Linux
        here = -100  # AT_FDCWD; the paths are absolute
        return bool(function(here, paths[0], here, paths[1], 2) == 0)  # RENAME_EXCHANGE
    if function := getattr(library, "renamex_np", None):  # macOS
        return bool(function(*paths, 2) == 0)  # RENAME_SWAP
    return False


@contextmanager
def _work_beside(folder: Path) -> Iterator[Path]:
    """Make a folder to work in, locked while this run lasts; at the end what is fresh is removed.

    A former folder that couldn't be put back stays in it.
    """
    while True:
        beside = Path(tempfile.mkdtemp(dir=folder, prefix=_PREFIX))
        with _lock_folder(beside, wait=True):
            if beside.exists():  # else it was taken for a stale one before it was locked
                try:
                    yield beside
                finally:
                    _remove_fresh(beside)
                return


def _sweep_stale(folder: Path, replaceable: Replaceable) -> None:
    """Remove what runs have left that were killed; a former folder returns to its place."""
    for beside in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError), _lock_folder(beside, wait=False):
            _remove_fresh(beside)
            for former in (beside / _FORMER).glob("*"):
                place = folder / former.name
                with suppress(OSError):
                    place.rmdir()  # an empty one that the killed run made
                if not os.path.lexists(place):
                    former.rename(place)
                elif replaceable(former):
                    former.rename(beside / _FRESH)
            _remove_fresh(beside)


def _remove_fresh(beside: Path) -> None:
    fresh = beside / _FRESH
    if fresh.is_dir():
        shutil.rmtree(fresh, ignore_errors=True)
    with suppress(OSError):
        fresh.unlink(missing_ok=True)
    for emptied in (beside / _FORMER, beside):
        with suppress(OSError):
            emptied.rmdir()


@contextmanager
def _lock_folder(folder: Path, *, wait: bool) -> Iterator[None]:
    """Lock a folder; raises OSError if that must wait for another run, or isn't possible.

    If `wait`, it goes on without a lock where there are none.
    """
    if fcntl is None:
        if not wait:
            raise OSError
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError) if wait else nullcontext():
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _replacing_without_signals() -> Iterator[None]:
    """Hold back the signals that end a process, whichever thread gets them, until all is done."""
    held: list[int] = []
    watched = _ENDING if threading.current_thread() is threading.main_thread() else set()
    usual = {each: signal.signal(each, lambda number, _: held.append(number)) for each in watched}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)
