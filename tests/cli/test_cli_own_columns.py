from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = """\
[[schema.penduduk.column]]
name = "status_rumah"
header = ["Status rumah", "Sts rmh"]
required = true
values = ["MILIK", "SEWA", "Menumpang"]

[[schema.penduduk.column]]
name = "luas_rumah"
header = ["Luas rumah (m2)"]
type = "desimal"
min = 1
max = 500

[[schema.penduduk.column]]
name = "jumlah_sapi"
type = "bulat"
min = 0

[[schema.penduduk.column]]
name = "tanggal_survei"
header = ["Tgl survei"]
type = "tanggal"
min = 2026-01-01

[[schema.penduduk.column]]
name = "punya_jamban"
header = ["Punya jamban"]
type = "ya_tidak"

[[schema.penduduk.column]]
name = "no_rumah"
header = ["Nomor rumah"]
pattern = "[A-Z]\\\\d{1,3}"
"""
HEADER = (
    "NIK;Nama;JK;Tgl Lahir;Desa;Kecamatan;Kabupaten;Sts. Rmh;Luas Rumah (m2);Jumlah sapi;Tgl survey;"
    "Punya jamban;Nomor rumah"
)
GOOD = "6203011708800001;BUDI CONTOH;L;17-08-1980;Selat Hilir;Selat;Kapuas;milik;36,5;0;02-03-2026;ya;A12"
BAD = "6203015708820002;SITI CONTOH;P;17-08-1982;Selat Hilir;Selat;Kapuas;KOST;900;dua;31-12-2025;entah;12A"
BLANK = "6203010908850003;UDIN CONTOH;L;09-08-1985;Selat Hilir;Selat;Kapuas;-;;;;;"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kalteng.toml").write_text(SCHEMA, encoding="utf-8")
    (folder / "a.csv").write_text(f"{HEADER}\n{GOOD}\n{BAD}\n{BLANK}\n", encoding="utf-8")
    return folder


def found(kalteng: Callable[..., Any], home: Path, *args: str, file: str = "a.csv") -> list[Any]:
    ran = kalteng("validate", file, "--format", "jsonl", *args, cwd=home)
    assert "Traceback" not in ran.err
    return [json.loads(line) for line in ran.out.splitlines() if line]


def test_each_cell_that_breaks_its_column_is_found(kalteng: Callable[..., Any], home: Path) -> None:
    seen = {(one["code"], one["cell"], one["field"]) for one in found(kalteng, home) if "KT17" in one["code"]}
    assert seen == {
        ("KT173", "H3", "status_rumah"),
        ("KT175", "I3", "luas_rumah"),
        ("KT172", "J3", "jumlah_sapi"),
        ("KT175", "K3", "tanggal_survei"),
        ("KT172", "L3", "punya_jamban"),
        ("KT174", "M3", "no_rumah"),
        ("KT171", "H4", "status_rumah"),
    }


@pytest.mark.parametrize("lang", ["id", "en"])
def test_their_words_name_the_column_and_what_it_wants(
    kalteng: Callable[..., Any], home: Path, lang: str
) -> None:
    by_cell = {one["cell"]: one for one in found(kalteng, home, "--lang", lang) if "KT17" in one["code"]}
    assert "MILIK, SEWA, Menumpang" in by_cell["H3"]["fix"]
    assert "<= 500" in by_cell["I3"]["message"]
    assert ">= 2026-01-01" in by_cell["K3"]["message"]
    assert r"[A-Z]\d{1,3}" in by_cell["M3"]["message"]
    assert "no_rumah" in by_cell["M3"]["message"]


def test_free_text_and_days_of_ones_own_are_masked(kalteng: Callable[..., Any], home: Path) -> None:
    (home / "a.csv").write_text(
        f"{HEADER}\n{GOOD.replace('A12', 'RUMAH SITI AMINAH')}\n{BAD}\n", encoding="utf-8"
    )
    ran = kalteng("validate", "a.csv", cwd=home)
    assert "AMINAH" not in ran.out
    assert "31-12" not in ran.out
    shown = kalteng("inspect", "a.csv", cwd=home)
    assert "AMINAH" not in shown.out
    assert "status_rumah" in shown.out


def test_a_required_column_that_is_not_there_is_one_finding_a_table(
    kalteng: Callable[..., Any], home: Path
) -> None:
    cut = "\n".join(";".join(line.split(";")[:7]) for line in (HEADER, GOOD, BAD, ""))
    (home / "a.csv").write_text(cut, encoding="utf-8")
    lacking = [one for one in found(kalteng, home) if "KT17" in one["code"]]
    assert [(one["code"], one["field"], one["cell"]) for one in lacking] == [("KT170", "status_rumah", None)]


