"""The page, read strictly as HTML."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

import serbia_tip
from serbia_tip.export.html import page
from serbia_tip.model import Store
from serbia_tip.queries import lookups
from serbia_tip.queries.rows import COMMANDS, fields
from serbia_tip.views.values import SIGNS
from tests.conftest import OTHER, ROOT, Tip
from tests.formats.test_formats import UNSAFE
from tests.small import small_store

PARTS = ROOT / "src" / "serbia_tip" / "export" / "web"
COMMAND_OF = {
    "routes": "routes",
    "statistics": "stats",
    "tiers": "tiers",
    "findings": "policy",
    "laws": "laws",
    "sources": "sources",
}
"""The command whose rows a table has, by the table's name."""
MARKUP = (
    "</title></style></script></svg><script>alert(1)</script>]]>"
    "<!--{{ 0 }}{% x %}&lt;\"'>\ufffe\U0001fffe"
)
LONG = "w" * 10_000


def parsed(text: str) -> Element:
    """The page, which has to be sound HTML."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return root


def words(element: Element) -> str:
    """The text in an element, as a browser spaces it."""
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def pages(shipped: Store, other: Store) -> dict[str, str]:
    """The pages of the shipped store and of the made-up one."""
    return {"shipped": page(shipped), "other": page(other)}


@pytest.fixture(scope="module")
def roots(pages: dict[str, str]) -> dict[str, Element]:
    """The same pages, read."""
    return {name: parsed(text) for name, text in pages.items()}


STORES = pytest.mark.parametrize("name", ["shipped", "other"])

# --- the file ----------------------------------------------------------------------------------


def rows_of(root: Element, table: str) -> Iterator[Element]:
    """The rows of a table by its name."""
    yield from root.iterfind(f".//table[@class='{table}']/tbody/tr")


def said(root: Element, table: str, row: Element) -> dict[str, Any]:
    """What the page says of a row: its text under the titles of its columns and details."""
    headings = [words(each) for each in root.iterfind(f".//table[@class='{table}']/thead/tr/th")]
    found: dict[str, Any] = dict(zip(headings, map(words, row.iterfind("td")), strict=True))
    for detail in row.iterfind("td/dl/div"):
        name, *values = detail
        found[words(name)] = [words(value) for value in values]
    statement = row.find("td/span[@class='statement']")
    if statement is not None:
        found["Statement"] = words(statement)
    return found


def expected(row: dict[str, Any], home: str) -> dict[str, Any]:  # noqa: C901  # a case a field
    """The same, worked out from the row as JSON has it; what goes without saying is left out."""
    titles = {field.name: field.title for field in fields(COMMANDS[row.pop("command")])}
    texts: dict[str, Any] = {}
    for name, value in row.items():
        match value:
            case None | []:
                texts[name] = "—"
            case bool():
                texts[name] = "yes" if value else "no"
            case list():
                texts[name] = "; ".join(value)
            case _:
                texts[name] = " ".join(str(value).split())
    if "bound" in row:
        unit = {"percent": "%"}.get(row["unit"], row["unit"])
        unit = unit.removesuffix("s")  # one of it is written without, which is no matter here
        of = "" if row["out_of"] is None else f" of {row['out_of']:,}"
        texts["value"] = f"{SIGNS[row['bound']]}{row['value']:,}{of} {unit}"
        for within in ("bound", "unit", "out_of"):
            del texts[within]
    for end in ("origin", "destination"):
        if end in row:
            code = texts.pop(f"{end}_code")
            texts[end] += f" {code}" if row[end] else ""
    if "statement" in row:
        if row["attributed_to"] in (None, texts["said_by"]):  # or else it is another name
            del texts["attributed_to"]
        if "standing" in texts:
            texts["standing"] = texts["standing"].replace("_", " ")
        tail = ["entity", "attributed_to", "said_by", "reported", "rank", "disputed_by", "note"]
        for name in ("part_of", *tail):
            if texts.get(name) in (None, "—", home, "normal"):
                texts.pop(name, None)
            else:
                texts[name] = [texts[name]]
        for elsewhere in ("id", "sources"):
            del texts[elsewhere]
        if "period" in row:
            del texts["year"]
    else:
        del texts["url"]
    return {titles[name]: text for name, text in texts.items()}


@STORES
def test_every_value_is_that_of_the_json(
    tip: Tip, roots: dict[str, Element], name: str, shipped: Store, other: Store
) -> None:
    """Each row has, in its order, all that `--json` has: values, doubts, sources, years, links."""
    store = {"shipped": shipped, "other": other}[name]
    home = store.countries[store.store.country].name
    root = roots[name]
    for table, command in COMMAND_OF.items():
        arguments = ["--store", str(OTHER)] if name == "other" else []
        rows = tip(*arguments, command, "--json").json
        lines = list(rows_of(root, table))
        assert len(lines) == len(rows) > 0
        for line, row in zip(lines, rows, strict=True):
            mine = said(root, table, line)
            assert line.attrib["id"].removeprefix("source_") == row["id"]
            if table == "sources":
                link = line.find("td/a")
                assert (link.attrib["href"] if link is not None else None) == row["url"]
            else:
                cited = mine.pop("Sources" if len(row["sources"]) > 1 else "Source")
                assert len(cited) == len(row["sources"])
                for text, source in zip(cited, row["sources"], strict=True):
                    key = source.partition("[")[0]
                    assert text.startswith(" ".join(store.sources[key].title.split()))
                    assert text.endswith(f" {key}")
                doubts = line.find("td/strong")
                assert (doubts is not None) == bool(
                    row["disputed_by"] or row["rank"] == "deprecated"
                )
                assert line.attrib.get("data-from") == (
                    None if row["year"] is None else str(row["year"])
                )
            if "Value" in mine:
                mine["Value"] = mine["Value"].removesuffix("s")
            assert mine == expected({**row, "command": command}, home)


@STORES
def test_ids_and_links(roots: dict[str, Element], name: str, shipped: Store, other: Store) -> None:
    """Each fact and each source is an anchor, no id comes twice, and each link within leads on."""
    store = {"shipped": shipped, "other": other}[name]
    root = roots[name]
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert {fact.id for fact in store.facts()} <= set(ids)
    assert {f"source_{key}" for key in store.sources} <= set(ids)
    links = {element.attrib["href"] for element in root.iter("a")}
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} <= {
        *["http", "https", "tel"]
    }
    named = {
        name
        for element in root.iter()
        for attribute in element.attrib.keys() & {"aria-labelledby", "for"}
        for name in element.attrib[attribute].split()
    }
    assert named <= set(ids)


def test_locators_are_in_words(roots: dict[str, Element]) -> None:
    """A source is a link, with the place in it, and the entry of the list that tells the rest."""
    root = roots["other"]
    [row] = [row for row in rows_of(root, "routes") if row.attrib["id"] == "transit-2010-xb-xc"]
    cited = [dd for div in row.iterfind("td/dl/div[@class='cited']") for dd in div.iterfind("dd")]
    assert [words(dd) for dd in cited] == [
        "Report on Trafficking 2010 , p. 13 report-2010".replace(" ,", ","),
        "Arden Gazette gazette",
    ]
    assert [a.attrib["href"] for dd in cited for a in dd.iterfind("a")] == [
        *["https://reports.example/2010", "#source_report-2010"],
        *["https://gazette.example/2011", "#source_gazette"],
    ]


@STORES
def test_nothing_can_be_fetched_or_run_but_its_own(roots: dict[str, Element], name: str) -> None:
    """The policy names the style and the script by their hash, and allows nothing else."""
    from base64 import b64encode
    from hashlib import sha256

    root = roots[name]
    policy = root.find("head/meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    rules = dict(
        rule.strip().split(" ", 1) for rule in policy.attrib["content"].rstrip(";").split(";")
    )
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        [element] = root.iter(tag)
        assert not element.attrib
        digest = b64encode(sha256(str(element.text).encode()).digest()).decode()
        assert rules.pop(rule) == f"'sha256-{digest}'"
    assert rules.pop("img-src") == "data:"
    assert rules.keys() >= {"default-src"}
    assert set(rules.values()) == {"'none'"}
    names = {attribute for element in root.iter() for attribute in element.attrib}
    assert not {attribute for attribute in names if attribute.startswith("on")}
    assert not names & {"src", "srcset", "style", "action", "ping"}
    [style] = root.iter("style")
    assert not re.search(r"url\(|@import|@font-face", str(style.text))


def test_it_is_small(pages: dict[str, str]) -> None:
    """The page of a thousand facts is a fast download, unpacked."""
    assert len(pages["shipped"].encode()) < 2_000_000


def test_the_same_bytes_again(tmp_path: Path, pages: dict[str, str]) -> None:
    """Neither time nor chance leaves a trace in the page."""
    program = (
        "import sys, pathlib, serbia_tip; from serbia_tip.export.html import contents; "
        "pathlib.Path(sys.argv[2]).write_bytes(contents(serbia_tip.load(sys.argv[1])))"
    )
    to = tmp_path / "facts.html"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", program, str(OTHER), str(to)], env=environment, check=True
        )
        assert to.read_bytes() == pages["other"].encode()


def test_the_templates_know_no_country(shipped: Store) -> None:
    """No country and no year of the store stands in what the page is made of."""
    text = "".join(
        path.read_text() for path in PARTS.iterdir() if path.suffix != ".py" and path.is_file()
    )
    text = text.replace("Georgia", "a typeface")
    names = {country.name for country in shipped.countries.values()}
    assert not re.findall(rf"\b({'|'.join(names)})\b", text)
    assert not re.findall(r"\b(19|20)\d\d\b", text)


def hostile(folder: Path) -> Store:
    """A store in which every text is an attack."""
    trouble = MARKUP + "".join(UNSAFE) + "javascript:alert(1)"
    return serbia_tip.load(
        small_store(
            folder,
            store={"title": trouble, "version": trouble},
            source={"title": trouble, "publisher": trouble, "kind": trouble},
            routes=[
                {"statement": trouble, "destination": "XB", "people": [trouble], "purpose": LONG}
            ],
            statistics=[{"statement": trouble, "measure": trouble, "unit": trouble, "group": LONG}],
            tiers=[
                {"statement": trouble, "entity": trouble, "sources": [f"book[{trouble}]"]},
                {"statement": LONG, "entity": LONG, "year": 2003},
            ],
            findings=[{"statement": trouble, "topic": LONG, "note": trouble}],
            laws=[{"statement": LONG, "name": trouble, "event": LONG, "attributed_to": trouble}],
        )
    )


def test_a_hostile_store_makes_no_markup(tmp_path: Path) -> None:
    """Whatever a store says is text on the page; letters that act on others are written out."""
    text = page(hostile(tmp_path))
    root = parsed(text)
    [_] = root.iter("script")
    assert not set(UNSAFE) - {"\n"} & set(text)
    [statement] = [
        words(row) for row in root.iterfind(".//table[@class='findings']//*[@class='statement']")
    ]
    shown = MARKUP.replace("\ufffe", r"\ufffe").replace("\U0001fffe", r"\U0001fffe")
    assert statement.startswith(shown)
    assert r"\x00\x01" in statement
    assert r"\u202e" in statement
    assert html.escape(shown) not in statement


def test_a_store_with_nothing(tmp_path: Path) -> None:
    """A store without facts, sources to speak of, help and profile has a page that says so."""
    path = small_store(tmp_path)
    text = re.sub(r"\[sources.book\]\n(?:.+\n?)*", "[sources]", Path(path).read_text())
    Path(path).write_text(text)
    root = parsed(page(serbia_tip.load(path)))
    said = [words(each) for each in root.iterfind(".//section/p")]
    assert said == [
        *["No route is stored.", "No statistic is stored.", "No tier is stored."],
        *["No finding is stored.", "No law is stored.", "No source is stored."],
    ]
    assert root.find(".//table") is None
    assert root.find(".//svg") is None
    assert "Help for" not in words(root)


@pytest.mark.parametrize(
    "facts",
    [
        {"routes": [{}]},
        {"routes": [{"role": "internal", "destination": "XA"}]},
        {"routes": [{"destination": "XB", "period": "2001/2004"}]},
        {"tiers": [{}]},
        {"laws": [{"period": "2001-09-06"}]},
        {"statistics": [{"value": 0}]},
    ],
)
def test_a_store_with_one_kind(tmp_path: Path, facts: dict[str, Any]) -> None:
    """One fact alone makes a page, whatever its kind."""
    [(table, _)] = facts.items()
    root = parsed(page(serbia_tip.load(small_store(tmp_path, **facts))))
    assert [row.attrib["id"] for row in rows_of(root, table)] == [f"{table}-0"]


# --- the drawings ------------------------------------------------------------------------------


def drawn_runs(root: Element) -> list[list[str]]:
    """The ids of the ratings that each line of the timeline joins."""
    [drawing] = [svg for svg in root.iter() if svg.attrib.get("role") == "group"]
    places = {}
    for link in drawing.iter():
        if link.attrib.get("href", "").startswith("#"):
            [mark] = [each for each in link if each.attrib.get("class") == "mark"]
            x, y = re.findall(r"[\d.]+", mark.attrib["transform"])
            places[float(x), float(y)] = link.attrib["href"][1:]
    runs = []
    for path in drawing.iter():
        if path.attrib.get("class") == "line":
            numbers = re.findall(r"([MHV])([\d.]+)(?: ([\d.]+))?", path.attrib["d"])
            x, y = float(numbers[0][1]), float(numbers[0][2])
            met = [places[x, y]]
            for letter, number, _ in numbers[1:]:
                x, y = (float(number), y) if letter == "H" else (x, float(number))
                met += [places[x, y]] if (x, y) in places and places[x, y] != met[-1] else []
            runs.append(met)
    return runs


@STORES
def test_the_line_leads_over_no_gap(
    roots: dict[str, Element], name: str, shipped: Store, other: Store
) -> None:
    """The line joins two years where neither gap, dispute nor change of the state lies between."""
    store = {"shipped": shipped, "other": other}[name]
    rows = lookups.tiers(store)
    joined = [
        (one.id, after.id)
        for one, after in pairwise(rows)
        if after.year == one.year + 1
        and one.entity == after.entity
        and not any(row.disputed_by or row.rank == "deprecated" for row in (one, after))
    ]
    runs = drawn_runs(roots[name])
    assert [pair for run in runs for pair in pairwise(run)] == joined
    assert len(joined) == {"shipped": 18, "other": 1}[name]


def test_the_timeline_says_what_each_mark_is(roots: dict[str, Element]) -> None:
    """Each rating is a link that says its year, tier and standing; gaps and changes are marked."""
    root = roots["other"]
    labels = [
        link.attrib["aria-label"]
        for link in root.iter()
        if "aria-label" in link.attrib and "href" in link.attrib
    ]
    assert labels == [
        "2003: Tier 3, stated",
        "2005: Tier 2, stated",
        "2006: Tier 2, inferred",
        "2007: Tier 2, deprecated",
        "2007: Tier 2 Watch List, disputed",
    ]
    [drawing] = [svg for svg in root.iter() if svg.attrib.get("role") == "group"]
    classes = [element.attrib.get("class") for element in drawing.iter()]
    assert classes.count("gap") == 1
    assert classes.count("change") == 1
    assert [e.text for e in drawing.iter() if e.attrib.get("class") == "state"] == [
        *["Union of Arden", "Arden"]
    ]


def test_the_map_draws_each_flow(roots: dict[str, Element]) -> None:
    """A line for each role and each stretch of the way between two countries, and their names."""
    root = roots["other"]
    [drawing] = [svg for svg in root.iter() if svg.attrib.get("role") == "img"]
    classes = [element.attrib.get("class", "") for element in drawing.iter()]
    assert sorted(each for each in classes if each.startswith("leg")) == [
        *["leg source", "leg transit", "leg transit"]
    ]
    texts = [str(e.text) for e in drawing.iter() if e.text and "text-anchor" in e.attrib]
    assert {"Arden", "Brückland", "Cardenia"} <= set(texts)
    [table] = [t for t in root.iter("table") if "class" not in t.attrib]
    assert [[words(cell) for cell in row] for row in table.iterfind("tbody/tr")] == [
        ["source", "Arden", "Brückland", "1", "2010"],
        ["source", "Arden", "not named", "1", "2004"],
        ["transit", "Brückland", "Cardenia", "1", "2010"],
    ]


def test_names_on_the_map_do_not_collide(shipped: Store) -> None:
    """No name on the map lies on another, and each country drawn has one."""
    from serbia_tip.export.web.routemap import routemap

    drawn = routemap(shipped, lookups.routes(shipped))
    assert drawn is not None
    boxes = [label.box for label in drawn.labels]
    assert len(boxes) == len(drawn.spots) + 1
    for number, box in enumerate(boxes):
        assert all(box.overlap(other) == 0 for other in boxes[:number])


def test_one_place_for_two_countries(tmp_path: Path) -> None:
    """Countries that stand at the same point make a drawing like any others."""
    path = small_store(tmp_path, routes=[{"destination": "XB"}])
    text = Path(path).read_text().replace("lat = 3.0\nlon = 4.0", "lat = 1.0\nlon = 2.0")
    Path(path).write_text(text)
    root = parsed(page(serbia_tip.load(path)))
    [drawing] = [svg for svg in root.iter() if svg.attrib.get("role") == "img"]
    assert "nan" not in " ".join(drawing.attrib.values())


def test_far_countries_are_on_the_map(shipped: Store) -> None:
    """Near and far have room in one drawing: direction is kept, distance grows, squeezed."""
    from serbia_tip.export.web.routemap import routemap

    drawn = routemap(shipped, lookups.routes(shipped))
    assert drawn is not None
    at = {label.text: label.at for label in drawn.labels}
    assert at["China"].x > at["Romania"].x > at["Serbia"].x > at["Italy"].x
    assert at["Sweden"].y < at["Serbia"].y < at["Greece"].y < at["Nigeria"].y
    assert drawn.box.right - drawn.box.left < 1300
