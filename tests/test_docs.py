"""What the documents show is what happens. `python -m tests.test_docs` renews what is printed."""

import re
from pathlib import Path

import pytest

from serbia_tip.model import Store
from tests.conftest import ROOT
from tests.documents import DOCUMENTS, Block, blocks, prepare, renew


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """For each document a folder with the files and exports that its other blocks need."""
    made = {}
    for document in DOCUMENTS:
        made[document] = tmp_path_factory.mktemp(document.stem)
        prepare(document, made[document])
    return made


@pytest.mark.parametrize(
    ("document", "block"),
    [
        pytest.param(
            document,
            block,
            id=f"{document.stem}: {block.text.strip().splitlines()[0]}",
            marks=pytest.mark.client(*block.clients),
        )
        for document in DOCUMENTS
        for block in blocks(document)
        if not block.comes_first
    ],
)
def test_block(folders: dict[Path, Path], document: Path, block: Block) -> None:
    """A block of a document does what it says, and prints what stands below it."""
    block.check(folders[document])


def test_each_document_has_blocks() -> None:
    """A document whose blocks are not found is not tested."""
    assert len(DOCUMENTS) >= 4
    assert [document.name for document in DOCUMENTS if not list(blocks(document))] == []


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


if __name__ == "__main__":
    for each in DOCUMENTS:
        renew(each)
