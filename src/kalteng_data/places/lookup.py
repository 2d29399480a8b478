"""One code or name that somebody types, and the places it may mean.

In: a text. Out: a frame of villages with their likeness; nothing is decided for the asker.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.places.atlas import Atlas, atlas
from kalteng_data.places.codes import BPS, KEMENDAGRI, digits
from kalteng_data.places.match import likeness

_LEAST = 0.6
"""Likeness below which a village is not shown for a name."""


def lookup(text: str, *, limit: int = 10, places: Atlas | None = None) -> pl.DataFrame:
    """Villages that a code in either scheme, or a name, may mean, the likeliest first.

    Columns: those of ``reference.villages`` and ``skema`` (``kemendagri`` or ``bps`` for a code, null for a
    name) and ``kemiripan`` (0 to 1; 1 for a code and for a right spelling). A code that is valid in both
    schemes gives both meanings. The code of a kecamatan or regency (4, 6 or 7 digits) gives its villages. An
    empty frame when nothing is alike.

    Args:
        text: a code with or without dots, or a name with or without its kind (``Desa``, ``Kel.``).
        limit: most rows for a name; a code gives all it means.
        places: another reference than the shipped one.
    """
    villages = (atlas() if places is None else places).villages
    code = pl.select(text=pl.lit(text)).select(digits("text")).item()
    if code is not None:
        return _by_code(code, villages)
    return _by_name(text, limit, atlas() if places is None else places)


def _by_code(code: str, villages: pl.DataFrame) -> pl.DataFrame:
    columns = {
        KEMENDAGRI: {10: "kode_desa", 6: "kode_kecamatan", 4: "kode_kabupaten"},
        BPS: {10: "kode_bps", 7: "kode_bps_kecamatan", 4: "kode_bps_kabupaten"},
    }
    meanings = [
        villages.filter(pl.col(column).str.replace_all(".", "", literal=True) == code).with_columns(
            skema=pl.lit(scheme), kemiripan=pl.lit(1.0)
        )
        for scheme, by_length in columns.items()
        if (column := by_length.get(len(code)))
    ]
    if not meanings:
        return villages.clear().with_columns(
            skema=pl.lit(None, dtype=pl.String), kemiripan=pl.lit(None, pl.Float64)
        )
    return pl.concat(meanings)


def _by_name(text: str, limit: int, places: Atlas) -> pl.DataFrame:
    codes = places.villages["kode_desa"].to_list()
    alike = pl.Series("kemiripan", [likeness(text, *places.names[code]) for code in codes], dtype=pl.Float64)
    return (
        places.villages.with_columns(pl.lit(None, dtype=pl.String).alias("skema"), alike)
        .filter(pl.col("kemiripan") >= _LEAST)
        .sort("kemiripan", "kode_desa", descending=[True, False])
        .head(limit)
    )
