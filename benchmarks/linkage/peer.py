"""Our linkage beside Splink 5 on the same clean frame: time, memory, precision and recall of pairs.

``python -m benchmarks.linkage.peer --splink-python PATH [--people N] [--seed N] [--profile P] [--rounds N]``.
Each runs in a process of its own, by turns; figures are medians. Splink lives in another environment, whose
interpreter is given: without it only ours is measured.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.accuracy.pairs import Pairs, count
from benchmarks.linkage.frames import TRUTH, linked_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDE = Path(__file__).with_name("splink_side.py")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="peer-") as temporary:
        folder = Path(temporary)
        frame = _frame(options, folder)
        commands = {"ours": [sys.executable, "-m", "benchmarks.linkage.ours_side"]}
        if options.splink_python:
            commands["splink"] = [options.splink_python, str(SIDE)]
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                runs[name].append(_run([*command, str(frame), str(folder / f"{name}.parquet")]))
        rows = pl.read_parquet(frame, columns=["rid", TRUTH])
        print(f"{rows.height} rows, {rows[TRUTH].n_unique()} people")
        print(f"{'':8}{'seconds':>9}{'cpu s':>8}{'MiB':>8}{'precision':>11}{'recall':>9}{'F1':>9}")
        for name, measured in runs.items():
            found = scored(rows, folder / f"{name}.parquet")
            seconds = statistics.median(m["seconds"] for m in measured)
            spent = statistics.median(m["cpu"] for m in measured)
            peak = statistics.median(m["peak_mib"] for m in measured)
            print(
                f"{name:8}{seconds:9.1f}{spent:8.1f}{peak:8.0f}{found.precision:11.5f}{found.recall:9.5f}{found.f1:9.5f}"
            )
    return 0


def scored(rows: pl.DataFrame, clusters: Path) -> Pairs:
    """Pairs of the clusters against the truth."""
    found = pl.read_parquet(clusters).with_columns(pl.col("rid").cast(rows.schema["rid"]))
    return count(rows.join(found, on="rid", how="left"), TRUTH, "cluster")


def _frame(options: argparse.Namespace, folder: Path) -> Path:
    """The frame to link, made anew or taken from where an earlier run kept it."""
    kept = Path(options.frame) if options.frame else folder / "frame.parquet"
    if not kept.is_file():
        linked_rows(options.people, options.seed, options.profile).write_parquet(kept)
    return kept


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--splink-python", default="", help="interpreter of an environment with splink 5")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--profile", default="real")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frame", default="", help="parquet file in which the frame is kept between runs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
