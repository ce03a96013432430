"""Doubts, which are warnings too: credits, figures and statements that don't agree."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

from serbia_tip.model import Source, Statistic, Store, Term
from serbia_tip.periods import period_year
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.locate import Place
from serbia_tip.store.rules import Breach, Found, Use
from serbia_tip.words import fold


def doubt_body_under_another_name(store: Store) -> Found:
    """A body goes by the name that `[bodies]` gives it, not by its short name or an alias."""
    usual = store.usual_names
    used: list[Use]
    used = [(each, "attributed_to", name) for each in store.facts() for name in each.credits]
    for key, source in store.sources.items():
        if not source.authors:  # whose publisher may be an alias of theirs
            used.append((Place("sources", key), "publisher", source.publisher))
    for what, key, name in used:
        if usual.get(name, name) != name:
            said = "credits" if key == "attributed_to" else "published by"
            yield Breach(what, f"{said} {name!r}, which goes by {usual[name]!r}", key)


def doubt_name_of_two(store: Store) -> Found:
    """No alias of a body, measure, topic or dimension is the name or title of another one."""
    used = {"measure": {each.measure for each in store.statistics}}
    used["topic"] = {each.topic for each in store.findings}
    named = [("bodies", name, body.short, body.aliases) for name, body in store.bodies.items()]
    for of, terms in store.terms.items():
        if of != "group":  # sources call the same people minors and children
            every = {name: Term() for name in used.get(of, ())} | terms
            named += [(f"{of}s", name, term.title, term.aliases) for name, term in every.items()]
    owners: dict[tuple[str, str], str] = {}
    for table, name, shown, aliases in named:
        own = aliases if table == "bodies" else ()  # several terms may share an alias
        for owned in filter(None, (name, shown, *own)):
            owners.setdefault((table, fold(owned)), name)
    for table, name, shown, aliases in named:
        for other in filter(None, (shown, *aliases)):
            owner = owners.get((table, fold(other)), name)
            if owner != name:
                message = f"{other!r} is also a name of {owner!r}"
                yield Breach(Place(table, name), message, "aliases")


def doubt_same_address(store: Store) -> Found:
    """Two sources have no address and no copy in common."""
    owners: dict[str, str] = {}
    for key, source in store.sources.items():
        for url in filter(None, (source.url, *source.copies)):
            owner = owners.setdefault(re.sub(r"^https?://(www\.)?|/$", "", url), key)
            if owner != key:
                yield Breach(Place("sources", key), f"{url} is also the address of {owner}")


def doubt_own_count_for_another(store: Store) -> Found:
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
            message = (
                f"{key} has {body}'s own count of {figure.measure}; say in a note that the two "
            )
            yield Breach(figure, f"{message}agree, or in attributed_to whom it credits", "sources")


def doubt_group_along_two_dimensions(store: Store) -> Found:
    """A group of a measure lies along one dimension, unless it is needed to make up its whole."""
    partitions = {figure.id: figure.partitioned_by for figure in store.statistics}
    grouped = [figure for figure in store.statistics if figure.group and figure.dimension]
    uses = Counter((each.measure, each.group, each.dimension) for each in grouped).most_common()
    usual = {(measure, group): dimension for (measure, group, dimension), _ in reversed(uses)}
    for figure in grouped:
        most = usual[figure.measure, figure.group]
        needed = figure.dimension in partitions.get(figure.part_of or "", ())
        if figure.dimension != most and not needed:
            message = f"{figure.group!r} along {figure.dimension!r}, elsewhere along {most!r}"
            yield Breach(figure, message, "dimension")


def doubt_whole_not_named(store: Store) -> Found:
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
                yield Breach(part, f"a group of {larger.id}? part_of says so", "dimension")


_BOUNDS = {"at least": "at_least", "more than": "more_than", "over": "more_than"}
_BOUNDS |= dict.fromkeys(("about", "nearly", "almost"), "about")
_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_WORDS = {word: number for number, word in enumerate(_TO_TEN, 1)} | {"half": 50}
_NUMBER = rf"\d[\d,]*(?:\.\d+)?|(?:{'|'.join(_NUMBER_WORDS)})\b"
_BOUNDED = re.compile(rf"\b({'|'.join(_BOUNDS)}) (?:[A-Z$€]+ ?)?({_NUMBER})", re.IGNORECASE)


def doubt_bound_in_words_alone(store: Store) -> Found:
    """A figure that the statement calls "at least" or "about" so much has that bound."""
    for figure in store.statistics:
        for words, number in _BOUNDED.findall(figure.statement) if figure.bound == "exact" else ():
            if _doubted_figure(number) == figure.value:
                message = f'"{words} {number}", but the bound is exact; {_BOUNDS[words.lower()]}?'
                yield Breach(figure, message, "bound")
                break


def _doubted_figure(text: str) -> float:
    return _NUMBER_WORDS.get(text.lower()) or float(text.replace(",", ""))


_UNDATED = re.compile(
    r"(?i)\b(?:years?|dates?|periods?|time)\b[^.;]{0,20}\b(?:is|are|was|were)(?: not|n't)"
    r" (?:stated|given|named|printed|said)"
    r"|\b(?:names?|states?|gives?|prints?|says?) (?:no|neither) (?:year|date|period)"
    r"|\bundated\b"
)


def doubt_period_not_stated(store: Store) -> Found:
    """A figure whose note says that its years are not stated has no period, as a finding has."""
    for figure in store.statistics:
        if figure.period and figure.note and _UNDATED.search(figure.note):
            said = "the note says that the time isn't stated"
            yield Breach(figure, f"{said}; {figure.period}?", "period")


_COMPARED = re.compile(
    r"(?i)\b(?:more|fewer)\b(?! than (?:\d|a |an |once|one|half))|\b(?:rose|fell|shorter|cut)\b"
)


def doubt_comparison_in_report_period(store: Store) -> Found:
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


_APART = 1 / 3  # of the larger: how far two counts may differ that claim to count the same
_COMPARED_COUNTS = 20  # counts of one thing that are compared, each with each other


def doubt_counters_far_apart(store: Store) -> Found:
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
                said = f"{low.value:g} in {low.id}; a note on either may say why, or contradicts"
                yield Breach(high, f"{high.value:g}, and {said}", "value")


_BEGINNING = re.compile(r"\b[^\W\d_]{4,5}")  # of a longer word, which its forms have in common
_NUMBERS = re.compile(rf"\b(?:{_NUMBER})", re.IGNORECASE)
_NO_FIGURE = re.compile(r"(?:19|20)\d\d|one|half", re.IGNORECASE)  # but a year or a turn of phrase
_REPEATED = 0.6  # share of a finding's words that, with its numbers, make it repeat figures


def doubt_finding_repeats_figure(store: Store) -> Found:
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


def _doubted_figures(store: Store, figures: Iterable[Statistic]) -> list[list[Statistic]]:
    """Return together the figures that count the same of one state and period."""
    groups: defaultdict[tuple[object, ...], list[Statistic]] = defaultdict(list)
    for each in figures:
        scale, state = (each.unit, each.out_of), store.state(each.entity)
        groups[each.measure, each.period, scale, state].append(each)
    return [*groups.values()]


DOUBTS: tuple[Callable[[Store], Found], ...] = (
    *(
        doubt_body_under_another_name,
        doubt_name_of_two,
        doubt_same_address,
        doubt_own_count_for_another,
    ),
    *(
        doubt_group_along_two_dimensions,
        doubt_whole_not_named,
        doubt_bound_in_words_alone,
        doubt_period_not_stated,
    ),
    *(doubt_comparison_in_report_period, doubt_counters_far_apart, doubt_finding_repeats_figure),
)  # what a second reading of a store found wrong, and a reader would stumble over
