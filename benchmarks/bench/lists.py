"""The lists that ``kalteng validate`` is measured on: 20 columns of a regency's, as CSV and workbooks.

Rows are those of a synthetic province, its errors among them. Files are kept in the work folder as long as
the generator is the same. Run as a program it makes one list, in a process of its own, so that the measuring
one stays small: ``python -m benchmarks.bench.lists ROWS FILE`` (CSV or xlsx by its name), or a folder of so
many workbooks that hold the rows between them: ``python -m benchmarks.bench.lists ROWS FOLDER FILES``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench.inputs import PROFILE, SEED, generator
from benchmarks.bench.measure import measured

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    "kode_desa", "desa", "kecamatan", "alamat", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir",
    "tanggallahir", "agama_id", "pendidikan_kk_id", "pekerjaan_id", "status_kawin", "kk_level", "nama_ayah",
    "nama_ibu", "status_dasar",
)  # fmt: skip
"""What is taken of the regencies' columns; the others are nearly blank in practice."""

PEOPLE_A_ROW = 1.15
"""People to invent for each row: not everybody stands in the regencies' list."""


def table(rows: int, suffix: str, work: Path) -> Path:
    """A CSV or a workbook (``suffix``) of ``rows`` rows, made when the work folder does not hold it yet."""
    path = work / f"list-{generator()}-{rows}{suffix}"
    if not path.is_file():
        # Under another name until it is whole: a run that is stopped leaves nothing that looks finished.
        part = path.with_name(f"part-{path.name}")
        measured([sys.executable, "-m", "benchmarks.bench.lists", str(rows), str(part)])
        part.replace(path)
    return path


def workbooks(files: int, rows_a_file: int, work: Path) -> list[Path]:
    """So many workbooks of ``rows_a_file`` rows each, one after the other cut from one list."""
    rows = files * rows_a_file
    folder = work / f"lists-{generator()}-{rows}-{files}"
    if not folder.is_dir():
        part = folder.with_name(f"part-{folder.name}")
        measured([sys.executable, "-m", "benchmarks.bench.lists", str(rows), str(part), str(files)])
        part.replace(folder)
    return sorted(folder.iterdir())


def _frame(rows: int) -> pl.DataFrame:
    """The list itself: ``rows`` by ``COLUMNS``, all text, blank cells null."""
    import polars as pl

    from benchmarks.province.layouts import LAYOUTS
    from benchmarks.province.province import make_province

    # A few more people than a small list needs: what share of them it holds varies.
    province = make_province(round(rows * PEOPLE_A_ROW) + 1000, SEED, PROFILE)
    frame = LAYOUTS["kabupaten"](province.records["kabupaten"]).select(COLUMNS)
    if frame.height < rows:
        message = f"the province has {frame.height:,} rows of the regencies, fewer than {rows:,}"
        raise ValueError(message)
    return frame.head(rows).with_columns(pl.col(pl.String).replace("", None))


def main(rows: str, target: str, files: str | None = None) -> None:
    """Make one list, or a folder of workbooks."""
    from benchmarks.province.workbooks import Sheet, write_workbook

    frame, path = _frame(int(rows)), Path(target)
    if files is not None:
        path.mkdir(exist_ok=True)
        length = frame.height // int(files)
        for number in range(int(files)):
            part = frame.slice(number * length, length)
            write_workbook(path / f"desa_{number:04}.xlsx", [Sheet("Data Penduduk", part)])
    elif path.suffix == ".csv":
        frame.write_csv(path)
    else:
        write_workbook(path, [Sheet("Data Penduduk", frame)])


if __name__ == "__main__":
    main(*sys.argv[1:4])
