"""The published table of villages: one row for each, whether or not anyone reported it."""

from __future__ import annotations

import polars as pl

from kalteng_data.merge.origin import ORIGIN
from kalteng_data.model import Level

REPORTED = ("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "luas", "kepala_desa",
            "status_idm", "skor_idm")  # fmt: skip
"""What village tables report; the freshest row that states a value decides."""


def desa(
    reference: pl.DataFrame,
    people: pl.DataFrame,
    families: pl.DataFrame,
    lineage: pl.DataFrame,
    reports: pl.DataFrame,
) -> pl.DataFrame:
    """One row for each village of ``reference``, in the order of the codes.

    Args:
        reference: ``kode_desa, nama_desa, jenis, kecamatan, kabupaten, kode_bps, ...``.
        people: published ``penduduk``.
        families: published ``keluarga``.
        lineage: published ``lineage`` (rows of each level are counted by the village they state).
        reports: accepted rows of village tables: ``kode_desa``, ``recency``, ``level``, the columns of
            ``REPORTED``.
    """
    living = people.filter(pl.col("status") == "HIDUP")
    counted = living.group_by("kode_desa").agg(
        pl.len().cast(pl.UInt32).alias("penduduk"),
        (pl.col("jenis_kelamin") == "L").sum().cast(pl.UInt32).alias("laki_laki"),
        (pl.col("jenis_kelamin") == "P").sum().cast(pl.UInt32).alias("perempuan"),
    )
    households = families.group_by("kode_desa").agg(pl.len().cast(pl.UInt32).alias("keluarga"))
    levels = lineage.group_by("kode_desa").agg(
        (pl.col("level") == level.value).sum().cast(pl.UInt32).alias(f"baris_{level.value}")
        for level in Level
    )
    freshest = reports.sort("recency", "level", descending=True).group_by("kode_desa", maintain_order=True)
    reported = freshest.agg(
        *(pl.col(name).drop_nulls().first().alias(f"{name}_laporan") for name in REPORTED),
        pl.col("level").unique().sort().str.join(";").alias("dilaporkan_oleh"),
    )
    counts = ("penduduk", "laki_laki", "perempuan", "keluarga", *(f"baris_{level.value}" for level in Level))
    return (
        reference.join(counted, on="kode_desa", how="left")
        .join(households, on="kode_desa", how="left")
        .join(levels, on="kode_desa", how="left")
        .join(reported, on="kode_desa", how="left")
        .with_columns(pl.col(c).fill_null(0) for c in counts)
        .sort("kode_desa")
    )


def desa_lineage(rows: pl.DataFrame, accepted: pl.DataFrame) -> pl.DataFrame:
    """One row for every row of a village table: ``ORIGIN, kode_desa, confidence, status``.

    ``rows`` has ``ORIGIN``, ``rid``, ``kode_desa`` and ``kepastian``; ``accepted`` the ``rid`` of the rows
    that found their village.
    """
    merged = rows.select("rid").join(
        accepted.select("rid", pl.lit("merged").alias("status")), on="rid", how="left"
    )
    return (
        rows.join(merged, on="rid", how="left", maintain_order="left")
        .select(
            *ORIGIN,
            "kode_desa",
            pl.col("kepastian").alias("confidence"),
            pl.col("status").fill_null("quarantined"),
        )
        .sort("level", "file", "sheet", "row")
    )
