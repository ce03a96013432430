"""The command line itself: help, versions, the store that is asked, and what is refused."""

import hashlib
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

import serbia_tip
from serbia_tip.cli.main import NAMES
from serbia_tip.formats import formats_of_command
from serbia_tip.model import Store
from serbia_tip.queries.rows import COMMANDS as ROWS
from tests.conftest import OTHER, ROOT, Tip, spawn
from tests.pseudo_terminal import in_columns
from tests.small import small_store

COMMANDS = list(NAMES)
WITH_ROWS = ["routes", "stats", "tiers", "policy", "laws", "sources"]
LOUD = {"FORCE_COLOR": "1", "GITHUB_ACTIONS": "true", "TERM": "xterm-256color", "COLUMNS": "60"}


@pytest.fixture
def other_tip(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> Tip:
    """`tip` on the made-up store, which it finds by the variable: a command is its first word."""
    monkeypatch.setenv("TIP_STORE", str(OTHER))
    return tip


# --- help --------------------------------------------------------------------------------------


def test_bare_command_is_the_start_page(tip: Tip) -> None:
    """`tip` alone says what the store holds, the latest of it, and what can be asked."""
    result = tip("--store", str(OTHER))
    assert (result.code, result.err) == (0, "")
    assert result.lines == [
        "Human trafficking in Arden  21 facts, 2 sources, 2003–2010",
        "",
        "Rating  Tier 2 Watch List in 2007 (Office of Reports)",
        "Help    Lantern, +000 1",
        "",
        "  tip year 2010                 one year on one page",
        "  tip routes --role transit     who was taken, from where to where",
        "  tip stats victims-identified  a figure through the years, and who counts it",
        "  tip tiers                     the ratings",
        "  tip policy protection         what the state did, and failed to do",
        "  tip search shelter            any words",
        "  tip -h                        all commands",
    ]


@pytest.mark.parametrize("store", [[], ["--store", str(OTHER)]], ids=["shipped", "other"])
def test_examples_of_the_start_page_run(tip: Tip, store: list[str]) -> None:
    """Each example finds something in the store that it was made from."""
    examples = re.findall(r"^  tip (.+?)(?:  .*)?$", tip(*store).out, re.MULTILINE)
    assert len(examples) == 7
    for example in examples:
        result = tip(*store, *shlex.split(example))
        assert (result.code, result.err) == (0, ""), example
        assert len(result.lines) > 2, example


def test_start_page_of_a_store_with_little(tip: Tip, tmp_path: Path) -> None:
    """What the store lacks is no example; a store that can't be read leaves the help."""
    assert tip("--store", small_store(tmp_path, findings=[{}])).lines == [
        "A small store  1 fact, 1 source",
        "",
        "  tip policy protection  what the state did, and failed to do",
        "  tip search shelter     any words",
        "  tip -h                 all commands",
    ]


@pytest.mark.parametrize("columns", [20, 60, 80, 120])
@pytest.mark.parametrize(("line", "most"), [([], 23), (["profile"], 30), (["tiers"], 30)])
def test_first_screens_are_short_and_never_too_wide(
    monkeypatch: pytest.MonkeyPatch, columns: int, line: list[str], most: int
) -> None:
    """On 80 columns the shortest answers are short; nothing is ever wider than the screen."""
    monkeypatch.setenv("TIP_PAGER", "")
    shown = in_columns(monkeypatch, columns, "--color", "never", *line).out.splitlines()
    assert columns < 80 or len(shown) <= most
    assert max(map(len, shown)) <= columns or columns == 20


def test_help_needs_no_store(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """Help is given even where there is no store to be asked; without a command, it says so."""
    monkeypatch.setenv("TIP_STORE", "nothing.toml")
    said = "tip: nothing.toml: can't read the store: No such file or directory\n"
    assert tip() == (3, tip("-h").out, said)


def test_both_words_for_help(tip: Tip) -> None:
    """-h, --help and `tip help` work everywhere, whatever the store, and say the same."""
    for command in ([], *([name] for name in COMMANDS)):
        result = tip(*command, "-h")
        assert result == tip(*command, "--help") == tip("--store", "nothing.toml", "help", *command)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(f"Usage: {' '.join(['tip', *command])} ")


def test_help_groups_the_commands(tip: Tip) -> None:
    """The commands stand in groups, above the options."""
    titles = re.findall(r"^(\S.*):$", tip("-h").out, re.MULTILINE)
    assert titles == ["Look up", "Find", "Trust", "Data", "Options"]


def test_help_lists_the_formats_of_the_command(tip: Tip) -> None:
    """The help names the formats that the command has, and no other command's."""
    for command in ROWS:
        listed = re.search(r"--format FORMAT +(.*?)\.\n", tip(command, "-h").out, re.DOTALL)
        assert listed is not None
        assert re.sub(r"\s+", " ", listed[1]).split(", ") == list(formats_of_command(command))


@pytest.mark.parametrize("command", ["check --help", "rowtes", "routes -x"])
def test_help_and_errors_have_no_escapes(command: str) -> None:
    """Nothing in the environment makes help or messages other than plain text."""
    loud = spawn(*command.split(), environment={"TIP_STORE": str(OTHER), **LOUD})
    assert b"\x1b" not in loud.stdout + loud.stderr
    assert "╭".encode() not in loud.stdout + loud.stderr
    assert loud.stderr.count(b"\n") == loud.returncode // 2


@pytest.mark.parametrize("command", COMMANDS)
def test_help_opens_with_an_example_that_runs(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: Store, command: str
) -> None:
    """The first line of a command's help is a call of it, which works on the shipped store.

    ID stands for any fact's, my-facts.toml for any store, in whatever folder one is, before.toml
    for an older one.
    """
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    facts = (ROOT / "data" / "facts.toml").read_text()
    (tmp_path / "my-facts.toml").write_text(facts)
    (tmp_path / "before.toml").write_text(facts.replace('version = "', 'version = "before ', 1))
    usage, example, *_ = tip(command, "-h").out.split("\n\n")
    assert usage.startswith(f"Usage: tip {command} ")
    assert example.startswith(f"  Example: tip {command}")
    words = shlex.split(example.removeprefix("  Example: tip "))
    result = tip(*(shipped.facts()[0].id if word == "ID" else word for word in words))
    wrote = f"tip: wrote {len(shipped.facts())} facts to facts.db\n" if command == "export" else ""
    assert (result.code, result.err) == (0, wrote)
    assert bool(result.out.strip()) == (not wrote)


def test_shared_options_are_the_same_everywhere(tip: Tip) -> None:
    """Each command that prints rows takes the common filters and says how to print them."""
    common = ["--year", "--since", "--until", "--source", "--by", "--deprecated", "--format"]
    common += ["--json", "--fields", "--sort", "--limit", "--no-header", "--no-pager"]
    for command in WITH_ROWS:
        options = re.findall(r"^  (?:-\w, )?(--[\w-]+)", tip(command, "-h").out, re.MULTILINE)
        assert [option for option in options if option in common] == common, command


# --- versions ----------------------------------------------------------------------------------


def test_version_names_tool_store_and_digest(other_tip: Tip) -> None:
    """The version names the tool, the store, how many facts it has, and its very bytes.

    Beside a command, it is the answer: a script's JSON is not mixed with it.
    """
    digest = hashlib.sha256(OTHER.read_bytes()).hexdigest()
    said = f"tip {serbia_tip.__version__}\nstore 1, 21 facts, sha256 {digest}\n"
    for line in ("-V", "--version", "-V routes --json"):
        assert other_tip(*line.split()) == (0, said, "")


# --- which store -------------------------------------------------------------------------------


def test_where_the_store_is_named(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """TIP_STORE is read unless it is empty or --store is said, before the command or after."""
    paths = {name: tmp_path / name for name in ("variable", "before", "after")}
    for name, folder in paths.items():
        folder.mkdir()
        paths[name] = Path(small_store(folder, laws=[{"id": name}]))
    line = ["laws", "-f", "tsv", "--no-header", "--fields", "id"]
    before, after = (["--store", str(paths[name])] for name in ("before", "after"))
    assert tip(*before, *line).out == "before\n"
    assert tip(*line, *after).out == "after\n"
    monkeypatch.setenv("TIP_STORE", str(paths["variable"]))
    assert tip(*line).out == "variable\n"
    assert tip(f"--store={paths['before']}", *line).out == "before\n"
    assert tip(*line, *after).out == "after\n"
    assert tip("search", "so", "--", "--store", "--store").code == 0  # words to search for
    monkeypatch.setenv("TIP_STORE", "")
    assert "\nstore 20" in tip("-V").out  # the shipped one


# --- filters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("routes --role source --role transit", ["source-2004-xa", "source-2010-xa-xb",
                                                 "transit-2010-xb-xc"]),
        ("routes --to XB --to XC", ["source-2010-xa-xb", "transit-2010-xb-xc"]),
        ("routes --to XB --from XA", ["source-2010-xa-xb"]),
        ("routes --country xbb --year 2010 --year 2004", ["source-2010-xa-xb",
                                                          "transit-2010-xb-xc"]),
        ("routes --source gazette --source report-2010", ["source-2004-xa", "source-2010-xa-xb",
                                                          "transit-2010-xb-xc"]),
        ("tiers --tier 3 --tier 2wl", ["tier-2003", "tier-2007"]),
        ("tiers --tier 2 --since 2006", ["tier-2006"]),
        ("tiers --tier 2 --since 2006 --deprecated", ["tier-2006", "tier-2007-gazette"]),
        ("timeline --kind tier --since 2007", ["tier-2007", "tier-2007-gazette"]),
        ("policy prevention protection", ["shelter-2010", "strategy-2010"]),
        ("policy prevention --topic shelter", []),
        ("policy --assessment progress --assessment context", ["strategy-2010",
                                                               "recruitment-undated"]),
        ("stats --group men --group women", ["victims-identified-2010-women",
                                             "victims-identified-2010-men"]),
    ],
)  # fmt: skip
def test_repeated_is_or_different_is_and(other_tip: Tip, line: str, expected: list[str]) -> None:
    """Repeating a filter widens the answer, another filter narrows it."""
    result = other_tip(*line.split(), "--json", "--fields", "id")
    assert (result.code, [row["id"] for row in result.json]) == (0, expected)


