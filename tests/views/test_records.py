"""A line for each row: what `--each` and `--fields` show a person."""

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import EVERY_FIELD, OTHER, Tip
from tests.pseudo_terminal import in_columns
from tests.small import Table, small_store
from tests.texts import cells

FACTS = ["routes", "stats", "tiers", "policy", "laws", "timeline"]  # their rows rest on sources


def rows(out: str) -> list[str]:
    """The lines of an answer without headings, up to what stands below them."""
    return out.partition("\n\n")[0].splitlines()


@pytest.mark.parametrize("line", ["stats 2010", "show protocol-ratified", "sources --sources full"])
def test_headings_are_bold_and_evidence_is_dim(
    monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, line: str
) -> None:
    """Headings are bold, evidence is dim and leads to its address; escapes are shown as ␛."""
    shown = in_columns(monkeypatch, 80, *line.split(), "--store", str(OTHER))
    assert re.sub(r"id=\d+", "id=0", shown.out).replace("\x1b", "␛") == snapshot


def test_a_card_has_every_field(tip: Tip, snapshot: SnapshotAssertion) -> None:
    """In words, of facts and of a source that lack none."""
    shown = tip("show", "way", "victims-2010-women", "book", "--store", str(EVERY_FIELD))
    assert shown.out == snapshot


def test_what_ends_a_sentence_needs_no_semicolon(tip: Tip, tmp_path: Path) -> None:
    """Before who says it."""
    for said, gap in {"So.": " ", "So!": " ", "So?": " ", "(So)": " ", "So": "; "}.items():
        store = small_store(tmp_path, findings=[{"statement": said}])
        assert f"{said}{gap}A House" in tip("policy", "--each", "--store", store).out


FIGURES: dict[str, Table] = {
    "≥ 23": {"value": 23, "bound": "at_least"},
    "> 23": {"value": 23, "bound": "more_than"},
    "≤ 23": {"value": 23, "bound": "at_most"},
    "< 23": {"value": 23, "bound": "less_than"},
    "≈ 23": {"value": 23, "bound": "about"},
    "0": {"value": 0},
    "0 %": {"value": 0.0, "unit": "percent"},
    "1 case": {"value": 1, "unit": "cases"},
    "1 of 5 points": {"value": 1, "unit": "points", "out_of": 5},
    "1,000": {"value": 1000.0},
    "1,234.5 EUR": {"value": 1234.5, "unit": "EUR"},
}


def test_figures_read_as_people_write_them(tip: Tip, tmp_path: Path) -> None:
    """A bound is a sign, percent is %, a zero is 0, whichever way the row is asked for."""
    every = enumerate(FIGURES.values())
    facts = [{"measure": f"m{n}", "period": f"{1990 + n}", **figure} for n, figure in every]
    store = small_store(tmp_path, statistics=facts)
    for line in ("--each", "--fields period,value"):
        shown = tip("stats", "--store", store, *line.split(), "--no-header").lines[: len(facts)]
        said = dict(cells(row)[:2] for row in shown)
        assert [said[f"{1990 + n}"] for n in range(len(facts))] == list(FIGURES), line


def test_words_for_people(tip: Tip, tmp_path: Path) -> None:
    """A row says periods, measures and topics in words; a field that is asked for is as is."""
    figures: list[Table] = [{"measure": "victims-identified", "period": "2001-02/2001-03"}]
    store = small_store(tmp_path, statistics=figures)
    said = ["February to March 2001", "1", "Victims identified"]
    assert cells(tip("stats", "--store", store, "--each", "--no-header").lines[0])[:3] == said
    asked = tip("stats", "--store", store, "--fields", "period,measure", "--no-header").lines[0]
    assert cells(asked)[:2] == ["2001-02/2001-03", "victims-identified"]


def test_a_part_names_its_whole_and_a_row_its_state(tip: Tip, tmp_path: Path) -> None:
    """A part says of whom it is, a part of a part the one that it is in; other states are named."""
    union = {"entity": "Union of Arden", "period": "2001"}
    figures: list[Table] = [
        {"value": 9, **union},
        {"group": "minors", "dimension": "age", "part_of": "statistics-0", "value": 5, **union},
        {"group": "girls", "dimension": "sex", "part_of": "statistics-1", "value": 3, **union},
        {"value": 8, "period": "2002", "entity": "Arden"},
    ]
    store = small_store(tmp_path, statistics=figures)
    lines = tip("stats", "--store", store, "--each", "--no-header").lines[:4]
    assert sorted((cells(line)[2], "Union" in line) for line in lines) == [
        ("Victims", False),
        ("Victims", True),
        ("Victims: girls among minors", True),
        ("Victims: minors", True),
    ]


