"""Figures as text: what they draw, and what they say that they leave out."""

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.conftest import OTHER, Tip, spawn
from tests.hostile import HOSTILE_STORE, UNSAFE
from tests.pseudo_terminal import in_columns, on_terminal
from tests.small import small_store

CHARTS = ["routes", "tiers", "stats --measure victims-identified"]
WIDTHS = [1, 10, 20, 24, 30, 40, 60, 80, 120, 300]


def drawn(result: Any) -> list[str]:
    """The lines of the figure itself, without its title and the sources."""
    assert (result.code, result.err) == (0, "")
    figure, _, _ = result.out.partition("\nSources: ")
    return list(figure.splitlines())[2:]


# --- ratings -----------------------------------------------------------------------------------


def test_tiers_to_the_letter(other_tip: Tip) -> None:
    """Years across, tiers down: a gap, a change of the state and doubts show."""
    assert drawn(other_tip("tiers", "--chart")) == [
        "                   Union of Arden",
        "                             │ Arden",
        "                   2003 2004   2005 2006 2007",
        "Tier 1                       │",
        "Tier 2                       │ ●────○╮   ×",  # noqa: RUF001  # a cross is meant
        "Tier 2 Watch List            │       ╰───●",
        "Tier 3             ●         │",
        "No rating stored        ·    │",
        "",
        "●  stated by the source",
        "○  inferred, not stated",
        "×  deprecated: a better source contradicts it",  # noqa: RUF001  # a cross is meant
        "·  nothing is stored, which is no rating",
        "│  the state that is rated changes: before and after are two series",
        "",
        "Inferred (2006): The report of 2006 kept Arden on Tier 2.",
        "Deprecated (2007): The report itself says Watch List.",
    ]


STEPS = [
    {"year": 2001, "tier": "Tier 3"},
    {"year": 2002, "tier": "Tier 1"},
    {"year": 2003, "tier": "Tier 1"},
    {"year": 2004, "tier": "Tier 2"},
    {"year": 2006, "tier": "Tier 2"},
]


def test_the_line_steps(tip: Tip, tmp_path: Path) -> None:
    """The line goes up, along and down, past the tiers between, and not over a gap."""
    path = small_store(tmp_path, tiers=STEPS)
    assert drawn(tip("--store", path, "tiers", "--chart"))[:6] == [
        "                   2001 2002 2003 2004 2005 2006",
        "Tier 1              ╭───●────●╮",
        "Tier 2              │         ╰───●         ●",
        "Tier 2 Watch List   │",
        "Tier 3             ●╯",
        "No rating stored                       ·",
    ]


def test_what_a_filter_hides_is_no_gap(tip: Tip, tmp_path: Path) -> None:
    """A year whose rating was not asked for stays blank, and no line runs over it."""
    path = small_store(tmp_path, tiers=STEPS)
    assert drawn(tip("--store", path, "tiers", "--chart", "--tier", "2", "--tier", "3"))[:6] == [
        "                   2001 2002 2003 2004 2005 2006",
        "Tier 1",
        "Tier 2                            ●         ●",
        "Tier 2 Watch List",
        "Tier 3             ●",
        "No rating stored                       ·",
    ]


def test_many_years_are_drawn_in_panels(tip: Tip, tmp_path: Path) -> None:
    """Years that do not fit side by side continue below: each once, in order."""
    tiers = [{"year": year, "tier": "Tier 2"} for year in range(1950, 2050)]
    lines = drawn(tip("--store", small_store(tmp_path, tiers=tiers), "tiers", "--chart"))
    axes = [line for line in lines if re.fullmatch(r" {19}\d{4}.*", line)]
    assert [axis.split()[0] for axis in axes] == ["1950", "1980", "2010", "2040"]
    assert sum(line.count("●") for line in lines if line.startswith("Tier 2 ")) == 100


def test_two_standing_rivals_are_both_disputed(tip: Tip, tmp_path: Path) -> None:
    """Two tiers for one year, neither deprecated, both have the sign of a dispute."""
    tiers = [{"year": 2001, "tier": "Tier 1"}, {"year": 2001, "tier": "Tier 3"}]
    lines = drawn(tip("--store", small_store(tmp_path, tiers=tiers), "tiers", "--chart"))
    assert [line[-1] for line in lines[1:5]] == ["◆", "2", "t", "◆"]


