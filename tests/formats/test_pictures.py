"""Views as HTML: the same words as on a terminal; and charts as pictures."""

import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from tests.conftest import OTHER, ROOT, Tip
from tests.hostile import HOSTILE_STORE, UNSAFE
from tests.pseudo_terminal import in_columns
from tests.readers import svg_lines
from tests.small import small_store

COMMANDS = [
    *["routes", "stats", "tiers", "policy", "laws", "sources", "timeline", "coverage"],
    *["search shelter", "fields tiers", "routes --role source", "policy --fields id,note"],
    *["tiers --each", "routes --sources full", "stats victims-identified --sources none"],
    *["stats --year 2010", "disputes", "disputes --all", "tiers --changes"],
]
MARKUP = "</title></style></text></pre><script>alert(1)</script>]]><!--{0}{x}%s&lt;\"'\ufffe\uffff"


def html_lines(text: str) -> list[str]:
    """The texts on the page, which has to be sound HTML."""
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return list(page.find("body").itertext())


def letters(text: str) -> Counter[str]:
    """How often each letter is there, blanks aside."""
    return Counter("".join(text.split()))


def test_no_word_is_lost(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view has, letter for letter, what a terminal shows."""
    monkeypatch.setenv("NO_COLOR", "1")
    for command in COMMANDS:
        line = ["--store", str(OTHER), *command.split()]
        shown = in_columns(monkeypatch, 100, *line, "--no-pager").out
        page = tip(*line, "-f", "html").out
        assert (command, letters("".join(html_lines(page)))) == (command, letters(shown))


def test_a_table_is_a_table(other_tip: Tip) -> None:
    """The page has the view's headings as headings, and each cell in its column."""
    text = other_tip("routes", "--role", "transit", "-f", "html").out
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
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


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_hostile_store_makes_no_markup(tip: Tip, tmp_path: Path, form: str) -> None:
    """Whatever a store says is text on the page and in the picture, its title included."""
    path = small_store(
        tmp_path,
        **HOSTILE_STORE | {"store": {"title": MARKUP}},
        findings=[{"statement": MARKUP, "note": MARKUP, "rank": "deprecated"}],
    )
    views = ("policy", "stats", "sources", "stats --each")
    for command in ("stats --chart --totals", *(views if form == "html" else ())):
        picture = tip("--store", path, *command.split(), "-f", form)
        assert picture.code == 0
        assert not set(UNSAFE) - {"\n"} & set(picture.out)
        assert "<script" not in picture.out
        text = "".join((html_lines if form == "html" else svg_lines)(picture.out))
        is_said = command in ("policy", "stats --chart --totals")
        assert ("<script>alert(1)</script>" in text) == is_said


@pytest.mark.parametrize("form", ["tiers --chart", "tiers", "stats"])
def test_html_stands_alone(other_tip: Tip, form: str) -> None:
    """A page with language, letters and title, and nothing to fetch or run."""
    text = other_tip(*form.split(), "-f", "html").out
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert page.attrib["lang"] == "en"
    assert page.find("head/meta[@charset='utf-8']") is not None
    assert page.find("head/title").text.startswith("Human trafficking in Arden (")
    tags = {element.tag for element in page.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    for element in page.iter():
        assert not any(name.startswith("on") or name == "src" for name in element.attrib)
    assert not re.search(r"url\(|@import", text)


def test_a_chart_on_a_page_has_its_notes(other_tip: Tip) -> None:
    """The notes on a chart stand below it."""
    text = other_tip("tiers", "--chart", "-f", "html").out
    assert "<svg" in text
    assert "<p>Deprecated (2007): The report itself says Watch List.</p>" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tiers -f svg", "add --chart"),
        ("tiers --chart -f svg --width 19", "19"),
        ("tiers --chart -f svg --width 1001", "1001"),
        ("tiers -f svg --json", "--json and -f svg exclude each other"),
    ],
)
def test_usage(tip: Tip, line: str, said: str) -> None:
    """A picture is of a chart, and its width within limits."""
    result = tip(*line.split())
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_rich_stays_with_the_terminal() -> None:
    """Rich is imported where lines are put on a terminal, and nowhere else."""
    importers = {
        path.relative_to(ROOT / "src" / "serbia_tip").parts[0]
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"^\s*(from|import) rich", path.read_text(), re.MULTILINE)
    }
    assert importers == {"terminal"}
