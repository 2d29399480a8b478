"""NIK and No. KK: what can be trusted, what was damaged, and how that is known. All numbers are invented."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kalteng_data.standardise.calendar import real_date
from kalteng_data.standardise.identity import birth_stamp, identity_numbers, inside_nik, rounded_columns

TODAY = dt.date(2026, 6, 30)


def read(
    cells: list[str | None],
    field: str = "nik",
    *,
    number_cells: bool | None = None,
    groups: list[int] | None = None,
) -> pl.DataFrame:
    raw = pl.DataFrame(
        {field: cells, f"{field}_angka": [number_cells] * len(cells), "table": [0] * len(cells)},
        schema={field: pl.String, f"{field}_angka": pl.Boolean, "table": pl.UInt32},
    )
    return identity_numbers(raw, field, pl.Series("group", groups or [0] * len(cells)))


def typed(*endings: str) -> list[str | None]:
    return [f"620301{day:02d}0890{ending}" for day, ending in enumerate(endings, 1)]


@pytest.mark.parametrize(
    "cell",
    [
        "6203011708800001", "'6203011708800001", "6203011708800001.0", "6203011708800001,00",
        "62.03.01.170880.0001", "6203 0117 0880 0001", "6203\u00a00117-0880-0001", "62O301170880OO01",
        "6.203011708800001E+15", "NIK: 6203011708800001", "\uff16203011708800001",
    ],
)  # fmt: skip
def test_whatever_stands_around_the_digits_the_number_is_read(cell: str) -> None:
    found = read([cell])
    assert found.select("number", "status").row(0) == ("6203011708800001", "ok")


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        (None, "kosong"), ("", "kosong"), ("-", "kosong"), ("0", "kosong"), ("belum ada", "kosong"),
        ("0000000000000000", "sementara"), ("1111111111111111", "sementara"),
        ("1234567890123456", "sementara"),
        ("0620301200300012", "sementara"), ("6203011111111111", "sementara"),
        ("620301170880000", "panjang"), ("62030117088000012", "panjang"), ("6203", "panjang"),
        ("6203013208800001", "format"), ("6203017208800001", "format"), ("6203010008800001", "format"),
        ("6203011713800001", "format"), ("6203013102800001", "format"), ("9803011708800001", "format"),
        ("6203011708800000", "excel"), ("6,203E+15", "ilmiah"), ("6.20301170880000E+15", "excel"),
    ],
)  # fmt: skip
def test_a_bad_number_says_what_is_wrong(cell: str | None, status: str) -> None:
    assert read([cell])["status"].item() == status


def test_only_whole_numbers_are_given_and_the_digits_of_the_others_kept() -> None:
    found = read(["6203011708800001", "6203013208800001", "6203011708800000", "620301", "-"])
    assert found["number"].to_list() == ["6203011708800001", "6203013208800001", None, None, None]
    assert found["digits"].to_list() == [
        "6203011708800001", "6203013208800001", "6203011708800000", "620301", None,
    ]  # fmt: skip


def test_women_are_born_on_a_day_raised_by_forty() -> None:
    found = read(["6203015708800001"])
    inside = inside_nik(found["value"], pl.Series("year", [1980], dtype=pl.Int16), TODAY)
    assert inside.row(0) == (dt.date(1980, 8, 17), "P")
    assert birth_stamp(found["value"]).item() == 170880


@pytest.mark.parametrize(
    ("year", "born"), [(None, 2020), (1920, 1920), (1922, 1920), (2019, 2020), (1971, 2020), (1969, 1920)]
)
def test_the_century_is_the_one_nearest_to_the_rows_own_year(year: int | None, born: int) -> None:
    value = pl.Series("value", [6203011708200001], dtype=pl.UInt64)
    inside = inside_nik(value, pl.Series("year", [year], dtype=pl.Int16), TODAY)
    assert inside["nik_tanggal"].item() == dt.date(born, 8, 17)


def test_nobody_is_born_after_today() -> None:
    value = pl.Series("value", [6203010107260001], dtype=pl.UInt64)
    inside = inside_nik(value, pl.Series("year", [None], dtype=pl.Int16), TODAY)
    assert inside["nik_tanggal"].item() == dt.date(1926, 7, 1)


def test_one_ending_zero_in_text_is_no_damage() -> None:
    assert read(["6203011708800010"])["status"].item() == "ok"


def test_one_ending_zero_in_a_number_cell_is_damage() -> None:
    assert read(["6203011708800010"], number_cells=True)["status"].item() == "excel"


def test_number_cells_that_mostly_keep_their_last_digit_were_not_rounded() -> None:
    cells = typed("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
    assert read(cells, number_cells=True)["status"].unique().to_list() == ["ok"]


def test_a_column_of_ending_zeros_is_damaged_as_a_whole_and_says_so() -> None:
    found = read(typed(*["0010"] * 12, "0011"))
    assert found["status"].to_list() == ["excel"] * 12 + ["ok"]
    decision = rounded_columns(pl.Series([0] * 13, dtype=pl.UInt32), found, "nik")
    assert decision.select("field", "decision").rows() == [("nik", "excel")]


def test_one_village_damaged_in_a_sound_table_is_found() -> None:
    sound = [f"62030201{m:02d}90{s:04d}" for m in range(1, 13) for s in range(1, 8)]
    cells = [*typed(*["0010"] * 12), *sound]
    found = read(cells, groups=[1] * 12 + [2] * len(sound))
    assert found["status"].to_list() == ["excel"] * 12 + ["ok"] * len(sound)


def test_one_large_family_does_not_speak_for_a_column_of_cards() -> None:
    found = read(["6203011708100010"] * 30, "no_kk")
    assert found["status"].unique().to_list() == ["ok"]


def test_twins_keep_numbers_that_differ_in_the_last_digit() -> None:
    found = read(["6203011708800009", "6203011708800010"])
    assert found["number"].n_unique() == 2


@pytest.mark.parametrize(("ending", "status"), [("9998", "sementara"), ("9999", "sementara"), ("0001", "ok")])
def test_cards_that_end_in_9998_or_9999_are_placeholders(ending: str, status: str) -> None:
    assert read([f"620301170810{ending}"], "no_kk")["status"].item() == status
    assert read([f"620301170810{ending}"], "nik")["status"].item() == "ok"


def test_a_card_has_no_day_raised_by_forty() -> None:
    assert read(["6203015708100001"], "no_kk")["status"].item() == "format"


@pytest.mark.parametrize(
    "day", [dt.date(1900, 3, 1), dt.date(2000, 2, 29), dt.date(1999, 12, 31), dt.date(1, 1, 1)]
)
def test_real_dates_are_the_calendars(day: dt.date) -> None:
    parts = pl.DataFrame(
        {"y": [day.year], "m": [day.month], "d": [day.day]}, schema_overrides={"m": pl.Int32}
    )
    assert parts.select(real_date(pl.col("y"), pl.col("m"), pl.col("d"))).item() == day


@pytest.mark.parametrize(
    "parts", [(1900, 2, 29), (2023, 2, 29), (2000, 4, 31), (2000, 0, 1), (2000, 13, 1), (0, 1, 1)]
)
def test_days_that_the_calendar_lacks_are_null(parts: tuple[int, int, int]) -> None:
    frame = pl.DataFrame([parts], schema=["y", "m", "d"], orient="row")
    assert frame.select(real_date(pl.col("y"), pl.col("m"), pl.col("d"))).item() is None
