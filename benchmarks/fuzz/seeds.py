"""Sound files of every kind that is read, small ones, of invented people, with traits of real lists."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import cache
from pathlib import Path

import polars as pl
import xlsxwriter

from benchmarks.fuzz.binary import Cell, table, xlsb

_GOLDEN = Path(__file__).parents[2] / "tests" / "golden"
HEADER = (
    "NIK", "No KK", "Nama Lengkap", "Jenis Kelamin", "Tanggal Lahir", "SHDK", "Alamat", "RT", "RW",
    "Desa", "Kecamatan",
)  # fmt: skip
_MARKUP = "<script>alert(1)</script>"
_NAMES = ("BUDI", "SITI", "ANDI", "=1+1", _MARKUP, "@SUM(A1)", "-2+3", "ANI\nCITRA", "M. NOR", "O'NEIL")


def people(rows: int = 10) -> list[list[Cell]]:
    """The header and ``rows`` invented people, names among them that a program could take for commands."""
    lines: list[list[Cell]] = [list(HEADER)]
    for i in range(rows):
        head = "KEPALA KELUARGA" if i % 3 == 0 else "ANAK"
        lines.append(
            [
                f"62060317088{i % 10}{i + 1:04}", f"62060301011200{i // 3:02}", _NAMES[i % len(_NAMES)],
                "LP"[i % 2], f"17-08-198{i % 10}", head, "JL MAWAR", "001", f"{i % 4:03}", "BAUN BANGO",
                "KAMIPANG",
            ]
        )  # fmt: skip
    return lines


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Sound files by the ending of their names."""
    text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in people())
    bare = "\r\n".join("|".join(str(cell).replace("\n", " ") for cell in line) for line in people())
    sheets = {"Data": table(people(), top=2, left=1), "Lama": table(people(2))}
    found = {
        "xlsx": (_plain(), _rich()),
        "xlsb": (xlsb(sheets, {"Lama": "hidden"}), xlsb({"Data": table(people(30))}, inline=True)),
        "xls": ((_GOLDEN / "warga_libreoffice.xls").read_bytes(),),
        "ods": ((_GOLDEN / "warga_libreoffice.ods").read_bytes(),),
        "csv": (text.encode(), bare.encode("utf-16"), text.encode("utf-8-sig")),
        "txt": (bare.encode("cp1252"), bare.replace("|", "\t").encode()),
        "parquet": (_parquet(),),
        "toml": (_SETTINGS.encode(),),
    }
    return found | {"zip": (_zipped(found),)}


def _plain() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Data")
        for i, line in enumerate(people()):
            sheet.write_row(i, 0, line)
    return held.getvalue()


def _rich() -> bytes:
    """Merges, hidden parts, dates, numbers, formulas with errors, a link outside, notes, a second sheet."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Data <1>")
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range("A1:F1", "DAFTAR PENDUDUK DESA BAUN BANGO")
        for i, line in enumerate(people(), start=3):
            sheet.write_row(i, 1, line)
            sheet.write_datetime(i, 5, dt.datetime(1980, 8, 17, tzinfo=dt.UTC).replace(tzinfo=None), date)
            sheet.write_number(i, 12, 6206031708800001 + i)
        sheet.write_row(3, 1, HEADER)
        sheet.write_formula("C6", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D7", "='[lain.xlsx]Data'!A1", None, "#REF!")
        sheet.write_url("H6", "external:lain.xlsx")
        sheet.write_comment("B6", "periksa")
        sheet.merge_range("C8:C9", "6206030101120009")
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_column("L:L", 10, None, {"hidden": True})
        book.add_worksheet("Sembunyi").hide()
        book.add_worksheet("Lain").write_row(0, 0, ["Kode Desa", "Nama Desa", "Jumlah Penduduk"])
        book.define_name("Desa", "='Data <1>'!$A$1")
    return held.getvalue()


def _parquet() -> bytes:
    header, *lines = people(40)
    held = io.BytesIO()
    frame = pl.DataFrame(lines, schema=[str(name) for name in header], orient="row")
    frame.with_columns(pl.col("NIK").str.to_integer().alias("Umur"), Lain=pl.lit(["x"])).write_parquet(held)
    return held.getvalue()


def _zipped(found: dict[str, tuple[bytes, ...]]) -> bytes:
    inner = _packed({"dalam.csv": found["csv"][0], "../keluar.xlsx": found["xlsx"][0]})
    return _packed(
        {
            "desa a/warga.xlsx": found["xlsx"][1],
            "warga.csv": found["csv"][0],
            "dalam.zip": inner,
            "b.pdf": b"x",
        }
    )


def _packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


_SETTINGS = """\
[project]
period = "2026-11"
lang = "id"

[validate]
fail_on = "warning"

[privacy]
mask = true

[[source]]
name = "warga"
level = "kabupaten"
files = ["*.csv"]
codes = "kemendagri"
header_row = 1

[source.columns]
"Nama Lengkap" = "nama"
"C1" = "nama"

[[rule]]
code = "KB001"
sql = "rt IS NULL AND rw IS NOT NULL"
title = {id = "RT kosong", en = "RT blank"}
field = "rt"
severity = "warning"
"""
