"""Periods: which there are, and the days that they cover."""

import re

import pytest

from serbia_tip.periods import period_range, period_reach, period_span, period_year, period_years

SPANS = {
    **{"2007": ("2007-01-01", "2007-12-31"), "2007-10": ("2007-10-01", "2007-10-31")},
    **{"2007-04": ("2007-04-01", "2007-04-30"), "2007-02": ("2007-02-01", "2007-02-28")},
    **{"2008-02": ("2008-02-01", "2008-02-29"), "2008-02-29": ("2008-02-29", "2008-02-29")},
    **{"2007-12": ("2007-12-01", "2007-12-31"), "2013/2016": ("2013-01-01", "2016-12-31")},
    "2020-01/2020-10": ("2020-01-01", "2020-10-31"),
    "2020-01-15/2020-01-15": ("2020-01-15", "2020-01-15"),
    "2019/2020-06-30": ("2019-01-01", "2020-06-30"),
    "2020-12/2020": ("2020-12-01", "2020-12-31"),
    **{"0001": ("0001-01-01", "0001-12-31"), "9999": ("9999-01-01", "9999-12-31")},
}


def test_a_period_covers_its_days() -> None:
    """A period runs from the first day that it names to the last."""
    period_span.cache_clear()  # no period is known from a test before
    assert {period: tuple(map(str, period_span(period))) for period in SPANS} == SPANS


def test_a_period_touches_its_years() -> None:
    """Every year of which it has a day; its year, where it needs one, is the first."""
    for period, touched in {"2007-10-05": [2007], "2012-12/2014-01": [2012, 2013, 2014]}.items():
        assert list(period_years(period)) == touched
        assert period_year(period) == touched[0]
    assert period_year(None) is None
    assert [period_range(2007, 2007), period_range(2001, 2008)] == ["2007", "2001 to 2008"]


NO_DATE = "{!r} is no date such as 2007, 2007-10 or 2007-10-05"
NO_DAY = "{!r} is no day of the calendar"
SLASH = "{!r} is no date; a span has a slash: 2011/2012"
BACKWARDS = "{!r} ends before it begins"
NO_PERIODS = [
    *((text, NO_DATE) for text in ["", "7", "207", "20070", "2007-1", "2007-10-5", "2007-"]),
    *((text, NO_DATE) for text in ["-2007", "+2007", " 2007", "2007\n", "2007-10-05T00:00"]),
    *((text, NO_DATE) for text in ["2007 10", "200710", "2007-W10", "199x", "ca. 2007"]),
    *((text, NO_DATE) for text in ["\u0662\u0660\u0660\u0667", "\uff12007", "2007\u201310"]),
    *((text, NO_DAY) for text in ["2007-13", "2007-00", "2007-00-01", "2007-04-31"]),
    *((text, NO_DAY) for text in ["2007-02-29", "1900-02-29", "2007-10-00", "0000"]),
    *((text, BACKWARDS) for text in ["2016/2013", "2007-10/2007-09", "2007-02/2007-01-31"]),
    *((f"{wrong}/2008", NO_DATE.format(wrong)) for wrong in ("", "11")),
    *((f"2007/{wrong}", NO_DATE.format(wrong)) for wrong in ("", "2008/2009", "11")),
    *((f"2011{dash}2012", SLASH.format(f"2011{dash}2012")) for dash in ("-", " \u2013 ")),
]


def test_what_is_no_period_is_refused() -> None:
    """What the calendar doesn't have, or isn't written in ISO 8601, is named and refused."""
    for period, message in NO_PERIODS:
        with pytest.raises(ValueError, match=f"^{re.escape(message.format(period))}$"):
            period_span(period)


def test_reach_is_from_the_first_year_to_the_last() -> None:
    """From the first year that any of the periods touches to the last; none of no period."""
    assert period_reach(["2007-10", None, "2003/2005", "2004"]) == (2003, 2007)
    assert period_reach(["2001/2009", "2004"]) == (2001, 2009)
    assert period_reach([None]) is None
