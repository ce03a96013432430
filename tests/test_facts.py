"""The facts that are shipped, each of them, and the founding document's figures."""

import re
from collections import Counter
from typing import Any

from msgspec import to_builtins

import serbia_tip
from serbia_tip.formats.citation_styles import STYLES
from serbia_tip.model import Fact, Route, TierRating, read_reference
from serbia_tip.queries.fact_cards import cited_works, fact_cards
from serbia_tip.queries.kinds import KINDS
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.records import show_records
from tests.conftest import Tip, ids

SHIPPED = serbia_tip.load()
FACTS = {fact.id: fact for fact in SHIPPED.facts()}
# How many facts rest on each source.
RESTING = Counter(
    key for fact in FACTS.values() for key in {read_reference(text)[0] for text in fact.sources}
)


def test_each_fact_is_one_sentence_printed_once_as_it_is_stored(tip: Tip) -> None:
    """Its command and its card say what the store does."""
    asked = [tip(kind.row.command, "--deprecated", "--json").json for kind in KINDS.values()]
    assert list(map(len, asked)) == [len(SHIPPED.of(kind)) for kind in KINDS]
    rows = {row["id"]: row for found in asked for row in found}
    assert rows.keys() == FACTS.keys()
    screen = Screen(width=None, color=False)
    wrong: dict[str, object] = {}
    for card in fact_cards(SHIPPED, SHIPPED.facts(), {}):
        fact, row = FACTS[card.id], rows[card.id]
        stored = to_builtins(fact) | derived(fact)
        if said := {key: row[key] for key in row.keys() & stored if row[key] != stored[key]}:
            wrong[card.id] = said
        first, second, *_ = show_records([card], SHIPPED, screen).splitlines()
        whole = re.fullmatch(r"[^\W_a-z].*\.", first) and not re.search(r"\s\s|[.!?] [A-Z]", first)
        if not whole or len(first.split()) > 60 or first != fact.statement or card.id not in second:
            wrong[card.id] = (first, second)
    assert wrong == {}


def derived(fact: Fact) -> dict[str, Any]:
    """The values of the fact's row that are not simply the fact's own."""
    values: dict[str, Any] = {"entity": fact.entity or SHIPPED.home.name}
    values["attributed_to"] = "; ".join(fact.credits) or None
    if not isinstance(fact, TierRating):
        values |= {"period": fact.dated, "year": fact.dated and int(fact.dated[:4])}
    for end in ("origin", "destination") if isinstance(fact, Route) else ():
        code = getattr(fact, end)
        values |= {f"{end}_code": code, end: code and SHIPPED.countries[code].name}
    return values


def test_each_source_is_cited_in_each_style() -> None:
    """Each style has a reference for each source that a fact rests on."""
    cited = cited_works(SHIPPED, [*FACTS.values()])
    for render_style in filter(None, (style.render for style in STYLES.values())):
        text = render_style(cited)
        assert [key for key in RESTING if SHIPPED.sources[key].title[:9] not in text] == []


def test_each_source_is_listed_with_how_many_facts_rest_on_it() -> None:
    """On each rests at least one, or another source derived from it."""
    rows = {row.id: (row.title, row.facts) for row in serbia_tip.sources(SHIPPED)}
    assert rows == {key: (each.title, RESTING[key]) for key, each in SHIPPED.sources.items()}
    origins = {key for source in SHIPPED.sources.values() for key in source.derived_from}
    assert {key for key in SHIPPED.sources if not RESTING[key]} <= origins


def test_each_country_is_found_by_its_names() -> None:
    """A country goes by its codes, its name and each alias, in any case."""
    for code, country in SHIPPED.countries.items():
        touching = [route for route in SHIPPED.routes if code in (route.origin, route.destination)]
        for name in (code, country.alpha3, country.name, *country.aliases):
            for spelled in (name, name.lower()):
                found = serbia_tip.routes(SHIPPED, country=[spelled])
                assert sorted(ids(found)) == sorted(ids(touching)), spelled


