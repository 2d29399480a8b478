"""Counting pairs by contingency tables: linear in the rows, no pair is ever enumerated.

For two labellings of the same rows, the pairs that agree in a labelling are the sum of n(n-1)/2 over its
groups, and those that agree in both the same sum over the groups of both labels together (Hubert and Arabie
1985, "Comparing partitions", Journal of Classification 2, eq. 1-3).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows: ``true`` belong together, ``found`` were put together, ``both`` rightly so."""

    true: int
    found: int
    both: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are true; 1 where none was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found; 1 where there are none."""
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.true + self.found
        return 2 * self.both / total if total else 1.0

    @property
    def lost(self) -> int:
        """True pairs that were not found."""
        return self.true - self.both

    @property
    def wrong(self) -> int:
        """Pairs found that are not true."""
        return self.found - self.both

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.true + other.true, self.found + other.found, self.both + other.both)


def count(rows: pl.DataFrame, true: str, found: str) -> Pairs:
    """Pairs of ``rows`` that the labels ``true`` and ``found`` put together; a null label stands alone.

    A row without a found label (a quarantined one) still has its true pairs: they count as lost.
    """
    none = pl.lit(value=True).alias("every")
    return counts_with(rows.with_columns(none), true, found, ["every"])["every"]


def counts_with(rows: pl.DataFrame, true: str, found: str, flags: list[str]) -> dict[str, Pairs]:
    """For each Boolean column of ``flags`` the pairs of which at least one row is flagged.

    Of n rows of a group, m without the flag, n(n-1)/2 - m(m-1)/2 pairs have a flagged row.
    """
    by_true = _sums(rows, [true], flags)
    by_found = _sums(rows, [found], flags)
    by_both = _sums(rows, [true, found], flags)
    return {flag: Pairs(by_true[flag], by_found[flag], by_both[flag]) for flag in flags}


def _sums(rows: pl.DataFrame, keys: list[str], flags: list[str]) -> dict[str, int]:
    """Pairs inside the groups of ``keys`` with a flagged row, for each flag; null keys make no group."""
    known = rows.drop_nulls(keys)
    if known.is_empty():
        return dict.fromkeys(flags, 0)
    n = pl.len().cast(pl.Int64)
    without = [(n - pl.col(f).sum().cast(pl.Int64)).alias(f"without {k}") for k, f in enumerate(flags)]
    groups = known.group_by(keys).agg(n.alias("n"), *without)
    size = pl.col("n")
    pairs = [
        (size * (size - 1) // 2 - pl.col(f"without {k}") * (pl.col(f"without {k}") - 1) // 2).sum().alias(f)
        for k, f in enumerate(flags)
    ]
    return {name: int(value) for name, value in groups.select(pairs).row(0, named=True).items()}
