"""Several people in one row, and rows that only look so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.load import Loaded, read_tables
from kalteng_data.load.across import role_of
from kalteng_data.model import Kind, Source, cell_address

if TYPE_CHECKING:
    from pathlib import Path

KK = "6206011203150001"


def _read(tmp_path: Path, *lines: str) -> Loaded:
    path = tmp_path / "data.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_tables([Source(path, "data.csv")])


def _people(loaded: Loaded, *fields: str) -> list[tuple[object, ...]]:
    return loaded.persons.select("row", *fields).rows()


def test_members_numbered_across_are_people_with_their_own_cells(tmp_path: Path) -> None:
    loaded = _read(
        tmp_path,
        "No,No KK,Nama Kepala Keluarga,NIK Kepala Keluarga,"
        "Nama Anggota 1,NIK Anggota 1,Nama Anggota 2,NIK Anggota 2",
        f"1,{KK},EDI,6206011708800001,SITI,6206015708820002,RINA,6206015702100003",
        f"2,{KK[:-1]}2,BUDI,6206011708800011,DEWI,6206015708820012,,",
        "JUMLAH,2,,,,,,",
    )
    assert {table.kind for table in loaded.tables} == {Kind.PENDUDUK}
    assert _people(loaded, "nama", "nik", "shdk") == [
        (2, "EDI", "6206011708800001", "KEPALA KELUARGA"),
        (3, "BUDI", "6206011708800011", "KEPALA KELUARGA"),
        (2, "SITI", "6206015708820002", None),
        (3, "DEWI", "6206015708820012", None),
        (2, "RINA", "6206015702100003", None),
    ]
    assert loaded.persons["no_kk"].to_list() == [KK, f"{KK[:-1]}2", KK, f"{KK[:-1]}2", KK]
    niks = [t.column_of("nik") for t in loaded.tables]
    assert [cell_address(c.index, 2) for c in niks if c is not None] == ["D2", "F2", "H2"]
    assert loaded.findings.is_empty()


def test_husband_and_wife_in_one_row_are_two_people(tmp_path: Path) -> None:
    loaded = _read(
        tmp_path,
        "No,No KK,Nama Suami,NIK Suami,Nama Istri,NIK Istri",
        f"1,{KK},EDI,6206011708800001,SITI,6206015708820002",
        f"2,{KK[:-1]}2,BUDI,6206011708800011,,",
    )
    assert _people(loaded, "nama", "jenis_kelamin", "shdk") == [
        (2, "EDI", "L", None),
        (3, "BUDI", "L", None),
        (2, "SITI", "P", "ISTRI"),
    ]


def test_the_one_who_takes_the_place_of_another_is_a_person_of_his_own(tmp_path: Path) -> None:
    loaded = _read(
        tmp_path,
        "No,KPM Lama,,,KPM Pengganti,,Alasan",
        ",Nama,NIK,No KK,Nama,NIK,",
        f"1,EDI,6206011708800001,{KK},SITI,6206015708820002,Meninggal",
        f"2,BUDI,6206011708800011,{KK[:-1]}2,DEWI,6206015708820012,Pindah",
    )
    assert _people(loaded, "nama", "nik", "no_kk") == [
        (3, "EDI", "6206011708800001", KK),
        (4, "BUDI", "6206011708800011", f"{KK[:-1]}2"),
        (3, "SITI", "6206015708820002", None),
        (4, "DEWI", "6206015708820012", None),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "NIK,Nama,Nama Suami,NIK Suami,Nama Istri,NIK Istri",
        "NIK,Nama,Nama Ayah,NIK Ayah,Nama Ibu,NIK Ibu",
        "1. NIK,2. Nama,3. Nama Ayah,4. NIK Ayah,5. Nama Ibu,6. NIK Ibu",
        "403 NIK,402 Nama,Nama Anggota 1,NIK Anggota 1,Alamat,RT",
    ],
)
def test_what_says_something_of_one_person_makes_no_others(tmp_path: Path, header: str) -> None:
    row = "6206011708800001,EDI,UMAR,6206011708500001,SARI,6206015708550001"
    assert len(_read(tmp_path, header, row).tables) == 1


@pytest.mark.parametrize(
    ("text", "role", "field"),
    [
        ("Nama Anggota 1", ("anggota", 1), "nama"), ("NIK Anggota ke-2", ("anggota", 2), "nik"),
        ("Anggota 3 Tgl Lahir", ("anggota", 3), "tanggal_lahir"), ("nik_2", ("", 2), "nik"),
        ("Nama1", ("", 1), "nama"),
        ("Anak 4", ("anak", 4), "nama"), ("NIK Istri", ("istri", 0), "nik"),
    ],
)  # fmt: skip
def test_a_header_says_whose_column_it_is(text: str, role: tuple[str, int], field: str) -> None:
    assert role_of(text) == (role, field)


@pytest.mark.parametrize(
    "text", ["NIK", "No KK", "Desil 2", "Umur 2026", "Alamat", "RT 01", "Tahun 2025", "BLT 1"]
)
def test_a_header_of_nobody_in_particular_has_no_role(text: str) -> None:
    assert role_of(text) is None
