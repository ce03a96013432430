"""`tip show`: one fact whole, as a card and as JSON, and what happens to an id that is none."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from serbia_tip.model import Store
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns
from tests.small import small_store

NAMES = [
    *("victims-identified-2010", "victims-identified-2010-men", "trafficking-cases-2009-internal"),
    *("tier-2007-gazette", "tier-2006", "protocol-ratified", "shelter-2010", "score-2010"),
    *("transit-2010-xb-xc", "source-2004-xa", "report-2010", "gazette", "report-2010[p. 20]"),
]


@pytest.mark.parametrize("name", NAMES)
def test_card_to_the_letter(other_tip: Tip, name: str, snapshot: SnapshotAssertion) -> None:
    """A card says first what the fact says, then all that is known of it and bears on it."""
    shown = other_tip("show", name)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == snapshot


def test_cards_come_once_each_in_the_order_of_the_ids(other_tip: Tip) -> None:
    """Cards come in the order of the ids, each once, a blank line between two."""
    first, second = "protocol-ratified", "gazette"
    together = f"{other_tip('show', first).out}\n{other_tip('show', second).out}"
    assert other_tip("show", first, second, first.upper()) == (0, together, "")


SECTIONS = '[sources.book.sections]\nlead = "Introduction"\npart-two = "The second part"\n'
PLACES = {
    **{"lead-02": "Introduction, sentence 2", "lead-100": "Introduction, sentence 100"},
    **{"part-two-07": "The second part, sentence 7"},
    **{place: place for place in ("part-07", "lead-x", "p. 12")},
}


def test_locator_in_words(tip: Tip, tmp_path: Path) -> None:
    """A number in a section that the source names is a sentence; any other place is itself."""
    for locator, place in PLACES.items():
        findings = [{"sources": [f"book[{locator}]"]}]
        path = small_store(tmp_path, findings=findings, more=SECTIONS)
        card, source = tip("show", "findings-0", f"book[{locator}]", "--json", "--store", path).json
        for told in (card["citations"][0], source):
            assert (told["locator"], told["place"]) == (locator, place)
        assert f"book: {place}. A Book." in tip("show", "findings-0", "--store", path).out


def test_parts_have_headings(monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion) -> None:
    """On a terminal the parts of a card stand under headings, in columns where these fit."""
    line = ["show", "victims-identified-2010", "report-2010", "--store", str(OTHER)]
    line += ["--no-pager", "--color", "never"]
    assert in_columns(monkeypatch, 60, *line).out == snapshot


def test_json_is_the_row_and_what_bears_on_it(other_tip: Tip) -> None:
    """First the row, then the sources resolved, the rivals, the whole and the parts, as rows."""
    rows = {
        row["id"]: row
        for command in ("routes", "stats", "tiers", "policy", "laws")
        for row in other_tip(command, "--json").json
    }
    cards = {card["id"]: card for card in other_tip("show", *rows, "--json").json}
    assert list(cards) == list(rows)
    more = ["citations", "disputes", "whole", "parts", "line"]
    lines = OTHER.read_text().splitlines()
    for name, row in rows.items():
        assert list(cards[name].items())[1 : len(row) + 1] == list(row.items())
        assert list(cards[name]) == ["fact_kind", *row, *more]
        assert cards[name]["line"] == lines.index(f'id = "{name}"')
    whole = "victims-identified-2010"
    assert cards[whole]["disputes"] == [rows[f"{whole}-gazette"]]
    assert cards[whole]["parts"] == [rows[f"{whole}-women"], rows[f"{whole}-men"]]
    assert cards[f"{whole}-men"]["whole"] == rows[whole]


def test_citation_resolves_all_of_a_source(tip: Tip, tmp_path: Path) -> None:
    """Each has what is known of its source, and whom this source credits."""
    known = {
        **{"authors": ["Ana Anić", "The Team"], "published": "2001/2003", "doi": "10.1000/1"},
        **{"url": "https://x.example/", "copies": ["https://y.example/"], "language": "sr"},
        **{"derived_from": ["other"], "accessed": "2004-01-01", "note": "A note."},
        "archived": {"url": "https://archive.example/1", "date": None},
        "read": [{"what": "a copy", "url": "https://z.example/"}],
    }
    source = {**known, "archived": {"url": "https://archive.example/1"}}
    other = '[sources.other]\ntitle = "Other"\npublisher = "A House"\nkind = "book"\n'
    finding = {"sources": ["book[p. 1]", "other"], "attributed_to": {"book": ["A", "B"]}}
    path = small_store(tmp_path, findings=[finding], source=source, more=other)
    [card] = tip("show", "findings-0", "--json", "--store", path).json
    named = {"title": "A Book", "publisher": "A House"}
    place = {"source": "book", "locator": "p. 1", "place": "p. 1", "credit": "A; B"}
    assert card["citations"][0] == {**place, **named, **known}
    assert card["citations"][1]["credit"] is None
    assert tip("show", "findings-0", "--store", path).lines[7:] == [
        "Said by     A and B, in A Book",
        "Reported    2001",
        "",
        "Sources  book: p. 1. Ana Anić, The Team. A Book. A House, 2001–2003. doi:10.1000/1"
        " Credits A; B. Note: A note. https://x.example/",
        "Sources  other: Other. A House, undated.",
    ]


def test_unknown_id_among_known_ones(tip: Tip, tmp_path: Path) -> None:
    """The others are shown; each unknown id has its line, with the ids that are near."""
    rows = [{"id": f"tier-{year}", "year": year, "period": str(year)} for year in (2001, 2002)]
    path = small_store(tmp_path, tiers=rows, laws=[{"id": "act"}])
    shown = tip("show", "tier-2003", "act", "--store", path, "xxxxx", "tier-2001")
    assert shown.code == 1
    assert shown.out == tip("show", "act", "tier-2001", "--store", path).out
    assert shown.err.splitlines() == [
        "tip: no fact or source 'tier-2003'; did you mean tier-2002, tier-2001? also book (3), act",
        "tip: no fact or source 'xxxxx'; there is book (3), tier-2001, tier-2002, act",
    ]


def test_a_source_and_a_place_in_json(other_tip: Tip, other: Store) -> None:
    """A source is an object of its own, with all facts that rest on it; a place with its own."""
    source, place = other_tip("show", "report-2010", "report-2010[p. 20]", "--json").json
    assert list(source)[:6] == ["fact_kind", "id", "locator", "place", "title", "short"]
    assert (source["fact_kind"], source["id"], source["locator"]) == ("source", "report-2010", None)
    assert source["title"] == "Report on Trafficking 2010"
    resting = [fact.id for fact in other.facts() if "report-2010" in fact.cited]
    assert [fact["id"] for fact in source["facts"]] == resting
    assert (place["locator"], place["place"]) == ("p. 20", "p. 20")
    victims = "victims-identified-2010"
    assert [fact["id"] for fact in place["facts"]] == [
        *(victims, f"{victims}-women", f"{victims}-men")
    ]


def test_a_place_by_any_name(other_tip: Tip) -> None:
    """A place goes by source and locator, or by a locator that one source alone has."""
    for name in ("report-2010[p. 20]", "REPORT-2010[P. 20]", "p. 20", "P.  20"):
        assert other_tip("show", name) == other_tip("show", "report-2010[p. 20]")
        assert other_tip("cite", name).out.count("p. 20.") == 1


def test_a_place_in_several_sources(tip: Tip, tmp_path: Path) -> None:
    """A locator that several sources have is refused, and they are named."""
    other = '[sources.other]\ntitle = "Other"\npublisher = "A House"\nkind = "book"\n'
    findings = [{"sources": ["book[p. 1]", "other[p. 1]"]}]
    path = small_store(tmp_path, findings=findings, more=other)
    said = "tip: 'p. 1' is a place in several sources: book[p. 1], other[p. 1]\n"
    assert tip("show", "p. 1", "--store", path) == (1, "", said)
