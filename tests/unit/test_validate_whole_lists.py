"""Rules about a village or a table as a whole, and which rows are kept out of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from tests.unit.village import TODAY, Village, codes, crowd

from kalteng_data import schemas
from kalteng_data.validate import validate_persons


def test_a_sound_village_has_no_finding_but_children_as_heads() -> None:
    assert set(codes(crowd(400))) <= {"KT310", "KT507"}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("KT501", lambda i: {"tanggal_lahir": dt.date(1980, 3, 14)} if i % 20 == 0 else {}),
        ("KT502", lambda i: {"tanggal_lahir": dt.date(1960 + i % 40, 7, 1)} if i % 3 == 0 else {}),
        ("KT503", lambda i: {"nik_mentah": f"620301010180{i:03d}0", "nik": None, "nik_status": "excel"}),
        ("KT504", lambda i: {"tanggal_lahir": dt.date(1960 + i % 50, 3, i % 28 + 1)}),
        ("KT505", lambda i: {"jenis_kelamin": "LLLLLLP"[i % 7]}),
        ("KT506", lambda i: {"no_kk": f"62030101011{i // 40:05d}"}),
        ("KT507", lambda i: {"tanggal_lahir": dt.date(1950 + i % 10 * 5, 3, i % 28 + 1)}),
        ("KT508", lambda i: {"nik": f"620301010180{i + 1:04d}"}),
        ("KT418", lambda i: {"no_kk": f"62030101011{i // 40:05d}"}),
    ],
)
def test_a_village_that_looks_damaged_or_invented_is_reported(code: str, values: Any) -> None:
    village = crowd(400)
    for at in range(400):
        village.values[at] |= values(at)
    found = village.found().filter(pl.col("code") == code)
    assert 1 <= found.height <= 20


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("KT061", "nik"),
        ("KT062", "tanggal_lahir"),
        ("KT063", "no_kk"),
        ("KT066", "jenis_kelamin"),
        ("KT071", "nama"),
    ],
)
def test_a_column_that_a_table_lacks_is_one_finding_of_the_table(code: str, field: str) -> None:
    village = Village()
    for at in range(4):
        village.cells[at][field] = None
        village.values[at][field] = None
        village.values[at] |= {"nik_status": "kosong"} if field == "nik" else {}
        village.values[at] |= {"kk_status": "kosong"} if field == "no_kk" else {}
        village.values[at] |= {"tanggal_status": "kosong"} if field == "tanggal_lahir" else {}
    found = village.found().filter(pl.col("field") == field)
    assert found["code"].to_list() == [code]
    assert found["row"].to_list() == [0]


def test_a_table_without_villages_is_one_finding_of_the_table() -> None:
    village = Village()
    for at in range(4):
        village.cells[at] |= {"desa": None, "kode_desa": None}
        village.codes[at] |= {"kode_desa": None, "cara": None}
    assert codes(village) == ["KT064"]


def test_a_column_of_numbers_is_warned_of_before_it_is_damaged() -> None:
    village = crowd(12)
    village.numbers = True
    assert "KT065" in codes(village)


def test_only_rows_that_stand_for_no_one_are_kept_out() -> None:
    village = Village()
    village.spoil(1, {"nama": None, "nik": "-"}, {"nama": None, "nik": None, "nik_status": "kosong"}, {})
    village.spoil(2, {"nik": None}, {"nik": None, "nik_status": "kosong"}, {})
    village.spoil(3, {"nama": None}, {"nama": None}, {})
    assert village.checked().accepted.to_list() == [True, False, True, True]


def test_a_row_the_loader_found_ragged_is_kept_out_and_not_reported_again() -> None:
    raw, clean, places, tables = Village().frames()
    ragged = {
        "code": "KT001",
        "severity": "error",
        "table": 0,
        "row": 4,
        "field": None,
        "value": None,
        "detail": "1",
    }
    found = pl.DataFrame([ragged], schema=schemas.FINDINGS)
    checked = validate_persons(raw, clean, tables, places, found=found, today=TODAY)
    assert checked.accepted.to_list() == [True, True, False, True]
    assert checked.findings.is_empty()
