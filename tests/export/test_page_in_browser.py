"""The page, used in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml.ElementTree import fromstring

from serbia_tip.export.tables import WHOLE
from serbia_tip.model import Store
from serbia_tip.queries.filters import Order
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.queries.rows import COMMANDS, IdentifiedRow, row_fields
from tests.conftest import OTHER, ROOT, Tip
from tests.exported import COMMANDS as COMMAND_OF
from tests.exported import page
from tests.hostile import hostile
from tests.readers import of_csv

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


def section(tab: Page, table: str) -> Locator:
    """A table with its heading and its form, unfolded."""
    part = tab.locator(f"section:has(> #table_{table})")
    folded = part.locator("details.table:not([open]) > summary")
    if folded.count():
        folded.click()
    return part


def in_view(row: Locator) -> None:
    """The row is, or soon comes, where a reader sees it."""
    import_module("playwright.sync_api").expect(row).to_be_in_viewport()


def shown(part: Locator) -> list[str]:
    """The ids of the rows of a section that can be seen, in their order."""
    ids: list[str] = part.locator("table[data-noun] > tbody > tr").evaluate_all(
        "rows => rows.filter((row) => row.checkVisibility()).map((row) => row.id)"
    )
    return ids


def test_filters_narrow_the_rows_as_options_do(visit: Open, tip: Tip) -> None:
    """Words, a year and a choice narrow the rows as the command's options do; Clear undoes it."""
    part = section(visit(), "routes")
    status = part.locator("[role=status]")

    def ids(*options: str) -> list[str]:
        return [row["id"] for row in tip("routes", *options, "--json", "--deprecated").json]

    number = len(ids())
    assert status.inner_text() == f"{number} routes"
    part.get_by_label("Role").select_option("transit")
    assert shown(part) == ids("--role", "transit")
    assert status.inner_text() == f"{len(ids('--role', 'transit'))} of {number} routes"
    part.get_by_label("Year").select_option("2008")
    assert sorted(shown(part)) == sorted(ids("--role", "transit", "--year", "2008"))
    part.get_by_label("Words").fill("slovenia ITALY")
    named = ids("--role", "transit", "--year", "2008", "--from", "SI", "--to", "IT")
    assert sorted(shown(part)) == sorted(named) != []
    part.get_by_label("Words").fill("no such words")
    assert shown(part) == []
    assert not part.locator("table").is_visible()
    part.get_by_role("button", name="Clear").click()
    assert (shown(part), status.inner_text()) == (ids(), f"{number} routes")


def test_filters_in_the_address(visit: Open, tip: Tip) -> None:
    """What was chosen is kept in the address, which leads back to it; a year's own come first."""
    tab = visit("shipped", "#table_statistics?year=2015")
    part = tab.locator("section:has(> #table_statistics)")
    part.get_by_label("Measure").wait_for()
    every = tip("stats", "--json", "--deprecated").json
    rows = {row["id"]: row["period"] for row in every}
    ids = shown(part)
    asked = tip("stats", "--year", "2015", "--json", "--deprecated").json
    assert sorted(ids) == sorted(row["id"] for row in asked)
    within = [rows[id_] == "2015" for id_ in ids if rows[id_] == "2015" or "/" in rows[id_]]
    assert (within, len({*within})) == (sorted(within, reverse=True), 2)
    part.get_by_label("Measure").select_option(label="Victims identified")
    part.get_by_role("button", name="Value").click()
    address = "#table_statistics?year=2015&measure=victims-identified&sort=value"
    assert tab.url.endswith(address)
    other = visit("shipped", address).locator("section:has(> #table_statistics)")
    other.get_by_label("Measure").wait_for()
    assert shown(other) == shown(part)
    measures = {row["measure"] for row in every}
    assert other.get_by_label("Measure").locator("option").count() == len(measures) + 1


