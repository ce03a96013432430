"""The table that people read: what it says, and how it fits a terminal without losing a word."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns, on_terminal, plain
from tests.small import Table, small_store

COMMANDS = ["routes", "stats", "tiers", "policy", "laws", "sources"]
WIDTHS = [1, 13, 20, 30, 40, 50, 60, 70, 80, 100, 130]
BOUNDS = ["exact", "at_least", "more_than", "at_most", "less_than", "about"]


def words(text: str) -> set[str]:
    """The words of a text, without what stands around them."""
    return set(re.findall(r"\w+", text.casefold()))


def cells(line: str) -> list[str]:
    """The cells of a line of a table in a pipe."""
    return re.split(r"\s{2,}", line.strip())


# --- as it is seen -----------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_in_a_pipe(other_tip: Tip, snapshot: SnapshotAssertion, command: str) -> None:
    """A whole table, a line for each row."""
    assert other_tip(command).out == snapshot


@pytest.mark.parametrize("columns", [100, 80, 60, 40, 20])
@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_terminal(snapshot: SnapshotAssertion, command: str, columns: int) -> None:
    """A table fitted to the terminal, or blocks where none fits; escapes are shown as ␛."""
    result = on_terminal(command, "--store", str(OTHER), columns=columns)
    assert (result.code, result.err) == (0, "")
    assert result.out.replace("\x1b", "␛") == snapshot


@pytest.mark.parametrize("columns", [100, 60, 40])
@pytest.mark.parametrize("command", COMMANDS)
def test_without_colour_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    """NO_COLOR takes the escapes away and changes nothing else, but for blanks at line ends."""
    coloured = in_columns(monkeypatch, columns, command, "--store", str(OTHER)).out
    monkeypatch.setenv("NO_COLOR", "1")
    colourless = in_columns(monkeypatch, columns, command, "--store", str(OTHER))
    assert "\x1b" not in colourless.out
    assert colourless.lines == [line.rstrip() for line in plain(coloured).splitlines()]


# --- nothing is lost ---------------------------------------------------------------------------

EVERYWHERE: dict[str, Any] = {
    "routes": [
        {
            "destination": "XB",
            "open_ended": True,
            "people": ["peopleone words", "peopletwo"],
            "purpose": "purposeone some purposetwo",
            "period": "2001",
            "entity": "entityone entitytwo",
            "attributed_to": "creditone of credittwo",
            "note": "noteone notetwo",
            "rank": "deprecated",
            "sources": ["book[placeone placetwo]", "book[placethree]"],
        },
        {"people": ["peoplethree"]},
    ],
    "statistics": [
        {
            "measure": "measure-one-which-has-a-long-and-hyphenated-name",
            "value": 1234567.5,
            "unit": "unitone unittwo",
            "bound": "at_least",
            "out_of": 9999999,
            "period": "2002-01/2003-12",
            "attributed_to": "creditthree creditfour",
            "break_before": "breakone breaktwo.",
        },
        {
            "measure": "measure-one-which-has-a-long-and-hyphenated-name",
            "dimension": "dimensionone",
            "group": "groupone of grouptwo",
            "unit": "unitone unittwo",
            "part_of": "statistics-0",
        },
        {
            "measure": "short",
            "group": "Internationallydisplaced",
            "dimension": "dimensiontwo",
            "part_of": "statistics-1",
            "attributed_to": "creditfive",
        },
    ],
    "tiers": [
        {"year": 2001, "tier": "Tier 2 Watch List", "entity": "entitythree", "note": "notethree"},
        {"year": 2005, "tier": "Tier 3", "basis": "inferred", "attributed_to": "creditsix"},
    ],
    "findings": [
        {
            "statement": "Statementone, statementtwo; statementthree: statementfour-statementfive.",
            "topic": "topicone-topictwo",
            "period": "2001",
            "entity": "entityfour",
            "attributed_to": "creditseven",
        },
        {"topic": "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz"},
    ],
    "laws": [
        {
            "name": "Nameone Nametwo",
            "kind": "kindone kindtwo",
            "event": "eventone eventtwo",
            "period": "2001-02-03",
        },
        {
            "name": "nameone-which-is-very-long-indeed",
            "entity": "Donaudampfschiffahrtsgesellschaft",
        },
    ],
}
"""Facts each of whose fields holds words that stand nowhere else."""


@pytest.fixture
def worded(tmp_path: Path) -> str:
    """The path of a store of them."""
    source = {"title": "Titleone Titletwo", "publisher": "Publisherone", "published": "1999-01-02"}
    return small_store(tmp_path, source=source, **EVERYWHERE)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_is_lost_or_split(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, worded: str, command: str, columns: int
) -> None:
    """A terminal of any width shows the words of the pipe, whole, and no other words.

    Where there is no room for a column of those credited, the cells say "according to".
    """
    monkeypatch.setenv("NO_COLOR", "1")
    for store in (worded, str(OTHER)):
        whole = words(tip(command, "--store", store).out)
        fitted = words(in_columns(monkeypatch, columns, command, "--store", store).out)
        assert whole - fitted == set()
        assert fitted - whole <= {"according", "to"}


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("command", COMMANDS)
def test_asking_for_every_field_loses_none(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, worded: str, command: str, columns: int
) -> None:
    """However many fields are asked for, a terminal shows the words of the pipe.

    A block of lines has no heading for a field that is absent.
    """
    monkeypatch.setenv("NO_COLOR", "1")
    [row, *_] = tip(command, "--store", worded, "--json").json
    line = [command, "--store", worded, "--fields", ",".join(row)]
    fitted = words(in_columns(monkeypatch, columns, *line).out)
    assert words(tip(*line, "--no-header").out) <= fitted <= words(tip(*line).out)


@pytest.mark.parametrize("columns", [width for width in WIDTHS if width >= 60])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_longer_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, worded: str, command: str, columns: int
) -> None:
    """At 60 columns and more everything fits, but for addresses and longer single words."""
    monkeypatch.setenv("NO_COLOR", "1")
    for store in (worded, str(OTHER)):
        out = in_columns(monkeypatch, columns, command, "--store", store).out
        assert _too_long(out, columns) == []


def _too_long(text: str, columns: int) -> list[str]:
    """The lines that are wider than this, and hold more than an address or one long word."""
    return [
        line
        for line in text.splitlines()
        if cell_len(line) > columns
        and "://" not in line
        and max(map(cell_len, line.split())) <= columns - 20
    ]


WIDE = {
    "Korean": "한국어로 쓴 긴 문장은 낱말마다 두 칸씩 차지하므로 줄이 더 일찍 끝나야 한다",
    "Japanese": "日本語の 文は 幅が 二倍に なる ので 行は 早く 終わる べき である",
    "combining": "cafe\u0301 re\u0301sume\u0301 e\u0301te\u0301 nai\u0308ve",
    "right to left": "זהו משפט ארוך הנכתב מימין לשמאל ואינו משנה את רוחב השורה",
}


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("script", WIDE)
def test_wide_letters_stay_within_the_terminal(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, columns: int
) -> None:
    """Lines are measured in columns, not in letters: in cells, in blocks and in footnotes."""
    monkeypatch.setenv("NO_COLOR", "1")
    text = " ".join([WIDE[script]] * 4)
    store = small_store(
        tmp_path, findings=[{"statement": text, "entity": "E" * 40}], source={"title": text}
    )
    out = in_columns(monkeypatch, columns, "policy", "--store", store).out
    assert words(out) == words(tip("policy", "--store", store).out)
    body = [line for line in out.splitlines() if "E" * 40 not in line]
    assert [line for line in body if cell_len(line) > columns] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_has_one_line_for_each_row(tip: Tip, tmp_path: Path, command: str) -> None:
    """In a pipe no row is wrapped or cut, however long its values."""
    text = "word " * 2000 + "end"
    long: dict[str, Any] = {
        "routes": [{"purpose": text}, {"purpose": text}],
        "statistics": [{"unit": text}, {"unit": f"{text}ing"}],
        "tiers": [{"entity": text}, {"year": 2002, "entity": text}],
        "findings": [{"statement": text}, {"statement": text}],
        "laws": [{"name": text}, {"name": text}],
    }
    store = small_store(tmp_path, source={"title": text}, **long)
    out = tip(command, "--store", store, "--no-header").out
    rows = out.partition("\n\n")[0].splitlines()
    assert [line.count("word") for line in rows] == [2000] * (1 if command == "sources" else 2)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_no_escapes(other_tip: Tip, command: str) -> None:
    """Not on a terminal, nothing is coloured or bold."""
    assert "\x1b" not in other_tip(command).out


@pytest.mark.parametrize("columns", [None, 20, 80])
def test_nothing_matches(
    other_tip: Tip, monkeypatch: pytest.MonkeyPatch, columns: int | None
) -> None:
    """An empty answer says so on the standard error, and is fine."""
    line = ["routes", "--role", "internal"]
    result = (
        in_columns(monkeypatch, columns, "--store", str(OTHER), *line)
        if columns
        else other_tip(*line)
    )
    assert result == (0, "", "tip: no route matches\n")


# --- what it says ------------------------------------------------------------------------------


def test_bounds_read_as_signs(other_tip: Tip) -> None:
    """A bound is a sign, percent is %, a reported zero is 0, a score says what it is out of."""
    out = other_tip("stats", "--fields", "id,value", "--no-header").out
    rows = dict(cells(line) for line in out.partition("\n\n")[0].splitlines())
    assert rows == {
        "victims-identified-2006": "0 persons [1]",
        "trafficking-cases-2009-internal": "> 75.5 % [2]",
        "convictions-2010": "≥ 23 convictions [3]",
        "victims-identified-2010": "40 persons (according to the Victims' Office) (disputed) [4]",
        "victims-identified-2010-women": "30 persons [4]",
        "victims-identified-2010-men": "10 persons [4]",
        "victims-identified-2010-gazette": "44 persons (disputed) [5]",
        "score-2010": "6.0 of 10 points [5]",
    }


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        *(
            ({"bound": bound, "value": 23}, f"{sign}23 persons [1]")
            for bound, sign in zip(BOUNDS, ["", "≥ ", "> ", "≤ ", "< ", "≈ "], strict=True)
        ),
        ({"value": 0}, "0 persons [1]"),
        ({"value": 0.0, "unit": "percent"}, "0.0 % [1]"),
        ({"value": 1}, "1 person [1]"),
        ({"value": 1, "unit": "points", "out_of": 5}, "1 of 5 points [1]"),
        ({"value": 1, "unit": "percent"}, "1 % [1]"),
        ({"value": 1234567}, "1,234,567 persons [1]"),
        ({"value": 1234.5, "unit": "EUR"}, "1,234.5 EUR [1]"),
        ({"value": -3, "unit": "points", "out_of": 0}, "-3 of 0 points [1]"),
    ],
)
def test_figure(tip: Tip, tmp_path: Path, figure: Table, said: str) -> None:
    """A figure reads as a person would write it."""
    store = small_store(tmp_path, statistics=[figure])
    shown = tip("stats", "--store", store, "--fields", "value", "--no-header").lines[0]
    assert shown == said


def test_absent_is_a_dash(other_tip: Tip) -> None:
    """A field that a fact leaves out is a dash, also where a mark stands beside it."""
    rows = other_tip("routes", "--no-header").lines[:2]
    assert cells(rows[0]) == [
        *["2004", "source", "Arden", "— [1]", "no", "children", "—", "Union of Arden", "—"]
    ]
    assert cells(other_tip("policy", "situation", "--no-header").lines[0])[0] == "situation"
    assert cells(other_tip("stats", "--no-header").lines[7])[0] == "—"


def test_flags_are_words(other_tip: Tip) -> None:
    """An open-ended route says yes, another no."""
    out = other_tip("routes", "--fields", "open_ended,period", "--no-header").lines[:3]
    assert [cells(line)[0] for line in out] == ["no", "no", "yes"]


def test_doubts_are_said_in_words(other_tip: Tip) -> None:
    """A disputed or deprecated value says so beside it, and below by whom and why."""
    out = other_tip("tiers", "--year", "2007").out
    assert [cells(line)[1] for line in out.splitlines()[2:4]] == [
        "Tier 2 Watch List (disputed) [1]",
        "Tier 2 (deprecated, disputed) [2]",
    ]
    assert out.partition("Disputed\n")[2] == (
        "tier-2007: disputed by tier-2007-gazette.\n"
        "tier-2007-gazette: deprecated, disputed by tier-2007. The report itself says Watch List.\n"
    )


@pytest.mark.parametrize("columns", [10, 15, 40, 80])
def test_doubts_are_said_on_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """The words stay on the narrowest terminal, and without colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = ["tiers", "--store", str(OTHER), "--year", "2007", "--fields", "tier"]
    said = " ".join(in_columns(monkeypatch, columns, *line, "--no-header").out.split())
    assert said.replace("Tier Tier", "Tier").startswith(
        "Tier 2 Watch List (disputed) [1] Tier 2 (deprecated, disputed) [2] Sources"
    )


