"""One list as LibreOffice wrote it in older formats, and as Parquet: read alike, cell for cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from kalteng_data.errors import InputError
from kalteng_data.load import Loaded, original_rows, read_tables
from kalteng_data.load.safety import panics_refused
from kalteng_data.model import Source

HERE = Path(__file__).parent
NIKS = ["6206034107900001", "6206031212850002", "6206030101100003"]


def read(path: Path) -> Loaded:
    return read_tables([Source(path, path.name)])


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_list_of_older_formats_is_read_at_its_rows(ending: str) -> None:
    loaded = read(HERE / f"warga_libreoffice.{ending}")
    people = loaded.persons
    assert people["row"].to_list() == [5, 6, 7]
    assert people["nik"].to_list() == NIKS
    assert people["tanggal_lahir"].str.head(10).to_list() == ["1990-07-01", "1985-12-12", "2010-01-01"]
    assert people["rt"].to_list() == ["001", "002", "002"]
    assert people["desa"].to_list() == ["BAUN BANGO"] * 3
    assert [column.letter for column in loaded.tables[0].columns] == ["B", "C", "D", "E", "F"]
    assert {(p.sheet, p.reason) for p in loaded.passed_over} == {("Sembunyi", "hidden"), ("Kosong", "empty")}


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_damaged_one_is_refused(ending: str, tmp_path: Path) -> None:
    content = (HERE / f"warga_libreoffice.{ending}").read_bytes()
    path = tmp_path / f"rusak.{ending}"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.code == "truncated"


def test_an_old_workbook_that_states_an_impossible_extent_does_not_end_the_process(tmp_path: Path) -> None:
    content = (HERE / "warga_libreoffice.xls").read_bytes()
    place = content.index(b"\x00\x02\x0e\x00") + 4
    path = tmp_path / "rusak.xls"
    path.write_bytes(content[:place] + b"\xff\xff\x00\x00" + b"\x01\x00\x00\x00" + content[place + 8 :])
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.code == "truncated"


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "warga.parquet"
    pl.DataFrame(
        {
            "NIK": [float(nik) for nik in NIKS],
            "No KK": ["6206030101200001", None, "6206030101200002"],
            "Nama": pl.Series(["ANI", "BUDI", "CITRA"], dtype=pl.Categorical),
            "Tanggal Lahir": [dt.date(1990, 7, 1), dt.date(1985, 12, 12), None],
            "RT": [1, 2, None],
            "Desil": pl.Series([Decimal("1.00"), Decimal("2.00"), None], dtype=pl.Decimal(5, 2)),
            "Anak": [["X"], [], None],
            "Diubah": [dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=dt.UTC)] * 3,
        }
    ).write_parquet(path)
    return path


def test_parquet_is_read_as_a_spreadsheet_shows_it(parquet: Path) -> None:
    people = (loaded := read(parquet)).persons
    assert people["row"].to_list() == [2, 3, 4]
    assert people["nik"].to_list() == NIKS
    assert people["nik_angka"].to_list() == [True] * 3
    assert people["no_kk_angka"].to_list() == [False] * 3
    assert people["nama"].to_list() == ["ANI", "BUDI", "CITRA"]
    assert people["tanggal_lahir"].to_list() == ["1990-07-01", "1985-12-12", None]
    assert people["rt"].to_list() == ["1", "2", None]
    assert people["desil"].to_list() == ["1", "2", None]
    rows = original_rows(loaded.tables[0], pl.Series([3]))
    assert rows.row(0, named=True) | {"Diubah": "2025-01-02 03:04:05", "Anak": None} == rows.row(
        0, named=True
    )


@pytest.mark.parametrize("cut", [slice(0, 60), slice(0, -300)])
def test_a_damaged_parquet_is_refused(parquet: Path, cut: slice) -> None:
    parquet.write_bytes(parquet.read_bytes()[cut])
    with pytest.raises(InputError) as caught:
        read(parquet)
    assert caught.value.code == "truncated"


def test_a_parquet_that_states_an_absurd_size_is_not_unpacked(
    parquet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalteng_data.load.columnar._MOST_CELLS", 20)
    with pytest.raises(InputError) as caught:
        read(parquet)
    assert caught.value.code == "zip-bomb"


def test_a_panic_of_a_reader_is_a_file_refused_and_other_ends_are_left_alone() -> None:
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(InputError) as caught, panics_refused("aneh.xls"):
        raise panic
    assert (caught.value.code, caught.value.details["file"]) == ("truncated", "aneh.xls")
    with pytest.raises(KeyboardInterrupt), panics_refused("aneh.xls"):
        raise KeyboardInterrupt
