"""Clean rows of a synthetic province with their truth: what linkage gets, without files of workbooks."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.province.files import write_province
from benchmarks.province.province import make_province
from kalteng_data.model import Level, Source
from kalteng_data.pipeline.intake import take_in
from kalteng_data.progress import Silent
from kalteng_data.resolve.people import link_frame
from kalteng_data.settings import Settings

TODAY = date(2026, 11, 1)
TRUTH, TWINS = "person", "twin_group"
"""Columns of the truth beside the frame; linkage never gets them."""


def linked_rows(people: int, seed: int, profile: str) -> pl.DataFrame:
    """The link frame of a province's accepted rows, from its raw files on, with ``TRUTH`` and ``TWINS``."""
    with tempfile.TemporaryDirectory(prefix="linkage-") as folder:
        root = Path(folder)
        truth = write_province(make_province(people, seed, profile), root, form="csv")
        sources = [
            Source(path=path, file=path.name, level=level)
            for level in Level
            for path in sorted((root / level.value).iterdir())
        ]
        intake = take_in(sources, Settings(), today=TODAY, progress=Silent())
    where = pl.DataFrame(
        [(t.index, str(t.source.level), t.source.file) for t in intake.tables],
        schema={"table": pl.UInt32, "level": pl.String, "file": pl.String},
        orient="row",
    )
    rows = intake.people.filter("accepted").join(where, on="table", how="left", maintain_order="left")
    known = truth.select("level", "file", pl.col("row").cast(pl.UInt32), TRUTH, TWINS)
    rows = rows.join(known, on=["level", "file", "row"], how="left", maintain_order="left")
    frame = link_frame(rows, rows["kode_desa"], rows["level"])
    return frame.with_columns(rows[TRUTH], rows[TWINS])
