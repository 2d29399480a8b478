"""Groups of records as evidence: two households that share people hold further pairs, and vouch for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from kalteng_data.link.block import packed, unpacked
from kalteng_data.link.columns import BLANK, mixed

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array, Levels, Pairs
    from kalteng_data.link.model import Group


HOPELESS = -20.0
"""Log-odds of a first weighing below which relatives are not looked up: they could not turn the pair."""


@dataclass(frozen=True)
class GroupComparator:
    """Relatives in common; the level of a pair is known only after a first weighing (``relatives``).

    ``none`` (both have relatives, none is shared); ``one``; ``several``; ``rival`` (one of the two is likely
    another member of the other's group) without and ``rival_shared`` with relatives shared. It stands last.
    """

    field: str

    levels: ClassVar[tuple[str, ...]] = ("missing", "none", "one", "several", "rival", "rival_shared")
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return ()

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """No column of its own: groups are those of the model."""
        del frame
        return {}

    def compare(self, pairs: Pairs) -> Levels:
        """Level 0 for each pair: a single pair does not know its relatives."""
        return np.zeros(len(pairs), dtype=np.uint8)


@dataclass(frozen=True)
class RecurrenceComparator:
    """Whether values that differ recur elsewhere: a slip stands once, a name that recurs is a name.

    Known only after a first weighing (``recurrence``), for pairs that disagree in the field ``of`` (a level
    not in ``agreeing``): ``neither``, ``one`` or ``both`` records agree in it with a further likely one.
    """

    field: str
    of: str
    agreeing: tuple[str, ...]

    levels: ClassVar[tuple[str, ...]] = ("missing", "neither", "one", "both")
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return ()

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """No column of its own: it reads the levels of another field."""
        del frame
        return {}

    def compare(self, pairs: Pairs) -> Levels:
        """Level 0 for each pair: a single pair does not know the others."""
        return np.zeros(len(pairs), dtype=np.uint8)


def recurrence(records: int, pairs: Array, agreeing: Array, likely: Array, comparable: Array) -> Levels:
    """Level of ``RecurrenceComparator`` for each pair.

    Args:
        records: How many records there are.
        pairs: Pair numbers.
        agreeing: Whether the pair's values agree.
        likely: Whether the pair is likely one thing, after a first weighing.
        comparable: Whether both values are known.
    """
    left, right = unpacked(pairs)
    witnesses = agreeing & likely
    recurs = np.zeros(records, dtype=bool)
    recurs[left[witnesses]] = True
    recurs[right[witnesses]] = True
    count = recurs[left].astype(np.uint8) + recurs[right]
    return np.where(comparable & ~agreeing, count + 1, 0).astype(np.uint8)


@dataclass(frozen=True)
class Membership:
    """The group of each record (0 for none, from 1 on in the order of records) and the size of each group."""

    of: Array
    sizes: Array
    members: Array
    first: Array

    @classmethod
    def read(cls, encoded: pl.DataFrame, group: Group) -> Membership:
        """Groups of 2 to ``max_size`` records with equal, filled keys."""
        key = mixed([encoded[part].to_numpy() for part in group.keys])
        size = pl.DataFrame({"key": key}).select(pl.len().over("key")).to_series().to_numpy()
        rows = np.flatnonzero((key != BLANK) & (size >= 2) & (size <= group.max_size))
        order = rows[np.argsort(key[rows], kind="stable")]
        of = np.zeros(len(key), dtype=np.uint32)
        if not len(order):
            return cls(of, np.zeros(1, dtype=np.int64), order, np.zeros(1, dtype=np.int64))
        new = np.concatenate([[True], key[order][1:] != key[order][:-1]])
        of[order] = np.cumsum(new)
        sizes = np.bincount(of)
        sizes[0] = 0
        return cls(of, sizes, order, np.cumsum(sizes) - sizes)


def suggested(membership: Membership, pairs: Array, odds: Array, sure: float) -> Array:
    """All pairs of records between groups that a pair above ``sure`` log-odds connects (sorted numbers).

    Groups between which every pair was made already are left out before the expansion.
    """
    left, right = unpacked(pairs)
    a, b = membership.of[left], membership.of[right]
    valid = (a != 0) & (b != 0) & (a != b)
    between = _group_pair(a[valid], b[valid])
    made = (
        pl.DataFrame({"between": between, "sure": odds[valid] > sure})
        .group_by("between")
        .agg(pl.len().alias("made"), pl.col("sure").any())
        .filter("sure")
        .sort("between")
    )
    one, other = unpacked(made["between"].to_numpy())
    size_one, size_other = membership.sizes[one], membership.sizes[other]
    open_ = size_one * size_other > made["made"].to_numpy()
    one, other, size_one, size_other = one[open_], other[open_], size_one[open_], size_other[open_]
    cells = size_one * size_other
    row = np.repeat(np.arange(len(cells)), cells)
    within = np.arange(len(row)) - np.repeat(np.cumsum(cells) - cells, cells)
    i = membership.members[membership.first[one][row] + within // size_other[row]]
    j = membership.members[membership.first[other][row] + within % size_other[row]]
    return packed(i, j)


def relatives(membership: Membership, pairs: Array, odds: Array, sure: float) -> Levels:
    """Level of ``GroupComparator`` for each pair, from the pairs above ``sure`` log-odds.

    A pair's own records are not counted: relatives in common are sure pairs between the two groups that hold
    neither of them; a rival is a sure pair between one of them and another member of the other's group.
    """
    left, right = unpacked(pairs)
    group_left, group_right = membership.of[left], membership.of[right]
    levels = np.zeros(len(pairs), dtype=np.uint8)
    valid = np.flatnonzero(
        (odds > HOPELESS) & (group_left != 0) & (group_right != 0) & (group_left != group_right)
    )
    left, right, a, b = left[valid], right[valid], group_left[valid], group_right[valid]
    likely = odds[valid] > sure
    between = _group_pair(a, b)
    reach_left = (left.astype(np.uint64) << np.uint64(32)) | b
    reach_right = (right.astype(np.uint64) << np.uint64(32)) | a
    shared = _counts(between[likely], between)
    reach = np.concatenate([reach_left[likely], reach_right[likely]])
    own_left = _counts(reach, reach_left)
    own_right = _counts(reach, reach_right)
    others = shared - own_left - own_right + likely
    rival = (own_left - likely > 0) | (own_right - likely > 0)
    plain = np.where(others > 1, 3, np.where(others > 0, 2, 1))
    levels[valid] = np.where(rival, np.where(others > 0, 5, 4), plain)
    return levels


def _group_pair(a: Array, b: Array) -> Array:
    low, high = np.minimum(a, b).astype(np.uint64), np.maximum(a, b).astype(np.uint64)
    return (low << np.uint64(32)) | high


def _counts(values: Array, asked: Array) -> Array:
    """How often each asked value stands among ``values``."""
    known = pl.DataFrame({"v": values}).group_by("v").len("n")
    found = pl.DataFrame({"v": asked}).join(known, on="v", how="left", maintain_order="left")
    return found["n"].fill_null(0).cast(pl.Int64).to_numpy()
