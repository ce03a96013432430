"""Put a new file or folder in its place: at once and whole, or not at all."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from serbia_tip.errors import RefusedError, WriteError

Contents: TypeAlias = bytes | Mapping[str, bytes]
"""What a file holds, or the files that a folder holds, by their names."""


def put(path: Path, contents: Contents, replaceable: Callable[[Path], bool]) -> None:
    """Make a file or a folder with these contents at `path`.

    What is there stays, unless it is `replaceable`. Raises RefusedError when it stays, and
    WriteError when the path can't be written.
    """
    replaces = os.path.lexists(path)
    if replaces and not replaceable(path):
        raise _refused(path)
    try:
        with (
            _undisturbed(),
            TemporaryDirectory(
                dir=path.parent, prefix=".tip-", ignore_cleanup_errors=True
            ) as beside,
        ):
            fresh = Path(beside, "fresh")
            if isinstance(contents, bytes):
                fresh.write_bytes(contents)
            else:
                fresh.mkdir()
                for name, held in contents.items():
                    (fresh / name).write_bytes(held)
            move = _replace if replaces else _place
            move(fresh, path)
    except FileNotFoundError as error:
        reason = error.strerror if path.parent.exists() else f"there is no folder {path.parent}"
        raise WriteError(f"can't write {path}: {reason}") from error
    except OSError as error:
        raise WriteError(f"can't write {path}: {error.strerror or error}") from error
    except ValueError as error:  # a null character in the name
        raise WriteError(f"can't write {path}: {error}") from error


def is_plain_file(path: Path) -> bool:
    """Whether it is a file itself, no link to one."""
    return path.is_file() and not path.is_symlink()


def _replace(fresh: Path, path: Path) -> None:
    """Move to `path`: a file at once, with the mode of the former; a folder in two steps."""
    if fresh.is_file():
        shutil.copymode(path, fresh)
        fresh.replace(path)
        return
    former = path.rename(fresh.with_name("former"))
    try:
        fresh.rename(path)
    except OSError:
        former.rename(path)
        raise


def _place(fresh: Path, path: Path) -> None:
    """Move to `path`, where nothing may be, not even what has come just now."""
    try:
        if fresh.is_dir():
            fresh.rename(path)  # which replaces an empty folder at most
        else:
            _link(fresh, path)
    except OSError as error:
        if os.path.lexists(path):
            raise _refused(path) from error
        raise


def _link(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        fresh.rename(path)


def _refused(path: Path) -> RefusedError:
    how = "--force replaces a file, or a folder that is an unchanged export"
    return RefusedError(f"{path} is there already; {how}")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Within it, a signal to end waits, so that nothing is left half done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
