"""The committed sample, read row for row as its makers wrote it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Kind, Level, Source, cell_address

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def sample() -> Loaded:
    files = [(level, path) for level in Level for path in sorted((SAMPLE / level).iterdir())]
    return read_tables([Source(path, path.name, level, path.stem) for level, path in files])


def test_the_rows_read_are_exactly_the_rows_written(sample: Loaded) -> None:
    truth = pl.read_csv(SAMPLE / "truth.csv.gz", infer_schema=False).select(
        "level", "file", pl.col("sheet").fill_null(""), pl.col("row").cast(pl.UInt32)
    )
    places = pl.DataFrame(
        [(t.index, t.source.level, t.source.file, t.sheet) for t in sample.tables],
        schema={"table": pl.UInt32, "level": pl.String, "file": pl.String, "sheet": pl.String},
        orient="row",
    )
    read = sample.persons.select("table", "row").join(places, on="table", maintain_order="left")
    keys = ["level", "file", "sheet", "row"]
    assert read.height == truth.height
    assert read.select(keys).sort(keys).equals(truth.select(keys).sort(keys))


def test_layouts_and_kinds_are_recognised(sample: Loaded) -> None:
    seen = {(t.source.file, t.sheet): (t.kind, t.layout) for t in sample.tables}
    assert seen["dtsen_62_2025.csv", ""] == (Kind.PENDUDUK, "dtsen_v2")
    assert seen["opensid_katingan.xlsx", "Data Penduduk"] == (Kind.PENDUDUK, "opensid")
    assert seen["pendataan_desa_2025.xlsx", "Seruyan"] == (Kind.PENDUDUK, None)
    assert seen["desa_kalteng_2025.xlsx", "Desa"][0] is Kind.DESA
    assert {p.reason for p in sample.passed_over} == {"codes"}


def test_every_cell_is_where_openpyxl_has_it(sample: Loaded) -> None:
    for table in sample.tables:
        if table.source.path.suffix != ".xlsx" or table.rows > 1_000:  # openpyxl takes seconds on the rest
            continue
        sheet = openpyxl.load_workbook(table.source.path, read_only=False)[table.sheet]
        frame = sample.villages if table.kind is Kind.DESA else sample.persons
        mine = frame.filter(pl.col("table") == table.index)
        for field in ("nik", "no_kk", "nama", "desa", "alamat"):
            column = table.column_of(field)
            if column is None:
                continue
            theirs = [_text(sheet[cell_address(column.index, row)].value) for row in mine["row"].to_list()]
            assert theirs == mine[field].to_list()


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return None if value is None or not str(value).strip() else str(value)
