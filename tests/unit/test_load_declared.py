from __future__ import annotations

import datetime as dt
from pathlib import Path  # noqa: TC003  the tests make files by it

import openpyxl
import pytest

from kalteng_data.errors import InputError
from kalteng_data.model import Level
from kalteng_data.pipeline.intake import Intake, take_in
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings, SourceSettings, named_sources

COLUMNS = {"x1": "nik", "x2": "nama", "x3": "desa"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two sheets; in the first the header is in row 3 and has words that mean nothing."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Isi"
    for row in (["catatan"], [], ["x1", "x2", "x3"], ["6203011708800001", "BUDI", "Selat Tengah"]):
        sheet.append(row)
    other = made.create_sheet("Lama")
    for row in (["NIK", "NAMA", "DESA"], ["6203015708820002", "SITI", "Selat Tengah"]):
        other.append(row)
    path = tmp_path / "data.xlsx"
    made.save(path)
    return path


def taken(book: Path, **declared: object) -> Intake:
    source = SourceSettings(name="data", level=Level.KABUPATEN, columns=COLUMNS, **declared)  # type: ignore[arg-type]
    sources = named_sources({Level.KABUPATEN: [book]})
    return take_in(sources, Settings(source=(source,)), today=dt.date(2026, 11, 24), progress=Silent())


def test_the_declared_sheet_and_header_row_are_read_whatever_their_words(book: Path) -> None:
    intake = taken(book, sheet="Isi", header_row=3)
    assert intake.people.select("row", "nama").rows() == [(4, "BUDI")]
    assert [(p.sheet, p.reason) for p in intake.passed_over] == [("Lama", "not-asked")]


def test_a_header_row_without_a_header_is_named(book: Path) -> None:
    with pytest.raises(InputError) as caught:
        taken(book, sheet="Isi", header_row=2)
    assert caught.value.code == "no-header-row"
    assert caught.value.details == {"file": "data.xlsx", "sheet": "Isi", "row": 2}


def test_a_sheet_that_is_not_there_leaves_nothing_to_read(book: Path) -> None:
    with pytest.raises(InputError):
        taken(book, sheet="Baru")
