"""Put a new file or folder in its place: at once and whole, or not at all."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import current_thread, main_thread
from types import FrameType
from typing import Literal, TypeAlias

from serbia_tip.errors import RefusedError, WriteError

Kind: TypeAlias = Literal["file", "folder"]

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals that end a program politely: it may clean up first, as after Ctrl-C."""


@contextmanager
def replaced(path: Path, kind: Kind, *, force: bool) -> Iterator[Path]:
    """A path beside `path` to write to; what was written there is then moved to `path`.

    Until then, and when anything goes wrong, what is at `path` stays as it is, and nothing new
    is left. Raises RefusedError when there is something, unless `force` is set and it is a file
    for a file, or a folder whose every file is written anew; a link is replaced, never followed.
    Raises WriteError when the path can't be written.
    """
    _refuse(path, kind, force)
    try:
        with _ends_orderly(), TemporaryDirectory(prefix=".tip-", dir=path.parent) as beside:
            fresh = Path(beside, "fresh")
            yield fresh
            _settle(fresh)
            _refuse(path, kind, force, fresh)  # again: it may have come in the meantime
            _move(fresh, path, Path(beside, "former"))
        _sync(path.parent)
    except FileNotFoundError as error:
        reason = error.strerror if path.parent.exists() else f"there is no folder {path.parent}"
        raise WriteError(f"can't write {path}: {reason}") from error
    except OSError as error:
        raise WriteError(f"can't write {path}: {error.strerror or error}") from error
    except ValueError as error:  # a null character in the name
        raise WriteError(f"can't write {path}: {error}") from error


def _refuse(path: Path, kind: Kind, force: bool, fresh: Path | None = None) -> None:
    """Raise RefusedError when what is at `path` may not give way to what is `fresh`."""
    if not os.path.lexists(path):
        return
    if not force:
        raise RefusedError(f"{path} is there already; --force replaces it")
    if path.is_symlink() or (kind == "file" and path.is_file()):
        return
    if kind == "file" or not path.is_dir():
        raise RefusedError(f"{path} is no {kind}, and stays as it is")
    if fresh is not None:
        ours = {entry.name for entry in fresh.iterdir()}
        strange = sorted(entry.name for entry in path.iterdir() if entry.name not in ours)
        if strange:
            raise RefusedError(f"{path} has files of another's, such as {strange[0]}, and stays")


def _move(fresh: Path, path: Path, former: Path) -> None:
    """Move `fresh` to `path`; a folder that is there is moved to `former`, or back."""
    if not fresh.is_dir():
        fresh.replace(path)
        return
    try:
        if os.path.lexists(path):
            path.rename(former)
        fresh.rename(path)
    except BaseException:
        if os.path.lexists(former) and not os.path.lexists(path):
            former.rename(path)
        raise


def _settle(fresh: Path) -> None:
    """See to it that all that was written is on the disk."""
    for file in fresh.iterdir() if fresh.is_dir() else ():
        _sync(file)
    _sync(fresh)


def _sync(path: Path) -> None:
    if os.name == "nt":
        return  # which does this for files that are open for writing alone
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _ends_orderly() -> Iterator[None]:
    """Within it, a signal to end unwinds the program as Ctrl-C does, so that it cleans up."""
    if current_thread() is not main_thread():
        yield  # signals are the main thread's
        return

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    usual = [number for number in _ENDING if signal.getsignal(number) == signal.SIG_DFL]
    for number in usual:  # one that is ignored, as under nohup, stays so
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in usual:
            signal.signal(number, signal.SIG_DFL)
