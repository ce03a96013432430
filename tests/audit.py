"""Run command lines, a JSON list on the standard input, and print what they did, as JSON.

That is the audit events that are more than reading (files opened to be written, connections,
processes, code compiled, imports), each with what it was about.
"""

import io
import json
import os
import sys
from collections import defaultdict
from contextlib import redirect_stdout
from typing import Any

WATCHED = (
    *("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "pty."),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.putenv", "os.startfile", "os.kill", "shutil."),
    *("urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "tempfile.", "ctypes."),
    *("sqlite3.connect", "sqlite3.load", "compile", "import", "pickle."),
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
seen: defaultdict[str, list[str]] = defaultdict(list)


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Take down an event that is more than reading, with what it is about."""
    about = arguments[0] if arguments else ""
    if event == "open" and arguments[2] & WRITING:
        seen["open to write"].append(os.fsdecode(about))
    elif event.startswith(WATCHED) and (event, about) != ("compile", None):
        seen[event].append(about.decode(errors="replace") if type(about) is bytes else str(about))


lines = json.load(sys.stdin)
sys.addaudithook(watch)

from serbia_tip.cli.main import run_main  # noqa: E402 - what it imports is watched, too

for line in lines:
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
        run_main(line)
print(json.dumps(seen))
