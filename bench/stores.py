"""Sound stores of any size, made up: the shipped store's proportions, some 230 bytes a fact.

And stores of one thing many times, by which growth is measured.
"""

import sys
from collections.abc import Callable, Mapping

_COUNTRIES = [f"{first}{second}" for first in "ABCDE" for second in "ABCDEFGHIJ"]
_HOME, *_ABROAD = _COUNTRIES
_SOURCES = 30
_AREAS = ("prosecution", "protection", "prevention")
MEASURE = "measure-0"
"""A measure that every store has, with figures for each year from 2000 to 2024."""


def store(size: int) -> str:
    """The TOML of a store of `size` facts, a hundred at least; the same at every call."""
    tables = [f'[store]\ntitle = "Fifty lands"\ncountry = "{_HOME}"\nversion = "1"\n']
    tables += [
        f'[countries.{code}]\nalpha3 = "{code}X"\nname = "Land of {code}"\nlat = 1.5\nlon = 2.5\n'
        for code in _COUNTRIES
    ]
    tables += [
        f'[sources.report-{number}]\ntitle = "Report {number}"\npublisher = "A house"\n'
        f'kind = "report"\npublished = "{_year(number)}"\n'
        for number in range(_SOURCES)
    ]
    for kind, (share, lines_of) in _KINDS.items():
        for number in range(size * share // 100):
            lines = [f'[[{kind}]]\nid = "{kind}-{number}"', *lines_of(number), *_tail(number)]
            tables.append("\n".join([*lines, ""]))
    return "\n".join(tables)


def _year(number: int) -> int:
    return 2000 + number % 25


def _tail(number: int) -> list[str]:
    """Every fact has a source, every fifth a note, every seventh says whom it follows."""
    note = [f'note = "To be read with report {number}."'] if number % 5 == 0 else []
    credit = [f'attributed_to = "Body {number % 9}"'] if number % 7 == 0 else []
    return [f'sources = ["report-{number % _SOURCES}[p-{number % 90}]"]', *note, *credit]


def _route(number: int) -> list[str]:
    role = ("source", "transit", "destination")[number % 3]
    origin = _HOME if role == "source" else _ABROAD[number % 49]
    destination = _HOME if role == "destination" else _ABROAD[number % 48]
    return [
        f'role = "{role}"\norigin = "{origin}"\ndestination = "{destination}"',
        f'people = ["women"]\nperiod = "{_year(number)}"',
        f'statement = "People were taken from {origin} to {destination}."',
    ]


def _statistic(number: int) -> list[str]:
    """By fives: a whole, its two parts, a second body's count, which may dispute it, a share."""
    five, place = divmod(number, 5)
    year, series = _year(five), five // 25
    lines = [
        f'area = "{_AREAS[series % 3]}"\nmeasure = "measure-{series}"\nperiod = "{year}"',
        f'unit = "{"percent" if place == 4 else "persons"}"\nbound = "exact"',
        f"value = {(60, 40, 20, 60 + five % 9, 75)[place]}",
        f'statement = "So many were counted in {year}."',
    ]
    if place in (1, 2):
        group = ("women", "men")[place - 1]
        lines.append(f'dimension = "sex"\ngroup = "{group}"\npart_of = "statistics-{five * 5}"')
    return lines


def _tier(number: int) -> list[str]:
    """A rating for each year, and every tenth year a second one, which disputes the first."""
    year = 1800 + number * 10 // 11
    rating = f'year = {year}\ntier = "Tier {number % 3 + 1}"\nbasis = "stated"'
    return [rating, f'statement = "The report of {year} gave a tier."']


def _finding(number: int) -> list[str]:
    assessment = ("progress", "shortcoming", "mixed", "context")[number % 4]
    return [
        f'area = "{_AREAS[number % 3]}"\ntopic = "topic-{number % 30}"',
        f'assessment = "{assessment}"\nperiod = "{_year(number)}"',
        f'statement = "Body {number % 9} sheltered victims, and trained {number % 99} judges."',
    ]


def _law(number: int) -> list[str]:
    return [
        f'name = "Act {number}"\nkind = "statute"\nevent = "adopted"',
        f'period = "{_year(number)}-{number % 12 + 1:02}"\nstatement = "Act {number} was adopted."',
    ]


_KINDS = {
    "routes": (28, _route),
    "statistics": (38, _statistic),
    "tiers": (2, _tier),
    "findings": (27, _finding),
    "laws": (5, _law),
}
"""How many in a hundred facts are of each kind, and what one of them says."""


def _rival(number: int) -> str:
    """One of many counts of one year, each by a body of its own."""
    return _figure(number, 2000, f'attributed_to = "Body {number}"\n')


def _figure(number: int, year: int, more: str = "") -> str:
    return (
        f'[[statistics]]\nid = "statistics-{number}"\narea = "protection"\nmeasure = "{MEASURE}"\n'
        f'value = {number}\nunit = "persons"\nperiod = "{year}"\n{more}'
        f'statement = "So many were counted."\nsources = ["report-0"]\n'
    )


def _span(number: int) -> str:
    """A route of all times."""
    return (
        f'[[routes]]\nid = "routes-{number}"\nrole = "source"\norigin = "{_HOME}"\n'
        f'destination = "{_ABROAD[number % 49]}"\nperiod = "1800/9999"\n'
        'statement = "People were taken abroad."\nsources = ["report-0"]\n'
    )


def _source(number: int) -> str:
    """A source of its own, and the one finding that rests on it."""
    return (
        f'[sources.own-{number}]\ntitle = "Report {number}"\npublisher = "House {number}"\n'
        f'kind = "report"\npublished = "{_year(number)}"\n'
        f'[[findings]]\nid = "findings-{number}"\narea = "{_AREAS[number % 3]}"\n'
        f'topic = "topic-{number % 30}"\nassessment = "context"\nperiod = "{_year(number)}"\n'
        f'statement = "Body {number} trained judges."\nsources = ["own-{number}"]\n'
    )


MANY: Mapping[str, Callable[[int], str]] = {
    "rivals": _rival,
    "years": lambda number: _figure(number, 1800 + number),
    "spans": _span,
    "sources": _source,
}
"""The things of which there can be many, and what one of them is."""


def many(thing: str, number: int) -> str:
    """The TOML of a store with so many of this thing."""
    tables = store(100).partition("[[")[0]
    return tables + "".join(map(MANY[thing], range(number)))


if __name__ == "__main__":
    *thing, number = sys.argv[1:]
    print(many(thing[0], int(number)) if thing else store(int(number)), end="")