def test_a_link_that_narrows(visit: Open, tip: Tip) -> None:
    """From a pair of countries, and from a year, a link leads to the rows behind it."""
    tab = visit()
    link = tab.locator("a[data-narrow^='role=source']").first
    link.click()
    part = tab.locator("section:has(> #table_routes)")
    part.get_by_label("Role").wait_for()
    wanted = ["--role", "source", "--to", link.inner_text(), "--standing", "stated", "--json"]
    assert sorted(shown(part)) == sorted(row["id"] for row in tip("routes", *wanted).json)
    tab = visit("other", "#year_2010", viewport={"width": 900, "height": 700})
    year = tab.locator("#year_2010")
    in_view(year.locator("summary"))
    assert year.locator("li").all_inner_texts() == ["2 routes", "5 statistics", "2 findings"]
    year.get_by_text("2 findings").click()
    part = tab.locator("section:has(> #table_findings)")
    part.get_by_label("Year").wait_for()
    assert shown(part) == ["shelter-2010", "strategy-2010"]


def test_each_drawing_is_saved(visit: Open) -> None:
    """A file of its own: with its title, its sources, and the looks that it has on the page."""
    tab = visit("other", accept_downloads=True)
    saves = tab.get_by_role("button", name="Save the drawing").all()
    assert len(saves) == tab.locator("figure").count() == 2
    for save in saves:
        with tab.expect_download() as saved:
            save.click()
        drawn = fromstring(saved.value.path().read_text())
        assert "Human trafficking in Arden." in " ".join(" ".join(drawn.itertext()).split())
        drawings = [each for each in drawn.iter() if each.tag.endswith(("path", "circle"))]
        assert {each.attrib["fill"][:3] for each in drawings} <= {"rgb", "non"}
    assert saved.value.suggested_filename == "where-from-and-where-to.svg"


def test_a_heading_sorts_then_the_other_way_around(visit: Open, other: Store) -> None:
    """Each heading sorts, then the other way around, like `--sort`: what is absent comes last."""
    tab = visit("other")
    queries = {"sources": sources} | {kind.table: kind.query for kind in KINDS.values()}
    for table, command in COMMAND_OF.items():
        part = section(tab, table)
        rows: Sequence[IdentifiedRow] = queries[table](other, common=WHOLE)
        titles = {field.title: field.name for field in row_fields(COMMANDS[command])}
        headings = part.locator("table[data-noun] thead th").all()
        assert len(headings) > 3
        for heading in headings:
            assert heading.get_attribute("aria-sort") is None
            name = titles[heading.inner_text()]
            for descending, word in ((False, "ascending"), (True, "descending")):
                heading.locator("button").click()
                assert heading.get_attribute("aria-sort") == word
                in_order = Order(name, descending).sorted(rows)
                if name == "value":  # within its unit, the commonest first
                    units = Counter(getattr(row, "unit", "") for row in in_order)
                    unit = attrgetter("unit")
                    in_order.sort(key=lambda row: (-units[unit(row)], unit(row)))
                assert [id_.removeprefix("s_") for id_ in shown(part)] == [r.id for r in in_order]
            assert part.locator("[aria-sort]").count() == 1


def test_the_keyboard_is_enough(visit: Open) -> None:
    """Tab leads to the skip link, from there to the facts, and to a heading that Enter sorts by."""
    tab = visit("other", viewport={"width": 1280, "height": 800})
    focused = "document.activeElement.textContent"
    tab.keyboard.press("Tab")
    assert tab.evaluate(focused) == "Skip to the facts"
    tab.keyboard.press("Enter")
    tab.locator("table.routes thead button").first.wait_for()
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate(focused) == "Period":
            break
    heading = section(tab, "routes").locator("thead th").first
    for key, order in (("Enter", "ascending"), ("Space", "descending")):
        tab.keyboard.press(key)
        assert (heading.get_attribute("aria-sort"), tab.evaluate(focused)) == (order, "Period")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_link_to_a_fact(visit: Open, width: int) -> None:
    """The address of a fact shows and marks it, and so does a link from the fact it disputes."""
    tab = visit("other", "#tier-2007", viewport={"width": width, "height": 400})
    row, before = tab.locator("#tier-2007"), tab.locator("#tier-2006")
    look = "row => [row, row.cells[1]].map((part) => getComputedStyle(part).backgroundColor)"
    in_view(row)
    assert row.evaluate(look) != before.evaluate(look)
    row.locator("p.disputed_by > a").click()
    assert tab.url.endswith("#tier-2007-gazette")
    in_view(tab.locator("#tier-2007-gazette"))
    assert row.evaluate(look) == before.evaluate(look)


