"""`tip year`: one year on one page, several years side by side, and as JSON."""

import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from serbia_tip.queries import kinds
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns
from tests.small import Table, small_store

KINDS = ["tiers", "statistics", "routes", "findings", "laws"]
COMMANDS = {kind.table: kind.row.command for kind in kinds.KINDS.values()}


def test_parts_are_what_the_commands_show(other_tip: Tip) -> None:
    """With --all each part is the answer of its command to the letter, but for the sources."""
    for year in ("2004", "2007", "2010"):
        page = other_tip("year", year, "--all", "--sources", "none").out
        for command in map(COMMANDS.__getitem__, KINDS):
            answer = other_tip(command, "--year", year, "--all", "--sources", "none").out
            body = re.split(r"\n\n(?:Inferred|Disputed|Deprecated) ", answer)[0]
            assert body.rstrip() in page


@pytest.mark.parametrize("store", [[], ["--store", str(OTHER)]], ids=["shipped", "other"])
def test_json_has_the_rows_of_the_commands(tip: Tip, store: list[str]) -> None:
    """JSON has the year, then kind by kind the full rows, and the rating of that year's report."""
    for year in (1999, 2001, 2007, 2010, 2023):
        found = tip("year", str(year), "--json", *store).json
        assert list(found) == ["year", *KINDS]
        assert found["year"] == year
        for kind in KINDS[1:]:
            assert found[kind] == tip(COMMANDS[kind], "--year", str(year), "--json", *store).json
        ratings = tip("tiers", "--json", *store).json
        assert found["tiers"] == [row for row in ratings if row["year"] == year]


BODY = {"attributed_to": "A Body"}
OTHERS = {"attributed_to": "Others"}
WOMEN = {"dimension": "sex", "group": "women"}
MINORS = {"dimension": "age", "group": "minors"}


def side_by_side(tip: Tip, folder: Path, *statistics: Table, years: str = "2001 2002") -> str:
    """The figures of these years in a small store, in a pipe and in single blanks."""
    named = [{"id": f"s{number}", **row} for number, row in enumerate(statistics)]
    shown = tip("year", *years.split(), "--store", small_store(folder, statistics=named))
    assert shown.code == 0
    return re.sub(" +", " ", shown.out)


SAME = "Same body, same count, in both years"
BROKEN = "Same body, but a break lies between: no rise or fall can be read from these"
DIFFERENT = "Counted by different bodies: no rise or fall can be read from these"
UNITS = "Counted by different bodies, or in different units: no rise or fall can be read from these"
ALONE = "In one year only"


@pytest.mark.parametrize(
    ("first", "second", "more", "said"),
    [
        (BODY, BODY, {}, f"{SAME} [1] Victims, A Body 1 2\n"),
        (BODY, {**BODY, "break_before": "New."}, {}, f"{BROKEN} [1] Victims, A Body 1 2\n"),
        (BODY, {**BODY, "break_before": "New."}, {}, "Break in 2002, Victims: New.\n"),
        ({"break_before": "Old."}, {}, {}, f"{SAME} [1] Victims, A House 1 2\n"),
        (BODY, OTHERS, {}, f"{DIFFERENT} [1] Victims 1 A Body 2 Others\n"),
        (BODY, {**BODY, "unit": "cases"}, {}, f"{UNITS} [1] Victims 1 A Body 2 cases A Body\n"),
        (BODY, {**BODY, "period": "2002-03"}, {}, f"{ALONE} 2001 Victims 1 A Body [1]\n"),
        (
            BODY,
            {**BODY, "period": "2001/2002"},
            {},
            "\n1 figure of other spans of time can't stand",
        ),
        (BODY, {**OTHERS, "period": "2001"}, {}, f"{ALONE} 2001 Victims 1 A Body / 2 Others [1]\n"),
        (BODY, {**BODY, "entity": "Union"}, {}, f"{ALONE} 2002 Victims 2 A Body [1]\n"),
        (BODY, BODY, {**OTHERS, "period": "2001"}, f"{DIFFERENT} Victims, others 3 Others [1] –"),
        (BODY, BODY, {**OTHERS, "value": 2}, f"{DIFFERENT} Victims, others – 2 Others [1]\n"),
        (BODY, OTHERS, {"value": 2}, f"{DIFFERENT} [1] Victims 1 A Body 2 Others/A House\n"),
    ],
)
def test_what_can_be_compared(
    tip: Tip, tmp_path: Path, first: Table, second: Table, more: Table, said: str
) -> None:
    """Figures of one body for whole years, with no break between; others say that they can't."""
    third = [{"period": "2002", "value": 3, **more}] if more else []
    years = [{"period": "2001", "value": 1, **first}, {"period": "2002", "value": 2, **second}]
    assert said in side_by_side(tip, tmp_path, *years, *third)


def test_parts_are_compared_by_all_their_wholes(tip: Tip, tmp_path: Path) -> None:
    """Minors among women are held against minors among women, not against minors of all."""
    parts: list[Table] = [{"value": 9, **WOMEN}, {"value": 4, **MINORS}]
    then = [{"value": 20}, {**parts[0], "part_of": "s0"}, {**parts[1], "part_of": "s1"}]
    later = [{"value": 30}, *({**part, "value": 8, "part_of": "s3"} for part in parts)]
    figures: list[Table] = [{"period": "2001", **row} for row in then]
    figures += [{"period": "2002", **row} for row in later]
    out = side_by_side(tip, tmp_path, *figures)
    assert f"{SAME} [1] Victims, A House 20 30\n{SAME} [1] Victims: women, A House 9 8\n" in out
    assert " 4 8" not in out
    assert f"{ALONE} 2001 1 figure: tip stats 2001\n" in out


