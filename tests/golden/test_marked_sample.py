"""Marked copies of the sample: another program opens them and finds all that was there."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kalteng_data import report
from kalteng_data.load.own import LIST_SHEET, SUMMARY_SHEET
from kalteng_data.pipeline.intake import Intake, take_in
from kalteng_data.pipeline.marking import mark_copies
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings, named_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "sample_data"
FILES = [SAMPLE / "kabupaten" / "opensid_katingan.xlsx", SAMPLE / "kabupaten" / "desa_seruyan.xlsx"]


def check(path: Path) -> tuple[Intake, report.Checked]:
    found = take_in(named_sources({None: [path]}), Settings(), today=dt.date(2026, 11, 24), progress=Silent())
    known = report.marks(found.earlier, {}, found.tables, None)
    return found, report.checked(found.findings, found.tables, found.tallies(), known, "id")


def cells(path: Path) -> Iterator[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title not in {LIST_SHEET, SUMMARY_SHEET}:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        yield sheet.title, cell.coordinate, cell.value, cell.number_format, cell.font.b


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_copy_holds_what_its_sender_wrote_and_is_found_fault_with_alike(path: Path, tmp_path: Path) -> None:
    found, checked = check(path)
    ((copy, mine),) = mark_copies(found, checked, tmp_path / "salinan.xlsx", into_folder=False)
    assert mine.found.height == checked.found.height
    assert list(cells(copy)) == list(cells(path))
    again = check(copy)[1].listed
    columns = ["code", "sheet", "cell", "row", "raw_value", "raw_detail"]
    assert again.select(columns).equals(checked.listed.select(columns))
    marked = openpyxl.load_workbook(copy)[LIST_SHEET]
    assert marked.max_row == 3 + checked.found.height
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(copy) as two:
        assert two.testzip() is None
        assert set(one.namelist()) <= set(two.namelist())
