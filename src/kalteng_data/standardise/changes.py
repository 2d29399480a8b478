"""What standardising did to each cell: before, after, and by which rule, as stable words.

In: raw rows, the same rows standardised, the fields to compare. Out: one row a cell that reads otherwise
afterwards; cells that stayed are not in it. The words have their texts in the catalogue (``change.*``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PERSON, PLACE, PROGRAMMES, RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.standardise.labels import FIELDS as CODED
from kalteng_data.standardise.text import said, squeezed, tidied

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGES: dict[str, type[pl.DataType]] = {
    "rid": pl.UInt32,
    "field": pl.String,
    "at": pl.String,
    "before": pl.String,
    "after": pl.String,
    "rule": pl.String,
}
"""``field`` is the standardised field, ``at`` the raw field in whose cell ``before`` stands; ``rule`` is one
word or several joined by ``+``."""

STATUS = {
    "nik": "nik_status",
    "no_kk": "kk_status",
    "nik_kepala_keluarga": "nik_kepala_status",
    "nik_ayah": "nik_ayah_status",
    "nik_ibu": "nik_ibu_status",
    "tanggal_lahir": "tanggal_status",
}
"""Where the standardised frame tells what became of a number or a date."""

NUMBERS = frozenset(STATUS) - {"tanggal_lahir"}
MEASURED = frozenset({
    "jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "jumlah_anggota", "luas",
    "skor_idm", "desil", "umur",
})  # fmt: skip
_WORDS = {
    **dict.fromkeys(MEASURED, "angka"), **dict.fromkeys(PROGRAMMES, "ya-tidak"),
    **dict.fromkeys(("rt", "rw"), "rt-rw"),
}  # fmt: skip
"""Fields whose values are always changed by the same rule."""

_OURS = frozenset({*PERSON, *RAW_PERSON, *RAW_FAMILY, *RAW_VILLAGE, *STATUS.values()})
"""Fields of the program; any other is a column of a workspace's own."""

_SHARED = {
    "tempat_lahir": ("ttl",),
    "tanggal_lahir": ("ttl",),
    "rt": ("rt_rw", "rw", "alamat"),
    "rw": ("rt_rw", "rt", "alamat"),
}
"""Cells that may hold a field's value beside another's, in the order in which they are asked."""

_CODE = r"^\s*\d{1,3}(?:[.,]0+)?\s*$"
_NOUGHT = r"^[0\s.,/\-]*$"
_MIDNIGHT = r" 00:00:00(\.0+)?$"
"""What a reader writes behind a cell that is a date."""


def changes(raw: pl.DataFrame, clean: pl.DataFrame, fields: Iterable[str]) -> pl.DataFrame:
    """Cells that read otherwise after standardising.

    Args:
        raw: ``rid`` and the cells as text.
        clean: the standardised rows in the same order, with ``STATUS`` columns of the fields that have one.
        fields: columns of ``clean`` to compare.

    Returns:
        ``CHANGES``, by field and row.
    """
    parts = [_of_field(raw, clean, field) for field in fields if field in clean.columns]
    return pl.concat([pl.DataFrame(schema=CHANGES), *parts])


def as_text(field: str, dtype: pl.DataType) -> pl.Expr:
    """A standardised value as it is written: flags YA and TIDAK, whole numbers without decimals."""
    value = pl.col(field)
    if dtype == pl.Boolean:
        return pl.when(value).then(pl.lit("YA")).when(~value).then(pl.lit("TIDAK"))
    if dtype == pl.Date:
        return value.dt.to_string("%Y-%m-%d")
    return value.cast(pl.String).str.replace(r"\.0$", "") if dtype.is_float() else value.cast(pl.String)


def _of_field(raw: pl.DataFrame, clean: pl.DataFrame, field: str) -> pl.DataFrame:
    """The changes of one field, its own cell first, else the cell that it shares."""
    homes = [name for name in (field, *_SHARED.get(field, ())) if name in raw.columns]
    if not homes:
        return pl.DataFrame(schema=CHANGES)
    status = STATUS.get(field)
    told = pl.col(status) if status in clean.columns else pl.lit(None, pl.String)
    frame = pl.concat([
        raw.select("rid", pl.col(homes).name.prefix("cell_")),
        clean.select(as_text(field, clean.schema[field]).alias("after"), told.alias("status")),
    ], how="horizontal")  # fmt: skip
    first = pl.col(f"cell_{homes[0]}")
    # Another's cell is asked only where it gave a value, or should have.
    given = pl.col("after").is_not_null() | pl.col("status").is_in(["tahun", "salah"])
    cells = [first, *(pl.when(given).then(pl.col(f"cell_{name}")) for name in homes[1:])]
    home = [pl.when(cell.is_not_null()).then(pl.lit(name)) for cell, name in zip(cells, homes, strict=True)]
    frame = frame.select(
        "rid", "status", "after", before=pl.coalesce(cells), at=pl.coalesce(*home, pl.lit(field))
    )
    before, after = pl.col("before"), pl.col("after")
    own = field not in _OURS
    dtype = clean.schema[field]
    same = _same_own(dtype, before, after) if own else _same(field, before, after)
    nothing = before.is_null() & after.is_null()
    changed = frame.filter(~nothing & ~same.fill_null(value=False))
    moved = ((pl.col("at") != field) | before.is_null()) & after.is_not_null()
    rule = _own_rule(dtype, before, after) if own else _rule(field, before, after)
    rule = pl.when(moved).then(_moved(field)).otherwise(rule)
    return changed.select(
        "rid", pl.lit(field).alias("field"), "at", "before", "after", rule.alias("rule")
    ).select(pl.col(name).cast(dtype) for name, dtype in CHANGES.items())


