"""Sample rows of forms: skipped where a form shows how it is done, never where people are called so."""

from __future__ import annotations

import polars as pl
import pytest

from kalteng_data.load.samples import sample_rows


def skipped(names: list[str]) -> list[int]:
    rows = pl.DataFrame({"row": range(2, 2 + len(names)), "0": names})
    cells = [pl.lit(text).alias(str(at)) for at, text in enumerate(("L", "001", "KASONGAN", "17-08-1988"), 1)]
    return sample_rows(rows.with_columns(pl.col("row").cast(pl.UInt32), *cells), {"nama": "0"}).to_list()


def test_the_sample_below_a_header_is_no_person() -> None:
    assert skipped(["CONTOH NAMA", "BUDI", "SITI"]) == [2]


@pytest.mark.parametrize("word", ["CONTOH", "Dummy"])
def test_where_many_are_called_so_it_is_their_name(word: str) -> None:
    assert skipped([f"{word} {letter}" for letter in "ABCDEF"]) == []


def test_a_cell_that_says_nothing_but_sample_is_one_wherever_names_stand() -> None:
    assert skipped(["Contoh 1", *(f"CONTOH {letter}" for letter in "ABCDEF")]) == [2]
