"""Villages of one name: several answer to what was written, and nothing beside it says which.

In: combinations that found no village, with their likely codes. Out: those that are namesakes, told apart
from names that nobody knows; where the NIKs beside the name lie in the regency of one of them, that one as a
hint.
No village is settled here: a NIK says where somebody was first registered, not where he lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.places.ask import ask
from kalteng_data.places.match import Match
from kalteng_data.places.names import readings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kalteng_data.places.names import Reading

SEVERAL, HINTED = "kembar", "kembar_nik"
"""``cara`` of a name that several villages bear, and of one of which the NIKs point to one of them."""

_LEAST, _SHARE = 5, 2 / 3
"""NIKs beside a name from which they speak for it, and the share of them that must lie in one regency."""
_NIK = 16


def with_namesakes(frame: pl.DataFrame, names: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Mark combinations without a village whose very name several villages bear.

    Args:
        frame: ``desa``, ``kode_desa_`` (the village or null), ``cara`` and ``calon``.
        names: the official and other names of each code.

    Returns:
        ``frame``, where there are namesakes with ``cara`` ``SEVERAL`` and these alone in ``calon``.
    """

    def bearers(codes: str, name: str) -> Match:
        known = {code: {_key(r) for text in names[code] for r in readings(text)} for code in codes.split(";")}
        # "A / B" reads as A and as B: two villages, but no namesakes.
        alike = (tuple(code for code in known if _key(mine) in known[code]) for mine in readings(name))
        return Match(None, 0.0, next((found for found in alike if len(found) > 1), ()))

    likely = pl.when(pl.col("kode_desa_").is_null() & pl.col("calon").str.contains(";", literal=True))
    open_ = frame.with_columns(likely.then("calon").alias("_offen"))
    asked = ask(open_, bearers, "_offen", "desa", "_kembar")
    several = pl.col("_kembar_candidates").list.len() > 1
    return asked.with_columns(
        pl.when(several).then(pl.lit(SEVERAL)).otherwise("cara").alias("cara"),
        pl.when(several).then(pl.col("_kembar_candidates").list.join(";")).otherwise("calon").alias("calon"),
    )


def _key(reading: Reading) -> tuple[str, tuple[int, ...]]:
    return reading.folded, reading.numbers


def hinted(answers: pl.DataFrame, combos: pl.DataFrame, combo: pl.Series, niks: pl.Series) -> pl.DataFrame:
    """Namesakes of which one lies where the NIKs beside the name were given out.

    Args:
        answers: ``cara`` and ``calon`` of each combination, in the order of ``combos``.
        combos: ``table`` and ``desa``.
        combo: for each row its combination.
        niks: the NIK cell of each row as text.

    Returns:
        ``answers``; ``cara`` is ``HINTED`` and ``calon`` that one village where two thirds of at least five
        NIKs beside the same name in the same table lie in its regency.
    """
    open_ = answers.get_column("cara").eq_missing(pl.Series([SEVERAL]))
    if not open_.any():
        return answers
    keyed = answers.with_row_index("combo").hstack(combos.select("table", "desa"))
    mine = keyed.filter(open_).select("combo", "table", "desa", pl.col("calon").str.split(";"))
    rows = pl.DataFrame({"combo": combo.cast(pl.UInt32), "nik": niks}).join(mine, on="combo", how="inner")
    digits = pl.col("nik").str.replace_all(r"\D", "")
    areas = rows.filter(digits.str.len_bytes() == _NIK).select(
        "table",
        "desa",
        pl.concat_str([digits.str.slice(0, 2), digits.str.slice(2, 2)], separator=".").alias("area"),
    )
    counted = (
        areas.group_by("table", "desa", "area")
        .len("n")
        .with_columns(pl.col("n").sum().over("table", "desa").alias("all"))
    )
    most = counted.filter((pl.col("all") >= _LEAST) & (pl.col("n") > _SHARE * pl.col("all")))
    there = mine.join(most, on=["table", "desa"]).explode("calon")
    one = there.filter(pl.col("calon").str.starts_with(pl.col("area"))).group_by("combo").agg("calon")
    one = one.filter(pl.col("calon").list.len() == 1).select(
        "combo", pl.col("calon").list.first().alias("hint")
    )
    done = keyed.join(one, on="combo", how="left", maintain_order="left")
    hint = pl.col("hint")
    return done.select(
        *(name for name in answers.columns if name not in ("cara", "calon")),
        pl.when(hint.is_not_null()).then(pl.lit(HINTED)).otherwise("cara").alias("cara"),
        pl.coalesce("hint", "calon").alias("calon"),
    ).select(answers.columns)