def test_inspect_says_why_a_column_was_taken(kalteng: Callable[..., Any], home: Path) -> None:
    shown = json.loads(kalteng("inspect", "a.csv", "--format", "json", cwd=home).out)
    columns = {c["column"]: c for c in shown["tables"][0]["columns"]}
    assert (columns["H"]["field"], columns["H"]["reason"]) == ("status_rumah", "own")
    assert columns["K"]["field"] == "tanggal_survei"
    assert columns["K"]["reason"].startswith("spelling:")
    assert columns["K"]["confidence"] < 1


def test_own_rules_reckon_with_own_columns(kalteng: Callable[..., Any], home: Path) -> None:
    rule = (
        '[[rule]]\ncode = "KAB001"\ntitle = "x"\nfield = "luas_rumah"\n'
        "sql = \"luas_rumah > 30 AND punya_jamban AND tanggal_survei > DATE '2026-03-01'\"\n"
    )
    (home / "kalteng.toml").write_text(SCHEMA + rule, encoding="utf-8")
    assert [one["cell"] for one in found(kalteng, home) if one["code"] == "KAB001"] == ["I2"]


def test_their_weight_can_be_changed(kalteng: Callable[..., Any], home: Path) -> None:
    weights = '[rules]\nKT173 = "note"\nKT175 = "off"\n'
    (home / "kalteng.toml").write_text(weights + SCHEMA, encoding="utf-8")
    seen = {one["code"]: one["severity"] for one in found(kalteng, home) if "KT17" in one["code"]}
    assert seen["KT173"] == "note"
    assert "KT175" not in seen


def test_clean_keeps_them_and_lists_what_changed(kalteng: Callable[..., Any], home: Path) -> None:
    ran = kalteng("clean", "a.csv", "-o", "b.parquet", "--changes", "c.csv", cwd=home)
    assert ran.code == 0, ran.err
    rows = pl.read_parquet(home / "b.parquet")
    assert rows["status_rumah"].to_list() == ["MILIK", "KOST", None]
    assert rows["luas_rumah"].to_list() == [36.5, 900.0, None]
    assert rows["jumlah_sapi"].to_list() == [0, None, None]
    assert rows["tanggal_survei"].to_list() == [dt.date(2026, 3, 2), dt.date(2025, 12, 31), None]
    assert rows["punya_jamban"].to_list() == [True, None, None]
    rules = dict(pl.read_csv(home / "c.csv").filter(pl.col("row") < 4).select("cell", "rule").rows())
    assert (rules["H2"], rules["I2"], rules["J3"], rules["K2"], rules["L2"]) == (
        "istilah", "angka", "tak-terbaca", "tanggal", "ya-tidak",
    )  # fmt: skip


def test_merge_carries_those_of_people_and_says_so(kalteng: Callable[..., Any], home: Path) -> None:
    ran = kalteng("merge", "--kabupaten", "a.csv", "--period", "2026-03", cwd=home)
    assert ran.code in {0, 1}, ran.err
    folder = home / "base" / (home / "base" / "CURRENT").read_text().strip()
    people = pl.read_parquet(folder / "penduduk.parquet")
    assert dict(people.select("nik", "status_rumah").rows())["6203011708800001"] == "MILIK"
    told = json.loads((folder / "manifest.json").read_text())["own_columns"]
    assert "status_rumah" in told["merged"]


@pytest.mark.parametrize("kind", ["keluarga", "desa"])
def test_cards_and_villages_have_columns_of_their_own_too(
    kalteng: Callable[..., Any], home: Path, kind: str
) -> None:
    tables = {
        "desa": "Kode Desa;Desa;Jumlah Penduduk;Sumur bor\n62.03.01.1007;Selat Hilir;10;x1\n",
        "keluarga": "No KK;Nama Kepala Keluarga;Desa;Kecamatan;Sumur bor\n"
        "6203010101100001;BUDI CONTOH;Selat Hilir;Selat;x1\n",
    }
    (home / "t.csv").write_text(tables[kind], encoding="utf-8")
    schema = f'[[schema.{kind}.column]]\nname = "sumur_bor"\ntype = "bulat"\n'
    (home / "kalteng.toml").write_text(schema, encoding="utf-8")
    (one,) = [one for one in found(kalteng, home, file="t.csv") if "KT17" in one["code"]]
    assert (one["code"], one["cell"]) == ("KT172", {"desa": "D2", "keluarga": "E2"}[kind])
    assert kalteng("clean", "t.csv", "-o", "b.csv", cwd=home).code == 0
    assert "sumur_bor" in (home / "b.csv").read_text()


