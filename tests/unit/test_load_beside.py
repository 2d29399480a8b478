"""Tables side by side on one sheet. All people and numbers are invented."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  the tests make files by it
from typing import Any

import pytest
import xlsxwriter

from kalteng_data.load import Loaded, read_tables
from kalteng_data.merge.origin import with_origin
from kalteng_data.model import Source

NAMES = ["BUDI SANTOSO", "SITI AMINAH", "ANDI", "RUSDI", "NORHAYATI", "DEWI"]
NIKS = [f"62061117088{i}000{i}" for i in range(6)]
HEAD = ["No", "NIK", "Nama", "L/P", "Tgl Lahir"]


def person(i: int) -> list[Any]:
    return [i + 1, NIKS[i], NAMES[i], "L", "17-08-1980"]


def read(folder: Path, rows: list[list[Any]]) -> Loaded:
    file = folder / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("S")
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
    return read_tables([Source(file, "a.xlsx", name="a")])


@pytest.mark.parametrize("gap", [[], [None], [None, None]])
def test_tables_side_by_side_are_read_each_with_its_own_columns(tmp_path: Path, gap: list[None]) -> None:
    loaded = read(tmp_path, [[*HEAD, *gap, *HEAD], *([*person(i), *gap, *person(i + 3)] for i in range(3))])
    assert loaded.persons.select("table", "row", "nama", "nik").rows() == [
        (i // 3, i % 3 + 2, NAMES[i], NIKS[i]) for i in range(6)
    ]
    assert [t.column_of("nik").letter for t in loaded.tables if t.column_of("nik")] == [  # type: ignore[union-attr]  # asked in the condition
        "B",
        "BGHI"[len(gap) + 1],
    ]


def test_the_shorter_table_ends_where_it_ends(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        [[*HEAD, None, *HEAD], [*person(0), None, *person(4)], [*person(1), None, *person(5)], person(2)],
    )
    assert loaded.persons["nama"].to_list() == [NAMES[i] for i in (0, 1, 2, 4, 5)]


def test_each_table_has_the_place_written_above_it(tmp_path: Path) -> None:
    above = ["DESA BAUN BANGO", *[None] * 5, "DESA JAHANJANG"]
    loaded = read(
        tmp_path, [above, [*HEAD, None, *HEAD], *([*person(i), None, *person(i + 3)] for i in range(3))]
    )
    assert loaded.persons["desa"].to_list() == ["BAUN BANGO"] * 3 + ["JAHANJANG"] * 3


def test_a_list_of_codes_beside_a_table_is_no_table(tmp_path: Path) -> None:
    loaded = read(
        tmp_path, [[*HEAD, None, "Kode", "Agama"], *([*person(i), None, i, "ISLAM"] for i in range(6))]
    )
    assert loaded.persons["nama"].to_list() == NAMES
    assert len(loaded.tables) == 1


def test_a_mothers_number_and_name_are_no_second_table(tmp_path: Path) -> None:
    head = [*HEAD, "NIK Ibu", "Nama Ibu"]
    loaded = read(tmp_path, [head, *([*person(i), NIKS[5 - i], "IBU"] for i in range(6))])
    assert len(loaded.tables) == 1


def test_records_in_one_row_of_two_tables_are_told_apart(tmp_path: Path) -> None:
    loaded = read(tmp_path, [[*HEAD, None, *HEAD], [*person(0), None, *person(1)]])
    ids = with_origin(loaded.persons, loaded.tables)["record_id"].to_list()
    assert ids == ["/a.xlsx#S!2", "/a.xlsx#S!2:G"]
