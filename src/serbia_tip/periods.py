"""Periods: ISO 8601 dates, as precise as the source gives them, or spans of two."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DASHED = r"(\d{4}(?:-\d\d)*)\s*[-–—]\s*(\d{4}(?:-\d\d)*)"  # as people write a span


class Span(NamedTuple):
    """The first and the last day of a period."""

    first: date
    last: date


@cache
def period_span(period: str) -> Span:
    """Return the days of a period: 2007, 2007-10, 2001-09-06 or a span such as 2013/2016.

    Raises ValueError, with the reason, when it has another form, names no day of the calendar, or
    ends before it begins.
    """
    begin, slash, end = period.partition("/")
    first, last = _period_days(begin).first, _period_days(end if slash else begin).last
    if last < first:
        raise ValueError(f"{period!r} ends before it begins")
    return Span(first, last)


def _period_days(text: str) -> Span:
    if not (match := _DATE.fullmatch(text)):
        if dashed := re.fullmatch(_DASHED, text, re.ASCII):
            raise ValueError(f"{text!r} is no date; a span has a slash: {dashed[1]}/{dashed[2]}")
        raise ValueError(f"{text!r} is no date such as 2007, 2007-10 or 2007-10-05")
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error
    if day:
        return Span(first, first)
    if not month or first.month == 12:
        return Span(first, date(first.year, 12, 31))
    return Span(first, first.replace(month=first.month + 1) - timedelta(days=1))


def period_moment(period: str) -> tuple[date, date, int]:
    """Return the key by which periods are sorted: first day, last day, the more precise first."""
    return *period_span(period), -len(period)


def period_years(period: str) -> range:
    """Return the years that a period touches; raises ValueError as `span` does."""
    first, last = period_span(period)
    return range(first.year, last.year + 1)


def period_year(period: str | None) -> int | None:
    """Return the first year of a period; None without one."""
    return None if period is None else period_span(period).first.year


def period_last_year(period: str | None) -> int | None:
    """Return the last year of a period; None without one."""
    return None if period is None else period_span(period).last.year


def period_end(period: str | None) -> date:
    """Return the last day of a period; the first of all days without one."""
    return period_span(period).last if period else date.min


def period_reach(periods: Iterable[str | None]) -> tuple[int, int] | None:
    """Return the first and the last year that the periods touch; None if there are none."""
    touched = {year for period in periods if period is not None for year in period_years(period)}
    return (min(touched), max(touched)) if touched else None


def last_period_year(periods: Iterable[str | None]) -> int:
    """Return the last year that the periods touch; 0 if none is dated."""
    return (period_reach(periods) or (0, 0))[1]


def is_yearly(period: str | None) -> bool:
    """Whether the period is one whole calendar year, so that its figure is that year's.

    This is the rule for every series, gap and chart: a figure of a part of a year, or of a longer
    span, is none of a year's, though it says something of the years that it touches.
    """
    return period is not None and period_span(period) == period_span(period[:4])


def is_long_span(period: str | None) -> bool:
    """Whether the period touches three or more years, of none of which alone it says anything."""
    return period is not None and len(period_years(period)) > 2  # a yearly report's two


def is_within_year(period: str | None, year: int) -> bool:
    """Whether the period is the year or a part of it, and nothing besides."""
    return period is not None and period_years(period) == range(year, year + 1)


def period_recency(text: str | None) -> tuple[date, ...]:
    """Return the key by which the newest is found: the last day, then the first; None is oldest."""
    return period_span(text)[::-1] if text else (date.min, date.min)


def period_range(first: int, last: int) -> str:
    """Return a range of years in words: `2007`, `2001 to 2008`."""
    return str(first) if first == last else f"{first} to {last}"


def version_period(version: str) -> str | None:
    """Return the date in a version such as 2007.10.05 as a period; None if it isn't one."""
    period = version.replace(".", "-")
    try:
        period_span(period)
    except ValueError:
        return None
    return period
