"""The page, used in a real browser."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml.ElementTree import fromstring

from serbia_tip.export.page.page_tables import number_page_sources
from serbia_tip.model import Store
from tests.conftest import ROOT, Tip, client
from tests.exported import page
from tests.hostile import hostile

if TYPE_CHECKING:  # it comes with the clients, which not everybody has
    from playwright.sync_api import Browser, Locator, Page

    Open = Callable[..., Page]

AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    *["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    *["--disable-background-networking", "--disable-component-update", "--disable-sync"],
]
pytestmark = pytest.mark.client("chromium", "import playwright")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with import_module("playwright.sync_api").sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(shipped: Store, other: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of the pages as files."""
    folder = tmp_path_factory.mktemp("pages")
    attack = hostile(tmp_path_factory.mktemp("hostile"))
    texts = {"shipped": page(shipped), "other": page(other), "hostile": page(attack)}
    bare = re.sub("<script>.*</script>", "", texts["other"], flags=re.DOTALL)
    for name, text in {**texts, "other without script": bare}.items():
        (folder / f"{name}.html").write_bytes(text.encode())
    return {file.stem: file.as_uri() for file in folder.iterdir()}


@pytest.fixture
def visit(chromium: Browser, files: dict[str, str]) -> Iterator[Open]:
    """Open a page in a window of its own; nothing may go wrong in it or be asked for by it."""
    contexts = []
    wrong: list[str] = []

    def asked(url: str) -> None:
        if not url.startswith(("data:", *files.values())):
            wrong.append(url)

    def open_page(name: str = "shipped", anchor: str = "", **context: Any) -> Page:
        window = chromium.new_context(reduced_motion="reduce", **context)
        contexts.append(window)
        tab = window.new_page()
        tab.set_default_timeout(5_000)
        tab.on("console", lambda said: wrong.append(said.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("request", lambda request: asked(request.url))
        tab.goto(files[name] + anchor)
        return tab

    yield open_page
    for window in contexts:
        window.close()
    assert wrong == []


def in_view(row: Locator) -> None:
    """The row is, or soon comes, where a reader sees it."""
    import_module("playwright.sync_api").expect(row).to_be_in_viewport()


def shown(tab: Page) -> set[str]:
    """The ids of all rows that are found, also where many are left folded."""
    ids: list[str] = tab.locator("main tbody > tr").evaluate_all(
        "rows => rows.filter((row) => !row.closest('[hidden]')).map((row) => row.id)"
    )
    return set(ids)


def all_ids(store: Store) -> set[str]:
    """The ids of all rows of the store's page."""
    return {*(fact.id for fact in store.facts()), *number_page_sources(store).values()}


WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@WIDTHS
def test_the_box_searches_facts_measures_and_sources(
    visit: Open, tip: Tip, shipped: Store, width: int
) -> None:
    """It shows what has all the words, says how many, and keeps them in the address."""
    tab = visit(viewport={"width": width, "height": 800})
    box, status = (
        tab.get_by_label("Search all facts, measures and sources"),
        tab.get_by_role("status"),
    )
    box.fill("dominican republic")
    facts = {row["id"] for row in tip("search", "dominican republic", "-n", "99", "--json").json}
    assert shown(tab) >= facts > set()
    assert tab.url.endswith("#search=dominican%20republic")
    measure = "victims-identified"
    box.fill(shipped.measures[measure].title or "")
    figures = tip("stats", measure, "--deprecated", "--json").json
    assert shown(tab) >= {row["id"] for row in figures}
    key, source = next(iter(shipped.sources.items()))
    box.fill(source.title.upper())
    assert number_page_sources(shipped)[key] in shown(tab)
    box.fill("2016")  # which is within a longer span, though it names other years
    assert shown(tab) >= {row["id"] for row in tip("stats", "--year", "2016", "--json").json}
    named = [int(word.replace(",", "")) for word in re.findall(r"[\d,]*\d", status.inner_text())]
    assert sum(named) == len(shown(tab)) < len(all_ids(shipped))
    assert tab.locator("#about_answer").is_hidden()
    box.fill("no such words")
    assert (shown(tab), status.inner_text()) == (set(), "Nothing has all these words.")
    box.fill("")
    assert (shown(tab), status.inner_text()) == (all_ids(shipped), "")
    assert tab.locator("#about_answer").count() == tab.locator("details[open]").count() + 1


def test_what_is_found_comes_back_with_the_address(visit: Open) -> None:
    """An address with words shows what they find: a part with its whole, unfolded, newest first."""
    tab = visit("other", "#search=women%2040")
    assert tab.get_by_role("searchbox").input_value() == "women 40"
    assert tab.locator("main tbody > tr:visible").evaluate_all("rows => rows.map(r => r.id)") == [
        *["victims-identified-2010", "victims-identified-2010-women"]
    ]
    tab = visit("other")
    tab.locator(".years a", has_text="2005").click()
    assert tab.url.endswith("#search=2005")
    assert shown(tab) == {"tier-2005", "protocol-ratified"}


def test_each_picture_is_saved(visit: Open) -> None:
    """Each picture can be saved as a file of its own."""
    tab = visit("other", accept_downloads=True)
    saves = tab.get_by_role("button", name="Save the picture").all()
    assert len(saves) == tab.locator("figure").count() > 0
    for save in saves:
        with tab.expect_download() as saved:
            save.click()
        assert saved.value.suggested_filename.endswith(".svg")
        assert fromstring(saved.value.path().read_text()).tag.endswith("svg")


def test_the_keyboard_is_enough(visit: Open) -> None:
    """Tab leads to the skip link, and to the box that searches; Enter unfolds a group."""
    tab = visit("other", viewport={"width": 1280, "height": 800})
    focused = "document.activeElement.textContent"
    tab.keyboard.press("Tab")
    assert tab.evaluate(focused) == "Skip to the facts"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    if tab.evaluate("document.activeElement.tagName") != "INPUT":
        tab.keyboard.press("Tab")
    tab.keyboard.type("women 30")
    assert shown(tab) == {"victims-identified-2010", "victims-identified-2010-women"}
    tab.locator("#statistics_1 > summary").press("Enter")
    assert tab.locator("tbody > tr:visible").count() == 0


@WIDTHS
def test_a_link_to_a_fact(visit: Open, width: int) -> None:
    """The address of a fact shows and marks it, and so does a link from the fact it disputes."""
    tab = visit("other", "#tier-2007", viewport={"width": width, "height": 500})
    row, before = tab.locator("#tier-2007"), tab.locator("#tier-2006")
    look = "row => getComputedStyle(row).backgroundColor"
    in_view(row)
    assert row.evaluate(look) != before.evaluate(look)
    row.locator("p > a").click()
    assert tab.url.endswith("#tier-2007-gazette")
    in_view(tab.locator("#tier-2007-gazette"))
    assert row.evaluate(look) == before.evaluate(look)
    row.locator("td > a").first.click()
    assert tab.url.endswith("#tier-2007")


def test_a_link_to_a_fact_that_is_not_found(visit: Open) -> None:
    """Following a link clears the search that hides its fact; so does following it again."""
    tab = visit("other", "#search=women", viewport={"width": 1280, "height": 400})
    box = tab.get_by_role("searchbox")
    tab.evaluate("document.querySelector('.skip').setAttribute('href', '#tier-2003')")
    for _ in range(2):
        box.fill("tier 2005")
        assert shown(tab) == {"tier-2005"}
        tab.locator(".skip").press("Enter")
        in_view(tab.locator("#tier-2003"))
        assert box.input_value() == ""


def unfold(tab: Page) -> None:
    """Open all that is folded in."""
    tab.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


@pytest.mark.parametrize("name", ["shipped", "other", "hostile"])
def test_a_phone_scrolls_in_one_direction(visit: Open, name: str) -> None:
    """Nothing is wider than the page; what can be touched has room; no drawing is clipped."""
    tab = visit(name, viewport={"width": 320, "height": 780})
    unfold(tab)
    for width in (320, 390, 900, 1280):
        tab.set_viewport_size({"width": width, "height": 780})
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        if name != "hostile":
            assert tab.evaluate(TOO_SMALL) == []
            assert tab.evaluate(CLIPPED) == []


TOO_SMALL = """() => [...document.querySelectorAll(
    "nav a, button, input, summary, td a, .years a"
)].filter((each) => each.checkVisibility()).map((each) => {
    const { width, height } = each.getBoundingClientRect();
    return [each.outerHTML.slice(0, 80), width, height];
}).filter(([, width, height]) => height < 24 || width < 16)"""
CLIPPED = """() => [...document.querySelectorAll("svg.figure")].flatMap((svg) => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text, path, :not(.reach) > rect")].filter((each) => {
        const own = each.getBoundingClientRect();
        return own.left < box.left - 6 || own.right > box.right + 6
            || own.top < box.top - 6 || own.bottom > box.bottom + 6;
    }).map((each) => each.outerHTML.slice(0, 120));
})"""


def test_without_script(visit: Open, shipped: Store) -> None:
    """With scripts off every fact can be unfolded and read, and no control would do nothing."""
    tab = visit(java_script_enabled=False)
    assert tab.locator("input, button").count() == 0
    for summary in tab.locator(".groups summary").all():
        summary.click()
    rows = tab.locator("main tbody > tr")
    assert rows.locator("visible=true").count() == rows.count() == len(all_ids(shipped))


@pytest.mark.client("pdftohtml")
def test_on_paper_is_every_fact_and_no_control(visit: Open, tmp_path: Path) -> None:
    """On paper: no controls, every fact, addresses; at most 30 sheets, no text below 7 points."""
    tab = visit(viewport={"width": 718, "height": 1000})
    paper = tmp_path / "page.pdf"
    tab.pdf(path=paper, format="A4", prefer_css_page_size=True)
    client("pdftohtml", "-xml", "-i", str(paper))
    drawn = fromstring(paper.with_suffix(".xml").read_text())
    sheets = drawn.findall("page")
    assert len(sheets) <= 30
    headings = "\n".join(tab.locator("h2, h3, summary").all_text_contents())
    # What was folded is in a font of its own, its headings in that of the page, and bold.
    own = {font.attrib["id"] for font in drawn.iter("fontspec") if "Serif" in font.attrib["family"]}
    for sheet in sheets:
        texts = sorted(sheet.iter("text"), key=lambda text: int(text.attrib["top"]))
        feet = {int(text.attrib["left"]) // 300: text for text in texts}.values()
        bold = [text for text in feet if text.attrib["font"] not in own and text.findall("b")]
        alone = ["".join(text.itertext()).strip() for text in bold]
        assert [text for text in alone if text in headings] == []
    tab.emulate_media(media="print")
    # A browser makes all smaller where something is wider than the paper.
    assert tab.evaluate("document.documentElement.scrollWidth") <= 718
    assert tab.locator("input:visible, nav:visible, button:visible").count() == 0
    rows = tab.locator("table > tbody > tr")
    assert rows.locator("visible=true").count() == rows.count() > 1000
    assert round(min(tab.evaluate(SIZES)) * 0.75, 2) >= 7
    link = tab.locator("#table_sources ~ div a[href^=http]").first
    content = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "attr(href)" in content or link.get_attribute("href") in content


SIZES = """() => [...document.querySelectorAll("body :not(svg *, script, .skip, thead *)")].filter(
    (each) => each.checkVisibility() && each.textContent.trim()
).map((each) => parseFloat(getComputedStyle(each).fontSize))"""


LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("other", {}),
    "dark": ("other", {"color_scheme": "dark"}),
    "phone": ("other", {"viewport": {"width": 390, "height": 780}}),
    "wide": ("other", {"viewport": {"width": 1280, "height": 800}}),
    "no script": ("other without script", {}),
    "hostile": ("hostile", {}),
}


@pytest.mark.parametrize(("name", "context"), LOOKS.values(), ids=LOOKS)
def test_axe_finds_nothing(visit: Open, name: str, context: dict[str, Any]) -> None:
    """The accessibility checker has nothing to say."""
    if not AXE.is_file():
        missing = pytest.fail if os.environ.get("CLIENTS") == "required" else pytest.skip
        missing("not installed: npm install --prefix tests/clients")
    tab = visit(name, anchor="#tier-2007", **context)
    unfold(tab)
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [
        (each["id"], [node["html"][:200] for node in each["nodes"]][:3])
        for each in found["violations"]
    ] == []
