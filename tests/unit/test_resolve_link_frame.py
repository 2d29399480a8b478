"""The columns that people are compared by, out of standardised rows. All numbers are invented."""

from __future__ import annotations

import datetime as dt

import polars as pl

from kalteng_data.resolve.people import link_frame
from kalteng_data.standardise import standardise_persons

TODAY = dt.date(2026, 6, 30)


def test_only_a_year_that_an_age_told_is_a_guess() -> None:
    columns = {
        "nama": ["A", "B", "C", "D", "E"],
        "tanggal_lahir": ["17-08-1980", "1980", None, None, None],
        "umur": [None, None, "46", "46", None],
        "nik": [None, None, None, "6203011708800001", None],
    }
    raw = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(
        rid=pl.int_range(5, dtype=pl.UInt32),
        table=pl.lit(0, pl.UInt32),
        row=pl.int_range(2, 7, dtype=pl.UInt32),
    )
    rows = standardise_persons(raw, (), today=TODAY).frame
    villages = pl.Series(["62.06.01.2001"] * 5)
    frame = link_frame(rows, villages, pl.Series(["provinsi"] * 5))
    known = frame.get_column("tanggal").is_not_null()
    guessed = frame.get_column("tanggal_kira") & known
    assert known.to_list() == [True, True, True, True, False]
    assert frame.get_column("tanggal_kabur").to_list()[:4] == [False, True, True, False]
    assert guessed.to_list() == [False, False, True, False, False]
