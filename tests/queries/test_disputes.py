"""Which facts dispute each other: what they say of it, and what cannot both be true."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbia_tip.model import About, Country, Source, Statistic, Store
from serbia_tip.queries.disputes import disputes as disputes_of
from tests.conftest import OTHER, Tip
from tests.small import small_store

Table = Mapping[str, Any]
Disputes = Callable[..., dict[str, list[str]]]


@pytest.fixture
def disputes(tip: Tip, tmp_path: Path) -> Disputes:
    """Who disputes the facts of a small store, by id; undisputed facts are left out.

    The facts of one kind are called a, b, c, …
    """

    def call(**facts: list[Table]) -> dict[str, list[str]]:
        named: dict[str, Any] = {
            kind: [{"id": name, **row} for name, row in zip("abcdef", rows, strict=False)]
            for kind, rows in facts.items()
        }
        command = {"statistics": "stats", "findings": "policy"}
        store = small_store(tmp_path, **named)
        rows = []
        for kind in facts:
            result = tip(command.get(kind, kind), "--store", store, "--json")
            assert (result.code, result.err) == (0, "")
            rows += result.json
        return {row["id"]: row["disputed_by"] for row in rows if row["disputed_by"]}

    return call


VALUES = {
    "exact": (False, True, False),
    "about": (False, True, False),
    "at_least": (False, True, True),
    "more_than": (False, False, True),
    "at_most": (True, True, False),
    "less_than": (True, False, False),
}
"""Whether 10 with this bound can be true together with exactly 9, 10 and 11."""


@pytest.mark.parametrize("bound", VALUES)
@pytest.mark.parametrize(("place", "exactly"), [(0, 9), (1, 10), (2, 11)])
def test_a_bound_against_an_exact_value(
    disputes: Disputes, bound: str, place: int, exactly: int
) -> None:
    """A value disputes a bound that excludes it, and no other."""
    found = disputes(statistics=[{"value": 10, "bound": bound}, {"value": exactly}])
    assert found == ({} if VALUES[bound][place] else {"a": ["b"], "b": ["a"]})


TOGETHER = {
    ("at_least", "at_least"): (True, True, True),
    ("at_least", "more_than"): (True, True, True),
    ("at_least", "at_most"): (False, True, True),
    ("at_least", "less_than"): (False, False, True),
    ("more_than", "more_than"): (True, True, True),
    ("more_than", "at_most"): (False, False, True),
    ("more_than", "less_than"): (False, False, True),
    ("at_most", "at_most"): (True, True, True),
    ("at_most", "less_than"): (True, True, True),
    ("less_than", "less_than"): (True, True, True),
    ("exact", "about"): (False, True, False),
    ("about", "about"): (False, True, False),
}
"""Whether 10 with the first bound can be true together with 9, 10 and 11 with the second."""


@pytest.mark.parametrize(("bound", "other"), TOGETHER)
@pytest.mark.parametrize(("place", "value"), [(0, 9), (1, 10), (2, 11)])
def test_two_bounds(disputes: Disputes, bound: str, other: str, place: int, value: int) -> None:
    """Ranges dispute each other only where they have no figure in common."""
    found = disputes(statistics=[{"value": 10, "bound": bound}, {"value": value, "bound": other}])
    assert found == ({} if TOGETHER[bound, other][place] else {"a": ["b"], "b": ["a"]})


def test_numbers_compare_as_numbers(disputes: Disputes) -> None:
    """6 and 6.0 are one figure; a zero is a figure like any other."""
    assert disputes(statistics=[{"value": 6}, {"value": 6.0}, {"value": 0}]) == {
        "a": ["c"],
        "b": ["c"],
        "c": ["a", "b"],
    }


APART: dict[str, Table] = {
    "area": {"area": "prosecution"},
    "measure": {"measure": "suspects"},
    "group": {"dimension": "age", "group": "minors"},
    "dimension": {"dimension": "age"},
    "unit": {"unit": "percent"},
    "out of": {"out_of": 100},
    "period": {"period": "2011"},
    "precision of the period": {"period": "2010-01"},
    "state": {"entity": "Union of Arden"},
    "counter": {"attributed_to": "NGOs"},
}


@pytest.mark.parametrize("difference", APART.values(), ids=APART)
def test_figures_about_different_things(disputes: Disputes, difference: Table) -> None:
    """Different values are no dispute where they measure different things."""
    usual = {"period": "2010"}
    assert disputes(statistics=[{**usual, "value": 1}, {**usual, "value": 2, **difference}]) == {}


def test_figures_without_a_period(disputes: Disputes) -> None:
    """Two undated figures of one measure are about the same."""
    assert disputes(statistics=[{"value": 1}, {"value": 2}]) == {"a": ["b"], "b": ["a"]}


def test_the_state_may_be_spelled_out(disputes: Disputes) -> None:
    """A fact that names the store's own country is about it as much as one that names none."""
    assert disputes(statistics=[{"value": 1}, {"value": 2, "entity": "Arden"}]) == {
        "a": ["b"],
        "b": ["a"],
    }


