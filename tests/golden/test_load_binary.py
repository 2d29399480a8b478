"""Binary workbooks (xlsb): true cells, texts of both kinds, numbers, hidden sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.fuzz.binary import Cell, table, xlsb

from kalteng_data.errors import InputError
from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

HEADER: list[Cell] = ["No", "NIK", "No KK", "Nama", "JK", "Tanggal Lahir", "RT", "Desa"]
PEOPLE: list[list[Cell]] = [
    [1, "6203011708800001", "6203010101010001", "BUDI", "L", "17-08-1980", 1, "SELAT HILIR"],
    [2, "6203015708820002", "6203010101010001", "SITI", "P", "17-08-1982", 12.0, "SELAT HILIR"],
    [None, None, None, None, None, None, None, None],
    [3, 6203010101050003.0, "6203010101010001", "ANDI", "L", "01-01-2005", True, "SELAT HILIR"],
]


def read(path: Path, content: bytes) -> Loaded:
    path.write_bytes(content)
    return read_tables([Source(path, path.name)])


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(("top", "left"), [(0, 0), (4, 0), (2, 5), (40, 30)])
def test_cells_are_where_they_stand(top: int, left: int, inline: bool, tmp_path: Path) -> None:
    cells = table([HEADER, *PEOPLE], top, left)
    loaded = read(tmp_path / "a.xlsb", xlsb({"Data": cells}, inline=inline))
    people = loaded.persons
    assert people["row"].to_list() == [top + 2, top + 3, top + 5]
    assert people["nik"].to_list() == ["6203011708800001", "6203015708820002", "6203010101050003"]
    assert people["rt"].to_list() == ["1", "12", "true"]
    assert people["desa"].to_list() == ["SELAT HILIR"] * 3
    (found,) = loaded.tables
    assert found.header_row == top + 1
    for column in found.columns:
        assert cells[top, column.index] == column.header


def test_hidden_sheets_are_reported_and_not_read(tmp_path: Path) -> None:
    cells = table([HEADER, *PEOPLE])
    sheets = {"Data": cells, "Lama": cells, "Rahasia": cells, "Kosong": {}}
    content = xlsb(sheets, {"Lama": "hidden", "Rahasia": "veryHidden"})
    loaded = read(tmp_path / "a.xlsb", content)
    assert [found.sheet for found in loaded.tables] == ["Data"]
    passed = {(p.sheet, p.reason) for p in loaded.passed_over}
    assert passed == {("Lama", "hidden"), ("Rahasia", "hidden"), ("Kosong", "empty")}


def test_a_full_column_of_rows_is_no_far_cell(tmp_path: Path) -> None:
    cells = table([HEADER, *PEOPLE]) | {(1_048_575, 7): "SELAT HILIR"}
    assert read(tmp_path / "a.xlsb", xlsb({"Data": cells})).persons["row"].to_list()[:3] == [2, 3, 5]


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (900_000, 60), (5, 0xFFFF_FFFF), (4000, 20_000)])
def test_a_cell_too_far_away_is_named_before_a_reader_makes_room(
    far: tuple[int, int], tmp_path: Path
) -> None:
    content = xlsb({"Lain": table([HEADER]), "Data": table([HEADER, *PEOPLE]) | {far: "x"}})
    with pytest.raises(InputError) as caught:
        read(tmp_path / "jauh.xlsb", content)
    assert (caught.value.code, caught.value.details["sheet"]) == ("far-cell", "Data")
    assert str(caught.value.details["cell"]).endswith(str(far[0] + 1))
