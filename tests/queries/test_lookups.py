"""What each filter lets through, and in which order the rows come."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import OTHER, Tip
from tests.small import small_store

Found = Callable[..., list[str]]


@pytest.fixture
def found(tip: Tip) -> Found:
    """The ids that a command line finds in a store, the made-up one unless told otherwise."""

    def call(line: str, store: str = str(OTHER)) -> list[str]:
        result = tip(*shlex.split(line), "--store", store, "--json")
        assert (result.code, result.err) == (0, "")
        return [row["id"] for row in result.json]

    return call


OUT = "source-2004-xa"
WOMEN = "source-2010-xa-xb"
TRANSIT = "transit-2010-xb-xc"
VICTIMS = "victims-identified-2010"
RIVAL = "victims-identified-2010-gazette"
ZERO = "victims-identified-2006"
SHARE = "trafficking-cases-2009-internal"
PARTS = [f"{VICTIMS}-women", f"{VICTIMS}-men"]

ROUTES = {
    "": [OUT, WOMEN, TRANSIT],
    "--role transit": [TRANSIT],
    "--role SOURCE": [OUT, WOMEN],
    "--role source --role transit": [OUT, WOMEN, TRANSIT],
    "--role internal": [],
    "--from XA": [OUT, WOMEN],
    "--from XB --from XA": [OUT, WOMEN, TRANSIT],
    "--to XB": [WOMEN],
    "--to XA": [],
    "--country XB": [WOMEN, TRANSIT],
    "--country XA --country XC": [OUT, WOMEN, TRANSIT],
    "--from XA --country XB": [WOMEN],
    "--from XA --to XC": [],
    "--role source --to XB": [WOMEN],
    "--role transit --year 2004": [],
    "--from xb": [TRANSIT],
    "--from XBB": [TRANSIT],
    "--from xbb": [TRANSIT],
    "--from Brückland": [TRANSIT],
    "--from bruckland": [TRANSIT],
    "--from BRÜCKLAND": [TRANSIT],
    "--from Bru\u0308ckland": [TRANSIT],
    "--from 'Old Bruckland'": [TRANSIT],
    "--from old-brückland": [TRANSIT],
    "--from ' old  bruckland '": [TRANSIT],
    "--from Брикланд": [TRANSIT],
    "--from БРИКЛАНД": [TRANSIT],
    "--from brikland": [TRANSIT],
}

STATISTICS = {
    "": [ZERO, SHARE, "convictions-2010", VICTIMS, *PARTS, RIVAL, "score-2010"],
    "--area protection": [ZERO, VICTIMS, *PARTS, RIVAL],
    "--area Situation --area prosecution": [SHARE, "convictions-2010", "score-2010"],
    "--area prevention": [],
    "--measure score": ["score-2010"],
    "--measure 'Victims identified'": [ZERO, VICTIMS, *PARTS, RIVAL],
    "--measure score --measure convictions": ["convictions-2010", "score-2010"],
    "--dimension place": [SHARE],
    "--dimension sex": PARTS,
    "--group men": ["victims-identified-2010-men"],
    "--group men --group internal": [SHARE, "victims-identified-2010-men"],
    "--dimension sex --group internal": [],
    "--totals": [ZERO, "convictions-2010", VICTIMS, RIVAL, "score-2010"],
    "--totals --group women": [],
    "--totals --measure victims_identified --source gazette": [RIVAL],
}

TIERS = {
    "": ["tier-2003", "tier-2005", "tier-2006", "tier-2007", "tier-2007-gazette"],
    "--tier 1": [],
    "--tier 2": ["tier-2005", "tier-2006", "tier-2007-gazette"],
    "--tier 2WL": ["tier-2007"],
    "--tier 2wl --tier 3": ["tier-2003", "tier-2007"],
    "--tier 'Tier 3'": ["tier-2003"],
    "--tier tier-2-watch-list": ["tier-2007"],
    "--changes": ["tier-2005", "tier-2007"],
    "--changes --tier 2": ["tier-2005"],
    "--changes --since 2006": ["tier-2007"],
    "--changes --year 2006": [],
}

POLICY = {
    "": ["shelter-2010", "strategy-2010", "recruitment-undated"],
    "protection": ["shelter-2010"],
    "Prevention SITUATION": ["strategy-2010", "recruitment-undated"],
    "prosecution": [],
    "--topic shelter": ["shelter-2010"],
    "--topic Strategy --topic recruitment": ["strategy-2010", "recruitment-undated"],
    "--assessment progress": ["strategy-2010"],
    "--assessment context --assessment Shortcoming": ["shelter-2010", "recruitment-undated"],
    "--assessment mixed": [],
    "protection --assessment progress": [],
}

LAWS = {
    "": ["trafficking-act-adopted", "protocol-ratified"],
    "--kind treaty": ["protocol-ratified"],
    "--kind Statute --kind treaty": ["trafficking-act-adopted", "protocol-ratified"],
    "--kind statute --year 2005": [],
}

SOURCES = {
    "": ["gazette", "report-2010"],
    "--source gazette": ["gazette"],
    "--source Report-2010": ["report-2010"],
    "--source 'report-2010[p. 12]'": ["report-2010"],
    "--source gazette --source report-2010": ["gazette", "report-2010"],
    "--year 2010": ["report-2010"],
    "--since 2011": ["gazette"],
    "--until 2009": [],
}

DATED = ["tier-2003", "trafficking-act-adopted", OUT, "protocol-ratified", "tier-2005"]
TIMELINE = {
    "--until 2005": DATED,
    "--kind law": ["trafficking-act-adopted", "protocol-ratified"],
    "--kind Routes": [OUT, WOMEN, TRANSIT],
    "--kind finding": ["shelter-2010", "strategy-2010"],
    "--kind tier --kind law --until 2005": [
        "tier-2003",
        "trafficking-act-adopted",
        "protocol-ratified",
        "tier-2005",
    ],
    "--kind statistic --source gazette": [RIVAL],
}

COMMON = {
    "routes --year 2010": [WOMEN, TRANSIT],
    "routes --year 2004 --year 2010": [OUT, WOMEN, TRANSIT],
    "routes --year 2007": [],
    "routes --since 2004": [OUT, WOMEN, TRANSIT],
    "routes --since 2005": [WOMEN, TRANSIT],
    "routes --until 2010": [OUT, WOMEN, TRANSIT],
    "routes --until 2009": [OUT],
    "routes --since 2005 --until 2009": [],
    "routes --year 2004 --since 2005": [],
    "routes --year 2010 --until 2009": [],
    "stats --until 2009": [ZERO, SHARE],
    "stats --since 0001": [ZERO, SHARE, "convictions-2010", VICTIMS, *PARTS, RIVAL],
    "policy --until 9999": ["shelter-2010", "strategy-2010"],
    "laws --year 2004": ["trafficking-act-adopted"],
    "routes --source gazette": [OUT, TRANSIT],
    "routes --source REPORT_2010": [WOMEN, TRANSIT],
    "routes --source 'report-2010[p. 12]'": [WOMEN],
    "routes --source 'report-2010[p. 13]' --source 'report-2010[p. 12]'": [WOMEN, TRANSIT],
    "routes --source 'report-2010[p. 12]' --source gazette": [OUT, WOMEN, TRANSIT],
    "routes --source 'report-2010[p. 20]'": [],
    "tiers --source report-2010 --year 2007": ["tier-2007"],
}

LINES = {
    f"{command} {options}".strip(): ids
    for command, cases in {
        "routes": ROUTES,
        "stats": STATISTICS,
        "tiers": TIERS,
        "policy": POLICY,
        "laws": LAWS,
        "sources": SOURCES,
        "timeline": TIMELINE,
    }.items()
    for options, ids in cases.items()
} | COMMON


@pytest.mark.parametrize(("line", "ids"), LINES.items(), ids=LINES)
def test_filters(found: Found, line: str, ids: list[str]) -> None:
    """One filter's values mean or, different filters mean and; words count as people type them."""
    assert found(line) == ids


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "routes --role tranzit",
            "no role 'tranzit'; did you mean transit (1)? also source (2), destination, internal",
        ),
        (
            "routes --from Nowhere",
            "no country 'Nowhere'; there is Arden (2), Brückland (2), Cardenia (1)",
        ),
        (
            "routes --to Kardenia",
            "no country 'Kardenia'; did you mean Cardenia (1), Arden (2)? also Brückland (2)",
        ),
        (
            "routes --country ''",
            "no country ''; there is Arden (2), Brückland (2), Cardenia (1)",
        ),
        (
            "stats --area justice",
            "no area 'justice'; there is protection (5), situation (2), prosecution (1), "
            "prevention",
        ),
        (
            "stats --measure conviction",
            "no measure 'conviction'; did you mean convictions (1)? "
            "also victims-identified (5), score (1), trafficking-cases (1)",
        ),
        ("stats --dimension age", "no dimension 'age'; there is sex (2), place (1)"),
        ("stats --group minors", "no group 'minors'; there is internal (1), men (1), women (1)"),
        (
            "tiers --tier 4",
            "no tier '4'; there is Tier 2 (3), Tier 2 Watch List (1), Tier 3 (1), Tier 1",
        ),
        (
            "tiers --changes --tier 4",
            "no tier '4'; there is Tier 2 (3), Tier 2 Watch List (1), Tier 3 (1), Tier 1",
        ),
        (
            "policy justice",
            "no area 'justice'; there is prevention (1), protection (1), situation (1), "
            "prosecution",
        ),
        (
            "policy --topic shelters",
            "no topic 'shelters'; did you mean shelter (1)? also recruitment (1), strategy (1)",
        ),
        (
            "policy --assessment bad",
            "no assessment 'bad'; there is context (1), progress (1), shortcoming (1), mixed",
        ),
        (
            "policy protection --assessment bad",
            "no assessment 'bad'; there is context (1), progress (1), shortcoming (1), mixed",
        ),
        ("laws --kind decree", "no kind 'decree'; there is statute (1), treaty (1)"),
        (
            "timeline --kind person",
            "no kind 'person'; there is statistic (8), tier (5), finding (3), route (3), law (2)",
        ),
        ("sources --source book", "no source 'book'; there is report-2010 (15), gazette (7)"),
        (
            "routes --source 'gazette[p. 1]'",
            "no source 'gazette[p. 1]'; did you mean gazette (7)? also report-2010 (4), "
            "report-2010[p. 20] (3), report-2010[p. 12] (1), report-2010[p. 13] (1), "
            "report-2010[p. 21] (1), report-2010[p. 22] (1), report-2010[p. 2] (1), "
            "report-2010[p. 30] (1), report-2010[p. 3] (1), report-2010[p. 8] (1)",
        ),
    ],
)
def test_a_wrong_value_names_the_right_ones(tip: Tip, line: str, message: str) -> None:
    """Nothing of the kind in the store: exit 1, and what there is, the most used first."""
    result = tip(*shlex.split(line), "--store", str(OTHER))
    assert result == (1, "", f"tip: {message}\n")


