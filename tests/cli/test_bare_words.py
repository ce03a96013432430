"""Words as they come: what they mean in each command, who says a fact, and what is left out."""

import shlex
from pathlib import Path

import pytest

from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns
from tests.small import small_store

BODIES = """
[bodies."Group of Experts"]
short = "GRETA"
aliases = ["the experts", "the group"]
[topics.victim-identification]
title = "Who identifies victims"
aliases = ["the group"]
[bodies.Others]
aliases = ["GRETA"]
[groups.minors]
title = "Minors"
aliases = ["children"]
"""


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Facts of every kind, some of them credited to a body with several names."""
    said = {"attributed_to": "the experts"}
    return small_store(
        tmp_path,
        routes=[{"id": "r1", "destination": "XB", "period": "2001"}],
        statistics=[
            {"id": "s1", "period": "2001", **said},
            {"id": "s2", "period": "2001", "part_of": "s1", "group": "minors", "dimension": "age"},
            {"id": "s3", "period": "2002", "measure": "sentences", "bound": "at_least"},
        ],
        findings=[
            {"id": "f1", "topic": "shelter", "period": "2001"},
            {"id": "f2", "topic": "victim-identification", "period": "2002", **said},
            {"id": "f3", "topic": "identification", "period": "2003", "rank": "deprecated",
             "note": "Wrong.", "contradicts": ["f2"]},
            {"id": "f4", "topic": "identification", "area": "prevention", "period": "2003",
             "attributed_to": "Others"},
        ],
        more=BODIES,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "ids", "said"),
    [
        ("policy victim identification", "f2", ""),  # the longer phrase
        ("policy identification prevention 2003", "f4", ""),
        ("policy shelters", "f1", ""),
        ("policy shelter victim-identification", "f1 f2", ""),
        ("policy shelter 2002", "", ""),
        ("policy greta", "f2", "greta: said by Group of Experts"),  # its short name, others' alias
        ("policy --by GRETA", "f2", ""),
        ("policy --by group-of-experts --by 'the experts'", "f2", ""),
        ("policy the group", "f2",
         "the group: topic Who identifies victims or said by Group of Experts"),
        ("policy book 2001", "f1", "book: from A Book"),
        ("policy a house", "f1", "a house: said by A House"),
        ("stats sentence", "s3", ""),
        ("stats the experts", "s1", "the experts: said by Group of Experts"),
        ("stats victims minors", "s2", ""),
        ("routes bredon greta", "r1", ""),
        ("timeline finding victims", "f2",
         "victims: topic Who identifies victims or measure victims"),
        ("timeline XBB 2001", "r1", "XBB: country Bredon"),
        ("sources greta", "book", "greta: said by Group of Experts"),
        ("sources bredon", "book", ""),
    ],
)  # fmt: skip
def test_what_words_mean(tip: Tip, store: str, line: str, ids: str, said: str) -> None:
    """A word is any value of the command's filters; what isn't plain of it is said."""
    words = shlex.split(line)
    result = tip(*words, "--store", store, "--json")
    assert [row["id"] for row in result.json] == ids.split()
    spoken = [line for line in result.err.splitlines() if "left out" not in line]
    assert spoken == ([f"tip: {said}"] if said else [])


SAME = {
    "tiers 2006": "tiers --year 2006",
    "tiers --year 2005-2006": "tiers --year 2005 --year 2006",
    "tiers --year 2005/2006 --year 2007": "tiers --since 2005 --until 2007",
    "tiers 2005 --year 2006": "tiers --year 2005 --year 2006",
    "tiers 2wl": "tiers --tier 2WL",
    "routes transit source 2010": "routes --role source --role transit --year 2010",
    "policy protection 2010": "policy protection --year 2010",
    "laws treaty": "laws --kind treaty",
    "policy shelter prevention strategy": "policy prevention --topic shelter --topic strategy",
    "stats conviction": "stats --measure convictions",
    "routes --fields 'according to,FROM'": "routes --fields attributed_to,origin",
    "routes --sort -to": "routes --sort -destination",
}
"""Command lines that say the same, the first as people type it."""


@pytest.mark.parametrize("form", ["json", "table"])
def test_typed_almost_right(other_tip: Tip, form: str) -> None:
    """A word without its option, a span of years, or a heading is what it can only mean."""
    for line, right in SAME.items():
        typed, meant = (other_tip(*shlex.split(words), "-f", form) for words in (line, right))
        assert typed == meant, line
        assert typed.code == 0
        assert typed.out not in ("", "[]\n")


def test_words_to_search_for_are_not_years(other_tip: Tip) -> None:
    """A search takes any words: a year among them is searched for."""
    [first, *_] = other_tip("search", "2004", "--json").json
    assert first["id"] == "trafficking-act-adopted"


def test_the_view_says_what_a_word_means(tip: Tip, store: str) -> None:
    """People read it under the heading."""
    assert tip("policy", "greta", "--store", store).lines[1] == "greta: said by Group of Experts"


@pytest.mark.parametrize("command", ["show", "cite"])
def test_show_and_cite_take_what_stats_takes(
    tip: Tip, tmp_path: Path, store: str, command: str
) -> None:
    """Words that are no id choose figures, the totals of too many; the rest says how to narrow."""
    found = tip(command, "victims", "2001", "--store", store)
    assert (found.code, found.err) == (0, "")
    assert {"show": "s1", "cite": "A Book"}[command] in found.out
    none = tip(command, "f1", "victims", "1990", "--store", store)
    assert none.code == 1
    assert none.err.startswith("tip: victims 1990: no statistic matches; ")
    assert {"show": "f1", "cite": "A Book"}[command] in none.out
    wrong = tip(command, "victimz", "--store", store)
    assert (wrong.code, wrong.out) == (1, "")
    assert wrong.err.startswith("tip: no fact or source 'victimz'")
    small_store(tmp_path, findings=[{"id": "shelter-2001"}])
    assert tip(command, "shelter", "2001", "--store", store).code == 0  # an id in two words


def test_at_most_ten_figures(tip: Tip, tmp_path: Path) -> None:
    """More figures than ten are counted, unless few of them are totals."""
    years = [{"period": f"20{number}"} for number in range(10, 21)]
    store = small_store(tmp_path, statistics=years)
    assert tip("show", "victims", "--store", store) == (
        2, "", "tip: victims: 11 statistics; add a year, a body or a group\n",
    )  # fmt: skip
    parts = [
        {"group": f"g{n}", "dimension": "d", "part_of": "whole", "value": 0} for n in range(10)
    ]
    store = small_store(tmp_path, statistics=[{"id": "whole"}, *parts])
    assert [card["id"] for card in tip("show", "victims", "--store", store, "--json").json] == [
        "whole"
    ]


# --- what is left out --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "left_out"),
    [
        ("policy", "1 deprecated finding"),
        ("policy --deprecated", ""),
        ("policy --disputed", ""),
        ("timeline", ""),
        ("search it", ""),
        ("show f3", ""),
        ("year 2003", None),
        ("year 2003 --deprecated", ""),
        ("coverage 2003", None),
    ],
)
def test_deprecated_facts_left_out(tip: Tip, store: str, line: str, left_out: str | None) -> None:
    """Answers leave them out and say so; some commands have all, others count what stands."""
    form = [] if "-f" in line else ["--json"]
    result = tip(*line.split(), "--store", store, *form)
    assert result.code == 0
    assert result.err == (f"tip: left out: {left_out} (--deprecated)\n" if left_out else "")
    has_all = '"id":"f3"' in result.out or '"findings":2' in result.out
    assert has_all == (left_out == "")


def test_a_year_with_the_deprecated(tip: Tip, store: str) -> None:
    """People are shown them, too, where they ask for them."""
    asked = ["year", "2003", "--store", store]
    assert tip(*asked).lines != tip(*asked, "--deprecated").lines


def test_a_view_names_the_deprecated_that_contradict_it(tip: Tip, store: str) -> None:
    """People are told of what was said against a fact, and of nothing else."""
    assert (
        "Deprecated"
        in tip("policy", "victim-identification", "identification", "--store", store).out
    )
    assert "Deprecated" not in tip("policy", "prevention", "--store", store).out
    assert tip("policy", "2003", "protection", "--store", store).err == (
        "tip: no finding matches; 1 deprecated finding: --deprecated\n"
    )


def test_a_value_without_its_bound(tip: Tip, store: str) -> None:
    """Scripts that ask for values alone are told that some are bounds."""
    asked = ["stats", "--store", store, "--json", "--fields"]
    assert tip(*asked, "id,value").err == "tip: not exact: 1 value; add bound to --fields\n"
    assert tip(*asked, "id,value,bound").err == ""
    assert tip("stats", "2001", "--store", store, "--json", "--fields", "value").err == ""


def test_fields_in_a_pipe(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets the values alone; a terminal is shown the sources and notes under them."""
    asked = ["tiers", "--fields", "year,basis", "--store", str(OTHER), "--since", "2006"]
    assert tip(*asked).lines == ["Year  Basis", "2006  inferred", "2007  stated"]
    assert len(in_columns(monkeypatch, 80, *asked).lines) > 5


def test_year_takes_several_years_and_spans(tip: Tip) -> None:
    """`tip year` takes years and spans; JSON is an object by year, one year's as it always was."""
    one = tip("year", "2010", "--store", str(OTHER), "--json").json
    several = tip("year", "2009-2010", "2003", "--store", str(OTHER), "--json").json
    assert list(several) == ["2003", "2009", "2010"]
    assert several["2010"] == one
    assert tip("year", "1950", "1951", "--store", str(OTHER)).err == (
        "tip: no fact touches 1950 or 1951; the facts reach from 2003 to 2010\n"
    )
