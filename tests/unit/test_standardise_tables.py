"""Whole rows: people, villages, family cards. All numbers are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from kalteng_data.fields import PERSON, RAW_FAMILY, RAW_VILLAGE
from kalteng_data.model import Column, Kind, Settled, Source, Table
from kalteng_data.standardise import (
    DECISIONS,
    HELPERS,
    standardise_families,
    standardise_persons,
    standardise_villages,
)

TODAY = dt.date(2026, 6, 30)


def raw(**columns: list[str | None]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    keys = pl.DataFrame(
        {"rid": range(height), "table": [0] * height, "row": range(2, height + 2)},
        schema=dict.fromkeys(("rid", "table", "row"), pl.UInt32),
    )
    return pl.concat([keys, frame], how="horizontal")


def table(*columns: Column, **said: str) -> Table:
    """A table of which ``layout`` or ``declared`` say the codebook."""
    source = Source(path=Path("a.csv"), file="a.csv")
    settled = tuple(Settled("codebook", book, by) for by, book in said.items())
    return Table(0, source, "", Kind.PENDUDUK, 1, columns, 1, settled=settled)


def test_people_keep_height_and_order_and_have_every_column() -> None:
    rows = raw(nama=["B", None, "A"], nik=["x", None, "6203011708800001"]).with_columns(
        pl.Series("rid", [7, 3, 5], dtype=pl.UInt32)
    )
    found = standardise_persons(rows, (), today=TODAY)
    assert found.frame.columns == ["rid", "table", "row", *PERSON, *HELPERS]
    assert found.frame["rid"].to_list() == [7, 3, 5]
    assert found.decisions.schema == pl.Schema(DECISIONS)


def test_no_rows_are_no_fault() -> None:
    rows = raw(nama=["A"]).clear()
    assert standardise_persons(rows, (), today=TODAY).frame.height == 0
    assert standardise_villages(raw(desa=["A"]).clear(), ()).frame.height == 0
    assert standardise_families(raw(no_kk=["A"]).clear(), ()).frame.height == 0


def test_the_callers_frame_is_left_as_it_was() -> None:
    rows = raw(nama=[" a "], ttl=["Sampit, 17-08-1980"])
    before = rows.clone()
    standardise_persons(rows, (), today=TODAY)
    assert rows.equals(before)


@pytest.mark.parametrize(
    ("nik", "born", "sex", "trusted"),
    [
        ("6203011708800001", "17-08-1980", "L", True),
        ("6203015708800001", "17-08-1980", "P", True),
        ("6203011708800001", "18-08-1980", "L", False),
        ("6203011708800001", "17-08-1980", "P", False),
        ("6203011708800001", "17-08-1980", None, False),
        ("6203011708800000", "17-08-1980", "L", False),
        (None, "17-08-1980", "L", False),
    ],
)
def test_a_nik_is_trusted_when_it_agrees_with_its_own_row(
    nik: str | None, born: str, sex: str | None, trusted: bool
) -> None:
    rows = raw(nik=[nik], tanggal_lahir=[born], jenis_kelamin=[sex])
    assert standardise_persons(rows, (), today=TODAY).frame["nik_cocok"].item() is trusted


def test_a_rounded_nik_still_tells_its_birth_date() -> None:
    found = standardise_persons(raw(nik=["6203015708800000"]), (), today=TODAY).frame
    assert found.select("nik", "nik_status", "nik_mentah").row(0) == (None, "excel", "6203015708800000")
    assert found.select("nik_tanggal", "nik_kelamin").row(0) == (dt.date(1980, 8, 17), "P")


@pytest.mark.parametrize(
    "cell",
    [
        "Palangka Raya, 17-08-1980", "PALANGKA RAYA / 17 08 1980", "Palangka Raya\n17 Agustus 1980",
        "PALANGKA RAYA 17/08/1980", "palangka raya,17-08-1980",
    ],
)  # fmt: skip
def test_place_and_date_of_birth_in_one_column_are_parted(cell: str) -> None:
    found = standardise_persons(raw(ttl=[cell]), (), today=TODAY).frame
    assert found.select("tempat_lahir", "tanggal_lahir").row(0) == ("PALANGKA RAYA", dt.date(1980, 8, 17))


def test_a_column_of_its_own_comes_before_the_joint_one() -> None:
    rows = raw(ttl=["Sampit, 01-02-1970"], tempat_lahir=["Kasongan"], tanggal_lahir=["17-08-1980"])
    found = standardise_persons(rows, (), today=TODAY).frame
    assert found.select("tempat_lahir", "tanggal_lahir").row(0) == ("KASONGAN", dt.date(1980, 8, 17))


@pytest.mark.parametrize(("book", "role"), [("regsosek", "ANAK"), ("adminduk", "ISTRI")])
def test_the_layout_tells_the_codebook(book: str, role: str) -> None:
    found = standardise_persons(raw(shdk=["3"]), (table(layout=book),), today=TODAY)
    assert found.frame["shdk"].item() == role
    assert found.decisions["evidence"].to_list() == ["layout"]


def test_a_header_that_names_a_codebook_holds_for_its_own_column() -> None:
    schooling = Column(1, "id_jenjang_pendidikan_dukcapil", "pendidikan")
    rows = raw(shdk=["3"], pendidikan=["3"])
    found = standardise_persons(rows, (table(schooling, layout="regsosek"),), today=TODAY)
    assert found.frame.select("shdk", "pendidikan").row(0) == ("ANAK", "TAMAT SD/SEDERAJAT")


def test_a_declared_codebook_comes_before_layout_and_header() -> None:
    schooling = Column(1, "id_jenjang_pendidikan_dukcapil", "pendidikan")
    tables = (table(schooling, declared="regsosek", layout="adminduk"),)
    found = standardise_persons(raw(shdk=["3"], pendidikan=["3"]), tables, today=TODAY)
    assert found.frame.select("shdk", "pendidikan").row(0) == ("ANAK", "SD")


def test_rounded_columns_are_reported_as_a_decision() -> None:
    cells: list[str | None] = [f"620301{day:02d}08900010" for day in range(1, 15)]
    found = standardise_persons(raw(nik=cells), (), today=TODAY)
    assert found.decisions.select("field", "decision").rows() == [("nik", "excel")]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234", 1234), ("1,234", 1234), ("1 234", 1234), ("1234", 1234), ("1.234.567", 1234567), ("12", 12),
        ("1.234 jiwa", 1234), ("1234.0", 1234), ("0", 0), ("1.234,5", None), ("-", None), ("", None),
        ("banyak", None),
    ],
)  # fmt: skip
def test_counts_are_read_with_the_separators_of_both_hands(written: str, value: int | None) -> None:
    assert standardise_villages(raw(jumlah_penduduk=[written]), ()).frame["jumlah_penduduk"].item() == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,56", 1234.56), ("1,234.56", 1234.56), ("0,8312", 0.8312), ("0.831", 0.831),
        ("12,5 km2", 12.5),
        ("1.234.567", 1234567.0), ("-", None), ("1e400", 1.0),
    ],
)  # fmt: skip
def test_measures_are_read_with_decimal_commas(written: str, value: float | None) -> None:
    assert standardise_villages(raw(luas=[written]), ()).frame["luas"].item() == value


def test_villages_keep_their_places_as_they_came() -> None:
    found = standardise_villages(
        raw(kode_desa=[" 62.01 "], desa=["Desa X"], kepala_desa=["h. budi"]), ()
    ).frame
    assert found.columns == ["rid", "table", "row", *RAW_VILLAGE]
    assert found.select("kode_desa", "desa", "kepala_desa").row(0) == (" 62.01 ", "Desa X", "H. BUDI")


def test_family_cards_are_typed_as_people_are() -> None:
    rows = raw(
        no_kk=["'6203011708100001"], nik_kepala_keluarga=["0"], nama_kepala_keluarga=[" budi "],
        jumlah_anggota=["4"], rt_rw=["003/001"], bansos_pkh=["Ya"], desil=["2"],
    )  # fmt: skip
    found = standardise_families(rows, ()).frame
    assert set(RAW_FAMILY) - {"rt_rw"} <= set(found.columns)
    assert found.select("no_kk", "kk_status", "nik_kepala_keluarga", "nik_status").row(0) == (
        "6203011708100001", "ok", None, "kosong",
    )  # fmt: skip
    assert found.select("jumlah_anggota", "rt", "rw", "bansos_pkh", "desil").row(0) == (
        4,
        "003",
        "001",
        True,
        2,
    )


@pytest.mark.parametrize(
    ("nik", "trusted"),
    [
        ("6203011708800001", True),
        ("6271011708800001", True),
        ("6371011708800001", True),
        ("6231011708800001", False),
        ("6203011808800001", False),
    ],
)
def test_a_number_from_a_regency_that_never_was_is_not_trusted(nik: str, trusted: bool) -> None:
    rows = raw(nik=[nik], tanggal_lahir=["17-08-1980"], jenis_kelamin=["L"])
    assert standardise_persons(rows, (), today=TODAY).frame["nik_cocok"].to_list() == [trusted]
