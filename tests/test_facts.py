"""The facts that are shipped: one test for each, and the founding document's figures."""

import re
from collections import Counter
from typing import Any

import pytest

import serbia_tip
from serbia_tip.formats.citation_styles import STYLES
from serbia_tip.model import Fact, Finding, Route, Store, TierRating, reference
from serbia_tip.queries.citations import references
from serbia_tip.queries.fact_cards import cards
from serbia_tip.queries.kinds import KINDS
from serbia_tip.queries.rows import FactRow
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.cards import render
from tests.conftest import Tip, ids

SHIPPED = serbia_tip.load()
FACTS = {fact.id: fact for fact in SHIPPED.facts()}
LONGEST = 60
"""The words that a statement may have."""


@pytest.fixture(scope="module")
def answers() -> dict[type[Fact], list[Any]]:
    """What each kind's query finds without filters."""
    return {kind: [*KINDS[kind].query(SHIPPED)] for kind in KINDS}


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """The card of each fact, as `tip show` prints it."""
    screen = Screen(width=None, color=False)
    return {
        card.id: render([card], SHIPPED, screen) for card in cards(SHIPPED, SHIPPED.facts(), {})
    }


# --- each fact, source and country -------------------------------------------------------------


def test_each_fact(answers: dict[type[Fact], list[FactRow]], shown: dict[str, str]) -> None:
    """A fact is one sentence on known sources, answered by its command, shown and cited."""
    rows = {row.id: row for found in answers.values() for row in found}
    assert len(rows) == len(FACTS)
    wrong: dict[str, object] = {}
    for name, fact in FACTS.items():
        row = rows[name]
        same = set(row.__struct_fields__) & set(fact.__struct_fields__)
        expected = {key: getattr(fact, key) for key in same} | derived(fact)
        said = {key: getattr(row, key) for key in expected}
        if said != expected:
            wrong[name] = said
        if not is_one_sentence(fact.statement) or shown[name].splitlines()[0] != fact.statement:
            wrong[name] = fact.statement
        if name not in "".join(shown[name].splitlines()[1:2]):
            wrong[name] = shown[name]
    assert wrong == {}


def test_each_source_is_cited() -> None:
    """Each style has a reference for each source that a fact rests on."""
    cited = references(SHIPPED, [*FACTS.values()])
    resting = {reference(text)[0] for fact in FACTS.values() for text in fact.sources}
    for style in STYLES.values():
        if style.render is not None:
            text = style.render(cited)
            assert [key for key in resting if SHIPPED.sources[key].title[:9] not in text] == []


def derived(fact: Fact) -> dict[str, Any]:
    """The values of the fact's row that are not simply the fact's own."""
    dated = fact.dated
    values: dict[str, Any] = {
        "entity": fact.entity or SHIPPED.countries[SHIPPED.store.country].name,
        "attributed_to": "; ".join(fact.credits) or None,
    }
    if not isinstance(fact, TierRating):
        values |= {"period": dated, "year": None if dated is None else int(dated[:4])}
    if isinstance(fact, Route):
        for end in ("origin", "destination"):
            code = getattr(fact, end)
            values[f"{end}_code"] = code
            values[end] = None if code is None else SHIPPED.countries[code].name
    return values


def is_one_sentence(text: str) -> bool:
    """Whether the text looks like one plain sentence of bearable length."""
    return (
        (text[0].isupper() or text[0].isdigit())
        and text.endswith(".")
        and not re.search(r"\s\s|[\n\t]|[.!?] [A-Z]", text)
        and len(text.split()) <= LONGEST
    )


def test_each_source_is_found_by_its_id() -> None:
    """A source has its row, with the number of facts that rest on it."""
    resting = Counter(
        key for fact in FACTS.values() for key in {reference(s)[0] for s in fact.sources}
    )
    rows = {row.id: (row.title, row.facts) for row in serbia_tip.sources(SHIPPED)}
    assert rows == {key: (each.title, resting[key]) for key, each in SHIPPED.sources.items()}
    origins = {key for source in SHIPPED.sources.values() for key in source.derived_from}
    assert {key for key in SHIPPED.sources if not resting[key]} <= origins


def test_each_country_is_found_by_its_names() -> None:
    """A country goes by its codes, its name and each alias, in any case."""
    for code, country in SHIPPED.countries.items():
        touching = [route for route in SHIPPED.routes if code in (route.origin, route.destination)]
        for name in (code, country.alpha3, country.name, *country.aliases):
            for spelled in (name, name.lower()):
                found = serbia_tip.routes(SHIPPED, country=[spelled])
                assert sorted(ids(found)) == sorted(ids(touching)), spelled


