"""Warnings of rows, names and sources: what is likely a mistake in a store that can be read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from serbia_tip.model import Fact, Route, Statistic, Store, Term, TierRating
from serbia_tip.periods import period_end, period_span
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.check.errors import ruled_dates
from serbia_tip.store.check.problems import Breach, Found, Place, Use, warning
from serbia_tip.words import fold

_SECOND = re.compile(r"[.!?…]\s+[^\W\d_]")  # the end of a sentence and the first letter after it


@warning("say it in one plain sentence")
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


@warning("take it out, or cite it")
def warn_unused_source(store: Store) -> Found:
    """A source has at least one fact that rests on it, or another source derived from it."""
    cited = {key for fact in store.facts() for key in fact.cited}
    cited.update(key for source in store.sources.values() for key in source.derived_from)
    for key in store.sources:
        if key not in cited:
            yield Breach(Place("sources", key), f"no fact rests on {key!r}")


@warning("name each place once")
def warn_source_cited_twice(store: Store) -> Found:
    """A fact names each place in its sources once."""
    for fact in store.facts():
        if len(set(fact.sources)) < len(fact.sources):
            [(text, _)] = Counter(fact.sources).most_common(1)
            yield Breach(fact, f"cites {text!r} twice", "sources")


@warning("correct the date")
def warn_future_period(store: Store) -> Found:
    """What a fact describes has begun, and a source has appeared."""
    for what, key, day in ruled_dates(store, store.facts()):
        if period_span(day).first > date.today():
            yield Breach(what, f"{day} is yet to come", key)


@warning("correct the period, or the source's dates")
def warn_source_before_fact(store: Store) -> Found:
    """A source appears before it is read, and after what it tells of has begun."""
    for key, source in store.sources.items():
        if source.accessed and period_end(source.accessed) < _first_day(source.published):
            message = f"accessed {source.accessed}, before it was published"
            yield Breach(Place("sources", key), message, "accessed")
    for fact in store.facts():
        published = [store.sources[key].published for key in fact.cited]
        told = max(period_end(each) if each else date.max for each in published)
        if _first_day(fact.dated) > told:
            message = f"{fact.dated} is after the last of its sources appeared, {told}"
            yield Breach(fact, message, "period" if fact.period else "year")


def _first_day(period: str | None) -> date:
    return period_span(period).first if period else date.min


@warning("mark the one that a better source contradicts as deprecated")
def warn_two_ratings(store: Store) -> Found:
    """One report gives one tier; another one is deprecated."""
    ratings: dict[object, TierRating] = {}
    for each in store.tiers:
        if each.rank != "deprecated":
            first = ratings.setdefault((each.year, store.state(each.entity)), each)
            if first is not each:
                yield Breach(each, f"a second rating of {each.year}, after {first.id}", "year")


# What may differ in two facts that say the same; a figure's, and a whole route's, statement too.
_UNTOLD = ("id", "note", "rank", "contradicts", "sources", "attributed_to", "partitioned_by")


@warning("take one of the two out, or say in what they differ")
def warn_twin(store: Store) -> Found:
    """No fact says the same as another one, of the same sources and bodies, under another id."""
    said_by = Attribution.of(store).said_by
    seen: dict[object, Fact] = {}
    for fact in store.facts():
        if fact.rank == "deprecated" or isinstance(fact, TierRating):
            continue
        said = {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in _UNTOLD}
        said["statement"] = fold(fact.statement)
        if isinstance(fact, Statistic) or (
            isinstance(fact, Route) and fact.origin and fact.destination
        ):
            del said["statement"]
        first = seen.setdefault(repr((said, fact.cited, said_by(fact))), fact)
        if first is not fact:
            yield Breach(fact, f"says the same as {first.id}", "id")


@warning("correct the period of either, or part_of")
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


@warning("write both dimension and group, or neither")
def warn_group_without_dimension(store: Store) -> Found:
    """A group is one along a dimension, and a part of a figure is a group of it."""
    for figure in store.statistics:
        group, dimension, whole = figure.group, figure.dimension, figure.part_of
        if group and not dimension:
            yield Breach(figure, f"group {group!r} of which dimension?", "group")
        elif dimension and not group:
            yield Breach(figure, f"which group along the dimension {dimension!r}?", "dimension")
        elif whole and not group:
            yield Breach(figure, f"which part of {whole}?", "part_of")


@warning("write the usual dimension, or say in partitioned_by that this one is needed")
def warn_group_along_two_dimensions(store: Store) -> Found:
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


@warning("write its usual name")
def warn_body_under_another_name(store: Store) -> Found:
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


@warning("leave it to one of the two")
def warn_name_of_two(store: Store) -> Found:
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


@warning("make one source of the two, or correct the address")
def warn_same_address(store: Store) -> Found:
    """Two sources have no address and no copy in common."""
    owners: dict[str, str] = {}
    for key, source in store.sources.items():
        for url in filter(None, (source.url, *source.copies)):
            owner = owners.setdefault(re.sub(r"^https?://(www\.)?|/$", "", url), key)
            if owner != key:
                yield Breach(Place("sources", key), f"{url} is also the address of {owner}")


_LONG = 40  # letters of a title that fit beside a value; a short name may have as many


@warning("give it a short one in `short`, or views print the title whole")
def warn_missing_short_name(store: Store) -> Found:
    """A source with a long title has a short name, which stands beside values."""
    for key, source in store.sources.items():
        if not source.short and len(source.title) > _LONG:
            yield Breach(Place("sources", key), "a long title, and no `short`", "title")


@warning("give it a `title`, as others have")
def warn_missing_title(store: Store) -> Found:
    """A measure or a topic has a title for readers, where others have."""
    used: list[Use] = [(each, "measure", each.measure) for each in store.statistics]
    used += [(each, "topic", each.topic) for each in store.findings]
    titled = {
        of: {name for name, term in store.terms[of].items() if term.title} for of in store.terms
    }
    told = set()
    for what, of, word in used:
        if titled[of] and word not in titled[of] and (of, word) not in told:
            told.add((of, word))
            yield Breach(what, f"the {of} {word!r} has no title", of)


@warning("write it alike, or give it a table of its own")
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
                message = f"{field} {word!r} stands only here, near {near!r}"
                yield Breach(what, message, field)


def _warned_name_forms(word: str) -> list[str]:
    """Return what near words have in common: all letters but one, or the words that tell them."""
    folded = fold(word)
    large = sorted(part for part in folded.split() if part not in _SMALL)
    forms = [folded, " ".join(large) or folded]
    if _SHORTEST <= len(folded) <= _LONGEST:
        places = (place for place, letter in enumerate(folded) if not letter.isdigit())
        forms += [folded[:place] + folded[place + 1 :] for place in places]
    return list(dict.fromkeys(forms))
