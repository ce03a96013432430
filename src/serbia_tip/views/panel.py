"""The panel, a line for each year, and the codebook of the measures, a line for each."""

from collections.abc import Sequence

from serbia_tip.model import Store
from serbia_tip.queries.panel import MeasureRow, PanelRow, panel_series
from serbia_tip.queries.rows import SIGNS
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import Line, Section, View, view_line, view_text
from serbia_tip.views.wording import ABSENT, say_number, say_range, say_signs, say_years_of
from serbia_tip.words import count_noun

_BESIDE = 5  # so many columns of a year fit on a narrow screen; the others stand below
_WORDS = ("year", "iso3", "tier")  # the columns that are no figures
_MARKS = (
    f"{ABSENT} nothing stored.",
    "* disputed.",
    "† not comparable with the years above: another state, counter or definition.",
)


def view_panel(store: Store, rows: Sequence[PanelRow]) -> View:
    """The figures under the titles of their measures, marked where they break or are disputed."""
    measure, series = FactWords(store).measure, panel_series(store)
    columns = ["tier", *(each.column for each in series)]
    bounds = {str(row.get(f"{column}_bound")) for row in rows for column in columns}
    titles = {"year": "Year", "iso3": "State", "tier": "Tier"}
    titles |= {each.column: measure(each.measure) for each in series}
    parts = (columns[at : at + _BESIDE] for at in range(0, len(columns), _BESIDE))
    tables = [["year", "iso3", *part] for part in parts]
    sections = [
        Section(
            headings=[titles[name] for name in table],
            numbers=[place for place, name in enumerate(table) if name not in _WORDS],
            lines=[view_line(*(_say_cell(row, name) for name in table)) for row in rows],
            apart=True,
        )
        for table in tables
    ]
    when = say_years_of(f"{row['year']:04}" for row in rows)
    return View(
        title=f"Panel{when}: {count_noun(len(rows), 'year')}",
        sections=sections,
        key=view_text(say_signs(bounds)),
        remarks=[
            *view_text(*_MARKS),
            styled("Bounds, counters and ids: tip panel -f csv. Measures: tip fields --measures."),
        ],
    )


def _say_cell(row: PanelRow, column: str) -> str:
    value = row[column]
    if value is None:
        return ABSENT
    if column == "year":
        return f"{value:04}"
    said = value if isinstance(value, str) else say_number(value)
    sign = SIGNS.get(row.get(f"{column}_bound"), "")
    marks = "†" * (column in row["break"]) + "*" * (column in row["disputed"])
    return NO_BREAK.join(filter(None, (sign, said, marks)))


def view_measures(rows: Sequence[MeasureRow]) -> View:
    """What each measure is called, counts and means, and the years that have a yearly total."""

    def line(row: MeasureRow) -> Line:
        known = row.first is not None and row.last is not None
        years = f"{say_range(row.first or 0, row.last or 0)} ({row.years})" if known else ABSENT
        units = visible(", ".join(row.units)) or ABSENT
        said = visible(row.definition or ABSENT)
        return view_line(visible(row.title or row.measure), units, years, said)

    titles = ["Measure", "Unit", "Yearly totals", "Definition"]
    return View(
        title=f"Codebook: {count_noun(len(rows), 'measure')}",
        sections=[Section(headings=titles, lines=list(map(line, rows)))],
        remarks=[styled("Counters and breaks: tip fields --measures --json.")],
    )
