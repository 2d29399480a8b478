from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FAMILY = {
    "No. KK": "6203010101100001", "Kecamatan": "Selat", "Desa/Kelurahan": "Selat Hilir", "RT": "001",
    "RW": "002", "Alamat": "JL. MELATI NO. 3", "Agama": "ISLAM",
}  # fmt: skip
PEOPLE = [
    {**FAMILY, "NIK": "6203011708800001", "Nama Lengkap": "BUDI CONTOH",
     "Hubungan Keluarga": "KEPALA KELUARGA", "Jenis Kelamin": "L", "Tempat Lahir": "KAPUAS",
     "Tanggal Lahir": dt.date(1980, 8, 17),
     "Status Perkawinan": "KAWIN", "Pendidikan Terakhir": "SLTA/SEDERAJAT", "Pekerjaan": "PETANI/PEKEBUN",
     "Kewarganegaraan": "WNI", "Golongan Darah": "O+", "Penyandang Disabilitas": "TIDAK CACAT",
     "Nama Ayah": "AHMAD CONTOH", "Nama Ibu": "HALIMAH", "Status Penduduk": "HIDUP",
     "Telepon": "081200000000"},
    {**FAMILY, "NIK": "6203015708820002", "Nama Lengkap": "SITI AMINAH", "Hubungan Keluarga": "ISTRI",
     "Jenis Kelamin": "P", "Tempat Lahir": "KAPUAS", "Tanggal Lahir": dt.date(1982, 8, 17),
     "Status Perkawinan": "KAWIN"},
    {**FAMILY, "NIK": "6203010502100003", "Nama Lengkap": "ANDI", "Hubungan Keluarga": "ANAK",
     "Jenis Kelamin": "L", "Tempat Lahir": "PULANG PISAU", "Tanggal Lahir": dt.date(2010, 2, 5),
     "Status Perkawinan": "BELUM KAWIN"},
]  # fmt: skip
FILLED: dict[str, list[dict[str, object]]] = {
    "penduduk": PEOPLE,
    "keluarga": [
        {"No. KK": "6203010101100001", "NIK Kepala Keluarga": "6203011708800001",
         "Nama Kepala Keluarga": "BUDI CONTOH", "Jumlah Anggota Keluarga": 3, "Kecamatan": "Selat",
         "Desa/Kelurahan": "Selat Hilir", "RT": "001", "RW": "002", "Alamat": "JL. MELATI NO. 3", "Desil": 2,
         "PKH": "YA", "BPNT/Sembako": "TIDAK", "BLT Dana Desa": "TIDAK", "PBI JKN": "YA"},
    ],
    "desa": [
        {"Kecamatan": "Selat", "Desa/Kelurahan": "Selat Hilir", "Jumlah Penduduk": 2100,
         "Jumlah Laki-laki": 1050, "Jumlah Perempuan": 1050, "Jumlah KK": 600, "Luas Wilayah (ha)": 1234.5,
         "Kepala Desa/Lurah": "BUDI CONTOH", "Status IDM": "MAJU", "Skor IDM": 0.7354},
        {"Kecamatan": "Kapuas Hilir", "Desa/Kelurahan": "Barimba", "Jumlah Penduduk": 210,
         "Jumlah Laki-laki": 100, "Jumlah Perempuan": 110, "Jumlah KK": 60},
    ],
}  # fmt: skip


def fill(form: Path, rows: list[dict[str, object]]) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[3] if cell.value}
    for number, row in enumerate(rows, 4):
        for header, value in row.items():
            sheet.cell(number, columns[header], value)
    book.save(form)


@pytest.fixture
def findings(kalteng: Callable[..., Any]) -> Callable[[Path], tuple[int, list[tuple[str, str]]]]:
    def ask(form: Path) -> tuple[int, list[tuple[str, str]]]:
        ran = kalteng("validate", form, "--format", "json")
        return ran.code, [
            (f["cell"], f["code"]) for one in json.loads(ran.out)["files"] for f in one["findings"]
        ]

    return ask


