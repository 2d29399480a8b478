"""A marked copy: the sender's workbook with colours, notes and lists, and all else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from kalteng_data.errors import InputError, OutputError
from kalteng_data.load import own, read_earlier
from kalteng_data.model import Severity, Source
from kalteng_data.write.marked import Copy, write_marked
from kalteng_data.write.ooxml.sheets import Layout, Listing
from kalteng_data.write.ooxml.styles import FILLS, Role

if TYPE_CHECKING:
    from pathlib import Path

MARKS = {"sheet": pl.String, "spot": pl.String, "severity": pl.String, "note": pl.String}
FORMER = {"sheet": pl.String, "cell": pl.String, "fill": pl.String}
SPOTS = [
    ("Data Warga", "B6", "error", "NIK pendek"),
    ("Data Warga", "B6", "note", "catatan"),
    ("Data Warga", "D5", "note", "periksa"),
    ("Data Warga", "F7", "warning", "tanggal <b>kosong</b> & aneh"),
    ("Data Warga", "B40", "error", "baris tidak ada"),
    ("Data Warga", "J8", "warning", "desa kosong"),
    ("Data Warga", "B9", "warning", "sel tidak ada"),
]
MARKED = {"B6", "D5", "F7", "B40", "J7", "B9"}
"""J8 lies in the merged range J7:J9, which its first cell shows."""


def rich(path: Path) -> Path:
    """A workbook with one of everything that offices use."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data Warga"
    sheet["A1"] = "DAFTAR PENDUDUK"
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True, size=16, color="FF006600")
    sheet["A1"].alignment = Alignment(horizontal="center")
    for column, head in enumerate(("No", "NIK", "No KK", "Nama", "JK", "Tanggal Lahir"), 1):
        cell = sheet.cell(4, column, head)
        cell.fill = PatternFill("solid", fgColor="FF1F4E78")
        cell.border = Border(*[Side("thin")] * 4)
    for row in range(5, 12):
        sheet.cell(row, 1, row - 4).number_format = "000"
        for column in (2, 3, 4, 5, 6):
            if (row, column) in {(7, 6), (9, 2)}:
                continue
            cell = sheet.cell(row, column, f"isi {row} {column} <&>")
            cell.number_format = "@"
            cell.font = Font(name="Arial", size=10, italic=column == 4)
            cell.protection = Protection(locked=column == 3)
            if row % 2:
                cell.fill = PatternFill("solid", fgColor="FFEFF5EA")
    sheet["N5"] = "=LEN(B5)"
    sheet["N6"] = '=IF(A5>1,"a<b","c")'
    sheet["N7"] = 0.125
    sheet["N7"].number_format = "0.00%"
    sheet["B6"].comment = Comment("tanya ke Pak RT", "operator")
    sheet["C9"].comment = Comment("catatan tersendiri", "operator")
    sheet.column_dimensions["B"].width = 20
    sheet.row_dimensions[4].height = 30
    sheet.row_dimensions[11].hidden = True
    sheet.freeze_panes = "B5"
    sheet.auto_filter.ref = "A4:F11"
    choice = DataValidation(type="list", formula1='"L,P"', allow_blank=True)
    choice.add("E5:E100")
    sheet.add_data_validation(choice)
    red = CellIsRule(operator="greaterThan", formula=["5"], font=Font(color="FFFF0000"))
    sheet.conditional_formatting.add("A5:A11", red)
    sheet.merge_cells("J7:J9")
    hidden = book.create_sheet("Rahasia")
    hidden["A1"] = "sandi"
    hidden.sheet_state = "hidden"
    other = book.create_sheet("Rekap O'Brien")
    other["B1"] = "='Data Warga'!N6"
    book.defined_names["warga"] = DefinedName("warga", attr_text="'Data Warga'!$A$4:$F$11")
    book.save(path)
    return path


