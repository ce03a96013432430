"""Figures as text: what they draw, and what they say that they leave out."""

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.conftest import OTHER, Tip, spawn
from tests.pseudo_terminal import in_columns
from tests.small import small_store

CHARTS = ["routes", "tiers", "stats --measure victims-identified"]
WIDTHS = [1, 20, 30, 40, 80, 300]
INSIDE = {"role": "internal", "origin": "XA", "destination": "XA", "people": ["women", "girls"]}


def drawn(result: Any) -> list[str]:
    """The lines of the figure itself, without its title and the sources."""
    assert (result.code, result.err) == (0, "")
    figure, _, _ = result.out.partition("\nSources: ")
    return list(figure.splitlines())[2:]


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


def test_many_years_are_drawn_in_panels(tip: Tip, tmp_path: Path) -> None:
    """Years that do not fit side by side continue below: each once, in order."""
    tiers = [{"year": year, "tier": "Tier 2"} for year in range(1950, 2050)]
    lines = drawn(tip("--store", small_store(tmp_path, tiers=tiers), "tiers", "--chart"))
    axes = [line.split()[0] for line in lines if re.fullmatch(r" {19}\d{4}.*", line)]
    assert axes == ["1950", "1980", "2010", "2040"]
    assert sum(line.count("●") for line in lines if line.startswith("Tier 2 ")) == 100


def test_who_has_no_series_is_said_in_words(tip: Tip, tmp_path: Path) -> None:
    """Beside a series, the figures of others are words; a label stays within the line."""
    figures: list[dict[str, Any]] = [
        *({"value": 8, "period": str(year)} for year in range(2001, 2013)),
        {"value": 4800, "period": "2012-01/2012-10"},
        {"value": 3, "period": "2004", "attributed_to": "B"},
        {"value": 5, "period": "2004/2006", "attributed_to": "B"},
    ]
    path = small_store(tmp_path, statistics=figures)
    lines = tip("--store", path, "stats", "--chart", "--width", "70").lines
    assert lines[0] == "Arden: Victims, 2001–2012, according to A House and B"
    assert "B: 3 in 2004, 5 in 2004–2006" in lines
    assert [line for line in lines if line.endswith("4,800 ├─┤")]
    assert "B" not in [line[:1] for line in lines if "█" in line]


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
    assert lines[-1] == "7, A House, undated"


COMPUTED = "Percentages of the whole are computed here; no source gives them."
SHARES: list[tuple[Any, Any, str]] = [
    ({}, {"value": 50}, "50, 25.0 %"),
    ({}, {"value": 50, "bound": "at_least"}, "≥ 50, ≥ 25.0 %"),
    ({"bound": "about"}, {"value": 50, "bound": "at_least"}, "≥ 50, ≈ 25.0 %"),
    ({}, {"value": 12.5, "unit": "percent"}, "12.5 %"),
    ({}, {"value": 3, "unit": "families"}, "3 families"),
    ({"value": 0}, {"value": 0}, "0"),
]


def test_a_share_is_as_firm_as_its_figures(tip: Tip, tmp_path: Path) -> None:
    """Bounds carry over; what a source gives in percent, or in another unit, is left as it is."""
    for whole, part, said in SHARES:
        figures = [{"measure": "victims", "value": 200, "period": "2001", **whole}]
        for group in ("young", "old"):
            of_whole = {"dimension": "age", "group": group, "part_of": "statistics-0"}
            figures.append({"measure": "victims", "period": "2001", **of_whole, **part})
        path = small_store(tmp_path, statistics=figures)
        lines = drawn(tip("--store", path, "stats", "--dimension", "age", "--chart"))
        for line in lines[1:3]:
            assert (said, re.split(r"\s{2,}|█\s*|[▏▎▍▌▋▊▉]\s*", line)[-1]) == (said, said)
        assert lines[0].endswith("A House *")
        assert "*  These parts need not add up to the whole, and may overlap." in lines
        assert (COMPUTED in lines) == (", " in said)


def test_bars_to_the_letter(other_tip: Tip) -> None:
    """The parts of a whole are shares of it, computed here."""
    assert drawn(other_tip("stats", "--dimension", "sex", "--chart")) == [
        "2010: 40 (disputed), the Victims' Office",
        f"  women  {'█' * 30}            30, 75.0 %",
        f"  men    {'█' * 10}{' ' * 32}10, 25.0 %",
        "",
        COMPUTED,
        "Disputed (2010): tip disputes victims-identified",
    ]


