"""The parser's groups with our liberties, and its texts in the operator's language."""

from __future__ import annotations

import difflib
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kalteng_data.catalogue import word
from kalteng_data.cli.arguments import Grammar, arrange
from kalteng_data.errors import SettingsError

COMPLETION = frozenset({"install_completion", "show_completion"})


def _in_words(option: TyperOption | None, lang: str) -> TyperOption | None:
    """The parser's own ``--help`` under our text."""
    if option is not None:
        option.help = word("help.help", lang)
        option.rich_help_panel = word("help.options", lang)
    return option


class CatalogueCommand(TyperCommand):
    """A command whose every word comes from the catalogue."""

    lang = "id"

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401  a context of typer's own click
        """``--help`` in the language of the tree."""
        return _in_words(super().get_help_option(ctx), self.lang)


class CatalogueGroup(TyperGroup):
    """A group whose every word, and whose refusal of an unknown command, comes from the catalogue."""

    lang = "id"

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401  as above
        """``--help`` in the language of the tree."""
        return _in_words(super().get_help_option(ctx), self.lang)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  as above
        """Find the command, or refuse with the nearest name that exists."""
        if args[0] not in self.commands and not ctx.resilient_parsing and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            command = f"{ctx.command_path} {near[0] if near else ''}".strip()
            raise SettingsError("usage-command", name=args[0], command=f"{command} --help")
        return super().resolve_command(ctx, args)


class RootGroup(CatalogueGroup):
    """Accepts the globals before and after the command and several values for one option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  as above
        """Rewrite the arguments (``arguments.arrange``), then parse as usual."""
        return super().parse_args(ctx, arrange(args, self.grammar()))

    def grammar(self) -> Grammar:
        """The options as they are declared, so that the rewriting can never differ from the parser."""
        own: list[Any] = [param for param in self.params if param.name not in COMPLETION]
        return Grammar(
            flags=frozenset(o for p in own if p.is_flag for o in p.opts),
            valued=frozenset(o for p in own if not p.is_flag for o in p.opts),
            several={
                name: frozenset(o for p in command.params if p.multiple for o in p.opts)
                for name, command in self.commands.items()
                if not any(isinstance(p, TyperArgument) for p in command.params)
            },
        )


class DefaultGroup(CatalogueGroup):
    """A group whose first command may be left out: ``village NAME`` is ``village show NAME``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  as above
        """Insert the first command's name where the first word is none."""
        first = next((arg for arg in args if not arg.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


def translate(command: Any, lang: str) -> None:  # noqa: ANN401  a command, which typer gives no public name
    """Replace the catalogue keys that stand for help by their text, through the whole tree of commands."""
    command.lang = lang
    command.help = word(f"help.{command.help}", lang) if command.help else None
    command.rich_help_panel = word("help.commands", lang)
    panels = {"option": word("help.options", lang), "argument": word("help.arguments", lang)}
    for param in command.params:
        if param.name in COMPLETION:
            param.help = word(f"help.{param.name}", lang)
        elif param.help:
            param.help = word(f"help.{param.help}", lang)
        param.rich_help_panel = panels[param.param_type_name]
    for child in getattr(command, "commands", {}).values():
        translate(child, lang)
