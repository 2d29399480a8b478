"""Sound people in every layout that offices use: no finding is an error, whatever else a list lacks.

The layouts are facts of the domain (``../shared/domain``); what stands in a column is told by the synonyms
beside them, not by the product. The rows of ten thousand people come from the synthetic province.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import polars as pl
import pytest
from benchmarks.province import layouts as province_layouts
from benchmarks.province import make_province

from kalteng_data import report
from kalteng_data.pipeline.intake import take_in
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings, named_sources

DOMAIN = Path(__file__).parents[3] / "shared" / "domain"
TODAY = dt.date(2026, 11, 24)
NOT_OF_ROWS = {
    "podes2021_desa": "a questionnaire: one village, one question a line",
    "sdgs_desa": "a questionnaire",
    "idm_summary": "one figure a year, of no village that is named",
    "opensid_rtm": "numbers of households without people's names are joined by OpenSID itself",
}
WORDS = ("BUDI", "SITI", "AGUS", "DEWI", "RUSLI", "YANTI", "HERMAN", "LINA", "SUPRI", "NORA", "TONI")
BOOK_OF_NUMBERS = {
    "sex": ("1", "2"), "agama_id": ("1", "1"), "pendidikan_kk_id": ("5", "5"), "pekerjaan_id": ("9", "2"),
    "kk_level": ("1", "3"), "warganegara_id": ("1", "1"), "golongan_darah_id": ("13", "13"),
    "status_kawin": ("2", "2"), "status_dasar": ("1", "1"),
}  # fmt: skip
"""OpenSID's columns that hold numbers of the adminduk list, for a husband and a wife."""


def key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def facts() -> tuple[dict[str, list[str]], dict[str, str]]:
    if not DOMAIN.is_dir():
        pytest.skip("the tables of the domain are not beside this checkout")
    formats: dict[str, list[str]] = {}
    with (DOMAIN / "layouts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            formats.setdefault(row["format"], []).append(row["column"])
    fields: dict[str, str] = {}
    with (DOMAIN / "headers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            fields.setdefault(key(row["synonym"]), row["canonical"])
    return formats, fields


def couple(family: int) -> list[dict[str, str]]:
    """Husband and wife of one card, all of it sound."""
    people = []
    for member in (0, 1):
        at = family * 2 + member
        born = dt.date(1960 + family % 40, 1, 5) + dt.timedelta(days=(at * 11) % 350)
        name = " ".join((WORDS[at % 11], WORDS[at // 11 % 11] + "AN"))
        head = " ".join((WORDS[family * 2 % 11], WORDS[family * 2 // 11 % 11] + "AN"))
        people.append(
            {
                "nik": f"620601{born.day + 40 * member:02d}{born:%m%y}{at % 9 + 1:04d}",
                "no_kk": f"620601010110{family + 1:04d}", "nama": name, "nama_kepala_keluarga": head,
                "jenis_kelamin": "LP"[member], "tanggal_lahir": f"{born:%d-%m-%Y}",
                "tempat_lahir": "KASONGAN", "ttl": f"KASONGAN, {born:%d-%m-%Y}", "agama": "KRISTEN",
                "pendidikan": "SLTA/SEDERAJAT",
                "pekerjaan": ("PETANI/PEKEBUN", "MENGURUS RUMAH TANGGA")[member], "status_kawin": "KAWIN",
                "shdk": ("KEPALA KELUARGA", "ISTRI")[member], "nama_ayah": "UDAS", "nama_ibu": "INDU MANIS",
                "alamat": f"JL. CONTOH NO. {family + 1}", "dusun": "", "rt": "001", "rw": "001",
                "rt_rw": "001/001",
                "desa": "Baun Bango", "kecamatan": "Kamipang", "kabupaten_kota": "Katingan",
                "provinsi": "Kalimantan Tengah", "golongan_darah": "O", "kewarganegaraan": "WNI",
                "status_dasar": "HIDUP", "desil": "2", "bansos_pkh": "YA", "bansos_sembako": "TIDAK",
                "bansos_pbi": "1", "jumlah_anggota": "2", "jumlah_art_tanggungan": "2",
            }
        )  # fmt: skip
    return people


def sheet(path: Path, columns: list[str], fields: dict[str, str], layout: str) -> Path:
    """Sixty sound people under the headers of a layout; what no synonym names stays blank."""
    opensid = layout == "opensid_penduduk"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="|" if "pipe" in layout else ";")
        out.writerow(columns)
        for family in range(30):
            for member, person in enumerate(couple(family)):
                numbers = {name: texts[member] for name, texts in BOOK_OF_NUMBERS.items()} if opensid else {}
                out.writerow([numbers.get(c, person.get(fields.get(key(c), ""), "")) for c in columns])
    return path


def errors(path: Path) -> list[tuple[str, str, str]]:
    """Code, cell and message of every finding that is an error."""
    found = take_in(named_sources({None: [path]}), Settings(), today=TODAY, progress=Silent())
    frame = report.located(found.findings, found.tables, "en").filter(pl.col("severity") == "error")
    return frame.select("code", pl.col("cell").fill_null("-"), "message").rows()


def formats() -> list[str]:
    if not DOMAIN.is_dir():
        return []
    return [name for name in facts()[0] if name not in NOT_OF_ROWS]


@pytest.mark.parametrize("layout", formats() or [pytest.param("-", marks=pytest.mark.skip("no facts"))])
def test_sound_people_in_a_layout_have_no_error(tmp_path: Path, layout: str) -> None:
    columns, fields = facts()
    assert errors(sheet(tmp_path / f"{layout[:20]}.csv", columns[layout], fields, layout)) == []


@pytest.mark.parametrize("level", ["pusat", "provinsi", "kabupaten"])
def test_ten_thousand_sound_rows_of_a_level_have_no_error(tmp_path: Path, level: str) -> None:
    province = make_province(24_000, 7, "mild")
    official = province.villages.select("kode_desa", pl.col("nama_desa").str.to_uppercase())
    people = province.records[level].join(official, left_on="village", right_on="kode_desa")
    sound = (pl.col("traps").fill_null("") == "") & (pl.col("desa").str.to_uppercase() == pl.col("nama_desa"))
    frame = getattr(province_layouts, level)(people.filter(sound).head(10_000))
    path = tmp_path / f"{level}.csv"
    frame.write_csv(path, separator=";", null_value="")
    assert frame.height >= 3_500
    assert errors(path) == []
