"""Sheets that go on without a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["No", "Nama", "NIK", "L/P", "Tgl Lahir"]
FIRST = [
    [1, "BUDI", "6206011708800001", "L", "17-08-1980"],
    [2, "SITI", "6206015708820002", "P", "17-08-1982"],
]
SECOND = [
    [3, "EDI", "6206011708850003", "L", "17-08-1985"],
    [4, "RINA", "6206015708900004", "P", "17-08-1990"],
]


def _read(tmp_path: Path, first: list[list[object]], second: list[list[object]]) -> Loaded:
    book = Workbook()
    book.remove(book.active)
    for name, rows in (("Hal 1", first), ("Hal 2", second)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "data.xlsx"
    book.save(path)
    return read_tables([Source(path, "data.xlsx")])


def test_a_sheet_without_a_header_goes_on_with_the_one_before(tmp_path: Path) -> None:
    loaded = _read(tmp_path, [["DESA : BAUN BANGO"], [*HEADER], *FIRST], SECOND)
    people = loaded.persons.select("table", "row", "nama", "nik", "desa").rows()
    assert people[2:] == [
        (1, 1, "EDI", "6206011708850003", "BAUN BANGO"),
        (1, 2, "RINA", "6206015708900004", "BAUN BANGO"),
    ]
    assert not loaded.passed_over
    assert {c.reason for c in loaded.tables[1].columns if c.field} == {"going-on"}


def test_a_sheet_whose_columns_lie_otherwise_does_not_go_on(tmp_path: Path) -> None:
    turned = [[row[2], row[1], row[0], row[4], row[3]] for row in SECOND]
    loaded = _read(tmp_path, [[*HEADER], *FIRST], turned)
    assert [p.sheet for p in loaded.passed_over] == ["Hal 2"]


def test_notes_on_the_next_sheet_are_no_people(tmp_path: Path) -> None:
    notes: list[list[object]] = [
        ["Catatan"],
        ["Data dikumpulkan oleh petugas", "Kurun", "2026"],
        ["Selesai", "ya"],
    ]
    loaded = _read(tmp_path, [[*HEADER], *FIRST], notes)
    assert loaded.persons.height == len(FIRST)
