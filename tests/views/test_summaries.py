"""A summary before a list, and the present first: what is long is summed up, and nothing misled."""

import re
from pathlib import Path

import pytest

from tests.conftest import Tip
from tests.pseudo_terminal import in_columns
from tests.small import Table, small_store

FLOORS = {
    **{"policy": 78, "policy protection": 80, "policy shelter": 44, "sources": 44, "stats": 84},
    **{"stats compensation": 32, "stats convictions": 34, "stats --year 2007": 82, "tiers": 30},
    **{"timeline": 64, "disputes": 80, "tiers --changes": 40, "search shelter": 40},
    **{"year 2007": 106, "year 2007 2022": 74, "routes --role transit": 46},
}  # how many lines of a terminal of 80 columns an answer may have that nothing narrows


@pytest.mark.parametrize("line", FLOORS)
def test_nothing_is_much_longer_than_three_screens(
    monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """Of the shipped store."""
    assert 5 < len(in_columns(monkeypatch, 80, *line.split()).lines) <= FLOORS[line]


def finding(topic: str, period: str, assessment: str = "context", **more: object) -> Table:
    """A finding on protection that says when it was."""
    said = f"{topic.capitalize()} in {period}."
    return {"topic": topic, "period": period, "assessment": assessment, "statement": said, **more}


FINDINGS = [
    *(finding("shelter", f"{year}", "progress") for year in range(2000, 2010)),
    finding("shelter", "2010", "shortcoming"),
    finding("shelter", "2009/2011", "mixed"),
    finding("shelter", "2012", "advice"),
    finding("money", "2011"),
    finding("money", "2011", "shortcoming"),
    finding("money", "2009", "progress"),
    finding("training", "2004", "progress"),
    finding("training", "2010", "progress", area="prosecution"),
    finding("housing", "2006", "progress"),
]


def test_an_area_says_what_was_said_last_on_each_topic(tip: Tip, tmp_path: Path) -> None:
    """A verdict and a rival, or another of the year before; no old or equal one, advice or context.

    A topic long not spoken of is only named, with its age over all areas.
    """
    older = finding("money", "2005", area="prosecution")  # which the newest of protection outdates
    equal = finding("housing", "2005", "progress")
    rival = finding("money", "2011", contradicts=["findings-14"])
    store = small_store(tmp_path, findings=[*FINDINGS, older, equal, rival])
    lines = tip("policy", "protection", "--store", store, "--sources", "none").lines
    assert lines[:2] == [
        "Protection, Arden: 19 findings and 1 piece of advice on 4 topics, 2000–2012; "
        "what was said last",
        "14 progress, 2 shortcoming, 1 mixed, 2 context, 1 advice. An older finding may still hold "
        "or not.",
    ]
    shelter = "12 findings and 1 piece of advice, 2000–2012"
    assert [re.split("  +", line) for line in lines[3:11] if line] == [
        [
            "Shelter",
            shelter,
            "mixed",
            "2009–2011: Shelter in 2009/2011.",
        ],
        [
            "Shelter",
            shelter,
            "shortcoming",
            "2010: Shelter in 2010.",
        ],
        ["Money", "4 findings, 2009–2011", "shortcoming", "2011: Money in 2011. (disputed)"],
        ["Money", "4 findings, 2009–2011", "context", "2011: Money in 2011. (disputed)"],
        [
            "Housing",
            "2 findings, 2005–2006; none stored since 2006",
            "progress",
            "2006: Housing in 2006.",
        ],
        ["Advice", "1 piece of advice, 2012", "advice", "2012: Shelter in 2012."],
    ]
    assert lines[11:] == [
        "Other topics: Training (1 finding to 2004; 1 finding under prosecution to 2010).",
        "Disputed: 2 findings: tip disputes protection",
        "tip policy shelter · tip policy protection 2011 · tip policy protection --all",
    ]


def test_all_areas_say_the_newest_of_each_verdict(tip: Tip, tmp_path: Path) -> None:
    """And what there is on which topic; what is old beside the rest says so."""
    old = finding("plans", "2001", "shortcoming", area="prosecution")
    store = small_store(tmp_path, findings=[*FINDINGS, old])
    lines = tip("policy", "--store", store, "--sources", "none").lines
    judged = "13 progress, 2 shortcoming, 1 mixed, 1 context"
    counted = "19 findings and 1 piece of advice on 5 topics, 2000–2012"
    assert lines[0] == f"What Arden did, and failed to do: {counted}"
    assert [re.split("  +", line) for line in lines[2:11] if line] == [
        ["Protection", "18 in all", f"{judged}, 1 advice, 2000–2012"],
        ["Protection", "shortcoming", "2011: Money in 2011."],
        ["Protection", "progress", "2009: Shelter in 2009."],
        ["Protection", "topics", "Shelter 13, Money 3, Housing 1, Training 1"],
        ["Prosecution", "2 in all", "1 progress, 1 shortcoming, 2001–2010"],
        ["Prosecution", "progress", "2010: Training in 2010."],
        ["Prosecution", "shortcoming", "2001, none stored since: Plans in 2001."],
        ["Prosecution", "topics", "Training 1, Plans 1"],
    ]


def test_a_topic_begins_with_its_newest_finding(tip: Tip, tmp_path: Path) -> None:
    """After how they judge, if they are many; what sources advise is under its own heading."""
    more = [finding("money", "2020"), *(finding("shelter", "1990") for _ in range(4))]
    figures = [{"measure": "shelter-places"}, {"measure": "places-in-shelter"}]
    store = small_store(tmp_path, findings=[*FINDINGS, *more], statistics=figures)
    assert "None stored since" not in tip("policy", "--topic", "money", "--store", store).out
    lines = tip("policy", "--topic", "shelter", "--store", store).lines
    assert lines[:4] == [
        "Shelter, Arden: 16 findings and 1 piece of advice, 1990–2012, newest first; protection",
        "None stored since 2011. 10 progress, last 2009; 1 shortcoming, last 2010; 1 mixed, last "
        "2009–2011; 4 context, last 1990.",
        "",
        "Shelter  2009–2011  mixed        Shelter in 2009/2011. A Book [1]",
    ]
    assert lines[19:22] == [
        "",
        "Advice   2012       advice       Shelter in 2012. A Book [1]",
        "",
    ]
    assert lines[22:] == [
        "In figures: tip stats shelter-places",
        "tip show findings-11 · tip cite findings-11",
        "",
        "[1] A Book",
    ]


def test_the_index_of_many_measures(tip: Tip, tmp_path: Path) -> None:
    """A span is printed as one; what was counted once, in parts or long ago is only named."""
    figures: list[Table] = [
        *({"measure": f"m{number:02}", "period": "2010"} for number in range(14)),
        {"measure": "calls", "period": "2020", "value": 1},
        {"measure": "calls", "period": "2001/2020", "value": 9, "bound": "more_than"},
        {"measure": "calls", "period": "2020", "attributed_to": "B", "value": 1},
        {"measure": "calls", "period": "2020", "attributed_to": "C", "value": 2},
        {"measure": "length", "period": "2019", "group": "long", "dimension": "length"},
        {"measure": "length", "period": "2020", "group": "long", "dimension": "length"},
        {"measure": "spans", "period": "2001/2020", "value": 9, "bound": "more_than"},
        {"measure": "spans", "period": "2001/2019", "value": 8, "bound": "more_than"},
        *({"measure": f"n{number}", "period": f"201{y}"} for number in range(8) for y in (1, 2)),
        {"measure": "old", "period": "2008"},
        {"measure": "old", "period": "2009"},
    ]
    lines = tip("stats", "--store", small_store(tmp_path, statistics=figures)).lines
    assert lines[5].split()[1] == "N0"
    assert lines[10].split()[1] == "N5"
    assert [re.split("  +", line) for line in [*lines[3:5], *lines[11:14]]] == [
        ["Protection", "Calls", "4, 2001–2020", "1 in 2020, A House/B · 2 in 2020, C"],
        ["Protection", "Spans", "2, 2001–2020", "> 9 in 2001–2020, A House"],
        ["Protection", "once", "M00, M01, M02, M03, M04, M05, M06, M07, 6 more"],
        ["Protection", "in parts", "Length (2020)"],
        ["Protection", "also", "N6 (2012), N7 (2012), Old (2009)"],
    ]


def test_the_sources_by_publisher(tip: Tip, tmp_path: Path) -> None:
    """Of many, those on which most facts rest, and what rests on one alone."""
    kind = 'title = "S"\nkind = "news"'
    more = "".join(
        f'[sources.s{n}]\n{kind}\npublisher = "P{max(n, 14)}"\npublished = "20{n}"\n'
        for n in range(10, 40)
    )
    facts = [{"sources": ["s10", "s11"]}, {"sources": ["s12"]}, {}]
    lines = tip("sources", "--store", small_store(tmp_path, findings=facts, more=more)).lines
    assert [*lines[:7], *lines[28:]] == [
        "31 sources by 27 publishers, 2010–2039, for 3 facts",
        "30 news, 1 book",
        "",
        "Facts  Publisher  Sources",
        "    2  P14        5, 2010–2014",
        "    1  A House    book, undated",
        "    0  P15        s15, 2015",
        "",
        "3 more publishers, of 3 sources: tip sources --all",
        "On one source alone: 2 facts.  Undated: 1 source.",
        "tip show s10 · tip sources --all",
    ]


def test_the_start_page_and_the_profile(tip: Tip, tmp_path: Path) -> None:
    """Command lines that the store can answer; what one body counts is no matter of counters."""
    figures = [
        {"measure": measure, "period": f"200{year}", "attributed_to": who}
        for measure, who in ("aA", "bA", "bB")
        for year in (1, 2)
    ]
    store = small_store(tmp_path, statistics=figures, tiers=[{}], routes=[{}])
    assert [line for line in tip("--store", store).lines if line] == [
        "A small store  8 facts, 1 source, 2001–2002",
        "Rating  Tier 1 in 2001 (A House)",
        "  tip year 2001             one year on one page",
        "  tip routes --role source  who was taken, from where to where",
        "  tip stats b               a figure through the years, and who counts it",
        "  tip tiers                 the ratings",
        "  tip -h                    all commands",
    ]
    routes = tip("routes", "--store", store).lines
    assert routes[0] == "From Arden abroad: no pair, 1 with one end named, in 1 report"
    assert routes[5] == "– the report doesn't name this end."
    profile = tip("profile", "--store", store).out
    assert "\nSource       no pair, 1 with one end named, in 1 report\n" in profile
    assert re.search(r"^Transit .* reports, [^,]+, [^,]+, …$", tip("profile").out, re.MULTILINE)
