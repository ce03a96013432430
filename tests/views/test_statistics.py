"""Figures as people read them: the index, a measure through the years, the figures of one year."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

import serbia_tip
from serbia_tip.model import Store
from serbia_tip.queries.filters import Asked, Common
from serbia_tip.queries.kinds import statistics
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.text import NO_BREAK, spelled
from serbia_tip.views import statistics as statistics_
from serbia_tip.views.view import Line, View
from serbia_tip.views.wording import Wording
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns, plain
from tests.small import small_store

SHIPPED = serbia_tip.load()
MEASURES = sorted({figure.measure for figure in SHIPPED.statistics})
YEARS = sorted({row.year for row in statistics(SHIPPED) if row.year is not None})
QUESTIONS = [
    ["stats"],
    ["stats", "victims-identified"],
    ["stats", "--dimension", "sex"],
    ["stats", "--year", "2010"],
    ["stats", "--since", "2006"],
    ["stats", "--disputed"],
]


def _on_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, *arguments: str) -> list[str]:
    out = in_columns(
        monkeypatch, columns, *arguments, "--no-pager", "--no-hint", "--color", "never"
    ).out
    return plain(out).splitlines()


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_in_a_pipe(other_tip: Tip, snapshot: SnapshotAssertion, question: list[str]) -> None:
    """One line for each line of the answer, with its heading's words before it."""
    assert other_tip(*question).out == snapshot


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, question: list[str], columns: int
) -> None:
    """Fitted to its width."""
    lines = _on_terminal(monkeypatch, columns, "--store", str(OTHER), *question)
    assert lines == snapshot
    assert max(map(len, lines)) <= columns


# --- the floors, over the shipped store ---------------------------------------------------------


def test_a_year_begins_with_itself_and_has_a_line_for_each_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not with a hotline's calls over twenty years, nor with more apparatus than answer."""
    lines = _on_terminal(monkeypatch, 80, "stats", "--year", "2007")
    rows = statistics(SHIPPED, common=Common(year=[2007]))
    within = sum(row.period == "2007" for row in rows)
    assert lines[0] == f"Figures for 2007: {within}, and {len(rows) - within} for longer periods"
    assert lines.index("Situation") < lines.index("Protection")
    assert len(lines) <= len(rows) + 30
    alone = sum(Wording(SHIPPED).on_encyclopedia_alone(row) for row in rows)
    assert any(f"alone: {alone} of these." in line for line in lines)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_measure_is_a_table(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Years down and counters across, no cards, whatever the number of counters."""
    lines = _on_terminal(monkeypatch, columns, "stats", "victims-identified")
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith("Victims identified, persons: ")
    head = next(number for number, line in enumerate(lines) if line.startswith("Year "))
    assert lines[head].count("  ") >= 4
    assert lines[head].endswith("Others")
    years = [int(line[:4]) for line in lines if re.match(r"\d{4}  ", line)]
    assert years == sorted(set(years))
    assert len(years) > 10


def test_the_index_has_every_measure_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how many figures it has, which add up to all; and in a few screens."""
    view = statistics_.view(SHIPPED, statistics(SHIPPED), Asked())
    words = Wording(SHIPPED)
    titles = [spelled(line.cells[0]).partition("  ")[0] for line in view.lines()]
    assert sorted(titles) == sorted(map(words.measure, MEASURES))
    counts = [int(spelled(line.cells[1]).partition(",")[0]) for line in view.lines()]
    assert sum(counts) == len(SHIPPED.statistics)
    assert len(_on_terminal(monkeypatch, 80, "stats")) < 8 * 24


# --- nothing falls between the groups -----------------------------------------------------------


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
        for word in re.findall("[^ ;]+", spelled(cell))
    ]
    wanted = Counter(words.value(row, unit=False) for row in rows)
    return [
        value
        for value, count in wanted.items()
        if sum(word == value or word.startswith(value + NO_BREAK) for word in said) < count
    ]


