"""An SVG picture of what a terminal shows; its text stays text, and nothing is fetched."""

import re
from html import unescape

from rich.cells import cell_len
from rich.terminal_theme import TerminalTheme

from serbia_tip.formats.picture import FONT, recorded, title
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen

_BLACK = (0, 0, 0)
_WHITE = (255, 255, 255)
_THEME = TerminalTheme(_WHITE, _BLACK, [_BLACK, *[_BLACK] * 7])

_ASPECT = 0.6
"""How wide a letter of the usual monospaced fonts is, in its height."""

_SIZE = 20
"""The height of a letter in a picture of Rich's."""

_LENGTH = re.compile(r'textLength="[^"]*"(?P<rest>[^>]*>)(?P<text>[^<\n]+)</text>')

_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {terminal_height}" \
aria-labelledby="{unique_id}-title" xml:lang="en">
<title id="{unique_id}-title">TITLE</title>
<style>
.{unique_id}-matrix {{ font-family: FONT; font-size: {char_height}px; white-space: pre; }}
{styles}
@media (prefers-color-scheme: dark) {{
.{unique_id}-page {{ fill: #121212; }}
.{unique_id}-matrix text {{ fill: #eeeeee; }}
}}
</style>
<defs>
{lines}
</defs>
<rect class="{unique_id}-page" width="100%" height="100%" fill="#ffffff"/>
<g class="{unique_id}-matrix" transform="translate({terminal_x}, 0)">
{matrix}
</g>
</svg>
"""


def render(answer: Answer, screen: Screen) -> str:
    """The table or the chart, as wide as the screen, dark where the reader prefers that."""
    template = _TEMPLATE.replace("FONT", FONT).replace("TITLE", title(answer))
    console = recorded(answer, screen)
    picture = console.export_svg(
        theme=_THEME, code_format=template, unique_id="tip", font_aspect_ratio=_ASPECT
    )
    return _LENGTH.sub(_in_columns, picture)


def _in_columns(match: re.Match[str]) -> str:
    """The length of a text by the columns that it takes; Rich takes each letter for one."""
    columns = cell_len(unescape(match["text"]))
    return f'textLength="{columns * _SIZE * _ASPECT:g}"{match["rest"]}{match["text"]}</text>'
