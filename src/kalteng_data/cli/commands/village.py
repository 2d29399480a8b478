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


Kecamatan = Annotated[
    str | None, typer.Option("--kecamatan", metavar="NAME", help="village.in_kecamatan", show_default=False)
]
Kabupaten = Annotated[
    str | None, typer.Option("--kabupaten", metavar="NAME", help="village.in_kabupaten", show_default=False)
]


def show(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT...", help="village.words", show_default=False)],
    kecamatan: Kecamatan = None,
    kabupaten: Kabupaten = None,
) -> int:
    """List the villages that the text may mean, the likeliest first.

    Raises:
        InputError: none is alike.
    """
    console = Session.of(ctx).console
    from kalteng_data.places import lookup, lookup_within

    text = " ".join(words)
    name, *regions = [part.strip() for part in text.split(",")]
    kecamatan = kecamatan or (regions[0] if regions else None)
    kabupaten = kabupaten or (regions[1] if len(regions) > 1 else None)
    within = bool(kecamatan or kabupaten)
    found = lookup_within(name, kecamatan, kabupaten) if within else lookup(text)
    if found.is_empty():
        raise InputError("no-village", text=", ".join(filter(None, (name, kecamatan, kabupaten))))
    columns = ("kode_desa", "kode_bps", "nama_desa", "jenis", "kecamatan", "kabupaten")
    values = [found[name].fill_null("-").to_list() for name in columns]
    heads = ["kemendagri", "bps", "name", "kind", "kecamatan", "kabupaten", "likeness"]
    shares = ["kemiripan"]
    if within:
        heads.append("certainty")
        shares.append("kepastian")
    values += [["-" if one is None else f"{one:.0%}" for one in found[name].to_list()] for name in shares]
    console.table(
        [console.word(f"village.{head}") for head in heads],
        list(zip(*values, strict=True)),
        numbers=tuple(range(6, len(heads))),
        whole=(0, 1),
    )
    if within and found.item(0, "kepastian") is None:
        console.message("village.unsure")
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
