"""The commands, one module each: importing it makes the command known."""

NAMES = (
    "routes",
    "stats",
    "tiers",
    "policy",
    "laws",
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
"""The commands in the order in which the help lists them."""


def learn(name: str) -> None:  # a case for each command
    """Import the command of this name, or all where it is none: importing each takes time."""
    match name:
        case "check":
            from serbia_tip.cli.commands import check
        case "cite":
            from serbia_tip.cli.commands import cite
        case "coverage":
            from serbia_tip.cli.commands import coverage
        case "diff":
            from serbia_tip.cli.commands import diff
        case "export":
            from serbia_tip.cli.commands import export
        case "fields":
            from serbia_tip.cli.commands import fields
        case "laws":
            from serbia_tip.cli.commands import laws
        case "policy":
            from serbia_tip.cli.commands import policy
        case "profile":
            from serbia_tip.cli.commands import profile
        case "routes":
            from serbia_tip.cli.commands import routes
        case "schema":
            from serbia_tip.cli.commands import schema
        case "search":
            from serbia_tip.cli.commands import search
        case "show":
            from serbia_tip.cli.commands import show
        case "sources":
            from serbia_tip.cli.commands import sources
        case "stats":
            from serbia_tip.cli.commands import stats
        case "tiers":
            from serbia_tip.cli.commands import tiers
        case "timeline":
            from serbia_tip.cli.commands import timeline
        case "year":
            from serbia_tip.cli.commands import year
        case _:
            from serbia_tip.cli.commands import (
                check,
                cite,
                coverage,
                diff,
                export,
                fields,
                laws,
                policy,
                profile,
                routes,
                schema,
                search,
                show,
                sources,
                stats,
                tiers,
                timeline,
                year,
            )