@pytest.mark.parametrize(
    "line",
    [
        "stats --area prosecution --measure score",
        "stats --area prosecution --dimension sex",
        "stats --area prosecution --group women",
        "policy protection --topic strategy",
        "policy protection --assessment progress",
        "policy protection --assessment mixed",
    ],
)
def test_a_value_that_another_filter_leaves_nothing_of(found: Found, line: str) -> None:
    """A value that the store has is right, whatever else was asked for: nothing is an answer."""
    assert found(line) == []


def test_a_right_value_among_wrong_ones_does_not_hide_them(tip: Tip) -> None:
    """Every value of a filter must be right, in whichever order they come."""
    result = tip("routes", "--role", "transit", "--role", "x", "--store", str(OTHER))
    assert (result.code, result.out) == (1, "")


SPANS = ["2003/2005", "2005-06", "2004-12-31/2007-01-01", "2006"]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ("", [0, 2, 1, 3]),
        ("--year 2004", [0, 2]),
        ("--year 2005", [0, 2, 1]),
        ("--year 2003 --year 2006", [0, 2, 3]),
        ("--since 2006", [2, 3]),
        ("--since 2007", [2]),
        ("--since 2008", []),
        ("--until 2002", []),
        ("--until 2003", [0]),
        ("--until 2004", [0, 2]),
        ("--since 2005 --until 2005", [0, 2, 1]),
    ],
)
def test_years_match_whatever_overlaps(
    found: Found, tmp_path: Path, options: str, numbers: list[int]
) -> None:
    """A span is found by any year that it touches and stands under its first; undated is not."""
    store = small_store(tmp_path, laws=[*({"period": period} for period in SPANS), {}])
    undated = ["laws-4"] if not options else []
    assert found(f"laws {options}", store) == [f"laws-{number}" for number in numbers] + undated


