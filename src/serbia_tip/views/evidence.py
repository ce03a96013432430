"""The sources of an answer: numbers beside the lines, and under them what each stands for."""

from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Run, Styled, dim, styled
from serbia_tip.views.wording import Wording, period

_MOST = 3
"""How many numbers stand beside a line before the rest is only hinted at."""


class Evidence:
    """Numbers sources in the order in which they are first met."""

    def __init__(self, store: Store) -> None:
        """No source of this store has been met yet."""
        self._sources = store.sources
        self._words = Wording(store)
        self._places: dict[str, dict[str, None]] = {}

    def mark(self, references: Sequence[str]) -> str:
        """The numbers of these references' sources: `[1]`, `[2,5]`, `[1,2,3, …]`."""
        for text in references:
            key, locator = reference(text)
            places = self._places.setdefault(key, {})
            if locator is not None:
                places[locator] = None
        order = {key: number for number, key in enumerate(self._places, 1)}
        numbers = sorted({order[reference(text)[0]] for text in references})
        shown = ",".join(map(str, numbers[:_MOST]))
        return f"[{shown},{NO_BREAK}…]" if len(numbers) > _MOST else f"[{shown}]"

    def short(self) -> Styled:
        """The sources met by their short names, run in, each leading to its address."""
        items = []
        for number, key in enumerate(self._places, 1):
            name = f"[{number}]{NO_BREAK}{self._words.source(key).replace(' ', NO_BREAK)}"
            items.append(Run(name, "dim", _address(self._sources[key].url)))
        gap = dim(f"{NO_BREAK} ")
        return [run for item in items for run in (item, gap)][:-1]

    def full(self) -> Iterator[Styled]:
        """The sources met, each whole, with the places in it that were referred to."""
        for number, (key, places) in enumerate(self._places.items(), 1):
            source = self._sources[key]
            when = period(source.published)
            said = f"{visible(source.title)}. {visible(source.publisher)}, {when}."
            where = f" At {', '.join(map(visible, places))}." if places else ""
            url = f" {visible(source.url)}" if source.url else ""
            yield styled(
                f"[{number}] ",
                dim(f"{visible(key)}: "),
                said,
                where,
                Run(url, "dim", _address(source.url)),
            )


def _address(url: str | None) -> str | None:
    """The address, if a terminal may follow it."""
    if url and url.startswith(("https://", "http://")) and url.isprintable() and " " not in url:
        return url
    return None
