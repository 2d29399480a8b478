from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest

from kalteng_data.errors import OutputError, SettingsError
from kalteng_data.write.neutral import neutral
from kalteng_data.write.table import write_sheets, write_table

if TYPE_CHECKING:
    from pathlib import Path

FRAME = pl.DataFrame({"nik": ["6203010000000001", None], "nama": ["=1+1", "@SUM"], "alasan": [["KT001"], []]})


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_would_run_are_made_text(start: str) -> None:
    assert neutral(pl.DataFrame({"a": [f"{start}x", "x="]}))["a"].to_list() == [f"'{start}x", "x="]


def test_csv_is_neutral_and_owned(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_table(FRAME, "csv", path, "t")
    assert path.read_text().splitlines()[1:] == ["6203010000000001,'=1+1,KT001", ',\'@SUM,""']
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_workbook_keeps_every_digit_as_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_table(FRAME, "xlsx", path, "t")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [c.value for c in sheet[2]] == ["6203010000000001", "'=1+1", "KT001"]
    assert sheet["B2"].data_type == "s"


def test_parquet_keeps_types(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    write_table(FRAME, "parquet", path, "t")
    assert pl.read_parquet(path).equals(FRAME)


def test_nothing_is_left_of_a_failed_write(tmp_path: Path) -> None:
    blocked = tmp_path / "file" / "t.csv"
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_table(FRAME, "csv", blocked, "t")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


def test_a_workbook_needs_a_file() -> None:
    with pytest.raises(SettingsError):
        write_table(FRAME, "xlsx", None, "t")


def test_a_workbook_of_several_sheets_keeps_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_sheets({"Data": FRAME, "Perubahan": pl.DataFrame(schema={"sel": pl.String})}, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Data", "Perubahan"]
    assert [c.value for c in book["Data"][2]] == ["6203010000000001", "'=1+1", "KT001"]
    assert book["Perubahan"]["A1"].value == "sel"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