def test_rows_come_by_year_then_by_area_then_as_in_the_store(found: Found, tmp_path: Path) -> None:
    """Undated rows come last; areas stand in the order of the policy, not of the alphabet."""
    rows = [
        {"id": "a", "area": "prevention"},
        {"id": "b", "area": "protection", "period": "2002"},
        {"id": "c", "area": "situation", "period": "2002-12"},
        {"id": "d", "area": "protection", "period": "2001/2009"},
        {"id": "e", "area": "prosecution", "period": "2002-01"},
        {"id": "f", "area": "protection", "period": "2002-01"},
        {"id": "g", "area": "situation"},
    ]
    in_order = ["d", "c", "e", "b", "f", "g", "a"]
    assert found("policy", small_store(tmp_path, findings=rows)) == in_order
    assert found("stats", small_store(tmp_path, statistics=rows)) == in_order


FAMILY = [
    {"id": "grandchild", "part_of": "second", "period": "2001"},
    {"id": "second", "part_of": "whole", "dimension": "sex", "group": "women", "period": "2002"},
    {"id": "alone", "period": "2003"},
    {"id": "first", "part_of": "whole", "dimension": "sex", "group": "men", "period": "2001"},
    {"id": "whole", "period": "2002"},
]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ("", ["whole", "first", "second", "grandchild", "alone"]),
        ("--totals", ["whole", "alone"]),
        ("--year 2002", ["whole", "second"]),
        ("--year 2001", ["grandchild", "first"]),
        ("--group women --group men", ["first", "second"]),
        ("--since 2002 --until 2002 --dimension sex", ["second"]),
    ],
)
def test_parts_stand_under_their_wholes(
    found: Found, tmp_path: Path, options: str, ids: list[str]
) -> None:
    """Parts follow their whole, however deep; a part without its whole has a place of its own."""
    assert found(f"stats {options}", small_store(tmp_path, statistics=FAMILY)) == ids


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ("", ["a", "b", "c", "d", "e"]),
        ("--sort year", ["a", "b", "c", "d", "e"]),
        ("--sort -year", ["d", "b", "c", "a", "e"]),
        ("--sort name", ["c", "a", "e", "b", "d"]),
        ("--sort -name", ["d", "b", "a", "e", "c"]),
        ("--sort -NAME -n 2", ["d", "b"]),
        ("--sort note", ["d", "a", "b", "c", "e"]),
        ("--sort -note", ["d", "a", "b", "c", "e"]),
        ("--limit 0", []),
        ("-n 9", ["a", "b", "c", "d", "e"]),
    ],
)
def test_sorted_rows(found: Found, tmp_path: Path, options: str, ids: list[str]) -> None:
    """Case doesn't count, rows alike stay as they were, rows without the field come last."""
    laws = [
        {"id": "a", "name": "Act B", "period": "2001"},
        {"id": "b", "name": "act C", "period": "2002"},
        {"id": "c", "name": "Act A", "period": "2002"},
        {"id": "d", "name": "Act D", "period": "2003", "note": "Late."},
        {"id": "e", "name": "ACT b"},
    ]
    assert found(f"laws {options}", small_store(tmp_path, laws=laws)) == ids


