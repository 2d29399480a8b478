from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kalteng_data.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADERS = ("No", "NIK", "Nama Lengkapp", "JK", "Tgl Lahir", "No Rumah", "Kode Desa", "Desa")
NIKS = ("6203011708800001", "6203015708820002", "6203012512900003")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a title, a misspelt header, a column of the regency's own, hidden parts."""
    path = tmp_path / "kiriman.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Data"
    sheet.append(("DATA PENDUDUK",))
    sheet.append(())
    sheet.append(HEADERS)
    sheet.append((1, NIKS[0], "BUDI CONTOH", "L", "17-08-1980", "12A", "62.03.01.1007", "SELAT HILIR"))
    sheet.append((2, NIKS[1], "SITI CONTOH", "P", "17-08-1982", None, "62.03.01.1007", "SELAT HILIR"))
    sheet.append((3, NIKS[2], "ANDI CONTOH", "L", "25-12-1990", "   ", "62.03.01.1007", "SELAT HILIR"))
    sheet.append((None, "JUMLAH", 3))
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["E"].hidden = True
    codes = workbook.create_sheet("Rahasia")
    codes.append(("NIK", "Nama"))
    codes.sheet_state = "hidden"
    workbook.save(path)
    return path


def test_json_tells_all_that_was_made_of_a_file(kalteng: Callable[..., Any], book: Path) -> None:
    ran = kalteng("inspect", book, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    document = json.loads(ran.out)
    (table,) = document["tables"]
    assert (table["sheet"], table["header_row"], table["rows"]) == ("Data", 3, 3)
    columns = {column["header"]: column for column in table["columns"]}
    assert [columns[h]["field"] for h in ("NIK", "Nama Lengkapp", "No Rumah")] == ["nik", "nama", None]
    assert columns["Nama Lengkapp"]["confidence"] < 1
    assert columns["Nama Lengkapp"]["reason"].startswith("spelling")
    assert (columns["No Rumah"]["filled"], columns["No Rumah"]["fill_rate"]) == (1, 0.3333)
    assert columns["NIK"]["examples"][0] == "6203**********01"
    assert {one["field"]: one["decision"] for one in table["decisions"]} == {
        "tanggal_lahir": "dmy", "kode_desa": "kemendagri",
    }  # fmt: skip
    assert table["hidden"] == {"rows": 1, "columns": 1}
    assert {"reason": "total", "rows": 1, "at": [7]} in table["skipped"]
    assert document["passed_over"] == [{"file": "kiriman.xlsx", "sheet": "Rahasia", "reason": "hidden"}]


@pytest.mark.parametrize("form", ["text", "json"])
def test_nobody_is_named(kalteng: Callable[..., Any], book: Path, form: str) -> None:
    shown = kalteng("inspect", book, "--format", form).out
    assert [secret for secret in (*NIKS, "BUDI", "CONTOH", "17-08", "12A") if secret in shown] == []


def test_the_text_says_the_same_in_words(kalteng: Callable[..., Any], book: Path) -> None:
    shown = kalteng("inspect", book, "--lang", "en").out
    for words in (
        "33%", "6203**********01", "its header, misspelt", "header not known", "known, not used",
        "1 rows, 1 columns", "day first: 3", "dates are written day-month-year", "place codes of Kemendagri",
        "sheet Rahasia was not read (hidden sheet)", "1 lines skipped (totals): 7",
    ):  # fmt: skip
        assert words in shown


def test_the_lines_for_kalteng_toml_read_as_settings_and_hold(
    kalteng: Callable[..., Any], book: Path, tmp_path: Path
) -> None:
    lines = json.loads(kalteng("inspect", book, "--format", "json").out)["settings"]
    assert lines in kalteng("inspect", book).out
    home = tmp_path / "w"
    home.mkdir()
    text = lines.replace('"Nama Lengkapp" = "nama"', '"Nama Lengkapp" = "nama_ayah"')
    text = text.replace('# "No Rumah" = ', '"No Rumah" = "alamat"')
    (home / "kalteng.toml").write_text(text, encoding="utf-8")
    (source,) = load_settings(home, environ={})[0].source
    assert (source.name, source.sheet, source.header_row, source.codes) == (
        "kiriman",
        "Data",
        3,
        "kemendagri",
    )
    again = json.loads(kalteng("inspect", book, "--format", "json", "--workspace", home).out)
    fields = {column["header"]: column["field"] for column in again["tables"][0]["columns"]}
    assert (fields["Nama Lengkapp"], fields["No Rumah"]) == ("nama_ayah", "alamat")


def test_headers_that_stand_twice_are_named_by_their_cells(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "dua.csv"
    file.write_text("NIK;Nama;Blok;Blok\n6203011708800001;BUDI CONTOH;x;\n", encoding="utf-8")
    lines = json.loads(kalteng("inspect", file, "--format", "json").out)["settings"]
    assert '# "C1" = ' in lines
    assert '# "D1" = ' in lines
    assert tomllib.loads(lines)["source"][0]["header_row"] == 1


def test_what_a_layout_and_decisions_rest_on_is_said_in_words(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    rows = "".join(
        f"620301{day}088000{i:02d};ORANG CONTOH;{sex};{role};{job};7\n"
        for i, (day, sex, role, job) in enumerate([(17, "L", 1, 9), (57, "P", 3, 2), (18, "L", 4, 3)] * 2)
    )
    file = tmp_path / "a.csv"
    file.write_text("NIK;Nama;JK;SHDK;Pekerjaan;id_pendidikan_dukcapil\n" + rows, encoding="utf-8")
    for lang, words in (
        (
            "id",
            ("angka tanpa arti: 6", "SHDK 2: 0 3: 2 4: 2 laki-laki di bawah 3: 0", "judulnya: id_pendidikan"),
        ),
        (
            "en",
            (
                "numbers without a meaning: 6",
                "role 2: 0 3: 2 4: 2 men under 3: 0",
                "its header: id_pendidikan",
            ),
        ),
    ):
        shown = kalteng("inspect", file, "--lang", lang).out
        assert [said for said in words if said not in shown] == []
