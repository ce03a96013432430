"""Which facts dispute each other: what they say of it, and what cannot both be true."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbia_tip.model import About, Country, Source, Statistic, Store
from serbia_tip.queries.disputes import disputes as disputes_of
from tests.conftest import Tip
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
            result = tip(command.get(kind, kind), "--deprecated", "--store", store, "--json")
            assert (result.code, result.err) == (0, "")
            rows += result.json
        return {row["id"]: row["disputed_by"] for row in rows if row["disputed_by"]}

    return call


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


def test_figures_about_the_same_thing(disputes: Disputes) -> None:
    """Undated figures of one measure are, and those that name the store's own country."""
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


def test_a_counter_goes_by_its_aliases(tip: Tip, tmp_path: Path) -> None:
    """A body under two names is one counter."""
    rows = [{"value": 1, "attributed_to": "Centre"}, {"value": 2, "attributed_to": "The Centre"}]
    body = '[bodies."The Centre"]\naliases = ["Centre"]\n'
    path = small_store(tmp_path, statistics=rows, more=body)
    found = tip("stats", "--store", path, "--json").json
    assert [row["disputed_by"] for row in found] == [["statistics-1"], ["statistics-0"]]
    assert [row["said_by"] for row in found] == [["The Centre"], ["The Centre"]]


BOUNDS = ["exact", "at_least", "more_than", "at_most", "less_than", "about"]


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(BOUNDS)), min_size=1, max_size=12))
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
    out = tip("disputes", "--store", str(tmp_path / "small.toml")).out
    assert out.startswith("1 quarrel between 1000 facts;")


def test_one_group_within_different_and_within_rival_wholes(disputes: Disputes) -> None:
    """Minors among women and among men are two groups; minors among rival totals are one."""
    women = {"value": 30, "dimension": "sex", "group": "women"}
    minors = {"dimension": "age", "group": "minors"}
    parts = [{**minors, "value": 5, "part_of": "a"}, {**minors, "value": 4, "part_of": "b"}]
    assert disputes(statistics=[women, {**women, "value": 10, "group": "men"}, *parts]) == {}
    rivals = {"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}
    assert disputes(statistics=[{"value": 40}, {"value": 44}, *parts]) == rivals


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"value": 1, "contradicts": ["b"]}, {"value": 2, "contradicts": ["a", "a"]}),
        ({"value": 1, "bound": "at_least"}, {"value": 2, "contradicts": ["a"]}),
        ({"value": 1, "contradicts": ["b"]}, {"value": 2, "attributed_to": "NGOs"}),
        ({"value": 1}, {"value": 2, "rank": "deprecated", "note": "A slip."}),
    ],
    ids=["said twice", "the values agree", "two counters", "one is deprecated"],
)
def test_a_dispute_is_told_once(disputes: Disputes, one: Table, other: Table) -> None:
    """Whatever it follows from, even from what a fact merely says, and whatever the rank."""
    assert disputes(statistics=[one, other]) == {"a": ["b"], "b": ["a"]}


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


# --- quarrels ----------------------------------------------------------------------------------


QUARRELS: dict[str, Any] = {
    "statistics": [
        {"id": "a", "period": "2001", "value": 40, "bound": "at_least", "contradicts": ["b"]},
        {"id": "b", "period": "2001", "value": 1200, "unit": "cases", "attributed_to": "Others"},
        {"id": "c", "period": "2001", "value": 7, "attributed_to": "Others", "measure": "b-cases"},
        {"id": "d", "period": "2001", "value": 5, "attributed_to": "NGOs"},
    ],
    "findings": [
        {"id": "f", "period": "2003", "contradicts": ["c", "g"], "note": "Why it is so.\x1b"},
        {"id": "g", "topic": "training", "statement": "It is otherwise."},
    ],
    "tiers": [
        {"id": "t", "year": 2002, "rank": "deprecated", "note": "An earlier and hasty misprint."},
        {"id": "u", "year": 2002, "tier": "Tier 2"},
    ],
}


