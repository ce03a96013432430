"""`tip show`: one fact whole, as a card and as JSON, and what happens to an id that is none."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from serbia_tip.model import Store
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns
from tests.small import small_store


def line_of(name: str) -> int:
    """The line of the made-up store on which the table that has this id begins."""
    lines = OTHER.read_text().splitlines()
    return lines.index(f'id = "{name}"')


# --- as a card ---------------------------------------------------------------------------------

NAMES = [
    *("victims-identified-2010", "victims-identified-2010-men", "trafficking-cases-2009-internal"),
    *("tier-2007-gazette", "tier-2006", "protocol-ratified", "shelter-2010"),
    *("transit-2010-xb-xc", "source-2004-xa", "score-2010"),
]


@pytest.mark.parametrize("name", [*NAMES, "report-2010", "gazette", "report-2010[p. 20]"])
def test_card_to_the_letter(other_tip: Tip, name: str, snapshot: SnapshotAssertion) -> None:
    """A card says first what the fact says, then all that is known of it and bears on it."""
    shown = other_tip("show", name)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == snapshot


def test_value_period_and_who_stand_in_the_card(other_tip: Tip) -> None:
    """What the row holds is there in words: its value with its bound, its period, who says it."""
    lines = other_tip("show", "trafficking-cases-2009-internal").lines
    assert lines[0] == "More than 75.5 percent of the cases of 2009 were internal."
    found = dict(re.split(r"  +", line, maxsplit=1) for line in lines if "  " in line)
    assert found["Value"] == "> 75.5 % (more than)"
    assert found["Measure"] == "Trafficking cases, internal"
    assert (found["Period"], found["Said by"]) == ("2009", "Office of Reports")


def test_several_cards(other_tip: Tip) -> None:
    """Cards come in the order of the ids, each once, a blank line between two."""
    first, second = "protocol-ratified", "gazette"
    together = f"{other_tip('show', first).out}\n{other_tip('show', second).out}"
    assert other_tip("show", first, second, first.upper()) == (0, together, "")


def test_what_a_source_says_besides(tip: Tip, tmp_path: Path) -> None:
    """A source's note stands in brackets; a source without date says so."""
    path = small_store(tmp_path, findings=[{}], source={"note": "Read in print."})
    card = tip("show", "findings-0", "--store", path).out
    assert "Sources  book: A Book. A House, undated. (Read in print)\n" in card


SECTIONS = """
[sources.book.sections]
lead = "Introduction"
part-two = "The second part"
"""


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("lead-02", "Introduction, sentence 2"),
        ("lead-10", "Introduction, sentence 10"),
        ("lead-100", "Introduction, sentence 100"),
        ("part-two-07", "The second part, sentence 7"),
        ("part-07", "part-07"),
        ("lead", "lead"),
        ("lead-x", "lead-x"),
        ("p. 12", "p. 12"),
    ],
)
def test_locator_in_words(tip: Tip, tmp_path: Path, locator: str, place: str) -> None:
    """A number in a section that the source names is a sentence; any other place is itself."""
    path = small_store(tmp_path, findings=[{"sources": [f"book[{locator}]"]}])
    with Path(path).open("a") as store:
        store.write(SECTIONS)
    [card] = tip("show", "findings-0", "--json", "--store", path).json
    [citation] = card["citations"]
    assert (citation["locator"], citation["place"]) == (locator, place)
    assert f"book: {place}. A Book." in tip("show", "findings-0", "--store", path).out
    [source] = tip("show", f"book[{locator}]", "--json", "--store", path).json
    assert (source["locator"], source["place"]) == (locator, place)