FILLED = {
    "NIK": "6203011708800001", "No. KK": "6203011001100007", "Nama Lengkap": "BUDI CONTOH",
    "Hubungan Keluarga": "KEPALA KELUARGA", "Jenis Kelamin": "L", "Tempat Lahir": "KAPUAS",
    "Tanggal Lahir": dt.date(1980, 8, 17), "Status Perkawinan": "KAWIN", "Kecamatan": "Selat",
    "Desa/Kelurahan": "Selat Hilir", "RT": "001", "Alamat": "JL. CONTOH", "Status rumah": "Menumpang",
    "Luas rumah (m2)": 36.5, "jumlah_sapi": 2, "Tgl survei": dt.date(2026, 3, 2), "Punya jamban": "YA",
    "Nomor rumah": "B7",
}  # fmt: skip
CHECKED = {
    "Status rumah": "list",
    "Luas rumah (m2)": "decimal",
    "jumlah_sapi": "whole",
    "Tgl survei": "date",
    "Punya jamban": "list",
}


def test_the_form_asks_for_them_and_what_it_lets_through_has_no_finding(
    kalteng: Callable[..., Any], home: Path
) -> None:
    assert kalteng("template", "penduduk", "--kabupaten", "62.03", "-o", "f.xlsx", cwd=home).code == 0
    book = openpyxl.load_workbook(home / "f.xlsx")
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[3] if cell.value}
    checks = {next(iter(dv.sqref.ranges)).min_col: dv.type for dv in sheet.data_validations.dataValidation}
    assert {header: checks[at[header]] for header in CHECKED} == CHECKED
    for header, value in FILLED.items():
        sheet.cell(4, at[header], value)
    book.save(home / "f.xlsx")
    assert [one for one in found(kalteng, home, file="f.xlsx") if one["severity"] != "note"] == []


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('name = "Status"', "name"),
        ('name = "nik"', "name"),
        ('name = "x_y"\ntype = "angka"', "type"),
        ('name = "x_y"\nheader = ["NIK"]', "header"),
        ('name = "x_y"\nvalues = ["A", "a"]', "values"),
        ('name = "x_y"\ntype = "bulat"\nvalues = ["1"]', "values"),
        ('name = "x_y"\npattern = "("', "pattern"),
        ('name = "x_y"\nmin = 3', "min"),
        ('name = "x_y"\ntype = "bulat"\nmin = 3\nmax = 2', "max"),
        ('name = "x_y"\ntype = "tanggal"\nmin = 3', "min"),
        ('name = "x_y"\nreqired = true', "reqired"),
    ],
)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_what_makes_no_sense_is_told_with_key_and_line(
    kalteng: Callable[..., Any], home: Path, line: str, key: str, lang: str
) -> None:
    (home / "kalteng.toml").write_text(f"\n[[schema.penduduk.column]]\n{line}\n", encoding="utf-8")
    ran = kalteng("validate", "a.csv", "--lang", lang, cwd=home)
    assert (ran.code, ran.out) == (2, "")
    number = next(n for n, text in enumerate(f"\n\n{line}".split("\n"), 1) if text.startswith(key))
    assert f"kalteng.toml:{number}" in ran.err
    assert f"schema.penduduk.column[1].{key}" in ran.err
    assert "Traceback" not in ran.err


def test_the_example_of_the_guide_works(kalteng: Callable[..., Any], home: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "panduan.md").read_text(encoding="utf-8")
    example = guide.partition("### Kolom tambahan daerah")[2].partition("```toml\n")[2].partition("```")[0]
    (home / "kalteng.toml").write_text(example, encoding="utf-8")
    header = "NIK;Nama;JK;Tgl Lahir;Desa;Kecamatan;Kabupaten;Status rumah;Luas rumah (m2);Nomor rumah"
    row = "6203011708800001;BUDI CONTOH;L;17-08-1980;Selat Hilir;Selat;Kapuas;milik;6;12A"
    (home / "a.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    cells = {(one["code"], one["cell"]) for one in found(kalteng, home) if one["severity"] != "note"}
    assert cells == {("KAB001", "I2"), ("KT174", "J2")}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_header_of_ours_is_not_taken_from_its_field(
    kalteng: Callable[..., Any], home: Path, lang: str
) -> None:
    text = '[[schema.penduduk.column]]\nname = "panggilan"\nheader = ["Nama Penduduk"]\n'
    (home / "kalteng.toml").write_text(text, encoding="utf-8")
    for words in (("validate", "a.csv"), ("clean", "a.csv", "-o", "o.csv")):
        ran = kalteng(*words, "--lang", lang, cwd=home)
        assert (ran.code, ran.out) == (2, "")
        assert "kalteng.toml" in ran.err
        assert "panggilan" in ran.err
        assert "(nama)" in ran.err
