"""What ratings and series share as drawings along years: states, lines between marks, a legend."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from serbia_tip.figures.shapes import Entry, Era, Mark, Sign, Track


def eras(states: Iterable[tuple[int, str]]) -> list[Era]:
    """The state of the first of these years, and then each other one from its first year on."""
    found: list[Era] = []
    for year, state in states:
        if not found or found[-1].name != state:
            found.append(Era(year, state))
    return found


def foreign(found: Sequence[Era], home: str) -> Sequence[Era]:
    """The eras, where there is another state than the home country."""
    return found if {era.name for era in found} - {home} else []


def lines(
    marks: Iterable[Mark], breaks: Collection[int], unjoined: Collection[str]
) -> list[list[Mark]]:
    """The runs of marks that a line joins: one a year, of years that follow each other.

    No line leads over a break before a year, or to a mark whose id is `unjoined`. Deprecated marks
    neither join nor divide.
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
    changes: Iterable[str] = (),
) -> list[tuple[Entry, str]]:
    """What the signs, gaps and brackets of these tracks mean, as far as there are any."""
    used = {each.sign for track in tracks for each in track.said}
    entries: list[tuple[Entry, str]] = [(sign, signs[sign]) for sign in signs if sign in used]
    if any(track.gaps for track in tracks):
        entries.append(("gap", gap))
    if any(track.brackets for track in tracks):
        entries.append(("bracket", bracket))
    return [*entries, *(("change", change) for change in changes)]
