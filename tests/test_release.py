"""What a release says of itself agrees with itself, and with what CI runs and tries."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.version import Version

import serbia_tip
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_one_version() -> None:
    """The citation and the changelog name the version that the tool prints."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {serbia_tip.__version__}\n" in citation
    assert f"\n## Tool {serbia_tip.__version__}\n" in changes
    assert "\n## Data " in changes


def test_each_python_is_named() -> None:
    """The oldest Python that the package names is the one that it requires."""
    classifiers = "\n".join(PROJECT["project"]["classifiers"])
    versions = re.findall(r":: (3\.\d+)$", classifiers, re.MULTILINE)
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"
    assert len(versions) > 2


def test_each_task_is_run_somewhere() -> None:
    """CI does each task of the code or a release does, contributors are told, and no other is."""
    code = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    defined = re.findall(r"^@nox\.session.*\ndef (\w+)", code, re.M)
    ci = re.findall(r"^nox -s (.+)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    [release] = re.findall(r"^RELEASE = \((.+?)\)$", code, re.MULTILINE | re.DOTALL)
    run = {name for line in ci for name in line.split()} | {*re.findall(r'"(\w+)"', release)}
    assert run == {*defined} - {"bench", "release"}
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in defined if not re.search(rf"\b{name}`", text)] == []


def test_users_see_no_extra_of_ours() -> None:
    """The extras are what a user can want, and `test`."""
    extras = set(PROJECT["project"]["optional-dependencies"])
    assert extras == {"html", "xlsx", "parquet", "test"}


def test_the_lowest_versions_are_those_that_ci_tries() -> None:
    """Every library that the tool needs is there, in the version from which on it is allowed."""
    extras = PROJECT["project"]["optional-dependencies"]
    optional = [each for extra in ("html", "xlsx", "parquet") for each in extras[extra]]
    lowest = {}
    for each in map(Requirement, [*PROJECT["project"]["dependencies"], *optional]):
        [version] = [said.version for said in each.specifier if said.operator == ">="]
        lowest[each.name.lower()] = Version(version)
    lines = (ROOT / ".ci" / "lowest.txt").read_text(encoding="utf-8").splitlines()
    tried = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert lowest == {name: Version(version) for name, version in tried.items()}


def test_what_is_locked_is_locked_by_hashes() -> None:
    """Each library for development has its hashes, from wherever it comes."""
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==(.*\n(?:    .*\n)*)", text, re.M))
    assert "://" not in text
    assert [name for name, said in locked.items() if "--hash=sha256:" not in said] == []
    assert {"pytest", "ruff", "mypy", "typer", "msgspec"} <= locked.keys()
