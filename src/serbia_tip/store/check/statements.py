"""Warnings of what is said: statements, figures and credits that don't agree."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from serbia_tip.model import (
    Finding,
    Source,
    Statistic,
    Store,
    TierRating,
    allowed_words,
)
from serbia_tip.periods import period_year, period_years
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.check.errors import SHARE
from serbia_tip.store.check.problems import Breach, Found, warning
from serbia_tip.words import fold

_BEGUN = 5  # letters of a country's name that its people's have too


_TIERS = "|".join(sorted(allowed_words(TierRating.__annotations__["tier"]), reverse=True))


@warning("correct the tier, or the statement")
def warn_tier_not_in_statement(store: Store) -> Found:
    """A statement that names a tier names the fact's."""
    for rating in store.tiers:
        named = re.findall(_TIERS, rating.statement)
        if named and rating.tier not in named:
            yield Breach(rating, f"{rating.tier}, but the statement names {named[0]}", "tier")


_DOUBTED = re.compile(r"(?i)\b(?:at risk|risk|vulnerable|alleged|allegedly|suspected)\b")


@warning("write alleged or at_risk as its standing, or say it as firmly")
def warn_standing_not_in_statement(store: Store) -> Found:
    """A route of which the statement says "risk", "vulnerable" or "alleged" isn't stated."""
    for route in store.routes:
        if route.standing == "stated" and (said := _DOUBTED.search(route.statement)):
            yield Breach(route, f'stated, but the statement says "{said[0]}"', "standing")


@warning("correct the country, or the statement")
def warn_end_not_in_statement(store: Store) -> Found:
    """A statement that names countries abroad names those at the route's ends."""
    beginnings = {
        code: [fold(name)[:_BEGUN] for name in (country.name, *country.aliases)]
        for code, country in store.countries.items()
        if code != store.store.country
    }
    for route in store.routes:
        said = f" {fold(route.statement)}"
        named = {code for code, all_ in beginnings.items() if any(f" {x}" in said for x in all_)}
        for key, code in (("origin", route.origin), ("destination", route.destination)):
            if code in beginnings and named and code not in named:
                names = ", ".join(store.countries[each].name for each in sorted(named))
                message = f"{store.countries[code].name}, but the statement names {names}"
                yield Breach(route, message, key)


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_EDITION = re.compile(rf"[A-Z]\w+ of {_YEAR.pattern}")  # the Index of 2018
_SAID = rf"(?:[A-Z]\w+ |the \w+ of )?({_YEAR.pattern})"
_SPAN = re.compile(rf"\b(?:[Ff]rom|[Bb]etween) {_SAID} (?:to|and) {_SAID}")
_BEGINS_WITH_YEAR = re.compile(rf"(?:In|From|Between|Since|By) (?:[A-Z]\w+ )?{_YEAR.pattern}")


@warning("write the time that is described, not the report's")
def warn_year_not_in_statement(store: Store) -> Found:
    """Of the years that a statement names one is the fact's, and both of "from … to …".

    An edition's year is none of these; a finding may name other years, unless it begins with one.
    """
    for fact in store.facts():
        text = fact.statement
        if isinstance(fact, Finding):
            text = found[0] if (found := _BEGINS_WITH_YEAR.match(text)) else ""
        touched = {*map(str, period_years(fact.dated))} if fact.dated else set()
        years = {*_YEAR.findall(_EDITION.sub("", text))}
        ends = {*ends.groups()} if (ends := _SPAN.search(fact.statement)) else set()
        if touched and ((years and not years & touched) or not ends <= touched):
            message = f"{fact.dated}, but the statement names {min(ends - touched or years)}"
            yield Breach(fact, message, "period" if fact.period else "year")


_CURRENCIES = {"USD": ("dollar", "$"), "EUR": ("euro", "€"), "GBP": ("pound", "£")}  # ISO 4217


