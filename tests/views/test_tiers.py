"""`tip tiers` as people read it: runs of years, and every doubt in its line."""

from pathlib import Path

from tests.conftest import Tip
from tests.small import Table, small_store


def lines_of(tip: Tip, folder: Path, *tiers: Table) -> list[str]:
    """The lines of a small store with these ratings, below the heading."""
    path = small_store(folder, tiers=tiers)
    shown = tip("tiers", "--store", path, "--sources", "none")
    return shown.out.split("\n\n")[1].splitlines()


def test_years_that_are_alike_are_one_line(tip: Tip, tmp_path: Path) -> None:
    """A line ends where the tier or the state changes, and at a year that has no rating."""
    rated: list[Table] = [{"year": year, "tier": "Tier 2"} for year in (2001, 2003, 2002, 2005)]
    rated += [{"year": 2006, "tier": "Tier 2", "entity": "Union of Arden"}, {"year": 2007}]
    assert lines_of(tip, tmp_path, *rated) == [
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
        {"year": 2004, "id": "rival", "attributed_to": "a paper", **noted},
        {"year": 2004, "rank": "preferred"},
        {"year": 2005},
        {"year": 2005, "id": "other", "tier": "Tier 2", "attributed_to": "others"},
        {"year": 2006},
        {"year": 2007, "attributed_to": "a scholar"},
    ) == [
        "2001       Tier 1",
        "2002       Tier 1  inferred",
        "2003       Tier 1  inferred",
        "2004       Tier 1  a paper says Tier 3 (deprecated)",
        "2005       Tier 1  disputed; others says Tier 2 (disputed)",
        "2006–2007  Tier 1  2007 according to a scholar",
    ]


def test_one_tier_is_said_in_the_heading(other_tip: Tip) -> None:
    """Where all lines have one tier, it is no column."""
    asked = ["tiers", "--tier", "2", "--deprecated", "--sources", "none"]
    heading, _, *lines = other_tip(*asked).lines
    assert heading == "Rating of Arden in the US Trafficking in Persons Report, 2005–2007: Tier 2"
    assert lines[:3] == ["2005", "2006  inferred", "2007  deprecated"]


def test_moves_have_a_direction_and_a_reason(tip: Tip, tmp_path: Path) -> None:
    """The reason is the verdict of the rating's own report on its year, not any of the year's."""
    own = {"sources": ["report"], "period": "2002"}
    rest = 'publisher = "Bureau"\nkind = "report"\n'
    path = small_store(
        tmp_path,
        tiers=[
            {"year": 2001, "tier": "Tier 3"},
            {"year": 2002, "tier": "Tier 2", "basis": "inferred", "sources": ["report", "annex"]},
            {"year": 2003, "tier": "Tier 2"},
            {"year": 2003, "tier": "Tier 1", "rank": "deprecated", "note": "A slip."},
            {"year": 2005, "tier": "Tier 3", "basis": "inferred"},
        ],
        findings=[
            {"topic": "overall", "statement": "Others say why.", "period": "2002"},
            {"topic": "shelter", "area": "prevention", "statement": "It opened.", **own},
            {"topic": "overall", "statement": "It did more.", **own},
            {"topic": "overall", "area": "prevention", "statement": "Nor did others.", **own},
            {"topic": "overall", "statement": "It did much.", "period": "2001"},
        ],
        more=f'[sources.report]\ntitle = "Report"\n{rest}[sources.annex]\ntitle = "Annex"\n{rest}',
    )
    expected = """\
Moves of the rating of Arden in the US Trafficking in Persons Report, 2001–2005
2 moves: 1 up, 1 down; Tier 1 is best, never given. Last rating: 2005.

2002  up    Tier 3 → Tier 2 (inferred)  It did more. Report [1,2]
2005  down  Tier 2 → Tier 3 (inferred)  No reason is stored. [3]

Inferred (2002, 2005): why: tip show tiers-1 tiers-4
Deprecated (2003): A House says Tier 1: tip disputes 2003

[1] Report  [2] Annex  [3] A Book
"""
    assert tip("tiers", "--changes", "--store", path).out == expected
