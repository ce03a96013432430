"""Periods: which there are, and the days that they cover."""

import re
from datetime import date

import pytest

from serbia_tip.periods import first_to_last, reach, span, year_of, years


@pytest.fixture(autouse=True)
def reckoned_anew() -> None:
    """No period is known from a test before."""
    span.cache_clear()


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2007", date(2007, 1, 1), date(2007, 12, 31)),
        ("2007-10", date(2007, 10, 1), date(2007, 10, 31)),
        ("2007-04", date(2007, 4, 1), date(2007, 4, 30)),
        ("2007-02", date(2007, 2, 1), date(2007, 2, 28)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008-02-29", date(2008, 2, 29), date(2008, 2, 29)),
        ("2001-09-06", date(2001, 9, 6), date(2001, 9, 6)),
        ("2013/2016", date(2013, 1, 1), date(2016, 12, 31)),
        ("2020-01/2020-10", date(2020, 1, 1), date(2020, 10, 31)),
        ("2020-01-15/2020-01-15", date(2020, 1, 15), date(2020, 1, 15)),
        ("2019/2020-06-30", date(2019, 1, 1), date(2020, 6, 30)),
        ("2020-12-31/2021", date(2020, 12, 31), date(2021, 12, 31)),
        ("2020-12/2020", date(2020, 12, 1), date(2020, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_covers_its_days(period: str, first: date, last: date) -> None:
    """A period runs from the first day that it names to the last."""
    assert span(period) == (first, last)


def test_a_period_touches_its_years() -> None:
    """Every year of which it has a day; its year, where it needs one, is the first."""
    for period, touched in {"2007-10-05": [2007], "2012-12/2014-01": [2012, 2013, 2014]}.items():
        assert list(years(period)) == touched
        assert year_of(period) == touched[0]
    assert year_of(None) is None
    assert [first_to_last(2007, 2007), first_to_last(2001, 2008)] == ["2007", "2001 to 2008"]


NO_DATE = "{!r} is no date such as 2007, 2007-10 or 2007-10-05"
NO_DAY = "{!r} is no day of the calendar"
SLASH = "{!r} is no date; a span has a slash: 2011/2012"
BACKWARDS = "{!r} ends before it begins"


@pytest.mark.parametrize(
    ("period", "message"),
    [
        *((text, NO_DATE) for text in ["", "7", "207", "20070", "2007-1", "2007-10-5", "2007-"]),
        *((text, NO_DATE) for text in ["-2007", "+2007", " 2007", "2007\n", "2007-10-05T00:00"]),
        *((text, NO_DATE) for text in ["2007 10", "200710", "2007-W10", "199x", "ca. 2007"]),
        *((text, NO_DATE) for text in ["\u0662\u0660\u0660\u0667", "\uff12007", "2007\u201310"]),
        *((text, NO_DAY) for text in ["2007-13", "2007-00", "2007-00-01", "2007-04-31"]),
        *((text, NO_DAY) for text in ["2007-02-29", "1900-02-29", "2007-10-00", "0000"]),
        *((text, BACKWARDS) for text in ["2016/2013", "2007-10/2007-09", "2007-10-02/2007-10-01"]),
        ("2007-02/2007-01-31", BACKWARDS),
        *((f"{wrong}/2008", NO_DATE.format(wrong)) for wrong in ("", "11")),
        *((f"2007/{wrong}", NO_DATE.format(wrong)) for wrong in ("", "2008/2009", "11")),
        *((f"2011{dash}2012", SLASH.format(f"2011{dash}2012")) for dash in ("-", " \u2013 ")),
    ],
)
def test_what_is_no_period_is_refused(period: str, message: str) -> None:
    """What the calendar doesn't have, or isn't written in ISO 8601, is named and refused."""
    with pytest.raises(ValueError, match=f"^{re.escape(message.format(period))}$"):
        span(period)


def test_reach() -> None:
    """From the first year that any of the periods touches to the last; none of no period."""
    assert reach(["2007-10", None, "2003/2005", "2004"]) == (2003, 2007)
    assert reach(["2001/2009", "2004"]) == (2001, 2009)
    assert reach([None]) is None