def test_years_without_a_fact(other_tip: Tip) -> None:
    """A year without a fact is a column that says so; without any, a line says which have one."""
    shown = re.sub(" +", " ", other_tip("year", "2010", "1999").out)
    assert "\n 1999 2010\nFacts none stored 9\n" in shown
    for asked in ("1999", "1999 --chart", "1999 --chart -f svg", "1998 1999"):
        years = asked.partition(" --")[0].replace(" ", " or ")
        said = f"tip: no fact touches {years}; the facts reach from 2003 to 2010\n"
        assert other_tip("year", *asked.split()) == (0, "", said)
    assert list(other_tip("year", "2010", "1999", "--json").json) == ["1999", "2010"]


def test_whole_years_stand_before_their_parts(tip: Tip, tmp_path: Path) -> None:
    """Parts of a year in order; what is to be copied cites a whole year, if there is any."""
    periods = ["2001-01/2001-06", "2001-02", "2001"]
    early = [{"period": period, "value": place} for place, period in enumerate(periods)]
    path = small_store(tmp_path, statistics=early)
    lines = tip("year", "2001", "--store", path, "--sources", "none").lines
    assert [line.split("  ")[1] for line in lines[3:6]] == [
        *("Victims", "Victims, January to June 2001", "Victims, February 2001")
    ]
    assert any(line.endswith(" · tip cite statistics-2") for line in lines)
    path = small_store(tmp_path, statistics=[*early[:2], {"period": "2001", "measure": "trials"}])
    assert " · tip cite statistics-2\n" in tip("year", "2001", "--store", path).out


def test_a_part_that_another_body_says_names_it(tip: Tip, tmp_path: Path) -> None:
    """On the page of a year and in its chart; without a name, a part is its whole's body's."""
    part: Table = {"part_of": "s", "period": "2001", "value": 4}
    figures = [
        {"id": "s", "period": "2001", "value": 9, **BODY},
        {**part, **BODY, **WOMEN},
        {**part, **OTHERS, **MINORS},
        {"period": "2001-07/2002-06", "measure": "calls"},
    ]
    path = small_store(tmp_path, statistics=figures)
    page, chart = (tip("year", "2001", *more, "--store", path).out for more in ((), ("--chart",)))
    assert "9 A Body  of them women 4; minors 4 Others" in page
    said = [re.sub("[ █▊]+", " ", line).strip() for line in chart.splitlines()[3:6]]
    assert said == ["Victims 9, A Body", "women 4", "minors 4, Others"]
    assert "Calls, July 2001 to June 2002 " in chart


def test_years_that_do_not_fit_stand_below(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each under what is counted, with its year before it; what says nothing is left out."""
    figures = [{"period": f"200{n}", "value": 10**n} for n in (1, 3)]
    routes = [{"period": "2001/2002", "destination": "XB"}]
    store = small_store(tmp_path, statistics=figures, routes=routes)
    line = ["year", "2001", "2002", "2003", "--store", store, "--color", "never"]
    assert in_columns(monkeypatch, 20, *line).out.split("\n\n")[1:4] == [
        "Facts\n  2001: 2\n  2002: 1\n  2003: 1",
        "Same body, same\ncount, in two years\nor more [1]\nVictims, A House\n"
        "  2001: 10\n  2003: 1,000",
        "Routes\n  2001: 1 pair in 1\n  report\n  2002: 1 pair in 1\n  report\n"
        "From Arden, to,\n  named for\n  2001–2002: Bredon",
    ]


def test_parts_as_deep_as_can_be_are_shown(tip: Tip, tmp_path: Path) -> None:
    """Parts as deep as a store may have them are shown, whole pages too."""
    part = {"value": 2000, "period": "2001", **MINORS}
    deep = [{**part, "part_of": f"statistics-{number}"} for number in range(999)]
    path = small_store(tmp_path, statistics=[{"value": 2000, "period": "2001"}, *deep])
    for line in ("year 2001", "year 2001 --all", "year 2001 2002", "stats --year 2001"):
        assert tip(*line.split(), "--store", path, "--sources", "none").code == 0


def test_a_year_is_printed_in_the_formats_it_has(other_tip: Tip) -> None:
    """`-f` has the answers of the options that say so more briefly; a drawing has the figures."""
    assert other_tip("year", "2010", "-f", "JSON", "--json") == other_tip("year", "2010", "--json")
    assert other_tip("year", "2010", "-f", "table") == other_tip("year", "2010")
    assert "tip year 2003 2004 · tip show tier-2003" in other_tip("year", "2003").out
    drawn = other_tip("year", "2010", "--chart")
    assert (drawn.code, drawn.lines[0]) == (0, "Human trafficking in Arden, 2010")
    picture = fromstring(other_tip("year", "2010", "--chart", "-f", "svg").out)
    for line, said in {
        "year 20x7": "Invalid value for",
        "year 2007 2008 --chart": "--chart draws one year",
        "year 2007 --chart --json": "--chart is for people: -f table, svg, png, pdf, vega, not",
        "year 2007 -f svg --json": "--json and -f svg exclude each other",
        "year 2007 -f csv": "no format 'csv'",
    }.items():
        shown = other_tip(*line.split())
        assert (shown.code, shown.out, shown.err.startswith(f"tip: {said}")) == (2, "", True), line
    for said in ("Victims identified", "40 (disputed)", "Sources: Report on"):
        assert said in " ".join(picture.itertext())
        assert said in drawn.out
