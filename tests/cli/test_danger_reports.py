"""Names, cells and parts of a workbook that would command something, in what is written of it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from benchmarks.fuzz.seeds import people
from tests.cli.dangers import altered, book, packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and pipes differ on Windows")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
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
    header[2] += "\x84"
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


def test_headers_command_nothing_where_the_reading_is_shown(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    ran = kalteng("inspect", hostile(tmp_path))
    assert ran.code in {0, 1}, ran.err
    assert not UNSEEN.findall(ran.out.replace("\r\n", "\n") + ran.err)


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
