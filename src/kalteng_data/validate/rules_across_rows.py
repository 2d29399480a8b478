"""KT4xx: rows of one list that cannot all be true, and what must be known of a row's neighbours to say so.

In: the frame of people with integers to group by. Out: the same frame with what its neighbours say
(``with_neighbours``), and the rules over it. Only rows that share a number are compared, so the cost grows
with the rows.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from kalteng_data.fields import RAW_PERSON
from kalteng_data.validate.check import Check
from kalteng_data.validate.rules_across_fields import DIFFERS

ALIKE = 60.0
"""Two names whose words agree by less (``token_set_ratio``, 0-100) are clearly different."""

RUN = 3
"""So many rows in a row whose NIKs fit the neighbour's birth date are a shifted column, not chance."""

CROWD = 20
"""Members on one card above which it is worth a look."""

_HEAD = pl.col("shdk") == "KEPALA KELUARGA"
_OTHER = (
    pl.when(pl.col("table_lain") == pl.col("table"))
    .then(pl.col("row_lain").cast(pl.String))
    .otherwise(pl.concat_str("file_lain", pl.col("row_lain").cast(pl.String), separator=":"))
)


def with_neighbours(frame: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    """Add what a row's neighbours say of it, in the same order and height.

    Adds ``*_lain`` (the first row with the same NIK in the list, for the others), ``orang_lain`` (clearly
    another person), ``kk_beda``, ``baris_sama`` (the whole row stands there again), ``row_mirip`` (first row
    with the same name, date and card or village), ``kk_*`` of the card in its list and ``geser``.

    Args:
        frame: the frame of ``context.person_context``.
        raw: cells as text in the same order: whether whole rows are alike is asked of these.
    """
    return (
        frame.with_columns(geser=_shifted(frame))
        .join(_same_number(frame, raw), on="rid", how="left", maintain_order="left")
        .join(_same_person(frame), on="rid", how="left", maintain_order="left")
        .join(_cards(frame), on=["list", "kk_n"], how="left", maintain_order="left")
    )


def _shifted(frame: pl.DataFrame) -> pl.Series:
    """Whether a row stands in a run whose NIKs fit the row above or below better than their own."""
    inside, born = pl.col("nik_tanggal"), pl.col("tanggal_lahir")
    differs = DIFFERS.fill_null(value=False)
    fits = [
        (differs & (inside == born.shift(step)) & (pl.col("table") == pl.col("table").shift(step))).fill_null(
            value=False
        )
        for step in (1, -1)
    ]
    marks = frame.select(fits[0].alias("up"), fits[1].alias("down"))
    if not (marks["up"].any() or marks["down"].any()):
        return pl.Series([False]).new_from_index(0, frame.height)
    long = [pl.col(name) & (pl.len().over(pl.col(name).rle_id()) >= RUN) for name in ("up", "down")]
    return marks.select(long[0] | long[1]).to_series()


def _same_number(frame: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    """Rows whose NIK stands in an earlier row of the list: that row, and whether it is another person.

    Different people are told by names that share nothing (unique pairs, compared once) together with another
    birth date or sex, or no date to speak for them.
    """
    keys = ["list", "nik_n"]
    rows = frame.lazy().filter(pl.col("nik_n").is_not_null()).select("rid", *keys).collect()
    again = rows.filter(_shared(rows, keys))
    cells = [name for name in RAW_PERSON if name in raw.columns and raw[name].null_count() < raw.height]
    told = frame.select(
        "rid", "table", "row", "file", "nama", "nama_cocok", "tanggal_lahir", "jenis_kelamin", "kk_n"
    )
    content = raw.select("rid", *cells).join(again, on="rid", how="semi")
    full = again.join(told, on="rid", how="left", maintain_order="left").join(
        content.select("rid", isi=pl.struct(cells or ["rid"]).hash()),
        on="rid",
        how="left",
        maintain_order="left",
    )
    first = full.unique(keys, keep="first", maintain_order=True)
    pairs = (
        full.join(first, on=keys, how="left", maintain_order="left", suffix="_lain")
        .filter(pl.col("rid") != pl.col("rid_lain"))
        .with_columns(
            nama=pl.coalesce("nama_cocok", "nama"), nama_lain=pl.coalesce("nama_cocok_lain", "nama_lain")
        )
    )
    names = pairs.select("nama", "nama_lain").unique().drop_nulls()
    names = names.with_columns(alike=pl.Series(_alike(names), dtype=pl.Float64))
    same_birth = (pl.col("tanggal_lahir") == pl.col("tanggal_lahir_lain")) & pl.col(
        "jenis_kelamin"
    ).eq_missing(pl.col("jenis_kelamin_lain"))
    return pairs.join(names, on=["nama", "nama_lain"], how="left", maintain_order="left").select(
        "rid", "table_lain", "row_lain", "file_lain",
        orang_lain=((pl.col("alike") < ALIKE) & ~same_birth.fill_null(value=False)).fill_null(value=False),
        kk_beda=(pl.col("kk_n") != pl.col("kk_n_lain")).fill_null(value=False),
        baris_sama=(pl.col("isi") == pl.col("isi_lain")) & (pl.col("table") == pl.col("table_lain")),
    )  # fmt: skip


def _shared(rows: pl.DataFrame, keys: list[str]) -> pl.Series:
    """Whether another row has the same keys; one hash to compare is faster than several columns."""
    return rows.select(pl.struct(keys).hash().is_duplicated()).to_series()


def _alike(names: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    left, right = names["nama"].to_list(), names["nama_lain"].to_list()
    return np.asarray(process.cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float64))


def _same_person(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows whose name, birth date and card (or village and no card) stand in an earlier row, NIKs aside.

    Rows with two different NIKs are left out: twins and namesakes are people of their own.
    """
    key = ["list", "nama_cocok", "tanggal_lahir", "di"]
    rows = (
        frame.lazy()
        .filter(pl.col("nama_cocok").is_not_null() & (pl.col("tanggal_status") == "ok"))
        .select(
            "rid", "row", "table", "file", "nik_n", "list",
            nama_cocok=pl.col("nama_cocok").hash(),
            tanggal_lahir=pl.col("tanggal_lahir"),
            di=pl.coalesce(pl.col("kk_n").cast(pl.UInt64), "desa_n"),
        )
        .filter(pl.col("di").is_not_null())
        .collect()
    )  # fmt: skip
    again = rows.filter(_shared(rows, key))
    groups = again.group_by(key).agg(
        pl.col("nik_n").drop_nulls().n_unique().alias("niks"),
        pl.col("nik_n").count().alias("with_nik"),
        pl.first("rid").alias("rid_mirip"),
        pl.first("row").alias("row_mirip"),
    )
    return (
        again.join(groups, on=key, how="left", maintain_order="left")
        .filter((pl.col("niks") <= 1) & (pl.col("with_nik") < 2) & (pl.col("rid") != pl.col("rid_mirip")))
        .select("rid", "row_mirip")
    )


def _cards(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a card in a list: members, heads, its head's birth date, its first row and village."""
    head_born = pl.when(_HEAD & pl.col("tanggal_status").is_in(["ok", "rancu", "tahun"])).then(
        "tanggal_lahir"
    )
    return (
        frame.lazy()
        .filter(pl.col("kk_n").is_not_null())
        .group_by("list", "kk_n")
        .agg(
            kk_anggota=pl.len(),
            kk_kepala=_HEAD.sum(),
            kk_berperan=pl.col("shdk").is_not_null().all(),
            kk_kepala_lahir=head_born.max(),
            kk_pertama=pl.col("rid").min(),
            kk_desa=pl.col("desa_pasti").min(),
            kk_desa_akhir=pl.col("desa_pasti").max(),
        )
        .collect()
    )


_BORN = pl.col("tanggal_lahir")
_HEAD_BORN = pl.col("kk_kepala_lahir")
# Years from the head's birth to the row's: positive for children.
_YEARS = (_BORN - _HEAD_BORN).dt.total_days() / 365.25
_DATED = pl.col("tanggal_status").is_in(["ok", "rancu"])
_REPEATED = pl.col("row_lain").is_not_null()
_AGAIN = _REPEATED & ~pl.col("orang_lain")
_FIRST = pl.col("rid") == pl.col("kk_pertama")

ACROSS_ROWS: tuple[Check, ...] = (
    Check("KT401", "nik", pl.col("orang_lain"), _OTHER),
    Check("KT402", "nik", _AGAIN & ~pl.col("baris_sama") & ~pl.col("kk_beda"), _OTHER),
    Check("KT403", None, pl.col("baris_sama") & _AGAIN, _OTHER, shown="nama"),
    Check("KT404", "nama", pl.col("row_mirip").is_not_null() & ~_REPEATED, pl.col("row_mirip")),
    Check("KT405", "no_kk", _AGAIN & pl.col("kk_beda"), _OTHER),
    Check("KT411", "shdk", _HEAD & (pl.col("kk_kepala") > 1), pl.col("kk_kepala")),
    Check(
        "KT412", "shdk",
        _FIRST & (pl.col("kk_kepala") == 0) & pl.col("kk_berperan") & (pl.col("kk_anggota") > 1),
        pl.col("kk_anggota"),
    ),
    Check("KT413", "no_kk", _FIRST & (pl.col("kk_desa") != pl.col("kk_desa_akhir")), pl.col("kk_anggota")),
    Check(
        "KT414", "tanggal_lahir", (pl.col("shdk") == "ANAK") & _DATED & (_YEARS < 12),
        _YEARS.floor().cast(pl.Int32),
    ),
    Check(
        "KT415", "tanggal_lahir", (pl.col("shdk") == "ANAK") & _DATED & (_YEARS > 65),
        _YEARS.floor().cast(pl.Int32),
    ),
    Check(
        "KT416", "tanggal_lahir", (pl.col("shdk") == "CUCU") & _DATED & (_YEARS < 24),
        _YEARS.floor().cast(pl.Int32),
    ),
    Check(
        "KT417", "tanggal_lahir",
        pl.col("shdk").is_in(["ORANG TUA", "ORANG TUA/MERTUA"]) & _DATED & (_YEARS > -12),
        (-_YEARS).floor().cast(pl.Int32),
    ),
    Check("KT418", "no_kk", _FIRST & (pl.col("kk_anggota") > CROWD), pl.col("kk_anggota")),
    Check("KT420", "nik", pl.col("geser")),
)  # fmt: skip
"""Rules over rows of one list, for the frame of ``with_neighbours``."""

VILLAGE_ROWS: tuple[Check, ...] = (
    Check("KT430", "kode_desa", pl.col("desa_ke") > 0, pl.col("row_pertama").cast(pl.String)),
)
"""Rules over rows about villages: the same village twice in one table."""

FAMILY_ROWS: tuple[Check, ...] = (
    Check("KT431", "no_kk", pl.col("kk_ke") > 0, pl.col("row_pertama").cast(pl.String)),
)
"""Rules over rows about family cards: the same card twice in one table."""
