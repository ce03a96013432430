"""Small stores, each written for one test."""

import json
from collections.abc import Mapping, Sequence
from itertools import starmap
from pathlib import Path
from typing import Any

Table = Mapping[str, Any]

_AS_USUAL: Table = {}
_STORE: Table = {"title": "A small store", "country": "XA", "version": "1"}
_COUNTRIES: Mapping[str, Table] = {
    "XA": {"alpha3": "XAA", "name": "Arden", "lat": 1.0, "lon": 2.0},
    "XB": {"alpha3": "XBB", "name": "Bredon", "lat": 3.0, "lon": 4.0},
}
_SOURCE: Table = {"title": "A Book", "publisher": "A House", "kind": "book"}
_FIGURE: Table = {"measure": "victims", "value": 1, "unit": "persons", "bound": "exact"}
# What a fact of each kind must have and a test may not care for.
_FACTS: Mapping[str, Table] = {
    "routes": {"role": "source", "origin": "XA"},
    "statistics": {"area": "protection", **_FIGURE},
    "tiers": {"year": 2001, "tier": "Tier 1", "basis": "stated"},
    "findings": {"area": "protection", "topic": "shelter", "assessment": "context"},
    "laws": {"name": "An Act", "kind": "statute", "event": "adopted"},
}


def small_store(
    folder: Path,
    *,
    store: Table = _AS_USUAL,
    source: Table = _AS_USUAL,
    more: str = "",
    **facts: Sequence[Table],
) -> str:
    """The path of a store in `folder` with these facts, each completed to one that is sound.

    All rest on the one source `book`; a fact without an id is called after its kind and place. A
    field that is None is left out.
    What else stands in the store is `more`, in TOML.
    """
    tables = [("[store]", {**_STORE, **store})]
    tables += [(f"[countries.{code}]", {**country}) for code, country in _COUNTRIES.items()]
    tables += [("[sources.book]", {**_SOURCE, **source})]
    for kind, rows in facts.items():
        for number, row in enumerate(rows):
            usual = {"id": f"{kind}-{number}", "statement": "It is so.", "sources": ["book"]}
            tables.append((f"[[{kind}]]", {**usual, **_FACTS[kind], **row}))
    path = folder / "small.toml"
    path.write_bytes("\n".join([*starmap(_table, tables), more]).encode())
    return str(path)


def _table(header: str, row: Table) -> str:
    given = (f"{key} = {_value(value)}" for key, value in row.items() if value is not None)
    return "\n".join([header, *given, ""])


def _value(value: Any) -> str:
    """The value in TOML, which is JSON but for tables and one letter."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key} = {_value(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
