"""Views as HTML: the same words as on a terminal; and charts as pictures."""

import re
from collections import Counter
from typing import Any

import html5lib
import pytest

from tests.conftest import OTHER, ROOT, Tip
from tests.pseudo_terminal import in_columns

COMMANDS = [
    *["routes", "stats", "tiers", "policy", "laws", "sources", "timeline", "coverage"],
    *["search shelter", "fields tiers", "routes --role source", "policy --fields id,note"],
    *["tiers --each", "routes --sources full", "stats victims-identified --sources none"],
    *["stats --year 2010", "disputes", "disputes --all", "tiers --changes"],
]


def parsed(page: str) -> Any:
    """The page, which has to be sound HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def test_no_word_is_lost(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view has, letter for letter, what a terminal shows."""
    monkeypatch.setenv("NO_COLOR", "1")
    for command in COMMANDS:
        line = ["--store", str(OTHER), *command.split()]
        shown = in_columns(monkeypatch, 100, *line, "--no-pager").out
        body = parsed(tip(*line, "-f", "html").out).find("body")
        letters = [Counter("".join(text.split())) for text in ("".join(body.itertext()), shown)]
        assert letters[0] == letters[1], command


def test_a_table_is_a_table(other_tip: Tip) -> None:
    """The page has the view's headings as headings, and each cell in its column."""
    text = other_tip("routes", "--role", "transit", "-f", "html").out
    page = parsed(text)
    heads = ["".join(head.itertext()) for head in page.iterfind(".//thead/tr/th")]
    assert heads[:2] == ["From", "To"]
    [row] = page.iterfind(".//tbody/tr")
    assert len(list(row)) == len(heads)
    assert "".join(row[0].itertext()) == "Brückland"
    assert page.find("body/h1").text.startswith("Transit through Arden")
    assert text.count("Transit through Arden") == 1


def test_a_part_keeps_its_indent(other_tip: Tip) -> None:
    """In blanks that every program keeps that makes something of the page."""
    assert "<td>\N{NO-BREAK SPACE}" in other_tip("stats", "--year", "2010", "-f", "html").out


def test_html_stands_alone(other_tip: Tip) -> None:
    """A page with language, letters and title, and nothing to fetch or run."""
    for form in ("tiers --chart", "tiers", "stats"):
        text = other_tip(*form.split(), "-f", "html").out
        page = parsed(text)
        assert page.attrib["lang"] == "en"
        assert page.find("head/meta[@charset='utf-8']") is not None
        assert page.find("head/title").text.startswith("Human trafficking in Arden (")
        tags = {element.tag for element in page.iter()}
        assert not tags & {"script", "link", "img", "iframe", "object"}
        for element in page.iter():
            assert not any(name.startswith("on") or name == "src" for name in element.attrib)
        assert not re.search(r"url\(|@import", text)


def test_a_chart_on_a_page_has_its_notes(other_tip: Tip) -> None:
    """The notes stand below the picture."""
    text = other_tip("tiers", "--chart", "-f", "html").out
    assert "<svg" in text
    assert "<p>Deprecated (2007): The report itself says Watch List.</p>" in text


USAGE = [
    ("tiers --json --width 80", "--width 80 is columns of text, not for json"),
    ("tiers --chart -f svg --width 80", "a picture has --width 720px or 8cm"),
    (
        "tiers --chart --width 720px",
        "--width 720px is for a chart with -f svg or png",
    ),
    ("tiers --theme dark", "--theme is for a chart with -f svg or png"),
    (
        "year 2007 --theme dark --chart",
        "--theme is for a chart with -f svg or png",
    ),
    ("tiers --width 19", "'19' is neither 20 to 1000 (columns) nor 240px to 4000px or 8cm to 99cm"),
    ("tiers -f png --width 100px", "'100px' is neither"),
    ("tiers -f png --width 6cm", "'6cm' is neither"),
    ("tiers --width 8cm", "--width 8cm is for a chart with -f svg"),
    ("tiers -f gif", "no format 'gif'"),
    ("tiers -f svg --json", "--json and -f svg exclude each other"),
    (
        "tiers --chart -f json",
        "--chart is for people: -f table, svg, png",
    ),
    ("tiers --chart --fields year", "a chart and --fields exclude each other"),
    ("tiers --chart --no-header", "a chart and --no-header exclude each other"),
    ("stats --chart", "--chart draws 4 measures at most, and these are "),
    ("policy --chart", "--chart"),
]


def test_chart_width_and_theme_are_refused_where_unused(tip: Tip) -> None:
    """A chart, a width and a theme are for what has them, and within limits; one line says so."""
    for line, said in USAGE:
        result = tip(*line.split())
        assert (line, result.code, result.out) == (line, 2, "")
        assert said in result.err
        assert len(result.err.splitlines()) == 1, line


def test_text_is_as_wide_as_is_asked_for(tip: Tip) -> None:
    """`--width` in columns is as if the terminal had so many, also in a pipe."""
    for line in ("tiers", "routes --chart"):
        lines = tip(*line.split(), "--width", "50").lines
        assert 40 < max(map(len, lines)) <= 50


def test_rich_stays_with_the_terminal() -> None:
    """Rich is imported where lines are put on a terminal, and nowhere else."""
    modules = [(path.parent.name, path.read_text()) for path in (ROOT / "src").rglob("*.py")]
    importing = re.compile(r"^\s*(from|import) rich", re.MULTILINE)
    assert {room for room, text in modules if importing.search(text)} == {"terminal"}