def test_values_are_sorted_as_numbers(found: Found, tmp_path: Path) -> None:
    """9 comes before 10, 9.5 between them."""
    rows = [{"id": name, "value": value} for name, value in zip("abc", (10, 9, 9.5), strict=True)]
    store = small_store(tmp_path, statistics=rows)
    assert found("stats --sort value", store) == ["b", "c", "a"]
    assert found("stats --sort -value", store) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("ratings", "moved"),
    [
        ("2001 1 normal", []),
        ("2001 1 normal, 2002 1 normal", []),
        ("2001 1 normal, 2002 2 normal, 2003 2 normal, 2004 1 normal", ["2002-2", "2004-1"]),
        ("2003 1 normal, 2001 1 normal, 2002 2 normal", ["2002-2", "2003-1"]),
        ("2001 1 normal, 2005 2 normal", ["2005-2"]),
        ("2001 1 normal, 2002 2 deprecated, 2003 1 normal", []),
        ("2001 1 preferred, 2001 2 deprecated, 2002 1 normal", []),
        ("2001 1 preferred, 2001 2 normal, 2002 1 normal", []),
        ("2001 2 normal, 2001 1 preferred, 2002 2 normal", ["2002-2"]),
    ],
)
def test_changes_are_years_in_which_the_tier_moved(
    found: Found, tmp_path: Path, ratings: str, moved: list[str]
) -> None:
    """A rating is compared with the latest year before that has one, by what ranks highest."""
    tiers = []
    for rating in ratings.split(", "):
        year, tier, rank = rating.split(" ")
        note = {"note": "A slip."} if rank == "deprecated" else {}
        name = f"{year}-{tier}"
        tiers.append({"id": name, "year": int(year), "tier": f"Tier {tier}", "rank": rank, **note})
    assert found("tiers --changes", small_store(tmp_path, tiers=tiers)) == moved


