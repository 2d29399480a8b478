"""Files made to harm: each is refused or read within bounds of memory and time, and nothing is obeyed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import xlsxwriter
from benchmarks.fuzz.binary import table, xlsb
from benchmarks.fuzz.seeds import people

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and pipes differ on Windows")
MIB = 1 << 20
GOLDEN = Path(__file__).parents[1] / "golden"
LIST = (
    "\n".join(";".join(str(cell).replace("\n", " ") for cell in line) for line in people()).encode() + b"\n"
)
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Measured(NamedTuple):
    code: int
    out: str
    err: str
    mib: int
    seconds: float


_MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "kalteng_data", *sys.argv[1:]], capture_output=True, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(done.stdout)
sys.stderr.buffer.write(done.stderr)
print(done.returncode, used.ru_maxrss >> 10, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


@pytest.fixture
def measured(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Measured]:
    """Run the command line in a process whose memory and processor time are told."""

    def call(*args: str | Path) -> Measured:
        command = [sys.executable, "-c", _MEASURED, *map(str, args)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=True,
            timeout=300,  # of the wall: the machine may be busy, and the bounds are of the processor
            encoding="utf-8",
        )
        *lines, last = done.stderr.splitlines(keepends=True)
        code, mib, seconds = last.split()
        return Measured(int(code), done.stdout, "".join(lines), int(mib), float(seconds))

    return call


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def book(rows: list[list[Any]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("Data")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return held.getvalue()


def altered(part: str, change: Callable[[bytes], bytes]) -> bytes:
    sound = io.BytesIO(book(people()))
    with zipfile.ZipFile(sound) as archive:
        return packed(
            *(
                (n, change(archive.read(n)) if n.endswith(part) else archive.read(n))
                for n in archive.namelist()
            )
        )


def locked_xls() -> bytes:
    """The golden old workbook with the record of a password put in place of one that nobody needs."""
    data = (GOLDEN / "warga_libreoffice.xls").read_bytes()
    place = data.index(b"\x42\x00\x02\x00")  # CODEPAGE
    return data[:place] + b"\x2f\x00" + data[place + 2 :]


def locked_ods() -> bytes:
    """The golden ods with its content scrambled, as its list of parts says."""
    sound = GOLDEN / "warga_libreoffice.ods"
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = bytes(range(256)) * 20
    entry = b"<manifest:encryption-data/></manifest:manifest>"
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(b"</manifest:manifest>", entry)
    return packed(*parts.items())


def matryoshka(depth: int) -> bytes:
    inner = packed(("a.csv", LIST))
    for _ in range(depth):
        inner = packed(("b.zip", inner))
    return inner


def zips_in_a_zip(beside: int) -> bytes:
    """Five GiB in 27 zips within one of some MiB, beside a picture of ``beside`` bytes."""
    inner = packed(("a.csv", bytes(190 * MIB)))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for i in range(27):
            archive.writestr(f"{i}.zip", inner)
        archive.writestr("foto.jpg", bytes(beside))
    return held.getvalue()


MANY_CELLS = b"<c><v>1</v></c>" * 1_000_000
PADDED_CELLS = b"".join(
    b"<c><v>%d</v></c><!--%s-->" % (number, b64encode(sha256(b"%d" % number).digest()))
    for number in range(60_000)
)
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 99 + b'"><!ENTITY b "' + b"&a;" * 99 + b'">]>'

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "locked old workbook": ("kunci.xls", locked_xls, "encrypted"),
    "locked ods": ("kunci.ods", locked_ods, "encrypted"),
    "locked ods in one part": (
        "kunci.ods",
        lambda: packed(("mimetype", b"application/vnd"), ("encrypted-package", b"x" * 900)),
        "encrypted",
    ),
    "one byte": ("satu.xlsx", lambda: b"P", "no-table"),
    "one byte of text": ("satu.csv", lambda: b"x", "no-table"),
    "empty workbook": ("kosong.xlsx", lambda: b"", "empty-file"),
    "empty zip": ("kosong.zip", lambda: b"", "truncated"),
    "zips in zips in zips in zips": ("boneka.zip", lambda: matryoshka(4), "zip-bomb"),
    "zips in a zip that swell a thousandfold": ("bengkak.zip", lambda: zips_in_a_zip(0), "zip-bomb"),
    "zips in a zip past four GiB": ("bengkak.zip", lambda: zips_in_a_zip(30 * MIB), "zip-bomb"),
    "many members": ("banyak.zip", lambda: packed(*((f"{i}.csv", b"") for i in range(20_001))), "zip-bomb"),
    "a million columns": (
        "lebar.xlsx",
        lambda: altered("sheet1.xml", lambda b: b.replace(b'r="B2"', b'r="BDWGN2"')),
        "far-cell",
    ),
    "a million cells without address": (
        "lebar.xlsx",
        lambda: altered("sheet1.xml", lambda b: b.replace(b"</row>", MANY_CELLS + b"</row>", 1)),
        "far-cell",
    ),
    "cells without address that pack as badly as any list": (
        "lebar.xlsx",
        lambda: altered("sheet1.xml", lambda b: b.replace(b"</row>", PADDED_CELLS + b"</row>", 1)),
        "far-cell",
    ),
    "a wide row above a high sheet": (
        "tinggi.xlsx",
        lambda: altered(
            "sheet1.xml", lambda b: b.replace(b'r="B1"', b'r="ZZ1"').replace(b'r="A11"', b'r="A1048576"')
        ),
        "far-cell",
    ),
    "a million columns of a binary workbook": (
        "lebar.xlsb",
        lambda: xlsb({"Data": table(people()) | {(3, 1_000_000): "x"}}),
        "far-cell",
    ),
    "20,000 columns of text": (
        "lebar.csv",
        lambda: b";".join(b"k%d" % i for i in range(20_000)) + b"\n1;2\n",
        "too-wide",
    ),
    "a million columns of text": ("lebar.csv", lambda: b";" * 1_000_000 * 2 + b"\n1;2\n", "endless-line"),
    "a document type that unfolds": (
        "tawa.xlsx",
        lambda: altered(
            "sharedStrings.xml",
            lambda b: b.replace(b"<sst", LAUGHS + b"<sst", 1).replace(b"NIK", b"&b;"),
        ),
        "truncated",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_made_to_harm_is_refused_within_bounds(
    what: str, measured: Callable[..., Measured], kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    name, content, code = REFUSED[what]
    (tmp_path / name).write_bytes(content())
    ran = measured("validate", name, "--lang", "id")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2), ran.err
    assert name in ran.err.splitlines()[0]
    assert ran.mib < 700
    assert ran.seconds < 30
    logged = kalteng("validate", name, "--lang", "en", "--log-format", "json")
    assert (logged.code, logged.out) == (2, "")
    told = json.loads(logged.err.splitlines()[-1])
    assert told["event"] == code
    assert told["message"] not in ran.err


def sparse(path: Path, head: bytes, filling: bytes, tail: bytes, size: int) -> Path:
    with path.open("wb") as stream:
        stream.write(head)
        block = filling * (MIB // len(filling))
        for _ in range(size // len(block)):
            stream.write(block)
        stream.write(tail)
    return path


def test_300_mb_without_an_end_of_line_are_refused_at_the_first_look(
    measured: Callable[..., Measured], tmp_path: Path
) -> None:
    path = sparse(tmp_path / "tanpa_akhir.csv", b"", b"x;", b"", 300 * MIB)
    ran = measured("validate", path)
    path.unlink()
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2), ran.err
    assert ran.mib < 500


@pytest.mark.parametrize(("filling", "mib"), [(b"x", 4), (b"x;", 16)])
def test_an_endless_line_below_the_header_costs_its_own_row(
    filling: bytes, mib: int, measured: Callable[..., Measured], tmp_path: Path
) -> None:
    path = sparse(tmp_path / "tengah.csv", LIST, filling, b"\n" + LIST.partition(b"\n")[2], mib * MIB)
    ran = measured("validate", path, "--format", "json")
    assert ran.code == 1, ran.err
    totals = json.loads(ran.out)["totals"]
    assert totals["rows"] == 20 + filling.count(b";")  # without a separator it is no record
    assert len(ran.out) < MIB
    assert ran.mib < 900
    assert ran.seconds < 30


def test_an_unclosed_quote_is_read_line_by_line_within_bounds(
    measured: Callable[..., Measured], tmp_path: Path
) -> None:
    header, first, *_ = LIST.split(b"\n")
    head = header + b"\n" + first.replace(b"62", b'"62', 1) + b"\n"
    path = sparse(tmp_path / "kutip.csv", head, b"x" * 1023 + b"\n", b"", 16 * MIB)
    ran = measured("validate", path, "--format", "concise", "--max-findings", "5")
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.err
    assert ran.mib < 600


FIRST = LIST.split(b"\n")[1]
OPEN = FIRST.replace(b"62", b'"62', 1) + b"\n"


@pytest.mark.parametrize(
    ("top", "filling", "end"),
    [
        (OPEN, FIRST + b"\n", b""),
        (b"", FIRST + b"\n", OPEN),
        (b"", b'"x";"' * 100 + b"\n", b""),
        (b"", OPEN, b""),
        (b"", b'"', b""),
    ],
    ids=["open at the top", "open at the end", "alternating", "open in every line", "nothing else"],
)
def test_300_mb_with_quotes_left_open_are_refused_within_bounds(
    top: bytes, filling: bytes, end: bytes, measured: Callable[..., Measured], tmp_path: Path
) -> None:
    path = sparse(tmp_path / "kutip.csv", LIST + top, filling, end, 300 * MIB)
    ran = measured("validate", path)
    path.unlink()
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2), ran.err
    assert ran.mib < 700
    assert ran.seconds < 30


@pytest.mark.parametrize("ending", ["csv", "xlsx", "zip"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(
    ending: str, kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / f"pipa.{ending}")
    for lang in ("id", "en"):
        ran = kalteng("validate", f"pipa.{ending}", "--lang", lang)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
        assert f"pipa.{ending}" in ran.err
    assert kalteng("validate", "/dev/zero").code == 2
    (tmp_path / "folder.xlsx").mkdir()
    assert kalteng("validate", "folder.xlsx").code == 2


def test_a_folder_with_a_pipe_and_a_broken_link_is_read_without_them(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    os.mkfifo(folder / "pipa.csv")
    (folder / "putus.csv").symlink_to(folder / "tidak_ada.csv")
    (folder / "warga.csv").write_bytes(LIST)
    ran = kalteng("validate", "masuk", "--format", "json")
    assert [one["file"] for one in json.loads(ran.out)["files"]] == ["warga.csv"]


def test_a_member_of_a_zip_that_is_a_link_leads_nowhere(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "rahasia.csv").write_bytes(LIST)
    link = zipfile.ZipInfo("tautan.csv")
    link.external_attr = 0o120777 << 16
    content = packed((link, str(tmp_path / "rahasia.csv").encode()), ("warga.csv", LIST))
    (tmp_path / "kiriman.zip").write_bytes(content)
    ran = kalteng("validate", "kiriman.zip")
    assert (ran.code, ran.out) == (2, "")
    assert "tautan.csv" in ran.err


ODD = "a\x1b[2J\u202egnp\r\nGalat: palsu\x07"
"""A name that clears the screen, turns the line round and forges another."""
FORMS = ("full", "concise", "json", "jsonl", "csv", "html", "github", "junit", "sarif")


def hostile(tmp_path: Path) -> Path:
    """A workbook whose file, sheet, header and cells all carry commands, markup and formulas."""
    header, *lines = people()
    values = [
        '=HYPERLINK("http://x")',
        "<img src=x onerror=alert(1)>",
        "@SUM(A1)",
        "+1|cmd",
        "\u202eIDUB",
        "-1+1",
    ]
    for line, value in zip(lines, values * 2, strict=False):
        line[2] = value
        line[4] = value
    content = book([[*header, "Kolom\u202e <b>x</b>"], *[[*line, "x"] for line in lines]])
    sound = io.BytesIO(content)
    with zipfile.ZipFile(sound) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    changed = [
        (name, body.replace(b'name="Data"', 'name="D\u202e&lt;b&gt;&#10;=1"'.encode()))
        for name, body in parts
    ]
    path = tmp_path / f"{ODD}.xlsx"
    path.write_bytes(packed(*changed))
    return path


@pytest.mark.parametrize("form", FORMS)
def test_names_and_cells_command_nothing_in_any_report(
    form: str, kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    path = hostile(tmp_path)
    ran = kalteng("validate", path, "--format", form, "--unmask")
    assert ran.code == 1, ran.err
    assert not UNSEEN.findall(ran.out.replace("\r\n", "\n") + ran.err), form
    assert not re.search(r"(?m)^Galat: palsu", ran.out + ran.err)
    if form == "csv":
        cells = [cell for line in csv.reader(io.StringIO(ran.out)) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-")) and cell.strip("-")]
    if form == "html":
        assert not [tag for tag in _Tags.of(ran.out) if tag == "img"]
    if form == "github":
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in ran.out.splitlines())
    if form == "junit":
        ET.fromstring(ran.out)  # noqa: S314  written a moment ago by ourselves
    if form in {"json", "sarif"}:
        json.loads(ran.out)


class _Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)

    @classmethod
    def of(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        return parser.found


def test_a_marked_copy_adds_no_formula_and_keeps_what_was_there(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    ran = kalteng("validate", hostile(tmp_path), "--format", "xlsx", "--unmask", "-o", "hasil.xlsx")
    assert ran.code == 1, ran.err
    marked = openpyxl.load_workbook(tmp_path / "hasil.xlsx")
    assert "Masalah" in marked.sheetnames
    formulas = [c for sheet in marked for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert [c.value for c in formulas if not str(c.value).startswith('=HYPERLINK("#')] == []


def test_a_workbook_whose_types_are_a_style_sheet_is_read_and_no_copy_of_it_is_made(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(book(people()))) as archive:
        styles = archive.read("xl/styles.xml")
    (tmp_path / "a.xlsx").write_bytes(book(people()))
    (tmp_path / "b.xlsx").write_bytes(altered("[Content_Types].xml", lambda _: styles))
    assert kalteng("validate", "b.xlsx", "--format", "json").code == 1
    (tmp_path / "b_ditandai.xlsx").write_bytes(b"yang lama")
    ran = kalteng("validate", "b.xlsx", "--format", "xlsx", "-o", "b_ditandai.xlsx", "--log-format", "json")
    assert (ran.code, json.loads(ran.err.splitlines()[-1])["event"]) == (2, "cannot-mark")
    assert (tmp_path / "b_ditandai.xlsx").read_bytes() == b"yang lama"
    several = kalteng("validate", "a.xlsx", "b.xlsx", "--format", "xlsx", "-o", "hasil", "--lang", "en")
    assert (several.code, several.out, len(several.err.splitlines())) == (2, "", 2)
    assert [path.name for path in (tmp_path / "hasil").iterdir()] == ["a.xlsx"]


def test_what_a_workbook_wants_to_run_is_kept_and_never_run(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    """Macros, links to other files and formulas of the old exchange between programs (DDE)."""
    mark = tmp_path / "dijalankan"
    formula = f"<f>cmd|'/c touch {mark}'!A0</f><v>0</v>".encode()
    content = altered(
        "sheet1.xml", lambda b: re.sub(rb'(<c r="G2")[^>]*>.*?</c>', rb"\1>" + formula + b"</c>", b)
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    link = f'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c touch {mark}"/></externalLink>'.encode()
    path = tmp_path / "makro.xlsm"
    path.write_bytes(
        packed(*parts, ("xl/vbaProject.bin", b"Shell"), ("xl/externalLinks/externalLink1.xml", link))
    )
    assert kalteng("validate", path, "--format", "json").code == 1
    assert kalteng("validate", path, "--format", "xlsx", "-o", "hasil.xlsm").code == 1
    with zipfile.ZipFile(tmp_path / "hasil.xlsm") as copy:
        assert copy.read("xl/vbaProject.bin") == b"Shell"
        assert copy.read("xl/externalLinks/externalLink1.xml") == link
    assert not mark.exists()