@pytest.mark.parametrize("year", YEARS)
def test_each_figure_of_a_year_has_a_line(year: int) -> None:
    """With its value, whoever says it, and what it is a part of."""
    common = Common(year=[year])
    rows = statistics(SHIPPED, common=common)
    view = statistics_.view(SHIPPED, rows, Asked(common=common))
    lines = list(view.lines())
    assert len(lines) == len(rows)
    words = Wording(SHIPPED)
    for row in rows:
        measure, value = words.measure(row.measure), words.value(row, unit=False)
        group = words.group(row.group) if row.group else ""
        assert any(
            value in spelled(line.cells[1]) and measure in _said(line) and group in _said(line)
            for line in lines
        ), row.id


@pytest.mark.parametrize("measure", MEASURES)
def test_each_figure_of_a_measure_is_seen_or_counted(measure: str) -> None:
    """The totals in lines, the parts in a remark, or, without a total, in lines."""
    rows = statistics(SHIPPED, measure=[measure])
    asked = Asked(options={"measure": [measure]})
    view = statistics_.view(SHIPPED, rows, asked)
    totals = [row for row in rows if row.group is None]
    assert not _unseen(view, totals or rows)
    if totals and len(totals) < len(rows):
        assert any(spelled(text).startswith(f"{len(rows) - len(totals)} ") for text in view.remarks)
    for dimension in {row.dimension for row in rows if row.dimension}:
        parts = statistics(SHIPPED, measure=[measure], dimension=[dimension])
        asked = Asked(options={"measure": [measure], "dimension": [dimension]})
        assert not _unseen(statistics_.view(SHIPPED, parts, asked), parts)


@pytest.mark.parametrize("area", ["situation", "prosecution", "protection", "prevention"])
def test_each_total_of_an_area_is_seen(area: str) -> None:
    """Several measures are a block each."""
    rows = statistics(SHIPPED, area=[area], totals=True)
    view = statistics_.view(SHIPPED, rows, Asked(options={"area": [area]}))
    assert not _unseen(view, rows)
    titles = {section.piped for section in view.sections}
    for row in rows:
        assert any(title.startswith(Wording(SHIPPED).measure(row.measure)) for title in titles)


def test_what_is_doubted_says_so_in_its_line() -> None:
    """Each disputed figure of the list of them, and whose the rival is under it."""
    rows = [row for row in statistics(SHIPPED) if row.disputed_by]
    view = statistics_.view(SHIPPED, rows, Asked(disputed=True))
    marked = [line for line in view.lines() if "disputed" in spelled(line.cells[1])]
    assert marked
    assert all(line.references or line.cells[-1] == [] for line in view.lines())


# --- what lines say -----------------------------------------------------------------------------


def _figures(folder: Path, *figures: dict[str, Any]) -> Store:
    return serbia_tip.load(Path(small_store(folder, statistics=figures)))


def _view(store: Store, measure: str, dimension: Sequence[str] = ()) -> View:
    rows = statistics(store, measure=[measure], dimension=dimension)
    return statistics_.view(
        store, rows, Asked(options={"measure": [measure], "dimension": dimension})
    )


def _cells(view: View) -> list[list[str]]:
    return [[spelled(cell).replace(NO_BREAK, " ") for cell in line.cells] for line in view.lines()]


def test_the_three_counters_with_most_figures_have_columns(tmp_path: Path) -> None:
    """The others are named beside their values."""
    counts = {"A": 3, "B": 2, "C": 2, "D": 1}
    store = _figures(
        tmp_path,
        *(
            {"period": f"200{year}", "value": year, "attributed_to": who}
            for who, count in counts.items()
            for year in range(count)
        ),
    )
    view = _view(store, "victims")
    assert view.sections[0].headings == ["Year", "A", "B", "C", "Others"]
    assert _cells(view) == [
        ["2000", "0", "0", "0", "0 D"],
        ["2001", "1", "1", "1", ""],
        ["2002", "2", "–", "–", ""],
    ]


def test_a_year_without_a_figure_is_a_gap_in_its_place(tmp_path: Path) -> None:
    """It is no zero; and what another question leaves out is no gap."""
    periods = ["2000", "2003", "2004"]
    store = _figures(tmp_path, *({"period": period, "value": 0} for period in periods))
    assert _cells(_view(store, "victims")) == [
        ["2000", "0"],
        ["2001–2002", "–"],
        ["2003", "0"],
        ["2004", "0"],
    ]
    rows = [row for row in statistics(store) if row.year != 2003]
    left = _cells(statistics_.view(store, rows, Asked(options={"measure": ["victims"]})))
    assert [line[0] for line in left] == ["2000", "2001–2002", "2004"]