def test_the_state_may_go_by_an_older_name(tip: Tip, tmp_path: Path) -> None:
    """A country that was renamed is one state: in disputes, and in what the rows call it."""
    rows: list[Table] = [
        {"value": 1},
        {"value": 2, "entity": "Ardenia"},
        {"value": 3, "entity": "Union"},
    ]
    path = Path(small_store(tmp_path, statistics=rows))
    path.write_text(
        path.read_text().replace('name = "Arden"', 'name = "Arden"\naliases = ["Ardenia"]')
    )
    found = tip("stats", "--store", str(path), "--json").json
    assert [(row["entity"], row["disputed_by"]) for row in found] == [
        ("Arden", ["statistics-1"]),
        ("Arden", ["statistics-0"]),
        ("Union", []),
    ]


def test_one_counter_among_several(disputes: Disputes) -> None:
    """A body that counts with another, and alone otherwise, gives two values; another does not."""
    both = {"value": 1, "attributed_to": ["ASTRA", "Atina"]}
    alone = [{"value": 2, "attributed_to": name} for name in ("ASTRA", "Unitas", "Atina")]
    assert disputes(statistics=[both, *alone]) == {"a": ["b", "d"], "b": ["a"], "d": ["a"]}


def test_counters_that_claim_to_count_the_same(disputes: Disputes) -> None:
    """Two counters dispute each other where a fact says that they do, in both directions."""
    assert disputes(
        statistics=[{"value": 1, "contradicts": ["b"]}, {"value": 2, "attributed_to": "NGOs"}]
    ) == {"a": ["b"], "b": ["a"]}


def test_a_counter_goes_by_its_aliases(tip: Tip, tmp_path: Path) -> None:
    """A body under two names is one counter."""
    rows = [{"value": 1, "attributed_to": "Centre"}, {"value": 2, "attributed_to": "The Centre"}]
    body = '[bodies."The Centre"]\naliases = ["Centre"]\n'
    path = small_store(tmp_path, statistics=rows, more=body)
    found = tip("stats", "--store", path, "--json").json
    assert [row["disputed_by"] for row in found] == [["statistics-1"], ["statistics-0"]]
    assert [row["said_by"] for row in found] == [["The Centre"], ["The Centre"]]


BOUNDS = ["exact", "at_least", "more_than", "at_most", "less_than", "about"]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(BOUNDS)), min_size=1, max_size=12),
)
def test_every_two_that_exclude_each_other(values: list[tuple[int, str]]) -> None:
    """Each figure names all others, and only those, that no true figure could agree with."""
    figures = [
        Statistic(
            id=str(number),
            statement="It is so.",
            sources=["book"],
            area="protection",
            measure="victims",
            unit="persons",
            value=value,
            bound=cast(Any, bound),
        )
        for number, (value, bound) in enumerate(values)
    ]
    store = Store(
        store=About(title="A store", country="XA", version="1"),
        countries={"XA": Country(alpha3="XAA", name="Arden", lat=0, lon=0)},
        sources={"book": Source(title="A Book", publisher="A House", kind="book")},
        statistics=figures,
    )
    possible = [
        {half / 2 for half in range(-2, 16) if allows(value, bound, half / 2)}
        for value, bound in values
    ]
    expected = {
        str(one): others
        for one in range(len(values))
        if (
            others := [
                str(other) for other in range(len(values)) if not possible[one] & possible[other]
            ]
        )
    }
    assert disputes_of(store, figures) == expected


def allows(value: int, bound: str, figure: float) -> bool:
    """Whether a value with this bound can be true of the figure."""
    return {
        "exact": figure == value,
        "about": figure == value,
        "at_least": figure >= value,
        "more_than": figure > value,
        "at_most": figure <= value,
        "less_than": figure < value,
    }[bound]


@pytest.mark.parametrize("bound", ["exact", "at_least"])
def test_thousands_that_differ(tip: Tip, tmp_path: Path, bound: str) -> None:
    """Thousands that exclude each other name a hundred each; the answer stays one for people."""
    most = 5000
    rows = [{"value": value, "bound": bound} for value in range(most)]
    below = {"value": 0, "bound": "less_than"}
    store = small_store(tmp_path, statistics=[*rows, below])
    result = tip("stats", "--store", store, "--json")
    assert (result.code, result.err) == (0, "")
    named = [row["disputed_by"] for row in result.json]
    first = [f"statistics-{number}" for number in range(101)]
    if bound == "exact":
        assert named[0] == first[1:]
        assert named[50] == [*first[:50], *first[51:]]
        assert named[-2] == first[:100]
    else:
        assert named[:-1] == [[f"statistics-{most}"]] * most
    assert named[-1] == first[:100]
    assert len(result.out) < 15_000_000


def test_thousands_of_ratings(tip: Tip, tmp_path: Path) -> None:
    """So do ratings of one year."""
    rows = [{"tier": f"Tier {number % 2 + 1}"} for number in range(1000)]
    found = tip("tiers", "--store", small_store(tmp_path, tiers=rows), "--json").json
    assert found[0]["disputed_by"] == [f"tiers-{number}" for number in range(1, 200, 2)]