def _same(field: str, before: pl.Expr, after: pl.Expr) -> pl.Expr:
    if field == "tanggal_lahir":
        return before.str.replace(_MIDNIGHT, "") == after
    if field in MEASURED:
        return (before == after) | (
            before.str.contains(r"^-?\d+(\.\d+)?$")
            & (before.cast(pl.Float64, strict=False) == after.cast(pl.Float64, strict=False))
        )
    return before == after


def _same_own(dtype: pl.DataType, before: pl.Expr, after: pl.Expr) -> pl.Expr:
    if dtype.is_numeric():
        return _same("umur", before, after)
    return _same("tanggal_lahir" if dtype == pl.Date else "", before, after)


def _own_rule(dtype: pl.DataType, before: pl.Expr, after: pl.Expr) -> pl.Expr:
    """The word for what happened to a filled cell of a workspace's own column."""
    words = {pl.Boolean(): "ya-tidak", pl.Date(): "tanggal", pl.Int64(): "angka", pl.Float64(): "angka"}
    tidy = pl.when(tidied(before) == after).then(pl.lit("spasi")).otherwise(pl.lit("istilah"))
    read = pl.lit(words[dtype]) if dtype in words else tidy
    return (
        pl.when(after.is_not_null()).then(read).when(said(before).is_null()).then(pl.lit("kosong"))
        .otherwise(pl.lit("tak-terbaca"))
    )  # fmt: skip


def _moved(field: str) -> pl.Expr:
    """The rule of a value that stood in no cell of its own."""
    if field in PLACE:
        return pl.lit("kode-desa" if field.startswith("kode_") else "wilayah")
    doubtful = (pl.col("status") == "rancu").fill_null(value=False)
    return pl.when(doubtful).then(pl.lit("dipisah+tanggal-rancu")).otherwise(pl.lit("dipisah"))


def _rule(field: str, before: pl.Expr, after: pl.Expr) -> pl.Expr:
    """The word for what happened to a filled cell of the field."""
    if field in NUMBERS:
        return _number_rule()
    nothing = said(before).is_null() | before.str.contains(_NOUGHT)
    empty = pl.when(nothing & after.is_null()).then(pl.lit("kosong"))
    if field in PLACE:
        code = field.startswith("kode_")
        tidy = (tidied(before) == after) & pl.lit(not code)
        return (
            empty.when(after.is_null()).then(pl.lit("desa-tak-dikenal"))
            .when(tidy).then(pl.lit("spasi")).otherwise(pl.lit("kode-desa" if code else "wilayah"))
        )  # fmt: skip
    yearly = (pl.col("status") == "tahun") if field == "tanggal_lahir" else pl.lit(value=False)
    number = before.str.contains(_CODE) if field in CODED else pl.lit(value=False)
    lost = (
        empty.when(yearly).then(pl.lit("tanggal-tahun")).when(number).then(pl.lit("kode-tak-pasti"))
        .otherwise(pl.lit("tak-terbaca"))
    )  # fmt: skip
    return pl.when(after.is_null()).then(lost).otherwise(_kept(field, before, after))


def _kept(field: str, before: pl.Expr, after: pl.Expr) -> pl.Expr:
    """The word for a value that was read and is written otherwise."""
    if field in _WORDS:
        return pl.lit(_WORDS[field])
    if field == "tanggal_lahir":
        doubtful = pl.col("status") == "rancu"
        return pl.when(doubtful).then(pl.lit("tanggal-rancu")).otherwise(pl.lit("tanggal"))
    if field in CODED:
        return (
            pl.when(before.str.contains(_CODE)).then(pl.lit("kode"))
            .when(squeezed(before) == after).then(_written(before, after)).otherwise(pl.lit("istilah"))
        )  # fmt: skip
    return _written(before, after)


def _number_rule() -> pl.Expr:
    status = pl.col("status")
    return (
        pl.when(status.is_in(["ok", "format"])).then(pl.lit("nomor-bersih"))
        .when(status.is_in(["excel", "ilmiah"])).then(pl.lit("nomor-rusak"))
        .when(status == "panjang").then(pl.lit("nomor-panjang"))
        .when(status == "sementara").then(pl.lit("nomor-sementara"))
        .otherwise(pl.lit("kosong"))
    )  # fmt: skip


def _written(before: pl.Expr, after: pl.Expr) -> pl.Expr:
    """The steps that lead from a text to its printed form, joined by ``+``."""
    tidy = tidied(before)
    upper = tidy.str.to_uppercase()
    steps = [
        pl.when(tidy != before).then(pl.lit("spasi")),
        pl.when(upper != tidy).then(pl.lit("huruf-besar")),
        pl.when(after != upper).then(pl.lit("tanda-baca")),
    ]
    return pl.concat_str(steps, separator="+", ignore_nulls=True)
