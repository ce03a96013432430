"""Figures as people read them: the index, a measure through the years, the figures of one year."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

import serbia_tip
from serbia_tip.model import Store
from serbia_tip.queries.filters import Asked, Common
from serbia_tip.queries.kinds import statistics
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.text import NO_BREAK, spelled
from serbia_tip.views import statistics as statistics_
from serbia_tip.views.view import Line, View
from serbia_tip.views.wording import Wording
from tests.conftest import Tip
from tests.pseudo_terminal import in_columns, plain
from tests.small import Table, small_store

SHIPPED = serbia_tip.load()
MEASURES = sorted({figure.measure for figure in SHIPPED.statistics})
YEARS = sorted({row.year for row in statistics(SHIPPED) if row.year is not None})


def _on_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, *arguments: str) -> list[str]:
    out = in_columns(monkeypatch, columns, *arguments, "--no-pager", "--color", "never").out
    return plain(out).splitlines()


def _said(line: Line) -> str:
    """What a line says, with what it is a part of."""
    return " ".join([line.within, *map(spelled, line.cells)])


def _unseen(view: View, rows: Sequence[StatisticRow]) -> list[str]:
    """The values of the rows that fewer cells have than rows."""
    words = Wording(SHIPPED)
    said = [
        word.rstrip(",")
        for line in view.lines()
        for cell in line.cells
        for word in re.findall("[^ ;]+", re.sub(rf"\*|:{NO_BREAK}", " ", spelled(cell)))
    ]
    wanted = Counter(words.value(row, unit=False) for row in rows)
    return [
        value
        for value, count in wanted.items()
        if sum(word == value or word.startswith(value + NO_BREAK) for word in said) < count
    ]


def test_the_index_names_every_measure(tip: Tip) -> None:
    """If all of it is asked for."""
    said = tip("stats", "--all").out
    assert [title for title in map(Wording(SHIPPED).measure, MEASURES) if title not in said] == []


def test_each_figure_of_a_year_has_a_line() -> None:
    """With its value and what it is a part of; equal ones share a line."""
    words = Wording(SHIPPED)
    for year in YEARS:
        common = Common(year=[year])
        rows = statistics(SHIPPED, common=common)
        lines = list(statistics_.view(SHIPPED, rows, Asked(common=common, all=True)).lines())
        assert len(lines) <= len(rows)
        for row in rows:
            value, measure = words.value(row, unit=False), words.measure(row.measure)
            wanted = [value, measure, words.group(row.group) if row.group else ""]
            assert any(all(word in _said(line) for word in wanted) for line in lines), row.id


def test_each_figure_of_a_measure_is_seen_or_counted() -> None:
    """The totals in lines, the parts in a remark, or, without a total, in lines."""
    for measure in MEASURES:
        rows = statistics(SHIPPED, measure=[measure])
        if len({row.measure for row in rows}) > 1:  # it is the alias of another one too
            continue
        view = statistics_.view(SHIPPED, rows, Asked(options={"measure": [measure]}))
        totals = [row for row in rows if row.group is None]
        assert not _unseen(view, totals or rows), measure
        if totals and len(totals) < len(rows):
            more = f"{len(rows) - len(totals)} "
            assert any(spelled(text).startswith(more) for text in view.remarks)
        for dimension in {row.dimension for row in rows if row.dimension}:
            parts = statistics(SHIPPED, measure=[measure], dimension=[dimension])
            asked = Asked(options={"measure": [measure], "dimension": [dimension]})
            assert not _unseen(statistics_.view(SHIPPED, parts, asked), parts), measure


def _figures(folder: Path, *figures: Table) -> Store:
    return serbia_tip.load(Path(small_store(folder, statistics=figures)))


def _view(store: Store, measure: str, dimension: Sequence[str] = ()) -> View:
    rows = statistics(store, measure=[measure], dimension=dimension)
    return statistics_.view(
        store, rows, Asked(options={"measure": [measure], "dimension": dimension})
    )


def _cells(view: View) -> list[list[str]]:
    return [[spelled(cell).replace(NO_BREAK, " ") for cell in line.cells] for line in view.lines()]


SERIES: dict[str, tuple[Sequence[Table], Sequence[Sequence[str]]]] = {
    "three counters have columns": (
        [
            {"period": f"200{year}", "value": year, "attributed_to": who}
            for who, count in {"A": 3, "B": 2, "C": 2, "D": 1}.items()
            for year in range(count)
        ],
        [["2000", "0", "0", "0", "0 D"], ["2001", "1", "1", "1", ""], ["2002", "2", "–", "–", ""]],
    ),
    "a gap is no zero": (
        [{"period": period, "value": 0} for period in ("2000", "2003", "2004")],
        [["2000", "0"], ["2001–2002", "–"], ["2003", "0"], ["2004", "0"]],
    ),
    "two values of one counter share a cell": (
        [{"period": "2000", "value": 5}, {"period": "2000", "value": 6}],
        [["2000", "*5, *6"]],
    ),
    "another state is named": (
        [
            {"period": "2000", "value": 5, "entity": "Union of Arden"},
            {"period": "2002", "value": 6},
        ],
        [["2000", "Union of Arden", "5"], ["2001", "", "–"], ["2002", "", "6"]],
    ),
}
"""What is stored of a measure, and the cells of its table."""


@pytest.mark.parametrize("name", SERIES)
def test_a_series(tmp_path: Path, name: str) -> None:
    """Years down, counters across."""
    figures, expected = SERIES[name]
    assert _cells(_view(_figures(tmp_path, *figures), "victims")) == expected


def test_what_another_question_leaves_out_is_no_gap(tmp_path: Path) -> None:
    """A gap is where nothing is stored."""
    store = _figures(tmp_path, *({"period": period} for period in ("2000", "2003", "2004")))
    rows = [row for row in statistics(store) if row.year != 2003]
    left = _cells(statistics_.view(store, rows, Asked(options={"measure": ["victims"]})))
    assert [line[0] for line in left] == ["2000", "2001–2002", "2004"]


def test_a_break_stands_before_its_year(tmp_path: Path) -> None:
    """In the table, where a reader would otherwise see a rise or a fall."""
    broken = {"period": "2001", "value": 9, "break_before": "Others are counted."}
    store = _figures(tmp_path, {"period": "2000", "value": 5}, broken)
    first, second = _view(store, "victims").lines()
    assert not first.before
    assert spelled(second.before) == "Break: Others are counted."


def test_other_periods_have_a_section_of_their_own(tmp_path: Path) -> None:
    """Neither a span nor a part of a year stands in a row of whole years."""
    store = _figures(
        tmp_path,
        {"period": "2000", "value": 5},
        {"period": "2000/2002", "value": 12, "bound": "at_least"},
        {"period": "2001-01/2001-06", "value": 3},
        {"value": 99},
    )
    table, others = _view(store, "victims").sections
    assert (table.title, others.title) == ("", "Over other periods")
    assert [[spelled(cell) for cell in line.cells[:2]] for line in others.lines] == [
        ["2000–2002", f"≥{NO_BREAK}12"],
        ["January to June 2001", "3"],
        ["undated", "99"],
    ]


def test_a_quarrel_is_a_mark_and_one_line_that_leads_to_it(tmp_path: Path) -> None:
    """Two values of one counter share the cell; why they differ is told elsewhere."""
    store = _figures(
        tmp_path,
        {"period": "2000", "value": 5, "note": "Counts arrests."},
        {"period": "2000", "value": 6},
    )
    view = _view(store, "victims")
    assert not any(line.notes for line in view.lines())
    said = [spelled(text).replace(NO_BREAK, " ") for text in (*view.key, *view.remarks)]
    assert said[:2] == [
        "* disputed: tip disputes victims",
        "1 figure has a note: --fields id,note",
    ]


def test_a_figure_of_another_state_says_which(tmp_path: Path) -> None:
    """In the heading where all are of that state, else in its line."""
    store = _figures(tmp_path, *SERIES["another state is named"][0])
    rows = statistics(store, common=Common(until=2000))
    view = statistics_.view(store, rows, Asked(common=Common(until=2000)))
    assert view.sections[0].title == "Union of Arden"
    year = Common(year=[2000])
    view = statistics_.view(store, statistics(store, common=year), Asked(common=year))
    assert "Union of Arden" in _cells(view)[0][0]


def test_groups_within_groups_are_told_apart(tmp_path: Path) -> None:
    """Minors among women are not all minors."""
    part = {"period": "2000", "dimension": "age", "group": "minors"}
    store = _figures(
        tmp_path,
        {"id": "all", "period": "2000", "value": 9},
        {"id": "women", "period": "2000", "value": 7, "part_of": "all"}
        | {"dimension": "sex", "group": "women"},
        {"value": 4, "part_of": "all", **part},
        {"value": 3, "part_of": "women", **part},
    )
    view = _view(store, "victims", dimension=["age"])
    assert view.sections[0].headings == ["Year", "minors", "minors among women"]
    year = Common(year=[2000])
    view = statistics_.view(store, statistics(store, common=year), Asked(common=year))
    assert [(line.within, line.over, line.depth) for line in view.lines()] == [
        ("", "", 0),
        ("Victims, by sex", "by sex", 2),
        ("Victims, by sex: women", "", 3),
        ("Victims, by age", "by age", 2),
    ]


def test_units_that_differ_stand_beside_their_values(tmp_path: Path) -> None:
    """The heading has the unit of most; a title that says the unit says it for all."""
    store = _figures(
        tmp_path,
        {"measure": "calls-for-help", "unit": "calls", "period": "2000", "value": 5},
        {"measure": "calls-for-help", "unit": "calls", "period": "2001", "value": 6},
        {"measure": "calls-for-help", "unit": "hours", "period": "2002", "value": 7},
        {"measure": "length", "unit": "months", "period": "2002", "value": 8},
    )
    calls = _view(store, "calls-for-help")
    assert calls.title == "Calls for help: 3 totals, 2000–2002"
    assert [line[1] for line in _cells(calls)] == ["5", "6", "7 hours"]
    assert _view(store, "length").title == "Length, months: 1 total, 2002"


def test_what_stands_beside_another_figure_reads_as_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A second counter has the name again, one value of two bodies is one line."""
    figures: list[Table] = [{"value": 7}, *({"value": 9, "attributed_to": who} for who in "BC")]
    path = small_store(tmp_path, statistics=[{"period": "2000", **figure} for figure in figures])
    lines = _on_terminal(monkeypatch, 80, "--store", path, "stats", "2000")
    assert lines[3:5] == ["Victims  7  A House [1]", "Victims  9  B/C [1]"]


