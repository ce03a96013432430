"""`tip coverage`: how many facts of each kind each year has, gaps included."""

from pathlib import Path
from typing import Any

from tests.conftest import Tip
from tests.small import small_store


def test_a_span_counts_for_each_of_its_years(tip: Tip, tmp_path: Path) -> None:
    """A fact counts in every year that its period touches."""
    path = small_store(tmp_path, laws=[{"period": "2001-12-31/2003-01-01"}, {"period": "2003"}])
    line = ["coverage", "--store", path, "--json", "--fields", "year,laws"]
    assert [tuple(row.values()) for row in tip(*line).json] == [(2001, 1), (2002, 1), (2003, 2)]
    assert [row["year"] for row in tip(*line, "--since", "2002", "--until", "2002").json] == [2002]
    assert tip("coverage", "--store", path).lines[-1] == "2 different facts: 2 laws."


def test_series_that_end_in_the_store(tip: Tip, tmp_path: Path) -> None:
    """They end the page: of three yearly totals at least, by one counter, before the store ends."""

    def series(body: str, *years: int, **more: Any) -> list[dict[str, Any]]:
        return [{"period": str(year), "attributed_to": body, **more} for year in years]

    statistics = [
        *series("Police", 2001, 2002, 2004),
        *series("Courts", 2003, 2004, 2005, measure="convictions"),
        *series("Going on", 2005, 2006, 2007),
        *series("Two alone", 2001, 2002),
        *series("A part", 2001, 2002, 2003, dimension="sex", group="women"),
        *({"period": f"{year}-01", "attributed_to": "Half years"} for year in (2001, 2002, 2003)),
    ]
    path = small_store(tmp_path, statistics=statistics)
    lines = tip("coverage", "--store", path).lines
    begin = lines.index("Yearly series that end in the store  Counter  Years")
    assert lines[begin + 1 : begin + 4] == [
        "Convictions                          Courts   2003–2005",
        "Victims                              Police   2001–2004",
        "",
    ]
    assert "series that end" not in tip("coverage", "--year", "2001", "--store", path).out


FILTERS: dict[str, list[int | None]] = {
    "": [*range(2003, 2011), None],
    "--year 2004": [2004],
    "--year 2003 --year 2005": [2003, 2005],
    "--since 2009": [2009, 2010],
    "--until 2004": [2003, 2004],
    "--year 2008": [],
    "--year 1900": [],
    "--sort -year -n 2": [2010, 2009],
}


def test_filters_narrow_years_and_counts(other_tip: Tip) -> None:
    """Filters narrow the years and what counts in them."""
    for filters, years in FILTERS.items():
        found = other_tip("coverage", *filters.split(), "--json").json
        assert [row["year"] for row in found] == years, filters
    place = other_tip("coverage", "--source", "report-2010[p. 2]", "--json").json
    assert [row["year"] for row in place] == [2005]