def test_who_says_it_stays_when_the_column_is_not_asked_for(other_tip: Tip) -> None:
    """A figure that a source only passes on never stands without the one who is credited."""
    line = ["stats", "--measure", "victims-identified", "--source", "report-2010[p. 20]"]
    shown = other_tip(*line, "--fields", "value", "--no-header").lines
    assert shown[0] == "40 persons (according to the Victims' Office) (disputed) [1]"


# --- footnotes ---------------------------------------------------------------------------------


def _marks(text: str) -> list[list[str]]:
    """The marks in the lines of a table's rows."""
    return [number.split(",") for number in re.findall(r"\[([\d,]+)\]", text)]


def _references(sources: str) -> Iterator[tuple[str, str]]:
    """The number and the reference of each footnote."""
    key = ""
    for line in sources.splitlines():
        if line.startswith("    "):
            for number, place in re.findall(r"\[(\d+)\] (.+?)(?=  \[|$)", line):
                yield number, key if place == "whole" else f"{key}[{place}]"
        elif line.startswith("["):
            number, reference = re.findall(r"^\[(\d+)\] ([^:]+): ", line)[0]
            yield number, reference
        else:
            key = line.partition(":")[0]


@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_marks_resolve_to_the_sources_of_the_row(other_tip: Tip, command: str) -> None:
    """Each mark has its footnote, each footnote a mark, and they name the row's own sources."""
    out = other_tip(command, "--no-header").out
    table, _, below = out.partition("\n\nSources\n")
    footnotes = list(_references(below.partition("\n\n")[0]))
    numbers = [number for number, _ in footnotes]
    assert sorted(numbers, key=int) == [str(number + 1) for number in range(len(numbers))]
    rows = other_tip(command, "--json").json
    resolved = [[dict(footnotes)[number] for number in marks] for marks in _marks(table)]
    assert resolved == [row["sources"] for row in rows]


