"""Number the sources of an answer, and list them under it."""

import re
from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Run, Styled, dim, styled
from serbia_tip.views.wording import Wording, period, runs

_EDITION = re.compile(r"(.+) (\d{4})")
"""The short name of one year's edition of a publication."""
_MOST = 3
"""How many numbers stand beside a line."""


class Evidence:
    """Sources, numbered in the order in which they are first shown."""

    def __init__(self, store: Store, *, editions: bool = False) -> None:
        """With `editions`, sources whose short names differ only in the year share a number."""
        self._sources = store.sources
        self._words = Wording(store)
        self._editions = editions
        self._places: dict[str, dict[str, None]] = {}
        self._numbers: dict[str, int] = {}

    def mark(self, references: Sequence[str]) -> str:
        """The numbers of these references' sources: `[1]`, `[2,5]`, `[1,2,3, …]`."""
        names: dict[str, None] = {}
        for text in references:
            key, locator = reference(text)
            names[self._numbered(key)] = None
            places = self._places.setdefault(key, {})
            if locator is not None:
                places[locator] = None
        shown = sorted(names, key=lambda name: name not in self._numbers)[:_MOST]
        for name in shown:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        numbers = ",".join(map(str, sorted(self._numbers[name] for name in shown)))
        return f"[{numbers},{NO_BREAK}…]" if len(names) > _MOST else f"[{numbers}]"

    def short(self) -> Styled:
        """The short names of the numbered sources, with links, and how many have no number."""
        items = []
        for name, number in self._numbers.items():
            keys = [key for key in self._places if self._numbered(key) == name]
            title, edition = self._edition(keys[0])
            if len(keys) > 1:
                edition = runs([int(self._edition(key)[1]) for key in keys])
            words = " ".join(filter(None, [f"[{number}]", title, edition]))
            url = address(self._sources[keys[0]].url) if len(keys) == 1 else None
            items.append(Run(words.replace(" ", NO_BREAK), "dim", url))
        if others := sum(self._numbered(key) not in self._numbers for key in self._places):
            items.append(dim(f"… {others} more: --sources{NO_BREAK}full"))
        gap = dim(f"{NO_BREAK} ")
        return [run for item in items for run in (item, gap)][:-1]

    def full(self) -> Iterator[Styled]:
        """The sources in full, each with the places in it that were referred to."""
        for key in self._places:
            self._numbers.setdefault(self._numbered(key), len(self._numbers) + 1)
        numbers = {key: self._numbers[self._numbered(key)] for key in self._places}
        for key, places in sorted(self._places.items(), key=lambda item: numbers[item[0]]):
            source = self._sources[key]
            when = period(source.published)
            said = f"{visible(source.title)}. {visible(source.publisher)}, {when}."
            where = f" At {', '.join(map(visible, places))}." if places else ""
            url = f" {visible(source.url)}" if source.url else ""
            yield styled(
                f"[{numbers[key]}] ",
                dim(f"{visible(key)}: "),
                said,
                where,
                Run(url, "dim", address(source.url)),
            )

    def _numbered(self, key: str) -> str:
        """What has a number: the source, or the publication whose editions share one."""
        title, edition = self._edition(key)
        return title if edition else key

    def _edition(self, key: str) -> tuple[str, str]:
        """A source's short name without the year, and the year, where editions share a number."""
        name = self._words.source(key)
        found = _EDITION.fullmatch(name) if self._editions else None
        return (found[1], found[2]) if found else (name, "")


def address(url: str | None) -> str | None:
    """The address of a source, if a terminal may link to it."""
    if url and url.startswith(("https://", "http://")) and url.isprintable() and " " not in url:
        return url
    return None
