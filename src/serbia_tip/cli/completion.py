"""Tab completion: what fits the typed word, and how shells ask for it."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from inspect import Parameter
from io import StringIO
from itertools import chain
from typing import TypeAlias

import typer
from typer import _completion_classes, _completion_shared
from typer.completion import install_callback, show_callback

from serbia_tip.cli.commands import ROW_COMMANDS, RowCommand
from serbia_tip.errors import FINE, NotThereError, TipError, UsageError, WriteError
from serbia_tip.formats import formats_of_command
from serbia_tip.model import FACT_TYPES
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.queries.rows import row_fields as fields_of
from serbia_tip.queries.vocabularies import TIER_ALIASES, body_vocabulary
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import UNSAFE, visible, write_message, write_output
from serbia_tip.words import count_noun, fold, lookup_word

Offer: TypeAlias = Iterable[tuple[str, str]]  # values, each with a few words of help
_WORD = r"\w[\w.,/+-]*"  # no character in it is special to a shell; no other word is offered
_WHOLE = {
    "show": "One fact or source whole.",
    "profile": "The country at a glance.",
    "year": "One year on one page.",
    "diff": "What changed between two stores.",
    "values": "The values of a field.",
}
"""The commands, and a kind of answer, whose JSON is no array of rows, with their help."""


def attach_completion(parameters: Iterable[Parameter]) -> None:
    """Tell Typer what completes those parameters of a command that take words."""
    for each in parameters:
        if each.annotation in (str, str | None, list[str]):
            each.default.autocompletion = _make_completer(each.name)


def _make_completer(name: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Complete the words of a parameter; by nothing if the store can't be read.

    Each completion begins with exactly what was typed, since shells drop others. Spaces become
    hyphens, which mean the same to the tool, since shells' scripts don't quote them.
    """

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        before = re.match(rf"{_WORD},", incomplete) if name == "fields" else None
        kept = before[0] if before else ""
        typed = incomplete.removeprefix(kept)
        prefix = _completion_prefix(typed)
        found: dict[str, str] = {}
        with suppress(TipError):
            for word, said in _offer_completions(name, ctx, typed):
                if fold(word).startswith(prefix):
                    spelled = _spell_completion(typed, word.replace(" ", "-"))
                    if re.fullmatch(_WORD, spelled) and visible(kept + spelled) == kept + spelled:
                        found.setdefault(kept + spelled, _completion_help(said))
        return list(found.items())

    return complete


