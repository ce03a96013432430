"""What holds of every command that prints rows, in its view and with `--each`."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from wcwidth import wcswidth

from serbia_tip.queries.rows import COMMANDS
from serbia_tip.terminal import text
from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns, plain
from tests.small import Table, small_store
from tests.texts import words

WIDTHS = [40, 80, 120]
SEEN = [
    *("routes --each", "stats --each", "tiers --each --deprecated", "policy --each", "laws --each"),
    *("search arden --each", "sources --each", "coverage --each", "stats --year 2010"),
    *("stats", "stats victims-identified", "stats --dimension sex", "stats --since 2006"),
    *("stats --fields id,value,group,attributed_to", "stats --disputed", "tiers", "year 2010"),
    *("policy", "policy protection --year 2010", "policy --topic strategy", "timeline"),
    *("timeline --kind law", "laws --sources full", "sources --sources full"),
    *("coverage", "fields laws", "fields stats measure", "search victims 2010"),
    *("search watch list 2007", "search lantern", "fields routes origin_code"),
]
"""Command lines whose answers are kept as they are seen."""
WIDE = [
    "한국어로 쓴 긴 문장은 낱말마다 두 칸씩 차지하므로 줄이 더 일찍 끝나야 한다",
    "日本語の 文は 幅が 二倍に なる ので 行は 早く 終わる べき である",
    "cafe\u0301 re\u0301sume\u0301 e\u0301te\u0301 nai\u0308ve",
    "זהו משפט ארוך הנכתב מימין לשמאל ואינו משנה את רוחב השורה",
]
"""Texts whose letters don't take one column each, or run to the left."""
LONG = "measure-one-which-has-a-long-and-hyphenated-name"


def unique(number: int, *fields: str) -> Table:
    """These fields with words that stand nowhere else."""
    return {field: f"{field[:5]}{number}a {field[:5]}{number}b" for field in fields}


EVERYWHERE: dict[str, Any] = {
    "routes": [
        {
            **unique(1, "purpose", "entity", "attributed_to", "note"),
            **{"destination": "XB", "open_ended": True, "period": "2001", "rank": "deprecated"},
            "people": ["peopleone words", "peopletwo"],
            "sources": ["book[placeone placetwo]", "book[placethree]"],
        },
        {"people": ["peoplethree"]},
    ],
    "statistics": [
        {
            **unique(2, "unit", "attributed_to", "break_before"),
            **{"measure": LONG, "value": 1234567.5, "bound": "at_least", "out_of": 9999999},
            "period": "2002-01/2003-12",
        },
        {
            **{"measure": LONG, "part_of": "statistics-0", "dimension": "dimensionone"},
            **unique(2, "unit", "group"),
        },
        {
            **{
                "measure": "short",
                "group": "Internationallydisplaced",
                "attributed_to": "fivefive",
            },
            **{"dimension": "dimensiontwo", "part_of": "statistics-1"},
        },
    ],
    "tiers": [
        {"year": 2001, "tier": "Tier 2 Watch List", **unique(3, "entity", "note")},
        {"year": 2005, "tier": "Tier 3", "basis": "inferred", **unique(4, "attributed_to")},
    ],
    "findings": [
        {
            "statement": "Statementone, statementtwo; statementthree: statementfour-statementfive.",
            **{"topic": "topicone-topictwo", "period": "2001", "contradicts": ["findings-1"]},
            **unique(5, "entity", "attributed_to"),
        },
        {"topic": "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz"},
        *({"topic": "wide", "statement": text * 3, "attributed_to": text} for text in WIDE),
    ],
    "laws": [
        {**unique(6, "name", "kind", "event"), "period": "2001-02-03"},
        {
            "id": "a-law-with-an-id-that-is-longer-than-the-narrowest-terminal-is-wide",
            **{"name": "so-very-long-a-name-indeed", "entity": "Donaudampfschiffahrtsgesellschaft"},
        },
    ],
}
"""Facts each of whose fields holds words that stand nowhere else."""
LINES = [
    *(f"{name} so" if name == "search" else name for name in COMMANDS),
    *(f"{name} so --each" if name == "search" else f"{name} --each" for name in COMMANDS),
    *("stats short", "stats --year 2002", "stats --dimension dimensionone", "tiers --changes"),
    *("policy --sources full", "disputes --all", "year 2001", "year 2001 --all"),
    *("year 2001 2005", "year 2001 2002 2005"),
]