@pytest.mark.parametrize(("column", "word"), [("standing", "at_risk"), ("rank", "deprecated")])
def test_every_doubt_is_said_once(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, column: str, word: str
) -> None:
    """In the line unless a column says it, and below why, but not where fields are for a script."""
    monkeypatch.setenv("NO_COLOR", "1")
    doubted = {column: word, "destination": "XB", "period": "2001", "note": "No."}
    store = small_store(tmp_path, routes=[doubted, {"period": "2001"}])
    word = word.replace("_", " ")
    below = f"\n{word.capitalize()} (2001): No.\n"
    lines = {"routes --each": 1, "timeline --each": 1, "routes --fields id": 1}
    for line, in_brackets in {**lines, f"routes --fields id,{column}": 0}.items():
        asked = [*line.split(), "--deprecated", "--store", store]
        out, seen = tip(*asked).out, in_columns(monkeypatch, 80, *asked).out
        found = out.count(word), out.count(f"({word})"), below in out, below in seen
        assert (line, found) == (line, (1, in_brackets, line.endswith("--each"), True))


def test_a_credit_stays_when_it_is_not_asked_for(other_tip: Tip) -> None:
    """A figure that a source only passes on never stands without the one who is credited."""
    line = ["stats", "victims-identified", "--source", "report-2010[p. 20]", "--no-header"]
    shown = other_tip(*line, "--fields", "value").lines
    assert shown[0] == "40  (disputed) according to the Victims' Office"
    for field in ("attributed_to", "said_by"):
        asked = other_tip(*line, "--fields", f"value,{field}").lines
        assert cells(asked[0]) == ["40", "the Victims' Office", "(disputed)"]


@pytest.mark.parametrize("command", FACTS)
def test_a_row_says_who_says_it_and_where(other_tip: Tip, command: str) -> None:
    """Each mark has its source below, each source a mark, and they are the row's own sources."""
    found = other_tip(command, "--json").json
    short = {"Report on Trafficking 2010": "report-2010", "Arden Gazette": "gazette"}
    for how in ("short", "full"):
        out = other_tip(command, "--each", "--no-header", "--sources", how).out
        for row, line in zip(found, rows(out), strict=True):
            assert " and ".join(row["said_by"]) in line
        body, _, below = out.rpartition("\n\n")
        numbered = dict(re.findall(r"\[(\d+)\] ([\w -]*\w)", below))
        assert sorted(numbered, key=int) == [str(place + 1) for place in range(len(numbered))]
        marks = re.findall(r"\[([\d,]+)\]$", body, flags=re.MULTILINE)
        names = [{numbered[number] for number in mark.split(",")} for mark in marks]
        resolved = [{short.get(name, name) for name in each} for each in names]
        assert resolved == [{text.partition("[")[0] for text in row["sources"]} for row in found]


def test_notes_of_few_rows_stand_below_them(tip: Tip, tmp_path: Path) -> None:
    """Those of few rows stand below them, equal ones once; of many it is said how to see them."""
    noted: Table = {"note": "Undated."}
    store = small_store(tmp_path, laws=[noted, {}, noted, *[{}] * 17])
    assert "\n\nNote (laws-0, laws-2): Undated.\n" in tip("laws", "--store", store, "--each").out
    assert "Undated" not in tip("laws", "--store", store, "--fields", "name").out
    for count, said in ((1, "1 of these has a note"), (2, "2 of these have notes")):
        store = small_store(tmp_path, laws=[noted] * count + [{}] * 20)
        out = tip("laws", "--store", store, "--each").out
        assert f"\n\n{said}: tip show ID, or --fields id,note\n" in out
        assert "Undated" not in out


