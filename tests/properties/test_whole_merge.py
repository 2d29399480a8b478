"""What must hold of every merge, on files that the generator makes as each level sends them."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
from benchmarks.province import make_province
from benchmarks.province.files import write_province
from hypothesis import given, settings
from hypothesis import strategies as st

from kalteng_data.model import Level, Source
from kalteng_data.pipeline.merging import Run, merge
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings, named_sources

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 24)
CONTENT = ("level", "file", "sheet", "row")


def files_of(folder: Path) -> dict[Level | None, list[Path]]:
    return {level: sorted((folder / level.value).iterdir()) for level in Level}


def merged(sources: tuple[Source, ...], workspace: Path) -> dict[str, pl.DataFrame]:
    workspace.mkdir(exist_ok=True)
    result = merge(sources, Settings(), Run(workspace, TODAY, "2026-11", {}, accept_health=True), Silent())
    return {path.stem: pl.read_parquet(path) for path in result.folder.glob("*.parquet")}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame, dict[str, pl.DataFrame]]:
    folder = tmp_path_factory.mktemp("province")
    truth = write_province(make_province(900, 11, "real"), folder)
    return folder, truth, merged(named_sources(files_of(folder)), folder / "base-of")


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(1, 10_000),
    people=st.integers(60, 300),
    profile=st.sampled_from(["mild", "real", "rough"]),
)
def test_every_row_is_accounted_for_and_the_tables_agree(
    tmp_path_factory: pytest.TempPathFactory, seed: int, people: int, profile: str
) -> None:
    folder = tmp_path_factory.mktemp("p")
    truth = write_province(make_province(people, seed, profile), folder)
    tables = merged(named_sources(files_of(folder)), folder / "ws")
    lineage = tables["lineage"]
    assert lineage.height == truth.height
    assert lineage.join(truth, on=list(CONTENT), how="anti").is_empty()
    held = lineage.filter(pl.col("status") == "quarantined")
    kept = lineage.filter(pl.col("status") == "merged")
    assert held.height + kept.height == lineage.height
    assert held.height == tables["quarantine"].height
    assert tables["quarantine"]["reasons"].list.len().min() in {None, *range(1, 9)}
    assert set(kept["id_penduduk"]) == set(tables["penduduk"]["id_penduduk"])
    assert set(kept["id_keluarga"]) == set(tables["keluarga"]["id_keluarga"])
    assert tables["desa"]["kode_desa"].n_unique() == tables["desa"].height == 1571


def test_lineage_points_at_the_very_cell(small: tuple[Path, pl.DataFrame, dict[str, pl.DataFrame]]) -> None:
    folder, _, tables = small
    rows = tables["lineage"].filter(pl.col("file").str.starts_with("opensid"))
    file = rows["file"][0]
    book = openpyxl.load_workbook(folder / "kabupaten" / file, read_only=True)
    sheet = book[rows["sheet"][0]]
    cells = list(sheet.iter_rows(values_only=True))
    header = next(i for i, row in enumerate(cells) if row and "nama" in row)
    told = [cells[header].index(field) for field in ("nama", "nik")]
    people = {
        i + 1
        for i, row in enumerate(cells)
        if i > header and any(row[place] not in {None, ""} for place in told)
    }
    assert people == set(rows.filter(pl.col("file") == file)["row"])
    book.close()


def people_of(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return tables["penduduk"].sort("id_penduduk")


def test_the_order_of_files_changes_nothing(
    small: tuple[Path, pl.DataFrame, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    folder, _, tables = small
    sources = list(named_sources(files_of(folder)))
    random.Random(5).shuffle(sources)
    again = merged(tuple(sources), tmp_path / "ws")
    for name in ("penduduk", "keluarga", "desa", "lineage", "claims", "quarantine"):
        assert tables[name].equals(again[name]), name


def test_the_order_of_rows_changes_no_person_and_no_id(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write_province(make_province(700, 3, "real"), one, "csv")
    places: dict[tuple[str, str, int], int] = {}
    for path in sorted(one.rglob("*.csv")):
        raw = path.read_bytes().splitlines(keepends=True)
        header, body = raw[0], raw[1:]
        order = list(range(len(body)))
        random.Random(path.name).shuffle(order)
        target = two / path.relative_to(one)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(header + b"".join(body[i] for i in order))
        places |= {(path.parent.name, path.name, old + 2): new + 2 for new, old in enumerate(order)}
    before, after = (merged(named_sources(files_of(d)), d / "ws") for d in (one, two))
    assert people_of(before).equals(people_of(after))
    assert before["keluarga"].equals(after["keluarga"])
    moved = before["lineage"].with_columns(
        pl.struct("level", "file", "row")
        .map_elements(lambda r: places[r["level"], r["file"], r["row"]], return_dtype=pl.UInt32)
        .alias("row")
    )
    ids = ["level", "file", "row", "id_penduduk", "id_keluarga", "kode_desa", "status"]
    assert moved.select(ids).sort(ids).equals(after["lineage"].select(ids).sort(ids))