def _completion_help(said: str) -> str:
    """The help without what may be special to a shell, or to a terminal, even in quotes."""
    text = re.sub(r'[\\$`"]', " ", said.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    return text if visible(text) == text else re.sub(UNSAFE, " ", text)


def _completion_prefix(typed: str) -> str:
    """Fold what was typed, but keep a hyphen or space at its end, which `fold` would strip."""
    return fold(f"{typed}.").removesuffix(".")


def _spell_completion(typed: str, word: str) -> str:
    """Continue what was typed with the rest of the word, in the same case if it has one."""
    if word.startswith(typed):
        return word
    cased = word.lower() if typed.islower() else word.upper() if typed.isupper() else word
    ends = (typed + cased[at:] for at in range(len(cased), -1, -1))
    return next((end for end in ends if fold(end) == fold(word)), word)


def _offer_completions(name: str, ctx: typer.Context, typed: str) -> Offer:
    """What may be said in a parameter of the command, the store in use included."""
    command = str(ctx.info_name)
    record = ROW_COMMANDS.get(command)
    match name:
        case "format":
            if record is None:
                from serbia_tip.cli.other_commands import PANEL_FORMATS, YEAR_FORMATS

                others = YEAR_FORMATS if command == "year" else PANEL_FORMATS
            known = formats_of_command(command) if record else others
            return ((form.name, form.meaning) for form in known.values())
        case "style":
            from serbia_tip.formats.citation_styles import STYLES

            return ((name, style.meaning) for name, style in STYLES.items())
        case "command":
            rows = [(name, row.__doc__ or "") for name, row in COMMANDS.items()]
            return rows if record else [*rows, *_WHOLE.items()]
        case "field" | "fields" | "sort":
            of = command if name != "field" else str(ctx.params.get("command")).lower()
            row = COMMANDS.get(of)
            return ((field.name, field.meaning) for field in fields_of(row)) if row else ()
        case "tier":
            return TIER_ALIASES.items()
        case "words" if record and record.grammar.asked:
            grammar = record.grammar
            fields, filters = dict.fromkeys([*grammar.own, grammar.asked]), grammar.filters
            names = [filters.get(each, each) for each in fields]
            return chain(*(_offer_completions(name, ctx, typed) for name in names))
    return _complete_from_store(name, record, ctx, typed)


def _complete_from_store(
    name: str, record: RowCommand | None, ctx: typer.Context, typed: str
) -> Offer:
    """What the store in use has for a parameter: values, each with its title or number of facts."""
    named = (ctx.params.get("store"), ctx.find_root().params.get("store"))
    store = load(named[0] or named[1] or os.environ.get("TIP_STORE") or None)
    titles = {key: source.title for key, source in store.sources.items()}
    counts: Iterable[tuple[str, int]] = ()
    match name:
        case "source":
            return titles.items()
        case "names":
            return [*((fact.id, fact.statement) for fact in store.facts()), *titles.items()]
        case "origin" | "destination" | "country":  # its code if that matches, or else its name
            prefix = _completion_prefix(typed)
            return (
                (code, country.name) if fold(code).startswith(prefix) else (country.name, code)
                for code, country in store.countries.items()
            )
        case "by":
            counts = sorted(body_vocabulary(store).items())
        case "kind" if not (record and record.grammar.of):
            counts = [(kind.noun, len(store.of(kind))) for kind in FACT_TYPES]
        case _ if record and record.grammar.of and name in record.grammar.filters:
            found = Counter(getattr(fact, name) for fact in store.of(record.grammar.of))
            counts = sorted(found.items(), key=str)
    return ((word, count_noun(count, "fact")) for word, count in counts if word)


# --- how shells ask ----------------------------------------------------------------------------

_POWERSHELLS = ("powershell", "pwsh")  # they run no script unless a policy lets them
# What zsh autoloads at the first Tab must complete too, not only say what does from then on.
_FIRST_TAB = '[[ $zsh_eval_context[-1] == loadautofunc ]] && %(complete_func)s "$@"\n'
_SHELLS = ("bash", "zsh", "fish", *_POWERSHELLS)


def answer_completion(line: Callable[[], object]) -> int:
    """Run the command line that a shell asks about, write Typer's answer, and return the exit code.

    Raises UsageError for a request that no shell makes.
    """
    line_known = "COMP_WORDS" in os.environ and os.environ.get("COMP_CWORD", "").isdecimal()
    if os.environ["_TIP_COMPLETE"] == "complete_bash" and not line_known:
        return FINE  # called by hand, without the variables that Bash sets
    _completion_classes.completion_init()
    # Rich would read the brackets of a reference as markup, and takes half the time of a Tab.
    _completion_classes._sanitize_help_text = lambda text: text  # noqa: SLF001  # no other way
    code, output, complaint = _captured_completion(line)
    if complaint:
        raise UsageError(f"_TIP_COMPLETE={os.environ['_TIP_COMPLETE']}: {complaint}")
    write_output(output.encode())
    return code


def set_up_completion(verb: str, ctx: typer.Context, param: typer.CallbackParam) -> None:
    """Install completion for the calling shell, or the one named after the option; or show it.

    Raises UsageError or NotThereError for an unknown shell, NotThereError without a home, and
    WriteError.
    """
    _, option, shell = " ".join(ctx.obj).partition("-completion ")
    if option:
        shell = lookup_word("shell", shell, dict.fromkeys(_SHELLS, 0), error=UsageError)
    scripts = _completion_shared._completion_scripts  # noqa: SLF001  # no other way
    scripts["zsh"] = f"{_completion_shared.COMPLETION_SCRIPT_ZSH}{_FIRST_TAB}"
    call = show_callback
    if verb == "install":
        call = install_callback
        if not (os.environ.get("HOME") or os.environ.get("USERPROFILE")):  # of Windows
            raise NotThereError("there is no HOME to install completion in")
        shell = shell or _completion_shared._get_shell_name() or ""  # noqa: SLF001  # no other way
        if shell in _POWERSHELLS:
            write_message(
                f"{shell} will run your scripts: its execution policy becomes Unrestricted"
            )
    try:
        code, output, complaint = _captured_completion(partial(call, ctx, param, shell or True))
    except (OSError, ValueError) as error:  # ValueError: the shell's settings are no text
        raise WriteError(f"can't install completion: {error}") from error
    if code != FINE:
        raise NotThereError(f"no completion: {complaint or output.strip()}")
    if verb == "install":
        write_message(output.splitlines()[0])
    else:
        write_output(output.encode())


def _captured_completion(call: Callable[[], object]) -> tuple[int, str, str]:
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
