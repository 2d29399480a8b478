"""Headers that look like a field's and are not, and those that say a field among other words."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  the tests make files by it

import pytest

from kalteng_data.load import read_tables
from kalteng_data.load.synonyms import claim
from kalteng_data.model import Source

PEOPLE = (
    ("BUDI SANTOSO", "6203011708800001", "6203010101100001"),
    ("ANI WATI", "6203015708820002", "6203010202110002"),
    ("TONO LUTHER", "6203010911900003", "6203010303120003"),
    ("RINA SARI", "6203014510910004", "6203011404130004"),
)


def _read(tmp_path: Path, header: str, values: list[str], *, above: str = "") -> dict[str, str | None]:
    """Fields by header of a list of people with one more column."""
    rows = [f"{nama};{nik};{value}" for (nama, nik, _), value in zip(PEOPLE, values, strict=True)]
    path = tmp_path / "daftar.csv"
    path.write_text("\n".join((*([above] if above else []), f"Nama;NIK;{header}", *rows)) + "\n")
    (table,) = read_tables([Source(path, path.name)]).tables
    return {column.header: column.field for column in table.columns}


@pytest.mark.parametrize(
    "header",
    ["No KKX", "Nomor KIS", "No. Kartu", "Kartu Keluarga Sejahtera", "No Kartu ATM", "Nomor KK Sejahtera"],
)
def test_numbers_of_other_cards_are_no_family_cards(tmp_path: Path, header: str) -> None:
    cards = [f"5221840000{at}12345" for at in range(1, 5)]
    assert _read(tmp_path, header, cards)[header] is None


@pytest.mark.parametrize(
    "header", ["No. Kartu", "Kartu Kel.", "No KK (Kartu)", "No. KSK", "Kartu Susunan Keluarga"]
)
def test_numbers_built_as_those_of_family_cards_are(tmp_path: Path, header: str) -> None:
    assert _read(tmp_path, header, [kk for *_, kk in PEOPLE])[header] == "no_kk"


@pytest.mark.parametrize("header", ["No. Induk (NIK)", "Nomor Induk NIK", "Induk [N.I.K]"])
def test_the_word_of_the_field_goes_before_any_likeness(header: str) -> None:
    found = claim(header)
    assert found is not None
    assert found.field == "nik"


@pytest.mark.parametrize("header", ["Nomor Induk", "Nama Anas", "Keluhan Utama", "Nama Bank"])
def test_another_word_is_no_slip_of_the_hand(header: str) -> None:
    found = claim(header)
    assert found is None or found.field is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Pekrjaan", "pekerjaan"),
        ("Tanggal Lahri", "tanggal_lahir"),
        ("Jenis Kelamen", "jenis_kelamin"),
        ("Nama Kepala Keluarga / Anggota Keluarga", "nama"),
    ],
)
def test_slips_of_the_hand_are_read(header: str, field: str) -> None:
    found = claim(header)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(("header", "value"), [("Kel", "B"), ("Anak Desa", "Mawar"), ("Kelurhan", "Pusing")])
def test_villages_are_told_by_their_names_where_the_header_hardly_says_so(
    tmp_path: Path, header: str, value: str
) -> None:
    assert _read(tmp_path, header, [value] * 4)[header] is None
    assert _read(tmp_path, header, ["Selat Tengah"] * 4)[header] == "desa"


def test_counts_under_a_bare_kk_are_no_family_cards(tmp_path: Path) -> None:
    assert _read(tmp_path, "KK", ["1", "1", "2", "2"])["KK"] is None
    path = tmp_path / "rekap.csv"
    path.write_text("RW;Lk;Pr;KK\n1;20;22;11\n2;31;28;15\n")
    assert not read_tables([Source(path, path.name)], unreadable=lambda _: None).tables
