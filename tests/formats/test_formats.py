"""The formats for programs: what each does with lists, absence, and hostile letters."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from serbia_tip.queries.kinds import KINDS
from tests.conftest import Tip
from tests.hostile import UNSAFE
from tests.pseudo_terminal import in_columns
from tests.readers import of_csv
from tests.small import small_store

COMMANDS = [*(kind.row.command for kind in KINDS.values()), "sources"]
HOSTILE = f"a{'z'.join(UNSAFE)}b"
PLAIN = {
    letter: rf"\x{ord(letter):02x}"
    if letter <= "\xff"
    else rf"\u{ord(letter):04x}"
    if letter <= "\uffff"
    else rf"\U{ord(letter):08x}"
    for letter in UNSAFE
} | {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
"""How each is written out."""
TROUBLE = [
    *('He said "no", twice', "one\ntwo", "one\r\ntwo\rthree", "tab\there"),
    *(r"C:\new\table \\ \| ", "a | b || c", "*bold* _italic_ **both** ~~gone~~ `code` ``"),
    "[text](https://a.example) ![image](x) [p. 12] <b>tag</b> <https://a.example>",
    *("# heading", "- item", "1. item", "> quote", "| --- |", "&amp; &copy; &#42;", "=1+1"),
    *("'single'", "a; b", "Đorđe Čvorović, Брикланд, 日本, עברית, e\u0301", "\\"),
]


def saying(folder: Path, statement: str) -> str:
    """The path of a store whose one finding says this."""
    return small_store(folder, findings=[{"statement": statement}])


def flat(value: Any) -> str:
    """The JSON value as a format without lists and null has it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(value)
    return str(value)


def of_tsv(text: str) -> list[list[str]]:
    """The values of a TSV text."""
    letters = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return [
        [re.sub(r"\\(.)", lambda escape: letters[escape[1]], cell) for cell in line.split("\t")]
        for line in text.removesuffix("\n").split("\n")
    ]


