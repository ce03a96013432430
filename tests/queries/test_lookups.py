"""What each filter lets through, and in which order the rows come."""

import json
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import OTHER, Tip
from tests.small import Table, small_store

Found = Callable[..., list[str]]


@pytest.fixture
def found(tip: Tip) -> Found:
    """The ids that a command line finds in a store, the made-up one unless told otherwise."""

    def call(line: str, store: str = str(OTHER)) -> list[str]:
        result = tip(*shlex.split(line), "--store", store, "--json")
        assert (result.code, result.err) == (0, "")
        return [row["id"] for row in result.json]

    return call


VICTIMS = "victims-identified-2010"
NAMES = {  # short ones of the facts of the made-up store
    **{"out": "source-2004-xa", "women": "source-2010-xa-xb", "transit": "transit-2010-xb-xc"},
    **{"zero": "victims-identified-2006", "share": "trafficking-cases-2009-internal"},
    **{"convictions": "convictions-2010", "score": "score-2010", "victims": VICTIMS},
    **{"of-women": f"{VICTIMS}-women", "men": f"{VICTIMS}-men", "rival": f"{VICTIMS}-gazette"},
    **{"act": "trafficking-act-adopted", "protocol": "protocol-ratified"},
    **{"shelter": "shelter-2010", "strategy": "strategy-2010"},
    "recruitment": "recruitment-undated",
}

LINES = """\
routes: out women transit
routes --role transit: transit
routes --role SOURCE: out women
routes --role source --role transit: out women transit
routes --role internal:
routes --from XA: out women
routes --from XB --from xaa: out women transit
routes --to XB: women
routes --country XB: women transit
routes --from XA --country XB: women
routes --role transit --year 2004:
routes --from Bru\u0308ckland: transit
routes --from old-brückland: transit
routes --from ' old  bruckland ': transit
routes --from БРИКЛАНД: transit
routes --from brikland: transit
routes --year 2010: women transit
routes --year 2004 --year 2010: out women transit
routes --since 2005: women transit
routes --until 2009: out
routes --since 2005 --until 2009:
routes --year 2004 --since 2005:
routes --source gazette: out transit
routes --source REPORT_2010: women transit
routes --source 'report-2010[p. 12]': women
routes --source 'report-2010[p. 12]' --source gazette: out women transit
routes --source 'report-2010[p. 20]':
stats: zero share convictions victims of-women men rival score
stats --area protection: zero victims of-women men rival
stats --area Situation --area prosecution: share convictions score
stats --measure 'Victims identified': zero victims of-women men rival
stats --dimension place: share
stats --dimension sex --group internal:
stats --totals: zero convictions victims rival score
stats --totals --measure victims_identified --source gazette: rival
stats --until 2009: zero share
stats --since 0001: zero share convictions victims of-women men rival
policy: shelter strategy recruitment
policy Prevention SITUATION: strategy recruitment
policy --assessment context --assessment Shortcoming: shelter recruitment
policy protection --assessment progress:
policy --until 9999: shelter strategy
laws: act protocol
laws --kind statute --year 2005:
laws --year 2004: act
sources: gazette report-2010
sources --source 'report-2010[p. 12]': report-2010
sources --year 2010: report-2010
sources --since 2011: gazette
tiers --tier 2wl --tier 3: tier-2003 tier-2007
tiers --tier tier-2-watch-list: tier-2007
tiers --changes: tier-2005 tier-2007
tiers --changes --since 2006: tier-2007
tiers --changes --tier 2: tier-2005
tiers --latest --deprecated: tier-2007 tier-2007-gazette
tiers --disputed: tier-2007-gazette
tiers --source report-2010 --year 2007: tier-2007
timeline --until 2005: tier-2003 out act tier-2005 protocol
timeline --kind law --kind Route: out act protocol women transit
timeline --kind statistics --source gazette: rival
timeline --sort -year -n 1: women
routes --reported 2010: women transit
routes --reported 2011: out
policy --reported 2011: recruitment
search shelter --reported 2010: shelter-2010
sources --reported 2010: report-2010
tiers --year 2007 --reported 2010: tier-2007
"""


