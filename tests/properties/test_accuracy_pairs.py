"""Counting by contingency tables against counting pair by pair."""

from __future__ import annotations

from itertools import combinations

import polars as pl
from benchmarks.accuracy.pairs import counts_with
from hypothesis import given
from hypothesis import strategies as st

ROW = st.tuples(
    st.sampled_from(["a", "b", "c", None]),
    st.sampled_from(["x", "y", "z", None]),
    st.booleans(),
    st.booleans(),
)


def by_hand(rows: list[tuple[str | None, str | None, bool, bool]], flag: int) -> tuple[int, int, int]:
    true = found = both = 0
    for one, other in combinations(rows, 2):
        if not (one[flag] or other[flag]):
            continue
        same = one[0] is not None and one[0] == other[0]
        together = one[1] is not None and one[1] == other[1]
        true += same
        found += together
        both += same and together
    return true, found, both


@given(st.lists(ROW, max_size=25))
def test_pairs_with_a_flag_equal_the_count_pair_by_pair(
    rows: list[tuple[str | None, str | None, bool, bool]],
) -> None:
    schema = {"true": pl.String, "found": pl.String, "first": pl.Boolean, "second": pl.Boolean}
    counted = counts_with(
        pl.DataFrame(rows, schema=schema, orient="row"), "true", "found", ["first", "second"]
    )
    for flag, name in ((2, "first"), (3, "second")):
        pairs = counted[name]
        assert (pairs.true, pairs.found, pairs.both) == by_hand(rows, flag)
