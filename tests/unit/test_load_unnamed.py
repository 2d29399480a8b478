"""Columns under headers nobody knows: told by their cells where these leave no doubt, else left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.load import read_tables
from kalteng_data.load.synonyms import claim
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [
    ("6206011708800001", "BUDI SANTOSO", "L", "KEPALA KELUARGA", "17-08-1980", "KASONGAN, 17-08-1980"),
    ("6206015708820002", "SITI AMINAH", "P", "ISTRI", "17-08-1982", "KASONGAN, 17-08-1982"),
    ("6206010101050003", "ANDI", "L", "ANAK", "01-01-2005", "KATINGAN, 1 Januari 2005"),
    ("6206014203070004", "DEWI LESTARI", "P", "ANAK", "02-03-2007", "KASONGAN, 02/03/2007"),
]


def fields(path: Path, headers: list[str], picked: list[int]) -> dict[str, str | None]:
    """What each header of a sheet with the picked columns of ``PEOPLE`` was taken for."""
    lines = [";".join(headers), *(";".join(row[i] for i in picked) for row in PEOPLE)]
    file = path / "a.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (table,) = read_tables([Source(file, "a.csv")]).tables
    return {c.header: c.field for c in table.columns}


def test_names_under_an_unknown_header_are_names(tmp_path: Path) -> None:
    found = fields(tmp_path, ["NIK", "PARA PIHAK TERDATA", "TGL LAHIR"], [0, 1, 4])
    assert found["PARA PIHAK TERDATA"] == "nama"


def test_of_two_columns_like_names_the_header_must_tell(tmp_path: Path) -> None:
    both = fields(tmp_path, ["NIK", "PIHAK SATU", "PIHAK DUA", "TGL LAHIR"], [0, 1, 1, 4])
    assert "nama" not in both.values()
    told = fields(tmp_path, ["NIK", "PIHAK SATU", "NAMA PIHAK", "TGL LAHIR"], [0, 1, 1, 4])
    assert (told["PIHAK SATU"], told["NAMA PIHAK"]) == (None, "nama")


def test_a_known_name_leaves_other_words_alone(tmp_path: Path) -> None:
    found = fields(tmp_path, ["NIK", "NAMA", "PIHAK LAIN", "TGL LAHIR"], [0, 1, 1, 4])
    assert (found["NAMA"], found["PIHAK LAIN"]) == ("nama", None)


def test_sex_and_family_role_are_known_by_their_words(tmp_path: Path) -> None:
    found = fields(tmp_path, ["NIK", "NAMA", "KODE X", "POSISI"], [0, 1, 2, 3])
    assert (found["KODE X"], found["POSISI"]) == ("jenis_kelamin", "shdk")


def test_birth_is_known_by_dates_under_a_word_of_birth(tmp_path: Path) -> None:
    assert fields(tmp_path, ["NIK", "NAMA", "KELAHIRAN"], [0, 1, 4])["KELAHIRAN"] == "tanggal_lahir"
    assert fields(tmp_path, ["NIK", "NAMA", "KELAHIRAN"], [0, 1, 5])["KELAHIRAN"] == "ttl"
    assert fields(tmp_path, ["NAMA", "JK", "TERCATAT"], [1, 2, 4])["TERCATAT"] is None


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("JNS KLM", "jenis_kelamin"),
        ("Lk/Pr", "jenis_kelamin"),
        ("Hubungan dgn KK", "shdk"),
        ("STATUS DLM KK", "shdk"),
        ("STATUS DLM KELUARGA", "shdk"),
        ("NAMA KEPALA KELUARGA / ANGGOTA", "nama"),
        ("NAMA KK/ANGGOTA", "nama"),
        ("NAMA PEMOHON", "nama"),
        ("Tempat/Tanggal/Bulan/Tahun Lahir", "ttl"),
        ("TAHUN LAHIR", "tanggal_lahir"),
    ],
)
def test_headers_of_hand_made_sheets_claim_their_field(text: str, field: str) -> None:
    found = claim(text)
    assert found is not None
    assert found.field == field


def test_columns_without_a_header_between_others_are_told_by_their_cells(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = ["No;Nama;;No KK;;Tanggal Lahir"]
    lines += [f"{i};{p[1]};{p[0]};6206011203150001;{p[2]};{p[4]}" for i, p in enumerate(PEOPLE, 1)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = read_tables([Source(file, "a.csv")])
    assert loaded.persons.select("nik", "jenis_kelamin").rows() == [(p[0], p[2]) for p in PEOPLE]
    told = {c.letter: (c.confidence, c.reason) for c in loaded.tables[0].columns if c.field}
    assert told["C"] == (0.6, "content")
