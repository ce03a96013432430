"""One JSON object: the store itself, and under each name its rows, written as `--json` does."""

from serbia_tip.export.tables import about, things
from serbia_tip.formats.json import array, encoded
from serbia_tip.model import Store


def contents(store: Store) -> bytes:
    """The object, a row a line, as the file holds it."""
    return text(store).encode()


def text(store: Store) -> str:
    """The object, a row a line."""
    members = {"store": encoded(about(store))}
    members |= {table.name: array(map(encoded, table.rows)).rstrip() for table in things(store)}
    lines = ",\n".join(f'"{name}":{value}' for name, value in members.items())
    return f"{{\n{lines}\n}}\n"
