"""The page, read strictly as HTML."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

import html5lib
import pytest
from syrupy.assertion import SnapshotAssertion

import serbia_tip
from serbia_tip.export.page.page_tables import number_page_sources
from serbia_tip.export.tables import WHOLE
from serbia_tip.model import Store
from serbia_tip.queries.kinds import KINDS
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import say_period
from tests.conftest import EVERY_FIELD, OTHER, ROOT, Tip, client
from tests.exported import COMMANDS, page
from tests.hostile import hostile
from tests.small import Table, small_store

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


def rows_of(root: Element, table: str) -> list[Element]:
    """The rows of a table by its name."""
    [section] = root.iterfind(f".//section[@aria-labelledby='table_{table}']")
    return list(section.iter("tr"))


def test_every_fact_has_its_row(seen: Seen) -> None:
    """Each fact has one row, with its statement, its doubts, and each of its sources."""
    store, root = seen
    words_of, anchors = FactWords(store), number_page_sources(store)
    for kind in KINDS.values():
        shown = {row.attrib["id"]: row for row in rows_of(root, kind.table)}
        rows = kind.query(store, common=WHOLE)
        assert sorted(shown) == sorted(row.id for row in rows)
        for row in rows:
            _, what, _, cited = shown[row.id]
            doubts = ", ".join(words_of.doubts(row)).capitalize()
            assert what.findtext("b", "") == doubts
            said = words(what).removeprefix(doubts).lstrip()
            assert said.startswith(" ".join(row.statement.split()))
            keys = {text.partition("[")[0] for text in row.sources}
            links = {anchors[key] for key in keys}
            assert {link.attrib["href"][1:] for link in cited.iter("a")} == links
    assert {row.attrib["id"] for row in rows_of(root, "sources")} == set(anchors.values())


def test_the_newest_come_first_and_parts_below_their_whole(seen: Seen, tip: Tip) -> None:
    """In each group the years fall; a part stands below its whole, or names it."""
    store, root = seen
    path = [] if store.store.help and store.store.profile else ["--store", str(OTHER)]
    for table, command in COMMANDS.items():
        given = tip(*path, command, "--json", *(["--deprecated"] if table != "sources" else []))
        anchors = number_page_sources(store) if table == "sources" else {}
        rows = {anchors.get(row["id"], row["id"]): row for row in given.json}
        for group in root.iterfind(f".//section[@aria-labelledby='table_{table}']//details"):
            years, whole = [], None
            for line in group.iter("tr"):
                row = rows[line.attrib["id"]]
                links = [a.attrib["href"][1:] for a in line[1].iter("a") if words(a) == "the whole"]
                part = line.get("class") == "part"
                assert [whole] * part + links == [it for it in [row.get("part_of")] if it]
                if not part:
                    whole = line.attrib["id"]
                    published = int((row.get("published") or "0")[:4])
                    years.append(row.get("last_year") or row.get("year") or published)
            assert years == sorted(years, reverse=True)
            assert len(years) > 0


@pytest.mark.parametrize("path", [OTHER, EVERY_FIELD], ids=["other", "every field"])
def test_the_page_to_the_letter(path: Path, snapshot: SnapshotAssertion) -> None:
    """What machines are told; the answer, the charts, the routes, the years; then each table."""
    whole = page(serbia_tip.load(path))
    text = whole.partition("ld+json")[2].partition("<script")[0].replace("<tr\n", "\n<tr ")
    cut = "\n(?=<li|<ul|<svg|<figc|<p>)|(?s:</desc>.*?</svg>|class=.reading.*?</dl>)"
    kept = "div><dt>.*</dt|h3|figure.|details|p class=.remark|tr |pre|footer"
    lines = [
        line
        for line in re.sub(cut, "", text).splitlines()
        if re.match(f'  ?\\w|"\\w|<({kept})', line)
    ]
    assert lines == snapshot


def test_no_id_comes_twice_and_each_link_leads_on(seen: Seen) -> None:
    """Each fact and each source is an anchor, no id comes twice, and each link within leads on."""
    store, root = seen
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert {fact.id for fact in store.facts()} <= set(ids)
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


def test_the_page_is_small(shipped: Store) -> None:
    """It has at most 700 kB, of which its own script and style have at most 30,000 bytes."""
    text = page(shipped).encode()
    assert len(text) <= 700_000
    assert sum(len((PARTS / f"page.{name}").read_bytes()) for name in ("css", "js")) <= 30_000


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
        assert [row.attrib["id"] for row in rows_of(parsed(page(store)), table)] == [
            f"{table}-0"
        ], fact


def test_it_begins_with_the_answer(seen: Seen, tip: Tip) -> None:
    """First come the rating, the latest figure of each key measure with its year, the routes."""
    store, root = seen
    sections = [each.attrib["aria-labelledby"] for each in root.iter("section")]
    assert (sections[0], sections[-1]) == ("about_answer", "about_citing")
    answer = next(root.iter("section"))
    path = [] if store.store.help and store.store.profile else ["--store", str(OTHER)]
    profile = tip(*path, "profile", "--json").json
    latest = {row["measure"]: row for row in [*profile["figures"], profile["index"]] if row}
    rows = sorted(latest.values(), key=lambda row: -row["last_year"])
    newest = max(row["year"] for row in (profile["tier"], *rows))
    said = {link.attrib["href"]: entry for entry in answer.iter("dd") for link in entry.iter("a")}
    assert list(said) == [f"#{row['id']}" for row in (profile["tier"], *rows)] + ["#table_routes"]
    for row in (profile["tier"], *rows):
        entry = said[f"#{row['id']}"]
        assert entry.findtext("b") == say_period(row.get("period", str(row["year"])))
        age = newest - row.get("last_year", row["year"])
        old = f"the latest stored, {age} years before {newest}" if age > 1 else None
        assert entry.findtext("em") == old


def test_a_panel_for_each_series(made_up: Element) -> None:
    """The ratings are drawn, each in its year, with their doubts."""
    first, *others = shapes(made_up, "svg")
    tips = [words(tip_) for tip_ in first.iter("{http://www.w3.org/2000/svg}title")][1:]
    said = [text.removesuffix(", Office of Reports") for text in tips]
    assert others
    rated = ["2003: Tier 3", "2005: Tier 2", "2006: Tier 2 (inferred)", "2007: Tier 2 Watch List"]
    assert said == rated


def test_what_is_not_known_or_not_agreed_on_is_said(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    """A route without a year, an end or people says so; a year has each of its ratings."""
    within, through = {"role": "internal", "destination": "XA"}, {"role": "transit", "origin": None}
    routes: list[Table] = [within | {"people": ["girls", "boys"]}, within, through, {}]
    routes += [through | {"destination": "XB", "standing": "at_risk", "open_ended": True}]
    tiers: list[Table] = [{"period": "2001/2003"}, {"tier": "Tier 2"}, {"year": 2002}]
    root = parsed(page(serbia_tip.load(small_store(tmp_path, routes=routes, tiers=tiers))))
    said = [*root.iterfind(".//details/summary"), *root.iterfind(".//ul[@class='years']/li")]
    assert list(map(words, said)) == snapshot


def test_the_series_that_are_drawn_and_their_order(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    """The measures of the profile that have two years, then, by length, what has four or more."""

    def figures(number: int, **figure: Any) -> list[dict[str, Any]]:
        same = {"measure": "cases", "unit": "cases", **figure}
        return [same | {"period": str(year)} for year in range(2001, 2001 + number)]

    three = figures(3, measure="three")
    given = [figures(2, measure="few"), figures(1, measure="one"), three]
    given.append([three[0] | {"period": "2001/2004"}])  # which is of no year
    given += [figures(4), figures(5, unit="files"), figures(6, attributed_to="NGOs")]
    given += [figures(3, measure="few", unit="persons"), figures(5, unit="points", out_of=9)]
    profile = {"year": 2001, "measures": ["one", "few"], "index": "one", "laws": ["laws-0"]}
    statistics = [figure for each in given for figure in each]
    path = small_store(tmp_path, store={"profile": profile}, statistics=statistics, laws=[{}])
    drawn = parsed(page(serbia_tip.load(path))).findall(".//figure")
    said = ["; ".join(words(part) for part in each if part.tag in ("h3", "p")) for each in drawn]
    assert said == snapshot
