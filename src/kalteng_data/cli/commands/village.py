"""``kalteng village``: which village a code or a name means, for one or for a whole file."""

from __future__ import annotations

import enum
from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import Annotated

import typer

from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode, InputError
from kalteng_data.settings import one_source


class Codes(enum.StrEnum):
    """Schemes of village codes."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


def show(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT...", help="village.words", show_default=False)],
) -> int:
    """List the villages that the text may mean, the likeliest first.

    Raises:
        InputError: none is alike.
    """
    console = Session.of(ctx).console
    from kalteng_data.places import lookup

    found = lookup(" ".join(words))
    if found.is_empty():
        raise InputError("no-village", text=" ".join(words))
    columns = ("kode_desa", "kode_bps", "nama_desa", "jenis", "kecamatan", "kabupaten")
    values = [found[name].fill_null("-").to_list() for name in columns]
    alike = [f"{value:.0%}" for value in found["kemiripan"].to_list()]
    heads = ("kemendagri", "bps", "name", "kind", "kecamatan", "kabupaten", "likeness")
    console.table(
        [console.word(f"village.{head}") for head in heads],
        list(zip(*values, alike, strict=True)),
        numbers=(6,),
        whole=(0, 1),
    )
    return ExitCode.OK


def resolve(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="village.file", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="village.output", show_default=False)
    ],
    codes: Annotated[Codes | None, typer.Option("--codes", help="village.codes", show_default=False)] = None,
) -> int:
    """Keep the rows and their order and add the village each one means.

    Raises:
        KaltengError: the file cannot be read, or the output cannot be written.
    """
    session = Session.of(ctx)
    console = session.console
    source = one_source(file)
    settings, _ = session.settings()
    from kalteng_data.pipeline.villages import resolve_file, write_resolved

    with console.progress().stage("places"):
        rows = resolve_file(source, codes.value if codes else None, session.known(settings))
    write_resolved(rows, output)
    known = rows.height - rows["kode_desa"].null_count()
    console.message(
        "village.resolved", n=console.number(known), total=console.number(rows.height), file=output
    )
    return ExitCode.OK
