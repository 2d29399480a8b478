"""Blocking: which pairs are worth comparing. Union of equality keys, a pair made once by its first rule."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kalteng_data.link.columns import BLANK, mixed

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array, Columns
    from kalteng_data.link.model import Rule

THREADS = 2
"""Threads of this room: numpy lets the other run while it works; the machine to design for has two cores."""

PAIR_SHIFT = np.uint64(32)
"""A pair is one number: left position above, right position below, so that sorting it sorts by left."""


def rule_keys(encoded: pl.DataFrame, rules: tuple[Rule, ...]) -> tuple[Array, pl.DataFrame]:
    """Keys of each record by rule, and what each rule will cost.

    Returns:
        An (n, rules) array of UInt64, 0 where the rule makes no pair of the record (a part is blank, or the
        block is larger than the rule allows), and a frame ``rule, records, blocks, pairs, largest, oversized,
        records_left_out``. A key of 0 also means that later rules may make the pair.
    """
    keys = np.zeros((encoded.height, len(rules)), dtype=np.uint64)

    def one(place: int) -> dict[str, object]:
        rule = rules[place]
        key = mixed([encoded[part].to_numpy() for part in rule.keys])
        sizes = pl.DataFrame({"key": key}).select(pl.len().over("key")).to_series().to_numpy()
        filled = key != BLANK
        oversized = filled & (sizes > rule.max_block)
        kept = filled & ~oversized
        keys[:, place] = np.where(kept, key, BLANK)
        # Each record of a block of s records stands in (s - 1) / 2 of its pairs.
        pairs = int(np.rint(np.sum((sizes[kept].astype(np.float64) - 1) / 2)))
        return {
            "rule": rule.name,
            "records": int(filled.sum()),
            "pairs": pairs,
            "largest": int(sizes[kept].max(initial=0)),
            "oversized": int(np.rint(np.sum(1 / sizes[oversized]))) if oversized.any() else 0,
            "records_left_out": int(oversized.sum()),
        }

    with ThreadPoolExecutor(THREADS) as pool:
        return keys, pl.DataFrame(list(pool.map(one, range(len(rules)))))


def pairs_of_rule(keys: Array, place: int) -> Array:
    """Pairs that rule number ``place`` makes and no earlier rule does, as sorted numbers.

    ``keys`` hold all rules' keys of the records at hand, which may be a part of the whole (a bucket).
    """
    made = within(keys[:, place])
    return made[~found_before(keys, made, place)]


def found_before(keys: Array, pairs: Array, place: int) -> Array:
    """Whether one of the rules before ``place`` makes the pair."""
    if place == 0 or not len(pairs):
        return np.zeros(len(pairs), dtype=bool)
    found = np.empty(len(pairs), dtype=bool)
    for begin in range(0, len(pairs), 1 << 19):
        left, right = unpacked(pairs[begin : begin + (1 << 19)])
        a, b = keys[left, :place], keys[right, :place]
        found[begin : begin + (1 << 19)] = ((a == b) & (a != BLANK)).any(axis=1)
    return found


def within(key: Array) -> Array:
    """All pairs of records with an equal key that is not 0, as sorted numbers.

    The records are sorted by key, so a block is a run; each record is paired with those after it in its run
    (offset expansion), which needs no join.
    """
    rows = np.flatnonzero(key != BLANK)
    order = rows[np.argsort(key[rows], kind="stable")]
    sorted_key = key[order]
    if len(order) < 2:
        return np.zeros(0, dtype=np.uint64)
    starts = np.flatnonzero(np.concatenate([[True], sorted_key[1:] != sorted_key[:-1]]))
    ends = np.repeat(np.append(starts[1:], len(order)), np.diff(np.append(starts, len(order))))
    later = ends - np.arange(len(order)) - 1
    first = np.repeat(np.arange(len(order)), later)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    return packed(order[first], order[first + offset + 1])


def packed(one: Array, other: Array) -> Array:
    """Sorted pair numbers of two position arrays; the lower position is the left one."""
    left = np.minimum(one, other).astype(np.uint64)
    right = np.maximum(one, other).astype(np.uint64)
    return pl.Series((left << PAIR_SHIFT) | right).sort().to_numpy()


def unpacked(pairs: Array) -> tuple[Array, Array]:
    """Left and right positions of pair numbers."""
    return (pairs >> PAIR_SHIFT).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def key_matrix(columns: Columns, rules: int) -> Array:
    """The (n, rules) array of keys out of a frame that carries them as ``key_0`` and so on."""
    return np.column_stack([columns[f"key_{place}"] for place in range(rules)])
