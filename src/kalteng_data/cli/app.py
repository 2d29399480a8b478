"""The tree of commands, and the root with its globals."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from kalteng_data import __version__
from kalteng_data.cli.commands import (
    clean,
    config,
    doctor,
    export,
    init,
    inspect,
    merge,
    rules,
    template,
    validate,
    village,
)
from kalteng_data.cli.group import CatalogueCommand, CatalogueGroup, DefaultGroup, RootGroup, translate
from kalteng_data.cli.options import Lang, LogFormat
from kalteng_data.cli.session import Session
from kalteng_data.console import Console
from kalteng_data.errors import SettingsError

NAMES = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="kalteng",
    cls=RootGroup,
    invoke_without_command=True,
    context_settings=NAMES,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,  # locals hold identity numbers
)


def command(lang: str) -> Any:  # noqa: ANN401  typer's own click, which has no public name
    """The parser's command, with its help in ``lang``."""
    root = typer.main.get_command(app)
    translate(root, lang)
    return root


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kalteng {__version__}")
        raise typer.Exit


@app.callback(help="root.root")
def root(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="DIR", help="root.workspace", show_default=False)
    ] = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="root.lang", show_default=False)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="root.quiet", show_default=False)] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="root.verbose", show_default=False)
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="root.no_color", show_default=False)] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="root.no_input", show_default=False)] = False,
    log_format: Annotated[
        LogFormat | None, typer.Option("--log-format", help="root.log_format", show_default="text")
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="root.version", callback=_version, is_eager=True, show_default=False),
    ] = False,
) -> None:
    """Make the session that every command works with."""
    del version  # answered before the command runs
    given = workspace or _path("KALTENG_WORKSPACE")
    if given is not None and given.exists() and not given.is_dir():
        raise SettingsError("no-workspace", folder=given)
    console = Console(
        str(ctx.obj),  # the language found before parsing; the parser has only checked the flag
        quiet=quiet or _switch("KALTENG_QUIET"),
        verbose=verbose or _switch("KALTENG_VERBOSE"),
        color=not no_color,
        as_json=(log_format or os.environ.get("KALTENG_LOG_FORMAT")) == LogFormat.JSON,
    )
    ctx.obj = Session(
        console=console,
        named=given,
        no_input=no_input or _switch("KALTENG_NO_INPUT"),
        flags={"project.lang": ("--lang", lang.value)} if lang else {},
    )
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _path(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _switch(variable: str) -> bool:
    return os.environ.get(variable, "").lower() in {"1", "true", "yes", "ya"}


app.command("init", cls=CatalogueCommand, help="init.init")(init.init)
app.command("inspect", cls=CatalogueCommand, help="inspect.inspect")(inspect.inspect)
app.command("template", cls=CatalogueCommand, help="template.template")(template.template)
app.command("validate", cls=CatalogueCommand, help="validate.validate")(validate.validate)
app.command("clean", cls=CatalogueCommand, help="clean.clean")(clean.clean)
app.command("merge", cls=CatalogueCommand, help="merge.merge")(merge.merge)
app.command("export", cls=CatalogueCommand, help="export.export")(export.export)
app.command("rules", cls=CatalogueCommand, help="rules.rules")(rules.rules)
app.command("doctor", cls=CatalogueCommand, help="doctor.doctor")(doctor.doctor)

_village = typer.Typer(cls=DefaultGroup, no_args_is_help=False, context_settings=NAMES)
_village.command("show", cls=CatalogueCommand, help="village.show")(village.show)
_village.command("resolve", cls=CatalogueCommand, help="village.resolve")(village.resolve)
app.add_typer(_village, name="village", help="village.village")

_config = typer.Typer(cls=CatalogueGroup, no_args_is_help=False, context_settings=NAMES)
_config.command("show", cls=CatalogueCommand, help="config.show")(config.show)
app.add_typer(_config, name="config", help="config.config")
