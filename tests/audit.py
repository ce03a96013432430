"""Run command lines under an audit hook: `python audit.py LINES.json` prints what they did.

LINES.json holds the command lines. What is printed is a JSON list of the audit events that are
more than reading: files opened to be written, connections, processes, code compiled, imports.
"""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

WATCHED = (
    *("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "pty."),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.putenv", "os.startfile", "os.kill", "shutil."),
    *("urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "tempfile.", "ctypes."),
    *("sqlite3.connect", "sqlite3.load", "compile", "import", "pickle."),
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
seen: dict[str, list[str]] = {}


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Take down an event that is more than reading, with what it is about."""
    if event == "open":
        path, _, flags = arguments
        if flags & WRITING:
            seen.setdefault("open to write", []).append(os.fsdecode(path))
    elif event == "compile" and arguments[0] is not None:
        source = arguments[0]
        seen.setdefault(event, []).append(
            source.decode(errors="replace") if isinstance(source, bytes) else str(source)
        )
    elif event.startswith(WATCHED):
        seen.setdefault(event, []).append(str(arguments[0]) if arguments else "")


lines = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
sys.addaudithook(watch)

from serbia_tip.cli.main import run  # noqa: E402 - what it imports is watched, too

answer = sys.stdout
for line in lines:
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    run(line)
sys.stdout = answer
print(json.dumps(seen))