def test_the_sources_are_counted_by_fact(tip: Tip, tmp_path: Path) -> None:
    """A fact that cites two places of one source rests on it once."""
    store = small_store(
        tmp_path, laws=[{"sources": ["book[p. 1]", "book[p. 2]"]}, {"sources": ["book"]}]
    )
    result = tip("sources", "--store", store, "-f", "csv", "--fields", "id,facts")
    assert result.lines == ["id,facts", "book,2"]


def test_a_source_is_told_as_in_the_store(tip: Tip) -> None:
    """All that is known of a source, under its id."""
    [gazette, report] = tip("sources", "--store", str(OTHER), "--json").json
    assert gazette == {
        "id": "gazette",
        "title": "Arden Gazette",
        "publisher": "The Gazette",
        "published": "2011-05",
        "url": "https://gazette.example/2011",
        "kind": "news",
        "facts": 7,
    }
    assert report["id"] == "report-2010"


def test_the_timeline_runs_from_day_to_span(found: Found, tmp_path: Path) -> None:
    """Within a year, what ends first comes first; undated facts have no place in time."""
    periods = ["2001/2003", "2001", "2001-03/2001-05", "2001-05", "2001-05-31", "2001-05-30"]
    laws = [{"id": name, "period": period} for name, period in zip("abcdef", periods, strict=True)]
    store = small_store(tmp_path, laws=[*laws, {"id": "undated"}], tiers=[{"id": "t"}])
    assert found("timeline", store) == ["f", "e", "d", "c", "t", "b", "a"]


COVERED = """\
year,routes,statistics,tiers,findings,laws
2003,,,1,,
2004,1,,,,1
2005,,,1,,1
2006,,1,1,,
2007,,,2,,
2008,,,,,
2009,,1,,,
2010,2,5,,2,
,,1,,1,
"""


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("--since 2007 --until 2009", [0, 5, 6, 7]),
        ("--year 2004", [0, 2]),
        ("--until 2002", [0]),
    ],
)
def test_coverage_shows_gaps_as_gaps(tip: Tip, options: str, lines: list[int]) -> None:
    """Every year between the first and the last has a row, and so have the undated facts."""
    result = tip("coverage", *options.split(), "--store", str(OTHER), "-f", "csv")
    covered = COVERED.splitlines()
    assert result.lines == [covered[number] for number in lines]


def test_coverage_counts_a_span_in_each_of_its_years(tip: Tip, tmp_path: Path) -> None:
    """What the --year filter finds is what coverage counts."""
    store = small_store(tmp_path, laws=[{"period": "2001-12/2003"}, {"period": "2003"}])
    result = tip("coverage", "--store", store, "-f", "csv", "--fields", "year,laws")
    assert result.lines == ["year,laws", "2001,1", "2002,1", "2003,2"]


# --- standing, and what words are called -------------------------------------------------------


