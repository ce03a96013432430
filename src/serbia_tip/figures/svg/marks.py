"""Draw marks, brackets and arrows in SVG; signs differ in shape, not only in colour."""

from serbia_tip.figures.svg.paper import Paper, to

_REACH = 24.0
"""The width and height of the area that a finger can tap."""


def draw_mark(
    paper: Paper, sign: str, x: float, y: float, *, fact: str | None = None, said: str = ""
) -> None:
    """Draw the mark of a rating or a figure around this point."""
    match sign:
        case "inferred":
            paper.path("hollow", circle(x, y, 5))
        case "disputed":
            diamond = to(("M", x, y - 7), ("L", x + 7, y), ("L", x, y + 7), ("L", x - 7, y))
            paper.path("mark", f"{diamond}Z")
        case "deprecated":
            falling = to(("M", x - 5, y - 5), ("L", x + 5, y + 5))
            paper.path("cross", f"{falling}{to(('M', x - 5, y + 5), ('L', x + 5, y - 5))}")
        case _:
            paper.path("mark", circle(x, y, 5))
    if fact is not None:
        half = _REACH / 2
        paper.rect("reach", x - half, y - half, _REACH, _REACH, fact=fact, said=said)


def circle(x: float, y: float, radius: float) -> str:
    """The path commands of a circle."""
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"{to(('M', x - radius, y))}{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0Z"


def draw_bracket(paper: Paper, begin: float, end: float, y: float) -> None:
    """Draw a line over a period, with its two ends."""
    opens = to(("M", begin, y - 5), ("V", y + 5), ("M", begin, y), ("H", end))
    paper.path("bracket", f"{opens}{to(('M', end, y - 5), ('V', y + 5))}")


def draw_arrow(
    paper: Paper,
    kind: str,
    begin: float,
    end: float,
    y: float,
    thick: float,
    *,
    head: str = "arrow",
) -> None:
    """Draw a line of this kind from left to right, with an arrowhead."""
    long, wide = 6 + thick, 3 + thick
    looks = f'stroke-width="{thick:.1f}"'
    paper.path(kind, to(("M", begin, y), ("H", end - long)), looks=looks)
    paper.path(head, f"{to(('M', end, y), ('l', -long, -wide), ('v', 2 * wide))}Z")