# --- the same through the command line ---------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_once(tip: Tip, kind: type[Fact]) -> None:
    """A command, asked for everything, prints each fact of its kind once, with its statement."""
    rows = tip(KINDS[kind].row.command, "--json").json
    expected = {fact.id: fact.statement for fact in FACTS.values() if type(fact) is kind}
    assert len(rows) == len(expected)
    assert {row["id"]: row["statement"] for row in rows} == expected


# --- the founding document ---------------------------------------------------------------------

FIGURES = [
    ("lead-05", "trafficking-cases", "internal trafficking", 75, "more_than", "percent", "2007"),
    ("lead-09", "officials-indicted", None, 1, "exact", "persons", "2007"),
    ("lead-10", "new-local-teams", None, 11, "exact", "teams", "2007"),
    ("lead-13", "organised-crime-index", None, 6, "exact", "points", "2023"),
    ("prosecution-03", "persons-charged", None, 62, "exact", "persons", "2007"),
    ("prosecution-04", "convictions", None, 23, "at_least", "convictions", "2007"),
    ("protection-02", "victims-identified", None, 60, "exact", "persons", "2007"),
    ("protection-02", "victims-identified", "minors", 26, "exact", "persons", "2007"),
    ("protection-02", "victims-identified", "Serbian citizens", 48, "exact", "persons", "2007"),
    ("protection-03", "victims-assisting-investigations", None, 90, "exact", "percent", "2007"),
    ("protection-05", "witnesses-protected", None, 1, "exact", "persons", "2007"),
    ("protection-07", "compensation-awards", None, 0, "exact", "awards", "2008-03"),
    ("protection-09", "residence-permits", None, 6, "exact", "permits", "2007"),
    ("protection-13", "shelters-accommodating-victims", None, 2, "exact", "shelters", "2007"),
    ("protection-13", "victims-accommodated", None, 37, "exact", "persons", "2007"),
    ("protection-13", "victims-accommodated", "short-term shelter", 21, "exact", "persons", "2007"),
    ("protection-13", "victims-accommodated", "transition housing", 16, "exact", "persons", "2007"),
    ("protection-13", "victims-accommodated", "babies", 2, "exact", "persons", "2007"),
    ("protection-14", "victims-reintegrated", None, 51, "exact", "persons", "2007"),
    ("protection-14", "victims-reintegrated", "women", 47, "exact", "persons", "2007"),
    ("protection-14", "victims-reintegrated", "men", 4, "exact", "persons", "2007"),
    ("protection-14", "victims-reintegrated", "children", 22, "exact", "persons", "2007"),
    ("protection-15", "new-local-teams", None, 11, "exact", "teams", "2007"),
    ("prevention-03", "anti-trafficking-team-meetings", None, 1, "exact", "meetings", "2007"),
    ("prevention-06", "prevention-funds-earmarked", None, 100_000, "exact", "USD", "2007"),
    ("prevention-06", "television-episodes", None, 13, "exact", "episodes", "2007"),
]
"""Each figure of the document: sentence, measure, group, value, bound, unit, period."""
SENTENCES = [
    f"{section}-{number:02}"
    for section, sentences in (
        ("lead", 14),
        ("prosecution", 6),
        ("protection", 15),
        ("prevention", 8),
    )
    for number in range(1, sentences + 1)
]


def test_figures_of_each_sentence() -> None:
    """The statistics of a sentence are its figures, to the value, and there are no others."""
    stored = [
        (
            reference(text)[1],
            *(each.measure, each.group, each.value, each.bound, each.unit, each.period),
        )
        for each in SHIPPED.statistics
        for text in each.sources
        if reference(text)[0] == "wikipedia"
    ]
    assert sorted(stored, key=str) == sorted(FIGURES, key=str)


def test_score_is_out_of_ten(tip: Tip) -> None:
    """The index score of the document is one of ten points."""
    [row] = tip("stats", "--source", "wikipedia[lead-13]", "--json").json
    assert row["out_of"] == 10


def test_each_sentence_is_represented() -> None:
    """Facts rest on each sentence of the document, and on no other place in it."""
    places = {text for fact in FACTS.values() for text in fact.sources if "wikipedia" in text}
    assert places == {f"wikipedia[{sentence}]" for sentence in SENTENCES}


def routes_of(tip: Tip, sentence: str, role: str) -> list[tuple[str, str, bool]]:
    """Origin, destination and open-endedness of the routes of a sentence."""
    rows = tip("routes", "--source", f"wikipedia[{sentence}]", "--role", role, "--json").json
    assert {row["period"] for row in rows} == {"2007/2008"}
    return [(row["origin_code"], row["destination_code"], row["open_ended"]) for row in rows]


