"""Figures of validation beside their targets: which are judged, and on which side of a limit they lie."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.bench.targets import Verdict, judge
from benchmarks.bench.write import render

COST = {"wall": 1.0, "cpu": 2.0, "gib": 0.5}


def _beside(side: str, rows: int, times: float) -> dict[str, Any]:
    told = {"checks": 27, "faults": 10}
    return {
        "case": "CSV",
        "rows": rows,
        "side": side,
        "ours": COST,
        "theirs": COST,
        "told": told,
        "times": times,
    }


def _result(rows: int, peers: tuple[str, ...]) -> dict[str, Any]:
    validate = {
        "csv": _beside("polars", rows, 4.0), "book": _beside("fastexcel", 100_000, 3.0),
        "daily": _beside("imports", 500, 1.5), "small": {"files": 100, "rows_a_file": 100, "cost": COST},
        "marked": COST, "peers": [_beside(side, 100_000, 0.25) for side in peers],
    }  # fmt: skip
    base = {"processors": 2, "load": 0.0, "runs": 1, "merge": [], "link": [], "stages": []}
    return base | {"validate": validate}


@pytest.mark.parametrize(
    ("figure", "at_least", "met"), [(8, False, True), (9, False, False), (7, True, False)]
)
def test_a_limit_bounds_the_side_it_says(figure: float, at_least: bool, met: bool) -> None:
    assert Verdict("name", figure, 8, at_least).met is met


def test_a_target_that_is_missed_is_said_to_be_missed() -> None:
    result = _result(1_000_000, ("frictionless", "pointblank"))
    verdicts = judge(result)
    missed = [verdict.name.split(",")[0] for verdict in verdicts if not verdict.met]
    assert missed == ["validate a workbook of 100k rows", "frictionless on a CSV of 100k rows"]
    assert render(result, verdicts).count(" MISSED  ") == 2


def test_targets_of_a_million_rows_and_of_peers_are_judged_only_where_measured() -> None:
    names = [verdict.name for verdict in judge(_result(100_000, ()))]
    assert len(names) == 4
    assert not [name for name in names if "1M" in name or "frictionless" in name]
