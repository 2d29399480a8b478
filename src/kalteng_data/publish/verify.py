"""What must hold before a snapshot becomes current: counts, references between tables, cluster health.

A broken count or reference is a fault of the program and always refused. Cluster health is a judgement: it
warns, and refuses only far outside what real lists show; the operator may accept it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

WARN_REPEATED = 0.02
REFUSE_REPEATED = 0.10
"""Share of people with three or more rows of one list: repeats beyond this are merged strangers."""

WARN_SIZE = 12
REFUSE_SIZE = 100
"""Rows in one person: three lists with a few repeats give less than a dozen."""

WARN_BRIDGES = 0.02
REFUSE_BRIDGES = 0.20
"""Share of people of several rows that hang together by doubtful evidence only (probability under 0.5)."""

FEW = 500
"""Shares are taken of at least so many people: in a small list one oddity is no sign of disease."""

VILLAGES = 1571


@dataclass(frozen=True, slots=True)
class Health:
    """Shape of the people found; ``sizes`` maps rows in a person to how many people have so many."""

    sizes: dict[int, int]
    largest: int
    repeated_share: float
    bridge_share: float
    warnings: tuple[str, ...]
    refusals: tuple[str, ...]


def broken(tables: Mapping[str, pl.DataFrame], rows_read: int) -> list[str]:
    """What does not hold in the tables, as stable words; empty when all is well."""
    people, families = tables["penduduk"], tables["keluarga"]
    lineage = tables["lineage"]
    merged = lineage.filter(pl.col("status") == "merged")
    held = lineage.filter(pl.col("status") == "quarantined")
    in_person = merged.select("id_penduduk", "id_keluarga").unique()
    checks = {
        "rows-read": lineage.height == rows_read == merged.height + held.height,
        "rows-once": lineage["record_id"].n_unique() == lineage.height,
        "quarantine": held.height == tables["quarantine"].height,
        "quarantine-no-entity": held["id_penduduk"].null_count() == held.height,
        "people-once": people["id_penduduk"].n_unique() == people.height,
        "families-once": families["id_keluarga"].n_unique() == families.height,
        "one-family-a-person": in_person.height == people.height,
        "people-in-lineage": in_person.join(people, on=["id_penduduk", "id_keluarga"], how="anti").is_empty(),
        "families-of-people": people.join(families, on="id_keluarga", how="anti").is_empty()
        and families.join(people, on="id_keluarga", how="anti").is_empty(),
        "villages": tables["desa"].height == VILLAGES,
        "villages-of-people": people.filter(pl.col("kode_desa").is_not_null())
        .join(tables["desa"], on="kode_desa", how="anti")
        .is_empty(),
    }
    return [name for name, holds in checks.items() if not holds]


def health(lineage: pl.DataFrame) -> Health:
    """Cluster health of the merged rows of ``lineage``."""
    merged = lineage.filter(pl.col("status") == "merged")
    people = merged.group_by("id_penduduk").agg(
        pl.len().alias("rows"), pl.col("match_probability").min().alias("weakest")
    )
    repeats = (
        merged.group_by("id_penduduk", "level")
        .agg(pl.len().alias("rows"))
        .filter(pl.col("rows") >= 3)["id_penduduk"]
        .n_unique()
    )
    several = people.filter(pl.col("rows") > 1)
    bridges = several.filter(pl.col("weakest") < 0.5).height
    counted = people.group_by("rows").len().sort("rows")
    sizes = dict(zip(counted["rows"].to_list(), counted["len"].to_list(), strict=True))
    total = max(people.height, FEW)
    figures: dict[str, tuple[float, float, float]] = {
        "largest": (max(sizes, default=0), WARN_SIZE, REFUSE_SIZE),
        "repeated": (repeats / total, WARN_REPEATED, REFUSE_REPEATED),
        "bridges": (bridges / max(several.height, FEW), WARN_BRIDGES, REFUSE_BRIDGES),
    }
    return Health(
        sizes=sizes,
        largest=int(figures["largest"][0]),
        repeated_share=figures["repeated"][0],
        bridge_share=figures["bridges"][0],
        warnings=tuple(name for name, (is_, warn, refuse) in figures.items() if warn < is_ <= refuse),
        refusals=tuple(name for name, (is_, _, refuse) in figures.items() if is_ > refuse),
    )
