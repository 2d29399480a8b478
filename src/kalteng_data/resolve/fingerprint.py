"""A stable fingerprint of a row's content: the order in which the same rows always stand.

Ids are numbered by it, so it may not depend on where a row stands in a file, on the order of the files, or on
a library's own hash, which changes with its version. It is never published: a hash of a NIK is reversed in
minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SEPARATOR = "\x1f"
_CHUNK = 3_000
"""Rows hashed at a time: their bytes and the numbers made of them stay in the processor's cache."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def fingerprint(frame: pl.DataFrame, columns: Sequence[str]) -> NDArray[np.uint64]:
    """One 64-bit number for each row of ``frame``, equal where ``columns`` are equal as text.

    A polynomial over the row's UTF-8 bytes modulo 2**64, finished by the mixer of SplitMix64 (Steele, Lea and
    Flood 2014). Shape ``(frame.height,)``.
    """
    text = pl.concat_str([pl.col(c).cast(pl.String).fill_null("\x1e") for c in columns], separator=_SEPARATOR)
    parts = [_hash_texts(part.to_series()) for part in frame.select(text).iter_slices(_CHUNK)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _hash_texts(texts: pl.Series) -> NDArray[np.uint64]:
    arrow = texts.rechunk().to_arrow(
        compat_level=pl.CompatLevel.oldest()
    )  # large_string: offsets, then bytes
    _, offset_bytes, text_bytes = arrow.buffers()
    window = slice(arrow.offset, arrow.offset + len(arrow) + 1)
    offsets = np.frombuffer(offset_bytes, dtype=np.int64)[window]
    raw = np.frombuffer(text_bytes, dtype=np.uint8)[offsets[0] : offsets[-1]]
    starts = offsets[:-1] - offsets[0]
    lengths = np.diff(offsets)
    place = np.arange(raw.size, dtype=np.int64) - np.repeat(starts, lengths)
    powers = np.ones(int(lengths.max(initial=1)) + 1, dtype=np.uint64)
    powers[1:] = _MULTIPLIER
    powers = np.cumprod(powers, dtype=np.uint64)
    sums = np.add.reduceat((raw.astype(np.uint64) + np.uint64(1)) * powers[place], starts, dtype=np.uint64)
    return mix(np.bitwise_xor(sums, lengths.astype(np.uint64)))


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finish 64-bit numbers so that sums of them do not cancel (SplitMix64)."""
    z = values + _MULTIPLIER
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


def entity_order(entity: pl.Series, prints: NDArray[np.uint64]) -> pl.DataFrame:
    """Number entities by the content of their rows: columns ``entity`` and ``number`` (1, 2, ...).

    ``entity`` holds any integer label a row, ``prints`` the rows' fingerprints; an entity's key is made of
    its rows' fingerprints in a way that no order of rows changes.
    """
    keys = pl.DataFrame({"entity": entity, "print": prints, "mixed": mix(prints)})
    return (
        keys.group_by("entity")
        .agg(
            pl.col("print").min().alias("low"),
            pl.col("print").max().alias("high"),
            pl.col("mixed").bitwise_xor().alias("all"),
            pl.len().alias("rows"),
        )
        .sort("low", "high", "all", "rows", "entity")
        .select("entity", pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("number"))
    )