def test_a_doubted_row_has_its_note_once(tip: Tip, tmp_path: Path) -> None:
    """What stands below as a doubt isn't said again; the note of a disputed row is not lost.

    A row whose only rival is deprecated is not disputed.
    """
    tiers: list[Table] = [
        {"tier": "Tier 1", "note": "Noteone."},
        {"tier": "Tier 2", "rank": "deprecated", "note": "Notetwo."},
        {"tier": "Tier 3", "note": "Notethree."},
        {"year": 2002, "tier": "Tier 1"},
        {"year": 2002, "tier": "Tier 2", "rank": "deprecated", "note": "Notefour."},
    ]
    store = small_store(tmp_path, tiers=tiers)
    out = tip("tiers", "--store", store, "--each", "--deprecated").out
    assert [out.count(note) for note in ("Noteone.", "Notetwo.", "Notethree.")] == [1, 1, 1]
    assert [out.count(f"({word})") for word in ("disputed", "deprecated")] == [2, 2]
    assert "\nDisputed (2001): tip disputes tier\n" in out


def test_many_disputes_are_told_in_one_line(tip: Tip, tmp_path: Path) -> None:
    """Up to three commands are named; values end in one column though what all share is gone."""
    for count, said in ((3, "disputes m0 · tip disputes m1 · tip disputes m2"), (4, "disputes")):
        both = [(n, value) for n in range(count) for value in (1, 10)]
        figures = [{"measure": f"m{n}", "period": "2001", "value": value} for n, value in both]
        store = small_store(tmp_path, statistics=figures)
        out = tip("stats", "--each", "--store", store).out
        assert f"\nDisputed (2001): tip {said}\n" in out
        assert out.count("\n   10  M") == out.count("\n    1  M") == count
        assert "M0, 2001: 1 / 10 A House\n" in tip("disputes", "--store", store).out
        dated = tip("timeline", "2001", "--store", store).out
        assert dated.startswith(f"Timeline in 2001: {2 * count} dated statistics\n")
        assert f"Disputed: {2 * count} figures: tip disputes 2001\n" in dated


def test_what_all_rows_share_is_said_once(other_tip: Tip, tip: Tip, tmp_path: Path) -> None:
    """Above them, what is absent included; not if headings are left out or fields are asked for."""
    line = ["routes", "--each", "--year", "2010"]
    assert other_tip(*line).lines[:4] == ["2 routes", "Period: 2010", "", "Role     From       To"]
    assert [cells(row)[0] for row in other_tip(*line, "--no-header").lines[:2]] == ["2010"] * 2
    one = other_tip("policy", "--each", "situation").lines
    assert cells(one[2]) == ["Period", "Area", "Topic", "Assessment"]
    asked = other_tip("routes", "--year", "2010", "--fields", "period,open_ended").lines
    told = [cells(line)[:2] for line in asked[:3]]
    assert told == [["Period", "Open-ended"], ["2010", "no"], ["2010", "yes"]]
    out = tip("routes", "--store", small_store(tmp_path, routes=[{}, {}]), "--each").lines
    assert out[1] == "Period: –; Role: source; From: Arden; To: –"


def test_rows_are_sorted_and_limited_as_asked(other_tip: Tip) -> None:
    """The rows stand in the order that was asked for, and `-n` counts them, parts among them."""
    for line in (["stats", "--sort", "-value"], ["stats", "--sort", "-value", "-n", "5"]):
        found = [row["id"] for row in other_tip(*line, "--json").json]
        shown = rows(other_tip(*line, "--no-header").out)
        assert [line.partition(" · ")[2].partition(" ")[0] for line in shown] == found
    limited = other_tip("routes", "-n", "2").lines  # of two sections
    assert sum(line.endswith("]") and not line.startswith("[") for line in limited) == 2


def test_a_pipe_has_one_line_for_each_row(tip: Tip, tmp_path: Path) -> None:
    """In a pipe no row is wrapped or cut, however long its values."""
    text = "word " * 2000 + "end"
    store = small_store(
        tmp_path,
        source={"title": text},
        routes=[{"purpose": text}, {"purpose": text, "destination": "XB"}],
        statistics=[{"unit": text}, {"unit": f"{text}ing"}],
        tiers=[{"entity": text, "statement": text}],
        findings=[{"statement": text, "period": "2001"}] * 2,
        laws=[{"name": text}, {"name": f"{text}ing"}],
    )
    for line in [*FACTS, "sources"]:
        found = tip(line, "--store", store, "--json").json
        out = tip(line, "--store", store, "--each", "--no-header").out
        assert (line, [row.count("word") for row in rows(out)]) == (line, [2000] * len(found))
