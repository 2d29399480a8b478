"""Villages named where they are no statement are told and never taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from kalteng_data.load import read_tables
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

    from kalteng_data.load import Loaded

HEAD: list[object] = ["No", "Nama", "NIK", "Alamat"]
PEOPLE: list[list[object]] = [
    [1, "ANI CONTOH", "6206034107900001", "JL. A"],
    [2, "BUDI CONTOH", "6206031212850002", "JL. B"],
    [3, "CICI CONTOH", "6206035212850003", "JL. C"],
]


def read(tmp_path: Path, sheet: str, rows: list[list[object]], file: str = "warga") -> Loaded:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    path = tmp_path / f"{file}.xlsx"
    book.save(path)
    return read_tables([Source(path, path.name)])


def told(loaded: Loaded) -> list[tuple[str, str]]:
    return loaded.findings.select("code", "detail").rows()


def test_a_village_of_the_signature_is_told_and_not_taken(tmp_path: Path) -> None:
    foot: list[list[object]] = [[], [None, "Kasongan, 3 Oktober 2026"], [None, "KEPALA DESA BAUN BANGO"]]
    loaded = read(tmp_path, "Data", [HEAD, *PEOPLE, *foot])
    assert told(loaded) == [("KT069", "BAUN BANGO")]
    assert loaded.persons["desa"].to_list() == [None] * 3


def test_a_village_of_nearly_all_addresses_is_told(tmp_path: Path) -> None:
    rows = [[*row[:3], f"Ds. Baun Bango RT 0{i} Kec. Kamipang"] for i, row in enumerate(PEOPLE, 1)]
    assert told(read(tmp_path, "Data", [HEAD, *rows])) == [("KT069", "BAUN BANGO")]
    assert told(read(tmp_path, "Data", [HEAD, *rows[:1], *PEOPLE[1:]])) == []


@pytest.mark.parametrize(
    ("sheet", "found"),
    [("Jahanjang", [("KT070", "BAUN BANGO / Jahanjang")]), ("Baun Bango", []), ("Data", [])],
)
def test_a_sheet_named_after_another_village_than_its_title_is_told(
    tmp_path: Path, sheet: str, found: list[tuple[str, str]]
) -> None:
    loaded = read(tmp_path, sheet, [["DESA BAUN BANGO KECAMATAN KAMIPANG"], HEAD, *PEOPLE])
    assert told(loaded) == found
    assert loaded.persons["desa"].to_list() == ["BAUN BANGO"] * 3


def test_a_village_that_the_file_is_named_after_is_told(tmp_path: Path) -> None:
    loaded = read(tmp_path, "Data", [HEAD, *PEOPLE], "Data_warga_Desa_Baun_Bango_Kec_Kamipang")
    assert told(loaded) == [("KT069", "BAUN BANGO")]
    assert loaded.persons["desa"].to_list() == [None] * 3
