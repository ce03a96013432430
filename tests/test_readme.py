"""What the README shows is what happens. `python tests/test_readme.py` renews its screens."""

import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import ROOT, Tip, spawn
from tests.documents import DOCUMENTS, shown
from tests.readers import svg_lines

README = ROOT / "README.md"
_SCREEN = re.compile(r"```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```\n")
_PICTURE = re.compile(r"`(?P<command>tip [^`]*-f svg)`\n\n!\[[^]]*\]\((?P<path>\S+\.svg)\)")
_EXPORT = "tip export "


def screens() -> list[tuple[str, str]]:
    """The README's commands, each with what is shown below it."""
    return [(match["command"], match["output"]) for match in _SCREEN.finditer(README.read_text())]


def needed(command: str) -> set[str]:
    """The clients of a command: the programs that it runs, and what it has Python `import`."""
    programs = [part.split()[0] for part in shlex.join(shlex.split(command)).split(" '|' ")]
    return {*programs, *re.findall(r"\bimport \w+", command)} - {"tip"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the README's exports have been made."""
    folder = tmp_path_factory.mktemp("readme")
    for command, output in screens():
        if command.startswith(_EXPORT):
            assert shown(command, folder) == output
    return folder


@pytest.mark.parametrize(
    ("command", "output"),
    [
        pytest.param(command, output, id=command, marks=pytest.mark.client(*needed(command)))
        for command, output in screens()
        if not command.startswith(_EXPORT)
    ],
)
def test_screen(exports: Path, command: str, output: str) -> None:
    """A command of the README prints what stands below it."""
    assert shown(command, exports) == output


def pictures() -> list[tuple[str, Path]]:
    """The commands of the README and the documents that draw a picture, each with its file."""
    return sorted(
        (match["command"], (document.parent / match["path"]).resolve())
        for document in [README, *DOCUMENTS]
        for match in _PICTURE.finditer(document.read_text(encoding="utf-8"))
    )


def test_pictures(tip: Tip) -> None:
    """The pictures that are shown, and there are no others, are what their commands draw."""
    assert {path for _, path in pictures()} == set((ROOT / "docs").glob("*.svg"))
    for command, path in pictures():
        assert svg_lines(tip(*command.split()[1:]).out) == svg_lines(path.read_text())


def test_setup_commands_are_those_of_ci() -> None:
    """CI runs the README's two set-up commands to the letter."""
    commands = re.findall(r"^    (python3 -m venv .*)$", README.read_text(), re.MULTILINE)
    ci = (ROOT / ".ci" / "run").read_text().splitlines()
    assert len(commands) == 2
    assert set(commands) <= set(ci)


def test_every_command_is_named(tip: Tip) -> None:
    """The README, or the help that it points to, leaves no command out."""
    listed = re.findall(r"^  (\w+)  ", tip("--help").out.partition("Look up:")[2], re.MULTILINE)
    text = README.read_text() + (ROOT / "CHANGELOG.md").read_text()
    assert [name for name in listed if f"`{name}`" not in text and f"tip {name}" not in text] == []


def renew() -> None:
    """Write what the commands print now below them."""
    with TemporaryDirectory() as folder:

        def screen(match: re.Match[str]) -> str:
            printed = shown(match["command"], Path(folder))
            return f"```console\n$ {match['command']}\n{printed}```\n"

        README.write_text(_SCREEN.sub(screen, README.read_text()))
    for command, path in pictures():
        path.write_bytes(spawn(*command.split()[1:]).stdout)


if __name__ == "__main__":
    renew()
