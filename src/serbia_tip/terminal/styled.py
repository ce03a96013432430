"""Styled text, of which views consist."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

NO_BREAK = "\N{NO-BREAK SPACE}"
"""A space at which a line is not broken."""

Style: TypeAlias = Literal["plain", "bold", "dim", "doubt"]
"""How a run looks; `doubt` is for what is disputed, deprecated or only inferred."""


class Run(Struct, frozen=True):
    """A run of text in one style, which may be a link."""

    text: str
    style: Style = "plain"
    link: str | None = None


Styled: TypeAlias = Sequence[Run]


def styled(*parts: str | Run | Iterable[Run]) -> list[Run]:
    """Join plain texts and runs into one text, without empty ones."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            runs.append(Run(part))
        elif isinstance(part, Run):
            runs.append(part)
        else:
            runs.extend(part)
    return [run for run in runs if run.text]


def bold(text: str) -> Run:
    """A bold run: a heading."""
    return Run(text, "bold")


def dim(text: str) -> Run:
    """A dim run: evidence, or an id."""
    return Run(text, "dim")


def doubt(text: str) -> Run:
    """A run that marks something as disputed, deprecated, alleged or inferred."""
    return Run(text, "doubt")


def spelled(text: Styled) -> str:
    """The text without styles and links."""
    return "".join(run.text for run in text)


def cut(text: Styled, begin: int, end: int) -> list[Run]:
    """The text from index `begin` up to `end`."""
    runs, place = [], 0
    for run in text:
        part = run.text[max(begin - place, 0) : max(end - place, 0)]
        if part:
            runs.append(Run(part, run.style, run.link))
        place += len(run.text)
    return runs
