"""Where a lost pair was lost: at blocking, at weighing or at clustering.

The engine's internals are optional. A merge that keeps its pairs leaves ``pairs.parquet`` with one row a
pair that blocking reached, columns ``record_id_l``, ``record_id_r`` (as in the lineage, in either order) and
``match_probability`` (0 to 1, after weighing). A true pair that is not together in the lineage was lost

- at **blocking** when it is not among the pairs,
- at **weighing** when its probability is below ``LIKELY``,
- at **clustering** when it was likely and yet came apart (or one of the rows was taken for another person).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

LIKELY = 0.5
"""Match probability from which a pair counts as weighed together."""

STAGES = ("unread", "blocking", "weighing", "clustering")
"""``unread``: one of the rows was quarantined or lost before the engine saw it."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Lost true pairs by stage, in all and for each trap that one of the two rows carries."""

    total: Mapping[str, int]
    traps: Mapping[str, Mapping[str, int]]


def losses(rows: pl.DataFrame, pairs: pl.DataFrame) -> Losses:
    """Attribute every lost pair of ``rows`` (``score.joined``) to a stage.

    Only the lost pairs are listed one by one: those inside one person, of whom a few rows exist.
    """
    me = rows.select("person", "record_id", "id_penduduk", "traps").with_row_index("n")
    both = me.join(me, on="person", suffix="_r").filter(pl.col("n") < pl.col("n_r"))
    together = (pl.col("id_penduduk") == pl.col("id_penduduk_r")).fill_null(value=False)
    lost = both.filter(~together)
    first, second = (
        pl.min_horizontal("record_id", "record_id_r"),
        pl.max_horizontal("record_id", "record_id_r"),
    )
    reached = pairs.select(
        pl.min_horizontal("record_id_l", "record_id_r").cast(pl.String).alias("a"),
        pl.max_horizontal("record_id_l", "record_id_r").cast(pl.String).alias("b"),
        pl.col("match_probability").cast(pl.Float64),
    ).unique(["a", "b"], keep="any")
    placed = lost.with_columns(first.alias("a"), second.alias("b")).join(reached, on=["a", "b"], how="left")
    stage = (
        pl.when(pl.col("id_penduduk").is_null() | pl.col("id_penduduk_r").is_null())
        .then(pl.lit("unread"))
        .when(pl.col("match_probability").is_null())
        .then(pl.lit("blocking"))
        .when(pl.col("match_probability") < LIKELY)
        .then(pl.lit("weighing"))
        .otherwise(pl.lit("clustering"))
    )
    staged = placed.select(
        stage.alias("stage"),
        pl.concat_list(pl.col("traps").str.split(";"), pl.col("traps_r").str.split(";"))
        .list.unique()
        .alias("trap"),
    )
    total = dict.fromkeys(STAGES, 0) | dict(staged["stage"].value_counts().iter_rows())
    by_trap: dict[str, dict[str, int]] = {}
    for (trap, name), group in staged.explode("trap").filter(pl.col("trap") != "").group_by("trap", "stage"):
        by_trap.setdefault(str(trap), dict.fromkeys(STAGES, 0))[str(name)] = group.height
    return Losses(total, by_trap)


def combined(several: list[Losses]) -> Losses:
    """The sums over several merges."""
    total = {s: sum(one.total[s] for one in several) for s in STAGES}
    names = {name for one in several for name in one.traps}
    zero = dict.fromkeys(STAGES, 0)
    traps = {n: {s: sum(one.traps.get(n, zero)[s] for one in several) for s in STAGES} for n in names}
    return Losses(total, traps)
