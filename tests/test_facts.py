"""The facts that are shipped: one test for each, and the founding document's figures."""

import re
from collections import Counter
from typing import Any

import serbia_tip
from serbia_tip import Common
from serbia_tip.formats.citation_styles import STYLES
from serbia_tip.model import Fact, Finding, Route, Store, TierRating, reference
from serbia_tip.queries.citations import references
from serbia_tip.queries.fact_cards import cards
from serbia_tip.queries.kinds import KINDS
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.cards import render
from tests.conftest import Tip, ids

SHIPPED = serbia_tip.load()
FACTS = {fact.id: fact for fact in SHIPPED.facts()}
LONGEST = 60
"""The words that a statement may have."""


# --- each fact, source and country -------------------------------------------------------------


def test_each_fact() -> None:
    """A fact is one sentence on known sources, answered by its query, shown and cited."""
    every = Common(deprecated=True)
    rows = {row.id: row for kind in KINDS.values() for row in kind.query(SHIPPED, common=every)}
    assert rows.keys() == FACTS.keys()
    screen = Screen(width=None, color=False)
    wrong: dict[str, object] = {}
    for card in cards(SHIPPED, SHIPPED.facts(), {}):
        fact, row = FACTS[card.id], rows[card.id]
        same = set(row.__struct_fields__) & set(fact.__struct_fields__)
        expected = {key: getattr(fact, key) for key in same} | derived(fact)
        if (said := {key: getattr(row, key) for key in expected}) != expected:
            wrong[card.id] = said
        first, second, *_ = render([card], SHIPPED, screen).splitlines()
        if not is_one_sentence(fact.statement) or first != fact.statement or card.id not in second:
            wrong[card.id] = (first, second)
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


def test_every_fact_once(tip: Tip) -> None:
    """A command, asked for everything, prints each fact of its kind once, with its statement."""
    for kind, each in KINDS.items():
        rows = tip(each.row.command, "--deprecated", "--json").json
        told = {fact.id: fact.statement for fact in FACTS.values() if type(fact) is kind}
        assert len(rows) == len(told)
        assert {row["id"]: row["statement"] for row in rows} == told


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
SENTENCES = {
    f"wikipedia[{section}-{number:02}]"
    for section, last in {"lead": 14, "prosecution": 6, "protection": 15, "prevention": 8}.items()
    for number in range(1, last + 1)
}
"""The places of the document."""


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


def test_each_sentence_is_represented(tip: Tip) -> None:
    """Facts rest on each sentence of the document, and on no other place in it."""
    places = {text for fact in FACTS.values() for text in fact.sources if "wikipedia" in text}
    assert places == SENTENCES
    [score] = tip("stats", "--source", "wikipedia[lead-13]", "--json").json
    assert score["out_of"] == 10
    rows = tip("routes", "--source", "wikipedia[lead-02]", "--json").json
    assert {row["role"] for row in rows} == {"source", "transit", "destination", "internal"}


def test_routes_of_the_document(tip: Tip) -> None:
    """From three countries through to Italy and others; from nine to Serbia."""
    into = ["AL", "BA", "BG", "CN", "HR", "MD", "MK", "RO", "UA"]
    for place, role, expected in [
        ("lead-04", "transit", [(origin, "IT", True) for origin in ("BA", "HR", "SI")]),
        ("lead-03", "destination", [(origin, "RS", False) for origin in into]),
    ]:
        rows = tip("routes", "--source", f"wikipedia[{place}]", "--role", role, "--json").json
        assert {row["period"] for row in rows} == {"2007/2008"}
        ends = ("origin_code", "destination_code", "open_ended")
        assert sorted(tuple(row[end] for end in ends) for row in rows) == expected


TIER_2, WATCH_LIST, TIER_3 = "Tier 2", "Tier 2 Watch List", "Tier 3"
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
    """Each report year from 2001 to 2025 has one tier that stands; two are only inferred.

    The document agrees on 2023; its tier of 2017 is deprecated, and its note says why.
    """
    rows = tip("tiers", "--json").json
    assert [(row["year"], row["tier"]) for row in rows] == list(TIERS.items())
    assert list(TIERS) == list(range(2001, 2026))
    assert [row["year"] for row in rows if row["basis"] == "inferred"] == [2002, 2025]
    of_2023 = rows[2023 - 2001]
    assert {"tip-2023", "wikipedia[lead-12]"} <= set(of_2023["sources"])
    assert of_2023["disputed_by"] == []
    report, document = tip("tiers", "--year", "2017", "--deprecated", "--json").json
    for row, said in [
        (report, (WATCH_LIST, "preferred", "tip-2017[heading]", [document["id"]])),
        (document, (TIER_2, "deprecated", "wikipedia[lead-11]", ["tier-2017"])),
    ]:
        assert (row["tier"], row["rank"], row["sources"][0], row["disputed_by"]) == said
    assert document["note"]


def test_ratification(tip: Tip, shipped: Store) -> None:
    """The protocol of 2000 was ratified in September 2001, by the state of that time."""
    [row] = tip("laws", "--source", "wikipedia[lead-01]", "--json").json
    assert (row["kind"], row["event"], row["period"]) == ("treaty", "ratified", "2001-09-06")
    assert row["entity"] == "Federal Republic of Yugoslavia"
    assert (shipped.store.country, shipped.countries["RS"].name) == ("RS", "Serbia")


# --- when --------------------------------------------------------------------------------------

_COMPARES = re.compile(
    r"\b(more|fewer|less|longer|shorter|lower|higher|lowest|highest|grew|rose|fell|rise|fall"
    r"|increased|decreased|declined)\b",
    re.IGNORECASE,
)


def report_year(finding: Finding) -> str | None:
    """The year of the yearly report that the finding rests on alone, or None."""
    keys = {reference(text)[0] for text in finding.sources}
    match = re.fullmatch(r"tip-(\d{4})", keys.pop()) if len(keys) == 1 else None
    return match[1] if match else None


def test_a_comparison_is_of_the_years_that_it_compares() -> None:
    """What one yearly report says grew or shrank did so before the report's own year."""
    comparisons = [
        finding
        for finding in SHIPPED.findings
        if finding.topic != "overall"  # a verdict on the report's year is that year's
        and report_year(finding)
        and _COMPARES.search(finding.statement)
    ]
    assert len(comparisons) > 20
    assert [each.id for each in comparisons if each.period == report_year(each)] == []
