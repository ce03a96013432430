"""The view of `tip routes`: pairs of countries over the years, and how many reports name them."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from serbia_tip.model import Standing, Store, vocabulary
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.route_pairs import Pair
from serbia_tip.queries.route_pairs import pairs as pairs_of
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, doubt, styled
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
_MORE = " +"


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
    lines = [_line(words, pair, standings) for pair in pairs]
    section = Section(headings=headings, lines=lines)
    shared = section.shared(range(len(names)))
    said = [
        f"{names[column].lower()}: {text}"
        for column, text in shared.items()
        if text not in ("", words.home)
    ]
    return replace(section.without(shared), title=", ".join(filter(None, [title, *said])))


def _line(words: FactWords, pair: Pair, standings: bool) -> Line:
    one = pair.rows[0]
    if pair.role == "internal":
        first, second = visible(", ".join(one.people)), visible(one.purpose or "")
    elif one.origin is None and one.destination is None:
        first, second = "neither end is named", ""
    else:
        first, second = (visible(end or ABSENT) for end in (one.origin, one.destination))
        if pair.open_ended and pair.role == "destination" and one.origin:
            first += _MORE
        elif pair.open_ended and pair.role != "destination" and one.destination:
            second += _MORE
    references = [text for row in pair.rows for text in words.reports_first(row.sources)]
    disputed = any(words.doubts.rivals(row) for row in pair.rows)
    cells: list[Styled] = [
        styled(first or ABSENT),
        styled(second, doubt(" (disputed)" if disputed else "")),
        *([styled(doubt(STANDINGS.get(pair.standing, "")))] if standings else []),
        styled(runs(pair.years)),
        styled(str(len(pair.reports))),
    ]
    return Line(cells=cells, references=references, notes=words.notes(pair.rows))


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