def test_the_shipped_tiers_are_the_rows(tip: Tip) -> None:
    """Each rating is one mark in the line of its tier."""
    rows = tip("tiers", "--json").json
    lines = drawn(tip("tiers", "--chart"))
    for tier in {row["tier"] for row in rows}:
        [line] = [line[19:] for line in lines if line[:19].rstrip() == tier]
        assert len(re.findall("[●○◆×]", line)) == sum(row["tier"] == tier for row in rows)  # noqa: RUF001  # a cross is meant


def test_an_alias_is_the_same_state(tip: Tip, tmp_path: Path) -> None:
    """Where a rating calls the home country by another name of it, the line goes on."""
    path = small_store(
        tmp_path, tiers=[{"year": 2001}, {"year": 2002, "entity": "Old Name"}, {"year": 2003}]
    )
    text = (
        Path(path).read_text().replace('name = "Arden"', 'name = "Arden"\naliases = ["Old Name"]')
    )
    Path(path).write_text(text)
    assert drawn(tip("--store", path, "tiers", "--chart"))[:2] == [
        "                   2001 2002 2003",
        "Tier 1             ●────●────●",
    ]


# --- statistics --------------------------------------------------------------------------------


def test_stats_to_the_letter(other_tip: Tip) -> None:
    """Each counter has its own bars, under its values; zero is a figure without a bar."""
    assert drawn(other_tip("stats", "--measure", "victims-identified", "--chart"))[:6] == [
        "Persons",
        "                     2006 2007 2008 2009 2010",
        "Office of Reports",
        "                     0",
        "the Victims' Office                      40◆",
        "                                         ▇▇▇",
    ]


def test_what_is_left_out_is_said(other_tip: Tip) -> None:
    """Wholes are drawn, and a note counts the parts that are not."""
    result = other_tip("stats", "--measure", "victims-identified", "--chart")
    assert result.lines[-3] == "Not drawn: 2 parts of these figures; --dimension draws parts."


def test_a_group_over_time(other_tip: Tip) -> None:
    """A requested group is drawn under its own name, with its bound."""
    result = other_tip("stats", "--group", "internal", "--chart")
    assert result.lines[0] == "Trafficking cases, internal, 2009"
    assert drawn(result) == [
        "Percent",
        "                   2009",
        "Office of Reports  >75.5",
        "                   ▆▆▆",
    ]


FIGURES = [
    {"value": 4, "period": "2001", "entity": "Old Arden"},
    {"value": 8, "period": "2002", "entity": "Old Arden"},
    {"value": 1, "period": "2003", "break_before": "counted anew."},
    {"value": 0, "period": "2006", "bound": "at_least"},
    {"value": 20, "period": "2002/2004", "bound": "more_than"},
    {"value": 3, "period": "2005-01/2005-06"},
]


def test_breaks_states_gaps_and_periods(tip: Tip, tmp_path: Path) -> None:
    """A break divides the years, a gap is a dot, another period is a bracket over its years."""
    path = small_store(tmp_path, statistics=FIGURES)
    assert drawn(tip("--store", path, "stats", "--chart")) == [
        "Persons",
        "         Old Arden",
        "                   │ Arden",
        "         2001 2002   2003 2004 2005 2006",
        "A House       8    │",
        "              ███  │",
        "              ███  │",
        "              ███  │",
        "         4    ███  │",
        "         ███  ███  │",
        "         ███  ███  │",
        "         ███  ███  │ 1",
        "         ███  ███  │ ███  ·    ·    ≥0",
        "              ├────│>20──────┤ ├┤ 3",
        "",
        "·  nothing is stored for the year, which is not zero",
        "├┤  a figure of this period, which is not one whole year",
        "│  2003: counted anew.",
    ]


def test_only_like_shares_a_scale(tip: Tip, tmp_path: Path) -> None:
    """Each unit and each scale has its own panel; a note has the figure without a period."""
    path = small_store(
        tmp_path,
        statistics=[
            {"value": 9000, "period": "2001", "unit": "EUR"},
            {"value": 8, "period": "2001"},
            {"value": 3, "period": "2002", "unit": "points", "out_of": 12},
            {"value": 7},
        ],
    )
    lines = drawn(tip("--store", path, "stats", "--chart"))
    titles = [line for line in lines if line in ("EUR", "Persons", "Points of 12")]
    assert titles == ["EUR", "Persons", "Points of 12"]
    assert lines[-1] == "7 A House, undated"


