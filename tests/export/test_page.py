"""The page, read strictly as HTML."""

import gzip
import json
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

import html5lib
import pytest

import serbia_tip
from serbia_tip.export.tables import WHOLE
from serbia_tip.model import Store
from serbia_tip.periods import period_years
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.views.evidence import FactWords
from tests.conftest import OTHER, ROOT, Tip, client
from tests.exported import COMMANDS, page
from tests.hostile import hostile
from tests.readers import layer, places
from tests.small import small_store

PARTS = ROOT / "src" / "serbia_tip" / "export" / "page"
VNU = ROOT / "tests" / "clients" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def parsed(text: str) -> Element:
    """The page, which has to be sound HTML."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return root


def words(element: Element) -> str:
    """The text in an element, as a browser spaces it."""
    return " ".join("".join(element.itertext()).split())


Seen: TypeAlias = tuple[Store, Element]
"""A store, and its page as it is read."""


@pytest.fixture(scope="module", params=["shipped", "other"])
def seen(request: pytest.FixtureRequest) -> Seen:
    """The shipped store and the made-up one."""
    store = request.getfixturevalue(request.param)
    return store, parsed(page(store))


@pytest.fixture(scope="module")
def made_up(other: Store) -> Element:
    """The page of the made-up store."""
    return parsed(page(other))


def shapes(root: Element, tag: str) -> Iterator[Element]:
    """The elements of drawings with this tag."""
    return root.iter(f"{{http://www.w3.org/2000/svg}}{tag}")


class Line(NamedTuple):
    """A row with all its cells, also those that it shares with rows above."""

    id: str
    part: bool  # whether it is a part of the last row above that is none
    cells: Sequence[Element]

    @property
    def statement(self) -> str:
        """The statement of a fact's row, without what stands below it."""
        cell = self.cells[1]
        own = [cell.text, *(part.tail for part in cell if part.tag == "b")]
        return " ".join("".join(filter(None, own)).split())


def rows_of(root: Element, table: str) -> Iterator[Line]:
    """The rows of a table by its name, as a browser lays them out."""
    places: defaultdict[int, dict[int, Element]] = defaultdict(dict)
    for number, row in enumerate(root.iterfind(f".//table[@class='{table}']/tbody/tr")):
        for cell in row:
            place = next(each for each in count() if each not in places[number])
            for covered in range(number, number + int(cell.get("rowspan", 1))):
                places[covered][place] = cell
        cells = [places[number][place] for place in sorted(places[number])]
        yield Line(row.attrib["id"], row.get("class") == "part", cells)


def test_every_fact_has_its_row(seen: Seen) -> None:
    """Each row stands in its order, with its statement, its doubts, and each of its sources."""
    store, root = seen
    words_of = FactWords(store)
    for kind in KINDS.values():
        lines = list(rows_of(root, kind.table))
        assert len({len(line.cells) for line in lines}) == 1
        for line, row in zip(lines, kind.query(store, common=WHOLE), strict=True):
            said = [line.id, line.statement, line.cells[1].findtext("b", "")]
            doubted = ", ".join(words_of.doubts(row)).capitalize()
            assert said == [row.id, " ".join(row.statement.split()), doubted]
            links = line.cells[0].iterfind("p[1]/a")
            keys = [text.partition("[")[0] for text in row.sources]
            assert [link.attrib["href"] for link in links] == [f"#s_{key}" for key in keys]
    shown = [row.id for row in rows_of(root, "sources")]
    assert shown == [f"s_{row.id}" for row in sources(store)]


def test_a_row_tells_what_is_not_plain(made_up: Element) -> None:
    """Who says it stands below its time, its rivals and its note below what it says."""
    rows = {line.id: line for table in COMMANDS for line in rows_of(made_up, table)}
    cited = "Report on Trafficking 2010 [p. 13]; Arden Gazette"
    passed = "Men from Brückland passed through Arden to Cardenia and further countries."
    assert [words(cell) for cell in rows["transit-2010-xb-xc"].cells] == [
        *(f"2010{cited}border police", f"{passed}The report names no year for the route."),
        *("transit", "Brückland", "Cardenia", "yes", "stated", "men", "forced labour"),
    ]
    details = rows["tier-2007-gazette"].cells[1].iterfind("p")
    assert [(each.get("class"), words(each)) for each in details] == [
        *(("rank", "deprecated"), ("disputed_by", "Office of Reports")),
        (None, "The report itself says Watch List."),
    ]
    assert words(rows["trafficking-cases-2009-internal"].cells[-1]) == "> 75.5 %"


