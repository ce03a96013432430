"""Whole processes, timed in turn with those that they are compared with."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from statistics import median, quantiles
from typing import NamedTuple


class Case(NamedTuple):
    """A command line to be timed."""

    name: str
    command: list[str] | None
    """The program, by its path, and its arguments; None if it is not installed."""
    floor: str = ""
    """The name of the case that it is a multiple of."""
    most: float | None = None
    """The multiple that it may be."""
    environment: Mapping[str, str] = {}


class Run(NamedTuple):
    """What one process took."""

    milliseconds: float
    megabytes: float


_HEAD = ("", "fastest", "median", "middle half", "peak", "times", "in pairs", "at most", "memory")


def compared(cases: Sequence[Case], rounds: int, environment: Mapping[str, str]) -> Iterator[str]:
    """A Markdown table of the cases, each run once in every round, after a first to warm up."""
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            if case.command is not None:
                run = _run(case.command, {**environment, **case.environment})
                runs[case.name] += [run] if number else []
    yield f"| {' | '.join(_HEAD)} |"
    yield f"|---|{'---:|' * (len(_HEAD) - 1)}"
    for case in cases:
        cells = _cells(case, runs) if runs[case.name] else ["not installed"]
        yield f"| {' | '.join([case.name, *cells])} |"


def _cells(case: Case, runs: Mapping[str, Sequence[Run]]) -> Iterator[str]:
    took, peak = (list(column) for column in zip(*runs[case.name], strict=True))
    low, _, high = quantiles(took, n=4)
    yield from (f"{min(took):.1f} ms", f"{median(took):.1f} ms", f"{low:.1f} to {high:.1f} ms")
    yield f"{max(peak):.0f} MB"
    if case.floor:
        floors, peaks = (list(column) for column in zip(*runs[case.floor], strict=True))
        low, _, high = quantiles(map(float.__truediv__, took, floors), n=4)
        yield f"**{min(took) / min(floors):.2f}** {case.floor}"
        yield f"{low:.2f} to {high:.2f}"
        yield "" if case.most is None else str(case.most)
        yield f"{max(peak) / max(peaks):.2f}"


def _run(command: list[str], environment: Mapping[str, str]) -> Run:
    """Run a command whose output nobody reads; raises RuntimeError if it fails.

    The system says its peak was no less than that of this process, which therefore stays small.
    """
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begin = time.perf_counter()
    process = os.posix_spawn(command[0], command, environment, file_actions=silent)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise RuntimeError(f"{command} failed")
    return Run(seconds * 1000, used.ru_maxrss / 1024)
