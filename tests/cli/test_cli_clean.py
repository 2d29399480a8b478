from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = (
    ("NIK", "No KK", "Nama", "JK", "Tempat/Tgl Lahir", "Hub Kel", "Agama", "RT/RW", "Alamat", "Desa", "PKH"),
    ("6203011708800001", "6203010101100001", "Budi  Contoh", "Laki-laki", "KAPUAS, 17-08-1980",
     "kepala keluarga", "ISLAM", "1/2", "Jl. Melati", "SELAT HILIR", "1"),
    ("'6203015708820002", "6203.0101.0110.0001", "=SITI CONTOH", "P", "Kapuas, 17 Agustus 1982", "ISTRI",
     "Hindu", "001/002", "@JL MELATI", "Ds. Selat Hilir", "tidak"),
    ("6,2030E+15", "6203010101100001", "ANDI", "L", "-", "ANAK", "ISLAM", "", "", "Selat Hilir", ""),
    ("6203010101100000", "62030101", "RUSLI", "P", "00-00-1960", "FAMILI LAIN", "ISLAM", "", "", "Entah", ""),
)  # fmt: skip
SECRETS = (
    "6203011708800001", "6203015708820002", "0101100001", "SITI CONTOH", "Budi", "RUSLI", "17-08", "08-17",
    "MELATI",
)  # fmt: skip
MESSY = "KECAMATAN : Selat\n" + "".join(";".join(row) + "\n" for row in ROWS) + "\nJUMLAH;;4;;;;;;;;\n"


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "kiriman.csv"
    path.write_text(MESSY, encoding="utf-8")
    return path


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def test_rows_stay_in_their_order_and_every_change_has_its_cell(
    kalteng: Callable[..., Any], messy: Path, tmp_path: Path
) -> None:
    ran = kalteng("clean", messy, "-o", tmp_path / "o.csv", "--changes", tmp_path / "c.csv")
    assert ran.code == 0
    rows = read(tmp_path / "o.csv")
    assert rows["row"].to_list() == ["3", "4", "5", "6"]
    assert rows["nama"].to_list() == ["BUDI CONTOH", "SITI CONTOH", "ANDI", "RUSLI"]
    assert rows["alamat"].to_list() == ["JL. MELATI", "'@JL MELATI", None, None]
    assert rows["tanggal_lahir"].to_list() == ["1980-08-17", "1982-08-17", None, None]
    assert rows["rt"].to_list() == ["001", "001", None, None]
    assert rows["kode_desa"].to_list() == ["62.03.01.1007"] * 3 + [None]
    assert rows["desa"].to_list() == ["Selat Hilir"] * 3 + ["Entah"]
    assert rows["bansos_pkh"].to_list() == ["YA", "TIDAK", None, None]
    found = read(tmp_path / "c.csv")
    assert found.columns == ["sheet", "row", "cell", "field", "before", "after", "rule", "meaning"]
    told = {(cell, field): (before, after, rule) for cell, field, before, after, rule in found.select(
        "cell", "field", "before", "after", "rule").rows()}  # fmt: skip
    assert told["C3", "nama"] == ("Budi  Contoh", "BUDI CONTOH", "spasi+huruf-besar")
    assert told["E4", "tanggal_lahir"] == ("Kapuas, 17 Agustus 1982", "1982-08-17", "dipisah")
    assert told["C4", "nama"] == ("'=SITI CONTOH", "SITI CONTOH", "tanda-baca")
    assert told["A4", "nik"] == ("'6203015708820002", "6203015708820002", "nomor-bersih")
    assert told["B4", "no_kk"] == ("6203.0101.0110.0001", "6203010101100001", "nomor-bersih")
    assert told["H3", "rt"] == ("1/2", "001", "dipisah")
    assert told["J4", "desa"] == ("Ds. Selat Hilir", "Selat Hilir", "wilayah")
    assert told["K3", "bansos_pkh"] == ("1", "YA", "ya-tidak")
    assert ("G3", "agama") not in told
    assert ("A3", "nik") not in told


def test_a_damaged_number_is_never_presented_as_sound(
    kalteng: Callable[..., Any], messy: Path, tmp_path: Path
) -> None:
    assert (
        kalteng("clean", messy, "-o", tmp_path / "o.parquet", "--changes", tmp_path / "c.parquet").code == 0
    )
    rows = pl.read_parquet(tmp_path / "o.parquet")
    assert rows["nik"].to_list() == ["6203011708800001", "6203015708820002", None, None]
    assert rows["nik_status"].to_list() == ["ok", "ok", "ilmiah", "excel"]
    assert rows["no_kk"].to_list()[3] is None
    assert rows["kk_status"].to_list()[3] == "panjang"
    assert rows.schema["tanggal_lahir"] == pl.Date
    lost = pl.read_parquet(tmp_path / "c.parquet").filter(pl.col("rule") == "nomor-rusak")
    assert lost.select("cell", "before", "after").rows() == [
        ("A5", "6,2030E+15", None),
        ("A6", "6203010101100000", None),
    ]


def test_numbers_that_excel_rounded_are_emptied_in_every_column_of_numbers(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["No. KK", "NIK Kepala Keluarga", "Nama Kepala Keluarga", "Desa", "Kecamatan"])
    sheet.append(["6203010101100001", 6203011708800010, "BUDI CONTOH", "Selat Hilir", "Selat"])
    book.save(tmp_path / "k.xlsx")
    assert kalteng("clean", tmp_path / "k.xlsx", "-o", tmp_path / "o.csv").code == 0
    rows = read(tmp_path / "o.csv")
    assert rows["no_kk"].to_list() == ["6203010101100001"]
    assert rows.select("nik_kepala_keluarga", "nik_kepala_status").rows() == [(None, "excel")]


