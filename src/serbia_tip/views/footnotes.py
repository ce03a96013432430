"""The marks beside the values, and under the table what each stands for."""

from collections import defaultdict
from collections.abc import Iterator

from serbia_tip.model import Source, Store
from serbia_tip.queries.fact_card import Citation
from serbia_tip.queries.rows import CitedRow, Row
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import NO_BREAK


class Footnotes:
    """Numbers the references of rows in the order in which they are first met."""

    def __init__(self, store: Store) -> None:
        """Footnotes to the facts of this store, none of them met yet."""
        self._sources = store.sources
        self._numbers: dict[str, int] = {}

    def mark(self, *rows: Row) -> str:
        """The mark of the rows' references, such as `[1]` or `[2,5]`; nothing without any."""
        texts = [text for row in rows if isinstance(row, CitedRow) for text in row.sources]
        if not texts:
            return ""
        numbers = [self._numbers.setdefault(text, len(self._numbers) + 1) for text in texts]
        return f"[{','.join(map(str, dict.fromkeys(numbers)))}]"

    def lines(self) -> Iterator[str]:
        """Each source met, in full, with its marks and the places in it that they stand for."""
        places: defaultdict[str, list[tuple[int, str | None]]] = defaultdict(list)
        for text, number in self._numbers.items():
            key, locator = reference(text)
            places[key].append((number, locator))
        for key, marks in places.items():
            full = described(self._sources[key])
            if len(marks) == 1:
                [(number, locator)] = marks
                where = "" if locator is None else f"[{locator}]"
                yield visible(f"[{number}] {key}{where}: {full}")
            else:
                yield visible(f"{key}: {full}")
                where = "  ".join(
                    f"[{number}] {locator or 'whole'}".replace(" ", NO_BREAK)
                    for number, locator in marks
                )
                yield f"    {visible(where)}"


def described(source: Source | Citation) -> str:
    """A source in one line: title, publisher, date and address."""
    published = source.published or "undated"
    return f"{source.title}. {source.publisher}, {published}. {source.url or ''}".rstrip()
