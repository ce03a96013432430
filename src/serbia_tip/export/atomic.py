"""Put a new file or folder in its place: whole, or not at all."""

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
"""The content of a file, or of each file in a folder, by its name."""


def put(path: Path, contents: Contents, replaceable: Callable[[Path], bool]) -> None:
    """Make a file or a folder with these contents at `path`.

    Raises RefusedError when something is there that isn't `replaceable`, and WriteError when the
    path can't be written.
    """
    replaces = os.path.lexists(path)
    if replaces and not replaceable(path):
        raise RefusedError(
            f"{path} is there already; "
            "--force replaces a file, or a folder that is an unchanged export"
        )
    try:
        with (
            _signals_held(),
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
            _move(fresh, path, replaces=replaces)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or error
        if isinstance(error, FileNotFoundError) and not path.parent.exists():
            reason = f"there is no folder {path.parent}"
        raise WriteError(f"can't write {path}: {reason}") from error


def is_plain_file(path: Path) -> bool:
    """Whether it is a file itself, no link to one."""
    return path.is_file() and not path.is_symlink()


def _move(fresh: Path, path: Path, *, replaces: bool) -> None:
    """Move to `path`. A file keeps the mode of the one it replaces; a folder takes two steps."""
    if replaces and fresh.is_file():
        shutil.copymode(path, fresh)
    former = path.rename(fresh.with_name("former")) if replaces and fresh.is_dir() else None
    try:
        fresh.replace(path)
    except OSError:
        if former:
            former.rename(path)
        raise


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold back the signals that end a process, so that nothing is left half done."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
