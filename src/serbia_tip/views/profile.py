"""The country's profile on one screen, as people read it."""

from collections.abc import Iterator
from itertools import groupby

from serbia_tip.period import first_to_last
from serbia_tip.queries.country_profile import ProfileView, RoleSummary
from serbia_tip.queries.rows import FactRow, TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.values import doubts, figure
from serbia_tip.words import number_of

_INDENT = 13


def render(profile: ProfileView, screen: Screen) -> str:
    """The profile; each value is followed by its year and by the ids of its sources."""
    page = Page(screen)
    page.paragraph(
        visible(f"{profile.title}: {number_of(profile.facts, 'fact')}, store {profile.version}")
    )
    page.line()
    page.pairs(((heading, visible(text)) for heading, text in _pairs(profile)), _INDENT)
    return page.text()


def _pairs(profile: ProfileView) -> Iterator[tuple[str, str]]:
    def said(row: FactRow, period: object) -> str:
        """In brackets: when, of which other state, who says so, who doubts it, where it stands."""
        state = "" if row.entity == profile.country else row.entity
        by = f"according to {row.attributed_to}" if row.attributed_to else ""
        parts = [str(period), state, by, doubts(row), ", ".join(row.sources)]
        return f"({'; '.join(filter(None, parts))})"

    if profile.tier:
        yield "Tier", f"{profile.tier.tier} {said(profile.tier, profile.tier.year)}"
        yield "History", "; ".join(_history(profile))
    for summary in profile.routes:
        if summary.routes:
            yield summary.role.capitalize(), _routes(summary)
    for number, row in enumerate(profile.figures):
        measured = f"{row.measure}: {figure(row)} {said(row, row.period)}"
        yield "Figures" if number == 0 else " ", measured
    if profile.index:
        score = f"{profile.index.measure}: {figure(profile.index)}"
        yield "Index", f"{score} {said(profile.index, profile.index.period)}"
    for number, law in enumerate(profile.laws):
        yield "Law" if number == 0 else " ", f"{law.name}: {law.event} {said(law, law.period)}"
    if profile.help:
        yield "Help", f"{profile.help.name}, {profile.help.phone}, {profile.help.url}"


def _history(profile: ProfileView) -> Iterator[str]:
    """Each tier after the years without a gap in which it was given, and in brackets what is said.

    That is: the state if it is another than the country, that the tier is inferred, who doubts it.
    """

    def series(pair: tuple[int, TierRow]) -> tuple[str, str, int]:
        place, row = pair
        state = "" if row.entity == profile.country else row.entity
        basis = "" if row.basis == "stated" else row.basis
        return row.tier, ", ".join(filter(None, [state, basis, doubts(row)])), row.year - place

    for (tier, said, _), rated in groupby(enumerate(profile.tiers), key=series):
        years = [row.year for _, row in rated]
        yield f"{first_to_last(years[0], years[-1])} {tier}{f' ({said})' if said else ''}"


def _routes(summary: RoleSummary) -> str:
    years = ""
    if summary.first_year is not None and summary.last_year is not None:
        years = f", {first_to_last(summary.first_year, summary.last_year)}"
    named = ", ".join(summary.countries)
    ends = f": {named}{f' and {summary.others} more' if summary.others else ''}" if named else ""
    return f"{number_of(summary.routes, 'route')}{years}{ends}"
