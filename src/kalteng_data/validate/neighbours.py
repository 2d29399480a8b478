"""What a row's neighbours say of it: the rows of one list that share a number, a name or a card.

In: the frame of people with integers to group by (``context.person_context``). Out: small frames of the rows
that rules across rows can speak of, each with what its neighbours say. Sound rows never reach them: what
stands twice is found by sorting integers, so the cost grows with the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import RAW_PERSON
from kalteng_data.validate.rules_across_fields import ANOTHER_DATE, DIFFERS, HEADS_NAMED

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

ALIKE = 60.0
"""Two names whose words agree by less (``token_set_ratio``, 0-100) are clearly different."""

RUN = 3
"""So many rows in a row whose NIKs fit the neighbour's birth date are a shifted column, not chance."""

CROWD = 20
"""Members on one card above which it is worth a look."""

HEAD = pl.col("shdk") == "KEPALA KELUARGA"
DATED = pl.col("tanggal_status").is_in(["ok", "rancu"])
PARENTS = pl.col("shdk").is_in(["ORANG TUA", "ORANG TUA/MERTUA"])
YOUNG_PARENT, OLD_PARENT, YOUNG_GRANDPARENT, YOUNG_CHILD = 12, 65, 24, 12
"""Years between two births of a card that are no longer plausible."""

_BORN = pl.col("tanggal_lahir")
_MIX = 0x9E3779B97F4A7C15
"""An odd number (2^64 / golden ratio) to mix two integers into one; products wrap around."""


