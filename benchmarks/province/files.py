"""Write a province as each level sends it, and the truth of every data row beside it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.province.layouts import LAYOUTS, TRUTH
from benchmarks.province.workbooks import Sheet, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.province.province import Province

FORMATS = ("xlsx", "csv")
"""``xlsx``: files as each level sends them; ``csv``: the same columns, one CSV a level, for large inputs."""

SAMPLE_TRUTH = ("level", "file", "sheet", "row", "person", "family", "village", "traps")
"""Columns of the sample's truth."""

_PUSAT = "dtsen_62_2025.csv"
_PROVINSI = "pendataan_desa_2025.xlsx"


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one sheet: where they stand, the number of the first, and their record frame."""

    file: str
    sheet: str
    first_row: int
    truth: pl.DataFrame


def write_province(province: Province, out: Path, form: str = "xlsx") -> pl.DataFrame:
    """Write ``out/{pusat,provinsi,kabupaten}`` and return the truth, one row a data row.

    Columns of the truth: ``level, file, sheet`` (``""`` for text), ``row`` (as a spreadsheet shows it),
    ``TRUTH``.

    Raises:
        ValueError: the format is unknown.
        OSError: a file cannot be written.
    """
    if form not in FORMATS:
        message = f"format {form!r} is none of {', '.join(FORMATS)}"
        raise ValueError(message)
    writers = {"pusat": _pusat, "provinsi": _provinsi, "kabupaten": _kabupaten}
    found: list[pl.DataFrame] = []
    for level, records in province.records.items():
        folder = out / level
        folder.mkdir(parents=True, exist_ok=True)
        table = province.village_tables[level]
        if form == "csv":
            parts = _plain(level, records, folder)
            _village_csv(table.select(*_VILLAGE_COLUMNS[level]), folder / f"desa_{level}.csv", ",")
        else:
            parts = writers[level](records, table, folder)
        found.extend(_truth(level, part) for part in parts)
    return pl.concat(found)


def write_sample_truth(truth: pl.DataFrame, out: Path) -> None:
    """Write ``out/truth.csv.gz`` for people and tests to read; the time of writing does not stand in it."""
    text = truth.select(SAMPLE_TRUTH).write_csv()
    (out / "truth.csv.gz").write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def write_truth(truth: pl.DataFrame, out: Path) -> None:
    """Write ``out/truth/truth.parquet``, apart from the folders a merge reads."""
    folder = out / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    truth.write_parquet(folder / "truth.parquet")


def _truth(level: str, part: _Part) -> pl.DataFrame:
    rows = pl.int_range(part.first_row, part.first_row + part.truth.height, dtype=pl.UInt32, eager=True)
    where = [pl.lit(level).alias("level"), pl.lit(part.file).alias("file"), pl.lit(part.sheet).alias("sheet")]
    # Truth of text files has no sheet; a workbook's row is known by file, sheet and row.
    return part.truth.select(*where, rows.alias("row"), *TRUTH)


def _pusat(records: pl.DataFrame, table: pl.DataFrame, folder: Path) -> Iterator[_Part]:
    text = _blanked(LAYOUTS["pusat"](records)).write_csv(separator=";", line_terminator="\r\n")
    (folder / _PUSAT).write_bytes(text.encode("cp1252"))
    _village_csv(table.select(*_VILLAGE_COLUMNS["pusat"]), folder / "desa_62_2025.csv", ";")
    yield _Part(_PUSAT, "", 2, records)


def _provinsi(records: pl.DataFrame, table: pl.DataFrame, folder: Path) -> Iterator[_Part]:
    """One workbook, a sheet a regency: titles, header, a numbering row, rows, totals, signature."""
    sheets = []
    for (regency,), rows in records.group_by("kabupaten", maintain_order=True):
        frame = LAYOUTS["provinsi"](rows)
        name = str(regency)[:31]
        titles = (
            "PEMERINTAH PROVINSI KALIMANTAN TENGAH",
            "HASIL PENDATAAN DESA TAHUN 2025",
            f"WILAYAH {name.upper()}",
        )
        foot = (
            "",
            f"JUMLAH PENDUDUK : {frame.height}",
            f"JUMLAH KK : {rows['no_kk'].n_unique()}",
            "",
            "Palangka Raya, 30 Juni 2025",
            "Kepala Bidang Pemerintahan Desa",
            "",
            "(..............................)",
        )
        sheets.append(
            Sheet(name, frame, titles, numbered=True, foot=foot, numbers=_number_cells(rows, "NIK", "No. KK"))
        )
        yield _Part(_PROVINSI, name, sheets[-1].first_row, rows)
    write_workbook(folder / _PROVINSI, sheets)
    villages = table.select(*_VILLAGE_COLUMNS["provinsi"]).with_columns(
        pl.col("Desa/Kelurahan").str.to_titlecase()
    )
    write_workbook(
        folder / "desa_kalteng_2025.xlsx",
        [Sheet("Desa", villages, ("DAFTAR DESA DAN KELURAHAN", "TAHUN 2025"), numbered=True)],
    )


def _kabupaten(records: pl.DataFrame, table: pl.DataFrame, folder: Path) -> Iterator[_Part]:
    """A workbook a regency in OpenSID's layout; every second one with date cells and ``###`` at the end."""
    for place, ((regency,), rows) in enumerate(records.group_by("kabupaten", maintain_order=True)):
        slug = str(regency).lower().replace(" ", "_")
        file = f"opensid_{slug}.xlsx"
        odd = place % 2 == 1
        data = Sheet(
            "Data Penduduk", LAYOUTS["kabupaten"](rows), numbers=_number_cells(rows, "nik", "no_kk"),
            dates=("tanggallahir",) if odd else (), foot=("###",) if odd else (), foot_column=1,
        )  # fmt: skip
        write_workbook(folder / file, [data, Sheet("Kode Data", _code_sheet())])
        villages = table.filter(pl.col("kabupaten") == regency).select(*_VILLAGE_COLUMNS["kabupaten"])
        write_workbook(
            folder / f"desa_{slug}.xlsx", [Sheet("Desa", villages, (f"DATA DESA {str(regency).upper()}",))]
        )
        yield _Part(file, data.name, data.first_row, rows)


