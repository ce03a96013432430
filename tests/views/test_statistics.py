"""Figures as people read them: the index, a measure through the years, the figures of one year."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import serbia_tip
from serbia_tip.queries.filters import Asked, Common
from serbia_tip.queries.kinds import statistics
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.text import NO_BREAK, unstyled
from serbia_tip.views import statistics as statistics_
from serbia_tip.views.view import View
from serbia_tip.views.wording import Wording
from tests.conftest import Tip
from tests.pseudo_terminal import in_columns
from tests.small import Table, small_store

SHIPPED = serbia_tip.load()
MEASURES = sorted({figure.measure for figure in SHIPPED.statistics})
WORDS = Wording(SHIPPED)


def test_the_index_names_every_measure(tip: Tip) -> None:
    """If all of it is asked for."""
    said = tip("stats", "--all").out
    assert [title for title in map(WORDS.measure, MEASURES) if title not in said] == []


def test_each_figure_of_a_year_has_a_line() -> None:
    """With its value and what it is a part of; equal ones share a line."""
    for year in sorted({row.year for row in statistics(SHIPPED) if row.year is not None}):
        common = Common(year=[year])
        rows = statistics(SHIPPED, common=common)
        lines = list(
            statistics_.view_statistics(SHIPPED, rows, Asked(common=common, all=True)).lines()
        )
        said = [" ".join([line.within, *map(unstyled, line.cells)]) for line in lines]
        assert len(lines) <= len(rows)
        for row in rows:
            group = WORDS.group(row.group) if row.group else ""
            wanted = [WORDS.value(row, unit=False), WORDS.measure(row.measure), group]
            assert any(all(word in line for word in wanted) for line in said), row.id


def _unseen(view: View, rows: Sequence[StatisticRow]) -> list[str]:
    """The rows whose value no cell has."""
    said = " ".join(unstyled(cell) for line in view.lines() for cell in line.cells)
    values = {row.id: re.escape(WORDS.value(row, unit=False)) for row in rows}
    return [
        name for name, value in values.items() if not re.search(rf"(?<![\d.]){value}(?!\d)", said)
    ]


def test_each_figure_of_a_measure_is_seen_or_counted() -> None:
    """The totals in lines, the parts in a remark, or, without a total, in lines."""
    for measure in MEASURES:
        rows = statistics(SHIPPED, measure=[measure])
        if len({row.measure for row in rows}) > 1:  # it is the alias of another one too
            continue
        view = statistics_.view_statistics(SHIPPED, rows, Asked(options={"measure": [measure]}))
        totals = [row for row in rows if row.group is None]
        assert not _unseen(view, totals or rows), measure
        if totals and len(totals) < len(rows):
            more = f"{len(rows) - len(totals)} "
            assert any(unstyled(text).startswith(more) for text in view.remarks)
        for dimension in {row.dimension for row in rows if row.dimension}:
            asked = {"measure": [measure], "dimension": [dimension]}
            parts = statistics(SHIPPED, measure=[measure], dimension=[dimension])
            assert not _unseen(
                statistics_.view_statistics(SHIPPED, parts, Asked(options=asked)), parts
            )


WOMEN = {"dimension": "sex", "group": "women"}
MINORS = {"dimension": "age", "group": "minors"}
STORED: dict[str, Sequence[Table]] = {
    "counters": [
        {"period": f"200{year}", "value": year, "attributed_to": who}
        for who, count in {"A": 3, "B": 2, "C": 2, "D": 1}.items()
        for year in range(count)
    ],
    "gap": [{"period": period, "value": 0} for period in ("2000", "2003", "2004")],
    "quarrel": [{"period": "2000", "value": 5, "note": "So."}, {"period": "2000", "value": 6}],
    "states": [{"period": "2000", "entity": "Union of Arden"}, {"period": "2002", "value": 6}],
    "break": [{"period": "2000"}, {"period": "2001", "break_before": "New forms."}],
    "spans": [{"period": period} for period in ("2000", "1999/2001", "2000/2003")],
    "others": [
        {"period": "2000", "value": 5},
        {"period": "2000/2002", "value": 12, "bound": "at_least"},
        {"period": "2001-01/2001-06", "value": 3},
        {"value": 99},
    ],
    "parts": [
        {"id": "all", "period": "2000", "value": 9},
        {"id": "women", "period": "2000", "value": 7, "part_of": "all", **WOMEN},
        {"period": "2000", "value": 2, "part_of": "all", **WOMEN, "group": "men"},
        {"period": "2000", "value": 4, "part_of": "all", **MINORS},
        {"period": "2000", "value": 3, "part_of": "women", **MINORS},
    ],
    "units": [
        *({"measure": "calls-for-help", "unit": "calls", "period": f"200{n}"} for n in (0, 1)),
        {"measure": "calls-for-help", "unit": "hours", "period": "2002", "value": 7},
        {"measure": "length", "unit": "months", "period": "2002", "value": 8},
    ],
    "alike": [
        {"period": "2000", "value": 7},
        *({"period": "2000", "value": 9, "attributed_to": who} for who in "BC"),
    ],
    "ages": [
        *({"period": f"200{n}", "attributed_to": "A", "value": n, **MINORS} for n in (1, 2)),
        {"period": "2001", "attributed_to": "B", "value": 7, **MINORS},
    ],
    "wide": [
        *({"period": f"200{n}", **MINORS, "group": "a" * 24} for n in range(5)),
        *({"period": "2000", **MINORS, "group": letter * 24} for letter in "bc"),
    ],
    "values": [{"period": f"200{n}", "value": 15.0 * 10**n, "out_of": 2000} for n in (1, 2)],
    "bodies": [
        {"period": "2000"},
        *({"period": "2000/2001", "attributed_to": who, "measure": who} for who in "ABCD"),
    ],
    "months": [
        {"period": "2000/2001", "unit": "months", "value": 4}
        | {"dimension": "by length", "group": "a year"}
    ],
    "women": [{"period": period, **WOMEN} for period in ("2000", "1999/2001", "2000/2003")],
    "few": [
        *({"period": f"200{n}", **MINORS, "group": "a" * 24} for n in range(4)),
        *({"period": "2000", **MINORS, "group": group} for group in ("b" * 26, *"cde")),
    ],
    "full": [{"period": "2000", **MINORS, "group": name} for name in ("a" * 37, "b" * 35)],
    "cases": [
        *({"period": f"200{n}", **MINORS, "attributed_to": "A"} for n in range(3)),
        *({"period": f"200{n}", **MINORS, "attributed_to": "B", "unit": "cases"} for n in (1, 2)),
    ],
    "abroad": [{"period": "2000", "entity": "Union"}, {"period": "2000", "measure": "calls"}],
    "part": [{"period": "2000", "id": "all"}, {"period": "2000", **MINORS, "part_of": "all"}],
}
PRINTED = [
    "values: thousands have commas | victims | Victims, Arden, persons: 2 totals, 2001–2002 | "
    "Year  A House [1] | 2001  150.0 of 2,000 | 2002  1,500 of 2,000",
    "bodies: few are named | 2000 | Figures, Arden in 2000: 1; 4 more for longer spans | "
    "Protection | Victims  1  A House [1] | Longer spans that touch 2000: 4 figures, by A, B, C, "
    "…: A, B, C, …: | tip stats 2000 --all",
    "counters: three counters have columns | victims | Victims, Arden, persons: 8 totals, "
    "2000–2002 | Year  A [1]  B [1]  C [1]  Others | 2000  0  0  0  0 D [1] | 2001  1  1  1 | "
    "2002  2  –  – | Counters don't count the same and are never added up.  – nothing stored",
    "gap: a gap is no zero | victims | Victims, Arden, persons: 3 totals, 2000–2004 | Year  A "
    "House [1] | 2000  0 | 2001–2002  – | 2003  0 | 2004  0 | – nothing stored | No yearly figure"
    " is stored for 2001 to 2002.",
    "gap: a gap at the edge of the question | victims --since 2001 | Victims, Arden since 2001, "
    "persons: 2 totals, 2003–2004 | Year  A House [1] | 2003  0 | 2004  0 | No yearly figure is "
    "stored for 2001 to 2002.",
    "quarrel: a quarrel is a mark | protection victims | Victims, Arden, persons: 2 totals, 2000 "
    "| Year  A House | 2000  *5, *6 [1] | * disputed: tip disputes protection victims | 1 figure "
    "has a note: --fields id,note",
    "quarrel: what is disputed | --disputed protection victims | Victims, Arden, disputed or "
    "deprecated: 2, 2000 | Protection | Victims, 2000  disputed 5  A House [1] | Victims, 2000  "
    "disputed 6  A House [1] | Disputed: 2 figures: tip disputes protection victims | 1 figure "
    "has a note: --fields id,note",
    "states: another state has a column | victims | Victims, Arden, persons: 2 totals, 2000–2002 "
    "| Year  State  A House [1] | 2000  Union of Arden  1 | 2001  – | 2002  6 | – nothing stored "
    "| No yearly figure is stored for 2001.",
    "states: one other state is the title | victims --until 2000 | Victims, Arden until 2000, "
    "persons: 1 total, 2000 | Union of Arden | Year  A House | 2000  1 [1]",
    "states: another state is named in a line | 2000 | Victims, Arden in 2000: 1 figure | "
    "Protection | Victims, Union of Arden  1  A House [1]",
    "break: a break stands before its year | victims | Victims, Arden, persons: 2 totals, "
    "2000–2001 | Year  A House [1] | 2000  1 |   Break: New forms. | 2001  1",
    "break: a break stands before its figure | 2001 | Victims, Arden in 2001: 1 figure | "
    "Protection |   Break in Victims: New forms. | Victims  1  A House [1]",
    "others: other periods stand apart | victims | Victims, Arden, persons: 4 totals, 2000–2002 |"
    " Year  A House | 2000  5 [1] | Over other periods | 2000–2002  ≥ 12  A House [1] | January "
    "to June 2001  3  A House [1] | undated  99  A House [1] | ≥ at least | No yearly figure is "
    "stored after 2000.",
    "others: the latest | --latest | Victims, Arden, the latest of each series: 1, 2001 | "
    "Protection | Victims, January to June 2001  3  A House [1]",
    "spans: longer spans of one counter | 2000 --all | Victims, Arden in 2000: 1 figure; 2 more "
    "for longer spans | Protection | Victims  1  A House [1] | Over longer periods, A House [1] |"
    " Victims, 1999–2001  1 | Victims, 2000–2003  1",
    "women: longer spans of a group | 2000 women | Victims, Arden in 2000: 1 figure; 2 more for "
    "longer spans | Protection | Victims: women  1  A House [1] | Longer spans that touch 2000: 2"
    " figures, by A House: Victims: | tip stats women 2000 --all",
    "parts: parts are counted | victims | Victims, Arden, persons: 1 total, 2000 | Year  A House "
    "| 2000  9 [1] | 4 more figures are parts: --dimension sex, age",
    "parts: parts of parts have names of their own | --dimension age | Victims by age, Arden, "
    "persons: 2 parts, 2000 | Victims by age: A House, persons | Year  minors | 2000  4 [1] | "
    "Victims: women, by age: A House, persons | Year  minors | 2000  3 [1]",
    "parts: parts stand under their wholes | 2000 | Victims, Arden in 2000: 5 figures | "
    "Protection | Victims  9  A House [1] |   by sex |     women  7 |       minors  3 |     men  "
    "2 |   by age |     minors  4",
    "units: the title says the unit of most | calls-for-help | Calls for help, Arden: 3 totals, "
    "2000–2002 | Year  A House [1] | 2000  1 | 2001  1 | 2002  7 hours",
    "units: several measures | length calls-for-help | Figures, Arden: 4, of 2 measures, "
    "2000–2002 | Calls for help: 3 totals, 2000–2002 [1] | Year  A House | 2000  1 | 2001  1 | "
    "2002  7 hours | Length, months: 1 total, 2002 | Year  A House | 2002  8 [1]",
    "alike: equal figures share a line | 2000 | Victims, Arden in 2000: 3 figures | Protection | "
    "Victims  7  A House [1] | Victims  9  B/C [1] | Counters don't count the same and are never "
    "added up.",
    "ages: a counter of one year has no table | --dimension age | Victims by age, Arden, persons:"
    " 3 parts, 2001–2002 | A [1] | Year  minors | 2001  1 | 2002  2 | Other years and periods | "
    "2001  minors: 7  B [1] | Counters don't count the same and are never added up.",
    "wide: rare groups have no column | --dimension age | Victims by age, Arden, persons: 7 "
    "parts, 2000–2004 | A House [1] | Year  aaaaaaaaaaaaaaaaaaaaaaaa  Others | 2000  1  "
    "bbbbbbbbbbbbbbbbbbbbbbbb: 1; |                                 cccccccccccccccccccccccc: 1 |"
    " 2001  1 | 2002  1 | 2003  1 | 2004  1",
    "few: a quarter of the years is enough | --dimension age | Victims by age, Arden, persons: 8 "
    "parts, 2000–2003 | A House [1] | Year  aaaaaaaaaaaaaaaaaaaaaaaa  bbbbbbbbbbbbbbbbbbbbbbbbbb"
    "  Others | 2000  1  1  c: 1; d: 1; e: 1 | 2001  1  – | 2002  1  – | 2003  1  – | – nothing "
    "stored",
    "full: as many groups as fit have columns | --dimension age | Victims by age, Arden, persons:"
    " 2 parts, 2000 | A House [1] | Year  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  "
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb | 2000  1  1",
    "cases: another unit stands with its counter | --dimension age | Victims by age, Arden, "
    "persons: 5 parts, 2000–2002 | A [1] | Year  minors | 2000  1 | 2001  1 | 2002  1 | B, cases "
    "[1] | Year  minors | 2001  1 | 2002  1 | Counters don't count the same and are never added "
    "up.",
    "abroad: another state stands in the title | victims calls | Figures, Arden: 2, of 2 "
    "measures, 2000 | Victims, persons: 1 total, 2000, Union | Year  A House | 2000  1 [1] | "
    "Calls, persons: 1 total, 2000 | Year  A House | 2000  1 [1]",
    "abroad: another state is named in the index |  | Figures, Arden: 2 of 2 measures, 2000 | "
    "Protection | Measure  Figures  Latest | Victims  1, 2000  1 in 2000, A House, Union | Calls"
    "  1, 2000  1 in 2000, A House | The latest is the latest stored, not today's. | tip stats "
    "victims · tip stats 2000",
    "part: a single part is counted as one | victims | Victims, Arden, persons: 1 total, 2000 | "
    "Year  A House | 2000  1 [1] | 1 more figure is a part: --dimension age",
    "months: a dimension is called by once | victims | Victims by length, Arden, months: 1 part, "
    "2000–2001 | 2000–2001  a year: 4 months  A House [1]",
]
"""What is stored, and why; what is asked; the lines of the answer but for the last ones."""


@pytest.mark.parametrize("case", PRINTED, ids=[case.partition(" | ")[0] for case in PRINTED])
def test_figures_are_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str) -> None:
    """On 80 columns: years down and counters or groups across, or a line each."""
    why, question, expected = case.split(" | ", 2)
    store = small_store(tmp_path, statistics=STORED[why.partition(":")[0]])
    asked = ["stats", *question.split(), "--store", store, "--no-pager", "--color", "never"]
    lines = in_columns(monkeypatch, 80, *asked).lines
    shown = [line for line in lines if line and not line.startswith(("[1] ", "tip show "))]
    assert " | ".join(re.sub(r"(?<=\S)   +", "  ", line) for line in shown) == expected


def test_what_another_question_leaves_out_is_no_gap(tmp_path: Path) -> None:
    """A gap is where nothing is stored; the last line says how to cite the newest total."""
    store = serbia_tip.load(Path(small_store(tmp_path, statistics=STORED["gap"])))
    rows = [row for row in statistics(store) if row.year != 2003]
    view = statistics_.view_statistics(store, rows, Asked(options={"measure": ["victims"]}))
    assert [unstyled(line.cells[0]) for line in view.lines()] == ["2000", "2001–2002", "2004"]
    cited = unstyled(view.remarks[-1]).replace(NO_BREAK, " ")
    assert cited == "tip show statistics-2 · tip cite statistics-2"


def test_measures_that_share_a_name_are_shown_together(tip: Tip, tmp_path: Path) -> None:
    """Each with its figures, their parts and notes, and the findings on the same subject."""
    more = "\n".join(f'[measures.{name}]\naliases = ["money"]' for name in ("paid", "granted"))
    figures: list[Table] = [
        {"id": "all", "measure": "paid", "period": "2000", "note": "In a year."},
        {"measure": "paid", "period": "2000", "part_of": "all", "dimension": "sex", "group": "men"},
        *({"measure": "granted", "period": "2001/2002", "value": value} for value in (1, 2000)),
        {"measure": "granted", "period": "2001", "dimension": "sex", "group": "men"},
    ]
    store = small_store(tmp_path, statistics=figures, findings=[{"topic": "money"}], more=more)
    parts = tip("stats", "money", "--dimension", "sex", "--store", store)
    assert parts.lines[0] == "Figures, Arden: 2, of 2 measures, 2000–2001"
    assert tip("stats", "money", "--store", store).lines[:12] == [
        "Money, Arden: 5 figures of 2 measures, 2000–2002",
        "",
        "Paid  2000       1  A House Note: In a year. [1]",
        "Paid  2000: men  1  A House Note: In a year. [1]",
        "",
        "Granted  men, 2001               1  A House [1]",
        "Granted  2001–2002      disputed 1  A House [1]",
        "Granted  2001–2002  disputed 2,000  A House [1]",
        "",
        "Disputed: 2 figures: tip disputes money",
        "In words: 1 finding: tip policy money",
        "tip show all · tip cite all",
    ]