def test_a_country_by_any_name(other_tip: Tip) -> None:
    """Code, name and alias find the country, whatever the case, with or without diacritics."""
    names = ("Brückland", "BRUCKLAND", "xb", "XBB", "брикланд", "old bruckland", "Old-Bruckland")
    for name in names:
        rows = other_tip("routes", "--country", name, "--json").json
        assert [row["id"] for row in rows] == ["source-2010-xa-xb", "transit-2010-xb-xc"], name


# --- what is refused ---------------------------------------------------------------------------

ROUTE_FIELDS = (
    "id, role, origin, origin_code, destination, destination_code, open_ended, standing, "
    "people, purpose, period, year, last_year, entity, statement, attributed_to, said_by, sources, "
    "reported, rank and 2 more"
)
FORMS = ", ".join(formats_of_command("routes"))
NAMED = ", ".join(NAMES)
NO_YEARS = "is no year such as 2007, nor a span such as 2007-2009."
NO_ROTES = "no command 'rotes'; did you mean routes?"
USAGE = {
    "rotes": NO_ROTES,
    "help rotes": NO_ROTES,
    "fields routes role x": "Got unexpected extra argument(s) (x); try: tip search x",
    "tiers 2006-2005": "'2006-2005' ends before it begins",
    "tiers --year 2006-2005": "'2006-2005' ends before it begins",
    "ROUTES": "no command 'ROUTES'; did you mean routes?",
    "xyz": "no command 'xyz'; try: tip search xyz",
    "schema one two": "Got unexpected extra argument(s) (two); try: tip search two",
    "--nope": "No such option: --nope (Possible options: --no-pager, --store)",
    "routes --rolle": "No such option: --rolle (Possible options: --from, --role)",
    "routes --role": "Option '--role' requires an argument.",
    "routes --json=yes": "Option '--json' does not take a value.",
    "routes --year 20x": f"Invalid value for '--year': '20x' {NO_YEARS}",
    "routes --until ٢٠٠٧": "Invalid value for '--until': '٢٠٠٧' is no year such as 2007.",
    "routes --since 2010 --until 2009": "--since 2010 is later than --until 2009",
    "routes -n -1": "Invalid value for '--limit' / '-n': '-1' is no number of rows.",
    "routes -f jsonlines": f"no format 'jsonlines'; did you mean jsonl, json? also {FORMS}".replace(
        "json, jsonl, csv", "csv"
    ),
    "laws -f svg": (
        "no format 'svg'; did you mean tsv, csv? also table, json, jsonl, markdown, html"
    ),
    "year 2009 2010 --chart": "--chart draws one year",
    "export -": "an export is written to a file or folder, not to standard output",
    "export '~'": "'~' is no path: leave ~ unquoted, or name the folder",
    "routes --json -f CSV": "--json and -f csv exclude each other",
    "routes --fields ''": "--fields names no field",
    "--store a.toml routes --store=b.toml": "--store is given twice",
    "routes --sort nam": f"no field 'nam'; there is {ROUTE_FIELDS}",
}
"""Command lines that can't be right, and what is said."""
NOT_THERE = {
    "routes --role tranzit": (
        "no role 'tranzit'; did you mean transit (1)? also source (2), destination, internal"
    ),
    "routes tranzit": (
        "no role 'tranzit'; did you mean transit (1)? also source (2), destination, internal"
    ),
    "routes --from Brucklan": (
        "no country 'Brucklan'; did you mean Brückland (2)? also Arden (2), Cardenia (1)"
    ),
    "stats --measure victim": (
        "no measure 'victim'; did you mean victims-identified (5)? also convictions (1), "
        "score (1), trafficking-cases (1)"
    ),
    "tiers --tier 4": (
        "no tier '4'; there is Tier 2 (3), Tier 2 Watch List (1), Tier 3 (1), Tier 1"
    ),
    "policy nothing": ("no topic 'nothing'; there is recruitment (1), shelter (1), strategy (1)"),
    "laws gazete": (
        "no body 'gazete'; did you mean The Gazette (6)? also Office of Reports (12), NGOs (1), "
        "border police (1), the Victims' Office (1)"
    ),
}
"""Command lines that name what the store doesn't have, and what is said."""


