"""Values that stand often within a group, found without sorting or hashing every pair of a long list."""

from __future__ import annotations

import polars as pl

SHORT = 50_000
"""Shorter frames are simply counted."""

BUCKETS = 1 << 22
"""Counters for a longer one: a million pairs of their own rarely put nine into one of four million."""


def crowds(rows: pl.DataFrame, more_than: int) -> pl.DataFrame:
    """Pairs of the two columns of ``rows`` that stand there more than so often.

    Pairs are first counted by a bucket of their hash, as in a counting Bloom filter: no pair has more rows
    than its bucket, so only those of full buckets are counted themselves. The result is exact.

    Args:
        rows: two columns, a group and a value; rows without a value are left out.
        more_than: pairs with fewer rows or so many are left out.

    Returns:
        The two columns and ``len``, in any order.
    """
    group, value = rows.columns
    keys = [group, value]
    found = rows.lazy()
    if rows.height > SHORT:
        if rows.get_column(group).n_unique() == 1:
            keys = [value]
        else:
            found = rows.filter(_in_full_buckets(rows, more_than)).lazy()
    firsts = [pl.col(group).first()] if keys == [value] else []
    counted = found.filter(pl.col(value).is_not_null()).group_by(keys).agg(*firsts, pl.len())
    return counted.filter(pl.col("len") > more_than).select(group, value, "len").collect()


def _in_full_buckets(rows: pl.DataFrame, more_than: int) -> pl.Series:
    import numpy as np

    bucket = rows.select(pl.struct(rows.columns).hash() % BUCKETS).to_series().to_numpy().astype(np.int64)
    return pl.Series(np.bincount(bucket, minlength=BUCKETS)[bucket] > more_than)