@pytest.mark.parametrize("columns", [20, 60, 100])
@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_marks_are_the_same_on_a_terminal(
    other_tip: Tip, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    """A terminal shows the marks that the pipe has, in the rows and below."""
    monkeypatch.setenv("NO_COLOR", "1")
    fitted = in_columns(monkeypatch, columns, "--store", str(OTHER), command).out
    whole = other_tip(command).out
    for part in (0, 2):
        assert _marks(fitted.partition("\nSources\n")[part]) == _marks(
            whole.partition("\nSources\n")[part]
        )


@pytest.mark.parametrize("columns", [20, 28, 30, 33, 40])
def test_a_mark_stays_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: int
) -> None:
    """Below the table, no line ends between a mark and the place that it stands for."""
    places = [{"sources": [f"book[p. {number}]"]} for number in range(1, 15)]
    store = small_store(tmp_path, laws=places)
    out = in_columns(monkeypatch, columns, "laws", "--store", store).out
    _, _, below = out.partition("\nSources\n")
    assert re.findall(r"\[(\d+)\] p\.", below) == [str(number) for number in range(1, 15)]


def test_a_whole_source_beside_its_places(tip: Tip, tmp_path: Path) -> None:
    """A source that is cited both whole and by place has a footnote for each."""
    store = small_store(tmp_path, laws=[{}, {"sources": ["book[p. 3]"]}])
    assert tip("laws", "--store", store).out.partition("Sources\n")[2] == (
        "book: A Book. A House, undated.\n    [1] whole  [2] p. 3\n"
    )


