"""Workbooks as they come: true cells, merges, hidden parts, feet, and files that would kill a reader."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from kalteng_data.errors import InputError
from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Kind, Source, cell_address

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["No", "NIK", "No. KK", "Nama Lengkap", "JK", "Tanggal Lahir", "Alamat"]
PEOPLE = [
    [1, "6203011708800001", "6203010101010001", "BUDI", "L", "17-08-1980", "JL MAWAR"],
    [2, "6203015708820002", "6203010101010001", "SITI", "P", "17-08-1982", "JL MAWAR"],
    [3, "6203010101050003", "6203010101010001", "ANDI", "L", "01-01-2005", "JL MAWAR"],
]


def make(path: Path, *sheets: tuple[str, list[list[Any]]], top: int = 0, left: int = 0) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets:
            sheet = book.add_worksheet(name)
            for i, line in enumerate(lines):
                for j, value in enumerate(line):
                    if value is not None:
                        sheet.write(top + i, left + j, value)
    return path


def read(path: Path, **source: Any) -> Loaded:
    return read_tables([Source(path, path.name, **source)])


def skipped(loaded: Loaded, table: int = 0) -> dict[str, tuple[int, ...]]:
    return {s.reason: s.rows for s in loaded.tables[table].skipped}


def assert_addresses_are_true(path: Path, loaded: Loaded) -> None:
    """Every mapped cell is where openpyxl, another reader, has it."""
    book = openpyxl.load_workbook(path)
    for table in loaded.tables:
        frame = {
            Kind.PENDUDUK: loaded.persons, Kind.KELUARGA: loaded.families, Kind.DESA: loaded.villages
        }[table.kind]  # fmt: skip
        mine = frame.filter(pl.col("table") == table.index)
        assert mine.height == table.rows > 0
        for column in table.columns:
            if column.field is None:
                continue
            for row, value in mine.select("row", column.field).rows():
                there = book[table.sheet][cell_address(column.index, row)].value
                assert (None if there is None else str(there)) == value


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 0), (0, 2), (7, 30)])
def test_cells_are_where_another_reader_has_them(tmp_path: Path, top: int, left: int) -> None:
    path = make(tmp_path / "a.xlsx", ("Data", [HEADER, *PEOPLE]), top=top, left=left)
    loaded = read(path)
    assert loaded.persons["row"].to_list() == [top + 2, top + 3, top + 4]
    assert_addresses_are_true(path, loaded)


def test_titles_numbering_blanks_totals_and_signatures_are_no_people(tmp_path: Path) -> None:
    lines = [
        ["PEMERINTAH KABUPATEN KATINGAN"],
        ["DAFTAR PENDUDUK"],
        ["KECAMATAN", ": TASIK PAYAWAN", None, "DESA : HIYANG BANA"],
        [],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        PEOPLE[0],
        [],
        PEOPLE[1],
        HEADER,
        ["Halaman 2 dari 3"],
        [None, None, None, "MARIA"],
        PEOPLE[2],
        ["JUMLAH", None, None, "4 JIWA"],
        [None, None, None, None, None, "Kasongan, 12 Januari 2026"],
        [None, None, None, "Mengetahui,", None, "Kepala Desa"],
        [],
        [None, None, None, "DARIUS, S.Sos", None, "YANTO"],
        [None, None, None, "NIP. 19700101 199001 1 001"],
        ["Keterangan: data per Januari"],
    ]
    path = make(tmp_path / "a.xlsx", ("Data", lines))
    loaded = read(path)
    assert loaded.persons["nama"].to_list() == ["BUDI", "SITI", "MARIA", "ANDI"]
    assert loaded.persons["row"].to_list() == [7, 9, 12, 13]
    assert loaded.persons["kabupaten"].unique().to_list() == ["KATINGAN"]
    assert loaded.persons["kecamatan"].unique().to_list() == ["TASIK PAYAWAN"]
    assert loaded.persons["desa"].unique().to_list() == ["HIYANG BANA"]
    reasons = skipped(loaded)
    assert reasons["numbering"] == (6,)
    assert reasons["header"] == (5, 10)
    assert reasons["page"] == (11,)
    assert reasons["total"] == (14,)
    assert set(reasons["signature"]) == {15, 16, 18, 19}
    assert reasons["note"] == (20,)
    records = set(loaded.persons["row"])
    others = [row for rows in reasons.values() for row in rows]
    assert sorted([*others, *records]) == list(range(1, 21))


def test_a_person_who_has_nothing_but_a_name_is_a_row(tmp_path: Path) -> None:
    lines = [
        HEADER,
        PEOPLE[0],
        [2, None, None, "TOTAL HARAPAN"],
        [3, None, None, "JUMLAH"],
        [4, "6203011708800009"],
    ]
    loaded = read(make(tmp_path / "a.xlsx", ("Data", lines)))
    assert loaded.persons["row"].to_list() == [2, 3, 4, 5]


def test_a_group_row_over_a_field_row_is_one_header(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("BIP")
        sheet.write_row(4, 0, ["No", "Nama Lengkap", "NIK"])
        sheet.merge_range("D5:E5", "Tempat dan Tanggal Lahir")
        sheet.write_row(4, 5, ["JK", "SHDK", "Agama", "Pendidikan"])
        sheet.merge_range("J5:K5", "Nama Orang Tua Kandung")
        sheet.write_row(5, 3, ["Tempat Lahir", "Tgl/Bln/Th"])
        sheet.write(5, 8, "Terakhir")
        sheet.write_row(5, 9, ["Ibu", "Ayah"])
        sheet.write_row(6, 0, [-i for i in range(1, 12)])
        sheet.write_row(
            7,
            0,
            [
                1,
                "BUDI",
                "6203011708800001",
                "SAMPIT",
                "17-08-1980",
                "L",
                "ANAK",
                "ISLAM",
                "SD",
                "ANI",
                "TONO",
            ],
        )
    loaded = read(path)
    fields = {c.letter: c.field for c in loaded.tables[0].columns}
    assert fields == {
        "A": None, "B": "nama", "C": "nik", "D": "tempat_lahir", "E": "tanggal_lahir", "F": "jenis_kelamin",
        "G": "shdk", "H": "agama", "I": "pendidikan", "J": "nama_ibu", "K": "nama_ayah",
    }  # fmt: skip
    assert loaded.tables[0].layout == "bip_2016"
    assert loaded.persons["row"].to_list() == [8]
    assert skipped(loaded)["numbering"] == (7,)


def test_whether_a_nik_was_a_number_is_known(tmp_path: Path) -> None:
    lines = [HEADER, *PEOPLE, [4, 6203010101050004, 6203010101010001, "INA", "P", "x", "y"]]
    loaded = read(make(tmp_path / "a.xlsx", ("Data", lines)))
    assert loaded.persons["nik_angka"].to_list() == [False, False, False, True]
    assert loaded.persons["no_kk_angka"].to_list() == [False, False, False, True]
    assert loaded.persons["nik"][3] == "6203010101050004"


def test_a_card_merged_down_a_family_reaches_each_member(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for i, person in enumerate(PEOPLE):
            sheet.write_row(1 + i, 0, person)
        sheet.merge_range("C2:C4", "6203010101019999")
        sheet.merge_range("G3:G4", "JL MELATI")
    loaded = read(path)
    assert loaded.persons["no_kk"].to_list() == ["6203010101019999"] * 3
    assert loaded.persons["alamat"].to_list() == ["JL MAWAR", "JL MELATI", "JL MELATI"]


def test_hidden_sheets_are_reported_and_hidden_rows_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Terlihat", "Tersembunyi", "Kode Data", "Petunjuk Pengisian", "Kosong"):
            sheet = book.add_worksheet(name)
            if name in {"Terlihat", "Tersembunyi"}:
                for i, line in enumerate([HEADER, *PEOPLE]):
                    sheet.write_row(i, 0, line)
            elif name == "Kode Data":
                sheet.write_row(0, 0, ["Agama", "Kode", "Pekerjaan"])
            elif name == "Petunjuk Pengisian":
                sheet.write_column(0, 0, ["Isi NIK dengan 16 digit", "Nama sesuai KTP"])
            if name == "Tersembunyi":
                sheet.hide()
            if name == "Terlihat":
                sheet.set_row(2, None, None, {"hidden": True})
                sheet.set_column(6, 6, None, None, {"hidden": True})
    loaded = read(path)
    assert loaded.persons.height == 3
    assert dict(loaded.tables[0].notes) == {"hidden-rows": "1", "hidden-columns": "1"}
    assert {p.sheet: p.reason for p in loaded.passed_over} == {
        "Tersembunyi": "hidden", "Kode Data": "codes", "Petunjuk Pengisian": "no-table", "Kosong": "empty"
    }  # fmt: skip


def test_families_and_villages_are_told_from_people(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.xlsx",
        ("Keluarga", [["No KK", "Nama Kepala Keluarga", "NIK", "Alamat", "Jumlah Anggota Keluarga"],
                      ["6203010101010001", "BUDI", "6203011708800001", "JL MAWAR", 3]]),
        ("Desa", [["Kode Desa", "Nama Desa", "Kecamatan", "Jumlah Penduduk", "Kepala Desa"],
                  ["62.06.01.2001", "HIYANG BANA", "TASIK PAYAWAN", 1200, "DARIUS"],
                  ["JUMLAH", None, None, 1200]]),
        ("Orang", [HEADER, *PEOPLE]),
    )  # fmt: skip
    loaded = read(path)
    assert [t.kind for t in loaded.tables] == [Kind.KELUARGA, Kind.DESA, Kind.PENDUDUK]
    assert [t.index for t in loaded.tables] == [0, 1, 2]
    assert loaded.families["nik_kepala_keluarga"].to_list() == ["6203011708800001"]
    assert loaded.families["nik_angka"].to_list() == [False]
    assert loaded.villages["kepala_desa"].to_list() == ["DARIUS"]
    assert skipped(loaded, 1)["total"] == (3,)
    assert loaded.persons["table"].unique().to_list() == [2]


def test_a_parents_nik_is_told_from_the_persons(tmp_path: Path) -> None:
    lines = [["NIK", "Nama", "NIK Ayah", "Nama Ayah", "NIK", "Nama Ibu"],
             ["6203011708800001", "BUDI", "6203011708500001", "TONO", "6203015708520002", "ANI"]]  # fmt: skip
    loaded = read(make(tmp_path / "a.xlsx", ("Data", lines)))
    assert loaded.persons.select("nik", "nik_ayah", "nik_ibu").row(0) == (
        "6203011708800001", "6203011708500001", "6203015708520002"
    )  # fmt: skip


def test_two_claims_of_nik_stop_with_both_cells_and_the_line_to_add(tmp_path: Path) -> None:
    lines = [["NIK", "Nomor Induk Kependudukan", "Nama"], ["6203011708800001", "6203011708800002", "BUDI"]]
    path = make(tmp_path / "a.xlsx", ("Data", lines), top=2, left=1)
    with pytest.raises(InputError) as caught:
        read(path, name="lampiran")
    assert caught.value.details["first_cell"] == "B3"
    assert caught.value.details["second_cell"] == "C3"
    settled = read_tables([Source(path, "a", name="lampiran")], {"lampiran": {"NIK": "nik"}})
    assert settled.persons["nik"].to_list() == ["6203011708800001"]
    by_cell = read_tables([Source(path, "a", name="lampiran")], {"lampiran": {"C3": "nik"}})
    assert by_cell.persons["nik"].to_list() == ["6203011708800002"]


def _with_cell(path: Path, cell: bytes) -> Path:
    """The workbook with one more cell, written into its XML."""
    source = make(path.with_name("plain.xlsx"), ("Data", [HEADER, *PEOPLE]))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", cell + b"</sheetData>")
            new.writestr(part, data)
    return path


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c s='0' r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>',
    ],
)
def test_a_cell_at_the_end_of_the_sheet_is_refused_by_its_address(tmp_path: Path, cell: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(_with_cell(tmp_path / "far.xlsx", cell))
    assert caught.value.code == "far-cell"
    assert "1048576" in str(caught.value.details["cell"])


def test_a_stray_cell_at_the_last_row_of_a_narrow_sheet_is_a_note_not_an_end(tmp_path: Path) -> None:
    loaded = read(_with_cell(tmp_path / "deep.xlsx", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    assert loaded.persons.height == 3


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(26):
                part.write(b" " * (10 << 20))
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.code == "zip-bomb"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 ...", "foreign-file"),
        (b"PK\x03\x04" + b"\x00" * 400, "truncated"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"\x8f\x03\x00\x01not a zip\x00\x00" * 40, "truncated"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.code == code


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(tmp_path: Path, share: float) -> None:
    path = make(tmp_path / "a.xlsx", ("Data", [HEADER, *PEOPLE]))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.code == "truncated"


def test_only_hidden_sheets_and_sheets_without_header_are_refused(tmp_path: Path) -> None:
    no_header = make(tmp_path / "a.xlsx", ("Data", [["merah", "biru"], [1, 2]]))
    with pytest.raises(InputError) as caught:
        read(no_header)
    assert caught.value.code == "no-table"
    empty = make(tmp_path / "b.xlsx", ("Data", []))
    with pytest.raises(InputError) as caught:
        read(empty)
    assert caught.value.code == "empty-file"


def test_tables_and_rids_follow_the_order_of_sources_and_sheets(tmp_path: Path) -> None:
    one = make(tmp_path / "a.xlsx", ("X", [HEADER, PEOPLE[0]]), ("Y", [HEADER, PEOPLE[1]]))
    two = make(tmp_path / "b.xlsx", ("Z", [HEADER, PEOPLE[2]]))
    loaded = read_tables([Source(one, "a"), Source(two, "b")])
    assert [t.sheet for t in loaded.tables] == ["X", "Y", "Z"]
    assert loaded.persons.select("rid", "table", "row").rows() == [(0, 0, 2), (1, 1, 2), (2, 2, 2)]


def test_two_tables_under_each_other_are_two(tmp_path: Path) -> None:
    lines = [
        ["DESA : HIYANG BANA"], HEADER, *PEOPLE, ["JUMLAH", None, 3], [],
        ["DAFTAR DESA"], ["Kode Desa", "Nama Desa", "Kecamatan", "Jumlah Penduduk"],
        ["62.06.01.2001", "HIYANG BANA", "TASIK PAYAWAN", 1200], [],
        ["DESA : TALINGKE"], HEADER, [1, "6203011708800009", None, "TONO", "L", "1980-01-02", "X"],
    ]  # fmt: skip
    path = make(tmp_path / "a.xlsx", ("Data", lines))
    loaded = read(path)
    assert [(t.kind, t.header_row, t.rows) for t in loaded.tables] == [
        (Kind.PENDUDUK, 2, 3), (Kind.DESA, 9, 1), (Kind.PENDUDUK, 13, 1)
    ]  # fmt: skip
    assert loaded.persons.select("row", "desa").rows() == [
        (3, "HIYANG BANA"), (4, "HIYANG BANA"), (5, "HIYANG BANA"), (14, "TALINGKE")
    ]  # fmt: skip
    counted = [r for t in loaded.tables for s in t.skipped for r in s.rows]
    assert sorted([*counted, 3, 4, 5, 10, 14]) == list(range(1, 15))


def test_a_familys_heading_reaches_its_members(tmp_path: Path) -> None:
    lines = [
        ["BUKU INDUK PENDUDUK"],
        ["No", "Nama Lengkap", "NIK", "JK", "SHDK"],
        ["-1.0", "-2.0", "-3.0", "-4.0", "-5.0"],
        ["No. KK : 6203010101010001", None, "Alamat : JL MAWAR 1, Nama Dusun : HULU, RT/RW : 003/001"],
        [1, "BUDI", "6203011708800001\u00a0", "L", "KEPALA KELUARGA"],
        [2, "SITI", None, "P", "ISTRI"],
        ["No. KK : 6203010101010002", None, "Alamat : JL MELATI"],
        [1, "TONO", "6203011708800009", "L", "KEPALA KELUARGA"],
        ["Keterangan:"], ["SHDK : Status Hubungan Dalam Keluarga"],
    ]  # fmt: skip
    loaded = read(make(tmp_path / "a.xlsx", ("Data", lines)))
    assert loaded.persons.select("row", "nama", "no_kk", "alamat", "dusun", "rt_rw").rows() == [
        (5, "BUDI", "6203010101010001", "JL MAWAR 1", "HULU", "003/001"),
        (6, "SITI", "6203010101010001", "JL MAWAR 1", "HULU", "003/001"),
        (8, "TONO", "6203010101010002", "JL MELATI", None, None),
    ]
    reasons = skipped(loaded)
    assert reasons["family"] == (4, 7)
    assert reasons["numbering"] == (3,)
    assert reasons["note"] == (9, 10)
