"""What a document shows, and what happens when its blocks are run.

A block `console` is one command after `$` and what it prints; `python` or `r` a program, and a
block `text` after it what that prints; `toml` that begins with `# NAME.toml` that file. Exports and
files come before everything else.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.conftest import ROOT, installed
from tests.pseudo_terminal import on_terminal

README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(
    r"```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```\n"
    r"|```(?P<language>python|r)\n(?P<program>(?:.*\n)*?)```\n"
    r"(?:\n```text\n(?P<printed>(?:.*\n)*?)```\n)?"
    r"|```toml\n(?P<file># (?P<name>[\w.-]+\.toml)\n(?:.*\n)*?)```\n"
)
_WRITTEN = date(2026, 11, 25)  # stands in the documents for the day on which they are read
_FACTS = re.compile(r"wrote \d+ facts")  # what an export says, which changes with every fact
_PROGRAMS = {"python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}


class Block(NamedTuple):
    """One block that is run: its text, its language, and what stands below as its output."""

    text: str
    language: str
    output: str

    @property
    def comes_first(self) -> bool:
        """Whether others build on what it makes."""
        return self.language == "toml" or self.text.startswith("tip export ")

    @property
    def clients(self) -> set[str]:
        """The programs that it runs, and the packages that it imports or exports with."""
        if self.language == "r":
            return {"Rscript"}
        found = {f"import {name}" for name in re.findall(r"\bimport (\w+)", self.text)}
        made = {".parquet": "import pyarrow", ".xlsx": "import xlsxwriter"}
        found |= {package for suffix, package in made.items() if suffix in self.text}
        if self.language == "console":
            words = shlex.join(shlex.split(self.text)).split(" '|' ")
            found |= {part.split()[0] for part in words}
        return found - {"tip", "import serbia_tip"}

    def run(self, folder: Path) -> str:
        """What it prints, in a folder with what comes first."""
        if self.language == "toml":
            name = self.text.partition("\n")[0].removeprefix("# ")
            (folder / name).write_text(self.text, encoding="utf-8")
            return ""
        if self.language == "console":
            printed = shown(self.text, folder)
        else:
            printed = _piped([*_PROGRAMS[self.language], self.text], folder)
        for form in ("%Y-%m-%d", "%Y/%m/%d"):
            printed = printed.replace(f"{date.today():{form}}", f"{_WRITTEN:{form}}")
        return printed

    def check(self, folder: Path) -> None:
        """Fail unless it prints what stands below it, but for how many facts an export has.

        An export may stand without what it says.
        """
        printed = self.run(folder)
        if self.output or not self.comes_first:
            assert _FACTS.sub("", printed) == _FACTS.sub("", self.output)


def blocks(document: Path) -> Iterator[Block]:
    """The blocks of a document that are run, in their order."""
    return map(_block, _BLOCK.finditer(document.read_text(encoding="utf-8")))


def _block(match: re.Match[str]) -> Block:
    if match["file"]:
        return Block(match["file"], "toml", "")
    if match["command"]:
        return Block(match["command"], "console", match["output"])
    return Block(match["program"], match["language"], match["printed"] or "")


def shown(command: str, folder: Path) -> str:
    """What `command` prints: a `tip` alone on a terminal of 88 columns, the rest in the shell.

    What prints nothing says what it did. The current folder is the one that is given.
    """
    words = shlex.split(command)
    if words[0] == "tip" and "|" not in words:
        with chdir(folder):
            done = on_terminal(*words[1:], columns=88, environment={"NO_COLOR": "1"})
        assert done.code == 0
        return done.out or done.err
    return _piped(["bash", "-c", f"set -o pipefail; {command}"], folder)


def _piped(command: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def prepare(document: Path, folder: Path) -> None:
    """Make the files and exports of a document, as far as the programs for that are installed."""
    for block in blocks(document):
        if block.comes_first and all(map(installed, block.clients)):
            block.check(folder)


def renew(document: Path) -> None:
    """Write what the blocks print now below them, as far as their programs are installed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = sorted(blocks(document), key=lambda block: not block.comes_first)
        printed = {
            block: block.run(folder) if all(map(installed, block.clients)) else block.output
            for block in found
        }

    def renewed(match: re.Match[str]) -> str:
        block = _block(match)
        if block.language == "toml":
            return match[0]
        if block.language == "console":
            return f"```console\n$ {block.text}\n{printed[block]}```\n"
        below = f"\n```text\n{printed[block]}```\n" if printed[block] else ""
        return f"```{block.language}\n{block.text}```\n{below}"

    document.write_text(_BLOCK.sub(renewed, document.read_text(encoding="utf-8")))
