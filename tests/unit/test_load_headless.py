"""Files without a header, or with one of unknown words: what is said, and that adding it makes them read."""

from __future__ import annotations

import tomllib
from pathlib import Path  # noqa: TC003  the tests make files by it

import pytest
from tests.golden.corpus.making import PEOPLE, lines, sheet, text

from kalteng_data.catalogue import error_text
from kalteng_data.errors import InputError
from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Source

FIELDS = ("no_kk", "nik", "nama", "jenis_kelamin", "tanggal_lahir", "shdk", "desa")
UNKNOWN = ["urut", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"]


def made(folder: Path, name: str, *, header: bool) -> Source:
    rows = [UNKNOWN, *lines()] if header else lines()
    path = folder / name
    (sheet(rows) if name.endswith("xlsx") else text(rows, ";"))(path)
    return Source(path, name, name="daftar")


def told(source: Source) -> dict[str, str]:
    """The columns that the hint names, read as TOML."""
    with pytest.raises(InputError) as caught:
        read_tables([source])
    assert caught.value.code == "no-header"
    hint = error_text(caught.value, "id")[1]
    columns: dict[str, str] = tomllib.loads(hint[hint.index("columns = ") :])["columns"]
    return columns


def read(source: Source, columns: dict[str, str]) -> Loaded:
    return read_tables([source], {"daftar": columns})


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_columns_of_a_file_without_a_header_are_named_by_letter_and_then_read(
    tmp_path: Path, name: str
) -> None:
    source = made(tmp_path, name, header=False)
    columns = told(source)
    assert columns == dict(zip("BCDEFGI", FIELDS, strict=True))
    loaded = read(source, columns)
    assert loaded.persons.select("row", "nik", "nama").rows() == [
        (row, p.nik, p.nama) for row, p in enumerate(PEOPLE, 1)
    ]
    assert loaded.tables[0].header_row == 0
    assert loaded.findings.is_empty()


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_headers_of_unknown_words_are_named_by_them_and_then_read(tmp_path: Path, name: str) -> None:
    source = made(tmp_path, name, header=True)
    columns = told(source)
    assert set(columns.values()) == set(FIELDS)
    assert set(columns) < set(UNKNOWN)
    loaded = read(source, columns)
    assert loaded.persons["nama"].to_list() == [p.nama for p in PEOPLE]
    assert loaded.tables[0].header_row == 1


def test_a_table_of_other_things_is_not_taken_for_people(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet([["merah", 1], ["biru", 2]])(path)
    with pytest.raises(InputError) as caught:
        read_tables([Source(path, "a.xlsx")])
    assert caught.value.code == "no-table"


def test_a_ragged_row_is_found_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [";".join(map(str, row)) for row in lines()]
    rows[3] += ";LEBIH"
    path.write_text("\n".join(rows))
    loaded = read(Source(path, "a.csv", name="daftar"), {"B": "no_kk", "C": "nik", "D": "nama"})
    assert loaded.findings.select("code", "row").rows() == [("KT001", 4)]


def test_a_table_of_which_names_alone_are_known_is_read(tmp_path: Path) -> None:
    path = tmp_path / "nama.csv"
    text([["Nama Lengkap", "hobi", "ukuran baju"], ["AGUS RAHARJO", "catur", "XL"], ["SITI", "tari", "M"]])(
        path
    )
    rows = read_tables(
        [Source(path, path.name, name="daftar")], {"daftar": {"hobi": "-", "ukuran baju": "-"}}
    )
    assert rows.persons.get_column("nama").to_list() == ["AGUS RAHARJO", "SITI"]


def test_only_dates_that_the_niks_hold_are_guessed_as_births(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(
        "6203011708820002;03-11-2026;17-08-1982;BUDI SANTOSO\n"
        "6203014510910004;04-11-2026;05-10-1991;RINA SARI\n"
        "6203012203850001;05-11-2026;22-03-1985;TONO LUTHER\n"
        "6203010901990003;06-11-2026;09-01-1999;EDI JAYA\n"
    )
    columns = told(Source(path, path.name, name="daftar"))
    assert columns == {"A": "nik", "C": "tanggal_lahir", "D": "nama"}
