"""`tip tiers` as people read it: runs of years, and every doubt in its line."""

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns
from tests.small import Table, small_store


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, snapshot: SnapshotAssertion
) -> None:
    """Years, tier, and beside it the state, doubts and rivals."""
    line = ["tiers", "--store", str(OTHER), "--color", "never"]
    assert in_columns(monkeypatch, columns, *line).out == snapshot


def test_in_a_pipe(other_tip: Tip, snapshot: SnapshotAssertion) -> None:
    """The same words, one line for each line of the answer."""
    assert other_tip("tiers").out == snapshot


def lines_of(tip: Tip, folder: Path, *tiers: Table, sources: str = "none") -> list[str]:
    """The lines of a small store with these ratings, below the heading."""
    path = small_store(folder, tiers=tiers)
    shown = tip("tiers", "--store", path, "--sources", sources)
    return shown.out.split("\n\n")[1].splitlines()


def test_years_that_are_alike_are_one_line(tip: Tip, tmp_path: Path) -> None:
    """A line ends where the tier or the state changes, and at a year that has no rating."""
    two = {"tier": "Tier 2"}
    assert lines_of(
        tip,
        tmp_path,
        {"year": 2001, **two},
        {"year": 2003, **two},
        {"year": 2002, **two},
        {"year": 2005, **two},
        {"year": 2006, **two, "entity": "Union of Arden"},
        {"year": 2007, "tier": "Tier 1"},
    ) == [
        "2001–2003  Tier 2",
        "2005       Tier 2",
        "2006       Tier 2  Union of Arden",
        "2007       Tier 1  Arden",
    ]


def test_a_doubt_has_a_line_of_its_own(tip: Tip, tmp_path: Path) -> None:
    """What is inferred, and what another disputes, is not joined with its neighbours."""
    noted = {"rank": "deprecated", "note": "It errs.", "tier": "Tier 3"}
    assert lines_of(
        tip,
        tmp_path,
        {"year": 2001},
        {"year": 2002, "basis": "inferred"},
        {"year": 2003, "basis": "inferred"},
        {"year": 2004, "rank": "preferred"},
        {"year": 2004, "id": "rival", "attributed_to": "a paper", **noted},
        {"year": 2005},
        {"year": 2005, "id": "other", "tier": "Tier 2", "attributed_to": "others"},
    ) == [
        "2001  Tier 1",
        "2002  Tier 1  inferred",
        "2003  Tier 1  inferred",
        "2004  Tier 1  a paper says Tier 3 (deprecated)",
        "2005  Tier 1  disputed; others says Tier 2 (disputed)",
    ]


def test_who_says_it_stays_in_the_line(tip: Tip, tmp_path: Path) -> None:
    """Whom a source credits is named, with the year where the line has several."""
    assert lines_of(
        tip,
        tmp_path,
        {"year": 2001},
        {"year": 2002, "attributed_to": "a scholar"},
        {"year": 2003, "tier": "Tier 2", "attributed_to": "the embassy"},
    ) == [
        "2001–2002  Tier 1  2002 according to a scholar",
        "2003       Tier 2  according to the embassy",
    ]


def test_one_tier_is_said_in_the_heading(other_tip: Tip) -> None:
    """Where all lines have one tier, it is no column."""
    heading, _, *lines = other_tip("tiers", "--tier", "2", "--sources", "none").lines
    assert heading == "Rating in the US Trafficking in Persons Report, 2005–2007: Tier 2"
    assert lines[:3] == ["2005", "2006  inferred", "2007  deprecated"]


def test_editions_share_a_number(tip: Tip) -> None:
    """The yearly editions of a publication are one source, named with its years."""
    listed = tip("tiers").lines[-1]
    names = re.findall(r"\[\d+\] ([^\[…]+?)(?=  |$)", listed)
    assert len(names) == len({re.sub(r" [\d–, ]+$", "", name) for name in names})


def test_every_rating_is_seen(tip: Tip) -> None:
    """Each row of the shipped store is in the line of its year: its tier, its state, its doubts."""
    rows = tip("tiers", "--json").json
    shown: dict[int, str] = {}
    for line in tip("tiers", "--sources", "none").out.split("\n\n")[1].splitlines():
        first, last = re.match(r"(\d{4})(?:–(\d{4}))?", line).groups()  # type: ignore[union-attr]
        shown |= dict.fromkeys(range(int(first), int(last or first) + 1), line)
    states = {row["entity"] for row in rows}
    home = max(states, key=[row["entity"] for row in rows].count)
    for row in rows:
        line = shown[row["year"]]
        assert re.search(rf" {row['tier']}(?= |$)", line), row["id"]
        assert row["entity"] == home or row["entity"] in line
        assert (row["basis"] == "inferred") <= ("inferred" in line)
        assert (row["rank"] == "deprecated") <= ("deprecated" in line)
    assert set(shown) == {row["year"] for row in rows}