@warning("correct the unit, or the statement")
def warn_currency_not_in_statement(store: Store) -> Found:
    """A statement of a sum names its currency: by its code, its sign or its word.

    The code's last letter is its word's first, but for those that have a word here.
    """
    for figure in store.statistics:
        if re.fullmatch("[A-Z]{3}", figure.unit):
            words = _CURRENCIES.get(figure.unit, (f" {figure.unit[-1].lower()}",))
            if not any(word in figure.statement.lower() for word in (*words, figure.unit.lower())):
                yield Breach(figure, f"{figure.unit}, of which the statement says nothing", "unit")


@warning("say in a note that the two agree, or in attributed_to whom it credits")
def warn_own_count_for_another(store: Store) -> Found:
    """A source whose publisher counts a measure itself isn't cited under another's figure.

    Unless the fact says by source whom it credits, or its note names the publisher.
    """
    attribution = Attribution.of(store)
    cited = [
        (figure, attribution.said_by(figure), key, attribution.body(store.sources[key].publisher))
        for figure in store.statistics
        for key in figure.cited
    ]
    own = {(figure.measure, key) for figure, counters, key, body in cited if counters == [body]}
    for figure, counters, key, body in cited:
        told = isinstance(figure.attributed_to, dict) or body in (figure.note or "")
        another = len(figure.sources) > 1 and body not in counters
        if another and not told and (figure.measure, key) in own:
            message = f"{key} has {body}'s own count of {figure.measure}"
            yield Breach(figure, message, "sources")


@warning("name it in part_of, if it is a part of it")
def warn_whole_not_named(store: Store) -> Found:
    """A group's figure names the whole that the store has of it; a share needs none."""
    said_by = Attribution.of(store).said_by
    for figures in _doubted_figures(store, store.statistics):
        largest: dict[str, Statistic] = {}
        for whole in sorted(figures, key=lambda each: each.value):
            if not whole.group and whole.rank != "deprecated":
                largest.update(dict.fromkeys(said_by(whole), whole))
        for part in figures:
            if not part.group or part.part_of or part.unit in ("percent", "%") or not part.period:
                continue
            wholes = (largest[counter] for counter in said_by(part) if counter in largest)
            if larger := next((each for each in wholes if part.value <= each.value), None):
                yield Breach(part, f"a group of {larger.id}?", "dimension")


_APART = 1 / 3  # of the larger: how far two counts may differ that claim to count the same
_COMPARED_COUNTS = 20  # counts of one thing that are compared, each with each other


@warning("say why in a note, or name the other in contradicts")
def warn_counters_far_apart(store: Store) -> Found:
    """Two counters of one measure and year that differ by more than a third are explained."""
    said_by = Attribution.of(store).said_by

    def mentions(figure: Statistic, other: Statistic) -> bool:
        """Whether a figure contradicts another, or its note has the other's value or counter."""
        names = [f"{other.value:,}", *said_by(other)]
        for body in (store.bodies[name] for name in names if name in store.bodies):
            names = [*names, *filter(None, (body.short, *body.aliases))]
        noted = re.search(rf"\b(?:{'|'.join(map(re.escape, names))})\b", figure.note or "")
        return other.id in figure.contradicts or bool(noted)

    totals = [each for each in store.statistics if each.is_total]
    dated = [each for each in totals if each.period and each.rank != "deprecated"]
    for figures in _doubted_figures(store, dated):
        figures.sort(key=lambda each: each.value)
        for low, high in combinations(figures[:_COMPARED_COUNTS], 2):
            if low.bound in ("at_least", "more_than") or high.bound in ("at_most", "less_than"):
                continue
            apart = high.value - low.value > _APART * high.value
            rivals = apart and not {*said_by(low)} & {*said_by(high)}
            if rivals and not mentions(low, high) and not mentions(high, low):
                message = f"{high.value:g}, and {low.value:g} in {low.id}"
                yield Breach(high, message, "value")


def _doubted_figures(store: Store, figures: Iterable[Statistic]) -> list[list[Statistic]]:
    """Return together the figures that count the same of one state and period."""
    groups: defaultdict[tuple[object, ...], list[Statistic]] = defaultdict(list)
    for each in figures:
        scale, state = (each.unit, each.out_of), store.state(each.entity)
        groups[each.measure, each.period, scale, state].append(each)
    return [*groups.values()]


