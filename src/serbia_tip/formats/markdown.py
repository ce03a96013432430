"""Markdown: a table in GitHub's dialect, in which no value becomes markup."""

import re
from collections.abc import Iterator, Sequence

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.flat import lines
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Screen

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]|(?P<begin>@(?=\w)|(?<!/)#(?=\d)|:(?=[\w+-]+:))")
"""Markup, or the start of what GitHub and others take for a person, an issue or an emoji."""
_APART = "<!-- -->"
"""Separates two letters where a backslash doesn't help, as GitHub looks at the rendered text."""


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    table = (_line([_plain(cell) for cell in line]) for line in lines(answer))
    if answer.header:
        yield next(table)
        yield _line(["---"] * len(answer.columns))
    yield from table


def _plain(cell: str) -> str:
    return _MARKUP.sub(_escaped, visible(cell))


def _escaped(match: re.Match[str]) -> str:
    letter = match[0]
    return f"{letter}{_APART}" if match["begin"] else f"\\{letter}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
