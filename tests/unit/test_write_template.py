from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from kalteng_data import reference
from kalteng_data.catalogue import LANGUAGES, word
from kalteng_data.errors import SettingsError
from kalteng_data.load.synonyms import claim
from kalteng_data.model import Kind
from kalteng_data.pipeline.templates import make_template, regency_of
from kalteng_data.standardise.labels import FIELDS as CODED
from kalteng_data.write.template_checks import MESSAGE_MOST, TITLE_MOST
from kalteng_data.write.template_columns import Check, choices, form_columns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("form") / "f.xlsx"
    make_template(Kind.PENDUDUK, path, regency="62.03", rows=200, filled=False)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("kind", Kind)
def test_every_header_is_known_to_the_loader_and_explained(kind: Kind) -> None:
    for column in form_columns(kind):
        found = claim(column.header)
        assert found is not None
        assert found.confidence == 1.0
        assert found.field == (None if column.field == "keterangan" else column.field)
        for lang in LANGUAGES:
            assert len(word(f"form.note.{column.field}", lang)) <= MESSAGE_MOST


def test_what_a_spreadsheet_would_cut_off_is_short_enough() -> None:
    assert len(word("form.wrong", "id")) <= TITLE_MOST
    for check in set(Check) - {Check.TEXT}:
        assert len(word(f"form.{check}_wrong", "id")) <= MESSAGE_MOST


def test_choices_are_the_labels_of_the_code_lists() -> None:
    for field in CODED:
        assert list(choices(field)) == reference.codes(field, reference.ADMINDUK)["label"].to_list()


def test_headers_are_locked_and_cells_below_open(form: Any) -> None:
    sheet = form.worksheets[0]
    assert sheet.protection.sheet
    assert sheet.protection.sort is False  # False allows: the attribute says what is forbidden
    assert sheet.freeze_panes == "D4"
    assert sheet["B3"].protection.locked
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["C"].protection.locked
    assert sheet.column_dimensions["A"].number_format == "@"
    assert all(form[name].protection.sheet for name in ("Petunjuk", "Kode Data"))


def test_every_header_has_a_note_and_every_checked_column_a_message(form: Any) -> None:
    sheet = form.worksheets[0]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    for index, column in enumerate(c for c in form_columns(Kind.PENDUDUK) if c.field != "kabupaten"):
        cell = sheet.cell(3, index + 1)
        assert cell.value == column.header
        assert cell.comment is not None
        if column.check is not Check.TEXT:
            rule = rules[f"{cell.column_letter}4"]
            assert str(rule.sqref).endswith("203")
            assert rule.showErrorMessage
            assert rule.error == word(f"form.{column.check}_wrong", "id")
            assert len(rule.formula1) <= 255


def test_villages_follow_their_kecamatan_and_are_all_of_the_regency(form: Any) -> None:
    lists = form["Kode Data"]
    keys, names = ([c.value for c in lists[letter][2:] if c.value] for letter in "BC")
    expected = reference.villages().filter(pl.col("kode_kabupaten") == "62.03")
    assert set(zip(keys, names, strict=True)) == set(expected.select("kecamatan", "nama_desa").rows())
    assert len(names) == expected.height
    assert keys == sorted(keys)
    rules = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in form.worksheets[0].data_validations.dataValidation
    }
    assert "OFFSET" in rules["J4"]
    assert "$I4" in rules["J4"]


def test_a_form_filled_with_villages_checks_at_least_their_rows(tmp_path: Path) -> None:
    count, name = make_template(Kind.DESA, tmp_path / "f.xlsx", regency="Sukamara", rows=1, filled=True)
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets[0]
    assert (count, name) == (32, "Sukamara")
    assert [c.value for c in sheet[3]][:2] == ["Kecamatan", "Desa/Kelurahan"]
    assert sheet["A2"].value == "KABUPATEN/KOTA : Sukamara"
    assert sheet.max_row == 3 + count
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert f"B4:B{3 + count}" in rules


@pytest.mark.parametrize("text", ["62.03", "6203", "Kapuas", "kab. kapuas", "Kabupaten KAPUAS"])
def test_a_regency_is_named_by_code_or_name(text: str) -> None:
    assert regency_of(text) == ("62.03", "Kapuas")


def test_the_city_is_found_with_and_without_its_kind() -> None:
    assert {regency_of(text)[0] for text in ("62.71", "Palangka Raya", "Kota Palangkaraya")} == {"62.71"}


@pytest.mark.parametrize("text", ["6206", "62.99", "Banjar", "", "a"])
def test_what_two_schemes_understand_differently_or_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        regency_of(text)
    assert "62.06 Katingan" in refused.value.details["known"]