def test_the_rows_of_quarrels(tip: Tip, tmp_path: Path) -> None:
    """A row for each two, the newest quarrel first and whole, deprecated facts behind others."""
    path = small_store(tmp_path, **QUARRELS)
    rows = tip("disputes", "--json", "--store", path).json
    told = [tuple(row[name] for name in ("about", "first", "second")) for row in rows]
    assert told == [
        ("b-cases", "c", "f"),
        ("shelter", "f", "g"),
        ("tier", "u", "t"),
        ("victims", "a", "b"),
    ]
    assert rows[3] == {
        "about": "victims",
        "period": "2001",
        "first": "a",
        "first_said_by": ["A House"],
        "first_value": "≥ 40 persons",
        "second": "b",
        "second_said_by": ["Others"],
        "second_value": "1,200 cases",
        "note": None,
    }
    assert (rows[1]["first_value"], rows[1]["note"]) == (None, "Why it is so.\x1b")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2001", ["c", "f", "a"]),
        ("train", ["c", "f"]),
        ("others 2001", ["c", "f", "a"]),
        ("tiers", ["u"]),
        ("hasty misprint", ["u"]),
        ("--since 2002 --until 2002", ["u"]),
    ],
)
def test_words_find_a_quarrel_whole(tip: Tip, tmp_path: Path, words: str, found: list[str]) -> None:
    """All words must begin words of either side; years and filters are met by one of its facts."""
    path = small_store(tmp_path, **QUARRELS)
    rows = tip("disputes", *words.split(), "--json", "--store", path).json
    assert [row["first"] for row in rows] == found


def test_words_that_no_quarrel_has(tip: Tip, tmp_path: Path) -> None:
    """An unknown word is an error that says what is near; of known ones, what each would find."""
    path = small_store(tmp_path, **QUARRELS)
    assert tip("disputes", "raining", "--store", path) == (
        1, "", "tip: no dispute has 'raining'; did you mean training, finding, findings?\n",
    )  # fmt: skip
    assert tip("disputes", "qqq", "--json", "--store", path) == (
        1, "", "tip: no dispute has 'qqq'; tip disputes lists them all\n",
    )  # fmt: skip
    assert tip("disputes", "misprint", "2003", "--store", path).err == (
        "tip: no dispute matches; 2003 has 2 disputes; misprint has 1 dispute\n"
    )


def test_the_view_of_quarrels(tip: Tip, tmp_path: Path) -> None:
    """Both sides by kind; those that are asked for with their sources, and why they differ."""
    path = small_store(tmp_path, **QUARRELS)
    assert (
        tip("disputes", "--store", path).out
        == """\
3 quarrels between 7 facts; / stands between the sides
Figures: two counters, one year  Victims, 2001: ≥ 40 A House / 1,200 cases Others
What was said  Shelter, 2001–2003: It is so, A House (2003) / B cases 7 Others (2001) / \
It is otherwise, A House (undated)
Rating and routes  Rating, 2002: Tier 2 A House / Tier 1 A House (deprecated)

Why, and the sources: tip disputes WORDS; of all of them: tip disputes --all
Only what excludes each other is here; counters that merely differ: tip stats
"""
    )
    assert (
        tip("disputes", "tier", "--store", path).out
        == """\
1 quarrel between 2 facts, newest first

Rating, 2002  Tier 2 A House [1]
Rating, 2002  against Tier 1 A House (deprecated) [1]
Rating, 2002  Note: An earlier and hasty misprint.
Rating, 2002  tip show u

[1] A Book
"""
    )
    assert "No reason is stored." in tip("disputes", "shelter", "--store", path).out


def test_a_note_that_repeats_the_other_side_is_no_reason(tip: Tip, tmp_path: Path) -> None:
    """It is left out, and that no reason is stored is said."""
    other = {"value": 2, "attributed_to": "Others", "statement": "Two victims were counted."}
    told = {"note": "Others counted two victims.", "contradicts": ["statistics-1"]}
    for note, more in (
        (told["note"], False),
        ("It counts whole years, without foreign nationals.", True),
    ):
        path = small_store(tmp_path, statistics=[{**told, "note": note}, other])
        out = tip("disputes", "victims", "--store", path).out
        assert (f"Note: {note}" in out, "No reason is stored." in out) == (more, not more)
