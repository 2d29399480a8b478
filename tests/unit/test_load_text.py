"""Text files as they come: encodings, separators, line ends, ragged rows, broken quoting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from kalteng_data.errors import InputError
from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "NIK;NO_KK;NAMA;JENIS_KELAMIN;TANGGAL_LAHIR;ALAMAT"
ROWS = [
    "6203011708800001;6203010101010001;BUDI;L;17-08-1980;JL MAWAR 1",
    "6203015708820002;6203010101010001;SITI;P;17-08-1982;JL MAWAR 1",
    "6203010101050003;6203010101010001;ANDI;L;01-01-2005;JL MAWAR 1",
]


def read(path: Path, content: bytes | str, name: str = "a.csv") -> Loaded:
    file = path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_tables([Source(file, name)])


def rows(loaded: Loaded) -> list[tuple[int, str | None]]:
    return loaded.persons.select("row", "nama").rows()


PLAIN = "\n".join([HEADER, *ROWS]) + "\n"
EXPECTED = [(2, "BUDI"), (3, "SITI"), (4, "ANDI")]


@pytest.mark.parametrize("separator", [";", ",", "|", "\t"])
def test_every_separator_is_found(tmp_path: Path, separator: str) -> None:
    assert rows(read(tmp_path, PLAIN.replace(";", separator))) == EXPECTED


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_gives_the_same_rows(tmp_path: Path, ends: str) -> None:
    assert rows(read(tmp_path, PLAIN.replace("\n", ends).encode())) == EXPECTED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_every_encoding_gives_the_same_letters(tmp_path: Path, encoding: str) -> None:
    text = PLAIN.replace("BUDI", "JOSÉ").replace("SITI", "NUÑEZ")
    assert rows(read(tmp_path, text.encode(encoding))) == [(2, "JOSÉ"), (3, "NUÑEZ"), (4, "ANDI")]


def test_a_stray_byte_late_in_a_utf8_file_spoils_no_other_letter(tmp_path: Path) -> None:
    filler = ROWS[1].replace("SITI", "NUÑEZ") + "\n"
    data = (HEADER + "\n" + filler * 30_000).encode() + b"6203011708800009;;JOS\xc9;L;17-08-1980;X\n"
    names = read(tmp_path, data).persons["nama"]
    assert names[0] == "NUÑEZ"
    assert names[-1] == "JOSÉ"


def test_blank_lines_before_and_within_count_as_rows(tmp_path: Path) -> None:
    loaded = read(tmp_path, "\n\n" + HEADER + "\n" + ROWS[0] + "\n\n   \n" + ROWS[1] + "\n;;;;;\n" + ROWS[2])
    assert rows(loaded) == [(4, "BUDI"), (7, "SITI"), (9, "ANDI")]
    skipped = {s.reason: s.rows for s in loaded.tables[0].skipped}
    assert skipped == {"blank": (1, 2, 5, 6, 8), "header": (3,)}


def test_a_break_inside_quotes_is_one_row_as_in_a_spreadsheet(tmp_path: Path) -> None:
    quoted = '6203011708800001;;"BUDI\nSANTOSO";L;17-08-1980;"JL; MAWAR"'
    loaded = read(tmp_path, "\n".join([HEADER, quoted, *ROWS[1:]]))
    assert rows(loaded) == [(2, "BUDI\nSANTOSO"), (3, "SITI"), (4, "ANDI")]
    assert loaded.persons["alamat"][0] == "JL; MAWAR"
    assert loaded.findings.is_empty()


def test_a_ragged_row_is_a_finding_and_the_rest_is_read(tmp_path: Path) -> None:
    long = "6203011708800009;6203010101010001;TONO;L;17-08-1980;JL MAWAR; NO 3"
    short = "6203011708800008;6203010101010001;TINA"
    loaded = read(tmp_path, "\n".join([HEADER, ROWS[0], long, ROWS[1], short, ROWS[2]]))
    assert [r for r, _ in rows(loaded)] == [2, 3, 4, 5, 6]
    assert loaded.findings.select("code", "row", "detail").rows() == [("KT001", 3, "1"), ("KT001", 5, "3")]
    assert loaded.persons.filter(pl.col("row") == 4)["alamat"].item() == "JL MAWAR 1"


def test_separators_without_content_at_the_end_are_no_fault(tmp_path: Path) -> None:
    loaded = read(tmp_path, "\n".join([HEADER, *(row + ";;" for row in ROWS)]))
    assert rows(loaded) == EXPECTED
    assert loaded.findings.is_empty()


def test_a_stray_quote_costs_its_own_row_at_most(tmp_path: Path) -> None:
    broken = '6203011708800007;6203010101010001;"JOKO;L;17-08-1980;JL MAWAR'
    inner = '6203011708800006;6203010101010001;HERMAN "UJANG" S;L;17-08-1980;5" PIPA'
    loaded = read(tmp_path, "\n".join([HEADER, ROWS[0], broken, ROWS[1], inner, ROWS[2]] + ROWS * 20))
    names = loaded.persons["nama"].to_list()
    assert loaded.persons["row"].to_list() == list(range(2, 67))
    assert names[0] == "BUDI"
    assert names[2] == "SITI"
    assert "JOKO" in names[1]
    assert "UJANG" in names[3]
    assert loaded.persons["alamat"][4] == "JL MAWAR 1"


def test_two_stray_quotes_far_apart_swallow_nothing(tmp_path: Path) -> None:
    broken = '6203011708800007;6203010101010001;"JOKO;L;17-08-1980;JL MAWAR'
    loaded = read(tmp_path, "\n".join([HEADER, *ROWS * 50, broken, *ROWS * 50, broken, *ROWS]))
    assert loaded.persons.height == 3 * 101 + 2


def test_a_title_narrower_than_the_table_does_not_make_it_ragged(tmp_path: Path) -> None:
    loaded = read(tmp_path, "DAFTAR PENDUDUK\nDESA TUMBANG HAKAU\n" + PLAIN)
    assert rows(loaded) == [(4, "BUDI"), (5, "SITI"), (6, "ANDI")]
    assert loaded.findings.is_empty()
    assert loaded.persons["desa"].unique().to_list() == ["TUMBANG HAKAU"]


def test_a_declared_separator_is_obeyed_and_not_counted(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "sep=;\n" + PLAIN)) == EXPECTED


def test_text_named_xls_is_read_as_text(tmp_path: Path) -> None:
    assert rows(read(tmp_path, PLAIN.replace(";", "\t"), "export.xls")) == EXPECTED


def test_a_row_number_is_right_far_down_a_large_file(tmp_path: Path) -> None:
    body = "\n".join(ROWS * 20_000)
    loaded = read(tmp_path, f"{HEADER}\n{body}\n\n6203011708800042;;AKHIR;L;17-08-1980;X\n")
    assert rows(loaded)[-1] == (60_003, "AKHIR")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\n\n  \n", "empty-file"),
        (b"%PDF-1.7\n...", "foreign-file"),
        (b"<html><table><tr><td>NIK</td></tr></table></html>", "foreign-file"),
        (b"\x00\x01\x02\x03garbage\x00\x00\x01" * 50, "not-text"),
        (b"A" * (3 << 20), "endless-line"),
        (b"merah;biru\n1;2\n", "no-table"),
        (b"6203011708800001;BUDI\n6203011708800002;ANI\n", "no-header"),
        ((HEADER + "\n").encode(), "no-rows"),
        (b"NIK;NIK;NAMA\n6203011708800001;6203011708800002;BUDI\n", "double-claim"),
    ],
)
def test_bad_content_is_refused_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "missing-file"), (tmp_path, "is-folder")):
        with pytest.raises(InputError) as caught:
            read_tables([Source(path, "x")])
        assert caught.value.code == code


def test_an_unclosed_quote_is_read_line_by_line(tmp_path: Path) -> None:
    data = HEADER + "\n" + ROWS[0] + '\n6203011708800007;;"JOKO;L;17-08-1980;X\n' + "\n".join(ROWS * 40_000)
    assert read(tmp_path, data).persons.height == 120_002
