"""Finding a store and loading it, from the command line and as a library."""

import doctest
import shutil
from pathlib import Path

import pytest

import serbia_tip
import serbia_tip.library
from serbia_tip.errors import StoreError
from serbia_tip.model import Store
from serbia_tip.store import load
from serbia_tip.store.load import shipped_store
from tests.conftest import OTHER, Tip, ids, spawn
from tests.small import small_store


@pytest.fixture
def one(tmp_path: Path) -> str:
    """A store with one fact."""
    return small_store(tmp_path, laws=[{"id": "only-law"}])


def law_ids(tip: Tip, *arguments: str) -> list[str]:
    """The ids of the laws that a command line finds."""
    result = tip(*arguments, "-f", "csv", "--fields", "id", "--no-header")
    assert (result.code, result.err) == (0, "")
    return result.lines


def test_which_store_is_read(tip: Tip, one: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of --store, on either side of the command, else of TIP_STORE, else the shipped one."""
    absent = f"{one}.absent"
    version = tip("--version")
    for variable in (None, absent, "", one):
        if variable is not None:
            monkeypatch.setenv("TIP_STORE", variable)
        assert law_ids(tip, "--store", one, "laws") == ["only-law"]
        assert law_ids(tip, "laws", "--store", one) == ["only-law"]
        if not variable:  # an empty one is as good as none
            assert tip("--version") == version
    assert law_ids(tip, "laws") == ["only-law"]
    assert tip("check").out.startswith(f"{one}: sound: 1 fact (")


def test_a_name_is_relative_to_where_one_is(one: str) -> None:
    """A relative path counts from the working folder, of the option and of the variable."""
    folder, name = str(Path(one).parent), Path(one).name
    for arguments, environment in ((["--store", name], {}), ([], {"TIP_STORE": name})):
        done = spawn(*arguments, "laws", "--json", environment=environment, cwd=folder)
        assert b'"id":"only-law"' in done.stdout


def test_help_needs_no_store(tip: Tip) -> None:
    """Whoever asks for help gets it; the start page says that there is no store."""
    assert tip("-h", "--store", "absent").lines[0] == "Usage: tip [OPTIONS] COMMAND [ARGS]..."
    assert tip("--store", "absent").code == 3


def test_a_package_brings_its_own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store beside the code is read, and in a checkout the one that stands in its root."""
    package = tmp_path / "src" / "serbia_tip"
    for folder in (tmp_path, package):
        (folder / "data").mkdir(parents=True)
        shutil.copy(OTHER, folder / "data" / "facts.toml")
    monkeypatch.setattr(load, "_HERE", package / "store" / "load.py")
    assert shipped_store() == package / "data" / "facts.toml"
    (package / "data" / "facts.toml").unlink()
    assert shipped_store() == tmp_path / "data" / "facts.toml"


def test_the_example_in_the_docstring_holds() -> None:
    """What the library's own description shows is what it does."""
    assert doctest.testmod(serbia_tip) == (0, 3)


def test_the_facts_come_kind_by_kind(other: Store) -> None:
    """`facts` lists routes, statistics, tiers, findings and laws as they stand in the file."""
    assert ids(other.facts()) == [
        line.partition('"')[2][:-1]
        for line in OTHER.read_text(encoding="utf-8").splitlines()
        if line.startswith("id = ")
    ]


def test_a_broken_store_raises(tmp_path: Path) -> None:
    """The message names the first problem by file and line, and says how many more there are."""
    path = tmp_path / "store.toml"
    path.write_text(OTHER.read_text(encoding="utf-8").replace("lat = 10.0", "lat = 91"))
    with pytest.raises(
        StoreError, match=r"store\.toml:16: wrong-type: XA: lat .* not 91; write one that fits$"
    ):
        serbia_tip.load(path)


def test_a_mark_before_the_text(tip: Tip, tmp_path: Path) -> None:
    """A byte-order mark, which some editors write, is no mistake."""
    path = tmp_path / "marked.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OTHER.read_bytes())
    marked, plain = (tip("tiers", "--store", str(each), "--json") for each in (path, OTHER))
    assert marked == plain


@pytest.mark.parametrize("depth", [100, 450, 500, 985, 1000, 5000])
def test_a_store_nested_too_deeply(tip: Tip, tmp_path: Path, depth: int) -> None:
    """However deep its tables are nested, a store that is none is refused in one line."""
    text, path = OTHER.read_text(encoding="utf-8"), tmp_path / "store.toml"
    for line in (
        f"{'a.' * depth}a = 1",
        *(f"a = {begin * depth}1{end * depth}" for begin, end in (("{a = ", "}"), ("[", "]"))),
    ):
        for whole in (f"{line}\n{text}", f"{text}\n{line}\n"):
            path.write_text(whole)
            for command, codes in (("check", (1, 3)), ("routes", (3,))):
                result = tip("--store", str(path), command)
                assert (result.code in codes, result.err.count("\n")) == (True, 1), line[:9]


def test_a_store_nested_almost_too_deeply(tip: Tip, tmp_path: Path) -> None:
    """Wherever in reading it the limit of nesting is met, the store is refused in one line."""
    path = tmp_path / "store.toml"
    for depth in range(800, 1000, 2):
        path.write_text(f"laws.{'a.' * depth}a = 1\n")
        result = tip("--store", str(path), "routes")
        assert (result.code, result.err.count("\n")) == (3, 1), depth
