"""One JSON object: the store itself, then the rows of each table, as `--json` prints them."""

from serbia_tip.export.tables import entity_tables, store_table
from serbia_tip.formats.json import array, encoded
from serbia_tip.model import Store


def contents(store: Store) -> bytes:
    """The object, a row on each line."""
    [about] = store_table(store).rows
    members = {"store": encoded(about)}
    members |= {
        table.name: array(map(encoded, table.rows)).rstrip() for table in entity_tables(store)
    }
    lines = ",\n".join(f'"{name}":{value}' for name, value in members.items())
    return f"{{\n{lines}\n}}\n".encode()
