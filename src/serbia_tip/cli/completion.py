"""Tab completion: what fits the typed word, and how shells ask for it."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from typing import TypeAlias

import typer
from typer import _completion_classes, _completion_shared
from typer.completion import install_callback, show_callback

from serbia_tip.errors import FINE, NotThereError, TipError, UsageError, WriteError
from serbia_tip.formats import Format
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.queries.rows import fields as fields_of
from serbia_tip.queries.vocabularies import TIER_ALIASES, count_bodies
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import UNSAFE, message, write
from serbia_tip.words import fold, lookup, number_of

Offer: TypeAlias = Iterable[tuple[str, str]]
"""Values, each with a few words of help."""
Completions: TypeAlias = list[tuple[str, str]]
Completer: TypeAlias = Callable[[typer.Context, str], Completions]
"""What Typer calls for the values of a parameter, with what was typed of one."""
_WORD = rf"(?!.*{UNSAFE.pattern})\w[\w.,/+-]*"
"""A word without characters that are special to a shell; no others are offered.

This pattern and the next are not compiled here, as most calls don't use them.
"""
_SPECIAL = rf"[\\$`\"']|{UNSAFE.pattern}"
"""Characters that may be special to a shell or a terminal even in quoted help."""
_WHOLE = {
    "show": "One fact or source whole.",
    "profile": "The country at a glance.",
    "year": "One year on one page.",
    "diff": "What changed between two stores.",
    "values": "The values of a field.",
}
"""The commands, and a kind of answer, whose JSON is no array of rows, with their help."""


def _from_store(offer: Callable[[Store, str], Offer]) -> Completer:
    """Complete from values of the store in use; offer nothing if it can't be read.

    `offer` takes the store and what was typed.
    """

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        named = (ctx.params.get("store"), ctx.find_root().params.get("store"))
        try:
            store = load(named[0] or named[1] or os.environ.get("TIP_STORE") or None)
        except TipError:
            return []
        return _matching(incomplete, offer(store, incomplete))

    return complete


def _matching(typed: str, offer: Offer) -> Completions:
    """Completions matching the typed prefix, whatever its case and diacritics.

    Each begins with exactly what was typed, since shells drop others. Spaces become hyphens, which
    mean the same to the tool, since shells' scripts don't quote them.
    """
    prefix = _folded_prefix(typed)
    return [
        (spelled, re.sub(_SPECIAL, " ", said.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")))
        for word, said in offer
        if fold(word).startswith(prefix)
        if re.fullmatch(_WORD, spelled := _spelled(typed, word.replace(" ", "-")))
    ]


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


def any_of(*completers: Completer) -> Completer:
    """Complete with what any of these offers, each word once."""

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        found: dict[str, str] = {}
        for completer in completers:
            for word, said in completer(ctx, incomplete):
                found.setdefault(word, said)
        return list(found.items())

    return complete


def values(kind: type[Fact], field: str) -> Completer:
    """The values of a field in the facts of one kind, with the number of facts for each."""

    def offer(store: Store, _typed: str) -> Iterator[tuple[str, str]]:
        counts = Counter(getattr(fact, field) for fact in store.of(kind))
        for word, count in sorted(counts.items(), key=str):
            if word:
                yield word, number_of(count, "fact")

    return _from_store(offer)


@_from_store
def countries(store: Store, typed: str) -> Offer:
    """Each country once: its code if that matches, or else its name."""
    prefix = _folded_prefix(typed)
    for code, country in store.countries.items():
        by_code = fold(code).startswith(prefix)
        yield (code, country.name) if by_code else (country.name, code)


@_from_store
def sources(store: Store, _typed: str) -> Offer:
    """The sources by id, with their titles."""
    return ((key, source.title) for key, source in store.sources.items())


@_from_store
def bodies(store: Store, _typed: str) -> Offer:
    """The bodies that say something, with their number of facts."""
    counts = sorted(count_bodies(store).items())
    return ((name, number_of(count, "fact")) for name, count in counts)


@_from_store
def names(store: Store, _typed: str) -> Offer:
    """The facts by id, with their statements, and the sources, with their titles."""
    yield from ((fact.id, fact.statement) for fact in store.facts())
    yield from ((key, source.title) for key, source in store.sources.items())


@_from_store
def kinds(store: Store, _typed: str) -> Offer:
    """The kinds of fact."""
    return ((kind.noun, number_of(len(store.of(kind)), "fact")) for kind in FACT_TYPES)


def tiers(_ctx: typer.Context, incomplete: str) -> Completions:
    """The tiers in their short form."""
    return _matching(incomplete, TIER_ALIASES.items())


def styles(_ctx: typer.Context, incomplete: str) -> Completions:
    """The styles of references, with what each is."""
    from serbia_tip.formats.citation_styles import STYLES

    return _matching(incomplete, ((name, style.meaning) for name, style in STYLES.items()))


def formats(known: Mapping[str, Format]) -> Completer:
    """The formats that a command has, with what each is for."""
    offer = [(form.name, form.meaning) for form in known.values()]

    def complete(_ctx: typer.Context, incomplete: str) -> Completions:
        return _matching(incomplete, offer)

    return complete


def commands(_ctx: typer.Context, incomplete: str) -> Completions:
    """The commands that answer with rows."""
    return _matching(incomplete, ((name, row.__doc__ or "") for name, row in COMMANDS.items()))


def schemas(ctx: typer.Context, incomplete: str) -> Completions:
    """The commands that answer with JSON."""
    return commands(ctx, incomplete) + _matching(incomplete, _WHOLE.items())


def fields(ctx: typer.Context, incomplete: str) -> Completions:
    """The fields of the command's rows, to follow those already in the list."""
    typed, comma, last = incomplete.rpartition(",")
    if typed and not re.fullmatch(_WORD, typed):
        return []
    offer = ((field.name, field.meaning) for field in fields_of(COMMANDS[str(ctx.info_name)]))
    return [(f"{typed}{comma}{name}", said) for name, said in _matching(last, offer)]


def fields_of_command(ctx: typer.Context, incomplete: str) -> Completions:
    """The fields of the command that is the argument before."""
    row = COMMANDS.get(str(ctx.params.get("command")).lower())
    offer = ((field.name, field.meaning) for field in fields_of(row)) if row else ()
    return _matching(incomplete, offer)


def order(ctx: typer.Context, incomplete: str) -> Completions:
    """The fields of the command's rows, after a minus sign if one was typed."""
    sign = "-" if incomplete.startswith("-") else ""
    return [(f"{sign}{name}", said) for name, said in fields(ctx, incomplete.removeprefix("-"))]


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


def install(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
    """Install completion for the calling shell, or the one named after the option, and exit.

    Raises NotThereError for an unknown shell or without a home, and WriteError.
    """
    if wanted and not ctx.resilient_parsing:
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
        raise typer.Exit


def show(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
    """Write the completion script of the calling shell, or of the one named, and exit.

    Raises NotThereError for an unknown shell.
    """
    if wanted and not ctx.resilient_parsing:
        write(_output(partial(show_callback, ctx, param, _shell(ctx) or True)).encode())
        raise typer.Exit


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
