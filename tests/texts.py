"""Read what people read: the words of a text, the cells of a line."""

import re


def words(text: str) -> set[str]:
    """The words of a text, without what stands around them."""
    return set(re.findall(r"\w+", text.casefold()))


def cells(line: str) -> list[str]:
    """The cells of a line of columns in a pipe."""
    return re.split(r"\s{2,}", line.strip())
