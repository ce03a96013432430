"""The commands, a module for each; importing a module registers its command."""

from importlib import import_module

from serbia_tip.queries.kinds import KINDS

NAMES = (
    *(kind.row.command for kind in KINDS.values()),
    "year",
    "profile",
    "disputes",
    "timeline",
    "search",
    "show",
    "sources",
    "coverage",
    "cite",
    "check",
    "diff",
    "fields",
    "schema",
    "export",
)
"""The commands in the order of the help, each with a module of this name."""


def register(name: str) -> None:
    """Register the command with this name, or all commands if there is none.

    Registering one alone saves the time of importing the others.
    """
    for module in [name] if name in NAMES else NAMES:
        import_module(f"{__name__}.{module}")
