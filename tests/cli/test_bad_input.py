"""Files nobody can read: each ends with exit code 2, a reason and a next step, and changes nothing."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = ["NIK", "No KK", "Nama", "Jenis Kelamin", "Tanggal Lahir", "Alamat"]
PERSON = ["6203011708800001", "6203010101100001", "BUDI", "L", "17-08-1980", "JL MAWAR"]
MIB = 1 << 20


def workbook(rows: list[list[str]], *, far: bool = False, hidden: bool = False) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                sheet.write_string(i, j, value)
        if far:
            sheet.write_string(1_048_575, 16_383, "x")
        if hidden:
            sheet.hide()
            book.add_worksheet("Kosong").activate()
    return made.getvalue()


def altered(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A sound workbook with one part rewritten."""
    made = io.BytesIO()
    sound = io.BytesIO(workbook([HEADER, PERSON]))
    with zipfile.ZipFile(sound) as book, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            content = book.read(name)
            copy.writestr(name, change(content) if name.endswith(part) else content)
    return made.getvalue()


def bomb() -> bytes:
    """A workbook of half a megabyte whose sheet unpacks to 256 MiB of blanks."""
    return altered("sheet1.xml", lambda _sheet: b" " * (256 * MIB))


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A minimal OLE container ([MS-CFB]): one FAT sector, one directory sector, then the streams."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<5H", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<9I", head, 40, 0, 1, 1, 0, 4096, end, 0, end, 0)
    struct.pack_into("<109I", head, 76, 0, *[free] * 108)
    table, data = [0xFFFFFFFD, end], b""

    def entry(name: str, kind: int, start: int, size: int, links: tuple[int, int, int]) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        fixed = struct.pack("<HBB3I", len(text), kind, 1, *links)
        return text.ljust(64, b"\0") + fixed + b"\0" * 36 + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, end, 0, (free, free, 1))
    for place, (name, body) in enumerate(streams, start=1):
        sectors = -(-len(body) // 512)
        following = place + 1 if place < len(streams) else free
        directory += entry(name, 2, len(table), len(body), (free, following, free))
        table += [*range(len(table) + 1, len(table) + sectors), end]
        data += body.ljust(sectors * 512, b"\0")
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return bytes(head) + fat + directory.ljust(512, b"\0") + data


LOCKED = compound(("EncryptionInfo", b"\4\0\4\0" + bytes(5000)), ("EncryptedPackage", bytes(9000)))
SOUND = workbook([HEADER, PERSON])

FILES: dict[str, tuple[str, bytes | None, str]] = {
    # what it is: the file's name, its bytes (none: it is not there), the error's code
    "missing": ("tidak_ada.csv", None, "missing-file"),
    "no match": ("*.zzz", None, "missing-file"),
    "empty": ("kosong.csv", b"", "empty-file"),
    "blank": ("kosong.txt", b"\n\n  \n", "empty-file"),
    "nothing but zeros": ("nol.csv", bytes(4000), "empty-file"),
    "PDF": ("daftar.xlsx", b"%PDF-1.7\n" + b"x" * 900, "foreign-file"),
    "web page": ("daftar.xls", b"<html><table><tr><td>NIK</td></tr></table></html>", "foreign-file"),
    "letter": ("surat.doc", compound(("WordDocument", bytes(5000))), "foreign-file"),
    "archive": ("arsip.zip", b"PK\5\6" + bytes(18), "foreign-file"),
    "locked": ("terkunci.xlsx", LOCKED, "encrypted"),
    "half": ("separuh.xlsx", SOUND[: len(SOUND) // 2], "truncated"),
    "four bytes": ("empat.xlsx", SOUND[:4], "truncated"),
    "noise": ("acak.xlsx", bytes(range(256)) * 40, "truncated"),
    "noise as text": ("acak.csv", bytes(range(256)) * 40, "not-text"),
    "old workbook of noise": ("lama.xls", compound(("Workbook", b"x" * 5000)), "truncated"),
    "cut sheet": ("lembar.xlsx", altered("sheet1.xml", lambda b: b[: len(b) // 2]), "truncated"),
    "cut texts": ("teks.xlsx", altered("sharedStrings.xml", lambda b: b[: len(b) // 2]), "truncated"),
    "no book": ("buku.xlsx", altered("workbook.xml", lambda _b: b"?"), "truncated"),
    "no header": ("data.xlsx", workbook([PERSON, PERSON]), "no-header"),
    "no usable column": ("warna.xlsx", workbook([["Warna", "Ukuran"], ["merah", "besar"]]), "no-table"),
    "no usable column as text": ("warna.csv", b"Warna;Ukuran\nmerah;besar\n", "no-table"),
    "header only": ("judul.xlsx", workbook([HEADER]), "no-rows"),
    "header only as text": ("judul.csv", ";".join(HEADER).encode() + b"\n", "no-rows"),
    "no sheet filled": ("putih.xlsx", workbook([]), "empty-file"),
    "hidden": ("sembunyi.xlsx", workbook([HEADER, PERSON], hidden=True), "nothing-visible"),
    "endless line": ("panjang.csv", b"6203011708800001;" * (MIB // 16), "endless-line"),
    "two NIK": ("ganda.csv", b"NIK;NIK Penduduk;Nama\n" + 3 * b"6203011708800001;6203011708800002;A\n",
                "double-claim"),
}  # fmt: skip


def put(folder: Path, name: str, content: bytes | None) -> Path:
    path = folder / name
    if content is not None:
        path.write_bytes(content)
    return path


def assert_refused(ran: Any, name: str) -> None:
    """Exit code 2, silence on stdout, one line of reason that names the file, one of next step."""
    assert (ran.code, ran.out) == (2, ""), ran.err
    lines = ran.err.splitlines()
    assert len(lines) == 2, ran.err
    assert name in lines[0]
    assert len(lines[1]) > 20
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("what", FILES)
def test_what_cannot_be_read_is_refused_in_two_lines_and_changes_nothing(
    what: str, kalteng: Callable[..., Any], merged: Path, contents: Callable[..., Any], tmp_path: Path
) -> None:
    name, content, code = FILES[what]
    path = put(tmp_path, name, content)
    before = contents(merged)
    spoken = {lang: kalteng("merge", "--pusat", path, "-o", merged, "--lang", lang) for lang in ("id", "en")}
    for ran in spoken.values():
        assert_refused(ran, name)
    assert not set(spoken["id"].err.splitlines()) & set(spoken["en"].err.splitlines())
    logged = kalteng("merge", "--pusat", path, "-o", merged, "--log-format", "json")
    assert [json.loads(line)["event"] for line in logged.err.splitlines()][-1] == code
    assert contents(merged) == before


@pytest.mark.parametrize("command", ["validate", "inspect"])
@pytest.mark.parametrize("what", ["missing", "empty", "PDF", "locked", "half", "no header", "two NIK"])
def test_other_commands_refuse_it_alike(
    command: str, what: str, kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    name, content, _ = FILES[what]
    assert_refused(kalteng(command, put(tmp_path, name, content)), name)


def test_a_folder_without_spreadsheets_is_refused_with_a_word_on_what_it_may_hold(
    kalteng: Callable[..., Any], merged: Path, contents: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "kiriman").mkdir()
    (tmp_path / "kiriman" / "surat.pdf").write_bytes(b"%PDF")
    before = contents(merged)
    ran = kalteng("merge", "--pusat", tmp_path / "kiriman", "-o", merged, "--lang", "en")
    assert_refused(ran, "kiriman")
    assert "xlsx" in ran.err
    assert contents(merged) == before


KILLERS: dict[str, Callable[[], bytes]] = {
    # workbooks that end a process which opens them without looking
    "a cell at the last row and column": lambda: workbook([HEADER, PERSON], far=True),
    "a cell beyond any sheet": lambda: altered(
        "sheet1.xml", lambda b: b.replace(b'r="A2"', b'r="ZZZZZZ99999999999"')
    ),
    "a cell in row 99,999,999": lambda: altered(
        "sheet1.xml", lambda b: b.replace(b'r="A2"', b'r="A99999999"')
    ),
    "texts without number": lambda: altered(
        "sharedStrings.xml", lambda b: re.sub(rb'uniqueCount="\d+"', b'uniqueCount="99999999999"', b)
    ),
    "a bomb": bomb,
}


@pytest.mark.parametrize("what", KILLERS)
def test_a_workbook_cannot_end_the_process(
    what: str, process: Callable[..., Any], merged: Path, contents: Callable[..., Any], tmp_path: Path
) -> None:
    before = contents(merged)
    path = put(tmp_path, "perusak.xlsx", KILLERS[what]())
    assert_refused(process("merge", "--pusat", path, "-o", merged), "perusak.xlsx")
    assert contents(merged) == before


def test_two_columns_that_claim_nik_are_settled_by_the_lines_shown(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    rows = [["NIK", "Nama", "NIK"], [PERSON[0], "BUDI", "6203011708800009"]]
    put(tmp_path, "ganda.xlsx", workbook(rows))
    ran = kalteng("merge", "--pusat", "ganda.xlsx", "-o", "out", "--lang", "en")
    assert_refused(ran, "ganda.xlsx")
    reason, hint = ran.err.splitlines()
    assert "(A1)" in reason
    assert "(C1)" in reason
    advised = re.search(r'\[\[source\]\] "(?P<name>[^"]+)": (?P<line>columns = \{.*\})$', hint)
    assert advised is not None, hint
    (tmp_path / "kalteng.toml").write_text(
        f'[[source]]\nname = "{advised["name"]}"\nlevel = "pusat"\n{advised["line"]}\n', encoding="utf-8"
    )
    assert kalteng("merge", "--pusat", "ganda.xlsx", "-o", "out").code in {0, 1}
    assert PERSON[0] in kalteng("export", "penduduk", "--workspace", "out").out


def test_an_unclosed_quote_loses_no_row(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    row = ";".join(PERSON)
    lines = [";".join(HEADER), row, f'"{row}', *[row] * 2000]
    put(tmp_path, "kutip.csv", "\n".join(lines).encode())
    ran = kalteng("validate", "kutip.csv", "--format", "json")
    assert json.loads(ran.out)["totals"]["rows"] == 2002


def test_formula_errors_are_empty_cells(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "rumus.xlsx") as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([HEADER, PERSON, PERSON]):
            sheet.write_row(i, 0, row)
        sheet.write_formula("E2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("F3", "=NA()", None, "#N/A")
    assert kalteng("merge", "--pusat", "rumus.xlsx", "-o", "out").code in {0, 1}
    assert "#" not in kalteng("export", "penduduk", "--workspace", "out").out


def test_control_characters_reach_neither_the_screen_nor_the_tables(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    header = ";".join(HEADER).replace("Alamat", "Ala\x1b[31mmat")
    lines = [header, ";".join(PERSON), ";".join(PERSON).replace("BUDI", "BU\x1b[31mDI\x07")]
    put(tmp_path, "kendali.csv", "\n".join(lines).encode())
    shown = [
        kalteng("merge", "--pusat", "kendali.csv", "-o", "out", "--verbose"),
        kalteng("validate", "kendali.csv", "--unmask"),
        kalteng("inspect", "kendali.csv"),
        kalteng("export", "penduduk", "--workspace", "out"),
    ]
    assert not [c for ran in shown for c in ran.out + ran.err if ord(c) < 32 and c != "\n"]


def test_what_may_be_skipped_is_named_in_summary_log_and_manifest(
    kalteng: Callable[..., Any], persons: Path, tmp_path: Path
) -> None:
    broken = put(tmp_path, "rusak.xlsx", FILES["PDF"][1])
    command = ["merge", "--pusat", broken, "--kabupaten", persons, "-o", "out", "--skip-unreadable"]
    for extra in ([], ["--quiet"]):
        ran = kalteng(*command, *extra, "--lang", "en")
        assert ran.code == 0
        assert "rusak.xlsx" in ran.err
    logged = json.loads(kalteng(*command, "--log-format", "json").err.splitlines()[-1])
    assert logged["left_out"] == ["rusak.xlsx"]
    base = tmp_path / "out" / "base"
    current = (base / "CURRENT").read_text(encoding="utf-8").strip()
    manifest = json.loads((base / current / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["unreadable"] == [{"file": "rusak.xlsx", "reason": "foreign-file"}]
    assert [entry["file"] for entry in manifest["inputs"]] == ["kapuas.csv"]


def test_nothing_readable_is_refused_even_when_files_may_be_skipped(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    broken = put(tmp_path, "rusak.xlsx", FILES["PDF"][1])
    assert_refused(kalteng("merge", "--pusat", broken, "-o", "out", "--skip-unreadable"), "rusak.xlsx")


def test_a_file_given_twice_is_read_once_and_at_two_levels_refused(
    kalteng: Callable[..., Any], persons: Path
) -> None:
    again = persons.parent / ".." / persons.parent.name / persons.name
    assert kalteng("merge", "--pusat", persons, again, "-o", "out").code == 0
    assert kalteng("export", "lineage", "--workspace", "out").out.count("\n") == 4
    ran = kalteng("merge", "--pusat", persons, "--provinsi", again, "-o", "out")
    assert_refused(ran, persons.name)


def test_paths_with_blanks_and_letters_of_any_script_serve(
    kalteng: Callable[..., Any], persons: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kiriman bulan ini [é 数据]"
    folder.mkdir()
    persons.rename(folder / "data désa (akhir) #1.csv")
    pattern = folder.as_posix().replace("[", "[[]") + "/*.csv"
    out = tmp_path / "hasil akhir é"
    assert kalteng("merge", "--kabupaten", pattern, "-o", out).code == 0
    assert "data désa (akhir) #1.csv" in kalteng("export", "lineage", "--workspace", out).out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_file_name_cannot_forge_lines_on_the_screen(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    path = put(tmp_path, "a\nGalat: palsu\x1b[2J.csv", b"")
    ran = kalteng("merge", "--pusat", path, "-o", "out")
    assert len(ran.err.splitlines()) == 2
    assert "\x1b" not in ran.err
