"""The frame that rules look at: a row's cells beside its standardised values, and what its neighbours say.

In: the raw and the standardised frame of one kind, and where its rows belong. Out: one frame with every
column a rule may name, whatever a list left out, so that rules need not ask what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.validate.check import RAW

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table

_COMBINED: Mapping[str, str] = {
    "tanggal_lahir": "ttl",
    "tempat_lahir": "ttl",
    "rt": "rt_rw",
    "rw": "rt_rw",
    "desa": "kode_desa",
}
"""A field whose text may stand in another column: where it has none, that cell is the one at fault."""

PERSON_TYPES: Mapping[str, pl.DataType] = {
    **dict.fromkeys(
        ("nama", "nama_cocok", "nik", "nik_status", "nik_mentah", "no_kk", "kk_status", "kk_mentah"),
        pl.String(),
    ),
    **dict.fromkeys(("tanggal_status", "jenis_kelamin", "nik_kelamin", "agama", "pendidikan"), pl.String()),
    **dict.fromkeys(("pekerjaan", "status_kawin", "shdk", "kewarganegaraan", "golongan_darah"), pl.String()),
    **dict.fromkeys(("nama_ibu", "nama_kepala_keluarga", "rt", "rw", "status_dasar"), pl.String()),
    **dict.fromkeys(("bansos_pkh", "bansos_sembako", "bansos_blt_dd", "bansos_pbi"), pl.Boolean()),
    "tanggal_lahir": pl.Date(),
    "nik_tanggal": pl.Date(),
    "desil": pl.Int8(),
}
"""Columns of a standardised frame of people that rules name."""

PLACE_TYPES: Mapping[str, pl.DataType] = {
    "kode_desa": pl.String(),
    "kepastian": pl.Float64(),
    "cara": pl.String(),
    "calon": pl.String(),
}
"""Columns of the resolved places; in the frame of rules ``kode_desa`` is called ``desa_ditemukan``."""


def beside(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    places: pl.DataFrame | None,
    types: Mapping[str, pl.DataType],
    fields: Sequence[str],
) -> pl.DataFrame:
    """One frame of ``rid, table, row``, the standardised columns, ``raw_*`` cells and the resolved village.

    Args:
        raw: cells as text; ``fields`` it lacks are null.
        clean: standardised values in the order of ``raw``; columns of ``types`` it lacks are null.
        places: ``rid, kode_desa, kepastian, cara, calon``, or ``None`` when villages were not looked up.
        types: what the rules need of ``clean``.
        fields: what the rules need of ``raw``.
    """
    cells = raw.select(
        *("rid", "table", "row"),
        *(_cell(raw, field).alias(RAW + field) for field in fields),
        *(
            (pl.col(name) if name in raw.columns else pl.lit(None, dtype=pl.Boolean)).alias(name)
            for name in ("nik_angka", "no_kk_angka")
        ),
    )
    values = clean.select(
        (pl.col(name) if name in clean.columns else pl.lit(None, dtype=dtype)).alias(name)
        for name, dtype in types.items()
    )
    frame = pl.concat([cells, values], how="horizontal")
    if places is None:
        return frame.with_columns(
            pl.lit(None, dtype=dtype).alias("desa_ditemukan" if name == "kode_desa" else name)
            for name, dtype in PLACE_TYPES.items()
        )
    found = places.select(
        pl.col("rid").cast(pl.UInt32),
        *(
            (pl.col(name) if name in places.columns else pl.lit(None))
            .cast(dtype)
            .alias("desa_ditemukan" if name == "kode_desa" else name)
            for name, dtype in PLACE_TYPES.items()
        ),
    )
    return frame.join(found, on="rid", how="left", maintain_order="left")


def _cell(raw: pl.DataFrame, field: str) -> pl.Expr:
    names = [name for name in (field, _COMBINED.get(field)) if name is not None and name in raw.columns]
    if not names:
        return pl.lit(None, dtype=pl.String)
    return pl.coalesce(pl.col(names).cast(pl.String))


def _written(text: pl.Expr) -> pl.Expr:
    """The day that a refused birth date names: to come, or too long ago, is another fault than no date."""
    numbers = text.str.extract(r"(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{8})").str.replace_all(r"[/. ]", "-")
    forms = ("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d%m%Y")
    return pl.coalesce(numbers.str.to_date(form, strict=False, exact=True) for form in forms)


def _key(text: pl.Expr) -> pl.Expr:
    """An integer to group text by; null stays null."""
    return pl.when(text.is_not_null()).then(text.hash())


def lists(tables: Sequence[Table]) -> pl.DataFrame:
    """Which list a table belongs to: ``table``, ``list`` (all files of a level, else one file), ``file``.

    A person who stands in the lists of two levels is the ordinary case; twice in one list is a finding.
    """
    keys = [(str(t.source.level) if t.source.level is not None else "", t.source.file) for t in tables]
    names = [level or file for level, file in keys]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return pl.DataFrame(
        {
            "table": [t.index for t in tables],
            "list": [numbers[name] for name in names],
            "file": [file for _, file in keys],
        },
        schema={"table": pl.UInt32, "list": pl.UInt32, "file": pl.String},
    )


def tables_of(frame: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """One row a table: ``table``, ``row`` 0, ``n`` rows, and ``ada_*`` of each field: any cell is filled."""
    return (
        frame.lazy()
        .group_by("table", maintain_order=True)
        .agg(
            pl.len().alias("n"),
            pl.col("nik_angka").fill_null(value=False).mean().alias("angka"),
            *(pl.col(RAW + field).is_not_null().any().alias("ada_" + field) for field in fields),
            pl.any_horizontal(pl.col("raw_kode_desa", "raw_desa").is_not_null()).any().alias("ada_tempat"),
        )
        .with_columns(row=pl.lit(0, dtype=pl.UInt32))
        .collect()
    )


def person_context(frame: pl.DataFrame, tables: Sequence[Table], today: dt.date) -> pl.DataFrame:
    """The frame of people with what rules compare: numbers as integers, age, its table and its village.

    Adds ``list`` and ``file``, ``nik_n``, ``kk_n``, ``desa_n`` and ``desa_pasti`` (integers to group by),
    ``usia`` (years at ``today``), ``hari_ini``, ``tertulis`` (the day a refused birth date names) and
    ``ada_*`` of ``tables_of``.
    """
    per_table = tables_of(frame, ("nik", "no_kk", "tanggal_lahir", "jenis_kelamin", "shdk", "umur")).drop(
        "row", "n", "angka"
    )
    return (
        frame.join(lists(tables), on="table", how="left", maintain_order="left")
        .join(per_table, on="table", how="left", maintain_order="left")
        .with_columns(
            nik_n=pl.col("nik").cast(pl.Int64, strict=False),
            kk_n=pl.col("no_kk").cast(pl.Int64, strict=False),
            # A village's key is its code, or else the words that name it.
            desa_n=_key(pl.coalesce("desa_ditemukan", "raw_kode_desa", "raw_desa")),
            desa_pasti=_key(pl.col("desa_ditemukan")),
            tertulis=_written(pl.when(pl.col("tanggal_status") == "salah").then("raw_tanggal_lahir")),
            hari_ini=pl.lit(today).cast(pl.Date),
            usia=(pl.lit(today).cast(pl.Date) - pl.col("tanggal_lahir")).dt.total_days() // 365.25,
        )
    )
