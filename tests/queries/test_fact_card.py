"""`tip show`: one fact whole, as a card and as JSON, and what happens to an id that is none."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns, on_terminal, plain
from tests.small import small_store


def line_of(name: str) -> int:
    """The line of the made-up store on which the table that has this id begins."""
    lines = OTHER.read_text().splitlines()
    return lines.index(f'id = "{name}"')


# --- as a card ---------------------------------------------------------------------------------

REPORT = "Report on Trafficking 2010. Office of Reports, 2010-06-30. https://reports.example/2010"
GAZETTE = "Arden Gazette. The Gazette, 2011-05. https://gazette.example/2011"
CARDS = {
    "victims-identified-2010": f"""\
victims-identified-2010 (statistic)
In 2010, 40 victims were identified.

Area           protection
Measure        victims-identified
Value          40 persons
Period         2010
Entity         Arden
Said by        the Victims' Office
Reported       2010
Rank           normal
Sources        report-2010: p. 20. {REPORT}
Disputed by    victims-identified-2010-gazette: 44 persons (disputed)
Parts          victims-identified-2010-women: women, 30 persons
               victims-identified-2010-men: men, 10 persons
Line           {line_of("victims-identified-2010")}
""",
    "victims-identified-2010-men": f"""\
victims-identified-2010-men (statistic)
Of the 40 victims identified in 2010, 10 were men.

Area           protection
Measure        victims-identified
Dimension      sex
Group          men
Value          10 persons
Period         2010
Entity         Arden
Said by        Office of Reports
Reported       2010
Rank           normal
Sources        report-2010: p. 20. {REPORT}
Part of        victims-identified-2010: 40 persons (disputed)
Line           {line_of("victims-identified-2010-men")}
""",
    "trafficking-cases-2009-internal": f"""\
trafficking-cases-2009-internal (statistic)
More than 75.5 percent of the cases of 2009 were internal.

Area           situation
Measure        trafficking-cases
Dimension      place
Group          internal
Value          > 75.5 %
Period         2009
Entity         Arden
Said by        Office of Reports
Reported       2010
Rank           normal
Sources        report-2010: p. 3. {REPORT}
Line           {line_of("trafficking-cases-2009-internal")}
""",
    "tier-2007-gazette": f"""\
tier-2007-gazette (tier)
The Gazette said that Arden stood on Tier 2 in 2007.

Tier           Tier 2
Basis          stated
Entity         Arden
Said by        The Gazette
Reported       2011
Rank           deprecated
Note           The report itself says Watch List.
Sources        gazette: {GAZETTE}
Disputed by    tier-2007: The report of 2007 placed Arden on the Tier 2 Watch List. (disputed)
Line           {line_of("tier-2007-gazette")}
""",
    "protocol-ratified": f"""\
protocol-ratified (law)
Arden ratified the UN Trafficking Protocol in November 2005.

Name           UN Trafficking Protocol
Kind           treaty
Event          ratified
Period         2005-11
Entity         Arden
Said by        Office of Reports
Reported       2010
Rank           normal
Sources        report-2010: p. 2. {REPORT}
Line           {line_of("protocol-ratified")}
""",
    "shelter-2010": f"""\
shelter-2010 (finding)
The only shelter closed in 2010.

Area           protection
Topic          shelter
Assessment     shortcoming
Period         2010
Entity         Arden
Said by        NGOs
Reported       2010
Rank           normal
Sources        report-2010: p. 22. {REPORT}
Line           {line_of("shelter-2010")}
""",
    "transit-2010-xb-xc": f"""\
transit-2010-xb-xc (route)
Men from Brückland passed through Arden to Cardenia and further countries.

Role           transit
From           Brückland
From (code)    XB
To             Cardenia
To (code)      XC
Open-ended     yes
Standing       stated
People         men
Purpose        forced labour
Period         2010
Entity         Arden
Said by        border police
Reported       2010
Rank           normal
Note           The report names no year for the route.
Sources        report-2010: p. 13. {REPORT}
               gazette: {GAZETTE}
Line           {line_of("transit-2010-xb-xc")}
""",
}


@pytest.mark.parametrize("name", CARDS)
def test_card_to_the_letter(other_tip: Tip, name: str) -> None:
    """A card says all that is known of a fact, and leaves out what is absent."""
    assert other_tip("show", name) == (0, CARDS[name], "")


def test_several_cards(other_tip: Tip) -> None:
    """Cards come in the order of the ids, each once, a blank line between two."""
    first, second = "protocol-ratified", "tier-2007-gazette"
    together = f"{CARDS[first]}\n{CARDS[second]}"
    assert other_tip("show", first, second, first.upper()) == (0, together, "")


def test_what_a_source_says_besides(tip: Tip, tmp_path: Path) -> None:
    """A source's note stands in brackets; a source without date or address says so, or nothing."""
    path = small_store(tmp_path, findings=[{}], source={"note": "Read in print."})
    card = tip("show", "findings-0", "--store", path).out
    assert "Sources        book: A Book. A House, undated. (Read in print)\n" in card


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


@pytest.mark.parametrize("columns", [1, 20, 40, 60, 80, 100])
@pytest.mark.parametrize("name", CARDS)
def test_narrow_terminal(monkeypatch: pytest.MonkeyPatch, name: str, columns: int) -> None:
    """A card keeps within the terminal by wrapping; it loses no word and splits none."""
    shown = in_columns(monkeypatch, columns, "show", name, "--store", str(OTHER))
    assert shown.code == 0
    assert plain(shown.out).split() == CARDS[name].split()
    longest = max(len(word) for word in CARDS[name].split())
    indent = len("According to   ")
    assert max(len(line) for line in plain(shown.out).splitlines()) <= max(
        columns, indent + longest
    )


def test_wrapped_lines_are_indented() -> None:
    """What doesn't fit goes on under the value, on a real terminal."""
    shown = on_terminal("show", "tier-2007", "--store", str(OTHER), columns=60)
    assert (shown.code, shown.err) == (0, "")
    assert (
        plain(shown.out).splitlines()[-6:]
        == [
            "Sources        report-2010: Report on Trafficking 2010.",
            "               Office of Reports, 2010-06-30.",
            "               https://reports.example/2010",
            "Disputed by    tier-2007-gazette: The Gazette said that",
            "               Arden stood on Tier 2 in 2007. (deprecated,",
            "               disputed)",
            f"Line           {line_of('tier-2007')}",
        ][-6:]
    )


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
        "tip: no fact 'tier-2003'; did you mean tier-2002, tier-2001? also act",
        "tip: no fact 'xxxxx'; there is tier-2001, tier-2002, act",
    ]


def test_unknown_id_among_known_ones_in_json(tip: Tip, tmp_path: Path) -> None:
    """JSON holds the known ones."""
    shown = tip("show", "nope", "act", "--json", "--store", small(tmp_path))
    assert (shown.code, [card["id"] for card in shown.json]) == (1, ["act"])


@pytest.mark.parametrize(("form", "nothing"), [([], ""), (["--json"], "[]\n")])
def test_only_unknown(tip: Tip, tmp_path: Path, form: list[str], nothing: str) -> None:
    """With nothing to show, standard output stays empty, and in JSON an array without a card."""
    shown = tip("show", "axt", *form, "--store", small(tmp_path))
    said = "tip: no fact 'axt'; did you mean act? also tier-2001, tier-2002\n"
    assert shown == (1, nothing, said)


def test_no_id(tip: Tip) -> None:
    """Without an id there is nothing to show, in one line."""
    shown = tip("show")
    assert (shown.code, shown.out, len(shown.err.splitlines())) == (2, "", 1)


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
