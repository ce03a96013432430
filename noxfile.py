"""What is done to the code, each task by its name: `nox -l` lists them, `nox -s lint` does one.

CONTRIBUTING.md and `.ci/run` call these. Nox makes an environment for each, with what it needs.
"""

import os
import re
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["lint", "tests", "clients", "package"]
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")
SUPPORTED = re.findall(r":: (3\.\d+)$", "\n".join(PROJECT["project"]["classifiers"]), re.MULTILINE)
AT_HAND = [version for version in SUPPORTED if shutil.which(f"python{version}")]
ENDS = dict.fromkeys([*AT_HAND[:1], *AT_HAND[-1:]])
"""The oldest and the newest Python that the tool supports and this machine has."""
TESTED = os.environ.get("TESTED")
"""A Python on which the suite ran already."""


def _group(name: str) -> tuple[str, ...]:
    return nox.project.dependency_groups(PROJECT, name)


@nox.session
def lint(session: nox.Session) -> None:
    """Read the code: ruff, its format, and mypy in its strict mode."""
    session.install("--require-hashes", "-r", "requirements-dev.lock")
    session.install("--no-deps", "-e", ".")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session(python=[version for version in ENDS if version != TESTED] or list(ENDS))
def tests(session: nox.Session) -> None:
    """Run the sdist's suite on the oldest and the newest Python; words after -- go to pytest."""
    folder = Path(session.create_tmp(), "sdist").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    session.install("build")
    session.run("python", "-m", "build", "--sdist", "--outdir", str(folder), ".", silent=True)
    [archive] = folder.glob("*.tar.gz")
    shutil.unpack_archive(archive, folder, filter="data")
    session.chdir(folder / archive.name.removesuffix(".tar.gz"))
    session.install("-e", ".[test]")
    session.log(f"the suite on Python {session.python}")
    session.run("pytest", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run a part of the suite on the lowest versions of the libraries that the tool allows."""
    session.install("-c", ".ci/lowest.txt", "-e", ".[test,xlsx]")
    session.run("pytest", "tests/formats", "tests/store", *session.posargs)


@nox.session
def clients(session: nox.Session) -> None:
    """Run the tests that talk to other programs, none of which may be missing."""
    session.install("-e", ".[test,xlsx,parquet]", *_group("clients"))
    session.run("npm", "ci", "--prefix", "tests/clients", "--no-audit", "--no-fund", external=True)
    session.run("pytest", "-m", "client", *session.posargs, env={"CLIENTS": "required"})


@nox.session
def package(session: nox.Session) -> None:
    """Build what is released, twice to the same bytes, and look at it as an index would."""
    session.install(*_group("package"))
    made = []
    for folder in ("dist", "dist/again"):
        shutil.rmtree(folder, ignore_errors=True)
        session.run("python", "-m", "build", "--outdir", folder, ".", silent=True)
        made.append({file.name: file.read_bytes() for file in Path(folder).glob("*.*")})
    if made[0] != made[1]:
        session.error("two builds of one commit are not the same bytes")
    shutil.rmtree("dist/again")
    files = sorted(str(file) for file in Path("dist").iterdir())
    session.run("twine", "check", "--strict", *files)
    session.run("check-wheel-contents", *[file for file in files if file.endswith(".whl")])
    session.run("pyroma", "--min", "8", ".")
    session.run("cffconvert", "--validate")


@nox.session
def wheel(session: nox.Session) -> None:
    """Install the wheel alone, and run it from another folder."""
    [file] = Path("dist").resolve().glob("*.whl")
    session.install(str(file))
    session.chdir(session.create_tmp())
    for line in (["-V"], ["check"], ["tiers"], ["cite"]):
        session.run("tip", *line)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure time and memory against floors and other tools, into bench/RESULTS.md."""
    session.install(".")
    session.run("python", "-m", "bench", *session.posargs)
