"""Places that only the sheet's name gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest

from kalteng_data import reference
from kalteng_data.load import Loaded, read_tables
from kalteng_data.load.sheetname import place_of_sheet
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

ONCE = "Baun Bango"
HEADER: list[object] = ["NO", "N I K", "N A M A", "T G L L A H I R"]
PEOPLE: list[list[object]] = [
    [1, "6206034107900001", "ANI CONTOH", "01-07-1990"],
    [2, "6206031212850002", "BUDI CONTOH", "12-12-1985"],
]


def read(tmp_path: Path, *sheets: tuple[str, list[list[object]]]) -> Loaded:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "warga.xlsx"
    book.save(path)
    return read_tables([Source(path, path.name)])


def test_each_sheets_rows_stand_in_the_village_it_is_named_after(tmp_path: Path) -> None:
    rows = [HEADER, *PEOPLE]
    loaded = read(tmp_path, ("1. DESA BAUN BANGO", rows), ("Jahanjang", rows), ("Data", rows))
    assert loaded.persons["desa"].to_list() == ["BAUN BANGO"] * 2 + ["Jahanjang"] * 2 + [None] * 2
    assert ("stated-desa", "BAUN BANGO") in loaded.tables[0].notes
    assert loaded.tables[2].notes == ()


def test_what_the_sheet_itself_says_goes_before_its_name(tmp_path: Path) -> None:
    stated: list[list[object]] = [["DESA : JAHANJANG"], [], HEADER, *PEOPLE]
    column: list[list[object]] = [[*HEADER, "DESA"], *([*row, "TUMBANG RUNEN"] for row in PEOPLE)]
    loaded = read(tmp_path, (ONCE, stated), (f"{ONCE} 2", column))
    assert loaded.persons["desa"].to_list() == ["JAHANJANG"] * 2 + ["TUMBANG RUNEN"] * 2


@pytest.mark.parametrize(
    ("sheet", "columns", "stated", "found"),
    [
        (ONCE, {"nik"}, {}, {"desa": ONCE}),
        ("Kel. Mendawai", {"nik"}, {"kabupaten": "KOTAWARINGIN BARAT"}, {"desa": "Mendawai"}),
        ("Kec. Kamipang", {"desa"}, {}, {"kecamatan": "Kamipang"}),
        ("Kamipang", {"desa"}, {}, {"kecamatan": "Kamipang"}),
        ("KATINGAN", {"desa", "kecamatan"}, {}, {"kabupaten": "KATINGAN"}),
        ("Palangkaraya", {"desa"}, {}, {"kabupaten": "Palangkaraya"}),
        (ONCE, {"kode_desa"}, {}, {}),
        (ONCE, {"nik"}, {"kabupaten": "KAPUAS"}, {}),
        ("Sheet1", {"nik"}, {}, {}),
        ("", {"nik"}, {}, {}),
    ],
)
def test_a_name_counts_where_it_leaves_no_doubt(
    sheet: str, columns: set[str | None], stated: dict[str, str], found: dict[str, str]
) -> None:
    assert place_of_sheet(sheet, columns, stated) == found


def test_a_name_of_several_villages_names_none_until_more_is_stated() -> None:
    repeated = reference.villages().filter(
        pl.col("nama_desa").is_duplicated()
        & ~pl.col("nama_desa").is_in(reference.districts()["kecamatan"].implode())
    )
    name, kabupaten = (
        repeated.filter(~pl.struct("nama_desa", "kabupaten").is_duplicated())
        .select("nama_desa", "kabupaten")
        .row(0)
    )
    assert place_of_sheet(name, {"nik"}, {}) == {}
    assert place_of_sheet(name, {"nik"}, {"kabupaten": kabupaten}) == {"desa": name}
