"""``python -m benchmarks.accuracy``: from raw files to the published lineage, by profile and seed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.accuracy.run import MergeFailed, Run, published, run_all
from benchmarks.accuracy.score import joined, score
from benchmarks.accuracy.stages import losses
from benchmarks.accuracy.tables import figures, render
from benchmarks.province.profiles import PROFILES

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Score; 0 when every target is met, 1 when one is not, 2 when a merge failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="people a province")
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds, from 1 on")
    parser.add_argument("--seed", type=int, action="append", help="this seed (may repeat) instead of --seeds")
    parser.add_argument("--profile", choices=PROFILES, action="append", help="this profile (may repeat)")
    parser.add_argument("--keep-pairs", action="store_true", help="show lost pairs by stage of the engine")
    parser.add_argument("--work", type=Path, help="keep files and results in this folder")
    parser.add_argument("--workspace", type=Path, help="score this published workspace, with --truth")
    parser.add_argument("--truth", type=Path, help="truth.parquet of the files merged into --workspace")
    parser.add_argument("--stages", type=Path, help="folder with pairs.parquet of that merge")
    chosen = parser.parse_args(arguments)
    if (chosen.workspace is None) != (chosen.truth is None):
        parser.error("--workspace and --truth go together")
    profiles = chosen.profile or list(PROFILES)
    try:
        if chosen.workspace is not None:
            runs = [_published(chosen.workspace, chosen.truth, chosen.stages, profiles[-1])]
        else:
            seeds = chosen.seed or range(1, chosen.seeds + 1)
            runs = run_all(
                chosen.people, list(seeds), profiles, keep_pairs=chosen.keep_pairs, work=chosen.work
            )
    except MergeFailed as failed:
        print(failed, file=sys.stderr)
        return 2
    print(render(runs))
    return 0 if all(one.met for one in figures(runs)) else 1


def _published(workspace: Path, truth_file: Path, stages: Path | None, profile: str) -> Run:
    """Score a workspace that was merged before."""
    lineage, truth = published(workspace, "lineage"), pl.read_parquet(truth_file)
    kept = None
    if stages is not None:
        kept = losses(joined(lineage, truth)[0], pl.read_parquet(stages / "pairs.parquet"))
    return Run(profile, 0, score(lineage, truth), kept, 0.0)


if __name__ == "__main__":
    raise SystemExit(main())
