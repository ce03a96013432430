"""Tab completion: what fits the typed word, and how shells ask for it."""

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from inspect import signature
from io import StringIO
from itertools import chain
from typing import TypeAlias

import typer
from typer import _completion_classes, _completion_shared
from typer.completion import install_callback, show_callback

from serbia_tip.cli.commands import ROW_COMMANDS
from serbia_tip.errors import FINE, NotThereError, TipError, UsageError, WriteError
from serbia_tip.formats import formats
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.queries.kinds import COMMANDS
from serbia_tip.queries.rows import fields as fields_of
from serbia_tip.queries.vocabularies import TIER_ALIASES, count_bodies
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import UNSAFE, message, write
from serbia_tip.words import fold, lookup, number_of

Offer: TypeAlias = Iterable[tuple[str, str]]
"""Values, each with a few words of help."""
Offering: TypeAlias = Callable[[typer.Context, str], Offer]
"""What may stand where something was typed."""
_WORD = rf"(?!.*{UNSAFE.pattern})\w[\w.,/+-]*"
"""A word without characters that are special to a shell; no others are offered."""
_SPECIAL = rf"[\\$`\"']|{UNSAFE.pattern}"
"""Characters that may be special to a shell or a terminal even in quoted help."""
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_BEFORE = {"fields": rf"(?:{_WORD},)?", "sort": "-?"}
"""What may stand before the word that is completed."""
_WHOLE = {
    "show": "One fact or source whole.",
    "profile": "The country at a glance.",
    "year": "One year on one page.",
    "diff": "What changed between two stores.",
    "values": "The values of a field.",
}
"""The commands, and a kind of answer, whose JSON is no array of rows, with their help."""


def attach(app: typer.Typer) -> None:
    """Tell Typer what completes the parameters of the app's commands."""
    for command in app.registered_commands:
        assert command.name
        assert command.callback
        offerings = _offerings(command.name)
        for name, parameter in signature(command.callback).parameters.items():
            if name in offerings:
                completer = _completer(offerings[name], _BEFORE.get(name, ""))
                parameter.default.autocompletion = completer


