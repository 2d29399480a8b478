"""Header texts and columns: what each is taken for, and why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kalteng_data.load.preamble import stated_places
from kalteng_data.load.synonyms import claim
from kalteng_data.load.words import header_words

FACTS = Path(__file__).parents[3] / "shared" / "domain" / "headers.csv"
RENAMED = {"kabupaten_kota": "kabupaten", "kode_kabupaten_kota": "kode_kabupaten", "kode_bps": "kode_desa",
           "kode_dagri": "kode_desa"}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("TGL_LHR", ("tanggal", "lahir")),
        ("NO. KK", ("nomor", "kk")),
        ("K O D E", ("kode",)),
        ("N A M A   D E S A", ("nama", "desa")),
        ("N A M A D E S A", ("nama", "desa")),
        ("N I K", ("nik",)),
        ("N.I.K.", ("nik",)),
        ("T G L L A H I R", ("tanggal", "lahir")),
        ("T E M P A T / T G L L A H I R", ("tempat", "tanggal", "lahir")),
        ("R T / R W", ("rt", "rw")),
        ("X Q Z", ("xqz",)),
        ("403 NIK", ("nik",)),
        ("Alamat (12)", ("alamat",)),
        ("HubKRT", ("hubungan", "kepala", "rumah", "tangga")),
        ("Nm Lgkp", ("nama", "lengkap")),
        ("KD KEL", ("kode", "desa")),
    ],
)
def test_abbreviations_are_spelled_out(text: str, words: tuple[str, ...]) -> None:
    assert header_words(text) == words


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Nomer Induk Kependudukan (16 digit)", "nik"),
        ("NIK  Anggota\nKeluarga", "nik"),
        ("No Kartu Keluarga", "no_kk"),
        ("Nama Lenkap", "nama"),
        ("Jns Kel", "jenis_kelamin"),
        ("Jenis Kelamin (L/P)", "jenis_kelamin"),
        ("Tmpt Lahir", "tempat_lahir"),
        ("Tgl. Lahir (dd/mm/yyyy)", "tanggal_lahir"),
        ("Tempat/Tgl Lahir", "ttl"),
        ("Hub. dgn Kepala Keluarga", "shdk"),
        ("Agamma", "agama"),
        ("Kab./Kota", "kabupaten"),
        ("Desa / Kelurahan", "desa"),
        ("Kode Wilayah Desa", "kode_desa"),
        ("NIK Ibu Kandung", "nik_ibu"),
        ("Nama Bapak", "nama_ayah"),
        ("Pendidikan yang Ditamatkan", None),
        ("Keterangan", None),
        ("Nomor Rekening", None),
        ("", None),
    ],
)
def test_a_header_claims_its_field(text: str, field: str | None) -> None:
    found = claim(text)
    assert (None if found is None else found.field) == field


def test_every_known_spelling_of_a_kept_field_is_understood() -> None:
    if not FACTS.exists():
        pytest.skip("the list of headers seen in the field is not beside the project")
    with FACTS.open(encoding="utf-8", newline="") as stream:
        facts = [(RENAMED.get(r["canonical"], r["canonical"]), r["synonym"]) for r in csv.DictReader(stream)]
    # Question numbers say nothing without their form, "Status" alone is left to the content, and the degree
    # of a disability is not its kind.
    untold = {"status", "tingkat_disabilitas", "501a", "501b", "501c"}
    told = [(f, t) for f, t in facts if f in _fields() and t.lower() not in untold and not t.isdigit()]
    assert len(told) > 200
    understood = {text: (None if (found := claim(text)) is None else found.field) for _, text in told}
    assert [(text, field, understood[text]) for field, text in told if understood[text] != field] == []


def _fields() -> set[str]:
    from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE

    return {*RAW_PERSON, *RAW_FAMILY, *RAW_VILLAGE}


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([["KECAMATAN : TASIK PAYAWAN"]], {"kecamatan": "TASIK PAYAWAN"}),
        ([["PROVINSI", ":", " KALIMANTAN TENGAH", "KABUPATEN/KOTA  ", ":", " KATINGAN"],
          ["KECAMATAN", ":", "KAMIPANG", "DESA/KELURAHAN", ":", "BAUN BANGO"]],
         {"provinsi": "KALIMANTAN TENGAH", "kabupaten": "KATINGAN", "kecamatan": "KAMIPANG",
          "desa": "BAUN BANGO"}),
        ([["DAFTAR PENDUDUK DESA BAUN BANGO KECAMATAN KAMIPANG KABUPATEN KATINGAN TAHUN 2025"]],
         {"desa": "BAUN BANGO", "kecamatan": "KAMIPANG", "kabupaten": "KATINGAN"}),
        ([["PEMERINTAH KABUPATEN KATINGAN"], ["KANTOR KEPALA DESA BAUN BANGO"]], {"kabupaten": "KATINGAN"}),
        ([["PENDATAAN DESA TAHUN 2025"]], {}),
        ([["DINAS PEMBERDAYAAN MASYARAKAT DESA"]], {}),
        ([["REKAP SE-KECAMATAN"]], {}),
    ],
)  # fmt: skip
def test_places_stated_above_a_table_are_found(rows: list[list[str | None]], places: dict[str, str]) -> None:
    assert stated_places(rows) == places
