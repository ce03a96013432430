"""Periods: ISO 8601 dates, as precise as the source gives them, or spans of two."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DASHED = re.compile(r"(\d{4}(?:-\d\d)*)\s*[-–—]\s*(\d{4}(?:-\d\d)*)", re.ASCII)
"""A span as people write it."""


class Span(NamedTuple):
    """The first and the last day of a period."""

    first: date
    last: date


@cache
def span(period: str) -> Span:
    """Return the days of a period: 2007, 2007-10, 2001-09-06 or a span such as 2013/2016.

    Raises ValueError, with the reason, when it has another form, names no day of the calendar, or
    ends before it begins.
    """
    begin, slash, end = period.partition("/")
    if dashed := _DASHED.fullmatch(begin):
        raise ValueError(f"{begin!r} is no date; a span has a slash: {dashed[1]}/{dashed[2]}")
    first = _days(begin).first
    last = _days(end if slash else begin).last
    if last < first:
        raise ValueError(f"{period!r} ends before it begins")
    return Span(first, last)


def moment(period: str) -> tuple[date, date, int]:
    """Return the key by which periods are sorted: first day, last day, the more precise first."""
    first, last = span(period)
    return first, last, -len(period)


def years(period: str) -> range:
    """Return the years that a period touches; raises ValueError as `span` does."""
    first, last = span(period)
    return range(first.year, last.year + 1)


def year_of(period: str | None) -> int | None:
    """Return the first year of a period; None without one."""
    return None if period is None else span(period).first.year


def last_day(period: str | None) -> date:
    """Return the last day of a period; the first of all days without one."""
    return span(period).last if period else date.min


def reach(periods: Iterable[str | None]) -> tuple[int, int] | None:
    """Return the first and the last year that the periods touch; None if there are none."""
    touched = [years(period) for period in periods if period is not None]
    if not touched:
        return None
    return min(each[0] for each in touched), max(each[-1] for each in touched)


def first_to_last(first: int, last: int) -> str:
    """Return a range of years in words: `2007`, `2001 to 2008`."""
    return str(first) if first == last else f"{first} to {last}"


def as_period(version: str) -> str | None:
    """Return the date in a version such as 2007.10.05 as a period; None if it isn't one."""
    period = version.replace(".", "-")
    try:
        span(period)
    except ValueError:
        return None
    return period


def _days(text: str) -> Span:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no date such as 2007, 2007-10 or 2007-10-05")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # every match has one
    try:
        if month is None:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Span(date(year, month, 1), _last(year, month))
        return Span(date(year, month, day), date(year, month, day))
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error


def _last(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
