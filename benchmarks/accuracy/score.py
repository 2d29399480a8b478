"""Score one published lineage against the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.accuracy.pairs import Pairs, count, counts_with
from benchmarks.province.traps import TRAPS

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = ("level", "file", "sheet", "row")
"""What a data row is known by, in the truth and in the lineage."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Groups of people who are hard to tell apart: how many there are, in how many two share an identity."""

    groups: int
    merged: int

    def __add__(self, other: Merged) -> Merged:
        return Merged(self.groups + other.groups, self.merged + other.merged)


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that is measured of one merge.

    ``rows`` of the truth; ``lost`` of them without a line in the lineage, ``twice`` lines beyond the first
    of a row, ``strange`` lines about no data row. ``shared`` identities hold two people or more.
    ``village_right`` and ``village_wrong`` count rows (the rest names no village). ``traps`` and
    ``subgroups`` count the pairs of people's rows of which at least one carries the trap or belongs to the
    subgroup.
    """

    rows: int
    lost: int
    twice: int
    strange: int
    quarantined: int
    people: Pairs
    families: Pairs
    identities: int
    shared: int
    village_right: int
    village_wrong: int
    twins: Merged
    namesakes: Merged
    traps: Mapping[str, Pairs] = field(default_factory=dict)
    trap_rows: Mapping[str, int] = field(default_factory=dict)
    subgroups: Mapping[str, Pairs] = field(default_factory=dict)


def score(lineage: pl.DataFrame, truth: pl.DataFrame) -> Score:
    """Score ``lineage`` (a snapshot's table) against ``truth`` (of ``province.files.write_province``).

    Rows are joined on level, file, sheet and row; a text file has no sheet, whatever its lineage says. A
    quarantined or lost row belongs to nobody: its true pairs count as missed.
    """
    rows, lost, twice, strange = joined(lineage, truth)
    flags = _trap_flags()
    groups = _subgroup_flags(truth)
    flagged = rows.with_columns(**flags, **groups)
    named = counts_with(flagged, "person", "id_penduduk", [*flags, *groups])
    sums = flagged.select(pl.col(list(flags)).sum()).row(0, named=True)
    owners = rows.drop_nulls("id_penduduk").group_by("id_penduduk").agg(pl.col("person").n_unique())
    stated = rows["kode_desa"]
    return Score(
        rows=truth.height,
        lost=lost,
        twice=twice,
        strange=strange,
        quarantined=int((rows["status"] == "quarantined").sum()),
        people=count(rows, "person", "id_penduduk"),
        families=count(rows, "family", "id_keluarga"),
        identities=owners.height,
        shared=int((owners["person"] > 1).sum()),
        village_right=int((stated == rows["village"]).sum()),
        village_wrong=int((stated != rows["village"]).sum()),
        twins=merged_groups(rows, "twin_group"),
        namesakes=merged_groups(rows, "namesake_group"),
        traps={name[5:]: named[name] for name in flags},
        trap_rows={name[5:]: int(sums[name]) for name in flags},
        subgroups={name[6:]: named[name] for name in groups},
    )


def joined(lineage: pl.DataFrame, truth: pl.DataFrame) -> tuple[pl.DataFrame, int, int, int]:
    """The truth's rows with what the lineage says of each; and rows lost, listed twice, about nothing."""
    text = truth.filter(pl.col("sheet") == "").select("level", "file").unique()
    said = (
        lineage.select(
            pl.col("level", "file").cast(pl.String),
            pl.col("sheet").cast(pl.String).fill_null(""),
            pl.col("row").cast(pl.UInt32),
            *(
                pl.col(c).cast(pl.String)
                for c in ("record_id", "id_penduduk", "id_keluarga", "kode_desa", "status")
            ),
        )
        .join(text.with_columns(is_text=True), on=["level", "file"], how="left")
        .with_columns(pl.when(pl.col("is_text")).then(pl.lit("")).otherwise("sheet").alias("sheet"))
        .drop("is_text")
    )
    once = said.unique(list(KEY), keep="first", maintain_order=True)
    key = truth.select(KEY)
    strange = once.join(key, on=list(KEY), how="anti").height
    rows = truth.join(once, on=list(KEY), how="left", maintain_order="left")
    return rows, int(rows["record_id"].null_count()), said.height - once.height, strange


def merged_groups(rows: pl.DataFrame, group: str) -> Merged:
    """In how many groups of ``group`` two different people have a row under one identity."""
    known = rows.drop_nulls([group, "id_penduduk"])
    total = (
        rows.drop_nulls(group).group_by(group).agg(pl.col("person").n_unique()).filter(pl.col("person") > 1)
    )
    together = (
        known.group_by(group, "id_penduduk")
        .agg(pl.col("person").n_unique())
        .filter(pl.col("person") > 1)[group]
        .n_unique()
    )
    return Merged(total.height, together)


def _trap_flags() -> dict[str, pl.Expr]:
    """Whether a row carries each trap; ``trap moved`` and so on."""
    names = pl.col("traps").str.split(";")
    return {f"trap {name}": names.list.contains(name) for name in TRAPS}


def _subgroup_flags(truth: pl.DataFrame) -> dict[str, pl.Expr]:
    """Whether a row belongs to each subgroup: women, one-word names, without NIK, each regency."""
    fixed = {
        "women": pl.col("sex") == "P",
        "one-word names": pl.col("one_word_name"),
        "without NIK": pl.col("has_nik").not_(),
    }
    regencies = {f"regency {c}": pl.col("regency") == c for c in truth["regency"].unique().sort()}
    return {f"group {name}": flag for name, flag in (fixed | regencies).items()}