# --- letters -----------------------------------------------------------------------------------

SCRIPTS = [
    "plain",
    "日本語の法",
    "한국어",
    "cafe\u0301s",
    "Ђорђе",
    "חוק",
    "قانون",
    "ไทย",
    "Ελλάδα",
    "e\u0301\u0302\u0303",
    "\uff26\uff35\uff2c\uff2c",
]


@pytest.mark.parametrize("columns", [None, 60, 100])
def test_columns_stay_aligned(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: int | None
) -> None:
    """Wide, combining and right-to-left letters take the columns that a terminal gives them."""
    monkeypatch.setenv("NO_COLOR", "1")
    laws: list[Table] = [
        {"name": name, "kind": f"|{number:02}", "event": "E|"}
        for number, name in enumerate(SCRIPTS)
    ]
    line = ["laws", "--store", small_store(tmp_path, laws=laws), "--fields", "name,kind,event"]
    out = in_columns(monkeypatch, columns, *line).out if columns else tip(*line).out
    rows = [line for line in out.splitlines() if "E|" in line]
    assert [name for name in SCRIPTS if not any(line.startswith(name) for line in rows)] == []
    for sign in ("|", "E|"):
        assert len({cell_len(line[: line.index(sign)]) for line in rows}) == 1


MARKUP = [
    "see [p. 12] there",
    "[/b] [/] [bold]x[/bold] [red on blue]",
    ":warning: :smile: :+1:",
    r"\[bold] \\ [link=https://a.example]y[/link]",
    "[1] [2,3] [1",
    "'[' \"]\" 1234 True None https://a.example/?q=[x]",
    "{0} {} %s %d $HOME `ls`",
]


