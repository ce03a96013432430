"""`tip year`: one year on one page, and as JSON."""

import re

import pytest
from defusedxml.ElementTree import fromstring
from syrupy.assertion import SnapshotAssertion

import serbia_tip
from serbia_tip.model import Store
from serbia_tip.queries import kinds
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns

KINDS = ["tiers", "statistics", "routes", "findings", "laws"]
COMMANDS = {kind.table: kind.row.command for kind in kinds.KINDS.values()}


def test_on_a_terminal(monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion) -> None:
    """The parts stand one below the other, what they rest on once at the end."""
    line = ["year", "2010", "--store", str(OTHER), "--color", "never", "--no-pager"]
    assert in_columns(monkeypatch, 80, *line).out == snapshot


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_is_no_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """The shipped store's year fits the width, and no part of it turns into cards."""
    line = ["year", "2007", "--color", "never", "--no-pager"]
    shown = in_columns(monkeypatch, columns, *line).out.splitlines()
    assert max(map(len, shown)) <= columns


def test_in_a_pipe(other_tip: Tip, snapshot: SnapshotAssertion) -> None:
    """In a pipe each line stands alone."""
    assert other_tip("year", "2010").out == snapshot


@pytest.mark.parametrize("year", [2004, 2007, 2010])
def test_parts_are_what_the_commands_show(other_tip: Tip, year: int) -> None:
    """Each part is, to the letter, the answer of its command, without the sources."""
    page = other_tip("year", str(year), "--sources", "none").out
    for command in map(COMMANDS.__getitem__, KINDS):
        answer = other_tip(command, "--year", str(year), "--sources", "none").out
        body = re.split(r"\n\n(?:Inferred|Disputed|Deprecated) ", answer)[0]
        assert body.rstrip() in page


@pytest.mark.parametrize("year", [1999, 2001, 2007, 2010, 2023])
@pytest.mark.parametrize("store", [[], ["--store", str(OTHER)]], ids=["shipped", "other"])
def test_json_has_the_rows_of_the_commands(tip: Tip, store: list[str], year: int) -> None:
    """JSON has the year, then kind by kind the full rows, and the rating of that year's report."""
    found = tip("year", str(year), "--json", *store).json
    assert list(found) == ["year", *KINDS]
    assert found["year"] == year
    for kind in KINDS[1:]:
        assert found[kind] == tip(COMMANDS[kind], "--year", str(year), "--json", *store).json
    ratings = tip("tiers", "--json", *store).json
    assert found["tiers"] == [row for row in ratings if row["year"] == year]


def test_in_the_library(other: Store, other_tip: Tip) -> None:
    """The library gives the same."""
    found = serbia_tip.year(other, 2010)
    rows = other_tip("year", "2010", "--json").json
    assert found.year == 2010
    for kind in KINDS:
        assert [row.id for row in getattr(found, kind)] == [row["id"] for row in rows[kind]]


def test_every_fact_of_the_year_is_seen(tip: Tip) -> None:
    """Each finding and each law of a year of the shipped store stands on its page."""
    found = tip("year", "2007", "--json").json
    page = tip("year", "2007").out
    for finding in found["findings"]:
        assert finding["statement"] in page
    for law in found["laws"]:
        assert f"{law['name']}: {law['event']}" in page


@pytest.mark.parametrize("more", [[], ["--chart"], ["--chart", "-f", "svg"]], ids=" ".join)
def test_nothing_in_the_year(other_tip: Tip, more: list[str]) -> None:
    """A year that no fact touches is fine; one line says which years there are."""
    shown = other_tip("year", "1999", *more)
    assert shown == (0, "", "tip: no fact touches 1999; the facts reach from 2003 to 2010\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("year", "Missing argument 'Y'."),
        ("year 20x7", "Invalid value for 'Y': '20x7' is no year such as 2007."),
        ("year 2007 --sources many", "Invalid value for '--sources': 'many' is not one of"),
        ("year 2007 --chart --json", "--chart is for people: -f table, svg, not json"),
        ("year 2007 --chart -f json", "--chart is for people: -f table, svg, not json"),
        ("year 2007 -f svg", "-f svg is the chart as a picture: add --chart"),
        ("year 2007 -f svg --json", "--json and -f svg exclude each other"),
        ("year 2007 -f csv", "no format 'csv'"),
    ],
)
def test_refused(other_tip: Tip, line: str, said: str) -> None:
    """What can't be right is one line."""
    shown = other_tip(*line.split())
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith(f"tip: {said}")


def test_as_a_drawing(other_tip: Tip) -> None:
    """With --chart the year is drawn."""
    shown = other_tip("year", "2010", "--chart")
    assert (shown.code, shown.lines[0]) == (0, "Arden in 2010")


def test_formats(other_tip: Tip) -> None:
    """`-f` has the same answers as the options that say so more briefly."""
    assert other_tip("year", "2010", "-f", "json") == other_tip("year", "2010", "--json")
    assert other_tip("year", "2010", "-f", "JSON", "--json") == other_tip("year", "2010", "--json")
    assert other_tip("year", "2010", "-f", "table") == other_tip("year", "2010")


def test_as_a_picture(other_tip: Tip) -> None:
    """`--chart -f svg` has the figures that the drawing has, and what they rest on."""
    picture = fromstring(other_tip("year", "2010", "--chart", "-f", "svg").out)
    words = " ".join(picture.itertext())
    drawn = other_tip("year", "2010", "--chart").out
    for said in ("Victims identified", "the Victims' Office", "Sources: Report on"):
        assert said in words
        assert said in drawn
