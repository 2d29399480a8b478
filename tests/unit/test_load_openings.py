"""What the bytes of a sheet's XML tell: how far its cells reach, and which cells are numbers."""

from __future__ import annotations

import pytest

from kalteng_data.load import openings
from kalteng_data.load.openings import Block, is_loose

ROWS = (
    b'<row r="7"><c r="B7"><v>1</v></c><c r="BA7"><v>2</v></c></row>'
    b'<row r="8"><c r="B8" s="3"><v>1</v></c></row>'
    b'<row r="9"><c r="B9" t="n"><v>1</v></c></row>'
    b'<row r="10"><c r="B10" s="3" t="n"><v>1</v></c></row>'
    b'<row r="11"><c r="B11" t="s"><v>1</v></c></row>'
    b'<row r="12"><c r="B12" s="3" t="inlineStr"><is><t>x</t></is></c></row>'
    b'<row r="13"><c r="B13" s="3"/><c r="C13"><v>1</v></c></row>'
)


def test_cells_without_type_and_of_type_n_are_numbers() -> None:
    assert Block.of(ROWS).numbers(b"B") == ([7, 8, 9, 10], True)
    assert Block.of(ROWS).numbers(b"BA") == ([7], True)
    assert Block.of(ROWS).numbers(b"D") == ([], False)


@pytest.mark.parametrize("size", [4, 16, 64])
def test_addresses_are_found_across_chunks(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = Block.of(ROWS).addresses.tolist()
    monkeypatch.setattr(openings, "_CHUNK", size)
    assert Block.of(ROWS).addresses.tolist() == whole
    assert [ROWS[at : at + 4] for at in whole] == [b' r="'] * ROWS.count(b' r="')


def test_the_last_row_is_the_largest_number() -> None:
    assert Block.of(ROWS).last_row() == 13
    assert Block.of(b"<row><c><v>1</v></c></row>").last_row() == 0
    assert Block.of(b'<row r="000000001048577">').last_row() > 1_048_576


@pytest.mark.parametrize(
    ("cell", "far"),
    [
        (b"A1", False), (b"Z999999", False), (b"AU99999", False), (b"au5", False), (b"B1048576", True),
        (b"AV1", True), (b"BA1", True), (b"AAA1", True), (b"XFD1048576", True), (b"av1", True),
        (b"AU1048576", True),
    ],
)  # fmt: skip
def test_only_cells_that_may_be_too_far_are_asked_for_exactly(cell: bytes, far: bool) -> None:
    assert Block.of(b'<c r="' + cell + b'" s="12" t="s"><v>1234567</v></c>').may_be_far() is far


@pytest.mark.parametrize(
    ("xml", "loose"),
    [(b'<c r ="A1">', True), (b'<c r= "A1">', True), (b'<c r="A1"><t>a = b</t>', False), (b"", False),
     (b'<x:row r="1">', True), (b'<x:c r="A1">', True), (b"<c r='A1'>", True),
     (b"<t>jam 12:00, a:b</t>", False)],
)  # fmt: skip
def test_blanks_about_equals_signs_and_prefixes_are_seen(xml: bytes, loose: bool) -> None:
    assert is_loose(xml) is loose


@pytest.mark.parametrize(
    ("xml", "remarkable"),
    [
        (b'<row r="1" hidden="1">', True), (b'<col min="1" max="1" hidden ="1"/>', True),
        (b'<mergeCell ref="A1:B2"/>', True), (b'<c r="A1" t="s" s="3"><v>1</v></c>', False),
    ],
)  # fmt: skip
def test_blocks_that_may_hide_or_merge_are_known(xml: bytes, remarkable: bool) -> None:
    assert Block.of(xml).remarkable is remarkable


@pytest.mark.parametrize(
    ("xml", "unplaced"),
    [
        (b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>2</v></c></row>', False),
        (b'<row r="1"><c r="A1"/><c><v>2</v></c></row>', True),
        (b'<row r="1"><c s="1"><v>2</v></c><c r="B1"/></row>', True),
        (b'<row><c/><c r="B1"/></row>', True),
    ],
)
@pytest.mark.parametrize("before", [0, 1 << 18, (1 << 18) - 30])
def test_a_cell_without_an_address_is_seen(xml: bytes, unplaced: bool, before: int) -> None:
    assert Block.of(b" " * before + xml + b" " * 40).unplaced is unplaced
