"""Draw the pictures of the operator's guide from the program itself: ``python tools/draw_guide.py``.

A form is made, filled by a clerk who errs, checked, marked, mended and checked again; what the operator sees
on the way goes to ``docs/gambar``. Needs LibreOffice, poppler, Ghostscript and Chromium, so it is
not part of ``make docs``: it is run when what it shows has changed, and the pictures are looked at.
The people are of the generator of ``benchmarks``; nobody lives.
"""

from __future__ import annotations

import datetime as dt
import html
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURES = Path(__file__).parents[1] / "docs" / "gambar"
KALTENG = str(Path(sys.executable).with_name("kalteng"))
REGENCY = "62.06"
WIDTH = 1000
"""Pixels of a picture of a screen."""
PHONE = 400
SCREEN = 114
"""Letters that a line of the terminal's picture holds."""
DOTS, EDGE = 110, 6
"""Dots an inch of a picture of a sheet; points of white around it."""

SAMPLE = Path(__file__).parents[1] / "sample_data" / "kabupaten" / "opensid_katingan.xlsx"
"""People to fill the form with."""

ROWS = 12
"""So many of them, whole families where they end so."""

FIRST_ROW = 4
"""The first row of the form below its headers."""

FIELDS = {
    "No. KK": "no_kk", "NIK": "nik", "Nama Lengkap": "nama", "Hubungan Keluarga": "shdk",
    "Jenis Kelamin": "jenis_kelamin", "Tempat Lahir": "tempat_lahir", "Tanggal Lahir": "tanggal_lahir",
    "Status Perkawinan": "status_kawin", "RT": "rt", "RW": "rw", "Alamat": "alamat", "Agama": "agama",
    "Pendidikan Terakhir": "pendidikan", "Pekerjaan": "pekerjaan",
}  # fmt: skip
"""Headers of the form that the clerk fills, and the columns of a cleaned table."""


