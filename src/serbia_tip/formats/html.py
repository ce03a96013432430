"""A page that shows what a terminal does, in one file that fetches nothing."""

from serbia_tip.formats.picture import FONT, recorded, title
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen

_TEMPLATE = """\
<!DOCTYPE html>
<html lang="en" style="color-scheme: light dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>TITLE</title>
</head>
<body>
<pre style="font-family: FONT; overflow-x: auto">{code}</pre>
</body>
</html>
"""


def render(answer: Answer, screen: Screen) -> str:
    """The table or the chart, as wide as the screen, in the reader's own colours."""
    template = _TEMPLATE.replace("FONT", FONT).replace("TITLE", title(answer))
    return recorded(answer, screen).export_html(code_format=template, inline_styles=True)