def test_risk_and_allegation_are_said(tip: Tip, tmp_path: Path) -> None:
    """A country's bar counts its reports, and says how many do more than state it."""
    to = {"role": "source", "origin": "XA", "destination": "XB", "period": "2001"}
    standings: list[dict[str, Any]] = [{}, {}, {"standing": "alleged"}, {"standing": "at_risk"}]
    standings.append({"destination": None})
    path = small_store(tmp_path, routes=[to | standing for standing in standings])
    lines = drawn(tip("--store", path, "routes", "--chart"))
    counted = "1 pair, 1 with one end named, in 1 report; besides 1 alleged, 1 at risk"
    assert lines[0] == f"From Arden abroad: {counted}"
    said = re.split(r"  +", re.sub("█+", " ", " ".join(lines[1:4])))
    assert said[:2] == ["Bredon", "1 report, 2001, 1 alleged, 1 at"]
    assert said[2].endswith("not named")
    path = small_store(tmp_path, routes=[{**INSIDE, "standing": "at_risk"}])
    lines = drawn(tip("--store", path, "routes", "--chart"))
    assert re.split(r" +█+ +", lines[1]) == ["women, girls", "1 report, undated, at risk"]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_fits_the_terminal(tip: Tip, monkeypatch: pytest.MonkeyPatch, chart: str) -> None:
    """No line is wider than the terminal unless a word is, and no word below the chart is lost."""
    monkeypatch.setenv("NO_COLOR", "1")
    for store in ([], ["--store", str(OTHER)]):
        line = [*store, *chart.split(), "--chart"]
        piped = "".join(tip(*line).out.split())
        for columns in WIDTHS:
            shown = in_columns(monkeypatch, columns, *line, "--no-pager").out
            assert "\x1b" not in shown
            for row in shown.splitlines():  # a mark and its place may be wider
                assert cell_len(row) <= columns or len(row.split()) <= 3, (columns, row)
            words = "".join(shown.split())
            assert words[-60:] == piped[-60:], columns
            assert words == piped or columns != 80  # the width in a pipe


def test_plain_letters_where_there_are_no_others() -> None:
    """Without the signs in its encoding, the screen gets the same chart in ASCII."""
    line = ["stats", "victims-identified", "--chart"]
    whole = spawn(*line).stdout.decode()
    for encoding in ("ascii", "cp1252"):
        done = spawn(*line, environment={"PYTHONIOENCODING": encoding})
        assert (done.returncode, done.stderr) == (0, b"")
        plain = done.stdout.decode(encoding).partition("\nSources: ")[0]
        assert plain.isascii() or encoding != "ascii"
        assert "?" not in plain
        assert len(plain.splitlines()) == len(whole.partition("\nSources: ")[0].splitlines())


def test_what_is_no_chart_is_refused(tip: Tip, tmp_path: Path) -> None:
    """Groups without a whole, and more than four measures, of which five are named."""
    wholes = "--chart draws wholes, one group, or the parts of wholes: name one with --group"
    several = "--chart draws 4 measures at most, and these are {}: name some with --measure: {}"
    for field, names, message in (
        ("group", "ab", wholes),
        ("measure", "abcde", several.format(5, "a (1), b (1), c (1), d (1), e (1)")),
        ("measure", "abcdeff", several.format(6, "f (2), a (1), b (1), c (1), d (1), …")),
    ):
        figures = [{"dimension": "age", "group": "young", field: name} for name in names]
        path = small_store(tmp_path, statistics=figures)
        assert tip("--store", path, "stats", "--chart") == (2, "", f"tip: {message}\n")


def test_a_title_names_three_bodies_at_most(tip: Tip, tmp_path: Path) -> None:
    """Those with most figures come first, and the others are counted."""
    titles = {"A": "A", "AB": "A and B", "ABBC": "B, A and C", "ABCDDE": "D, A and 3 others"}
    for names, said in titles.items():
        figures = [{"attributed_to": name, "period": "2001"} for name in names]
        lines = tip("--store", small_store(tmp_path, statistics=figures), "stats", "--chart").lines
        assert lines[0] == f"Arden: Victims, 2001, according to {said}"


def test_measures_share_a_chart(tip: Tip, tmp_path: Path) -> None:
    """Each of four has its name in the title; what is undated stands below."""
    rows = [{"measure": it, "period": at} for it in ("ebb", "add", *"bc") for at in ("2001", None)]
    line = ["--store", small_store(tmp_path, statistics=rows), "stats", "--chart"]
    lines = tip(*line).lines
    assert lines[0] == "Arden: Ebb and add and b and c, 2001, according to A House"
    assert lines.count("1, A House, undated") == 4
