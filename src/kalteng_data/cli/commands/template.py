"""``kalteng template``: a form that prevents mistakes."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import Annotated

import typer

from kalteng_data.cli.overwrite import ask_to_replace
from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode, SettingsError
from kalteng_data.model import Kind

ROWS, MOST_ROWS = 5_000, 1_000_000


def template(
    ctx: typer.Context,
    kind: Annotated[
        Kind, typer.Argument(metavar="penduduk|keluarga|desa", help="template.kind", show_default=False)
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="template.output", show_default=False)
    ],
    kabupaten: Annotated[
        str | None,
        typer.Option("--kabupaten", metavar="62.03|NAME", help="template.kabupaten", show_default=False),
    ] = None,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=1, max=MOST_ROWS, help="template.rows")
    ] = ROWS,
    filled: Annotated[bool, typer.Option("--filled", help="template.filled", show_default=False)] = False,
    force: Annotated[bool, typer.Option("--force", help="template.force", show_default=False)] = False,
) -> int:
    """Write the form.

    Raises:
        SettingsError: no such regency, not an xlsx, or ``--filled`` for people or families.
        OutputError: the file exists, or it cannot be written.
    """
    session = Session.of(ctx)
    console = session.console
    if output.suffix.lower() != ".xlsx":
        raise SettingsError("not-xlsx", file=output)
    if filled and kind is not Kind.DESA:
        raise SettingsError("filled-villages")
    from kalteng_data.pipeline.templates import make_template, regency_of

    if kabupaten is not None:
        regency_of(kabupaten)  # refused before anything is asked
    settings, _ = session.settings()
    ask_to_replace(session, output, force=force)
    villages, name = make_template(
        kind, output, regency=kabupaten, rows=rows, filled=filled, own=settings.own_columns()
    )
    place = name or console.word("template.province")
    console.message(
        "template.made", file=output, kind=kind.value, place=place, villages=console.number(villages)
    )
    console.message("template.next", file=output)
    return ExitCode.OK
