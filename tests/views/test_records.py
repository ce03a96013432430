"""A line for each row: what `--each` and `--fields` show a person."""

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns, on_terminal
from tests.small import Table, small_store
from tests.texts import cells, words

LINES = [
    "routes --each",
    "stats --each",
    "tiers --each",
    "policy --each",
    "laws --each",
    "timeline --each",
    "search arden --each",
    "sources --each",
    "coverage --each",
    "fields tiers --each",
    "stats --fields id,value,group,attributed_to",
    "stats --sort -value",
]
FACTS = ["routes", "stats", "tiers", "policy", "laws", "timeline"]
"""The commands whose rows rest on sources."""
BOUNDS = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "less_than": "< ", "about": "≈ "}


def rows(out: str) -> list[str]:
    """The lines of an answer without headings, up to what stands below them."""
    return out.partition("\n\n")[0].splitlines()


def remarks(out: str) -> list[str]:
    """The paragraphs that stand under the rows of an answer."""
    return out.split("\n\n", maxsplit=2)[2].split("\n\n")


# --- as it is seen -----------------------------------------------------------------------------


@pytest.mark.parametrize("line", LINES)
def test_in_a_pipe(other_tip: Tip, snapshot: SnapshotAssertion, line: str) -> None:
    """A line for each row, however long."""
    assert other_tip(*line.split()).out == snapshot


@pytest.mark.parametrize("columns", [120, 80, 60])
@pytest.mark.parametrize("line", LINES)
def test_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, line: str, columns: int
) -> None:
    """Columns fitted to the terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    result = in_columns(monkeypatch, columns, "--store", str(OTHER), *line.split())
    assert (result.code, result.err) == (0, "")
    assert result.out == snapshot


def test_in_colour(snapshot: SnapshotAssertion) -> None:
    """Headings are bold, evidence is dim and leads to its address; escapes are shown as ␛."""
    line = ["tiers", "--each", "--store", str(OTHER)]
    result = on_terminal(*line, columns=80, environment={"TIP_PAGER": ""})
    assert (result.code, result.err) == (0, "")
    shown = re.sub(r"id=\d+", "id=0", result.out)
    assert shown.replace("\x1b", "␛") == snapshot


# --- values ------------------------------------------------------------------------------------


def test_values_read_as_people_write_them(other_tip: Tip) -> None:
    """A bound is a sign, percent is %, a reported zero is 0, a score says what it is out of."""
    out = other_tip("stats", "--fields", "id,value,unit", "--no-header", "--sources", "none").out
    said = dict(cells(line)[:2] for line in rows(out))
    assert said == {
        "victims-identified-2006": "0",
        "trafficking-cases-2009-internal": "> 75.5 %",
        "convictions-2010": "≥ 23 convictions",
        "victims-identified-2010": "40",
        "victims-identified-2010-women": "30",
        "victims-identified-2010-men": "10",
        "victims-identified-2010-gazette": "44",
        "score-2010": "6.0 of 10 points",
    }


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        *(({"bound": bound, "value": 23}, f"{sign}23") for bound, sign in BOUNDS.items()),
        ({"value": 23}, "23"),
        ({"value": 0}, "0"),
        ({"value": 0.0, "unit": "percent"}, "0.0 %"),
        ({"value": 1, "unit": "cases"}, "1 case"),
        ({"value": 1, "unit": "points", "out_of": 5}, "1 of 5 points"),
        ({"value": 1234567}, "1,234,567"),
        ({"value": 1234.5, "unit": "EUR"}, "1,234.5 EUR"),
        ({"value": -3, "unit": "points", "out_of": 0}, "-3 of 0 points"),
    ],
)
@pytest.mark.parametrize("line", [["--each"], ["--fields", "period,value"]], ids=" ".join)
def test_figure(tip: Tip, tmp_path: Path, line: list[str], figure: Table, said: str) -> None:
    """A figure reads as a person would write it, whichever way its row is asked for."""
    store = small_store(tmp_path, statistics=[figure])
    shown = tip("stats", "--store", store, *line, "--no-header").lines[0]
    assert cells(shown)[1] in (said, f"{said} [1]")


def test_absent_is_a_dash(other_tip: Tip) -> None:
    """A field that a fact leaves out is a dash, never blank and never zero."""
    rows = [cells(line) for line in other_tip("routes", "--each", "--no-header").lines]
    assert rows[0][:4] == ["2004", "source", "Arden", "–"]
    assert cells(other_tip("stats", "--each", "--no-header").lines[7])[0] == "–"
    asked = other_tip("policy", "--fields", "period,note,topic", "--no-header").lines
    assert [cells(line)[1] for line in asked[:3]] == ["–"] * 3


def test_flags_are_words(other_tip: Tip) -> None:
    """An open-ended route says so in words, another doesn't; as a field it is yes or no."""
    shown = other_tip("routes", "--each", "--no-header").lines[:3]
    assert ["and others, unnamed" in line for line in shown] == [False, False, True]
    asked = other_tip("routes", "--fields", "open_ended,period", "--no-header").lines[:3]
    assert [cells(line)[0] for line in asked] == ["no", "no", "yes"]


