"""What one line states, and how long it holds."""

from __future__ import annotations

import pytest

from kalteng_data.load.force import Force
from kalteng_data.load.heading import is_heading, read_line

CARD = "6206110101100001"


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        (["RT. 001 / RW. 001"], {"rt": "001", "rw": "001"}),
        (["RT 001/002"], {"rt_rw": "001/002"}),
        (["A. RT 01 Ketua RT : SALEH"], {"rt": "01"}),
        (["Lingkungan RT 1"], {"rt": "1"}),
        (["DUSUN II"], {"dusun": "II"}),
        (["NO. KK", CARD, "NAMA KK", "BUDI", "ALAMAT", "RT 003"],
         {"no_kk": CARD, "nama_kepala_keluarga": "BUDI", "rt": "003"}),
        ([f"KELUARGA BUDI SANTOSO ({CARD})"], {"no_kk": CARD, "nama_kepala_keluarga": "BUDI SANTOSO"}),
        (["No. KK : -"], {"no_kk": None}),
        (["62.06.01.2008 - BAUN BANGO"], {"kode_desa": "6206012008", "desa": "BAUN BANGO"}),
        (["KECAMATAN", "KAMIPANG", "DESA", "BAUN BANGO"], {"kecamatan": "KAMIPANG", "desa": "BAUN BANGO"}),
    ],
)  # fmt: skip
def test_a_heading_line_states_its_fields_and_nothing_else(
    cells: list[str], fields: dict[str, str | None]
) -> None:
    line = read_line(cells)
    assert line.fields == fields
    assert line.whole


@pytest.mark.parametrize(
    "cells",
    [
        ["RT 01 s/d RT 05"],
        ["Jumlah RT 001", "4"],
        ["KEPALA DESA BAUN BANGO"],
        ["DAFTAR KPM BLT DANA DESA TAHUN ANGGARAN 2026"],
        ["No", "Nama", "Desa", "Kecamatan"],
        ["Dusun", "Nama"],
        ["REKAP PER DUSUN"],
    ],
)
def test_counts_offices_ranges_and_headers_state_nothing(cells: list[str]) -> None:
    assert read_line(cells).fields == {}
    assert not is_heading(cells)


@pytest.mark.parametrize("cells", [["1", "BUDI", "RT 003"], ["BUDI", "Desa Baun Bango"]])
def test_a_person_with_a_place_is_no_heading(cells: list[str]) -> None:
    assert not read_line(cells).whole


def test_a_new_place_ends_the_smaller_ones_and_the_family() -> None:
    force = Force().after({"kecamatan": "KAMIPANG", "desa": "BAUN BANGO", "rt": "001"})
    force = force.after({"no_kk": CARD, "rt": "002"})
    assert force.fields == {"kecamatan": "KAMIPANG", "desa": "BAUN BANGO", "rt": "002", "no_kk": CARD}
    force = force.after({"desa": "JAHANJANG"})
    assert force.fields == {"kecamatan": "KAMIPANG", "desa": "JAHANJANG"}
    assert force.after({"rt_rw": "003/001"}).after({"rt": "004"}).fields["rt"] == "004"


def test_the_next_card_brings_its_own_room_or_none() -> None:
    first = Force().after({"rw": "001"}).after({"no_kk": CARD, "alamat": "JL. A", "rt": "002"})
    assert first.after({"no_kk": None}).fields == {"rw": "001", "no_kk": None}
