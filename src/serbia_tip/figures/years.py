"""What the figures of ratings and of series share: eras, lines between marks, the legend."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from serbia_tip.figures.shapes import Entry, Era, Mark, Sign, Track


def eras(states: Iterable[tuple[int, str]]) -> list[Era]:
    """The first state and each change of state, from years in order with their states."""
    found: list[Era] = []
    for year, state in states:
        if not found or found[-1].name != state:
            found.append(Era(year, state))
    return found


def foreign(found: Sequence[Era], home: str) -> Sequence[Era]:
    """The eras, or none if the home country is the only state."""
    return found if {era.name for era in found} - {home} else []


def lines(
    marks: Iterable[Mark], breaks: Collection[int], unjoined: Collection[str]
) -> list[list[Mark]]:
    """The runs of marks that a line joins: the only marks of consecutive years.

    A break before a year, or a mark whose id is in `unjoined`, ends a run; deprecated marks are
    passed over.
    """
    standing: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.sign != "deprecated":
            standing[mark.year].append(mark)
    runs: list[list[Mark]] = []
    for year, (mark, *others) in sorted(standing.items()):
        if others or mark.id in unjoined:
            continue
        if runs and runs[-1][-1].year == year - 1 and year not in breaks:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return [run for run in runs if len(run) > 1]


def legend(
    tracks: Sequence[Track],
    signs: Mapping[Sign, str],
    gap: str,
    bracket: str = "",
    breaks: Iterable[str] = (),
) -> list[tuple[Entry, str]]:
    """The legend of the signs, gaps and brackets that these tracks use, and of the breaks."""
    used = {each.sign for track in tracks for each in track.said}
    entries: list[tuple[Entry, str]] = [(sign, signs[sign]) for sign in signs if sign in used]
    if any(track.gaps for track in tracks):
        entries.append(("gap", gap))
    if any(track.brackets for track in tracks):
        entries.append(("bracket", bracket))
    return [*entries, *(("divider", meaning) for meaning in breaks)]