def test_words_for_people(tip: Tip, tmp_path: Path) -> None:
    """Each row says periods, measures and topics in words; a field that is asked for is as is."""
    figures: list[Table] = [{"measure": "victims-identified", "period": "2001-02/2001-03"}]
    store = small_store(tmp_path, statistics=figures)
    assert cells(tip("stats", "--store", store, "--each", "--no-header").lines[0])[:3] == [
        *["February to March 2001", "1", "Victims identified"]
    ]
    asked = tip("stats", "--store", store, "--fields", "period,measure", "--no-header").lines[0]
    assert cells(asked)[:2] == ["2001-02/2001-03", "victims-identified"]


def test_a_part_names_its_whole(tip: Tip, tmp_path: Path) -> None:
    """A part says what is counted and of whom; a part of a part names the one that it is in."""
    figures: list[Table] = [
        {"measure": "victims-identified", "value": 9},
        {"group": "minors", "dimension": "age", "part_of": "statistics-0", "value": 5},
        {"group": "girls", "dimension": "sex", "part_of": "statistics-1", "value": 3},
    ]
    common = {"measure": "victims-identified", "period": "2001"}
    store = small_store(tmp_path, statistics=[{**figure, **common} for figure in figures])
    for order in ([], ["--sort", "value"]):
        lines = tip("stats", "--store", store, "--each", "--no-header", *order).lines[:3]
        assert sorted(cells(line)[2] for line in lines) == [
            "Victims identified",
            "Victims identified: girls among minors",
            "Victims identified: minors",
        ]


def test_the_states_that_are_named(tip: Tip, tmp_path: Path) -> None:
    """Another state than the store's country is named in each of its rows, parts included."""
    union = {"entity": "Union of Arden", "period": "2001"}
    part = {"dimension": "sex", "group": "women", "part_of": "statistics-0", "value": 1}
    figures: list[Table] = [union, {**union, **part}, {"period": "2002"}, {"entity": "Arden"}]
    store = small_store(tmp_path, statistics=figures)
    shown = tip("stats", "--store", store, "--each", "--no-header").lines[:4]
    assert [line.count("Arden") for line in shown] == [1, 1, 0, 0]


# --- doubts, and who says it -------------------------------------------------------------------


@pytest.mark.parametrize("line", [["--each"], ["--fields", "year,tier"]], ids=" ".join)
def test_doubts_are_said_in_words(other_tip: Tip, line: list[str]) -> None:
    """A deprecated row says so, and below why; one whose only rival is deprecated isn't doubted."""
    out = other_tip("tiers", "--year", "2007", *line).out
    [watch] = [row for row in out.splitlines() if "Watch List  " in row]
    [other] = [row for row in out.splitlines() if "Tier 2  " in row]
    assert "disputed" not in watch
    assert "deprecated" in other
    assert "Deprecated (2007): The report itself says Watch List." in remarks(out)