@pytest.mark.parametrize(("code", "lines"), [(2, USAGE), (1, NOT_THERE)])
def test_a_mistake_says_what_is_right(other_tip: Tip, code: int, lines: Mapping[str, str]) -> None:
    """What can't be right is failure 2, what isn't there 1; one line says what would be right."""
    for line, said in lines.items():
        assert other_tip(*shlex.split(line)) == (code, "", f"tip: {said}\n"), line


def test_a_colour_that_is_none(other_tip: Tip) -> None:
    """The right words are named, whatever Typer says around them."""
    result = other_tip("routes", "--color", "red")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.endswith("'red' is not one of 'auto', 'always', 'never'.\n")


def test_a_source_by_its_place(other_tip: Tip) -> None:
    """A place that no fact rests on is not there, and the nearest are named."""
    result = other_tip("routes", "--source", "report-2010[p. 14]")
    assert result.code == 1
    assert result.err.startswith("tip: no source 'report-2010[p. 14]'; did you mean report-2010[p.")


def test_the_longest_list_of_right_names_is_cut(tip: Tip, tmp_path: Path) -> None:
    """Of very many right names, a message lists some and says how many more there are."""
    laws = [{"kind": f"kind{number:02}"} for number in range(30)]
    result = tip("laws", "--store", small_store(tmp_path, laws=laws), "--kind", "x")
    listed = ", ".join(f"kind{number:02} (1)" for number in range(20))
    assert result == (1, "", f"tip: no kind 'x'; there is {listed} and 10 more\n")


def test_a_kind_of_fact_that_the_store_has_not(tip: Tip, tmp_path: Path) -> None:
    """A filter on facts of which there are none says so; without one, nothing matches."""
    store = small_store(tmp_path, findings=[{}])
    said = "tip: no kind 'statute'; the store has none\n"
    assert tip("laws", "--store", store, "--json") == (0, "[]\n", "")
    assert tip("laws", "--store", store, "--kind", "statute") == (1, "", said)
