"""References of facts to their sources: `key[locator]`, from CLDF."""


def reference(text: str) -> tuple[str, str | None]:
    """Split a reference: its source id, and its locator or None (`key[locator]`, from CLDF)."""
    key, bracket, rest = text.partition("[")
    return (key, rest[:-1]) if bracket and rest.endswith("]") else (text, None)
