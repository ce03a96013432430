"""The formats for programs: what each does with lists, absence, and hostile letters."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from serbia_tip.queries.kinds import KINDS
from tests.conftest import Tip
from tests.hostile import HOSTILE_STORE, UNSAFE
from tests.pseudo_terminal import in_columns, on_terminal
from tests.readers import of_csv
from tests.small import small_store

COMMANDS = [*(kind.row.command for kind in KINDS.values()), "sources"]
HOSTILE = f"a{'z'.join(UNSAFE)}b"
PLAIN = {
    **{letter: rf"\x{ord(letter):02x}" for letter in UNSAFE if letter <= "\xff"},
    **{letter: rf"\u{ord(letter):04x}" for letter in UNSAFE if "\xff" < letter <= "\uffff"},
    **{letter: rf"\U{ord(letter):08x}" for letter in UNSAFE if letter > "\uffff"},
    "\t": r"\t",
    "\n": r"\n",
    "\r": r"\r",
}
"""How each is written out."""
VISIBLE = "".join(PLAIN.get(letter, letter) for letter in HOSTILE)
TROUBLE = [
    'He said "no", twice',
    "one\ntwo",
    "one\r\ntwo\rthree",
    "tab\there",
    r"C:\new\table \\ \| ",
    "a | b || c",
    "*bold* _italic_ **both** ~~gone~~ `code` ``",
    "[text](https://a.example) ![image](x) [p. 12] <b>tag</b> <https://a.example>",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "| --- |",
    "&amp; &copy; &#42;",
    "=1+1",
    "'single'",
    "a; b",
    "Đorđe Čvorović, Брикланд, 日本, עברית, e\u0301",
    "\\",
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


# --- the shape of each -------------------------------------------------------------------------


EXACT = {
    "csv": (
        "id,destination,open_ended,people,purpose,year,sources\r\n"
        "source-2004-xa,,false,children,,2004,gazette\r\n"
        "source-2010-xa-xb,Brückland,false,women; girls,sexual exploitation,2010,"
        "report-2010[p. 12]\r\n"
        "transit-2010-xb-xc,Cardenia,true,men,forced labour,2010,report-2010[p. 13]; gazette\r\n"
    ),
    "tsv": (
        "id\tdestination\topen_ended\tpeople\tpurpose\tyear\tsources\n"
        "source-2004-xa\t\tfalse\tchildren\t\t2004\tgazette\n"
        "source-2010-xa-xb\tBrückland\tfalse\twomen; girls\tsexual exploitation\t2010\t"
        "report-2010[p. 12]\n"
        "transit-2010-xb-xc\tCardenia\ttrue\tmen\tforced labour\t2010\t"
        "report-2010[p. 13]; gazette\n"
    ),
    "markdown": (
        "| id | destination | open\\_ended | people | purpose | year | sources |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| source-2004-xa |  | false | children |  | 2004 | gazette |\n"
        "| source-2010-xa-xb | Brückland | false | women; girls | sexual exploitation | 2010 | "
        "report-2010\\[p. 12\\] |\n"
        "| transit-2010-xb-xc | Cardenia | true | men | forced labour | 2010 | "
        "report-2010\\[p. 13\\]; gazette |\n"
    ),
}
FIELDS = "id,destination,open_ended,people,purpose,year,sources"


@pytest.mark.parametrize("form", EXACT)
def test_to_the_letter(other_tip: Tip, form: str) -> None:
    """Lists are joined by `; `, flags are true or false, what is absent is empty."""
    assert other_tip("routes", "-f", form, "--fields", FIELDS) == (0, EXACT[form], "")


@pytest.mark.parametrize(("form", "lines"), [("csv", 1), ("tsv", 1), ("markdown", 2)])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_header(other_tip: Tip, command: str, form: str, lines: int) -> None:
    """`--no-header` leaves out the headings, with the rule under them, and nothing else."""
    whole = other_tip(command, "-f", form).out
    bare = other_tip(command, "-f", form, "--no-header").out
    assert bare.splitlines() == whole.splitlines()[lines:]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("command", COMMANDS)
def test_same_values_as_json(other_tip: Tip, command: str, form: str) -> None:
    """A reader of the format gets, under the same names, what a reader of JSON gets."""
    rows = other_tip(command, "--json").json
    headings, *lines = READERS[form](other_tip(command, "-f", form).out)
    assert headings == list(rows[0])
    assert lines == [[flat(value) for value in row.values()] for row in rows]


@pytest.mark.parametrize(
    ("form", "empty"),
    [
        ("csv", "id,note\r\n"),
        ("tsv", "id\tnote\n"),
        ("markdown", "| id | note |\n| --- | --- |\n"),
        ("jsonl", ""),
        ("json", "[]\n"),
    ],
)
def test_nothing_matches(other_tip: Tip, form: str, empty: str) -> None:
    """An empty answer still has its headings, and no message that a script would trip over."""
    line = ["routes", "--role", "internal", "-f", form, "--fields", "id,note"]
    assert other_tip(*line) == (0, empty, "")


@pytest.mark.parametrize("form", READERS)
def test_a_row_of_one_absent_value(other_tip: Tip, form: str) -> None:
    """A row whose only value is absent is still a row."""
    text = other_tip("laws", "-f", form, "--fields", "note").out
    assert READERS[form](text) == [["note"], [""], [""]]


def test_csv_quotes_as_its_standard_says(tip: Tip, tmp_path: Path) -> None:
    """RFC 4180: quoted where needed, quotes doubled, a line end in a value kept, CRLF after all."""
    path = saying(tmp_path, 'a "b", c\nd')
    result = tip("policy", "--store", path, "-f", "csv", "--fields", "topic,statement")
    assert result.out == 'topic,statement\r\nshelter,"a ""b"", c\nd"\r\n'


def test_tsv_escapes(tip: Tip, tmp_path: Path) -> None:
    """A tab, a line end and a backslash are written with a backslash; quotes are letters."""
    path = saying(tmp_path, 'a\tb\nc\rd\\ne"f"')
    result = tip("policy", "--store", path, "-f", "tsv", "--fields", "topic,statement")
    assert result.out == 'topic\tstatement\nshelter\ta\\tb\\nc\\rd\\\\ne"f"\n'


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("statement", TROUBLE)
def test_a_troublesome_value_comes_through(
    tip: Tip, tmp_path: Path, statement: str, form: str
) -> None:
    """What separates and quotes in the format is data when it stands in a value."""
    path = saying(tmp_path, statement)
    text = tip("policy", "--store", path, "-f", form, "--fields", "id,statement,topic").out
    assert READERS[form](text)[1:] == [["findings-0", statement, "shelter"]]


@pytest.mark.parametrize("statement", TROUBLE)
def test_no_value_breaks_a_markdown_table(tip: Tip, tmp_path: Path, statement: str) -> None:
    """Nothing in a value ends a cell or becomes markup: it reads as it stands in the store."""
    path = saying(tmp_path, statement)
    text = tip("policy", "--store", path, "-f", "markdown", "--fields", "id,statement,topic").out
    seen = "".join(PLAIN.get(letter, letter) for letter in statement).strip()
    assert of_markdown(text)[1:] == [["findings-0", seen, "shelter"]]


def test_a_forge_makes_nothing_of_a_value(tip: Tip, tmp_path: Path) -> None:
    """Persons, issues, pictures and formulas, which forges find in the text alone, stay text."""
    path = saying(tmp_path, "@user, #1, a/b#2, :my_smile:, $x$, a@b.example, 10:30:15, a: b")
    text = tip("policy", "--store", path, "-f", "markdown", "--fields", "statement").out
    assert r"\$x\$" in text
    assert "@<!-- -->user, #<!-- -->1, a/b#<!-- -->2, :<!-- -->my\\_smile:" in text
    assert of_markdown(text)[1:] == [
        ["@user, #1, a/b#2, :my_smile:, $x$, a@b.example, 10:30:15, a: b"]
    ]


# --- letters that would take a terminal over ---------------------------------------------------


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("columns", [None, 80])
def test_json_escapes_unsafe_letters(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, columns: int | None
) -> None:
    """Everywhere, JSON holds them as escapes of its own, and means the same."""
    line = ["policy", "--store", saying(tmp_path, HOSTILE), "-f", form, "--fields", "statement"]
    result = in_columns(monkeypatch, columns, *line) if columns else tip(*line)
    text = result.out.replace("[\n", "").replace("\n]\n", "").removesuffix("\n")
    assert not set(UNSAFE) & set(text)
    assert r"z\u001bz" in text
    assert r"z\u202ez" in text
    assert r"z\u007fz\u0080z" in text
    assert msgspec.json.decode(text) == {"statement": HOSTILE}


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_programs_get_unsafe_letters_as_they_are(tip: Tip, tmp_path: Path, form: str) -> None:
    """A pipe carries what the store says to the letter."""
    path = saying(tmp_path, HOSTILE)
    text = tip("policy", "--store", path, "-f", form, "--fields", "id,statement").out
    assert READERS[form](text)[1:] == [["findings-0", HOSTILE]]


@pytest.mark.parametrize("form", ["csv", "tsv", "markdown", "table"])
def test_a_terminal_gets_no_unsafe_letter(tmp_path: Path, form: str) -> None:
    """On a terminal they are written out, whatever the format."""
    line = ["policy", "--store", saying(tmp_path, HOSTILE), "--fields", "statement", "--no-header"]
    result = on_terminal(*line, "-f", form, columns=1000, environment={"NO_COLOR": "1"})
    assert result.code == 0
    assert not (set(UNSAFE) - set("\r\n")) & set(result.out)
    shown = result.out.splitlines()[0]
    assert shown.replace("\\\\", "\\").removeprefix("| ").startswith(VISIBLE)


def test_tsv_on_a_terminal_escapes_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A tab in a value reads the same on a terminal as in a pipe."""
    line = ["policy", "--store", saying(tmp_path, "a\tb\\"), "-f", "tsv", "--fields", "statement"]
    assert in_columns(monkeypatch, 80, *line).out == "statement\na\\tb\\\\\n"


