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
    from collections.abc import Collection, Mapping, Sequence

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

TOLD = ("nama", "nik", "no_kk", "tanggal_lahir", "jenis_kelamin")
"""Fields of which rules ask whether a table has them at all."""

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
    # Masks and columns cut into different chunks make every filter copy whole columns.
    return pl.concat([cells, values, _villages(raw, places)], how="horizontal").rechunk()


def _villages(raw: pl.DataFrame, places: pl.DataFrame | None) -> pl.DataFrame:
    """The village of each row of ``raw``, in its order."""
    found = raw.select("rid") if places is None else places
    if not found["rid"].equals(raw["rid"]):
        found = raw.select("rid").join(
            found.with_columns(pl.col("rid").cast(raw.schema["rid"])),
            on="rid",
            how="left",
            maintain_order="left",
        )
    return found.select(
        "rid",
        *(
            (pl.col(name) if name in found.columns else pl.lit(None))
            .cast(dtype)
            .alias("desa_ditemukan" if name == "kode_desa" else name)
            for name, dtype in PLACE_TYPES.items()
        ),
    ).drop("rid")


def _cell(raw: pl.DataFrame, field: str) -> pl.Expr:
    names = [name for name in (field, _COMBINED.get(field)) if name is not None and name in raw.columns]
    filled = [name for name in names if raw[name].null_count() < raw.height]
    if not filled:
        return pl.lit(None, dtype=pl.String)
    if raw[filled[0]].null_count() == 0:
        return pl.col(filled[0]).cast(pl.String)
    return pl.coalesce(pl.col(filled).cast(pl.String))


def files_of(tables: Sequence[Table]) -> pl.DataFrame:
    """Which list a table belongs to: ``table``, ``list`` (all files of a level, else one file), ``file``.

    ``file`` names the sheet, too, where the file has several with tables. A person who stands in the lists
    of two levels is the ordinary case; twice in one list is a finding.
    """
    keys = [(str(t.source.level) if t.source.level is not None else "", t.source.file) for t in tables]
    names = [level or file for level, file in keys]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    sheets: dict[str, set[str]] = {}
    for table in tables:
        sheets.setdefault(table.source.file, set()).add(table.sheet)
    return pl.DataFrame(
        {
            "table": [t.index for t in tables],
            "list": [numbers[name] for name in names],
            "file": [_shown(t, sheets[t.source.file]) for t in tables],
        },
        schema={"table": pl.UInt32, "list": pl.UInt32, "file": pl.String},
    )


def _shown(table: Table, sheets: Collection[str]) -> str:
    return f"{table.source.file}/{table.sheet}" if len(sheets) > 1 else table.source.file


def tables_of(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a table: ``table``, ``row`` 0, ``n`` rows, and ``ada_*`` of some fields: any cell is filled."""
    facts = (
        pl.len().alias("n"),
        pl.col("nik_angka").fill_null(value=False).mean().alias("angka"),
        *(pl.col(RAW + field).is_not_null().any().alias("ada_" + field) for field in TOLD),
        pl.any_horizontal(pl.col("raw_kode_desa", "raw_desa").is_not_null()).any().alias("ada_tempat"),
    )
    rows = frame.lazy()
    if frame["table"].n_unique() == 1:  # the facts of one table need no groups
        found = rows.select(pl.col("table").first(), *facts)
    else:
        found = rows.group_by("table", maintain_order=True).agg(*facts)
    return found.with_columns(row=pl.lit(0, dtype=pl.UInt32)).collect()


def person_context(
    frame: pl.DataFrame, facts: pl.DataFrame, tables: Sequence[Table], today: dt.date
) -> pl.DataFrame:
    """The frame of people with what rules compare: numbers as integers, its table and its village.

    Adds ``ada_*`` and ``list`` of the row's table; integers to group by: ``nik_n``, ``kk_n``, ``desa_n`` (a
    village's code, or else the words that name it), ``desa_pasti`` (its code), ``nik_daftar`` and
    ``kk_daftar`` (a number in its list), ``desa_tabel`` (a village in its table); and ``hari_ini``.

    Args:
        frame: the frame of ``beside``.
        facts: the frame of ``tables_of``.
        tables: every table.
        today: the day ages are counted to.
    """
    told = facts.select("table", pl.selectors.starts_with("ada_")).join(
        files_of(tables).drop("file"), on="table", how="left", maintain_order="left"
    )
    frame = _with_facts(frame, told).with_columns(
        nik_n=pl.col("nik").cast(pl.Int64, strict=False),
        kk_n=pl.col("no_kk").cast(pl.Int64, strict=False),
        desa_pasti=_key(pl.col("desa_ditemukan")),
        hari_ini=pl.lit(today).cast(pl.Date),
    )
    words = _key(pl.coalesce("desa_ditemukan", "raw_kode_desa", "raw_desa"))
    frame = frame.with_columns(desa_n=words if frame["desa_pasti"].null_count() else pl.col("desa_pasti"))
    return frame.with_columns(
        nik_daftar=_within("list", "nik_n", told),
        kk_daftar=_within("list", "kk_n", told),
        desa_tabel=_within("table", "desa_n", told),
    )


def _key(text: pl.Expr) -> pl.Expr:
    """An integer to group text by; null stays null."""
    return pl.when(text.is_not_null()).then(text.hash())


def _with_facts(frame: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """``frame`` and what is known of each row's table."""
    if facts.height == 1:
        return frame.with_columns(pl.lit(s.first(), dtype=s.dtype).alias(s.name) for s in facts.drop("table"))
    facts = facts.sort("table")
    return frame.hstack(facts.drop("table")[facts["table"].search_sorted(frame["table"])].get_columns())


def _within(group: str, number: str, facts: pl.DataFrame) -> pl.Expr:
    """``number`` in its group as one integer: the number itself where there is one group alone."""
    value = pl.col(number)
    if facts[group].n_unique() <= 1:
        return value
    return pl.when(value.is_not_null()).then(pl.struct(group, number).hash())
