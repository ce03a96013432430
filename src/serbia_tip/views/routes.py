"""The view of `tip routes`: pairs of countries over the years, and how many reports name them."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from serbia_tip.model import Standing, Store, allowed_words, read_reference
from serbia_tip.queries.country_profile import Pair
from serbia_tip.queries.country_profile import pair_routes as pairs_of
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, doubt, styled
from serbia_tip.views.evidence import STANDINGS, FactWords
from serbia_tip.views.view import Line, Section, View, view_cells, view_text
from serbia_tip.views.wording import ABSENT, say_ends, say_runs, say_when, say_years_of
from serbia_tip.words import count_noun

_STANDINGS = allowed_words(Standing)
_TITLES = {
    "source": "From {home} abroad",
    "transit": "Transit through {home}",
    "destination": "To {home} from abroad",
    "internal": "Within {home}",
}


def view_routes(store: Store, rows: Sequence[RouteRow], asked: Asked) -> View:
    """A line for each pair of countries, in a section for each role."""
    words = FactWords(store)
    pairs = pairs_of(store, rows)
    titles = {pair.role: _TITLES[pair.role].format(home=words.home) for pair in pairs}
    several = len(titles) > 1
    what = f"Routes: {words.home}" if several else titles[pairs[0].role]
    outside = [pair for pair in pairs if pair.role != "internal"]
    unnamed = any(None in (pair.origin, pair.destination) for pair in outside)
    more = any(pair.open_ended for pair in outside)
    return View(
        title=f"{what}{say_when(asked)}: {_count_viewed_routes(words, rows, pairs)}",
        sections=[
            _view_route_pairs(words, list(own), titles[role] if several else "")
            for role, own in groupby(pairs, key=lambda pair: pair.role)
        ],
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
        key = shared, pair.standing, tuple(pair.years), sources, disputed
        ends.setdefault(key, []).append((first, second))
        firsts, seconds = (", ".join(dict.fromkeys(each)) for each in zip(*ends[key], strict=True))
        lines[key] = Line(
            cells=view_cells(
                firsts,
                styled(seconds, doubt(" (disputed)" if disputed else "")),
                *([doubt(STANDINGS.get(pair.standing, ""))] if standings else []),
                say_runs(pair.years),
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


def _count_viewed_routes(words: FactWords, rows: Sequence[RouteRow], pairs: Sequence[Pair]) -> str:
    """How many pairs of the firmest standing in how many reports, and how many others besides."""
    counts = Counter[str](pair.standing for pair in pairs)
    standing, *others = [word for word in _STANDINGS if counts[word]]
    firmest = [row for row in rows if row.standing == standing]
    same = [pair for pair in pairs if pair.standing == standing]
    ends = Counter(pair.named_ends for pair in same if pair.role != "internal")
    inside = sum(pair.role == "internal" for pair in same)
    said = say_ends(ends[2], ends[1], ends[0]) if ends else ""
    if inside:
        groups = count_noun(inside, "group")
        said = f"{said}, {groups} within {words.home}" if ends else groups
    comma = "," if "," in said else ""
    firmly = f" {STANDINGS[standing]}" if standing in STANDINGS else ""
    reports = count_noun(len(words.reports(firmest)), "report")
    when = say_years_of(row.period for row in firmest)
    besides = ", ".join(f"{counts[word]} {STANDINGS[word]}" for word in others)
    return f"{said}{comma}{firmly} in {reports}{when}{f'; besides {besides}' if besides else ''}"