def test_a_filter_keeps_what_matches_one_of_its_values(found: Found) -> None:
    """One filter's values mean or, different filters mean and; words count as people type them."""
    for text in filter(None, LINES.splitlines()):
        line, _, ids = text.rpartition(":")
        assert found(line) == [NAMES.get(name, name) for name in ids.split()], line


WRONG = {
    "routes --role tranzit": "no role 'tranzit'; did you mean transit (1)? "
    "also source (2), destination, internal",
    "routes --from Bruckl": "no country 'Bruckl'; did you mean Brückland (2)? "
    "also Arden (2), Cardenia (1)",
    "stats --by nobody": "no body 'nobody'; there is Office of Reports (12), The Gazette (6), "
    "NGOs (1), border police (1), the Victims' Office (1)",
    "stats qqqq": "no measure 'qqqq'; there is victims-identified (5), convictions (1), "
    "score (1), trafficking-cases (1)",
    "stats --measure conviction": "no measure 'conviction'; did you mean convictions (1)? "
    "also victims-identified (5), score (1), trafficking-cases (1)",
    "tiers --tier 4": "no tier '4'; there is Tier 2 (3), Tier 2 Watch List (1), Tier 3 (1), Tier 1",
    "timeline --kind findin": "no kind 'findin'; did you mean finding (3)? "
    "also statistic (8), tier (5), route (3), law (2)",
    "sources --source book": "no source 'book'; there is report-2010 (15), gazette (7)",
}


def test_a_wrong_value_names_the_right_ones(tip: Tip) -> None:
    """Nothing of the kind in the store: exit 1, and what there is, the most used first."""
    for line, message in WRONG.items():
        result = tip(*shlex.split(line), "--store", str(OTHER))
        assert result == (1, "", f"tip: {message}\n"), line
    place = tip("routes", "--source", "gazette[p. 1]", "--store", str(OTHER)).err
    assert place.startswith("tip: no source 'gazette[p. 1]'; did you mean gazette (7)? also report")


PERIODS = [  # by their first day, then by their last; of the same days, the closest first
    *("1999-12-31", "2000/2000", "2000", "2000-02", "2000-02-28", "2000-03-01"),
    *("2000-05/2000-07", "2000-07", "2000-11/2001-01", "2000-12", "2000-12-31"),
    *("2001-01-01", "2001-01", "2001", "2001/2003", "2001-03-20", "2010"),
]


def test_rows_come_in_order_of_time(tip: Tip, tmp_path: Path) -> None:
    """By the first day, then the last, then the more precise; undated ones come last."""
    kinds = {"laws": "laws", "timeline": "laws", "policy": "findings", "stats": "statistics"}
    for line, kind in kinds.items():
        undated: list[dict[str, str]] = [] if line == "timeline" else [{}]
        facts: dict[str, Any] = {kind: [*undated, *({"period": each} for each in PERIODS[::-1])]}
        path = small_store(tmp_path, **facts)
        rows = tip(line, "--store", path, "--json").json
        assert [row["period"] for row in rows] == [*PERIODS, *(None for _ in undated)], line
        by_field = tip(line, "--sort", "-period", "--store", path, "--json").json
        assert [row["period"] for row in by_field][: len(PERIODS)] == PERIODS[::-1], line


def test_figures_of_one_period_by_area_then_as_measures_stand(found: Found, tmp_path: Path) -> None:
    """The order of measures is the store's, those that it doesn't list after them."""
    rows = (
        "unlisted prosecution 2002, sentenced prosecution 2002, charged protection 2002, "
        "convicted prosecution 2002, charged prosecution 2002, unlisted situation 2002, "
        "sentenced prosecution 2001"
    )
    names = ("id", "measure", "area", "period")
    statistics = [
        dict(zip(names, [f"f{number}", *row.split()], strict=True))
        for number, row in enumerate(rows.split(", "))
    ]
    path = small_store(
        tmp_path,
        statistics=statistics,
        more="[measures]\ncharged = {}\nconvicted = {}\nsentenced = {}\n",
    )
    assert found("stats", path) == ["f6", "f5", "f4", "f3", "f1", "f0", "f2"]
    areas = [{"id": area, "area": area} for area in ("prevention", "protection", "situation")]
    inverse = ["situation", "protection", "prevention"]
    assert found("policy", small_store(tmp_path, findings=areas)) == inverse


