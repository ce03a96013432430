"""References from facts to their sources: `key[locator]`, as in CLDF."""

from functools import cache


@cache
def reference(text: str) -> tuple[str, str | None]:
    """Split a reference into the source's id and the locator, or None if it has no locator."""
    key, bracket, rest = text.partition("[")
    return (key, rest[:-1]) if bracket and rest.endswith("]") else (text, None)
