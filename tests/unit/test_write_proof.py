"""A marked copy that is broken, or says something else, takes nobody's place."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kalteng_data.errors import InputError
from kalteng_data.write import proof
from kalteng_data.write.beside import written_beside
from kalteng_data.write.proof import prove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def book(path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Data"
    for row in (("NIK", "Nama"), ("6206031708800001", "BUDI"), (7, None)):
        sheet.append(row)
    made.create_sheet("Masalah").append(("lama",))
    made.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    copy = path.with_name("hasil.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(copy, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return copy


BROKEN: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a tag left open": (SHEET, lambda xml: xml.replace(b"</sheetData>", b"")),
    "words behind the end": ("xl/styles.xml", lambda xml: xml + b"<x/>"),
    "a cell that says something else": (SHEET, lambda xml: xml.replace(b"<v>7</v>", b"<v>8</v>")),
    "a cell that is gone": (SHEET, lambda xml: re.sub(rb'<c r="A3".*?</c>', b"", xml)),
    "a row that is gone": (SHEET, lambda xml: re.sub(rb'<row r="3".*?</row>', b"", xml)),
    "a cell too many": (SHEET, lambda xml: xml.replace(b"</row>", b'<c r="D1"><v>1</v></c></row>', 1)),
    "a row too many": (
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'<row r="9"><c r="A9"><v>1</v></c></row></sheetData>'),
    ),
    "a sheet that is gone": ("xl/workbook.xml", lambda xml: xml.replace(b'"Data"', b'"Lain"')),
    "a workbook that is none": ("xl/workbook.xml", lambda _: b"<x/>"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_or_changed_is_found(what: str, tmp_path: Path) -> None:
    source = book(tmp_path / "warga.xlsx")
    part, change = BROKEN[what]
    copy = changed(source, part, change)
    with pytest.raises(InputError) as caught:
        prove(copy, source, "warga.xlsx", [part], ())
    assert (caught.value.code, caught.value.details) == ("cannot-mark", {"file": "warga.xlsx"})


SOUND: dict[str, Callable[[bytes], bytes]] = {
    "as it was": lambda xml: xml,
    "blank cells with a colour": lambda xml: xml.replace(
        b"</sheetData>", b'<row r="9"><c r="F9" s="0"/></row></sheetData>'
    ),
}


@pytest.mark.parametrize("what", SOUND)
def test_marks_change_nothing(what: str, tmp_path: Path) -> None:
    source = book(tmp_path / "warga.xlsx")
    prove(changed(source, SHEET, SOUND[what]), source, "warga.xlsx", [SHEET], ())


def test_our_own_list_is_written_anew(tmp_path: Path) -> None:
    source = book(tmp_path / "warga.xlsx")
    copy = changed(source, "xl/worksheets/sheet2.xml", lambda xml: re.sub(rb"<row.*</row>", b"", xml))
    prove(copy, source, "warga.xlsx", [], {"Masalah"})
    with pytest.raises(InputError):
        prove(copy, source, "warga.xlsx", [], ())


def test_the_cells_of_a_large_copy_are_taken_on_trust_and_its_parts_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "_COMPARED", 0)
    source = book(tmp_path / "warga.xlsx")
    prove(changed(source, SHEET, lambda xml: xml.replace(b"7", b"8")), source, "warga.xlsx", [SHEET], ())
    with pytest.raises(InputError):
        prove(changed(source, SHEET, lambda xml: xml[:-9]), source, "warga.xlsx", [SHEET], ())


def test_what_is_objected_to_takes_nobodys_place(tmp_path: Path) -> None:
    place = tmp_path / "hasil.xlsx"
    place.write_bytes(b"yang lama")

    def object_to(_beside: Path) -> None:
        raise InputError("cannot-mark", file="x")

    with pytest.raises(InputError), written_beside(place, object_to) as target:
        target.write(b"yang baru")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("hasil.xlsx", b"yang lama")]