@pytest.mark.parametrize(
    "line",
    [
        *["stats --each", "stats --fields value", "stats --sort -value"],
        *["timeline --each", "search victims --each"],
    ],
)
def test_a_dispute_is_told_on_both_sides(other_tip: Tip, line: str) -> None:
    """Both figures that can't be right together say so, and one line leads to what each says."""
    out = other_tip(*line.split()).out
    assert out.count("(disputed)") == 2
    assert out.count("\nDisputed (2010): tip disputes victims-identified\n") == 1


@pytest.mark.parametrize(
    ("route", "word"),
    [
        ({"standing": "alleged"}, "alleged"),
        ({"standing": "at_risk"}, "at risk"),
        ({"rank": "deprecated", "note": "No."}, "deprecated"),
    ],
)
@pytest.mark.parametrize("line", ["routes --each", "routes --fields id", "timeline --each"])
def test_every_doubt_is_said(tip: Tip, tmp_path: Path, line: str, route: Table, word: str) -> None:
    """What is alleged, a risk or deprecated says so in its line and below, in any columns."""
    routes = [{**route, "destination": "XB", "period": "2001"}, {"period": "2001"}]
    store = small_store(tmp_path, routes=routes)
    out = tip(*line.split(), "--store", store).out
    assert out.count(f"({word})") == 1
    assert f"\n{word.capitalize()} (2001): " in out


def test_a_doubt_that_was_asked_for_is_said_once(tip: Tip, tmp_path: Path) -> None:
    """Where a column says the word, the line doesn't say it again."""
    store = small_store(tmp_path, tiers=[{"basis": "inferred"}])
    [line, *_] = tip("tiers", "--store", store, "--fields", "tier,basis", "--no-header").lines
    assert line.count("inferred") == 1


def test_each_row_says_who_says_it(other_tip: Tip) -> None:
    """Whom the source credits, or its publisher, stands in each line."""
    for command in FACTS:
        said = [" and ".join(row["said_by"]) for row in other_tip(command, "--json").json]
        shown = rows(other_tip(command, "--each", "--no-header").out)
        assert [who for who, line in zip(said, shown, strict=True) if who not in line] == []


def test_a_credit_stays_when_it_is_not_asked_for(other_tip: Tip) -> None:
    """A figure that a source only passes on never stands without the one who is credited."""
    line = ["stats", "victims-identified", "--source", "report-2010[p. 20]", "--no-header"]
    shown = other_tip(*line, "--fields", "value").lines
    assert shown[0] == "40  (disputed) according to the Victims' Office [1]"
    asked = other_tip(*line, "--fields", "value,attributed_to").lines
    assert cells(asked[0]) == ["40", "the Victims' Office", "(disputed) [1]"]


# --- evidence ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["short", "full"])
@pytest.mark.parametrize("command", FACTS)
def test_marks_resolve_to_the_sources_of_the_row(other_tip: Tip, command: str, how: str) -> None:
    """Each mark has its source below, each source a mark, and they are the row's own sources."""
    line = [command, "--each", "--no-header", "--sources", how]
    body, _, below = other_tip(*line).out.rpartition("\n\n")
    short = {"Report on Trafficking 2010": "report-2010", "Arden Gazette": "gazette"}
    numbered = (
        {number: short[name] for number, name in re.findall(r"\[(\d+)\] ([\w ]+\w)", below)}
        if how == "short"
        else dict(re.findall(r"^\[(\d+)\] ([^:]+): ", below, flags=re.MULTILINE))
    )
    assert sorted(numbered, key=int) == [str(number + 1) for number in range(len(numbered))]
    marks = [number.split(",") for number in re.findall(r"\[([\d,]+)\]$", body, flags=re.MULTILINE)]
    resolved = [{numbered[number] for number in numbers} for numbers in marks]
    json = other_tip(command, "--json").json
    assert resolved == [{text.partition("[")[0] for text in row["sources"]} for row in json]


