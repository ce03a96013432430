"""The compiled form of the shipped store: it says the same, or it isn't read."""

from importlib.util import source_hash
from pathlib import Path

import msgspec
import pytest

import serbia_tip
from serbia_tip.model import Store
from serbia_tip.queries.search import with_search
from serbia_tip.store import load
from serbia_tip.store.load import compile_store, read_compiled
from tests.conftest import OTHER, Tip

TOML = OTHER.read_bytes()
ASKED = (
    *("tiers --json", "stats --json", "show tier-2007 --json", "disputes"),
    *("search women victims", "search vict* --kind statistic --json", "search union --since 2004"),
    *("search cardinia", "search bruckland --json", "search xylophones women"),
)
TABLES = [*Store.__struct_fields__, "disputes", "index"]


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the compiled form stands of a package whose store is the made-up one."""
    package = tmp_path / "serbia_tip"
    (package / "data").mkdir(parents=True)
    (package / "data" / "facts.toml").write_bytes(TOML)
    monkeypatch.setattr(load, "_HERE", package / "store" / "load.py")
    return package / "data" / "facts.msgpack"


def test_it_says_what_the_toml_says(tip: Tip, other: Store, form: Path) -> None:
    """A store comes back from its compiled form as it was, with its disputes, and is loaded so."""
    form.write_bytes(WHOLE)
    whole = with_search(other)
    for read in (read_compiled(form, TOML), serbia_tip.load()):
        assert {table: getattr(read, table) for table in TABLES} == {
            table: getattr(whole, table) for table in TABLES
        }
    for line in ASKED:
        assert tip(*line.split()) == tip("--store", str(OTHER), *line.split()), line


def test_it_is_read_instead_of_the_toml(other: Store, form: Path) -> None:
    """A form that belongs to the TOML is believed, where no other store is named."""
    about = msgspec.structs.replace(other.store, title="Compiled")
    form.write_bytes(compile_store(TOML, with_search(msgspec.structs.replace(other, store=about))))
    assert serbia_tip.load().store.title == "Compiled"
    assert serbia_tip.load(form.with_suffix(".toml")) == other


def _sealed(body: bytes) -> bytes:
    """The body with the hashes that make it the form of the made-up store."""
    return source_hash(TOML) + source_hash(body) + body


WHOLE = compile_store(TOML, with_search(serbia_tip.load(OTHER)))
HASH, BODY = WHOLE[:8], WHOLE[8:]
USELESS = {
    "of another TOML": compile_store(TOML + b"\n", with_search(serbia_tip.load(OTHER))),
    "with another hash": bytes(8) + BODY,
    "cut off": WHOLE[:-1],
    "cut off after the hash": HASH,
    "cut off in the hash": HASH[:-1],
    "empty": b"",
    "garbage": b"garbage",
    "garbage after the hash": _sealed(b"\xc1garbage"),
    "with something more": WHOLE + b"\x00",
    "of another thing": _sealed(msgspec.msgpack.encode([1, 2, 3])),
    "of no whole store": _sealed(msgspec.msgpack.encode({"routes": []})),
    "the TOML itself": TOML,
}


@pytest.mark.parametrize("useless", USELESS.values(), ids=USELESS)
def test_a_form_of_no_use_is_passed_over(other: Store, form: Path, useless: bytes) -> None:
    """Where the form doesn't belong to the TOML, or is damaged, the TOML is read."""
    form.write_bytes(useless)
    assert read_compiled(form, TOML) is None
    assert serbia_tip.load() == other


def test_an_edited_store_is_checked(tip: Tip, form: Path) -> None:
    """The store that comes with the tool is used as it was checked, or is checked again."""
    text = TOML.decode().replace('sources = ["gazette"]', 'sources = ["gazete"]')
    form.with_suffix(".toml").write_text(text)
    form.write_bytes(WHOLE)
    for line in ("routes", "timeline --json", "search x", "export facts.json"):
        result = tip(*line.split())
        assert (result.code, result.out, result.err.count("\n")) == (3, "", 1), line


@pytest.mark.parametrize("flipped", [0x01, 0x80, 0xFF])
def test_a_damaged_form_is_passed_over(form: Path, flipped: int) -> None:
    """Wherever a byte is damaged, the form is not believed, even if it could be read."""
    for place in range(0, len(WHOLE), 61):
        form.write_bytes(WHOLE[:place] + bytes([WHOLE[place] ^ flipped]) + WHOLE[place + 1 :])
        assert read_compiled(form, TOML) is None


def test_the_same_toml_gives_the_same_form(other: Store) -> None:
    """A build can be repeated: nothing but the TOML decides what is in the form."""
    assert compile_store(TOML, with_search(other)) == WHOLE
