"""``kalteng validate``: which cells to mend, and how."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Annotated

import typer

from kalteng_data.cli.inputs import files_or_inbox
from kalteng_data.cli.options import FailAt, Files, Output, Schema, Unmask  # noqa: TC001  typer reads them
from kalteng_data.cli.session import Session
from kalteng_data.cli.summary import about_sheet
from kalteng_data.errors import ExitCode, OutputError, cause

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kalteng_data.console import Console
    from kalteng_data.pipeline.intake import Intake


class Format(enum.StrEnum):
    """Forms of the report."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def validate(
    ctx: typer.Context,
    file: Files = None,
    schema: Schema = None,
    fmt: Annotated[Format, typer.Option("--format", help="validate.format")] = Format.FULL,
    output: Output = None,
    fail_on: FailAt = None,
    unmask: Unmask = False,
) -> int:
    """Check the files and report each finding with its cell; exit 1 when one reaches ``--fail-on``.

    Raises:
        KaltengError: a file cannot be read, or the report cannot be written.
    """
    session = Session.of(ctx)
    console = session.console
    settings, _ = session.settings({"validate.fail_on": ("--fail-on", fail_on)})
    sources = files_or_inbox(session, settings, file, schema)
    from kalteng_data import report
    from kalteng_data.pipeline.intake import take_in

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    found = take_in(sources, settings, today=today, progress=console.progress())
    shown = report.located(
        found.findings, found.tables, console.lang, unmask=unmask or not settings.privacy.mask
    )
    if output is not None:
        _save(output, _text(shown, found, fmt, console.lang))
    elif fmt is Format.FULL:
        console.lines(report.full(shown, found.tables, found.tallies(), console.lang))
    else:
        console.data(_text(shown, found, fmt, console.lang))
    for passed in found.passed_over:
        console.message("summary.passed_over", **about_sheet(console, passed))
    _tell_summary(console, shown, found)
    failed = report.count_at(found.findings, settings.validate.fail_on) > 0
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _text(shown: pl.DataFrame, found: Intake, fmt: Format, lang: str) -> str:
    from kalteng_data import report

    match fmt:
        case Format.FULL:
            return report.plain(report.full(shown, found.tables, found.tallies(), lang))
        case Format.CONCISE:
            return report.concise(shown)
        case Format.JSON:
            return report.as_json(shown, found.tables, found.tallies())
        case Format.JSONL:
            return report.as_jsonl(shown)
        case Format.CSV:
            return report.as_csv(shown)


def _tell_summary(console: Console, shown: pl.DataFrame, found: Intake) -> None:
    from kalteng_data import report

    if console.as_json:
        tallies = found.tallies().values()
        rows = {"rows": sum(t.read for t in tallies), "quarantined": sum(t.quarantined for t in tallies)}
        console.result("validated", rows | {"findings": shown.height})
    elif not console.quiet:
        console.lines(report.summary(shown, found.tables, console.lang), to_stderr=True)


def _save(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError("cannot-write", place=output, why=cause(error)) from None
