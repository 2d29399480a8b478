"""What a sheet says once for the rows below it in a cell of theirs: the card at the head of a family.

Clerks write the card's number beside the head of the family only. A row read alone would stand under none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = r"(?i)^\W*(?:kepala keluarga|kep\W*kel\w*|kk|1)\W*$"
_OF_THE_FAMILY = (
    "no_kk", "nama_kepala_keluarga", "nik_kepala_keluarga", "alamat", "dusun", "rt", "rw", "rt_rw", "desa",
    "kode_desa", "kecamatan", "kabupaten",
)  # fmt: skip
_AGREE = 0.95
_DIGITS = 3
"""Bytes beyond which a whole number has three digits at least: a sign may be one of them."""
_LEAST_FAMILIES = 3


def from_head_of_family(records: pl.DataFrame, columns: Sequence[Column], kind: Kind) -> pl.DataFrame:
    """The records with what stands beside the head of each family written for its other members too.

    Done only where the sheet shows the habit: the column of card numbers is filled beside (nearly) every head
    and blank beside (nearly) everyone else, for at least three families.

    Args:
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns.
        kind: what a record stands for.
    """
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    if kind is not Kind.PENDUDUK or not {"no_kk", "shdk"} <= mapped.keys():
        return records
    if _carded_all_over(records, mapped["shdk"], mapped["no_kk"]):
        return records
    head = pl.col(mapped["shdk"]).str.contains(_HEAD).fill_null(value=False)
    card = pl.col(mapped["no_kk"]).str.contains(r"\d{3}").fill_null(value=False)
    counts = records.select(
        heads=head.sum(), others=(~head).sum(), carded=(head & card).sum(), blank=(~head & ~card).sum()
    )
    heads, others, carded, blank = counts.row(0)
    if heads < _LEAST_FAMILIES or others == 0 or carded < _AGREE * heads or blank < _AGREE * others:
        return records
    family = head.cum_sum().alias("family")
    own = [mapped[field] for field in _OF_THE_FAMILY if field in mapped]
    known = (pl.when(pl.col(name).str.contains(r"\S")).then(pl.col(name)) for name in own)
    # Rows before the first head belong to nobody known.
    carried = (
        pl.when(pl.col("family") > 0).then(value.forward_fill().over("family")).otherwise(name).alias(name)
        for name, value in zip(own, known, strict=True)
    )
    return records.with_columns(family).with_columns(carried).drop("family")


def _carded_all_over(records: pl.DataFrame, shdk: str, no_kk: str) -> bool:
    """Whether too few rows lack a plain card number for the habit; told by counts of whole columns."""
    number = pl.col(no_kk)
    plain = (number.str.len_bytes() > _DIGITS) & number.cast(pl.UInt64, strict=False).is_not_null()
    kinds = records.get_column(shdk).value_counts(name="rows")
    others = kinds.filter(~pl.col(shdk).str.contains(_HEAD).fill_null(value=False))
    lacking = records.select(pl.len() - plain.sum()).item()
    return bool(lacking < _AGREE * others.select(pl.col("rows").sum()).item())