@pytest.mark.parametrize("columns", [20, 60, 100])
@pytest.mark.parametrize("command", FACTS)
def test_marks_are_the_same_on_a_terminal(
    other_tip: Tip, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    """A terminal shows the marks that the pipe has."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = [command, "--each"]
    fitted = in_columns(monkeypatch, columns, "--store", str(OTHER), *line).out
    whole = other_tip(*line).out
    assert re.findall(r"\[[\d,]+\]", fitted) == re.findall(r"\[[\d,]+\]", whole)


def test_full_sources_say_the_places(other_tip: Tip) -> None:
    """With its sources full, an answer says where in them its rows were found."""
    out = other_tip("routes", "--each", "--sources", "full").out
    assert (
        "[2] report-2010: Report on Trafficking 2010. Office of Reports, 30 June 2010. "
        "At p. 12, p. 13. https://reports.example/2010\n"
    ) in out


@pytest.mark.parametrize("line", ["--each", "--fields id,value"])
def test_no_sources(other_tip: Tip, line: str) -> None:
    """Without sources there are neither marks nor a list of them."""
    out = other_tip("stats", *line.split(), "--sources", "none").out
    assert not re.search(r"\[\d", out)


# --- notes -------------------------------------------------------------------------------------


def test_notes(tip: Tip, tmp_path: Path) -> None:
    """The notes of few rows stand below them, one that several share once."""
    laws = [{"note": "Undated."}, {}, {"note": "Undated."}]
    store = small_store(tmp_path, laws=laws)
    assert "Note (laws-0, laws-2): Undated." in remarks(tip("laws", "--store", store, "--each").out)
    assert "Undated" not in tip("laws", "--store", store, "--fields", "name").out


@pytest.mark.parametrize(
    ("noted", "said"), [(1, "1 of these has a note"), (2, "2 of these have notes")]
)
def test_notes_of_many_rows(tip: Tip, tmp_path: Path, noted: int, said: str) -> None:
    """Of many rows it is said how many have a note, and how to see it."""
    laws = [{"note": "Undated."}] * noted + [{}] * 20
    out = tip("laws", "--store", small_store(tmp_path, laws=laws), "--each").out
    assert f"{said}: tip show ID, or --fields id,note" in remarks(out)
    assert "Undated" not in out


def test_a_doubted_row_has_its_note_once(tip: Tip, tmp_path: Path) -> None:
    """What stands below as a doubt isn't said again; the note of a disputed row is not lost."""
    tiers: list[Table] = [
        {"tier": "Tier 1", "note": "Noteone."},
        {"tier": "Tier 2", "rank": "deprecated", "note": "Notetwo."},
        {"tier": "Tier 3", "note": "Notethree."},
    ]
    out = tip("tiers", "--store", small_store(tmp_path, tiers=tiers), "--each").out
    for note in ("Noteone.", "Notetwo.", "Notethree."):
        assert out.count(note) == 1


# --- what is said once -------------------------------------------------------------------------


def test_what_all_rows_share_is_said_once(other_tip: Tip) -> None:
    """A column in which all rows say the same is said above them, what is absent included."""
    lines = other_tip("routes", "--each", "--year", "2010").lines
    assert lines[:4] == ["2 routes", "Period: 2010", "", "Role     From       To"]
    one = other_tip("policy", "--each", "situation").lines
    assert cells(one[2]) == ["Period", "Area", "Topic", "Assessment"]


def test_absence_can_be_shared(tip: Tip, tmp_path: Path) -> None:
    """Where all rows lack something, that is said as well."""
    out = tip("routes", "--store", small_store(tmp_path, routes=[{}, {}]), "--each").lines
    assert out[1] == "Period: –; Role: source; From: Arden; To: –"


def test_a_field_that_is_asked_for_keeps_its_column(other_tip: Tip) -> None:
    """Who names the fields gets those columns, whatever they hold."""
    lines = other_tip("routes", "--year", "2010", "--fields", "period,role").lines
    assert cells(lines[2]) == ["Period", "Role"]


# --- headings, limits, widths ------------------------------------------------------------------


@pytest.mark.parametrize("line", LINES)
def test_without_headings(other_tip: Tip, line: str) -> None:
    """`--no-header` begins with the first row, and loses nothing that a row says."""
    whole = other_tip(*line.split()).out
    bare = other_tip(*line.split(), "--no-header").out
    _, _, body = whole.partition("\n\n")
    headings, _, below = body.partition("\n")
    assert re.sub(" +", " ", bare).endswith(re.sub(" +", " ", below.partition("\n\n")[2]))
    assert not bare.startswith((headings, "\n"))
    assert words(below) <= words(bare)
    assert len(rows(bare)) == len(rows(below))


def test_without_headings_what_is_shared_is_in_each_row(other_tip: Tip) -> None:
    """Where nothing above the rows can say it, each row says what all of them share."""
    lines = other_tip("routes", "--each", "--year", "2010", "--no-header").lines[:2]
    assert [cells(line)[0] for line in lines] == ["2010", "2010"]


@pytest.mark.parametrize("columns", [30, 40, 60])
def test_a_long_id_goes_on_after_a_hyphen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: int
) -> None:
    """A long id is no reason for columns to flip: it goes on in a new line after a hyphen."""
    monkeypatch.setenv("NO_COLOR", "1")
    name = "a-law-with-an-id-that-is-longer-than-the-narrowest-terminal-is-wide"
    store = small_store(tmp_path, laws=[{"id": name, "period": "2001"}, {"period": "2002"}])
    line = ["laws", "--store", store, "--fields", "period,id", "--sources", "none"]
    shown = in_columns(monkeypatch, columns, *line, "--no-header").lines
    assert max(map(cell_len, shown)) <= columns
    parts = [line[6:] for line in shown[:-1]]
    assert len(parts) > 1
    assert all(part.endswith("-") for part in parts[:-1])
    assert "".join(parts) == name