def test_a_year_ends_with_itself(tip: Tip, tmp_path: Path) -> None:
    """Longer spans that contain it are one line, and how to cite its figure is the last."""
    figures = [{"period": "2000"}, {"period": "1999/2001"}, {"period": "2000/2003"}]
    store = small_store(tmp_path, statistics=figures)
    lines = tip("stats", "2000", "--store", store).lines
    assert lines[0] == "Victims in 2000: 1 figure; 2 more for longer spans"
    assert lines[4:6] == [
        "Longer spans that touch 2000: 2 figures, by A House: Victims: tip stats 2000 --all",
        "tip show statistics-0 · tip cite statistics-0",
    ]
    women = [{**figure, "dimension": "sex", "group": "women"} for figure in figures]
    lines = tip("stats", "2000", "women", "--store", small_store(tmp_path, statistics=women)).lines
    assert lines[4].endswith(": tip stats women 2000 --all")


def test_a_dimension_is_called_by_what_it_divides_once(tmp_path: Path) -> None:
    """Its title may begin with "by", and a group is parted from its value's unit."""
    part = {"unit": "months", "dimension": "by length", "group": "a year", "value": 4}
    store = _figures(tmp_path, {"period": "2000/2001", **part})
    view = _view(store, "victims")
    assert view.title.startswith("Victims by length, months: 1 part")
    assert _cells(view) == [["2000–2001", "a year: 4 months", "A House"]]


def test_measures_that_share_a_name_are_shown_together(tip: Tip, tmp_path: Path) -> None:
    """Each with its figures, their parts and notes, and the findings on the same subject."""
    more = "\n".join(f'[measures.{name}]\naliases = ["money"]' for name in ("paid", "granted"))
    figures = [
        {"id": "all", "measure": "paid", "period": "2000", "note": "In a year."},
        {"measure": "paid", "period": "2000", "part_of": "all", "dimension": "sex", "group": "men"},
        {"measure": "granted", "period": "2001/2002"},
    ]
    store = small_store(tmp_path, statistics=figures, findings=[{"topic": "money"}], more=more)
    assert tip("stats", "money", "--store", store).lines[:9] == [
        "Money: 3 figures of 2 measures, 2000–2002",
        "",
        "Paid  2000       1  A House Note: In a year. [1]",
        "Paid  2000: men  1  A House Note: In a year. [1]",
        "",
        "Granted  2001–2002  1  A House [1]",
        "",
        "In words: 1 finding: tip policy money",
        "tip show statistics-2 · tip cite statistics-2",
    ]
