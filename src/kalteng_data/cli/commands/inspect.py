"""``kalteng inspect``: how files are read, before anything is done with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import typer  # noqa: TC002  it reads the annotations of a command

from kalteng_data.cli.inputs import files_or_inbox
from kalteng_data.cli.options import Files, Schema  # noqa: TC001  typer reads them
from kalteng_data.cli.session import Session
from kalteng_data.cli.summary import about_sheet, about_table
from kalteng_data.errors import ExitCode

if TYPE_CHECKING:
    from kalteng_data.console import Console
    from kalteng_data.model import Table


def inspect(ctx: typer.Context, file: Files = None, schema: Schema = None) -> int:
    """Show sheets, header rows, the meaning of columns and what was decided for whole columns.

    Raises:
        KaltengError: a file cannot be read.
    """
    session = Session.of(ctx)
    console = session.console
    settings, _ = session.settings()
    sources = files_or_inbox(session, settings, file, schema)
    from kalteng_data.pipeline.intake import take_in

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    found = take_in(sources, settings, today=today, progress=console.progress())
    for table in found.tables:
        _show(console, table)
    for passed in found.passed_over:
        console.data(console.word("summary.passed_over", **about_sheet(console, passed)))
    names = {table.index: f"{table.source.file} {table.sheet}".strip() for table in found.tables}
    decided = found.decisions
    if not decided.is_empty():
        columns = (decided[name].to_list() for name in ("table", "field", "decision", "evidence"))
        rows = [
            # Codes of places elsewhere belong to no scheme that could be told.
            (names[table], field, what or "-", why or "")
            for table, field, what, why in zip(*columns, strict=True)
        ]
        heads = ("inspect.table", "inspect.field", "inspect.decision", "inspect.evidence")
        console.data("")
        console.table([console.word(head) for head in heads], rows)
    return ExitCode.OK


def _show(console: Console, table: Table) -> None:
    console.data(console.word("inspect.found", **about_table(console, table)))
    if table.layout:
        console.data(console.word("inspect.layout", layout=table.layout))
    rows = [
        (
            column.letter,
            column.header,
            column.field or "-",
            f"{column.confidence:.0%}" if column.field else "",
        )
        for column in table.columns
    ]
    heads = ("inspect.column", "inspect.header", "inspect.field", "inspect.confidence")
    console.table([console.word(head) for head in heads], rows, numbers=(3,))
    for skipped in table.skipped:
        console.data(
            console.word(
                "inspect.skipped", n=console.number(len(skipped.rows)), reason=console.why(skipped.reason)
            )
        )
    console.data("")
