"""What a workbook of a few kilobytes may state of itself, told before a reader believes it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest
from benchmarks.fuzz.binary import record, table, xlsb

from kalteng_data.errors import InputError
from kalteng_data.load import odsxml, oldbook, records
from kalteng_data.load.compound import streams

GOLDEN = Path(__file__).parents[1] / "golden"
XLS = (GOLDEN / "warga_libreoffice.xls").read_bytes()
SHEET = '<table:table table:name="Data &amp; lain"><table:table-row>{}</table:table-row>{}</table:table>'


def ods(tmp_path: Path, sheet: str) -> Path:
    """The golden workbook with one sheet more, put together by hand."""
    path = tmp_path / "buatan.ods"
    sound = io.BytesIO((GOLDEN / "warga_libreoffice.ods").read_bytes())
    with zipfile.ZipFile(sound) as book, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            content = book.read(name)
            if name == "content.xml":
                content = content.replace(b"<table:table ", sheet.encode() + b"<table:table ", 1)
            copy.writestr(name, content)
    return path


def cell(attributes: str = "", text: str = "x") -> str:
    head = f'<table:table-cell office:value-type="string" {attributes}>'
    return f"{head}<text:p>{text}</text:p></table:table-cell>"


def blank(columns: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{columns}"/>'


def rows(number: int, cells: str) -> str:
    return f'<table:table-row table:number-rows-repeated="{number}">{cells}</table:table-row>'


WIDE = 'table:number-columns-repeated="{}"'
SOUND = {
    "blank cells to the end of the row": SHEET.format(cell() + blank(16_383), ""),
    "blank rows to the end of the sheet": SHEET.format(cell(), rows(1_048_575, blank(16_384))),
    "a last row": SHEET.format(cell(), rows(1_048_574, blank(1)) + rows(1, cell())),
    "a wide row": SHEET.format(cell(WIDE.format(16_384)), ""),
    "an empty sheet": '<table:table table:name="a"/>',
}
FAR = {
    "a cell that fills the sheet": SHEET.format("", rows(1_048_576, cell(WIDE.format(16_384)))),
    "a last cell": SHEET.format("", rows(1_048_575, blank(1)) + rows(1, blank(16_383) + cell())),
    "a number in entities": SHEET.format(cell("table:number-columns-repeated='&#57;99999999'"), ""),
    "a formula": SHEET.format(f'<table:table-cell table:formula="of:=1" {WIDE.format(10**12)}/>', ""),
    "blanks before a cell": SHEET.format(blank(10**9) + cell(), ""),
    "a number of a thousand digits": SHEET.format(cell(WIDE.format("9" * 1000)), ""),
}


@pytest.mark.parametrize("what", SOUND)
def test_an_ods_may_be_wide_or_high_and_blank(what: str, tmp_path: Path) -> None:
    odsxml.check_extents(ods(tmp_path, SOUND[what]), "a.ods")


@pytest.mark.parametrize("what", FAR)
def test_an_ods_that_unfolds_beyond_memory_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        odsxml.check_extents(ods(tmp_path, FAR[what]), "a.ods")
    assert (caught.value.code, caught.value.details["sheet"]) == ("far-cell", "Data & lain")


def test_an_ods_with_endless_blanks_in_a_cell_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path, SHEET.format(cell("", '<text:s text:c="99999999999"/>'), ""))
    with pytest.raises(InputError) as caught:
        odsxml.check_extents(path, "a.ods")
    assert caught.value.code == "truncated"


def altered(tmp_path: Path, pattern: bytes, at: int, piece: bytes) -> Path:
    """The golden old workbook with some bytes of the first record that looks like ``pattern`` overwritten."""
    found = re.search(pattern, XLS, re.DOTALL)
    assert found is not None
    path = tmp_path / "buatan.xls"
    start = found.start() + at
    path.write_bytes(XLS[:start] + piece + XLS[start + len(piece) :])
    return path


def test_a_sound_old_workbook_passes(tmp_path: Path) -> None:
    oldbook.check_extents(altered(tmp_path, b"", 0, b""), "a.xls")
    assert "Workbook" in streams(XLS)


IMPOSSIBLE = {
    "a column beyond the last": (rb"\xfd\x00\x0a\x00", 6, b"\xff\xff"),
    "rows beyond the last": (rb"\x00\x02\x0e\x00", 4, struct.pack("<2I", 0, 1 << 30)),
    "columns beyond the last": (rb"\x00\x02\x0e\x00", 12, struct.pack("<2H", 0, 60_000)),
    "a list of two thousand million texts": (rb"\xfc\x00..", 8, struct.pack("<I", 0x7FFFFFFF)),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_cannot_be_in_an_old_workbook_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        oldbook.check_extents(altered(tmp_path, *IMPOSSIBLE[what]), "a.xls")
    assert caught.value.code == "truncated"


def test_sectors_in_a_circle_are_refused(tmp_path: Path) -> None:
    (first,) = struct.unpack_from("<I", XLS, 76)
    (directory,) = struct.unpack_from("<I", XLS, 48)
    place = 512 + first * 512 + directory * 4
    path = tmp_path / "lingkaran.xls"
    path.write_bytes(XLS[:place] + struct.pack("<I", directory) + XLS[place + 4 :])
    with pytest.raises(InputError) as caught:
        oldbook.check_extents(path, "a.xls")
    assert caught.value.code == "truncated"


def test_sheets_that_all_lie_in_one_place_are_refused() -> None:
    """Each is laid out for itself: a thousand of them take a thousand times the memory."""
    record = b"\x85\x00\x09\x00" + struct.pack("<IHB", 0, 0, 1) + b"\x00A"
    book = record * 1000 + b"\x0a\x00\x00\x00"
    assert not oldbook._is_sound(book)


def test_an_old_workbook_whose_book_cannot_be_found_is_refused(tmp_path: Path) -> None:
    """A reader that looks for it elsewhere may ask for any memory."""
    place = XLS.index("Workbook".encode("utf-16-le")) + 116
    path = tmp_path / "hilang.xls"
    path.write_bytes(XLS[:place] + struct.pack("<I", 0x00FF_FFFF) + XLS[place + 4 :])
    with pytest.raises(InputError) as caught:
        oldbook.check_extents(path, "a.xls")
    assert caught.value.code == "truncated"


def test_a_record_that_is_too_short_for_its_row_says_nothing_of_where_a_reader_stops(tmp_path: Path) -> None:
    sound = xlsb({"Data": table([["NIK", "Nama"], ["6206031708800001", "BUDI"]])}, inline=True)
    end = record(146)
    far = record(0, b"\x01") + record(6, struct.pack("<III", 2_000_000, 0, 1) + b"x\0")
    path = tmp_path / "buatan.xlsb"
    with zipfile.ZipFile(io.BytesIO(sound)) as book, zipfile.ZipFile(path, "w") as copy:
        for name in book.namelist():
            copy.writestr(name, book.read(name).replace(end, far + end))
    with pytest.raises(InputError) as caught:
        records.check_extents(path, "buatan.xlsb")
    assert caught.value.code == "truncated"


@pytest.mark.parametrize("tag", ["</table:table>", "</table:table-row>", "</table:table-cell>", "</text:p>"])
def test_an_ods_that_closes_less_than_it_opens_is_refused(tag: str, tmp_path: Path) -> None:
    """A reader would wait for the end of what never ends."""
    sheet = SHEET.format(cell(), "")
    with pytest.raises(InputError) as caught:
        odsxml.check_extents(ods(tmp_path, sheet.replace(tag, "")), "buatan.ods")
    assert caught.value.code == "truncated"
