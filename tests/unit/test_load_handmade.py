"""Sheets as clerks draw them: headers over two rows, ticks for the sex, things said once for many rows.

All people and numbers are invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlsxwriter

from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAMES = [
    "BUDI SANTOSO",
    "SITI AMINAH",
    "ANDI",
    "RUSDI",
    "NORHAYATI",
    "DEWI",
    "JOKO",
    "CAMAT WIJAYA",
    "I MADE",
]
NIKS = [f"62061117088{i}000{i}" for i in range(9)]
CARDS = [f"620611010110000{i // 3 + 1}" for i in range(9)]
ROLES = ["KEPALA KELUARGA", "ISTRI", "ANAK"] * 3


def sheet(path: Path, rows: Sequence[Sequence[object]], merges: tuple[str, ...] = ()) -> Loaded:
    file = path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("S")
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
        for reach in merges:
            page.merge_range(reach, rows[int(reach[1]) - 1][ord(reach[0]) - ord("A")])
    return read_tables([Source(file, "a.xlsx")])


def skipped(loaded: Loaded) -> dict[str, int]:
    return {s.reason: len(s.rows) for s in loaded.tables[0].skipped}


def test_fields_under_a_group_are_read_beside_headers_merged_down(tmp_path: Path) -> None:
    head: list[list[object]] = [
        ["No", "Nama", "NIK", "Kelahiran", None, "Alamat", None, None],
        [None, None, None, "Tempat", "Tanggal", "Jalan", "RT", "RW"],
    ]
    people = [[i + 1, n, NIKS[i], "KASONGAN", "17-08-1980", "JL. A", 1, 2] for i, n in enumerate(NAMES)]
    loaded = sheet(tmp_path, [*head, *people], ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:H1"))
    fields = {c.field for c in loaded.tables[0].columns}
    assert {"nama", "nik", "tempat_lahir", "tanggal_lahir", "alamat", "rt", "rw"} <= fields
    assert loaded.persons.height == len(NAMES)


@pytest.mark.parametrize("group", ["Jenis Kelamin", "L/P"])
def test_ticks_in_two_columns_are_the_sex(tmp_path: Path, group: str) -> None:
    head: list[list[object]] = [
        ["No", "Nama", "NIK", group, None, "Umur"],
        [None, None, None, "L", "P", None],
    ]
    people = [
        [i + 1, n, NIKS[i], "v" if i % 2 else None, None if i % 2 else "v", 30] for i, n in enumerate(NAMES)
    ]
    loaded = sheet(tmp_path, [*head, *people], ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"))
    assert loaded.persons["jenis_kelamin"].to_list() == ["P", "L"] * 4 + ["P"]


def test_ticks_under_plain_letters_are_the_sex_and_counts_are_not(tmp_path: Path) -> None:
    ticks = [["No", "Nama", "NIK", "L", "P"]]
    people = [[i + 1, n, NIKS[i], 1 if i % 2 else None, None if i % 2 else 1] for i, n in enumerate(NAMES)]
    assert sheet(tmp_path, [*ticks, *people]).persons["jenis_kelamin"].to_list() == ["P", "L"] * 4 + ["P"]
    counted = [[i + 1, n, NIKS[i], 3, 4] for i, n in enumerate(NAMES)]
    assert sheet(tmp_path, [*ticks, *counted]).persons["jenis_kelamin"].null_count() == len(NAMES)


def test_a_line_between_the_rows_names_the_village_of_those_below(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No", "Nama", "NIK", "No KK"], [None, "DESA : BAUN BANGO"]]
    rows += [[i + 1, n, NIKS[i], CARDS[i]] for i, n in enumerate(NAMES[:4])]
    rows += [["DESA JAHANJANG"], *([i + 1, n, NIKS[i], CARDS[i]] for i, n in enumerate(NAMES[4:], 4))]
    loaded = sheet(tmp_path, rows)
    assert loaded.persons["desa"].to_list() == ["BAUN BANGO"] * 4 + ["JAHANJANG"] * 5
    assert skipped(loaded)["heading"] == 2


def test_a_new_kecamatan_between_the_rows_ends_the_village_before(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No", "Nama", "NIK"], ["KECAMATAN : KAMIPANG"], ["DESA : BAUN BANGO"]]
    rows += [[1, NAMES[0], NIKS[0]], ["KECAMATAN : MENDAWAI"], [2, NAMES[1], NIKS[1]]]
    persons = sheet(tmp_path, rows).persons
    assert persons["kecamatan"].to_list() == ["KAMIPANG", "MENDAWAI"]
    assert persons["desa"].to_list() == ["BAUN BANGO", None]


def test_the_card_beside_the_head_of_a_family_is_everyones(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No KK", "Nama", "NIK", "SHDK", "Alamat"]]
    for i, name in enumerate(NAMES):
        once = (CARDS[i], f"JL. {i}") if i % 3 == 0 else (None, None)
        rows.append([once[0], name, NIKS[i], ROLES[i], once[1]])
    persons = sheet(tmp_path, rows).persons
    assert persons["no_kk"].to_list() == CARDS
    assert persons["alamat"].to_list() == [f"JL. {i // 3 * 3}" for i in range(9)]


def test_a_blank_card_is_left_blank_where_the_sheet_has_no_such_habit(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No KK", "Nama", "NIK", "SHDK"]]
    rows += [[CARDS[i] if i != 4 else None, n, NIKS[i], ROLES[i]] for i, n in enumerate(NAMES)]
    assert sheet(tmp_path, rows).persons["no_kk"].to_list() == [*CARDS[:4], None, *CARDS[5:]]


def test_names_under_kk_are_those_of_the_heads(tmp_path: Path) -> None:
    rows: list[list[object]] = [["KK", "Nama", "NIK"]]
    rows += [[NAMES[i // 3 * 3], n, NIKS[i]] for i, n in enumerate(NAMES)]
    loaded = sheet(tmp_path, rows)
    assert [c.field for c in loaded.tables[0].columns] == ["nama_kepala_keluarga", "nama", "nik"]


def test_a_person_named_like_an_office_is_kept_in_a_list_of_few_columns(tmp_path: Path) -> None:
    rows: list[list[object]] = [["NO", "NAMA", "DESA", "RT"]]
    rows += [[i + 1, n, "BAUN BANGO", "001"] for i, n in enumerate(NAMES)]
    rows += [["JUMLAH", None, None, 9], [], [None, None, "CAMAT KAMIPANG"], [None, None, "SUPARDI"]]
    loaded = sheet(tmp_path, rows)
    assert loaded.persons["nama"].to_list() == NAMES
    assert skipped(loaded) == {"header": 1, "total": 1, "blank": 1, "signature": 2}


def test_a_lone_name_apart_from_the_records_is_nobodys_record(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No", "Nama", "NIK", "No KK", "RT"]]
    rows += [[i + 1, n, NIKS[i], CARDS[i], "001"] for i, n in enumerate(NAMES)]
    rows += [[10, "TANPA NOMOR"], [], [None, "Petugas Pendata"], [], [None, "RUSDIANSYAH"]]
    loaded = sheet(tmp_path, rows)
    assert loaded.persons["nama"].to_list() == [*NAMES, "TANPA NOMOR"]
    assert loaded.persons.select(pl.col("row").max()).item() == len(NAMES) + 2


def test_what_is_stated_of_a_family_is_read_and_kept_out_of_what_is_shown(tmp_path: Path) -> None:
    rows: list[list[object]] = [["DESA BAUN BANGO"], ["No. KK", CARDS[0]], ["Kepala Keluarga :", NAMES[0]]]
    loaded = sheet(tmp_path, [*rows, ["No", "Nama", "NIK"], [1, NAMES[0], NIKS[0]], [2, NAMES[1], NIKS[1]]])
    assert loaded.persons["no_kk"].to_list() == [CARDS[0]] * 2
    assert loaded.persons["nama_kepala_keluarga"].to_list() == [NAMES[0]] * 2
    assert loaded.tables[0].notes == (("stated-desa", "BAUN BANGO"),)


def test_a_line_of_a_card_in_the_columns_of_persons_is_nobodys_record(tmp_path: Path) -> None:
    rows: list[list[object]] = [["No", "NIK", "Nama", "L/P", "Hubungan"]]
    for at in range(0, 9, 3):
        rows.append(["KK", CARDS[at], NAMES[at], None, None])
        rows += [[i + 1, NIKS[i], NAMES[i], "L", ROLES[i]] for i in range(at, at + 3)]
    loaded = sheet(tmp_path, rows)
    assert loaded.persons["nik"].to_list() == NIKS
    assert loaded.persons["no_kk"].to_list() == CARDS
    assert skipped(loaded)["family"] == 3


def test_a_list_of_heads_is_a_list_of_people(tmp_path: Path) -> None:
    people = [["KK", nik, name] for nik, name in zip(NIKS, NAMES, strict=True)]
    loaded = sheet(tmp_path, [["Ket", "NIK", "Nama"], *people])
    assert loaded.persons["nik"].to_list() == NIKS
