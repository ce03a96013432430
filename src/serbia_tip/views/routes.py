"""Routes as people read them: pairs of countries over the years, and how many reports name them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from serbia_tip.model import Role, Standing, Store, vocabulary
from serbia_tip.period import reach
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.pairs import Pair
from serbia_tip.queries.pairs import pairs as pairs_of
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Styled, doubt, spelled, styled
from serbia_tip.views.doubts import STANDINGS, Doubts
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import ABSENT, Wording, runs, years_in_words
from serbia_tip.words import number_of

_ROLES = vocabulary(Role)
_STANDINGS = vocabulary(Standing)
_TITLES = {
    "source": "From {home} abroad",
    "transit": "Transit through {home}",
    "destination": "To {home} from abroad",
    "internal": "Within {home}",
}
_MORE = " +"


def role_in_words(words: Wording, role: str) -> str:
    """What the country is on routes of this role: `Transit through` the country."""
    return _TITLES[role].format(home=words.home)


def view(store: Store, rows: Sequence[RouteRow], asked: Asked) -> View:
    """The pairs of countries, role by role: both ends named first, then the most attested."""
    words = Wording(store)
    doubts = Doubts(store, words)
    pairs = pairs_of(store, rows)
    roles = [role for role in _ROLES if any(pair.role == role for pair in pairs)]
    sections = []
    for role in roles:
        found = [pair for pair in pairs if pair.role == role]
        title = role_in_words(words, role) if len(roles) > 1 else ""
        sections.append(_section(words, doubts, role, found, title))
    return View(
        title=_title(words, rows, pairs, roles, asked),
        sections=sections,
        key=list(_key(pairs)),
    )


def _section(
    words: Wording, doubts: Doubts, role: str, pairs: Sequence[Pair], title: str
) -> Section:
    inside = role == "internal"
    names = ["Who", "What for"] if inside else ["From", "To"]
    standings = any(pair.standing in STANDINGS for pair in pairs)
    headings = [*names, *(["Standing"] if standings else []), "Years", "Reports"]
    lines = [_line(words, doubts, pair, standings) for pair in pairs]
    said = [
        f"{name.lower()}: {shared}"
        for column, name in enumerate(names)
        if (shared := _shared(lines, column)) not in (None, "", words.home)
    ]
    return Section(
        title=", ".join(filter(None, [title, *said])), headings=headings, lines=lines
    ).without_shared(range(len(names)))


def _shared(lines: Sequence[Line], column: int) -> str | None:
    """What the cells of a column say, of two lines or more, if all say the same."""
    cells = {spelled(line.cells[column]) for line in lines}
    return cells.pop() if len(lines) > 1 and len(cells) == 1 else None


def _line(words: Wording, doubts: Doubts, pair: Pair, standings: bool) -> Line:
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
    cells: list[Styled] = [
        styled(first or ABSENT),
        styled(second),
        *([styled(doubt(STANDINGS.get(pair.standing, "")))] if standings else []),
        styled(runs(pair.years)),
        styled(str(len(pair.reports))),
    ]
    disputed = any(doubts.rivals(row) for row in pair.rows)
    if disputed:
        cells[1] = styled(cells[1], doubt(" (disputed)"))
    notes = [note for row in pair.rows for note in doubts.notes(row)]
    return Line(cells=cells, references=references, notes=notes)


def _title(
    words: Wording,
    rows: Sequence[RouteRow],
    pairs: Sequence[Pair],
    roles: Sequence[str],
    asked: Asked,
) -> str:
    what = role_in_words(words, roles[0]) if len(roles) == 1 else f"Routes: {words.home}"
    standing = next(word for word in _STANDINGS if any(pair.standing == word for pair in pairs))
    alike = [row for row in rows if row.standing == standing]
    touched = reach(row.period for row in alike)
    counts = Counter[str](pair.standing for pair in pairs)
    counted = number_of(counts[standing], "group" if roles == ["internal"] else "pair")
    firmly = f" {STANDINGS[standing]}" if standing in STANDINGS else ""
    reports = number_of(len(words.reports(alike)), "report")
    when = f", {years_in_words(*touched)}" if touched else ""
    others = [
        f"{counts[word]} {STANDINGS[word]}"
        for word in _STANDINGS
        if counts[word] and word != standing
    ]
    besides = f"; besides {', '.join(others)}" if others else ""
    return f"{what}{words.narrowed(asked)}: {counted}{firmly} in {reports}{when}{besides}"


def _key(pairs: Sequence[Pair]) -> Iterator[Styled]:
    outside = [pair for pair in pairs if pair.role != "internal"]
    said = []
    if any(None in (pair.origin, pair.destination) for pair in outside):
        said.append(f"{ABSENT} the report doesn't name this end.")
    if any(pair.open_ended for pair in outside):
        said.append("+ and others that it doesn't name.")
    if said:
        yield styled("  ".join(said))
    yield styled(
        "Reports count who says so, not people; an encyclopedia counts where nothing else does."
    )
