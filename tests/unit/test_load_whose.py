"""Whose the columns of a list are: a relative's, the head's, two fields' at once; told by what they hold."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  the tests make files by it
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kalteng_data.load import read_tables
from kalteng_data.model import Kind, Source

if TYPE_CHECKING:
    from kalteng_data.load.tables import Loaded

WOMEN = ("6203015708820002", "6203014510910004", "6203016203850001", "6203014901990003")
MEN = ("6203011708820002", "6203010510910004", "6203012203850001", "6203010901990003")
NAMES = ("ANI WATI", "RINA SARI", "DEWI LESTARI", "TUTI HANDAYANI")
CARDS = ("6203010101100001", "6203010202110002", "6203010303120003", "6203011404130004")
BIRTHS = ("17-08-1982", "05-10-1991", "22-03-1985", "09-01-1999")


def _read(tmp_path: Path, header: str, *columns: tuple[str, ...] | str) -> Loaded:
    """A list of four people; a text stands in each row."""
    wide = [(column,) * 4 if isinstance(column, str) else column for column in columns]
    frame = pl.DataFrame(dict(zip(header.split(";"), wide, strict=True)))
    path = tmp_path / "daftar.csv"
    frame.write_csv(path, separator=";")
    return read_tables([Source(path, path.name)])


@pytest.mark.parametrize(("word", "niks"), [("Bapak", MEN), ("Ibu Kandung", WOMEN), ("Istri", WOMEN)])
def test_the_only_relative_of_a_list_is_its_person(tmp_path: Path, word: str, niks: tuple[str, ...]) -> None:
    header = f"Kelurahan;NIK {word};Nama {word};Tgl Lahir {word}"
    loaded = _read(tmp_path, header, "Selat Tengah", niks, NAMES, BIRTHS)
    assert loaded.tables[0].kind is Kind.PENDUDUK
    assert loaded.persons.select("nik", "nama", "tanggal_lahir").rows() == list(
        zip(niks, NAMES, BIRTHS, strict=True)
    )


def test_the_sex_in_the_nik_tells_which_relative_has_it(tmp_path: Path) -> None:
    header = "Nama Suami;Nama Ibu Hamil;NIK;Usia;Desa"
    husbands = ("JONI", "TONO LUTHER", "EDI", "PETRUS DEHEN")
    for niks, names in ((WOMEN, NAMES), (MEN, husbands)):
        loaded = _read(tmp_path, header, husbands, NAMES, niks, ("31", "25", "28", "40"), "Selat Tengah")
        assert loaded.persons["nama"].to_list() == list(names)


def test_a_parent_beside_a_person_stays_the_parent(tmp_path: Path) -> None:
    loaded = _read(tmp_path, "Nama;NIK;Nama Ibu;NIK Ibu", ("A B", "C D", "E F", "G H"), MEN, NAMES, WOMEN)
    assert loaded.persons["nama_ibu"].to_list() == list(NAMES)
    assert loaded.persons["nik"].to_list() == list(MEN)


def test_a_head_a_row_is_the_person_of_the_row(tmp_path: Path) -> None:
    header = "Kepala Keluarga;NIK;No KK;Jenis Kelamin;Tgl Lahir"
    loaded = _read(tmp_path, header, NAMES, MEN, CARDS, "L", BIRTHS)
    assert loaded.persons["nama"].to_list() == list(NAMES)


def test_the_head_of_members_is_not_their_name(tmp_path: Path) -> None:
    header = "Kepala Keluarga;NIK;No KK;Jenis Kelamin;Tgl Lahir"
    loaded = _read(tmp_path, header, "TONO LUTHER", MEN, CARDS[0], "L", BIRTHS)
    assert loaded.persons["nama"].null_count() == 4
    assert loaded.persons["nama_kepala_keluarga"].to_list() == ["TONO LUTHER"] * 4


@pytest.mark.parametrize("header", ["Tanggal", "Tgl.", "Data 3"])
def test_dates_that_the_niks_hold_are_births(tmp_path: Path, header: str) -> None:
    names = f"Nama;NIK;{header};Tgl Survei"
    loaded = _read(tmp_path, names, NAMES, WOMEN, BIRTHS, "03-11-2026")
    assert loaded.persons["tanggal_lahir"].to_list() == list(BIRTHS)
    loaded = _read(tmp_path, names, NAMES, WOMEN, BIRTHS[::-1], "03-11-2026")
    assert loaded.persons["tanggal_lahir"].null_count() == 4


def test_of_two_columns_of_niks_the_one_with_the_births_is_it(tmp_path: Path) -> None:
    loaded = _read(tmp_path, "Nama;NIK;No KTP;Tgl Lahir", NAMES, CARDS, WOMEN, BIRTHS)
    assert loaded.persons["nik"].to_list() == list(WOMEN)


@pytest.mark.parametrize("header", ["NMDESA", "Domisili", "Dessa"])
def test_known_villages_under_a_hint_are_the_village(tmp_path: Path, header: str) -> None:
    loaded = _read(tmp_path, f"Nama;NIK;{header}", NAMES, WOMEN, "Selat Tengah")
    assert loaded.persons["desa"].to_list() == ["Selat Tengah"] * 4


@pytest.mark.parametrize("header", ["Faskes", "Posyandu Desa", "Desa Asal"])
def test_known_villages_elsewhere_are_not(tmp_path: Path, header: str) -> None:
    loaded = _read(tmp_path, f"Nama;NIK;{header}", NAMES, WOMEN, "Selat Tengah")
    assert loaded.persons["desa"].null_count() == 4


def test_first_and_last_names_make_the_name(tmp_path: Path) -> None:
    first, middle, last = (
        ("Ani", "Rina", "Dewi", "Tuti"),
        ("", "Ayu", "", ""),
        ("Wati", "Sari", "", "Handayani"),
    )
    loaded = _read(tmp_path, "First Name;Middle Name;Last Name;NIK;Sex", first, middle, last, WOMEN, "P")
    assert loaded.persons["nama"].to_list() == ["Ani Wati", "Rina Ayu Sari", "Dewi", "Tuti Handayani"]


@pytest.mark.parametrize("mark", ["\n", " / ", "; "])
def test_a_name_over_its_birth_in_one_cell_is_parted(tmp_path: Path, mark: str) -> None:
    both = tuple(f"{name}{mark}Kuala Kapuas, {born}" for name, born in zip(NAMES, BIRTHS, strict=True))
    loaded = _read(tmp_path, "Nama Lengkap/TTL;NIK", both, WOMEN)
    assert loaded.persons["nama"].to_list() == list(NAMES)
    assert loaded.persons["ttl"].to_list() == [f"Kuala Kapuas, {born}" for born in BIRTHS]


@pytest.mark.parametrize("mark", ["\n", " ", " / "])
def test_two_numbers_in_one_cell_are_parted_beside_a_column_of_one(tmp_path: Path, mark: str) -> None:
    both = tuple(f"{nik}{mark}{card}" for nik, card in zip(WOMEN, CARDS, strict=True))
    for cards in (CARDS, ("", "", "", "")):
        loaded = _read(tmp_path, "Nama;NIK/No KK;No. KK", NAMES, both, cards)
        assert loaded.persons["nik"].to_list() == list(WOMEN)
        assert loaded.persons["no_kk"].to_list() == list(CARDS)


def test_a_nik_and_a_birth_make_a_header_among_unknown_words(tmp_path: Path) -> None:
    header = "Register;Berkas;NIK;TTL;Loket;Petugas;Antrean"
    births = tuple(f"Kuala Kapuas, {born}" for born in BIRTHS)
    loaded = _read(tmp_path, header, ("1", "2", "3", "4"), "Map A", WOMEN, births, "2", "X", "B-17")
    assert loaded.persons["nik"].to_list() == list(WOMEN)


def test_names_of_relatives_do_not_keep_a_child_from_its_name(tmp_path: Path) -> None:
    header = "Nama Batita;NIK;Tgl Lahir;Nama Wali"
    loaded = _read(tmp_path, header, NAMES, WOMEN, BIRTHS, ("JONI", "TONO LUTHER", "EDI", "PETRUS DEHEN"))
    assert loaded.persons["nama"].to_list() == list(NAMES)
