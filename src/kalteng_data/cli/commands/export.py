"""``kalteng export``: one table of the base dataset as a file."""

from __future__ import annotations

import enum
import sys
from typing import Annotated

import typer

from kalteng_data.cli.options import Output  # noqa: TC001  typer reads them
from kalteng_data.cli.session import Session
from kalteng_data.console import unbroken
from kalteng_data.errors import ExitCode, SettingsError


class Format(enum.StrEnum):
    """Files that can be written."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


class TableName(enum.StrEnum):
    """Tables of a snapshot."""

    PENDUDUK = "penduduk"
    KELUARGA = "keluarga"
    DESA = "desa"
    LINEAGE = "lineage"
    DESA_LINEAGE = "desa_lineage"
    CLAIMS = "claims"
    QUARANTINE = "quarantine"
    CONFLICTS = "conflicts"
    REVIEW = "review"


def export(
    ctx: typer.Context,
    table: Annotated[TableName, typer.Argument(metavar="TABLE", help="export.table", show_default=False)],
    fmt: Annotated[Format, typer.Option("--format", help="export.format")] = Format.CSV,
    output: Output = None,
    snapshot: Annotated[
        str | None, typer.Option("--snapshot", metavar="ID", help="export.snapshot", show_default=False)
    ] = None,
) -> int:
    """Write the table to ``--output``, or to stdout.

    Raises:
        KaltengError: as ``pipeline.export``, or a binary file would go to a terminal.
    """
    session = Session.of(ctx)
    workspace = session.existing_workspace()
    if output is None and (fmt is Format.XLSX or (fmt is Format.PARQUET and sys.stdout.isatty())):
        raise SettingsError("needs-output", format=fmt.value)
    from kalteng_data.pipeline.exporting import export as write_table

    rows = 0
    with unbroken(sys.stdout):
        rows = write_table(table.value, workspace, snapshot=snapshot, fmt=fmt.value, output=output)
    if output is not None:
        session.console.message("export.written", file=output, n=session.console.number(rows))
    return ExitCode.OK