def test_no_id_comes_twice_and_each_link_leads_on(seen: Seen) -> None:
    """Each fact and each source is an anchor, no id comes twice, and each link within leads on."""
    store, root = seen
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert {fact.id for fact in store.facts()} <= set(ids)
    assert {f"s_{key}" for key in store.sources} <= set(ids)
    links = {element.attrib["href"] for element in shapes(root, "a")}
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


def test_every_part_has_its_whole(seen: Seen) -> None:
    """A part stands below its whole, or names it."""
    store, root = seen
    wholes = {figure.id: figure.part_of for figure in store.statistics}
    above = None
    for line in rows_of(root, "statistics"):
        link = line.cells[1].find("p[@class='part_of']/a")
        named = None if link is None else link.attrib["href"].removeprefix("#")
        whole = wholes[line.id]
        assert (above if line.part else None, named) in ((whole, None), (None, whole))
        above = above if line.part else line.id


def test_nothing_can_be_fetched_or_run_but_its_own(made_up: Element) -> None:
    """The policy names the style and the script by their hash, and allows nothing else."""
    policy = made_up.find("head/meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.attrib["content"].split(";"))
    for tag in ("style", "script"):
        [element] = [each for each in made_up.iter(tag) if not each.attrib]
        digest = b64encode(sha256(str(element.text).encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
        assert not re.search(r"url\(|@import|@font-face", str(element.text))
    others = dict.fromkeys(["default-src", "base-uri", "form-action"], "'none'")
    assert rules == {**others, "img-src": "data:"}
    names = {attribute for element in made_up.iter() for attribute in element.attrib}
    assert not {attribute for attribute in names if attribute.startswith("on")}
    assert not names & {"src", "srcset", "style", "action", "ping"}
    # To fill in forms, browsers lay out all that is around one.
    controls = {"form", "input", "select", "textarea", "button"}
    assert not controls & {str(each.tag) for each in made_up.iter()}


def test_a_fact_takes_few_bytes_of_the_page(shipped: Store) -> None:
    """A fact takes 410 bytes at most, and 100 when the page is packed for its way."""
    text, number = page(shipped).encode(), len(shipped.facts())
    assert text.count(b'id="chart_') == 2 * 12  # as many as are drawn at most
    assert len(text) <= min(410 * number, 750_000)
    assert len(gzip.compress(text, 9)) <= min(100 * number, 190_000)


def test_machines_are_told_what_it_is(seen: Seen) -> None:
    """A description as schema.org has it: what, where, when, by whom measured, on what terms."""
    store, root = seen
    [element] = root.iterfind("head/script[@type='application/ld+json']")
    said, licence = json.loads(str(element.text)), store.store.licence
    assert (said["@context"], said["@type"]) == ("https://schema.org/", "Dataset")
    assert (said["name"], said["version"]) == (store.store.title, store.store.version)
    counted = f"{len(store.facts()):,} facts from {len(store.sources)} sources, each with who said"
    assert said["description"].startswith(counted)
    assert said["spatialCoverage"] == {"@type": "Country", "name": store.home.name}
    assert re.fullmatch(r"\d{4}/\d{4}", said["temporalCoverage"])
    assert said.get("license", {}).get("name") == (licence and licence.name)
    assert len(said["variableMeasured"]) == len({each.measure for each in store.statistics})


@pytest.mark.client("java")
@pytest.mark.parametrize("name", ["shipped", "other", "hostile"])
def test_the_checker_of_the_w3c_finds_no_error(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    """The page is valid HTML, its style and its drawings included."""
    if not VNU.exists():
        pytest.skip("not installed: npm install --prefix tests/clients")
    file = tmp_path / "page.html"
    file.write_text(page(hostile(tmp_path) if name == "hostile" else request.getfixturevalue(name)))
    client("java", "-jar", str(VNU), "--errors-only", str(file))


def test_the_templates_know_no_country(shipped: Store) -> None:
    """No country and no year of the store stands in what the page is made of."""
    parts = [path.read_text() for path in PARTS.glob("page.*")]
    names = {country.name for country in shipped.countries.values()} | {r"(19|20)\d\d"}
    text = "".join(parts).replace("Georgia", "a typeface")
    assert (len(parts), re.findall(rf"\b({'|'.join(names)})\b", text)) == (3, [])


def test_a_store_with_nothing(tmp_path: Path) -> None:
    """A store without facts, sources to speak of, help and profile has a page that says so."""
    path = small_store(tmp_path)
    text = re.sub(r"\[sources.book\]\n(?:.+\n?)*", "[sources]", Path(path).read_text())
    Path(path).write_text(text)
    root = parsed(page(serbia_tip.load(path)))
    said = [words(each) for each in root.iterfind(".//section/p")]
    assert said[:6] == [
        *["No route is stored.", "No statistic is stored.", "No tier is stored."],
        *["No finding is stored.", "No law is stored.", "No source is stored."],
    ]
    assert (root.find(".//table"), root.find(".//svg")) == (None, None)
    assert "Help for" not in words(root)


def test_a_store_with_one_kind(tmp_path: Path) -> None:
    """One fact alone makes a page, whatever its kind."""
    facts: list[tuple[str, dict[str, Any]]] = [
        *(("routes", {}), ("routes", {"role": "internal", "destination": "XA"})),
        *(("routes", {"destination": "XB", "period": "2001/2004"}), ("tiers", {})),
        *(("laws", {"period": "2001-09-06"}), ("statistics", {"value": 0})),
    ]
    for table, fact in facts:
        one: dict[str, Any] = {table: [fact]}
        store = serbia_tip.load(small_store(tmp_path, **one))
        assert [row.id for row in rows_of(parsed(page(store)), table)] == [f"{table}-0"], fact


def test_it_begins_with_the_answer(seen: Seen, tip: Tip) -> None:
    """The rating, the key figures of the profile and the routes come first, then how to read it."""
    store, root = seen
    sections = [each.attrib["aria-labelledby"] for each in root.iter("section")]
    order = ["about_answer", "about_charts", "about_routes", "about_years", "about_reading"]
    assert sections[:5] == order
    answer = next(root.iter("section"))
    if store.home.name == "Arden":
        assert [words(each) for each in answer.iter("div")] == [
            "RatingTier 2 Watch List in 2007, Office of Reports",
            "Victims identified40 in 2010, the Victims' Office, disputed0 in 2006, "
            "Office of Reports",
            "Convictions≥ 23 in 2010, Office of Reports",
            "From Arden abroad2 reports Brückland; (not named)",
            "Through Arden2 reports Brückland to Cardenia",
        ]
    path = [] if store.store.help and store.store.profile else ["--store", str(OTHER)]
    profile = tip(*path, "profile", "--json").json
    links = {link.attrib["href"] for link in answer.iter("a")}
    index = [profile["index"]] if profile["index"] else []
    shown = {f"#{row['id']}" for row in (profile["tier"], *profile["figures"], *index)}
    assert links == {*shown, "#about_routes"}


def test_a_panel_for_each_series(made_up: Element) -> None:
    """The ratings are drawn with their doubts, and what joins no years is not joined."""
    [chart, _map] = shapes(made_up, "svg")
    said = [words(tip_).removesuffix(", Office of Reports") for tip_ in layer(chart, "reach")]
    rated = ["2003: Tier 3", "2005: Tier 2", "2006: Tier 2 (inferred)", "2007: Tier 2 Watch List"]
    assert said == rated
    drawn = {name: len(layer(chart, name)) for name in ("hollow", "gap", "divider")}
    assert drawn == {"hollow": 1, "gap": 1, "divider": 1}
    assert [path.attrib["d"].count("M") for path in layer(chart, "mark")] == [3]
    [line] = layer(chart, "line")
    assert [at.imag for at in places(line)] == sorted(at.imag for at in places(line))
    assert len(places(line)) == 1 + 2 * 3  # 2005 to 2007, in steps
    texts = {str(each.text): each.attrib for each in shapes(chart, "text")}
    eras, years_ = ["Union of Arden", "Arden"], ["2003", "2004", "2005", "2006", "2007"]
    assert {*texts} == {*eras, "Tier 1", "Tier 2", "Watch List", "Tier 3", *years_}
    assert float(texts["Tier 1"]["y"]) < float(texts["Tier 3"]["y"]) < float(texts["2007"]["y"])
    assert 0 < float(texts["2003"]["x"]) < float(texts["2007"]["x"]) < 344


def test_the_richest_series_are_drawn(tmp_path: Path) -> None:
    """A counter's yearly figures are a panel; disputed or bounded ones are joined to nothing."""
    figures = [{"period": str(year), "value": year - 2000} for year in range(2001, 2010)]
    figures[3]["bound"] = "at_least"
    figures.append({"period": "2007", "value": 99})
    figures.append({"period": "2001/2004", "value": 77})
    root = parsed(page(serbia_tip.load(small_store(tmp_path, statistics=figures))))
    [chart] = shapes(root, "svg")
    signs = ["disputed" in words(each) for each in layer(chart, "reach")]
    assert (signs.count(False), signs.count(True)) == (8, 2)
    [line] = layer(chart, "line")
    assert re.findall("[A-Z]", line.attrib["d"]) == list("MLLMLML")
    heights = {str(each.text): float(each.attrib["y"]) for each in layer(chart, "text")}
    assert heights.keys() >= {*"123", "≥4", *"56789", "99"}
    assert heights["99"] < heights["9"] - 100


def test_the_routes_are_listed_and_on_a_map(made_up: Element) -> None:
    """Each pair of countries has a line with its reports, which leads to its routes."""
    lists = made_up.findall(".//ul[@class='pairs']")
    assert [words(each) for part in lists for each in part] == [
        "Brückland 1 report, 2010",
        "(not named) 1 report, 2004",
        "Brückland to Cardenia 2 reports, 2010, and others",
    ]
    links = [link.attrib["data-narrow"] for part in lists for link in part.iter("a")]
    assert links[2] == "role=transit&standing=stated&origin=Br%C3%BCckland&destination=Cardenia"
    [_ratings, drawn] = shapes(made_up, "svg")
    texts = {str(each.text) for each in shapes(drawn, "text")}
    assert {"Arden", "Brückland", "Cardenia"} <= texts


def test_each_year_is_counted(seen: Seen) -> None:
    """Each year in which a fact begins or ends is folded, with its rating and what touches it."""
    store, root = seen
    dated = [period_years(fact.dated) for fact in store.facts() if fact.dated]
    found = {each.attrib["id"]: each for each in root.iterfind(".//details[@class='year']")}
    assert found.keys() == {f"year_{year:04}" for span in dated for year in (span[0], span[-1])}
    for number in {span[0] for span in dated}:
        [summary] = found[f"year_{number:04}"].iterfind("summary")
        touching = sum(number in span for span in dated)
        assert f" {touching} fact{'' if touching == 1 else 's'}" in words(summary)
    for rating in store.tiers:
        [summary] = found[f"year_{rating.year:04}"].iterfind("summary")
        assert rating.tier in words(summary)


def test_the_page_is_that_of_its_store(tmp_path: Path) -> None:
    """It names its store's authors, homepage and licence, and is a reference ready to be copied."""
    licence = {"name": "CC0-1.0", "title": "Free for all."}
    about: dict[str, Any] = {"authors": ["The compilers"], "homepage": "https://store.example/"}
    about |= {"licence": licence, "version": "2026.11.25"}
    root = parsed(page(serbia_tip.load(small_store(tmp_path, store=about, laws=[{}]))))
    [footer] = root.iter("footer")
    assert words(footer) == (
        "A small store, version 2026.11.25. Compiled by The compilers. https://store.example/ "
        "Licence: CC0-1.0. Free for all."
    )
    text, bibtex = (str(each.text) for each in root.iter("pre"))
    assert text.startswith("The compilers. A small store. Version 2026.11.25. 2026-11-25.")
    assert bibtex.startswith("@misc{a-small-store,")
    assert "  title = {{A small store}},\n" in bibtex
