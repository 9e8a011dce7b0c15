"""What every command shares: errors as one clean line, the interface's language, common options.

Commands hold no logic: they parse, call the function of the same name, and print.
"""

from __future__ import annotations

import inspect
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from bilingual import interface
from bilingual.errors import BilingualError, ExitCode, WorkspaceError
from bilingual.interface import _
from bilingual.model import Locale
from bilingual.workspace import SETTINGS as SETTINGS_NAME
from bilingual.workspace import Workspace, find_workspace, read_settings

F = TypeVar("F", bound=Callable[..., Any])


class Failure(click.ClickException):
    """A BilingualError on its way to the terminal, with its exit code."""

    def __init__(self, error: BilingualError) -> None:
        super().__init__(_in_words(error))
        self.code = error.exit_code

    def show(self, file: Any = None) -> None:
        """Print the message on standard error."""
        click.echo(_("Error: {message}").format(message=self.message), file=file, err=True)


def _in_words(error: BilingualError) -> str:
    """Return an error as it is printed: `str(error)`, spaced as the interface's language does."""
    message = error.message
    if error.place:
        message = _("{name}: {message}").format(name=error.place, message=message)
    return f"{message}\n{error.hint}" if error.hint else message


class Command(click.Command):
    """A command whose help speaks the interface's language."""

    def get_short_help_str(self, limit: int = 80) -> str:
        """Return the first line of the help, translated."""
        return _help_of(self).split("\n\n")[0].replace("\n", " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, translated."""
        _translated_help(self, ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line, translated."""
        words = {"[OPTIONS]": _("[OPTIONS]"), "COMMAND [ARGS]...": _("COMMAND [ARGS]...")}
        pieces = [words.get(piece, _(piece)) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a translated heading."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [r for r in (option.get_help_record(ctx) for option in options) if r]
        with formatter.section(_("Options")):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, its explanation translated."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


def _help_of(command: click.Command) -> str:
    """Return a command's help, translated; the catalogs hold it without its indentation."""
    return _(inspect.cleandoc(command.help)) if command.help else ""


def _translated_help(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    original = command.help
    command.help = _help_of(command)
    try:
        click.Command.format_help_text(command, ctx, formatter)
    finally:
        command.help = original


class Option(click.Option):
    """An option whose explanation speaks the interface's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of the help, translated."""
        original, metavar = self.help, self.metavar
        self.help = _(original) if original else original
        self.metavar = _(metavar) if metavar else metavar
        try:
            return super().get_help_record(ctx)
        finally:
            self.help, self.metavar = original, metavar


class Group(Command, click.Group):
    """A group of commands, shown in the order they were added: that of the work."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order they were added."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        Command.format_options(self, ctx, formatter)
        rows = [(name, cmd.get_short_help_str()) for name, cmd in self.commands.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours becomes one clean message."""
        try:
            return super().invoke(ctx)
        except BilingualError as error:
            if ctx.find_root().params.get("traceback"):
                raise
            raise Failure(error) from error


class Program(Group):
    """The whole command line: the door that lets no stack trace out."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run, and end the process with the right exit code."""
        arguments = list(sys.argv[1:] if args is None else args)
        interface.use(_language(arguments))
        run: Callable[..., Any] = super().main
        try:
            result = run(arguments, *rest, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            if error.ctx is not None:
                click.echo(error.ctx.get_help())
            sys.exit(ExitCode.DONE)
        except click.UsageError as error:
            _show_usage_error(error)
            sys.exit(ExitCode.USAGE)
        except Failure as error:
            error.show()
            sys.exit(error.code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo(_("Stopped. What was finished is kept."), err=True)
            sys.exit(ExitCode.INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()  # whoever read our output has gone: nothing is left to say
            sys.exit(ExitCode.DONE)
        except Exception as error:
            if "--traceback" in arguments:
                raise
            _show_fault(error)
            sys.exit(ExitCode.ERROR)
        sys.exit(result if isinstance(result, int) else ExitCode.DONE)


def _language(arguments: Sequence[str]) -> str:
    """Return the interface's language: a `--lang` before the command, else the environment's.

    Read before parsing, because help and usage errors need it too.
    """
    for i, argument in enumerate(arguments):
        if not argument.startswith("-"):
            break
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return interface.preferred()


def _show_usage_error(error: click.UsageError) -> None:
    """Print what is wrong with the command as it was typed, in the interface's language."""
    ctx = error.ctx
    if ctx is not None:
        click.echo(ctx.get_usage(), err=True)
        click.echo(_("Try “{command} --help”.").format(command=ctx.command_path), err=True)
    click.echo(_("Error: {message}").format(message=_usage_message(error)), err=True)


def _usage_message(error: click.UsageError) -> str:
    """Say in the interface's language what click says in English; what is rarer stays click's."""
    if isinstance(error, click.NoSuchOption):
        message = _("there is no option {name}.").format(name=error.option_name)
        return message + _did_you_mean(error.possibilities)
    if isinstance(error, click.exceptions.NoSuchCommand):
        message = _("there is no command {name}.").format(name=error.command_name)
        return message + _did_you_mean(error.possibilities)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        metavar = error.param.metavar or error.param.human_readable_name.upper()
        return _("{name} is missing.").format(name=_(metavar))
    if isinstance(error, click.BadOptionUsage):
        return _("the option {name} needs a value after it.").format(name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.opts else error.param.human_readable_name
        return _("{name}: {message}").format(name=name, message=error.message)
    return error.format_message()


def _did_you_mean(names: Sequence[str] | None) -> str:
    if not names:
        return ""
    return " " + _("Did you mean {names}?").format(names=_(" or ").join(names))


def _show_fault(error: Exception) -> None:
    last = traceback.extract_tb(error.__traceback__)[-1]
    click.echo(
        _(
            "Error: a fault in bilingual itself, not in your files: {kind}: {message} ({place})\n"
            "Nothing that was saved is harmed. Please report it with what this prints:\n"
            "bilingual --traceback …"
        ).format(
            kind=type(error).__name__,
            message=error,
            place=f"{Path(last.filename).name}:{last.lineno}",
        ),
        err=True,
    )


@dataclass(frozen=True, slots=True)
class Common:
    """What the common options say."""

    workspace: Path | None
    quiet: bool
    as_json: bool

    def find(self, start: Path | None = None) -> Workspace:
        """Return the workspace: the one named, else that of `start`, else the current folder's.

        Raises: WorkspaceError when the folder named is not there, nor the one it would be in.
        """
        if self.workspace is None:
            return find_workspace(start or Path.cwd())
        if not self.workspace.exists() and not self.workspace.absolute().parent.is_dir():
            raise WorkspaceError(
                _("there is no such folder"),
                path=self.workspace,
                hint=_("Check the spelling of its name, or make it first."),
            )
        settings = self.workspace / SETTINGS_NAME
        if settings.is_file():
            return read_settings(settings)
        return Workspace(self.workspace.resolve())

    def groups(self, articles: Sequence[Path]) -> list[tuple[Workspace, tuple[Path, ...]]]:
        """Return each workspace with its articles: those named, or all of the workspace's.

        Articles of several folders go each to its own workspace, unless one is named for all.
        """
        if not articles or self.workspace is not None:
            workspace = self.find()
            if not articles:
                self._tell_unread(workspace)
            return [(workspace, tuple(articles) or workspace.article_paths())]
        found: dict[Path, tuple[Workspace, list[Path]]] = {}
        for path in articles:
            workspace = self.find(path)
            found.setdefault(workspace.root, (workspace, []))[1].append(path)
        return [(workspace, tuple(paths)) for workspace, paths in found.values()]

    def _tell_unread(self, workspace: Workspace) -> None:
        names = ", ".join(workspace.name_of(path) for path in workspace.unread())
        if names:
            self.tell(
                _("Not read, because only text files (.txt) are: {names}").format(names=names)
            )

    def tell(self, text: str = "") -> None:
        """Print a line for people: not with --quiet, and not where --json speaks to a program."""
        if not self.quiet and not self.as_json:
            click.echo(text)

    def answer(self, value: object) -> None:
        """Print the one JSON object that a program reads, with --json."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an option with a translated explanation."""
    return click.option(*names, cls=Option, **settings)


class Folder(click.ParamType[Path]):
    """A folder on the command line; an empty name, which a script's slip makes, is none."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or fail as wrong usage."""
        path = Path(value)
        if str(value) == "" or path.is_file():
            self.fail(_("“{name}” is no folder.").format(name=value))
        return path


class Language(click.ParamType[Locale]):
    """A language tag on the command line."""

    name = "language"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Locale:
        """Return the Locale, or fail as wrong usage."""
        if isinstance(value, Locale):
            return value
        try:
            return Locale.parse(value)
        except ValueError:
            self.fail(_("“{tag}” is no language; write fr, en or en-GB.").format(tag=value))


def common_options(function: F) -> F:
    """Give a command `--workspace`, `--quiet` and `--json`, as one argument `common`."""

    def wrapped(*args: Any, workspace: Path | None, quiet: bool, as_json: bool, **kw: Any) -> Any:
        return function(*args, common=Common(workspace, quiet, as_json), **kw)

    wrapped.__name__, wrapped.__doc__ = function.__name__, function.__doc__
    wrapped.__dict__ = function.__dict__
    for decorate in (
        option("--json", "as_json", is_flag=True, help="Print one JSON object for a program."),
        option("-q", "--quiet", is_flag=True, help="Print errors only."),
        option(
            "-w",
            "--workspace",
            type=Folder(),
            metavar="FOLDER",
            help="Where catalogs and pages go (default: the workspace of the articles).",
        ),
    ):
        wrapped = decorate(wrapped)
    return cast("F", wrapped)
