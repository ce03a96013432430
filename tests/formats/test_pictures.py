"""Pictures of what a terminal shows: the same lines, in files that hold and fetch nothing else."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import html5lib
import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import OTHER, ROOT, Tip, spawn
from tests.formats.test_formats import HOSTILE_STORE, UNSAFE
from tests.pseudo_terminal import in_columns
from tests.small import small_store

COLUMN = 12
"""How wide a column of an SVG picture is."""
SVG = "{http://www.w3.org/2000/svg}"
COMMANDS = [
    *["routes", "stats", "tiers", "policy", "laws", "sources", "timeline", "coverage"],
    *["search shelter", "fields tiers", "routes --role internal", "policy --fields id,note"],
    *["routes --chart", "tiers --chart", "stats --measure victims-identified --chart"],
]
MARKUP = "</title></style></text></pre><script>alert(1)</script>]]><!--{0}{x}%s&lt;\"'\ufffe\uffff"


def svg_lines(text: str) -> list[str]:
    """The lines of text in an SVG picture, from top to bottom."""
    found: defaultdict[float, str] = defaultdict(str)
    for element in fromstring(text).iter(f"{SVG}text"):
        place = float(element.attrib["y"])
        column = round(float(element.attrib["x"]) / COLUMN)
        found[place] = f"{found[place]:{column}}{(element.text or '').rstrip()}"
    return trimmed(found[place] for place in sorted(found))


def html_lines(text: str) -> list[str]:
    """The lines of text on the page, which has to be sound HTML."""
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return trimmed("".join(page.find("body/pre").itertext()).split("\n"))


def trimmed(lines: Iterable[str]) -> list[str]:
    """The lines without the blanks around them."""
    ended = [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in lines]
    return "\n".join(ended).strip("\n").split("\n")


def folded(text: str, columns: int) -> list[str]:
    """The lines as a terminal shows them that goes on in a new line where one is full."""
    lines = [
        line[place : place + columns].rstrip()
        for line in re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()
        for place in range(0, max(len(line), 1), columns)
    ]
    return "\n".join(lines).strip("\n").split("\n")


READERS = {"svg": svg_lines, "html": html_lines}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("columns", [40, 100])
def test_the_lines_are_those_of_a_terminal(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, form: str, command: str, columns: int
) -> None:
    """Every command's picture has, line by line, what a terminal of that width shows."""
    line = ["--store", str(OTHER), *command.split()]
    picture = tip(*line, "-f", form, "--width", str(columns))
    assert picture.code == 0
    shown = in_columns(monkeypatch, columns, *line).out
    pieces = folded(shown, columns)
    lines = READERS[form](picture.out)
    assert "".join(lines).replace(" ", "") == "".join(pieces).replace(" ", "")
    if max(map(len, shown.splitlines()), default=0) <= columns:
        assert lines == pieces


@pytest.mark.parametrize("form", READERS)
def test_a_hundred_columns_unless_said(tip: Tip, form: str) -> None:
    """Without `--width` a picture is 100 columns wide."""
    line = ["--store", str(OTHER), "policy", "-f", form]
    assert tip(*line) == tip(*line, "--width", "100")
    assert tip(*line) != tip(*line, "--width", "99")


@pytest.mark.parametrize("form", READERS)
def test_the_same_bytes_everywhere(form: str) -> None:
    """Neither the environment nor the terminal's letters change a picture."""
    line = ["--store", str(OTHER), "tiers", "--chart", "-f", form]
    once = spawn(*line, environment={"NO_COLOR": "1", "COLUMNS": "40", "TERM": "dumb"})
    again = spawn(*line, environment={"FORCE_COLOR": "1", "PYTHONIOENCODING": "ascii"})
    assert once.returncode == 0
    assert once.stdout == again.stdout
    assert "●" in once.stdout.decode()


