"""Say, where nothing matches, what there would be without one of the filters."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import FACT_TYPES, Store
from serbia_tip.period import years
from serbia_tip.queries.lookups import EVERYTHING, Common
from serbia_tip.queries.rows import CoverageRow, Row
from serbia_tip.references import reference
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of

_MOST = 5
"""How many values are named."""
_YEARS = ("year", "since", "until")
_FIELDS = {
    "from_": ("origin",),
    "to": ("destination",),
    "country": ("origin", "destination"),
    "source": ("sources",),
}
"""The fields of rows that a filter of another name looks at."""


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
    """What would match without each of the filters, where anything would.

    `ask` takes the store, the common filters and the command's `own`, of which those that are
    `required` can't be left out.
    """
    filters = [*_common(common, own), *_own(common, own, required)]
    words = [" ".join(_said(own[name])) for name in required if own[name]]
    for left_out in filters:
        if rows := ask(store, left_out.common, **left_out.own):
            rest = [*words, *(each.said for each in filters if each is not left_out)]
            there = f"{', '.join(rest)} {'has' if len(rest) == 1 else 'have'}"
            yield f"{there if rest else 'there are'} {_found(rows, noun, left_out.name)}"


def _common(common: Common, own: Mapping[str, Any]) -> Iterator[_Filter]:
    """The filters that every command has; those of years are one."""
    given = {
        name: getattr(common, name)
        for name in Common.__struct_fields__
        if getattr(common, name) not in ((), [], None)
    }
    if years_given := [name for name in _YEARS if name in given]:
        said = " ".join(
            " and ".join(_said(given[name])) if name == "year" else f"{name} {given[name]}"
            for name in years_given
        )
        without = replace(common, **{name: getattr(EVERYTHING, name) for name in _YEARS})
        yield _Filter("year", said, without, own)
    for name, value in given.items():
        if name not in _YEARS:
            without = replace(common, **{name: getattr(EVERYTHING, name)})
            yield _Filter(name, f"{name} {' or '.join(_said(value))}", without, own)


def _own(common: Common, own: Mapping[str, Any], required: Sequence[str]) -> Iterator[_Filter]:
    """The command's own filters."""
    for name, value in own.items():
        if value and name not in required:
            label = name.removesuffix("_")
            said = f"--{label}" if value is True else f"{label} {' or '.join(_said(value))}"
            yield _Filter(name, said, common, {**own, name: False if value is True else []})


def _said(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def _found(rows: Sequence[Row], noun: str, name: str) -> str:
    """What the rows are that the filter `name` kept out."""
    if name == "year":
        touched = sorted({year for row in rows for year in _years(row)})
        things = "facts" if isinstance(rows[0], CoverageRow) else f"{noun}s"
        return f"{things} for {runs(touched)}" if touched else f"undated {things}"
    counts = Counter(
        value
        for row in rows
        for value in {value for field in _FIELDS.get(name, (name,)) for value in _in(row, field)}
    )
    if not counts:  # a switch
        return f"{number_of(len(rows), noun)} without --{name.removesuffix('_')}"
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    named = ", ".join(f"{value} ({count})" for value, count in most)
    more = f" and {len(counts) - _MOST} more" if len(counts) > _MOST else ""
    return f"{noun}s with {name.removesuffix('_')} {named}{more}"


def _years(row: Row) -> Sequence[int]:
    """The years that a row touches; of a source, those of its publication."""
    if isinstance(row, CoverageRow) and not any(getattr(row, kind.table) for kind in FACT_TYPES):
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