FAMILY = [
    {"id": "grandchild", "part_of": "second", "period": "2001"},
    {"id": "second", "part_of": "whole", "dimension": "sex", "group": "women", "period": "2002"},
    {"id": "alone", "period": "2003"},
    {"id": "first", "part_of": "whole", "dimension": "sex", "group": "men", "period": "2001"},
    {"id": "whole", "period": "2002"},
]


def test_parts_stand_under_their_wholes(found: Found, tmp_path: Path) -> None:
    """Parts follow their whole, however deep; a part without its whole has a place of its own."""
    path = small_store(tmp_path, statistics=FAMILY)
    assert found("stats", path) == ["whole", "first", "second", "grandchild", "alone"]
    assert found("stats --totals", path) == ["whole", "alone"]
    assert found("stats --year 2001", path) == ["grandchild", "first"]


def test_years_match_whatever_overlaps(found: Found, tmp_path: Path) -> None:
    """A span is found by any year that it touches; undated is not."""
    spans = ["2003/2005", "2005-06", "2004-12-31/2007-01-01", "2006"]
    path = small_store(tmp_path, laws=[*({"period": period} for period in spans), {}])
    for options, numbers in {
        "--year 2004": [0, 2],
        "--year 2003 --year 2006": [0, 2, 3],
        "--since 2007": [2],
        "--since 2008": [],
        "--until 2003": [0],
        "--since 2005 --until 2005": [0, 2, 1],
    }.items():
        assert found(f"laws {options}", path) == [f"laws-{number}" for number in numbers]