@pytest.mark.parametrize("kind", ["penduduk", "keluarga", "desa"])
@pytest.mark.parametrize("regency", ["62.03", None])
def test_a_form_filled_in_rightly_has_no_finding(
    kalteng: Callable[..., Any],
    findings: Callable[[Path], tuple[int, list[tuple[str, str]]]],
    tmp_path: Path,
    kind: str,
    regency: str | None,
) -> None:
    form = tmp_path / "f.xlsx"
    chosen = ["--kabupaten", regency] if regency else []
    ran = kalteng("template", kind, *chosen, "-o", form)
    assert (ran.code, ran.out) == (0, "")
    assert ("Kapuas" in ran.err) == bool(regency)
    fill(form, [row if regency else {**row, "Kabupaten/Kota": "Kapuas"} for row in FILLED[kind]])
    assert findings(form) == (0, [])
    looked = json.loads(kalteng("inspect", form, "--format", "json").out)
    (table,) = looked["tables"]
    sure = [column["confidence"] for column in table["columns"] if column["field"]]
    assert set(sure) == {1.0}
    assert len(sure) == {"penduduk": 24, "keluarga": 15, "desa": 11}[kind] + (0 if regency else 1)
    assert {"Petunjuk", "Kode Data"} <= {passed["sheet"] for passed in looked["passed_over"]}


def test_mistakes_in_a_form_are_found_at_their_cells(
    kalteng: Callable[..., Any],
    findings: Callable[[Path], tuple[int, list[tuple[str, str]]]],
    tmp_path: Path,
) -> None:
    form = tmp_path / "f.xlsx"
    assert kalteng("template", "penduduk", "--kabupaten", "Kapuas", "-o", form).code == 0
    wrong = [
        {**PEOPLE[0], "NIK": "620301170880000"},
        {**PEOPLE[1], "Desa/Kelurahan": "Entah Mana"},
        {**PEOPLE[2], "Jenis Kelamin": "X", "Status Perkawinan": "ENTAH"},
    ]
    fill(form, wrong)
    code, found = findings(form)
    assert code == 1
    assert {("B4", "KT103"), ("J5", "KT222"), ("E6", "KT141"), ("H6", "KT205")} <= set(found)


def test_a_form_of_villages_may_come_with_every_village_named(
    kalteng: Callable[..., Any],
    findings: Callable[[Path], tuple[int, list[tuple[str, str]]]],
    tmp_path: Path,
) -> None:
    form = tmp_path / "f.xlsx"
    assert kalteng("template", "desa", "--filled", "--rows", "5", "-o", form).code == 0
    assert findings(form) == (0, [])
    assert "1.571" in kalteng("inspect", form).out


def test_a_file_that_exists_is_replaced_only_by_force(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    form = tmp_path / "f.xlsx"
    form.write_text("milik orang", encoding="utf-8")
    ran = kalteng("template", "desa", "-o", form)
    assert (ran.code, ran.out) == (2, "")
    assert "--force" in ran.err
    assert form.read_text(encoding="utf-8") == "milik orang"
    assert kalteng("template", "desa", "--kabupaten", "62.08", "--force", "-o", form).code == 0
    assert openpyxl.load_workbook(form).sheetnames == ["Data Desa", "Petunjuk", "Kode Data"]


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 2)])
def test_a_person_at_a_terminal_is_asked(
    kalteng: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: bool, code: int
) -> None:
    form = tmp_path / "f.xlsx"
    form.write_text("milik orang", encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or answer)
    assert kalteng("template", "desa", "--kabupaten", "62.08", "-o", form, TERM="dumb").code == code
    assert len(asked) == 1
    assert kalteng("template", "desa", "--no-input", "-o", form).code == 2
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["desa", "--kabupaten", "Banjar", "-o", "f.xlsx"], "62.03 Kapuas"),
        (["desa", "--kabupaten", "6206", "-o", "f.xlsx"], "62.06 Katingan"),
        (["desa", "-o", "f.csv"], ".xlsx"),
        (["penduduk", "--filled", "-o", "f.xlsx"], "--filled"),
        (["warga", "-o", "f.xlsx"], "penduduk"),
        (["desa"], "-o"),
        (["desa", "--rows", "0", "-o", "f.xlsx"], "rows"),
    ],
)
def test_what_makes_no_form_is_refused_with_the_way_out(
    kalteng: Callable[..., Any], tmp_path: Path, args: list[str], said: str
) -> None:
    ran = kalteng("template", *args)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_unfilled_form_is_said_to_be_empty(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    assert kalteng("template", "desa", "-o", tmp_path / "f.xlsx").code == 0
    ran = kalteng("validate", tmp_path / "f.xlsx")
    assert ran.code == 2
    assert "f.xlsx" in ran.err