@pytest.mark.parametrize("columns", [1, 20, 40, 60, 80, 100])
@pytest.mark.parametrize("name", [*NAMES, "report-2010"])
def test_narrow_terminal(monkeypatch: pytest.MonkeyPatch, name: str, columns: int) -> None:
    """A card keeps within the terminal by wrapping, and loses no letter."""
    line = ["show", name, "--store", str(OTHER), "--no-pager", "--color", "never"]
    wide, shown = (in_columns(monkeypatch, at, *line).out for at in (1000, columns))
    assert sorted(shown.replace("\n", "").replace(" ", "")) == sorted(
        wide.replace("\n", "").replace(" ", "")
    )
    longest = max(len(word) for word in wide.split())
    assert max(map(len, shown.splitlines())) <= max(columns, longest + 2)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, snapshot: SnapshotAssertion
) -> None:
    """On a terminal the parts of a card stand under headings, in columns where these fit."""
    line = [
        "show",
        "victims-identified-2010",
        "report-2010",
        "--store",
        str(OTHER),
        "--no-pager",
        "--color",
        "never",
    ]
    assert in_columns(monkeypatch, columns, *line).out == snapshot


def test_hostile_letters_are_written_out(tip: Tip, tmp_path: Path) -> None:
    """No escape or reordering letter of a store reaches the screen, from any field of the card."""
    bad = "a\x1b[31mb\u202ec\x9bd"
    fact = {"statement": bad, "note": bad, "attributed_to": bad, "sources": [f"book[{bad}]"]}
    source = {"title": bad, "publisher": bad, "url": f"https://x.example/{bad}", "note": bad}
    path = small_store(tmp_path, findings=[fact], source=source)
    out = tip("show", "findings-0", "--store", path).out
    assert out.count(r"a\x1b[31mb\u202ec\x9bd") == 8
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out) is None


# --- as JSON -----------------------------------------------------------------------------------

TAIL: dict[str, Any] = {"rank": "normal", "disputed_by": [], "note": None}
WOMEN = {
    "id": "victims-identified-2010-women",
    "area": "protection",
    "measure": "victims-identified",
    "dimension": "sex",
    "group": "women",
    "value": 30,
    "unit": "persons",
    "bound": "exact",
    "out_of": None,
    "part_of": "victims-identified-2010",
    "period": "2010",
    "year": 2010,
    "entity": "Arden",
    "statement": "Of the 40 victims identified in 2010, 30 were women.",
    "attributed_to": None,
    "said_by": ["Office of Reports"],
    "sources": ["report-2010[p. 20]"],
    "reported": 2010,
    **TAIL,
}
MEN = {
    **WOMEN,
    "id": "victims-identified-2010-men",
    "group": "men",
    "value": 10,
    "statement": "Of the 40 victims identified in 2010, 10 were men.",
}
WHOLE = {
    **WOMEN,
    "id": "victims-identified-2010",
    "dimension": None,
    "group": None,
    "value": 40,
    "part_of": None,
    "statement": "In 2010, 40 victims were identified.",
    "attributed_to": "the Victims' Office",
    "said_by": ["the Victims' Office"],
    "disputed_by": ["victims-identified-2010-gazette"],
}
RIVAL = {
    **WHOLE,
    "id": "victims-identified-2010-gazette",
    "value": 44,
    "statement": "The Gazette counted 44 victims in 2010.",
    "attributed_to": None,
    "said_by": ["The Gazette"],
    "sources": ["gazette"],
    "reported": 2011,
    "disputed_by": ["victims-identified-2010"],
}
CITATION: dict[str, Any] = {
    "source": "report-2010",
    "locator": "p. 20",
    "place": "p. 20",
    "title": "Report on Trafficking 2010",
    "authors": [],
    "publisher": "Office of Reports",
    "published": "2010-06-30",
    "url": "https://reports.example/2010",
    "copies": [],
    "doi": None,
    "note": None,
}


def items(thing: Any) -> Any:
    """The JSON value with the order of its keys, which `==` on objects ignores."""
    match thing:
        case dict():
            return [(key, items(value)) for key, value in thing.items()]
        case list():
            return [items(value) for value in thing]
    return thing


