"""How many columns text takes, and how it is broken into lines within them."""

import re

from rich.cells import cell_len

_WORD = re.compile(r"[^ \n]+")


def cells(text: str) -> int:
    """How many columns the text takes."""
    return cell_len(text)


def filled(text: str, columns: int) -> list[str]:
    """The lines of the text, none but a single word wider than so many columns."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        if lines and cell_len(f"{lines[-1]} {word}") <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