@pytest.mark.parametrize("columns", [None, 30, 300])
@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_the_data_is_data(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, columns: int | None
) -> None:
    """What Rich would take for markup, emoji or something to highlight survives to the letter."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    store = small_store(
        tmp_path,
        source={"title": text},
        findings=[{"statement": text, "attributed_to": text, "note": text, "rank": "deprecated"}],
    )
    line = ["policy", "--store", store, "--no-header"]
    out = (in_columns(monkeypatch, columns, *line) if columns else tip(*line)).out
    assert "\x1b" not in out
    said = " ".join(out.replace("─", "").split())
    assert said.count(" ".join(text.split())) == 4 or columns == 30
    assert words(text) <= words(out)


# --- on a terminal -----------------------------------------------------------------------------


def test_repeated_cells_are_blank_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What repeats the row above is left blank there, and written out in a pipe."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = ["policy", "--store", str(OTHER), "--fields", "period,area,statement"]
    rows = in_columns(monkeypatch, 100, *line).lines[2:4]
    assert [cells(row)[0] for row in rows] == ["2010", "prevention"]
    assert rows[1].startswith(" ")


def test_parts_stand_under_their_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, a part is indented under its whole and named by its group alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    line = ["stats", "--store", str(OTHER), "--measure", "victims-identified", "--year", "2010"]
    names = [row[20:38].rstrip() for row in in_columns(monkeypatch, 100, *line).lines[2:6]]
    assert [name.strip() for name in names] == [
        *["victims-identified", "women", "men", "victims-identified"]
    ]
    indents = [len(name) - len(name.lstrip()) for name in names]
    assert [later - sooner for sooner, later in pairwise(indents)] == [2, 0, -2]


@pytest.mark.parametrize("columns", range(24, 60, 3))
def test_a_deep_part_is_not_split(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: int
) -> None:
    """However deep a part stands, its indentation does not cost it a letter."""
    monkeypatch.setenv("NO_COLOR", "1")
    figures: list[Table] = [{"measure": "m", "period": "2001"}]
    figures += [
        {
            "measure": "m",
            "dimension": "depth",
            "group": f"unbreakablegroup{number}",
            "part_of": f"statistics-{number}",
            "period": "2001",
        }
        for number in range(4)
    ]
    store = small_store(tmp_path, statistics=figures)
    out = in_columns(monkeypatch, columns, "stats", "--store", store).out
    assert words(tip("stats", "--store", store).out) - words(out) == set()


@pytest.fixture(scope="module")
def long_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a store with 1001 laws."""
    return small_store(tmp_path_factory.mktemp("long"), laws=[{}] * 1001)


def test_a_terminal_is_not_flooded(long_store: str) -> None:
    """Of very many rows a terminal is shown the first, and told how many there are."""
    result = on_terminal("laws", "--store", long_store, columns=80)
    assert result.out.count("adopted") == 1000
    assert result.err.startswith(
        "tip: the first 1000 of 1001 rows; narrow them with --kind, --year, --since, --until, "
        "--source, or see more with --limit\n"
    )


@pytest.mark.parametrize(
    ("options", "rows"), [(["-n", "1001"], 1001), (["--limit", "5000"], 1001), (["-n", "3"], 3)]
)
def test_a_limit_says_how_many_rows_a_terminal_is_shown(
    long_store: str, options: list[str], rows: int
) -> None:
    """Who asks for more rows, or fewer, gets them."""
    result = on_terminal("laws", "--store", long_store, *options, columns=80)
    assert result.out.count("adopted") == rows
    assert "the first" not in result.err


