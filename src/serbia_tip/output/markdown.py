"""A Markdown table (GitHub's), in which no value can become markup."""

import re

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import lines, visible
from serbia_tip.output.screen import Screen

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


def render(answer: Answer, screen: Screen) -> str:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    table = [[_MARKUP.sub(r"\\\g<0>", visible(cell)) for cell in line] for line in lines(answer)]
    if answer.header:
        table.insert(1, ["---"] * len(answer.columns))
    return "".join(f"| {' | '.join(line)} |\n" for line in table)
