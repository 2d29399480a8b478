"""KT4xx: rows of one list that cannot all be true.

``neighbours`` finds the rows and what their neighbours say.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.validate.check import Check, among
from kalteng_data.validate.neighbours import (
    CROWD,
    DATED,
    HEAD,
    OLD_PARENT,
    PARENTS,
    YOUNG_CHILD,
    YOUNG_GRANDPARENT,
    YOUNG_PARENT,
    years,
)

_OTHER = (
    pl.when(pl.col("table_lain") == pl.col("table"))
    .then(pl.col("row_lain").cast(pl.String))
    .otherwise(pl.concat_str("file_lain", pl.col("row_lain").cast(pl.String), separator=":"))
)
_YEARS = years(pl.col("kk_kepala_lahir"), pl.col("tanggal_lahir"))
_AGAIN = ~pl.col("orang_lain")
_FIRST = pl.col("rid") == pl.col("kk_pertama")

REPEATED: tuple[Check, ...] = (
    Check("KT401", "nik", pl.col("orang_lain"), _OTHER),
    Check("KT402", "nik", _AGAIN & ~pl.col("baris_sama") & ~pl.col("kk_beda"), _OTHER),
    Check("KT403", None, pl.col("baris_sama") & _AGAIN, _OTHER, shown="nama"),
    Check("KT405", "no_kk", _AGAIN & pl.col("kk_beda"), _OTHER),
)
"""Rules over the rows of ``neighbours.repeated``."""

SIMILAR: tuple[Check, ...] = (Check("KT404", "nama", pl.col("row_mirip").is_not_null(), pl.col("row_mirip")),)
"""Rules over the rows of ``neighbours.similar``."""

CHILDREN: tuple[Check, ...] = (
    Check("KT406", "no_kk", pl.col("row_saudara").is_not_null(), pl.col("row_saudara")),
)
"""Rules over the rows of ``neighbours.child_elsewhere``."""

CARDS: tuple[Check, ...] = (
    Check("KT411", "shdk", HEAD & (pl.col("kk_kepala") > 1), pl.col("kk_kepala")),
    Check(
        "KT412", "shdk",
        _FIRST & (pl.col("kk_kepala") == 0) & pl.col("kk_berperan") & (pl.col("kk_anggota") > 1),
        pl.col("kk_anggota"),
    ),
    Check("KT413", "no_kk", _FIRST & (pl.col("kk_desa") != pl.col("kk_desa_akhir")), pl.col("kk_anggota")),
    Check(
        "KT414", "tanggal_lahir", (pl.col("shdk") == "ANAK") & DATED & (_YEARS < YOUNG_PARENT),
        _YEARS.floor().cast(pl.Int32),
    ),
    Check(
        "KT415", "tanggal_lahir", (pl.col("shdk") == "ANAK") & DATED & (_YEARS > OLD_PARENT),
        _YEARS.floor().cast(pl.Int32),
    ),
    Check(
        "KT416", "tanggal_lahir", (pl.col("shdk") == "CUCU") & DATED & (_YEARS < YOUNG_GRANDPARENT),
        _YEARS.floor().cast(pl.Int32),
    ),
    Check(
        "KT417", "tanggal_lahir", PARENTS & DATED & (_YEARS > -YOUNG_CHILD),
        (-_YEARS).floor().cast(pl.Int32),
    ),
    Check("KT418", "no_kk", _FIRST & (pl.col("kk_anggota") > CROWD), pl.col("kk_anggota")),
)  # fmt: skip
"""Rules over the rows of ``neighbours.odd_cards``."""

SHIFTED: tuple[Check, ...] = among(pl.col("geser"), Check("KT420", "nik", pl.col("geser")))
"""Rules over the frame of people with ``geser``."""

VILLAGE_ROWS: tuple[Check, ...] = (
    Check("KT430", "kode_desa", pl.col("desa_ke") > 0, pl.col("row_pertama").cast(pl.String)),
)
"""Rules over rows about villages: the same village twice in one table."""

FAMILY_ROWS: tuple[Check, ...] = (
    Check("KT431", "no_kk", pl.col("kk_ke") > 0, pl.col("row_pertama").cast(pl.String)),
)
"""Rules over rows about family cards: the same card twice in one table."""
