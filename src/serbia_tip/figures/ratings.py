"""The ratings as a line that steps from tier to tier, the years across.

The line joins two years only where nothing lies between them: no year without a rating, no
dispute, and no change of the state that is rated.
"""

from collections.abc import Iterator, Sequence

from serbia_tip.figures.rating_years import (
    CHANGE,
    GAP,
    STANDINGS,
    TIERS,
    Year,
    joined,
    ratings,
    standing,
)
from serbia_tip.figures.signs import Signs, signs
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import NO_BREAK, Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.footnotes import Footnotes
from serbia_tip.views.values import disputed, doubts

_NO_RATING = "No rating stored"
_LABELS = max(map(len, (*TIERS, _NO_RATING))) + 2
"""The columns before the first year."""
_STEPS = range(5, 1, -1)
"""How many columns a year may take, from the airiest."""
_DIVIDER = 2
"""The columns that a change of the state takes."""


def render(answer: Answer, screen: Screen) -> str:
    """The chart, its legend, and below it what each year rests on, the disputes, the remarks."""
    page, drawn, footnotes = Page(screen), signs(screen), Footnotes(answer.store)
    years = ratings(answer.store, answer.rows)
    if page.width < _columns(years[:1], len("YYYY")):
        _in_words(page, years)
    else:
        _draw(answer, years, page, drawn)
    page.sections(
        Years=_rests(years, footnotes),
        Sources=footnotes.lines(),
        Disputed=disputed(answer.rows),
        Remarks=map(visible, answer.remarks),
    )
    return page.text()


def _in_words(page: Page, years: Sequence[Year]) -> None:
    """A line for each rating, where there is no room to draw even one year."""
    for year in years:
        for row in year.rows:
            said = f" ({doubts(row)})" if doubts(row) else ""
            page.paragraph(f"{year.year:04}: {row.tier}{said}", 4)
        if year.gap:
            page.paragraph(f"{year.year:04}: {_NO_RATING.lower()}", 4)


def _draw(answer: Answer, years: Sequence[Year], page: Page, drawn: Signs) -> None:
    """The chart, in several panels where the page is too narrow for one, and its legend."""
    home = answer.store.home.name
    named = any(year.state not in (None, home) for year in years)
    step = next((step for step in _STEPS if _columns(years, step) <= page.width), _STEPS[-1])
    for number, panel in enumerate(_panels(years, step, page.width)):
        if number:
            page.line()
        if named:
            _states(page, panel, step, drawn)
        page.line(_axis(panel, step, page.width))
        for tier, name in enumerate(TIERS):
            page.line(_line(panel, step, drawn, tier, name))
        if any(year.gap for year in panel):
            marks = "".join(
                _before(panel, place, drawn) + (drawn.gap if year.gap else "").ljust(step)
                for place, year in enumerate(panel)
            )
            page.line(f"{_NO_RATING:{_LABELS}}{marks}")
    for number, (sign, meaning) in enumerate(_legend(years, drawn)):
        if not number:
            page.line()
        page.paragraph(f"{sign}  {meaning}", 3)


def _columns(years: Sequence[Year], step: int) -> int:
    """How wide a chart of these years is."""
    return _LABELS + len(years) * step + _DIVIDER * sum(year.changed for year in years[1:])


def _panels(years: Sequence[Year], step: int, width: int) -> Iterator[list[Year]]:
    """The years in parts, each of which fits the width, or has one year."""
    panel: list[Year] = []
    for year in years:
        if panel and _columns([*panel, year], step) > width:
            yield panel
            panel = []
        panel.append(year)
    if panel:
        yield panel


def _before(panel: Sequence[Year], place: int, drawn: Signs) -> str:
    """What stands before a year: a divider where the state has changed inside the panel."""
    return f"{drawn.down} " if place and panel[place].changed else ""


def _states(page: Page, panel: Sequence[Year], step: int, drawn: Signs) -> None:
    """The states by name, each from where it is the one that is rated."""
    line = " " * _LABELS
    if panel[0].state:
        page.paragraph(f"{line}{visible(panel[0].state)}", _LABELS)
    for place, year in enumerate(panel):
        if before := _before(panel, place, drawn):
            line += before
            page.paragraph(f"{line}{visible(str(year.state))}", len(line))
        line += " " * step


def _axis(panel: Sequence[Year], step: int, width: int) -> str:
    """The years: the first, and then each for which there is room."""
    line = ""
    for place, year in enumerate(panel):
        column = _columns(panel[:place], step) + (_DIVIDER if place and year.changed else 0)
        label = f"{year.year:04}"
        if not line or len(line) < column <= width - len(label):
            line = f"{line:{column}}{label}"
    return line


def _line(panel: Sequence[Year], step: int, drawn: Signs, tier: int, name: str) -> str:
    """The line of a tier: its marks, and what joins them to those before and after."""
    line = f"{name:{_LABELS}}"
    for place, year in enumerate(panel):
        after = panel[place + 1] if place + 1 < len(panel) else None
        line += _before(panel, place, drawn)
        line += _mark(year.in_tier(name), drawn)
        line += _link(year, after, tier, drawn, step - 1)
    return line


def _mark(row: TierRow | None, drawn: Signs) -> str:
    """The sign of a rating."""
    return " " if row is None else getattr(drawn, standing(row))


def _link(year: Year, after: Year | None, tier: int, drawn: Signs, width: int) -> str:
    """What joins a year to the one after it, in the line of this tier."""
    tiers = joined(year, after)
    if tiers is None:
        return " " * width
    here, there = tiers
    if here == there:
        return (drawn.across if tier == here else " ") * width
    upwards = there < here
    if tier == here:
        return drawn.begins[upwards].ljust(width)
    if tier == there:
        return drawn.ends[not upwards].ljust(width, drawn.across)
    return (drawn.down if min(here, there) < tier < max(here, there) else " ").ljust(width)


def _legend(years: Sequence[Year], drawn: Signs) -> Iterator[tuple[str, str]]:
    """The signs that the chart uses, and what each means."""
    used = {standing(row) for year in years for row in year.rows}
    yield from (
        (getattr(drawn, name), meaning) for name, meaning in STANDINGS.items() if name in used
    )
    if any(year.gap for year in years):
        yield drawn.gap, GAP
    if any(year.changed for year in years):
        yield drawn.down, CHANGE


def _rests(years: Sequence[Year], footnotes: Footnotes) -> Iterator[str]:
    """Each year with the marks of its sources, whom they credit, and who doubts it."""
    marks = []
    for year in years:
        for row in year.rows:
            by = f"according to {visible(row.attributed_to)}" if row.attributed_to else ""
            said = ", ".join(filter(None, [doubts(row), by]))
            mark = f"{year.year:04}{NO_BREAK}{footnotes.mark(row)}"
            marks.append(f"{mark} ({said})" if said else mark)
    if marks:
        yield "  ".join(marks)
