"""The compiled form of the shipped store: it says the same, or it isn't read."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import serbia_tip
from serbia_tip.model import Store
from serbia_tip.queries import search
from serbia_tip.queries.rivals import with_rivals
from serbia_tip.store import load
from serbia_tip.store.load import compile_store, read_compiled, seal_form
from tests.conftest import OTHER, ROOT, Tip

TOML = OTHER.read_bytes()
ASKED = (
    *("tiers --json", "stats --json", "show tier-2007 --json", "disputes"),
    *("search women victims", "search vict* --kind statistic --json", "search union --since 2004"),
    *("search cardinia", "search bruckland --json", "search xylophones women"),
)
TABLES = [*Store.__struct_fields__, "disputes"]


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
    whole = with_rivals(other)
    for read in (read_compiled(form, TOML), load.load()):
        assert {table: getattr(read, table) for table in TABLES} == {
            table: getattr(whole, table) for table in TABLES
        }
    for line in ASKED:
        assert tip(*line.split()) == tip("--store", str(OTHER), *line.split()), line


def test_it_is_read_instead_of_the_toml(other: Store, form: Path) -> None:
    """A form that belongs to the TOML is believed, where no other store is named."""
    about = msgspec.structs.replace(other.store, title="Compiled")
    form.write_bytes(compile_store(TOML, with_rivals(msgspec.structs.replace(other, store=about))))
    assert serbia_tip.load().store.title == "Compiled"
    assert serbia_tip.load(form.with_suffix(".toml")) == other


def sealed(body: bytes) -> bytes:
    """The body with what makes it the form of the made-up store."""
    return seal_form(TOML, body) + body


WHOLE = compile_store(TOML, with_rivals(serbia_tip.load(OTHER)))
SEAL, BODY = WHOLE[:8], WHOLE[8:]
USELESS = {
    "of another TOML": compile_store(TOML + b"\n", with_rivals(serbia_tip.load(OTHER))),
    "with another hash": bytes(8) + BODY,
    "cut off": WHOLE[:-1],
    "cut off after the hash": SEAL,
    "cut off in the hash": SEAL[:-1],
    "empty": b"",
    "garbage": b"garbage",
    "garbage after the hash": sealed(b"\xc1garbage"),
    "with something more": WHOLE + b"\x00",
    "of another thing": sealed(msgspec.msgpack.encode([1, 2, 3])),
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
    assert compile_store(TOML, with_rivals(other)) == WHOLE


def pythons() -> list[str]:
    """The Pythons at hand that have what reads a store, the oldest first, a version each once."""
    asking = "import msgspec, sys, tomli; print(*sys.version_info[:2])"
    found = {sys.version_info[:2]: sys.executable}
    for minor in range(11, 20):
        for folder in os.environ["PATH"].split(os.pathsep):
            name = Path(folder, f"python3.{minor}")
            if (3, minor) not in found and name.exists():
                done = subprocess.run([name, "-c", asking], capture_output=True, text=True)
                if done.returncode == 0:
                    found[3, minor] = str(name)
    return [found[version] for version in sorted(found)]


COMPILE = """
from pathlib import Path
from serbia_tip.queries.search import with_rivals
from serbia_tip.store.load import compile_store, load

toml = Path(sys.argv[1])
toml.with_suffix(".msgpack").write_bytes(compile_store(toml.read_bytes(), with_rivals(load(toml))))
"""
READ = """
from pathlib import Path
from serbia_tip.store.load import read_compiled

toml = Path(sys.argv[1])
store = read_compiled(toml.with_suffix(".msgpack"), toml.read_bytes())
print(len(store.facts()) if store else 0)
"""


OTHERS = [  # what a tool of another version, or of another model, differs in
    "import serbia_tip; serbia_tip.__version__ = '0'",
    "import msgspec, serbia_tip.model as m; m.Kind = msgspec.defstruct('Kind', ['field'])",
]


def run_python(python: str, form: Path, program: str) -> str:
    """What a program of this tool prints, run by a Python with the path of the store."""
    source = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n{program}"
    command = [python, "-c", source, str(form.with_suffix(".toml"))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_python_reads_what_one_has_compiled(form: Path) -> None:
    """A wheel is built by one Python and read by any: by the newest what the oldest has built."""
    oldest, *others = pythons()
    if not others:
        pytest.skip("only one Python has msgspec and tomli")
    for builder, reader in ((oldest, others[-1]), (others[-1], oldest)):
        run_python(builder, form, COMPILE)
        assert run_python(reader, form, READ) == "21\n"


@pytest.mark.parametrize("other", ["", *OTHERS])
def test_another_tool_reads_the_toml(form: Path, other: str) -> None:
    """What another version, or one with other fields, has compiled may mean something else."""
    form.write_bytes(WHOLE)
    said = run_python(sys.executable, form, f"{other}\n{READ}")
    assert said == ("0\n" if other else "21\n")


def test_the_shipped_index_is_searched(
    tip: Tip, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index beside the store answers as one made now; one of another text isn't used."""
    asked = ("search", "women", "victims", "--json")
    form.write_bytes(WHOLE)
    monkeypatch.setattr(search, "_KEPT", [])
    made = tip(*asked)
    search.write_index(load.load(OTHER), form.with_suffix(".toml"), form.with_suffix(".sqlite"))
    opened = search.open_shipped(load.load())
    assert opened is not None
    opened.database.close()
    monkeypatch.setattr(search, "_KEPT", [])
    assert tip(*asked) == made
    form.with_suffix(".toml").write_bytes(TOML + b"\n")
    form.write_bytes(compile_store(TOML + b"\n", with_rivals(load.load(OTHER))))
    assert search.open_shipped(load.load()) is None
