"""`tip timeline`: every dated fact, in order of time."""

from pathlib import Path

import pytest

from tests.conftest import Tip
from tests.small import small_store

IN_ORDER = [
    "tier-2003",
    "trafficking-act-adopted",
    "source-2004-xa",
    "protocol-ratified",
    "tier-2005",
    "victims-identified-2006",
    "tier-2006",
    "tier-2007",
    "tier-2007-gazette",
    "trafficking-cases-2009-internal",
    "source-2010-xa-xb",
    "transit-2010-xb-xc",
    "victims-identified-2010",
    "victims-identified-2010-women",
    "victims-identified-2010-men",
    "victims-identified-2010-gazette",
    "convictions-2010",
    "shelter-2010",
    "strategy-2010",
]
"""The facts of the made-up store but the two without a date."""


def order(tip: Tip, *arguments: str) -> list[str]:
    """The ids of the timeline, in its order."""
    result = tip("timeline", *arguments, "--json")
    assert (result.code, result.err) == (0, "")
    return [row["id"] for row in result.json]


def test_all_in_order(other_tip: Tip) -> None:
    """All kinds stand together, year by year; what has no date is left out."""
    assert order(other_tip) == IN_ORDER


def test_row_to_the_letter(other_tip: Tip) -> None:
    """A row says when, what, on which sources, and who disputes it."""
    assert other_tip("timeline", "--source", "gazette", "--year", "2007", "--json").out == (
        '[\n{"id":"tier-2007-gazette","period":"2007","year":2007,"kind":"tier",'
        '"statement":"The Gazette said that Arden stood on Tier 2 in 2007.",'
        '"sources":["gazette"],"rank":"deprecated","disputed_by":["tier-2007"],'
        '"said_by":["The Gazette"],"reported":2011}\n]\n'
    )


def test_table(other_tip: Tip) -> None:
    """Facts stand under their years, with who says them and how far they are to be trusted."""
    assert other_tip("timeline", "--kind", "tier", "--since", "2006").out == (
        "Timeline since 2006: 3 dated tiers, 2006–2007\n"
        "\n"
        "2006  The report of 2006 kept Arden on Tier 2. (inferred) Report on Trafficking 2010 [1]\n"
        "\n"
        "2007  The report of 2007 placed Arden on the Tier 2 Watch List."
        " Report on Trafficking 2010 [1]\n"
        "2007  The Gazette said that Arden stood on Tier 2 in 2007."
        " (deprecated) Arden Gazette [2]\n"
        "\n"
        "Inferred (2006): The report of 2006 kept Arden on Tier 2.\n"
        "Deprecated (2007): The report itself says Watch List.\n"
        "\n"
        "[1] Report on Trafficking 2010  [2] Arden Gazette\n"
    )


PERIODS = [
    "1999-12-31",
    "2000-02-28",
    "2000-02",
    "2000-03-01",
    "2000-07",
    "2000-05/2000-07",
    "2000-12-31",
    "2000-12",
    "2000",
    "2000-11/2001-01",
    "2000-06/2001-12",
    "2000/2001",
    "2000/2010",
    "2001-01-01",
    "2001",
    "2010",
]
"""By the year of their beginning, then by their end; of those that end together, the closest."""


def test_precise_dates_before_vaguer_ones(tip: Tip, tmp_path: Path) -> None:
    """A day comes before its month, a month before its year, a year before a span from it on."""
    findings = [{"id": f"f{n}", "period": period} for n, period in enumerate(PERIODS)]
    path = small_store(tmp_path, findings=findings[::-1])
    rows = tip("timeline", "--store", path, "--json").json
    assert [row["period"] for row in rows] == PERIODS


def test_a_tier_without_a_period(tip: Tip, tmp_path: Path) -> None:
    """A tier stands under its report's year, or where it says so, under a closer date."""
    tiers = [{"id": "late", "year": 2001}, {"id": "early", "year": 2001, "period": "2001-06"}]
    path = small_store(tmp_path, tiers=tiers)
    rows = tip("timeline", "--store", path, "--json").json
    assert [(row["id"], row["period"], row["year"]) for row in rows] == [
        ("early", "2001-06", 2001),
        ("late", "2001", 2001),
    ]


@pytest.mark.parametrize(
    ("kinds", "prefixes"),
    [
        (["law"], ("trafficking-act", "protocol")),
        (["laws"], ("trafficking-act", "protocol")),
        (["LAW", "Route"], ("trafficking-act", "protocol", "source-2", "transit-2")),
        (["finding"], ("shelter", "strategy")),
        (["tier"], ("tier-",)),
        (["statistics"], ("victims", "convictions", "trafficking-cases")),
        (["route", "statistic", "tier", "finding", "law"], ("",)),
    ],
)
def test_kinds(other_tip: Tip, kinds: list[str], prefixes: tuple[str, ...]) -> None:
    """Kinds go by one or by many, in any case; several mean any of them."""
    options = [part for kind in kinds for part in ("--kind", kind)]
    assert order(other_tip, *options) == [name for name in IN_ORDER if name.startswith(prefixes)]


def test_unknown_kind(other_tip: Tip) -> None:
    """A kind that there isn't is named, with the right ones."""
    assert other_tip("timeline", "--kind", "findin") == (
        1,
        "",
        "tip: no kind 'findin'; did you mean finding (3)? "
        "also statistic (8), tier (5), route (3), law (2)\n",
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--year", "2004"], ["trafficking-act-adopted", "source-2004-xa"]),
        (["--year", "2003", "--year", "2005"], ["tier-2003", "protocol-ratified", "tier-2005"]),
        (["--since", "2006", "--until", "2006"], ["victims-identified-2006", "tier-2006"]),
        (["--until", "2003"], ["tier-2003"]),
        (["--source", "report-2010[p. 2]"], ["protocol-ratified"]),
        (["--year", "1900"], []),
        (["--sort", "-year", "-n", "1"], ["source-2010-xa-xb"]),
    ],
)
def test_filters(other_tip: Tip, filters: list[str], expected: list[str]) -> None:
    """Years and sources narrow the timeline, which keeps its order."""
    assert order(other_tip, *filters) == expected


def test_a_span_touches_each_of_its_years(tip: Tip, tmp_path: Path) -> None:
    """`--year` finds what touches the year, under the year in which it begins."""
    path = small_store(tmp_path, findings=[{"id": "span", "period": "2001-12-31/2003-01"}])
    found = {year: order(tip, "--store", path, "--year", str(year)) for year in range(2000, 2005)}
    assert found == {2000: [], 2001: ["span"], 2002: ["span"], 2003: ["span"], 2004: []}