def test_one_group_within_different_wholes(disputes: Disputes) -> None:
    """Minors among women and minors among men are two groups."""
    women = {"value": 30, "dimension": "sex", "group": "women"}
    men = {"value": 10, "dimension": "sex", "group": "men"}
    minors = {"dimension": "age", "group": "minors"}
    assert (
        disputes(
            statistics=[
                women,
                men,
                {**minors, "value": 5, "part_of": "a"},
                {**minors, "value": 4, "part_of": "b"},
            ]
        )
        == {}
    )


def test_one_group_within_rival_wholes(disputes: Disputes) -> None:
    """The parts of two disputed wholes dispute each other, group by group."""
    minors = {"dimension": "age", "group": "minors"}
    assert disputes(
        statistics=[
            {"value": 40},
            {"value": 44},
            {**minors, "value": 5, "part_of": "a"},
            {**minors, "value": 4, "part_of": "b"},
        ]
    ) == {"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}


def test_a_part_that_is_no_group_is_about_what_its_whole_is(disputes: Disputes) -> None:
    """A figure that is merely part of another still rivals one of its own kind that is not."""
    charged = {"measure": "charged", "value": 9}
    assert disputes(
        statistics=[
            charged,
            {"measure": "convicted", "value": 5, "part_of": "a"},
            {"measure": "convicted", "value": 4},
        ]
    ) == {"b": ["c"], "c": ["b"]}


def test_parts_that_stand_before_their_wholes(disputes: Disputes) -> None:
    """The order of the store doesn't matter to what a part within a part is about."""
    women, minors = (
        {"dimension": "sex", "group": "women"},
        {"dimension": "age", "group": "minors"},
    )
    assert disputes(
        statistics=[
            {**minors, "value": 5, "part_of": "c"},
            {**minors, "value": 4, "part_of": "d"},
            {**women, "value": 9, "part_of": "e"},
            {**women, "value": 9, "part_of": "f"},
            {"value": 20},
            {"value": 20},
        ]
    ) == {"a": ["b"], "b": ["a"]}


def test_tiers_of_one_report_year(disputes: Disputes) -> None:
    """Two tiers of one year dispute each other; the same tier said twice, or years apart, don't."""
    assert disputes(
        tiers=[
            {"year": 2001, "tier": "Tier 1"},
            {"year": 2001, "tier": "Tier 2", "period": "2001-06"},
            {"year": 2001, "tier": "Tier 2", "basis": "inferred"},
            {"year": 2002, "tier": "Tier 3"},
        ]
    ) == {"a": ["b", "c"], "b": ["a"], "c": ["a"]}


def test_a_contradiction_holds_in_both_directions(disputes: Disputes) -> None:
    """Whoever says it, both facts show it, across kinds and in the order of the store."""
    assert disputes(
        statistics=[{"id": "figure", "value": 1}],
        findings=[{"id": "finding"}],
        laws=[{"id": "law", "contradicts": ["finding", "figure"]}],
    ) == {"figure": ["law"], "finding": ["law"], "law": ["figure", "finding"]}


def test_a_dispute_is_told_once(disputes: Disputes) -> None:
    """Saying on both sides what also follows from the values doubles nothing."""
    assert disputes(
        statistics=[{"value": 1, "contradicts": ["b"]}, {"value": 2, "contradicts": ["a", "a"]}]
    ) == {"a": ["b"], "b": ["a"]}


def test_a_contradiction_between_facts_that_agree(disputes: Disputes) -> None:
    """What a fact says of another counts, even if the values could both be true."""
    assert disputes(
        statistics=[{"value": 1, "bound": "at_least"}, {"value": 2, "contradicts": ["a"]}]
    ) == {"a": ["b"], "b": ["a"]}


def test_deprecated_facts_stay_disputed(disputes: Disputes) -> None:
    """Ranking a fact lower doesn't hide that it disagrees."""
    assert disputes(
        statistics=[{"value": 1}, {"value": 2, "rank": "deprecated", "note": "A slip."}]
    ) == {"a": ["b"], "b": ["a"]}


def test_words_dispute_nothing_by_themselves(disputes: Disputes) -> None:
    """Routes, findings and laws that differ stand side by side."""
    assert (
        disputes(
            routes=[{"id": "r"}, {"id": "s", "destination": "XB"}],
            findings=[{"id": "f"}, {"id": "g", "assessment": "progress"}],
            laws=[{"id": "l"}, {"id": "m", "event": "repealed"}],
        )
        == {}
    )


def test_a_filter_does_not_hide_who_disputes(tip: Tip) -> None:
    """A row names its rivals even where the answer leaves them out."""
    result = tip("stats", "--source", "gazette", "--year", "2010", "--store", str(OTHER), "--json")
    assert [(row["id"], row["disputed_by"]) for row in result.json] == [
        ("victims-identified-2010-gazette", ["victims-identified-2010"])
    ]
