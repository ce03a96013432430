"""The panel: a row a year, whose cells are stored figures, chosen by the rule; the codebook."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

import serbia_tip
from serbia_tip.model import Store
from serbia_tip.queries.filters import TIERS
from serbia_tip.queries.panel import panel_fields, panel_series
from tests.conftest import OTHER, Tip
from tests.small import Table, small_store

SUFFIXES = ("", "_bound", "_by", "_id")


def cells(row: Any, column: str) -> list[Any]:
    """The value, the bound, the counter and the id of one measure."""
    return [row[f"{column}{suffix}"] for suffix in SUFFIXES]


@pytest.mark.parametrize("store", [[], ["--store", str(OTHER)]])
@pytest.mark.parametrize("by", [[], ["--by", "UNODC"]])
def test_a_cell_is_a_stored_total_of_its_year(tip: Tip, store: list[str], by: list[str]) -> None:
    """With bound, counter and id, of one unit; no part, no span, nothing deprecated."""
    if store and by:
        return  # it knows no such body
    wanted = {
        row["id"]: row
        for row in tip(*store, "stats", *by, "--totals", "--yearly", "--json").json
        if row["group"] is None
    }
    series = panel_series(serbia_tip.load(*store[1:]))
    rows = tip(*store, "panel", *by, "--json").json
    found = 0
    for each in series:
        units = set()
        for row in rows:
            value, bound, counter, fact = cells(row, each.column)
            if fact is None:
                assert (value, bound, counter) == (None, None, None)
                own = (it for it in wanted.values() if it["measure"] == each.measure)
                assert [it for it in own if it["year"] == row["year"] and it["unit"] in units] == []
                continue
            of = wanted[fact]
            said = of["year"], of["value"], of["bound"], "; ".join(of["said_by"]), of["measure"]
            assert said == (row["year"], value, bound, counter, each.measure)
            assert len(of["period"]) == 4
            units.add(of["unit"])
            found += 1
        assert len(units) <= 1
    assert found >= 3


def test_the_shipped_panel(tip: Tip, shipped: Store) -> None:
    """A row for each year from the first, gaps too; the state as it was; the rank of the tier."""
    rows = tip("panel", "--json").json
    years = [row["year"] for row in rows]
    assert years == [*range(2000, 2026)]
    codes = {row["year"]: row["iso3"] for row in rows}
    assert [codes[year] for year in (2002, 2003, 2005, 2006)] == ["YUG", "SCG", "SCG", "SRB"]
    ranks = {row["tier"]: row["tier_rank"] for row in rows}
    assert ranks == dict(zip([None, *TIERS[1:]], [None, 2, 2.5, 3], strict=True))
    rated = {
        row["year"]: (row["tier"], row["basis"], row["id"]) for row in tip("tiers", "--json").json
    }
    assert {r["year"]: (r["tier"], r["basis"], r["tier_id"]) for r in rows if r["tier"]} == rated
    disputed = {row["id"] for row in tip("stats", "--disputed", "--json").json}
    for row in rows:
        ids = {each.column: row[f"{each.column}_id"] for each in panel_series(shipped)}
        assert {name for name, fact in ids.items() if fact in disputed} == {*row["disputed"]} - {
            "tier"
        }
    breaks = {row["year"]: row["break"] for row in rows if "tier" in row["break"]}
    assert [*breaks] == [2003, 2007]


def figures(tmp_path: Path, *rows: Table, **more: Any) -> Store:
    """A store of these totals, each of 2010 unless it says otherwise."""
    path = small_store(tmp_path, statistics=[{"period": "2010", **row} for row in rows], **more)
    return serbia_tip.load(path)


def test_of_several_figures_one_is_chosen_by_the_rule(tmp_path: Path) -> None:
    """Preferred; then of the counter with most years; then exact; then first; `by` in its order."""
    police, ngo = {"attributed_to": "Police"}, {"attributed_to": "NGO"}
    rows: list[Table] = [
        {**ngo, "value": 1},
        {**police, "value": 2, "bound": "about"},
        {**police, "value": 3},
        {**police, "value": 4, "period": "2011"},
        {**ngo, "value": 5, "period": "2012", "rank": "preferred"},
        {**police, "value": 6, "period": "2012"},
        {**police, "value": 7, "period": "2013/2014"},
        {**police, "value": 8, "period": "2014", "dimension": "sex", "group": "men"},
        {**police, "value": 9, "period": "2014", "unit": "cases"},
        {**police, "value": 9, "period": "2015", "rank": "deprecated", "note": "No."},
    ]
    store = figures(tmp_path, *rows)

    def values(*by: str) -> list[Any]:
        return [row["victims"] for row in serbia_tip.panel(store, by=by)]

    assert values() == [3, 4, 5]
    assert values("police") == [3, 4, 6]
    assert values("NGO") == [1, None, 5]
    assert values("NGO", "Police") == [1, 4, 5]
    with pytest.raises(serbia_tip.NotThereError, match="no body 'nobody'"):
        values("nobody")
    assert [row["break"] for row in serbia_tip.panel(store)] == [[], [], ["victims"]]
    assert [row["disputed"] for row in serbia_tip.panel(store)] == [["victims"], [], []]


def test_what_breaks_a_series(tmp_path: Path) -> None:
    """Another definition, also of a year without a cell before it, another state; no gap alone."""
    rows: list[Table] = [
        {},
        {"period": "2012"},
        {"period": "2013", "break_before": "Anew."},
        {"period": "2015", "entity": "Union"},
    ]
    tiers = [{"year": 2012, "entity": "Union"}, {"year": 2013}]
    before = [{"name": "Union", "alpha3": "UNI", "until": "2013-02"}]
    found = serbia_tip.panel(figures(tmp_path, *rows, tiers=tiers, store={"states": before}))
    assert {row["year"]: row["break"] for row in found if row["break"]} == {
        2013: ["tier", "victims"],
        2015: ["victims"],
    }
    assert [row["iso3"] for row in found] == ["UNI", "UNI", "UNI", "XAA", "XAA", "XAA"]


def test_columns_have_names_that_all_programs_take(tmp_path: Path) -> None:
    """Letters that SQL, R and Stata know, at most 32, each once, whatever a measure is called."""
    names = ['a"b', "a'b", "year", "tier", "7 up", "жртве", "a" * 50, "long words " * 9, "tier-id"]
    store = figures(tmp_path, *({"measure": name} for name in names))
    columns = [field.name for field in panel_fields(store)]
    assert len(columns) == len({*columns}) == 8 + 4 * len(names)
    assert [name for name in columns if not name.isidentifier() or not name.isascii()] == []
    assert max(map(len, columns)) <= 32
    [row] = serbia_tip.panel(store)
    assert [*row] == columns


def test_formats_and_what_is_refused(tip: Tip, tmp_path: Path) -> None:
    """CSV and JSON have the same cells; without anything there are no rows; a body is known."""
    rows = tip("panel", "--json").json
    read = list(csv.DictReader(io.StringIO(tip("panel", "-f", "csv").out)))
    assert [[*row] for row in read] == [[*row] for row in rows]
    assert [row["break"] for row in read] == ["; ".join(row["break"]) for row in rows]
    assert [row["convictions"] for row in read] == [str(row["convictions"] or "") for row in rows]
    empty = small_store(tmp_path, laws=[{}])
    said = "tip: no year has a rating or a yearly total\n"
    assert tip("--store", empty, "panel", "--json") == (0, "[]\n", said)
    assert tip("--store", empty, "panel") == (0, "", said)
    assert tip("panel", "--by", "nobody").code == 1
    assert tip("panel", "-f", "svg").code == 2
    table = tip("panel", "--by", "UNODC").out
    assert "Panel, 2000–2025: 26 years" in table
    assert "16 *" in table.replace("\N{NO-BREAK SPACE}", " ")


def test_the_codebook_has_each_measure(tip: Tip, shipped: Store) -> None:
    """Its definition, units, counters and years; and its column, if it has one."""
    rows = {row["measure"]: row for row in tip("fields", "--measures", "--json").json}
    statistics = tip("stats", "--deprecated", "--json").json
    assert rows.keys() == {row["measure"] for row in statistics}
    for name, row in rows.items():
        own = [each for each in statistics if each["measure"] == name]
        assert (row["figures"], {*row["units"]}) == (len(own), {each["unit"] for each in own})
        assert {*row["counters"]} == {"; ".join(each["said_by"]) for each in own}
    columns = {each.measure: each.column for each in panel_series(shipped)}
    assert {name: row["panel"] for name, row in rows.items() if row["panel"]} == columns
    assert [name for name, row in rows.items() if row["definition"] is None] == []
    convictions = rows["convictions"]
    assert [convictions[name] for name in ("first", "last", "years")] == [2003, 2021, 15]
    assert rows["victims-identified"]["breaks"][0].startswith("2013: Victims are identified")
    assert tip("fields", "stats", "--measures").code == 2
    assert f"Codebook: {len(rows)} measures" in tip("fields", "--measures").out
