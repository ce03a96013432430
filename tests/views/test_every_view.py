"""What holds of every command that prints rows, in its view and with `--each`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from rich.cells import cell_len

from serbia_tip.queries.kinds import COMMANDS
from serbia_tip.terminal import pages, text
from serbia_tip.terminal.text import spelled
from serbia_tip.views import render
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns, plain
from tests.small import Table, small_store
from tests.texts import words

WIDTHS = [20, 30, 40, 60, 80, 100, 120]
QUERIES = {"other": "arden", "worded": "so", "shipped": "shelter"}
"""The stores, and what to search each for."""
MORE = {
    "other": [
        *["stats victims-identified", "stats --year 2010", "stats --dimension sex"],
        *["stats --latest", "stats --disputed", "fields stats measure", "tiers --each --year 2007"],
        "year 2010",
    ],
    "worded": ["stats short", "stats --year 2002", "stats --dimension dimensionone"],
    "shipped": [
        *["routes --role transit", "stats victims-identified", "stats --year 2007"],
        *["stats --dimension sex", "policy protection --year 2007", "tiers --year 2017"],
        *["year 2007", "profile"],
    ],
}
"""Lines that show the rows of a command in yet another way, by store."""

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


def _lines() -> Iterator[tuple[str, str]]:
    """The stores and the command lines that are shown of each."""
    for store, query in QUERIES.items():
        for command in COMMANDS:
            line = f"{command} {query}" if command == "search" else command
            yield store, line
            yield store, f"{line} --each"
        for line in MORE[store]:
            yield store, line


InPipe: TypeAlias = Callable[[str, str], str]

every_line = pytest.mark.parametrize(("store", "line"), list(_lines()))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The path of each store; none for the shipped one."""
    source = {"title": "Titleone Titletwo", "publisher": "Publisherone", "published": "1999-01-02"}
    folder = tmp_path_factory.mktemp("worded")
    return {
        "other": str(OTHER),
        "worded": small_store(folder, source=source, **EVERYWHERE),
        "shipped": "",
    }


def asked(path: str, line: str) -> list[str]:
    """The line as asked of the store at this path."""
    return [*line.split(), *(["--store", path] if path else [])]


@cache
def on_terminal(path: str, line: str, columns: int) -> str:
    """What a terminal without colour shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        result = in_columns(patch, columns, *asked(path, line))
    assert result.code == 0
    return result.out


@pytest.fixture
def in_pipe(tip: Tip, stores: dict[str, str]) -> InPipe:
    """What a pipe gets of a line."""

    def out(store: str, line: str) -> str:
        return tip(*asked(stores[store], line)).out

    return out


# --- no word is lost ---------------------------------------------------------------------------


@every_line
def test_no_word_is_lost_or_split(
    stores: dict[str, str], in_pipe: InPipe, store: str, line: str
) -> None:
    """A terminal of any width shows the words of the pipe, whole, and no others."""
    whole = words(in_pipe(store, line))
    for columns in WIDTHS:
        fitted = words(on_terminal(stores[store], line, columns))
        assert (columns, whole - fitted, fitted - whole) == (columns, set(), set())


@every_line
def test_no_line_is_longer_than_the_terminal(stores: dict[str, str], store: str, line: str) -> None:
    """At 60 columns and more everything fits, but for addresses and longer single words."""
    for columns in (width for width in WIDTHS if width >= 60):
        out = on_terminal(stores[store], line, columns)
        long = [
            row
            for row in out.splitlines()
            if cell_len(row) > columns and "://" not in row and len(row.split()) > 1
        ]
        assert (columns, long) == (columns, [])


@pytest.mark.parametrize("line", [line for store, line in _lines() if store == "shipped"])
def test_columns_stay_columns(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """At 80 columns, nothing that the shipped store says is too wide to stand side by side."""
    rows_of_columns: list[tuple[Sequence[Sequence[str]], list[int] | None]] = []

    def fitted(rows: Sequence[Sequence[str]], room: int | None) -> list[int] | None:
        widths = text.fitted(rows, room)
        rows_of_columns.append((rows, widths))
        return widths

    monkeypatch.setattr(pages, "fitted", fitted)
    assert in_columns(monkeypatch, 80, *line.split()).code == 0
    assert rows_of_columns
    assert [rows[0] for rows, widths in rows_of_columns if widths is None] == []


@every_line
def test_no_column_holds_one_value(
    monkeypatch: pytest.MonkeyPatch, in_pipe: InPipe, store: str, line: str
) -> None:
    """What all lines share is said once, and is no column; but figures may well be alike."""
    seen: defaultdict[int, list[Sequence[str]]] = defaultdict(list)
    in_pipe_itself = render.in_pipe

    def remember(section: Section, marks: Evidence | None) -> render.TextTable:
        for shown in section.lines:
            if not shown.repeats:
                seen[len(shown.cells)].append(list(map(spelled, shown.cells)))
        return in_pipe_itself(section, marks)

    monkeypatch.setattr(render, "in_pipe", remember)
    in_pipe(store, line)
    for lines in seen.values():
        columns = [set(column) for column in zip(*lines, strict=True)] if len(lines) > 1 else []
        shared = [column.pop() for column in columns if len(column) == 1]
        assert [said for said in shared if not re.fullmatch(r"[\d.,]+", said)] == []


# --- colour, letters, markup -------------------------------------------------------------------


@every_line
def test_a_pipe_gets_no_escapes(in_pipe: InPipe, store: str, line: str) -> None:
    """Not on a terminal, nothing is coloured, bold or a link."""
    assert "\x1b" not in in_pipe(store, line)


@every_line
def test_without_colour_nothing_but_escapes_is_missing(
    monkeypatch: pytest.MonkeyPatch, stores: dict[str, str], store: str, line: str
) -> None:
    """NO_COLOR takes the escapes away and changes nothing else."""
    coloured = in_columns(monkeypatch, 80, *asked(stores[store], line)).out
    assert "\x1b" in coloured
    assert plain(coloured) == on_terminal(stores[store], line, 80)


WIDE = {
    "Korean": "한국어로 쓴 긴 문장은 낱말마다 두 칸씩 차지하므로 줄이 더 일찍 끝나야 한다",
    "Japanese": "日本語の 文は 幅が 二倍に なる ので 行は 早く 終わる べき である",
    "combining": "cafe\u0301 re\u0301sume\u0301 e\u0301te\u0301 nai\u0308ve",
    "right to left": "זהו משפט ארוך הנכתב מימין לשמאל ואינו משנה את רוחב השורה",
}
"""Texts whose letters don't take one column each."""


