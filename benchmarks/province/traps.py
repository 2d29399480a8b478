"""What can be hard about a record, one bit each; the truth names them joined by ``;``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRAPS = (
    "twin", "namesake", "sibling_word", "one_house",
    "name_typo", "name_spelling", "name_title", "name_nickname", "name_last_missing",
    "nik_missing_person", "nik_missing_household", "nik_missing_village", "nik_placeholder", "nik_relative",
    "nik_slip", "nik_swap", "nik_lost", "nik_doubled", "nik_rounded", "nik_rounded_column", "nik_scientific",
    "nik_shifted", "kk_missing", "kk_slip", "kk_rounded", "kk_rounded_column",
    "date_swapped", "date_swapped_column", "date_default", "date_default_village", "date_wrong",
    "date_missing", "date_missing_column", "date_year_only",
    "sex_wrong", "rt_rw_wrong", "rt_rw_empty", "address_otherwise", "address_empty", "role_wrong",
    "role_empty",
    "moved", "split", "married", "new_card", "dead_listed",
    "listed_twice", "listed_twice_elsewhere", "copied",
)  # fmt: skip
"""Every trap; the position is its bit. Those of a person stand on every record of the person."""

BIT = {name: np.uint64(1 << place) for place, name in enumerate(TRAPS)}

NAME_TRAPS = tuple(t for t in TRAPS if t.startswith("name_"))
NUMBER_TRAPS = tuple(t for t in TRAPS if t.startswith("nik_"))
DATE_TRAPS = tuple(t for t in TRAPS if t.startswith("date_"))


def mask(*names: str) -> np.uint64:
    """The bits of several traps together."""
    value = 0
    for name in names:
        value |= int(BIT[name])
    return np.uint64(value)


def words(bits: NDArray[np.uint64]) -> pl.Series:
    """The traps of each record as text, ``""`` where there is none; length as ``bits``.

    Only the few hundred combinations that occur are spelled out.
    """
    combinations, where = np.unique(bits, return_inverse=True)
    spelled = [
        ";".join(name for place, name in enumerate(TRAPS) if (int(c) >> place) & 1) for c in combinations
    ]
    return pl.Series("traps", spelled, dtype=pl.String).gather(where.astype(np.uint32))
