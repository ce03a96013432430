"""Serbian citizens counted in other countries: each row of the record is a fact with its number."""

import csv
from pathlib import Path

import serbia_tip
from tests.conftest import Tip
from tests.small import Table, small_store

FACTS = {fact.id: fact for fact in serbia_tip.load().statistics}
with (Path(__file__).parent / "data/record-2026.tsv").open(encoding="utf-8", newline="") as rows:
    ROWS = list(csv.DictReader(rows, delimiter="\t"))
CODES = {"Austria": "AUT", "Germany": "DEU", "Russia": "RUS", "United States": "USA"}


def test_each_row_is_a_fact_with_the_same_number() -> None:
    """Year, number and bound are the table's, the place names country, citizenship and year."""
    assert len(ROWS) == 120
    measures = [FACTS[row["id"]].measure for row in ROWS]
    assert [measures.count(name) for name in dict.fromkeys(measures)] == [90, 20, 10]
    for row in ROWS:
        fact = FACTS[row["id"]]
        number = f"fewer than {row['value']} " if row["bound"] == "less_than" else row["value"]
        assert (fact.period, f"{fact.value}", fact.bound) == tuple(
            row[name] for name in ("year", "value", "bound")
        )
        assert fact.group == row["country"]
        assert f"{number}" in fact.statement
        assert row["country"] in fact.statement
        assert row["year"] in fact.statement
        source, _, place = fact.sources[0].partition("[")
        assert source == {"2023": "glotip-2023", "2025": "glotip"}[row["edition"]]
        assert f", {row['category']}, Total, Total, {row['year']}]" in f"{place}"
        assert place[:3] == CODES.get(row["country"], place[:3])
        assert fact.part_of is None
    stored = {fact.id for fact in FACTS.values() if fact.measure in measures}
    assert stored == {row["id"] for row in ROWS}


def test_views_say_in_one_line_what_other_countries_count(tip: Tip) -> None:
    """No country stands among the country's own figures, and a sum with a bound is at least it."""
    found = tip("year", "2022", "--json").json["statistics"]
    rows = [row for row in found if row["measure"] == "victims-abroad"]
    least = sum(row["value"] for row in rows if row["bound"] == "exact")
    line = f"Serbian citizens identified abroad in 2022: at least {least} in {len(rows)} countries"
    for command in ("year 2022", "year 2007 2022", "profile", "stats"):
        page = tip(*command.split()).out
        assert page.count(line) == 1, command
        assert page.count("Serbian citizens identified abroad") == 1 + ("2007" in command), command
        assert "tip stats serbian citizens abroad" in page
    assert "2007: less than 5 in each of 2 countries, UNODC" in tip("year", "2007").out
    assert len(tip(*["stats", "serbian", "citizens", "abroad", "--json"]).json) == len(ROWS)
    apart = tip("profile", "--json").json["apart"]
    assert {row["year"] for row in apart} == {2022}
    assert rows == [row for row in apart if row["measure"] == "victims-abroad"]


def test_nothing_is_added_up_that_would_count_twice(tip: Tip, tmp_path: Path) -> None:
    """Of two figures for one country the line says nothing."""
    about: Table = {"measure": "abroad", "dimension": "by", "value": 3, "period": "2010"}
    two: list[Table] = [{**about, "group": "X"}, {**about, "group": "Y"}]
    for figures, told in ((two, True), ([*two, two[0]], False)):
        path = small_store(
            tmp_path, statistics=figures, more='[dimensions.by]\napart = "countries"'
        )
        page = tip("year", "2010", "--store", path).out
        assert ("Abroad in 2010: 6 in 2 countries, A House" in page) is told
