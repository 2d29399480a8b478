"""Villages of a list somebody has: the same rows in the same order, with the village each one means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.errors import InputError
from kalteng_data.fields import PLACE
from kalteng_data.load import original_rows, read_tables
from kalteng_data.places import resolve_villages
from kalteng_data.write.table import FORMATS, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from kalteng_data.load.layouts import Known
    from kalteng_data.model import Source

ADDED = ("kode_desa", "nama_desa", "kecamatan", "kabupaten", "confidence", "candidates")


def resolve_file(source: Source, scheme: str | None = None, known: Known | None = None) -> pl.DataFrame:
    """The rows of ``source`` with ``ADDED`` after the sender's own columns.

    A column of the sender's that has one of these names keeps its values and gets ``_asli`` behind its name.

    Args:
        source: a file with one table that names places.
        scheme: ``kemendagri`` or ``bps`` where the sender declares it.
        known: the workspace's layouts and what it remembers.

    Raises:
        InputError: the file cannot be read, or it holds several tables.
    """
    loaded = read_tables([source], known=known)
    if len(loaded.tables) > 1:
        sheets = ", ".join(table.sheet for table in loaded.tables)
        raise InputError("several-tables", file=source.file, sheets=sheets)
    table = loaded.tables[0]
    rows = pl.concat(
        [f.select("rid", "table", "row", *PLACE) for f in (loaded.villages, loaded.persons, loaded.families)]
    )
    declared = {table.index: scheme} if scheme else None
    places = resolve_villages(rows.select("rid", "table", *PLACE), loaded.tables, declared=declared).frame
    named = places.join(
        reference.villages().select("kode_desa", "nama_desa", "kecamatan", "kabupaten"),
        on="kode_desa",
        how="left",
        maintain_order="left",
    ).select(
        "kode_desa", "nama_desa", "kecamatan", "kabupaten",
        pl.col("kepastian").alias("confidence"), pl.col("calon").alias("candidates"),
    )  # fmt: skip
    original = original_rows(table, rows["row"])
    kept = original.rename({name: f"{name}_asli" for name in original.columns if name in ADDED})
    return kept.hstack(named.get_columns())


def write_resolved(frame: pl.DataFrame, output: Path) -> None:
    """Write the result in the format that the file's name says (csv unless xlsx or parquet).

    Raises:
        OutputError: ``output`` cannot be written.
    """
    suffix = output.suffix.lower().removeprefix(".")
    write_table(frame, suffix if suffix in FORMATS else "csv", output, "desa")
