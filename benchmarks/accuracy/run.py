"""Make a province's files, merge them by the command people use, and read what it published."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.accuracy.score import Score, joined, score
from benchmarks.accuracy.stages import Losses, losses
from benchmarks.province.files import write_province
from benchmarks.province.profiles import LEVELS
from benchmarks.province.province import make_province

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE = (0, 1)
"""Exit codes of a merge that published: nothing wrong, or findings to look at."""


class MergeFailed(RuntimeError):  # noqa: N818 -- reads as what happened
    """``kalteng merge`` did not publish; the message holds its exit code and what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One merge and its score; ``losses`` only where the merge kept its pairs, ``seconds`` of the merge."""

    profile: str
    seed: int
    score: Score
    losses: Losses | None
    seconds: float


def run_one(people: int, seed: int, profile: str, *, keep_pairs: bool, work: Path | None = None) -> Run:
    """Make, merge and score one province.

    Args:
        people: people in the province.
        seed: of the province.
        profile: of its errors.
        keep_pairs: ask the merge to keep its pairs, so that losses are shown by stage.
        work: folder in which the files stay; a temporary one without it.

    Raises:
        MergeFailed: the merge ended with another exit code than 0 or 1, or published nothing.
    """
    with tempfile.TemporaryDirectory(prefix="accuracy-") as temporary:
        folder = (work / f"{profile}-{seed}") if work else Path(temporary)
        truth = write_province(make_province(people, seed, profile), folder / "in")
        # The truth never lies where the merge could find it.
        begun = time.perf_counter()
        stages = folder / "stages" if keep_pairs else None
        merge(folder / "in", folder / "out", stages)
        seconds = time.perf_counter() - begun
        lineage = published(folder / "out", "lineage")
        kept = None
        if stages is not None:
            kept = losses(joined(lineage, truth)[0], pl.read_parquet(stages / "pairs.parquet"))
        return Run(profile, seed, score(lineage, truth), kept, seconds)


def merge(source: Path, out: Path, stages: Path | None = None) -> None:
    """Run ``kalteng merge`` on all files below ``source/{pusat,provinsi,kabupaten}``.

    Raises:
        MergeFailed: it ended with another exit code than 0 or 1.
    """
    command = [sys.executable, "-m", "kalteng_data", "merge", "--no-input", "--quiet"]
    for level in LEVELS:
        command += [f"--{level}", *map(str, sorted((source / level).iterdir()))]
    command += ["--output", str(out)]
    if stages is not None:
        command += ["--keep-pairs", str(stages)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"}
    )
    if done.returncode not in DONE:
        message = f"kalteng merge ended with {done.returncode}: {done.stderr.strip()[-2000:]}"
        raise MergeFailed(message)


def published(workspace: Path, table: str) -> pl.DataFrame:
    """A table of the current snapshot.

    Raises:
        MergeFailed: no snapshot is current.
    """
    current = workspace / "base" / "CURRENT"
    if not current.is_file():
        message = f"nothing is published in {workspace.name}"
        raise MergeFailed(message)
    return pl.read_parquet(
        workspace / "base" / current.read_text(encoding="utf-8").strip() / f"{table}.parquet"
    )


def run_all(
    people: int, seeds: Sequence[int], profiles: Sequence[str], *, keep_pairs: bool, work: Path | None = None
) -> list[Run]:
    """Every profile under every seed, one after another; progress goes to stderr."""
    runs = []
    for profile in profiles:
        for seed in seeds:
            run = run_one(people, seed, profile, keep_pairs=keep_pairs, work=work)
            found = run.score.people
            print(
                f"{profile} {seed}: precision {found.precision:.4f} recall {found.recall:.4f} "
                f"families {run.score.families.f1:.4f} ({run.seconds:.0f} s)",
                file=sys.stderr,
                flush=True,
            )
            runs.append(run)
    return runs
