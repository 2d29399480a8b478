"""Birth dates: every form that offices write, the order a column decides, the days that mean "unknown"."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kalteng_data.standardise.births import birth_dates

TODAY = dt.date(2026, 6, 30)
DAY = dt.date(1980, 8, 17)


def read(
    cells: list[str | None],
    *,
    stamps: list[int | None] | None = None,
    tables: list[int] | None = None,
) -> pl.DataFrame:
    rows = pl.DataFrame(
        {"table": tables or [0] * len(cells), "text": cells, "stamp": stamps or [None] * len(cells)},
        schema={"table": pl.UInt32, "text": pl.String, "stamp": pl.Int32},
    ).with_columns(pl.col("table").alias("group"))
    return birth_dates(rows, TODAY).frame


def decision(cells: list[str | None]) -> list[str]:
    rows = pl.DataFrame(
        {"table": [0] * len(cells), "text": cells, "stamp": [None] * len(cells)},
        schema={"table": pl.UInt32, "text": pl.String, "stamp": pl.Int32},
    ).with_columns(pl.col("table").alias("group"))
    return birth_dates(rows, TODAY).decisions["decision"].to_list()


@pytest.mark.parametrize(
    "cell",
    [
        "29450", "29450.0", "1980-08-17 00:00:00", "1980-08-17T00:00:00.000Z", "1980/08/17", "17-08-1980",
        "17/08/1980", "17.8.80", "17 08 1980", "17,08,1980", "19800817", "19800817.0", "17081980", "170880",
        "17 Agustus 1980", "17 agust 1980", "17-Agu-80", "17AUG1980", "17/Aug/1980", "August 17, 1980",
        "'17-08-1980", " 17 - 08 - 1980 ", "17-08-80 00:00", "08/17/1980", "1980-17-08", "17 Agt' 80",
        "Palangka Raya, 17-08-1980", "KASONGAN 17 Agustus 1980",
        # An age, marks, brackets or an unusual separator beside a whole date.
        "17-08-1980 (umur 45)", "17/08/1980, 45 thn 10 bln", "17 Agustus 1980/45", "usia 45 th (17-08-1980)",
        "#17-08-1980", "17-08-1980 !!", "17-08-1980 (sesuai akta)", "17-08-1980 WITA", "17+08+1980",
        "17~8~80", "1980_08_17", "Kasongan, 17|08|1980", "17-O8-198O", "1980-08-17 (45)",
    ],
)  # fmt: skip
def test_every_form_is_read(cell: str) -> None:
    found = read([cell])
    assert found.row(0) == (DAY, "ok", 1980)


@pytest.mark.parametrize(
    ("cell", "month"),
    [("3 Agust 2018", 8), ("3 Des 2018", 12), ("3 Dec 2018", 12), ("3 Nopember 2018", 11),
     ("3 Pebruari 2018", 2),
     ("3 Mei 2018", 5), ("3 Okt 2018", 10), ("3 Sept 2018", 9), ("3 Juni 2018", 6)],
)  # fmt: skip
def test_months_have_many_names(cell: str, month: int) -> None:
    assert read([cell])["tanggal_lahir"].item() == dt.date(2018, month, 3)


@pytest.mark.parametrize(
    ("cell", "status", "year"),
    [
        (None, "kosong", None), ("", "kosong", None), ("-", "kosong", None), ("00-00-0000", "kosong", None),
        ("0000-00-00", "kosong", None), ("tidak diketahui", "kosong", None),
        ("00-00-1960", "tahun", 1960), ("00/07/1960", "tahun", 1960), ("1960", "tahun", 1960),
        ("1960-00-00", "tahun", 1960),
        ("30-02-1980", "salah", 1980), ("17-13-1980", "salah", 1980), ("17-08-2050", "salah", None),
        ("17-08-1880", "salah", None), ("entah", "salah", None), ("45", "salah", None),
        ("0", "kosong", None), ("0.0", "kosong", None), ("45 tahun", "salah", None),
        ("17-08-1980 / 18-09-1981", "salah", None), ("17-08-1980 (wafat)", "salah", None),
        ("17+08=1980", "salah", None), ("RT 3 17+08+1980", "salah", None),
        ("01-07-2026", "salah", 2026),
    ],
)  # fmt: skip
def test_what_is_no_date_says_why_and_keeps_its_year(cell: str | None, status: str, year: int | None) -> None:
    assert read([cell]).row(0) == (None, status, year)


@pytest.mark.parametrize(("cell", "year"), [("01-02-27", 1927), ("01-02-26", 2026), ("01-02-00", 2000)])
def test_a_short_year_is_never_in_the_future(cell: str, year: int) -> None:
    assert read([cell])["tahun_lahir"].item() == year


def test_the_column_decides_the_order_of_day_and_month() -> None:
    assert read(["08/17/1980", "12/31/1990", "05/06/1985"])["tanggal_lahir"][2] == dt.date(1985, 5, 6)
    assert read(["17/08/1980", "31/12/1990", "05/06/1985"])["tanggal_lahir"][2] == dt.date(1985, 6, 5)


def test_each_table_decides_for_itself() -> None:
    found = read(["08/17/1980", "05/06/1985", "17/08/1980", "05/06/1985"], tables=[0, 0, 1, 1])
    assert found["tanggal_lahir"].to_list() == [DAY, dt.date(1985, 5, 6), DAY, dt.date(1985, 6, 5)]


def test_niks_decide_where_no_day_is_above_twelve() -> None:
    found = read(["05/06/1985", "07/08/1990", "01/02/1991"], stamps=[60585, 80790, None])
    assert found["tanggal_lahir"].to_list() == [dt.date(1985, 5, 6), dt.date(1990, 7, 8), dt.date(1991, 1, 2)]
    assert found["tanggal_status"].to_list() == ["ok"] * 3


def test_slashes_without_any_evidence_are_ambiguous_and_given_day_first() -> None:
    assert read(["05/06/1985"]).row(0) == (dt.date(1985, 6, 5), "rancu", 1985)
    assert decision(["05/06/1985"]) == ["ambiguous"]
    assert read(["05/05/1985"])["tanggal_status"].item() == "ok"


def test_a_column_with_nothing_to_decide_takes_no_decision() -> None:
    assert decision(["00-00-1960", "1980-08-17", "19800817"]) == []


def test_dashes_without_evidence_are_day_first_as_indonesia_writes() -> None:
    assert read(["05-06-1985"]).row(0) == (dt.date(1985, 6, 5), "ok", 1985)


def test_a_column_that_holds_both_orders_is_ambiguous_where_either_is_possible() -> None:
    found = read(["08/17/1980", "17/08/1980", "05/06/1985", "05/06/1985"], stamps=[None, None, None, 50685])
    assert found["tanggal_status"].to_list() == ["ok", "ok", "rancu", "ok"]


def test_a_few_swapped_cells_do_not_unsettle_a_column() -> None:
    cells: list[str | None] = [f"{d}/{m:02d}/1985" for d in range(13, 29) for m in range(1, 13)]
    found = read([*cells, "08/17/1980", "05/06/1985"])
    assert found["tanggal_status"].unique().to_list() == ["ok"]
    assert decision([*cells, "08/17/1980"]) == ["dmy"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("20101910", dt.date(1910, 10, 20)), ("19101211", dt.date(1910, 12, 11)),
        ("20122012", dt.date(2012, 12, 20)), ("20121220", dt.date(2012, 12, 20)),
        ("1081980", dt.date(1980, 8, 1)),
    ],
)  # fmt: skip
def test_eight_digits_have_one_reading_and_seven_lost_a_zero(cell: str, day: dt.date) -> None:
    assert read([cell])["tanggal_lahir"].item() == day


def test_a_village_of_new_years_children_is_flagged_and_keeps_its_dates() -> None:
    spread: list[str | None] = [f"{d:02d}-{m:02d}-1985" for d in range(2, 29) for m in range(1, 13)]
    defaults: list[str | None] = [f"01-01-{year}" for year in range(1940, 1960)]
    found = read([*spread, *defaults])
    assert found["tanggal_status"].to_list() == ["ok"] * len(spread) + ["bawaan"] * 20
    assert found["tanggal_lahir"].null_count() == 0


def test_a_few_born_on_new_years_day_are_not_flagged() -> None:
    spread: list[str | None] = [f"{d:02d}-{m:02d}-1985" for d in range(1, 29) for m in range(1, 13)]
    assert read(spread)["tanggal_status"].unique().to_list() == ["ok"]


def test_one_date_all_over_a_column_is_a_default_whatever_its_day() -> None:
    spread: list[str | None] = [f"{d:02d}-{m:02d}-1985" for d in range(2, 29) for m in range(1, 13)]
    found = read([*spread, *["17-08-1945"] * 40])
    assert found["tanggal_status"].to_list()[-40:] == ["bawaan"] * 40


def test_serials_before_march_1900_know_the_leap_day_that_never_was() -> None:
    assert read(["9999"])["tanggal_lahir"].item() == dt.date(1927, 5, 17)
