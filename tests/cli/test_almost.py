"""What is typed almost right: understood, or answered with what would be right."""

import re

import pytest

from serbia_tip.formats import formats
from serbia_tip.queries.kinds import COMMANDS
from tests.conftest import Tip

SAME = {
    "tiers 2006": "tiers --year 2006",
    "tiers 2005-2006": "tiers --year 2005 --year 2006",
    "tiers 2005..2006": "tiers --since 2005 --until 2006",
    "tiers --year 2005-2006": "tiers --year 2005 --year 2006",
    "tiers --year 2005/2006 --year 2007": "tiers --since 2005 --until 2007",
    "tiers 2005 --year 2006": "tiers --year 2005 --year 2006",
    "tiers 2wl": "tiers --tier 2WL",
    "routes transit": "routes --role transit",
    "routes transit source 2010": "routes --role source --role transit --year 2010",
    "routes bruckland": "routes --country XB",
    "routes transit XC": "routes --role transit --country XC",
    "policy protection 2010": "policy protection --year 2010",
    "policy 2010": "policy --year 2010",
    "stats 2006": "stats --year 2006",
    "laws treaty": "laws --kind treaty",
    "timeline law 2004": "timeline --kind law --year 2004",
    "sources 2011": "sources --year 2011",
    "policy shelters": "policy --topic shelter",
    "policy shelter prevention strategy": "policy prevention --topic shelter --topic strategy",
    "stats conviction": "stats --measure convictions",
    "coverage 2010": "coverage --year 2010",
    "routes --fields from,to": "routes --fields origin,destination",
    "routes --fields 'according to,FROM'": "routes --fields attributed_to,origin",
    "routes --sort from": "routes --sort origin",
    "routes --sort -to": "routes --sort -destination",
}
"""Command lines that say the same, the first as people type it."""


@pytest.mark.parametrize("line", SAME)
@pytest.mark.parametrize("form", ["json", "table"])
def test_understood(other_tip: Tip, line: str, form: str) -> None:
    """A word without its option, a span of years, or a heading is what it can only mean."""
    typed, meant = (other_tip(*_words(words), "-f", form) for words in (line, SAME[line]))
    assert typed == meant
    assert typed.code == 0
    assert typed.out not in ("", "[]\n")


def _words(line: str) -> list[str]:
    return [word.strip("'") for word in re.findall(r"'[^']*'|\S+", line)]


def test_words_to_search_for_are_not_years(other_tip: Tip) -> None:
    """A search takes any words: a year among them is searched for."""
    [first, *_] = other_tip("search", "2004", "--json").json
    assert first["id"] == "trafficking-act-adopted"


@pytest.mark.parametrize("command", ["", "routes", "show", "export"])
def test_help_as_a_word(tip: Tip, command: str) -> None:
    """`tip help` and `tip help COMMAND` are the help, whatever the store."""
    line = ["--store", "nothing.toml", "help", *command.split()]
    assert tip(*line) == tip(*command.split(), "-h")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("routes tranzit", 1, "no role 'tranzit'; did you mean transit (1)?"),
        ("tiers 4", 1, "no tier '4'; there is "),
        ("tiers --year 2006-2005", 2, "'2006-2005' ends before it begins"),
        ("tiers 2006-2005", 2, "'2006-2005' ends before it begins"),
        ("routes --fields too", 2, "no field 'too'; did you mean "),
        ("fields routes role x", 2, "Got unexpected extra argument"),
        ("help rotes", 2, "no command 'rotes'; did you mean routes"),
    ],
)
def test_answered_with_the_right_form(other_tip: Tip, line: str, code: int, said: str) -> None:
    """What can't be understood is one line that says what would be."""
    result = other_tip(*line.split())
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert result.err.startswith(f"tip: {said}")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_lists_the_formats_of_the_command(tip: Tip, command: str) -> None:
    """The help names the formats that the command has, and no other command's."""
    listed = re.search(r"--format FORMAT +(.*?)\.\n", tip(command, "-h").out, re.DOTALL)
    assert listed is not None
    assert re.sub(r"\s+", " ", listed[1]).split(", ") == list(formats(command))


def test_help_groups_the_commands(tip: Tip) -> None:
    """The commands stand in groups, above the options."""
    titles = re.findall(r"^(\S.*):$", tip("-h").out, re.MULTILINE)
    assert titles == ["Look up", "Find", "Trust", "Data", "Options"]
