"""Rules across the rows of a list: the same person, card or number twice, and numbers shifted by a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
from tests.unit.village import TODAY, Village, codes, crowd

from kalteng_data.model import Level, Source
from kalteng_data.validate import validate_persons


def test_one_nik_on_clearly_different_people_is_an_error_and_on_one_person_a_warning() -> None:
    other = Village().again(
        0, nama="YULIANA", nama_cocok="YULIANA", tanggal_lahir=dt.date(1999, 1, 1), jenis_kelamin="P"
    )
    assert {"KT401"} <= set(codes(other))
    written_otherwise = Village().again(0, nama="BUDI SANTOSA", nama_cocok="BUDI SANTOSA")
    assert "KT402" in codes(written_otherwise)
    assert "KT401" not in codes(written_otherwise)
    assert "KT405" in codes(Village().again(0, no_kk="6203010101100099", shdk="FAMILI LAIN"))


def test_a_row_copied_whole_is_one_finding() -> None:
    found = codes(Village().again(2))
    assert "KT403" in found
    assert "KT402" not in found


def test_the_same_name_and_date_on_one_card_without_a_nik_is_perhaps_one_person() -> None:
    assert "KT404" in codes(Village().again(2, nik=None, nik_status="kosong"))


def test_twins_and_namesakes_with_niks_of_their_own_are_not_reported() -> None:
    twin = Village().again(3, nama="DEWA", nama_cocok="DEWA", nik="6203015110200003")
    assert codes(twin) == []
    namesake = Village().again(3, nik="6203015110200009")
    assert codes(namesake) == []


def test_a_child_without_a_nik_on_another_card_too_is_in_two_families() -> None:
    named = {"nama": "DEWI SARI", "nama_cocok": "DEWI SARI"}
    other = {**named, "nik": None, "nik_status": "kosong", "no_kk": "6203010101100099"}
    assert "KT406" in codes(Village().spoil(3, {}, named, {}).again(3, **other))
    one_word = Village().again(3, nik=None, nik_status="kosong", no_kk="6203010101100099")
    assert "KT406" not in codes(one_word), "one word and a date are shared by too many"
    own_nik = {**other, "nik": "6203015110200009", "nik_status": "ok"}
    assert "KT406" not in codes(Village().spoil(3, {}, named, {}).again(3, **own_nik))


def test_lists_of_two_levels_may_hold_the_same_person() -> None:
    raw, clean, places, (table,) = Village().again(0).frames()
    table = replace(table, source=replace(table.source, level=Level.KABUPATEN))
    other = replace(table, index=1, source=Source(Path("p.csv"), "p.csv", Level.PUSAT))
    last = (pl.int_range(pl.len()) == pl.len() - 1).cast(pl.UInt32).alias("table")
    moved = [frame.with_columns(last) for frame in (raw, clean)]
    assert validate_persons(moved[0], moved[1], (table, other), places, today=TODAY).findings.is_empty()


def test_niks_shifted_by_a_row_are_one_error_and_not_a_mismatch_each() -> None:
    village = crowd(12)
    for at in range(4, 9):
        village.values[at] |= {k: crowd(12).values[at + 1][k] for k in ("nik", "nik_tanggal", "nik_kelamin")}
    found = village.found().filter(pl.col("field") == "nik")
    assert found.filter(pl.col("code") == "KT420").height == 5
    assert found.filter(pl.col("code") == "KT301").is_empty()
