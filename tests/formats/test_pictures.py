"""Views as SVG and HTML: the same words as on a terminal."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import OTHER, ROOT, Tip
from tests.hostile import HOSTILE_STORE, UNSAFE
from tests.pseudo_terminal import in_columns
from tests.readers import SVG, svg_lines
from tests.small import small_store

COMMANDS = [
    *["routes", "stats", "tiers", "policy", "laws", "sources", "timeline", "coverage"],
    *["search shelter", "fields tiers", "routes --role source", "policy --fields id,note"],
    *["tiers --each", "routes --sources full", "stats victims-identified --sources none"],
]
MARKUP = "</title></style></text></pre><script>alert(1)</script>]]><!--{0}{x}%s&lt;\"'\ufffe\uffff"


def html_lines(text: str) -> list[str]:
    """The texts on the page, which has to be sound HTML."""
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return list(page.find("body").itertext())


READERS = {"svg": svg_lines, "html": html_lines}


def letters(text: str) -> Counter[str]:
    """How often each letter is there, blanks aside."""
    return Counter("".join(text.split()))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("form", "columns"), [("svg", 40), ("svg", 100), ("html", 100)])
def test_no_word_is_lost(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, form: str, command: str, columns: int
) -> None:
    """Every view has, letter for letter, what a terminal shows."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = ["--store", str(OTHER), *command.split()]
    picture = tip(*line, "-f", form, "--width", str(columns))
    assert picture.code == 0
    shown = in_columns(monkeypatch, columns, *line, "--no-pager").out
    assert letters("".join(READERS[form](picture.out))) == letters(shown)


def rows_of(text: str) -> Iterator[list[tuple[float, str]]]:
    """The lines of an SVG picture: each text with where it begins."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for element in fromstring(text).iter(f"{SVG}text"):
        place = float(element.attrib["x"]), str(element.text)
        lines.setdefault(float(element.attrib["y"]), []).append(place)
    for height in sorted(lines):
        yield sorted(lines[height])


def test_cells_stand_under_their_headings(other_tip: Tip) -> None:
    """The cells of a column begin where its heading does."""
    lines = list(rows_of(other_tip("routes", "--role", "transit", "-f", "svg").out))
    [heads] = [line for line in lines if line[0][1] == "From"]
    [cells] = [line for line in lines if line[0][1] == "Brückland"]
    assert [x for x, _ in heads] == [x for x, _ in cells]
    assert cells[1][1].startswith("Cardenia +")


def test_a_picture_is_as_wide_as_is_said(other_tip: Tip) -> None:
    """`--width` is in columns, and without it there are a hundred."""
    usual = other_tip("policy", "-f", "svg")
    assert usual == other_tip("policy", "-f", "svg", "--width", "100")
    narrow = other_tip("policy", "-f", "svg", "--width", "50")
    widths = [float(fromstring(each.out).attrib["width"]) for each in (usual, narrow)]
    assert widths[0] > 1.5 * widths[1]


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


@pytest.mark.parametrize("form", READERS)
def test_a_hostile_store_makes_no_markup(tip: Tip, tmp_path: Path, form: str) -> None:
    """Whatever a store says is text in the picture, its title included."""
    path = small_store(
        tmp_path,
        **HOSTILE_STORE | {"store": {"title": MARKUP}},
        findings=[{"statement": MARKUP, "note": MARKUP, "rank": "deprecated"}],
    )
    for command in ("policy", "stats", "sources", "stats --each", "stats --chart --totals"):
        picture = tip("--store", path, *command.split(), "-f", form)
        assert picture.code == 0
        assert not set(UNSAFE) - {"\n"} & set(picture.out)
        assert "<script" not in picture.out
        text = "".join(READERS[form](picture.out))
        if command == "policy":
            assert "<script>alert(1)</script>" in text


@pytest.mark.parametrize("form", ["tiers --chart", "tiers", "stats"])
def test_html_stands_alone(other_tip: Tip, form: str) -> None:
    """A page with language, letters and title, and nothing to fetch or run."""
    text = other_tip(*form.split(), "-f", "html").out
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert page.attrib["lang"] == "en"
    assert page.find("head/meta[@charset='utf-8']") is not None
    assert page.find("head/title").text.startswith("Human trafficking in Arden: ")
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
        ("tiers --width 80", "--width is for -f svg and -f html, not for table"),
        ("tiers --json --width 80", "--width is for -f svg and -f html, not for json"),
        ("tiers -f svg --width 19", "19"),
        ("tiers -f svg --width 1001", "1001"),
        ("tiers -f svg --json", "--json and -f svg exclude each other"),
    ],
)
def test_usage(tip: Tip, line: str, said: str) -> None:
    """A width is for pictures only, and within limits."""
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