def test_a_link_to_a_fact_that_is_filtered_out(visit: Open) -> None:
    """Following a link clears the filter that hides its fact; so does following it again."""
    tab = visit("other", viewport={"width": 1280, "height": 400})
    part = section(tab, "tiers")
    tab.evaluate("document.querySelector('.reading a').setAttribute('href', '#tier-2003')")
    for _ in range(2):
        part.get_by_label("Words").fill("2005")
        assert shown(part) == ["tier-2005"]
        tab.locator(".reading a").click()
        in_view(tab.locator("#tier-2003"))
        assert part.get_by_label("Words").input_value() == ""


def unfold(tab: Page) -> None:
    """Open all that is folded in."""
    tab.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


@pytest.mark.parametrize("name", ["shipped", "other", "hostile"])
def test_a_phone_scrolls_in_one_direction(visit: Open, name: str) -> None:
    """Nothing is wider than the page; what can be touched has room; no drawing is clipped."""
    tab = visit(name, viewport={"width": 320, "height": 780})
    unfold(tab)
    for width in (320, 900, 1300):
        tab.set_viewport_size({"width": width, "height": 780})
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        if name != "hostile":
            assert tab.evaluate(TOO_SMALL) == []
            assert tab.evaluate(CLIPPED) == []


TOO_SMALL = """() => [...document.querySelectorAll(
    "nav a, button, input, select, summary, tbody p a, .pairs a, .year a"
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


@pytest.mark.parametrize("name", ["shipped", "other"])
def test_each_table_is_saved_as_the_command_prints_it(
    visit: Open, tip: Tip, tmp_path: Path, name: str
) -> None:
    """Without a network, each table is saved as JSON and CSV: the very rows of the commands.

    A figure stands as JavaScript writes it, which knows no difference between 6 and 6.0.
    """
    store = ["--store", str(OTHER)] if name == "other" else []
    for table, command in COMMAND_OF.items():
        tab = visit(name, accept_downloads=True)  # one page may save ten files at once, not more
        part = section(tab, table)
        more = [] if command == "sources" else ["--deprecated"]
        for form in ("json", "csv"):
            with tab.expect_download() as saved:
                part.get_by_role("button", name=f"Save as {form.upper()}").click()
            file = tmp_path / f"{name}-{saved.value.suggested_filename}"
            saved.value.save_as(file)
            assert file.name == f"{name}-{table}.{form}"
            printed, text = tip(*store, command, "-f", form, *more).out, file.read_bytes().decode()
            if form == "json":
                assert json.loads(text) == json.loads(printed)
            else:
                wanted = re.sub(r"(?<=,)(-?\d+)\.0(?=,)", r"\1", printed)
                assert of_csv(text) == of_csv(wanted)


def test_without_script(visit: Open, shipped: Store) -> None:
    """With scripts off every fact can be unfolded and read, and no control would do nothing."""
    tab = visit(java_script_enabled=False)
    assert tab.locator("form:visible, button:visible").count() == 0
    read = 0
    for table in COMMAND_OF:
        part = section(tab, table)
        rows = part.locator("table > tbody > tr")
        assert rows.count() == rows.locator("visible=true").count() > 0
        read += rows.count()
    assert read == len(shipped.facts()) + len(shipped.sources)


def test_on_paper_is_every_fact_and_no_control(visit: Open) -> None:
    """On paper: no controls, every fact, addresses; at most 60 pages, no text below 7 points."""
    tab = visit(viewport={"width": 718, "height": 1000})
    paper = tab.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") <= 60
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    # A browser makes all smaller where something is wider than the paper.
    assert tab.evaluate("document.documentElement.scrollWidth") <= 718
    assert tab.locator("form:visible, nav:visible, button:visible").count() == 0
    rows = tab.locator("table > tbody > tr")
    assert rows.locator("visible=true").count() == rows.count() > 1000
    assert round(min(tab.evaluate(SIZES)) * 0.75, 2) >= 7
    link = tab.locator(".sources a[href^=http]").first
    content = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "attr(href)" in content or link.get_attribute("href") in content


SIZES = """() => [...document.querySelectorAll("body :not(svg *, script, .skip, thead *)")].filter(
    (each) => each.checkVisibility() && each.textContent.trim()
).map((each) => parseFloat(getComputedStyle(each).fontSize))"""


LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("other", {}),
    "dark": ("other", {"color_scheme": "dark"}),
    "phone": ("other", {"viewport": {"width": 320, "height": 780}}),
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