def of_markdown(text: str) -> list[list[str]]:
    """The values of a Markdown text that is nothing but a table, as its readers see them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert [token.type for token in tokens if token.level == 0] == ["table_open", "table_close"]
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline":
            parts = token.children or []
            assert {part.content for part in parts if part.type != "text"} <= {"<!-- -->"}
            texts = [part.content for part in parts if part.type == "text"]
            assert not [text for text in texts if re.search(r"@\w|(?<!/)#\d|:[\w+-]+:", text)]
            rows[-1].append("".join(texts))
    return rows


READERS = {"csv": of_csv, "tsv": of_tsv, "markdown": of_markdown}


EXACT = (
    "id,destination,open_ended,people,purpose,year,sources\r\n"
    "source-2004-xa,,false,children,,2004,gazette\r\n"
    "source-2010-xa-xb,Brückland,false,women; girls,sexual exploitation,2010,report-2010[p. 12]\r\n"
    "transit-2010-xb-xc,Cardenia,true,men,forced labour,2010,report-2010[p. 13]; gazette\r\n"
)


def test_csv_and_tsv_are_written_to_the_letter(other_tip: Tip) -> None:
    """Lists are joined by `; `, flags are true or false, what is absent is empty."""
    fields, *_ = EXACT.splitlines()
    exact = {"csv": EXACT, "tsv": EXACT.replace(",", "\t").replace("\r\n", "\n")}
    for form, text in exact.items():
        assert other_tip("routes", "-f", form, "--fields", fields) == (0, text, "")


def test_every_command_in_every_format(other_tip: Tip) -> None:
    """A reader gets, under the same names, what a reader of JSON gets; headings can be left out."""
    for command in COMMANDS:
        rows = other_tip(command, "--json").json
        for form, read in READERS.items():
            asked = [command, "-f", form, "--fields", ",".join(rows[0])]
            whole = other_tip(*asked).out
            headings, *lines = read(whole)
            assert (command, form, headings) == (command, form, list(rows[0]))
            assert lines == [[flat(value) for value in row.values()] for row in rows]
            bare = other_tip(*asked, "--no-header").out.splitlines()
            assert bare == whole.splitlines()[2 if form == "markdown" else 1 :]


def test_an_empty_answer_still_has_its_headings(other_tip: Tip) -> None:
    """An empty answer still has its headings, and no message that a script would trip over.

    A row whose only value is absent is still a row.
    """
    empty = {"csv": "id,note\r\n", "tsv": "id\tnote\n", "jsonl": "", "json": "[]\n"}
    for form, out in empty.items():
        line = ["routes", "--role", "internal", "-f", form, "--fields", "id,note"]
        assert other_tip(*line) == (0, out, "")
    for form in ("markdown", "table"):
        shown = other_tip("routes", "--role", "internal", "-f", form)
        assert (shown.code, shown.out) == (0, "")
        assert shown.err.startswith("tip: no route matches")
    for form, read in READERS.items():
        text = other_tip("laws", "-f", form, "--fields", "note").out
        assert (form, read(text)) == (form, [["note"], [""], [""]])


def test_a_troublesome_value_comes_through(tip: Tip, tmp_path: Path) -> None:
    """What separates, quotes or is markup in a format is data when it stands in a value."""
    facts = [{"statement": statement} for statement in TROUBLE]
    path = small_store(tmp_path, findings=facts)
    for form, read in READERS.items():
        text = tip("policy", "--store", path, "-f", form, "--fields", "statement,topic").out
        seen = TROUBLE if form != "markdown" else list(map(written_out, TROUBLE))
        assert (form, read(text)[1:]) == (form, [[statement, "shelter"] for statement in seen])


def written_out(text: str) -> str:
    """The text as people see it, on one line."""
    return "".join(PLAIN.get(letter, letter) for letter in text).strip()


def test_the_view_as_a_document(tip: Tip, tmp_path: Path) -> None:
    """In sentences, notes and titles of sources a value reads as it stands in the store, too."""
    for statement in TROUBLE:
        finding = {"statement": statement, "rank": "deprecated", "note": statement}
        path = small_store(tmp_path, findings=[finding], source={"title": statement})
        text = tip("policy", "--deprecated", "--store", path, "-f", "markdown").out
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
        kinds = {token.type for token in tokens if token.level == 0 and token.nesting >= 0}
        assert kinds == {"heading_open", "table_open", "paragraph_open"}, statement
        inline = [token.children or [] for token in tokens if token.type == "inline"]
        parts = [part for line in inline for part in line]
        known = {"text", "strong_open", "strong_close", "html_inline"}
        assert {part.type for part in parts} <= known, statement
        html = {part.content for part in parts if part.type == "html_inline"}
        assert html <= {"<!-- -->"}, statement
        said = "".join(part.content for part in parts if part.type == "text")
        assert said.count(written_out(statement)) == 4, statement


def test_a_sentence_begins_no_list_and_no_heading(tip: Tip, tmp_path: Path) -> None:
    """In a list of sentences, where lines begin with what the store says."""
    begins = {"- a": r"\- a", "1. a": r"1\. a", "+ a": r"\+ a", "# a": r"\# a"}
    finding = {"assessment": "progress", "period": "2001"}
    path = small_store(tmp_path, findings=[finding | {"statement": said} for said in begins])
    text = tip("policy", "--year", "2001", "--store", path, "-f", "markdown").out
    assert [said for said, begin in begins.items() if f"\n- {begin} " not in text] == []


def test_a_forge_makes_nothing_of_a_value(tip: Tip, tmp_path: Path) -> None:
    """Persons, issues, pictures and formulas, which forges find in the text alone, stay text."""
    said = "@user, #1, a/b#2, :my_smile:, $x$, a@b.example, 10:30:15, a: b, https://a.example/#1"
    path = saying(tmp_path, said)
    text = tip("policy", "--store", path, "-f", "markdown", "--fields", "statement").out
    assert r"\$x\$" in text
    assert "/#1 |" in text
    assert "@<!-- -->user, #<!-- -->1, a/b#<!-- -->2, :<!-- -->my\\_smile:" in text
    assert of_markdown(text)[1:] == [[said]]


def test_unsafe_letters(tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Everywhere, JSON holds them as escapes of its own; in a pipe, others to the letter."""
    path = saying(tmp_path, HOSTILE)
    for form in ("json", "jsonl"):
        line = ["policy", "--store", path, "-f", form, "--fields", "statement"]
        for result in (tip(*line), in_columns(monkeypatch, 80, *line)):
            text = result.out.replace("[\n", "").replace("\n]\n", "").removesuffix("\n")
            assert not set(UNSAFE) & set(text)
            for escape in (r"z\u001bz", r"z\u202ez", r"z\u007fz\u0080z"):
                assert escape in text
            assert msgspec.json.decode(text) == {"statement": HOSTILE}
    for form in ("csv", "tsv"):
        text = tip("policy", "--store", path, "-f", form, "--fields", "id,statement").out
        assert READERS[form](text)[1:] == [["findings-0", HOSTILE]]
