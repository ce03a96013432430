"""`--reported`: what was first published in a year, whatever year it describes."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import OTHER, Tip
from tests.small import small_store

QUESTIONS = {
    "routes": (["source-2010-xa-xb", "transit-2010-xb-xc"], ["source-2004-xa"]),
    "tiers": (["tier-2003", "tier-2005", "tier-2006", "tier-2007"], ["tier-2007-gazette"]),
    "policy": (["shelter-2010", "strategy-2010"], ["recruitment-undated"]),
    "laws": (["protocol-ratified"], ["trafficking-act-adopted"]),
    "stats --measure victims-identified --totals": (
        ["victims-identified-2006", "victims-identified-2010"],
        ["victims-identified-2010-gazette"],
    ),
    "timeline --kind law": (["protocol-ratified"], ["trafficking-act-adopted"]),
    "search shelter": (["shelter-2010"], []),
    "sources": (["report-2010"], ["gazette"]),
}
"""Questions, with the ids of what was reported in 2010, and in 2011."""


@pytest.mark.parametrize("line", QUESTIONS)
def test_the_year_of_the_earliest_source(other_tip: Tip, line: str) -> None:
    """A fact is of the year in which its earliest source was published; a source, of its own."""
    for year, expected in zip((2010, 2011), QUESTIONS[line], strict=True):
        found = other_tip(*line.split(), "--reported", str(year), "--json")
        assert (found.code, found.err) == (0, "")
        assert [row["id"] for row in found.json] == expected
        assert {row.get("reported", year) for row in found.json} <= {year}


def test_it_is_not_the_year_described(other_tip: Tip) -> None:
    """The two kinds of year narrow an answer together; each may be repeated, or be a span."""

    def found(*options: str) -> list[str]:
        rows = other_tip("tiers", *options, "--json").json
        return [row["id"] for row in rows]

    assert found("--year", "2007", "--reported", "2011") == ["tier-2007-gazette"]
    assert found("--year", "2007", "--reported", "2010-2011") == ["tier-2007", "tier-2007-gazette"]
    both = ["--reported", "2010", "--reported", "2011"]
    assert found("--year", "2007", *both) == ["tier-2007", "tier-2007-gazette"]
    assert found("--year", "2011") == []


def test_coverage_counts_what_was_reported(other_tip: Tip) -> None:
    """The years stay those that the facts describe."""
    rows = other_tip("coverage", "--reported", "2011", "--json").json
    counts = {row["year"]: row["laws"] for row in rows if row["laws"]}
    assert counts == {2004: 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("policy", "tip: left out: 2 findings without a dated source\n"),
        ("policy --area protection", ""),
        ("timeline", "tip: left out: 1 fact without a dated source\n"),
        ("coverage", "tip: left out: 2 facts without a dated source\n"),
        ("search so", "tip: left out: 2 facts without a dated source\n"),
        ("sources", "tip: left out: 1 source without a date\n"),
    ],
)
@pytest.mark.parametrize("form", [["--json"], []])
def test_what_is_left_out_is_counted(
    tip: Tip, tmp_path: Path, line: str, said: str, form: list[str]
) -> None:
    """Nobody knows when undated sources said it: how many facts that hides is said."""
    findings: list[dict[str, Any]] = [
        {"sources": ["dated"]},
        {"area": "prevention", "period": "2001"},
        {"area": "prevention"},
    ]
    dated = 'title = "D"\npublisher = "A House"\nkind = "book"\npublished = "2002"\n'
    path = small_store(tmp_path, findings=findings, more=f"[sources.dated]\n{dated}")
    command, *more = line.replace("--area ", "").split()
    result = tip(command, *more, "--reported", "2002", "--store", path, *form)
    assert result.code == 0
    lines = [text for text in result.err.splitlines(keepends=True) if "matches" not in text]
    assert "".join(lines) == said


def test_nothing_was_reported_then(other_tip: Tip) -> None:
    """Whoever takes one kind of year for the other is told what there is."""
    said = other_tip("laws", "--reported", "2005").err
    assert said == "tip: no law matches; there are laws with reported 2010 (1), 2011 (1)\n"


def test_it_is_explained(tip: Tip) -> None:
    """The help and the fields tell it from the year that is described."""
    helped = " ".join(tip("routes", "-h").out.split())
    assert "first published in this year, or these, whatever year it describes" in helped
    meanings = {row["field"]: row["meaning"] for row in tip("fields", "routes", "--json").json}
    assert "published" in meanings["reported"]
    assert "describes" in meanings["period"]


def test_no_year(tip: Tip) -> None:
    """What is no year is an error of usage."""
    result = tip("routes", "--reported", "MMX", "--store", str(OTHER))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
