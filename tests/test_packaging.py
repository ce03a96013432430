"""What the package is said to need is what CI tries."""

import re

import tomli
from packaging.requirements import Requirement
from packaging.version import Version

from tests.conftest import ROOT

PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def lowest(requirement: Requirement) -> Version:
    """The lowest version that a requirement allows."""
    [version] = [each.version for each in requirement.specifier if each.operator == ">="]
    return Version(version)


def test_the_lowest_versions_are_those_that_ci_tries() -> None:
    """Every library that the tool needs is there, in the version from which on it is allowed."""
    extras = PROJECT["optional-dependencies"]
    optional = [each for extra in ("html", "xlsx", "parquet") for each in extras[extra]]
    needed = map(Requirement, [*PROJECT["dependencies"], *optional])
    lines = (ROOT / ".ci" / "lowest.txt").read_text(encoding="utf-8").splitlines()
    tried = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {each.name.lower(): lowest(each) for each in needed} == {
        name: Version(version) for name, version in tried.items()
    }


def test_what_is_locked_is_locked_by_hashes() -> None:
    """Each library for development has its hashes, from wherever it comes."""
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^([\w.-]+)==(.*\n(?:    .*\n)*)", text, re.M)
    assert "://" not in text
    assert [name for name, said in locked if "--hash=sha256:" not in said] == []
    assert {"pytest", "ruff", "mypy", "typer", "msgspec"} <= {name for name, _ in locked}
