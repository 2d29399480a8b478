"""KT603 to KT605: what a NIK stood for in the base dataset of before, and stands for now.

In: rows that state a NIK, the people of the snapshot in force under it, and every value that its sources
stated of them. Out: rows whose birth date or sex nobody stated before, and rows that call alive who was dead.
A value that a source stated before is no news, whichever value was chosen: the same files again find nothing.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.validate.check import Check

FIELDS = ("tanggal_lahir", "jenis_kelamin")
DEAD, ALIVE = "MENINGGAL", "HIDUP"

_DEFAULT_DAYS = (101, 107, 3112)
"""Day * 100 + month of days written for "unknown": a true date in their place is no change."""

PEOPLE: tuple[Check, ...] = (
    Check("KT603", "tanggal_lahir", pl.col("tanggal_lahir_baru"), pl.col("tanggal_lahir_dulu")),
    Check("KT604", "jenis_kelamin", pl.col("jenis_kelamin_baru"), pl.col("jenis_kelamin_dulu")),
    Check("KT605", "status_dasar", pl.col("hidup_lagi")),
)


def suspects(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Rows that differ from who is known under their NIK.

    Args:
        rows: accepted rows with a sound NIK: ``rid, nik, tanggal_lahir, tanggal_status, jenis_kelamin,
            status_dasar``.
        known: people of then: ``id, nik, tanggal_lahir, jenis_kelamin, status``.

    Returns:
        ``rid, nik, id``, what the row says as text (``tanggal_lahir``, ``jenis_kelamin``), what was known
        (``*_dulu``) and which of them differ (``*_baru``, ``hidup_lagi``): one row a row and person, with
        everyone who had the NIK.
    """
    both = rows.join(known, on="nik", suffix="_dulu")
    born, before = pl.col("tanggal_lahir"), pl.col("tanggal_lahir_dulu")
    default = (before.dt.day().cast(pl.Int32) * 100 + before.dt.month()).is_in(list(_DEFAULT_DAYS))
    sound = (pl.col("tanggal_status") == "ok") & ~default
    sex = pl.col("jenis_kelamin")
    return (
        both.with_columns(
            tanggal_lahir_baru=((born != before) & sound).fill_null(value=False),
            jenis_kelamin_baru=(sex != pl.col("jenis_kelamin_dulu")).fill_null(value=False),
            hidup_lagi=((pl.col("status_dasar") == ALIVE) & (pl.col("status") == DEAD)).fill_null(
                value=False
            ),
        )
        .filter(pl.any_horizontal("tanggal_lahir_baru", "jenis_kelamin_baru", "hidup_lagi").any().over("rid"))
        .with_columns(_text(name) for name in ("tanggal_lahir", "tanggal_lahir_dulu"))
        .select(
            "rid", "nik", "id", *FIELDS, *(f"{name}_dulu" for name in FIELDS),
            *(f"{name}_baru" for name in FIELDS), "hidup_lagi",
        )
    )  # fmt: skip


def _text(name: str) -> pl.Expr:
    return pl.col(name).dt.to_string("%Y-%m-%d")


def news(doubted: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``suspects`` of which nobody stated the same before, one a row.

    Args:
        doubted: as ``suspects`` gives them.
        stated: ``nik, field, value``: what sources of then stated of the people who had the NIK, by any of
            them; ``status_dasar`` among the fields.
    """
    kept = doubted
    for name, flag in (*((name, f"{name}_baru") for name in FIELDS), ("status_dasar", "hidup_lagi")):
        value = pl.lit(ALIVE) if name == "status_dasar" else pl.col(name)
        told = stated.filter(pl.col("field") == name).select("nik", _value="value", _told=pl.lit(value=True))
        kept = (
            kept.with_columns(_value=value)
            .join(told.unique(), on=["nik", "_value"], how="left", maintain_order="left")
            .with_columns((pl.col(flag) & pl.col("_told").is_null()).alias(flag))
            .drop("_value", "_told")
        )
    flags = [*(f"{name}_baru" for name in FIELDS), "hidup_lagi"]
    # One NIK may have stood for several people: what fits any of them is no news.
    return (
        kept.group_by("rid", maintain_order=True)
        .agg(pl.col(*(f"{name}_dulu" for name in FIELDS)).first(), pl.col(flags).all())
        .filter(pl.any_horizontal(flags))
    )
