"""Which facts dispute each other: what they say of it, and what cannot both be true."""

# ruff: noqa: E501  # a row of a table is one line

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from serbia_tip.model import Store
from serbia_tip.queries.rivals import find_rivals
from tests.conftest import Tip
from tests.small import small_store

Table = Mapping[str, Any]


def apart(**difference: Any) -> dict[str, Any]:
    """Two figures of one period with different values, and with this difference."""
    return {
        "statistics": [{"period": "2010", "value": 1}, {"period": "2010", "value": 2, **difference}]
    }


WOMEN = {"dimension": "sex", "group": "women"}
MINORS = {"dimension": "age", "group": "minors"}
CHARGED = {"measure": "charged", "value": 9}
PARTS = [{**MINORS, "value": 5, "part_of": "a"}, {**MINORS, "value": 4, "part_of": "b"}]
BOTH = {"a": "b", "b": "a"}
DISPUTES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    # the facts of one kind are called a, b, c; then who disputes each of them
    "numbers compare as numbers": ({"statistics": [{"value": 6}, {"value": 6.0}, {"value": 0}]}, {"a": "c", "b": "c", "c": "ab"}),
    "another area": (apart(area="prosecution"), {}),
    "another measure": (apart(measure="suspects"), {}),
    "another group": (apart(**MINORS), {}),
    "another dimension": (apart(dimension="age"), {}),
    "another unit": (apart(unit="percent"), {}),
    "out of more": (apart(out_of=100), {}),
    "another period": (apart(period="2011"), {}),
    "another precision of the period": (apart(period="2010-01"), {}),
    "another state": (apart(entity="Union of Arden"), {}),
    "another counter": (apart(attributed_to="NGOs"), {}),
    "the store's own country": (apart(entity="Arden"), BOTH),
    "undated figures": ({"statistics": [{"value": 1}, {"value": 2}]}, BOTH),
    "one counter among several": ({"statistics": [{"value": 1, "attributed_to": ["ASTRA", "Atina"]}, *({"value": 2, "attributed_to": name} for name in ("ASTRA", "Unitas", "Atina"))]}, {"a": "bd", "b": "a", "d": "a"}),
    "one group within different wholes": ({"statistics": [{"value": 30, **WOMEN}, {"value": 10, **WOMEN, "group": "men"}, *PARTS]}, {}),
    "one group within rival wholes": ({"statistics": [{"value": 40}, {"value": 44}, *PARTS]}, {**BOTH, "c": "d", "d": "c"}),
    "a part that is no group is about what its whole is": ({"statistics": [CHARGED, {"measure": "convicted", "value": 5, "part_of": "a"}, {"measure": "convicted", "value": 4}]}, {"b": "c", "c": "b"}),
    "parts before their wholes": ({"statistics": [{**MINORS, "value": 5, "part_of": "c"}, {**MINORS, "value": 4, "part_of": "d"}, {**WOMEN, "value": 9, "part_of": "e"}, {**WOMEN, "value": 9, "part_of": "f"}, {"value": 20}, {"value": 20}]}, BOTH),
    "tiers of one report year": ({"tiers": [{"tier": "Tier 1"}, {"tier": "Tier 2", "period": "2001-06"}, {"tier": "Tier 2", "basis": "inferred"}, {"year": 2002, "tier": "Tier 3"}]}, {"a": "bc", "b": "a", "c": "a"}),
    "a contradiction holds in both directions, across kinds": ({"statistics": [{"id": "s", "value": 1}], "findings": [{"id": "f"}], "laws": [{"id": "l", "contradicts": ["f", "s"]}]}, {"s": "l", "f": "l", "l": "sf"}),
    "said twice": ({"statistics": [{"value": 1, "contradicts": ["b"]}, {"value": 2, "contradicts": ["a", "a"]}]}, BOTH),
    "said though the values agree": ({"statistics": [{"bound": "at_least"}, {"value": 2, "contradicts": ["a"]}]}, BOTH),
    "said of two counters": ({"statistics": [{"contradicts": ["b"]}, {"value": 2, "attributed_to": "NGOs"}]}, BOTH),
    "one is deprecated": ({"statistics": [{"value": 1}, {"value": 2, "rank": "deprecated", "note": "A slip."}]}, BOTH),
    "words dispute nothing by themselves": ({"routes": [{"id": "r"}, {"id": "s", "destination": "XB"}], "findings": [{"id": "f"}, {"id": "g", "assessment": "progress"}], "laws": [{"id": "l"}, {"id": "m", "event": "repealed"}]}, {}),
}  # fmt: skip


@pytest.mark.parametrize("title", DISPUTES)
def test_who_disputes_whom(tip: Tip, tmp_path: Path, title: str) -> None:
    """Each fact names all that exclude it, in the order of the store, and nothing else."""
    facts, expected = DISPUTES[title]
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
    found = {row["id"]: "".join(row["disputed_by"]) for row in rows if row["disputed_by"]}
    assert found == expected


