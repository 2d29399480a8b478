"""The shapes this room shares: its result, its decisions, a raw frame with no column missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

DECISIONS: dict[str, type[pl.DataType]] = {
    "table": pl.UInt32,
    "field": pl.String,
    "decision": pl.String,
    "evidence": pl.String,
}
"""What was decided for a whole table: ``field`` is ``tanggal_lahir``, ``codebook``, ``pekerjaan``, ``nik``
or ``no_kk``."""


@dataclass(frozen=True, slots=True)
class Standardised:
    """``frame``: rows as they came, ``rid, table, row`` and typed columns; ``decisions`` as ``DECISIONS``."""

    frame: pl.DataFrame
    decisions: pl.DataFrame


def whole(raw: pl.DataFrame, fields: Iterable[str]) -> pl.DataFrame:
    """The raw frame with every field, those it lacks as null text; unknown kinds of cells as null."""
    text = [pl.lit(None, pl.String).alias(field) for field in fields if field not in raw.columns]
    kinds = [
        pl.lit(None, pl.Boolean).alias(kind)
        for kind in ("nik_angka", "no_kk_angka")
        if kind not in raw.columns
    ]
    return raw.with_columns(*text, *kinds)


def in_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with words of closed lists as text, for those who join and store them."""
    return frame.with_columns(pl.selectors.enum().cast(pl.String))


def village_group(raw: pl.DataFrame) -> pl.Series:
    """A number for each table and village as it is written: rows that were typed together.

    It is a hash, good to group by within one run: two of a province's villages get one number with a chance
    below one in a million millions.
    """
    return raw.select(pl.struct("table", "kode_desa", "desa", "kecamatan").hash().alias("group")).to_series()
