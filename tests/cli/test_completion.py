"""Tab completion: by the protocol that shells speak, and in the shells themselves."""

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from serbia_tip.cli.main import NAMES
from serbia_tip.queries.rows import COMMANDS, row_fields
from tests.conftest import OTHER, Tip, spawn
from tests.small import small_store

PROGRAMS = Path(sys.executable).parent
"""Where `tip` is installed, with the interpreter that runs the tests."""
ID_VALUE = [("id,value", "The figure; a reported zero is 0.")]


def asked(shell: str, line: str) -> dict[str, str]:
    """The variables by which a shell asks what the last word of the line may be."""
    words = line.split(" ")
    return {
        "_TIP_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }


class Completing:
    """Completion in this process."""

    def __init__(self, tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
        """Completion with these fixtures."""
        self._tip, self._monkeypatch = tip, monkeypatch

    def said(self, shell: str, line: str, store: str | None = str(OTHER)) -> tuple[str, str]:
        """What is printed, and what is said on standard error, for the shell."""
        with self._monkeypatch.context() as patch:
            for name, value in (
                asked(shell, line) | ({"TIP_STORE": store} if store else {})
            ).items():
                patch.setenv(name, value)
            _, out, err = self._tip()
        return out, err

    def offered(self, line: str, store: str | None = str(OTHER)) -> list[tuple[str, str]]:
        """What the last word of the line may be, each with its help."""
        out, err = self.said("fish", line, store)
        assert err == ""
        pairs = [entry.partition("\t") for entry in out.splitlines() if entry]
        return [(word, said) for word, _, said in pairs]


@pytest.fixture
def completing(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> Completing:
    """Completion in this process."""
    return Completing(tip, monkeypatch)


# --- what is offered ---------------------------------------------------------------------------

COUNTRIES = [("XA", "Arden"), ("XB", "Brückland"), ("XC", "Cardenia")]
SOURCES = [("gazette", "Arden Gazette")]
RATED_2007 = [
    ("tier-2007", "The report of 2007 placed Arden on the Tier 2 Watch List."),
    ("tier-2007-gazette", "The Gazette said that Arden stood on Tier 2 in 2007."),
]
BIBTEX = "BibTeX entries, letters beyond ASCII as they are, which Biber and BibTeX 8 read."
JSON = [("json", "One array of objects."), ("jsonl", "One object a line.")]
OFFERS = {
    "tip ro": [("routes", "Who was trafficked from where to where, year by year.")],
    "tip routes --role ": [("source", "2 facts"), ("transit", "1 fact")],
    "tip routes --role tr": [("transit", "1 fact")],
    "tip routes --role=tr": [("transit", "1 fact")],
    "tip routes --from Br": [("Brückland", "XB")],
    "tip routes --from BRÜCK": [("BRÜCKLAND", "XB")],
    "tip stats --measure vic": [("victims-identified", "5 facts")],
    "tip stats --dimension ": [("place", "1 fact"), ("sex", "2 facts")],
    "tip stats --group ": [("internal", "1 fact"), ("men", "1 fact"), ("women", "1 fact")],
    "tip tiers --tier 2": [("2", "Tier 2"), ("2WL", "Tier 2 Watch List")],
    "tip policy pro": [("protection", "1 fact")],
    "tip laws --kind ": [("statute", "1 fact"), ("treaty", "1 fact")],
    "tip routes --year 2010 --source g": SOURCES,
    "tip timeline l": [("law", "2 facts")],
    "tip show tier-2007": RATED_2007,
    "tip show TIER-2007-": [("TIER-2007-GAZETTE", RATED_2007[1][1])],
    "tip show Tier_2007-g": [("Tier_2007-gazette", RATED_2007[1][1])],
    "tip cite tier-2003 --style B": [("BIBTEX", BIBTEX)],
    "tip schema pro": [("profile", "The country at a glance.")],
    "tip stats -f j": JSON,
    "tip stats --sources f": [("full", "")],
    "tip year 2010 -f ": [
        ("table", "For people: aligned, footnoted, fitted to the terminal."),
        ("json", "One object; of several years, an object by year."),
        ("svg", "The chart as a picture in shapes and text."),
        ("png", "The chart in pixels, two for each of its width."),
        ("pdf", "The chart as a page."),
        ("vega", "The chart as a Vega-Lite specification with its data."),
    ],
    "tip stats --fields id,va": ID_VALUE,
    "tip stats --fields ID,VA": [("ID,VALUE", ID_VALUE[0][1])],
    "tip stats --sort va": [("value", "The figure; a reported zero is 0.")],
    "tip zebra --role tr": [],
}


def test_completion_offers_the_words_of_the_store(completing: Completing) -> None:
    """Words come from the store in use, with their number of facts or their meaning."""
    assert {line: completing.offered(line) for line in OFFERS} == OFFERS


@pytest.mark.parametrize("option", ["--fields", "--sort"])
def test_offers_all_fields(completing: Completing, option: str) -> None:
    """Each command offers its own fields, with their meanings, their apostrophes curved."""
    for command, row in COMMANDS.items():
        expected = [(field.name, field.meaning.replace("'", "\u2019")) for field in row_fields(row)]
        words = " x" if command == "search" else ""
        assert completing.offered(f"tip {command}{words} {option} ") == expected, command


def test_offers_each_country_once(completing: Completing) -> None:
    """By its code, or by its name if only that begins so."""
    offered = completing.offered("tip routes --country S", store=None)
    assert {("SE", "Sweden"), ("Serbia", "RS"), ("Switzerland", "CH")} <= set(offered)
    assert "Sweden" not in dict(offered)


def test_what_is_offered_is_understood(completing: Completing, tip: Tip) -> None:
    """A name of several words is offered in one, on from what was typed, and means the country."""
    for typed in ("bos", "Bos", "BOSNIA-A", "bosnia_and"):
        [(name, code)] = completing.offered(f"tip routes --country {typed}", store=None)
        assert name.startswith(typed)
        assert code == "BA"
        assert tip("routes", "--country", name, "--json").json


UNQUOTED = "!\"#$%&'()*:;<=>?@[\\]^`{|}~ "
"""What means something to some shell, somewhere in a word, beside letters that are not shown."""


def test_only_words_are_offered(completing: Completing, tmp_path: Path) -> None:
    """What a shell, or a terminal, could take for more than a word is not offered."""
    odd = [*UNQUOTED, "\t", "\n", "\0", "\u202e", "\u200b", "\u3164", "\ufe0f"]
    topics = [f"a{letter}b" for letter in odd] + [f"{letter}a" for letter in [*odd, *"-+,./"]]
    path = small_store(tmp_path, findings=[{"topic": topic} for topic in [*topics, "a.b-c+d/e,f"]])
    said = [("a-b", "1 fact"), ("a.b-c+d/e,f", "1 fact")]  # in one word, a blank is a hyphen
    assert completing.offered("tip policy --topic ", path) == said


def test_nothing_typed_acts(completing: Completing) -> None:
    """Nothing is said back of what would lose its quotes, or act on a terminal."""
    for typed in ("\x1fxb", "\x1cbr"):
        assert completing.said("bash", f"tip routes --country {typed}")[0].strip("\n") == ""
    for typed in ("--country 'Bosnia a", "--fields '$(x),i", "--fields '`x`,", "--fields ';x,i"):
        assert completing.offered(f"tip routes {typed}", store=None) == [], typed


def test_offers_commands(completing: Completing, tip: Tip) -> None:
    """All commands are offered, each with its help; for a schema, those that have one."""
    every = dict(completing.offered("tip "))
    assert set(every) == set(NAMES)
    assert all(said.endswith(".") for said in every.values())
    offered = [command for command, _ in completing.offered("tip schema ")]
    assert sorted(offered) == sorted([*COMMANDS, "show", "profile", "diff", "values", "year"])
    assert all(tip("schema", command).code == 0 for command in offered)


def test_without_a_line_nothing_is_offered(tmp_path: Path) -> None:
    """Without a line to complete, nothing is offered and nothing is said."""
    for variables in ({}, {"COMP_WORDS": "tip"}, {"COMP_CWORD": "1"}):
        asking = {"_TIP_COMPLETE": "complete_bash", **variables}
        done = spawn(environment=environment(tmp_path) | asking)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), variables


def test_respects_the_store_that_is_named(completing: Completing) -> None:
    """The store of `--store`, wherever it stands, wins over that of the environment."""
    for named in ("--store {} routes", "routes --store {}", "routes --store={}"):
        line = f"tip {named.format(OTHER)} --country XC"
        assert completing.offered(line, store="/no/such/store") == [("XC", "Cardenia")], named
        assert completing.offered(line, store=None) == [("XC", "Cardenia")], named


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_broken_store_offers_nothing(completing: Completing, tmp_path: Path, shell: str) -> None:
    """A store that can't be read, or is none, offers nothing and says nothing."""
    path = tmp_path / "broken.toml"
    for line in ("tip routes --role ", "tip show ", "tip routes --country X"):
        for text in (b"", b"not TOML", b"\xff", b"[store]\n"):
            path.write_bytes(text)
            out, err = completing.said(shell, line, str(path))
            assert (out.strip(), err) == ("_files" if shell == "zsh" else "", ""), (line, text)
        for missing in (tmp_path / "missing.toml", tmp_path):
            assert completing.said(shell, line, str(missing))[1] == ""


# --- what a store says is only text ------------------------------------------------------------

TEXTS = (
    "See [p. 12] and key[locator].",
    "Not a tag: [/b] [bold]x[/bold] :smile:",
    " ".join(f"word{number}" for number in range(60)) + ".",
)
HOSTILE_LETTERS = "a\x1b[31mb\u202ec\x9bd\x07"


def test_help_to_the_letter(completing: Completing, tmp_path: Path) -> None:
    """A statement is offered on one line, and nothing in it is markup."""
    for text in TEXTS:
        path = small_store(tmp_path, findings=[{"id": "fact", "statement": text}])
        [(word, said)] = completing.offered("tip show fac", path)
        assert word == "fact"
        assert said
        assert text.startswith(said.rstrip("…"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_hostile_help(completing: Completing, tmp_path: Path, shell: str) -> None:
    """No quote, backquote, dollar, backslash, escape or reordering letter reaches the shell."""
    quoted = {"id": "fact", "statement": "a\"b`c$d\\e'f"}
    odd = {"id": "other", "statement": HOSTILE_LETTERS, "topic": HOSTILE_LETTERS}
    path = small_store(tmp_path, findings=[quoted, odd])
    for line in ("tip show fac", "tip show oth", "tip policy --topic a"):
        out, err = completing.said(shell, line, path)
        assert err == ""
        assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out) is None
        if line == "tip show fac" and shell != "bash":
            assert "a b c d e\u2019f" in out


# --- in the shells -----------------------------------------------------------------------------


def environment(home: Path, store: str = str(OTHER)) -> dict[str, str]:
    """The environment of a shell that has `tip` on its path, and no settings of its own."""
    return {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "ZDOTDIR": str(home),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "TIP_STORE": store,
    }


SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
LOADING = {
    "bash": 'eval "$(_TIP_COMPLETE=source_bash tip)"',
    "zsh": 'autoload -U compinit; compinit -u -D; eval "$(_TIP_COMPLETE=source_zsh tip)"',
    "fish": "_TIP_COMPLETE=source_fish tip | source",
}
STAND_IN = """#!/bin/sh
[ -n "$_TIP_COMPLETE" ] && exec {tip} "$@"
{{ printf '%s ' "$(basename "$0")" "$@"; echo; }} >> "$RAN"
"""
"""A program that completes as `tip` does, and otherwise only writes down how it was called."""
HOSTILE = (
    r"""\$(touch ran) \`touch ran\` $(touch ran) `touch ran` '; touch ran; ' "; touch ran; " \""""
)
"""Text that a careless script would run as commands."""
RUNNING = [*UNQUOTED.strip(), "\t", "\n", ";{x,y}", "$(x)", "`x`", "&&x;", "'x;'", '"$(x)"', ">x<"]
"""Each letter that means something to a shell, alone, and some together."""


def entered(shell: str, lines: Sequence[str], home: Path, store: str) -> list[str]:
    """What was called in a shell in which each line was typed, then Tab, then Enter."""
    programs, ran = home / "programs", home / "ran"
    programs.mkdir()
    for name in ("tip", "x"):
        (programs / name).write_text(STAND_IN.format(tip=PROGRAMS / "tip"))
        (programs / name).chmod(0o755)
    folder = home / "folder"
    folder.mkdir()
    (folder / "facts.file").touch()
    variables = environment(home, store) | {"RAN": str(ran), "TERM": "dumb"}
    variables["PATH"] = f"{programs}{os.pathsep}{variables['PATH']}"
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        SHELLS[shell],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=folder,
        env=variables,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(terminal)
    for number, line in enumerate([f"{LOADING[shell]}; tip", *(f"{line}\t" for line in lines)], 1):
        os.write(controller, f"{line}\r".encode())
        until = time.monotonic() + 60
        while not ran.exists() or ran.read_text().count("\n") < number:
            if select.select([controller], [], [], 0.01)[0]:
                os.read(controller, 65536)
            assert time.monotonic() < until, f"nothing was called at {line!r}"
    os.write(controller, b"exit\r")
    os.close(controller)
    process.wait(timeout=60)
    assert [path.name for path in folder.iterdir()] == ["facts.file"]
    return ran.read_text().splitlines()[1:]


@pytest.mark.parametrize(
    "shell", [pytest.param(name, marks=pytest.mark.client(name)) for name in SHELLS]
)
def test_nothing_runs_at_enter(tmp_path: Path, shell: str) -> None:
    """Whatever a store's words and sentences are made of, Tab and Enter call `tip`, nothing else.

    It is called with the word that the store has, or with what was typed. Where the next word is a
    file of one's own, the tool offers nothing, and the shell does.
    """
    words = [f"{place}{number:02}" for place in ("in", "at") for number in range(len(RUNNING))]
    texts = [f"{text}x" for text in RUNNING] + RUNNING
    measures = [word + text for word, text in zip(words, texts, strict=True)]
    facts = [{"measure": name} for name in [*measures, "fine-1"]]
    laws = [{"id": f"act-{number}", "statement": HOSTILE} for number in (1, 2)]
    path = small_store(tmp_path, statistics=facts, laws=laws, source={"title": HOSTILE})
    typed = [f"tip stats --measure {word}" for word in words]
    known = {
        "tip sho": "tip show",
        "tip show act-1": "tip show act-1",
        "tip show ACT-2": "tip show ACT-2",
        "tip routes --from Bre": "tip routes --from Bredon",
        "tip routes --to xb": "tip routes --to xb",
        "tip cite act-1 --style bib": "tip cite act-1 --style bibtex",
        "tip stats --fields id,va": "tip stats --fields id,value",
        f"tip --store {OTHER} laws --kind tr": f"tip --store {OTHER} laws --kind treaty",
        "tip laws --source bo": "tip laws --source book",
        "tip stats --measure fin": "tip stats --measure fine-1",
        "tip export fa": "tip export facts.file",
        "tip check fa": "tip check facts.file",
    }
    called = entered(shell, [*typed, *known], tmp_path, path)
    assert called == [f"{line} " for line in [*typed, *known.values()]]


@pytest.mark.client("zsh")
def test_zsh_completes_at_the_first_tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where completion is installed, which zsh loads at the first Tab, and not before."""
    install = f"{PROGRAMS / 'tip'} --install-completion zsh; fpath=(~/.zfunc $fpath)"
    monkeypatch.setitem(LOADING, "zsh", f"{install}; autoload -U compinit; compinit -u -D")
    [called] = entered("zsh", ["tip prof"], tmp_path, str(OTHER))
    assert called.split() == ["tip", "profile"]
