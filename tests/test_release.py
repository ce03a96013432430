"""What a release says of itself agrees with itself, and with what CI runs and tries."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.version import Version

import serbia_tip
from tests.conftest import ROOT


def read(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(read("pyproject.toml"))["project"]


def test_the_citation_and_the_changelog_name_the_version_that_the_tool_prints() -> None:
    """And the changelog tells of the facts beside."""
    assert f"\nversion: {serbia_tip.__version__}\n" in read("CITATION.cff")
    assert f"\n## Tool {serbia_tip.__version__}\n" in read("CHANGELOG.md")
    assert "\n## Data " in read("CHANGELOG.md")


def test_the_oldest_python_that_is_named_is_required() -> None:
    """Of several."""
    oldest, *more = re.findall(r":: (3\.\d+)\n", "\n".join(PROJECT["classifiers"]))
    assert (PROJECT["requires-python"], len(more) > 1) == (f">={oldest}", True)


def test_each_task_is_run_by_ci_or_a_release_and_contributors_are_told() -> None:
    """No other is."""
    code = read("noxfile.py")
    defined = re.findall(r"^@nox\.session.*\ndef (\w+)", code, re.MULTILINE)
    ci = re.findall(r"^nox -s (.+)$", read(".ci/run"), re.MULTILINE)
    [release] = re.findall(r"^RELEASE = \((.+?)\)$", code, re.MULTILINE | re.DOTALL)
    run = {name for line in ci for name in line.split()} | {*re.findall(r'"(\w+)"', release)}
    assert run == {*defined} - {"bench", "release"}
    text = read("CONTRIBUTING.md")
    assert [name for name in defined if not re.search(rf"\b{name}`", text)] == []


def test_the_lowest_versions_that_are_allowed_are_those_that_a_release_tries() -> None:
    """Of every library that the tool needs; users see no extra but theirs, and `test`."""
    extras = PROJECT["optional-dependencies"]
    assert extras.keys() == {"charts", "html", "xlsx", "parquet", "test"}
    optional = [each for extra in extras if extra != "test" for each in extras[extra]]
    lowest = {}
    for each in map(Requirement, [*PROJECT["dependencies"], *optional]):
        [version] = [said.version for said in each.specifier if said.operator == ">="]
        lowest[each.name.lower()] = Version(version)
    tried = re.findall(r"^([\w-]+)==(.+)$", read(".ci/lowest.txt"), re.MULTILINE)
    assert lowest == {name: Version(version) for name, version in tried}


def test_what_is_locked_is_locked_by_hashes() -> None:
    """Each library for development has its hashes, from wherever it comes."""
    text = read("requirements-dev.lock")
    locked = dict(re.findall(r"^([\w.-]+)==(.*\n(?:    .*\n)*)", text, re.MULTILINE))
    assert "://" not in text
    assert [name for name, said in locked.items() if "--hash=sha256:" not in said] == []
    assert {"pytest", "ruff", "mypy", "typer", "msgspec"} <= locked.keys()


def test_each_file_that_the_project_names_is_there() -> None:
    """One that was moved would be linted or mutated by no rule of its own."""
    named = re.findall(r'"((?:src|tests)/[\w/]+\.py)"', read("pyproject.toml"))
    assert [name for name in named if not (ROOT / name).exists()] == []
