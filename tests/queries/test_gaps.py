"""What is said under a series of figures or tiers: gaps, breaks, another state."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import OTHER, Tip
from tests.small import small_store

Remarks = Callable[..., list[str]]
_REMARK = re.compile(
    r"^No rating is stored|^The state that is rated|^Series with gaps"
    r"|: no yearly figure is stored|: these rows have no yearly|: a break before"
)
"""What tells a remark from the other lines of an answer."""


@pytest.fixture
def remarks(tip: Tip) -> Remarks:
    """The remarks under the rows that a command prints of the store at a path."""

    def call(path: str, *arguments: str) -> list[str]:
        lines = tip(*arguments, "--each", "--store", path).lines
        return [line for line in lines if _REMARK.search(line)]

    return call


GAP = "No rating is stored for {}: that is a gap, not a rating."
STATES = (
    "The state that is rated changes, a break in the series: "
    "Union of Arden in 2003; Arden in 2005 to 2007."
)
BREAK = "convictions: a break before 2010: suspended sentences were not counted before."
COUNT_GAP = "victims-identified: no yearly figure is stored for {}."


SAID = {
    "tiers": [GAP.format("2004"), STATES],
    "tiers --year 2004 --year 2005": [GAP.format("2004")],
    "tiers --since 2004": [GAP.format("2004")],
    "tiers --since 2005": [],
    "tiers --until 2004": [GAP.format("2004")],
    "tiers --year 2009": [],
    "tiers --tier 2": [GAP.format("2004"), STATES],
    "stats": [COUNT_GAP.format("2007 to 2009"), BREAK],
    "stats --until 2008": [COUNT_GAP.format("2007 to 2008")],
    "stats --year 2010": [BREAK],
    "stats --year 2006 --year 2008 --year 2010": [COUNT_GAP.format("2008"), BREAK],
    "stats --area prosecution --until 2009": [],
    "stats --measure score": [],
    "routes": [],
}


def test_remarks_fit_the_years_asked_for(remarks: Remarks) -> None:
    """Gaps and breaks are told of the series that are shown, within the years asked for."""
    for line, said in SAID.items():
        assert remarks(str(OTHER), *line.split()) == said, line


def test_only_a_whole_year_s_figure_is_yearly(tip: Tip, remarks: Remarks, tmp_path: Path) -> None:
    """A figure of several years, or of a part of one, is none of a year's, wherever it is read."""
    periods = ["2002", "2003/2005", "2007-03", "2008-01/2008-12", "2010/2010"]
    statistics = [{"period": period} for period in periods]
    store = small_store(tmp_path, statistics=statistics, laws=[{"period": "2012"}])
    said = "victims: no yearly figure is stored for 2003 to 2007, 2009."
    assert remarks(store, "stats") == [said]
    shown = tip("stats", "victims", "--store", store).lines
    years = ["2002", "2003–2007", "2008", "2009", "2010"]
    assert [line.split()[2] for line in shown if line.startswith("Victims [1]")] == years
    assert "No yearly figure is stored for 2003 to 2007, 2009 and after 2010." in shown


def test_a_gap_of_the_parts_that_are_shown(remarks: Remarks, tmp_path: Path) -> None:
    """Where only parts are asked for, a figure of the whole fills no gap, but is pointed to."""
    children = {"dimension": "age", "group": "children"}
    rows = [{"period": "2001", **children}, {"period": "2002"}, {"period": "2003", **children}]
    store = small_store(tmp_path, statistics=[*rows, {"period": "2004"}])
    said = "victims: these rows have no yearly {} for {}, but the store has {}."
    by_age = "parts by age (--dimension age) for 2003"
    assert remarks(store, "stats") == [said.format("total", "2003", by_age)]
    parts = said.format("part by age", "2002", "totals for 2002")
    assert remarks(store, "stats", "--group", "children") == [parts]


def test_figures_of_other_sources_fill_no_gap(remarks: Remarks, tmp_path: Path) -> None:
    """A remark is about the rows that were asked for: what others say is pointed to."""
    there = [{"period": year, "sources": ["daily"]} for year in ("2001", "2005")]
    minors = {"dimension": "age of victims", "group": "minors"}
    others = [{"period": "2002"}, *({"period": "2003", **more} for more in ({}, minors))]
    store = small_store(
        tmp_path,
        statistics=[*there, *others, {"period": "2004", **minors}],
        more='[sources.daily]\ntitle = "D"\npublisher = "D"\nkind = "news"\n',
    )
    assert remarks(store, "stats", "--source", "daily") == [
        "victims: these rows have no yearly total for 2002 to 2004, but the store has other "
        "totals for 2002 to 2003; parts by age of victims (--dimension 'age of victims') for 2004."
    ]
    assert remarks(store, "stats", "--source", "daily", "--until", "2001") == []
    assert remarks(store, "stats", "--source", "daily", "--year", "2003", "--year", "2001") == [
        "victims: these rows have no yearly total for 2003, but the store has other totals "
        "for 2003."
    ]


def test_a_break_is_one_of_a_counter(remarks: Remarks, tmp_path: Path) -> None:
    """That one body counts otherwise says nothing of the figures of another."""
    ngo = {"attributed_to": "an NGO"}
    broken = {"period": "2002", "break_before": "the NGO moved.", **ngo}
    rows = [{"period": "2001"}, broken, {"period": "2001", "group": "minors", "dimension": "age"}]
    store = small_store(tmp_path, statistics=rows)
    assert remarks(store, "stats") == ["victims: a break before 2002: the NGO moved."]
    assert remarks(store, "stats", "--group", "minors") == []


def test_of_more_series_only_the_names_are_given(remarks: Remarks, tmp_path: Path) -> None:
    """Beyond three series with remarks, the reader is told how to ask for each."""
    series = [{"measure": name, "period": year} for year in ("2001", "2003") for name in "bacd"]
    store = small_store(tmp_path, statistics=[*series, {"measure": "e"}])
    said = "Series with gaps or breaks (--measure shows which): b, a, c, d."
    assert remarks(store, "stats") == [said]
    assert remarks(store, "stats", "--measure", "d") == ["d: no yearly figure is stored for 2002."]