WHOLE = {"measure": "victims", "value": 200, "period": "2001"}


@pytest.mark.parametrize(
    ("whole", "part", "said"),
    [
        ({}, {"value": 50}, "50, 25.0 %"),
        ({}, {"value": 50, "bound": "at_least"}, "≥ 50, ≥ 25.0 %"),
        ({"bound": "about"}, {"value": 50, "bound": "at_least"}, "≥ 50, ≈ 25.0 %"),
        ({}, {"value": 12.5, "unit": "percent"}, "12.5 %"),
        ({}, {"value": 3, "unit": "families"}, "3 families"),
        ({"value": 0}, {"value": 0}, "0"),
    ],
)
def test_a_share_is_as_firm_as_its_figures(
    tip: Tip, tmp_path: Path, whole: Any, part: Any, said: str
) -> None:
    """Bounds carry over; what a source gives in percent, or in another unit, is left as it is."""
    parts = [
        {"measure": "victims", "dimension": "age", "group": group, "part_of": "statistics-0"}
        | {"period": "2001", **part}
        for group in ("young", "old")
    ]
    path = small_store(tmp_path, statistics=[WHOLE | whole, *parts])
    lines = drawn(tip("--store", path, "stats", "--dimension", "age", "--chart"))
    assert [re.split(r"\s{2,}|█\s*|[▏▎▍▌▋▊▉]\s*", line)[-1] for line in lines[1:3]] == [said, said]
    assert lines[3] == "These parts need not add up to the whole, and may overlap."


def test_shares_of_a_whole(other_tip: Tip) -> None:
    """The parts of a whole are shares of it; a note says that the percentages are computed."""
    assert drawn(other_tip("stats", "--dimension", "sex", "--chart"))[:5] == [
        "2010: 40 (disputed) the Victims' Office",
        f"women  {'█' * 30}            30, 75.0 %",
        f"men    {'█' * 10}{' ' * 32}10, 25.0 %",
        "",
        "Percentages of the whole are computed here; no source gives them.",
    ]


def test_a_panel_for_each_whole(tip: Tip, tmp_path: Path) -> None:
    """Each whole has a panel with its parts."""
    wholes = [{"id": f"whole-{year}", "value": 10, "period": year} for year in ("2001", "2002")]
    parts = [
        {"part_of": f"whole-{year}", "dimension": "age", "group": group, "value": value}
        for year, group, value in (("2001", "young", 4), ("2001", "old", 6), ("2002", "young", 5))
    ]
    path = small_store(tmp_path, statistics=[*wholes, *parts])
    lines = drawn(tip("--store", path, "stats", "--dimension", "age", "--chart"))
    assert [line for line in lines if line.startswith("200")] == [
        "2001: 10 A House",
        "2002: 10 A House",
    ]
    assert sum("40.0 %" in line or "60.0 %" in line or "50.0 %" in line for line in lines) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "stats",
            "--chart draws one measure, and these are 4: name one with --measure: "
            "victims-identified (5), trafficking-cases (1), convictions (1), score (1)",
        ),
        (
            "stats --group men --group internal",
            "--chart draws one measure, and these are 2: name one with --measure: "
            "trafficking-cases (1), victims-identified (1)",
        ),
    ],
)
def test_one_measure_at_a_time(other_tip: Tip, line: str, said: str) -> None:
    """Several measures have no scale in common: the message says how to choose one."""
    assert other_tip(*line.split(), "--chart") == (2, "", f"tip: {said}\n")


def test_groups_without_a_whole_are_refused(tip: Tip, tmp_path: Path) -> None:
    """Several groups without a whole are neither a series nor shares."""
    figures = [{"dimension": "age", "group": group} for group in ("young", "old")]
    result = tip("--store", small_store(tmp_path, statistics=figures), "stats", "--chart")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "tip: --chart draws wholes, one group, or the parts of wholes: name one with --group\n"
    )


# --- routes ------------------------------------------------------------------------------------


