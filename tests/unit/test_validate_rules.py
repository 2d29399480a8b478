"""Rules of a row: each fires on the least row that breaks it, none on a sound family or what life allows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from tests.unit.village import FAMILY, TODAY, Village, codes

from kalteng_data.validate import validate_persons

# code, row spoilt, cells, values, place
ROWS: list[tuple[str, int, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("KT051", 2, {"nama": None, "nik": None}, {"nama": None, "nik": None, "nik_status": "kosong"}, {}),
    ("KT052", 2, {"nama": "JUMLAH"}, {"nama": "JUMLAH PENDUDUK", "nik": None, "nik_status": "kosong"}, {}),
    ("KT101", 2, {"nik": None}, {"nik": None, "nik_status": "kosong"}, {}),
    ("KT102", 2, {"nik": "1111111111111111"}, {"nik": None, "nik_status": "sementara"}, {}),
    ("KT103", 2, {"nik": "620301030506001"}, {"nik": None, "nik_status": "panjang"}, {}),
    ("KT104", 2, {}, {"nik": "6203013202060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT104", 2, {}, {"nik": "6203013002060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT105", 2, {}, {"nik": "6203010313060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT106", 2, {}, {"nik": "9903010305060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT107", 2, {"nik": "6203010305060000"}, {"nik": None, "nik_status": "excel"}, {}),
    ("KT108", 2, {"nik": "6,203E+15"}, {"nik": None, "nik_status": "ilmiah"}, {}),
    ("KT109", 2, {}, {"nik": "6203010305060000"}, {}),
    ("KT110", 2, {"nik": "62030103A5060001"}, {"nik": None, "nik_status": "panjang"}, {}),
    ("KT110", 2, {"nik": "62O3010305060001"}, {}, {}),
    ("KT110", 2, {"no_kk": "62O301l305060001"}, {}, {}),
    ("KT111", 0, {"no_kk": "62030101"}, {"no_kk": None, "kk_status": "panjang"}, {}),
    ("KT112", 2, {"no_kk": None}, {"no_kk": None, "kk_status": "kosong"}, {}),
    ("KT113", 2, {}, {"no_kk": None, "kk_status": "sementara"}, {}),
    ("KT114", 2, {}, {"no_kk": None, "kk_status": "excel"}, {}),
    ("KT115", 2, {}, {"no_kk": None, "kk_status": "ilmiah"}, {}),
    ("KT116", 2, {}, {"kk_status": "format"}, {}),
    ("KT117", 2, {"nik": "620301********01"}, {"nik": None, "nik_status": "panjang"}, {}),
    ("KT117", 2, {"nik": "6203-01xx-xxxx-0001"}, {"nik": None, "nik_status": "panjang"}, {}),
    ("KT117", 2, {"no_kk": "##########0001"}, {"no_kk": None, "kk_status": "panjang"}, {}),
    ("KT120", 2, {"nama": None}, {"nama": None, "nama_cocok": None}, {}),
    ("KT121", 2, {}, {"nama": "BUDI 2"}, {}),
    ("KT122", 2, {}, {"nama": "BAYI NY. SITI"}, {}),
    ("KT123", 2, {}, {"nama": "BUDI#"}, {}),
    ("KT130", 2, {"tanggal_lahir": None}, {"tanggal_lahir": None, "tanggal_status": "kosong"}, {}),
    ("KT131", 2, {"tanggal_lahir": "32-13-1980"}, {"tanggal_lahir": None, "tanggal_status": "salah"}, {}),
    ("KT132", 3, {}, {"tanggal_lahir": dt.date(2026, 3, 2), "nik_tanggal": None}, {}),
    ("KT132", 3, {"tanggal_lahir": "2/3/2026"}, {"tanggal_lahir": None, "tanggal_status": "salah"}, {}),
    ("KT133", 0, {"tanggal_lahir": "18800131"}, {"tanggal_lahir": None, "tanggal_status": "salah"}, {}),
    ("KT133", 0, {}, {"tanggal_lahir": dt.date(1899, 12, 31), "nik_tanggal": None}, {}),
    ("KT134", 2, {}, {"tanggal_status": "bawaan"}, {}),
    ("KT135", 2, {"tanggal_lahir": "00-00-1960"}, {"tanggal_lahir": None, "tanggal_status": "tahun"}, {}),
    ("KT136", 2, {}, {"tanggal_status": "rancu"}, {}),
    ("KT137", 0, {}, {"tanggal_lahir": dt.date(1915, 1, 2), "nik_tanggal": None}, {}),
    ("KT140", 2, {"jenis_kelamin": "-"}, {"jenis_kelamin": None}, {}),
    ("KT141", 2, {"jenis_kelamin": "X"}, {"jenis_kelamin": None}, {}),
    ("KT150", 2, {"rt": "TIMUR"}, {"rt": None}, {}),
    ("KT150", 2, {"rw": "TIMUR"}, {"rw": None}, {}),
    ("KT151", 2, {"umur": "980"}, {}, {}),
    ("KT152", 2, {"desil": "BANYAK"}, {}, {}),
    ("KT152", 2, {"desil": "12"}, {"desil": 12}, {}),
    ("KT153", 2, {"bansos_pkh": "MUNGKIN"}, {"bansos_pkh": None}, {}),
    ("KT199", 2, {}, {"rt": "1"}, {}),
    ("KT201", 2, {}, {"agama": "MATAHARI"}, {}),
    ("KT202", 2, {}, {"pendidikan": "KURSUS MENGETIK"}, {}),
    ("KT203", 2, {}, {"pekerjaan": "ENTAH"}, {}),
    ("KT204", 3, {"shdk": "TETANGGA"}, {"shdk": None}, {}),
    ("KT205", 2, {"status_kawin": "PACARAN"}, {"status_kawin": None}, {}),
    ("KT206", 2, {"kewarganegaraan": "XYZ"}, {"kewarganegaraan": None}, {}),
    ("KT207", 2, {"golongan_darah": "Q"}, {}, {}),
    ("KT208", 2, {"status_dasar": "LIBUR"}, {"status_dasar": None}, {}),
    ("KT209", 3, {"shdk": "3"}, {"shdk": None}, {}),
    ("KT220", 2, {"kode_desa": "62.03.99.2999"}, {}, {"kode_desa": None, "cara": None}),
    ("KT221", 2, {"kode_desa": "62.03.99.2999"}, {}, {"cara": "nama"}),
    ("KT222", 2, {"kode_desa": None}, {}, {"kode_desa": None, "cara": None, "calon": "62.03.01.2002"}),
    ("KT223", 2, {"kode_desa": None, "desa": None}, {}, {"kode_desa": None, "cara": None}),
    ("KT224", 2, {"kode_desa": None}, {}, {"cara": "nama_provinsi", "kepastian": 0.85}),
    ("KT225", 2, {"kode_desa": "62.01.01.2003"}, {}, {"cara": "nama"}),
    ("KT227", 2, {"kode_desa": None, "desa": "Patas I & Patas II"}, {}, {"kode_desa": None, "cara": None}),
    (
        "KT228", 2, {"kode_desa": None}, {},
        {"kode_desa": None, "cara": "kembar", "calon": "62.03.08.2011;62.71.01.1002"},
    ),
    (
        "KT229", 2, {"kode_desa": None}, {},
        {"kode_desa": None, "cara": "kembar_nik", "calon": "62.03.08.2011"},
    ),
    ("KT301", 2, {}, {"nik_tanggal": dt.date(2006, 5, 13)}, {}),
    ("KT302", 2, {}, {"nik_kelamin": "P"}, {}),
    ("KT303", 2, {}, {"no_kk": "6203010305060001"}, {}),
    ("KT304", 2, {}, {"nik_tanggal": dt.date(2006, 3, 5)}, {}),
    ("KT305", 3, {}, {"status_kawin": "KAWIN"}, {}),
    ("KT306", 2, {"umur": "70"}, {}, {}),
    ("KT307", 2, {}, {"status_dasar": "MENINGGAL"}, {}),
    ("KT308", 0, {"nama_kepala_keluarga": "WAGIMAN"}, {"nama_kepala_keluarga": "WAGIMAN"}, {}),
    ("KT309", 1, {}, {"jenis_kelamin": "L", "nik_kelamin": "L"}, {}),
    ("KT310", 3, {}, {"shdk": "MENANTU"}, {}),
    ("KT311", 3, {}, {"pendidikan": "DIPLOMA IV/STRATA I"}, {}),
    ("KT312", 2, {"nik_ibu": "6203010305060001"}, {}, {}),
    ("KT312", 2, {"nik_ayah": "6203010305060001"}, {}, {}),
    ("KT313", 0, {"nama_ibu": "BUDI SANTOSO"}, {"nama_ibu": "BUDI SANTOSO"}, {}),
    ("KT314", 3, {}, {"pekerjaan": "PETANI/PEKEBUN"}, {}),
    ("KT411", 1, {}, {"shdk": "KEPALA KELUARGA"}, {}),
    ("KT412", 0, {}, {"shdk": "FAMILI LAIN"}, {}),
    ("KT413", 2, {"desa": "Lain"}, {}, {"kode_desa": "62.03.01.2002"}),
    ("KT414", 2, {}, {"tanggal_lahir": dt.date(1985, 1, 1), "nik_tanggal": None}, {}),
    ("KT415", 0, {}, {"tanggal_lahir": dt.date(1935, 1, 1), "nik_tanggal": None}, {}),
    ("KT416", 2, {}, {"shdk": "CUCU", "tanggal_lahir": dt.date(1999, 1, 1), "nik_tanggal": None}, {}),
    ("KT417", 2, {}, {"shdk": "ORANG TUA"}, {}),
]  # fmt: skip


def test_a_sound_family_has_no_finding() -> None:
    checked = Village().checked()
    assert checked.findings.is_empty(), checked.findings
    assert checked.accepted.all()


@pytest.fixture(scope="module")
def of_each_row() -> list[list[str]]:
    """Codes found for each entry of ``ROWS``, every one a list of its own in one run."""
    size = len(FAMILY)
    parts = [Village().spoil(*row[1:]).frames(i, i * size) for i, row in enumerate(ROWS)]
    raw = pl.concat([part[0] for part in parts])
    clean = pl.concat([part[1] for part in parts])
    places = pl.concat([part[2] for part in parts])
    tables = tuple(table for part in parts for table in part[3])
    found = validate_persons(raw, clean, tables, places, today=TODAY).findings
    return [found.filter(pl.col("table") == i)["code"].to_list() for i in range(len(ROWS))]


@pytest.mark.parametrize("entry", range(len(ROWS)), ids=[f"{i}-{row[0]}" for i, row in enumerate(ROWS)])
def test_a_rule_fires_on_the_least_row_that_breaks_it(entry: int, of_each_row: list[list[str]]) -> None:
    assert ROWS[entry][0] in of_each_row[entry]


def test_a_code_valid_in_both_schemes_and_settled_by_nothing_is_unclear() -> None:
    from kalteng_data import reference

    villages = reference.villages()
    digits = villages["kode_desa"].str.replace_all(r"\D", "")
    both = digits.filter(digits.is_in(villages["kode_bps"].drop_nulls().implode()))[0]
    unsettled = {"kode_desa": None, "cara": None, "calon": "62.06.01.2001;62.08.01.2001"}
    assert "KT226" in codes(Village().spoil(2, {"kode_desa": both}, {}, unsettled))


@pytest.mark.parametrize(
    "values",
    [
        {"nama": "X'ANDI"}, {"nama": "H. M. NOOR, S.PD"}, {"nama": "UNTUNG"}, {"nama": "A" * 90},
        {"nama": "ARTA (ARTI)"},
        {"nama": "NUR/NOOR"}, {"agama": "KAHARINGAN"}, {"agama": "HINDU"}, {"agama": None},
        {"nik_tanggal": dt.date(1999, 1, 1)}, {"nik_kelamin": "P"}, {"nik": "5403010305060001"},
        {"no_kk": "6203010101109999"}, {"nik": "3171010305060001"}, {"kk_status": "format"},
    ],
)  # fmt: skip
def test_what_life_allows_is_never_an_error(values: dict[str, Any]) -> None:
    found = Village().spoil(2, {}, values, {}).found()
    assert "error" not in found["severity"].to_list()
