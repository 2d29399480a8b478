"""Ages in the place of birth dates: the year they tell. All numbers are invented."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kalteng_data.standardise import standardise_persons

TODAY = dt.date(2026, 6, 30)


def standardised(**columns: list[str | None]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(
        rid=pl.int_range(height, dtype=pl.UInt32),
        table=pl.lit(0, pl.UInt32),
        row=pl.int_range(2, height + 2, dtype=pl.UInt32),
    )
    return standardise_persons(frame, (), today=TODAY).frame


def years(**columns: list[str | None]) -> list[int | None]:
    return standardised(**columns).get_column("tahun_lahir").to_list()


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("30", 1995),
        ("30 th", 1995),
        ("Umur 30 Tahun", 1995),
        ("30.0", 1995),
        ("8 bln", 2025),
        ("0", 2025),
        ("980", None),
        ("-", None),
        (None, None),
    ],
)
def test_an_age_tells_the_year_as_of_last_year(cell: str | None, year: int | None) -> None:
    assert years(umur=[cell]) == [year]


def test_a_date_goes_before_an_age() -> None:
    assert years(umur=["30"], tanggal_lahir=["17-08-1980"]) == [1980]


def test_rows_with_dates_tell_when_the_ages_of_their_list_were_true() -> None:
    dates: list[str | None] = [f"1{i}-08-19{70 + i}" for i in range(10)]
    ages: list[str | None] = [str(2021 - 1970 - i) for i in range(10)]
    assert years(umur=[*ages, "30"], tanggal_lahir=[*dates, None])[-1] == 1991


def test_numbers_of_people_tell_when_the_ages_of_their_list_were_true() -> None:
    niks: list[str | None] = [f"62030117088{i}000{i}" for i in range(10)]
    ages: list[str | None] = [str(2019 - 1980 - i) for i in range(10)]
    assert years(umur=[*ages, "30"], nik=[*niks, None])[-1] == 1989


def test_an_age_tells_the_century_of_a_number() -> None:
    frame = standardised(umur=["101", "1"], nik=["6203011708250001", "6203011708250002"])
    assert frame.get_column("nik_tanggal").dt.year().to_list() == [1925, 2025]
