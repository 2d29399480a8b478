"""The two nouns every comparator speaks: encoded columns of records, and a chunk of pairs over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]
    Levels = npt.NDArray[np.uint8]
    Rows = npt.NDArray[np.uint32]

BLANK = 0
"""What an encoded column holds where the record says nothing; no key and no comparison is made of it."""


def hashed(texts: pl.Series, seed: int = 0) -> Array:
    """64-bit hashes of texts, 0 where the text is null or empty.

    Hashes stand for equality only and live for one run: nothing is stored or published under them.
    """
    present = texts.is_not_null() & (texts.cast(pl.String) != "")
    numbers = texts.hash(seed=seed).to_numpy()
    return np.where(present.fill_null(value=False).to_numpy(), numbers | np.uint64(1), np.uint64(BLANK))


def mixed(parts: list[Array]) -> Array:
    """One 64-bit key of several columns, 0 where any of them is blank.

    Multiplication by odd constants and xor-shift after each part (Steele, Lea and Flood 2014, SplitMix64).
    """
    key = np.zeros(len(parts[0]), dtype=np.uint64)
    filled = np.ones(len(key), dtype=bool)
    for part in parts:
        filled &= part != BLANK
        key = (key ^ part.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
        key *= np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(32)
    key[~filled] = BLANK
    key[filled & (key == BLANK)] = 1
    return key


@dataclass(frozen=True)
class Columns:
    """Encoded columns of n records, each an array of length n without nulls, by name."""

    arrays: dict[str, Array]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Columns:
        """Arrays of a frame; texts become object arrays, the form that rapidfuzz reads."""
        return cls(
            {
                name: np.array(series.to_list(), dtype=object)
                if series.dtype == pl.String
                else series.to_numpy()
                for name, series in zip(frame.columns, frame.get_columns(), strict=True)
            }
        )

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]


@dataclass(frozen=True)
class Pairs:
    """Pairs as positions in ``records``; left is sorted, which makes gathering four times faster."""

    records: Columns
    left: Rows
    right: Rows

    def __len__(self) -> int:
        return len(self.left)

    def of(self, name: str) -> tuple[Array, Array]:
        """The column's values on the left and on the right side."""
        column = self.records[name]
        return column[self.left], column[self.right]

    def where(self, mask: Array) -> Pairs:
        """The pairs under a boolean mask."""
        return Pairs(self.records, self.left[mask], self.right[mask])