def test_standing(tip: Tip, tmp_path: Path) -> None:
    """Routes are narrowed by how firmly they are said; what says nothing of it is stated."""
    rows = [{}, {"standing": "alleged"}, {"standing": "at_risk"}, {"standing": "stated"}]
    store = small_store(tmp_path, routes=rows)

    def found(*standings: str) -> list[str]:
        options = [word for standing in standings for word in ("--standing", standing)]
        routes = tip("routes", *options, "--store", store, "--json").json
        return [f"{row['id']} {row['standing']}" for row in routes]

    assert found("stated") == ["routes-0 stated", "routes-3 stated"]
    assert found("alleged", "At Risk") == ["routes-1 alleged", "routes-2 at_risk"]
    wrong = tip("routes", "--standing", "risk", "--store", store)
    assert wrong.err == (
        "tip: no standing 'risk'; did you mean at_risk (1)? also stated (2), alleged (1)\n"
    )


TERMS = """
[measures.victims]
title = "Victims identified"
aliases = ["people found"]
[dimensions.age]
title = "How old they were"
[groups.minors]
title = "Minors"
aliases = ["children", "under age"]
[groups.teenagers]
aliases = ["Under-Age"]
[topics.shelter]
aliases = ["refuge"]
[topics.unused]
aliases = ["nothing"]
"""
FIGURES = [
    {},
    *({"dimension": "age", "group": name} for name in ("minors", "children", "teenagers")),
    {"measure": "convictions"},
]


@pytest.mark.parametrize(
    ("line", "ids", "said"),
    [
        ("stats --measure 'victims IDENTIFIED'", [0, 1, 2, 3], ""),
        ("stats --measure 'people found'", [0, 1, 2, 3], ""),
        ("stats --measure victims", [0, 1, 2, 3], ""),
        ("stats --dimension 'how old they were'", [1, 2, 3], ""),
        ("stats --group minors", [1], ""),
        ("stats --group MINORS", [1], ""),
        ("stats --group teenagers", [3], ""),
        (
            "stats --group children",
            [1, 2],
            "tip: group 'children' is also 'minors' in the sources' words\n",
        ),
        (
            "stats --group 'under age'",
            [1, 3],
            "tip: group 'under age' is also 'minors' or 'teenagers' in the sources' words\n",
        ),
        ("policy --topic refuge", [0], ""),
    ],
)
def test_words_go_by_titles_and_aliases(
    tip: Tip, tmp_path: Path, line: str, ids: list[int], said: str
) -> None:
    """What people read or say instead of a word finds its facts, beside those of the word itself.

    Where the sources use another word for the group, that is said.
    """
    store = small_store(tmp_path, statistics=FIGURES, findings=[{}], more=TERMS)
    result = tip(*shlex.split(line), "--store", store, "--json")
    kind = "findings" if line.startswith("policy") else "statistics"
    assert [row["id"] for row in result.json] == [f"{kind}-{number}" for number in ids]
    assert (result.code, result.err) == (0, said)


def test_a_name_that_no_fact_has(tip: Tip, tmp_path: Path) -> None:
    """A word that the store knows and no fact has is not there; a near alias leads to its word."""
    store = small_store(tmp_path, statistics=FIGURES, findings=[{}], more=TERMS)
    unknown = tip("policy", "--topic", "nothing", "--store", store)
    assert (unknown.code, unknown.err) == (1, "tip: no topic 'nothing'; there is shelter (1)\n")
    near = tip("stats", "--measure", "people fund", "--store", store)
    assert near.err.startswith("tip: no measure 'people fund'; did you mean victims (4)?")


def test_a_source_without_facts_can_be_named(tip: Tip, tmp_path: Path) -> None:
    """A source on which nothing rests is a right name that matches nothing."""
    path = tmp_path / "store.toml"
    daily = '[sources.daily]\ntitle = "Daily"\npublisher = "Daily"\nkind = "news"\n'
    path.write_text(f"{OTHER.read_text(encoding='utf-8')}\n{daily}", encoding="utf-8")
    asked = ["--store", str(path), "routes", "--source", "daily", "--json"]
    assert tip(*asked) == (0, "[]\n", "")