def _number_cells(rows: pl.DataFrame, nik: str, kk: str) -> dict[str, pl.Series]:
    """Which cells of the two number columns are numbers in the workbook (Excel has damaged them)."""
    return {nik: rows["nik_angka"], kk: rows["no_kk_angka"]}


def _code_sheet() -> pl.DataFrame:
    """The sheet of codes that OpenSID's form carries beside the data."""
    return pl.DataFrame(
        {
            "sex": ["1", "2", ""], "arti": ["LAKI-LAKI", "PEREMPUAN", ""], "kk_level": ["1", "3", "4"],
            "arti kk_level": ["KEPALA KELUARGA", "ISTRI", "ANAK"],
        }
    )  # fmt: skip


def _plain(level: str, records: pl.DataFrame, folder: Path) -> Iterator[_Part]:
    """The level's columns in one comma-separated UTF-8 file."""
    file = f"penduduk_{level}.csv"
    _blanked(LAYOUTS[level](records)).write_csv(folder / file)
    yield _Part(file, "", 2, records)


def _blanked(frame: pl.DataFrame) -> pl.DataFrame:
    """Blank text as nothing between two separators, not as a pair of quotes."""
    return frame.with_columns(pl.col(pl.String).replace("", None))


def _village_csv(table: pl.DataFrame, path: Path, separator: str) -> None:
    path.write_bytes(table.write_csv(separator=separator, line_terminator="\r\n").encode("cp1252"))


_COUNTS = ("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk")
_VILLAGE_COLUMNS: dict[str, tuple[pl.Expr, ...]] = {
    "pusat": (
        pl.col("kode_bps").alias("kode_kelurahan_desa"), pl.col("desa").alias("kelurahan_desa"),
        pl.col("kecamatan").str.to_uppercase(),
        pl.col("kabupaten").str.to_uppercase().alias("kabupaten_kota"),
        *(pl.col(c).cast(pl.String) for c in _COUNTS),
    ),
    "provinsi": (
        pl.int_range(1, pl.len() + 1).cast(pl.String).alias("No"), pl.col("desa").alias("Desa/Kelurahan"),
        pl.col("kecamatan").alias("Kecamatan"), pl.col("kabupaten").alias("Kabupaten/Kota"),
        pl.col("jumlah_penduduk").cast(pl.String).alias("Jumlah Penduduk"),
        pl.col("jumlah_kk").cast(pl.String).alias("Jumlah KK"),
    ),
    "kabupaten": (
        pl.col("kode_desa").alias("Kode Desa"), pl.col("desa").alias("Nama Desa"),
        pl.col("kecamatan").alias("Kecamatan"),
        pl.col("jumlah_penduduk").cast(pl.String).alias("Jumlah Penduduk"),
        pl.col("jumlah_laki_laki").cast(pl.String).alias("Laki-laki"),
        pl.col("jumlah_perempuan").cast(pl.String).alias("Perempuan"),
        pl.col("jumlah_kk").cast(pl.String).alias("Jumlah KK"),
    ),
}  # fmt: skip
