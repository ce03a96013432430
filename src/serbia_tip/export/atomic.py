"""Put a new file or folder in its place: whole, or not at all, and never over another one."""

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TypeAlias

from serbia_tip.errors import RefusedError, WriteError

Contents: TypeAlias = bytes | Mapping[str, bytes]  # of a file, or of a folder's files by name
# What ends a process; only its main thread can watch for it.
_ENDING = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
_workshop = partial(TemporaryDirectory, prefix=".tip-", ignore_cleanup_errors=True)


def put_atomically(path: Path, contents: Contents, replaceable: Callable[[Path], bool]) -> None:
    """Make it; raises RefusedError if what isn't `replaceable` is or comes there, or WriteError."""
    replaces = os.path.lexists(path)
    try:
        if replaces and not replaceable(path):
            raise FileExistsError
        # A relative path would lead elsewhere once the current folder was moved.
        place = Path(os.path.realpath(path.parent), path.name)
        with _replacing_without_signals(), _workshop(dir=place.parent) as beside:
            fresh = Path(beside, "fresh")
            if isinstance(contents, bytes):
                fresh.write_bytes(contents)
            else:
                fresh.mkdir()
                for name, held in contents.items():
                    (fresh / name).write_bytes(held)
            if not replaces:
                _move_atomically(fresh, place)
            elif fresh.is_dir():
                _replace_folder_atomically(fresh, place, replaceable)
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


def _replace_folder_atomically(
    fresh: Path, place: Path, replaceable: Callable[[Path], bool]
) -> None:
    """Replace a folder in two steps; until the second is done, the former one is kept."""
    shutil.copymode(place, fresh)
    aside = Path(mkdtemp(dir=place.parent, prefix=".tip-"))
    former = aside / "former"
    try:
        place.rename(former)
        if not replaceable(former):  # someone has changed it since
            raise FileExistsError
        _move_atomically(fresh, place)
    except OSError:
        try:
            if former.exists():
                former.rename(place)
            aside.rmdir()
        except OSError as error:
            raise OSError(f"{error}; what was there is now {former}") from error
        raise
    shutil.rmtree(aside, ignore_errors=True)


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
