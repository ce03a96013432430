"""What the documents show is what happens. `python -m tests.test_docs` renews what is printed."""

from pathlib import Path

import pytest

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


if __name__ == "__main__":
    for each in DOCUMENTS:
        renew(each)