def listing(count: int = 2) -> Listing:
    """A small list with the columns that the writer fills and reads."""
    frame = pl.DataFrame(
        {
            "Bobot": ["galat"] * count, "Sel": ["B6"] * count, "Isi": ['=HYPERLINK("x")<&>'] * count,
            "key": ["KT103 B6 1a2b3 Data Warga"] * count, "fill": [None] * count,
            "target": ["'Data Warga'!B6"] * count, "role": ["error"] * count,
            "sheet_name": ["Data Warga"] * count, "spot": ["B6"] * count,
        },
        schema_overrides={"fill": pl.String},
    )  # fmt: skip
    top = (("Judul", Role.TITLE), (None, Role.PLAIN), (None, Role.PLAIN), (own.LIST_MARK, Role.PLAIN))
    lines = (top, (), (("Bobot", Role.HEAD), ("Sel", Role.HEAD), ("Isi", Role.HEAD)))
    return Listing(
        lines, frame, roles={"Sel": Role.LINK}, role_of={"Bobot": "role"}, links={"Sel": "target"},
        layout=Layout((10, 8, 20, 10, 10), frozenset({3, 4}), frozen=3, filter_row=3, colour="FFC53030"),
    )  # fmt: skip


def mark(path: Path, output: Path, spots: list[tuple[str, ...]] | None = None, **more: Any) -> Path:
    frame = pl.DataFrame(SPOTS if spots is None else spots, schema=MARKS, orient="row")
    summary = Listing(((("Ringkasan", Role.TITLE), (412, Role.NUMBER)),), pl.DataFrame())
    former = more.pop("former", pl.DataFrame(schema=FORMER))
    return write_marked(Copy(Source(path, path.name), frame, listing(), summary, former, **more), output)


@pytest.fixture
def marked(tmp_path: Path) -> tuple[Any, Any]:
    before = rich(tmp_path / "rich.xlsx")
    after = mark(before, tmp_path / "out.xlsx")
    return openpyxl.load_workbook(before), openpyxl.load_workbook(after)


