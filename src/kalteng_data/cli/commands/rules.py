"""``kalteng rules``: what is checked, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kalteng_data import catalogue
from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode, SettingsError
from kalteng_data.settings import words_of

if TYPE_CHECKING:
    from kalteng_data.console import Console


def rules(
    ctx: typer.Context,
    code: Annotated[
        str | None, typer.Argument(metavar="KTxxx", help="rules.code", show_default=False)
    ] = None,
) -> int:
    """List all rules, or explain one.

    Raises:
        SettingsError: no rule has this code, or the workspace's settings make no sense.
    """
    session = Session.of(ctx)
    console = session.console
    settings, _ = session.settings()
    catalogue.know_own(words_of(settings.rule))
    known = catalogue.rules()
    if code is None:
        rows = [
            (rule.code, console.word(f"severity.{rule.severity}"), rule.title[console.lang])
            for rule in known.values()
        ]
        console.table(
            [console.word("rules.code"), console.word("rules.severity"), console.word("rules.title")], rows
        )
        return ExitCode.OK
    rule = known.get(code.upper())
    if rule is None:
        raise SettingsError("unknown-rule", name=code)
    _explain(console, rule)
    return ExitCode.OK


def _explain(console: Console, rule: catalogue.Rule) -> None:
    lang = console.lang
    effect = "rules.quarantines" if rule.quarantines else "rules.keeps"
    lines = [
        f"{rule.code}  {rule.title[lang]}",
        f"{console.word(f'severity.{rule.severity}')}, {console.word(effect)}",
        "",
        f"{console.word('rules.why')}: {rule.why[lang]}",
        f"{console.word('rules.fix')}: {rule.advice(lang)}",
    ]
    if rule.example:
        lines.append(f"{console.word('rules.example')}: {rule.example}")
    if rule.source:
        lines.append(f"{console.word('rules.source')}: {rule.source}")
    console.data("\n".join(lines))
