"""The values that a field has in the store, what people call them, and how many facts have each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from serbia_tip.lookup import lookup
from serbia_tip.model import Store
from serbia_tip.queries.lookups import COMMANDS, KINDS, sources, timeline
from serbia_tip.queries.rows import Row, SourceRow, TimelineRow, ValueRow
from serbia_tip.references import reference

_QUERIES: Mapping[str, Callable[[Store], Sequence[Row]]] = {
    **{kind.row.command: kind.query for kind in KINDS.values()},
    TimelineRow.command: timeline,
    SourceRow.command: sources,
}
"""The queries that find all rows of a command."""


def value_rows(store: Store, command: str, field: str) -> list[ValueRow]:
    """The values of this field in all rows of this command, those that most rows have first.

    Raises NotThereError for a command or a field that there isn't.
    """
    chosen = lookup("command with values", command, dict.fromkeys(_QUERIES, 0))
    name = lookup("field", field, dict.fromkeys(COMMANDS[chosen].__struct_fields__, 0))
    counts = Counter(
        value for row in _QUERIES[chosen](store) for value in _values(getattr(row, name), name)
    )
    titles = _titles(store, name)
    return [
        ValueRow(value=value, title=titles.get(value), facts=count)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _values(value: object, field: str) -> set[str]:
    """The values in a cell, each once; of references, the sources."""
    if value is None:
        return set()
    if isinstance(value, bool):
        return {str(value).lower()}
    found = {str(item) for item in value} if isinstance(value, list) else {str(value)}
    return {reference(text)[0] for text in found} if field == "sources" else found


def _titles(store: Store, field: str) -> dict[str, str]:
    """What people call the values of this field, where that is another word."""
    if field in ("origin_code", "destination_code"):
        return {code: country.name for code, country in store.countries.items()}
    if field == "sources" or field == "id":
        return {key: source.short or source.title for key, source in store.sources.items()}
    if field == "said_by":
        return {name: body.short for name, body in store.bodies.items() if body.short}
    terms = store.terms.get(field, {})
    return {name: term.title for name, term in terms.items() if term.title}
