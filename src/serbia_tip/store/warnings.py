"""Warnings of what is likely a mistake in a store that can be read, and of what readers miss."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from serbia_tip.model import Store
from serbia_tip.periods import period_span
from serbia_tip.store.doubts import DOUBTS
from serbia_tip.store.locate import Place
from serbia_tip.store.rules import Breach, Found, Use, ruled_dates
from serbia_tip.words import fold

_SECOND = re.compile(r"[.!?…]\s+[^\W\d_]")  # the end of a sentence and the first letter after it


def warn_not_one_sentence(store: Store) -> Found:
    """A statement is one plain sentence: it begins with a capital or a digit and ends in a stop."""
    for fact in store.facts():
        text = fact.statement
        if text[0].islower() or not text[0].isalnum():
            reason = "begins with no capital letter or digit"
        elif not text.endswith((".", "!", "?", "…", "。", "।", "؟")):
            reason = "doesn't end in a stop"
        elif "\n" in text or "\t" in text or "  " in text:
            reason = "has a line end, a tab or two spaces in it"
        elif any(not found[0][-1].islower() for found in _SECOND.finditer(text)):
            reason = "has more than one sentence"
        else:
            continue
        yield Breach(fact, f"the statement {reason}", "statement")


def warn_unused_source(store: Store) -> Found:
    """A source has at least one fact that rests on it, or another source derived from it."""
    cited = {key for fact in store.facts() for key in fact.cited}
    cited.update(key for source in store.sources.values() for key in source.derived_from)
    for key in store.sources:
        if key not in cited:
            yield Breach(Place("sources", key), f"no fact rests on {key!r}")


def warn_source_cited_twice(store: Store) -> Found:
    """A fact names each place in its sources once."""
    for fact in store.facts():
        if len(set(fact.sources)) < len(fact.sources):
            [(text, _)] = Counter(fact.sources).most_common(1)
            yield Breach(fact, f"cites {text!r} twice", "sources")


def warn_future_period(store: Store) -> Found:
    """What a fact describes has begun, and a source has appeared."""
    for what, key, day in ruled_dates(store, store.facts()):
        if period_span(day).first > date.today():
            yield Breach(what, f"{day} is yet to come", key)


def warn_impossible_figure(store: Store) -> Found:
    """A count is not negative, and a share is at most the whole."""
    for figure in store.statistics:
        is_share = figure.unit in ("percent", "%")
        if figure.value < 0 and not is_share and figure.out_of is None:
            yield Breach(figure, f"a count of {figure.value} {figure.unit}", "value")
        if is_share and figure.value > 100:
            yield Breach(figure, f"{figure.value:g} percent of a whole", "value")


def warn_part_of_another_period(store: Store) -> Found:
    """A part is of a time within its whole's."""
    by_id = {figure.id: figure for figure in store.statistics}
    for part in store.statistics:
        whole = by_id[part.part_of] if part.part_of else part
        if part.period == whole.period or whole.period is None:
            continue
        inner, outer = period_span(part.period or whole.period), period_span(whole.period)
        if part.period is None:
            yield Breach(part, f"undated, while its whole {whole.id} is of {whole.period}")
        elif inner.first < outer.first or outer.last < inner.last:
            message = f"{part.period} is not within {whole.period} of {whole.id}"
            yield Breach(part, message, "period")


def warn_group_without_dimension(store: Store) -> Found:
    """A group is one along a dimension, and a part of a figure is a group of it."""
    for figure in store.statistics:
        group, dimension, whole = figure.group, figure.dimension, figure.part_of
        if group and not dimension:
            yield Breach(figure, f"group {group!r} of which dimension? age, sex, …", "group")
        elif dimension and not group:
            yield Breach(figure, f"which group along the dimension {dimension!r}?", "dimension")
        elif whole and not group:
            yield Breach(figure, f"which part of {whole}? dimension and group say it", "part_of")


def warn_near_neighbour(store: Store) -> Found:
    """A body, measure, topic, unit or state named once, without a table, resembles no other."""
    bodies: list[Use]
    bodies = [(each, "attributed_to", name) for each in store.facts() for name in each.credits]
    for key, source in store.sources.items():
        bodies.append((Place("sources", key), "publisher", source.publisher))
    known = (name for key, body in store.bodies.items() for name in (key, *body.aliases))
    yield from _warn_near_names(bodies, known)
    yield from _warn_near_names(
        [(each, "measure", each.measure) for each in store.statistics], store.measures
    )
    yield from _warn_near_names([(each, "unit", each.unit) for each in store.statistics], ())
    yield from _warn_near_names(
        [(each, "topic", each.topic) for each in store.findings], store.topics
    )
    states = [(fact, "entity", fact.entity) for fact in store.facts() if fact.entity]
    yield from _warn_near_names(states, (store.home.name, *store.home.aliases))


_SHORTEST = 5  # letters; shorter words that differ by one are different words
_LONGEST = 100  # letters; longer words are compared whole, not letter by letter
_SMALL = {"a", "an", "and", "for", "in", "of", "on", "the", "to"}  # don't tell names apart


def _warn_near_names(used: Sequence[Use], known: Iterable[str]) -> Found:
    """Report the words that a fact or a source uses alone, and that are near others."""
    counts = Counter(word for _, _, word in used)
    meant = set(known)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys([*sorted(meant), *(word for word, _ in counts.most_common())]):
        for form in _warned_name_forms(word):
            alike[form].append(word)
    for what, field, word in used:
        if counts[word] == 1 and word not in meant:
            others = (
                other for form in _warned_name_forms(word) for other in alike[form] if other != word
            )
            if near := next(others, None):
                yield Breach(what, f"{field} {word!r} stands only here; near it is {near!r}", field)


def _warned_name_forms(word: str) -> list[str]:
    """Return what near words have in common: all letters but one, or the words that tell them."""
    folded = fold(word)
    large = sorted(part for part in folded.split() if part not in _SMALL)
    forms = [folded, " ".join(large) or folded]
    if _SHORTEST <= len(folded) <= _LONGEST:
        places = (place for place, letter in enumerate(folded) if not letter.isdigit())
        forms += [folded[:place] + folded[place + 1 :] for place in places]
    return list(dict.fromkeys(forms))


WARNINGS: tuple[Callable[[Store], Found], ...] = (
    *(
        warn_not_one_sentence,
        warn_unused_source,
        warn_source_cited_twice,
        warn_future_period,
        warn_impossible_figure,
    ),
    *(warn_part_of_another_period, warn_group_without_dimension, warn_near_neighbour, *DOUBTS),
)  # the rules whose breach is likely to be a mistake; the store is read all the same
_LONG = 40  # letters of a title that fit beside a value; a short name may have as many


def warning_hints(store: Store) -> list[str]:
    """Return what readers of a sound store miss: short names of sources, and titles of words."""
    sources = store.sources.items()
    long = [key for key, each in sources if not each.short and len(each.title) > _LONG]
    found = [("sources have a long title and no `short`, so that views print it whole", long)]
    used = {"measure": {each.measure for each in store.statistics}}
    used["topic"] = {each.topic for each in store.findings}
    for of, words in used.items():
        if titled := {name for name, term in store.terms[of].items() if term.title}:
            found.append((f"{of}s have no `title`, as others have", sorted(words - titled)))
    return [f"{said}: {', '.join(names)}" for said, names in found if names]