def test_a_span_says_where_it_ends_and_no_year_is_its_own(
    tip: Tip, found: Found, tmp_path: Path
) -> None:
    """`--yearly` keeps whole calendar years, in answers and in exports, which stay sound."""
    reach = {"2001": 2001, "2001-01/2001-12": 2001, "2001-03": 2001, "2001/2003": 2003, "": None}
    figures: list[Table] = [
        {"id": f"s{place}", "period": period or None, "value": 9}
        for place, period in enumerate(reach)
    ]
    parts: list[Table] = [{"id": "part", "period": "2001", "part_of": "s3", "group": "women"}]
    findings = [{"period": "2001/2003", "contradicts": ["s2"]}]
    path = small_store(tmp_path, statistics=[*figures, *parts], findings=findings)
    rows = tip("stats", "--store", path, "--json", "--sort", "id").json
    assert [row["last_year"] for row in rows] == [2001, *reach.values()]
    for command in ("policy", "timeline", "search so"):
        rows = tip(*command.split(), "--store", path, "--json").json
        assert {row["last_year"] for row in rows if row["id"] == "findings-0"} == {2003}, command
    assert found("stats --yearly --sort id", path) == ["part", "s0", "s1"]
    for name in ("made.json", "made.db"):
        assert tip("export", str(tmp_path / name), "--yearly", "--store", path).code == 0
    made = json.loads((tmp_path / "made.json").read_bytes())
    kept = {row["id"]: row["part_of"] for row in made["statistics"]}
    assert kept == {"s0": None, "s1": None, "part": None}
    assert [row["disputed_by"] for row in made["findings"]] == [[]]
    with closing(sqlite3.connect(tmp_path / "made.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    shown = tip("stats", "2002", "--yearly", "--store", path)
    assert shown.err == (
        "tip: no statistic matches; --yearly has statistics for 2001; 2001 has 9, A House; "
        "2002 has 1 statistic without --yearly\n"
    )


def test_a_tier_without_a_period(tip: Tip, tmp_path: Path) -> None:
    """A tier stands under its report's year, or where it says so, under a closer date."""
    tiers = [{"id": "early", "year": 2001, "period": "2001-06"}, {"id": "late", "year": 2001}]
    rows = tip("timeline", "--store", small_store(tmp_path, tiers=tiers), "--json").json
    told = [(row["id"], row["period"], row["year"]) for row in rows]
    assert told == [("late", "2001", 2001), ("early", "2001-06", 2001)]


def test_rows_are_sorted_and_those_without_a_value_are_last(found: Found, tmp_path: Path) -> None:
    """Case doesn't count, rows alike stay as they were, rows without the field come last."""
    laws: list[dict[str, Any]] = [
        {"id": "a", "name": "Act B", "period": "2001"},
        {"id": "b", "name": "act C", "period": "2002"},
        {"id": "c", "name": "Act A", "period": "2002"},
        {"id": "d", "name": "Act D", "period": "2003", "note": "Late."},
        {"id": "e", "name": "ACT b", "contradicts": ["a"]},
    ]
    path = small_store(tmp_path, laws=laws)
    for options, ids in {
        "": "abcde",
        "--sort -year": "dbcae",
        "--sort name": "caebd",
        "--sort -NAME -n 2": "db",
        "--sort note": "dabce",
        "--sort -note": "dabce",
        "--sort disputed-by": "eabcd",
        "--sort -disputed-by": "aebcd",
        "--limit 0": "",
        "-n 9": "abcde",
    }.items():
        assert "".join(found(f"laws {options}", path)) == ids, options


MOVED = {
    "2001 1 normal, 2002 1 normal": [],
    "2001 1 normal, 2002 2 normal, 2003 2 normal, 2004 1 normal": ["2002-2", "2004-1"],
    "2003 1 normal, 2001 1 normal, 2002 2 normal": ["2002-2", "2003-1"],
    "2001 1 normal, 2002 2 deprecated, 2003 1 normal": [],
    "2001 2 normal, 2001 1 preferred, 2002 2 normal": ["2002-2"],
    "2001 2 normal, 2001 1 normal, 2002 2 normal": [],
}


def test_changes_are_years_in_which_the_tier_moved(found: Found, tmp_path: Path) -> None:
    """A rating is compared with the latest year before that has one, by what ranks highest."""
    for ratings, moved in MOVED.items():
        tiers = []
        for year, tier, rank in map(str.split, ratings.split(", ")):
            rating = {"id": f"{year}-{tier}", "year": int(year), "tier": f"Tier {tier}"}
            tiers.append(rating | {"rank": rank, "note": "A slip."})
        assert found("tiers --changes", small_store(tmp_path, tiers=tiers)) == moved, ratings


LEFT_OUT = {
    "policy": "tip: left out: 2 findings without a dated source\n",
    "policy protection": "",
    "coverage": "tip: left out: 2 facts without a dated source\n",
    "sources": "tip: left out: 1 source without a date\n",
}


def test_what_is_left_out_is_counted(tip: Tip, tmp_path: Path) -> None:
    """Nobody knows when undated sources said it: how many facts that hides is said."""
    undated = [{"area": "prevention", "period": "2001"}, {"area": "prevention"}]
    dated = 'title = "D"\npublisher = "A House"\nkind = "book"\npublished = "2002"\n'
    facts: list[dict[str, Any]] = [{"sources": ["dated"]}, *undated]
    path = small_store(tmp_path, findings=facts, more=f"[sources.dated]\n{dated}")
    for line, said in LEFT_OUT.items():
        for form in (["--json"], []):
            result = tip(*line.split(), "--reported", "2002", "--store", path, *form)
            assert result.code == 0
            told = [text for text in result.err.splitlines(keepends=True) if "matches" not in text]
            assert "".join(told) == said, line


def test_a_source_is_told_as_in_the_store(tip: Tip, tmp_path: Path) -> None:
    """All that is known of a source, under its id; a fact that cites it twice rests on it once."""
    source = {
        **{"language": "sr-Latn", "accessed": "2020-01-02", "derived_from": ["first"]},
        "archived": {"url": "https://archive.example/1", "date": "2020-01-01"},
    }
    first = '[sources.first]\ntitle = "First"\npublisher = "P"\nkind = "report"\n'
    laws = [{"sources": ["book[p. 1]", "book[p. 2]"]}, {"sources": ["book"]}]
    path = small_store(tmp_path, laws=laws, source=source, more=first)
    [book, _] = tip("sources", "--store", path, "--json").json
    assert book == {
        **{"id": "book", "title": "A Book", "publisher": "A House", "published": None},
        **{"url": None, "kind": "book", "facts": 2, "language": "sr-Latn"},
        **{"derived_from": ["first"], "archived": "https://archive.example/1"},
        "accessed": "2020-01-02",
    }
    said = [line for line in tip("show", "book", "--store", path).lines if "  " in line]
    assert said[2:6] == [
        "Language   sr-Latn",
        "From       First",
        "Archived   https://archive.example/1, 1 January 2020",
        "Accessed   2 January 2020",
    ]


def test_a_source_says_what_its_publisher_says(found: Found, tmp_path: Path) -> None:
    """By a body are its own publications, and those on which facts rest that it says.

    A body's own name is its alone, whatever others are called.
    """
    other = '[sources.other]\ntitle = "Other"\npublisher = "Police"\nkind = "book"\n'
    bodies = '[bodies]\nPolice = {}\n"An NGO" = { aliases = ["Police"] }\n'
    own = {"sources": ["other"]}
    laws: list[dict[str, Any]] = [{"attributed_to": "An NGO"}, {**own, "attributed_to": "A House"}]
    path = small_store(tmp_path, laws=[*laws, own], more=f"{other}{bodies}")
    assert found("sources --by 'A House'", path) == ["book", "other"]
    assert found("sources --by 'An NGO'", path) == ["book"]
    assert found("laws --by Police", path) == ["laws-2"]
    path = small_store(tmp_path, laws=[{"rank": "deprecated", "note": "A slip."}, {}])
    assert found("laws --disputed", path) == ["laws-0"]


def test_routes_are_narrowed_by_standing(found: Found, tmp_path: Path) -> None:
    """Routes are narrowed by how firmly they are said; what says nothing of it is stated."""
    rows = [{}, {"standing": "alleged"}, {"standing": "at_risk"}, {"standing": "stated"}]
    path = small_store(tmp_path, routes=rows)
    assert found("routes --standing stated", path) == ["routes-0", "routes-3"]
    both = "routes --standing alleged --standing 'At Risk'"
    assert found(both, path) == ["routes-1", "routes-2"]


TERMS = """
[measures]
victims = { title = "Victims identified", aliases = ["people found"] }
[dimensions]
age = { title = "How old they were" }
[groups]
minors = { title = "Minors", aliases = ["children", "under age"] }
teenagers = { aliases = ["Under-Age"] }
[topics]
shelter = { aliases = ["refuge"] }
unused = { aliases = ["nothing"] }
"""
FIGURES = [
    {},
    *({"dimension": "age", "group": name} for name in ("minors", "children", "teenagers")),
    {"measure": "convictions"},
]


def test_words_go_by_titles_and_aliases(tip: Tip, tmp_path: Path) -> None:
    """What people read or say instead of a word finds its facts, beside those of the word itself.

    Where the sources use another word for the group, that is said.
    """
    store = small_store(tmp_path, statistics=FIGURES, findings=[{}], more=TERMS)
    other, both = "tip: group {} in the sources' words\n", "'minors' or 'teenagers'"
    for line, (ids, said) in {
        "stats --measure 'victims IDENTIFIED'": ([0, 1, 2, 3], ""),
        "stats --measure 'people found'": ([0, 1, 2, 3], ""),
        "stats --dimension 'how old they were'": ([1, 2, 3], ""),
        "stats --group MINORS": ([1], ""),
        "stats --group children": ([1, 2], other.format("'children' is also 'minors'")),
        "stats --group 'under age'": ([1, 3], other.format(f"'under age' is also {both}")),
        "stats under age": ([1, 3], other.format(f"'under age' is also {both}")),
        "policy --topic refuge": ([0], ""),
    }.items():
        result = tip(*shlex.split(line), "--store", store, "--json")
        kind = "findings" if line.startswith("policy") else "statistics"
        assert [row["id"] for row in result.json] == [f"{kind}-{number}" for number in ids], line
        assert (result.code, result.err) == (0, said), line

    # A word that the store knows and no fact has is not there; a near alias leads to its word.
    unknown = tip("policy", "--topic", "nothing", "--store", store)
    assert (unknown.code, unknown.err) == (1, "tip: no topic 'nothing'; there is shelter (1)\n")
    near = tip("stats", "--measure", "people fund", "--store", store)
    assert near.err.startswith("tip: no measure 'people fund'; did you mean victims (4)?")
