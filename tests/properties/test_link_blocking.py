"""Blocking makes each pair once, the same in one piece as in buckets."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kalteng_data.link.block import pairs_of_rule, rule_keys, unpacked, within
from kalteng_data.link.compare import encode, kernel, with_keys
from kalteng_data.link.parse import read_model

MODEL = read_model("""
order = ["name.whole"]
[fields.name]
type = "name"
column = "name"
sound = "name"
[fields.place]
type = "code"
columns = ["place"]
[rules.name]
keys = ["name.whole"]
max_block = 6
[rules.first_place]
keys = ["name.first_sound", "place.key"]
max_block = 6
[rules.place]
keys = ["place.key"]
max_block = 9
[classes.same]
same = true
prior = 0.5
[classes.other]
same = false
prior = 0.5
[clustering]
component = 0.0
cluster = 0.0
complete = 10
review = [-1.0, 1.0]
""")

people = st.lists(
    st.tuples(
        st.sampled_from(["BUDI", "BUDI ADI", "SITI", "SITI NUR", "ANI", None]),
        st.sampled_from(["A", "B", "C", "D", None]),
    ),
    max_size=40,
)


def frame_of(rows: list[tuple[str | None, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"name": pl.String, "place": pl.String}, orient="row")


def by_hand(rows: list[tuple[str | None, str | None]]) -> set[tuple[int, int]]:
    """All pairs that some rule makes, by looking at every pair."""

    def keys(row: tuple[str | None, str | None]) -> list[object]:
        name, place = row
        first = name.split()[0] if name else None
        return [name, (first, place) if first and place else None, place]

    made = [keys(row) for row in rows]
    limits = [6, 6, 9]
    counts = [[sum(m[r] == k[r] for m in made) for k in made] for r in range(3)]
    return {
        (i, j)
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if any(
            made[i][r] is not None and made[i][r] == made[j][r] and counts[r][i] <= limits[r]
            for r in range(3)
        )
    }


@settings(deadline=None, max_examples=60)
@given(people)
def test_each_pair_is_made_once_by_its_first_rule(rows: list[tuple[str | None, str | None]]) -> None:
    keys, report = rule_keys(encode(frame_of(rows), MODEL), MODEL.rules)
    made = np.concatenate([pairs_of_rule(keys, rule) for rule in range(3)])
    left, right = unpacked(made)
    assert len(np.unique(made)) == len(made)
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == by_hand(rows)
    assert report["pairs"].sum() >= len(made), "the estimate before running bounds the pairs made"


@settings(deadline=None, max_examples=40)
@given(people, st.integers(1, 5))
def test_buckets_give_the_very_pairs_and_patterns_of_the_whole(
    rows: list[tuple[str | None, str | None]], buckets: int
) -> None:
    encoded = encode(frame_of(rows), MODEL)
    keys, _ = rule_keys(encoded, MODEL.rules)
    records = with_keys(encoded, keys).with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("id"))
    before = records.clone()
    whole = pl.concat([kernel(records, rule, MODEL) for rule in range(3)])
    parts = [
        kernel(records.filter(pl.col(f"key_{rule}") % buckets == bucket), rule, MODEL)
        for rule in range(3)
        for bucket in range(buckets)
    ]
    bucketed = pl.concat(parts)
    assert bucketed.sort("left", "right").equals(whole.sort("left", "right"))
    counts = [f.group_by("pattern").len().sort("pattern") for f in (whole, bucketed)]
    assert counts[0].equals(counts[1])
    assert records.equals(before), "the kernel leaves its input alone"


def test_a_flooded_key_is_left_out_and_reported_and_later_rules_still_pair() -> None:
    rows = [("BUDI", "A" if i < 3 else None) for i in range(20)]
    keys, report = rule_keys(encode(frame_of(rows), MODEL), MODEL.rules)
    assert report["oversized"].to_list() == [1, 0, 0]
    assert report["records_left_out"].to_list() == [20, 0, 0]
    assert len(pairs_of_rule(keys, 0)) == 0
    assert len(pairs_of_rule(keys, 1)) == 3


def test_blank_keys_make_no_pairs() -> None:
    assert len(within(np.zeros(50, dtype=np.uint64))) == 0
