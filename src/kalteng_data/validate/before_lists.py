"""KT601 and KT602: how many people a list has in each village, held to the base dataset of before.

In: counts by list and village now and in the snapshot in force. Out: which list of then each list of now
continues (``continued``), and the villages that changed more than a month explains. Lists are compared with
their own kind: an aid list holds a fifth of a village, month after month, and nothing is wrong with it.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.validate.check import Check

LEAST = 30
"""Rows that a village had before from which on its change is judged: one family is a fifth of fewer."""

MONTHLY = 0.01
"""Share of a village that comes, and that goes, in an ordinary month: births, deaths and moves, stated high
against some 2% births and 1% deaths a year."""

TOGETHER = 4
"""People of one family card, who move together: a village changes by families, not by persons."""

DEVIATIONS = 4.0
SHARE = 0.10
"""A change counts beyond both: so many standard deviations of the compound Poisson process of families that
come and go (chance alone: less than one village in ten thousand), and this share of the village."""

COVERED = 0.5
"""Above this share of the villages that a list had in a kecamatan or regency it means to cover it."""

NOW: dict[str, type[pl.DataType]] = {
    "list": pl.String, "level": pl.String, "kode_desa": pl.String, "n": pl.UInt32, "table": pl.UInt32,
    "row": pl.UInt32,
}  # fmt: skip
"""Counts of now: ``list`` is the level, or the file where it has none (``level`` is blank then); ``table``
and ``row`` are the village's first."""

THEN: dict[str, type[pl.DataType]] = {
    "ref": pl.String,
    "level": pl.String,
    "kode_desa": pl.String,
    "m": pl.UInt32,
}
"""Counts of then: ``ref`` is a level as a whole, or one source of it."""

LISTS: tuple[Check, ...] = (
    Check("KT601", "desa", pl.col("n").is_not_null(), pl.col("detail"), "nama_desa"),
    Check("KT602", "desa", pl.col("n").is_null(), pl.col("detail"), "nama_desa"),
)


def continued(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """Which list of then each list of now continues: ``list, ref``.

    The one whose villages are nearest in size, judged by the middle of them; of equals the one with more of
    the villages. A list of a level continues lists of that level only.

    Args:
        now: ``NOW``.
        then: ``THEN``.
    """
    shared = (
        now.join(then, on="kode_desa", suffix="_then")
        .filter((pl.col("level") == "") | (pl.col("level") == pl.col("level_then")))
        .with_columns(apart=(pl.col("n") / pl.col("m")).log().abs())
    )
    ranked = shared.group_by("list", "ref").agg(pl.col("apart").median(), villages=pl.len())
    return (
        ranked.sort("list", "apart", "villages", "ref", descending=[False, False, True, False])
        .unique("list", keep="first", maintain_order=True)
        .select("list", "ref")
    )


def changed(now: pl.DataFrame, then: pl.DataFrame, pairs: pl.DataFrame, months: float) -> pl.DataFrame:
    """Villages whose rows in a list changed more than ``months`` explain, or are gone.

    Args:
        now: ``NOW``.
        then: ``THEN``.
        pairs: ``list, ref`` as ``continued`` gives them.
        months: between then and now, one at least.

    Returns:
        ``list, kode_desa, table, row, m, n``; a village that is gone has no ``n`` and row 0.
    """
    before = pairs.join(then.drop("level"), on="ref").drop("ref").filter(pl.col("m") >= LEAST)
    both = before.join(now, on=["list", "kode_desa"], how="left")
    step = (pl.col("n").cast(pl.Float64) - pl.col("m")).abs()
    spread = (2 * MONTHLY * max(months, 1.0) * TOGETHER * pl.col("m")).sqrt()
    far = both.filter((step > SHARE * pl.col("m")) & (step > DEVIATIONS * spread))
    first = now.sort("table", "row").unique("list", keep="first").select("list", "table")
    gone = both.filter(pl.col("n").is_null() & _covered(both)).drop("table").join(first, on="list")
    shown = ("list", "kode_desa", "table", "row", "m", "n")
    return pl.concat([far.select(shown), gone.with_columns(row=pl.lit(0, pl.UInt32)).select(shown)])


def _covered(both: pl.DataFrame) -> pl.Series:
    """Whether a village lies where the list has most villages that it had: in its kecamatan or regency."""
    here = pl.col("n").is_not_null()
    shares = [here.mean().over("list", pl.col("kode_desa").str.head(length)) for length in (5, 8)]
    return both.select(pl.any_horizontal(share > COVERED for share in shares)).to_series()


def with_words(villages: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``changed`` with ``nama_desa`` and ``detail``: rows then and now, and the change in percent.

    Args:
        villages: as ``changed`` gives them.
        names: ``kode_desa, nama_desa``.
    """
    percent = ((pl.col("n").cast(pl.Float64) / pl.col("m") - 1) * 100).round().cast(pl.Int32)
    sign = pl.when(percent > 0).then(pl.lit("+")).otherwise(pl.lit(""))
    change = pl.format("{} > {} ({}{}%)", "m", "n", sign, percent)
    return (
        villages.join(names, on="kode_desa", how="left")
        .sort("table", "row", "kode_desa")
        .with_columns(detail=pl.coalesce(change, pl.col("m").cast(pl.String)))
    )