@pytest.mark.parametrize("form", ["jsonl", "csv", "markdown"])
def test_data_is_whole_on_a_terminal_too(long_store: str, form: str) -> None:
    """Only what is laid out for people is cut short."""
    result = on_terminal("laws", "--store", long_store, "-f", form, columns=80)
    assert (result.out.count("adopted"), result.err) == (1001, "")


def test_a_pipe_gets_every_row(tip: Tip, long_store: str) -> None:
    """Whoever reads a pipe can bear all of it."""
    result = tip("laws", "--store", long_store)
    assert (result.out.count("adopted"), result.err) == (1001, "")


def test_an_argument_that_narrows_is_named_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no option is not advised as one."""
    advice = in_columns(monkeypatch, 80, "policy").err
    assert "narrow them with AREA, --topic, " in advice


def test_a_long_answer_says_how_to_narrow_it(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only on a terminal, and only when it is long; the options in use are not named."""
    store = small_store(tmp_path, laws=[{}] * 21)
    advice = "tip: 21 rows; narrow them with --kind, --year, --since, --until, --source\n"
    assert in_columns(monkeypatch, 80, "laws", "--store", store).err == advice
    assert in_columns(monkeypatch, 80, "laws", "--store", store, "-n", "20").err == ""
    assert in_columns(monkeypatch, 80, "laws", "--store", store, "--json").err == ""
    assert tip("laws", "--store", store).err == ""


# --- what must be known before a row is quoted -------------------------------------------------


def below(text: str, title: str) -> list[str]:
    """The lines of a section under the table."""
    _, _, after = f"\n{text}".partition(f"\n{title}\n")
    return after.partition("\n\n")[0].splitlines()


def test_notes(tip: Tip, tmp_path: Path) -> None:
    """The notes of few rows stand below them, one that several share once."""
    store = small_store(tmp_path, laws=[{"note": "Undated."}, {}, {"note": "Undated."}])
    assert below(tip("laws", "--store", store).out, "Notes") == ["laws-0, laws-2: Undated."]
    assert below(tip("laws", "--store", store, "--fields", "name").out, "Notes") == []


def test_notes_of_many_rows(tip: Tip, tmp_path: Path) -> None:
    """Of many rows it is said how many have a note, and how to see it."""
    store = small_store(tmp_path, laws=[{"note": "Undated."}, *({} for _ in range(20))])
    said = ["1 of these facts has one; tip show ID, or --fields id,note, shows it."]
    assert below(tip("laws", "--store", store).out, "Notes") == said


def test_a_doubted_row_has_its_note_once(other_tip: Tip) -> None:
    """What is said where the dispute is told is not said again."""
    assert other_tip("tiers").out.count("The report itself says Watch List.") == 1


def test_parts_stand_under_their_own_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sorted by value, a part that no longer follows its whole is named in full."""
    part = {"dimension": "sex", "group": "women", "part_of": "statistics-0"}
    figures: list[Table] = [{"value": 9, "period": "2001"}, {"value": 5, "period": "2001", **part}]
    store = small_store(tmp_path, statistics=[*figures, {"value": 7, "period": "2001"}])
    line = ("stats", "--store", store, "--sort", "-value")
    shown = in_columns(monkeypatch, 100, *line).out.splitlines()[2:5]
    assert "victims: women" in plain(shown[2])
    unsorted = in_columns(monkeypatch, 100, *line[:-2]).out.splitlines()[2:5]
    assert "victims: women" not in plain(unsorted[1])


def test_a_blank_entity_is_the_country(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of a part, too, another state than the store's country is named, not left blank."""
    union = {"entity": "Union of Arden", "period": "2001"}
    part = {"dimension": "sex", "group": "women", "part_of": "statistics-0", "value": 1}
    store = small_store(tmp_path, statistics=[union, {**union, **part}, {"period": "2002"}])
    shown = in_columns(monkeypatch, 120, "stats", "--store", store).out
    assert shown.count("Union of Arden") == 2


def test_coverage_shows_what_a_year_lacks(other_tip: Tip) -> None:
    """A kind of which a year has nothing keeps its column."""
    table = other_tip("coverage", "--year", "2003").lines
    assert table[0].split() == ["Year", "Routes", "Statistics", "Tiers", "Findings", "Laws"]
    assert "—" in table[2]