def test_json_to_the_letter(other_tip: Tip) -> None:
    """A card in JSON is the row, then the sources resolved, the rivals, the whole and the parts."""
    expected = {
        "fact_kind": "statistic",
        **WHOLE,
        "citations": [CITATION],
        "disputes": [RIVAL],
        "whole": None,
        "parts": [WOMEN, MEN],
        "line": line_of("victims-identified-2010"),
    }
    shown = other_tip("show", "victims-identified-2010", "--json")
    assert (shown.code, shown.err) == (0, "")
    assert items(shown.json) == items([expected])


def test_json_of_a_part(other_tip: Tip) -> None:
    """A part has its whole, as a row."""
    [card] = other_tip("show", "victims-identified-2010-men", "--json").json
    assert (card["whole"], card["parts"], card["disputes"]) == (WHOLE, [], [])


def test_json_has_one_object_a_line(other_tip: Tip) -> None:
    """Several cards stand in one array, each on its line, in the order of the ids."""
    shown = other_tip("show", "tier-2003", "protocol-ratified", "--json")
    assert [card["id"] for card in shown.json] == ["tier-2003", "protocol-ratified"]
    assert len(shown.lines) == 4


def test_json_begins_with_the_row(other_tip: Tip) -> None:
    """Each fact's card holds the values of its row, under the same keys, in the same order."""
    for command in ("routes", "stats", "tiers", "policy", "laws"):
        for row in other_tip(command, "--json").json:
            [card] = other_tip("show", row["id"], "--json").json
            assert list(card.items())[1 : len(row) + 1] == list(row.items())


def test_citation_resolves_all_of_a_source(tip: Tip, tmp_path: Path) -> None:
    """Authors, copies, DOI and note of the source come with its citation."""
    known = {
        "published": "2001/2003",
        "url": "https://x.example/",
        "copies": ["https://y.example/"],
        "authors": ["Ana Anić", "The Team"],
        "doi": "10.1000/1",
        "note": "A note.",
    }
    path = small_store(tmp_path, findings=[{}], source=known)
    [card] = tip("show", "findings-0", "--json", "--store", path).json
    basic = {"source": "book", "locator": None, "place": None}
    named = {"title": "A Book", "publisher": "A House"}
    assert card["citations"] == [{**basic, **named, **known}]


# --- ids ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelled", ["TIER-2003", "Tier 2003", "tier_2003"])
def test_id_as_people_type_it(other_tip: Tip, spelled: str) -> None:
    """Case, spaces and underscores in an id don't matter."""
    assert other_tip("show", spelled) == other_tip("show", "tier-2003")


def small(tmp_path: Path) -> str:
    """A store of three tiers."""
    rows = [{"id": f"tier-{year}", "year": year, "period": str(year)} for year in (2001, 2002)]
    return small_store(tmp_path, tiers=rows, laws=[{"id": "act"}])


def test_unknown_id_among_known_ones(tip: Tip, tmp_path: Path) -> None:
    """The others are shown; each unknown id has its line, with the ids that are near."""
    path = small(tmp_path)
    shown = tip("show", "tier-2003", "act", "--store", path, "xxxxx", "tier-2001")
    assert shown.code == 1
    assert shown.out == tip("show", "act", "tier-2001", "--store", path).out
    assert shown.err.splitlines() == [
        "tip: no fact or source 'tier-2003'; did you mean tier-2002, tier-2001? also book (3), act",
        "tip: no fact or source 'xxxxx'; there is book (3), tier-2001, tier-2002, act",
    ]


def test_unknown_id_among_known_ones_in_json(tip: Tip, tmp_path: Path) -> None:
    """JSON holds the known ones."""
    shown = tip("show", "nope", "act", "--json", "--store", small(tmp_path))
    assert (shown.code, [card["id"] for card in shown.json]) == (1, ["act"])


