"""Find a store, read it, and turn it into facts, or say in one line why that can't be done."""

import os
from pathlib import Path
from typing import Any

import msgspec

from serbia_tip import compiled
from serbia_tip.errors import StoreError
from serbia_tip.model import Store

_HERE = Path(__file__).resolve()


def shipped() -> Path:
    """The store that comes with the tool: inside an installed package, or in a checkout."""
    packaged = _HERE.parent / "data" / "facts.toml"
    return packaged if packaged.is_file() else _HERE.parents[2] / "data" / "facts.toml"


def load(path: str | os.PathLike[str] | None = None) -> Store:
    """The facts of the store at `path`, or of the store that is shipped.

    Raises StoreError when it is missing, unreadable, not UTF-8, not TOML, or breaks a rule of
    `check.py`; the message names the first problem by file and line.
    """
    name = os.fspath(path if path is not None else shipped())
    raw = read(name)
    if path is None and (store := compiled.read(shipped().with_suffix(".msgpack"), raw)):
        return store
    text = decode(raw, name)
    data = parse(text, name)
    store = convert(data)
    if store is not None and path is None:
        return store  # it was checked before it was shipped
    from serbia_tip.check import problems  # not needed, and not loaded, for the shipped store
    from serbia_tip.position import located

    if found := problems(data, store):
        first, *others = located(found, text, name)
        more = f" (and {len(others)} more: tip check)" if others else ""
        raise StoreError(first + more)
    assert store is not None  # what can't be converted has a problem
    return store


def read(name: str) -> bytes:
    """What is in the file `name`; raises StoreError when it can't be read."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise StoreError(f"{name}: can't read the store: {error.strerror}") from error
    except ValueError as error:  # a null character in the name
        raise StoreError(f"{name}: can't read the store: {error}") from error


def decode(raw: bytes, name: str) -> str:
    """The text of a store; raises StoreError with the line where it stops being UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise StoreError(f"{name}:{line}: not UTF-8: {error.reason}") from error


def parse(text: str, name: str) -> dict[str, Any]:
    """The tables of the TOML `text`; raises StoreError with the parser's position if it is none."""
    import tomli  # not needed, and not loaded, for the shipped store

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise StoreError(f"{name}:{error.lineno}:{error.colno}: not TOML: {error.msg}") from error
    except RecursionError as error:
        raise StoreError(f"{name}: not a store: nested too deeply") from error


def convert(data: dict[str, Any]) -> Store | None:
    """The tables as facts, or None when their shape is wrong (`check.problems` says where)."""
    try:
        return msgspec.convert(data, Store)
    except (msgspec.ValidationError, OverflowError):
        return None