def fill(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


def look(cell: Any) -> tuple[str, ...]:
    """All of a cell's format but its fill."""
    parts = (cell.font, cell.border, cell.alignment, cell.protection)
    return (cell.number_format, *(repr(copy(part)) for part in parts))


def test_values_formulas_and_formats_of_every_cell_are_kept(marked: tuple[Any, Any]) -> None:
    before, after = marked
    for name in before.sheetnames:
        for row in before[name].iter_rows():
            for cell in row:
                other = after[name][cell.coordinate]
                assert (other.value, other.data_type) == (cell.value, cell.data_type), cell.coordinate
                assert look(other) == look(cell), cell.coordinate
                if name != "Data Warga" or cell.coordinate not in MARKED:
                    assert fill(other) == fill(cell), cell.coordinate


def test_what_belongs_to_sheets_and_workbook_is_kept(marked: tuple[Any, Any]) -> None:
    before, after = marked
    assert after.sheetnames == [*before.sheetnames, own.LIST_SHEET, own.SUMMARY_SHEET]
    for name in before.sheetnames:
        one, two = before[name], after[name]
        assert two.sheet_state == one.sheet_state
        assert two.merged_cells.ranges == one.merged_cells.ranges
        assert two.freeze_panes == one.freeze_panes
        assert two.auto_filter.ref == one.auto_filter.ref
        assert {k: (d.width, d.hidden) for k, d in two.column_dimensions.items()} == {
            k: (d.width, d.hidden) for k, d in one.column_dimensions.items()
        }
        assert two.row_dimensions[4].height == one.row_dimensions[4].height
        assert two.row_dimensions[11].hidden == one.row_dimensions[11].hidden
        rules = [
            [(str(k.sqref), [r.formula for r in v]) for k, v in each.conditional_formatting._cf_rules.items()]
            for each in (one, two)
        ]
        assert rules[0] == rules[1]
        choices = [
            [(str(d.sqref), d.formula1) for d in s.data_validations.dataValidation] for s in (one, two)
        ]
        assert choices[0] == choices[1]
    assert after.defined_names["warga"].attr_text == before.defined_names["warga"].attr_text


def test_cells_at_fault_have_the_colour_of_the_worst_and_say_why(marked: tuple[Any, Any]) -> None:
    sheet = marked[1]["Data Warga"]
    assert {a: fill(sheet[a]) for a in MARKED} == {
        "B6": FILLS[Severity.ERROR], "D5": FILLS[Severity.NOTE], "F7": FILLS[Severity.WARNING],
        "B40": FILLS[Severity.ERROR], "J7": FILLS[Severity.WARNING], "B9": FILLS[Severity.WARNING],
    }  # fmt: skip
    assert "tanggal <b>kosong</b> & aneh" in sheet["F7"].comment.text
    assert sheet["B6"].comment.text.startswith("tanya ke Pak RT")
    assert sheet["B6"].comment.text.endswith("NIK pendek\n\ncatatan")
    assert sheet["C9"].comment.text == "catatan tersendiri"


def test_the_list_leads_to_its_cells_and_holds_no_formula(marked: tuple[Any, Any]) -> None:
    sheet = marked[1][own.LIST_SHEET]
    assert sheet["B4"].hyperlink.location == "'Data Warga'!B6"
    assert (sheet["C4"].value, sheet["C4"].data_type) == ('=HYPERLINK("x")<&>', "s")
    assert sheet["C4"].quotePrefix
    assert sheet.column_dimensions["D"].hidden
    assert marked[1][own.SUMMARY_SHEET]["B1"].value == 412


def test_every_part_is_sound_xml_and_is_declared(tmp_path: Path) -> None:
    output = mark(rich(tmp_path / "rich.xlsx"), tmp_path / "out.xlsx")
    with zipfile.ZipFile(output) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert names[0] == "[Content_Types].xml"
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                ET.fromstring(archive.read(name))  # noqa: S314  what we wrote ourselves
            assert f'"/{name}"' in types or f'Extension="{name.rpartition(".")[2]}"' in types, name
        for name in names:
            if name.endswith(".rels"):
                ids = re.findall(r'\bId="([^"]*)"', archive.read(name).decode())
                assert len(ids) == len(set(ids)), name


def test_a_second_marking_takes_the_first_off(tmp_path: Path) -> None:
    before = rich(tmp_path / "rich.xlsx")
    first = mark(before, tmp_path / "first.xlsx")
    names = (
        b"<definedName name='_xlnm._FilterDatabase' localSheetId='3' hidden='1'>"
        b"Masalah!$A$3:$J$9</definedName>"
    )
    first = rewritten(first, lambda _name, data: data.replace(b"<definedNames>", b"<definedNames>" + names))
    fills = {
        "B6": "",
        "D5": '<fill><patternFill patternType="solid"><fgColor rgb="FFEFF5EA"/></patternFill></fill>',
    }
    former = pl.DataFrame([("Data Warga", a, f) for a, f in fills.items()], schema=FORMER, orient="row")
    spots = [("Data Warga", "C5", "error", "lain")]
    second = mark(first, tmp_path / "second.xlsx", spots, former=former, own=("Masalah", "Ringkasan"))
    book = openpyxl.load_workbook(second)
    sheet = book["Data Warga"]
    assert book.sheetnames.count("Masalah") == 1
    assert [name for name in book.sheetnames if name.startswith(("Masalah", "Ringkasan"))] == [
        "Masalah",
        "Ringkasan",
    ]
    assert (fill(sheet["B6"]), fill(sheet["D5"])) == (None, "FFEFF5EA")
    assert sheet["B6"].comment.text == "tanya ke Pak RT"
    assert sheet["D5"].comment is None
    assert "lain" in sheet["C5"].comment.text
    assert read_earlier(second)["fill"].to_list() == ["", ""]
    with zipfile.ZipFile(second) as archive:
        names = archive.read("xl/workbook.xml").decode()
    assert "Masalah!$A$3:$J$9" not in names
    assert "'Data Warga'!$A$4:$F$11" in names


def test_a_sheet_of_the_senders_by_our_name_is_left_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "masalah"
    book.active["A1"] = "punya pengirim"
    book.save(tmp_path / "a.xlsx")
    after = openpyxl.load_workbook(
        mark(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [("masalah", "A1", "error", "x")])
    )
    assert after.sheetnames == ["masalah", "Masalah 2", "Ringkasan"]
    assert after["masalah"]["A1"].value == "punya pengirim"


def rewritten(path: Path, change: Any) -> Path:
    """The workbook with each part changed by ``change(name, text)``; ``None`` leaves a part out."""
    held = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(held) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in archive.namelist():
            data = change(name, archive.read(name))
            if data is not None:
                out.writestr(name, data)
    return path


def prefixed(name: str, data: bytes) -> bytes:
    """The main namespace under a prefix and single quotes, as some programs write it."""
    if not re.fullmatch(
        r"xl/(worksheets/sheet\d+|workbook|styles|sharedStrings|comments/comment\d+)\.xml", name
    ):
        return data
    text = re.sub(r"<(/?)(?=[a-z])(?![\w]+:)", r"<\1x:", data.decode())
    text = text.replace("xmlns=", "xmlns:x=")
    return re.sub(r' (r|s|t|ref)="([^"\']*)"', r" \1='\2'", text).encode()


def bare_rows(name: str, data: bytes) -> bytes:
    """Rows and cells without addresses: they count from the one before."""
    if not name.startswith("xl/worksheets/sheet1"):
        return data
    text = re.sub(r'<row r="\d+"', "<row", data.decode())
    return re.sub(r'<c r="[A-Z]+\d+"', "<c", text).encode()


def test_a_workbook_written_with_prefixes_is_marked_too(tmp_path: Path) -> None:
    before = rewritten(rich(tmp_path / "rich.xlsx"), prefixed)
    sheet = openpyxl.load_workbook(mark(before, tmp_path / "out.xlsx"))["Data Warga"]
    assert fill(sheet["B6"]) == FILLS[Severity.ERROR]
    assert fill(sheet["J7"]) == FILLS[Severity.WARNING]
    assert sheet["D6"].value == "isi 6 4 <&>"


def test_rows_without_numbers_count_from_the_one_before(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("NIK", "Nama"), ("1", "A"), ("2", "B")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    before = rewritten(tmp_path / "a.xlsx", bare_rows)
    sheet = openpyxl.load_workbook(mark(before, tmp_path / "b.xlsx", [("Sheet", "B3", "error", "x")])).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["NIK", "Nama"],
        ["1", "A"],
        ["2", "B"],
    ]
    assert [fill(cell) for cell in sheet[3]] == [None, FILLS[Severity.ERROR]]


def test_a_workbook_without_styles_gets_some(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(tmp_path / "a.xlsx")

    def change(name: str, data: bytes) -> bytes | None:
        if name == "xl/styles.xml":
            return None
        return re.sub(rb"<(?:Override|Relationship) [^>]*styles[^>]*/>", b"", data) if "xml" in name else data

    before = rewritten(tmp_path / "a.xlsx", change)
    sheet = openpyxl.load_workbook(mark(before, tmp_path / "b.xlsx", [("Sheet", "A1", "note", "x")])).active
    assert fill(sheet["A1"]) == FILLS[Severity.NOTE]


def test_macros_are_kept_and_the_copy_is_named_for_them(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        plain, macro = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
        kind = b"vnd.openxmlformats-officedocument." + plain
        return data.replace(kind, b"vnd." + macro) if name == "[Content_Types].xml" else data

    before = rewritten(rich(tmp_path / "rich.xlsx"), change)
    with zipfile.ZipFile(before, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf program")
    output = mark(before, tmp_path / "out.xlsx")
    assert output.name == "out.xlsm"
    with zipfile.ZipFile(output) as archive:
        assert archive.read("xl/vbaProject.bin") == b"\xd0\xcf program"
        assert b"macroEnabled" in archive.read("[Content_Types].xml")


def test_a_text_file_becomes_a_workbook_of_text_at_the_same_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("NIK;Nama\n0012;=1+1\n\n3;C <&>\n", encoding="utf-8")
    output = mark(
        path, tmp_path / "b.xlsx", [(own.TEXT_SHEET, "B2", "error", "x"), (own.TEXT_SHEET, "C4", "note", "y")]
    )
    sheet = openpyxl.load_workbook(output)[own.TEXT_SHEET]
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B4"].value) == ("0012", "=1+1", "C <&>")
    assert sheet["B2"].data_type == "s"
    assert (fill(sheet["B2"]), fill(sheet["C4"])) == (FILLS[Severity.ERROR], FILLS[Severity.NOTE])
    assert sheet["B2"].number_format == "@"


def test_nothing_is_left_when_the_copy_cannot_be_written(tmp_path: Path) -> None:
    before = rich(tmp_path / "rich.xlsx")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        mark(before, tmp_path / "file" / "out.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "rich.xlsx"]


def test_a_workbook_put_together_in_an_unknown_way_is_told(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</sheets>", b"<!-- -->") if name == "xl/workbook.xml" else data

    before = rewritten(rich(tmp_path / "rich.xlsx"), change)
    with pytest.raises(InputError) as caught:
        mark(before, tmp_path / "out.xlsx")
    assert caught.value.code == "cannot-mark"
    assert not (tmp_path / "out.xlsx").exists()