# Each figure of the document: sentence, measure, group, value, bound, unit, period.
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
# The sentences of each section of the document.
SENTENCES = {"lead": 14, "prosecution": 6, "protection": 15, "prevention": 8}


def test_the_figures_of_each_sentence_are_stored_to_the_value() -> None:
    """And no others."""
    stored = [
        (place, each.measure, each.group, each.value, each.bound, each.unit, each.period)
        for each in SHIPPED.statistics
        for key, place in map(read_reference, each.sources)
        if key == "wikipedia"
    ]
    assert sorted(stored, key=str) == sorted(FIGURES, key=str)


def test_facts_rest_on_each_sentence_of_the_document(tip: Tip) -> None:
    """And on no other place in it."""
    cited = {text for fact in FACTS.values() for text in fact.sources if "wikipedia" in text}
    counts = [(part, number) for part, last in SENTENCES.items() for number in range(1, last + 1)]
    assert cited == {f"wikipedia[{part}-{number:02}]" for part, number in counts}
    [score] = tip("stats", "--source", "wikipedia[lead-13]", "--json").json
    assert score["out_of"] == 10
    rows = tip("routes", "--source", "wikipedia[lead-02]", "--json").json
    assert {row["role"] for row in rows} == {"source", "transit", "destination", "internal"}


def test_routes_of_the_document_begin_and_end_where_it_says(tip: Tip) -> None:
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


TIERS = {"2": "Tier 2", "W": "Tier 2 Watch List", "3": "Tier 3"}
RATINGS = "3 2 2 W 2 2 2 2 2 2 2 2 2 2 2 W W 2 2 2 2 W W W 2"  # of each year, from 2001 on


def test_each_report_year_has_the_tier_that_it_had(tip: Tip) -> None:
    """Two are inferred; the document agrees on 2023, is deprecated on 2017, and a note says why."""
    rows = tip("tiers", "--json").json
    rated = [TIERS[each] for each in RATINGS.split()]
    assert [(row["year"], row["tier"]) for row in rows] == list(enumerate(rated, 2001))
    assert [row["year"] for row in rows if row["basis"] == "inferred"] == [2002, 2025]
    of_2023 = rows[2023 - 2001]
    assert {"tip-2023", "wikipedia[lead-12]"} <= set(of_2023["sources"])
    assert of_2023["disputed_by"] == []
    report, document = tip("tiers", "--year", "2017", "--deprecated", "--json").json
    for row, said in [
        (report, ("Tier 2 Watch List", "preferred", "tip-2017[heading]", [document["id"]])),
        (document, ("Tier 2", "deprecated", "wikipedia[lead-11]", ["tier-2017"])),
    ]:
        assert (row["tier"], row["rank"], row["sources"][0], row["disputed_by"]) == said
    assert document["note"]


def test_the_protocol_was_ratified_by_the_state_of_2001(tip: Tip) -> None:
    """The UN's protocol of 2000, in September."""
    [row] = tip("laws", "--source", "wikipedia[lead-01]", "--json").json
    assert (row["kind"], row["event"], row["period"]) == ("treaty", "ratified", "2001-09-06")
    assert row["entity"] == "Federal Republic of Yugoslavia"
    assert (SHIPPED.store.country, SHIPPED.home.name) == ("RS", "Serbia")


COMPARES = re.compile(
    r"\b(more|fewer|less|longer|shorter|lower|higher|lowest|highest|grew|rose|fell|rise|fall"
    r"|increased|decreased|declined)\b",
    re.IGNORECASE,
)


def test_a_comparison_is_of_the_years_that_it_compares() -> None:
    """What one yearly report says grew or shrank did so before the report's own year."""
    compared = {}
    for finding in SHIPPED.findings:
        keys = {read_reference(text)[0] for text in finding.sources}
        report = re.fullmatch(r"tip-(\d{4})", min(keys)) if len(keys) == 1 else None
        # a verdict on the report's year is that year's
        if report and finding.topic != "overall" and COMPARES.search(finding.statement):
            compared[finding.id] = (finding.period, report[1])
    assert len(compared) > 20
    assert [name for name, (period, year) in compared.items() if period == year] == []
