"""The country's profile on one screen, as people read it."""

from collections.abc import Iterator
from itertools import groupby

from serbia_tip.output.flat import visible
from serbia_tip.output.page import Page
from serbia_tip.output.reading import doubts, figure
from serbia_tip.output.screen import Screen
from serbia_tip.period import first_to_last
from serbia_tip.profile import ProfileView, RoleSummary
from serbia_tip.rows import FactRow, TierRow

_INDENT = 13


def render(profile: ProfileView, screen: Screen) -> str:
    """The profile; each value is followed by its year and by the ids of its sources."""
    page = Page(screen)
    page.paragraph(visible(f"{profile.title}: {profile.facts} facts, store {profile.version}"))
    page.line()
    page.pairs(((heading, visible(text)) for heading, text in _pairs(profile)), _INDENT)
    return page.text()


def _pairs(profile: ProfileView) -> Iterator[tuple[str, str]]:
    if profile.tier:
        yield "Tier", f"{profile.tier.tier} {_said(profile.tier, str(profile.tier.year))}"
        yield "History", "; ".join(_history(profile.tiers))
    for summary in profile.routes:
        if summary.routes:
            yield summary.role.capitalize(), _routes(summary)
    for number, row in enumerate(profile.figures):
        said = f"{row.measure}: {figure(row)} {_said(row, str(row.period))}"
        yield "Figures" if number == 0 else " ", said
    if profile.index:
        score = f"{profile.index.measure}: {figure(profile.index)}"
        yield "Index", f"{score} {_said(profile.index, str(profile.index.period))}"
    for number, law in enumerate(profile.laws):
        said = f"{law.name}: {law.event} {_said(law, str(law.period))}"
        yield "Law" if number == 0 else " ", said
    if profile.help:
        yield "Help", f"{profile.help.name}, {profile.help.phone}, {profile.help.url}"


def _said(row: FactRow, period: str) -> str:
    """In brackets: when, who says so, who doubts it, and where it stands."""
    by = f"according to {row.attributed_to}" if row.attributed_to else ""
    sources = ", ".join(row.sources)
    return f"({'; '.join(filter(None, [period, by, doubts(row), sources]))})"


def _history(tiers: list[TierRow]) -> Iterator[str]:
    """Each tier after the years without a gap in which it was given, what is doubted apart."""

    def series(pair: tuple[int, TierRow]) -> tuple[str, str, int]:
        place, row = pair
        return row.tier, doubts(row), row.year - place

    for (tier, doubt, _), rated in groupby(enumerate(tiers), key=series):
        years = [row.year for _, row in rated]
        yield f"{first_to_last(years[0], years[-1])} {tier}{f' ({doubt})' if doubt else ''}"


def _routes(summary: RoleSummary) -> str:
    years = ""
    if summary.first_year is not None and summary.last_year is not None:
        years = f", {first_to_last(summary.first_year, summary.last_year)}"
    named = ", ".join(summary.countries)
    ends = f": {named}{f' and {summary.others} more' if summary.others else ''}" if named else ""
    return f"{summary.routes} {'route' if summary.routes == 1 else 'routes'}{years}{ends}"
