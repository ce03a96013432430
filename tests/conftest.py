"""What the tests share: a pinned environment, and `tip` in this process and in one of its own."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, settings

import serbia_tip
from serbia_tip.cli.main import run_main
from serbia_tip.model import Store
from serbia_tip.store import load

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = ROOT / "tests" / "clients"  # Node's packages, and what has them read something
OTHER = ROOT / "tests" / "data" / "other.toml"  # a made-up store of another country
EVERY_FIELD = OTHER.with_name("every-field.toml")  # one that says all that can be said

patient = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
settings.register_profile("quick", patient, max_examples=20)
settings.register_profile("ci", settings.get_profile("quick"), max_examples=100)
settings.register_profile("long", settings.get_profile("ci"), max_examples=500, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_PINNED = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "GITHUB_ACTIONS", "CI")


def pytest_configure() -> None:
    """Parse and check each store once, and count programs beside this Python as installed."""
    load.load_checked = lru_cache(maxsize=8)(load.load_checked)
    assert Path(serbia_tip.__file__).is_relative_to(ROOT), "another copy of the tool is installed"
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for the clients of a test."""
    asked = [name for marker in item.iter_markers("client") for name in marker.args]
    need(", ".join(name for name in asked if not installed(name)))


def installed(name: str) -> bool:
    """Whether there is a program of this name, or a package, if it reads `import` and a name."""
    package = name.removeprefix("import ")
    return bool(shutil.which(name) if package == name else find_spec(package))


def need(missing: str) -> None:
    """Skip the test for what is not installed, unless it is required to be (as in CI)."""
    if missing and os.environ.get("CLIENTS") == "required":
        pytest.fail(f"not installed: {missing}")
    if missing:
        pytest.skip(f"not installed: {missing}")


def client(*command: str, given: str | None = None) -> str:
    """What another program prints; it must end well."""
    variables = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, env=variables, input=given, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def node(script: str, package: str, given: str) -> Any:
    """What a script of `tests/clients` found; it is skipped without the package that it needs."""
    if not (CLIENTS / "node_modules" / package).is_dir():
        need("npm ci --prefix tests/clients")
    return msgspec.json.decode(client("node", str(CLIENTS / script), given=given))


class Result(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return msgspec.json.decode(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines that it printed."""
        return self.out.splitlines()


Tip = Callable[..., Result]
Done = subprocess.CompletedProcess[bytes]


@pytest.fixture(autouse=True)
def pinned_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the terminal or the variables of whoever runs it."""
    for name in [name for name in os.environ if name in _PINNED or name.startswith("TIP_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def tip(monkeypatch: pytest.MonkeyPatch) -> Tip:
    """`tip` in this process, its output no terminal: `tip("routes", "--role", "transit")`."""

    def call(*arguments: str) -> Result:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        err = io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = run_main(arguments)
        out.flush()
        assert isinstance(out.buffer, io.BytesIO)
        return Result(code, out.buffer.getvalue().decode(), err.getvalue())

    return call


@pytest.fixture
def other_tip(tip: Tip) -> Tip:
    """`tip` on the made-up store."""
    return lambda *arguments: tip("--store", str(OTHER), *arguments)


def spawn(*arguments: str, environment: Mapping[str, str] | None = None, **options: Any) -> Done:
    """`tip` in a process of its own, with nothing in its environment but what is given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-m", "serbia_tip", *arguments]
    if not options.keys() & {"stdout", "stderr"}:
        options["capture_output"] = True
    return subprocess.run(command, env={**kept, **(environment or {})}, timeout=60, **options)


def from_shell(redirection: str, *arguments: str, by: str = "sh", **variables: str) -> Done:
    """`tip` on the made-up store as a shell starts it, with this redirection."""
    started = f'"$0" -m serbia_tip "$@" {redirection}; exit $?'
    command = [by, "-c", started, sys.executable, *arguments]
    given = {"PATH": os.environ["PATH"], "TIP_STORE": str(OTHER), **variables}
    return subprocess.run(command, env=given, capture_output=True, timeout=60)


@pytest.fixture(scope="session")
def shipped() -> Store:
    """The store that is shipped."""
    return serbia_tip.load()


@pytest.fixture(scope="session")
def other() -> Store:
    """The made-up store of another country."""
    return serbia_tip.load(OTHER)


def ids(facts: Sequence[Any]) -> list[str]:
    """The ids of facts or rows, in their order."""
    return [fact.id for fact in facts]