@dataclass(frozen=True, slots=True)
class Studio:
    """A folder to work in; pictures are made of what stands in it."""

    folder: Path

    def kalteng(self, *words: str) -> str:
        """What a command prints on both streams, as on a terminal without colour."""
        environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "110"}
        done = subprocess.run(
            [KALTENG, "--lang", "id", *words],
            cwd=self.folder, env=environment, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        if done.returncode not in {0, 1}:
            raise SystemExit(done.stdout)
        return done.stdout

    def terminal(self, name: str, *words: str, lines: int = 40) -> None:
        """A picture of a command and what it prints, its first ``lines``."""
        text = self.kalteng(*words).splitlines()
        shown = [f"$ kalteng {' '.join(words)}", *text[:lines], *(["..."] if len(text) > lines else [])]
        page = self.folder / "terminal.html"
        page.write_text(
            "<meta charset=utf-8><style>body{margin:0;background:#1e1e2e;color:#e4e4ef}"
            "pre{font:14px/1.45 'DejaVu Sans Mono',monospace;margin:16px;white-space:pre-wrap}"
            "b{color:#8bd5ca}</style>"
            f"<pre><b>{html.escape(shown[0])}</b>\n{html.escape(chr(10).join(shown[1:]))}</pre>",
            encoding="utf-8",
        )
        self.browser(
            name, page, WIDTH, round(sum(1 + len(line) // SCREEN for line in shown) * 14 * 1.45) + 40
        )

    def browser(self, name: str, page: Path, width: int, height: int) -> None:
        """A picture of a page in a browser's window of that size."""
        shot = self.folder / "shot.png"
        run(
            [
                found("chromium", "chromium-browser", "google-chrome"), "--headless", "--no-sandbox",
                "--hide-scrollbars", f"--window-size={width},{height}", f"--screenshot={shot}", page.as_uri(),
            ]
        )  # fmt: skip
        keep(shot, name)

    def sheet(self, name: str, workbook: Path, title: str, *, columns: int, rows: int) -> None:
        """A picture of the first rows and columns of one sheet, as a spreadsheet program prints it."""
        book = openpyxl.load_workbook(workbook)
        for other in book.worksheets:
            other.sheet_state = "visible" if other.title == title else "hidden"
        sheet = book[title]
        book.active = book.index(sheet)
        sheet.print_area = f"A1:{get_column_letter(columns)}{rows}"
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
        sheet.print_options.headings = True
        sheet.HeaderFooter = HeaderFooter()
        book.save(self.folder / "print.xlsx")
        run([found("soffice", "libreoffice"), "--headless", "--convert-to", "pdf", "--outdir",
             str(self.folder), str(self.folder / "print.xlsx")])  # fmt: skip
        pdf = self.folder / "print.pdf"
        box = run([found("gs"), "-q", "-dBATCH", "-dNOPAUSE", "-dLastPage=1", "-sDEVICE=bbox", str(pdf)])
        _, top = sizes(run([found("pdfinfo"), str(pdf)]))
        left, low, right, high = (int(number) for number in box.splitlines()[0].split()[1:])
        scale = DOTS / 72
        frame = (left - EDGE, top - high - EDGE, right - left + 2 * EDGE, high - low + 2 * EDGE)
        x, y, width, height = (str(round(length * scale)) for length in frame)
        run([found("pdftoppm"), "-png", "-r", str(DOTS), "-f", "1", "-l", "1", "-singlefile",
             "-x", x, "-y", y, "-W", width, "-H", height, str(pdf), str(self.folder / "shot")])  # fmt: skip
        keep(self.folder / "shot.png", name)


def sizes(pdfinfo: str) -> tuple[float, float]:
    """Width and height of a page in points, as ``pdfinfo`` tells them."""
    line = next(line for line in pdfinfo.splitlines() if line.startswith("Page size:"))
    width, height = line.removeprefix("Page size:").split()[0:3:2]
    return float(width), float(height)


def run(command: Sequence[str]) -> str:
    """What a drawing program says on both streams.

    Raises:
        CalledProcessError: it failed.
    """
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, text=True
    )
    return done.stdout


def found(*names: str) -> str:
    """The first of these programs that is installed."""
    for name in names:
        if (path := shutil.which(name)) is not None:
            return path
    raise SystemExit(f"needs one of {', '.join(names)}")


def keep(picture: Path, name: str) -> None:
    """Put a picture among those of the guide."""
    PICTURES.mkdir(exist_ok=True)
    target = PICTURES / f"{name}.png"
    shutil.copyfile(picture, target)
    print(f"{target.name}: {target.stat().st_size // 1024} kB")


def people(studio: Studio) -> pl.DataFrame:
    """Rows of the sample without a fault, under the names of a cleaned table, all text."""
    studio.kalteng("clean", str(SAMPLE), "-o", "bersih.csv")
    table = pl.read_csv(studio.folder / "bersih.csv", infer_schema=False)
    sound = pl.all_horizontal(pl.col("nik_status", "kk_status", "tanggal_status") == "ok")
    whole = sound.all().over("no_kk") & pl.col("jenis_kelamin", "shdk", "rt").is_not_null().all().over(
        "no_kk"
    )
    return table.filter(pl.all_horizontal(whole)).head(ROWS)


def fill(form: Path, target: Path, rows: pl.DataFrame, *, wrong: bool) -> None:
    """The form with one person a row; ``wrong`` as a hurried clerk types it."""
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    headers = {str(cell.value): cell.column for cell in sheet[FIRST_ROW - 1]}
    for at, person in enumerate(rows.iter_rows(named=True)):  # a dozen rows of a picture
        row = FIRST_ROW + at
        for header, field in FIELDS.items():
            sheet.cell(row, headers[header], person[field])
        born = dt.date.fromisoformat(person["tanggal_lahir"])
        sheet.cell(row, headers["Tanggal Lahir"], born).number_format = "dd-mm-yyyy"
        sheet.cell(row, headers["Kecamatan"], person["kecamatan"].title())
        sheet.cell(row, headers["Desa/Kelurahan"], person["desa"].title())
    if wrong:
        nik, born = headers["NIK"], headers["Tanggal Lahir"]
        sheet.cell(FIRST_ROW + 1, nik, str(rows["nik"][1])[:-1])  # a digit left out
        sheet.cell(FIRST_ROW + 3, born, "31-02-2005")
        sheet.cell(FIRST_ROW + 4, headers["Jenis Kelamin"], "Perempuan muda")
        sheet.cell(FIRST_ROW + 6, nik, str(rows["nik"][5]))  # that of the row above
        sheet.cell(FIRST_ROW + 8, headers["Desa/Kelurahan"], "Baun Bangoo Lama")
    book.save(target)


def main() -> None:
    """Draw them all."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder))
        studio.kalteng("template", "penduduk", "--kabupaten", REGENCY, "-o", "formulir.xlsx")
        rows = people(studio)
        filled, marked = studio.folder / "desa.xlsx", studio.folder / "desa_ditandai.xlsx"
        fill(studio.folder / "formulir.xlsx", filled, rows, wrong=True)
        studio.sheet("formulir", filled, "Data Penduduk", columns=14, rows=FIRST_ROW + ROWS)
        studio.terminal("inspect", "inspect", "desa.xlsx", lines=30)
        studio.terminal("validate", "validate", "desa.xlsx", lines=48)
        studio.kalteng("validate", "desa.xlsx", "--format", "xlsx", "-o", marked.name)
        studio.sheet("ditandai", marked, "Data Penduduk", columns=14, rows=FIRST_ROW + ROWS)
        studio.sheet("masalah", marked, "Masalah", columns=9, rows=16)
        studio.kalteng("validate", "desa.xlsx", "--format", "html", "-o", "hasil.html")
        studio.browser("halaman", studio.folder / "hasil.html", WIDTH, 900)
        studio.browser("telepon", studio.folder / "hasil.html", PHONE, 800)
        fill(studio.folder / "formulir.xlsx", filled, rows, wrong=False)
        studio.terminal("bersih", "validate", "desa.xlsx")


if __name__ == "__main__":
    main()
