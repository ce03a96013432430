"""The figure of parts as shares of their wholes, a panel for each whole."""

from collections.abc import Sequence

from serbia_tip.figures.captions import Captions
from serbia_tip.figures.series import share
from serbia_tip.figures.shapes import Bar, Bars, Figure
from serbia_tip.model import Store
from serbia_tip.queries.rows import StatisticRow, rows
from serbia_tip.terminal.styled import NO_BREAK
from serbia_tip.views.wording import SIGNS, period

_PERCENT = "percent"
COMPUTED = "Percentages of the whole are computed here; no source gives them."
_OVERLAP = "These parts need not add up to the whole, and may overlap."


def figure(store: Store, parts: Sequence[StatisticRow]) -> Figure:
    """The figure of these parts of one measure."""
    captions = Captions(store)
    words = captions.words
    by_whole: dict[tuple[str, str], list[StatisticRow]] = {}
    for part in parts:
        by_whole.setdefault((str(part.part_of), str(part.dimension)), []).append(part)
    ids = {whole for whole, _ in by_whole}
    dimensions = dict.fromkeys(dimension for _, dimension in by_whole)
    facts = {fact.id: fact for fact in store.statistics if fact.id in ids}
    wholes = {row.id: row for row in rows(store, list(facts.values()), StatisticRow)}
    panels, computed = [], False
    for (id_, dimension), same in by_whole.items():
        computed |= any(_share(part, wholes[id_])[1] for part in same)
        notes = () if dimension in facts[id_].partitioned_by else (_OVERLAP,)
        along = f", by {words.dimension(dimension).lower()}" if len(dimensions) > 1 else ""
        panels.append(_panel(captions, wholes[id_], same, along, notes))
    measure = words.measure(parts[0].measure)
    every = [*wholes.values(), *parts]
    return Figure(
        title=f"{measure} by {', '.join(map(words.dimension, dimensions)).lower()}",
        description="A bar for each part, as long as its share of the whole.",
        panels=panels,
        notes=[*([COMPUTED] if computed else []), *captions.notes(every)],
        sources=captions.sources(every),
        credit=captions.credit,
    )


def _panel(
    captions: Captions,
    whole: StatisticRow,
    parts: Sequence[StatisticRow],
    along: str,
    notes: Sequence[str],
) -> Bars:
    words = captions.words
    said = captions.marked(words.value(whole), whole)
    bars = []
    for part in parts:
        length, percent = _share(part, whole)
        text = ", ".join(filter(None, [words.value(part), percent]))
        bars.append(
            Bar(
                id=part.id,
                label=words.group(str(part.group)),
                share=length,
                sign=captions.sign(part),
                text=captions.marked(text, part),
            )
        )
    title = f"{period(whole.period)}: {said} {words.who(whole)}{along}"
    return Bars(title=title, bars=bars, notes=notes)


def _share(part: StatisticRow, whole: StatisticRow) -> tuple[float | None, str]:
    """The part as a share of the whole, from 0 to 1, and the percentage if it's computed here."""
    if part.unit == _PERCENT:
        return share(part.value, 100), ""
    if part.unit != whole.unit or whole.value <= 0:
        return None, ""
    sign = SIGNS.get(part.bound if whole.bound == "exact" else "about", "")
    percent = f"{part.value / whole.value:.1%}".removesuffix("%")
    said = NO_BREAK.join(filter(None, [sign, percent, "%"]))
    return share(part.value, whole.value), said
