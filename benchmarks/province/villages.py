"""The villages of a synthetic province: which ones, how large, in which ethnic mixture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kalteng_data import reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENSITY = 1800
"""People a village: 2,825,290 people in 1,571 villages (Kepmendagri 300.2.2-2138/2025)."""

CLUSTER = 3
"""Neighbouring villages taken together from one kecamatan, so that people move and marry between them."""

PARENT_BEFORE_2002 = {
    "62.06": "6202", "62.07": "6202", "62.08": "6201", "62.09": "6201", "62.10": "6203", "62.11": "6203",
    "62.12": "6205", "62.13": "6204",
}  # fmt: skip
"""Regency whose area code people of a regency founded by UU 5/2002 carry in an older NIK."""


@dataclass(frozen=True, slots=True)
class Land:
    """The chosen villages (``frame``, one row each, by code) and what people need to know of them.

    ``share`` is each village's part of the people, ``area`` the six digits of its kecamatan, ``old_area`` six
    digits of before 2002 where the regency was founded then (else ``area``), ``regency`` a number by regency.
    """

    frame: pl.DataFrame
    share: NDArray[np.float64]
    area: NDArray[np.int64]
    old_area: NDArray[np.int64]
    regency: NDArray[np.int64]

    def __len__(self) -> int:
        return self.frame.height

    def column(self, name: str) -> NDArray[np.object_]:
        """One column of the villages as text, ``""`` where it is empty."""
        return self.frame[name].cast(pl.String).fill_null("").to_numpy().astype(object)


def choose(people: int, rng: np.random.Generator) -> Land:
    """Villages for about ``people`` people: clusters of neighbours spread over the regencies.

    All 1,571 are taken when the people fill them at real density; sizes vary (lognormal) around it.
    """
    every = reference.villages().sort("kode_desa")
    wanted = max(CLUSTER, round(people / DENSITY))
    frame = every if wanted >= every.height else _part(every, wanted, rng)
    size = np.exp(rng.normal(0.0, 0.45, frame.height))
    kecamatan = frame["kode_kecamatan"].cast(pl.String).to_list()
    area = np.array([int(k.replace(".", "")) for k in kecamatan], dtype=np.int64)
    old = [int(PARENT_BEFORE_2002.get(k[:5], k[:5].replace(".", "")) + k[6:8]) for k in kecamatan]
    codes = frame["kode_desa"].str.slice(0, 5).to_numpy()
    return Land(
        frame,
        size / size.sum(),
        area,
        np.array(old, dtype=np.int64),
        np.unique(codes, return_inverse=True)[1],
    )


def _part(every: pl.DataFrame, wanted: int, rng: np.random.Generator) -> pl.DataFrame:
    """``wanted`` villages: from each regency in turn a run of neighbours of one kecamatan."""
    kecamatan = every.group_by("kode_kabupaten", "kode_kecamatan", maintain_order=True).agg(
        pl.col("kode_desa"), pl.len().alias("n")
    )
    order = kecamatan.with_columns(pl.Series("dice", rng.permutation(kecamatan.height)))
    # The turn of a kecamatan within its regency: all first ones come before any second one.
    order = (
        order.sort("dice")
        .with_columns(pl.int_range(pl.len()).over("kode_kabupaten").alias("turn"))
        .sort("turn", "dice")
    )
    taken: list[str] = []
    for codes in order["kode_desa"]:
        run = codes.to_list()
        start = int(rng.integers(0, max(1, len(run) - CLUSTER + 1)))
        # At least two regencies share even the smallest province: the last places go one by one.
        length = min(CLUSTER, wanted - len(taken)) if wanted > CLUSTER else 1 + (not taken)
        taken.extend(run[start : start + min(length, wanted - len(taken))])
        if len(taken) >= wanted:
            break
    return every.filter(pl.col("kode_desa").is_in(taken))
