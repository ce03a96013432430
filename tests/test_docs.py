"""What the documents show is what happens. `python -m tests.test_docs` renews what is printed."""

import re
from pathlib import Path

import pytest

from serbia_tip.model import Store
from tests.conftest import ROOT, Tip, spawn
from tests.documents import DOCUMENTS, README, Block, blocks, prepare, renew

PICTURE = re.compile(r"`(?P<command>tip [^`]*-f svg)`\n\n!\[[^]]*\]\((?P<path>\S+\.svg)\)")
BLOCKS = [(document, block) for document in DOCUMENTS for block in blocks(document)]
# The commands of the documents that draw a picture, each with its file.
PICTURES = [
    (match["command"].split()[1:], (document.parent / match["path"]).resolve())
    for document in DOCUMENTS
    for match in PICTURE.finditer(document.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """For each document a folder with the files and exports that its other blocks need."""
    assert {document for document, _ in BLOCKS} == {*DOCUMENTS}, "a document without blocks"
    made = {document: tmp_path_factory.mktemp(document.stem) for document in DOCUMENTS}
    for document, folder in made.items():
        prepare(document, folder)
    return made


@pytest.mark.parametrize(
    ("document", "block"),
    [
        pytest.param(
            *(document, block),
            id=f"{document.stem}: {block.text.strip().splitlines()[0]}",
            marks=pytest.mark.client(*block.clients),
        )
        for document, block in BLOCKS
        if not block.comes_first
    ],
)
def test_a_block_prints_what_stands_below_it(
    folders: dict[Path, Path], document: Path, block: Block
) -> None:
    """And does what it says."""
    block.check(folders[document])


def test_names_recommended_are_those_of_the_shipped_store(shipped: Store) -> None:
    """Whoever takes them from the document can compare a store with the one that is shipped."""
    text = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    used = {
        "measures": {figure.measure for figure in shipped.statistics},
        "dimensions": {str(figure.dimension) for figure in shipped.statistics},
        "topics": {finding.topic for finding in shipped.findings},
    }
    for kind, names in used.items():
        [listed] = re.findall(rf"^- {kind}: ((?:.*\n)*?.*[;.])\n(?:-|\n)", text, re.MULTILINE)
        recommended = re.findall("`(.+?)`", listed)
        assert len(recommended) > 6
        assert [name for name in recommended if name not in names] == []


def test_pictures_are_what_their_commands_draw(tip: Tip) -> None:
    """And there are no others."""
    assert {path for _, path in PICTURES} == set((ROOT / "docs").glob("*.svg"))
    for command, path in PICTURES:
        drawn, shown = tip(*command).out, path.read_text(encoding="utf-8")
        assert (path.name, drawn.split("><")) == (path.name, shown.split("><"))


def test_the_readme_has_each_command_and_ci_runs_its_first_two(tip: Tip) -> None:
    """The two that set it up, to the letter; the changelog, which it points to, has the rest."""
    text = README.read_text(encoding="utf-8")
    commands = re.findall(r"^    (python3 -m venv .*)$", text, re.MULTILINE)
    assert len(commands) == 2
    assert set(commands) <= set((ROOT / ".ci" / "run").read_text().splitlines())
    listed = re.findall(r"^  (\w+)  ", tip("--help").out.partition("Look up:")[2], re.MULTILINE)
    text += (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in listed if f"`{name}`" not in text and f"tip {name}" not in text] == []


if __name__ == "__main__":
    for each in DOCUMENTS:
        renew(each)
    for command, path in PICTURES:
        path.write_bytes(spawn(*command).stdout)