@pytest.mark.parametrize("form", READERS)
def test_a_hostile_store_makes_no_markup(tip: Tip, tmp_path: Path, form: str) -> None:
    """Whatever a store says is text in the picture, its title included."""
    path = small_store(
        tmp_path,
        **HOSTILE_STORE | {"store": {"title": MARKUP}},
        findings=[{"statement": MARKUP, "note": MARKUP, "rank": "deprecated"}],
    )
    for command in ("policy", "stats", "sources", "stats --chart --totals"):
        picture = tip("--store", path, *command.split(), "-f", form)
        assert picture.code == 0
        assert not set(UNSAFE) - {"\n"} & set(picture.out)
        text = " ".join(READERS[form](picture.out))
        assert "<script" not in picture.out
        if command == "policy":
            assert "</style></text></pre><script>alert(1)</script>]]><!--{0}{x}%s&lt;" in text


def test_svg_stands_alone(tip: Tip) -> None:
    """One picture with a title and a ground of its own, text as text, and no address to fetch."""
    picture = fromstring(tip("tiers", "--chart", "-f", "svg").out)
    assert picture.tag == f"{SVG}svg"
    assert picture.attrib.keys() >= {"viewBox", "aria-labelledby"}
    title, style = picture.find(f"{SVG}title"), picture.find(f"{SVG}style")
    assert title is not None
    assert title.text
    assert style is not None
    assert style.text
    assert title.attrib["id"] == picture.attrib["aria-labelledby"]
    assert title.text.startswith("Human trafficking in Serbia: tiers (")
    tags = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert tags == {"svg", "title", "style", "defs", "clipPath", "rect", "g", "text"}
    assert not re.search(r"url\((?!#)|@import|@font-face", style.text)
    ids = {element.attrib["id"] for element in picture.iter() if "id" in element.attrib}
    for element in picture.iter():
        for name, value in element.attrib.items():
            assert "href" not in name
            assert "http" not in value
            assert set(re.findall(r"url\(#([^)]*)\)", value)) <= ids


def test_wide_letters_keep_their_width(tip: Tip, tmp_path: Path) -> None:
    """A text is as long as the columns that it takes, two for a wide letter, none for an accent."""
    path = small_store(tmp_path, findings=[{"statement": "한국 e\u0301"}])
    picture = tip("--store", path, "policy", "--fields", "statement", "-f", "svg").out
    [line] = [
        element for element in fromstring(picture).iter(f"{SVG}text") if "한국" in str(element.text)
    ]
    assert str(line.text).replace("\N{NO-BREAK SPACE}", " ").rstrip() == "한국 e\u0301 [1]"
    extra = len(str(line.text)) - len(str(line.text).rstrip("\N{NO-BREAK SPACE}"))
    assert float(line.attrib["textLength"]) == (4 + 1 + 1 + 1 + 3 + extra) * COLUMN


def test_html_stands_alone(tip: Tip) -> None:
    """A page with language, letters and title, styles in place, and nothing to fetch or run."""
    text = tip("tiers", "--chart", "-f", "html").out
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert page.attrib["lang"] == "en"
    assert page.find("head/meta[@charset='utf-8']") is not None
    assert page.find("head/title").text.startswith("Human trafficking in Serbia: tiers (")
    assert {element.tag for element in page.iter()} <= {
        *["html", "head", "meta", "title", "body", "pre", "span"]
    }
    names = {name for element in page.iter() for name in element.attrib}
    assert names <= {"lang", "style", "charset", "name", "content"}
    assert not re.search(r"url\(|@import", " ".join(e.attrib.get("style", "") for e in page.iter()))


@pytest.mark.parametrize("form", READERS)
def test_bold_stays_bold(tip: Tip, form: str) -> None:
    """What a terminal shows in bold, headings and found words, is bold in the picture."""
    assert "font-weight: bold" in tip("search", "shelter", "-n", "1", "-f", form).out


@pytest.mark.parametrize("form", READERS)
def test_a_picture_of_nothing(tip: Tip, form: str) -> None:
    """No row matches: an empty picture, and a message."""
    result = tip("tiers", "--year", "1900", "-f", form)
    assert (result.code, result.err) == (0, "tip: no tier matches\n")
    assert READERS[form](result.out) == [""]


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
    """A width is a picture's, and one that can be read."""
    result = tip(*line.split())
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_rich_stays_in_output() -> None:
    """Rich is imported in `output` alone."""
    importers = {
        path.relative_to(ROOT / "src" / "serbia_tip").parts[0]
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"^\s*(from|import) rich", path.read_text(), re.MULTILINE)
    }
    assert importers <= {"terminal", "views", "figures", "formats", "export"}
