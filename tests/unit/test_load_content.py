"""What the cells of a column look like."""

from __future__ import annotations

import polars as pl

from kalteng_data.load.content import profiles


def test_shares_count_every_cell_however_often_its_text_stands() -> None:
    frame = pl.DataFrame({"0": ["L"] * 6 + ["P"] * 2 + [" ", None], "3": ["1234567890123456", *["Ani"] * 9]})
    sex, mixed = profiles(frame)[0], profiles(frame)[3]
    assert (sex.filled, sex.male, sex.female, sex.unique) == (0.8, 0.75, 0.25, 0.25)
    assert (mixed.filled, mixed.identity, mixed.name, mixed.unique) == (1.0, 0.1, 0.9, 0.2)


def test_a_column_without_text_has_no_shares() -> None:
    frame = pl.DataFrame({"0": ["x"], "1": [" "], "2": [None]}, schema=dict.fromkeys("012", pl.String))
    seen = profiles(frame)
    assert (seen[1].filled, seen[2].filled, seen[1].letters) == (0.0, 0.0, 0.0)
    assert profiles(frame.clear())[0].filled == 0.0


def test_words_of_databases_for_nothing_tell_nothing_of_a_column() -> None:
    cells = ["NULL", "null", "-", "n/a", None, "6203011203100001"]
    seen = profiles(pl.DataFrame({"0": cells, "1": ["NULL"] * len(cells)}))
    assert (seen[0].identity, seen[0].letters) == (1.0, 0.0)
    assert seen[1].filled == 0.0
