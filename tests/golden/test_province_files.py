"""The files of a province say, row for row, what its truth says; openpyxl reads them, not the product."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from benchmarks.province import make_province
from benchmarks.province.__main__ import main
from benchmarks.province.files import write_province

SAMPLE = Path(__file__).parents[2] / "sample_data"


def cells(folder: Path, level: str, file: str, sheet: str, row: int) -> list[str]:
    if file.endswith(".csv"):
        encoding, separator = ("cp1252", ";") if level == "pusat" else ("utf-8", ",")
        text = (folder / level / file).read_bytes().decode(encoding)
        return list(csv.reader(io.StringIO(text), delimiter=separator))[row - 1]
    book = openpyxl.load_workbook(folder / level / file, read_only=True)
    values = next(book[sheet].iter_rows(min_row=row, max_row=row, values_only=True))
    book.close()
    return ["" if v is None else str(v) for v in values]


def test_truth_rows_are_the_rows_of_the_files(tmp_path: Path) -> None:
    province = make_province(900, 4, "real")
    truth = write_province(province, tmp_path)
    assert truth.height == sum(frame.height for frame in province.records.values())
    assert truth.select("level", "file", "sheet", "row").is_duplicated().any() is False
    for level, records in province.records.items():
        mine = truth.filter(pl.col("level") == level)
        # Rows of a sheet are together; the first, one in the middle and the last of each are looked up.
        for (file, sheet), part in mine.group_by("file", "sheet", maintain_order=True):
            of_sheet = (
                records
                if level == "pusat"
                else records.filter(pl.col("kabupaten") == regency_of(records, part))
            )
            for at in (0, part.height // 2, part.height - 1):
                said = cells(tmp_path, level, str(file), str(sheet), int(part["row"][at]))
                assert str(of_sheet["nama"][at]).replace("'", "\u2019") in [
                    v.replace("'", "\u2019") for v in said
                ]
                assert of_sheet["person"][at] == part["person"][at]


def regency_of(records: pl.DataFrame, part: pl.DataFrame) -> str:
    return str(records.filter(pl.col("village") == part["village"][0])["kabupaten"][0])


def test_below_the_last_row_of_truth_stand_totals_or_nothing(tmp_path: Path) -> None:
    truth = write_province(make_province(900, 4, "real"), tmp_path)
    for (file, sheet), part in truth.filter(pl.col("level") == "provinsi").group_by("file", "sheet"):
        last = int(part["row"].max())  # type: ignore[arg-type] # a sheet has rows
        assert cells(tmp_path, "provinsi", str(file), str(sheet), last + 2)[0].startswith("JUMLAH PENDUDUK")
        first = int(part["row"].min())  # type: ignore[arg-type] # a sheet has rows
        assert cells(tmp_path, "provinsi", str(file), str(sheet), first - 1)[:2] == ["(1)", "(2)"]


def test_csv_holds_the_same_people_as_the_workbooks(tmp_path: Path) -> None:
    province = make_province(900, 4, "real")
    both = [write_province(province, tmp_path / form, form) for form in ("xlsx", "csv")]
    assert both[0].sort("person")["person"].equals(both[1].sort("person")["person"])
    with pytest.raises(ValueError, match="ods"):
        write_province(province, tmp_path, "ods")


def test_the_sample_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    assert main(["sample", "--out", str(tmp_path)]) == 0
    written = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    committed = {p.relative_to(SAMPLE) for p in SAMPLE.rglob("*") if p.is_file()} - {Path("README.md")}
    assert set(written) == committed
    for path, content in written.items():
        assert content == (SAMPLE / path).read_bytes(), path


def test_the_sample_is_small_and_holds_what_it_is_there_to_show() -> None:
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 1_500_000
    truth = pl.read_csv(SAMPLE / "truth.csv.gz")
    assert 2500 < truth["person"].n_unique() < 3200
    assert {"twin", "nik_shifted", "nik_rounded_column", "copied", "moved", "dead_listed"} <= {
        trap for combination in truth["traps"].drop_nulls().unique() for trap in combination.split(";")
    }
    raw = (SAMPLE / "pusat" / "dtsen_62_2025.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
