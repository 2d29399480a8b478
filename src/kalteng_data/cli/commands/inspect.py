"""``kalteng inspect``: how files are read, before anything is done with them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from typing import TYPE_CHECKING, Annotated

import typer

from kalteng_data.cli.inputs import files_or_inbox
from kalteng_data.cli.options import Files, Schema  # noqa: TC001  typer reads them
from kalteng_data.cli.session import Session
from kalteng_data.cli.summary import about_sheet, about_table
from kalteng_data.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.console import Console
    from kalteng_data.model import Column, Table
    from kalteng_data.pipeline.looking import Decision, Seen


_SHOWN_ROWS = 8
"""Rows named of those that were skipped for one reason; JSON names more."""


class Format(enum.StrEnum):
    """Forms of what is shown."""

    TEXT = "text"
    JSON = "json"


def inspect(
    ctx: typer.Context,
    file: Files = None,
    schema: Schema = None,
    fmt: Annotated[Format, typer.Option("--format", help="inspect.format")] = Format.TEXT,
) -> int:
    """Show sheets, header rows, the meaning of columns and what was decided for whole columns.

    Raises:
        KaltengError: a file cannot be read.
    """
    session = Session.of(ctx)
    console = session.console
    settings, _ = session.settings()
    sources = files_or_inbox(session, settings, file, schema)
    from kalteng_data.pipeline import looking
    from kalteng_data.pipeline.intake import take_in
    from kalteng_data.pipeline.knowing import Home

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    found = take_in(
        sources, settings, today=today, progress=console.progress(), home=Home(session.known(settings))
    )
    seen = looking.columns_seen(found)
    if fmt is Format.JSON:
        console.data(looking.as_json(found, seen))
        return ExitCode.OK
    for table in found.tables:
        _show(console, table, seen[table.index])
    for passed in found.passed_over:
        console.data(console.word("summary.passed_over", **about_sheet(console, passed)))
    _show_decisions(console, found.tables, looking.decisions(found))
    if lines := looking.override_lines(found):
        console.data(f"\n{console.word('inspect.override')}\n")
        console.data("\n".join(lines))
    return ExitCode.OK


def _show(console: Console, table: Table, seen: Sequence[Seen]) -> None:
    from kalteng_data.pipeline import looking

    console.data(console.word("inspect.found", **about_table(console, table)))
    if table.layout and table.fit is not None:
        console.data(console.word("inspect.layout", layout=table.layout, **dataclasses.asdict(table.fit)))
    if table.remembered is not None:
        console.data(console.word("inspect.remembered", since=table.remembered.isoformat()))
    if others := looking.overruled(table):
        console.data(console.word("inspect.overruled", columns=", ".join(others)))
    if stated := looking.stated(table):
        places = ", ".join(f"{field} {value}" for field, value in stated.items())
        console.data(console.word("inspect.stated", places=places))
    rows = [
        (
            column.letter,
            column.header,
            column.field or "-",
            f"{column.confidence:.0%}" if column.field else "",
            _because(console, column),
            f"{cells.filled / table.rows:.0%}" if table.rows else "",
            cells.examples[0] if cells.examples else "",
        )
        for column, cells in zip(table.columns, seen, strict=True)
    ]
    heads = ("column", "header", "field", "confidence", "reason", "filled", "example")
    console.table([console.word(f"inspect.{head}") for head in heads], rows, numbers=(3, 5))
    _show_skipped(console, table)
    hidden = looking.hidden(table)
    if any(hidden.values()):
        counts = {what: console.number(n) for what, n in hidden.items()}
        console.data(console.word("inspect.hidden", **counts))
    if marks := looking.dittos(table):
        console.data(console.word("inspect.ditto", n=console.number(marks)))
    console.data("")


def _show_skipped(console: Console, table: Table) -> None:
    for skipped in table.skipped:
        named = [str(row) for row in skipped.rows[:_SHOWN_ROWS]]
        named += ["..."] if len(skipped.rows) > _SHOWN_ROWS else []
        n, reason = console.number(len(skipped.rows)), console.why(skipped.reason)
        console.data(console.word("inspect.skipped", n=n, reason=reason, rows=", ".join(named)))


def _because(console: Console, column: Column) -> str:
    """Why a column was taken for its field; a reason without words stands as it is."""
    reason = column.reason.partition(":")[0]  # what follows names the synonym or the rival
    if column.field is None and reason in {"synonym", "filler", "layout"}:
        reason = "unused"
    try:
        return console.word(f"inspect.because.{reason}") if reason else ""
    except KeyError:
        return reason


def _show_decisions(console: Console, tables: Sequence[Table], decided: Sequence[Decision]) -> None:
    if not decided:
        return
    names = {table.index: f"{table.source.file} {table.sheet}".strip() for table in tables}
    rows = [
        (names[one.table], one.field, _decision(console, one), _evidence(console, one.evidence))
        for one in decided
    ]
    heads = ("inspect.table", "inspect.field", "inspect.decision", "inspect.evidence")
    console.data(f"\n{console.word('inspect.decided')}")
    console.table([console.word(head) for head in heads], rows)


def _evidence(console: Console, evidence: str) -> str:
    """What a decision rests on, in words; counts (``day_first=6 month_first=0``) under what they count."""
    parts = [evidence] if evidence.startswith("header=") else evidence.split(" ")
    said = []
    for part in parts:
        key, _, value = part.partition("=")
        try:
            said.append(f"{console.word(f'inspect.evidence.{key}')} {value}".strip())
        except KeyError:
            said.append(part)
    return " ".join(said)


def _decision(console: Console, one: Decision) -> str:
    """A decision in words; what has none is the name of a code list."""
    undated = one.field == "tanggal_lahir" and one.decision == "ambiguous"
    what = "undated" if undated else one.decision
    try:
        # Codes of places elsewhere belong to no scheme that could be told.
        return console.word(f"inspect.words.{what or 'none'}")
    except KeyError:
        return console.word("inspect.words.book", name=what)
