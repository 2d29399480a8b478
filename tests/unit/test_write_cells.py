"""Cells of a sheet formatted anew: wherever its bytes are cut, and whatever stands behind its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.model import Severity, column_index, column_letter
from kalteng_data.write.ooxml.cells import Paint, column_widths, repainted
from kalteng_data.write.ooxml.markup import MAIN, bare, with_attribute
from kalteng_data.write.ooxml.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAWING = '<legacyDrawing r:id="rId9"/>'
HEAD = f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" width="20" style="7"/></cols><sheetData>'
ROWS = (
    '<row r="2" spans="1:1"><c r="A2" s="3" t="s"><v>1</v></c></row>'
    '<row r="4" s="5" customFormat="1"><c r="B4"><f>A2&lt;1</f><v>2</v></c><c r="D4" t="b"><v>1</v></c></row>'
    '<row r="6"/>'
)
TAIL = (
    '</sheetData><conditionalFormatting sqref="A1"><cfRule type="x"><extLst><ext/></extLst></cfRule>'
    '</conditionalFormatting><rowBreaks count="1"><brk id="3"/></rowBreaks>{}<tableParts count="1">'
    '<tablePart r:id="rId4"/></tableParts><extLst><ext/></extLst></worksheet>'
)
SHEET = HEAD + ROWS + TAIL.format("")
WANTED = {1: [0], 2: [0, 2], 4: [0, 1, 2], 5: [1], 6: [2], 9: [1]}
EXPECTED = (
    HEAD + '<row r="1"><c r="A1" s="100"/></row>'
    '<row r="2"><c r="A2" s="103" t="s"><v>1</v></c><c r="C2" s="107"/></row>'
    '<row r="4" s="5" customFormat="1"><c r="A4" s="105"/><c r="B4" s="100"><f>A2&lt;1</f><v>2</v></c>'
    '<c r="C4" s="105"/><c r="D4" t="b"><v>1</v></c></row>'
    '<row r="5"><c r="B5" s="107"/></row><row r="6"><c r="C6" s="107"/></row>'
    '<row r="9"><c r="B9" s="107"/></row>' + TAIL.format(DRAWING)
)


def blocks(text: str, size: int) -> Iterator[bytes]:
    data = text.encode()
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("size", [3, 7, 11, 64, 200, 301, 500, 10_000])
def test_a_sheet_is_painted_alike_wherever_its_bytes_are_cut(size: int) -> None:
    painted = b"".join(
        repainted(blocks(SHEET, size), WANTED, lambda _row, _column, base: base + 100, DRAWING)
    )
    assert painted.decode() == EXPECTED


def test_a_sheet_of_which_nothing_is_wanted_stays_as_it_is() -> None:
    assert b"".join(repainted(blocks(SHEET, 50), {}, lambda *_: 1)).decode() == SHEET


def test_a_sheet_without_rows_gets_them() -> None:
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    painted = b"".join(repainted([empty.encode()], {3: [1]}, lambda *_: 8))
    assert b'<sheetData><row r="3"><c r="B3" s="8"/></row></sheetData>' in painted


def test_widths_are_read_from_the_head_alone() -> None:
    head = HEAD.encode() + b'<row><col min="1" max="1" width="99"/></row>'
    assert column_widths(head) == {1: 145, 2: 145}
    assert column_widths(b'<x:cols><x:col min="1" max="1" width="9" hidden="1"/></x:cols><x:sheetData>') == {
        0: 0
    }


def test_attributes_are_set_once() -> None:
    assert with_attribute('<c r="A1"/>', "s", "3") == '<c r="A1" s="3"/>'
    assert with_attribute("<c s='1' r=\"A1\">", "s", "3") == '<c s="3" r="A1">'
    assert with_attribute('<xf xfs="1">', "s", "3") == '<xf xfs="1" s="3">'


def test_a_prefix_of_the_main_namespace_is_taken_off_and_others_stay() -> None:
    text = f'<x:a xmlns:x="{MAIN}" xmlns:y="other"><x:b/><y:c>x:d</y:c></x:a>'
    assert bare(text) == f'<a xmlns="{MAIN}" xmlns:y="other"><b/><y:c>x:d</y:c></a>'


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="3"><fill/><fill/>'
    '<fill><patternFill patternType="solid"/></fill></fills><borders count="1"><border/></borders>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" fillId="2"><alignment wrapText="1"/></xf>'
    "</cellXfs></styleSheet>"
)


def test_a_format_keeps_all_but_its_fill_and_is_made_once() -> None:
    styles = Styles(STYLES)
    first = styles.marked(1, Severity.ERROR)
    assert (first, styles.marked(1, Severity.ERROR), styles.marked(1, Severity.NOTE)) == (2, 2, 3)
    text = styles.text()
    assert '<cellXfs count="4">' in text
    assert '<xf numFmtId="14" fillId="3" applyFill="1"><alignment wrapText="1"/></xf>' in text
    assert '<fills count="5">' in text
    assert Styles(STYLES).text() == STYLES


def test_a_mark_can_be_taken_off_again() -> None:
    before = Styles(STYLES)
    fill = before.fill_of(1)
    marked = before.marked(1, Severity.ERROR)
    after = Styles(before.text())
    assert after.fill_of(Paint(None, fill).over(marked, after)) == fill
    assert after.fill_of(Paint(None, "").over(marked, after)) == ""
    assert after.fill_of(Paint(Severity.NOTE, fill).over(marked, after)) not in {fill, after.fill_of(marked)}


def test_columns_have_the_names_of_spreadsheets() -> None:
    assert [column_index(column_letter(k)) for k in range(800)] == list(range(800))
    assert (column_index("a"), column_index("XFD")) == (0, 16_383)