def test_a_break_stands_before_its_year(tmp_path: Path) -> None:
    """In the table, where a reader would otherwise see a rise or a fall."""
    store = _figures(
        tmp_path,
        {"period": "2000", "value": 5},
        {"period": "2001", "value": 9, "break_before": "Others are counted."},
    )
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


def test_values_of_one_counter_for_a_year_share_the_cell(tmp_path: Path) -> None:
    """Both are disputed, which is said once under the answer."""
    store = _figures(tmp_path, {"period": "2000", "value": 5}, {"period": "2000", "value": 6})
    view = _view(store, "victims")
    assert _cells(view) == [["2000", "disputed 5, disputed 6"]]
    assert [note.word for line in view.lines() for note in line.notes] == ["disputed"]


def test_a_disputed_figure_has_its_own_note(tmp_path: Path) -> None:
    """It often says how to read the two that differ."""
    store = _figures(
        tmp_path,
        {"period": "2000", "value": 5, "note": "Counts arrests."},
        {"period": "2000", "value": 6},
    )
    view = _view(store, "victims")
    notes = [spelled(note.text) for line in view.lines() for note in line.notes]
    assert notes == ["Victims, A House: tip show statistics-0", "Counts arrests."]


def test_counters_that_differ_are_said_once(tmp_path: Path) -> None:
    """Two who count differently don't dispute each other in each cell."""
    store = _figures(
        tmp_path,
        *({"period": "2000", "value": 5 + len(who), "attributed_to": who} for who in ("A", "BB")),
    )
    view = _view(store, "victims")
    assert _cells(view) == [["2000", "6", "7"]]
    assert "Counters don't count the same" in spelled(view.key[0])
    assert not any(line.notes for line in view.lines())


def test_a_figure_of_another_state_says_which(tmp_path: Path) -> None:
    """In its line, and in the heading where all are of that state."""
    store = _figures(
        tmp_path,
        {"period": "2000", "value": 5, "entity": "Union of Arden"},
        {"period": "2001", "value": 6},
    )
    assert _cells(_view(store, "victims")) == [
        ["2000", "Union of Arden", "5"],
        ["2001", "", "6"],
    ]
    rows = statistics(store, common=Common(until=2000))
    view = statistics_.view(store, rows, Asked(common=Common(until=2000)))
    assert view.sections[0].title == "Union of Arden"
    year = Common(year=[2000])
    view = statistics_.view(store, statistics(store, common=year), Asked(common=year))
    assert "Union of Arden" in _cells(view)[0][0]


def test_a_gap_says_no_state(tmp_path: Path) -> None:
    """Its line has only the years."""
    store = _figures(
        tmp_path,
        {"period": "2000", "value": 5, "entity": "Union of Arden"},
        {"period": "2002", "value": 6},
    )
    assert _cells(_view(store, "victims"))[1] == ["2001", "", "–"]


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
    assert [(line.within, line.depth) for line in view.lines()] == [
        ("", 0),
        ("Victims", 1),
        ("Victims: women", 2),
        ("Victims", 1),
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


def test_a_source_of_a_whole_column_is_marked_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Beside the heading, not in every line."""
    path = small_store(
        tmp_path, statistics=[{"period": f"200{year}", "value": year} for year in range(3)]
    )
    lines = _on_terminal(monkeypatch, 80, "--store", path, "stats", "victims")
    assert sum("[1]" in line for line in lines) == 2  # the heading, and the list of sources
    assert any(line.startswith("Year") and line.endswith("[1]") for line in lines)


def test_measures_are_found_by_a_word_without_an_option(tip: Tip) -> None:
    """As people type it first."""
    assert tip("stats", "convictions").out == tip("stats", "--measure", "convictions").out
    assert tip("stats", "convictions", "--json").json


def test_nothing_that_matches_is_no_view(tip: Tip) -> None:
    """It is said on the other stream, and the command ends well."""
    done = tip("stats", "convictions", "--year", "1999")
    assert (done.code, done.out) == (0, "")
    assert "no statistic matches" in done.err