@pytest.mark.parametrize("form", ["markdown", "table"])
def test_people_never_get_an_unsafe_letter(tip: Tip, tmp_path: Path, form: str) -> None:
    """What is made for people has them written out in a pipe as well."""
    line = ["policy", "--store", saying(tmp_path, HOSTILE), "--fields", "statement", "--no-header"]
    [shown, *_] = tip(*line, "-f", form).out.split("\n")
    assert shown.replace("\\\\", "\\").removeprefix("| ").startswith(VISIBLE)


@pytest.mark.parametrize("columns", [None, 20, 80, 200])
@pytest.mark.parametrize(
    "line",
    [
        [],
        ["stats"],
        ["stats", "--fields", "id,measure,group,unit,attributed_to,entity,note,dimension"],
        ["sources"],
        ["stats", "--measure", "x"],
        ["stats", "--group", "\x1b[31m"],
        ["stats", "--source", "book[\x1b]"],
        ["check"],
        ["check", "no\x1b[31mfile"],
        ["\x1b[31m"],
        ["stats", "--year", "\x1b[31m"],
        ["stats", "\x1b[31m"],
    ],
    ids=" ".join,
)
def test_no_field_and_no_message_carries_an_escape(
    tip: Tip,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    line: list[str],
    columns: int | None,
) -> None:
    """Wherever a store or a command line hides an unsafe letter, none is printed."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TIP_STORE", small_store(tmp_path, **HOSTILE_STORE))
    result = in_columns(monkeypatch, columns, *line) if columns else tip(*line)
    assert not set(UNSAFE) - {"\n"} & set(result.out + result.err)
