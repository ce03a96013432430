"""Find a store, read it or its compiled form, and report what keeps it from being read."""

import gc
import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from msgspec import DecodeError, Raw, Struct, StructMeta, ValidationError, convert, msgpack, structs

import serbia_tip.model
from serbia_tip.errors import StoreError
from serbia_tip.model import Store

if TYPE_CHECKING:
    from serbia_tip.store.check.problems import Problem


class CompiledStore(Store, frozen=True, kw_only=True):
    """A store as the wheel has it, with what takes long to find out."""

    disputes: dict[str, list[str]]  # the ids of the facts that dispute a fact, by its id


_TABLES = {**Store.__annotations__, **CompiledStore.__annotations__}  # with their types


class _UnreadStore(CompiledStore, frozen=True, kw_only=True):
    """A compiled store whose tables are decoded when they are asked for: few answers need all."""

    unread: dict[str, Raw]

    def __getattr__(self, table: str) -> object:
        """Decode a table that was not asked for before, and therefore is missing."""
        if table not in _TABLES:
            raise AttributeError(table)
        read = msgpack.decode(self.unread[table], type=_TABLES[table])
        structs.force_setattr(self, table, read)
        return read


# The tool's version and all names of fields: a form of others isn't read.
_KINDS = [kind for kind in vars(serbia_tip.model).values() if isinstance(kind, StructMeta)]
_FIELDS = [kind.__struct_fields__ for kind in (*_KINDS, CompiledStore)]
_SCHEMA = crc32(f"{serbia_tip.__version__}{_FIELDS}".encode())


def compile_store(toml: bytes, store: CompiledStore) -> bytes:
    """Return the compiled form of a store, whose text is `toml`; every Python reads it."""
    form = msgpack.encode(store)
    return seal_form(toml, form) + form


def seal_form(toml: bytes, form: bytes | memoryview) -> bytes:
    """Return what a form begins with: checksums of its text, by this schema, and of itself."""
    return crc32(toml, _SCHEMA).to_bytes(4) + crc32(form).to_bytes(4)


def read_compiled(path: Path, toml: bytes) -> CompiledStore | None:
    """Return the store in the compiled file at `path`; None if it wasn't made from this `toml`."""
    try:
        form = memoryview(path.read_bytes())  # of which a part is no copy
        seal, body = form[:8], form[8:]
        if seal != seal_form(toml, body):
            return None
        tables = msgpack.decode(body, type=dict[str, Raw])
    except (OSError, DecodeError):
        return None
    none: dict[str, Any] = dict.fromkeys(_TABLES)
    store = _UnreadStore(**none, unread=tables)
    for table in _TABLES:
        getattr(_UnreadStore, table).__delete__(store)
    return store


_HERE = Path(__file__).resolve()
_LARGEST = 2**28  # bytes, many times the largest store there could be: a device may not end
_KEPT: list[object] = []  # what a program that ends soon doesn't free: a tenth of its time
_PIECE = 2**20  # bytes read at a time: reading at once would take memory for the largest store


def shipped_store() -> Path:
    """Return the path of the tool's own store, in an installed package or in a checkout."""
    packaged = _HERE.parents[1] / "data" / "facts.toml"
    return packaged if packaged.is_file() else _HERE.parents[3] / "data" / "facts.toml"


class Reading(Struct, frozen=True):
    """The bytes of a store, read once, as it may be a pipe."""

    name: str
    raw: bytes
    shipped: bool

    @property
    def text(self) -> str:
        """The decoded text; raises StoreError with the first line that isn't UTF-8."""
        try:
            return self.raw.decode("utf-8-sig")  # some editors write a byte order mark
        except UnicodeDecodeError as error:
            line = self.raw.count(b"\n", 0, error.start) + 1
            raise StoreError(f"{self.name}:{line}: not UTF-8: {error.reason}") from error


def read_store(path: str | os.PathLike[str] | None = None) -> Reading:
    """Read the store at `path`, or the shipped one; raises StoreError when it can't be read."""
    name = os.fspath(path if path is not None else shipped_store())
    try:
        with Path(name).open("rb") as file:
            pieces = iter(lambda: file.read(_PIECE), b"")
            raw = b"".join(islice(pieces, _LARGEST // _PIECE + 1))
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"{name}: can't read the store: {reason}") from error
    if len(raw) > _LARGEST:
        raise StoreError(f"{name}: not a store: longer than {_LARGEST // 2**20} MB")
    return Reading(name, raw, shipped=path is None)


def load(path: str | os.PathLike[str] | None = None) -> Store:
    """Load the store at `path`, or the shipped one; raises StoreError with its first problem."""
    return load_facts(read_store(path))


def load_facts(reading: Reading) -> Store:
    """Convert what was read to a store; raises StoreError as `load` does."""
    if reading.shipped:
        form = Path(reading.name).with_suffix(".msgpack")
        if found := read_compiled(form, reading.raw):
            return found  # the wheel's build has checked this very TOML
    store, problems = load_checked(reading)
    if store is None:
        first, *others = problems
        more = f" (and {len(others)} more: tip check)" if others else ""
        raise StoreError(f"{first}{more}")
    return store


def load_checked(reading: Reading) -> tuple[Store | None, "list[Problem]"]:
    """Return the store, or None and its errors; raises StoreError if it's no TOML."""
    from serbia_tip.store.check import check_store  # not loaded for a compiled store

    store = None
    try:
        data = _load_toml(reading)
        with suppress(ValidationError):  # the check says where the shape is wrong
            store = convert(data, Store)
        if not gc.isenabled():  # so in the program, as `main` says
            _KEPT[:] = data, store
        found = check_store(data, store, reading.text, reading.name)
        return (None if found else store), found
    except RecursionError as error:
        raise StoreError(f"{reading.name}: not a store: nested too deeply") from error


def _load_toml(reading: Reading) -> dict[str, object]:
    """Parse the TOML; raises StoreError with the position of a syntax error."""
    import tomli  # not loaded for a compiled store

    from serbia_tip.store.check.shape import explain_toml

    text, name = reading.text, reading.name
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        said = explain_toml(text, error)
        raise StoreError(f"{name}:{error.lineno}:{error.colno}: not TOML: {said}") from error
    except ValueError as error:  # Python's own limit on the digits of a number
        raise StoreError(f"{name}: not a store: a number has too many digits") from error