def test_a_workbook_holds_the_changes_as_a_second_sheet(
    kalteng: Callable[..., Any], messy: Path, tmp_path: Path
) -> None:
    out = tmp_path / "o.xlsx"
    assert kalteng("clean", messy, "-o", out, "--lang", "en").code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["penduduk", "Changes"]
    assert "'=SITI CONTOH" in [cell.value for cell in book["Changes"]["E"]]
    assert [cell.value for cell in book["Changes"][1]][-1] == "meaning"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (again,) = json.loads(kalteng("inspect", out, "--format", "json").out)["tables"]
    assert again["kind"] == "penduduk"
    assert {column["confidence"] for column in again["columns"] if column["field"]} == {1.0}
    assert len([column for column in again["columns"] if column["field"]]) >= 15


def test_nobodys_data_reaches_the_screen(kalteng: Callable[..., Any], messy: Path, tmp_path: Path) -> None:
    ran = kalteng("clean", messy, "-o", tmp_path / "o.csv", "--verbose")
    shown = ran.out + ran.err
    for secret in SECRETS:
        assert secret not in shown
    assert "nomor-rusak" in shown
    assert "--changes" in ran.err


def test_cleaning_what_is_clean_changes_nothing(
    kalteng: Callable[..., Any], messy: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "o.csv", tmp_path / "o2.csv"
    assert kalteng("clean", messy, "-o", first).code == 0
    ran = kalteng("clean", first, "-o", second, "--changes", tmp_path / "c.csv")
    assert ran.code == 0
    assert (
        read(first)
        .drop("sheet", "row")
        .select(pl.exclude("^.*status$"))
        .equals(read(second).drop("sheet", "row").select(pl.exclude("^.*status$")))
    )
    # Only the apostrophe that keeps a text from being run as a formula is taken off again.
    assert read(tmp_path / "c.csv").select("before", "after").rows() == [("'@JL MELATI", "'@JL MELATI")]


def test_every_row_of_every_sheet_is_kept(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    people = book.active
    assert people is not None
    people.title = "Warga"
    people.append(["NIK", "Nama", "Tgl Lahir", "Desa", "Kecamatan"])
    people.append(["6203011708800001", "budi", "17-08-1980", "Selat Hilir", "Selat"])
    more = book.create_sheet("Warga 2")
    more.append(["Nama", "NIK", "Tgl Lahir"])
    more.append(["siti", "6203015708820002", "17-08-1982"])
    villages = book.create_sheet("Desa")
    villages.append(["Nama Desa", "Kecamatan", "Jumlah Penduduk"])
    villages.append(["SELAT HILIR", "SELAT", "1.200"])
    book.save(tmp_path / "b.xlsx")
    ran = kalteng("clean", tmp_path / "b.xlsx", "-o", tmp_path / "o.csv")
    assert ran.code == 2
    assert ran.err.startswith("Galat: b.xlsx")
    assert "penduduk, desa" in ran.err
    assert not (tmp_path / "o.csv").exists()
    assert kalteng("clean", tmp_path / "b.xlsx", "-o", tmp_path / "o.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["penduduk", "desa", "Perubahan"]
    heads = [cell.value for cell in book["penduduk"][1]]
    rows = [
        dict(zip(heads, row, strict=True)) for row in book["penduduk"].iter_rows(min_row=2, values_only=True)
    ]
    assert [(row["nama"], row["sheet"], row["row"]) for row in rows] == [
        ("BUDI", "Warga", 2),
        ("SITI", "Warga 2", 2),
    ]
    cells = [
        (row[0], row[2], row[4], row[5]) for row in book["Perubahan"].iter_rows(min_row=2, values_only=True)
    ]
    assert ("Warga 2", "A2", "siti", "SITI") in cells
    assert ("Desa", "C2", "1.200", "1200") in cells


@pytest.mark.parametrize(
    ("output", "changes"), [("kiriman.csv", None), ("o.csv", "o.csv"), ("o.csv", "kiriman.csv")]
)
def test_the_senders_file_is_never_replaced(
    kalteng: Callable[..., Any], messy: Path, tmp_path: Path, output: str, changes: str | None
) -> None:
    more = ["--changes", tmp_path / changes] if changes else []
    ran = kalteng("clean", messy, "-o", tmp_path / output, *more)
    assert (ran.code, ran.out) == (2, "")
    assert messy.read_text(encoding="utf-8") == MESSY
    assert [path.name for path in tmp_path.iterdir()] == ["kiriman.csv"]


def test_a_log_of_machines_gets_the_figures(kalteng: Callable[..., Any], messy: Path, tmp_path: Path) -> None:
    ran = kalteng("clean", messy, "-o", tmp_path / "o.csv", "--log-format", "json")
    assert ran.out == ""
    assert '"event": "cleaned"' in ran.err
    assert '"rows": 4' in ran.err


def test_a_row_that_does_not_fit_its_header_is_left_out_and_said(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "geser.csv"
    sound = "SITI CONTOH;6203015708820002;P;17-08-1982;SELAT HILIR;SELAT;"
    shifted = "BUDI;S.Pd;6203011708800001;L;17-08-1980;SELAT HILIR;SELAT;"
    path.write_text(f"Nama;NIK;JK;Tgl Lahir;Desa;Kecamatan;\n{sound}\n{shifted}\n", encoding="utf-8")
    ran = kalteng("clean", path, "-o", tmp_path / "o.csv")
    assert ran.code == 0
    assert read(tmp_path / "o.csv")["nama"].to_list() == ["SITI CONTOH"]
    assert "Baris: 3" in ran.err
    found = json.loads(kalteng("validate", path, "--format", "json").out)["files"][0]["findings"]
    assert {one["code"] for one in found if one["row"] == 3} == {"KT001"}