def test_routes_to_the_letter(other_tip: Tip) -> None:
    """Role by role, each pair of ends with its number of reports."""
    assert drawn(other_tip("routes", "--chart")) == [
        "Source: 1 pair, 1 with one end named, in 2 reports",
        "Arden ─┬─→ Brückland  1 report, 2010",
        "       └─→ not named  1 report, 2004",
        "",
        "Transit: 1 pair in 2 reports",
        "Brückland ──→ Arden ───→ Cardenia +  2 reports, 2010",
        "",
        "+  and others that the source doesn't name",
        "",
        "Routes of another state than Arden: Union of Arden (1).",
    ]


def test_risk_and_allegation_look_different(tip: Tip, tmp_path: Path) -> None:
    """Each has its own line style, count and legend entry."""
    to = {"role": "source", "origin": "XA", "destination": "XB", "period": "2001"}
    standings = [{}, {}, {"standing": "alleged"}, {"standing": "at_risk"}]
    path = small_store(tmp_path, routes=[to | standing for standing in standings])
    lines = drawn(tip("--store", path, "routes", "--chart"))
    assert lines[:8] == [
        "Source: 3 pairs in 1 report",
        "Arden ─┬─→ Bredon  1 report, 2001",
        "       ├╌→ Bredon  1 report, 2001, alleged",
        "       └·→ Bredon  1 report, 2001, at risk",
        "",
        "─→  stated by the source (2 statements)",
        "╌→  alleged: the source says that others say so (1 statement)",
        "·→  at risk: the source says that people could be taken there (1 statement)",
    ]


def test_flows_meet_in_the_country(tip: Tip, tmp_path: Path) -> None:
    """Equal origins share a line, and all lines join; internal routes are grouped by people."""
    into = {"role": "destination", "destination": "XA"}
    inside = {"role": "internal", "origin": "XA", "destination": "XA"}
    path = small_store(
        tmp_path,
        routes=[
            {**into, "origin": "XB", "period": "2001"},
            {**into, "origin": "XB", "period": "2005/2006", "rank": "deprecated", "note": "No."},
            {**into, "origin": "unnamed", "period": "2003"},
            {**inside, "people": ["women", "girls"], "purpose": "forced labour"},
            {"role": "transit", "origin": "XB", "destination": "XB"},
        ],
    )
    Path(path).write_text(Path(path).read_text().replace('origin = "unnamed"\n', ""))
    assert drawn(tip("--store", path, "routes", "--chart"))[:9] == [
        "Transit: 1 pair in 1 report",
        "Bredon ──→ Arden ───→ Bredon  1 report, undated",
        "",
        "Destination: 1 pair, 1 with one end named, in 1 report",
        "Bredon    ─┬→ Arden  1 report, 2001, 2005–2006, 1 deprecated",
        "not named ─┘         1 report, 2003",
        "",
        "Internal: 1 group in 1 report",
        "Arden  women, girls, forced labour, 1 report, undated",
    ]