@pytest.mark.parametrize("line", SEEN)
def test_a_view_is_printed_to_the_letter(
    other_tip: Tip, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, line: str
) -> None:
    """In a pipe each line stands alone; on a terminal columns are fitted to its width."""
    monkeypatch.setenv("NO_COLOR", "1")
    piped = other_tip(*line.split()).out
    assert piped == snapshot
    shown = in_columns(monkeypatch, 80, *line.split(), "--store", str(OTHER), "--no-pager").out
    if shown != piped:  # what fits as it is has no snapshot of its own
        assert shown == snapshot


def test_a_terminal_of_any_width_shows_the_words_of_a_pipe(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every word whole, no others; from 60 columns on no line too long; colour adds escapes."""
    source = {"title": "Titleone Titletwo", "publisher": "Publisherone", "published": "1999-01-02"}
    path = small_store(tmp_path, source=source, **EVERYWHERE)
    wrong: list[tuple[str, int, object]] = []
    for line in LINES:
        asked = [*line.split(), "--store", path]
        out = tip(*asked).out
        if "\x1b" in out:
            wrong.append((line, 0, "escapes in a pipe"))
        for columns in WIDTHS:
            coloured = in_columns(monkeypatch, columns, *asked).out
            shown = plain(coloured)
            lost, added = words(out) - words(shown), words(shown) - words(out)
            if lost or added or "\x1b" not in coloured:
                wrong.append((line, columns, (lost, added)))
            wrong += [
                (line, columns, row)
                for row in shown.splitlines()
                if cell_len(row) > columns >= 60 and "://" not in row and len(row.split()) > 1
            ]
    assert wrong == []


def test_columns_stay_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 80 columns, nothing that the shipped store says is too wide to stand side by side."""
    narrow: list[Sequence[str]] = []

    def fitted(rows: Sequence[Sequence[str]], room: int | None) -> list[int] | None:
        widths = fit_columns(rows, room)
        narrow.extend(rows[:1] if widths is None else [])
        return widths

    fit_columns = text.fit_columns
    monkeypatch.setattr(text, "fit_columns", fitted)
    for line in [*COMMANDS, "stats victims-identified", "year 2007", "year 2007 2022", "profile"]:
        asked = [line, "shelter"] if line == "search" else line.split()
        assert in_columns(monkeypatch, 80, *asked).code == 0
        assert (line, narrow) == (line, [])


SCRIPTS = [
    *("plain", "日本語の法", "한국어", "cafe\u0301s", "Ђорђе", "חוק", "قانون", "ไทย", "Ελλάδα"),
    *("e\u0301\u0302\u0303", "\uff26\uff35\uff2c\uff2c", "ﷺ", "𐍈𐍈", "①", "👩 x", "🇷🇸"),
]
"""Names in wide letters, narrow ones, those that stand over others or run to the left."""


def test_columns_stay_aligned(tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What follows a name starts in one column, in any script, as another library measures it."""
    monkeypatch.setenv("NO_COLOR", "1")
    part = {"measure": "m", "dimension": "d", "part_of": "whole", "period": "2001"}
    store = small_store(
        tmp_path,
        laws=[{"name": name, "event": f"|{len(name)}{name}"} for name in SCRIPTS],
        statistics=[
            {"id": "whole", "measure": "m", "period": "2001", "value": 99},
            *({**part, "group": name} for name in SCRIPTS),
        ],
    )
    signs = {"laws --each": "|", "laws --fields name,kind,event": "|"}
    signs |= {"stats --each": "protection; ", "stats --chart --dimension d": "1, 1.0 %"}
    for line, sign in signs.items():
        asked = [*line.split(), "--store", store]
        for out in (tip(*asked).out, *(in_columns(monkeypatch, n, *asked).out for n in (70, 120))):
            rows = [row for row in out.splitlines() if sign in row]
            rows = [row for row in rows if any(name in row for name in SCRIPTS)]
            assert len(rows) >= len(SCRIPTS), line
            assert len({wcswidth(row[: row.index(sign)]) for row in rows}) == 1, line


def test_no_header_leaves_out_headings_alone(other_tip: Tip) -> None:
    """`--no-header` leaves out the headings, of the answer and of columns, and no line or word."""
    by_row = [line for line in SEEN if "--each" in line or "--fields" in line]
    for line in [*(name for name in COMMANDS if name != "search"), *by_row]:
        whole, bare = other_tip(*line.split()), other_tip(*line.split(), "--no-header")
        headings, _, below = whole.out.partition("\n\n")[2 * ("--each" in line)].partition("\n")
        assert not bare.out.startswith((headings, "\n")), line
        assert len(bare.lines) <= len(whole.lines), line
        assert line in by_row or bare.lines[-1].split() == whole.lines[-1].split(), line
        assert line not in by_row or words(below) <= words(bare.out), line


def test_no_match_prints_only_a_message(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty answer prints nothing, says so on the standard error, and is fine."""
    for command in ("routes", "stats", "tiers", "policy", "laws", "timeline", "search nowhere"):
        for more in ([], ["--each"], ["--fields", "id"]):
            asked = [*command.split(), *more, "--store", str(OTHER), "--year", "1900"]
            for result in (tip(*asked), in_columns(monkeypatch, 80, *asked)):
                assert (command, result.code, result.out) == (command, 0, "")
                assert re.fullmatch(r"tip: no [a-z]+ matches(; .+)?\n", result.err), command


def test_routes_that_share_an_end_and_all_else_are_one_line(tip: Tip, tmp_path: Path) -> None:
    """With the same years, reports, standing and doubts; each of the others has its own line."""
    codes = {"XC": "Cardenia", "XD": "Dorn", "XE": "Elbia"}
    more = "".join(
        f'[countries.{code}]\nalpha3 = "{code}{code[1]}"\nname = "{name}"\nlat = 1\nlon = 1\n'
        for code, name in codes.items()
    )
    to_home = {"role": "destination", "destination": "XA", "period": "2001"}
    through = {"role": "transit", "origin": None, "period": "2002"}
    routes: list[Table] = [{**to_home, "origin": code} for code in ("XB", "XC", "XD", "XE")]
    routes += [{**to_home, "origin": "XB", "standing": "at_risk"}]
    routes += [{**through, "destination": code, "open_ended": True} for code in ("XB", "XC")]
    disputing = {"contradicts": ["routes-2"], "period": "2001"}
    store = small_store(tmp_path, routes=routes, findings=[disputing], more=more)
    title, *lines = tip("routes", "--store", store).lines
    assert "4 pairs, 2 with one end named, in 1 report, 2001–2002; besides 1 at risk" in title
    assert "– the report doesn't name this end.  + and others that it doesn't name." in lines
    shown = [re.split("  +", line)[1:] for line in lines]
    assert [cells for cells in shown if len(cells) > 2] == [
        ["From", "To", "Years", "Reports"],
        ["–", "Bredon +, Cardenia +", "2002", "1 [1]"],
        ["From", "To", "Standing", "Years", "Reports"],
        ["Bredon, Cardenia, Elbia", "Arden", "2001", "1 [1]"],
        ["Bredon", "Arden", "at risk", "2001", "1 [1]"],
        ["Dorn", "Arden (disputed)", "2001", "1 [1]"],
    ]