def test_states_and_counters_go_by_their_aliases(tip: Tip, tmp_path: Path) -> None:
    """A country that was renamed, and a body under two names, are one."""
    rows: list[Table] = [
        {"value": 1, "attributed_to": "Centre"},
        {"value": 2, "attributed_to": "The Centre", "entity": "Ardenia"},
        {"value": 3, "attributed_to": "The Centre", "entity": "Union"},
    ]
    body = '[bodies."The Centre"]\naliases = ["Centre"]\n'
    path = Path(small_store(tmp_path, statistics=rows, more=body))
    path.write_text(
        path.read_text().replace('name = "Arden"', 'name = "Arden"\naliases = ["Ardenia"]')
    )
    found = tip("stats", "--store", str(path), "--json").json
    assert [(row["entity"], row["disputed_by"], row["said_by"]) for row in found] == [
        ("Arden", ["statistics-1"], ["The Centre"]),
        ("Arden", ["statistics-0"], ["The Centre"]),
        ("Union", [], ["The Centre"]),
    ]


ALLOWS = {
    "exact": float.__eq__,
    "about": float.__eq__,
    "at_least": float.__ge__,
    "more_than": float.__gt__,
    "at_most": float.__le__,
    "less_than": float.__lt__,
}
"""Whether the true figure may be so with a value of this bound."""


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from([*ALLOWS])), min_size=1, max_size=12))
def test_every_two_that_exclude_each_other(values: list[tuple[int, str]]) -> None:
    """Each figure names all others, and only those, that no true figure could agree with."""
    usual = {"statement": "It is so.", "sources": ["book"], "area": "protection"}
    usual |= {"measure": "victims", "unit": "persons"}
    data = {
        "store": {"title": "A store", "country": "XA", "version": "1"},
        "countries": {"XA": {"alpha3": "XAA", "name": "Arden", "lat": 0, "lon": 0}},
        "sources": {"book": {"title": "A Book", "publisher": "A House", "kind": "book"}},
        "statistics": [
            {"id": str(number), "value": value, "bound": bound, **usual}
            for number, (value, bound) in enumerate(values)
        ],
    }
    store = convert(data, Store)
    figures = [half / 2 for half in range(-2, 16)]
    possible = [{each for each in figures if ALLOWS[bound](each, value)} for value, bound in values]
    rivals = {
        str(one): [str(other) for other, true in enumerate(possible) if not true & possible[one]]
        for one in range(len(values))
    }
    expected = {one: others for one, others in rivals.items() if others}
    assert find_rivals(store, store.statistics) == expected


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


WORDS = {
    **{"2001": "cfa", "others 2001": "cfa", "train": "cf", "tiers": "u", "hasty misprint": "u"},
    "--since 2002 --until 2002": "u",
}


def test_words_find_a_quarrel_whole(tip: Tip, tmp_path: Path) -> None:
    """All words must begin words of either side; years and filters are met by one of its facts."""
    path = small_store(tmp_path, **QUARRELS)
    for words, found in WORDS.items():
        rows = tip("disputes", *words.split(), "--json", "--store", path).json
        assert "".join(row["first"] for row in rows) == found, words


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
Figures: counters differ, in value or period  Victims, 2001: ≥ 40 A House / 1,200 cases Others
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
    more_told = "It counts whole years, without foreign nationals."
    for note, more in ((told["note"], False), (more_told, True)):
        path = small_store(tmp_path, statistics=[{**told, "note": note}, other])
        out = tip("disputes", "victims", "--store", path).out
        assert (f"Note: {note}" in out, "No reason is stored." in out) == (more, not more)


ONE_BODY: dict[str, dict[str, Any]] = {
    "one of two must be wrong": {},
    "one counter, two figures": {"note": "An early count."},
    "counters differ, in value or period": {"attributed_to": "Others", "contradicts": ["a"]},
}


@pytest.mark.parametrize("label", ONE_BODY)
def test_a_label_says_no_more_than_is_known(tip: Tip, tmp_path: Path, label: str) -> None:
    """Only two figures of one body, period and edition, without a note, leave one wrong."""
    rows = [{"id": "a", "period": "2001"}, {"period": "2001", "value": 2, **ONE_BODY[label]}]
    path = small_store(tmp_path, statistics=rows)
    assert f"Figures: {label}  Victims, 2001: 1 " in tip("disputes", "--store", path).out


def test_another_period_or_edition_leaves_both_possible(tip: Tip, tmp_path: Path) -> None:
    """One body may count one thing twice, for two periods or in two editions."""
    more = '[sources.new]\ntitle = "N"\npublisher = "A House"\nkind = "book"\n'
    for other in ({"period": "2001-06"}, {"period": "2001", "sources": ["new"]}):
        rows: list[Table] = [
            {"id": "a", "period": "2001"},
            {"value": 2, "contradicts": ["a"], **other},
        ]
        path = small_store(tmp_path, statistics=rows, more=more)
        assert "Figures: one counter, two figures" in tip("disputes", "--store", path).out
