"""Sound stores of any size, made up: the shipped store's proportions, some 180 bytes a fact."""

from collections.abc import Iterator
from itertools import islice

_SHARES = {"routes": 28, "statistics": 38, "tiers": 2, "findings": 27, "laws": 5}
"""How many in a hundred facts are of each kind."""
_COUNTRIES = [f"{first}{second}" for first in "ABCDE" for second in "ABCDEFGHIJ"]
_HOME, *_ABROAD = _COUNTRIES
_SOURCES = 30
_YEARS = range(2000, 2025)
_AREAS = ("prosecution", "protection", "prevention")
_ASSESSMENTS = ("progress", "shortcoming", "mixed", "context")
_ROLES = ("source", "transit", "destination")
MEASURE = "measure-0"
"""A measure that every store has, with a figure for each year."""


def store(size: int) -> str:
    """The TOML of a store of `size` facts, a hundred at least; the same at every call."""
    facts = [
        fact
        for kind, share in _SHARES.items()
        for fact in islice(_FACTS[kind](), size * share // 100)
    ]
    return "\n".join([_head(), *facts])


def _head() -> str:
    tables = [f'[store]\ntitle = "{len(_COUNTRIES)} lands"\ncountry = "{_HOME}"\nversion = "1"\n']
    tables += [
        f'[countries.{code}]\nalpha3 = "{code}X"\nname = "Land of {code}"\nlat = 1.5\nlon = 2.5\n'
        for code in _COUNTRIES
    ]
    tables += [
        f'[sources.report-{number}]\ntitle = "Report {number}"\npublisher = "A house"\n'
        f'kind = "report"\npublished = "{_YEARS[number % 25]}"\n'
        for number in range(_SOURCES)
    ]
    return "\n".join(tables)


def _fact(kind: str, number: int, statement: str, *lines: str) -> str:
    """A fact with what all have; every fifth has a note, every seventh names whom it follows."""
    rest = [f'note = "To be read with report {number}."'] if number % 5 == 0 else []
    rest += [f'attributed_to = "Body {number % 9}"'] if number % 7 == 0 else []
    return "\n".join(
        [
            f"[[{kind}]]",
            f'id = "{kind}-{number}"',
            *lines,
            f'statement = "{statement}"',
            f'sources = ["report-{number % _SOURCES}[p-{number % 90}]"]',
            *rest,
            "",
        ]
    )


def _routes() -> Iterator[str]:
    for number in range(10**9):
        role = _ROLES[number % 3]
        here, there = _ABROAD[number % 49], _ABROAD[number % 48]
        ends = {"source": (_HOME, there), "transit": (here, there), "destination": (here, _HOME)}
        origin, destination = ends[role]
        yield _fact(
            "routes",
            number,
            f"People were taken from {origin} to {destination}.",
            f'role = "{role}"\norigin = "{origin}"\ndestination = "{destination}"',
            f'people = ["women"]\nperiod = "{_YEARS[number % 25]}"',
        )


def _statistics() -> Iterator[str]:
    """By fives: a whole, its two parts, a second body's count that disputes it, and a share."""
    for number in range(10**9):
        five, place = divmod(number, 5)
        year, series = _YEARS[five % 25], five // 25
        lines = [
            f'area = "{_AREAS[series % 3]}"\nmeasure = "measure-{series}"\nperiod = "{year}"',
            f'unit = "{"percent" if place == 4 else "persons"}"\nbound = "exact"',
            f"value = {(60, 40, 20, 60 + five % 9, 75)[place]}",
        ]
        if place in (1, 2):
            group = ("women", "men")[place - 1]
            lines.append(f'dimension = "sex"\ngroup = "{group}"\npart_of = "statistics-{five * 5}"')
        yield _fact("statistics", number, f"So many were counted in {year}.", *lines)


def _tiers() -> Iterator[str]:
    """A rating for each year, and every tenth year a second one."""
    for number in range(10**9):
        lines = f'year = {1000 + number * 10 // 11}\ntier = "Tier {number % 3 + 1}"'
        yield _fact("tiers", number, "The report gave a tier.", lines, 'basis = "stated"')


def _findings() -> Iterator[str]:
    for number in range(10**9):
        yield _fact(
            "findings",
            number,
            f"Body {number % 9} sheltered those who had come, and trained {number % 99} judges.",
            f'area = "{_AREAS[number % 3]}"\ntopic = "topic-{number % 30}"',
            f'assessment = "{_ASSESSMENTS[number % 4]}"\nperiod = "{_YEARS[number % 25]}"',
        )


def _laws() -> Iterator[str]:
    for number in range(10**9):
        lines = f'name = "Act {number}"\nkind = "statute"\nevent = "adopted"'
        period = f'period = "{_YEARS[number % 25]}-{number % 12 + 1:02}"'
        yield _fact("laws", number, f"Act {number} was adopted.", lines, period)


_FACTS = {
    "routes": _routes,
    "statistics": _statistics,
    "tiers": _tiers,
    "findings": _findings,
    "laws": _laws,
}
