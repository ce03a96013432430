"""What is done to the code, each task by its name: `nox -l` lists them, `nox -s lint` does one.

`.ci/run` does those of a change, `nox -s release` those of a release (CONTRIBUTING.md,
RELEASING.md). Nox makes an environment for each, with what it needs.
"""

import re
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["lint", "clients", "package", "wheel"]
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")
SUPPORTED = re.findall(r":: (3\.\d+)$", "\n".join(PROJECT["project"]["classifiers"]), re.MULTILINE)
AT_HAND = [version for version in SUPPORTED if shutil.which(f"python{version}")]
ENDS = dict.fromkeys([*AT_HAND[:1], *AT_HAND[-1:]])
"""The oldest and the newest Python that the tool supports and this machine has."""
RELEASE = (
    "tests",
    "lowest",
    "newest_typer",
    "optimized",
    "reproduced",
    "renderers",
    "searches",
    "mutation",
)
"""What is tried before a release, and not for each change."""


def _group(name: str) -> tuple[str, ...]:
    return nox.project.dependency_groups(PROJECT, name)


@nox.session
def lint(session: nox.Session) -> None:
    """Read the code: ruff, its format, mypy in its strict mode; and the layout of the facts."""
    session.install("--require-hashes", "-r", "requirements-dev.lock")
    session.install("--no-deps", "-e", ".")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("taplo", "format", "--check", "data/facts.toml", silent=True)


@nox.session
def clients(session: nox.Session) -> None:
    """Run the tests that talk to other programs, none of which may be missing."""
    session.install("-e", ".[test,xlsx,parquet]", *_group("clients"))
    session.run("npm", "ci", "--prefix", "tests/clients", "--no-audit", "--no-fund", external=True)
    required = {"CLIENTS": "required"}
    session.run("pytest", "-m", "client and not release", *session.posargs, env=required)


@nox.session
def package(session: nox.Session) -> None:
    """Build what is released, and look at it as an index would."""
    session.install(*_group("package"))
    files = [str(file) for file in _built(session, "dist")]
    session.run("twine", "check", "--strict", *files)
    session.run("check-wheel-contents", *[file for file in files if file.endswith(".whl")])
    session.run("pyroma", "--min", "8", ".")
    session.run("cffconvert", "--validate")


@nox.session(python=list(ENDS))
def wheel(session: nox.Session) -> None:
    """Install the wheel alone, and use it from another folder, as a program and as a library."""
    [file], use = Path("dist").resolve().glob("*.whl"), Path("tests/wheel_use.py").resolve()
    session.install(str(file))
    session.chdir(session.create_tmp())
    for line in (["-V"], ["check"], ["routes", "--role", "transit"], ["cite"]):
        session.run("tip", *line)
    session.run("python", "-W", "error", str(use))


@nox.session
def bench(session: nox.Session) -> None:
    """Measure time and memory against floors and other tools, into bench/RESULTS.md."""
    session.install(".")
    session.run("python", "-m", "bench", *session.posargs)


# --- before a release --------------------------------------------------------------------------


@nox.session
def release(session: nox.Session) -> None:
    """Do all that is tried before a release, one task after the other."""
    for name in RELEASE:
        session.notify(name)


@nox.session(python=list(ENDS))
def tests(session: nox.Session) -> None:
    """Run the sdist's suite on the oldest and the newest Python; words after -- go to pytest."""
    session.install("build")
    folder = Path(session.virtualenv.location, "sdist").resolve()
    [archive] = _built(session, str(folder), "--sdist")
    shutil.unpack_archive(archive, folder, filter="data")
    session.chdir(folder / archive.name.removesuffix(".tar.gz"))
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run a part of the suite on the lowest versions of the libraries that the tool allows."""
    session.install("-c", ".ci/lowest.txt", "-e", ".[test,xlsx]")
    session.run("pytest", "tests/formats", "tests/store", *session.posargs)


@nox.session
def newest_typer(session: nox.Session) -> None:
    """Run the command line's tests on the newest Typer, beyond the cap in pyproject.toml."""
    session.install("-e", ".[test]")
    session.install("--upgrade", "typer")
    session.run("pytest", "tests/cli", *session.posargs)


@nox.session
def optimized(session: nox.Session) -> None:
    """Run parts of the suite without docstrings and assertions, and in development mode."""
    session.install("-e", ".[test,xlsx]")
    known = "ignore:assertions not in test modules:pytest.PytestConfigWarning"
    session.run("pytest", "-W", known, "tests/export", env={"PYTHONOPTIMIZE": "2"})
    session.run("pytest", "tests/cli", "tests/store", env={"PYTHONDEVMODE": "1"})


@nox.session
def reproduced(session: nox.Session) -> None:
    """Build twice; the files must be the same bytes."""
    session.install("build")
    once, again = (
        {file.name: file.read_bytes() for file in _built(session, f"dist/{name}")}
        for name in ("once", "again")
    )
    if once != again:
        session.error("two builds of one commit are not the same bytes")


@nox.session
def renderers(session: nox.Session) -> None:
    """Look at the pictures in Inkscape and LibreOffice."""
    session.install("-e", ".[test]", *_group("clients"))
    session.run("pytest", "-m", "release", *session.posargs, env={"CLIENTS": "required"})


@nox.session
def searches(session: nox.Session) -> None:
    """Try ten thousand hostile stores and command lines, others each time."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/test_hostile.py", env={"HYPOTHESIS_PROFILE": "long"})


@nox.session
def mutation(session: nox.Session) -> None:
    """Make one small change after another, and list those that no test notices."""
    session.install("-e", ".[test]", "mutmut>=3.8")
    session.run("mutmut", "run")
    session.run("mutmut", "results")


def _built(session: nox.Session, folder: str, *options: str) -> list[Path]:
    """Build into an empty folder, and return the files."""
    shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "build", *options, "--outdir", folder, ".", silent=True)
    return sorted(Path(folder).glob("*.*"))