_BOUNDS = {"at least": "at_least", "more than": "more_than", "over": "more_than"}
_BOUNDS |= dict.fromkeys(("about", "nearly", "almost"), "about")
_SMALL = {  # numbers in words, with which those to ninety-nine are made
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14},
    **{"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_TENS |= {"eighty": 80, "ninety": 90}
_NUMBER_WORDS = _SMALL | _TENS
_NUMBER_WORDS |= {
    f"{ten}-{one}": tens + _SMALL[one] for ten, tens in _TENS.items() for one in [*_SMALL][:9]
}
_NUMBER = rf"\d[\d,]*(?:\.\d+)?|(?:{'|'.join(sorted(_NUMBER_WORDS, reverse=True))})\b"
_BOUNDED = re.compile(rf"\b({'|'.join(_BOUNDS)}) (?:[A-Z$€]+ ?)?({_NUMBER}|half\b)", re.IGNORECASE)


@warning("write the bound")
def warn_bound_in_words_alone(store: Store) -> Found:
    """A figure that the statement calls "at least" or "about" so much has that bound."""
    for figure in store.statistics:
        for words, number in _BOUNDED.findall(figure.statement) if figure.bound == "exact" else ():
            if _doubted_figure(number) == figure.value:
                message = f'"{words} {number}", but the bound is exact'
                yield Breach(figure, message, "bound", f"write {_BOUNDS[words.lower()]}")
                break


def _doubted_figure(text: str) -> float:
    text = text.lower()
    return 50 if text == "half" else _NUMBER_WORDS.get(text) or float(text.replace(",", ""))


_UNDATED = re.compile(
    r"(?i)\b(?:years?|dates?|periods?|time)\b[^.;]{0,20}\b(?:is|are|was|were)(?: not|n't)"
    r" (?:stated|given|named|printed|said)"
    r"|\b(?:names?|states?|gives?|prints?|says?) (?:no|neither) (?:year|date|period)"
    r"|\bundated\b"
)


@warning("leave the period out, as nobody states it")
def warn_period_not_stated(store: Store) -> Found:
    """A figure whose note says that its years are not stated has no period, as a finding has."""
    for figure in store.statistics:
        if figure.period and figure.note and _UNDATED.search(figure.note):
            said = "the note says that the time isn't stated"
            yield Breach(figure, f"{said}, {figure.period}?", "period")


_COMPARED = re.compile(
    r"(?i)\b(?:more|fewer)\b(?! than (?:\d|a |an |once|one|half))|\b(?:rose|fell|shorter|cut)\b"
)


@warning("write the year that is compared, not the report's period")
def warn_comparison_in_report_period(store: Store) -> Found:
    """A finding of a yearly report that compares years has the year that it compares."""
    dated = (each for each in store.sources.values() if _doubted_series(each)[1] != each.title)
    editions = Counter(map(_doubted_series, dated))
    for finding in store.findings:
        found = _COMPARED.search(finding.statement)
        if len(finding.cited) == 1 and finding.period and found:
            source = store.sources[finding.cited[0]]
            published = period_year(source.published) or 0
            period = f"{published - 1:04}/{published:04}"
            if editions[_doubted_series(source)] > 1 and finding.period == period:
                message = f'"{found[0]}" than when? {period} is the report\'s'
                yield Breach(finding, message, "period")


def _doubted_series(source: Source) -> tuple[str, str]:
    """Return what yearly reports have in common: their publisher, and their title but the year."""
    return source.publisher, re.sub(r"\d{4}", "", source.title)


_OF_DATES = re.compile(
    r"(?:article|under|aged?|over) \d+|(?<!\d)(?:1[89]|20)\d\d(?!\d)"
    r"|\d+(?:st|nd|rd|th)?(?= (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December))",
    re.IGNORECASE,
)  # numbers that count nothing
_LARGE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_COUNTED = re.compile(
    rf"\b({_NUMBER})(?: ({'|'.join(_LARGE)})s?\b)?(?: and a half\b)?", re.IGNORECASE
)
_NOT_IN_DIGITS = re.compile(  # by value, how it may be said without a number
    r"(?i)(?P<_0>\b(?:no|none|not|nobody|never|nothing|without)\b)"
    r"|(?P<_1>\b(?:an?|the|single|once|only|sole)\b)|(?P<_2>\b(?:twice|both|pair|couple)\b)"
)
_FRACTION = re.compile(
    r"(?i)\b(?:half|third|quarter|fifth|tenth|all|most|majority|every|none|no)s?\b"
)
_PARTS = 6  # numbers of a statement of which sums are made


@warning("correct the value, or the statement")
def warn_value_not_in_statement(store: Store) -> Found:
    """A statement with numbers has the value: in digits or words, as a sum, years as months."""
    for figure in store.statistics:
        numbers = _doubted_counts(figure.statement)
        if not numbers or figure.value in numbers or math.isclose(figure.value, numbers[0]):
            continue
        if SHARE.match(figure.unit) and _FRACTION.search(figure.statement):
            continue
        unsaid = {found.lastgroup for found in _NOT_IN_DIGITS.finditer(figure.statement)}
        if f"_{figure.value:g}" not in unsaid and not _is_made_of(figure, numbers[:_PARTS]):
            said = ", ".join(f"{number:g}" for number in numbers)
            yield Breach(figure, f"{figure.value:g}, but the statement has {said}", "value")


def _doubted_counts(statement: str) -> list[float]:
    """Return the numbers of a statement that count something; "one" alone counts nothing."""
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", ",", statement)
    found = _COUNTED.findall(_OF_DATES.sub("", text))
    counts = [
        _doubted_figure(one.rstrip(",")) * _LARGE.get(large.lower(), 1) for one, large in found
    ]
    return counts if any(number != 1 for number in counts) else []


def _is_made_of(figure: Statistic, numbers: list[float]) -> bool:
    """Whether a figure is a sum or a difference of numbers, their share, or years in months."""
    value = figure.value
    sums = {
        sum(some) for size in range(2, 1 + len(numbers)) for some in combinations(numbers, size)
    }
    made = sums | {abs(one - other) for one, other in combinations(numbers, 2)}
    if figure.unit == "months":
        made |= {12 * one for one in numbers} | {
            12 * one + other for one in numbers for other in numbers
        }
    if SHARE.match(figure.unit):
        shares = (100 * min(pair) / max(pair) for pair in combinations(numbers, 2) if max(pair))
        made |= {value for share in shares if abs(share - value) < 1}
    return value in made


_BEGINNING = re.compile(r"\b[^\W\d_]{4,5}")  # of a longer word, which its forms have in common
_NUMBERS = re.compile(rf"\b(?:{_NUMBER})", re.IGNORECASE)
_NO_FIGURE = re.compile(r"(?:19|20)\d\d|one", re.IGNORECASE)  # but a year or a turn of phrase
_REPEATED = 0.6  # share of a finding's words that, with its numbers, make it repeat figures


@warning("say what the figure doesn't, or take the finding out")
def warn_finding_repeats_figure(store: Store) -> Found:
    """A finding says more than a figure of its period and source, or it gives way to it."""
    figures: dict[tuple[str, str, float], Statistic] = {}
    for figure in store.statistics:
        for key in figure.cited:
            figures.setdefault((figure.period or "", key, figure.value), figure)
    for finding in store.findings:
        found = _NUMBERS.findall(finding.statement)
        numbers = {
            _doubted_figure(text.rstrip(",")) for text in found if not _NO_FIGURE.fullmatch(text)
        }
        places = ((finding.period or "", key, each) for key in finding.cited for each in numbers)
        alike = {figures[place].value: figures[place] for place in places if place in figures}
        if numbers and finding.period and alike.keys() == numbers:
            told = " ".join(f"{each.statement} {each.measure}" for each in alike.values())
            texts = finding.statement.lower(), told.lower()
            words, known = (set(_BEGINNING.findall(text)) for text in texts)
            if len(words & known) > _REPEATED * len(words):
                repeated = ", ".join(figure.id for figure in alike.values())
                yield Breach(finding, f"says little more than {repeated}", "statement")