@pytest.mark.parametrize("line", ["stats --each", "stats --fields id", "stats --sort id"])
def test_a_limit_counts_rows(other_tip: Tip, line: str) -> None:
    """`-n` counts the rows, parts of others among them."""
    out = other_tip(*line.split(), "--no-header", "-n", "5").out
    assert len(rows(out)) == 5
    assert ids_in(other_tip, out) == {
        row["id"] for row in other_tip(*line.split(), "--json", "-n", "5").json
    }


def ids_in(tip: Tip, out: str) -> set[str]:
    """The ids of statistics that stand in the rows of an answer."""
    known = [row["id"] for row in tip("stats", "--json").json]
    return {name for line in rows(out) for name in known if re.search(rf"{name}(?![\w-])", line)}


@pytest.mark.parametrize(
    "line", ["routes", "stats", "tiers", "policy", "laws", "timeline", "sources"]
)
def test_a_pipe_has_one_line_for_each_row(tip: Tip, tmp_path: Path, line: str) -> None:
    """In a pipe no row is wrapped or cut, however long its values."""
    text = "word " * 2000 + "end"
    long: dict[str, Any] = {
        "routes": [{"purpose": text}, {"purpose": text, "destination": "XB"}],
        "statistics": [{"unit": text}, {"unit": f"{text}ing"}],
        "tiers": [{"entity": text}, {"year": 2002, "entity": text}],
        "findings": [{"statement": text}, {"statement": text}],
        "laws": [{"name": text}, {"name": f"{text}ing"}],
    }
    if line == "timeline":
        long = {"findings": [{"statement": text, "period": "2001"}] * 2}
    store = small_store(tmp_path, source={"title": text}, **long)
    out = tip(line, "--store", store, "--each", "--no-header").out
    expected = 1 if line == "sources" else 2
    assert [row.count("word") for row in rows(out)] == [2000] * expected


def test_in_the_order_of_the_rows(other_tip: Tip) -> None:
    """The lines stand in the order that was asked for."""
    line = ["stats", "--sort", "-value"]
    shown = rows(other_tip(*line, "--no-header").out)
    sorted_ids = [row["id"] for row in other_tip(*line, "--json").json]
    assert [line.partition(" · ")[2].partition(" ")[0] for line in shown] == sorted_ids
