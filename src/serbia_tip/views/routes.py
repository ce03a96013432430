"""The view of `tip routes`: pairs of countries over the years, and how many reports name them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from serbia_tip.model import Standing, Store, reference, vocabulary
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.route_pairs import Pair
from serbia_tip.queries.route_pairs import pairs as pairs_of
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, doubt, styled
from serbia_tip.views.evidence import STANDINGS, FactWords
from serbia_tip.views.view import Line, Section, View, paragraph
from serbia_tip.views.wording import ABSENT, ends_in_words, runs, when_asked, years_of
from serbia_tip.words import number_of

_STANDINGS = vocabulary(Standing)
_TITLES = {
    "source": "From {home} abroad",
    "transit": "Transit through {home}",
    "destination": "To {home} from abroad",
    "internal": "Within {home}",
}
_MORE = f"{NO_BREAK}+"


def view(store: Store, rows: Sequence[RouteRow], asked: Asked) -> View:
    """A line for each pair of countries, in a section for each role."""
    words = FactWords(store)
    pairs = pairs_of(store, rows)
    roles = list(dict.fromkeys(pair.role for pair in pairs))
    titles = {role: _TITLES[role].format(home=words.home) for role in roles}
    what = titles[roles[0]] if len(roles) == 1 else f"Routes: {words.home}"
    return View(
        title=f"{what}{when_asked(asked)}: {_counted(words, rows, pairs)}",
        sections=[
            _section(
                words,
                [pair for pair in pairs if pair.role == role],
                titles[role] if len(roles) > 1 else "",
            )
            for role in roles
        ],
        key=_key(pairs),
    )


def _section(words: FactWords, pairs: Sequence[Pair], title: str) -> Section:
    names = ["Who", "What for"] if pairs[0].role == "internal" else ["From", "To"]
    standings = any(pair.standing in STANDINGS for pair in pairs)
    headings = [*names, *(["Standing"] if standings else []), "Years", "Reports"]
    section = Section(headings=headings, lines=list(_rows(words, pairs, standings)))
    shared = section.shared(range(len(names)))
    said = [
        f"{names[column].lower()}: {text}"
        for column, text in shared.items()
        if text not in ("", words.home)
    ]
    return replace(section.without(shared), title=", ".join(filter(None, [title, *said])))


def _rows(words: FactWords, pairs: Sequence[Pair], standings: bool) -> Iterator[Line]:
    """A line for pairs that share one end and all else, or for a single pair."""
    alike: dict[object, list[tuple[str, str]]] = {}
    lines: dict[object, Line] = {}
    for pair in pairs:
        first, second = _ends(pair)
        references = [
            text for row in pair.rows for text in words.attribution.reports_first(row.sources)
        ]
        disputed = any(words.doubts.rivals(row) for row in pair.rows)
        shared: object = pair.people or first == ABSENT or second
        sources = {reference(text)[0] for text in references}
        key = shared, pair.standing, tuple(pair.years), frozenset(sources), disputed
        alike.setdefault(key, []).append((first, second))
        ends = [", ".join(dict.fromkeys(each)) for each in zip(*alike[key], strict=True)]
        notes = [*(lines[key].notes if key in lines else ()), *words.notes(pair.rows)]
        cells: list[Styled] = [
            styled(ends[0]),
            styled(ends[1], doubt(" (disputed)" if disputed else "")),
            *([styled(doubt(STANDINGS.get(pair.standing, "")))] if standings else []),
            styled(runs(pair.years)),
            styled(str(len(pair.reports))),
        ]
        lines[key] = Line(cells=cells, references=references, notes=notes)
    yield from lines.values()


def _ends(pair: Pair) -> tuple[str, str]:
    one = pair.rows[0]
    if pair.role == "internal":
        return visible(", ".join(one.people)) or ABSENT, visible(one.purpose or "")
    if one.origin is None and one.destination is None:
        return "neither end is named", ""
    first, second = (visible(end or ABSENT) for end in (one.origin, one.destination))
    if pair.open_ended and pair.role == "destination" and one.origin:
        first += _MORE
    elif pair.open_ended and pair.role != "destination" and one.destination:
        second += _MORE
    return first, second


def _counted(words: FactWords, rows: Sequence[RouteRow], pairs: Sequence[Pair]) -> str:
    counts = Counter[str](pair.standing for pair in pairs)
    standing, *others = [word for word in _STANDINGS if counts[word]]
    firmest = [row for row in rows if row.standing == standing]
    same = [pair for pair in pairs if pair.standing == standing]
    ends = Counter(pair.named_ends for pair in same if pair.role != "internal")
    inside = sum(pair.role == "internal" for pair in same)
    counted = [
        ends_in_words(ends[2], ends[1], ends[0]) if ends else "",
        number_of(inside, "group") + (f" within {words.home}" if ends else "") if inside else "",
    ]
    said = ", ".join(filter(None, counted))
    comma = "," if "," in said else ""
    firmly = f" {STANDINGS[standing]}" if standing in STANDINGS else ""
    reports = number_of(len(words.reports(firmest)), "report")
    when = years_of(row.period for row in firmest)
    besides = ", ".join(f"{counts[word]} {STANDINGS[word]}" for word in others)
    return f"{said}{comma}{firmly} in {reports}{when}{f'; besides {besides}' if besides else ''}"


def _key(pairs: Sequence[Pair]) -> list[Styled]:
    outside = [pair for pair in pairs if pair.role != "internal"]
    unnamed = any(None in (pair.origin, pair.destination) for pair in outside)
    more = any(pair.open_ended for pair in outside)
    return [
        *paragraph(
            f"{ABSENT} the report doesn't name this end." if unnamed else "",
            "+ and others that it doesn't name." if more else "",
        ),
        styled(
            "Reports count who says so, not people: copies of one count once, an encyclopedia only "
            "where nothing else does."
        ),
    ]