# --- all ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("store", [[], ["--store", str(OTHER)]], ids=["shipped", "other"])
def test_a_chart_fits_the_terminal(
    monkeypatch: pytest.MonkeyPatch, store: list[str], chart: str, columns: int
) -> None:
    """No line is wider than the terminal unless a word is, and no colour is needed."""
    monkeypatch.setenv("NO_COLOR", "1")
    result = in_columns(monkeypatch, columns, *store, *chart.split(), "--chart")
    assert result.code == 0
    assert "\x1b" not in result.out
    for line in result.out.splitlines():
        assert cell_len(line) <= columns or len(line.split()) <= 3, line  # a mark and its place


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("chart", CHARTS)
def test_no_word_under_a_chart_is_lost(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, chart: str, columns: int
) -> None:
    """The legend, the notes and the sources are whole, whatever the width."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = [*chart.split(), "--chart"]
    shown = in_columns(monkeypatch, columns, *line, "--no-pager").out
    assert "".join(shown.split())[-300:] == "".join(tip(*line).out.split())[-300:]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_pipe_gets_eighty_columns(tip: Tip, monkeypatch: pytest.MonkeyPatch, chart: str) -> None:
    """In a pipe, a drawing is 80 columns wide, and a paragraph is one line."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = [*chart.split(), "--chart"]
    piped, seen = tip(*line).out, in_columns(monkeypatch, 80, *line, "--no-pager").out
    assert "".join(piped.split()) == "".join(seen.split())
    assert piped.count("\n") < seen.count("\n")


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_plain_letters_where_there_are_no_others(chart: str, encoding: str) -> None:
    """Without the signs in its encoding, the screen gets the same chart in ASCII."""
    done = spawn(*chart.split(), "--chart", environment={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    plain = done.stdout.decode(encoding).partition("\nSources: ")[0]
    assert plain.isascii() or encoding != "ascii"
    assert "?" not in plain
    whole = spawn(*chart.split(), "--chart").stdout.decode().partition("\nSources: ")[0]
    assert len(plain.splitlines()) == len(whole.splitlines())
    for line, drawn_line in zip(plain.splitlines(), whole.splitlines(), strict=True):
        assert re.findall("[A-Za-z0-9]{2,}", line) == re.findall("[A-Za-z0-9]{2,}", drawn_line)


@pytest.mark.parametrize("chart", ["routes", "tiers", "stats"])
@pytest.mark.parametrize("columns", [20, 80])
def test_no_chart_carries_an_escape(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chart: str, columns: int
) -> None:
    """No chart prints an unsafe character, wherever the store has it."""
    monkeypatch.setenv("NO_COLOR", "1")
    odd = {"entity": "entity\x1b[1m", "note": "note\u202e", "attributed_to": "by\x9b"}
    path = small_store(
        tmp_path,
        **HOSTILE_STORE,
        routes=[odd | {"destination": "XB", "rank": "deprecated"}],
        tiers=[odd | {"rank": "deprecated"}, odd | {"year": 2003, "entity": "other\x07"}],
    )
    text = Path(path).read_text()
    Path(path).write_text(text.replace('"Bredon"', r'"Bre\u001bdon"'))
    more = ["--dimension", "dimension\x07"] if chart == "stats" else []
    result = in_columns(monkeypatch, columns, "--store", path, chart, *more, "--chart")
    assert result.code == 0
    assert not set(UNSAFE) - {"\n"} & set(result.out + result.err)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "markdown"])
def test_a_chart_is_no_data(tip: Tip, form: str) -> None:
    """A data format and a chart exclude each other."""
    said = f"tip: --chart is for people: -f table, svg, html, not {form}\n"
    assert tip("tiers", "--chart", "-f", form) == (2, "", said)


@pytest.mark.parametrize("option", ["--fields year", "--no-header"])
def test_what_only_a_table_has(tip: Tip, option: str) -> None:
    """Options on columns and headings and a chart exclude each other."""
    said = f"tip: --chart and {option.split()[0]} exclude each other\n"
    assert tip("tiers", "--chart", *option.split()) == (2, "", said)


@pytest.mark.parametrize("command", ["policy", "laws", "sources", "timeline", "coverage"])
def test_other_rows_have_no_chart(tip: Tip, command: str) -> None:
    """Only tiers, statistics and routes can be drawn."""
    result = tip(command, "--chart")
    assert (result.code, result.out) == (2, "")
    assert "--chart" in result.err


@pytest.mark.parametrize("command", ["routes", "tiers", "stats"])
def test_a_chart_of_nothing(tip: Tip, command: str) -> None:
    """No row matches: nothing is drawn, and a message says so."""
    result = tip(command, "--chart", "--year", "1900")
    assert (result.code, result.out) == (0, "")
    assert re.fullmatch(r"tip: no \w+ matches; .+\n", result.err)


def test_the_hint_is_a_command_that_works(monkeypatch: pytest.MonkeyPatch, tip: Tip) -> None:
    """The hint on the script form leaves out the chart."""
    result = in_columns(monkeypatch, 80, "tiers", "--chart", messages_too=True)
    [hint] = re.findall(r"for scripts: tip (.*?)(?:\x1b|\n)", result.err)
    assert hint == "tiers --json"
    assert tip(*hint.split()).code == 0


def test_on_a_real_terminal() -> None:
    """A real terminal shows the same chart."""
    result = on_terminal("tiers", "--chart", "--store", str(OTHER), columns=80)
    assert result.code == 0
    assert "Tier 2                       │ ●────○╮   ×" in result.out  # noqa: RUF001  # a cross is meant


def test_formats_complete_by_command() -> None:
    """Completion offers only the formats of the command."""
    for command, offered in (("routes", "geojson"), ("tiers", "")):
        done = spawn(
            environment={
                "_TIP_COMPLETE": "complete_bash",
                "COMP_WORDS": f"tip {command} -f geo",
                "COMP_CWORD": "3",
            }
        )
        assert done.stdout.decode().strip() == offered