@pytest.mark.parametrize("script", WIDE)
@pytest.mark.parametrize("line", ["policy", "policy --each", "policy --fields topic,statement"])
def test_wide_letters_stay_within_the_terminal(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, script: str
) -> None:
    """Lines are measured in columns, not in letters: in cells, in sentences and in sources."""
    monkeypatch.setenv("NO_COLOR", "1")
    text = " ".join([WIDE[script]] * 4)
    store = small_store(
        tmp_path,
        findings=[{"statement": text, "attributed_to": text, "rank": "deprecated", "note": text}],
        source={"title": text},
    )
    asked = [*line.split(), "--store", store, "--sources", "full"]
    whole = words(tip(*asked).out)
    for columns in (40, 60, 80, 100, 120):
        out = in_columns(monkeypatch, columns, *asked).out
        assert words(out) == whole
        assert [line for line in out.splitlines() if cell_len(line) > columns] == []


SCRIPTS = [
    *("plain", "日本語の法", "한국어", "cafe\u0301s", "Ђорђе", "חוק", "قانون", "ไทย", "Ελλάδα"),
    *("e\u0301\u0302\u0303", "\uff26\uff35\uff2c\uff2c"),
]
"""Names in wide letters, narrow ones, those that stand over others or run to the left."""


@pytest.mark.parametrize("columns", [None, 60, 100])
@pytest.mark.parametrize("line", ["laws --each", "laws --fields name,kind,event"])
def test_columns_stay_aligned(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, columns: int | None
) -> None:
    """What follows a name starts in the same column, whatever letters the name is in."""
    monkeypatch.setenv("NO_COLOR", "1")
    laws: list[Table] = [
        {"name": name, "kind": f"K{number:02}", "event": f"E|{number}"}
        for number, name in enumerate(SCRIPTS)
    ]
    asked = [*line.split(), "--store", small_store(tmp_path, laws=laws)]
    out = in_columns(monkeypatch, columns, *asked).out if columns else tip(*asked).out
    rows = [line for line in out.splitlines() if "E|" in line]
    assert len(rows) == len(SCRIPTS)
    assert len({cell_len(line[: line.index("E|")]) for line in rows}) == 1


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
@pytest.mark.parametrize("line", ["policy", "policy --each", "policy --fields topic,statement"])
def test_markup_in_the_data_is_data(
    tip: Tip,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    line: str,
    text: str,
    columns: int | None,
) -> None:
    """What Rich would take for markup, emoji or something to highlight survives to the letter."""
    monkeypatch.setenv("NO_COLOR", "1")
    store = small_store(
        tmp_path,
        source={"title": text},
        findings=[{"statement": text, "attributed_to": text, "note": text, "rank": "deprecated"}],
    )
    asked = [*line.split(), "--store", store, "--sources", "full"]
    out = (in_columns(monkeypatch, columns, *asked) if columns else tip(*asked)).out
    said = " ".join(out.split())
    assert said.count(" ".join(text.split())) >= 4 or columns == 30
    assert words(text) <= words(out)


# --- headings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [line for store, line in _lines() if store == "other"])
def test_without_headings(in_pipe: InPipe, stores: dict[str, str], tip: Tip, line: str) -> None:
    """`--no-header` leaves out the headings, of the answer and of columns, and no line."""
    if line.startswith("year"):
        pytest.skip("it has several answers, each with its heading")
    title, *whole = in_pipe("other", line).splitlines()
    bare = tip(*asked(stores["other"], line), "--no-header").out.splitlines()
    assert bare[0]
    assert title not in bare
    assert len(bare) < len(whole)
    assert bare[-1].split() == whole[-1].split()


# --- nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [None, 20, 80])
@pytest.mark.parametrize("each", [[], ["--each"], ["--fields", "statement"]], ids=" ".join)
@pytest.mark.parametrize("command", ["routes", "stats", "tiers", "policy", "laws", "timeline"])
def test_nothing_matches(
    tip: Tip,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    each: list[str],
    columns: int | None,
) -> None:
    """An empty answer prints nothing, says so on the standard error, and is fine."""
    asked = [command, *each, "--store", str(OTHER), "--year", "1900"]
    result = in_columns(monkeypatch, columns, *asked) if columns else tip(*asked)
    assert (result.code, result.out) == (0, "")
    assert re.fullmatch(r"tip: no [a-z]+ matches; .+\n", result.err)


@pytest.mark.parametrize("each", [[], ["--each"]], ids=" ".join)
def test_nothing_is_found(tip: Tip, each: list[str]) -> None:
    """A search for what no fact says prints nothing either."""
    result = tip("search", "nowhere", *each, "--store", str(OTHER))
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("tip: no fact matches")
