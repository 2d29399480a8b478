"""``kalteng clean``: a file standardised, and every change it took."""

from __future__ import annotations

import datetime as dt
from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from kalteng_data.cli.options import Schema  # noqa: TC001  typer reads them
from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode, OutputError
from kalteng_data.settings import one_source

if TYPE_CHECKING:
    from kalteng_data.console import Console
    from kalteng_data.pipeline.cleaning import Cleaned

_SHOWN = 10
"""Rows named of those that are left out; all are counted."""


def clean(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="clean.file", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="clean.output", show_default=False)
    ],
    changes: Annotated[
        Path | None, typer.Option("--changes", metavar="PATH", help="clean.changes", show_default=False)
    ] = None,
    schema: Schema = None,
) -> int:
    """Write the standardised rows and the list of changes.

    Raises:
        KaltengError: the file cannot be read, or a result cannot be written or would replace the file.
    """
    session = Session.of(ctx)
    console = session.console
    _never_the_same(file, output, changes)
    settings, _ = session.settings()
    source = one_source(file, schema)
    from kalteng_data.pipeline.cleaning import clean_file, write_cleaned

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    known = session.known(settings)
    cleaned = clean_file(source, settings, today=today, progress=console.progress(), known=known)
    write_cleaned(cleaned, output, changes, console.lang)
    _tell(console, cleaned, output, changes)
    if cleaned.left_out:
        named = [str(row) for row in cleaned.left_out[:_SHOWN]]
        shown = ", ".join([*named, *(["..."] if len(cleaned.left_out) > _SHOWN else [])])
        console.message("clean.left_out", n=console.number(len(cleaned.left_out)), rows=shown)
    console.message("clean.next", file=file)
    return ExitCode.OK


def _never_the_same(file: Path, output: Path, changes: Path | None) -> None:
    """Refuse to write over the sender's file, or both results into one.

    Raises:
        OutputError: ``output-is-input``.
    """
    places = [place.resolve() for place in (file, output, changes) if place is not None]
    if len(set(places)) < len(places):
        raise OutputError(
            "output-is-input", file=output if file.resolve() == output.resolve() else changes or output
        )


def _tell(console: Console, cleaned: Cleaned, output: Path, changes: Path | None) -> None:
    """How many cells each rule changed, with one masked example; nobody's data reaches the screen."""
    from kalteng_data.pipeline.cleaning import by_rule

    found = cleaned.changes
    cells = found.select("sheet", "cell").n_unique()
    counts = {"rows": cleaned.rows, "changes": found.height, "cells": cells}
    if console.as_json:
        console.result("cleaned", counts)
        return
    if console.quiet:
        return
    if found.height:
        rules = by_rule(found, cleaned.own)
        columns = (
            rules["rule"].to_list(),
            rules["cells"].to_list(),
            rules["before"].to_list(),
            rules["after"].to_list(),
        )
        rows = [
            (rule, console.word(f"change.{rule}"), console.number(n), f"{before or '-'} > {after or '-'}")
            for rule, n, before, after in zip(*columns, strict=True)
        ]  # fmt: skip
        heads = ("clean.rule", "clean.meaning", "clean.count", "clean.example")
        console.table([console.word(head) for head in heads], rows, numbers=(2,), whole=(0,))
    shown = {name: console.number(count) for name, count in counts.items()}
    console.message(
        "clean.done", file=output, n=shown["rows"], changes=shown["changes"], cells=shown["cells"]
    )
    if changes is not None:
        console.message("clean.listed", file=changes)
    elif output.suffix.lower() != ".xlsx" and found.height:
        console.message("clean.unlisted")
