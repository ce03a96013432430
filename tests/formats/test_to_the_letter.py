"""Documents for people and references for papers, each in the marks of its form."""

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import EVERY_FIELD, Tip


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_document_has_its_tables_and_notes(
    other_tip: Tip, form: str, snapshot: SnapshotAssertion
) -> None:
    """Headings, numbers at the right, indents, doubts, rows across all columns; what is below."""
    lines = ["stats --year 2010", "stats convictions", "tiers --changes"]
    lines += ["tiers --chart"] if form == "html" else []
    text = "".join(other_tip(*line.split(), "-f", form).out for line in lines)
    text = re.sub("(?s)<!DOC.*?<body>|<svg.*?</svg>", "", text)
    assert re.findall(r"(?m)^(?:<thead|<tr|<p|\||[A-Z(]|\[).*", text) == snapshot


@pytest.mark.parametrize("style", ["bibtex", "csl", "ris"])
def test_references_have_all_that_is_known(
    tip: Tip, style: str, snapshot: SnapshotAssertion
) -> None:
    """Two of them: of an article of which all is known, and of a report of which little is."""
    said = tip("cite", "way", "--style", style, "--store", str(EVERY_FIELD)).out
    records = json.loads(said) if style == "csl" else said.split("\n\n")
    assert [str(record).replace("\n", "; ") for record in records] == snapshot
