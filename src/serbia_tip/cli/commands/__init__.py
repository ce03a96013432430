"""The commands, a module each; importing one registers its command."""

from importlib import import_module

from serbia_tip.queries.lookups import KINDS

NAMES = (
    *(kind.row.command for kind in KINDS.values()),
    "year",
    "profile",
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
"""The commands, which are the modules of this package, in the order of the help."""


def register(name: str) -> None:
    """Register the command of this name, or all commands where there is none of that name.

    One alone saves the time that importing the others would take.
    """
    for module in [name] if name in NAMES else NAMES:
        import_module(f"{__name__}.{module}")