@pytest.mark.parametrize(("form", "nothing"), [([], ""), (["--json"], "[]\n")])
def test_only_unknown(tip: Tip, tmp_path: Path, form: list[str], nothing: str) -> None:
    """With nothing to show, standard output stays empty, and in JSON an array without a card."""
    shown = tip("show", "axt", *form, "--store", small(tmp_path))
    said = "tip: no fact or source 'axt'; did you mean act? also book (3), tier-2001, tier-2002\n"
    assert shown == (1, nothing, said)


def test_no_id(tip: Tip) -> None:
    """Without an id there is nothing to show, in one line."""
    shown = tip("show")
    assert (shown.code, shown.out, len(shown.err.splitlines())) == (2, "", 1)


# --- sources -----------------------------------------------------------------------------------


def test_a_source_and_a_place_in_json(other_tip: Tip, other: Store) -> None:
    """A source is an object of its own, with all facts that rest on it; a place with its own."""
    source, place = other_tip("show", "report-2010", "report-2010[p. 20]", "--json").json
    assert list(source)[:6] == ["fact_kind", "id", "locator", "place", "title", "short"]
    assert (source["fact_kind"], source["id"], source["locator"]) == ("source", "report-2010", None)
    assert source["title"] == "Report on Trafficking 2010"
    resting = [
        fact.id
        for fact in other.facts()
        if any(text.partition("[")[0] == "report-2010" for text in fact.sources)
    ]
    assert [fact["id"] for fact in source["facts"]] == resting
    assert (place["locator"], place["place"]) == ("p. 20", "p. 20")
    assert [fact["id"] for fact in place["facts"]] == [
        "victims-identified-2010",
        "victims-identified-2010-women",
        "victims-identified-2010-men",
    ]


def test_every_fact_of_a_source_is_seen(tip: Tip, shipped: Store) -> None:
    """What JSON lists under a source, people read too, by its statement and id."""
    for key in list(shipped.sources)[::20]:
        [card] = tip("show", key, "--json").json
        shown = tip("show", key).out
        assert card["facts"]
        for fact in card["facts"]:
            assert f"{fact['statement']} " in shown
            assert f" {fact['id']}\n" in shown


@pytest.mark.parametrize("name", ["report-2010[p. 20]", "REPORT-2010[P. 20]", "p. 20", "P.  20"])
def test_a_place_by_any_name(other_tip: Tip, name: str) -> None:
    """A place goes by source and locator, or by a locator that one source alone has."""
    assert other_tip("show", name) == other_tip("show", "report-2010[p. 20]")
    assert other_tip("cite", name).out.count("p. 20. ") == 1


def test_a_place_in_several_sources(tip: Tip, tmp_path: Path) -> None:
    """A locator that several sources have is refused, and they are named."""
    path = small_store(tmp_path, findings=[{"sources": ["book[p. 1]", "other[p. 1]"]}])
    with Path(path).open("a") as store:
        store.write('[sources.other]\ntitle = "Other"\npublisher = "A House"\nkind = "book"\n')
    assert tip("show", "p. 1", "--store", path) == (
        1,
        "",
        "tip: 'p. 1' is a place in several sources: book[p. 1], other[p. 1]\n",
    )


def test_an_unknown_place(other_tip: Tip) -> None:
    """A place that no fact rests on is named with those that are near."""
    shown = other_tip("show", "report-2010[p. 21x]")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("tip: no place 'report-2010[p. 21x]'; did you mean report-2010[p.")


# --- lines -------------------------------------------------------------------------------------


def stated(text: str) -> Iterable[tuple[str, int]]:
    """Each fact's id and the line of the last `[[…]]` above it, found without a parser."""
    header = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("[["):
            header = number
        elif match := re.fullmatch('id = "(.*)"', line):
            yield match[1], header


def test_line_of_each_fact(other_tip: Tip) -> None:
    """Each card names the line of the store on which its fact begins."""
    lines = dict(stated(OTHER.read_text()))
    cards = other_tip("show", *lines, "--json").json
    assert {card["id"]: card["line"] for card in cards} == lines
    assert len(lines) == 21