def mixed(number: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Two integers as one, by which equal pairs are found; other pairs may meet in it by chance."""
    whole = number.cast(pl.UInt64, wrap_numerical=True) * pl.lit(_MIX, dtype=pl.UInt64)
    return whole + day.to_physical().cast(pl.UInt64, wrap_numerical=True)


def crowded(values: pl.Series, times: int = 2) -> pl.Series:
    """Whether a row's integer stands in ``times`` rows or more; null does not."""
    ranked = values.drop_nulls().sort()
    often = ranked.filter(ranked == ranked.shift(times - 1)).unique()
    if often.is_empty():
        return pl.Series([False]).new_from_index(0, values.len())
    return values.is_in(often.implode()).fill_null(value=False)


def shifted(frame: pl.DataFrame) -> pl.Series:
    """Whether a row stands in a run whose NIKs fit the row above or below better than their own."""
    inside, table = pl.col("nik_tanggal"), pl.col("table")
    odd = (
        frame.lazy()
        .select(
            "tanggal_lahir", "nik_tanggal", "tanggal_status",
            at=pl.int_range(pl.len(), dtype=pl.Int64),
            up=(inside == _BORN.shift(1)) & (table == table.shift(1)),
            down=(inside == _BORN.shift(-1)) & (table == table.shift(-1)),
        )
        .filter(ANOTHER_DATE & (pl.col("up") | pl.col("down")))
        .collect()  # or both filters would be one, asked of all rows
        .filter(DIFFERS)
    )  # fmt: skip
    runs = []
    for side in ("up", "down"):
        fits = odd.filter(side).select("at", run=(pl.col("at").diff() != 1).fill_null(value=True).cum_sum())
        runs.append(fits.filter(pl.len().over("run") >= RUN)["at"])
    marked = pl.concat(runs).implode()
    return frame.select(pl.int_range(pl.len(), dtype=pl.Int64).is_in(marked)).to_series()


def repeated(
    frame: pl.DataFrame, raw: pl.DataFrame, files: pl.DataFrame, names: Callable[[pl.DataFrame], pl.Series]
) -> pl.DataFrame:
    """Rows whose NIK stands in an earlier row of their list.

    Different people are told by names that share nothing (unique pairs, compared once) together with another
    birth date or sex, or no date to speak for them.

    Args:
        frame: the frame of people.
        raw: cells as text in the same order: whether whole rows are alike is asked of these.
        files: the frame of ``context.files_of``.
        names: matching names of some rows of ``frame``.

    Returns:
        These rows with ``table_lain, row_lain, file_lain`` (the first row with the NIK), ``orang_lain``
        (clearly another person), ``kk_beda`` and ``baris_sama`` (the whole row stands there again).
    """
    again = crowded(frame["nik_daftar"])
    cells = [name for name in RAW_PERSON if name in raw.columns and raw[name].null_count() < raw.height]
    content = raw.select(cells or ["rid"]).filter(again).hash_rows()
    told = frame.select(
        "rid", "table", "row", "list", "nik_n", "kk_n", "nama", "nama_cocok", "tanggal_lahir",
        "jenis_kelamin", "raw_nik", "raw_no_kk", "raw_nama",
    ).filter(again)  # fmt: skip
    told = told.with_columns(names(told).alias("nama_cocok"), content.alias("isi"), nik=pl.col("nik_n"))
    keys = ["list", "nik_n"]
    first = told.unique(keys, keep="first", maintain_order=True)
    pairs = (
        told.join(first, on=keys, how="left", maintain_order="left", suffix="_lain")
        .filter(pl.col("rid") != pl.col("rid_lain"))
        .with_columns(
            sebutan=pl.coalesce("nama_cocok", "nama"),
            sebutan_lain=pl.coalesce("nama_cocok_lain", "nama_lain"),
        )
        .join(
            files.select(pl.col("table").alias("table_lain"), pl.col("file").alias("file_lain")),
            on="table_lain", how="left", maintain_order="left",
        )
    )  # fmt: skip
    unique = pairs.select("sebutan", "sebutan_lain").unique().drop_nulls()
    unique = unique.with_columns(mirip=_alike(unique))
    same_birth = (pl.col("tanggal_lahir_lain") == _BORN) & pl.col("jenis_kelamin").eq_missing(
        pl.col("jenis_kelamin_lain")
    )
    return pairs.join(unique, on=["sebutan", "sebutan_lain"], how="left", maintain_order="left").with_columns(
        orang_lain=((pl.col("mirip") < ALIKE) & ~same_birth.fill_null(value=False)).fill_null(value=False),
        kk_beda=(pl.col("kk_n") != pl.col("kk_n_lain")).fill_null(value=False),
        baris_sama=(pl.col("isi") == pl.col("isi_lain")) & (pl.col("table") == pl.col("table_lain")),
    )


def _alike(names: pl.DataFrame) -> pl.Series:
    """How far the two names of each pair agree, 0-100."""
    if names.is_empty():
        return pl.Series([], dtype=pl.Float64)
    import numpy as np
    from rapidfuzz import fuzz, process

    left, right = names["sebutan"].to_list(), names["sebutan_lain"].to_list()
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = process.cpdist(
        left, right, scorer=fuzz.token_set_ratio, dtype=np.float64
    )
    return pl.Series(np.asarray(found))


def similar(
    frame: pl.DataFrame, same_number: pl.DataFrame, names: Callable[[pl.DataFrame], pl.Series]
) -> pl.DataFrame:
    """Rows whose name, birth date and card (or village and no card) stand in an earlier row, NIKs aside.

    Rows with two different NIKs are left out: twins and namesakes are people of their own; and so are rows of
    ``same_number`` (the frame of ``repeated``). Adds ``row_mirip``, the first such row.
    """
    where = pl.coalesce(pl.col("kk_n").cast(pl.UInt64), "desa_n")
    wanted = (pl.col("tanggal_status") == "ok") & where.is_not_null() & _BORN.is_not_null()
    keys = frame.lazy().select(pl.when(wanted).then(mixed(where, _BORN))).collect().to_series()
    told = frame.select(
        "rid", "table", "row", "list", "nik_n", "tanggal_lahir", "nama_cocok", "raw_nama", where.alias("di")
    ).filter(crowded(keys))
    told = told.with_columns(names(told).alias("nama_cocok")).filter(pl.col("nama_cocok").is_not_null())
    key = ["list", "nama_cocok", "tanggal_lahir", "di"]
    groups = told.group_by(key).agg(
        pl.len(),
        pl.col("nik_n").drop_nulls().n_unique().alias("niks"),
        pl.col("nik_n").count().alias("with_nik"),
        pl.first("rid").alias("rid_mirip"),
        pl.first("row").alias("row_mirip"),
    )
    return (
        told.join(groups.filter(pl.col("len") > 1), on=key, how="inner", maintain_order="left")
        .filter((pl.col("niks") <= 1) & (pl.col("with_nik") < 2) & (pl.col("rid") != pl.col("rid_mirip")))
        .filter(~pl.col("rid").is_in(same_number["rid"].implode()))
    )


def child_elsewhere(frame: pl.DataFrame, names: Callable[[pl.DataFrame], pl.Series]) -> pl.DataFrame:
    """Children without a sound NIK whose name and birth date stand on another card of their village.

    A name of one word is shared by too many to say so; where both have NIKs, these speak. Adds
    ``row_saudara``, the first row on another card.
    """
    sound = (pl.col("shdk") == "ANAK") & (pl.col("tanggal_status") == "ok") & pl.col("kk_n").is_not_null()
    children = (
        frame.lazy()
        .filter(sound & pl.col("desa_n").is_not_null())
        .select(
            "rid", "table", "row", "list", "nik_n", "kk_n", "desa_n", "tanggal_lahir", "nama_cocok",
            "raw_nama", "raw_no_kk", kunci=mixed(pl.col("desa_n"), _BORN),
        )
        .collect()
    )  # fmt: skip
    asked = children.filter(pl.col("nik_n").is_null() & crowded(children["kunci"]))
    told = children.filter(pl.col("kunci").is_in(asked["kunci"].implode()))
    told = told.with_columns(names(told).alias("nama_cocok"))
    key = ["list", "desa_n", "tanggal_lahir", "nama_cocok"]
    full = told.filter(pl.col("nama_cocok").str.contains(" "))
    found = (
        full.filter(pl.col("nik_n").is_null())
        .join(full.select("row", "kk_n", *key), on=key, suffix="_lain")
        .filter(pl.col("kk_n") != pl.col("kk_n_lain"))
    )
    return found.group_by("rid", "table", "row", "raw_no_kk", maintain_order=True).agg(
        row_saudara=pl.col("row_lain").min()
    )


def odd_cards(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of cards that rules can speak of, with what is known of their card.

    Adds ``kk_anggota`` and ``kk_kepala`` (members and heads), ``kk_berperan`` (every member has a place in
    the family), ``kk_kepala_lahir``, ``kk_pertama`` (its first row), ``kk_desa`` and ``kk_desa_akhir``.
    """
    shdk, born = pl.col("shdk"), pl.when(DATED).then(_BORN)
    cards = (
        frame.lazy()
        .filter(pl.col("kk_daftar").is_not_null())
        .select(
            "kk_daftar", "rid", "desa_pasti",
            kepala=HEAD,
            berperan=shdk.is_not_null(),
            kepala_lahir=pl.when(HEAD & (DATED | (pl.col("tanggal_status") == "tahun"))).then(_BORN),
            anak=pl.when(shdk == "ANAK").then(born),
            cucu=pl.when(shdk == "CUCU").then(born),
            orang_tua=pl.when(PARENTS).then(born),
        )
        .group_by("kk_daftar")
        .agg(
            kk_anggota=pl.len(),
            kk_kepala=pl.col("kepala").sum(),
            kk_berperan=pl.col("berperan").all(),
            kk_kepala_lahir=pl.col("kepala_lahir").max(),
            kk_pertama=pl.col("rid").min(),
            kk_desa=pl.col("desa_pasti").min(),
            kk_desa_akhir=pl.col("desa_pasti").max(),
            anak_sulung=pl.col("anak").min(),
            anak_bungsu=pl.col("anak").max(),
            cucu_sulung=pl.col("cucu").min(),
            orang_tua_bungsu=pl.col("orang_tua").max(),
        )
    )  # fmt: skip
    head, heads = pl.col("kk_kepala_lahir"), pl.col("kk_kepala")
    odd = cards.filter(
        (heads > 1)
        | ((heads == 0) & pl.col("kk_berperan") & (pl.col("kk_anggota") > 1))
        | (pl.col("kk_desa") != pl.col("kk_desa_akhir"))
        | (pl.col("kk_anggota") > CROWD)
        | (years(head, pl.col("anak_sulung")) < YOUNG_PARENT)
        | (years(head, pl.col("anak_bungsu")) > OLD_PARENT)
        | (years(head, pl.col("cucu_sulung")) < YOUNG_GRANDPARENT)
        | (years(head, pl.col("orang_tua_bungsu")) > -YOUNG_CHILD)
    ).collect()
    rows = frame.select(
        "rid", "table", "row", "kk_daftar", "shdk", "tanggal_lahir", "tanggal_status", "raw_shdk",
        "raw_no_kk", "raw_tanggal_lahir",
    ).filter(frame["kk_daftar"].is_in(odd["kk_daftar"].implode()).fill_null(value=False))  # fmt: skip
    return rows.join(odd, on="kk_daftar", how="left", maintain_order="left")


def years(earlier: pl.Expr, later: pl.Expr) -> pl.Expr:
    """Years from one birth to another."""
    return (later - earlier).dt.total_days() / 365.25


def named_heads(frame: pl.DataFrame, names: Callable[[pl.DataFrame], pl.Series]) -> pl.DataFrame:
    """Heads of cards whose cell for the head's name holds another name, with ``nama_cocok``."""
    heads, otherwise = HEADS_NAMED
    rows = (
        frame.lazy()
        .filter(heads)
        .select("table", "row", "nama", "nama_cocok", "shdk", "raw_nama", "raw_nama_kepala_keluarga")
        .collect()
        .filter(otherwise)
    )
    return rows.with_columns(names(rows).alias("nama_cocok"))