def test_transit_routes(tip: Tip) -> None:
    """Victims from three countries passed through to Italy and other countries."""
    assert sorted(routes_of(tip, "lead-04", "transit")) == [
        ("BA", "IT", True),
        ("HR", "IT", True),
        ("SI", "IT", True),
    ]


def test_destination_routes(tip: Tip) -> None:
    """Foreign victims came from nine countries."""
    origins = ["AL", "BA", "BG", "CN", "HR", "MD", "MK", "RO", "UA"]
    assert sorted(routes_of(tip, "lead-03", "destination")) == [
        (origin, "RS", False) for origin in origins
    ]


def test_roles(tip: Tip) -> None:
    """The country was one of origin, transit and destination, and trafficking was internal too."""
    rows = tip("routes", "--source", "wikipedia[lead-02]", "--json").json
    assert {row["role"] for row in rows} == {"source", "transit", "destination", "internal"}


TIER_1, TIER_2, WATCH_LIST, TIER_3 = "Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3"
TIERS = {
    2001: TIER_3,
    **dict.fromkeys((2002, 2003), TIER_2),
    2004: WATCH_LIST,
    **dict.fromkeys(range(2005, 2016), TIER_2),
    **dict.fromkeys((2016, 2017), WATCH_LIST),
    **dict.fromkeys(range(2018, 2022), TIER_2),
    **dict.fromkeys((2022, 2023, 2024), WATCH_LIST),
    2025: TIER_2,
}


def test_tiers(tip: Tip) -> None:
    """Each report year from 2001 to 2025 has one tier that stands; two are only inferred."""
    rows = [row for row in tip("tiers", "--json").json if row["rank"] != "deprecated"]
    assert [(row["year"], row["tier"]) for row in rows] == list(TIERS.items())
    assert list(TIERS) == list(range(2001, 2026))
    assert [row["year"] for row in rows if row["basis"] == "inferred"] == [2002, 2025]


def test_tier_of_2017(tip: Tip) -> None:
    """The document's tier of 2017 stands beside the report's, which contradicts it, each naming it.

    The document's is deprecated, and its note says why.
    """
    rows = {row["id"]: row for row in tip("tiers", "--year", "2017", "--json").json}
    assert [
        (row["tier"], row["rank"], row["sources"][0], row["disputed_by"]) for row in rows.values()
    ] == [
        (WATCH_LIST, "preferred", "tip-2017[heading]", ["tier-2017-wikipedia"]),
        (TIER_2, "deprecated", "wikipedia[lead-11]", ["tier-2017"]),
    ]
    assert rows["tier-2017-wikipedia"]["note"]


def test_ratification(tip: Tip) -> None:
    """The protocol of 2000 was ratified in September 2001, by the state of that time."""
    [row] = tip("laws", "--source", "wikipedia[lead-01]", "--json").json
    assert (row["kind"], row["event"], row["period"]) == ("treaty", "ratified", "2001-09-06")
    assert row["entity"] == "Federal Republic of Yugoslavia"


def test_tier_of_2023(tip: Tip) -> None:
    """The document and the report agree on 2023."""
    [row] = tip("tiers", "--year", "2023", "--json").json
    assert (row["tier"], row["disputed_by"]) == (WATCH_LIST, [])
    assert {"tip-2023", "wikipedia[lead-12]"} <= set(row["sources"])


def test_store_is_of_serbia(shipped: Store) -> None:
    """The store's roles are relative to Serbia."""
    assert (shipped.store.country, shipped.countries["RS"].name) == ("RS", "Serbia")


# --- when --------------------------------------------------------------------------------------

_YEARLY = re.compile(r"tip-(?P<year>\d{4})")
"""The sources that report each year on the year before."""
_COMPARES = re.compile(
    r"\b(more|fewer|less|longer|shorter|lower|higher|lowest|highest|grew|rose|fell|rise|fall"
    r"|increased|decreased|declined)\b",
    re.IGNORECASE,
)
VERDICTS = "overall"
"""The topic of the verdicts on a report's year, which are that year's."""


def report_year(finding: Finding) -> str | None:
    """The year of the yearly report that the finding rests on alone, or None."""
    keys = {reference(text)[0] for text in finding.sources}
    match = _YEARLY.fullmatch(keys.pop()) if len(keys) == 1 else None
    return match["year"] if match else None


COMPARISONS = [
    finding
    for finding in SHIPPED.findings
    if report_year(finding) and finding.topic != VERDICTS and _COMPARES.search(finding.statement)
]


def test_a_comparison_is_of_the_years_that_it_compares() -> None:
    """What one yearly report says grew or shrank did so before the report's own year."""
    assert len(COMPARISONS) > 20
    assert [each.id for each in COMPARISONS if each.period == report_year(each)] == []