def _completer(
    offering: Offering, before: str
) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Complete a word from what is offered; from nothing if the store can't be read.

    Each completion begins with exactly what was typed, since shells drop others. Spaces become
    hyphens, which mean the same to the tool, since shells' scripts don't quote them.
    """

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        kept = "".join(re.findall(f"^{before}", incomplete))
        typed = incomplete.removeprefix(kept)
        prefix = _folded_prefix(typed)
        found: dict[str, str] = {}
        with suppress(TipError):
            for word, said in offering(ctx, typed):
                spelled = _spelled(typed, word.replace(" ", "-"))
                if fold(word).startswith(prefix) and re.fullmatch(_WORD, spelled):
                    harmless = re.sub(_SPECIAL, " ", said.replace("'", _APOSTROPHE))
                    found.setdefault(kept + spelled, harmless)
        return list(found.items())

    return complete


def _folded_prefix(typed: str) -> str:
    """Fold what was typed, but keep a hyphen or space at its end, which `fold` would strip."""
    return fold(f"{typed}.").removesuffix(".")


def _spelled(typed: str, word: str) -> str:
    """Continue what was typed with the rest of the word, in the same case if it has one."""
    if word.startswith(typed):
        return word
    cased = word.lower() if typed.islower() else word.upper() if typed.isupper() else word
    ends = (typed + cased[at:] for at in range(len(cased), -1, -1))
    return next((end for end in ends if fold(end) == fold(word)), word)


# --- what is offered ---------------------------------------------------------------------------


def _offerings(command: str) -> dict[str, Offering]:
    """What completes the parameters of a command, by their names."""
    record = ROW_COMMANDS.get(command)
    rows = [(name, row.__doc__ or "") for name, row in COMMANDS.items()]
    if command == "year":
        from serbia_tip.cli.page_commands import YEAR_FORMATS as known
    else:
        known = formats(command)
    found: dict[str, Offering] = {
        **dict.fromkeys(["origin", "destination", "country"], _countries),
        "source": _sources,
        "by": _bodies,
        "tier": _listed(TIER_ALIASES.items()),
        "names": _names,
        "style": _styles,
        "format": _listed([(form.name, form.meaning) for form in known.values()]),
        "command": _listed(rows if record else [*rows, *_WHOLE.items()]),
        "field": _fields_of_command,
    }
    if record is None:
        return found | {"kind": _kinds}
    own = _listed([(field.name, field.meaning) for field in fields_of(record.row)])
    found |= {"fields": own, "sort": own}
    filters = record.filters
    for each in filters.values():
        found.setdefault(each.name, partial(_values, record.of, each.name) if record.of else _kinds)
    if record.asked:
        fields = dict.fromkeys([*record.words, record.asked])
        names = [filters[field].name if field in filters else field for field in fields]
        meant = [found[name] for name in names if name in found]
        found["words"] = lambda ctx, typed: chain(*(offering(ctx, typed) for offering in meant))
    return found


def _listed(offer: Collection[tuple[str, str]]) -> Offering:
    return lambda _ctx, _typed: offer


def _store(ctx: typer.Context) -> Store:
    named = (ctx.params.get("store"), ctx.find_root().params.get("store"))
    return load(named[0] or named[1] or os.environ.get("TIP_STORE") or None)


def _values(kind: type[Fact], field: str, ctx: typer.Context, _typed: str) -> Offer:
    """The values of a field in the facts of one kind, with the number of facts for each."""
    counts = Counter(getattr(fact, field) for fact in _store(ctx).of(kind))
    return (
        (word, number_of(count, "fact")) for word, count in sorted(counts.items(), key=str) if word
    )


def _countries(ctx: typer.Context, typed: str) -> Offer:
    """Each country once: its code if that matches, or else its name."""
    prefix = _folded_prefix(typed)
    for code, country in _store(ctx).countries.items():
        by_code = fold(code).startswith(prefix)
        yield (code, country.name) if by_code else (country.name, code)


def _sources(ctx: typer.Context, _typed: str) -> Offer:
    return ((key, source.title) for key, source in _store(ctx).sources.items())


def _bodies(ctx: typer.Context, _typed: str) -> Offer:
    """The bodies that say something, with their number of facts."""
    counts = sorted(count_bodies(_store(ctx)).items())
    return ((name, number_of(count, "fact")) for name, count in counts)


def _names(ctx: typer.Context, typed: str) -> Offer:
    """The facts by id, with their statements, and the sources."""
    yield from ((fact.id, fact.statement) for fact in _store(ctx).facts())
    yield from _sources(ctx, typed)


def _kinds(ctx: typer.Context, _typed: str) -> Offer:
    store = _store(ctx)
    return ((kind.noun, number_of(len(store.of(kind)), "fact")) for kind in FACT_TYPES)


def _styles(_ctx: typer.Context, _typed: str) -> Offer:
    from serbia_tip.formats.citation_styles import STYLES

    return ((name, style.meaning) for name, style in STYLES.items())


def _fields_of_command(ctx: typer.Context, _typed: str) -> Offer:
    """The fields of the command that is the argument before."""
    row = COMMANDS.get(str(ctx.params.get("command")).lower())
    return ((field.name, field.meaning) for field in fields_of(row)) if row else ()


# --- how shells ask ----------------------------------------------------------------------------

_POWERSHELLS = ("powershell", "pwsh")
"""They run no script, the one that loads completion included, unless a policy lets them."""
_SHELLS = ("bash", "zsh", "fish", *_POWERSHELLS)


def answer(line: Callable[[], object]) -> int:
    """Run the command line that a shell asks about, write Typer's answer, and return the exit code.

    Raises UsageError for a request that no shell makes.
    """
    line_known = "COMP_WORDS" in os.environ and os.environ.get("COMP_CWORD", "").isdecimal()
    if os.environ["_TIP_COMPLETE"] == "complete_bash" and not line_known:
        return FINE  # called by hand, without the variables that Bash sets
    _completion_classes.completion_init()
    # Rich would read the brackets of a reference as markup, and takes half the time of a Tab.
    _completion_classes._sanitize_help_text = lambda text: text  # noqa: SLF001  # no other way
    code, output, complaint = _captured(line)
    if complaint:
        raise UsageError(f"_TIP_COMPLETE={os.environ['_TIP_COMPLETE']}: {complaint}")
    write(output.encode())
    return code


def install(ctx: typer.Context, param: typer.CallbackParam) -> None:
    """Install completion for the calling shell, or the one named after the option.

    Raises NotThereError for an unknown shell or without a home, and WriteError.
    """
    if not (os.environ.get("HOME") or os.environ.get("USERPROFILE")):  # of Windows
        raise NotThereError("there is no HOME to install completion in")
    shell = _shell(ctx) or _completion_shared._get_shell_name()  # noqa: SLF001  # no other way
    if shell in _POWERSHELLS:
        message(f"{shell} will run your scripts: its execution policy becomes Unrestricted")
    try:
        output = _output(partial(install_callback, ctx, param, shell or True))
    except (OSError, ValueError) as error:  # ValueError: the shell's settings are no text
        raise WriteError(f"can't install completion: {error}") from error
    message(output.splitlines()[0])


def show(ctx: typer.Context, param: typer.CallbackParam) -> None:
    """Write the completion script of the calling shell, or of the one named.

    Raises NotThereError for an unknown shell.
    """
    write(_output(partial(show_callback, ctx, param, _shell(ctx) or True)).encode())


def _shell(ctx: typer.Context) -> str | None:
    """The shell named after the option, if any; raises UsageError for an unknown one."""
    _, option, shell = " ".join(ctx.obj).partition("-completion ")
    if not option:
        return None
    return lookup("shell", shell, dict.fromkeys(_SHELLS, 0), error=UsageError)


def _output(call: Callable[[], object]) -> str:
    """What Typer prints; raises NotThereError when it fails."""
    code, output, complaint = _captured(call)
    if code != FINE:
        raise NotThereError(f"no completion: {complaint or output.strip()}")
    return output


def _captured(call: Callable[[], object]) -> tuple[int, str, str]:
    """Typer's exit code, standard output and standard error."""
    code = FINE
    with redirect_stdout(StringIO()) as output, redirect_stderr(StringIO()) as complaint:
        try:
            call()
        except SystemExit as end:
            code = int(end.code or FINE)
        except typer.Exit as end:
            code = end.exit_code
    return code, output.getvalue(), complaint.getvalue().strip()
