"""Say what a question without matches would find without one of its filters."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from serbia_tip.model import FACT_TYPES, Store, reference
from serbia_tip.periods import span, years
from serbia_tip.queries.filters import EVERYTHING, Common, in_years
from serbia_tip.queries.rows import CoverageRow, Row
from serbia_tip.views.pointers import called, topics_alike
from serbia_tip.views.wording import runs
from serbia_tip.words import fold, number_of

_MOST = 5
"""How many values are named."""
_RUNS = 2
"""After more runs of years than this one the nearest is named."""
_YEARS = ("year", "since", "until")
_WAYS = {"origin": "from", "destination": "to"}
"""The words before a country, which need no "with"."""
_FIELDS = {"country": ("origin", "destination"), "source": ("sources",), "by": ("said_by",)}
"""The fields that a filter of another name looks at."""


class _Filter(Struct, frozen=True):
    """One filter of a question, and the question without it."""

    name: str
    said: str
    common: Common
    own: Mapping[str, Any]


def suggestions(
    store: Store,
    noun: str,
    ask: Callable[..., Sequence[Row]],
    common: Common,
    own: Mapping[str, Any],
    required: Sequence[str] = (),
) -> Iterator[str]:
    """What would match without each of the filters that has an effect.

    `ask` takes the store, the common filters and the command's `own`, of which those that are
    `required` can't be left out.
    """
    filters = list(_filters(common, own, required))
    words = [" ".join(own[name]) for name in required if own[name]]
    for left_out in filters:
        if rows := ask(store, common=left_out.common, **left_out.own):
            rest = [*words, *(each.said for each in filters if each is not left_out)]
            there = f"{', '.join(rest)} {'has' if len(rest) == 1 else 'have'}"
            if left_out.name == "measure":
                rows = _of_same_area(store, rows, own["measure"])
            yield f"{there if rest else 'there are'} {_found(rows, noun, left_out.name, common)}"
    yield from _in_words(store, common, own)


def _of_same_area(store: Store, rows: Sequence[Row], measures: Sequence[str]) -> Sequence[Row]:
    meant = set(map(fold, measures))
    areas = {
        fact.area
        for fact in store.statistics
        if not meant.isdisjoint(called(store.measures, fact.measure))
    }
    return [row for row in rows if getattr(row, "area", None) in areas] or rows


def _in_words(store: Store, common: Common, own: Mapping[str, Any]) -> Iterator[str]:
    """The newest finding on what these measures count that speaks of the years asked for."""
    topics = topics_alike(store, own.get("measure") or ())
    found = [
        finding
        for finding in store.findings
        if finding.topic in topics and finding.period and in_years(finding.period, common)
    ]
    if found and common != EVERYTHING:
        newest = max(found, key=lambda finding: span(str(finding.period)))
        yield f"in words: {newest.statement} (tip show {newest.id})"


def _filters(common: Common, own: Mapping[str, Any], required: Sequence[str]) -> Iterator[_Filter]:

    def without(*names: str) -> Common:
        return replace(common, **{name: getattr(EVERYTHING, name) for name in names})

    given = {name: value for name, value in asdict(common).items() if value not in ((), [], None)}
    del given["deprecated"]  # it brings more, and leaves nothing out
    said = {
        name: " and ".join(map(str, value)) if name == "year" else f"{name} {_joined(value)}"
        for name, value in given.items()
    }
    if common.meant:
        words = (
            _joined(list(dict.fromkeys(value for _, value in meanings)))
            for meanings in common.meant
        )
        said["meant"] = " and ".join(words)
    if when := " ".join(said[name] for name in _YEARS if name in said):
        yield _Filter("year", when, without(*_YEARS), own)
    for name in given:
        if name not in _YEARS:
            yield _Filter(name, said[name], without(name), own)
    for name, value in own.items():
        if value and name not in required:
            if name == "words":  # to be found in texts, each of them
                for word in value:
                    yield _Filter(
                        name, word, common, {**own, name: [w for w in value if w != word]}
                    )
                continue
            label = _WAYS.get(name, name)
            switch = value is True
            text = f"--{label}" if switch else f"{label} {_joined(value)}"
            yield _Filter(name, text, common, {**own, name: False if switch else []})


def _joined(value: Any) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _found(rows: Sequence[Row], noun: str, name: str, common: Common) -> str:
    if name == "year":
        touched = sorted({year for row in rows for year in _years(row)})
        things = "facts" if isinstance(rows[0], CoverageRow) else f"{noun}s"
        if not touched:
            return f"undated {things}"
        said = runs(touched)
        near = [min(touched, key=lambda year: abs(year - asked)) for asked in common.year[:1]]
        nearest = f" (nearest: {near[0]})" if near and said.count(",") >= _RUNS else ""
        return f"{things} for {said}{nearest}"
    label = _WAYS.get(name, name)
    counts = Counter(
        value
        for row in rows
        for value in {value for field in _FIELDS.get(name, (name,)) for value in _in(row, field)}
    )
    if name == "words":
        return number_of(len(rows), noun)
    if not counts:  # a switch
        return f"{number_of(len(rows), noun)} without --{label}"
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    named = ", ".join(f"{value} ({count})" for value, count in most)
    more = f" and {len(counts) - _MOST} more" if len(counts) > _MOST else ""
    return f"{noun}s {'' if name in _WAYS else 'with '}{label} {named}{more}"


def _years(row: Row) -> Sequence[int]:
    if isinstance(row, CoverageRow) and not any(map(row.count, FACT_TYPES)):
        return []
    period = getattr(row, "period", None) or getattr(row, "published", None)
    if period:
        return years(period)
    year = getattr(row, "year", None)
    return [] if year is None else [year]


def _in(row: Row, field: str) -> list[str]:
    """The values of the row's field; of references, the sources."""
    value = getattr(row, field, None)
    values = value if isinstance(value, list) else [] if value is None else [str(value)]
    return [reference(text)[0] for text in values] if field == "sources" else values
