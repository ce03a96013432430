"""The view of `tip diff`: what changed between two stores, a line for each field."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from serbia_tip.queries.store_changes import Change
from serbia_tip.terminal.escape import visible


def render(rows: Sequence[Change]) -> str:
    """Each changed fact with its changed fields, or all fields if it was added or removed."""
    return "".join(f"{visible(line)}\n" for row in rows for line in _lines(row))


def _lines(row: Change) -> Iterator[str]:
    yield f"{row.change} {row.id} ({row.table})"
    for change in row.fields:
        if change.field == "id":
            continue
        match row.change:
            case "added":
                said = _json(change.new)
            case "removed":
                said = _json(change.old)
            case "changed":
                said = f"{_json(change.old)} -> {_json(change.new)}"
        if row.change == "changed" or said not in ("null", "[]", "false"):
            yield f"  {change.field}: {said}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
