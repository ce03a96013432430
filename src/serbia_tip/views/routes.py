"""The view of `tip routes`: pairs of countries over the years, and how many reports name them."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from serbia_tip.model import Role, Store, read_reference
from serbia_tip.queries.country_profile import Pair, count_routes, pair_routes, split_long_spans
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, doubt, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import Line, Section, View, view_cells, view_text
from serbia_tip.views.wording import (
    ABSENT,
    STANDINGS,
    Wording,
    group_by,
    say_capitalized,
    say_period,
    say_routes,
    say_runs,
    say_years_of,
)

_TITLES: Mapping[Role, str] = {
    "source": "From {home} abroad",
    "transit": "Transit through {home}",
    "destination": "To {home} from abroad",
    "internal": "Within {home}",
}


def view_routes(store: Store, rows: Sequence[RouteRow], asked: Asked) -> View:
    """A line for each pair of countries, in a section for each role; a year's longer spans last."""
    words = FactWords(store)
    own, spans = split_long_spans(rows) if asked.only_year else (rows, [])
    roles = dict.fromkeys(pair.role for pair in pair_routes(store, rows))
    titles = {role: _TITLES[role].format(home=words.home) for role in roles}
    what = f"Routes: {words.home}" if len(titles) > 1 else min(titles.values())
    counted = [say_routes_of(words, own, dated=True)] if own else []
    sections = list(_view_route_roles(words, own, titles))
    for period, same in group_by(spans, lambda row: row.period).items():
        said = f"some time within {say_period(period)}: {say_routes_of(words, same)}"
        counted.append(said)
        sections += _view_route_roles(words, same, titles, under=say_capitalized(said))
    outside = [row for row in rows if row.role != "internal"]
    more = any(row.open_ended for row in outside)
    unnamed = any(None in (row.origin, row.destination) for row in outside)
    return View(
        title=f"{what}{words.asked(asked)}: {'; '.join(counted)}",
        sections=sections,
        key=[
            *view_text(
                f"{ABSENT} the report doesn't name this end." if unnamed else "",
                "+ and others that it doesn't name." if more else "",
            ),
            styled(
                "Reports count who says so, not people: copies of one count once, an encyclopedia "
                "only where nothing else does."
            ),
        ],
    )


def say_routes_of(words: Wording, rows: Sequence[RouteRow], *, dated: bool = False) -> str:
    """How many pairs these routes join and in how many reports, maybe of which years."""
    count = count_routes(words.store, pair_routes(words.store, rows))
    when = say_years_of(row.period for row in rows if row.standing == count.standing)
    return say_routes(count, words.home, when if dated else "")


def say_route_years(pair: Pair) -> str:
    """The years named for a pair, and longer spans apart: `2006–2008, within 2000–2011`."""
    years, spans = pair.periods
    return ", ".join(filter(None, [say_runs(years), *(f"within {say_period(it)}" for it in spans)]))


def _view_route_roles(
    words: FactWords, rows: Sequence[RouteRow], titles: Mapping[Role, str], under: str = ""
) -> Iterator[Section]:
    for role, same in group_by(pair_routes(words.store, rows), lambda pair: pair.role).items():
        section = _view_route_pairs(words, same, titles[role] if len(titles) > 1 else "")
        yield replace(section, under=under)


def _view_route_pairs(words: FactWords, pairs: Sequence[Pair], title: str) -> Section:
    """A line for pairs that share one end and all else, or for a single pair."""
    names = ["Who", "What for"] if pairs[0].role == "internal" else ["From", "To"]
    standings = any(pair.standing in STANDINGS for pair in pairs)
    ends: dict[object, list[tuple[str, str]]] = {}
    lines: dict[object, Line] = {}
    for pair in pairs:
        first, second = _view_route_ends(pair)
        found = [words.attribution.reports_first(row.sources) for row in pair.rows]
        references = [text for texts in found for text in texts]
        sources = frozenset(read_reference(text)[0] for text in references)
        disputed = any(words.rivals(row) for row in pair.rows)
        shared: object = pair.people or first == ABSENT or second
        key = shared, pair.standing, say_route_years(pair), sources, disputed
        ends.setdefault(key, []).append((first, second))
        firsts, seconds = (", ".join(dict.fromkeys(each)) for each in zip(*ends[key], strict=True))
        lines[key] = Line(
            cells=view_cells(
                firsts,
                styled(seconds, doubt(" (disputed)" if disputed else "")),
                *([doubt(STANDINGS.get(pair.standing, ""))] if standings else []),
                say_route_years(pair),
                f"{len(pair.reports)}",
            ),
            references=references,
            notes=[*(lines[key].notes if key in lines else ()), *words.notes(pair.rows)],
        )
    headings = [*names, *(["Standing"] if standings else []), "Years", "Reports"]
    section = Section(headings=headings, lines=list(lines.values()))
    same = section.shared(range(len(names)))
    told = ((names[column].lower(), text) for column, text in same.items())
    said = [f"{name}: {text}" for name, text in told if text not in ("", words.home)]
    return replace(section.without(same), title=", ".join(filter(None, [title, *said])))


def _view_route_ends(pair: Pair) -> tuple[str, str]:
    one = pair.rows[0]
    if pair.role == "internal":
        return visible(", ".join(one.people)) or ABSENT, visible(one.purpose or "")
    if one.origin is None and one.destination is None:
        return "neither end is named", ""
    first, second = (visible(end or ABSENT) for end in (one.origin, one.destination))
    to_home = pair.role == "destination"
    named = one.origin if to_home else one.destination
    more = f"{NO_BREAK}+" if pair.open_ended and named else ""
    return (f"{first}{more}", second) if to_home else (first, f"{second}{more}")
