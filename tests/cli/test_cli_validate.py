"""``kalteng validate`` from the shell: forms, marked copies, what was looked at, what is cut."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADS = ("NIK", "No KK", "Nama", "Jenis Kelamin", "Tanggal Lahir", "Hubungan Keluarga", "RT", "RW", "Desa",
         "Kecamatan", "Kabupaten")  # fmt: skip
PLACE = ("001", "002", "Selat Hilir", "Selat", "Kapuas")
PEOPLE = (
    ("6203011708800001", "6203010101100001", "BUDI CONTOH", "L", "17-08-1980", "KEPALA KELUARGA", *PLACE),
    ("620301570882000", "6203010101100001", "SITI CONTOH", "P", "17-08-1982", "ISTRI", *PLACE),
    ("6203010101100003", "6203010101100001", "ANDI CONTOH", "X", "01-02-2010", "ANAK", *PLACE),
)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A workbook with a NIK of 15 digits in A3 and an unknown sex in D4."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in (HEADS, *PEOPLE):
        book.active.append(row)
    path = tmp_path / "warga.xlsx"
    book.save(path)
    return path


def codes(ran: Any) -> list[str]:
    return [json.loads(line)["code"] for line in ran.out.splitlines()]


def answer(path: Path, code: str, text: str) -> None:
    """Write ``text`` under "looked at" beside the finding ``code``."""
    book = openpyxl.load_workbook(path)
    sheet = book["Masalah"]
    headers = [cell.value for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[headers.index("Kode")].value == code)
    row[headers.index("Sudah diperiksa")].value = text
    book.save(path)


FORMS = ("html", "sarif", "github", "junit", "csv", "json", "jsonl", "concise", "full")


@pytest.mark.parametrize(("form", "lang"), [(form, ("id", "en")[k % 2]) for k, form in enumerate(FORMS)])
def test_every_form_goes_to_stdout_and_to_a_file(
    kalteng: Callable[..., Any], faulty: Path, form: str, lang: str
) -> None:
    shown = kalteng("validate", faulty.name, "--format", form, "--lang", lang)
    assert shown.code == 1
    assert "KT103" in shown.out
    saved = kalteng("validate", faulty.name, "--format", form, "--lang", lang, "--output", "hasil")
    assert saved.code == 1
    assert saved.out == ""
    assert (faulty.parent / "hasil").read_text(encoding="utf-8") == shown.out


def test_a_marked_copy_is_checked_like_the_original(kalteng: Callable[..., Any], faulty: Path) -> None:
    ran = kalteng("validate", faulty, "--format", "xlsx", "--output", "hasil.xlsx")
    assert (ran.code, ran.out) == (1, "")
    assert "hasil.xlsx" in ran.err
    one, two = (kalteng("validate", name, "--format", "jsonl") for name in (faulty.name, "hasil.xlsx"))
    assert codes(one) == codes(two)
    assert "daftar temuan kalteng" in two.err
    book = openpyxl.load_workbook(faulty.parent / "hasil.xlsx")
    assert book["Data"]["A3"].fill.fill_type == "solid"
    assert "KT103" in book["Data"]["A3"].comment.text
    assert book["Data"]["A2"].fill.fill_type is None


def test_what_was_looked_at_stays_quiet_until_it_changes(kalteng: Callable[..., Any], faulty: Path) -> None:
    copy = faulty.parent / "hasil.xlsx"
    kalteng("validate", faulty, "--format", "xlsx", "--output", copy)
    for text, quiet in (("tidak", False), (" X ", True), ("ya", True)):
        answer(copy, "KT103", text)
        for words in (("validate", copy), ("validate", faulty, "--reviewed", copy)):
            ran = kalteng(*words, "--format", "jsonl")
            assert ("KT103" in codes(ran)) is not quiet
            assert ("1 lainnya sudah diperiksa" in ran.err) is quiet
    kalteng("validate", copy, "--format", "xlsx", "--output", "lagi.xlsx")
    again = openpyxl.load_workbook(faulty.parent / "lagi.xlsx")
    assert again["Data"]["A3"].fill.fill_type is None
    assert again["Data"]["A3"].comment is None
    assert "KT103" not in codes(kalteng("validate", "lagi.xlsx", "--format", "jsonl"))
    again["Data"]["A3"] = "620301570882001"
    again.save(faulty.parent / "lagi.xlsx")
    assert "KT103" in codes(kalteng("validate", "lagi.xlsx", "--format", "jsonl"))


def test_the_settings_keep_what_was_looked_at(kalteng: Callable[..., Any], faulty: Path) -> None:
    copy = faulty.parent / "hasil.xlsx"
    kalteng("validate", faulty, "--format", "xlsx", "--output", copy)
    answer(copy, "KT103", "x")
    told = kalteng("validate", faulty, "--reviewed", copy, "--verbose")
    line = next(line for line in told.err.splitlines() if "[reviewed]" in line).partition("]: ")[2]
    (faulty.parent / "kalteng.toml").write_text(f"[reviewed]\n{line}\n", encoding="utf-8")
    ran = kalteng("validate", faulty, "--format", "json")
    assert json.loads(ran.out)["totals"]["reviewed"] == 1
    (faulty.parent / "kalteng.toml").write_text('[reviewed]\n"warga.xlsx" = ["KT103"]\n', encoding="utf-8")
    wrong = kalteng("validate", faulty)
    assert (wrong.code, wrong.out) == (2, "")
    assert "kalteng.toml:2" in wrong.err


def test_when_all_is_looked_at_the_exit_code_is_0(kalteng: Callable[..., Any], faulty: Path) -> None:
    copy = faulty.parent / "hasil.xlsx"
    kalteng("validate", faulty, "--format", "xlsx", "--output", copy)
    for code in ("KT103", "KT141"):
        answer(copy, code, "x")
    assert kalteng("validate", copy).code == 0
    answer(copy, "KT301", "x")
    for form in ("jsonl", "concise", "github"):  # a form of a line a finding has none then
        assert kalteng("validate", copy, "--format", form).out == ""


def test_cutting_is_said_and_counts_and_exit_code_stay(kalteng: Callable[..., Any], faulty: Path) -> None:
    ran = kalteng("validate", faulty, "--format", "json", "--max-findings", "1", "--quiet")
    got = json.loads(ran.out)
    assert (ran.code, len(got["files"][0]["findings"])) == (1, 1)
    assert got["totals"]["listed"] == 1
    assert got["totals"]["findings"] > 1
    assert "1 dari" in ran.err


def test_several_files_get_their_copies_in_a_folder(
    kalteng: Callable[..., Any], faulty: Path, persons: Path
) -> None:
    ran = kalteng("validate", faulty, persons, "--format", "xlsx", "--output", "salinan")
    assert ran.code == 1
    folder = faulty.parent / "salinan"
    assert sorted(path.name for path in folder.iterdir()) == ["kapuas.csv.xlsx", "warga.xlsx"]
    assert openpyxl.load_workbook(folder / "kapuas.csv.xlsx").sheetnames == ["Data", "Masalah", "Ringkasan"]


def test_a_copy_has_a_place_of_its_own(kalteng: Callable[..., Any], faulty: Path, persons: Path) -> None:
    before = faulty.read_bytes()
    for words in (
        [faulty], [faulty, "--output", faulty], [faulty, "--output", faulty.parent],
        [faulty, persons, "--output", "satu.xlsx"], [faulty, "--output", "tidak/ada.xlsx"],
        [faulty, "--reviewed", faulty, "--output", "a.xlsx"],
        [faulty, "--reviewed", "tiada.xlsx", "--output", "a.xlsx"],
    ):  # fmt: skip
        ran = kalteng("validate", *words, "--format", "xlsx")
        assert (ran.code, ran.out) == (2, ""), words
        assert len(ran.err.splitlines()) == 2, words
    assert faulty.read_bytes() == before
    assert not (faulty.parent / "satu.xlsx").exists()


def test_junit_follows_fail_on(kalteng: Callable[..., Any], faulty: Path) -> None:
    ran = kalteng("validate", faulty, "--format", "junit", "--fail-on", "warning")
    root = ET.fromstring(ran.out)  # noqa: S314  what we wrote ourselves
    assert int(root.get("failures", 0)) >= 2


def test_files_in_a_zip_or_folder_are_checked_under_names_that_are_found_again(
    kalteng: Callable[..., Any], faulty: Path, tmp_path: Path
) -> None:
    (tmp_path / "kiriman").mkdir()
    with zipfile.ZipFile(tmp_path / "kiriman" / "desa.zip", "w") as archive:
        archive.write(faulty, "utara/warga.xlsx")
    faulty.rename(tmp_path / "kiriman" / "warga.xlsx")
    ran = kalteng("validate", "kiriman", "--format", "github")
    assert "file=kiriman/warga.xlsx,line=3" in ran.out
    assert "file=kiriman/desa.zip/utara/warga.xlsx,line=3" in ran.out
    shown = kalteng("inspect", "kiriman/desa.zip")
    assert (shown.code, "desa.zip/utara/warga.xlsx" in shown.out) == (0, True)
    cleaned = kalteng("clean", "kiriman", "-o", "bersih.csv")
    assert (cleaned.code, "kiriman" in cleaned.err) == (2, True)
    assert kalteng("clean", "kiriman/desa.zip", "-o", "bersih.csv").code == 0
    kalteng("validate", "kiriman/desa.zip", "--format", "xlsx", "--output", "tanda.xlsx")
    assert (tmp_path / "tanda.xlsx").exists()


def test_codes_of_villages_that_may_be_meant_are_told_and_are_no_secret(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    text = "NIK;Nama;JK;Tgl Lahir;Desa\n6203011708800001;BUDI CONTOH;L;17-08-1980;Batuah\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    ran = kalteng("validate", "a.csv", "--format", "jsonl", "--lang", "en")
    (found,) = (one for line in ran.out.splitlines() if (one := json.loads(line))["code"] == "KT228")
    assert all(code in found["message"] for code in ("62.02.12.2003", "62.03.08.2002", "62.13.08.2003"))
    explained = kalteng("rules", "KT222", "--lang", "en").out
    assert "Codes that may be meant: ..." in explained
